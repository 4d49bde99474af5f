"""The lines below a header that are its table, up to the last with values."""

import re
from collections.abc import Sequence

from msgspec import Struct, field

from knowledge.reading.source import Line
from knowledge.reading.tables.cells import (
    Cut,
    cell_kind,
    cut,
    display_column,
    is_bare_value,
    is_page_number,
    is_ruler,
    is_short_target,
)
from knowledge.reading.tables.header import PlanContext
from knowledge.reading.tables.header_rows import TableHeader, header_at, looks_like_header
from knowledge.reading.tables.notes import is_table_note
from knowledge.reading.tables.whole_rows import Frame, WholeRow, in_width, name_goes_on

LONGEST_NAME = 45
_MOST_BETWEEN = 2  # lines without values, of names that wrap
_ENDS = re.compile(
    r"^[\s　]*(?:[●■◆○◇□▼★☆◎・※*<＜【]|[(（][\d０-９一二三四五六七八九十ア-ン]+[)）]|第?[\d０-９]+[.．章節 　])|。\s*$"
)


class TableBody(Struct):
    """What was gathered under a header, up to the last line with values: that is the `kept`-th, and `end` is the index
    behind it. Names below it may be no part of the table. `misfits` are rows of another width; `groups` are labels of
    the rows below them, by the numbers of their lines.
    """

    printed: list[WholeRow] = field(default_factory=list)
    misfits: list[Cut] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)
    rulers: list[Line] = field(default_factory=list)
    doubt: str = ""
    end: int = 0
    kept: int = 0

    def keep_up_to(self, end: int) -> None:
        self.end, self.kept = end, len(self.printed)


def gather_body(lines: Sequence[Line], cuts: Sequence[Cut | None], header: TableHeader, plan: PlanContext) -> TableBody:
    frame = header.frame
    body = TableBody(end=header.end)
    at: int | None = header.end
    while at is not None and at < len(lines):
        if is_ruler(lines[at]):
            body.rulers.append(lines[at])
            at += 1
            body.keep_up_to(at)
        else:
            at = _next(lines, cuts, at, header, frame, body, plan)
    return body


def rows_behind(lines: Sequence[Line], at: int) -> int:
    """The index behind the last row of values below a table of spaces that is not read: of these, too, nothing is."""
    last, between = at, 0
    for index in range(at, len(lines)):
        text, row = lines[index].text.strip(), cut(lines[index])
        kinds = [cell_kind(cell) for cell in row.cells] if row else []
        if kinds.count("amount") > 1:
            last, between = index + 1, 0
        elif text and (_ENDS.search(lines[index].text) or len(text) > LONGEST_NAME or between == _MOST_BETWEEN):
            break
        else:
            between += bool(text)
    return last


def _next(
    lines: Sequence[Line], cuts: Sequence[Cut | None], at: int, header: TableHeader, frame: Frame, body: TableBody,
    plan: PlanContext,
) -> int | None:  # fmt: skip
    """Takes one line into the body and gives the index of the next; None where the table ends."""
    is_next = bool(lines[at].text.strip())
    if not is_next:
        at = _behind_gap(lines, at)
        if at == len(lines) or not _goes_on_behind_gap(cuts[at], header, frame):
            return None
    row = cuts[at]
    if header.spaces is not None and is_table_note(lines[at].text) and (row is None or len(row.cells) == 1):
        return None
    if row is not None and (header_at(lines, cuts, at, plan) or looks_like_header(row)):
        return None
    if header.spaces is not None:
        return _take_spaced(lines[at], row, header, frame, body, at)
    if row is None or row.form != header.form:
        follows = at + 1 < len(lines) and _fits(cuts[at + 1], header, frame)
        return at + 1 if follows and is_next and len(lines[at].text.strip()) <= LONGEST_NAME else None
    _take(row, header, frame, body)
    body.keep_up_to(at + 1)
    return at + 1


def _behind_gap(lines: Sequence[Line], at: int) -> int:
    """Past blank lines and a page number between them."""
    while at < len(lines) and (not lines[at].text.strip() or is_page_number(lines[at])):
        at += 1
    return at


def _goes_on_behind_gap(row: Cut | None, header: TableHeader, frame: Frame) -> bool:
    """Only rows that cannot be anything else: whole ones, or values without names that wait for theirs."""
    if row is None or row.form != header.form:
        return False
    if header.spaces is None:
        return _fits(row, header, frame)
    cells = header.spaces.row(row, frame)
    if cells is not None and frame.has_name(WholeRow((), cells)):
        return _is_whole(cells, frame)
    first_value = header.spaces.places[header.names[0]][1]
    return all(place[0] >= first_value for place in row.places) and any(cell_kind(c) != "words" for c in row.cells)


def _fits(row: Cut | None, header: TableHeader, frame: Frame) -> bool:
    """Whether it is one more row of this very table: as wide, a name, and values that are values."""
    if row is None or row.form != header.form or row.width > header.width:
        return False
    whole = in_width(WholeRow((row.line,), row.cells), header.width, frame, _leading(header))
    return whole is not None and _is_whole(whole.cells, frame)


def _is_whole(cells: Sequence[str], frame: Frame) -> bool:
    values = [cells[at] for at in frame.values if cells[at]]
    kinds = [cell_kind(cell) for cell in values]
    names = all(cells[at] and not is_bare_value(cells[at]) for at in frame.names)
    are_values = all(
        kind in ("amount", "blank") or is_short_target(cell) for kind, cell in zip(kinds, values, strict=True)
    )
    return names and "amount" in kinds and are_values


def _leading(header: TableHeader) -> int:
    return header.names[0] if len(header.names) == 1 else 0


def _take(row: Cut, header: TableHeader, frame: Frame, body: TableBody) -> None:
    is_one = len(set(row.cells)) == 1 or (bool(row.cells[0]) and not any(row.cells[1:]) and header.names[0] > 0)
    if row.form == "cells" and is_one and any(map(str.isalpha, row.cells[0])):  # merged over the whole width
        body.groups[row.line.number] = row.cells[0]
        return
    whole = in_width(WholeRow((row.line,), row.cells), header.width, frame, _leading(header))
    if whole is None:
        body.misfits.append(row)
    else:
        body.printed.append(whole)


def _take_spaced(
    line: Line, row: Cut | None, header: TableHeader, frame: Frame, body: TableBody, at: int
) -> int | None:
    assert header.spaces is not None
    text = line.text.strip()
    if row is not None and row.form != "space":
        return None
    own = row or Cut(line, "space", (text,), ((0, display_column(text, len(text))),))
    cells = header.spaces.row(own, frame) if row else header.spaces.counted(own, frame)
    if cells is None and len(own.cells) == 1:
        cells = tuple(text if at == header.names[0] else "" for at in range(header.width))
    is_name = cells is not None and not any(cells[at] for at in frame.values)
    if is_name and (_ENDS.search(line.text) or len(" ".join(text.split())) > LONGEST_NAME or is_page_number(line)):
        return None
    if cells is None:
        body.doubt = body.doubt or f"「{' '.join(text.split())[:30]}」がどの列の値か、位置から決められません"
        cells = tuple(text if at == header.values[0] else "" for at in range(header.width))
    body.printed.append(WholeRow((line,), cells))
    before = next((row for row in reversed(body.printed[:-1]) if row.cells[header.names[0]]), None)
    if not is_name or (body.kept and before and name_goes_on(before, body.printed[-1], header.names[0])):
        body.keep_up_to(at + 1)
    return at + 1
