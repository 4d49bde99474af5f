"""More than the card: everything around a record (詳しく), and the calm full-width summary for a meeting (会議用)."""

import re
from itertools import islice

from bot.views import ids
from bot.views.about import footer
from bot.views.bodies import body_of, indicator_blocks, initiative_blocks, listed
from bot.views.escaping import Markup, bold, escape
from bot.views.ids import Value
from bot.views.kpis import OWN_LINKS, kpi_chart, kpi_table, value_notes
from bot.views.parts import (
    Block,
    Message,
    actions,
    assemble,
    button,
    divider,
    fields,
    header,
    paragraph,
    record_button,
    section,
)
from bot.views.parts import context as note
from knowledge.model import BasicGoal, Catalog, PolicyPackage, Project, Term
from knowledge.wording import (
    MARKS,
    Record,
    Values,
    facts,
    figures,
    find_record,
    home,
    homes,
    indicators_of,
    record_text,
    source_text,
    span_of,
    state_label,
    state_of,
    title,
)

MOST_PURPOSE = 3  # lines
_LINE, _QUOTED = 160, 500
_SENTENCE_END = re.compile(r"(?<=。)|\n")


# 詳しく


def detail_message(id: str, catalog: Catalog, values: Values, *, context: str = "") -> Message:
    """The record and what it belongs to: directions in their own words, formulas and notes of its KPIs, relatives."""
    record = find_record(catalog, id) or catalog.project(id)
    around = _around_project(record, catalog, values, context) if isinstance(record, Project) else []
    body = around or body_of(record, catalog, values, context)
    row = actions(
        record_button("原文", ids.SOURCE, record.id, context=context),
        button("チャンネルに共有", ids.SHARE, ids.encode(Value((record.id,), context))),
    )
    return assemble(record_text(catalog, record, values), body, [row, *footer(Value((record.id,), context))])


def _around_project(project: Project, catalog: Catalog, values: Values, context_key: str) -> list[Block]:
    kpis = catalog.kpis_of(project)
    directions = [catalog.directions[number] for number in project.directions if number in catalog.directions]
    blocks = [header(f"{project.name} の詳細"), paragraph(facts.shown(project.description))]
    blocks += initiative_blocks(project.initiatives)
    for kpi in kpis:
        blocks += [*indicator_blocks("KPI", [kpi], values), *value_notes(values.latest(kpi.id))]
    if kpis:
        blocks.append(note(OWN_LINKS))
    for package in homes(catalog, project):
        blocks += [section(bold(title(package))), paragraph(facts.shown(package.text), most=_QUOTED)]
    for direction in directions:
        blocks += [section(bold(title(direction))), paragraph(facts.shown(direction.text), most=_QUOTED)]
    relatives = {other.id: other for each in directions for other in catalog.projects_of_direction(each.number)}
    relatives.pop(project.id, None)
    menu = "事業を選んで詳しく見る"
    blocks += listed(
        "同じ基本的方向の事業", list(relatives.values()), menu, catalog, context_key, directions=directions
    )
    defined = [f"{term.term}：{facts.shown(term.definition)}" for term in terms_in(project, catalog)]
    return [*blocks, *([note(*defined)] if defined else []), note(source_text(catalog, project.span))]


def terms_in(project: Project, catalog: Catalog) -> list[Term]:
    """Footnoted terms that the project's own words use."""
    said = "\n".join([project.name, project.description, *(each.text for each in project.initiatives)])
    return [term for term in catalog.base.terms if term.term and term.term in said]


# 会議用に表示


def meeting_message(id: str, catalog: Catalog, values: Values, *, context: str = "") -> Message:
    """Facts first, then the purpose in three lines, the initiatives, the KPIs with their states, and one chart."""
    record = find_record(catalog, id) or catalog.project(id)
    indicators = indicators_of(catalog, record)
    blocks = [
        header(title(record)),
        fields(_facts(record, catalog, values)),
        divider(),
        section(Markup("*目的*\n" + "\n".join(escape(line) for line in purpose(record)))),
        *_content(record, catalog, context),
    ]
    if indicators:
        table, _ = kpi_table(indicators, values, f"{title(record)}のKPI")
        charts = (chart for each in indicators if (chart := kpi_chart(each, values.latest(each.id))))
        blocks += [table, *([note(OWN_LINKS)] if isinstance(record, Project) else []), *islice(charts, 1)]
    if span := span_of(record):
        blocks.append(note(source_text(catalog, span)))
    printed = [record_button("印刷用PDF", ids.PRINT, record.id, context=context)]
    row = actions(
        record_button("詳しく", ids.DETAIL, record.id, context=context),
        *(printed if isinstance(record, Project | PolicyPackage) else []),
        button("チャンネルに共有", ids.SHARE, ids.encode(Value((record.id,), context))),
    )
    return assemble(_meeting_text(record, catalog, values), blocks, [row])


def _facts(record: Record, catalog: Catalog, values: Values) -> list[tuple[str, str]]:
    """Four facts, in two columns."""
    states = _counted(record, catalog, values)
    match record:
        case Project():
            directions = "\n".join(facts.direction_label(catalog, number) for number in record.directions)
            return [
                ("政策パッケージ", "\n".join(f"{each.number} {each.name}" for each in homes(catalog, record))),
                ("施策の基本的方向", directions),
                ("取組", f"{len(record.initiatives)}件"),
                ("KPI", states),
            ]
        case PolicyPackage() | BasicGoal():
            return [("構成", home(catalog, record)), ("KPI・数値目標", states)]
        case _:
            return [("位置づけ", home(catalog, record)), ("KPI", states)]


def _counted(record: Record, catalog: Catalog, values: Values) -> str:
    """「3件（達成 ◎ 1、遅れ ▲ 2）」"""
    states = [state_of(values.latest(each.id)) for each in indicators_of(catalog, record)]
    order = [*MARKS, *sorted(set(states) - set(MARKS))]
    told = "、".join(f"{state_label(state)} {states.count(state)}" for state in order if state in states)
    return f"{len(states)}件（{told}）" if states else "結び付いたKPIはありません"


def purpose(record: Record) -> list[str]:
    """At most three lines: the first sentences of what the document says about it."""
    said = record.description if isinstance(record, Project) else getattr(record, "text", "") or title(record)
    sentences = [part.strip() for part in _SENTENCE_END.split(facts.shown(said)) if part.strip()]
    shown = [part if len(part) <= _LINE else part[: _LINE - 1] + "…" for part in sentences[:MOST_PURPOSE]]
    return shown or ["―"]


def _content(record: Record, catalog: Catalog, context_key: str) -> list[Block]:
    match record:
        case Project():
            return initiative_blocks(record.initiatives)
        case PolicyPackage():
            projects = [catalog.original(project) for project in record.projects]
            return listed("事業", projects, "事業を選んで詳しく見る", catalog, context_key, numbers=record)
        case _:
            return []


def _meeting_text(record: Record, catalog: Catalog, values: Values) -> str:
    told = [f"{label} {value}".replace("\n", "、") for label, value in _facts(record, catalog, values)]
    measured = [
        f"{each.name}：{figures(each, view)}、{state_label(state_of(view))}"
        for each in indicators_of(catalog, record)
        for view in [values.latest(each.id)]
    ]
    return "\n".join([title(record), *told, *purpose(record), *measured])
