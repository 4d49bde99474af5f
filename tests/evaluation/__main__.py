"""`make eval`: how many answers are right, under noise too, and how well their scores say so. Takes half a minute."""

import argparse
import json
import time
from pathlib import Path

from rich.console import Console

from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading.build import build
from tests.evaluation import tables
from tests.evaluation.calibration import WatchedEngine, fit, observe
from tests.evaluation.questions import GIVEN, ROOT, question_sets

STRATEGY = ROOT / "knowledge" / "strategies" / "kurume-2"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="list the first N wrong answers of each set")
    parser.add_argument("--lost", type=int, default=0, metavar="N", help="list the first N lost under each noise")
    parser.add_argument("--refit", action="store_true", help="only print a CALIBRATION fitted on all sets")
    options = parser.parse_args()
    console = Console(width=110, highlight=False)
    started = time.perf_counter()
    engine = load_engine(STRATEGY)
    sets = question_sets()
    cases = [observe(engine, question) for some in sets.values() for question in some]
    if options.refit:
        console.print_json(json.dumps(fit(cases)))
        return
    if "given" not in sets:
        console.print(f"{GIVEN.name} がないので、手元の問題集だけで測ります。")
    outcomes = {name: [tables.ask(engine, question) for question in some] for name, some in sets.items()}
    for name, some in outcomes.items():
        console.print(tables.by_category(name, some), *tables.misses(some)[: options.misses], sep="\n")
    table, lost = tables.robustness(engine, sets.get("given", sets["a"]), options.lost)
    console.print(table, *lost, sep="\n")
    everything = [outcome for some in outcomes.values() for outcome in some]
    console.print(
        tables.reliability("信頼度: 最初の項目の点数と、正しかった割合（全問題集）", tables.scored(everything))
    )
    table, held_out = tables.cross_validation(cases)
    console.print(table)
    console.print(tables.reliability("信頼度: 較正に使わなかった半分での確率（規則で決まる答えを除く）", held_out))
    console.print("phrases.toml はどの問題集も見ずに書かれています。重みと規則は問題集で確かめながら決めているので、")
    console.print("交差検証が表すのは較正の確かさだけです。")
    console.print(f"{time.perf_counter() - started:.0f} 秒")


def load_engine(folder: Path) -> WatchedEngine:
    return WatchedEngine(Catalog(build(folder)), load_phrases(folder), load_vocabulary())


if __name__ == "__main__":
    main()
