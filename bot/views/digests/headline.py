"""The first message of a digest: what got worse, what is missing, what has changed, and the worst of it by name."""

from collections.abc import Iterator, Sequence

from bot.digests.content import Digest, IndicatorChange
from bot.views.escaping import one_line, shorten
from bot.views.parts import rest
from knowledge.wording import Measure, counts_text, state_label, years_note
from knowledge.wording.amounts import SAMPLE_MARK
from knowledge.wording.moments import day_text, moment_text
from knowledge.wording.states import NOT_RECORDED, attention_heading
from knowledge.wording.values import PARTIAL_NOTE

NAMED_IN_A_LINE, NAMED_IN_A_LIST = 3, 5  # indicators named; the others are counted
HEAD_LINE = 320  # characters
BY_CORRECTION = "（値の訂正・取消による）"
AS_IF_NEW = "登録済みの値が、いま変わったものとして作った見本です。"
FIRST_TIME = "はじめての配信です。次回から、前回との違いをお知らせします。"


def headline(digest: Digest) -> list[list[str]]:
    """In paragraphs: what it is and what has changed, the worst by name, how all of it stands. None is empty.

    The first line of all stands behind the name, the first of the second paragraph of a report is its heading.
    """
    plan = [f"計画：{digest.plan}"] if digest.plan else []
    partial = [PARTIAL_NOTE] if digest.is_partial else []
    ended = [f"※ {digest.ended}"] if digest.ended else []
    if digest.kind == "alert":
        title = f"状態が変わった指標が{len(digest.changes)}件あります（{moment_text(digest.as_of)}現在）"
        sample = [AS_IF_NEW] if digest.as_if_new else []
        return [[title, *sample, *plan, *partial], _changed_lines(digest), *([ended] if ended else [])]
    if digest.kind != "report":
        first, *others = _reminder_lines(digest) if digest.kind == "reminder" else [_unchanged_line(digest)]
        return [[first, *plan, *partial, *others, *ended]]
    told = "、".join(filter(None, (f"{moment_text(digest.as_of)}現在", _sample(digest))))
    title = f"{digest.label}・{len(digest.measures)}件（{told}）"
    top = [title, *plan, *partial, _change_line(digest)]
    missing = [f"{digest.year.label}の実績が未登録：{_missing(digest)}"] if digest.year else []
    return [each for each in (top, _worst_lines(digest), [*missing, f"状態：{_states(digest)}", *ended]) if each]


def _worst_lines(digest: Digest) -> list[str]:
    if not digest.worst:
        return []
    changes = {change.indicator.id: change for change in digest.changes}
    shown = [_measure_line(own, changes.get(own.indicator.id)) for own in digest.worst[:NAMED_IN_A_LIST]]
    return [
        attention_heading(own.state for own in digest.worst),
        *shown,
        *filter(None, [rest(len(digest.worst) - NAMED_IN_A_LIST)]),
    ]


def _changed_lines(digest: Digest) -> list[str]:
    changes = {change.indicator.id: change for change in digest.changes}
    shown = [
        _measure_line(own, change) + (BY_CORRECTION if change.is_taken_back else "")
        for own in digest.ranked[:NAMED_IN_A_LIST]
        for change in [changes[own.indicator.id]]
    ]
    return [*shown, *filter(None, [rest(len(digest.ranked) - NAMED_IN_A_LIST)])]


def _measure_line(own: Measure, change: IndicatorChange | None) -> str:
    """「・待機児童数：やや遅れ △ → 後退 ▼。24人 → 60人（令和5年度・確定値）、目標値 0人（令和6年度）」."""
    state = turn_of_state(change) if change else own.state_label
    state = "、".join(filter(None, (state, own.rate)))
    value = value_text(change) if change and change.value_before != change.value else own.actual.text
    if change and change.is_back and change.state_before == change.state:
        value += f"、基準値 {own.baseline.text}より後退"
    mended = "（過年度の値を登録・訂正）" if change and change.value_before == change.value else ""
    name = shorten(one_line(own.name), HEAD_LINE // 4)
    return f"・{name}：{state}。{value}{mended}、目標値 {own.target.text}"


def _unchanged_line(digest: Digest) -> str:
    since = f"前回（{day_text(digest.before)}）から" if digest.before else ""
    return f"{since}変わりはありません。{_count(digest)}：{_states(digest)}"


def _reminder_lines(digest: Digest) -> Iterator[str]:
    year = digest.year.label if digest.year else "昨年度"
    yield f"{year}の実績を登録してください（あと{len(digest.unrecorded)}件）"
    yield f"未登録：{named([each.title for each in digest.unrecorded])}"
    how = "スレッドの「指標を選んで詳しく見る」で指標を開き、「実績を登録」を押してください。"
    yield f"{how}すべてそろうと、このお知らせは止まります。"


def _count(digest: Digest) -> str:
    sample = _sample(digest)
    return f"{len(digest.measures)}件{f'（{sample}）' if sample else ''}"


def _sample(digest: Digest) -> str:
    return f"{SAMPLE_MARK}を含みます" if any(own.is_sample for own in digest.measures) else ""


def _states(digest: Digest) -> str:
    counts = counts_text(dict(digest.counts)) or "該当する指標はありません"
    return "。".join(filter(None, [counts, years_note(digest.measures)]))


def _change_line(digest: Digest) -> str:
    if digest.before is None:
        return FIRST_TIME
    since = f"前回（{day_text(digest.before)}）から"
    if not digest.changes:
        return f"{since}：値の登録や訂正はありません"
    listed = {own.indicator.id for own in digest.worst[:NAMED_IN_A_LIST]}
    others = [change.indicator.title for change in digest.changes if change.indicator.id not in listed]
    fallen = f"新たな遅れ・悪化 {len(digest.fallen)}件" if digest.fallen else "新たな遅れ・悪化なし"
    more = f"（{'ほかに' if len(others) < len(digest.changes) else ''}{named(others)}）" if others else ""
    return f"{since}：{fallen}、値が変わった指標 {len(digest.changes)}件{more}"


def _missing(digest: Digest) -> str:
    names = [each.title for each in digest.unrecorded]
    if len(names) == len(digest.measures) > NAMED_IN_A_LINE:
        return f"{len(names)}件すべて"
    counted = f"{len(names)}件（{named(names)}）" if names else "なし"
    return named(names) if len(names) == 1 else counted


def words_of_change(change: IndicatorChange) -> str:
    name = change.indicator.title
    if change.value_before == change.value:
        return f"{name} 過年度の値を登録・訂正"
    return f"{name} {value_text(change)}"


def value_text(change: IndicatorChange) -> str:
    """「24人 → 60人（令和5年度・確定値）」; both in full where they are of different years or certainty."""
    before, now = change.figure_before, change.figure
    if before and now and before.note == now.note:
        return f"{before.amount} → {now.text}"
    return f"{value_or_none(change.value_before)} → {value_or_none(change.value)}"


def value_or_none(value: str | None) -> str:
    """Of a value that was taken back too: 「実績未登録」."""
    return value or NOT_RECORDED


def turn_of_state(change: IndicatorChange) -> str:
    if change.state_before == change.state:
        return state_label(change.state)
    return f"{state_label(change.state_before)} → {state_label(change.state)}"


def named(items: Sequence[str]) -> str:
    """「A、B、C、ほか5件」, each short enough that all of them are seen."""
    shown = [shorten(one_line(item), HEAD_LINE // (NAMED_IN_A_LINE + 1)) for item in items[:NAMED_IN_A_LINE]]
    return "、".join(filter(None, [*shown, rest(len(items) - NAMED_IN_A_LINE)]))
