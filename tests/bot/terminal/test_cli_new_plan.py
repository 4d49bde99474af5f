"""`kb new`: a plan is read with a question for each doubt, the answers stay, and then the bot answers from it."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.terminal.build_report import finding_lines
from knowledge.model.data_files import read_toml
from knowledge.model.records import Finding, Span
from tests.bot.conftest import Run

pytestmark = pytest.mark.usefixtures("first_start")
PLAN = """第2期ぎんが市総合戦略

ぎんが市

計画期間は、令和7年度から令和11年度までの5年間とします。

基本目標1 星空を生かして働く

施策1-1 商いを支える

主な事業
・商店承継バンク事業

KPI\t出発点（R5）\t銀河点
創業相談件数\t88件\t120件
空き店舗数\t64件\t50件
店じまいの数\t若干\t減少

流星観測の協定は、令和6年10月に天文台と結びました。
"""
Talk = Callable[[Sequence[str]], str]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ginga.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def talk(tmp_path: Path, plan: Path) -> Talk:
    """The command in a terminal of its own, its questions answered one after the other; all that it has said."""

    def talk(answers: Sequence[str]) -> str:
        leader, follower = pty.openpty()
        code = "from bot.terminal.cli import main; main()"
        call = [sys.executable, "-c", code, "kb", "new", str(plan), "--data", str(tmp_path / "var")]
        with subprocess.Popen(call, stdin=follower, stdout=follower, stderr=follower) as process:
            os.close(follower)
            os.write(leader, "".join(f"{answer}\n" for answer in answers).encode())
            said = b""
            try:
                while piece := os.read(leader, 65_536):
                    said += piece
            except OSError:  # so Linux says that the other side has closed
                pass
        os.close(leader)
        assert process.returncode == 0, said.decode()
        return said.decode()

    return talk


def test_without_a_terminal_it_asks_for_the_proposals(run: Run, plan: Path) -> None:
    ran = run("kb", "new", str(plan))
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "--yes" in ran.err


def test_with_the_proposals_no_doubtful_column_is_taken_in(run: Run, plan: Path) -> None:
    ran = run("kb", "new", "--yes", str(plan))
    assert ran.code == 0
    assert "[要確認] 決まっていない列・見出し" in ran.out
    assert "120" not in run("kpi", "list").out


def test_what_was_held_back_is_still_quoted(run: Run, plan: Path) -> None:
    run("kb", "new", "--yes", str(plan))
    assert "120件" in run("ask", "創業相談件数").out


def test_counts_stand_in_the_words_of_the_plan(run: Run, plan: Path) -> None:
    out = run("kb", "new", "--yes", str(plan)).out
    assert "「第2期ぎんが市総合戦略」を読み取りました。" in out
    assert "施策 1件" in out
    assert "政策パッケージ" not in out


def of_many(kpis: Sequence[int]) -> str:
    """A plan of as many goals, each with a measure and as many KPIs as are said."""
    text = "第2期ぎんが市総合戦略\n\nぎんが市\n\n計画期間は、令和2年度から令和6年度までの5年間とします。\n\n"
    for goal, count in enumerate(kpis, start=1):
        rows = "".join(f"指標{goal}の{at}の件数\t{goal}{at}件\t{goal}{at}0件\n" for at in range(1, count + 1))
        text += f"基本目標{goal} 星をめぐる{goal}\n\n施策{goal}-1 商いを支える{goal}\n\n"
        text += f"KPI\t基準値（R1）\t目標値（R6）\n{rows}\n"
    return text


@pytest.mark.parametrize(
    ("kpis", "shown"), [((3, 1), 4), ((10,), 10), ((9, 1, 1), 10), ((13, 6, 4), 10), ((1,) * 12, 10)]
)
def test_ten_samples_are_shown_wherever_there_are_ten_and_of_every_goal(
    run: Run, plan: Path, kpis: Sequence[int], shown: int
) -> None:
    plan.write_text(of_many(kpis), encoding="utf-8")
    out = run("kb", "new", "--yes", str(plan)).out
    assert f"指標 {sum(kpis)}件のうち{shown}件です。" in out
    samples = re.findall(r"・(指標(\d+)の\d+の件数)：.*\n\s+\d+行: (指標\d+の\d+の件数)｜", out)
    assert len(samples) == shown
    assert all(name == printed for name, _, printed in samples)  # the line stands beside its own figures
    goals = [int(goal) for _, goal, _ in samples]
    assert len(set(goals)) == min(len(kpis), shown)
    assert goals == sorted(goals)


def test_answers_are_kept_and_the_table_is_read(run: Run, talk: Talk, tmp_path: Path) -> None:
    said = talk(["2"])
    assert "表の列「銀河点」には何が入っていますか" in said
    [layout] = (tmp_path / "var" / "sources").glob("*/layout.toml")
    assert "target" in read_toml(layout)["columns"].values()
    assert "創業相談件数：基準値 88件（令和5年度） → 目標値 120件（令和11年度）" in said
    assert "創業相談件数｜88件｜120件" in said
    assert "120件" in run("ask", "創業相談件数の目標値は？").out


def test_the_period_is_asked_where_the_text_has_none(plan: Path, talk: Talk, tmp_path: Path) -> None:
    plan.write_text(PLAN.replace("計画期間は、令和7年度から令和11年度までの5年間とします。\n", ""), encoding="utf-8")
    said = talk(["そのうち", "令和7-令和11", "2"])
    assert "計画期間は、何年度から何年度までですか。" in said
    assert "「2025-2029」のように書いてください。" in said
    assert "計画期間 令和7年度〜令和11年度" in said
    [layout] = (tmp_path / "var" / "sources").glob("*/layout.toml")
    assert read_toml(layout)["period"] == [2025, 2029]
    assert "target" in read_toml(layout)["columns"].values()
    assert "[要確認] 念のため見るところ" in said
    assert "目標の年度が書かれていない指標が3件あります" in said


def test_what_waits_for_the_period_is_counted(plan: Path, talk: Talk) -> None:
    ways = "".join(
        f"({at}){name}の振興\n① {name}の数:4件 → 9件\n② {name}の額:1件 → 2件\n" for at, name in ((1, "漁"), (2, "農"))
    )
    plan.write_text(f"いそみ町総合戦略（架空）\n\n1.仕事をつくる\n{ways}", encoding="utf-8")
    said = talk(["2025-2029", "", ""])
    assert "まだ読み取れていない目標4件を読み取れることがあります" in said
    assert "漁の数：基準値 4件 → 目標値 9件（令和11年度）" in said


def test_a_period_that_nobody_knows_stays_open(plan: Path, talk: Talk, tmp_path: Path) -> None:
    plan.write_text(PLAN.replace("計画期間は、令和7年度から令和11年度までの5年間とします。\n", ""), encoding="utf-8")
    said = talk(["", "2"])
    assert "計画期間 読み取れませんでした" in said
    [layout] = (tmp_path / "var" / "sources").glob("*/layout.toml")
    assert "period" not in read_toml(layout)


def test_a_sample_shows_all_lines_of_its_values(run: Run, plan: Path) -> None:
    lines = "創業相談件数\n現状（R5）　88件\n中間（R8）　100件\n目標（R11）　120件\n"
    plan.write_text(PLAN.split("KPI\t")[0] + f"KPI\n{lines}", encoding="utf-8")
    out = run("kb", "new", "--yes", str(plan)).out
    assert all(re.search(rf"\d+行: {re.escape(line)}", out) for line in lines.splitlines())


def test_a_cell_kept_as_words_is_on_the_list_at_the_end(talk: Talk) -> None:
    assert "店じまいの数「減少」" in talk(["2"])


def test_columns_that_were_left_out_are_named_at_the_end(run: Run, plan: Path) -> None:
    table = "KPI\t現状値（R6）\t中間\t目標値\t備考\n創業相談件数\t88件\t100件\t120件\tR5は80件"
    plan.write_text(PLAN.split("KPI\t")[0] + table + "\n", encoding="utf-8")
    out = run("kb", "new", "--yes", str(plan)).out
    assert "[要確認] 値として読まなかった表の列 2種類" in out
    assert "「中間」（1個の表）" in out
    assert "「備考」（1個の表）" in out
    assert "決まっていない列・見出し 0件" in out


def test_the_text_may_go_once_it_is_copied(run: Run, plan: Path) -> None:
    run("kb", "new", "--yes", str(plan))
    plan.unlink()
    assert "令和6年10月" in run("ask", "流星観測の協定は？").out


def test_reading_it_again_keeps_one_plan(run: Run, plan: Path) -> None:
    run("kb", "new", "--yes", str(plan))
    assert run("kb", "new", "--yes", str(plan)).code == 0
    assert run("kb", "list").out.count("本文 ") == 1


def test_what_cannot_be_read_is_told_with_the_next_step(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    ran = run("kb", "new", "--yes", str(empty))
    assert ran.code == 1
    assert "中身がありません" in ran.err


def test_what_is_no_plan_is_called_by_the_name_that_was_given(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text("あしたの会議は十時からです。\n", encoding="utf-8")
    ran = run("kb", "new", "--yes", str(path))
    assert ran.code == 1
    assert ran.err.startswith(f"「{path}」から")
    assert ran.err.count("\n") == 1
    assert run("kb", "list").out.count("memo") == 0
    assert not list((tmp_path / "var").rglob("memo*"))  # nothing is left of it


def test_an_earlier_copy_stays_where_a_new_one_is_no_plan(run: Run, plan: Path, tmp_path: Path) -> None:
    run("kb", "new", "--yes", str(plan))
    plan.write_text("あしたの会議は十時からです。\n", encoding="utf-8")
    assert run("kb", "new", "--yes", str(plan)).code == 1
    assert (tmp_path / "var" / "sources" / "ginga").is_dir()


def test_a_sample_shows_the_targets_of_earlier_years(run: Run, plan: Path) -> None:
    table = "KPI\t基準値（R6）\t目標値（R8）\t目標値（R11）\n創業相談件数\t88件\t100件\t120件\n"
    plan.write_text(PLAN.split("KPI\t")[0] + table, encoding="utf-8")
    shown = "基準値 88件（令和6年度） → 途中の目標値 100件（令和8年度） → 目標値 120件（令和11年度）"
    assert shown in run("kb", "new", "--yes", str(plan)).out


def test_a_later_value_of_the_plan_stands_beside_its_baseline_in_json(run: Run, plan: Path) -> None:
    table = "KPI\t基準値（R2）\t現状値（R6）\t目標値（R11）\n創業相談件数\t61件\t88件\t120件"
    plan.write_text(PLAN.split("KPI\t")[0] + table + "\n", encoding="utf-8")
    run("kb", "new", "--yes", str(plan))
    [listed] = json.loads(run("kpi", "list", "--json").out)
    read = {name: (listed[name]["value"], listed[name]["fiscal_year"]) for name in ("baseline", "known", "target")}
    assert read == {"baseline": ("61", 2020), "known": ("88", 2024), "target": ("120", 2029)}


def test_tables_of_indicators_that_were_not_taken_are_counted_at_the_end(run: Run, plan: Path) -> None:
    table = "めざす姿\t現状値（R6）\t目標値（R11）\n明るさ\t3\t5\n"
    plan.write_text(PLAN.split("KPI\t")[0] + table, encoding="utf-8")
    out = run("kb", "new", "--yes", str(plan)).out
    assert "[要確認] 値を取り込まなかった指標の表 1件" in out
    assert "読み取れなかった指標の表は、本文として検索できるようにしました: 「めざす姿" in out


def test_what_is_found_at_several_places_alike_is_told_once() -> None:
    spans = [Span(line, line, None) for line in (3, 8, 12)]
    same = [Finding("info", "列「備考」は、値として読んでいません。", span) for span in spans]
    lines = list(finding_lines([*same, Finding("info", "表の題がありません。", spans[0])]))
    assert [line.strip() for line in lines] == [
        "[参考] 3行ほか2か所: 列「備考」は、値として読んでいません。",
        "[参考] 3行: 表の題がありません。",
    ]
