"""Rows that name only a part of the indicator above them, without a column for it:

メタボ該当者の割合  男性   28.0％        野菜摂取量
                    女性   9.1％           男性      282g
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.reading.tables.part_headings import names_part
from knowledge.reading.tables.whole_rows import WholeRow

_PARTED = re.compile(r"(?P<whole>.+?)(?:[\s　]+|\s*[（(])(?P<part>[^\s　（()）]+)[）)]?")


def with_names_of_parts(
    rows: Sequence[WholeRow], labels: Sequence[WholeRow], names: Sequence[int]
) -> tuple[list[WholeRow], list[WholeRow]]:
    """「女性」 is 「メタボ該当者の割合（女性）」. `labels`: names in lines without values; also those that are left."""
    out: list[WholeRow] = []
    left = list(labels)
    above = dict.fromkeys(names, "")
    for row in sorted([*rows, *labels], key=lambda one: one.lines[0].number):
        is_label = any(row is one for one in labels)
        cells = list(row.cells)
        for at in names:
            if not names_part(cells[at]) or is_label:
                above[at] = cells[at] if is_label else _whole_of(cells[at])
            elif above[at]:
                left = [one for one in left if one.cells[at] != above[at]]
                cells[at] = f"{above[at]}（{cells[at].strip(' 　()（）')}）"
        if not is_label:
            out.append(replace(row, cells=tuple(cells)))
    return out, left


def _whole_of(name: str) -> str:
    """「健康寿命」 of 「健康寿命　男性」; "" where the name is of no part."""
    match = _PARTED.fullmatch(name.strip())
    return match["whole"] if match and names_part(match["part"]) else ""
