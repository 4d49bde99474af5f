"""What was compared where the first of many is told: by which figure, over how many, and whether their units differ."""

from knowledge.answers.understanding.composing.orders import is_least
from knowledge.answers.understanding.conditions import conditions_said
from knowledge.answers.understanding.evidence import Evidence
from knowledge.answers.understanding.reading import Reading
from knowledge.answers.understanding.schema import MEASURES
from knowledge.model.quantity import without_scale
from knowledge.model.records import Indicator
from knowledge.wording.amounts import difference_text, printed, quoted
from knowledge.wording.counts import member_word
from knowledge.wording.leads import MEASURED, conditions_text, extreme_lead
from knowledge.wording.names import scope_name


def extreme_sentence(evidence: Evidence, reading: Reading) -> str:
    """「「製造品出荷額等」の目標値 361,466百万円（令和6年度）が、KPI38件のうち最も大きい値です。」"""
    catalog = evidence.schema.catalog
    compared = [catalog.indicators[id] for id in reading.ranked]
    firsts = [(quoted(one.title), _measured(one, reading.measure)) for one in compared[: len(reading.ids)]]
    met = [one for one in conditions_said(evidence) if one.name and one.ids.issuperset(reading.ranked)]
    scopes = "と".join(scope_name(catalog, catalog.records[id]) for id in reading.of)
    condition = conditions_text([(one.name, one.value) for one in met], ())
    among = f"{f'{scopes}の' if scopes else ''}{condition}{member_word(reading.kind, catalog)}"
    units = 1 if reading.measure == "ratio" else len({one.unit for one in compared})
    measured, least = MEASURED[reading.measure], is_least(evidence.question)
    return extreme_lead(measured, firsts, among, len(compared), is_least=least, units=units)


def _measured(one: Indicator, measure: str) -> str:
    figure = {"target": one.target, "baseline": one.baseline}.get(measure)
    value = MEASURES[measure](one)
    if figure is not None or value is None:
        return printed(figure).text
    return f"{value:.3g}倍" if measure == "ratio" else difference_text(one, value / without_scale(one.unit)[0])
