"""`kb build plan.pdf` and what goes with it: numbered lines, corrections by them, pages in answers."""

import shutil
from pathlib import Path

import pytest

from bot.app.wiring import open_knowledge
from bot.config.settings import Settings
from tests.bot.conftest import Run
from tests.knowledge.reading.formats.test_formats import FILES

CORRECTION = """
[[correction]]
line = {line}
printed = "14.2"
read_as = "14.5"
reason = "正誤表"
certainty = "certain"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    folder.mkdir()
    return Path(shutil.copy(FILES / "typst_ruled.pdf", folder / "plan.pdf"))


def test_lines_are_printed_as_read_with_number_and_page(run: Run, plan: Path) -> None:
    ran = run("kb", "lines", str(plan))
    assert ran.code == 0
    assert any(row.endswith("2ページ  空き店舗率\t％\t14.2\t10.5") for row in ran.out.splitlines())


def test_a_correction_names_a_line_as_printed_and_reaches_the_value(run: Run, plan: Path) -> None:
    row = next(row for row in run("kb", "lines", str(plan)).out.splitlines() if "空き店舗率" in row)
    (plan.parent / "corrections.toml").write_text(CORRECTION.format(line=row.split()[0]), encoding="utf-8")
    assert run("kb", "build", str(plan)).code == 0
    assert run("kb", "check").code == 0
    assert "14.5%" in run("ask", "空き店舗率の基準値は？").out


def test_an_answer_cites_the_page(run: Run, plan: Path) -> None:
    run("kb", "build", str(plan))
    assert "本文2ページ" in run("ask", "空き店舗率の目標は？").out


def test_what_was_read_from_a_pdf_is_quoted_without_reading_it_again(run: Run, plan: Path, tmp_path: Path) -> None:
    run("kb", "build", str(plan))
    plan.unlink()
    assert "空き店舗率\t％\t14.2\t10.5" in open_knowledge(Settings(data=tmp_path / "var")).document
