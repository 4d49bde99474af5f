"""政策パッケージ: introduction, projects joined with the overview's directions, KPIs joined with our links."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from knowledge.model.fiscal import Period
from knowledge.model.normalize import name_key
from knowledge.model.records import BasicGoal, Finding, Kpi, PolicyPackage, Project
from knowledge.model.structs import replace
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import IndicatorRow, read_indicator_table
from knowledge.reading.extract.overview import OverviewEntry
from knowledge.reading.extract.project_kpis import kpis_of_project_rows
from knowledge.reading.extract.projects import read_projects
from knowledge.reading.extract.repeats import without_repeats
from knowledge.reading.extract.stated import candidates, read_stated, states_targets
from knowledge.reading.extract.structure import MeasureSection, Structure
from knowledge.reading.layout import Layout
from knowledge.reading.outline import Section, numbers_of

_TOLD = ("bullet", "group", "paragraph")  # what a project's description and initiatives are made of
FEWEST_BROTHERS = 2  # one other measure with KPIs proves no habit
Links = Mapping[str, tuple[str, ...]]  # KPI id → project ids


class PackagesRead(Struct, frozen=True):
    """`lists`: sections that only repeat the indicators of others, and are no packages."""

    packages: tuple[PolicyPackage, ...]
    findings: tuple[Finding, ...]
    blocks: tuple[TextBlock, ...]
    lists: tuple[Section, ...]


def read_packages(
    structure: Structure,
    goals: Sequence[BasicGoal],
    overview: Sequence[OverviewEntry],
    links: Links,
    layout: Layout,
    plan: Period | None,
) -> PackagesRead:
    numbers = numbers_of([measure.section for measure in structure.measures])
    numbered = list(zip(numbers, structure.measures, strict=True))
    ids = {id(measure.section): f"pkg{number}" for number, measure in numbered}
    goal_numbers = {id(section): goal.number for section, goal in zip(structure.goals, goals, strict=True)}
    projects = {number: read_projects(measure, number, layout) for number, measure in numbered}
    everything = (read for own in projects.values() for read in own)
    originals = {name_key(project.name): project.id for project, is_reprint in everything if not is_reprint}
    packages, findings, read = [], [], []
    for number, measure in numbered:
        section, head = measure.section, measure.section.head
        assert head is not None  # the root is no measure
        rows, odd, blocks = _rows(measure, projects[number], layout, plan)
        entries = [entry for entry in overview if name_key(entry.package) == name_key(section.title)]
        joined, differing = _join_overview(projects[number], entries, originals)
        effects, effects_read = _effects(measure)
        packages.append(
            PolicyPackage(
                id=f"pkg{number}",
                number=number,
                name=section.title,
                text="\n".join(_introduction(section)),
                projects=tuple(joined),
                kpis=tuple(_kpi(number, at, row, own, links) for at, (row, own) in enumerate(rows, start=1)),
                span=section.span,
                label=_label(measure, layout),
                mark=head.mark,
                goal=goal_numbers.get(id(measure.goal)) or _goal_of(measure, goals),
                parent=ids.get(id(measure.parent)),
                effects=effects,
            )
        )
        findings += [*odd, *differing]
        read += [*blocks, *effects_read, *(entry.block for entry in entries)]
        read += [block for one in measure.listed for block in one.blocks]
        read += [block for project in measure.projects for block in project.all_blocks() if block.kind in _TOLD]
    findings += _missing(overview, packages)
    lists = [ids[id(one.section)] for one in structure.measures if one.is_list_only]
    packages, repeated = without_repeats(packages, goals, lists)
    unsaid = {ids[id(one.section)] for one in structure.measures if one.is_list_only and not one.section.role}
    packages = [one for one in packages if one.kpis or one.projects or one.id not in unsaid]
    findings += repeated
    findings += _without_kpis(packages)
    kept = {package.id for package in packages}
    dropped = tuple(one.section for one in structure.measures if ids[id(one.section)] not in kept)
    return PackagesRead(tuple(_linked(packages)), tuple(findings), tuple(read), dropped)


def _rows(
    measure: MeasureSection, projects: Sequence[tuple[Project, bool]], layout: Layout, plan: Period | None
) -> tuple[list[tuple[IndicatorRow, tuple[str, ...]]], list[Finding], list[TextBlock]]:
    """The rows of all tables with the ids of the project whose own heading, or in whose row, they stand."""
    ids = {id(section): project.id for section, (project, _) in zip(measure.projects, projects, strict=False)}
    apart = {one.block.span for one in measure.listed if one.is_apart}
    in_rows = {one.block.span.first_line for one in measure.listed if one.block.kind == "table_row"}
    named = [one for one in projects if one[0].span.first_line in in_rows]
    tied = [one for one in named if one[0].span not in apart]
    rows: list[tuple[IndicatorRow, tuple[str, ...]]] = []
    findings: list[Finding] = []
    read: list[TextBlock] = []
    for project, blocks in measure.tables:
        found, odd, lines = read_indicator_table(blocks, plan)
        ways, more, more_lines = read_stated(list(candidates(measure.parts)) if project is None else [], plan)
        rows += [(row, (ids[id(project)],) if project else _beside(row, tied)) for row in (*found, *ways)]
        findings += [*odd, *more]
        read += [*lines, *more_lines]
    for project, parts in _lists_in_projects(measure, plan):
        ways, odd, lines = read_stated(list(candidates(parts)), plan)
        rows += [(row, (ids[id(project)],) if project else ()) for row in ways]
        findings += odd
        read += lines
    beside, odd = kpis_of_project_rows(measure.parts, layout, plan)
    rows += [(row, _beside(row, named)) for row in beside]
    return rows, [*findings, *odd], read


def _lists_in_projects(measure: MeasureSection, plan: Period | None) -> list[tuple[Section | None, list[Section]]]:
    """Under 「KPI」 below projects, or in cards: of each its own, but behind the last alone the measure's."""
    tabled = [project for project, _ in measure.tables if project is not None]
    inside = [
        (project, [part for part in project.walk() if part.role == "indicators"] or _with_cards(project, plan))
        for project in measure.projects
        if not any(project is one for one in tabled)
    ]
    found = [(project, parts) for project, parts in inside if parts]
    is_last_alone = len(found) == 1 and found[0][0] is measure.projects[-1]
    return [(None if is_last_alone else project, parts) for project, parts in found]


