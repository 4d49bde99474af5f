"""How long a sheet and the site take, after warm-up. Measured, never asserted: python -m tests.bench.sheets"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bot.documents.sheet.content import sheet_ids
from bot.documents.sheet.render import render_sheet
from bot.documents.site.pages import site_files
from knowledge.model.catalog import Catalog
from knowledge.model.data_files import shipped_strategies
from knowledge.reading.build import build
from tests.bot.made_up_values import MadeUpValues

FIRST_DAY = date(2024, 6, 3)


def milliseconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def told(name: str, times: list[float]) -> str:
    ranked = sorted(times)
    p95 = ranked[int(len(ranked) * 0.95)]
    return f"{name}: n={len(times)} median={statistics.median(times):.1f} p95={p95:.1f} max={ranked[-1]:.1f} ms"


def main() -> None:
    [folder] = shipped_strategies()
    catalog = Catalog(build(Path(folder)))
    values = MadeUpValues(catalog)
    first = milliseconds(lambda: render_sheet(catalog, values, ["p3-12"], FIRST_DAY))
    lines = [f"first sheet of a process: {first:.1f} ms"]
    # Another day for each sheet: typst keeps what it has set before, and the same page again would cost nothing
    for name, known in (("a project's sheet", catalog.projects), ("a package's sheets", catalog.packages)):
        ids = [id for id in sheet_ids(catalog) if (id in catalog.projects) == (known is catalog.projects)]
        days = [FIRST_DAY + timedelta(days=at + 1) for at in range(len(ids))]
        sheets = [partial(render_sheet, catalog, values, [id], day) for id, day in zip(ids, days, strict=True)]
        lines.append(told(name, [milliseconds(sheet) for sheet in sheets]))
    lines.append(
        told("the whole site", [milliseconds(lambda: site_files(catalog, values, FIRST_DAY)) for _ in range(5)])
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
