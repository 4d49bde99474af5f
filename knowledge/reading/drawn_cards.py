"""Cards that a plan draws with lines, one for each 取組: a label at the left, its text at the right.

┌──────┬──────────                  取組項目１－１　書かない窓口の導入
│取組項目１－１│書かない窓口の導入
├──────┼──────────         →
│取組内容      │聞き取りながら申請書を              取組内容　聞き取りながら申請書を作成します。
│              │作成します。
└──────┴──────────

The first row heads the rest; a row of more than two cells stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.reading.layout import Layout
from knowledge.reading.own_labels import own_head
from knowledge.reading.source import Line

_BORDER = re.compile(r"^\s*[┌┏├┣╔╠└┗╚][─━═┬┳┼╋┴┻┐┓┤┫┘┛╦╬╩╗╣╝]*\s*$")
_OPENS = re.compile(r"^\s*[┌┏╔]")
_SHUTS = re.compile(r"^\s*[└┗╚]")
_BARS = re.compile(r"[│┃║]")
_LONGEST_LABEL = 20
_BOTH = 2

_CardRow = list[tuple[Line, list[str]]]


def drawn_cards_apart(lines: Sequence[Line], layout: Layout) -> tuple[Line, ...]:
    """The lines of each card as plain ones with their numbers; where a border stood may stand a label."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        end = _end_of(lines, at)
        card = _rows(lines[at:end]) if end else None
        if end and card and _is_card(card, layout):
            out += _plain(card, layout)
            out.append(replace(lines[end - 1], text="", likely=""))
            at = end
        else:
            out.append(lines[at])
            at += 1
    return tuple(out)


def _end_of(lines: Sequence[Line], at: int) -> int:
    """Behind the border that shuts the box; 0 where none opens or something else stands in it."""
    if lines[at].cells or not _OPENS.match(lines[at].text):
        return 0
    for place in range(at + 1, len(lines)):
        text = lines[place].text
        if _SHUTS.match(text):
            return place + 1
        if _OPENS.match(text) or not (_BORDER.match(text) or _BARS.match(text.strip())):
            return 0
    return 0


def _rows(lines: Sequence[Line]) -> list[tuple[Line, _CardRow]]:
    """Each with the border above it."""
    rows: list[tuple[Line, _CardRow]] = []
    for line in lines[:-1]:
        if _BORDER.match(line.text):
            rows.append((line, []))
        else:
            rows[-1][1].append((line, [cell.strip() for cell in _BARS.split(line.text.strip().strip("│┃║"))]))
    return rows


def _is_card(rows: Sequence[tuple[Line, _CardRow]], layout: Layout) -> bool:
    """Labels beside text, of which the first says with a number what the card is of."""
    cells = [cells[0] for _, row in rows for _, cells in row]
    is_labelled = (
        len(rows) > 1 and all(_label(row) for _, row in rows) and all(len(cell) <= _LONGEST_LABEL for cell in cells)
    )
    return is_labelled and all(len(row) > 0 for _, row in rows) and bool(_head(rows[0][1], layout))


def _label(row: _CardRow) -> str:
    return "".join(cells[0] for _, cells in row)


def _head(row: _CardRow, layout: Layout) -> str:
    is_pair = all(len(cells) == _BOTH for _, cells in row)
    text = f"{_label(row)}　{''.join(cells[1] for _, cells in row)}" if is_pair else ""
    return text if text and own_head(text, layout) else ""


def _plain(rows: Sequence[tuple[Line, _CardRow]], layout: Layout) -> Iterator[Line]:
    for at, (border, row) in enumerate(rows):
        label, is_pair = _label(row), all(len(cells) == _BOTH for _, cells in row)
        word = row[0][1][0] if not is_pair else label
        is_apart = layout.role_of(word) == "indicators"
        yield _said(border, f"【{word}】" if is_apart else "")
        if at == 0:
            yield _said(row[0][0], _head(row, layout))
            yield from (_said(line, "") for line, _ in row[1:])
        elif is_pair:
            begin = "" if is_apart else f"{label}　"
            yield from (_said(line, (begin if n == 0 else "") + cells[1]) for n, (line, cells) in enumerate(row))
        else:
            yield from (line for line, _ in row)


def _said(line: Line, text: str) -> Line:
    return replace(line, text=text, likely=text)
