"""What is said of schedules, in words: moments in Tokyo, what a digest is about, when the next one comes."""

from collections.abc import Sequence
from datetime import datetime

from bot.digests import DigestScope, Schedule
from bot.digests.schedule import ScopeKind
from bot.digests.scope import SCOPE_LABELS, scope_label
from bot.views.escaping import one_line
from knowledge.model import Catalog
from knowledge.wording import title
from knowledge.wording.moments import weekday_moment_text
from knowledge.wording.names import package_word


def scope_choices(catalog: Catalog) -> dict[ScopeKind, str]:
    return {
        **SCOPE_LABELS,
        "package": f"{package_word(catalog)}を一つ選ぶ",
        "goal": "基本目標を一つ選ぶ",
        "indicators": "KPI・数値目標を選ぶ",
    }


PAUSED = "一時停止中"
ON_CHANGE = "状態が変わりしだい、お知らせします"
_NAMED = 3


def runs(moments: Sequence[datetime]) -> str:
    """One under the other."""
    return "\n".join(f"• {weekday_moment_text(each)}" for each in moments)


def scope_words(scope: DigestScope, catalog: Catalog) -> str:
    """Chosen indicators by name, 「待機児童数、…、…ほか2件」; what the plan no longer has is said to be gone."""
    if scope.kind != "indicators":
        return one_line(scope_label(scope, catalog))
    found = [catalog.records.get(id) for id in scope.ids]
    named = [one_line(title(record)) if record else "（いまの計画にない指標）" for record in found[:_NAMED]]
    left = len(found) - _NAMED
    return "、".join(named) + (f"ほか{left}件" if left > 0 else "")


def next_words(schedule: Schedule, moments: Sequence[datetime]) -> str:
    if schedule.paused:
        return PAUSED
    if schedule.rule.is_on_change:
        return ON_CHANGE
    return f"次回以降 {'、'.join(map(weekday_moment_text, moments))}" if moments else "次回の予定はありません"
