"""Records and values → every file of the site as text, in memory. The same input gives the same text."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.documents.site.addresses import page_addresses
from bot.documents.site.charts import chart_svg
from bot.documents.site.search_index import search_scripts
from knowledge.indicators import find_chart
from knowledge.japanese import Phrases, load_vocabulary
from knowledge.model import Catalog, Record
from knowledge.model.plans import ended_note
from knowledge.wording import Values, card_of, count_states, measures, state_label, title, years_note
from knowledge.wording.amounts import SAMPLE_MARK, circled
from knowledge.wording.moments import era_day_text
from knowledge.wording.names import edition, version
from knowledge.wording.values import data_notes, marked_notes

SITE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
)
"""Nothing from any other machine, no script or style within a page; of fonts, frames and requests there are none."""
HERE = Path(__file__).parent
STATIC = ("site.css", "site.js", "matching.js", "search.js")
# A shade for each word of progress; the word and its mark are always there too
STATE_CLASSES = {"達成": "met", "順調": "good", "やや遅れ": "near", "遅れ": "late", "後退": "back", "未達成": "late"}
NO_PHRASES = Phrases({}, {})


def site_files(catalog: Catalog, values: Values, today: date, phrases: Phrases = NO_PHRASES) -> dict[str, str]:
    """Address within the site → text, in the order of the document. The search understands its own `phrases`."""
    addresses = page_addresses(catalog)
    base, plan = catalog.base, catalog.strategy.period
    records = {**catalog.records, **catalog.projects}  # a reprint has a page with words of its own
    cards = {id: card_of(record, catalog, values) for id, record in records.items()}
    shared = {
        "catalog": catalog,
        "cards": cards,
        "goals": [cards[goal.id] for goal in base.goals],
        "packages": [cards[package.id] for package in base.packages],
        "addresses": addresses,
        "strategy": catalog.strategy,
        "edition": edition(catalog),
        "version": version(catalog),
        "made": era_day_text(today),
        "ended": ended_note(plan, today),
        "measures": lambda indicators: measures(indicators, values),
        "chart": lambda own: find_chart(own, plan),
    }
    files = {address: _page(shared, address, own) for address, own in _pages(catalog, addresses)}
    files |= search_scripts(catalog, addresses, phrases, load_vocabulary())
    return files | {name: (HERE / "static" / name).read_text(encoding="utf-8") for name in STATIC}


def _pages(catalog: Catalog, addresses: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """(address, (template, title, record id)) of every page."""
    whole = catalog.strategy.id
    yield "index.html", ("index.html", "", whole)
    yield "kpis/index.html", ("kpis.html", "KPI・数値目標一覧", whole)
    yield "projects/index.html", ("projects.html", "事業一覧", whole)
    yield "terms.html", ("terms.html", "用語", whole)
    yield "text.html", ("text.html", "本文", whole)
    yield "search.html", ("search.html", "検索", whole)
    base = catalog.base
    own: tuple[tuple[str, Iterable[Record]], ...] = (
        ("goal.html", base.goals),
        ("record.html", base.directions),
        ("package.html", base.packages),
        ("record.html", catalog.projects.values()),
        ("indicator.html", catalog.indicators.values()),
    )
    for template, records in own:
        yield from ((addresses[record.id], (template, title(record), record.id)) for record in records)


def _page(shared: Mapping[str, Any], address: str, own: tuple[str, str, str]) -> str:
    template, title, id = own
    root = "../" * address.count("/")
    own_words = {"card": shared["cards"][id], "title": title, "address": address, "root": root}
    return (
        _templates().get_template(template).render(**shared, **own_words, url=lambda id: root + shared["addresses"][id])
    )


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
    templates.filters |= {"circled": circled}
    templates.globals |= {
        "svg": chart_svg,
        "count_states": count_states,
        "state_label": state_label,
        "years_note": years_note,
        "state_class": lambda state: STATE_CLASSES.get(state, "unknown"),
        "sample_mark": SAMPLE_MARK,
        "data_notes": lambda rows: marked_notes(data_notes(rows)),
        "policy": SITE_POLICY,
    }
    return templates
