"""The one table of a digest: everything it is about, the worst first, and the same in words.

What most amounts share (「令和5年度・確定値」) stands in the caption, and in a cell only where it is another.
"""

from bot.digests.content import Digest, IndicatorChange
from bot.views import ids
from bot.views.escaping import escape, one_line, shorten
from bot.views.parts import TEXT, Block, actions, context, menu, record_option, rest
from bot.views.tables import MOST_ROWS, data_table
from knowledge.wording import Measure, state_label
from knowledge.wording.amounts import Figure
from knowledge.wording.figure_columns import figure_columns, shared_text
from knowledge.wording.states import NOT_RECORDED
from knowledge.wording.values import NO_RATE

HEADING, WORST_FIRST = "指標の一覧", "（悪い順）"
TABLE_COLUMNS = ("指標", "状態", "進捗", "最新の実績", "目標値")
NONE_KNOWN = "—"
ABOVE_ROWS, ROW = 640, 400  # characters of what stands above the rows, and of one row
MOST_PICKED = 100
NARROWER = "。配信の範囲を絞るか、検証表でご覧ください"


def table_part(digest: Digest, below: int = 0) -> tuple[str, list[Block]]:
    """Its text and its blocks. The digest is about something. `below`: characters of what the same message says."""
    changes = {change.indicator.id: change for change in digest.changes}
    columns = figure_columns(digest.ranked)[:2]
    notes = [column.shared for column in columns]
    rows = [_cells(own, changes.get(own.indicator.id), *notes) for own in digest.ranked]
    said = [shorten(one_line(_in_words(*row)), ROW) for row in rows]
    fitting = _fitting(said, TEXT - ABOVE_ROWS - below)
    is_ranked = any(own.view for own in digest.ranked)
    caption = f"{HEADING}{WORST_FIRST if is_ranked else ''}：{len(rows)}件。{shared_text(columns)}"
    table, shown = data_table(caption, TABLE_COLUMNS, rows[:fitting])
    left = rest(len(rows) - shown)
    picked = [record_option(own.indicator.id, own.name, own.indicator.id) for own in digest.ranked[:MOST_PICKED]]
    blocks = [
        table,
        *([context(left + NARROWER)] if left else []),
        actions(menu("指標を選んで詳しく見る", ids.PICK, picked)),
    ]
    return "\n".join([caption, *said[:shown], *([left + NARROWER] if left else [])]), blocks


def _in_words(name: str, state: str, rate: str, actual: str, target: str) -> str:
    """Its state says already that nothing is recorded."""
    rate = "" if rate == NO_RATE else f"進捗 {rate}"
    reached = "" if actual == NONE_KNOWN else f"実績 {actual}"
    return f"・{name}：{'、'.join(filter(None, (state, rate, reached, f'目標値 {target}')))}"


def _cells(own: Measure, change: IndicatorChange | None, actual_note: str, target_note: str) -> tuple[str, ...]:
    """「60人（前回は24人）」."""
    state = state_now(change, own.shortfall) if change else own.state_label
    actual = _amount(own.actual, actual_note) if own.view else NONE_KNOWN
    if change and change.value_before != change.value:
        before = change.figure_before
        actual += f"（前回は{_amount(before, own.actual.note) if before else NOT_RECORDED}）"
    return own.name, state, own.percent, actual, _amount(own.target, target_note)


def state_now(change: IndicatorChange, shortfall: str = "") -> str:
    """「後退 ▼（前回はやや遅れ △）」."""
    before = "" if change.state_before == change.state else f"（前回は{state_label(change.state_before)}）"
    return f"{state_label(change.state, shortfall)}{before}"


def _amount(figure: Figure, note: str) -> str:
    return figure.amount if figure.note == note else figure.text


def _fitting(said: list[str], free: int) -> int:
    """How many rows find room in `free` characters of text; at least one."""
    count = 0
    for line in said[:MOST_ROWS]:
        free -= len(escape(line)) + 1
        if free < 0 and count:
            break
        count += 1
    return count
