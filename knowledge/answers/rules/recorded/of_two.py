"""「宿泊者数とシティプラザの差は？」「伸びが大きいのはどっち？」: two indicators, set beside one another.

Only what is counted in one unit is subtracted, added or called greater; of all else both values are told.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from knowledge.answers.rules.recorded.compared import why_lacking
from knowledge.answers.rules.recorded.measuring import Measured, measure_of
from knowledge.answers.rules.recorded.notes import year_asked
from knowledge.answers.rules.recorded.points_asked import pair_asked
from knowledge.answers.rules.recorded.rates import is_least_asked, is_on_distance, listed_with_rates
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.question import Question
from knowledge.answers.understanding.words import form_words
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.points import BASELINE, LATEST, TARGET, Change, Lacking, PointAsked, ValuePoint, in_year
from knowledge.model.catalog import Catalog
from knowledge.model.quantity import without_scale
from knowledge.model.records import Indicator
from knowledge.wording import reckonings, standing

_Of = Literal["rate", "change", "sum", "difference", "value"]
_OF_OTHERS = frozenset({"kpi", "indicator", "project", "package", "direction", "strategy", "term", "passage"})
_Pair = tuple[Indicator, Indicator]


def two_asked(question: Question) -> _Of | None:
    """What of two is compared; None where nothing is."""
    return question.once(two_asked, lambda: _asked(question))


def _asked(question: Question) -> _Of | None:
    orders, norms = question.said("order"), {token.norm for token in question.tokens}
    if question.said("kind") & _OF_OTHERS:
        return None
    if is_on_distance(question) or ("progress" in question.states and orders):
        return "rate"
    is_moved = bool(question.states & {"increased", "decreased", "change"}) or not norms.isdisjoint(
        form_words("growing")
    )
    if is_moved and (orders or "compare" in question.said("ask")):
        return "change"
    if not norms.isdisjoint(form_words("adding_up")) or _is_put_together(question):
        return "sum"
    is_apart = not norms.isdisjoint(form_words("setting_apart")) and "value" in question.said("ask")
    if is_apart or not norms.isdisjoint(form_words("gap")):
        return "difference"
    is_size = "compare" in question.said("ask") and not norms.isdisjoint(form_words("more") | form_words("fewer"))
    return "value" if orders or is_size else None


def _is_put_together(question: Question) -> bool:
    """「合わせると」「合わせて何人」, not 「合わせて教えて」."""
    ends = form_words("putting_together_ends") | form_words("how_many")
    places = [at for at, token in enumerate(question.tokens) if token.norm in form_words("putting_together")]
    return any(token.surface in ends for at in places for token in question.tokens[at + 1 : at + 3])


def beside_one_another(evidence: Evidence, catalog: Catalog, values: CurrentValues) -> Measured | None:
    """Both are told, and how they stand to one another."""
    asked = two_asked(evidence.question)
    pair = _named(evidence, catalog) if asked else None
    if asked is None or pair is None:
        return None
    match asked:
        case "rate":
            return _by_rate(evidence.question, pair, values)
        case "change":
            return _by_change(evidence.question, pair, values)
    return _by_value(evidence.question, asked, pair, values)


def _named(evidence: Evidence, catalog: Catalog) -> _Pair | None:
    """The two that are joined, each by words of its name alone."""
    sides = evidence.conjuncts
    own = evidence.sharing or sides
    ids = [evidence.best_of(side).get("indicator", "") for side in sides]
    if len(ids) != 2 or not all(ids) or ids[0] == ids[1]:
        return None
    if not all(evidence.is_called(id, side.at) for id, side in zip(ids, own, strict=True)):
        return None
    return catalog.indicator(ids[0]), catalog.indicator(ids[1])


def _lines(pair: Sequence[Indicator], values: CurrentValues) -> tuple[str, ...]:
    return tuple(measure_of(one, values).sentence for one in pair)


def _found(pair: Sequence[Indicator], note: str, values: CurrentValues) -> Measured:
    ids = tuple(one.id for one in pair)
    return Measured(beside_one_another.__name__, ids, note, _lines(pair, values), ranked=ids)


# By how far they have come


def _by_rate(question: Question, pair: _Pair, values: CurrentValues) -> Measured | None:
    year = year_asked(question)
    rates = {one.id: values.progress(one.id, year).rate for one in pair}
    known = {id: rate for id, rate in rates.items() if rate is not None}
    measures = {one.id: measure_of(one, values, year) for one in pair}
    if len(known) < len(rates):
        told = [reckonings.rate_text(one.title, measures[one.id].view, one) for one in pair]
        return _found(pair, reckonings.not_both_note(told), values) if values else None
    least = is_least_asked(question)
    ranked = [measures[id] for id in sorted(known, key=lambda id: known[id], reverse=not least)]
    return listed_with_rates(
        beside_one_another.__name__, ranked, standing.ordered_rates_note(ranked, least, "", year), year
    )


# By what has changed


def _by_change(question: Question, pair: _Pair, values: CurrentValues) -> Measured | None:
    asked = pair_asked(question)
    found = [values.between(one.id, asked.since, asked.until) for one in pair]
    changes = [one for one in found if isinstance(one, Change)]
    if not changes:
        return None
    told = [
        reckonings.change_text_of(one.title, change.text)
        if isinstance(change, Change)
        else reckonings.no_change_text_of(one.title, why_lacking(change, asked.until, one, values))
        for one, change in zip(pair, found, strict=True)
    ]
    if len(changes) < len(found):
        return _found(pair, reckonings.not_compared_note(told), values)
    is_fall, is_least = "decreased" in question.states or _says_fall(question), _is_fewer(question)
    sign = -1 if is_fall else 1
    by: dict[str, str | None] = {}
    if _is_one_unit(pair):
        plain = [Fraction(one.difference * _scale(one.indicator)) * sign for one in changes]
        by["difference"] = _first(pair, plain, is_least)
    ratios = [one.ratio * sign for one in changes if one.ratio is not None and one.indicator.unit != "%"]
    if len(ratios) == len(changes):
        by["ratio"] = _first(pair, ratios, is_least)
    return _found(pair, reckonings.changes_note(told, by, is_fall=is_fall, is_least=is_least), values)


def _says_fall(question: Question) -> bool:
    return any(token.norm in form_words("falling") for token in question.tokens)


def _first(pair: _Pair, amounts: Sequence[Fraction], is_least: bool) -> str | None:
    """The name of the one with the greater amount, or the lesser; None where they are even."""
    if amounts[0] == amounts[1]:
        return None
    return pair[0].title if (amounts[0] > amounts[1]) != is_least else pair[1].title


# By their values


def _by_value(question: Question, asked: _Of, pair: _Pair, values: CurrentValues) -> Measured | None:
    """Those of the plan where they are named, else what is recorded; of what is not recorded the plan's."""
    figures = question.said("attribute") & {"target", "baseline"}
    year = year_asked(question)
    point = TARGET if "target" in figures else BASELINE if figures else in_year(year) if year else LATEST
    is_least = _is_fewer(question)
    known = [one for one in (values.point(each.id, point) for each in pair) if isinstance(one, ValuePoint)]
    if len(known) == len(pair):
        amounts = [one.value * _scale(own) for own, one in zip(pair, known, strict=True)]
        is_second = (amounts[1] < amounts[0] if is_least else amounts[1] > amounts[0]) and asked == "value"
        shown = (pair[1], pair[0]) if is_second else pair
        return _found(shown, _beside(asked, pair, known, is_least=is_least), values)
    if figures or (asked == "value" and not any(values.entries(one.id) for one in pair)):
        return None
    planned = [_beside(asked, pair, [values.point(one.id, kind) for one in pair]) for kind in (BASELINE, TARGET)]
    note = reckonings.two_not_recorded_note([one.title for one in pair if _is_lacking(values, one, point)], year)
    return _found(pair, note + "".join(planned), values)


