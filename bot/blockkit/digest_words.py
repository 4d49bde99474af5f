"""What is said of schedules and deliveries, in words: moments in Tokyo, what a digest is about, how the last went."""

from collections.abc import Sequence
from datetime import datetime

from bot.blockkit.escaping import one_line
from bot.blockkit.records import find_record, title
from bot.digest_schedule import Schedule, Scope, ScopeKind
from bot.rule import WEEKDAY_NAMES
from bot.slot import Slot
from knowledge import JST, Catalog

SCOPE_LABELS: dict[ScopeKind, str] = {
    "all": "すべてのKPI・数値目標",
    "package": "政策パッケージを一つ選ぶ",
    "goal": "基本目標を一つ選ぶ",
    "indicators": "KPI・数値目標を選ぶ",
    "behind": "遅れのものだけ",
    "unrecorded": "実績が未登録のものだけ",
    "reminder": "実績登録のお願い（4〜7月、前年度の値がないもの）",
}
NOT_YET = "まだ配信していません"
PAUSED = "一時停止中"
_NAMED = 3


def moment(at: datetime) -> str:
    """「2024年6月3日（月）9:05」 in Tokyo."""
    there = at.astimezone(JST)
    day = f"{there.year}年{there.month}月{there.day}日（{WEEKDAY_NAMES[there.weekday()]}）"
    return f"{day}{there.hour}:{there.minute:02}"


def runs(moments: Sequence[datetime]) -> str:
    return "、".join(map(moment, moments))


def scope_words(scope: Scope, catalog: Catalog) -> str:
    """「待機児童数、…、…ほか 2 件」; a record that the document no longer has is said to be gone."""
    if scope.kind not in ("package", "goal", "indicators"):
        return SCOPE_LABELS[scope.kind]
    found = [find_record(catalog, id) for id in scope.ids]
    named = [one_line(title(record)) if record else "（計画にない項目）" for record in found[:_NAMED]]
    left = len(found) - _NAMED
    return "、".join(named) + (f" ほか {left} 件" if left > 0 else "")


def last_result(slot: Slot | None) -> str:
    """How the last delivery went, with its reason where it went wrong."""
    if slot is None:
        return NOT_YET
    when, why = moment(slot.due), one_line(slot.note)
    match slot.state:
        case "recorded" if slot.parts == 0:
            return f"{when} は変化がなく、送りませんでした"
        case "recorded":
            return f"{when} に送りました"
        case "skipped":
            return f"{when} は送りませんでした：{why}"
        case "failed":
            return f"{when} は失敗：{why}"
    return f"{when} の配信を試みています（{slot.waits}回失敗）" if slot.waits else f"{when} の配信中です"


def has_failed(slot: Slot | None) -> bool:
    return slot is not None and slot.state in ("failed", "skipped")


def next_words(schedule: Schedule, moments: Sequence[datetime]) -> str:
    if schedule.paused:
        return PAUSED
    return f"次回 {moment(moments[0])}" if moments else "次回の予定はありません"
