"""A row of a table that prints several parts in its cells, one on each line, is as many rows:

授業が分かる割合 | 小学校 | 80％ | 85％
                 | 中学校 | 70％ | 75％
"""

import re
from collections.abc import Sequence

from knowledge.model.amount_words import is_known_part
from knowledge.model.quantity import is_blank
from knowledge.model.years.said import without_years
from knowledge.reading.tables.cells import is_bare_value

FEWEST_PARTS = 2
_POINT = re.compile(r"[①-⑳]")


def rows_of_parts(cells: Sequence[str]) -> list[tuple[str, ...]]:
    """The row itself, unless as many lines of one cell name parts as those of others hold values.

    A name over its parts in one cell stands before each: 「耐震化率 小学校」. So are as many points of several cells
    that bear the same marks: 「① 協定の件数 ② 雇用者数｜① 2件 ② 16人」.
    """
    if marked := _rows_of_points(cells):
        return marked
    lines = [[line.strip() for line in cell.split("\n") if line.strip()] for cell in cells]
    labels = next((own for own in lines if len(_parts_at_end(own)) >= FEWEST_PARTS), [])
    parts = _parts_at_end(labels)
    values = [own for own in lines if len(own) > 1 and all(map(_is_value, own))]
    behind = lines[next((at for at, own in enumerate(lines) if own is labels), len(lines)) :]
    is_one_for_all = any(len(own) == 1 and any(map(str.isdigit, without_years(own[0]))) for own in behind)
    if not values or is_one_for_all or not all(len(own) == len(parts) for own in values):
        return [tuple(cells)]
    return [
        tuple(_of_part(cell, own, at, labels, parts, values) for cell, own in zip(cells, lines, strict=True))
        for at in range(len(parts))
    ]


def _rows_of_points(cells: Sequence[str]) -> list[tuple[str, ...]]:
    """One for each mark that stands in the name's cell and in those of values, without the marks; else none."""
    points = [_points(cell) for cell in cells]
    marked = [own for own in points if own]
    are_alike = len(marked) >= FEWEST_PARTS and len({tuple(own) for own in marked}) == 1
    values = [own for own in marked[1:] if all(map(_is_value, own.values()))]
    if not are_alike or not values or any(map(is_bare_value, marked[0].values())):
        return []
    return [tuple(own.get(mark, cell) for cell, own in zip(cells, points, strict=True)) for mark in marked[0]]


def _points(cell: str) -> dict[str, str]:
    """「① 協定の件数 ② 雇用者数」 by their marks; none where these do not begin the cell and count on."""
    marks = _POINT.findall(cell)
    first, *texts = (text.strip() for text in _POINT.split(cell))
    is_counted = marks == [chr(ord("①") + at) for at in range(len(marks))]
    return dict(zip(marks, texts, strict=True)) if marks and is_counted and not first and all(texts) else {}


def _of_part(
    cell: str, own: list[str], at: int, labels: list[str], parts: Sequence[str], values: Sequence[list[str]]
) -> str:
    if own is labels:
        return " ".join([*labels[: -len(parts)], parts[at]])
    return own[at] if any(own is one for one in values) else cell


def _parts_at_end(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    for line in reversed(lines):
        if not is_known_part(line.strip("・()（）")):
            break
        found.insert(0, line)
    return found


def _is_value(line: str) -> bool:
    return is_blank(line) or any(map(str.isdigit, line))
