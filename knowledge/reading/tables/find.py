"""All indicator tables of a text: the lines of each, put together into rows, and what each row holds as printed."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise, product

from msgspec import Struct, field

from knowledge.model.column_words import cut_into_words
from knowledge.model.records import TABLE_NOT_TAKEN, Finding, Span
from knowledge.model.structs import replace
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import (
    cell_kind,
    cut,
    is_ruler,
    is_total_row,
)
from knowledge.reading.tables.cells_in_lines import lines_table_at
from knowledge.reading.tables.columns import resolve
from knowledge.reading.tables.damage import damaged_rows, name_without_values
from knowledge.reading.tables.doubts.of_headers import doubt_of_header
from knowledge.reading.tables.doubts.of_rows import doubts_among
from knowledge.reading.tables.entries import PrintedIndicator
from knowledge.reading.tables.gather import TableBody, gather_body, rows_behind
from knowledge.reading.tables.header import ColumnHeading, PlanContext
from knowledge.reading.tables.header_rows import TableHeader, header_at, with_words_apart
from knowledge.reading.tables.notes import (
    TableNote,
    caption_behind_title,
    is_table_note,
    is_unit_caption,
    read_note,
    says_countings,
    sum_of,
    with_notes,
    with_remarks,
    with_years_of_rows,
    years_of_columns,
)
from knowledge.reading.tables.part_headings import of_one_part
from knowledge.reading.tables.row_entries import (
    in_goal,
    row_entry,
    row_labels,
    row_units,
    says_bounds,
    span_of_header,
    unclear_labels,
    with_bound,
)
from knowledge.reading.tables.row_words import are_to_reach, mixes_kinds, of_targets, reached_told, with_names_of_parts
from knowledge.reading.tables.space_columns import width_of_wide
from knowledge.reading.tables.told_years import (
    ToldYears,
    stages_told,
    told_years,
    with_stages_apart,
    without_told_years,
)
from knowledge.reading.tables.value_columns.table import Columns, OpenQuestion, Resolved, how_to_name
from knowledge.reading.tables.whole_rows import WholeRow, is_torn, unproven, whole_rows
from knowledge.reading.tables.year_lines import with_years_behind

_NUMBERED_LABEL = re.compile(r"[A-ZＡ-Ｚ]?[0-9０-９]{1,2}(?:[-－.．][0-9０-９]{1,2})*[\s　]+\S")  # 「Ａ１　道と橋」
_NOT_TAKEN = f"{TABLE_NOT_TAKEN}（行は本文として検索できます）"


class ReadRow(Struct, frozen=True):
    """`entries` is empty for a header, a ruler, and a row that `is_held` back: from it nothing may be read.

    The last row of a header has the texts of its columns as cells.
    """

    lines: tuple[Line, ...]
    cells: tuple[str, ...]
    entries: tuple[PrintedIndicator, ...] = ()
    is_held: bool = False

    @property
    def numbers(self) -> list[int]:
        return [line.number for line in self.lines]


class IndicatorTables(Struct):
    """Rows by the number of each of their lines; findings in the order of the tables; the numbers of their notes.

    `years`: those that are told once for all.
    `needs_period`: columns of other years than the target's, which only the plan's period tells from actuals.
    `reached`: rows of 実績, which are no targets.
    """

    rows: dict[int, ReadRow] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    notes: set[int] = field(default_factory=set)
    headings: list[Sequence[ColumnHeading]] = field(default_factory=list)
    years: ToldYears = field(default_factory=dict)
    needs_period: bool = False
    reached: list[WholeRow] = field(default_factory=list)

    def add(self, row: ReadRow) -> None:
        self.rows |= {line.number: row for line in row.lines}


def indicator_tables(lines: Sequence[Line], plan: PlanContext | None = None) -> IndicatorTables:
    """`plan`: without its period years alone head no targets. What the tables tell of years is told of all of them."""
    plan = plan or PlanContext()
    found = _tables(lines, plan)
    others = [line.text for line in lines if not line.cells and line.number not in found.rows.keys() | found.notes]
    broken = [f"{one}{below.strip()}" for one, below in pairwise(others) if not one.rstrip().endswith("。")]
    sentences = [told for text in (*others, *broken) if (told := dict(years_of_columns(text)))]
    stages = dict(chain.from_iterable(map(stages_told, others)))
    if years := {**told_years(found.headings, sentences, plan.period), **stages}:
        found = _tables(lines, replace(plan, years=years))
    found.years = years
    found.needs_period |= bool(sentences or years)
    return found


def _tables(lines: Sequence[Line], plan: PlanContext) -> IndicatorTables:
    wide = width_of_wide(lines)
    cuts = [None if is_ruler(line) else with_words_apart(line, cut(line, wide), wide) for line in lines]
    found = IndicatorTables()

    def begins(at: int) -> bool:
        return at < len(lines) and bool(cuts[at] and header_at(lines, cuts, at, plan))

    at = 0
    while at < len(lines):
        header = header_at(lines, cuts, at, plan) if cuts[at] else None
        body = gather_body(lines, cuts, header, plan) if header else TableBody()
        if (header is None or _is_without_values(header, body)) and (apart := lines_table_at(lines, at, plan)):
            header, body = apart.header, TableBody(list(apart.printed), doubt=apart.doubt)
            body.keep_up_to(apart.end)
        if header is None:
            at += 1
            continue
        found.headings.append(header.headings)
        near = _notes_near(lines, header, body, found, begins)
        _read(found, lines, header, body, near, plan)
        at = max(body.end, header.end)
    found.findings += [reached_told(found.reached)] if found.reached else []
    return found


def _is_without_values(header: TableHeader, body: TableBody) -> bool:
    """Cells that stand one on each line below a header of spaces are names to it."""
    return header.spaces is not None and not any(map(header.frame.filled, body.printed[: body.kept]))


def _notes_near(
    lines: Sequence[Line], header: TableHeader, body: TableBody, found: IndicatorTables, begins: Callable[[int], bool]
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


def _read(
    found: IndicatorTables, lines: Sequence[Line], header: TableHeader, body: TableBody, notes: Sequence[TableNote],
    plan: PlanContext,
) -> None:  # fmt: skip
    if header.form == "lines" and body.doubt:
        _hold_back(found, lines, header, body, f"{body.doubt}。{_NOT_TAKEN}")
        return
    if again := next(filter(header.says_again, body.printed[: body.kept]), None):
        told = f"見出しの段の続きと見られる行（{again.lines[0].number}行）があり、どの列の値か分かりません"
        _hold_back(found, lines, header, body, f"{told}。{_NOT_TAKEN}")
        return
    frame = header.frame
    printed, reached = of_targets(body.printed[: body.kept], header)
    found.rows |= {line.number: ReadRow(one.lines, one.cells, is_held=True) for one in reached for line in one.lines}
    found.reached += reached
    if mixes_kinds(header, reached):
        _hold_back(found, lines, header, body, f"計画と実績が一つの列にあり、どの行が計画か分かりません。{_NOT_TAKEN}")
        return
    odd = unproven(printed, frame)
    body.misfits += [row for one in odd if (row := cut(one.lines[0]))]
    ordered, unclear = with_years_behind([row for row in printed if row not in odd], frame, header.ends_in_years)
    whole, doubt, labels = whole_rows(ordered, frame)
    rows, labels = _without_torn(found, whole, labels, header)
    is_torn_only = bool(whole) and not rows
    if header.part is None:
        rows, labels = with_names_of_parts(rows, labels, header.names)
    if header.spaces and not all(_NUMBERED_LABEL.match(row.cells[header.names[0]]) for row in labels):
        found.findings += [name_without_values(row) for row in labels]
    else:
        body.groups |= {row.lines[0].number: row.cells[header.names[0]] for row in labels}
    if not header.says_target and not any(cell_kind(row.cells[at]) == "amount" for row in rows for at in frame.values):
        return  # of indicators, but no table of values
    doubt = body.doubt or unclear or doubt
    ends_apart = bool(reached) and reached[-1] is body.printed[body.kept - 1]
    is_cut = header.form != "lines"  # of whose lines it is not known which row they end
    damage = (
        list(damaged_rows(lines, header, body, [] if doubt else whole, None if doubt or ends_apart else frame))
        if is_cut
        else []
    )
    found.findings += damage
    rows = [row for row in rows if not is_total_row(row.cells[header.names[0]])]
    if doubt:
        _hold_back(found, lines, header, body, f"{doubt}。{_NOT_TAKEN}")
        return
    if not rows:
        _hold_back(found, lines, header, body, "" if damage or is_torn_only else "見出しの下に、値のある行がありません")
        return
    cells = [row.cells for row in rows]
    groups = [
        (group, resolve(headings, cells, group.start, plan))
        for group in header.groups
        for headings in of_one_part([header.headings[at] for at in group])
    ]
    doubts = [resolved.columns for _, resolved in groups if isinstance(resolved.columns, OpenQuestion)]
    doubts = doubts or ([] if plan.columns else list(_doubts_of_header(header, rows, groups)))
    if doubts:
        _hold_back(found, lines, header, body, doubts[0].message, doubts[0].columns)
        return
    _accept(found, lines, header, body, rows, [resolved for _, resolved in groups], notes, plan.years)


def _doubts_of_header(
    header: TableHeader, rows: Sequence[WholeRow], groups: Sequence[tuple[range, Resolved]]
) -> Iterator[OpenQuestion]:
    for group, resolved in groups:
        if isinstance(columns := resolved.columns, Columns):
            values = {one.at for one in columns.values}
            cells = {at: [row.cells[at] for row in rows] for at in group if at not in columns.places - values}
            is_spaced = header.spaces is not None
            why, text = doubt_of_header(header.headings, cells, values, columns.name, is_spaced=is_spaced)
            if why:
                yield OpenQuestion(
                    f"{why}ため、この表の値は取り込みません。{how_to_name(text)}", (text,) if text else ()
                )


def _without_torn(
    found: IndicatorTables, rows: Sequence[WholeRow], labels: Sequence[WholeRow], header: TableHeader
) -> tuple[list[WholeRow], list[WholeRow]]:
    """The rows and labels but those of which name and unit stand in two rows: nobody knows the whole of these."""
    torn = [(above, row) for above, row in product(labels, rows) if is_torn(above, row, header.frame)]
    at = header.names[0]
    for above, row in torn:
        names = f"「{above.cells[at]}」と「{row.cells[at]}」"
        told = f"{names}は、一つの指標の名前が二つの行に分かれたものと見られます。この行の値は取り込みません"
        how = "。原文で確かめ、訂正（corrections.toml）で補ってください"
        span = Span(above.lines[0].number, row.lines[-1].number, row.lines[0].page)
        found.findings.append(Finding("warning", told + how, span))
        for one in (above, row):
            found.add(ReadRow(one.lines, one.cells, is_held=True))
    gone = [id(one) for pair in torn for one in pair]
    return [one for one in rows if id(one) not in gone], [one for one in labels if id(one) not in gone]


def _accept(
    found: IndicatorTables, lines: Sequence[Line], header: TableHeader, body: TableBody, rows: Sequence[WholeRow],
    groups: Sequence[Resolved], notes: Sequence[TableNote], years: ToldYears,
) -> None:  # fmt: skip
    columns = [resolved.columns for resolved in groups if isinstance(resolved.columns, Columns)]
    found.needs_period |= any(value.heading.years for own in columns for value in own.interim)
    found.needs_period |= sum(heading.column == "baseline" for heading in header.headings) > len(columns)
    kinds = [
        heading.text for at, heading in enumerate(header.headings) if are_to_reach([row.cells[at] for row in rows])
    ]
    remarks = dict.fromkeys(one for resolved in groups for one in resolved.remarks if one.column not in kinds)
    found.findings += [
        Finding("info", one.message, span_of_header(header), (one.column,) if one.column else ()) for one in remarks
    ]
    for one in (*(row.line for row in header.rows), *body.rulers, *_rulers_in(lines, header)):
        found.add(ReadRow((one,), ()))
    found.add(ReadRow((header.rows[-1].line,), tuple(heading.text for heading in header.headings)))
    named = [(own, row_labels(rows, own, header, body.groups), row_units(rows, own)) for own in columns]
    goals = [
        row_labels(rows, replace(own, label=own.goal), header, {}) if own.goal is not None else [""] * len(rows)
        for own in columns
    ]
    found.findings += [
        unclear_labels(header, own) for own, labels, _ in named if own.label is not None and "" in labels
    ]
    entries = [
        [
            without_told_years(
                with_stages_apart(
                    in_goal(row_entry(header, row.cells, own, labels[at], units[at]), its_goals[at]), years
                )
            )
            for (own, labels, units), its_goals in zip(named, goals, strict=True)
            if row.cells[own.name]
        ]
        for at, row in enumerate(rows)
    ]
    _without_doubtful(found, rows, entries)
    beside = [at for at, heading in enumerate(header.headings) if "note" in cut_into_words(heading.text)[0]]
    places = set(chain.from_iterable(own.places for own in columns))
    others = {at: [row.cells[at] for row in rows] for at in range(header.width) if at not in places}
    counting = [at for at, cells in others.items() if says_countings(cells)]
    bounding = [at for at, cells in others.items() if says_bounds(cells)]
    marks = [[row.cells[at] for at in others if row.cells[at]] for row in rows]
    found.findings += with_years_of_rows(entries, marks, [note for note in notes if note.rows])
    noted, unplaced = with_notes(list(chain(*entries)), [note for note in notes if not note.rows])
    found.findings += unplaced
    left = iter(noted)
    for row, own in zip(rows, entries, strict=True):
        said = [row.cells[at] for at in beside] + [counted for at in counting if (counted := sum_of(row.cells[at]))]
        bound = next((row.cells[at] for at in bounding), "")
        told = [with_remarks(with_bound(entry, bound), row.lines[0], said) for entry in islice(left, len(own))]
        found.findings += [finding for _, odd in told for finding in odd]
        found.add(ReadRow(row.lines, row.cells, tuple(entry for entry, _ in told), is_held=not own))


def _without_doubtful(
    found: IndicatorTables, rows: Sequence[WholeRow], entries: Sequence[list[PrintedIndicator]]
) -> None:
    """Takes out of `entries` what contradicts another row of the table, and tells of it."""
    places = [(row, own, entry) for row, own in zip(rows, entries, strict=True) for entry in own]
    for at, why in doubts_among([entry for _, _, entry in places]).items():
        row, own, entry = places[at]
        own.remove(entry)
        told = f"指標「{entry.name}」は、{why}ため、値を取り込みません"
        found.findings.append(Finding("warning", told, Span(row.lines[0].number, row.lines[-1].number)))


def _rulers_in(lines: Sequence[Line], header: TableHeader) -> Iterable[Line]:
    return (line for line in lines[header.start : header.end] if is_ruler(line))


def _hold_back(
    found: IndicatorTables, lines: Sequence[Line], header: TableHeader, body: TableBody, why: str,
    columns: tuple[str, ...] = (),
) -> None:  # fmt: skip
    if why:
        span = span_of_header(header)
        last = max((row.lines[-1].number for row in body.printed[: body.kept]), default=0)
        if header.spaces:
            last = max(last, lines[rows_behind(lines, max(body.end, header.end)) - 1].number)
        span = replace(span, last_line=max(span.last_line, last))
        found.findings.append(Finding("warning", why, span, columns))
    for row in (*header.rows, *body.misfits):
        found.add(ReadRow((row.line,), row.cells, is_held=True))
    for printed in body.printed[: body.kept]:
        found.add(ReadRow(printed.lines, printed.cells, is_held=True))
