"""Immutable look-ups over a knowledge base. Every reference is checked once, when the catalog is made."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from typing import NoReturn

from knowledge.model.errors import UnknownIdError
from knowledge.model.normalize import name_key
from knowledge.model.records import (
    BasicDirection,
    BasicGoal,
    Finding,
    Indicator,
    KnowledgeBase,
    Kpi,
    PolicyPackage,
    Project,
    Record,
    Span,
)


class Catalog:
    """A knowledge base by id and by relation. Unknown ids raise UnknownIdError with near ones."""

    def __init__(self, base: KnowledgeBase, key: str = "") -> None:
        """`key`: under which the plan's values and lessons stand; without one its title, as of the only plan there."""
        self.base = base
        self.strategy = base.strategy
        self.key = key or base.strategy.title or base.strategy.id

    @cached_property
    def projects(self) -> Mapping[str, Project]:
        """All entries, reprints included, in printed order."""
        return {project.id: project for package in self.base.packages for project in package.projects}

    @cached_property
    def kpis(self) -> Mapping[str, Kpi]:
        return {kpi.id: kpi for package in self.base.packages for kpi in package.kpis}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """KPIs, the goals' numerical targets and the population target: everything that can have actual values."""
        targets = chain.from_iterable(goal.targets for goal in self.base.goals)
        population = self.strategy.population_target
        everything: list[Indicator] = [*([population] if population else []), *targets, *self.kpis.values()]
        return {indicator.id: indicator for indicator in everything}

    @cached_property
    def packages(self) -> Mapping[int, PolicyPackage]:
        return {package.number: package for package in self.base.packages}

    @cached_property
    def goals(self) -> Mapping[int, BasicGoal]:
        return {goal.number: goal for goal in self.base.goals}

    @cached_property
    def directions(self) -> Mapping[int, BasicDirection]:
        return {direction.number: direction for direction in self.base.directions}

    @cached_property
    def indicator_keys(self) -> Mapping[str, str]:
        """The name by which people know each indicator, as a key."""
        return {id: name_key(one.bare_name) for id, one in self.indicators.items()}

    def parts_of(self, id: str, key: str) -> tuple[str, ...]:
        """All that are printed under one name in one row, 小 and 中, but those alone that a question's key names."""
        own = self.indicators.get(id)
        alike = [one for one in self.indicators.values() if own and (one.name, one.span) == (own.name, own.span)]
        named = tuple(one.id for one in alike if one.part and name_key(one.part) in key)
        return named or (tuple(one.id for one in alike) if any(one.part for one in alike) else (id,))

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """All that can be shown, by id; a reprint's id gives its original: it is shown once, under its plain name."""
        base = self.base
        own: tuple[Record, ...]
        own = (self.strategy, *base.goals, *base.directions, *base.packages, *base.terms, *base.passages)
        projects = {id: self.original(project) for id, project in self.projects.items()}
        return {**projects, **self.indicators, **{record.id: record for record in own}}

    def record(self, id: str) -> Record:
        return self.records.get(id) or _unknown("記録", id, self.records)

    def project(self, id: str) -> Project:
        return self.projects.get(id) or _unknown("事業", id, self.projects)

    def indicator(self, id: str) -> Indicator:
        return self.indicators.get(id) or _unknown("指標", id, self.indicators)

    def original(self, project: Project) -> Project:
        """The project itself, or the one it reprints."""
        return self.projects[project.reprint_of] if project.reprint_of else project

    def originals(self) -> Iterator[Project]:
        return (project for project in self.projects.values() if project.reprint_of is None)

    @cached_property
    def listed_in(self) -> Mapping[str, Sequence[PolicyPackage]]:
        """Id of an original → the packages that list it, in printed order."""
        found: dict[str, list[PolicyPackage]] = {}
        for package in self.base.packages:
            for own in package.projects:
                found.setdefault(self.original(own).id, []).append(package)
        return found

    def package_of_kpi(self, kpi: Indicator) -> PolicyPackage | None:
        return next((p for p in self.base.packages for own in p.kpis if own.id == kpi.id), None)

    def goal_of_target(self, target: Indicator) -> BasicGoal | None:
        return next((g for g in self.base.goals for own in g.targets if own.id == target.id), None)

    def words_of(self, project: Project) -> str:
        """Everything the document says under the project's own heading."""
        return " ".join(
            [
                project.name,
                project.description,
                *project.notes,
                *(f"{i.group or ''} {i.text}" for i in project.initiatives),
            ]
        )

    def kpis_of(self, project: Project) -> tuple[Kpi, ...]:
        """The KPIs that links.toml ties to the project; those of a reprint are its original's."""
        return tuple(self.kpis[id] for id in self.original(project).kpis)

    def projects_beside(self, kpi: Indicator) -> tuple[Project, ...]:
        """Those that the plan prints in the measure of a KPI, or in its inner ones, where nothing ties any of both."""
        home = self.package_of_kpi(kpi)
        inner = [one for one in self.base.packages if home and home.id == one.parent]
        own = (home.projects or [each for one in inner for each in one.projects]) if home else ()
        return tuple(own) if home and not any(one.projects for one in home.kpis) else ()

    def kpis_beside(self, project: Project) -> tuple[Kpi, ...]:
        """The same seen from a project: the KPIs of all measures that list it."""
        homes = self.listed_in.get(self.original(project).id, ())
        outer = {one.parent for one in homes if not one.kpis}
        near = [one for one in self.base.packages if one in homes or one.id in outer]
        return tuple(kpi for one in near if not any(own.projects for own in one.kpis) for kpi in one.kpis)

    def projects_of_direction(self, number: int) -> tuple[Project, ...]:
        """Originals that serve a direction, likely misreadings mended, in printed order."""
        return tuple(project for project in self.originals() if number in project.search_directions)

    def headings(self, span: Span) -> tuple[str, ...]:
        """The headings that lead to a place, outermost first: those of the prose in it, else of the prose before it.

        Where a goal or a measure begins between that prose and the place, its name stands last.
        """
        inside = [p for p in self.base.passages if span.first_line <= p.span.first_line <= span.last_line]
        if inside:
            return inside[0].path
        before = [p for p in self.base.passages if p.span.first_line < span.first_line]
        last = before[-1].span.last_line if before else 0
        homes = self._homes(span)
        names = [one.name for one in homes]
        if begun := [one.name for one in homes if one.span.first_line > last]:
            return (*self._path_over(begun[0], names[: -len(begun)]), *begun)
        is_front = bool(before) and before[-1].path == self.base.passages[0].path and len(before[-1].path) == 1
        if not before or is_front:
            return ()
        depth = _depth(before[-1].path, names[-1]) if names else None
        return before[-1].path[: 2 if depth is None else depth + 1]

    def _homes(self, span: Span) -> list[BasicGoal | PolicyPackage]:
        """The goal and the measures that a place stands in, outermost first."""
        within = [one for one in self.base.packages if _holds(one.span, span)]
        own = within[-1].goal if within else None
        goals = [one for one in self.base.goals if one.number == own or (not within and _holds(one.span, span))]
        return sorted((*goals[-1:], *within), key=lambda one: one.span.first_line)

    def _path_over(self, name: str, above: Sequence[str]) -> tuple[str, ...]:
        """As prose further down has the headings over that name, or over what it stands in, and this."""
        for known, own in ((name, 0), *((one, 1) for one in reversed(above))):
            for passage in self.base.passages:
                if (depth := _depth(passage.path, known)) is not None:
                    return passage.path[: depth + own]
        return ()


