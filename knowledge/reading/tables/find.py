"""All indicator tables of a text: the lines of each, put together into rows, and what each row holds as printed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from knowledge.model.records import Finding, Severity, Span
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import (
    Cut,
    cell_kind,
    cut,
    display_column,
    is_bare_value,
    is_page_number,
    is_ruler,
    is_total_row,
    refers_to_row_above,
)
from knowledge.reading.tables.cells_in_lines import lines_table_at
from knowledge.reading.tables.columns import Columns, OpenQuestion, Resolved, ValueColumn, heads_measures, resolve
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.header import ColumnHeading, PlanContext
from knowledge.reading.tables.header_rows import TableHeader, header_at, looks_like_header, with_words_apart
from knowledge.reading.tables.notes import (
    TableNote,
    caption_behind_title,
    is_table_note,
    is_unit_caption,
    read_note,
    with_notes,
    years_of_columns,
)
from knowledge.reading.tables.part_headings import of_one_part, shown_part
from knowledge.reading.tables.told_years import ToldYears, told_years
from knowledge.reading.tables.whole_rows import Frame, WholeRow, in_width, name_goes_on, unproven, whole_rows
from knowledge.reading.tables.year_lines import with_years_behind

LONGEST_NAME = 45
_ENDS = re.compile(
    r"^[\s　]*(?:[●■◆○◇□▼★☆◎・※*<＜【]|[(（][\d０-９一二三四五六七八九十ア-ン]+[)）]|第?[\d０-９]+[.．章節 　])|。\s*$"
)
_NOTE = re.compile(r"^\s*[※*＊(（注]|^\s*(?:出典|資料|備考)|[。．）)]\s*$")  # what may stand right under a table
_NOT_TAKEN = "この表の値は取り込みません（行は本文として検索できます）"
_LISTED = re.compile(r"[・○●◎◯〇◇◆□■*•][\s　]*\S|[①-⑳]")
_CELL_OF_AMOUNT = re.compile(r"[\s　][△▲]?[0-9０-９][^\s　]*")
_BROKEN_OFF = re.compile(r"\s*(?:令和?|平成?|[RH])?\s*")  # a cell that breaks off in its year


@dataclass(frozen=True, slots=True)
class ReadRow:
    """`entries` is empty for a header, a ruler, and a row that `is_held` back: from it nothing may be read."""

    lines: tuple[Line, ...]
    cells: tuple[str, ...]
    entries: tuple[PrintedIndicator, ...] = ()
    is_held: bool = False

    @property
    def numbers(self) -> list[int]:
        return [line.number for line in self.lines]


@dataclass(slots=True)
class IndicatorTables:
    """Rows by the number of each of their lines; findings in the order of the tables; the numbers of their notes.

    `years`: those that are told once for all.
    `needs_period`: columns of other years than the target's, which only the plan's period tells from actuals.
    """

    rows: dict[int, ReadRow] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    notes: set[int] = field(default_factory=set)
    headings: list[Sequence[ColumnHeading]] = field(default_factory=list)
    years: ToldYears = field(default_factory=dict)
    needs_period: bool = False

    def add(self, row: ReadRow) -> None:
        self.rows |= {line.number: row for line in row.lines}


@dataclass(slots=True)
class _Body:
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


def indicator_tables(lines: Sequence[Line], plan: PlanContext | None = None) -> IndicatorTables:
    """`plan`: without its period years alone head no targets. What the tables tell of years is told of all of them."""
    plan = plan or PlanContext()
    found = _tables(lines, plan)
    others = [line.text for line in lines if not line.cells and line.number not in found.rows.keys() | found.notes]
    sentences = [told for text in others if (told := dict(years_of_columns(text)))]
    if years := told_years(found.headings, sentences, plan.period):
        found = _tables(lines, replace(plan, years=years))
    found.years = years
    found.needs_period |= bool(sentences)
    return found


def _tables(lines: Sequence[Line], plan: PlanContext) -> IndicatorTables:
    cuts = [None if is_ruler(line) else with_words_apart(line, cut(line)) for line in lines]
    found = IndicatorTables()
    at = 0
    while at < len(lines):
        header = header_at(lines, cuts, at, plan) if cuts[at] else None
        body = _gather(lines, cuts, header, plan) if header else _Body()
        if (header is None or _is_without_values(header, body)) and (apart := lines_table_at(lines, at, plan)):
            header, body = apart.header, _Body(list(apart.printed), doubt=apart.doubt)
            body.keep_up_to(apart.end)
        if header is None:
            at += 1
            continue
        found.headings.append(header.headings)
        near = _notes_near(lines, header, body, found, lambda at: bool(cuts[at] and header_at(lines, cuts, at, plan)))
        _read(found, lines, header, body, near, plan)
        at = max(body.end, header.end)
    return found


def _is_without_values(header: TableHeader, body: _Body) -> bool:
    """Cells that stand one on each line below a header of spaces are names to it."""
    return header.spaces is not None and not any(map(header.frame.filled, body.printed[: body.kept]))


def _notes_near(
    lines: Sequence[Line], header: TableHeader, body: _Body, found: IndicatorTables, begins: Callable[[int], bool]
) -> list[TableNote]:
    """Those right above, within and right below a table; one between two tables is of the one it stands nearer to.

    `begins`: whether another table begins with the line of that index.
    """

    def text(at: int) -> str:
        cells = [cell for cell in lines[at].cells if cell]
        return (cells[0] if len(set(cells)) == 1 else lines[at].text).strip()

    def run(at: int, step: int) -> list[int]:
        own: list[int] = []
        while 0 <= at < len(lines) and is_table_note(text(at)) and lines[at].number not in found.notes:
            own.append(at)
            at += step
        return own

    nearest = header.start - 1 - _is_empty(lines, header.start - 1)
    above = run(nearest, -1)
    title = nearest - len(above)
    title -= bool(above) and _is_empty(lines, title)
    caption = caption_behind_title(text(title)) if title >= 0 else ""
    below = run(body.end, 1)
    if not below and _is_empty(lines, body.end):
        below = run(body.end + 1, 1)
        below = [] if below and begins(below[-1] + 1) else below
    elif below and is_unit_caption(text(below[-1])) and begins(below[-1] + 1):
        below.pop()
    within = [at for at in range(header.start, body.end) if is_table_note(text(at))]
    places = [*reversed(above), *within, *below]
    found.notes |= {lines[at].number for at in places}
    told = [(at, text(at)) for at in places] + ([(title, caption)] if caption else [])
    return [note for at, said in told if (note := read_note(lines[at], said))]


def _is_empty(lines: Sequence[Line], at: int) -> bool:
    return 0 <= at < len(lines) and not lines[at].text.strip()


def _gather(lines: Sequence[Line], cuts: Sequence[Cut | None], header: TableHeader, plan: PlanContext) -> _Body:
    frame = header.frame
    body = _Body(end=header.end)
    at: int | None = header.end
    while at is not None and at < len(lines):
        if is_ruler(lines[at]):
            body.rulers.append(lines[at])
            at += 1
            body.keep_up_to(at)
        else:
            at = _next(lines, cuts, at, header, frame, body, plan)
    return body


def _next(
    lines: Sequence[Line], cuts: Sequence[Cut | None], at: int, header: TableHeader, frame: Frame, body: _Body,
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
    values = [cell_kind(cells[at]) for at in frame.values if cells[at]]
    names = all(cells[at] and not is_bare_value(cells[at]) for at in frame.names)
    return names and "amount" in values and all(kind in ("amount", "blank") for kind in values)


def _leading(header: TableHeader) -> int:
    return header.names[0] if len(header.names) == 1 else 0


def _take(row: Cut, header: TableHeader, frame: Frame, body: _Body) -> None:
    if row.form == "cells" and len(set(row.cells)) == 1:  # a label merged over the whole width
        body.groups[row.line.number] = row.cells[0]
        return
    whole = in_width(WholeRow((row.line,), row.cells), header.width, frame, _leading(header))
    if whole is None:
        body.misfits.append(row)
    else:
        body.printed.append(whole)


def _take_spaced(line: Line, row: Cut | None, header: TableHeader, frame: Frame, body: _Body, at: int) -> int | None:
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


def _read(
    found: IndicatorTables, lines: Sequence[Line], header: TableHeader, body: _Body, notes: Sequence[TableNote],
    plan: PlanContext,
) -> None:  # fmt: skip
    if header.form == "lines" and body.doubt:
        _hold_back(found, header, body, f"{body.doubt}。{_NOT_TAKEN}")
        return
    frame = header.frame
    printed = body.printed[: body.kept]
    odd = unproven(printed, frame)
    body.misfits += [row for one in odd if (row := cut(one.lines[0]))]
    ordered, unclear = with_years_behind([row for row in printed if row not in odd], frame, header.ends_in_years)
    rows, doubt, labels = whole_rows(ordered, frame)
    if header.spaces:
        found.findings += [_label(row) for row in labels]
    else:
        body.groups |= {row.lines[0].number: row.cells[header.names[0]] for row in labels}
    if not header.says_target and not any(cell_kind(row.cells[at]) == "amount" for row in rows for at in frame.values):
        return  # of indicators, but no table of values
    doubt = body.doubt or unclear or doubt
    is_cut = header.form != "lines"  # of whose lines it is not known which row they end
    damage = list(_damage(lines, header, body, [] if doubt else rows, frame if not doubt else None)) if is_cut else []
    found.findings += damage
    rows = [row for row in rows if not is_total_row(row.cells[header.names[0]])]
    if doubt:
        _hold_back(found, header, body, f"{doubt}。{_NOT_TAKEN}")
        return
    if not rows:
        _hold_back(found, header, body, "" if damage else "見出しの下に、値のある行がありません")
        return
    cells = [row.cells for row in rows]
    groups = [
        (group, resolve(headings, cells, group.start, plan))
        for group in header.groups
        for headings in of_one_part([header.headings[at] for at in group])
    ]
    doubts = [resolved.columns for _, resolved in groups if isinstance(resolved.columns, OpenQuestion)]
    if doubts:
        _hold_back(found, header, body, doubts[0].message, doubts[0].columns)
        return
    _accept(found, lines, header, body, rows, [resolved for _, resolved in groups], notes)


def _accept(
    found: IndicatorTables, lines: Sequence[Line], header: TableHeader, body: _Body, rows: Sequence[WholeRow],
    groups: Sequence[Resolved], notes: Sequence[TableNote],
) -> None:  # fmt: skip
    columns = [resolved.columns for resolved in groups if isinstance(resolved.columns, Columns)]
    found.needs_period |= any(value.heading.years for own in columns for value in own.interim)
    found.needs_period |= sum(heading.column == "baseline" for heading in header.headings) > len(columns)
    remarks = dict.fromkeys(remark for resolved in groups for remark in resolved.remarks)
    found.findings += [
        Finding("info", one.message, _span(header), (one.column,) if one.column else ()) for one in remarks
    ]
    for one in (*(row.line for row in header.rows), *body.rulers, *_rulers_in(lines, header)):
        found.add(ReadRow((one,), ()))
    named = [(own, _labels(rows, own, header, body.groups), _units(rows, own)) for own in columns]
    found.findings += [
        _unclear_labels(header, own) for own, labels, _ in named if own.label is not None and "" in labels
    ]
    entries = [
        [_entry(header, row.cells, own, labels[at], units[at]) for own, labels, units in named if row.cells[own.name]]
        for at, row in enumerate(rows)
    ]
    noted, unplaced = with_notes(list(chain(*entries)), notes)
    found.findings += unplaced
    left = iter(noted)
    for row, own in zip(rows, entries, strict=True):
        found.add(ReadRow(row.lines, row.cells, tuple(islice(left, len(own)))))


def _rulers_in(lines: Sequence[Line], header: TableHeader) -> Iterable[Line]:
    return (line for line in lines[header.start : header.end] if is_ruler(line))


def _labels(rows: Sequence[WholeRow], columns: Columns, header: TableHeader, groups: Mapping[int, str]) -> list[str]:
    """Of each row what its column of measures says, also where one cell is merged over several rows; "" if unclear.

    Without such a column that of the row above it that holds nothing but a label (`groups`).
    In columns of spaces a merged label may stand at the middle of its rows, and one that wraps is in two lines.
    """
    at = columns.label
    if at is None:
        above = [[number for number in groups if number < row.lines[0].number] for row in rows]
        return [groups[max(numbers)] if numbers else "" for numbers in above]
    is_whole = all(row.cells[at] and len(row.lines) == 1 for row in rows)
    if header.spaces:
        return [row.cells[at] for row in rows] if is_whole else [""] * len(rows)
    labels: list[str] = []
    for row in rows:
        labels.append(row.cells[at] or (labels[-1] if labels else ""))
    return labels


def _units(rows: Sequence[WholeRow], columns: Columns) -> list[str]:
    """Of each row; 「〃」 is the unit above."""
    units: list[str] = []
    for row in rows:
        cell = row.cells[columns.unit] if columns.unit is not None else ""
        units.append(units[-1] if units and refers_to_row_above(cell) else cell)
    return units


def _unclear_labels(header: TableHeader, columns: Columns) -> Finding:
    assert columns.label is not None
    told = (
        f"表の列「{header.headings[columns.label].text}」で分けられた指標を分けて読めないため、"
        "表の上の見出しに属するものとして示します（本来の施策と違うことがあります）"
    )
    is_measure = heads_measures(header.headings[columns.label].text)
    return Finding("warning" if is_measure else "info", told, _span(header))


def _entry(header: TableHeader, cells: Sequence[str], columns: Columns, label: str, unit: str) -> PrintedIndicator:
    heading = header.headings[columns.name]
    told = cells[columns.part] if columns.part is not None else ""
    return PrintedIndicator(
        name=cells[columns.name],
        named_by=heading.text,
        part="・".join(filter(None, (told, shown_part(columns.target.heading.part)))),
        unit=unit,
        baseline=_value(cells, columns.baseline) if columns.baseline else None,
        target=_value(cells, columns.target),
        interim=tuple(_value(cells, column) for column in columns.interim if cells[column.at]),
        table_unit=heading.unit,
        label=label,
        label_column=header.headings[columns.label].text if columns.label is not None else "",
    )


def _value(cells: Sequence[str], column: ValueColumn) -> PrintedValue:
    return PrintedValue(cells[column.at], column.heading, cells[column.years_at] if column.years_at is not None else "")


def _hold_back(
    found: IndicatorTables, header: TableHeader, body: _Body, why: str, columns: tuple[str, ...] = ()
) -> None:
    if why:
        found.findings.append(Finding("warning", why, _span(header), columns))
    for row in (*header.rows, *body.misfits):
        found.add(ReadRow((row.line,), row.cells, is_held=True))
    for printed in body.printed[: body.kept]:
        found.add(ReadRow(printed.lines, printed.cells, is_held=True))


def _damage(
    lines: Sequence[Line], header: TableHeader, body: _Body, rows: Sequence[WholeRow], frame: Frame | None
) -> Iterator[Finding]:
    """Rows that are cut: one of them is a text that broke off, several are a layout that we do not know.

    `frame` is None where the rows are in doubt anyway.
    """
    wide = [row for row in body.misfits if row.width > header.width]
    short = [row for row in body.misfits if row not in wide]
    is_layout = len(short) > 1
    for row in short:
        yield _cut(row.line, "warning" if is_layout else "error")
    for row in wide:
        yield Finding("warning", f"見出しより欄の多い行です: 「{_shown(row.line)}」", _at(row.line))
    below = lines[body.end] if body.end < len(lines) else None
    is_last = not any(line.text.strip() for line in lines[body.end + 1 :])
    if (
        below is not None
        and not is_table_note(below.text)
        and below.text.strip()
        and _is_broken(below, is_last=is_last)
    ):
        yield _cut(below, "error")
    elif frame is not None and is_last and header.spaces is None and not body.misfits:
        last = next(line for line in reversed(lines[header.start : body.end]) if line.text.strip())
        if _breaks_off(last, rows, header):
            yield _cut(last, "error")


def _is_broken(line: Line, *, is_last: bool) -> bool:
    """A line right under a row that is neither a note nor a sentence: a row of which only the name is left."""
    is_row = line.text.strip().startswith("|")
    text = line.text.strip()
    is_short = len(text) <= LONGEST_NAME and not is_page_number(line)
    is_whole = bool(_LISTED.match(text)) or len(_CELL_OF_AMOUNT.findall(text)) > 1
    return is_row or (is_last and is_short and not is_whole and not _NOTE.search(text))


def _breaks_off(last: Line, rows: Sequence[WholeRow], header: TableHeader) -> bool:
    """Whether the last line is a name only, or its last value is a year only. 「目標年度」 heads years, no values."""
    if not rows or last.number > max(line.number for line in rows[-1].lines):
        return True
    of_years = [at for at in header.values if "年" in header.headings[at].text and not header.headings[at].years]
    values = [at for at in header.values if at not in of_years]
    cell = rows[-1].cells[values[-1]] if values else ""
    return cell_kind(cell) == "year" or bool(_BROKEN_OFF.fullmatch(cell))


def _label(row: WholeRow) -> Finding:
    line = row.lines[0]
    return Finding(
        "warning", f"表の中の値のない行です（隣の指標の名前の続きかもしれません）: 「{_shown(line)}」", _at(line)
    )


def _cut(line: Line, severity: Severity) -> Finding:
    return Finding(severity, f"表の行「{_shown(line)}」が途中で切れています", _at(line))


def _shown(line: Line) -> str:
    return " ".join(line.text.split())[:40]


def _at(line: Line) -> Span:
    return Span(line.number, line.number)


def _span(header: TableHeader) -> Span:
    return Span(header.rows[0].line.number, header.rows[-1].line.number)
