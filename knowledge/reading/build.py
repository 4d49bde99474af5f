"""From a path to a knowledge base, all stages in order: source → blocks → outline → records → checks."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.model.base_json import from_json, to_json
from knowledge.model.catalog import Catalog, check_references
from knowledge.model.data_files import CORRECTIONS_FILE, LINKS_FILE, checked, read_toml, text_path
from knowledge.model.errors import DamagedSourceError, NotAStrategyError
from knowledge.model.fiscal import Period
from knowledge.model.records import (
    BasicDirection,
    BasicGoal,
    BuildReport,
    Contact,
    Finding,
    KnowledgeBase,
    PolicyPackage,
    Source,
    Span,
    Strategy,
    Term,
)
from knowledge.reading.blocks import TextBlock, read_blocks
from knowledge.reading.drawn_cards import drawn_cards_apart
from knowledge.reading.extract.directions import read_directions
from knowledge.reading.extract.front import (
    contact_of,
    period_of,
    population_among,
    population_of,
    published_of,
)
from knowledge.reading.extract.goal_columns import give_rows_to_goals
from knowledge.reading.extract.goals import read_goals
from knowledge.reading.extract.indicators import tables_left_over
from knowledge.reading.extract.labelled import give_labelled_rows
from knowledge.reading.extract.labelled_projects import give_labelled_projects
from knowledge.reading.extract.listing.listed import are_described_below
from knowledge.reading.extract.listing.twin_chapters import with_twins_joined
from knowledge.reading.extract.other_numbers import with_others_lifted
from knowledge.reading.extract.overview import read_overview
from knowledge.reading.extract.packages import Links, read_packages
from knowledge.reading.extract.parts import holding_parts, repeated_parts
from knowledge.reading.extract.passages import read_passages
from knowledge.reading.extract.structure import Structure, find_structure
from knowledge.reading.extract.title import doubt_of_title, municipality_of, title_of
from knowledge.reading.headed_columns import headed_columns_apart
from knowledge.reading.layout import Layout, needs_period, read_layout
from knowledge.reading.outline import Section, build_outline
from knowledge.reading.own_labels import for_document
from knowledge.reading.roles import with_roles
from knowledge.reading.source import Line, SourceText, read_corrections, repair
from knowledge.reading.sources.opening import read_source
from knowledge.reading.tables.find import IndicatorTables, indicator_tables
from knowledge.reading.tables.header import PlanContext
from knowledge.reading.tables.projects.columns import project_column
from knowledge.reading.tables.projects.rows import project_tables
from knowledge.reading.tails import with_tails_lifted
from knowledge.reading.two_columns import columns_apart, with_printed_numbers
from knowledge.reading.unread.assumed_years import with_years_told
from knowledge.reading.unread.cells_apart import cells_apart
from knowledge.reading.unread.emptiness import what_stands_instead
from knowledge.reading.unread.heads import behind_unread_pages, guessed_heads, nothing_placed, unread_heads
from knowledge.reading.unread.passed_over import passed_over
from knowledge.reading.unread.past import past_parts
from knowledge.reading.unread.projects import unread_projects
from knowledge.reading.unread.tables import unknown_tables

STRUCTURE: frozenset[str] = frozenset({"heading", "contents", "footnote"})


@dataclass(frozen=True, slots=True)
class _Link:
    projects: tuple[str, ...]
    reason: str = ""


def build(path: Path, read: SourceText | None = None) -> KnowledgeBase:
    """Reads a strategy with the data files beside it. `read`: its lines, where they have been taken from the file.

    Raises UnreadableSourceError, BadDataFileError, NotAStrategyError or DamagedSourceError, each with one Japanese
    sentence. Data files that no longer match the text are findings: the text itself still answers.
    """
    text = text_path(path)
    read = read or read_source(text)
    corrections = read_corrections(text.parent / CORRECTIONS_FILE)
    repaired, stale = repair(read.lines, corrections)
    lines, layout, parted = _columns_apart(repaired, read_layout(text.parent))
    tables, root = _outlined_in_period(lines, layout)

    contact, contact_block = contact_of(root)
    strategy, undecided = _strategy(root, text.parent.name, read.source, contact, layout)
    layout = replace(layout, period=strategy.period, repeated=repeated_parts(root, layout), holding=holding_parts(root))
    layout = replace(layout, are_described_below=are_described_below(root, layout))
    structure = find_structure(root, layout)
    unplaced = [*give_rows_to_goals(structure, root, layout), *give_labelled_rows(structure, layout)]
    unplaced += give_labelled_projects(structure, root, layout)
    goals, goal_findings, goal_blocks = read_goals(structure, strategy.municipality, strategy.period)
    directions = read_directions(root, goals, structure)
    links = read_links(text.parent / LINKS_FILE)
    packages = read_packages(structure, goals, read_overview(root), links, layout, strategy.period)
    if not strategy.population_target and (aimed := population_among(packages.packages, layout)):
        others = tuple(one for one in packages.packages if one is not aimed[1])
        strategy, packages = replace(strategy, population_target=aimed[0]), replace(packages, packages=others)
    headings = [section.title for section in root.walk()]
    taken = {id(block) for block in (*goal_blocks, *packages.blocks)}
    directed = {one.span.first_line for one in directions}

    def is_held(section: Section) -> bool:
        is_list = any(section is other for other in packages.lists)
        return (structure.is_held(section) and not is_list) or section.span.first_line in directed

    projects = [project.name for package in packages.packages for project in package.projects]
    passages, passage_blocks = read_passages(root, headings, projects, contact_block, taken, is_held)

    _refuse_emptiness(text, root, layout)
    _refuse_damage(text, [*tables.findings, *goal_findings, *packages.findings])

    base = KnowledgeBase(
        strategy=strategy,
        goals=tuple(_with_directions(goal, directions) for goal in goals),
        directions=tuple(directions),
        packages=packages.packages,
        terms=tuple(_terms(root)),
        passages=tuple(passages),
        corrections=corrections,
        report=BuildReport({}, ()),
        lines=tuple(line.text for line in read.lines) if read.is_extracted else (),
    )
    used = taken | {id(block) for block in passage_blocks}
    unread = [block for block in root.all_blocks() if block.kind not in STRUCTURE and id(block) not in used]
    noticed = [
        *read.findings,
        *stale,
        *parted,
        *undecided,
        *(one for one in tables.findings if not _is_of_projects(one, packages.packages, layout)),
        *unplaced,
        *goal_findings,
        *packages.findings,
    ]
    findings = [
        *noticed,
        *_left_over(root, layout, structure, taken, unread, noticed),
        *behind_unread_pages(root, read.findings),
        *([] if structure.goals or structure.measures or not needs_period(strategy.title) else [nothing_placed(root)]),
        *check_references(base, links),
    ]
    told = _with_passed_over(base, root, layout, structure, taken, with_years_told(findings, strategy.period))
    base = replace(base, report=BuildReport(_counts(base, len(unread)), told))
    return from_json(with_printed_numbers(to_json(base))) if parted else base


def _left_over(
    root: Section,
    layout: Layout,
    structure: Structure,
    taken: Collection[int],
    unread: Sequence[TextBlock],
    noticed: Sequence[Finding],
) -> Iterator[Finding]:
    """What became no record. `taken`: the blocks of records; `unread`: those of which nothing is made."""
    for block in unread:
        yield Finding("warning", f"読み取れなかった行です: 「{block.text[:40]}」", block.span)
    yield from tables_left_over(root, taken, {finding.span for finding in noticed})
    yield from guessed_heads(root, layout, structure.goals)
    yield from unread_heads(root, layout)
    yield from unread_projects(root, layout, taken)


def _with_passed_over(
    base: KnowledgeBase,
    root: Section,
    layout: Layout,
    structure: Structure,
    taken: Collection[int],
    findings: list[Finding],
) -> tuple[Finding, ...]:
    """By line; with what is looked for only where nothing else is told."""
    findings += unknown_tables(root, taken, [*_places(base), *_told_places(findings)], structure.is_held)
    unordered = list(cells_apart(root, layout, [*_places(base), *_told_places(findings)]))
    told = [*_told_places(findings), *(finding.span for finding in unordered if finding.span)]
    findings += [*unordered, *passed_over(root, layout, _places(base), told)]
    findings += past_parts(root, layout, "info" if _places(base) else "warning")
    return tuple(sorted(findings, key=lambda finding: (finding.span or Span(0, 0)).first_line))


def _is_of_projects(finding: Finding, packages: Iterable[PolicyPackage], layout: Layout) -> bool:
    """A column that a table of indicators leaves out, and of which projects right below it were read."""
    is_left = finding.severity == "info" and bool(finding.columns) and finding.span is not None
    if not is_left or project_column(finding.columns[0], layout) != "name":
        return False
    below = finding.span.last_line + 1 if finding.span else 0
    return any(one.span.first_line == below for package in packages for one in package.projects)


def _places(base: KnowledgeBase) -> list[Span]:
    """Where the lines of all indicators stand."""
    population = base.strategy.population_target
    return [one.span for one in Catalog(base).indicators.values()] + ([population.span] if population else [])


def _told_places(findings: Iterable[Finding]) -> list[Span]:
    """Where something is reported that asks for a look."""
    return [finding.span for finding in findings if finding.span and finding.severity != "info"]


def _columns_apart(lines: Sequence[Line], own: Layout) -> tuple[Sequence[Line], Layout, list[Finding]]:
    """Text that is printed side by side, one after the other; the layout of this document, and what was parted."""
    apart, headed = headed_columns_apart(lines, lambda cell: bool(own.role_of(cell)))
    found, parted = columns_apart(drawn_cards_apart(apart, own))
    return found, for_document(own, [line.text for line in found]), [*headed, *parted]


def _outlined_in_period(lines: Sequence[Line], layout: Layout) -> tuple[IndicatorTables, Section]:
    """Years alone may head targets of the plan's period: where they do, all is read again with it."""
    tables, root = _outlined(lines, layout, None)
    is_open = any(finding.columns and finding.severity != "info" for finding in tables.findings)
    if (is_open or tables.needs_period) and (known := period_of(root, layout)[0]):
        return _outlined(lines, layout, known)
    return tables, root


