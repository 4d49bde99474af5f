"""CPU time of an answer against the length of the question, for texts of the worst kinds: python -m tests.bench.lengths

Beside it stands the least that any reading costs: NFKC and one pass of Sudachi over the part that is read; and the
slowest over the yardstick of `make bench`, which makes runs on different machines comparable.
"""

import time
import unicodedata
from collections.abc import Callable
from datetime import date
from random import Random

from rich.console import Console
from rich.table import Table

from bot.app.serve import warm
from knowledge.answers.engine import Engine
from knowledge.japanese.tokenizer import lexemes
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.model.question_length import read_part
from knowledge.reading.build import build
from tests.bench.__main__ import STRATEGY, yardstick_ms
from tests.hostile.run import SEED
from tests.hostile.texts import PATTERNS, Pattern

SIZES = (10, 100, 500, 2_000, 10_000, 40_000)
MOST_MS, ROUNDS = 50.0, 3
TODAY = date(2026, 11, 29)


def main() -> None:
    catalog = Catalog(build(STRATEGY))
    engine = Engine(catalog, load_phrases(STRATEGY), load_vocabulary())
    warm(engine, TODAY)
    named = {**PATTERNS, **_of_the_plan(catalog)}
    Console(width=110, highlight=False).print(table(engine, named))


def _of_the_plan(catalog: Catalog) -> dict[str, Pattern]:
    prose = "".join(passage.text for passage in catalog.base.passages).replace(" ", "")
    names = "と".join(project.name for project in catalog.originals())
    return {
        "計画の本文": lambda random, size: (prose * (size // len(prose) + 1))[:size],
        "事業名の連なり": lambda random, size: (names * (size // len(names) + 1))[:size],
    }


def table(engine: Engine, patterns: dict[str, Pattern]) -> Table:
    yardstick = yardstick_ms()
    shown = Table(
        title="質問の長さと CPU 時間（ミリ秒）",
        title_justify="left",
        caption=f"目安はどの長さでも {MOST_MS:g} ミリ秒まで。目盛りは100万回の足し算の {yardstick:.1f} ミリ秒",
    )
    for name in ("文字の並び", *(f"{size:,}字" for size in SIZES), "比較: Sudachi 一回", "目盛り比", "目安"):
        shown.add_column(name, justify="left" if name in ("文字の並び", "目安") else "right")
    for name, pattern in patterns.items():
        texts = [pattern(Random(SEED), size) for size in SIZES]
        taken = [cpu_ms(lambda text=text: engine.answer(text, today=TODAY)) for text in texts]  # type: ignore[misc]
        part = read_part(texts[-1])[0]
        least = cpu_ms(lambda part=part: lexemes(unicodedata.normalize("NFKC", part)))  # type: ignore[misc]
        within = "○" if max(taken) <= MOST_MS else "×"
        shown.add_row(name, *(f"{ms:,.1f}" for ms in (*taken, least)), f"{max(taken) / yardstick:.2f}", within)
    return shown


def cpu_ms(do: Callable[[], object]) -> float:
    """Of the fastest of some rounds: the machine does other things besides."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        do()
        times.append((time.process_time() - started) * 1000)
    return min(times)


if __name__ == "__main__":
    main()
