"""One line for those who asked in English: kind, value and year of what is shown below it in Japanese."""

from collections.abc import Mapping, Sequence

from knowledge.model.catalog import Catalog
from knowledge.model.quantity import Quantity
from knowledge.model.records import Indicator
from knowledge.wording.amounts import is_mean, printed
from knowledge.wording.names import title
from knowledge.wording.values import Values

_KINDS: Mapping[str, tuple[str, str]] = {
    "project": ("project", "projects"),
    "kpi": ("KPI", "KPIs"),
    "goal_target": ("numerical target of a basic goal", "numerical targets of basic goals"),
    "goal": ("basic goal", "basic goals"),
    "direction": ("basic direction", "basic directions"),
    "package": ("policy package", "policy packages"),
    "term": ("term", "terms"),
    "passage": ("passage of the text", "passages of the text"),
    "strategy": ("strategy as a whole", "strategy as a whole"),
}
NOT_STATED = "(The strategy does not state this.)"
ANSWERED_ABOVE = "(The sentence above, in Japanese, is the whole answer.)"
WHICH_IS_MEANT = "(It is not clear what is meant. Please add the name of a project or KPI, or ask in Japanese.)"
NOT_UNDERSTOOD = "(The question could not be read. Please ask in other words, or in Japanese.)"


def english_line(kinds: Sequence[str], ids: Sequence[str], catalog: Catalog, values: Values) -> str:
    """`kinds` of the items shown, and their ids: 「(KPI: target 54人, FY2024; baseline 653人, FY2018; …)」."""
    if len(ids) == 1 and (indicator := catalog.indicators.get(ids[0])):
        return f"({_KINDS[kinds[0]][0]}: {_figures(indicator, values)})"
    if len(ids) == 1 and kinds[0] != "passage" and (record := catalog.records.get(ids[0])):
        return f"({_KINDS[kinds[0]][0]}: {title(record)}, below in Japanese)"
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    told = " and ".join(f"{count} {_KINDS[kind][count > 1]}" for kind, count in counts.items())
    return f"({told}, below in Japanese)"


def _figures(indicator: Indicator, values: Values) -> str:
    latest = values.latest(indicator.id)
    year = f", FY{latest.history[-1][0]}" if latest and latest.history else ""
    actual = f"latest {latest.figure.amount}{year}" if latest else "no actual value recorded"
    sample = " (sample, not real)" if latest and latest.is_sample else ""
    baseline = f"baseline {_printed(indicator.baseline)}" if indicator.baseline else "no baseline printed"
    return f"target {_printed(indicator.target)}; {baseline}; {actual}{sample}"


def _printed(quantity: Quantity) -> str:
    amount, is_average = printed(quantity).amount, is_mean(quantity)
    mark = "" if quantity.is_calendar else "FY"
    year = f"{mark}{int(quantity.fiscal_year)}" if quantity.fiscal_year else ""
    if quantity.years and quantity.years.basis == "cumulative":
        year = f"total of {mark}{int(quantity.years.first)} to {year}"
    return ", ".join(filter(None, (amount, f"average to {year}" if is_average and year else year)))