def _depth(path: Sequence[str], name: str) -> int | None:
    """Where 「施策1 公園」 stands in a path, by its name."""
    return next((depth for depth, part in enumerate(path) if part == name or part.endswith(f" {name}")), None)


def is_printed_in(kpi: Indicator, project: Project) -> bool:
    """Whether it stands under the heading, or in the row, of a project."""
    return _holds(project.span, kpi.span)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.first_line <= inner.first_line and inner.last_line <= outer.last_line


def _unknown(kind: str, id: str, known: Mapping[str, object]) -> NoReturn:
    raise UnknownIdError(kind, id, get_close_matches(id, known, n=3, cutoff=0.5))


def check_references(base: KnowledgeBase, linked: Collection[str]) -> list[Finding]:
    """Everything that points at something else, and does not find it. `linked` are the KPI ids of links.toml."""
    catalog = Catalog(base)
    findings = _check_links(catalog, linked)
    for project in catalog.projects.values():
        for number in project.directions:
            if number not in catalog.directions:
                message = f"事業「{project.name}」の基本的方向 {number} が本文にありません"
                findings.append(Finding("warning", message, project.span))
    for direction in base.directions:
        if direction.goal is None:
            message = f"基本的方向「{direction.name}」の基本目標が分かりません"
            findings.append(Finding("warning", message, direction.span))
    return findings


def _check_links(catalog: Catalog, linked: Collection[str]) -> list[Finding]:
    findings = [
        Finding("error", f"links.toml の {id} という KPI がありません", None) for id in linked if id not in catalog.kpis
    ]
    for kpi in catalog.kpis.values():
        for id in kpi.projects:
            if id not in catalog.projects:
                message = f"KPI「{kpi.name}」の関連事業 {id} がありません（links.toml）"
                findings.append(Finding("error", message, kpi.span))
    alone = [kpi for kpi in catalog.kpis.values() if not kpi.projects]
    if alone and len(alone) < len(catalog.kpis):  # a plan none of whose KPIs is tied ties them by its outline
        message = f"関連事業がない KPI が{len(alone)}件あります（links.toml で結び付けられます）"
        findings.append(Finding("warning", message, alone[0].span))
    return findings
