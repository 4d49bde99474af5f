"""The yearly review (検証) as a message: counts by goal and package, every indicator, what is missing where."""

from collections.abc import Iterator

from bot.views import ids
from bot.views.escaping import escape, one_line, shorten
from bot.views.ids import ButtonValue
from bot.views.kpis import figure_cells
from bot.views.parts import (
    SENTENCE,
    Block,
    Message,
    actions,
    assemble,
    button,
    context,
    header,
    paragraph,
    rest,
    split_lines,
    warning_blocks,
)
from bot.views.tables import MOST_CELLS, data_table, size
from knowledge.indicators import Review, ReviewRow
from knowledge.indicators.review import ReviewGroup, count_table
from knowledge.wording import counts_text
from knowledge.wording.values import marked_notes

ROW_COLUMNS = ("指標", "区分", "基準値", "実績", "目標値", "進捗", "状態")
_OF_OFFICE = 40  # characters of what an office says, so that every indicator finds room; Excel has all of it


def review_message(found: Review) -> Message:
    """`found` is of one fiscal year; the same table that `senryaku kpi review` prints."""
    heading = f"{found.year.label} KPI 検証表"
    counts = f"全{len(found.rows)}件：{counts_text(found.counts)}"
    owed = [_owed(group) for group in found.missing]
    tables, left = _tables(found, heading)
    owed_text = "の実績が未登録の指標" if owed else "の実績は全て登録済みです。"
    warning = "\n".join(marked_notes(found.notes))
    body = [
        header(heading),
        *warning_blocks(warning),
        paragraph(counts),
        *tables,
        *([context(rest(left))] if left else []),
        paragraph(f"{found.year.label}{owed_text}"),
        *split_lines([escape(one_line(f"・{line}")) for line in owed]),
    ]
    sheet = button("Excel で受け取る", ids.REVIEW_SHEET, ids.encode(ButtonValue((str(int(found.year)),))))
    text = "\n".join([f"{heading}。{warning}{counts}", *(f"・未登録 {line}" for line in owed)])
    return assemble(text, body, [actions(sheet)])


def _owed(group: ReviewGroup) -> str:
    names = "、".join(row.indicator.title for row in group.missing)
    return f"{group.label}：{len(group.missing)}件（{shorten(names, SENTENCE)}）"


def _tables(found: Review, heading: str) -> tuple[list[Block], int]:
    """Both tables, and how many indicators found no room."""
    counted = count_table(found)
    columns = (*ROW_COLUMNS, *found.office_columns)
    rows = [(*_row(group, row), *_of_office(found, row)) for group in found.groups for row in group.rows]
    counts = [[str(cell) for cell in row] for row in counted.rows]
    first, _ = data_table(f"{heading}：区分ごとの件数", counted.columns, counts)
    left = MOST_CELLS - size([counted.columns, *counts])
    second, shown = data_table(f"{heading}：指標ごとの実績と状態（{len(rows)}件）", columns, rows, left)
    return [first, second], len(rows) - shown


def _row(group: ReviewGroup, row: ReviewRow) -> tuple[str, ...]:
    own = row.measure
    return own.name, group.place, *figure_cells(own), own.percent, own.state_label


def _of_office(found: Review, row: ReviewRow) -> Iterator[str]:
    return (shorten(one_line(row.of_office[name]), _OF_OFFICE) for name in found.office_columns)
