"""The yearly review (検証) as a message: counts by goal and package, every indicator, what is missing where."""

from bot.views import ids
from bot.views.escaping import escape, one_line, shorten
from bot.views.ids import ButtonValue
from bot.views.kpis import with_menu
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
    rest_blocks,
    split_lines,
    warning_blocks,
)
from bot.views.tables import MOST_CELLS, data_table, size
from knowledge.indicators import Review
from knowledge.indicators.review import ReviewGroup
from knowledge.wording import counts_text
from knowledge.wording.figure_columns import figure_columns, shared_text
from knowledge.wording.values import marked_notes

COUNT_COLUMNS = ("区分", "指標数", "状態の内訳")
OTHER_COLUMNS = "基準値・進捗は、指標を選ぶと表示します。Excel にはすべての欄があります。"
_OF_OFFICE = 40  # characters of what an office says, so that every indicator finds room; Excel has all of it


def review_message(found: Review, source: str) -> Message:
    """`found` is of one fiscal year; the same table that `senryaku kpi review` prints. `source`: the plan's edition."""
    heading = f"{found.year.label} KPI 検証表"
    counts = f"全{len(found.rows)}件：{counts_text(found.counts)}"
    owed = [_owed(group) for group in found.missing]
    owed_text = "の実績が未登録の指標" if owed else "の実績は全て登録済みです。"
    warning = "\n".join(marked_notes(found.notes))
    body = [
        header(heading),
        *warning_blocks(warning),
        paragraph(counts),
        *_tables(found, heading),
        paragraph(f"{found.year.label}{owed_text}"),
        *split_lines([escape(one_line(f"・{line}")) for line in owed]),
        context(f"出典：{source}"),
    ]
    sheet = button("Excel で受け取る", ids.REVIEW_SHEET, ids.encode(ButtonValue((str(int(found.year)),))))
    text = "\n".join([f"{heading}。{warning}{counts}", *(f"・未登録 {line}" for line in owed)])
    message = assemble(text, body, [actions(sheet)])
    return message.with_note(f"※ {found.ended}") if found.ended else message


def _owed(group: ReviewGroup) -> str:
    names = "、".join(row.indicator.title for row in group.missing)
    return f"{group.label}：{len(group.missing)}件（{shorten(names, SENTENCE)}）"


def _tables(found: Review, heading: str) -> list[Block]:
    """How many stand how in each group; every indicator; and what offices say of theirs, each as wide as a thread."""
    counts = [(group.label, str(len(group.rows)), counts_text(group.counts)) for group in found.groups]
    counts.append(("合計", str(len(found.rows)), counts_text(found.counts)))
    first, _ = data_table(f"{heading}：区分ごとの件数", COUNT_COLUMNS, counts)
    actual, target, _ = figures = figure_columns([row.measure for row in found.rows])
    told = zip(found.rows, actual.cells, target.cells, strict=True)
    rows = [(row.measure.name, row.measure.state_label, *cells) for row, *cells in told]
    columns = ("指標", "状態", actual.label, target.label)
    caption = f"{heading}：指標ごとの実績と状態（{len(rows)}件）。{shared_text(figures[:2])}"
    left = MOST_CELLS - size([COUNT_COLUMNS, *counts])
    second, shown = data_table(caption, columns, rows, left)
    own = _of_offices(found, heading, left - size([columns, *rows[:shown]]))
    return [first, *with_menu(second, shown, [row.indicator for row in found.rows]), context(OTHER_COLUMNS), *own]


def _of_offices(found: Review, heading: str, left: int) -> list[Block]:
    """`left`: the characters for which there is room; the indicators come first."""
    columns = ("指標", *found.office_columns)
    told = [
        (row.measure.name, *(shorten(one_line(row.of_office[name]), _OF_OFFICE) for name in found.office_columns))
        for row in found.rows
        if any(row.of_office.values())
    ]
    if not told or size([columns, told[0]]) > left:
        return []
    table, shown = data_table(f"{heading}：所管課から", columns, told, left)
    return [table, *rest_blocks(len(told) - shown)]
