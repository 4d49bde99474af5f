"""A record by its id, whatever its kind: its label, title and home, as cards, lists and menus name it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from knowledge.model.catalog import Catalog
from knowledge.model.records import (
    BasicDirection,
    BasicGoal,
    Indicator,
    Kpi,
    Passage,
    PolicyPackage,
    Project,
    Record,
    Strategy,
    Term,
)
from knowledge.wording.amounts import circled, quoted

WHOLE_PLAN = "計画全体"
NumberedKind = Literal["goal", "direction", "package"]
_NUMBERED: Mapping[NumberedKind, str] = {"goal": "基本目標", "direction": "基本的方向", "package": "施策"}


def kind_label(record: Record) -> str:
    match record:
        case Project():
            return "事業"
        case Kpi():
            return "KPI"
        case Indicator():
            return "成果目標" if record.id == "population" else "数値目標"
        case BasicGoal():
            return record.label
        case BasicDirection():
            return _NUMBERED["direction"]
        case PolicyPackage():
            return record.label or _NUMBERED["package"]
        case Term():
            return "用語"
        case Passage():
            return "本文"
        case Strategy():
            return "計画"


def package_word(catalog: Catalog) -> str:
    """What the plan calls most of its packages: 政策パッケージ, 施策."""
    return _most_called("package", catalog.base.packages)


def goal_word(catalog: Catalog) -> str:
    return _most_called("goal", catalog.base.goals)


def _most_called(kind: NumberedKind, records: Sequence[Record]) -> str:
    words = Counter(map(kind_label, records))
    return words.most_common(1)[0][0] if words else _NUMBERED[kind]


def label_of(kind: NumberedKind, number: int, catalog: Catalog) -> str:
    """「基本目標2」「基本的方向⑥」「政策パッケージ3」, by the number that is the record's own in the document."""
    known: Record | None
    match kind:
        case "goal":
            known = catalog.goals.get(number)
        case "direction":
            known = catalog.directions.get(number)
        case "package":
            known = catalog.packages.get(number)
    return label_in(catalog, known) if known else f"{_NUMBERED[kind]}{number}"


def is_told_by_number(catalog: Catalog, package: PolicyPackage) -> bool:
    """Not where each goal has a 施策1."""
    return sum(short_title(one) == short_title(package) for one in catalog.base.packages) < 2


def label_in(catalog: Catalog, record: Record) -> str:
    """By its number, with the name where that means several: 「政策パッケージ3」「施策1 観光の振興」."""
    is_told = not isinstance(record, PolicyPackage) or is_told_by_number(catalog, record)
    return short_title(record) if is_told else title(record)


def scope_name(catalog: Catalog, record: Record) -> str:
    """「政策パッケージ3」, or its name in quotes where the number does not say which it is."""
    label = label_in(catalog, record)
    return label if label and label == short_title(record) else quoted(label or title(record))


def short_title(record: Record) -> str:
    """The same of a record; "" for what has no number in its title."""
    match record:
        case BasicGoal():
            return f"{record.label}{record.number}"
        case BasicDirection():
            return f"{_NUMBERED['direction']}{circled(record.number)}"
        case PolicyPackage():
            return f"{kind_label(record)}{record.mark}"
        case _:
            return ""


def title(record: Record) -> str:
    """As the document names it; structure with its number."""
    match record:
        case Term():
            return record.term
        case Indicator():
            return record.title
        case Passage():
            return record.path[-1] if record.path else "本文"
        case Strategy():
            return record.title
        case _:
            return f"{short_title(record)} {record.name}".strip()


def homes(catalog: Catalog, project: Project) -> tuple[PolicyPackage, ...]:
    """The packages that list the project, its own first."""
    found = catalog.listed_in[catalog.original(project).id]
    return tuple(sorted(found, key=lambda package: package.number != project.package))


def packages_text(project: Project, catalog: Catalog) -> str:
    """「政策パッケージ2・3」."""
    first, *more = homes(catalog, project)
    return "・".join([label_in(catalog, first), *(other.mark or other.name for other in more)])


def home(catalog: Catalog, record: Record) -> str:
    """Where it belongs: 「政策パッケージ3 子育て…」, 「基本目標2 …」; "" for what stands at the top."""
    match record:
        case Project():
            return "、".join(map(title, homes(catalog, record)))
        case Indicator():
            package, goal = catalog.package_of_kpi(record), catalog.goal_of_target(record)
            return title(package) if package else title(goal) if goal else WHOLE_PLAN
        case BasicDirection():
            found = catalog.goals.get(record.goal or 0)
            return title(found) if found else ""
        case Passage():
            return path_text(record.path)
        case PolicyPackage():
            return f"事業 {len(record.projects)}件・KPI {len(record.kpis)}件"
        case BasicGoal():
            directions = f"・基本的方向 {len(record.directions)}件" if catalog.directions else ""
            return f"数値目標 {len(record.targets)}件{directions}"
        case _:
            return ""


def place(catalog: Catalog, record: Record) -> str:
    """「事業・政策パッケージ3 …・基本的方向⑥⑫」, to tell a record from its like."""
    directions = directions_text(record) if isinstance(record, Project) else ""
    return "・".join(filter(None, [kind_label(record), home(catalog, record), directions]))


def short_place(catalog: Catalog, record: Record) -> str:
    """「政策パッケージ3・基本的方向⑥⑫」, where the names follow or would take a line of their own."""
    if isinstance(record, Indicator) and (above := catalog.package_of_kpi(record) or catalog.goal_of_target(record)):
        return label_in(catalog, above)
    if not isinstance(record, Project):
        return home(catalog, record)
    return "・".join(filter(None, [packages_text(record, catalog), directions_text(record)]))


def directions_text(project: Project) -> str:
    """「基本的方向⑥⑫」."""
    return f"基本的方向{''.join(map(circled, project.directions))}" if project.directions else ""


def indicators_of(catalog: Catalog, record: Record) -> tuple[Indicator, ...]:
    """What can be measured of it, in printed order."""
    match record:
        case Project():
            return catalog.kpis_of(record)
        case Indicator():
            return (record,)
        case BasicGoal():
            return record.targets
        case PolicyPackage():
            return record.kpis
        case Strategy():
            return tuple(catalog.indicators.values())
        case _:
            return ()


def path_text(path: Sequence[str]) -> str:
    return " ＞ ".join(path)


def edition(catalog: Catalog) -> str:
    """「第2期…総合戦略（令和2年3月）」."""
    strategy = catalog.strategy
    return f"{strategy.title}（{strategy.published}）" if strategy.published else strategy.title


def version(catalog: Catalog) -> str:
    """「本文の版 60265669」: the first eight of the source's SHA-256."""
    return f"本文の版 {catalog.strategy.source.sha256[:8]}"
