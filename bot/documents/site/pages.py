"""Records and values → every file of the site as text, in memory. The same input gives the same text."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.documents.site.addresses import page_addresses
from bot.documents.site.charts import chart_svg
from bot.documents.site.search_index import search_scripts
from bot.values.chart import find_chart
from bot.values.rows import SAMPLE_NOTE, indicator_row, indicator_rows, state_counts
from knowledge.japanese import Phrases, Vocabulary, load_vocabulary
from knowledge.model import Catalog, FiscalYear, Indicator, amount_text
from knowledge.wording import (
    BETTER,
    COUNTING,
    OWN_LINKS,
    Values,
    circled,
    era_day_text,
    facts,
    homes,
    lines_text,
    plain,
)

HERE = Path(__file__).parent
STATIC = ("site.css", "site.js", "matching.js", "search.js")
# A shade for each word of progress; the word and its mark are always there too
STATE_CLASSES = {"達成": "met", "順調": "good", "やや遅れ": "near", "遅れ": "late", "後退": "back"}


NO_PHRASES = Phrases({}, {})


def site_files(
    catalog: Catalog, values: Values, today: date, phrases: Phrases = NO_PHRASES, vocabulary: Vocabulary | None = None
) -> dict[str, str]:
    """Address within the site → text, in the order of the document.

    The search understands the document's own `phrases`, and the general vocabulary where no other is given.
    """
    addresses = page_addresses(catalog)
    files = {address: _page(catalog, values, today, address, own) for address, own in _pages(catalog, addresses)}
    files |= search_scripts(catalog, addresses, phrases, vocabulary or load_vocabulary())
    return files | {name: (HERE / "static" / name).read_text(encoding="utf-8") for name in STATIC}


def _pages(catalog: Catalog, addresses: dict[str, str]) -> Iterator[tuple[str, tuple[str, str, Any]]]:
    """(address, (template, title, record)) of every page."""
    base = catalog.base
    yield "index.html", ("index.html", "", catalog.strategy)
    yield "kpis/index.html", ("kpis.html", "KPI・数値目標一覧", None)
    yield "projects/index.html", ("projects.html", "事業一覧", None)
    yield "terms.html", ("terms.html", "用語", None)
    yield "text.html", ("text.html", "本文", None)
    yield "search.html", ("search.html", "検索", None)
    for goal in base.goals:
        yield addresses[goal.id], ("goal.html", f"基本目標{goal.number} {goal.name}", goal)
    for direction in base.directions:
        name = f"基本的方向{circled(direction.number)} {direction.name}"
        yield addresses[direction.id], ("direction.html", name, direction)
    for package in base.packages:
        yield addresses[package.id], ("package.html", f"政策パッケージ{package.number} {package.name}", package)
    for project in catalog.projects.values():
        yield addresses[project.id], ("project.html", project.name, project)
    for indicator in catalog.indicators.values():
        yield addresses[indicator.id], ("indicator.html", indicator.name, indicator)


def _page(catalog: Catalog, values: Values, today: date, address: str, own: tuple[str, str, Any]) -> str:
    template, title, record = own
    root = "../" * address.count("/")
    addresses = page_addresses(catalog)
    return (
        _templates()
        .get_template(template)
        .render(
            catalog=catalog,
            strategy=catalog.strategy,
            record=record,
            title=title,
            address=address,
            root=root,
            made=era_day_text(today),
            url=lambda id: root + addresses[id],
            rows=lambda indicators: indicator_rows(indicators, values),
            **_measuring(catalog, values),
        )
    )


def _measuring(catalog: Catalog, values: Values) -> dict[str, Callable[..., Any]]:
    """What templates may ask of the values and of the catalog."""
    plan = catalog.strategy.period
    return {
        "row": partial(indicator_row, values=values),
        "view": values.latest,
        "chart": lambda indicator: find_chart(indicator, values.latest(indicator.id), plan),
        "history": lambda indicator: _history(indicator, values),
        "source": partial(facts.source_line, catalog),
        "homes": partial(homes, catalog),
        "projects_of": lambda kpi: [catalog.projects[id] for id in kpi.projects if id in catalog.projects],
        "has_samples": lambda ids: any((view := values.latest(id)) and view.is_sample for id in ids),
    }


def _history(indicator: Indicator, values: Values) -> list[tuple[str, str]]:
    view = values.latest(indicator.id)
    relative = indicator.target.relative_to
    return [
        (FiscalYear(year).label, amount_text(value, indicator.unit, relative))
        for year, value in (view.history if view else ())
    ]


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters |= {"plain": plain, "circled": circled, "lines": lines_text, "dated": facts.dated}
    templates.globals |= {
        "svg": chart_svg,
        "state_counts": state_counts,
        "state_class": lambda state: STATE_CLASSES.get(state, "unknown"),
        "by_group": _by_group,
        "note_on_directions": facts.note_on_directions,
        "own_links": OWN_LINKS,
        "sample_note": SAMPLE_NOTE,
        "counting": COUNTING,
        "better": BETTER,
    }
    return templates


def _by_group(initiatives: Sequence[Any]) -> list[tuple[str | None, list[Any]]]:
    """Initiatives under the 【…】 they stand under, in printed order; None for those that stand alone."""
    return [(group, list(own)) for group, own in groupby(initiatives, key=lambda own: own.group)]
