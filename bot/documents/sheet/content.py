"""What a meeting sheet says, as plain data for the template: no words are chosen there, no places here.

A project is one page. A package is one page of summary, then one page for each project it lists, reprints included:
the document prints them there with words of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from bot.values.chart import find_chart
from bot.values.rows import SAMPLE_NOTE, IndicatorRow, indicator_rows, state_counts
from knowledge.model import Catalog, Kpi, PolicyPackage, Project, Span, UnknownIdError
from knowledge.wording import OWN_LINKS, Values, circled, era_day_text, facts, lines_text, plain

NO_HISTORY = "実績が2年度分以上登録されると、ここに推移のグラフが入ります。"
NO_ACTUALS = "実績未登録のため、推移のグラフはありません。"
NO_KPIS = "この事業に結び付けたKPIはありません。"


def sheet_content(catalog: Catalog, values: Values, ids: Sequence[str], today: date) -> dict[str, Any]:
    """Raises UnknownIdError for what is neither a project nor a package."""
    strategy = catalog.strategy
    title = " ".join(filter(None, [strategy.title, f"（{strategy.published}）" if strategy.published else ""]))
    return {
        "strategy": title,
        "made": f"{era_day_text(today)}作成",
        "date": [today.year, today.month, today.day],
        "title": _document_title(catalog, ids),
        "pages": [page for id in ids for page in _pages(catalog, values, id)],
    }


def sheet_ids(catalog: Catalog) -> list[str]:
    """Everything that can be made a sheet of: projects, reprints included, and packages."""
    return [*catalog.projects, *(package.id for package in catalog.base.packages)]


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
        raise UnknownIdError("事業または政策パッケージ", id, get_close_matches(id, known, n=3, cutoff=0.5))
    yield _package_page(catalog, values, package)
    for project in package.projects:
        yield _project_page(catalog, values, project)


def _project_page(catalog: Catalog, values: Values, project: Project) -> dict[str, Any]:
    kpis = catalog.kpis_of(project)
    rows = indicator_rows(kpis, values)
    package = catalog.packages[project.package]
    return {
        "kind": "project",
        "id": project.id,
        "home": f"政策パッケージ{package.number}　{package.name}",
        "number": f"({project.number})",
        "name": project.name,
        "reprint": _reprint_text(catalog, project),
        "directions": [_direction(catalog, number) for number in project.directions],
        "purpose": plain(project.description).split("\n"),
        "initiatives": [
            {"group": group, "texts": [plain(one.text) for one in own]}
            for group, own in groupby(project.initiatives, key=lambda one: one.group)
        ],
        **_measured(catalog, values, kpis, rows),
        "notes": _notes(rows, is_linked=bool(kpis)),
        "source": _source_text(catalog, project.span, kpis),
    }


def _package_page(catalog: Catalog, values: Values, package: PolicyPackage) -> dict[str, Any]:
    rows = indicator_rows(package.kpis, values)
    return {
        "kind": "package",
        "id": package.id,
        "home": f"政策パッケージ{package.number}",
        "name": package.name,
        "purpose": plain(package.text).split("\n"),
        "projects": [
            {
                "number": f"({project.number})",
                "name": project.name,
                "reprint": bool(project.reprint_of),
                "directions": "".join(circled(number) for number in project.directions),
                "kpis": len(catalog.kpis_of(project)),
            }
            for project in package.projects
        ],
        **_measured(catalog, values, package.kpis, rows),
        "counts": [{"state": state, "mark": mark, "count": count} for state, mark, count in state_counts(rows)],
        "notes": _notes(rows, is_linked=True),
        "source": _source_text(catalog, package.span, package.kpis),
    }


def _measured(catalog: Catalog, values: Values, kpis: Sequence[Kpi], rows: Sequence[IndicatorRow]) -> dict[str, Any]:
    plan = catalog.strategy.period
    charts = [chart for kpi in kpis if (chart := find_chart(kpi, values.latest(kpi.id), plan))]
    has_actuals = any(values.latest(kpi.id) for kpi in kpis)
    return {
        "kpis": [asdict(row) for row in rows],
        "charts": [asdict(chart) for chart in charts],
        "no_charts": NO_HISTORY if has_actuals else NO_ACTUALS,
        "no_kpis": NO_KPIS,
    }


def _direction(catalog: Catalog, number: int) -> dict[str, str]:
    direction = catalog.directions.get(number)
    goal = catalog.goals.get(direction.goal or 0) if direction else None
    return {
        "mark": circled(number),
        "name": direction.name if direction else "",
        "goal": f"基本目標{goal.number} {goal.name}" if goal else "",
    }


def _reprint_text(catalog: Catalog, project: Project) -> str:
    if project.reprint_of is None:
        return ""
    original = catalog.original(project)
    return f"【再掲】政策パッケージ{original.package} ({original.number}) と同じ事業です"


def _notes(rows: Sequence[IndicatorRow], *, is_linked: bool) -> list[str]:
    notes = [f"{OWN_LINKS}。"] if is_linked else []
    return [*notes, SAMPLE_NOTE] if any(row.actual.is_sample for row in rows) else notes


def _source_text(catalog: Catalog, span: Span, kpis: Sequence[Kpi]) -> str:
    """Where it stands, and which edition was read: its bytes have this beginning of a SHA-256."""
    source = facts.source_line(catalog, span)
    lines = "、".join(lines_text(joined) for joined in _joined([kpi.span for kpi in kpis]))
    return f"{source}{f'、KPI（本文{lines}）' if lines else ''}　本文の版 {catalog.strategy.source.sha256[:8]}"


def _joined(spans: Sequence[Span]) -> list[Span]:
    """In order of lines; those that follow each other, as the rows of one table do, as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.first_line):
        if joined and span.first_line <= joined[-1].last_line + 1:
            joined[-1] = Span(joined[-1].first_line, max(span.last_line, joined[-1].last_line))
        else:
            joined.append(span)
    return joined