def _is_fewer(question: Question) -> bool:
    return is_least_asked(question) or any(token.norm in form_words("fewer") for token in question.tokens)


def _is_lacking(values: CurrentValues, one: Indicator, point: PointAsked) -> bool:
    return isinstance(values.point(one.id, point), Lacking)


def _beside(asked: _Of, pair: _Pair, both: Sequence[ValuePoint | Lacking], *, is_least: bool = False) -> str:
    """ "" where one of them is not known."""
    known = [one for one in both if isinstance(one, ValuePoint)]
    if len(known) < len(both):
        return ""
    sides = [(one.title, point.text) for one, point in zip(pair, known, strict=True)]
    if not _is_one_unit(pair):
        return reckonings.units_note(sides, [one.unit or reckonings.UNITLESS for one in pair])
    amounts = [point.value * _scale(one) for one, point in zip(pair, known, strict=True)]
    in_unit = pair[0] if pair[0].unit == pair[1].unit else None
    unit = without_scale(pair[0].unit)[1]
    if asked == "sum":
        by = _scale(pair[0]) if in_unit else Decimal(1)
        total = None if "%" in unit else sum(amounts, Decimal(0)) / by
        return reckonings.sum_of_two_note(sides, total, in_unit.unit if in_unit else unit)
    first = amounts.index(min(amounts) if is_least else max(amounts))
    by = _scale(pair[0]) if in_unit else Decimal(1)
    difference = (amounts[first] - amounts[1 - first]) / by
    difference = difference if in_unit else Decimal(f"{difference.normalize():f}")
    return reckonings.difference_note(sides[first], sides[1 - first], difference, in_unit, unit)


def _scale(one: Indicator) -> Decimal:
    return Decimal(without_scale(one.unit)[0])


def _is_one_unit(pair: _Pair) -> bool:
    units = {without_scale(one.unit)[1] for one in pair}
    return len(units) == 1 and pair[0].compared_with == pair[1].compared_with
