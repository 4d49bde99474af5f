"""Tables of 事業 in columns of spaces, as `pdftotext -layout` and typists print them: which lines are one row.

No.  事業名              内容                           担当課
 3   こどもパブリック    計画の案をやさしい言葉に直     企画課     a row begins where its short columns are filled
     コメント            し、意見を募ります。                      the rest of its name and of its sentence
"""

import re
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field

from knowledge.model.records import Finding, Span
from knowledge.reading.headings import find_heading
from knowledge.reading.layout import Layout
from knowledge.reading.source import Line
from knowledge.reading.tables.cells import Cut, cell_kind, cut, display_column, is_page_number, is_ruler
from knowledge.reading.tables.projects.columns import ProjectHeader, indicator_columns, project_column
from knowledge.reading.tables.projects.groups import grouped_rows
from knowledge.reading.tables.projects.heads import in_line, projects_header_at
from knowledge.reading.tables.projects.sentences import rows_of_sentences

_GROUP = re.compile(r"^[(（]\s*[0-9０-９]+\s*[)）]")  # 「(9)過疎地域持続的発展特別事業」 sorts the rows below it
_NOTE = re.compile(r"^\s*[※*＊注]")
_NUMBERED = re.compile(r"^\W?[0-9０-９①-⑳Ⅰ-Ⅻ]")
_SERIES = ("dashed", "sub_circled")  # numbers that no name begins with
_ONE_SPACE = re.compile(r"[ 　]")
_FARTHEST = 2  # display columns by which a cell may stand beside the beginning of its header
_MOST_SPANNED = 2  # a line of prose reaches under more headers
_TOO_FAR = 8  # a cell that one space alone parts from the one before it may be pushed to the right by it
_UNCLEAR = (
    "事業の表の、どこで次の事業に変わるかが分からないため、この表の事業は取り込みません（行は本文として検索できます）。"
    "事業ごとに1行に直すと読み取れます"
)


class ProjectRow(Struct, frozen=True):
    """`cells` by the columns of the header; the header itself is one, too."""

    lines: tuple[Line, ...]
    cells: tuple[str, ...]


class ProjectTables(Struct):
    """Rows by the number of each of their lines."""

    rows: dict[int, ProjectRow] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class _Printed(Struct, frozen=True):
    line: Line
    cells: tuple[str, ...]


def project_tables(lines: Sequence[Line], layout: Layout, taken: Collection[int]) -> ProjectTables:
    """`taken`: the numbers of lines that tables of indicators hold."""
    found = ProjectTables()
    at = 0
    while at < len(lines):
        told = [] if lines[at].number in taken else _tables_at(lines, at, layout, taken)
        if not told:
            at += 1
            continue
        head, start, end, rows = next((one for one in told if one[-1] is not None), told[0])
        if rows is None:
            found.findings.append(Finding("warning", _UNCLEAR, Span(lines[at].number, lines[end - 1].number)))
            rows = [ProjectRow((line,), (line.text.strip(),)) for line in lines[at:end]]
        else:
            rows.insert(0, ProjectRow(tuple(lines[at:start]), head.cells))
        for row in rows:
            found.rows |= {line.number: row for line in row.lines}
        at = end
    return found


def _tables_at(
    lines: Sequence[Line], at: int, layout: Layout, taken: Collection[int]
) -> list[tuple[Cut, int, int, list[ProjectRow] | None]]:
    """The table that begins there: its header, from where and up to where it reaches, and its rows.

    As it looks where a wide character takes two columns, and where it takes one; first where more cells stand in line.
    """
    heads = [told for wide in (2, 1) if (told := projects_header_at(lines, at, layout, wide, taken))]
    found = []
    for head, header, start in sorted(heads, key=lambda told: in_line(told[0], lines[told[2] :]), reverse=True):
        printed, end = _gather(lines, start, head, layout, taken)
        is_whole = not _breaks_off(lines, end, head, layout, taken)
        found.append((head, start, end, _read(printed, head, header, layout) if is_whole and printed else None))
    return found


def _gather(
    lines: Sequence[Line], start: int, head: Cut, layout: Layout, taken: Collection[int]
) -> tuple[list[_Printed], int]:
    """The lines below the header up to an empty one, a heading, a note or another table; the index behind them."""
    printed: list[_Printed] = []
    at = start
    while at < len(lines) and lines[at].text.strip() and lines[at].number not in taken:
        line = lines[at]
        if not is_ruler(line):
            cells = _placed(line, head, lines[at + 1 : at + 2])
            if cells is None or _NOTE.match(line.text) or is_page_number(line) or _is_heading(lines, at, head, layout):
                break
            printed.append(_Printed(line, cells))
        at += 1
    return printed, at


def _breaks_off(lines: Sequence[Line], end: int, head: Cut, layout: Layout, taken: Collection[int]) -> bool:
    """Whether the line behind has cells of the same table, which fit none of its columns."""
    own = cut(lines[end], head.wide) if end < len(lines) and lines[end].number not in taken else None
    is_row = own is not None and own.form == "space" and len(own.cells) > 1 and not _NOTE.match(lines[end].text)
    return is_row and _placed(lines[end], head) is None and projects_header_at(lines, end, layout) is None


