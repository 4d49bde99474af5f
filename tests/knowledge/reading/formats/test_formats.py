"""The invented city's strategy reads alike, whatever file it comes in."""

import re
from pathlib import Path

import pytest

from knowledge.reading.source import Line
from knowledge.reading.sources.opening import read_source
from tests.knowledge.reading.formats.city import GOAL_HEADER, GOALS, KPI_HEADER, GoalText

FILES = Path(__file__).parent / "files"
NAMES = sorted(path.name for path in FILES.iterdir())
PDFS = [name for name in NAMES if name.endswith(".pdf")]
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_MARK = re.compile(r"^(?:[・•]\s*|-\s+|【(?=.*】$))")


def lines_of_file(name: str) -> tuple[Line, ...]:
    return read_source(FILES / name).lines


def said(name: str) -> list[tuple[str, ...]]:
    """Cells without the commas of thousands, which a sheet does not keep, or the text without the mark of its list."""
    rows = (line.cells or tuple(line.text.split("\t")) for line in lines_of_file(name) if line.text)
    bare = (row if len(row) > 1 else (_MARK.sub("", row[0]).rstrip("】"),) for row in rows)
    return [tuple(_COMMA.sub("", cell) for cell in row) for row in bare if not row[0].startswith("|--")]


@pytest.mark.parametrize("name", NAMES)
def test_every_format_says_the_same_in_the_same_order(name: str) -> None:
    assert said(name) == said("city.txt")


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_every_table_is_exact(name: str) -> None:
    rows = [row for row in said(name) if len(row) > 1]
    wanted = [row for goal in GOALS for row in _tables(goal)]
    assert rows == [tuple(_COMMA.sub("", cell) for cell in row) for row in wanted]


def _tables(goal: GoalText) -> list[tuple[str, ...]]:
    measures = [row for measure in goal.measures for row in (KPI_HEADER, *measure.kpis)]
    return [GOAL_HEADER, *goal.targets, *measures]


@pytest.mark.parametrize("name", PDFS)
def test_lines_of_a_pdf_know_their_page(name: str) -> None:
    pages = [line.page for line in lines_of_file(name) if line.text]
    assert pages[0] == 1
    assert [page for page in pages if page] == sorted(page for page in pages if page)
    assert max(page for page in pages if page) >= 3


@pytest.mark.parametrize("name", [*PDFS, "city.docx", "city.odt", "city.md"])
def test_goals_stand_higher_than_their_measures(name: str) -> None:
    level = {line.text[:4]: line.level for line in lines_of_file(name) if line.text.startswith(("基本目標", "施策1"))}
    assert (level["基本目標"] or 9) < (level["施策1 "] or 9)


@pytest.mark.parametrize("name", PDFS)
def test_a_table_without_rules_is_told_in_the_report_and_one_with_rules_is_not(name: str) -> None:
    told = [finding for finding in read_source(FILES / name).findings if "罫線がない" in finding.message]
    assert bool(told) == ("unruled" in name)
    assert {finding.severity for finding in told} <= {"info"}
