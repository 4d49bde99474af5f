"""`make eval`: how many answers are right by author and kind, under noise too, and how well their scores say so."""

import argparse
import time
from pathlib import Path

from rich.console import Console

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading.build import build
from tests.evaluation import fit, tables
from tests.evaluation.questions import ROOT

STRATEGY = ROOT / "knowledge" / "strategies" / "kurume-2"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="list the first N wrong answers of each set")
    parser.add_argument("--lost", type=int, default=0, metavar="N", help="list the first N lost under each noise")
    options = parser.parse_args()
    console = Console(width=110, highlight=False)
    started = time.perf_counter()
    engine = load_engine(STRATEGY)
    sets = {name: [one for one in some if not one.after] for name, some in fit.question_sets().items()}
    outcomes = {name: [tables.ask(engine, question) for question in some] for name, some in sets.items()}
    console.print(tables.by_author(sets, outcomes, engine), tables.by_category(outcomes))
    for name, some in outcomes.items():
        console.print(name, *tables.misses(some)[: options.misses], sep="\n") if options.misses else None
    given = [question for name, some in sets.items() if fit.is_author(name) for question in some]
    table, lost = tables.robustness(engine, given, options.lost)
    console.print(table, *lost, sep="\n")
    everything = [outcome for some in outcomes.values() for outcome in some]
    console.print(
        tables.reliability("信頼度: 最初の項目の点数と、正しかった割合（全問題集）", tables.scored(everything))
    )
    console.print("著者を除いて当てはめた割合は make fit ARGS=--measure で出ます。")
    console.print(f"{time.perf_counter() - started:.0f} 秒")


def load_engine(folder: Path) -> Engine:
    return Engine(Catalog(build(folder)), load_phrases(folder), load_vocabulary())


if __name__ == "__main__":
    main()