def _is_heading(lines: Sequence[Line], at: int, head: Cut, layout: Layout) -> bool:
    line = lines[at]
    own = cut(line, head.wide)
    if own and len(own.cells) > 1:
        return projects_header_at(lines, at, layout) is not None
    begin = (own or _whole(line, head.wide)).places[0][0]
    is_out = begin == 0 or begin < head.places[0][0] - _FARTHEST
    is_over_another = at + 1 < len(lines) and projects_header_at(lines, at + 1, layout) is not None
    is_first = is_over_another or (begin <= head.places[0][0] and project_column(head.cells[0], layout) != "name")
    found = find_heading(line.text.strip(), layout) if begin <= head.places[0][0] else None
    is_series = found is not None and (bool(found.label) or found.style.startswith(_SERIES))
    return found is not None and (is_out or is_series or (is_first and bool(found.marker)))


def _placed(line: Line, head: Cut, below: Sequence[Line] = ()) -> tuple[str, ...] | None:
    """The cells of a line by the columns of the header; None where one stands under none or two under one."""
    own = cut(line, head.wide) or _whole(line, head.wide)
    if own.form != "space":
        return None
    lower = (cut(one, head.wide) or _whole(one, head.wide) for one in below if one.text.strip())
    goes_on = {begin for one in lower for begin, _ in one.places}
    cells = [""] * len(head.cells)
    for text, place in zip(own.cells, own.places, strict=True):
        for piece, (begin, end) in _pieces(text, place, head, goes_on):
            at = _column_at(begin, end, head, is_amount=cell_kind(piece) != "words")
            if at is None or cells[at]:
                return None
            cells[at] = piece
    return tuple(cells)


def _whole(line: Line, wide: int) -> Cut:
    text = line.text.strip(" 　")
    begin = display_column(line.text, line.text.index(text), wide)
    return Cut(line, "space", (text,), ((begin, begin + display_column(text, len(text), wide)),), wide)


def _pieces(
    text: str, place: tuple[int, int], head: Cut, goes_on: Collection[int]
) -> list[tuple[str, tuple[int, int]]]:
    """A long name leaves one space before the next cell, which begins where its header does, or none.

    `goes_on`: where cells of the line below begin.
    """
    begin, end = place
    later = [own for own, _ in head.places if begin + _FARTHEST < own < end]
    spaces = [match for match in _ONE_SPACE.finditer(text) if text[: match.start()].strip()]
    gaps = [(match, begin + display_column(text, match.end(), head.wide)) for match in spaces]
    near = [(abs(own - middle), match, middle) for match, middle in gaps for own in later]
    distance, match, middle = min(near, key=lambda one: one[0], default=(_TOO_FAR, None, 0))
    if match is None or distance >= _TOO_FAR:
        touching = ((at, own) for own in later if (at := _touching(text, end - own, own in goes_on)))
        at, own = next(touching, (0, 0))
        return [(text[:at], (begin, own)), (text[at:], (own, end))] if at else [(text, place)]
    left = (text[: match.start()].strip(), (begin, middle - 1))
    return [left, *_pieces(text[match.end() :], (middle, end), head, goes_on)]


def _touching(text: str, width: int, goes_on: bool) -> int:
    """Where its last `width` begin, which end in a sentence or go on below; 0 where they begin inside a character."""
    whole = display_column(text, len(text))
    at = next((at for at in range(1, len(text)) if whole - display_column(text, at) == width), 0)
    return at if goes_on or text.endswith("。") else 0


def _column_at(begin: int, end: int, head: Cut, *, is_amount: bool) -> int | None:
    """Words begin where their header does or further in; money stands to the right."""
    under = [at for at, (left, right) in enumerate(head.places) if begin < right and left < end]
    if len(under) == 1:
        return under[0]
    if under and is_amount:
        return max(under, key=lambda at: min(end, head.places[at][1]) - max(begin, head.places[at][0]))
    if len(under) > _MOST_SPANNED:
        return None
    before = [at for at, (left, _) in enumerate(head.places) if left <= begin + _FARTHEST]
    return before[-1] if before else 0


def _read(printed: Sequence[_Printed], head: Cut, header: ProjectHeader, layout: Layout) -> list[ProjectRow] | None:
    in_groups = _rows_in_groups(printed, head, header, layout)
    rows = in_groups or _rows(printed, header)
    return _rows_of_sentences(printed, header) if rows is None else rows


def _rows_of_sentences(printed: Sequence[_Printed], header: ProjectHeader) -> list[ProjectRow] | None:
    details, shorts = header.all_at("detail"), header.all_at("other")
    if len(details) != 1 or _are_mixed(printed, header):
        return None
    found = rows_of_sentences([one.cells for one in printed], header.name_at, details[0], shorts)
    labels = _labels(printed, header)
    rows = [[printed[at] for at in own] for own in found]
    return [ProjectRow(tuple(one.line for one in row), _joined(row, header, labels)) for row in rows] or None


