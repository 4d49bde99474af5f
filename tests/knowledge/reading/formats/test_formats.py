"""The invented city's strategy reads alike, whatever file it comes in."""

import re
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from knowledge.model.base_json import to_json
from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from knowledge.reading.source import Line, SourceText
from knowledge.reading.sources.opening import read_source
from knowledge.wording.amounts import lines_text
from tests.knowledge.reading.formats.city import GOAL_HEADER, GOALS, KPI_HEADER, TITLE, GoalText

FILES = Path(__file__).parent / "files"
NAMES = sorted(path.name for path in FILES.iterdir())
PDFS = [name for name in NAMES if name.endswith(".pdf")]
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")  # 「245,800」
_MARK = re.compile(r"^(?:[・•]\s*|-\s+|【(?=.*】$))")


@cache
def source_of(name: str) -> SourceText:
    return read_source(FILES / name)


@cache
def base_of(name: str) -> KnowledgeBase:
    return build(FILES / name, source_of(name))


def lines_of_file(name: str) -> tuple[Line, ...]:
    return source_of(name).lines


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


def known(name: str) -> dict[str, Any]:
    """The knowledge base without what tells of its file: places, the hash, the report."""
    exported = to_json(base_of(name))
    told = {key: value for key, value in exported.items() if key not in ("report", "passages", "lines")}
    told["passages"] = [passage["text"] for passage in exported["passages"] if passage["text"] != TITLE]
    bare: dict[str, Any] = without_places(told)
    return bare


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(each) for key, each in value.items() if key not in ("span", "source")}
    if isinstance(value, list):
        return [without_places(each) for each in value]
    return _COMMA.sub("", value) if isinstance(value, str) else value


@pytest.mark.parametrize("name", NAMES)
def test_every_format_gives_the_same_knowledge_base(name: str) -> None:
    assert known(name) == known("city.txt")


def test_the_knowledge_base_is_the_one_that_was_written() -> None:
    base = base_of("city.txt")
    assert [goal.name for goal in base.goals] == [goal.name for goal in GOALS]
    assert [(one.name, one.goal) for one in base.packages] == [
        (measure.name, number) for number, goal in enumerate(GOALS, start=1) for measure in goal.measures
    ]
    measures = [measure for goal in GOALS for measure in goal.measures]
    for package, measure in zip(base.packages, measures, strict=True):
        assert tuple(project.name for project in package.projects) == measure.projects
        assert package.effects == (measure.effect,)
        for kpi, (name, unit, baseline, target) in zip(package.kpis, measure.kpis, strict=True):
            assert (kpi.name, kpi.unit) == (name, unicodedata.normalize("NFKC", unit))
            assert kpi.baseline is not None
            assert (kpi.baseline.value, kpi.baseline.fiscal_year) == (Decimal(_COMMA.sub("", baseline)), 2023)
            assert (kpi.target.value, kpi.target.fiscal_year) == (Decimal(_COMMA.sub("", target)), 2029)


@pytest.mark.parametrize("name", PDFS)
def test_records_of_a_pdf_are_cited_by_page(name: str) -> None:
    base = base_of(name)
    pages = [kpi.span.page for package in base.packages for kpi in package.kpis]
    assert None not in pages
    assert lines_text(base.packages[-1].kpis[-1].span) == f"{pages[-1]}ページ"


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
    told = [finding for finding in source_of(name).findings if "罫線がない" in finding.message]
    assert bool(told) == ("unruled" in name)
    assert {finding.severity for finding in told} <= {"info"}
