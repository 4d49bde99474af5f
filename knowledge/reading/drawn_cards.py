"""Cards that a plan draws with lines, one for each 取組: a label at the left, its text at the right.

┌──────┬──────────                  取組項目１－１　書かない窓口の導入
│取組項目１－１│書かない窓口の導入
├──────┼──────────         →
│取組内容      │聞き取りながら申請書を              取組内容　聞き取りながら申請書を作成します。
│              │作成します。
└──────┴──────────

The first row heads the rest; a row of more than two cells stays as it is, unless it holds targets below years:

│年度別計画        │令和６年度│令和７年度│
│数値目標　収納率  │99.25％    │99.30％    │         →         収納率　現状 99.21％　令和６年度：99.25％　…
│現状 99.21％      │          │          │

So are cards that are tables of a file, whose merged cells stand in each of their columns.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from knowledge.model.quantity import is_blank
from knowledge.model.structs import replace
from knowledge.model.years.said import find_years
from knowledge.model.years.spellings import PRINTED_YEAR
from knowledge.reading.layout import Layout
from knowledge.reading.own_labels import own_head
from knowledge.reading.source import Line
from knowledge.reading.tables.arrows import is_dated_point
from knowledge.reading.tables.cells import cell_kind

_BORDER = re.compile(r"^\s*[┌┏├┣╔╠└┗╚][─━═┬┳┼╋┴┻┐┓┤┫┘┛╦╬╩╗╣╝]*\s*$")
_OPENS = re.compile(r"^\s*[┌┏╔]")
_SHUTS = re.compile(r"^\s*[└┗╚]")
_BARS = re.compile(r"[│┃║]")
_BESIDE = re.compile(r"[\s　]+(?=[^\s：:]{2,6}[：:]\S+$)")  # 「窓口の改善 所管課：市民課」 is a name and a note
_COUNTED = re.compile(r"(?i:no)[.．]?[\s　]*(?=[0-9０-９])|(?<=\S)[\s　]+(?=(?i:no))")  # 「取組項目　No.１」
_YEARS = re.compile(rf"{PRINTED_YEAR}(?:[\s　]*[:：][\s　]*|[\s　]+)(?=[^\s　])")
_NOTED = re.compile(r"[(（](?:現状|基準)値?[\s　:：]*(?P<begun>.+)[)）]$")
_LONGEST_LABEL = 20
_BOTH = 2

_CardRow = list[tuple[Line, list[str]]]


def drawn_cards_apart(lines: Sequence[Line], layout: Layout) -> tuple[Line, ...]:
    """The lines of each card as plain ones with their numbers; where a border stood may stand a label."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        if (table := _table_at(lines, at)) and (rows := _rows_of_table(table, layout)):
            out += rows
            at += len(table)
            continue
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


def _table_at(lines: Sequence[Line], at: int) -> Sequence[Line]:
    """The rows of the table that begins there."""
    if at and lines[at - 1].cells:
        return []
    return list(takewhile(lambda line: bool(line.cells), lines[at:]))


def _rows_of_table(table: Sequence[Line], layout: Layout) -> list[Line]:
    """Empty for a table that is no card: one of which several rows have numbers is a list."""
    rows: list[_CardRow] = [[(line, _distinct(line.cells))] for line in table]
    if len(rows) < _BOTH or not _is_labelled(rows) or [n for n, row in enumerate(rows) if _head(row, layout)] != [0]:
        return []
    lines: list[Line] = []
    for at, row in enumerate(rows):
        [(line, cells)] = row
        is_told = at > 0 and layout.role_of(_word(row)) == "indicators"
        told = _values_below_years(row, rows[at - 1]) if is_told else ""
        point = f"・{cells[1]}" if is_told and len(cells) > 1 and is_dated_point(f"・{cells[1]}") else ""
        plain = f"{_word(row)}　　{told}" if told else "　".join(cells) if len(cells) <= _BOTH else ""
        text = point or plain if at else _head(row, layout)
        lines.append(replace(line, text=text, likely=text, cells=()) if text else line)
    return lines


def _distinct(cells: Sequence[str]) -> list[str]:
    """A merged cell once: its label, and what stands beside it."""
    label, *others = (cell.strip() for cell in cells)
    return [label, others[0]] if others and len(set(others)) == 1 else [label, *others]


def _values_below_years(row: _CardRow, above: _CardRow) -> str:
    """「収納率　現状 99.21％　令和６年度：99.25％」; "" where the row above has no year over each of the values."""
    years = [_year_of(cell) for cell in _columns(above)[1:]]
    label, *values = _columns(row)
    is_whole = len(years) == len(values) and all(years) and all(cell_kind(one) == "amount" for one in values)
    if not years or not is_whole:
        return ""
    name, _, begun = label.removeprefix(_word(row)).strip(" 　:：").partition("現状")
    now = f"　　現状 {begun.strip(' 　:：')}" if begun else ""
    return f"{name.strip()}{now}　　" + "　　".join(f"{year}：{one}" for year, one in zip(years, values, strict=True))


