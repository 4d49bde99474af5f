"""Short questions about what was just shown: 「KPIは？」「その目標値は？」「2番目は？」「他には？」."""

from collections.abc import Sequence

from knowledge.answers.references import Ids, projects_in, projects_under
from knowledge.model.catalog import Catalog
from knowledge.model.normalize import name_key
from knowledge.search.query import Query, patterns, said_number


class FollowUps:
    """Recognises a follow-up by its whole form (facets.toml) and turns it into the ids it asks for."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def kind(self, query: Query) -> str | None:
        """Which follow-up the question is, if its whole text is one."""
        forms = patterns("followups").items()
        return next((name for name, some in forms if any(form.fullmatch(query.key) for form in some)), None)

    def resolve(self, query: Query, context: Sequence[str]) -> Ids:
        """The ids asked for, given what was just shown; none when this is a question of its own, or there are none.

        「他には？」 is not resolved here: it needs another search (see Engine).
        """
        kind, first = self.kind(query), context[0]
        if kind == "nth" and (place := self._place(query)):
            return tuple(context[place - 1 : place])
        if kind in ("kpi", "value"):
            return self._indicators(first) or (first,)
        if kind == "projects":
            return self._projects(first)
        if kind == "package":
            return self._packages(first)
        return (first,) if kind in ("more", "source") else ()

    def gap(self, query: Query, context: Sequence[str], title: str) -> str | None:
        """What to say to a follow-up that asks for what there is not; `title` is that of the first thing shown."""
        kind = self.kind(query)
        if kind == "nth" and (place := self._place(query)) > len(context):
            shown = f"「{title}」の1件だけ" if len(context) == 1 else f"{len(context)}件"
            return f"直前にお見せしたのは{shown}です。{place}番目はありません。"
        asked = {"projects": "結び付く事業", "package": "当たる政策パッケージ"}.get(kind or "")
        return f"「{title}」に{asked}は、本文に示されていません。" if asked else None

    def _place(self, query: Query) -> int:
        """The number asked for, from 1; 0 where none is."""
        said = (match[1] for form in patterns("followups")["nth"] if (match := form.fullmatch(query.key)))
        return next(map(said_number, said), 0)

    def _indicators(self, id: str) -> Ids:
        catalog = self._catalog
        if id in catalog.indicators:
            return (id,)
        if id in catalog.projects:
            return tuple(kpi.id for kpi in catalog.kpis_of(catalog.projects[id]))
        of_package = [kpi.id for package in catalog.base.packages if package.id == id for kpi in package.kpis]
        return (*of_package, *(target.id for goal in catalog.base.goals if goal.id == id for target in goal.targets))

    def _projects(self, id: str) -> Ids:
        catalog = self._catalog
        if id in catalog.kpis:
            return tuple(catalog.original(catalog.projects[p]).id for p in catalog.kpis[id].projects)
        packages = [package for package in catalog.base.packages if package.id == id]
        goals = [goal for goal in catalog.base.goals if id in (goal.id, *(target.id for target in goal.targets))]
        directions = [direction.number for direction in catalog.base.directions if direction.id == id]
        directions += [number for goal in goals for number in goal.directions]
        return projects_in(catalog, packages) or projects_under(catalog, directions) or self._projects_with_term(id)

    def _projects_with_term(self, id: str) -> Ids:
        """The projects whose own words hold a term of the footnotes."""
        names = [name_key(term.term) for term in self._catalog.base.terms if term.id == id]
        projects = self._catalog.originals()
        return tuple(p.id for p in projects if any(name in name_key(self._catalog.words_of(p)) for name in names))

    def _packages(self, id: str) -> Ids:
        catalog = self._catalog
        if any(package.id == id for package in catalog.base.packages):
            return (id,)
        if id in catalog.projects:
            return tuple(p.id for p in catalog.base.packages for own in p.projects if catalog.original(own).id == id)
        return tuple(p.id for p in catalog.base.packages for kpi in p.kpis if kpi.id == id)
