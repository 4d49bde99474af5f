"""Short questions about what was just shown: 「KPIは？」「その目標値は？」「2番目は？」「他には？」."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from knowledge.catalog import Catalog
from knowledge.query import Query, compiled, said_number
from knowledge.source import read_toml
from knowledge.vocabulary import GENERAL

Ids = tuple[str, ...]


class FollowUps:
    """Recognises a follow-up by its whole form (facets.toml) and turns it into the ids it asks for."""

    def __init__(self, catalog: Catalog, folder: Path = GENERAL) -> None:
        self._catalog = catalog
        self._folder = folder

    @cached_property
    def _forms(self) -> Mapping[str, Sequence[re.Pattern[str]]]:
        return compiled(read_toml(self._folder / "facets.toml")["followups"])

    def kind(self, query: Query) -> str | None:
        """Which follow-up the question is, if its whole text is one."""
        return next((name for name, forms in self._forms.items() if any(f.fullmatch(query.key) for f in forms)), None)

    def resolve(self, query: Query, context: Sequence[str]) -> Ids | None:
        """The ids asked for, given what was just shown; None when this is a question of its own.

        「他には？」 is not resolved here: it needs another search (see Engine).
        """
        kind = self.kind(query) if context else None
        if kind is None:
            return None
        first = context[0]
        if kind == "nth":
            return self._nth(query, context)
        if kind in ("kpi", "value"):
            return self._indicators(first) or tuple(context[:1])
        if kind == "projects":
            return self._projects(first) or None
        if kind == "package":
            return self._packages(first) or None
        return tuple(context[:1]) if kind in ("more", "source") else None

    def _nth(self, query: Query, context: Sequence[str]) -> Ids | None:
        for form in self._forms["nth"]:
            if (match := form.fullmatch(query.key)) and 0 < (place := said_number(match[1])) <= len(context):
                return (context[place - 1],)
        return None

    def _indicators(self, id: str) -> Ids:
        catalog = self._catalog
        if id in catalog.indicators:
            return (id,)
        if id in catalog.projects:
            return tuple(kpi.id for kpi in catalog.kpis_of(catalog.projects[id]))
        for package in catalog.base.packages:
            if package.id == id:
                return tuple(kpi.id for kpi in package.kpis)
        for goal in catalog.base.goals:
            if goal.id == id:
                return tuple(target.id for target in goal.targets)
        return ()

    def _projects(self, id: str) -> Ids:
        catalog = self._catalog
        if id in catalog.kpis:
            return tuple(catalog.original(catalog.projects[p]).id for p in catalog.kpis[id].projects)
        for package in catalog.base.packages:
            if package.id == id:
                return tuple(catalog.original(project).id for project in package.projects)
        for direction in catalog.base.directions:
            if direction.id == id:
                return tuple(project.id for project in catalog.projects_of_direction(direction.number))
        return ()

    def _packages(self, id: str) -> Ids:
        catalog = self._catalog
        if id in catalog.projects:
            return tuple(p.id for p in catalog.base.packages for own in p.projects if catalog.original(own).id == id)
        return tuple(p.id for p in catalog.base.packages for kpi in p.kpis if kpi.id == id)