def _table_of(above: _CardRow, row: _CardRow) -> list[tuple[str, ...]]:
    """「指標│手続の数（現状値 28件（R2））」 over 「目標値│R4 60件　R5 100件」 as a header and its row; else empty."""
    name, values = ("".join(cells[-1] for _, cells in one).strip() for one in (above, row))
    said = [*_YEARS.finditer(values)]
    if any(len(cells) != _BOTH for _, cells in (*row, *above)) or not said or said[0].start() or _YEARS.match(name):
        return []
    ends = [*(one.start() for one in said[1:]), len(values)]
    told = [(one[0].strip(" 　:："), values[one.end() : end].strip()) for one, end in zip(said, ends, strict=True)]
    noted = _NOTED.search(name)
    columns = [(_label(above), _NOTED.sub("", name).strip()), *([("現状値", noted["begun"])] if noted else [])]
    columns += [(f"目標値（{year}）", value) for year, value in told if not is_blank(value)]
    return [tuple(head for head, _ in columns), tuple(value for _, value in columns)]


def _first(row: _CardRow, cells: tuple[str, ...]) -> Iterator[Line]:
    """Its lines with these cells in the first."""
    for at, (line, _) in enumerate(row):
        yield replace(_said(line, "\t".join(cells)), cells=cells) if at == 0 else _said(line, "")


def _columns(row: _CardRow) -> list[str]:
    width = max(len(cells) for _, cells in row)
    return ["".join(cells[at] for _, cells in row if at < len(cells)) for at in range(width)]


def _year_of(cell: str) -> str:
    """「令和６年度」 of 「令和６年度　検討・設計」."""
    said = find_years(cell)
    return cell[said[0].start : said[0].end] if said and said[0].start == 0 else ""


def _word(row: _CardRow) -> str:
    """The first word of its label."""
    return (row[0][1][0].split() or [""])[0]


def _end_of(lines: Sequence[Line], at: int) -> int:
    """Behind the border that shuts the box; 0 where none opens or something else stands in it."""
    if lines[at].cells or not (_OPENS.match(lines[at].text) and _BORDER.match(lines[at].text)):
        return 0
    for place in range(at + 1, len(lines)):
        text = lines[place].text
        if _SHUTS.match(text):
            return place + 1
        if _OPENS.match(text) or not (_BORDER.match(text) or _BARS.match(text.strip())):
            return 0
    return 0


def _rows(lines: Sequence[Line]) -> list[tuple[Line | None, _CardRow]]:
    """Each with the border above it; in a card without lines between them a label begins the next."""
    rows: list[tuple[Line | None, _CardRow]] = []
    is_ruled = sum(bool(_BORDER.match(line.text)) for line in lines) > _BOTH
    for line in lines[:-1]:
        if _BORDER.match(line.text):
            rows.append((line, []))
            continue
        cells = [cell.strip() for cell in _BARS.split(line.text.strip().strip("│┃║"))]
        if rows[-1][1] and cells[0] and not is_ruled:
            rows.append((None, []))
        rows[-1][1].append((line, cells))
    return rows


def _is_card(rows: Sequence[tuple[Line | None, _CardRow]], layout: Layout) -> bool:
    """Labels beside text, of which the first says with a number what the card is of."""
    is_labelled = len(rows) > 1 and _is_labelled([row for _, row in rows])
    return is_labelled and all(len(row) > 0 for _, row in rows) and bool(_head(rows[0][1], layout))


def _is_labelled(rows: Sequence[_CardRow]) -> bool:
    words = [word for row in rows for _, cells in row for word in (cells[0].split() or [""])]
    return all(map(_label, rows)) and all(len(word) <= _LONGEST_LABEL for word in words)


def _label(row: _CardRow) -> str:
    return "".join(cells[0] for _, cells in row)


def _head(row: _CardRow, layout: Layout) -> str:
    is_pair = all(len(cells) == _BOTH for _, cells in row)
    is_pair = is_pair and _label(row) != row[0][1][-1]  # merged over the whole width
    text = f"{_COUNTED.sub('', _label(row))}　{''.join(cells[1] for _, cells in row)}" if is_pair else ""
    return _BESIDE.sub("    ", text) if text and own_head(text, layout) else ""


def _plain(rows: Sequence[tuple[Line | None, _CardRow]], layout: Layout) -> Iterator[Line]:
    for at, (border, row) in enumerate(rows):
        label, is_pair = _label(row), all(len(cells) == _BOTH for _, cells in row)
        word = row[0][1][0] if not is_pair else label
        is_apart = layout.role_of(word) == "indicators"
        below = rows[at + 1][1] if border is None and is_apart and at + 1 < len(rows) else []
        is_told = border is None and is_apart and at > 0
        if border:
            yield _said(border, f"【{word}】" if is_apart else "")
        if below and layout.role_of(_label(below)) == "indicators" and (table := _table_of(row, below)):
            yield from _first(row, table[0])
        elif is_told and (table := _table_of(rows[at - 1][1], row)):
            yield from _first(row, table[1])
        elif at == 0:
            yield _said(row[0][0], _head(row, layout))
            yield from (_said(line, "") for line, _ in row[1:])
        elif is_pair:
            begin = "" if is_apart else f"{label}　"
            yield from (_said(line, (begin if n == 0 else "") + cells[1]) for n, (line, cells) in enumerate(row))
        else:
            told = _values_below_years(row, rows[at - 1][1]) if is_apart else ""
            yield from (_said(line, told if n == 0 else "") if told else line for n, (line, _) in enumerate(row))


def _said(line: Line, text: str) -> Line:
    return replace(line, text=text, likely=text)
