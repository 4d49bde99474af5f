"""A column that says to which measure each row belongs."""

from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

COVER = "第3期みなも町総合戦略\n\n計画期間は、令和7年度から令和11年度までの5年間とします。\n\n"
HEADER = "施策\t指標\t現状値（R5）\t目標値（R11）\n"
SAFETY = "防災の強化\t自主防災組織の組織率\t71％\t85％\n\t防災訓練の参加者数\t120人\t200人\n"
BUSES = "公共交通の確保\tデマンド交通の利用者数\t53人\t65人\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "strategy.txt"


def read(path: Path, text: str) -> KnowledgeBase:
    path.write_text(COVER + text, encoding="utf-8")
    return build(path)


def placed(base: KnowledgeBase) -> list[str]:
    return [f"{one.goal}-{one.mark} {one.name}: {'、'.join(kpi.name for kpi in one.kpis)}" for one in base.packages]


def warned(base: KnowledgeBase) -> list[str]:
    return [one.message for one in base.report.findings if one.severity == "warning"]


def test_measures_that_only_the_table_names_are_measures_of_its_goal(path: Path) -> None:
    base = read(path, "基本目標4　安心なくらし\n\n" + HEADER + SAFETY + BUSES)
    assert placed(base) == [
        "4- 防災の強化: 自主防災組織の組織率、防災訓練の参加者数",
        "4- 公共交通の確保: デマンド交通の利用者数",
    ]
    assert base.goals[0].targets == ()
    assert [one.span.first_line for one in base.packages] == [8, 10]
    assert not warned(base)


@pytest.mark.parametrize("label", ["1-2", "公共交通の確保", "施策1-2　公共交通の確保", "１－２　公共交通の確保"])
def test_rows_go_to_the_headed_measure_of_their_name_or_mark(path: Path, label: str) -> None:
    headed = "基本目標1　安心なくらし\n\n施策1-1　防災の強化\n\n備えます。\n\n施策1-2　公共交通の確保\n\n守ります。\n\n"
    table = HEADER + SAFETY.replace("防災の強化", "1-1") + BUSES.replace("公共交通の確保", label)
    base = read(path, headed + "資料編　指標の一覧\n\n" + table)
    assert placed(base) == [
        "1-1-1 防災の強化: 自主防災組織の組織率、防災訓練の参加者数",
        "1-1-2 公共交通の確保: デマンド交通の利用者数",
    ]
    assert not warned(base)


def test_a_label_that_fits_no_measure_beside_others_that_do_is_said(path: Path) -> None:
    headed = "基本目標1　安心なくらし\n\n施策1-1　防災の強化\n\n備えます。\n\n施策1-2　公共交通の確保\n\n守ります。\n\n"
    base = read(path, headed + HEADER + SAFETY + BUSES.replace("公共交通の確保", "移動手段の充実"))
    assert placed(base) == [
        "1-1-1 防災の強化: 自主防災組織の組織率、防災訓練の参加者数",
        "1-1-2 公共交通の確保: デマンド交通の利用者数",
    ]
    [told] = warned(base)
    assert told.startswith("表の欄「移動手段の充実」がどの施策か分からないため、指標「デマンド交通の利用者数」は")


def test_a_mark_that_two_goals_use_is_said(path: Path) -> None:
    headed = "".join(
        f"基本目標{goal}　{name}\n\n施策(1)　{name}の施策\n\n進めます。\n\n"
        for goal, name in ((1, "しごと"), (2, "くらし"))
    )
    base = read(path, headed + HEADER + BUSES.replace("公共交通の確保", "(1)"))
    assert any("がどの施策か分からない" in one for one in warned(base))


def test_labels_in_columns_of_spaces_count_only_where_every_row_has_one(path: Path) -> None:
    """At the middle of its rows a merged label stands beside another one than the first."""
    table = (
        "施策          指標                    現状値（R5）  目標値（R11）\n"
        "              自主防災組織の組織率    71％          85％\n"
        "防災の強化    防災訓練の参加者数      120人         200人\n"
        "              消防団員の数            30人          40人\n"
    )
    base = read(path, "基本目標4　安心なくらし\n\n" + table)
    assert len(base.goals[0].targets) == 3
    assert any("分けられた指標を分けて読めない" in one for one in warned(base))


def test_a_column_of_projects_makes_no_measures(path: Path) -> None:
    base = read(path, "基本目標4　安心なくらし\n\n" + (HEADER + BUSES).replace("施策\t", "主な事業\t"))
    assert [target.name for target in base.goals[0].targets] == ["デマンド交通の利用者数"]
    assert not warned(base)


