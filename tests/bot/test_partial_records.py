"""A ledger that has lost something says so wherever its values are shown, in one sentence; a whole one nowhere."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.terminal.kpi.group import kpi
from bot.views.home import home_view
from bot.views.kpis import history_message, kpi_list_message
from bot.views.review import review_message
from knowledge.answers import Engine
from knowledge.indicators import CurrentValues, Ledger
from knowledge.indicators.review import review_year
from knowledge.model import Catalog, FiscalYear
from knowledge.storage import Database
from knowledge.wording.values import PARTIAL_NOTE
from tests.bot.conftest import Run
from tests.bot.digest_world import MORNING
from tests.knowledge.actual_values import ledger_of

NOW = ("--now", "2024-06-03T09:00+09:00")


@pytest.fixture(params=[True, False], ids=["partly lost", "whole"])
def is_partial(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def spoil(data: Path) -> None:
    """The first entry is one that a later version would have to read."""
    database = Database(data / "actuals")
    (table,) = database.tables()
    database.table(table).update({"kind": "forecast"}, doc_ids=[1])


def test_every_command_and_file_that_shows_values_says_it(run: Run, tmp_path: Path) -> None:
    run("kpi", "record", "k3-3", "--year", "2023", "--value", "40", "--by", "架空")
    spoil(tmp_path / "var")
    for command in (
        ("ask", "--json", "待機児童数は？"),
        ("kpi", "list"),
        ("kpi", "review", "--year", "2023", "-o", str(tmp_path / "review.xlsx"), "--json"),
        ("digest", "preview", "--scope", "all", *NOW),
        *(("kpi", "export", "-o", str(tmp_path / name)) for name in ("a.xlsx", "a.csv", "a.json")),
    ):
        ran = run(*command)
        assert ran.code == 0, ran.err
        assert PARTIAL_NOTE in ran.out.replace("\n", ""), command
    for name in ("a.xlsx", "review.xlsx"):
        assert load_workbook(tmp_path / name)["ご注意"]["A2"].value == PARTIAL_NOTE
    assert PARTIAL_NOTE in (tmp_path / "a.csv").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["notes"] == [PARTIAL_NOTE]


EVERY_KPI_COMMAND = {
    "list": ("list",),
    "show": ("show", "k3-3"),
    "history": ("history", "k3-3"),
    "review": ("review", "--year", "2023"),
    "export": ("export", "-o", "a.json"),
}
WRITE = {"record", "import", "undo", "sample"}  # what they say is about what they write


def test_no_kpi_command_is_left_out_below() -> None:
    assert {command.name or command.callback.__name__ for command in kpi.registered_commands if command.callback} == {
        *EVERY_KPI_COMMAND,
        *WRITE,
    }


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "page"])
@pytest.mark.parametrize("name", EVERY_KPI_COMMAND)
def test_every_kpi_command_says_it_where_the_whole_ledger_is_gone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, as_json: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    run("kpi", "record", "k3-3", "--year", "2023", "--value", "40", "--by", "架空")
    shutil.rmtree(tmp_path / "var" / "actuals")
    ran = run("kpi", *EVERY_KPI_COMMAND[name], *(["--json"] if as_json and name != "export" else []))
    assert ran.code == 0, ran.err
    assert PARTIAL_NOTE in (ran.out + ran.err).replace("\n", "")
    assert "まだ" not in ran.out + ran.err
    if as_json and name in ("show", "review"):
        assert PARTIAL_NOTE in json.loads(ran.out)["notes"]
    if as_json and name in ("list", "show", "history", "review"):
        assert PARTIAL_NOTE in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("record", "k3-3", "--year", "2022", "--value", "41", "--by", "架空"),
        ("undo", "a2", "--by", "架空"),
        ("sample",),
    ],
    ids=lambda words: words[0],
)
def test_a_command_that_writes_says_it_too(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    run("kpi", "record", "k3-3", "--year", "2023", "--value", "40", "--by", "架空")
    run("kpi", "record", "k3-3", "--year", "2024", "--value", "39", "--by", "架空")
    name = next(name for name in Database(tmp_path / "var" / "actuals").tables() if name.startswith("actuals"))
    Database(tmp_path / "var" / "actuals").table(name).insert({"kind": "forecast"})
    ran = run("kpi", *words)
    assert ran.code == 0, ran.err
    assert PARTIAL_NOTE in ran.err.replace("\n", "")


SHOWN: list[Callable[[Catalog, CurrentValues], object]] = [
    lambda catalog, values: kpi_list_message(["k3-3", "k1-1"], catalog, values),
    lambda catalog, values: history_message(catalog.records["k3-3"], catalog, values),
    lambda _, values: review_message(review_year(values, FiscalYear(2023)), "計画（令和2年3月）"),
    lambda catalog, values: home_view(catalog, values, updated=MORNING),
]


@pytest.mark.parametrize("show", SHOWN)
def test_slack_says_it_once(
    catalog: Catalog, show: Callable[[Catalog, CurrentValues], object], is_partial: bool
) -> None:
    entries = ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-3", 2023, "40")).entries
    shown = show(catalog, CurrentValues(catalog, Ledger(entries, is_partial=is_partial)))
    blocks = getattr(shown, "blocks", shown)
    assert str(blocks).count(PARTIAL_NOTE) == is_partial


@pytest.mark.parametrize("question", ["待機児童数は？", "遅れているKPIは？", "待機児童数の推移は？"])
def test_answers_say_it_and_no_other_word_changes(engine: Engine, catalog: Catalog, question: str) -> None:
    entries = ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-3", 2023, "40")).entries
    partial, whole = (
        engine.answer(question, (), CurrentValues(catalog, Ledger(entries, is_partial=each))) for each in (True, False)
    )
    assert PARTIAL_NOTE in partial.text
    assert PARTIAL_NOTE not in whole.text
    assert partial.items == whole.items
