"""Which records of a plan belong to which, one step apart and in both directions."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from knowledge.model.catalog import Catalog
from knowledge.model.records import PolicyPackage, Project

Relations = Mapping[tuple[str, str], Callable[[str], Iterable[str]]]
"""Of a kind and another: from a record's id to those of the records of the other kind that are tied to it."""

THROUGH = {  # over which kind two others are tied where no step leads from one to the other
    ("package", "direction"): "project",
    ("package", "goal"): "direction",
    ("project", "goal"): "direction",
    ("kpi", "direction"): "project",
    ("kpi", "goal"): "project",
    ("goal", "project"): "direction",
    ("goal", "kpi"): "project",
    ("goal", "package"): "project",
    ("direction", "kpi"): "project",
    ("direction", "indicator"): "project",
    ("direction", "package"): "project",
    ("direction", "target"): "goal",
    ("target", "direction"): "goal",
    ("target", "project"): "goal",
}


def relations_of(catalog: Catalog) -> Relations:
    within = _Within(catalog)
    is_tree = any(one.goal for one in catalog.base.packages)
    return {**(within.goals() if is_tree else {}), **within.packages(), **within.directions()}


class _Within:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._packages = {one.id: one for one in catalog.base.packages}
        self._goals = {one.id: one for one in catalog.base.goals}
        self._directions = {one.id: one for one in catalog.base.directions}

    def goals(self) -> Relations:
        """Where goals hold the packages."""
        packages, goals = self._packages, self._goals

        def in_goal(id: str) -> list[str]:
            return [one.id for one in packages.values() if one.goal == goals[id].number]

        def goal_of(ids: Iterable[str]) -> Iterator[str]:
            return (f"g{packages[id].goal}" for id in ids if packages[id].goal)

        return {
            ("goal", "package"): in_goal,
            ("package", "goal"): lambda id: goal_of([id]),
            ("goal", "project"): lambda id: (self._own(each) for one in in_goal(id) for each in packages[one].projects),
            ("goal", "kpi"): lambda id: (kpi.id for one in in_goal(id) for kpi in packages[one].kpis),
            ("project", "goal"): lambda id: goal_of(self._homes(id)),
            ("kpi", "goal"): lambda id: goal_of(self._package_of(id)),
        }

    def packages(self) -> Relations:
        catalog = self._catalog

        def projects(id: str) -> Iterator[str]:
            return (self._own(one) for each in self._with_inner(id) for one in each.projects)

        def indicators(id: str) -> list[str]:
            return [kpi.id for kpi in catalog.kpis_of(catalog.projects[id])]

        def of_package(id: str) -> list[str]:
            return [kpi.id for each in self._with_inner(id) for kpi in each.kpis]

        return {
            ("package", "project"): lambda id: (
                self._own(one) for each in self._with_inner(id) for one in each.projects
            ),
            ("package", "kpi"): of_package,
            ("package", "indicator"): of_package,
            ("project", "package"): self._homes,
            ("project", "kpi"): indicators,
            ("project", "indicator"): indicators,
            ("kpi", "project"): lambda id: (self._own(catalog.projects[one]) for one in catalog.kpis[id].projects),
            ("kpi", "package"): self._package_of,
        }

    def directions(self) -> Relations:
        """With the targets of goals, which belong to no package."""
        catalog, goals, directions = self._catalog, self._goals, self._directions

        def of_goal(id: str) -> list[str]:
            return [target.id for target in goals[id].targets]

        def goal_of(id: str) -> list[str]:
            found = catalog.goal_of_target(catalog.indicators[id])
            return [found.id] if found else []

        def of_project(id: str) -> Iterator[str]:
            return (f"d{n}" for n in catalog.projects[id].search_directions if n in catalog.directions)

        return {
            ("project", "direction"): of_project,
            ("goal", "target"): of_goal,
            ("goal", "indicator"): of_goal,
            ("goal", "direction"): lambda id: (f"d{n}" for n in goals[id].directions),
            ("direction", "goal"): lambda id: [f"g{directions[id].goal}"] if directions[id].goal else [],
            ("direction", "project"): lambda id: [
                one.id for one in catalog.projects_of_direction(directions[id].number)
            ],
            ("target", "goal"): goal_of,
        }

    def _own(self, project: Project) -> str:
        """A reprint is its original."""
        return self._catalog.original(project).id

    def _homes(self, id: str) -> Iterator[str]:
        return (one.id for one in self._packages.values() for each in one.projects if self._own(each) == id)

    def _package_of(self, id: str) -> list[str]:
        found = self._catalog.package_of_kpi(self._catalog.kpis[id])
        return [found.id] if found else []

    def _with_inner(self, id: str) -> Iterator[PolicyPackage]:
        yield self._packages[id]
        for inner in (one for one in self._packages.values() if one.parent == id):
            yield from self._with_inner(inner.id)
