"""Questions that the KPI table decides: conditions on its columns, and extremes. Rules as in selection.py."""

import re
from collections.abc import Callable

from knowledge.answers.references import Ids, kpis_in_scope, names_one_indicator
from knowledge.answers.rules.comparison import comparisons
from knowledge.japanese.spoken_numbers import plain
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.model.records import Indicator
from knowledge.search.query import Query
from knowledge.search.strategy_search import Ranking

_EXTREMES: dict[str, Callable[[Indicator], object]] = {
    "ratio": lambda kpi: kpi.target.value / kpi.baseline.value if kpi.baseline and kpi.baseline.value > 0 else None,
    "points": lambda kpi: abs(kpi.target.value - kpi.baseline.value) if kpi.baseline else None,
    "target": lambda kpi: plain(kpi.target),
    "baseline": lambda kpi: plain(kpi.baseline) if kpi.baseline else None,
    "smallest_target": lambda kpi: -plain(kpi.target),
}
_CONDITIONS: dict[str, Callable[[Indicator], bool]] = {
    "no_baseline": lambda kpi: kpi.baseline is None,
    "kept": lambda kpi: kpi.better == "keep",
    "lower": lambda kpi: kpi.better == "lower",
    "cumulative": lambda kpi: kpi.counting == "cumulative",
    "total": lambda kpi: kpi.counting == "total",
    "percent": lambda kpi: kpi.unit == "%",
    "doubled": lambda kpi: bool(kpi.baseline and kpi.baseline.value > 0 and kpi.target.value >= 2 * kpi.baseline.value),
    "at_least": lambda kpi: kpi.target.comparison == "at_least",
    "negative": lambda kpi: bool(kpi.baseline and kpi.baseline.value < 0),
    "relative": lambda kpi: kpi.target.relative_to is not None,
    "zero_target": lambda kpi: kpi.target.value == 0 and kpi.target.relative_to is None,
}


def kpis_under_conditions(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「累計のKPI」「基準値がない指標」「単位が万人」: all that fulfil every condition, in printed order."""
    compared = comparisons(query)
    written = query.conditions - ({"at_least"} if compared else set())  # 「90%以上のKPI」 compares; it quotes no target
    conditions = [_CONDITIONS[name] for name in _CONDITIONS if name in written]
    conditions += [comparison.holds for comparison in compared]
    unit = _unit_asked(query, catalog)
    year = query.years[0] if "基準" in query.key and query.years and query.wants & {"kpi"} else None
    asks_for_kpis = query.wants & {"kpi", "list"} or query.key.endswith(("は", "は?", "どれ", "どれ?"))
    if query.extremes or not asks_for_kpis or not (conditions or unit or year):
        return None
    if not query.wants & {"kpi"} and names_one_indicator(ranking):
        return None
    chosen = [
        kpi.id
        for kpi in kpis_in_scope(query, catalog, ranking)
        if all(holds(kpi) for holds in conditions)
        and (unit is None or kpi.unit == unit)
        and (year is None or (kpi.baseline is not None and kpi.baseline.fiscal_year == year))
    ]
    return tuple(chosen) or None


def extreme_kpi(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    """「一番伸び率の大きいKPI」「目標値が最大の指標」: one, after the conditions have narrowed the field."""
    measures = [_EXTREMES[name] for name in query.extremes if name in _EXTREMES]
    if not measures or not (query.wants & {"kpi"} or "percent" in query.conditions):
        return None
    measure = _EXTREMES["points"] if "points" in query.extremes else measures[0]
    conditions = [_CONDITIONS[name] for name in query.conditions if name in _CONDITIONS]
    field = [kpi for kpi in kpis_in_scope(query, catalog, ranking) if all(holds(kpi) for holds in conditions)]
    if re.search(r"人数|何人", query.key):
        field = [kpi for kpi in field if kpi.unit.endswith("人")]
    measured = [(value, kpi.id) for kpi in field if (value := measure(kpi)) is not None]
    return (max(measured, key=lambda pair: pair[0])[1],) if measured else None  # type: ignore[arg-type, return-value]


def extreme_package(query: Query, catalog: Catalog, ranking: Ranking) -> Ids | None:
    if "package" not in query.wants:
        return None
    kpis = {package.id: len(package.kpis) for package in catalog.base.packages}
    projects = {package.id: len(package.projects) for package in catalog.base.packages}
    for extreme, counts in (("most_kpis", kpis), ("most_projects", projects)):
        if extreme in query.extremes:
            return (max(counts, key=counts.__getitem__),)
    if query.extremes and query.extremes[0] in ("fewest_projects", "fewest_kpis"):
        counts = projects if "fewest_projects" in query.extremes else kpis
        return tuple(id for id, count in counts.items() if count == min(counts.values()))
    return None


def _unit_asked(query: Query, catalog: Catalog) -> str | None:
    """「単位が万人」: the longest unit of the table that stands right after the word."""
    match = re.search(r"単位(?:が|は|の|で)?(\S{1,6})|(?:^|[^一-龥])(\S{1,3})(?:単位|で測|で数え)", query.key)
    units = sorted({name_key(kpi.unit) for kpi in catalog.kpis.values() if kpi.unit}, key=len, reverse=True)
    said = next((text for text in match.groups() if text), "") if match else ""
    found = next((unit for unit in units if said.startswith(unit) or said.endswith(unit)), None)
    return next((kpi.unit for kpi in catalog.kpis.values() if name_key(kpi.unit) == found), None) if found else None