def _with_cards(project: Section, plan: Period | None) -> list[Section]:
    """「来園者数 / 2024年度　2030年度 / 21.6万人 ▶ 30万人」 right under the project."""
    return [project] if states_targets(candidates([project]), plan) else []


def _beside(row: IndicatorRow, projects: Sequence[tuple[Project, bool]]) -> tuple[str, ...]:
    """The project that the same row of a table names, or a cell over several rows."""
    return tuple(
        project.id
        for project, _ in projects
        if project.span.first_line <= row.span.first_line and row.span.last_line <= project.span.last_line
    )


def _effects(measure: MeasureSection) -> tuple[tuple[str, ...], list[TextBlock]]:
    """期待される効果, as printed."""
    blocks = [block for part in measure.parts if part.role == "effects" for block in part.blocks]
    told = [block for block in blocks if block.kind in ("bullet", "paragraph")]
    return tuple(block.text for block in told), told


def _label(measure: MeasureSection, layout: Layout) -> str:
    """The word of its own heading, else of the nearest above: 「第2章 総合戦略～政策パッケージ～」."""
    head = measure.section.head
    if measure.section.role == "indicators":
        return layout.unnamed_goal  # of the whole plan
    own = head.label if head and head.label else None
    above = (layout.measure_word_in(section.title) for section in reversed(measure.above))
    word = own or next((word for word in above if word), layout.unnamed)
    return layout.said.get(word, word)


def _goal_of(measure: MeasureSection, goals: Sequence[BasicGoal]) -> int | None:
    """The goal whose name it or a heading above bears: a plan may head the chapters of its measures so."""
    by_name = {name_key(goal.name): goal.number for goal in goals}
    named = (by_name.get(name_key(section.title)) for section in (measure.section, *reversed(measure.above)))
    return next((number for number in named if number), None)


