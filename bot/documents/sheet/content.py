"""What a meeting sheet says, as plain data for the template: no words are chosen there, no places here.

A project is one page. A package is one page of summary, then one page for each project it lists, reprints included:
the document prints them there with words of their own.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from knowledge.indicators import find_chart
from knowledge.model import Catalog, Indicator, Project, UnknownIdError
from knowledge.model.base_json import as_plain
from knowledge.model.plans import ended_note
from knowledge.model.records import PolicyPackage, Span
from knowledge.model.structs import replace
from knowledge.wording import Card, Measure, Values, card_of, count_states, counts_text, years_note
from knowledge.wording.amounts import Figure, circled, lines_text
from knowledge.wording.card import CardField
from knowledge.wording.moments import era_day_text
from knowledge.wording.names import edition, package_word, version
from knowledge.wording.values import worst_first

NO_HISTORY = "実績が2年度分以上登録されると、ここに推移のグラフが入ります。"
NO_ACTUALS = "実績未登録のため、推移のグラフはありません。"


def sheet_content(catalog: Catalog, values: Values, ids: Sequence[str], today: date) -> dict[str, Any]:
    """Raises UnknownIdError for what is neither a project nor a package."""
    ended = ended_note(catalog.strategy.period, today)
    return {
        "strategy": edition(catalog),
        "made": f"{era_day_text(today)}作成",
        "date": [today.year, today.month, today.day],
        "title": _document_title(catalog, ids),
        "pages": [_noted(page, ended) for id in ids for page in _pages(catalog, values, id)],
    }


def _noted(page: dict[str, Any], ended: str) -> dict[str, Any]:
    """With the word that the plan's period is over."""
    return {**page, "notes": (*page["notes"], f"※ {ended}")} if ended else page


def sheet_ids(catalog: Catalog) -> list[str]:
    """Everything that can be made a sheet of: projects, reprints included, and packages."""
    return [*catalog.projects, *(package.id for package in catalog.base.packages)]


def sheet_spans(catalog: Catalog, ids: Sequence[str]) -> list[Span]:
    """Where in the document that stands which is printed."""
    packages = [package for package in catalog.base.packages if package.id in ids]
    projects = [catalog.projects[id] for id in ids if id in catalog.projects]
    projects += [project for package in packages for project in package.projects]
    kpis = [*(kpi for own in packages for kpi in own.kpis), *(kpi for own in projects for kpi in catalog.kpis_of(own))]
    records: list[PolicyPackage | Project | Indicator] = [*packages, *projects, *kpis]
    return [record.span for record in records]


def _document_title(catalog: Catalog, ids: Sequence[str]) -> str:
    names = [catalog.projects[id].name for id in ids if id in catalog.projects]
    names += [package.name for package in catalog.base.packages if package.id in ids]
    return f"{'、'.join(names[:3])}{' ほか' if len(names) > 3 else ''} 会議資料"


def _pages(catalog: Catalog, values: Values, id: str) -> Iterator[dict[str, Any]]:
    if id in catalog.projects:
        yield _project_page(catalog, values, catalog.projects[id])
        return
    package = next((package for package in catalog.base.packages if package.id == id), None)
    if package is None:
        known = sheet_ids(catalog)
        raise UnknownIdError(f"事業または{package_word(catalog)}", id, get_close_matches(id, known, n=3, cutoff=0.5))
    yield _package_page(catalog, values, package)
    for project in package.projects:
        yield _project_page(catalog, values, project)


def _project_page(catalog: Catalog, values: Values, project: Project) -> dict[str, Any]:
    card = card_of(project, catalog, values)
    plan = catalog.strategy.period
    charts = [chart for own in card.measures if (chart := find_chart(own, plan))]
    groups = [group for part in card.parts if isinstance(part, CardField) for group in part.groups]
    return {
        **_page(catalog, card, catalog.kpis_of(project)),
        "kind": "project",
        "fields": [
            {"label": own.label, "lines": [{"text": line.text, "home": line.home} for line in own.lines]}
            for own in card.fields
        ],
        "initiatives": [{"group": group, "texts": [line.text for line in own]} for group, own in groups],
        "charts": [as_plain(chart) for chart in charts],
        "no_charts": NO_HISTORY if any(own.view for own in card.measures) else NO_ACTUALS,
    }


def _package_page(catalog: Catalog, values: Values, package: PolicyPackage) -> dict[str, Any]:
    card = card_of(package, catalog, values)
    [listed] = [part for part in card.parts if isinstance(part, CardField)] or [CardField("事業", ())]
    return {
        **_page(catalog, card, package.kpis),
        "kind": "package",
        "projects_heading": listed.heading,
        "projects": [
            {
                "number": line.before,
                "name": line.name,
                "reprint": line.after,
                "directions": "".join(map(circled, project.directions)),
                "kpis": len(catalog.kpis_of(project)),
            }
            for line, project in zip(listed.lines, package.projects, strict=True)
        ],
        "counts": counts_text(count_states(own.state for own in card.measures)),
        "years": years_note(card.measures),
    }


def _page(catalog: Catalog, card: Card, kpis: Sequence[Indicator]) -> dict[str, Any]:
    """What both kinds of page say."""
    lines = "、".join(f"本文{lines_text(joined)}" for joined in _joined([kpi.span for kpi in kpis]))
    return {
        "id": card.id,
        "caption": card.caption,
        "name": card.name,
        "purpose": card.paragraphs,
        "kpis": [_row(own) for own in worst_first(card.measures)],
        "notes": [note.replace("⚠", "※") for note in card.notes],  # the font has no ⚠
        "source": "　".join(filter(None, [card.source_text, f"KPI {lines}" if lines else "", version(catalog)])),
    }


def _row(own: Measure) -> dict[str, Any]:
    return {
        "name": own.name,
        "figures": [_figure(each) for each in (own.baseline, own.actual, own.target)],
        "progress": own.percent,
        "share": own.filled,
        "state": own.state,
        "shortfall": own.shortfall,
        "mark": own.mark,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    """That a value is invented is said apart from its year."""
    note = figure.year if figure.is_sample else figure.note
    return {"number": figure.number, "unit": figure.unit, "note": note, "mark": figure.sample_mark}


def _joined(spans: Sequence[Span]) -> list[Span]:
    """In order of lines; those that follow each other, as the rows of one table do, as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.first_line):
        if joined and span.page == joined[-1].page and span.first_line <= joined[-1].last_line + 1:
            joined[-1] = replace(joined[-1], last_line=max(span.last_line, joined[-1].last_line))
        else:
            joined.append(span)
    return joined
