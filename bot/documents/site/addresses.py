"""Where each record stands on the site. Addresses are permanent: links from Slack and from documents rely on them."""

from urllib.parse import urljoin

from knowledge.model import Catalog

FOLDERS = {"project": "projects", "package": "packages", "goal": "goals", "direction": "directions", "kpi": "kpis"}


def page_addresses(catalog: Catalog) -> dict[str, str]:
    """Record id → address within the site, in the order of the document: 「p3-12」 → 「projects/p3-12.html」.

    Every indicator has a page under `kpis/`, numerical targets too. Terms and passages are places on one page each.
    """
    base = catalog.base
    own_pages = {
        "goal": [goal.id for goal in base.goals],
        "direction": [direction.id for direction in base.directions],
        "package": [package.id for package in base.packages],
        "project": list(catalog.projects),
        "kpi": list(catalog.indicators),
    }
    addresses = {catalog.strategy.id: "index.html"}
    addresses |= {id: f"{FOLDERS[kind]}/{id}.html" for kind, ids in own_pages.items() for id in ids}
    addresses |= {term.id: f"terms.html#{term.id}" for term in base.terms}
    return addresses | {passage.id: f"text.html#{passage.id}" for passage in base.passages}


def find_link(catalog: Catalog, site: str, id: str) -> str | None:
    """The full address of a record on a site at `site`, such as 「https://intra.example/strategy」; None if unknown."""
    address = page_addresses(catalog).get(id)
    return urljoin(site.rstrip("/") + "/", address) if address else None