def _missing(overview: Sequence[OverviewEntry], packages: Sequence[PolicyPackage]) -> Iterator[Finding]:
    """What an overview lists and no chapter has: the text is cut. A list that matches nowhere is no overview."""
    known = {
        name_key(package.name): {name_key(name) for p in package.projects for name in (p.name, *p.aliases)}
        for package in packages
    }
    overviews = {entry.list for entry in overview if name_key(entry.name) in known.get(name_key(entry.package), ())}
    for entry in (entry for entry in overview if entry.list in overviews):
        names = known.get(name_key(entry.package))
        if names is None:
            message = f"全体概要にある「{entry.package}」の章が本文に見つかりません"
            yield Finding("error", message, entry.block.span)
        elif name_key(entry.name) not in names:
            message = f"全体概要にある事業「{entry.name}」が本文の章に見つかりません"
            yield Finding("error", message, entry.block.span)


def _without_kpis(packages: Sequence[PolicyPackage]) -> Iterator[Finding]:
    """A measure without KPIs among others that all have some: what was printed may not have been read."""
    for package in packages:
        brothers = [one for one in packages if _family(one) == _family(package)]
        without = [one for one in brothers if not one.kpis]
        if without == [package] and len(brothers) > FEWEST_BROTHERS:
            message = f"{package.label}「{package.name}」だけ、指標として読み取れる行がありませんでした"
            yield Finding("info", message, package.span)


def _family(package: PolicyPackage) -> tuple[int | None, str | None, str]:
    return package.goal, package.parent, package.label


def _linked(packages: Sequence[PolicyPackage]) -> Iterator[PolicyPackage]:
    """Each project with the KPIs that name it, also those of another package: a reprint's KPIs are its original's."""
    kpis = [kpi for package in packages for kpi in package.kpis]
    for package in packages:
        projects = (
            replace(project, kpis=tuple(kpi.id for kpi in kpis if project.id in kpi.projects))
            for project in package.projects
        )
        yield replace(package, projects=tuple(projects))


def _introduction(section: Section) -> Iterator[str]:
    """The paragraphs before the projects, without a short label such as 具体的な事業."""
    return (block.text for block in section.blocks if block.kind == "paragraph" and block.text.endswith("。"))


def _kpi(package: int, number: int, row: IndicatorRow, own: tuple[str, ...], links: Links) -> Kpi:
    id = f"k{package}-{number}"
    return Kpi(id=id, number=number, projects=links.get(id, own), **row.fields())


def _join_overview(
    read: Sequence[tuple[Project, bool]], entries: Sequence[OverviewEntry], originals: Mapping[str, str]
) -> tuple[list[Project], list[Finding]]:
    """Directions by name; a project and an entry left over at the same place are one under two names."""
    by_name = {name_key(entry.name): entry for entry in entries}
    names = {name_key(project.name) for project, _ in read}
    findings: list[Finding] = []
    projects = []
    for project, is_reprint in read:
        entry = by_name.get(name_key(project.name))
        if is_reprint:
            project = replace(project, reprint_of=originals.get(name_key(project.name)))
        if entry is None and (entry := _left_over(project, names, entries)):
            project = replace(project, aliases=(entry.name,))
            message = f"事業名が全体概要では「{entry.name}」、本文では「{project.name}」です（本文の名称を採用）"
            findings.append(Finding("warning", message, entry.block.span))
        if entry:
            project = replace(project, directions=entry.directions, search_directions=entry.search_directions)
        elif entries:
            findings.append(Finding("warning", f"事業「{project.name}」が全体概要にありません", project.span))
        projects.append(project)
    return projects, findings


def _left_over(project: Project, names: set[str], entries: Sequence[OverviewEntry]) -> OverviewEntry | None:
    at = project.number - 1
    is_left_over = at < len(entries) and name_key(entries[at].name) not in names
    return entries[at] if is_left_over else None
