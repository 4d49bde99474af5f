"""Objects for other programs (objects.py), made of records: values, judgements, and where each stands in the plan."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from bot.api.answer_json import answer_json
from bot.api.objects import (
    ActualObject,
    AnswerObject,
    IndicatorInFullObject,
    IndicatorObject,
    InitiativeObject,
    NamedObject,
    PartObject,
    PlanObject,
    ProgressObject,
    ProjectInFullObject,
    ProjectObject,
    QuantityObject,
    SourceObject,
    YearObject,
)
from bot.values.entry import check_number
from bot.values.plans import Knowledge
from bot.views import LinkOf
from bot.views.sources import printed_lines, printed_text
from knowledge.answers import Answer
from knowledge.indicators import CurrentValues, Entry, figure_of
from knowledge.indicators.review import progress_json
from knowledge.model import Catalog, FiscalYear, Indicator, Project, Record
from knowledge.model.base_json import as_plain
from knowledge.model.plans import PlanFacts
from knowledge.model.quantity import Quantity
from knowledge.wording import title
from knowledge.wording.names import goal_word, package_word, short_title


def _quantity(quantity: Quantity) -> QuantityObject:
    plain = as_plain(quantity)
    return cast("QuantityObject", {name: plain[name] for name in QuantityObject.__annotations__})


def answer_object(
    answer: Answer, knowledge: Knowledge, context: Sequence[str], elapsed_ms: float, link_of: LinkOf
) -> AnswerObject:
    """With the sources of what it shows; a record of another plan, as in a comparison, has none."""
    sources = sources_of((item.id for item in answer.items), knowledge, link_of)
    made = {**answer_json(answer, elapsed_ms, None), "sources": sources, "context": list(context)}
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
        known=_quantity(indicator.known) if indicator.known else None,
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
    """In the order of the document; of a goal those whose directions are its own. Raises WrongCallError."""
    check_number(package_word(catalog), package, catalog.packages)
    check_number(goal_word(catalog), goal, catalog.goals)
    directions = {one.number for one in catalog.base.directions if one.goal == goal}
    return [
        project
        for project in catalog.projects.values()
        if (package is None or project.package == package) and (goal is None or directions & set(project.directions))
    ]
