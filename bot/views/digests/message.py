"""A digest as messages: the headline for the channel, then the thread: one table and one chart (in one message where a
spreadsheet follows), or one message per package or goal for those who want the sections.

Every part says in its text all that its tables and charts show; nothing is longer than Slack takes, however large the
plan is.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from bot.digests.content import Digest
from bot.views.digests.headline import (
    HEAD_LINE,
    NAMED_IN_A_LIST,
    headline,
    turn_of_state,
    words_of_change,
)
from bot.views.digests.table import ROW, state_now, table_part
from bot.views.escaping import Markup, bold, escape, lines, one_line, shorten
from bot.views.kpis import chart_block, kpi_list
from bot.views.parts import NOTHING, TEXT, Block, Message, assemble, header, paragraph, rest, section
from bot.views.tables import MOST_ROWS, data_table
from knowledge.model.structs import replace
from knowledge.wording.amounts import Figure
from knowledge.wording.figure_columns import figure_column, shared_text
from knowledge.wording.moments import day_text
from knowledge.wording.states import ATTENTION, NOT_RECORDED

MOST_PARTS = 30  # of a thread; at Slack's one message a second it stands within half a minute
_Item = TypeVar("_Item")
_NONE = Figure(NOT_RECORDED)


class Part(Struct, frozen=True):
    """One message before its words are escaped: `text` is plain, complete, several lines."""

    text: str
    body: list[Block]


def digest_messages(digest: Digest) -> list[Message]:
    """The headline first, the others for its thread. Empty for a silent digest."""
    return [assemble(part.text, part.body) for part in _parts(digest)]


def preview_text(digest: Digest) -> str:
    """Everything that would be posted, as plain text of several lines; for a silent one, why it is."""
    if digest.kind == "silent":
        return f"{digest.name}：{_why_silent(digest)}"
    return "\n\n".join(part.text for part in _parts(digest))


def _parts(digest: Digest) -> list[Part]:
    if digest.kind == "silent":
        return []
    head = _head(digest)
    if digest.kind == "unchanged" or (digest.kind == "alert" and len(digest.ranked) <= NAMED_IN_A_LIST):
        return [head]
    if digest.kind == "alert":
        return [head, *_table_part(digest)]
    if digest.layout == "short":
        charts = list(_chart_part(replace(digest, charts=digest.charts[:1])))
        return [head, *(_with_file(digest, charts) if digest.attaches else [*_table_part(digest), *charts])]
    thread = [*_change_parts(digest), *_group_parts(digest), *_chart_part(digest)]
    return [head, *_not_too_many(thread)]


def _why_silent(digest: Digest) -> str:
    if digest.scope.kind != "reminder":
        if digest.before is None:
            return "お知らせする状態の変化はありません。"
        return f"前回（{day_text(digest.before)}）から変わりがないため、配信しません。"
    if digest.unrecorded:
        return "実績登録のお願いは、4月から7月までの間に配信します。"
    year = digest.year.label if digest.year else "前年度"
    return f"{year}の実績はすべて登録されているため、配信しません。"


def _not_too_many(thread: list[Part]) -> list[Part]:
    if len(thread) <= MOST_PARTS:
        return thread
    note = f"{rest(len(thread) - MOST_PARTS + 1)}の表は省略しました。配信の範囲を絞るか、検証表でご覧ください。"
    return [*thread[: MOST_PARTS - 1], Part(note, [paragraph(note)])]


# The headline


def _head(digest: Digest) -> Part:
    top, *others = ([shorten(one_line(line), HEAD_LINE) for line in said] for said in headline(digest))
    name = shorten(one_line(digest.name), HEAD_LINE) or NOTHING
    marked = [Markup(f"{bold(name)}　{escape(top[0])}"), *map(escape, top[1:])]
    body = [section(lines(*marked)), *(section(lines(*map(_marked, each))) for each in others)]
    return Part("\n".join([f"{name}　{top[0]}", *top[1:], *(line for each in others for line in each)]), body)


def _marked(line: str) -> Markup:
    return bold(line) if line.startswith(ATTENTION) else escape(line)


# The thread


def _change_parts(digest: Digest) -> Iterator[Part]:
    said = [
        (change, f"・{_row_text(words_of_change(change))}。状態 {turn_of_state(change)}") for change in digest.changes
    ]
    columns = (
        figure_column("今回の値", [change.figure or _NONE for change in digest.changes]),
        figure_column("前回の値", [change.figure_before or _NONE for change in digest.changes]),
    )
    names = ("指標", "状態", *(column.label for column in columns))
    told = zip(digest.changes, *(column.cells for column in columns), strict=True)
    rows = {change.indicator.id: (change.indicator.title, state_now(change), *cells) for change, *cells in told}
    for heading, chunk in _chunks("前回からの変化", said):
        caption = f"{heading}（{len(digest.changes)}件）。{shared_text(columns)}"
        table, _ = data_table(caption, names, [rows[change.indicator.id] for change, _ in chunk])
        yield Part("\n".join([heading, *(line for _, line in chunk)]), [header(heading), table])


def _group_parts(digest: Digest) -> Iterator[Part]:
    for group in digest.groups:
        said = [(own, f"・{_row_text(own.sentence)}") for own in group.measures]
        for heading, chunk in _chunks(group.title, said):
            text = "\n".join([f"{heading}：{len(group.measures)}件", *(line for _, line in chunk)])
            yield Part(text, [header(heading), *kpi_list([own for own, _ in chunk], heading)])


def _row_text(text: str) -> str:
    return shorten(one_line(text), ROW)


def _table_part(digest: Digest) -> Iterator[Part]:
    if digest.ranked:
        yield Part(*table_part(digest))


def _with_file(digest: Digest, charts: Sequence[Part]) -> list[Part]:
    """Table and chart in one: with the spreadsheet that follows there are three messages still."""
    if not digest.ranked:
        return list(charts)
    text, body = table_part(digest, sum(len(escape(part.text)) + 1 for part in charts))
    words = "\n".join([text, *(part.text for part in charts)])
    return [Part(words, [*body, *(block for part in charts for block in part.body)])]


def _chart_part(digest: Digest) -> Iterator[Part]:
    """One message with its charts, and the same in words."""
    body: list[Block] = []
    said = ["主な指標の推移"]
    for own, chart in digest.charts:
        words = f"{own.sentence}。{own.course}"
        if block := chart_block(chart):
            body += [block, paragraph(words)]
            said.append(words)
    if body:
        yield Part("\n".join(said), [header(said[0]), *body])


def _chunks(heading: str, said: Sequence[tuple[_Item, str]]) -> Iterator[tuple[str, list[tuple[_Item, str]]]]:
    """As many messages as it takes to say everything; from the second on with a number in the heading."""
    runs: list[list[tuple[_Item, str]]] = []
    free = 0
    for item in said:
        size = len(escape(item[1])) + 1
        if not runs or size > free or len(runs[-1]) == MOST_ROWS:
            runs.append([])
            free = TEXT - 2 * HEAD_LINE
        runs[-1].append(item)
        free -= size
    name = shorten(one_line(heading), HEAD_LINE // 4) or NOTHING
    for number, run in enumerate(runs, 1):
        yield (f"{name}（{number}/{len(runs)}）" if len(runs) > 1 else name), run
