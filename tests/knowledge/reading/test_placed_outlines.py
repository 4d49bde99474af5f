"""Outlines as plans print them, each with what must stand where: goals with targets, measures with KPIs and projects.

A file holds the invented plan and, behind a line 「==== 読み取り」, the goals and below each its measures:
「施策1 名前 | KPI | 事業」.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase, PolicyPackage
from knowledge.reading.build import build

PLACED = sorted(Path(__file__).with_name("placed").rglob("*.txt"))
CUT = "==== 読み取り\n"


def _row(*cells: str) -> str:
    return " | ".join(cells).strip()


def _measure(one: PolicyPackage) -> str:
    kpis, projects = "、".join(kpi.name for kpi in one.kpis), "、".join(project.name for project in one.projects)
    return _row(f"{one.label}{one.mark} {one.name}", kpis, projects).replace("|  |", "| |")


def _placed(base: KnowledgeBase) -> Iterator[str]:
    for goal in base.goals:
        yield _row(f"{goal.label}{goal.number} {goal.name}", "、".join(target.name for target in goal.targets))
        yield from (f"  {_measure(one)}" for one in base.packages if one.goal == goal.number)
    yield from (_measure(one) for one in base.packages if one.goal is None)


@pytest.mark.parametrize("path", PLACED, ids=lambda path: path.stem)
def test_all_of_a_plan_stands_where_it_is_printed(path: Path, tmp_path: Path) -> None:
    text, wanted = path.read_text(encoding="utf-8").split(CUT)
    plan = tmp_path / "plan.txt"
    plan.write_text(text, encoding="utf-8")
    assert list(_placed(build(plan))) == wanted.splitlines()


def test_what_stands_further_in_below_a_project_describes_it(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    head = "みなも市総合戦略\n\n基本目標１　港\n施策１　航路\n【主な事業】\n"
    plan.write_text(f"{head}・港の修繕\n　　岸壁を直します。\n・桟橋の延長\nほかにも進めます。\n", encoding="utf-8")
    [package] = build(plan).packages
    assert [(one.name, one.description) for one in package.projects] == [
        ("港の修繕", "岸壁を直します。"),
        ("桟橋の延長", ""),
    ]


def test_a_table_of_projects_gives_each_row_with_what_it_tells(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    rows = "No.\t事業名\t内容\t担当課\n1\t港の修繕\t岸壁を直します。\t建設課\n2\t競りの電子化\t\t水産課\n"
    plan.write_text(f"みなも市総合戦略\n\n基本目標１　港\n施策１　航路\n本文です。\n{rows}", encoding="utf-8")
    [package] = build(plan).packages
    assert [(one.name, one.description, one.notes) for one in package.projects] == [
        ("港の修繕", "岸壁を直します。", ("担当課：建設課",)),
        ("競りの電子化", "", ("担当課：水産課",)),
    ]


def test_an_unknown_heading_above_a_table_is_told_with_where_its_table_went(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    table = "成果指標\t現状（令和元年度）\t目標値（令和7年度）\n勉強する児童の割合\t61.8%\t70%\n"
    text = f"みなも市教育計画（令和3年度～令和7年度）\n\n政策目標1 学校\n\n到達点1-1 確かな学力\n\n{table}"
    plan.write_text(text, encoding="utf-8")
    told = [(one.severity, one.message) for one in build(plan).report.findings]
    assert told == [("warning", "「到達点1-1 確かな学力」を見出しとして読めません。下の表は「学校」のものとしました")]


def test_the_only_measure_without_kpis_is_told(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    table = "指標\t基準値（R5）\t目標値（R11）\n{}\t2人\t5人\n"
    rows = [f"施策{at}　{name}\n{table.format(name)}" for at, name in enumerate(["航路", "魚市場", "造船"], start=1)]
    text = f"みなも市総合戦略（令和7年度～令和11年度）\n\n基本目標１　港\n{''.join(rows)}施策4　灯台\n本文です。\n"
    plan.write_text(text, encoding="utf-8")
    told = [(one.severity, one.message) for one in build(plan).report.findings if "施策" in one.message]
    assert told == [("info", "施策「灯台」だけ、指標として読み取れる行がありませんでした")]


@pytest.mark.parametrize(
    ("title", "severity"), [("みなも町人口ビジョン（改訂版）", "info"), ("みなも町総合戦略", "warning")]
)
def test_a_population_vision_need_not_name_its_period(title: str, severity: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(f"{title}\n\n第1章 人口\n本文です。\n", encoding="utf-8")
    [finding] = [one for one in build(plan).report.findings if "計画期間" in one.message]
    assert (finding.severity, "計画期間を読み取れません" in finding.message) == (severity, True)


def test_values_behind_dots_are_no_table_of_contents(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    rows = "従業者数 ・・・・・・ 820\n転入者数 ・・・・・・ 90\n出生数 ・・・・・・ 41\n"
    plan.write_text(f"みなも市総合戦略\n\n基本目標１　港\n現状です。\n{rows}", encoding="utf-8")
    assert any("転入者数" in passage.text for passage in build(plan).passages)


def test_a_list_of_what_has_been_makes_no_measure(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    told = "第1章　まちの姿\n1　人口\n・総人口：12,000人（H22）→10,500人（R2）\n"
    plan.write_text(f"みなも市総合計画（令和7年度～令和11年度）\n\n{told}", encoding="utf-8")
    base = build(plan)
    assert (base.goals, base.packages) == ((), ())
    assert any("総人口" in passage.text for passage in base.passages)


def test_a_word_that_only_its_place_tells_is_named_once(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    table = "指標\t現状（R1）\t目標値（R7）\n{}\t61%\t70%\n"
    heads = [f"到達点1-{at}　{name}\n{table.format(name)}" for at, name in enumerate(["学力", "体力"], start=1)]
    plan.write_text(f"みなも市教育計画（令和3年度～令和7年度）\n\n政策目標1 学校\n\n{''.join(heads)}", encoding="utf-8")
    base = build(plan)
    assert [(one.label, one.mark, one.name) for one in base.packages] == [
        ("到達点", "1-1", "学力"),
        ("到達点", "1-2", "体力"),
    ]
    [told] = [finding for finding in base.report.findings if "到達点" in finding.message]
    assert (told.severity, told.span and told.span.first_line) == ("info", 5)


def test_a_plan_of_which_nothing_is_placed_says_what_headings_it_has(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("みなも市総合戦略\n\n第1章 港の今\n本文です。\n\n第2章 港の明日\n本文です。\n", encoding="utf-8")
    told = [one.message for one in build(plan).report.findings if one.severity == "warning"]
    [message] = [one for one in told if one.startswith("目標や施策の見出しを読み取れませんでした")]
    assert "「第1章 港の今」、「第2章 港の明日」" in message
    assert "layout.toml の [labels]" in message


def test_a_plan_with_a_measure_is_not_told_that_nothing_is_placed(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("みなも市総合戦略\n\n施策1 航路\n主な事業\n・港の修繕\n", encoding="utf-8")
    assert not any("読み取れませんでした" in one.message for one in build(plan).report.findings)


@pytest.mark.parametrize("rule", ["─────────────", "=============", "・・・・・・・・・・"])
def test_a_line_drawn_across_the_page_describes_no_measure(rule: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    overview = f"政策1　港\n　施策1-1　航路\n{rule}\n"
    table = "指標\t基準値（R5）\t目標値（R11）\n船の便数\t3便\t9便\n"
    chapter = f"政策1　港\n{rule}\n施策1-1　航路\n便を増やします。\n{table}"
    plan.write_text(f"みなも市総合戦略\n\n1　体系\n{overview}\n2　施策\n{chapter}", encoding="utf-8")
    base = build(plan)
    assert [goal.name for goal in base.goals] == ["港"]
    assert [(one.name, [kpi.name for kpi in one.kpis]) for one in base.packages] == [("航路", ["船の便数"])]


def test_a_target_of_the_whole_plan_stands_under_its_own_heading(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    whole = "1　KGI\n指標\t基準値（R5）\t目標値（R11）\n人口\t9,100人\t8,800人\n"
    goals = "2　取組\n基本目標1　港\n数値目標\n指標\t基準値（R5）\t目標値（R11）\n船の便数\t3便\t9便\n"
    plan.write_text(f"みなも市総合戦略（令和7年度～令和11年度）\n\n{whole}\n{goals}", encoding="utf-8")
    base = build(plan)
    assert [(one.label, one.name, [kpi.name for kpi in one.kpis], one.goal) for one in base.packages] == [
        ("目標", "KGI", ["人口"], None)
    ]
    assert [(goal.name, [target.name for target in goal.targets]) for goal in base.goals] == [("港", ["船の便数"])]


def test_a_page_without_a_heading_is_told_which_line_may_be_one(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("1港を生かす\n\n指標名\t現状（R5）\t目標（R11）\n来島者数\t41人\t60人\n", encoding="utf-8")
    told = [one.message for one in build(plan).report.findings]
    assert any('layout.toml の [lines] に「"1港を生かす" = "goal"」' in one for one in told)
    (tmp_path / "layout.toml").write_text('[lines]\n"1港を生かす" = "goal"\n', encoding="utf-8")
    assert [[one.name for one in goal.targets] for goal in build(plan).goals] == [["来島者数"]]
