"""A ledger that has lost something says so wherever its values are shown, in one sentence; a whole one nowhere."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

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


def test_every_command_that_shows_values_says_it(run: Run, tmp_path: Path, is_partial: bool) -> None:
    for year, value in (("2022", "48"), ("2023", "40")):
        run("kpi", "record", "k3-3", "--year", year, "--value", value, "--by", "架空")
    if is_partial:
        spoil(tmp_path / "var")
    run("digest", "add", "--help")
    for command in (
        ("ask", "待機児童数は？"),
        ("ask", "遅れているKPIは？"),
        ("ask", "--json", "待機児童数の推移は？"),
        ("kpi", "list"),
        ("kpi", "show", "k3-3"),
        ("kpi", "review", "--year", "2023"),
        ("kpi", "review", "--year", "2023", "--json"),
        ("digest", "preview", "--scope", "all", *NOW),
    ):
        ran = run(*command)
        assert ran.code == 0, ran.err
        assert (PARTIAL_NOTE in ran.out.replace("\n", "")) == is_partial, command
    assert PARTIAL_NOTE not in run("ask", "移住支援の取組は？").out.replace("\n", "") or is_partial


def test_every_file_that_holds_values_says_it(run: Run, tmp_path: Path, is_partial: bool) -> None:
    for year, value in (("2022", "48"), ("2023", "40")):
        run("kpi", "record", "k3-3", "--year", year, "--value", value, "--by", "架空")
    if is_partial:
        spoil(tmp_path / "var")
    for name in ("a.xlsx", "a.csv", "a.json"):
        assert (PARTIAL_NOTE in run("kpi", "export", "-o", str(tmp_path / name)).out) == is_partial
    run("kpi", "review", "--year", "2023", "-o", str(tmp_path / "review.xlsx"))
    for name in ("a.xlsx", "review.xlsx"):
        sheets = load_workbook(tmp_path / name)
        assert ("ご注意" in sheets.sheetnames) == is_partial
        assert not is_partial or sheets["ご注意"]["A2"].value == PARTIAL_NOTE
    assert (PARTIAL_NOTE in (tmp_path / "a.csv").read_text(encoding="utf-8")) == is_partial
    assert json.loads((tmp_path / "a.json").read_text())["notes"] == [PARTIAL_NOTE] * is_partial


SHOWN: list[Callable[[Catalog, CurrentValues], object]] = [
    lambda catalog, values: kpi_list_message(["k3-3", "k1-1"], catalog, values),
    lambda catalog, values: history_message(catalog.records["k3-3"], catalog, values),
    lambda _, values: review_message(review_year(values, FiscalYear(2023))),
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


@pytest.mark.parametrize(
    "question", ["待機児童数は？", "遅れているKPIは？", "待機児童数の推移は？", "基本目標2の数値目標は？"]
)
def test_answers_say_it_and_no_other_word_changes(engine: Engine, catalog: Catalog, question: str) -> None:
    entries = ledger_of(catalog, ("k3-3", 2022, "48"), ("k3-3", 2023, "40")).entries
    partial, whole = (
        engine.answer(question, (), CurrentValues(catalog, Ledger(entries, is_partial=each))) for each in (True, False)
    )
    assert PARTIAL_NOTE in partial.text
    assert PARTIAL_NOTE not in whole.text
    assert partial.items == whole.items
