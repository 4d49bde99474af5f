"""Numbers of pages that a text file keeps: each alone on its line, with nothing right above it, and rising."""

from collections.abc import Collection, Sequence

from knowledge.reading.source import Line
from knowledge.reading.tables.cells import is_page_number

FEWEST_PAGES = 3


def page_numbers(lines: Sequence[Line], rows: Collection[int]) -> frozenset[int]:
    """Numbers of lines; none where fewer than three pages end so. `rows`: the lines of tables."""
    found = [
        (line, page)
        for at, line in enumerate(lines)
        if line.number not in rows and _is_apart(lines, at) and (page := _page_of(line)) is not None
    ]
    rising: list[tuple[Line, int]] = []
    for line, page in found:
        if not rising or page > rising[-1][1]:
            rising.append((line, page))
    is_paged = len(rising) >= FEWEST_PAGES and 2 * len(rising) > len(found)
    return frozenset(line.number for line, _ in rising) if is_paged else frozenset()


def _is_apart(lines: Sequence[Line], at: int) -> bool:
    return at > 0 and not lines[at - 1].text.strip()


def _page_of(line: Line) -> int | None:
    if not is_page_number(line):
        return None
    digits = "".join(filter(str.isdecimal, line.text))
    return int(digits) if digits else None
