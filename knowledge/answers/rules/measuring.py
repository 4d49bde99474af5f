"""What the rules over recorded values share: their states, what they find, and whether a list is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.answers.rules.scope import is_nominal
from knowledge.answers.understanding.evidence import Evidence
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.progress import BEHIND, State
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.records import Indicator
from knowledge.wording.values import Measure

# What a question may call for (called in words by wording.standing) → its states, in the order of progress.STATES.
STATES_MEANT: dict[str, tuple[State, ...]] = {
    "neither": ("実績未登録",),
    "unrecorded": ("実績未登録",),
    "not_computable": ("算定不可",),
    "unachieved": ("順調", "やや遅れ", "遅れ", "後退", "未達成", "算定不可"),
    "slightly_late": ("やや遅れ",),
    "late": BEHIND,
    "not_late": ("達成", "順調"),
    "worse": ("後退",),
    "not_worse": ("達成", "順調", "やや遅れ", "遅れ", "未達成"),
    "on_track": ("順調",),
    "achieved": ("達成",),
    "recorded": ("達成", "順調", "やや遅れ", "遅れ", "後退", "未達成", "算定不可"),
}
INDICATOR_KINDS = ("kpi", "goal_target")
GOING_BADLY, GOING_WELL = ("late", "slightly_late", "worse", "unachieved"), ("on_track", "achieved", "not_late")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a rule found, best first. `note` says it in a sentence, `lines` each item with its state.

    `said`: of each id what was asked (its change, its state in a year), () where its latest state is the answer.
    `is_known` is False where the question could not be decided for want of values.
    """

    rule: str
    ids: tuple[str, ...]
    note: str
    lines: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    is_known: bool = True

    @property
    def text(self) -> str:
        return "\n\n".join([self.note, *self.lines])


MeasuredRule = Callable[[Evidence, Catalog, CurrentValues], Measured | None]


def measure_of(indicator: Indicator, values: CurrentValues, year: FiscalYear | None = None) -> Measure:
    """The indicator with the actual of the year asked for, or the latest."""
    named = "最新の実績" if year is None else "実績"
    return Measure(
        indicator=indicator, view=values.latest(indicator.id, year), named=named, is_partial=values.is_partial
    )


def asks_for_list(evidence: Evidence, catalog: Catalog) -> bool:
    """KPI, 指標 or 数値目標 is said, or 「もの」「のは」, and none by name; or nothing but the state is said."""
    query = evidence.question.query
    if evidence.question.is_only_states:
        return True
    if any(name in query.key for name in catalog.indicator_keys.values()):
        return False
    best = next(evidence.found(INDICATOR_KINDS), None)
    is_several = evidence.question.said("kind") & {"kpi", "indicator", "target"} or is_nominal(evidence.question)
    return bool(is_several) and not (best and best.named)
