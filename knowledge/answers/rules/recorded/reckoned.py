"""「創業融資件数の合計は？」「観光客数は目標の何％？」「40万人を超えたのはいつ？」: reckoned of one indicator's values.

What has no sum is told to have none, and what is not recorded is told too: never is another number taken for it.
"""

import operator
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from knowledge.answers.rules.recorded.compared import since_text, why_lacking
from knowledge.answers.rules.recorded.measuring import STATES_MEANT, Measured
from knowledge.answers.rules.recorded.points_asked import movement_asked, pair_asked
from knowledge.answers.rules.recorded.reckoning_asked import Added, Portion, YearsWhere, holds, reckoning_asked
from knowledge.answers.rules.recorded.whether import Reaching, fits, indicator_spoken_of, not_known
from knowledge.answers.understanding.comparison import Comparison
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues, figure_of
from knowledge.indicators.ledger import Entry
from knowledge.indicators.points import BASELINE, PREVIOUS, TARGET, Change, in_year
from knowledge.indicators.reckoning import mean_of, why_no_sum
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.model.quantity import without_scale
from knowledge.model.records import Indicator
from knowledge.wording import points, reckonings, standing
from knowledge.wording.amounts import amount_of, is_mean
from knowledge.wording.card import card_text
from knowledge.wording.record_cards import card_of

_BOUNDS: Mapping[Any, reckonings.Limit] = {
    operator.ge: "at_least", operator.le: "at_most", operator.gt: "more", operator.lt: "less", operator.eq: "exactly",
    "over": "more", "under": "less", "to": "reached",
}  # fmt: skip


