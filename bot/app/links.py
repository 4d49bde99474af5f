"""Where the records of the usual plan stand on the city's exported site, and back."""

from functools import cache

from bot.documents.site.addresses import find_link
from bot.values.plans import Knowledge
from bot.views import LinkOf


def site_links(site: str | None, usual: Knowledge) -> LinkOf:
    """The site is of the usual plan. Each looked up once: a list of the document's records stands behind it."""
    if not site:
        return lambda _, __: None
    found = cache(lambda id: find_link(usual.catalog, site, id))
    return lambda id, mark: found(id) if mark == usual.mark else None
