"""Result tables of the shapes met in practice, each file with the reading that it must get (figures are invented)."""

from datetime import date
from pathlib import Path

import pytest

from bot.documents.spreadsheets import read_sheets
from knowledge.indicators.import_plan import ImportPlan
from knowledge.indicators.importing import plan_import
from knowledge.indicators.ledger import Ledger
from knowledge.model.errors import UnreadableTableError
from tests.plans import kakuu

TABLES = Path(__file__).parent / "tables"
TODAY = date(2027, 4, 10)
SALES, FIRMS, INDEX, BUS = "加工品の売上高", "進出企業数（累計）", "子育て満足度指数", "湖上バスの年間利用者数"

Values = dict[tuple[str, int], str]


def plan_of(name: str) -> ImportPlan:
    sheets = read_sheets(TABLES / name)
    return plan_import(sheets, kakuu().indicators, Ledger(()), by="企画課", today=TODAY, file=name)


def values_of(plan: ImportPlan) -> Values:
    """Indicator and era year (7 for 令和7年度) → value."""
    return {(row.indicator.name, row.draft.fiscal_year - 2018): str(row.draft.value) for row in plan.accepted}


READINGS: dict[str, Values] = {
    "i01_actual_and_target_under_years.csv": {(SALES, 7): "1300", (FIRMS, 7): "2"},
    "i02_values_in_words.csv": {(INDEX, 7): "3.3", (BUS, 7): "12500"},
    "i03_two_tables_one_sheet.csv": {(SALES, 7): "1300", (SALES, 8): "1350", (BUS, 7): "12500", (BUS, 8): "12800"},
    "i04_target_and_actual_each_year.csv": {(SALES, 7): "1310", (SALES, 8): "1420"},
    "i05_year_named_twice.csv": {(SALES, 7): "1310", (SALES, 8): "1420"},
    "i06_rows_target_actual_rate.csv": {(SALES, 7): "1310", (SALES, 8): "1420"},
    "i07_merged_year_over_target_actual.xlsx": {
        **{(SALES, 7): "1310", (SALES, 8): "1420"},
        **{(FIRMS, 7): "2", (FIRMS, 8): "3"},
    },
    "i08_merged_year_over_actual_rate_grade.xlsx": {(SALES, 7): "1310", (SALES, 8): "1420"},
    "i10_group_rows_and_dash_unit.xlsx": {
        **{(SALES, 7): "1310", (SALES, 8): "1420"},
        **{(INDEX, 7): "3.3", (INDEX, 8): "3.4"},
    },
    "i11_second_year_column_and_calendar_year.csv": {(SALES, 7): "1310"},
    "i12_year_column_of_the_baseline.csv": {(SALES, 7): "1310"},
}


@pytest.mark.parametrize("name", READINGS)
def test_each_table_gives_exactly_its_actuals(name: str) -> None:
    plan = plan_of(name)
    assert values_of(plan) == READINGS[name]
    unreadable = {"i11_second_year_column_and_calendar_year.csv": ["実績値「3.3 3.1」を数として読めません。"]}
    assert [row.reason for row in plan.refused] == unreadable.get(name, [])


def test_every_file_is_tried() -> None:
    assert {path.name for path in TABLES.iterdir()} == {*READINGS, "i09_yearly_targets_only.xlsx"}


def test_a_table_of_targets_gives_no_value_and_a_sentence_that_says_so() -> None:
    with pytest.raises(UnreadableTableError, match=r"実績値の列がありません（目標値の列だけです）。.*--map で列を指定"):
        plan_of("i09_yearly_targets_only.xlsx")


def test_words_for_no_value_are_listed_and_marks_are_kept() -> None:
    plan = plan_of("i02_values_in_words.csv")
    assert [(row.place, row.text) for row in plan.pending] == [
        ("2行目（C2）", f"{SALES}「集計中」"),
        ("3行目（C3）", f"{FIRMS}「未調査」"),
        ("6行目（C6）", "避難に時間がかかる世帯の割合「－」"),
    ]
    index, bus = plan.drafts
    assert (index.note, index.provisional, index.office_grade) == ("表の印: 約", False, "A")
    assert (bus.note, bus.provisional, bus.office_grade) == ("", True, "A")


def test_what_is_left_out_is_named_with_its_kind() -> None:
    (table,) = plan_of("i04_target_and_actual_each_year.csv").tables
    assert [f"{one.place}={one.label}" for one in table.left_out] == [
        "B列「担当課」=担当課",
        "C列「R7目標」=目標値",
        "E列「R8目標」=目標値",
        "G列「達成率」=達成率・進捗率",
    ]


def test_a_grade_is_kept_with_its_year_or_with_the_last() -> None:
    drafts = plan_of("i04_target_and_actual_each_year.csv").drafts
    by_year = {int(one.fiscal_year): one.office_grade for one in drafts}
    assert by_year == {2025: "", 2026: "A"}
    assert [d.office_grade for d in plan_of("i08_merged_year_over_actual_rate_grade.xlsx").drafts] == ["A", "A"]


def test_group_rows_and_rows_of_other_kinds_are_listed() -> None:
    skipped = [(row.text, row.why) for row in plan_of("i10_group_rows_and_dash_unit.xlsx").skipped]
    assert skipped == [("基本目標1 しごと", "見出し・注の行"), ("基本目標2 ひと", "見出し・注の行")]
    skipped = [(row.text, row.why) for row in plan_of("i06_rows_target_actual_rate.csv").skipped]
    assert skipped == [(SALES, "目標値の行"), (SALES, "達成率・進捗率の行")]
