"""Rows of 実績値 and 達成率 beside those of 計画値, in a report on a plan: they are no targets (架空)."""

from pathlib import Path

import pytest

from knowledge.reading.build import build

COVER = "しおめ市総合戦略　令和６年度実施状況報告書\n\n計画期間：令和5年度～令和9年度\n\n"
HEAD = "基本目標1　しごと\n\n施策1　中小企業\n\n"
YEARS = "\tR5\tR7\tR9\n"
PLANNED, REACHED = "\t40\t120\t200\n", "\t45\t130\t230\n"


def read(folder: Path, table: str) -> tuple[list[str], list[str]]:
    path = folder / "plan.txt"
    path.write_text(COVER + HEAD + table, encoding="utf-8")
    base = build(path)
    assert base.strategy.title == COVER.split("\n")[0]
    kpis = [kpi for package in base.packages for kpi in package.kpis]
    told = [f"{kpi.name} {[one.raw for one in (*kpi.interim, kpi.target)]}" for kpi in kpis if kpi.target]
    return told, [one.message for one in base.report.findings if "目標ではないため" in one.message]


@pytest.mark.parametrize(("planned", "reached"), [("計画値", "実績値"), ("目標", "実績"), ("計画", "達成率")])
@pytest.mark.parametrize("again", ["事業者数", ""])
def test_a_column_says_which_rows_are_targets(tmp_path: Path, planned: str, reached: str, again: str) -> None:
    rows = f"事業者数\t12（R4）\t{planned}{PLANNED}{again}\t{'12（R4）' if again else ''}\t{reached}{REACHED}"
    told, said = read(tmp_path, "指標\t基準値\t区分" + YEARS + rows)
    assert told == ["事業者数 ['40', '120', '200']"]
    assert len(said) == 1
    assert f"「{reached}」の行（1行）は" in said[0]


@pytest.mark.parametrize("reached", ["実績", "（実績）", "事業者数（実績）", "事業者数　実績"])
def test_a_name_says_that_its_row_is_of_actuals(tmp_path: Path, reached: str) -> None:
    rows = f"事業者数\t12（R4）{PLANNED}{reached}\t{REACHED}"
    told, said = read(tmp_path, "指標\t基準値" + YEARS + rows)
    assert told == ["事業者数 ['40', '120', '200']"]
    assert len(said) == 1


@pytest.mark.parametrize("name", ["計画の実績", "事業の評価", "評価", "出店（実績）"])
def test_such_a_word_in_a_name_of_its_own_is_none(tmp_path: Path, name: str) -> None:
    told, said = read(tmp_path, "指標\t基準値" + YEARS + f"事業者数\t12（R4）{PLANNED}{name}\t12（R4）{REACHED}")
    assert told == ["事業者数 ['40', '120', '200']", f"{name} ['45', '130', '230']"]
    assert not said


@pytest.mark.parametrize(("header", "planned"), [("計画／実績", True), ("実績／計画", False), ("目標値・実績値", True)])
def test_two_rows_of_a_name_below_a_header_of_both(tmp_path: Path, header: str, planned: bool) -> None:
    head = f"目標\t施策\t指標\t基準\t{header}\t{header}\n目標\t施策\t指標\tR4\tR5\tR9\n"
    rows = [f"目標1 しごと\t施策1 中小企業\t事業者数\t12\t{values}\n" for values in ("40\t200", "45\t")]
    other = [f"目標1 しごと\t施策1 中小企業\t研修の数\t3\t{values}\n" for values in ("4\t9", "5\t")]
    told, said = read(
        tmp_path, head + "".join([*(rows if planned else rows[::-1]), *(other if planned else other[::-1])])
    )
    assert told == ["事業者数 ['40', '200']", "研修の数 ['4', '9']"]
    assert len(said) == 1


def test_a_header_of_both_over_single_rows_is_a_doubt(tmp_path: Path) -> None:
    told, _ = read(tmp_path, "指標\t基準 R4\t計画／実績 R5\t計画／実績 R9\n事業者数\t12\t40\t200\n研修の数\t3\t4\t9\n")
    assert not told
