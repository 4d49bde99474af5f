"""A record by its id, whatever its kind: its label, title, home and gist, as cards, lists and menus name it."""

from knowledge.model.catalog import Catalog
from knowledge.model.records import (
    BasicDirection,
    BasicGoal,
    Indicator,
    Kpi,
    Passage,
    PolicyPackage,
    Project,
    Span,
    Strategy,
    Term,
)
from knowledge.wording import facts
from knowledge.wording.amounts import lines_text
from knowledge.wording.states import NOT_RECORDED, SAMPLE_MARK, state_label
from knowledge.wording.values import Values, ValueView

Record = Project | Indicator | BasicGoal | BasicDirection | PolicyPackage | Term | Passage | Strategy


def find_record(catalog: Catalog, id: str) -> Record | None:
    """A reprint gives its original: it is shown under its plain name, once. `population` is an indicator."""
    if id in catalog.projects:
        return catalog.original(catalog.projects[id])
    if id in catalog.indicators:
        return catalog.indicators[id]
    if id == catalog.strategy.id:
        return catalog.strategy
    base = catalog.base
    others: tuple[BasicGoal | BasicDirection | PolicyPackage | Term | Passage, ...]
    others = (*base.goals, *base.directions, *base.packages, *base.terms, *base.passages)
    return next((record for record in others if record.id == id), None)


def kind_label(record: Record) -> str:
    match record:
        case Project():
            return "事業"
        case Kpi():
            return "KPI"
        case Indicator():
            return "成果目標" if record.id == "population" else "数値目標"
        case BasicGoal():
            return "基本目標"
        case BasicDirection():
            return "基本的方向"
        case PolicyPackage():
            return "政策パッケージ"
        case Term():
            return "用語"
        case Passage():
            return "本文"
        case Strategy():
            return "計画"


def title(record: Record) -> str:
    """As the document names it; structure with its number."""
    match record:
        case BasicGoal() | PolicyPackage():
            return f"{kind_label(record)}{record.number} {record.name}"
        case BasicDirection():
            return f"{kind_label(record)}{facts.circled(record.number)} {record.name}"
        case Term():
            return record.term
        case Passage():
            return record.path[-1] if record.path else "本文"
        case Strategy():
            return record.title
        case _:
            return record.name


def homes(catalog: Catalog, project: Project) -> tuple[PolicyPackage, ...]:
    """The packages that list the project, its own first."""
    found = [p for p in catalog.base.packages for own in p.projects if catalog.original(own).id == project.id]
    return tuple(sorted(found, key=lambda package: package.number != project.package))


def home(catalog: Catalog, record: Record) -> str:
    """Where it belongs: 「政策パッケージ3 子育て…」, 「基本目標2 …」; "" for what stands at the top."""
    match record:
        case Project():
            return "、".join(f"政策パッケージ{package.number} {package.name}" for package in homes(catalog, record))
        case Indicator():
            package, goal = catalog.package_of_kpi(record), catalog.goal_of_target(record)
            return title(package) if package else title(goal) if goal else "計画全体"
        case BasicDirection():
            found = catalog.goals.get(record.goal or 0)
            return title(found) if found else ""
        case Passage():
            return " ＞ ".join(record.path)
        case PolicyPackage():
            return f"事業 {len(record.projects)}件・KPI {len(record.kpis)}件"
        case BasicGoal():
            return f"数値目標 {len(record.targets)}件・基本的方向 {len(record.directions)}件"
        case _:
            return ""


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


def source_text(catalog: Catalog, span: Span) -> str:
    """「出典：第2期…総合戦略（令和2年3月） 第2章 … ＞ 3 … 本文697行」: edition, heading path and lines."""
    return f"出典：{edition(catalog)} {' ＞ '.join(facts.heading_path(catalog, span))} 本文{lines_text(span)}"


def edition(catalog: Catalog) -> str:
    strategy = catalog.strategy
    return f"{strategy.title}（{strategy.published}）" if strategy.published else strategy.title


def span_of(record: Record) -> Span | None:
    return None if isinstance(record, Strategy) else record.span


def gist(catalog: Catalog, record: Record, values: Values) -> str:
    """One paragraph: what a card in a row of cards has room for. Figures come with their year and unit."""
    match record:
        case Project():
            return facts.shown(record.description)
        case Indicator():
            return figures(record, values.latest(record.id))
        case Term():
            return facts.shown(record.definition)
        case Strategy():
            return facts.strategy_text(catalog)
        case Passage():
            return record.text
        case _:
            return facts.shown(record.text)


def figures(indicator: Indicator, view: ValueView | None) -> str:
    """「基準値 54人（令和元年度） → 最新の実績 48人（令和4年度・確定値） → 目標値 0人（令和6年度）」.

    Where none is recorded: 「基準値 54人（令和元年度） → 実績未登録 → 目標値 0人（令和6年度）」.
    """
    baseline, target = facts.dated(indicator.baseline), facts.dated(indicator.target)
    latest = f"最新の実績 {actual_text(view)}" if view else actual_text(view)
    return f"基準値 {baseline} → {latest} → 目標値 {target}"


def actual_text(view: ValueView | None) -> str:
    """The latest actual; an invented one says so wherever it is shown."""
    if view is None:
        return NOT_RECORDED
    return f"{view.text}【{SAMPLE_MARK}】" if view.is_sample and SAMPLE_MARK not in view.text else view.text


def state_of(view: ValueView | None) -> str:
    return view.state if view else NOT_RECORDED


def standing(indicator: Indicator, values: Values) -> str:
    """「待機児童数：基準値 … → 最新の実績 … → 目標値 …　遅れ ▲」; what is not recorded is said once."""
    view = values.latest(indicator.id)
    told = f"{indicator.name}：{figures(indicator, view)}"
    return f"{told}　{state_label(view.state)}" if view else told


def actual_texts(catalog: Catalog, values: Values) -> dict[str, str]:
    """Indicator id → latest actual, as `facts` and the engine want it; without those that have none."""
    views = {id: values.latest(id) for id in catalog.indicators}
    return {id: actual_text(view) for id, view in views.items() if view}


def record_text(catalog: Catalog, record: Record, values: Values) -> str:
    """All that is said of it, for the top-level text."""
    if isinstance(record, Indicator):  # `population` as an indicator, not as the document in numbers
        return facts.indicator_text(catalog, record, actual_texts(catalog, values))
    return facts.record_text(catalog, record.id, actual_texts(catalog, values))
