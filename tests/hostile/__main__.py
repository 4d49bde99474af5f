"""`make fuzz`: python -m tests.hostile [count] [seed]"""

import sys

from rich.console import Console
from rich.table import Table

from knowledge.answers.engine import Engine
from knowledge.japanese.vocabulary import load_phrases, load_vocabulary
from knowledge.model.catalog import Catalog
from knowledge.reading.build import build
from tests.bench.__main__ import STRATEGY
from tests.hostile.doors import Doors
from tests.hostile.run import MOST_TOLD, SEED, Tried, tried


def main() -> None:
    count, seed = [*map(int, sys.argv[1:]), *(200_000, SEED)[len(sys.argv) - 1 :]]
    catalog = Catalog(build(STRATEGY))
    done = tried(Doors(Engine(catalog, load_phrases(STRATEGY), load_vocabulary()), catalog), count, seed)
    Console(width=100, highlight=False).print(table(done, seed))
    print("\n".join(done.failed[:MOST_TOLD]))  # noqa: T201
    sys.exit(1 if done.failed else 0)


def table(done: Tried, seed: int) -> Table:
    shown = Table(
        title=f"悪意のある入力 {done.counts.total():,}件（種 {seed}）、例外 {len(done.failed)}件", title_justify="left"
    )
    for name in ("入口", "件数", "最も遅いもの（CPU ミリ秒）"):
        shown.add_column(name, justify="left" if name == "入口" else "right")
    for name, count in done.counts.most_common():
        shown.add_row(name, f"{count:,}", f"{done.slowest[name]:,.1f}")
    return shown


if __name__ == "__main__":
    main()