def _rows(printed: Sequence[_Printed], header: ProjectHeader) -> list[ProjectRow] | None:
    """None where nothing tells which lines are one row."""
    if _are_mixed(printed, header):
        return None
    anchors = _anchors(printed, header)
    name, long = header.name_at, (header.name_at, *header.all_at("detail", ""))
    rows: list[list[_Printed]] = []
    groups: list[_Printed] = []
    is_open = False
    for at, one in enumerate(printed):
        is_group = bool(_GROUP.match(one.cells[name])) and not any(one.cells[other] for other in (*anchors, *long[1:]))
        if is_group:
            groups.append(one)
            is_open = False
        elif one.cells[name] and _begins(one, anchors, printed[at - 1] if is_open else None, long):
            rows.append([one])
            is_open = True
        elif not is_open or _is_doubtful(rows[-1], one, long):
            return None
        else:
            rows[-1].append(one)
    kept = [ProjectRow((one.line,), one.cells) for one in groups]
    labels = _labels(printed, header)
    joined = [ProjectRow(tuple(one.line for one in row), _joined(row, header, labels)) for row in rows]
    return sorted([*kept, *joined], key=lambda row: row.lines[0].number)


def _are_mixed(printed: Sequence[_Printed], header: ProjectHeader) -> bool:
    """Whether text stands beside groups and beside names, so that it is of neither alone."""
    name, others = header.name_at, header.all_at("detail", "other", "amount")
    told = [one.cells[name] for one in printed if one.cells[name] and any(one.cells[at] for at in others)]
    groups = [cell for cell in told if _GROUP.match(cell)]
    return 0 < len(groups) < len(told)


def _rows_in_groups(
    printed: Sequence[_Printed], head: Cut, header: ProjectHeader, layout: Layout
) -> list[ProjectRow] | None:
    shorts = header.all_at("other", "amount")
    name = header.name_at
    begins = [begin for begin, _ in (*head.places[name:], (0, 0))]
    room = begins[1] - begins[0]
    filled = [any(one.cells[at] for at in shorts) for one in printed]
    found = grouped_rows([one.cells[name] for one in printed], room, filled, layout) if printed else None
    labels = _labels(printed, header)
    rows = [(own_name, [printed[at] for at in lines]) for own_name, lines in found or ()]
    cells = [(own_name, row, list(_joined(row, header, labels))) for own_name, row in rows]
    return [
        ProjectRow(tuple(one.line for one in row), (*own[:name], own_name, *own[name + 1 :]))
        for own_name, row, own in cells
    ] or None


def _anchors(printed: Sequence[_Printed], header: ProjectHeader) -> list[int]:
    """The short columns that are filled once for each row: the number of the project, else who does it and the like."""
    told = (("number",), ("other", "amount"))
    filled = ([at for at in header.all_at(*columns) if any(one.cells[at] for one in printed)] for columns in told)
    return next(filter(None, filled), [])


def _begins(one: _Printed, anchors: Sequence[int], before: _Printed | None, long: Sequence[int]) -> bool:
    if anchors:
        return any(one.cells[at] for at in anchors)
    if before is None:
        return True
    return all(one.cells[at] for at in long) and all(not cell or cell.endswith("。") for cell in
                                                     (before.cells[at] for at in long[1:]))  # fmt: skip


def _is_doubtful(row: Sequence[_Printed], one: _Printed, long: Sequence[int]) -> bool:
    """A sentence goes on behind its end: the line may be the first of the next row, whose short cells stand lower."""
    return any(one.cells[at] and _last(row, at).endswith("。") for at in long[1:])


def _last(row: Sequence[_Printed], at: int) -> str:
    return next((one.cells[at] for one in reversed(row) if one.cells[at]), "")


def _joined(row: Sequence[_Printed], header: ProjectHeader, labels: Mapping[int, str]) -> tuple[str, ...]:
    """What a column holds on several lines is one cell; a name of an indicator and its values stay lines."""
    kpis = indicator_columns(header)
    cells = [
        ("\n" if at in kpis else "").join(one.cells[at] for one in row if one.cells[at])
        for at in range(len(header.texts))
    ]
    for at in header.all_at("measure")[:1]:
        cells[at] = labels[row[0].line.number]
    return tuple(cells)


def _labels(printed: Sequence[_Printed], header: ProjectHeader) -> dict[int, str]:
    """By lines, the measure that a column prints over several of them, up to the next, which a number or gap begins."""
    at = next(iter(header.all_at("measure")), None)
    if at is None:
        return {}
    runs: list[list[_Printed]] = [[]]
    for before, one in zip([None, *printed], printed, strict=False):
        cell = one.cells[at]
        if cell and (before is None or not before.cells[at] or _NUMBERED.match(cell)):
            runs.append([])
        runs[-1].append(one)
    return {one.line.number: "".join(each.cells[at] for each in run) for run in runs for one in run}
