"""「待機児童数の最高値はいつ？」「一番多かったのは何年度？」: the greatest or least of one indicator's years."""

from knowledge.answers.rules.recorded.measuring import Measured
from knowledge.answers.rules.recorded.whether import indicator_spoken_of, not_known
from knowledge.answers.understanding.composing.orders import is_least
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.said.clauses import Clause
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues, figure_of
from knowledge.model.catalog import Catalog
from knowledge.wording import points, standing
from knowledge.wording.card import card_text
from knowledge.wording.record_cards import card_of

_OF_THE_PLAN = frozenset({"target", "baseline", "difference", "ratio", "progress"})


def is_on_extremes(question: Question) -> bool:
    """Of the values of years, and not of several indicators."""
    is_of_many = bool(question.said("kind")) or question.said("attribute") & _OF_THE_PLAN
    if not question.said("order") & {"most", "least"} or is_of_many or question.states:
        return False
    ranks = (one for one in question.of_part("order") if one.concept.name in ("most", "least"))
    is_value = any(question.text_of(Clause(one.first, one.last + 1)) in form_words("extreme_values") for one in ranks)
    times = (at for at, token in enumerate(question.tokens) if token.norm in form_words("of_times"))
    is_when = any(at and not question.tokens[at - 1].is_number for at in times)
    is_both = {"most", "least"} <= question.said("order")  # 「最高と最低」; not 「助成は最高いくら」
    return is_both or is_value or is_when or "year" in question.said("attribute")


def extreme(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """With all years beside it, since only those that are recorded are compared."""
    indicator = indicator_spoken_of(evidence, catalog) if is_on_extremes(evidence.question) else None
    if indicator is None:
        return None
    card, recorded = card_text(card_of(indicator, catalog, values)), values.by_year(indicator.id)
    if not recorded:
        return Measured(extreme.__name__, (indicator.id,), not_known(indicator, values), (card,))
    orders = evidence.question.said("order")
    is_both = {"most", "least"} <= orders or {"big", "small"} <= orders
    ends = []
    for least in (False, True) if is_both else (is_least(evidence.question),):
        best = (min if least else max)(entry.value for entry in recorded.values())
        firsts = [(year.label, figure_of(one, indicator)) for year, one in recorded.items() if one.value == best]
        ends.append((least, firsts))
    years = [f"{year.label} {figure_of(one, indicator).amount}" for year, one in recorded.items()]
    baseline = standing.baseline_text(indicator) if indicator.baseline else ""
    title = standing.title_beside(indicator, ends[0][1][0][1])
    note = points.extreme_note(title, ends, years, baseline)
    return Measured(extreme.__name__, (indicator.id,), note, (card,))
