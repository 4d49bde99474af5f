"""What other programs read, as JSON objects: their types, of which the OpenAPI document and the MCP tools are made, and
how they are made of records. Decimals are strings; names of people are nowhere.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict  # of which pydantic makes schemas in Python 3.11, too

from bot.api.answer_json import answer_json
from bot.values.plans import Knowledge
from bot.views import LinkOf
from bot.views.sources import printed_lines, printed_text
from knowledge.answers import Answer
from knowledge.indicators import CurrentValues, Entry, figure_of
from knowledge.indicators.review import progress_json
from knowledge.model import Catalog, FiscalYear, Indicator, Project, Record
from knowledge.model.plans import PlanFacts
from knowledge.model.quantity import Quantity
from knowledge.wording import title
from knowledge.wording.names import short_title


def _says(text: str) -> Any:
    return Field(description=text)


class NamedObject(TypedDict):
    """番号（id）と名前。"""

    id: str
    title: str


class NearObject(NamedObject):
    """近い記載。"""

    kind: str


class ItemObject(TypedDict):
    """答えとして示した事業・KPI・本文など。"""

    kind: Annotated[
        str, _says("project、kpi、goal、goal_target、direction、package、term、passage、strategy のどれか。")
    ]
    id: str
    title: Annotated[str, _says("本文のとおりの名前。")]
    score: float
    why: Annotated[list[str], _says("一致した言葉。")]
    text: Annotated[str | None, _says("示した本文、または指標について聞かれたこと。")]


class InterpretedObject(TypedDict):
    """質問の読み取り。"""

    fiscal_years: list[int]
    package: int | None
    goal: int | None
    direction: int | None
    facets: list[str]


class SourceObject(NamedObject):
    """出典：計画の本文のどこに書いてあるか。"""

    file: str
    page: Annotated[int | None, _says("ページ（ページのあるファイルのとき）。")]
    first_line: int
    last_line: int
    text: Annotated[str, _says("本文の文のまま。")]
    url: Annotated[str | None, _says("「export site」のウェブサイトでの場所。")]


class AnswerObject(TypedDict):
    """質問への答え。senryaku ask --json と同じものに、出典（sources）と context を加えたものです。"""

    id: str | int | None
    query: str
    status: Annotated[str, _says("answered、candidates、not_found、smalltalk、help のどれか。")]
    intent: str
    items: list[ItemObject]
    text: Annotated[str, _says("答えの全部を、読み上げられる文にしたもの。")]
    interpreted: InterpretedObject
    reason: NotRequired[
        Annotated[str, _says("not_found のとき：absent、attribute、not_understood、ambiguous のどれか。")]
    ]
    near: NotRequired[list[NearObject]]
    plan: NotRequired[NamedObject]
    elapsed_ms: float
    sources: list[SourceObject]
    context: Annotated[list[str], _says("続きの質問の context に、そのまま渡すもの。")]


class QuantityObject(TypedDict):
    """数量。value は印刷された単位での十進数。"""

    raw: str
    fiscal_year: int | None
    value: str | None
    upper: str | None
    unit: str
    comparison: str
    relative_to: str | None


class ActualObject(TypedDict):
    """登録された実績。"""

    fiscal_year: int
    as_of: str | None
    value: str
    text: str
    provisional: bool
    sample: Annotated[bool, _says("架空の値のとき true。")]
    source: str
    recorded_at: str


class ProgressObject(TypedDict):
    """進み具合の判定。"""

    state: Annotated[str, _says("達成、順調、やや遅れ、遅れ、後退、未達成、実績未登録、算定不可 のどれか。")]
    rate: str | None
    rate_text: str
    expected: str | None
    grade: str | None
    formula: str | None
    shortfall: str
    reason: str


class IndicatorObject(ProgressObject):
    """指標：KPI と数値目標。"""

    id: str
    title: str
    unit: str
    counting: Annotated[str, _says("single（単年度）、cumulative（累計）、total（総数）のどれか。")]
    better: Annotated[str, _says("higher（高いほどよい）、lower（低いほどよい）、keep（維持）のどれか。")]
    package: int | None
    goal: int | None
    projects: list[str]
    baseline: QuantityObject | None
    actual: ActualObject | None
    target: QuantityObject
    interim: list[QuantityObject]
    sources: list[SourceObject]


class YearObject(ActualObject, ProgressObject):
    """ある年度の実績と、そのときの判定。"""


class IndicatorInFullObject(IndicatorObject):
    """指標と、年度ごとの実績（古い順）。"""

    history: list[YearObject]
    notes: list[str]


class IndicatorsObject(TypedDict):
    plan: NamedObject
    indicators: list[IndicatorObject]
    notes: list[str]


class ProjectObject(TypedDict):
    """事業。"""

    id: str
    number: int
    title: str
    package: int
    reprint_of: Annotated[str | None, _says("再掲のとき、もとの事業。")]
    directions: list[int]
    indicators: list[str]
    description: str


class ProjectsObject(TypedDict):
    plan: NamedObject
    projects: list[ProjectObject]


class InitiativeObject(TypedDict):
    text: str
    group: str | None


class ProjectInFullObject(ProjectObject):
    """事業と、その取組・出典。"""

    initiatives: list[InitiativeObject]
    notes: list[str]
    sources: list[SourceObject]


class PartObject(NamedObject):
    """基本目標・施策の基本的方向・政策パッケージ。"""

    number: int
    label: Annotated[str, _says("「基本目標1」「政策パッケージ3」のような呼び方。")]
    text: str
    indicators: list[str]


class PlanObject(NamedObject):
    """計画の構成。"""

    label: Annotated[str, _says("期間を添えた名前。")]
    municipality: str | None
    published: str | None
    period: Annotated[list[int] | None, _says("最初と最後の年度。")]
    goals: list[PartObject]
    directions: list[PartObject]
    packages: list[PartObject]
    projects: Annotated[int, _says("事業の数（再掲を除く）。")]
    indicators: int
    terms: int
    ended: Annotated[str | None, _says("計画期間が終わっているとき、その断り。")]
    others: Annotated[list[NamedObject], _says("ほかにお答えできる計画。")]


class ReviewRowObject(ProgressObject):
    id: str
    name: str
    unit: str
    baseline: str | None
    actual: str | None
    actual_text: str | None
    provisional: bool | None
    sample: bool | None
    office_grade: str
    office_comment: str
    target: str


class ReviewGroupObject(TypedDict):
    id: str
    label: str
    counts: dict[str, int]
    missing: list[str]
    indicators: list[ReviewRowObject]


class ReviewObject(TypedDict):
    """一つの年度の検証表。senryaku kpi review --json と同じものに、計画を加えたものです。"""

    plan: NamedObject
    fiscal_year: int
    has_samples: bool
    notes: list[str]
    counts: dict[str, int]
    groups: list[ReviewGroupObject]


# Made of records.


def _quantity(quantity: Quantity) -> QuantityObject:
    return QuantityObject(
        raw=quantity.raw,
        fiscal_year=None if quantity.fiscal_year is None else int(quantity.fiscal_year),
        value=None if quantity.value is None else str(quantity.value),
        upper=None if quantity.upper is None else str(quantity.upper),
        unit=quantity.unit,
        comparison=quantity.comparison,
        relative_to=quantity.relative_to,
    )


def answer_object(answer: Answer, knowledge: Knowledge, elapsed_ms: float, link_of: LinkOf) -> AnswerObject:
    """With the sources of what it shows; a record of another plan, as in a comparison, has none."""
    sources = sources_of((item.id for item in answer.items), knowledge, link_of)
    made = {**answer_json(answer, elapsed_ms, None), "sources": sources, "context": list(answer.shown)}
    return cast("AnswerObject", made)


def sources_of(ids: Iterable[str], knowledge: Knowledge, link_of: LinkOf) -> list[SourceObject]:
    """Where the records stand in the document, each once; the plan itself has no place of its own."""
    records = knowledge.catalog.records
    found = [records[id] for id in dict.fromkeys(ids) if id in records and hasattr(records[id], "span")]
    return [_source(record, knowledge, link_of) for record in found]


def _source(record: Record, knowledge: Knowledge, link_of: LinkOf) -> SourceObject:
    span: Any = getattr(record, "span")  # noqa: B009  # all records but the plan itself have one
    return SourceObject(
        id=record.id,
        title=title(record),
        file=knowledge.catalog.strategy.source.file,
        page=span.page,
        first_line=span.first_line,
        last_line=span.last_line,
        text="\n".join(printed_lines(span, knowledge.document)) or printed_text(record),
        url=link_of(record.id, knowledge.mark),
    )


def plan_named(plan: PlanFacts) -> NamedObject:
    return NamedObject(id=plan.id, title=plan.name)


def project_object(project: Project) -> ProjectObject:
    return ProjectObject(
        id=project.id,
        number=project.number,
        title=project.name,
        package=project.package,
        reprint_of=project.reprint_of,
        directions=list(project.directions),
        indicators=list(project.kpis),
        description=project.description,
    )


def project_in_full(project: Project, knowledge: Knowledge, link_of: LinkOf) -> ProjectInFullObject:
    return ProjectInFullObject(
        **project_object(project),
        initiatives=[InitiativeObject(text=one.text, group=one.group) for one in project.initiatives],
        notes=list(project.notes),
        sources=sources_of([project.id], knowledge, link_of),
    )


def indicator_object(
    indicator: Indicator, knowledge: Knowledge, values: CurrentValues, link_of: LinkOf
) -> IndicatorObject:
    catalog = knowledge.catalog
    package, goal = catalog.package_of_kpi(indicator), catalog.goal_of_target(indicator)
    entry = values.latest_entry(indicator.id)
    return IndicatorObject(
        id=indicator.id,
        title=indicator.title,
        unit=indicator.unit,
        counting=indicator.counting,
        better=indicator.better,
        package=package.number if package else None,
        goal=goal.number if goal else None,
        projects=list(getattr(indicator, "projects", ())),
        baseline=_quantity(indicator.baseline) if indicator.baseline else None,
        actual=_actual(entry, indicator) if entry else None,
        target=_quantity(indicator.target),
        interim=[_quantity(one) for one in indicator.interim],
        sources=sources_of([indicator.id], knowledge, link_of),
        **_progress(values, indicator),
    )


def indicator_in_full(
    indicator: Indicator, knowledge: Knowledge, values: CurrentValues, notes: Sequence[str], link_of: LinkOf
) -> IndicatorInFullObject:
    years = values.by_year(indicator.id).items()
    history = [YearObject(**_actual(entry, indicator), **_progress(values, indicator, year)) for year, entry in years]
    return IndicatorInFullObject(
        **indicator_object(indicator, knowledge, values, link_of), history=history, notes=list(notes)
    )


def _progress(values: CurrentValues, indicator: Indicator, year: FiscalYear | None = None) -> ProgressObject:
    return cast("ProgressObject", progress_json(values.progress(indicator.id, year)))


def _actual(entry: Entry, indicator: Indicator) -> ActualObject:
    return ActualObject(
        fiscal_year=int(entry.fiscal_year),
        as_of=entry.as_of.isoformat() if entry.as_of else None,
        value=str(entry.value),
        text=figure_of(entry, indicator).text,
        provisional=entry.provisional,
        sample=entry.sample,
        source=entry.source,
        recorded_at=entry.at.isoformat(),
    )


def plan_object(knowledge: Knowledge, ended: str, others: Iterable[PlanFacts]) -> PlanObject:
    catalog, facts = knowledge.catalog, knowledge.plan
    base, period = catalog.base, catalog.strategy.period
    return PlanObject(
        id=facts.id,
        title=facts.name,
        label=facts.label,
        municipality=base.strategy.municipality,
        published=base.strategy.published,
        period=[int(period.start_fiscal_year), int(period.end_fiscal_year)] if period else None,
        goals=[_part(goal, goal.number, goal.text, goal.targets) for goal in base.goals],
        directions=[_part(direction, direction.number, direction.text, ()) for direction in base.directions],
        packages=[_part(package, package.number, package.text, package.kpis) for package in base.packages],
        projects=sum(1 for _ in catalog.originals()),
        indicators=len(catalog.indicators),
        terms=len(base.terms),
        ended=ended or None,
        others=[plan_named(plan) for plan in others],
    )


def _part(record: Record, number: int, text: str, indicators: Iterable[Indicator]) -> PartObject:
    return PartObject(
        id=record.id,
        title=title(record),
        number=number,
        label=short_title(record),
        text=text,
        indicators=[one.id for one in indicators],
    )


def chosen_projects(catalog: Catalog, package: int | None, goal: int | None) -> list[Project]:
    """In the order of the document; of a goal those whose directions are its own."""
    directions = {one.number for one in catalog.base.directions if one.goal == goal}
    return [
        project
        for project in catalog.projects.values()
        if (package is None or project.package == package) and (goal is None or directions & set(project.directions))
    ]
