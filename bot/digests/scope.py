"""Which indicators a digest is about, under which headings, and which of them lack a value. Pure."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from bot.digests.schedule import DigestScope, ScopeKind
from knowledge.indicators import CurrentValues
from knowledge.indicators.review import groups_of
from knowledge.model import Catalog, FiscalYear, Indicator
from knowledge.wording import Measure, Values, measures, title
from knowledge.wording.names import indicators_of, package_word

LATE = ("遅れ", "後退", "未達成")  # やや遅れ is watched, not chased

SCOPE_LABELS: dict[ScopeKind, str] = {
    "all": "すべての指標",
    "package": "政策パッケージ",
    "goal": "基本目標",
    "indicators": "選んだ指標",
    "behind": "遅れ・後退・未達成の指標",
    "unrecorded": "実績が未登録の指標",
    "reminder": "実績登録のお願い（4月から7月）",
}


class ScopeGroup(Struct, frozen=True, kw_only=True):
    """A package, a goal or the plan's own target, with indicators of it in printed order, as they stand."""

    title: str
    measures: tuple[Measure, ...]


def scope_label(scope: DigestScope, catalog: Catalog) -> str:
    """「政策パッケージ3 …」; what the plan no longer has keeps its id."""
    if scope.kind not in ("package", "goal"):
        return SCOPE_LABELS[scope.kind]
    record = catalog.records.get(scope.ids[0])
    kind = package_word(catalog) if scope.kind == "package" else SCOPE_LABELS[scope.kind]
    return title(record) if record else f"{kind}「{scope.ids[0]}」（いまの計画にありません）"


def year_to_record(catalog: Catalog, as_of: datetime) -> FiscalYear | None:
    """The last fiscal year of the plan that had ended at an aware moment. None before the first one has."""
    ended, plan = FiscalYear.ended_by(as_of), catalog.strategy.period
    if plan is None:
        return ended
    return min(ended, plan.end_fiscal_year) if ended >= plan.start_fiscal_year else None


def in_scope(scope: DigestScope, values: CurrentValues, year: FiscalYear | None) -> set[str]:
    """Ids; those that the plan does not have are left out."""
    catalog = values.catalog
    match scope.kind:
        case "package" | "goal":
            record = catalog.records.get(scope.ids[0])
            return {each.id for each in indicators_of(catalog, record)} if record else set()
        case "indicators":
            return set(scope.ids) & set(catalog.indicators)
        case "behind":
            return {id for id in catalog.indicators if values.progress(id).state in LATE}
        case "unrecorded" | "reminder":
            return {each.id for each in lacking(values, year, catalog.indicators)}
    return set(catalog.indicators)


def lacking(values: CurrentValues, year: FiscalYear | None, ids: Collection[str]) -> tuple[Indicator, ...]:
    """Those without a value of the year, in printed order; nothing lacks while no year has ended."""
    if year is None:
        return ()
    every = values.catalog.indicators
    return tuple(every[id] for id in every if id in ids and values.of_year(id, year) is None)


def grouped(catalog: Catalog, values: Values, ids: Collection[str]) -> tuple[ScopeGroup, ...]:
    """The plan's own target, the goals and the packages, in printed order; none is empty."""
    every = ((name, tuple(each for each in some if each.id in ids)) for _, name, _, some in groups_of(catalog.base))
    return tuple(ScopeGroup(title=name, measures=measures(found, values)) for name, found in every if found)
