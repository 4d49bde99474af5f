"""政策パッケージ: introduction, projects joined with the overview's directions, KPIs joined with our links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.records import Finding, Kpi, PolicyPackage, Project
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import IndicatorRow, read_indicator_table
from knowledge.reading.extract.overview import OverviewEntry
from knowledge.reading.extract.projects import is_package, read_projects
from knowledge.reading.outline import Section, numbers_of

Links = Mapping[str, tuple[str, ...]]  # KPI id → project ids


@dataclass(frozen=True, slots=True)
class PackagesRead:
    packages: tuple[PolicyPackage, ...]
    findings: tuple[Finding, ...]
    blocks: tuple[TextBlock, ...]


def read_packages(
    root: Section, overview: Sequence[OverviewEntry], links: Links, end_year: FiscalYear | None
) -> PackagesRead:
    sections = [section for section in root.walk() if is_package(section)]
    numbered = list(zip(numbers_of(sections), sections, strict=True))
    projects = {number: read_projects(section, number) for number, section in numbered}
    everything = (read for own in projects.values() for read in own)
    originals = {name_key(project.name): project.id for project, is_reprint in everything if not is_reprint}
    packages, findings, read = [], [], []
    for number, section in numbered:
        rows, odd, blocks = read_indicator_table(list(section.all_blocks()), end_year)
        entries = [entry for entry in overview if name_key(entry.package) == name_key(section.title)]
        joined, differing = _join_overview(projects[number], entries, originals)
        packages.append(
            PolicyPackage(
                id=f"pkg{number}",
                number=number,
                name=section.title,
                text="\n".join(_introduction(section)),
                projects=tuple(joined),
                kpis=tuple(_kpi(number, at, row, links) for at, row in enumerate(rows, start=1)),
                span=section.span,
            )
        )
        findings += [*odd, *differing]
        read += [*blocks, *(entry.block for entry in entries)]
    findings += _missing(overview, packages)
    return PackagesRead(tuple(_linked(packages)), tuple(findings), tuple(read))


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


def _kpi(package: int, number: int, row: IndicatorRow, links: Links) -> Kpi:
    id = f"k{package}-{number}"
    return Kpi(id=id, number=number, projects=links.get(id, ()), **row.fields())


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
