"""Whether what is told hangs on ties between projects and KPIs that are our own, and stand nowhere in the plan."""

from collections.abc import Sequence

from knowledge.model.catalog import Catalog, is_printed_in
from knowledge.model.records import BasicDirection, BasicGoal, Kpi, Project, Record
from knowledge.wording.record_cards import OWN_LINKS


def tie_note(catalog: Catalog, owners: Sequence[str], ids: Sequence[str]) -> str:
    """The sentence on them, where one of the records told belongs to one of the owners only so; else "".

    KPIs of a project, a direction, a goal, and the other way round.
    """
    told = [record for id in ids if (record := catalog.records.get(id))]
    of = [record for id in owners if (record := catalog.records.get(id))]
    pairs = ((one, owner) for one in told for owner in of)
    is_ours = any(_is_ours(catalog, one, owner) or _is_ours(catalog, owner, one) for one, owner in pairs)
    return OWN_LINKS if is_ours else ""


def _is_ours(catalog: Catalog, kpi: Record, owner: Record) -> bool:
    if not isinstance(kpi, Kpi):
        return False
    home = catalog.package_of_kpi(kpi)
    match owner:
        case Project():
            ties = [id for id in kpi.projects if id == catalog.original(owner).id]
        case BasicDirection():
            ties = [id for id in kpi.projects if owner.number in catalog.projects[id].search_directions]
        case BasicGoal():
            is_within = home is not None and home.goal == owner.number
            ties = [] if is_within else list(kpi.projects)
        case _:
            return False
    return any(not is_printed_in(kpi, catalog.projects[id]) for id in ties)
