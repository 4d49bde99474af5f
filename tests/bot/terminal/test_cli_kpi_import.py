"""`senryaku kpi import` of tables as offices keep them: what is read is shown, what is doubtful is asked."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from tests.bot.conftest import Run
from tests.bot.terminal.test_cli import KAKUU

TABLES = Path(__file__).parents[1] / "documents" / "tables"
KAKUU_TODAY = ("--strategy", str(KAKUU), "--now", "2027-04-10T09:00+09:00", "kpi")


@pytest.mark.parametrize(
    ("name", "recorded"),
    [
        ("i01_actual_and_target_under_years.csv", 2),
        ("i03_two_tables_one_sheet.csv", 4),
        ("i04_target_and_actual_each_year.csv", 2),
        ("i06_rows_target_actual_rate.csv", 2),
        ("i07_merged_year_over_target_actual.xlsx", 4),
        ("i10_group_rows_and_dash_unit.xlsx", 4),
        ("i12_year_column_of_the_baseline.csv", 1),
    ],
)
def test_tables_of_other_shapes_are_imported(run: Run, name: str, recorded: int) -> None:
    ran = run(*KAKUU_TODAY, "import", str(TABLES / name), "--apply", "--by", "企画課")
    assert (ran.code, ran.err) == (0, "")
    assert f"{recorded}件を登録しました" in ran.out


def test_how_the_columns_are_read_is_printed_before_anything_else(run: Run) -> None:
    ran = run(*KAKUU_TODAY, "import", str(TABLES / "i04_target_and_actual_each_year.csv"))
    assert ran.code == 0
    page = ran.out.replace("\n", "").replace(" ", "")
    assert page.startswith(
        "列の読み方1行目の見出しの表・読む列:指標=A列「ＫＰＩ名称」、令和7年度の実績値=D列「R7実績」、"
    )
    assert "取り込まない列:B列「担当課」（担当課）、C列「R7目標」（目標値）" in page
    assert "まだ登録していません" in page


def test_a_table_of_targets_is_one_line_that_says_what_to_do(run: Run) -> None:
    ran = run(*KAKUU_TODAY, "import", str(TABLES / "i09_yearly_targets_only.xlsx"), "--apply")
    assert (ran.code, ran.is_one_line) == (1, True)
    assert "実績値の列がありません（目標値の列だけです）" in ran.err
    assert "--map で列を指定することもできます" in ran.err  # none of its columns may hold actuals


def test_unreadable_rows_are_left_out_only_where_somebody_says_so(run: Run) -> None:
    call = (*KAKUU_TODAY, "import", str(TABLES / "i11_second_year_column_and_calendar_year.csv"), "--apply")
    held = run(*call)
    assert (held.code, held.is_one_line) == (1, True)
    assert "何も登録していません" in held.err
    assert "--skip-unreadable" in held.err
    assert "実績値「3.3 3.1」を数として読めません。（E3）" in held.out
    taken = run(*call, "--skip-unreadable")
    assert taken.code == 0
    assert "受け付けられない行（1行）は取り込みません" in taken.out
    assert "1件を登録しました" in taken.out


def test_rows_that_cannot_be_read_are_counted_and_not_their_cells(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("指標,R7実績,R8実績\n加工品の売上高,abc,xyz\n", encoding="utf-8")
    ran = run(*KAKUU_TODAY, "import", str(path))
    assert "受け付けられない行 1行" in ran.out
    assert "受け付けられない行（1行）" in ran.err


def test_what_would_change_fits_a_terminal(run: Run) -> None:
    ran = run(*KAKUU_TODAY, "import", str(TABLES / "i07_merged_year_over_target_actual.xlsx"))
    changes = ran.out.split("変更される値（いま → 登録後）\n")[1].split("\n\n")[0].splitlines()
    assert all(line.startswith(("・新規  ", "  ")) for line in changes)
    assert all(cell_len(line) <= 80 for line in changes)
    assert " → " in changes[0]


def test_a_doubt_is_confirmed_on_the_command_and_never_in_silence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("指標,R7実績,R8実績\n加工品の売上高,13100,14200\n", encoding="utf-8")
    call = (*KAKUU_TODAY, "import", str(path))
    held = run(*call)
    assert held.code == 1
    assert "確認が必要な値（2件）を --confirm か --yes で確認するか" in held.err
    page = held.out.replace("\n", "").replace(" ", "")
    assert "2行目:加工品の売上高13,100万円は基準値1,200万円の10倍以上です。" in page
    assert "（B2）" in page
    assert "--confirmに欄を並べて" in page
    one = run(*call, "--confirm", "B2", "--apply")
    assert (one.code, "何も登録していません" in one.err) == (1, True)
    both = run(*call, "--confirm", "b2、C2", "--apply")
    assert (both.code, "2件を登録しました" in both.out) == (0, True)
    assert "確認済みとして取り込む値" in both.out
    assert "基準値1,200万円の10倍以上です" in both.out.replace("\n", "").replace(" ", "")


def test_all_doubts_are_confirmed_at_once_and_a_cell_without_one_is_a_wrong_call(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("指標,R7実績,R8実績\n加工品の売上高,1310,14200\n", encoding="utf-8")
    call = (*KAKUU_TODAY, "import", str(path))
    wrong = run(*call, "--confirm", "B2")
    assert (wrong.code, "「B2」に、確認が必要な値はありません" in wrong.err) == (2, True)
    assert run(*call, "--yes").code == 0


def test_the_mark_beside_a_number_is_shown_before_it_is_recorded(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("指標,R7実績,R8実績\n加工品の売上高,約1310,1420(速報)\n", encoding="utf-8")
    page = run(*KAKUU_TODAY, "import", str(path)).out
    assert "2行目: B2「約1310」→ 加工品の売上高 令和7年度 1,310万円" in page
    assert "2行目: C2「1420(速報)」→ 加工品の売上高 令和8年度 1,420万円" in page


def test_a_map_answers_what_cannot_be_placed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("指標,甲,乙\n加工品の売上高,R7,1310\n", encoding="utf-8")
    refused = run(*KAKUU_TODAY, "import", str(path))
    assert (refused.code, refused.is_one_line) == (1, True)
    assert "A列「指標」=指標、B列「甲」=意味が分からない列、C列「乙」=意味が分からない列" in refused.err
    assert "1件を登録" in run(*KAKUU_TODAY, "import", str(path), "--map", "実績値=C,年度=B", "--apply").out
    wrong = run(*KAKUU_TODAY, "import", str(path), "--map", "実績値")
    assert (wrong.code, wrong.is_one_line) == (2, True)


def test_the_offices_own_grade_stands_in_the_review(run: Run, tmp_path: Path) -> None:
    run(
        *KAKUU_TODAY, "import", str(TABLES / "i08_merged_year_over_actual_rate_grade.xlsx"), "--apply", "--by", "企画課"
    )
    assert "所管課の評価：A" in run(*KAKUU_TODAY, "review", "--year", "R8").out
    found = json.loads(run(*KAKUU_TODAY, "review", "--year", "R8", "--json").out)
    grades = {one["id"]: one["office_grade"] for group in found["groups"] for one in group["indicators"]}
    assert grades["k1-1"] == "A"
    path = tmp_path / "検証.xlsx"
    run(*KAKUU_TODAY, "review", "--year", "R8", "-o", str(path))
    sheet = load_workbook(path).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "k1-1")
    assert row[names.index("所管課の評価")].value == "A"
