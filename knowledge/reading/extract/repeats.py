"""Indicators that a list at the back, or an overview at the front, prints once more."""

from collections.abc import Collection, Sequence

from knowledge.model.normalize import name_key
from knowledge.model.records import BasicGoal, Finding, Indicator, Kpi, PolicyPackage
from knowledge.model.structs import replace

FEWEST_REPEATED = 2  # one indicator that stands elsewhere, too, is no list


def without_repeats(
    packages: Sequence[PolicyPackage], goals: Sequence[BasicGoal], lists: Collection[str]
) -> tuple[list[PolicyPackage], list[Finding]]:
    """`lists` are the ids of packages that may be no more than a list: no word of their own, no goal, no project.

    What a list repeats is dropped; where it gives other figures, that is a finding.
    """
    kept: list[PolicyPackage] = []
    findings: list[Finding] = []
    for at, package in enumerate(packages):
        others = _others(packages, at, goals)
        repeated = [kpi for kpi in package.kpis if _key(kpi) in others]
        if package.id not in lists or not _is_list(package, repeated, others, at):
            kept.append(package)
            continue
        findings += [odd for kpi in repeated if (odd := _difference(others[_key(kpi)][0], kpi))]
        if left := tuple(kpi for kpi in package.kpis if kpi not in repeated):
            kept.append(replace(package, kpis=left))
    return kept, findings


Places = dict[tuple[str, str], tuple[Indicator, int]]


def _others(packages: Sequence[PolicyPackage], own: int, goals: Sequence[BasicGoal]) -> Places:
    """Indicators by name with the place of their package among all; those of goals stand before."""
    found: Places = {_key(kpi): (kpi, at) for at, package in enumerate(packages) if at != own for kpi in package.kpis}
    return found | {_key(target): (target, -goal.number) for goal in goals for target in goal.targets}


def _is_list(package: PolicyPackage, repeated: Sequence[Kpi], others: Places, at: int) -> bool:
    """Most of it stands elsewhere with the same figures: in several places, or all in one before it."""
    places = {others[_key(kpi)][1] for kpi in repeated}
    same = [kpi for kpi in repeated if _difference(others[_key(kpi)][0], kpi) is None]
    is_most = 2 * len(repeated) > len(package.kpis) and 2 * len(same) >= len(repeated)
    return is_most and len(repeated) >= FEWEST_REPEATED and (len(places) > 1 or max(places) < at)


def _key(indicator: Indicator) -> tuple[str, str]:
    return name_key(indicator.name), name_key(indicator.part or "")


def _difference(own: Indicator, repeated: Indicator) -> Finding | None:
    if _figures(own) == _figures(repeated):
        return None
    here, there = f"{own.span.first_line}行目では「{own.target.raw}」", f"一覧では「{repeated.target.raw}」"
    return Finding("warning", f"指標「{own.name}」の目標が、{here}、{there}です", repeated.span)


def _figures(indicator: Indicator) -> tuple[object, ...]:
    target, baseline = indicator.target, indicator.baseline
    return (target.value, target.comparison, target.fiscal_year, baseline and baseline.value)
