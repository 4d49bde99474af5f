"""The commands as they are mounted: what they write, say and refuse."""

import io
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
import typer
from pypdf import PdfReader

from bot.config.errors import BotError
from bot.terminal.cli_sheet import export, sheet
from bot.terminal.usage import Command, Group
from knowledge.model.errors import UnknownIdError, UnwritableStoreError
from tests.bot.documents.sheet.test_render import squeezed

pytestmark = pytest.mark.process

Call = Callable[..., int]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started_before: Path) -> Call:
    """`call("sheet", "p3-12", "-o", "x.pdf")` in a folder of its own; errors come as the outermost `main` gets them."""
    app = typer.Typer(cls=Group, add_completion=False)
    app.command(cls=Command)(sheet)
    app.add_typer(export, name="export")
    copytree(started_before, tmp_path / "var")
    monkeypatch.setenv("SENRYAKU_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("SENRYAKU_NOW", "2024-06-03T23:30+00:00")
    monkeypatch.delenv("SENRYAKU_STRATEGY", raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: app(list(arguments), prog_name="senryaku", standalone_mode=False)


def text_of(path: str) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(Path(path).read_bytes())).pages]


def test_a_project_becomes_a_page_dated_in_tokyo(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    call("sheet", "p3-12", "-o", "out/sheet.pdf")
    [page] = text_of("out/sheet.pdf")
    assert "定住誘導推進事業" in page
    assert "令和6年6月4日作成" in page
    assert capsys.readouterr().out == ""
    assert list(Path("out").iterdir()) == [Path("out/sheet.pdf")]


def test_a_package_by_number_or_id(call: Call) -> None:
    call("sheet", "--package", "5", "-o", "a.pdf")
    call("sheet", "pkg5", "-o", "b.pdf")
    assert len(text_of("a.pdf")) == 4
    assert Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes()


@pytest.mark.parametrize("arguments", [(), ("p3-12", "--package", "3")])
def test_one_of_id_and_package_is_needed(call: Call, arguments: tuple[str, ...]) -> None:
    with pytest.raises(BotError, match="どちらか一方"):
        call("sheet", *arguments, "-o", "a.pdf")


@pytest.mark.parametrize("arguments", [("p3-99",), ("--package", "9"), ("k3-1",)])
def test_what_does_not_exist_is_refused_and_nothing_is_written(call: Call, arguments: tuple[str, ...]) -> None:
    with pytest.raises(UnknownIdError, match="はありません"):
        call("sheet", *arguments, "-o", "a.pdf")
    assert not Path("a.pdf").exists()


def test_a_place_that_cannot_be_written_is_one_sentence(call: Call) -> None:
    Path("folder.pdf").mkdir()
    with pytest.raises(UnwritableStoreError, match=r"「folder\.pdf」に書き込めません"):
        call("sheet", "p3-12", "-o", "folder.pdf")
    assert not list(Path.cwd().glob(".*.tmp"))


@pytest.mark.process
def test_the_site_is_written_and_written_again(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    call("export", "site", "site")
    call("export", "site", "site")
    assert "定住誘導推進事業" in Path("site/projects/p3-12.html").read_text(encoding="utf-8")
    assert "site/index.html を開いてください" in capsys.readouterr().err


def test_a_character_that_cannot_be_printed_is_told_with_its_line(
    call: Call, strategy_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copytree(strategy_folder, "plan")
    text = Path("plan/strategy.txt").read_text(encoding="utf-8")
    Path("plan/strategy.txt").write_text(text.replace("相談対応の充実や移住", "𠮷田での移住"), encoding="utf-8")
    call("sheet", "p3-12", "-o", "a.pdf", "--strategy", "plan")
    assert "〓田での移住" in squeezed(*text_of("a.pdf"))
    assert "「𠮷」（U+20BB7、本文680行）は印刷用の書体にないため、「〓」と印刷しました。" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/dev/full", "var/actuals/x.pdf", "."])
def test_what_is_no_place_for_a_sheet_is_refused(call: Call, path: str) -> None:
    with pytest.raises(UnwritableStoreError):
        call("sheet", "p3-12", "-o", path)
    assert not Path("var/actuals").exists()
