"""Where the records of the usual plan stand on the city's exported site, and back."""

from functools import cache
from urllib.parse import urlsplit

from bot.documents.site.addresses import find_link, page_addresses
from bot.features.unfurling import RecordAt
from bot.values.plans import Knowledge
from bot.views import LinkOf


def site_links(site: str | None, usual: Knowledge) -> LinkOf:
    """The site is of the usual plan. Each looked up once: a list of the document's records stands behind it."""
    if not site:
        return lambda _, __: None
    found = cache(lambda id: find_link(usual.catalog, site, id))
    return lambda id, mark: found(id) if mark == usual.mark else None


def site_records(site: str | None, usual: Knowledge) -> RecordAt:
    """By its address on the site, whatever is asked of the page behind 「?」."""
    if not site:
        return lambda _: None

    @cache
    def known() -> dict[str, str]:
        return {link: id for id in page_addresses(usual.catalog) if (link := find_link(usual.catalog, site, id))}

    def at(url: str) -> str | None:
        parts = urlsplit(url)
        return known().get(parts._replace(query="").geturl())

    return at
