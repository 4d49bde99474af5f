"""A digest as messages: at most five lines for the channel, then the thread, one message per package or goal.

Every part says in its text all that its tables and charts show; nothing is longer than Slack takes, however large the
plan is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.digests.content import Digest, IndicatorChange
from bot.views.escaping import Markup, bold, escape, one_line, shorten
from bot.views.kpis import chart_block, kpi_list
from bot.views.parts import NOTHING, TEXT, Block, Message, assemble, header, paragraph, rest, section
from bot.views.tables import MOST_ROWS, data_table
from knowledge.wording import counts_text, state_label, years_note
from knowledge.wording.amounts import SAMPLE_MARK
from knowledge.wording.moments import day_text, moment_text
from knowledge.wording.states import NOT_RECORDED
from knowledge.wording.values import PARTIAL_NOTE

MOST_PARTS = 30  # of a thread; at Slack's one message a second it stands within half a minute
NAMED_IN_A_LINE = 3  # indicators named in a line of the headline; the others are counted
HEADLINE, ROW = 320, 400  # characters of one line
_Item = TypeVar("_Item")
CHANGE_COLUMNS = ("KPI", "前回の値", "今回の値", "前回の状態", "今回の状態")


@dataclass(frozen=True, slots=True)
class Part:
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
    head = _headline(digest)
    if digest.kind == "unchanged":
        return [head]
    thread = [*_change_parts(digest), *_group_parts(digest), *_chart_part(digest)]
    return [head, *_not_too_many(thread)]


def _why_silent(digest: Digest) -> str:
    if digest.scope.kind != "reminder":
        since = f"前回（{day_text(digest.before)}）から" if digest.before else ""
        return f"{since}変わりがないため、配信しません。"
    if digest.unrecorded:
        return "実績登録のお願いは、4月から7月までの間に配信します。"
    year = digest.year.label if digest.year else "前年度"
    return f"{year}の実績はすべて登録されているため、配信しません。"


def _not_too_many(thread: list[Part]) -> list[Part]:
    if len(thread) <= MOST_PARTS:
        return thread
    note = f"{rest(len(thread) - MOST_PARTS + 1)}の表は省略しました。範囲を絞るか、senryaku kpi list でご覧ください。"
    return [*thread[: MOST_PARTS - 1], Part(note, [paragraph(note)])]


# The headline


def _headline(digest: Digest) -> Part:
    title, *said = (shorten(one_line(line), HEADLINE) for line in _lines(digest))
    name = shorten(one_line(digest.name), HEADLINE) or NOTHING
    marked = Markup("\n".join([f"{bold(name)}　{escape(title)}", *(escape(line) for line in said)]))
    return Part("\n".join([f"{name}　{title}", *said]), [section(marked)])


def _lines(digest: Digest) -> Iterator[str]:
    """At most six, and what is said of the plan; the first stands behind the name."""
    first, *rest_of_them = _own_lines(digest)
    plan = [f"計画：{digest.plan}"] if digest.plan else []
    ended = [f"※ {digest.ended}"] if digest.ended else []
    yield from (first, *plan, *([PARTIAL_NOTE] if digest.is_partial else []), *rest_of_them, *ended)


def _own_lines(digest: Digest) -> Iterator[str]:
    if digest.kind == "reminder":
        yield from _reminder_lines(digest)
        return
    if digest.kind == "unchanged" and digest.before:
        yield f"前回（{day_text(digest.before)}）から変わりはありません。{_count(digest)}：{_states(digest)}"
        return
    yield f"{digest.label}・{_count(digest)}（{moment_text(digest.as_of)}現在）"
    yield f"状態：{_states(digest)}"
    yield _change_line(digest)
    if digest.fallen:
        fell = [f"{change.indicator.title}（{_turn(change)}）" for change in digest.fallen]
        yield f"新たな遅れ・悪化：{_named(fell)}"
    if digest.year:
        names = [each.title for each in digest.unrecorded]
        yield f"{digest.year.label}の実績が未登録：{_named(names) if names else 'なし'}"


def _reminder_lines(digest: Digest) -> Iterator[str]:
    year = digest.year.label if digest.year else "昨年度"
    yield f"{year}の実績を登録してください（あと {len(digest.unrecorded)}件）"
    yield f"未登録：{_named([each.title for each in digest.unrecorded])}"
    how = "スレッドの「KPIを選んで詳しく見る」で指標を開き、「実績を登録」を押してください。"
    yield f"{how}すべてそろうと、このお知らせは止まります。"


def _count(digest: Digest) -> str:
    sample = f"・{SAMPLE_MARK}を含みます" if any(own.is_sample for own in digest.measures) else ""
    return f"{len(digest.measures)}件{sample}"


def _states(digest: Digest) -> str:
    counts = counts_text(dict(digest.counts)) or "該当する指標はありません"
    return "。".join(filter(None, [counts, years_note(digest.measures)]))


def _change_line(digest: Digest) -> str:
    if digest.before is None:
        return "はじめての配信です。次回から、前回との違いをお知らせします。"
    since = f"前回（{day_text(digest.before)}）から"
    if not digest.changes:
        return f"{since}：値の登録や訂正はありません"
    return f"{since}：{_named([_change_text(change) for change in digest.changes])}"


def _change_text(change: IndicatorChange) -> str:
    name = change.indicator.title
    if change.value_before == change.value:
        return f"{name} 過年度の値を登録・訂正"
    return f"{name} {_told(change.value_before)} → {_told(change.value)}"


def _told(value: str | None) -> str:
    """Of a value that was taken back too: 「実績未登録」."""
    return value or NOT_RECORDED


def _named(items: Sequence[str]) -> str:
    """「A、B、C、ほか 5 件」, each short enough that all of them are seen."""
    shown = [shorten(one_line(item), HEADLINE // (NAMED_IN_A_LINE + 1)) for item in items[:NAMED_IN_A_LINE]]
    return "、".join(filter(None, [*shown, rest(len(items) - NAMED_IN_A_LINE)]))


# The thread


def _change_parts(digest: Digest) -> Iterator[Part]:
    said = [(change, f"・{_row_text(_change_text(change))}。状態 {_turn(change)}") for change in digest.changes]
    for heading, chunk in _chunks("前回からの変化", said):
        rows = [_change_cells(change) for change, _ in chunk]
        table, _ = data_table(f"{heading}（{len(digest.changes)}件）", CHANGE_COLUMNS, rows)
        yield Part("\n".join([heading, *(line for _, line in chunk)]), [header(heading), table])


def _turn(change: IndicatorChange) -> str:
    if change.state_before == change.state:
        return state_label(change.state)
    return f"{state_label(change.state_before)} → {state_label(change.state)}"


def _change_cells(change: IndicatorChange) -> list[str]:
    states = (state_label(change.state_before), state_label(change.state))
    return [change.indicator.title, _told(change.value_before), _told(change.value), *states]


def _group_parts(digest: Digest) -> Iterator[Part]:
    for group in digest.groups:
        said = [(own, f"・{_row_text(own.sentence)}") for own in group.measures]
        for heading, chunk in _chunks(group.title, said):
            text = "\n".join([f"{heading}：{len(group.measures)}件", *(line for _, line in chunk)])
            yield Part(text, [header(heading), *kpi_list([own for own, _ in chunk], heading)])


def _row_text(text: str) -> str:
    return shorten(one_line(text), ROW)


def _chart_part(digest: Digest) -> Iterator[Part]:
    """One message with at most two charts, and the same in words."""
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
            free = TEXT - 2 * HEADLINE
        runs[-1].append(item)
        free -= size
    name = shorten(one_line(heading), HEADLINE // 4) or NOTHING
    for number, run in enumerate(runs, 1):
        yield (f"{name}（{number}/{len(runs)}）" if len(runs) > 1 else name), run