@pytest.mark.parametrize("label", ["施策1-2 公共交通の確保", "公共交通の確保"])
@pytest.mark.parametrize("form", ["{0}\t\t\n", "{0}\t{0}\t{0}\n"])
def test_rows_below_a_label_of_their_own_go_to_the_measure_it_names(path: Path, label: str, form: str) -> None:
    headed = "基本目標1　安心なくらし\n\n施策1-1　防災の強化\n\n備えます。\n\n施策1-2　公共交通の確保\n\n守ります。\n\n"
    rows = [
        "指標\t現状値（R5）\t目標値（R11）\n",
        form.format("施策1-1 防災の強化"),
        "自主防災組織の組織率\t71％\t85％\n",
    ]
    rows += [form.format(label), "デマンド交通の利用者数\t53人\t65人\n"]
    if form.count("{0}") > 1:  # as a merged cell comes out of Markdown, Word and PDF
        ruler = "|---|---|---|\n"
        rows = [f"| {' | '.join(row.strip().split(chr(9)))} |\n" for row in rows]
        rows.insert(1, ruler)
    base = read(path, headed + "資料編　指標の一覧\n\n" + "".join(rows))
    assert placed(base) == [
        "1-1-1 防災の強化: 自主防災組織の組織率",
        "1-1-2 公共交通の確保: デマンド交通の利用者数",
    ]


def test_a_marked_label_over_rows_that_names_no_measure_is_said(path: Path) -> None:
    headed = "基本目標1　安心なくらし\n\n施策1-1　防災の強化\n\n備えます。\n\n"
    table = "指標\t現状値（R5）\t目標値（R11）\n施策9-9 ほかの施策\t\t\nデマンド交通の利用者数\t53人\t65人\n"
    assert any("施策9-9 ほかの施策" in message for message in warned(read(path, headed + table)))


@pytest.mark.parametrize("projects", ["①防災士育成事業\n\n助けます。\n\n", "①防災士育成事業\n②避難訓練事業\n\n", ""])
@pytest.mark.parametrize("label", ["数値目標", "【数値目標】"])
def test_a_table_below_the_last_measure_holds_rows_of_its_goal_and_of_others(
    path: Path, projects: str, label: str
) -> None:
    """Also where it stands behind the only project of that measure."""
    headed = "基本目標1　安心なくらし\n\n施策1-1　公共交通の確保\n\n守ります。\n\n施策1-2　防災の強化\n\n備えます。\n\n"
    listed = f"【主な事業】\n\n{projects}数値目標・KPI\n\n" if projects else "数値目標・KPI\n\n"
    goal = f"{label}\t満足している町民の割合\t64％\t72％\n"
    buses = BUSES.replace("公共交通の確保", "1-1 公共交通の確保")
    base = read(path, headed + listed + HEADER + goal + buses + SAFETY.replace("防災の強化", "1-2 防災の強化"))
    assert [target.name for target in base.goals[0].targets] == ["満足している町民の割合"]
    assert placed(base) == [
        "1-1-1 公共交通の確保: デマンド交通の利用者数",
        "1-1-2 防災の強化: 自主防災組織の組織率、防災訓練の参加者数",
    ]
    assert not warned(base)


def test_numbered_cells_say_what_a_header_of_any_word_does_not(path: Path) -> None:
    headed = (
        "目標①　安心なくらし\n\n施策1　防災の強化\n\n備えます。\n\n"
        "目標②　楽しい町\n\n施策2　公共交通の確保\n\n守ります。\n\n"
    )
    header = "区分\t区分\t指標\t現状値（R5）\t目標値（R11）\n"
    rows = (
        "目 標 ① 安心なくらし\t数値目標\t満足している町民の割合\t64％\t72％\n"
        "目 標 ① 安心なくらし\t施策１ 防災の強化\t防災訓練の参加者数\t120人\t200人\n"
        "目 標 ② 楽しい町\t施策２ 公共交通の確保\tバスの利用者数\t53人\t65人\n"
    )
    base = read(path, headed + header + rows)
    assert [[one.name for one in goal.targets] for goal in base.goals] == [["満足している町民の割合"], []]
    assert placed(base) == ["1-1 防災の強化: 防災訓練の参加者数", "2-2 公共交通の確保: バスの利用者数"]
    assert not warned(base)
    unknown = read(path, headed + header + rows.replace("施策２ 公共交通の確保", "施策３ 移動の支援"))
    assert any("「施策３ 移動の支援」がどの施策か" in one for one in warned(unknown))