def _outlined(lines: Sequence[Line], layout: Layout, period: Period | None) -> tuple[IndicatorTables, Section]:
    plan = PlanContext(columns=layout.columns, period=period, edition=layout.edition)
    tables = indicator_tables(lines, plan)
    projects = project_tables(lines, layout, tables.rows)
    tables.findings += projects.findings
    root = with_tails_lifted(build_outline(read_blocks(lines, layout, tables, projects), layout))
    root, others = with_others_lifted(with_roles(root, layout))
    tables.findings += others
    return tables, with_twins_joined(root, layout)


def _strategy(
    root: Section, id: str, source: Source, contact: Contact | None, layout: Layout
) -> tuple[Strategy, list[Finding]]:
    period, undecided = period_of(root, layout)
    strategy = Strategy(
        id=id,
        title=title_of(root, layout),
        published=published_of(root, layout),
        municipality=municipality_of(root, layout),
        period=period,
        population_target=population_of(root, period.end_fiscal_year if period else None),
        contact=contact,
        source=source,
    )
    return strategy, [*doubt_of_title(root, layout), *undecided]


def _terms(root: Section) -> list[Term]:
    """用語: footnotes of the form ※n：term, each with the one paragraph that defines it."""
    footnotes = [block for block in root.all_blocks() if block.kind == "footnote"]
    return [
        Term(f"t{block.number or position}", block.text, block.cells[1] if block.cells else "", block.span)
        for position, block in enumerate(footnotes, start=1)
    ]


