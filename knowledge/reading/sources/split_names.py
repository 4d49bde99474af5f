"""A name in two cells, one below the other, beside values that are merged over both:

KPI        | 単位 | 現状値 | 目標値
いちごの   | kg   | 0      | 8,000
輸出量     |      |        |
"""

import re
from collections.abc import Collection, Sequence

from knowledge.model.column_words import may_say
from knowledge.reading.tables.whole_rows import counts_something, is_unfinished

_IN_BRACKETS = re.compile(r"[(（][^()（）]+[)）]")
_FEWEST_MERGED = 2  # cells beside the name
Joined = dict[int, tuple[str, ...] | None]


def joined_names(
    rows: Sequence[Sequence[str]], goes_on: Sequence[Collection[int]]
) -> dict[int, tuple[str, ...] | None]:
    """The rows that change, by place: with the whole name, or None where nothing is left of them.

    `goes_on`: of each row the columns whose cell begins in a row above. Where a name that changes is not below a
    header of names, as that of a project beside a merged indicator is not, or is whole, both stay.
    """
    found: Joined = {}
    begin = 0
    for at, cells in enumerate(rows):
        own = [column for column, cell in enumerate(cells) if cell and column not in goes_on[at]]
        if not goes_on[at]:
            begin = at
            continue
        if len(own) != 1 or len([one for one in goes_on[at] if one > own[0]]) < _FEWEST_MERGED:
            begin = at
            continue
        column = own[0]
        heads = [row[column] for row in rows[:begin] if row[column] and may_say(row[column], "name")]
        before = (found.get(begin) or tuple(rows[begin]))[column]
        if heads and before and _goes_on(before, cells[column]):
            name = before + cells[column]
            found[begin] = (*rows[begin][:column], name, *rows[begin][column + 1 :])
            found[at] = None
    return found


def _goes_on(name: str, rest: str) -> bool:
    """「いちごの」 over 「輸出量」, 「再生棟数」 over 「（累計）」; 「朝市」 and 「夜市」 are two."""
    is_whole = counts_something(name) or not counts_something(rest)
    return is_unfinished(name) or bool(_IN_BRACKETS.fullmatch(rest.strip())) or not is_whole
