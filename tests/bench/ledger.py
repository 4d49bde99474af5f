"""`make bench`: recording a value among 100,000 others, beside the bare append and fsync that every write needs."""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from knowledge.indicators.ledger import Draft
from knowledge.model.fiscal import FiscalYear
from knowledge.storage.database import Database
from knowledge.storage.ledger_store import LedgerStore

ENTRIES, WRITES, BATCH = 100_000, 100, 5_000
AT = datetime(2024, 6, 3, tzinfo=UTC)
UNITS = {"k1-1": "件"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = LedgerStore(Database(Path(folder) / "actuals"))
        years = count(1)
        for _ in range(ENTRIES // BATCH):
            store.record([draft(next(years)) for _ in range(BATCH)], UNITS, at=AT)
        assert store.ledger().state  # as any reader of a running program has had it made
        ours = times_ms(lambda: store.record([draft(next(years))], UNITS, at=AT + timedelta(days=1)))
        with (Path(folder) / "bare").open("ab", buffering=0) as file:
            bare = times_ms(lambda: append(file.fileno()))
    table = Table(title=f"実績の記録（{ENTRIES:,}件の台帳に1件ずつ、{WRITES}回）", title_justify="left")
    for name in ("", "中央値（ミリ秒）", "最大（ミリ秒）", "素の追記の何倍（中央値）"):
        table.add_column(name, justify="right" if name else "left")
    table.add_row("素の追記と fsync", f"{median(bare):.2f}", f"{max(bare):.2f}", "1.0")
    table.add_row("台帳への記録", f"{median(ours):.2f}", f"{max(ours):.2f}", f"{median(ours) / median(bare):.1f}")
    Console(width=110, highlight=False).print(table)


def draft(year: int) -> Draft:
    """Invented (架空): each of another year, for a year holds one value."""
    return Draft(indicator="k1-1", fiscal_year=FiscalYear(year), value=Decimal(12), by="測定", note="架空の値")


def append(file: int) -> None:
    os.write(file, b"x" * 300)
    os.fsync(file)


def times_ms(work: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(WRITES):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


if __name__ == "__main__":
    main()
