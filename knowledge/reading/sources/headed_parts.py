"""One table of a file that holds several, each below rows that head it: a whole plan typed into a table, or cards.

施策の方向１ 意見を聴く                     取組番号 | 1-01       | 取組項目 | 納税の推進
こどもが参画する場を増やす。                担当課   | 財政課     | 効果額   | 88百万円
成果指標 | 基準値    | 目標値               取組指標 | 単位       | R5実績   | R7
参加者数 | R6 84人   | R11 600人            受入額   | 百万円     | 312      | 330
施策の方向２ …                              取組番号 | 1-02 …
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby

from knowledge.model.column_words import cut_into_words
from knowledge.reading.headings import is_heading_like

_NUMBERED = re.compile(
    r"[一-龥ぁ-んァ-ヶー]{2,10}[\s　]?(?:[0-9０-９]{1,2}|[①-⑳]|[Ⅰ-Ⅻ]|[A-HＡ-Ｈ])"
    r"(?:[-－‐–.．][0-9０-９]{1,2})*[\s　:：]+\S.*"
)
_MARKER = re.compile(r"[0-9０-９Ⅰ-ⅫA-HＡ-Ｈ]{1,2}(?:[-－‐–.．][0-9０-９]{1,2})*")
_PAIR = 2

_Row = Sequence[str]


def begins_of_parts(rows: Sequence[_Row], heads_columns: Callable[[_Row], bool]) -> list[int]:
    """At which rows a part begins, the first at 0 left out where nothing heads it; empty for an ordinary table."""
    begins = []
    for at, row in enumerate(rows):
        if not heads_columns(row):
            continue
        first = at
        while (
            first > 0
            and not heads_columns(rows[first - 1])
            and (_is_text(rows[first - 1]) or _is_pairs(rows[first - 1]))
        ):
            first -= 1
        while first < at and not _heads_part(rows[first]):
            first += 1
        if first < at:
            begins.append(first)
    is_card = bool(rows) and all(map(_is_pairs, rows)) and _numbered_name(rows[0]) is not None
    return begins or ([0] if is_card else [])


def texts_of_head(rows: Sequence[_Row]) -> Iterator[tuple[str, bool]]:
    """Each text, and whether it is a name without a number that heads the part all the same."""
    for row in rows:
        name = _said(row, lambda roles: "group" in roles and "number" not in roles)
        if numbered := _numbered_name(row):
            yield numbered, False
        elif name and _is_pairs(row):
            yield name, True
        elif any(row):
            yield "　".join(filter(None, _apart(row))), False


def _numbered_name(row: _Row) -> str | None:
    """「取組番号 | 1-01 | 取組項目 | 納税の推進」."""
    name = _said(row, lambda roles: "group" in roles and "number" not in roles)
    number = _said(row, lambda roles: "number" in roles)
    return f"{number}　{name}" if name and _MARKER.fullmatch(number) else None


def _said(row: _Row, is_label: Callable[[Collection[str]], bool]) -> str:
    """What stands behind the first such label."""
    cells = _apart(row)
    return next((said for label, said in zip(cells[::2], cells[1::2], strict=False) if is_label(_roles(label))), "")


def _heads_part(row: _Row) -> bool:
    if _is_text(row):
        return bool(_NUMBERED.fullmatch(row[0])) and is_heading_like(row[0])
    return any("group" in _roles(label) for label in _apart(row)[::2])


def _is_text(row: _Row) -> bool:
    """One cell over all columns, with a number or a whole sentence."""
    is_one = bool(row[0]) and all(cell in ("", row[0]) for cell in row)
    return len(row) > 1 and is_one and bool(_NUMBERED.fullmatch(row[0]) or row[0].endswith("。"))


def _is_pairs(row: _Row) -> bool:
    """「担当課 | 財政課 | 効果額 | 88百万円」: labels with what they say."""
    cells = _apart(row)
    return len(cells) >= _PAIR and len(cells) % _PAIR == 0 and bool(_roles(cells[0])) and not _roles(cells[1])


def _apart(row: _Row) -> list[str]:
    """Cells that are merged are one."""
    return [cell for cell, _ in groupby(row)]


def _roles(cell: str) -> tuple[str, ...]:
    """Of a text that is a label and nothing else."""
    roles, rest = cut_into_words("".join(cell.split()))
    return () if rest else tuple(roles)
