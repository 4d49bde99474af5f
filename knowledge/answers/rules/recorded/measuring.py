"""What the rules over recorded values share: their states, what they find, and whether a list is asked for."""

import re
from collections.abc import Callable

from msgspec import Struct

from knowledge.answers.answer import INDICATOR_ITEMS
from knowledge.answers.rules.recorded.scope import is_nominal
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.words import rule_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.progress import BEHIND, State
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.records import Indicator
from knowledge.model.word_patterns import alternatives, phrase
from knowledge.search.query import Query
from knowledge.wording.figure_columns import FigureTable
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
SURELY_MEANT = 0.55  # of the question's words that the best indicator accounts for: 「待機児童の達成率」 is 0.598
GOING_BADLY, GOING_WELL = ("late", "slightly_late", "worse", "unachieved"), ("on_track", "achieved", "not_late")


class Measured(Struct, frozen=True):
    """What a rule found, best first. `note` says it in a sentence, `lines` each item with its state.

    `said`: of each id what was asked (its change, its state in a year), () where its latest state is the answer;
    `table`: the same in figures side by side; `ranked`: where the first by some order is found, all in that order.
    `state`: that in which all of them stand.
    `is_known` is False where the question could not be decided for want of values.
    """

    rule: str
    ids: tuple[str, ...]
    note: str
    lines: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    is_known: bool = True
    table: FigureTable | None = None
    ranked: tuple[str, ...] = ()
    state: str = ""

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
    best = next(evidence.found(INDICATOR_ITEMS), None)
    is_several = evidence.question.said("kind") & {"kpi", "indicator", "target"} or is_nominal(evidence.question)
    return bool(is_several) and not (best and best.named)


def indicator_meant(evidence: Evidence, catalog: Catalog) -> Indicator | None:
    """By its name in the question, else as what the question's words find first and surely."""
    query = evidence.question.query
    named = [one for id, one in catalog.indicators.items() if catalog.indicator_keys[id] in query.key]
    if named:
        return max(named, key=lambda one: len(one.name))
    if _asks_for_population(query) and "population" in catalog.indicators:
        return catalog.indicators["population"]
    if evidence.question.said("kind") & {"kpi", "indicator", "project", "target"} or is_nominal(evidence.question):
        return None
    first = next(evidence.found(INDICATOR_ITEMS), None) if evidence.question.free_nouns else None
    is_sure = first is not None and (first.named or evidence.coverage(first.id) >= SURELY_MEANT)
    return catalog.indicators[first.id] if first is not None and is_sure else None


def _asks_for_population(query: Query) -> bool:
    """「人口の目標は？」「市の人口の実績は？」; not 「滞在人口」 or 「人口密度」, which other indicators measure."""
    words = rule_words("population")
    of_all = rf"(?:\w{{0,4}}{phrase(words['of_the_city'])}|{alternatives(words['whole'])})"
    return bool(re.match(f"{of_all}?{phrase(words['asked'])}", query.undated))
