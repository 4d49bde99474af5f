"""What the report of a document tells beside its records: what was noticed on the way, and what became no record."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from knowledge.model.catalog import Catalog, check_references
from knowledge.model.records import BuildReport, Finding, KnowledgeBase, PolicyPackage, Span
from knowledge.reading.blocks import TextBlock
from knowledge.reading.extract.indicators import tables_left_over
from knowledge.reading.extract.packages import Links
from knowledge.reading.extract.structure import Structure
from knowledge.reading.layout import Layout, needs_period
from knowledge.reading.outline import Section
from knowledge.reading.tables.projects.columns import project_column
from knowledge.reading.unread.assumed_years import with_years_told
from knowledge.reading.unread.cells_apart import cells_apart
from knowledge.reading.unread.heads import behind_unread_pages, guessed_heads, nothing_placed, unread_heads
from knowledge.reading.unread.passed_over import passed_over
from knowledge.reading.unread.past import past_parts
from knowledge.reading.unread.projects import unread_projects
from knowledge.reading.unread.tables import unknown_tables

STRUCTURE: frozenset[str] = frozenset({"heading", "contents", "footnote"})


class Placed(Struct, frozen=True):
    """A document whose parts are known. `taken`: the blocks of which records are made, by their identity."""

    root: Section
    layout: Layout
    structure: Structure
    taken: Collection[int]


def report_of(
    base: KnowledgeBase,
    placed: Placed,
    passages: Iterable[TextBlock],
    noticed: Sequence[Finding],
    of_source: Sequence[Finding],
    links: Links,
) -> BuildReport:
    """`passages`: the blocks of them. `noticed`: all until now, with those `of_source`."""
    root, structure, strategy = placed.root, placed.structure, base.strategy
    used = {*placed.taken, *map(id, passages)}
    unread = [block for block in root.all_blocks() if block.kind not in STRUCTURE and id(block) not in used]
    is_placed = bool(structure.goals or structure.measures) or not needs_period(strategy.title)
    findings = [
        *noticed,
        *_left_over(placed, unread, noticed),
        *behind_unread_pages(root, of_source),
        *([] if is_placed else [nothing_placed(root)]),
        *check_references(base, links),
    ]
    told = _with_passed_over(base, placed, with_years_told(findings, strategy.period))
    return BuildReport(_counts(base, len(unread)), told)


def of_tables(findings: Iterable[Finding], packages: Iterable[PolicyPackage], layout: Layout) -> Iterator[Finding]:
    yield from (one for one in findings if not _is_of_projects(one, packages, layout))


def _left_over(placed: Placed, unread: Sequence[TextBlock], noticed: Sequence[Finding]) -> Iterator[Finding]:
    """What became no record. `unread`: blocks of which nothing is made."""
    root, layout, taken = placed.root, placed.layout, placed.taken
    for block in unread:
        yield Finding("warning", f"読み取れなかった行です: 「{block.text[:40]}」", block.span)
    yield from tables_left_over(root, taken, {finding.span for finding in noticed})
    yield from guessed_heads(root, layout, placed.structure.goals)
    yield from unread_heads(root, layout)
    yield from unread_projects(root, layout, taken)


def _with_passed_over(base: KnowledgeBase, placed: Placed, findings: list[Finding]) -> tuple[Finding, ...]:
    """By line; with what is looked for only where nothing else is told."""
    root, layout = placed.root, placed.layout
    findings += unknown_tables(root, placed.taken, [*_places(base), *_told_places(findings)], placed.structure.is_held)
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
