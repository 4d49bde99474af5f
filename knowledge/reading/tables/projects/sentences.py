"""Rows of projects whose short cells stand at the middle or the end of them: each ends where its sentence does.

農家の研修      はじめて就農する人に、研修期間の
                生活費を支援します。              農林課
朝市の充実      出店を助けます。                  商工課
"""

from collections.abc import Sequence
from itertools import groupby

_Cells = Sequence[str]


def rows_of_sentences(printed: Sequence[_Cells], name: int, detail: int, shorts: Sequence[int]) -> list[range]:
    """Which lines are one row each; empty where the sentences and the short cells do not say the same.

    A name begins only beside the beginning of a sentence, and every row has each short cell once.
    """
    begins: list[int] = []
    is_closed = True
    for at, cells in enumerate(printed):
        if is_closed:
            if not (cells[name] and cells[detail]):
                return []
            begins.append(at)
        is_closed = cells[detail].endswith("。") if cells[detail] else is_closed
    rows = [range(first, last) for first, last in zip(begins, [*begins[1:], len(printed)], strict=True)]
    filled = [at for at in shorts if any(cells[at] for cells in printed)]
    are_whole = all(_is_once([printed[at][short] for at in row]) for row in rows for short in filled)
    return rows if is_closed and filled and are_whole else []


def _is_once(cells: Sequence[str]) -> bool:
    """On one line, or on lines right below each other."""
    return [is_filled for is_filled, _ in groupby(map(bool, cells))].count(True) == 1