def reckoned(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """Of the one indicator that is spoken of."""
    question = evidence.question
    asked = reckoning_asked(question)
    indicator = indicator_spoken_of(evidence, catalog) if asked and len(evidence.conjuncts) < 2 else None
    if asked is None or indicator is None or len(catalog.parts_of(indicator.id, question.query.key)) > 1:
        return None
    match asked:
        case Added():
            note = _added(asked, indicator, values) if _is_named(evidence, indicator) else ""
        case Portion():
            note = _portion(asked, indicator, values)
        case YearsWhere():
            note = _years(question, asked, indicator, values)
    card = card_text(card_of(indicator, catalog, values))
    return Measured(reckoned.__name__, (indicator.id,), note, (card,)) if note else None


# Sums and means


def _is_named(evidence: Evidence, indicator: Indicator) -> bool:
    """By all that is said: 「農家の平均年齢」 and 「理想の子どもの数の平均」 are of no indicator."""
    question, names = evidence.question, evidence.schema.name_words[indicator.id]
    beside = names | form_words("adding_up") | form_words("averaging")
    return all(question.tokens[at].norm in beside for at in question.free_nouns)


def _added(asked: Added, indicator: Indicator, values: CurrentValues) -> str:
    """ "" of the mean that is the target itself, and of the 累計 of what is counted so."""
    if asked.is_running and indicator.counting == "cumulative":
        return ""
    if asked.kind == "mean" and is_mean(indicator.target) and not asked.years and not asked.since:
        return ""
    recorded = values.by_year(indicator.id)
    if not recorded:
        return not_known(indicator, values)
    wanted = {year: one for year, one in recorded.items() if _is_wanted(asked, year)}
    last = max(recorded)
    first = FiscalYear(last - asked.most + 1) if asked.most else asked.since or min(wanted, default=last)
    wanted = {year: one for year, one in wanted.items() if year >= first or asked.years}
    title = standing.title_beside(indicator, figure_of(recorded[last], indicator))
    if not wanted:
        return f"{title}：{reckonings.NO_YEAR_OF_THOSE}"
    asked_years = asked.years or tuple(FiscalYear(year) for year in range(first, last + 1))
    lacking = reckonings.years_lacking_note([year.label for year in asked_years if year not in wanted])
    years, status = _told(wanted, indicator), _status(wanted, indicator)
    amounts = [one.value for one in wanted.values()]
    why = why_no_sum(indicator, list(wanted.values()), sorted(form_words("units_of_no_sum")))
    if why and (asked.kind == "sum" or why == "cumulative"):
        return reckonings.no_sum_note(title, why, years, status)
    if asked.kind == "sum":
        return reckonings.sum_note(title, amount_of(indicator, sum(amounts, Decimal(0))), years, status) + lacking
    mean, is_exact = mean_of(amounts)
    shown = f"{'' if is_exact else reckonings.ROUNDED}{amount_of(indicator, mean)}"
    return reckonings.mean_note(title, shown, years, status) + lacking


def _is_wanted(asked: Added, year: FiscalYear) -> bool:
    return (not asked.years or year in asked.years) and (asked.since is None or year >= asked.since)


def _told(recorded: Mapping[FiscalYear, Entry], indicator: Indicator) -> list[str]:
    return [f"{year.label} {figure_of(one, indicator).amount}" for year, one in recorded.items()]


def _status(recorded: Mapping[FiscalYear, Entry], indicator: Indicator) -> str:
    """Of the least certain among them."""
    least = max(recorded.values(), key=lambda one: (one.sample, one.provisional))
    return figure_of(least, indicator).status


# Shares


def _portion(asked: Portion, indicator: Indicator, values: CurrentValues) -> str:
    pair = asked.pair
    if values.is_kept_back and pair.until.kind not in ("baseline", "target") and not values.entries(indicator.id):
        return not_known(indicator, values)
    found = values.between(indicator.id, pair.since, pair.until)
    if not isinstance(found, Change):
        lacking = why_lacking(found, pair.until, indicator, values)
        why = reckonings.portion_lacking_note(indicator.title, since_text(pair.since), lacking)
        planned = values.change(indicator.id, TARGET, BASELINE) if pair.since == TARGET else None
        return why + (_share(planned, asked, indicator.title) if planned else "")
    if (found.before.kind, found.before.year) == (found.after.kind, found.after.year):
        return ""  # a value is all of itself
    title = standing.title_beside(indicator, found.after.figure)
    told = _share(found, asked, title)
    progress = values.progress(indicator.id, pair.until.year)
    is_judged = pair.since.kind == "target" and found.after.kind == "actual" and progress.rate is not None
    return told + (reckonings.rate_note(progress.rate_text, progress.state) if is_judged else "")


def _share(change: Change, asked: Portion, title: str) -> str:
    part, whole = change.after, change.before
    if whole.value <= 0 or change.indicator.compared_with:
        return reckonings.no_portion_note(title, part.text, whole.text)
    portion = reckonings.portion_text(Fraction(part.value) / Fraction(whole.value), asked.told_in)
    return reckonings.portion_note(title, part.text, whole.text, portion)


# Years in which something held


def _years(question: Question, asked: YearsWhere, indicator: Indicator, values: CurrentValues) -> str:
    recorded = values.by_year(indicator.id)
    if asked.bound and not (fits(indicator, asked.bound) and not indicator.compared_with):
        return ""
    if not recorded:
        return not_known(indicator, values)
    if asked.is_most:
        return _year_of_most(question, indicator, values)
    held = {year: one for year, one in recorded.items() if _held(question, asked, indicator, values, year)}
    found = [f"{year.label}（{figure_of(one, indicator).amount}）" for year, one in held.items()]
    title = standing.title_beside(indicator, figure_of(recorded[max(recorded)], indicator))
    return reckonings.years_held_note(
        indicator, title, _what(question, asked, indicator), found, _told(recorded, indicator)
    )


def _year_of_most(question: Question, indicator: Indicator, values: CurrentValues) -> str:
    """「待機児童数が一番減ったのはいつ？」: of the years that have one before them."""
    sign = -1 if "decreased" in question.states else 1
    found = [values.change(indicator.id, PREVIOUS, in_year(year)) for year in values.by_year(indicator.id)]
    changes = [one for one in found if one]
    moved = [one for one in changes if one.difference * sign > 0]
    best = max((one.difference * sign for one in moved), default=None)
    firsts = [one.text for one in moved if one.difference * sign == best]
    return reckonings.year_of_most_note(indicator.title, firsts, [one.text for one in changes], is_fall=sign < 0)


def _held(question: Question, asked: YearsWhere, indicator: Indicator, values: CurrentValues, year: FiscalYear) -> bool:
    if asked.bound:
        value = values.by_year(indicator.id)[year].value * without_scale(indicator.unit)[0]
        return holds(asked.bound, value, is_lower=indicator.better == "lower")
    if asked.state:
        return values.progress(indicator.id, year).state in STATES_MEANT[asked.state]
    movement, since = movement_asked(question), pair_asked(question).since
    change = values.change(indicator.id, since, in_year(year))
    return change is not None and movement is not None and bool(change.is_so(movement))


def _what(question: Question, asked: YearsWhere, indicator: Indicator) -> str:
    if asked.state:
        return standing.CALLED[asked.state]
    if asked.bound is None:
        movement, since = movement_asked(question), pair_asked(question).since
        return points.moved_text(movement or "", since_text(since))
    return reckonings.bound_text(_bound_of(asked.bound), _amount(asked.bound, indicator))


def _bound_of(bound: Comparison | Reaching) -> reckonings.Limit:
    if isinstance(bound, Comparison):
        return _BOUNDS[bound.relation]
    return _BOUNDS[bound.direction]


def _amount(bound: Comparison | Reaching, indicator: Indicator) -> str:
    scaled = bound.amount / without_scale(indicator.unit)[0]
    return amount_of(indicator, Decimal(f"{scaled.normalize():f}"))
