"""The yearly review (検証) as a message: counts by goal and package, every indicator, what is missing where."""

from collections.abc import Iterator

from bot.views import ids
from bot.views.escaping import escape, one_line, shorten
from bot.views.ids import ButtonValue
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
from knowledge.indicators.review import ReviewGroup
from knowledge.wording import counts_text
from knowledge.wording.figure_columns import figure_columns, shared_text
from knowledge.wording.values import marked_notes

COUNT_COLUMNS = ("区分", "指標数", "状態の内訳")
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
    message = assemble(text, body, [actions(sheet)])
    return message.with_note(f"※ {found.ended}") if found.ended else message


def _owed(group: ReviewGroup) -> str:
    names = "、".join(row.indicator.title for row in group.missing)
    return f"{group.label}：{len(group.missing)}件（{shorten(names, SENTENCE)}）"


def _tables(found: Review, heading: str) -> tuple[list[Block], int]:
    """Both tables, and how many indicators found no room."""
    counts = [(group.label, str(len(group.rows)), counts_text(group.counts)) for group in found.groups]
    counts.append(("合計", str(len(found.rows)), counts_text(found.counts)))
    first, _ = data_table(f"{heading}：区分ごとの件数", COUNT_COLUMNS, counts)
    figures = figure_columns([row.measure for row in found.rows])
    # What a thread shows without scrolling comes first: the state, what was reached and what is aimed at.
    columns = ("指標", "状態", *(column.label for column in figures), "進捗", "区分", *found.office_columns)
    placed = [(group, row) for group in found.groups for row in group.rows]
    rows = [
        (row.measure.name, row.measure.state_label, *cells, row.measure.percent, group.place, *_of_office(found, row))
        for (group, row), *cells in zip(placed, *(column.cells for column in figures), strict=True)
    ]
    left = MOST_CELLS - size([COUNT_COLUMNS, *counts])
    caption = f"{heading}：指標ごとの実績と状態（{len(rows)}件）。{shared_text(figures)}"
    second, shown = data_table(caption, columns, rows, left)
    return [first, second], len(rows) - shown


def _of_office(found: Review, row: ReviewRow) -> Iterator[str]:
    return (shorten(one_line(row.of_office[name]), _OF_OFFICE) for name in found.office_columns)