def read_links(path: Path) -> Links:
    """links.toml: KPI id → the projects that drive it, each entry with its reason."""
    return {id: entry.projects for id, entry in checked(read_toml(path), dict[str, _Link], path).items()}


def _refuse_emptiness(text: Path, root: Section, layout: Layout) -> None:
    """Kinds that a document lacks are zero; a text in which nothing is headed and no table stands is no plan."""
    if not root.children and not any(block.kind == "table_row" for block in root.all_blocks()):
        raise NotAStrategyError(str(text), ["見出し", "表"], what_stands_instead(root, layout))


def _refuse_damage(text: Path, findings: Iterable[Finding]) -> None:
    """Half a table is worse than none: its missing indicators would be missing from every answer."""
    for finding in findings:
        if finding.severity == "error" and finding.span:
            raise DamagedSourceError(str(text), finding.span.first_line, finding.message)


def _with_directions(goal: BasicGoal, directions: Sequence[BasicDirection]) -> BasicGoal:
    return replace(goal, directions=tuple(one.number for one in directions if one.goal == goal.number))


def _counts(base: KnowledgeBase, unread: int) -> dict[str, int]:
    projects = [project for package in base.packages for project in package.projects]
    originals = [project for project in projects if project.reprint_of is None]
    return {
        "goals": len(base.goals),
        "goal_targets": sum(len(goal.targets) for goal in base.goals),
        "directions": len(base.directions),
        "packages": len(base.packages),
        "projects": len(projects),
        "reprints": len(projects) - len(originals),
        "initiatives": sum(len(project.initiatives) for project in projects),
        "initiatives_without_reprints": sum(len(project.initiatives) for project in originals),
        "kpis": sum(len(package.kpis) for package in base.packages),
        "terms": len(base.terms),
        "passages": len(base.passages),
        "corrections": len(base.corrections),
        "unread_lines": unread,
    }
