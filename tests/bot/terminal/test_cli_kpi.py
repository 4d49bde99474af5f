"""`senryaku kpi` as its callers rely on it: real files in, real files out, exit codes, and the program as a process."""

import csv
import io
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.app.wiring import ledger_in
from knowledge.indicators.ledger import Draft
from knowledge.model.catalog import Catalog
from knowledge.model.data_files import shipped_strategies
from knowledge.model.fiscal import FiscalYear
from tests.bot.conftest import Ran, Run
from tests.bot.terminal.test_cli import KAKUU
from tests.knowledge.actual_values import AT
from tests.program import Ended, Programs

NOW = "2024-06-03T09:00+09:00"


@pytest.fixture
def kpi(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SENRYAKU_NOW", NOW)

    def call(*arguments: str, stdin: str | bytes = "") -> Ran:
        monkeypatch.setenv("SENRYAKU_NOW", NOW)
        return run("kpi", *arguments, stdin=stdin)

    return call


def recorded(kpi: Run, indicator: str, year: str, value: str, *more: str) -> str:
    ran = kpi("record", indicator, "--year", year, "--value", value, "--by", "企画課", *more)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return ran.out.split()[0]


def shown(kpi: Run, *arguments: str) -> Any:
    ran = kpi(*arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


# Recording


def test_a_year_outside_the_plan_and_half_a_person_need_a_yes(kpi: Run) -> None:
    asked = kpi("record", "k3-3", "--year", "R1", "--value", "48.5", "--by", "企画課")
    assert (asked.code, asked.out) == (1, "")
    assert asked.err == (
        "令和元年度は計画期間（令和2年度〜令和6年度）の外です。間違いありませんか。"
        "48.5人には端数があります。間違いありませんか。正しければ --yes を付けてください。\n"
    )
    assert recorded(kpi, "k3-3", "R1", "48.5", "--yes") == "a1"


def test_a_review_of_a_year_outside_the_plan_is_refused_in_words(kpi: Run) -> None:
    refused = kpi("review", "--year", "2025")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("令和7年度は計画期間（令和2年度〜令和6年度）の外のため、検証できません。")


def test_an_import_asks_about_a_year_outside_the_plan_by_its_own_column(kpi: Run, tmp_path: Path) -> None:
    file = tmp_path / "r1.csv"
    file.write_text("ID,年度,実績値,確認\nk3-3,R1,50,\nk3-7,R1,700,済\n", encoding="utf-8")
    asked = kpi("import", str(file), "--apply").out
    assert "令和元年度は計画期間（令和2年度〜令和6年度）の外です。間違いありませんか。" in "".join(asked.split())
    assert shown(kpi, "show", "k3-7")["actual"] is None
    file.write_text("ID,年度,実績値,確認\nk3-3,R1,50,済\n", encoding="utf-8")
    assert "1件を登録しました" in kpi("import", str(file), "--apply").out


def test_a_recorded_value_is_shown_with_its_progress_and_history(kpi: Run) -> None:
    assert recorded(kpi, "k3-3", "2022", "48") == "a1"
    assert recorded(kpi, "待機児童数", "R5", "４０人", "--provisional", "--source", "子ども保育課調べ") == "a2"
    page = kpi("show", "k3-3").out
    for words in ("40人（令和5年度・速報値）", "(40 − 54) ÷ (0 − 54) = 25.9%", "遅れ ▽", "令和4年度〜令和5年度  █▁"):
        assert words in page
    assert max(map(len, page.splitlines())) <= 80
    one = shown(kpi, "show", "k3-3")
    assert (one["actual"]["value"], one["state"], one["rate"], one["grade"]) == ("40", "遅れ", "0.2593", None)
    assert [entry["value"] for entry in one["history"]] == ["48", "40"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("k3-99", "--year", "2023", "--value", "1"), 1, "近いもの: k3-"),
        (("待機児童", "--year", "2023", "--value", "1"), 1, "k3-3 待機児童数"),
        (("k3-3", "--year", "いつか", "--value", "1"), 2, "R5"),
        (("k3-3", "--year", "来年", "--value", "1"), 1, "令和7年度はまだ始まっていません"),
        (("k3-3", "--value", "1"), 2, "年度が必要です"),
        (("k3-3", "--year", "2023"), 2, "--value"),
        (("k3-3", "--year", "2023", "--value", "約40"), 2, "数として読めません"),
        (("k3-3", "--year", "2030", "--value", "1"), 1, "まだ始まっていません"),
        (("k3-3", "--year", "2023", "--value", "40件"), 1, "単位が違います"),
        (("k3-3", "--year", "2023", "--value", "5400"), 1, "--yes"),
        (("k3-3", "--year", "2023", "--value", "40", "--by", ""), 1, "名前"),
        (("k3-3", "--year", "2023", "--value", "40", "--replaces", "a9"), 1, "a9"),
        (("population", "--year", "2020", "--day", "2024-04-01", "--value", "302000"), 2, "時点"),
        (("population", "--day", "2024-04-01", "--value", "302000"), 1, "令和5年度末の値として登録します"),
    ],
)
def test_what_cannot_be_recorded_is_one_line(kpi: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = kpi("record", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.is_one_line
    assert said in ran.err
    assert shown(kpi, "list", "--state", "遅れ") == []


def test_a_tenfold_jump_is_taken_once_it_is_confirmed(kpi: Run) -> None:
    assert recorded(kpi, "k3-3", "2023", "5400", "--yes") == "a1"


def test_a_second_value_has_to_name_the_first(kpi: Run) -> None:
    recorded(kpi, "k3-3", "2023", "40")
    again = kpi("record", "k3-3", "--year", "2023", "--value", "41", "--by", "企画課")
    assert again.code == 1
    assert "--replaces a1" in again.err
    assert recorded(kpi, "k3-3", "2023", "41", "--replaces", "a1") == "a2"
    assert shown(kpi, "show", "k3-3")["actual"]["value"] == "41"


def test_history_keeps_everything_and_undo_brings_back(kpi: Run) -> None:
    recorded(kpi, "k3-3", "2023", "40")
    recorded(kpi, "k3-3", "2023", "41", "--replaces", "a1")
    undone = kpi("undo", "a2", "--by", "企画課")
    assert undone.code == 0
    assert "いまの値は 40人（a1）です。" in undone.out
    entries = shown(kpi, "history", "k3-3")
    assert [(entry["id"], entry["kind"], entry["fate"]) for entry in entries] == [
        ("a1", "actual", "有効"),
        ("a2", "actual", "取消済み（a3）"),
        ("a3", "undo", "取消"),
    ]
    assert "取消（a2 の取消）" in kpi("history", "k3-3").out
    missing = kpi("undo", "a77")
    assert (missing.code, missing.is_one_line) == (1, True)


def test_what_was_known_on_a_day_can_be_asked(kpi: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(kpi, "k3-3", "2022", "48")
    later = ("--now", "2024-10-01T00:00+09:00")  # the first moment after the end of September in Tokyo
    recorded(kpi, "k3-3", "2023", "40", *later)
    assert shown(kpi, "show", "k3-3", "--as-of", "2024-09-30")["actual"]["value"] == "48"
    assert shown(kpi, "show", "k3-3", "--as-of", "令和6年10月1日")["actual"]["value"] == "40"
    assert shown(kpi, "review", "--year", "2023", "--as-of", "2024-09-30")["counts"]["実績未登録"] == 47
    assert kpi("show", "k3-3", "--as-of", "9月末").code == 2


def test_reading_makes_no_folder(kpi: Run, tmp_path: Path) -> None:
    for arguments in (("list",), ("show", "k3-3"), ("history", "k3-3"), ("review", "--year", "2023")):
        assert kpi(*arguments).code == 0
    assert not (tmp_path / "var" / "actuals").exists()


# Lists


def test_lists_by_state_and_package(kpi: Run) -> None:
    recorded(kpi, "k3-3", "2023", "40")
    recorded(kpi, "k1-1", "2023", "4")
    assert [one["id"] for one in shown(kpi, "list", "--state", "達成")] == ["k1-1"]
    assert [one["id"] for one in shown(kpi, "list", "--state", "遅れ", "--package", "3")] == ["k3-3"]
    assert len(shown(kpi, "list")) == 47
    assert len(shown(kpi, "list", "--package", "3")) == 8
    assert kpi("list", "--state", "だめ").code == 2
    assert kpi("list", "--package", "9").code == 2


def test_a_citys_grades_take_the_place_of_states(kpi: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(kpi, "k3-3", "2023", "40")
    monkeypatch.setenv("SENRYAKU_PROGRESS_SCALE", "grades")
    assert "状態 D" in kpi("list", "--package", "3").out
    assert shown(kpi, "show", "k3-3")["shown_state"] == "D"
    monkeypatch.setenv("SENRYAKU_PROGRESS_SCALE", "星の数")
    assert kpi("list").code == 2


def test_another_citys_strategy_has_a_ledger_of_its_own(kpi: Run) -> None:
    recorded(kpi, "k1-1", "2022", "2")
    kakuu = ("--strategy", str(KAKUU))
    assert [one["actual"] for one in shown(kpi, "list", *kakuu) if one["id"] == "k1-1"] == [None]
    assert "ほかの戦略（第2期久留米市地方創生総合戦略）の記録が1件あります" in kpi("list", *kakuu).out
    assert "ほかの戦略" not in kpi("list", "--strategy", str(shipped_strategies()[0])).out


def test_values_of_an_indicator_that_vanished_are_kept_and_told(kpi: Run, tmp_path: Path, catalog: Catalog) -> None:
    store = ledger_in(tmp_path / "var", catalog)
    draft = Draft(indicator="k9-9", fiscal_year=FiscalYear(2023), value=Decimal(7), by="企画課")
    store.record([draft], {"k9-9": "件"}, at=AT)
    assert "計画にない指標の値が1件残っています（k9-9）" in kpi("list").out
    assert [entry["value"] for entry in shown(kpi, "history", "k9-9")] == ["7"]


def test_a_question_is_answered_from_what_was_recorded(kpi: Run, run: Run) -> None:
    assert json.loads(run("ask", "--json", "遅れているKPI").out)["status"] == "not_found"
    recorded(kpi, "k3-3", "2023", "40")
    answer = json.loads(run("ask", "--json", "遅れているKPI").out)
    assert [item["id"] for item in answer["items"]] == ["k3-3"]
    assert "令和5年度の実績は40人（確定値）です。" in run("ask", "令和5年度の待機児童数").out


# Files

ROWS = "ID,指標,年度,実績値,単位,区分,備考\nk3-3,待機児童数,令和5年度,40,人,速報,㈱調べ～①\nk3-5,,R5,▲1.3,,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_files_are_tried_first_and_then_applied(kpi: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(ROWS.encode(encoding))
    tried = kpi("import", str(path), "--by", "企画課")
    assert tried.code == 0
    assert "新規 2件" in tried.out
    assert "--apply" in tried.out
    assert shown(kpi, "history", "k3-3") == []
    applied = kpi("import", str(path), "--by", "企画課", "--apply")
    assert applied.code == 0
    assert "2件を登録しました（a1〜a2）" in applied.out
    assert shown(kpi, "show", "k3-3")["actual"]["provisional"] is True
    assert "変更はありません" in kpi("import", str(path), "--apply").out


def test_one_refused_row_holds_everything_back(kpi: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(ROWS + "k9-9,,R5,3,,,\nk3-1,,R5,75くらい,,,\n", encoding="utf-8")
    for more in ((), ("--apply",)):
        ran = kpi("import", str(path), *more)
        assert ran.code == 1
        assert "4行目: k9-9" in ran.out
        assert "5行目: k3-1" in ran.out
        assert ran.is_one_line
    assert shown(kpi, "history", "k3-3") == []


def test_a_spreadsheet_of_another_programs_habits(kpi: Run, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "KPI 進捗管理表"
    sheet.append([])
    sheet.append(["指標名", "令和4年度", "", "令和5年度", ""])
    sheet.append(["", "実績値", "区分", "実績値", "区分"])
    sheet.append(["待機児童数", "４８", "", "40人", ""])
    sheet.append(["シティプロモーションサイトのアクセス件数", "185,000", "", "1９0,000件", ""])
    sheet.append(["小中学校の全国学力・学習状況調査の平均正答率", "▲2.0", "", "△1.3", ""])
    sheet.append(["子育て支援体制が充実したと感じる市民の割合", 0.76, "", 0.775, ""])
    for cell in ("B8", "D8"):
        sheet[cell].number_format = "0.0%"
    sheet.merge_cells("A3:A4")
    path = tmp_path / "in.xlsx"
    book.save(path)
    assert kpi("import", str(path), "--apply", "--by", "企画課").code == 0
    assert shown(kpi, "show", "k3-1")["actual"]["value"] == "77.5"
    assert shown(kpi, "show", "k3-5")["actual"]["value"] == "-1.3"
    assert [entry["value"] for entry in shown(kpi, "show", "k3-3")["history"]] == ["48", "40"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_goes_out_comes_in_unchanged(kpi: Run, tmp_path: Path, suffix: str) -> None:
    kpi("sample", "--by", "企画課")
    recorded(kpi, "k3-3", "2023", "40", "--note", "=1+1 は式ではありません", "--provisional")
    path = tmp_path / f"out{suffix}"
    assert kpi("export", "-o", str(path)).code == 0
    again = kpi("import", str(path), "--apply")
    assert again.code == 0
    assert "新規 0件、訂正 0件" in again.out
    assert "受け付けられない行 0行" in again.out
    if suffix == ".csv":
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "@"))]


def test_once_the_plan_is_over_a_template_is_of_its_last_year(kpi: Run, tmp_path: Path) -> None:
    path = tmp_path / "template.csv"
    assert kpi("--now", "2027-06-03T09:00+09:00", "export", "--template", "-o", str(path)).code == 0
    [year] = {row["年度"] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))}
    assert year == "令和6年度"


def test_a_template_that_is_there_is_not_written_over(kpi: Run, tmp_path: Path) -> None:
    path = tmp_path / "template.csv"
    path.write_text("記入済み", encoding="utf-8")
    ran = kpi("export", "--template", "-o", str(path))
    assert ran.code == 1
    assert "別の名前を指定してください" in ran.err
    assert path.read_text(encoding="utf-8") == "記入済み"


def test_the_template_is_filled_in_and_taken_in(kpi: Run, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    assert kpi("export", "--template", "-o", str(path)).code == 0
    book = load_workbook(path)
    sheet = book.worksheets[3]
    names = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "k3-3")
    assert row[names.index("年度")].value == "令和5年度"
    row[names.index("実績値")].value = 40
    book.save(path)
    assert "1件を登録しました" in kpi("import", str(path), "--apply", "--by", "企画課").out


def test_json_goes_out_whole(kpi: Run, tmp_path: Path) -> None:
    recorded(kpi, "k3-3", "2023", "40")
    path = tmp_path / "out.json"
    assert kpi("export", "-o", str(path)).code == 0
    exported = json.loads(path.read_text(encoding="utf-8"))
    assert len(exported["indicators"]) == 47
    assert [entry["value"] for entry in exported["entries"]] == ["40"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("export", "-o", "out.pdf"), 2),
        (("export", "-o", "out.json", "--template"), 2),
        (("export",), 2),
        (("export", "-o", "ないフォルダー/out.csv"), 1),
        (("import", "ない.csv"), 1),
        (("review", "--year", "2023", "-o", "out.csv"), 2),
        (("review",), 2),
        (("review", "--year", "いつか"), 2),
    ],
)
def test_wrong_files_are_one_line(
    kpi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = kpi(*arguments)
    assert (ran.code, ran.is_one_line) == (code, True), ran.err


# The review and the demonstration


def test_the_review_counts_and_names_what_is_missing(kpi: Run, tmp_path: Path) -> None:
    recorded(kpi, "k3-3", "2023", "40")
    page = kpi("review", "--year", "2023").out
    assert "計 47件（遅れ ▽ 1件、実績未登録 － 46件）" in page
    assert "政策パッケージ3 子育て子育ち応援・移住定住につなげるパッケージ: 7件" in page.replace("\n  ", "")
    counts = shown(kpi, "review", "--year", "R5")["counts"]
    assert (counts["遅れ"], counts["実績未登録"], sum(counts.values())) == (1, 46, 47)
    path = tmp_path / "検証.xlsx"
    assert kpi("review", "--year", "2023", "-o", str(path)).code == 0
    book = load_workbook(path)
    assert book.sheetnames == ["検証 令和5年度", "状態別の件数", "実績未登録"]
    assert book.worksheets[0].max_row == 48
    assert book.worksheets[0].freeze_panes == "C2"


def test_invented_values_are_marked_everywhere_and_go_in_one_command(kpi: Run, tmp_path: Path) -> None:
    recorded(kpi, "k3-3", "2023", "40")
    assert kpi("sample").code == 0
    for arguments in (("list",), ("show", "k3-2"), ("review", "--year", "2023"), ("history", "k3-2")):
        assert "架空の値" in kpi(*arguments).out
    assert "架空の値" not in kpi("show", "k3-3").out
    objects = shown(kpi, "list")
    assert all(("架空の値" in one["actual"]["text"]) == (one["id"] != "k3-3") for one in objects if one["actual"])
    removed = kpi("sample", "--remove")
    assert removed.code == 0
    assert [one["id"] for one in shown(kpi, "list") if one["actual"]] == ["k3-3"]
    assert "架空の値は入っていません" in kpi("sample", "--remove").out


def test_the_same_demonstration_twice_adds_nothing(kpi: Run) -> None:
    kpi("sample")
    first = shown(kpi, "list")
    assert "入れる架空の値はありません" in kpi("sample").out
    assert shown(kpi, "list") == first


# The program as a process


def test_two_processes_write_at_once_and_nothing_is_lost(programs: Programs, tmp_path: Path) -> None:
    values = [("k3-3", "40"), ("k3-1", "77"), ("k1-1", "3"), ("k2-4", "58"), ("k3-7", "700"), ("k4-6", "25")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SENRYAKU_")}
    places = ("--data", str(tmp_path / "var"), "--now", NOW)

    def start(*arguments: str) -> Ended:
        return programs.captured(*places, "kpi", *arguments, environment=environment, folder=tmp_path)

    for pair in zip(values[::2], values[1::2], strict=True):
        running = [start("record", id, "--year", "2023", "--value", value, "--by", "課") for id, value in pair]
        for ended in running:
            recorded = ended()
            assert recorded.returncode == 0, recorded.stderr
            assert recorded.stdout.startswith("a")
    listed = start("list", "--json")()
    found = {one["id"]: one["actual"]["value"] for one in json.loads(listed.stdout) if one["actual"]}
    assert found == dict(values)
    assert listed.stderr == ""
    unknown = start("show", "k3-99")()
    assert (unknown.returncode, unknown.stdout, unknown.stderr.count("\n")) == (1, "", 1)


def test_the_review_that_is_asked_for_has_no_ids_and_names_no_command_to_remove_samples(run: Run) -> None:
    run("kpi", "sample")
    asked = run("ask", "令和5年度の検証表").out
    assert "・待機児童数：" in asked
    assert "k3-3" not in asked
    assert "--remove" not in asked
    kept = run("kpi", "review", "--year", "2023").out
    assert "・k3-3 待機児童数：" in kept
    assert "--remove" in kept
