"""From a path to a knowledge base, all stages in order: source → blocks → outline → records → checks."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from knowledge.model.base_json import checked, from_json, to_json
from knowledge.model.data_files import CORRECTIONS_FILE, LINKS_FILE, read_toml, text_path
from knowledge.model.errors import DamagedSourceError, NotAStrategyError
from knowledge.model.fiscal import Period
from knowledge.model.records import (
    BasicDirection,
    BasicGoal,
    BuildReport,
    Contact,
    Finding,
    KnowledgeBase,
    Passage,
    Source,
    Strategy,
    Term,
)
from knowledge.model.structs import replace
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
from knowledge.reading.extract.labelled import give_labelled_rows
from knowledge.reading.extract.labelled_projects import give_labelled_projects
from knowledge.reading.extract.listing.listed import are_described_below
from knowledge.reading.extract.listing.twin_chapters import with_twins_joined
from knowledge.reading.extract.other_numbers import with_others_lifted
from knowledge.reading.extract.overview import read_overview
from knowledge.reading.extract.packages import Links, PackagesRead, read_packages
from knowledge.reading.extract.parts import holding_parts, repeated_parts
from knowledge.reading.extract.passages import read_passages
from knowledge.reading.extract.structure import find_structure
from knowledge.reading.extract.title import doubt_of_title, municipality_of, title_of
from knowledge.reading.headed_columns import headed_columns_apart
from knowledge.reading.layout import Layout, read_layout
from knowledge.reading.outline import Section, build_outline
from knowledge.reading.own_labels import for_document
from knowledge.reading.roles import with_roles
from knowledge.reading.source import Line, SourceText, read_corrections, repair
from knowledge.reading.sources.opening import read_source
from knowledge.reading.tables.find import IndicatorTables, indicator_tables
from knowledge.reading.tables.header import PlanContext
from knowledge.reading.tables.projects.rows import project_tables
from knowledge.reading.tails import with_tails_lifted
from knowledge.reading.two_columns import columns_apart, with_printed_numbers
from knowledge.reading.unread.emptiness import what_stands_instead
from knowledge.reading.unread.report import Placed, of_tables, report_of


class _Link(Struct, frozen=True):
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
    unplaced = [*give_rows_to_goals(structure, root, layout), *give_labelled_rows(structure, root, layout)]
    unplaced += give_labelled_projects(structure, root, layout)
    goals, goal_findings, goal_blocks = read_goals(structure, strategy.municipality, strategy.period)
    directions = read_directions(root, goals, structure)
    links = read_links(text.parent / LINKS_FILE)
    packages = read_packages(structure, goals, read_overview(root), links, layout, strategy.period)
    strategy, packages = _with_population(strategy, packages, layout)
    placed = Placed(root, layout, structure, {id(block) for block in (*goal_blocks, *packages.blocks)})
    passages, passage_blocks = _passages(placed, directions, packages, contact_block)

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
    noticed = [*read.findings, *stale, *parted, *undecided, *of_tables(tables.findings, packages.packages, layout)]
    noticed += [*unplaced, *goal_findings, *packages.findings]
    base = replace(base, report=report_of(base, placed, passage_blocks, noticed, read.findings, links))
    return from_json(with_printed_numbers(to_json(base))) if parted else base


def _with_population(strategy: Strategy, packages: PackagesRead, layout: Layout) -> tuple[Strategy, PackagesRead]:
    """A chapter of its own may hold the population aimed at, and is no package then."""
    if strategy.population_target or not (aimed := population_among(packages.packages, layout)):
        return strategy, packages
    target, chapter = aimed
    others = tuple(one for one in packages.packages if one is not chapter)
    return replace(strategy, population_target=target), replace(packages, packages=others)


def _passages(
    placed: Placed, directions: Sequence[BasicDirection], packages: PackagesRead, contact: TextBlock | None
) -> tuple[list[Passage], list[TextBlock]]:
    headings = [section.title for section in placed.root.walk()]
    directed = {one.span.first_line for one in directions}

    def is_held(section: Section) -> bool:
        is_list = any(section is other for other in packages.lists)
        return (placed.structure.is_held(section) and not is_list) or section.span.first_line in directed

    projects = [project.name for package in packages.packages for project in package.projects]
    return read_passages(placed.root, headings, projects, contact, placed.taken, is_held)


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
