"""Projects as plans print them: by marks, tags, brackets and numbers, with sentences and points below them.

A file holds the invented plan (架空) and, behind a line 「==== 読み取り」, each project:
「施策 | 事業 | 説明 | 取組」, with 「 | 備考」 behind it where it has notes.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

PROJECTS = sorted(path for path in Path(__file__).with_name("projects").rglob("*") if path.is_file())
CUT = "==== 読み取り\n"


def _projects(base: KnowledgeBase) -> Iterator[str]:
    for package in base.packages:
        for one in package.projects:
            told = one.description.replace("\n", "／")
            notes = ["／".join(one.notes)] if one.notes else []
            yield " | ".join((package.name, one.name, told, "、".join(it.text for it in one.initiatives), *notes))


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_each_project_has_what_stands_below_it(path: Path, tmp_path: Path) -> None:
    text, wanted = path.read_text(encoding="utf-8").split(CUT)
    plan = tmp_path / f"plan{path.suffix}"
    plan.write_text(text, encoding="utf-8")
    assert [line.rstrip() for line in _projects(build(plan))] == [line.rstrip() for line in wanted.splitlines()]


@pytest.mark.parametrize(
    "rows",
    [
        "  　　　　　　　　　　職員が家を訪ね、\n  見守り訪問　　　　　困りごとを聞いて、　　　　　福祉課\n"
        "  　　　　　　　　　　窓口につなぎます。\n",
        "  見守り訪問　　　　　職員が家を訪ねます。　　　　福祉課\n  　　　　　　　　　　買い物の便を増やし、\n"
        "  移動販売　　　　　　集落を回ります。　　　　　　商工課\n",
    ],
    ids=["first_row", "a_later_row"],
)
def test_a_table_whose_rows_nothing_parts_is_said_and_not_read(rows: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    head = "  事業名　　　　　　　内容　　　　　　　　　　　　担当課\n"
    plan.write_text(
        f"みさき町総合戦略（架空）\n\n基本目標1 暮らし\n\n施策1 見守り\n本文です。\n{head}{rows}", encoding="utf-8"
    )
    base = build(plan)
    assert not list(_projects(base))
    assert [one.span.first_line for one in base.report.findings if one.span and "事業の表" in one.message] == [7]


def test_text_beside_a_group_that_may_be_of_either_row_is_said_and_heads_nothing(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    rows = (
        "  施策区分          事業名              事業内容              事業主体\n"
        "  １　産業の振興    （１）基盤整備      用水路の改修\n"
        "                    用水路改修事業\n"
        "                    ため池点検事業      堤の点検              村\n"
    )
    plan.write_text(f"ささ原村過疎地域持続的発展計画（架空）\n\n１　産業の振興\n（１）計画\n{rows}", encoding="utf-8")
    base = build(plan)
    assert (list(_projects(base)), base.packages, base.goals) == ([], (), ())
    assert [one.span.first_line for one in base.report.findings if one.span and "事業の表" in one.message] == [5]
    assert any("ため池点検事業" in one.text for one in base.passages)


def test_the_header_of_a_table_of_projects_is_not_told_as_left_over(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    table = "指標\t基準値（R5）\t目標値（R11）\n出生数\t4人\t5人\n\n取組\t内容\n相談\t家を訪ねます。\n"
    text = f"みさき町総合戦略（架空）\n令和7年度～令和11年度\n\n基本目標1 暮らし\n\n施策1 子育て\n\nKPI\n\n{table}"
    plan.write_text(text, encoding="utf-8")
    base = build(plan)
    assert list(_projects(base)) == ["子育て | 相談 | 家を訪ねます。 | "]
    assert not [one.message for one in base.report.findings if "指標の表ではない" in one.message]


def test_a_row_outside_all_measures_whose_measure_is_unknown_is_told(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    kpis = "基本目標\t施策\tKPI\t基準値（R5）\t目標値（R11）\n基本目標1 暮らし\t子育て\t出生数\t4人\t5人\n"
    rows = "施策\t事業名\t事業概要\n子育て\t相談\t家を訪ねます。\n交通\t乗合\t車を走らせます。\n"
    head = "みさき町総合戦略（架空）\n令和7年度～令和11年度\n\n数値目標\n\n"
    plan.write_text(f"{head}{kpis}\n{rows}", encoding="utf-8")
    base = build(plan)
    assert list(_projects(base)) == ["子育て | 相談 | 家を訪ねます。 | "]
    assert [one.message for one in base.report.findings if "乗合" in one.message]


@pytest.mark.parametrize(
    "mark", ["（再掲：基本目標1 施策1）", "(再掲:施策1)", "（基本目標1の再掲）", "【再掲　施策1】", "（再掲）"]
)
def test_where_a_reprint_stands_first_is_no_part_of_its_name(mark: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    first = "基本目標1 暮らし\n\n施策1 見守り\n本文です。\n主な事業\n・見守り訪問事業：家を訪ねます。\n"
    again = "基本目標2 交通\n\n施策2 足の確保\n本文です。\n主な事業\n・乗合事業：車を走らせます。\n"
    again += f"・見守り訪問事業{mark}\n"
    plan.write_text(f"みさき町総合戦略（架空）\n令和7年度～令和11年度\n\n{first}\n{again}", encoding="utf-8")
    base = build(plan)
    found = [(one.name, one.reprint_of) for package in base.packages for one in package.projects]
    assert found == [("見守り訪問事業", None), ("乗合事業", None), ("見守り訪問事業", "p1-1")]
    assert not [one.message for one in base.report.findings if "見守り" in one.message]


def test_a_colon_in_brackets_ends_no_name(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    text = "施策1 見守り\n本文です。\n主な事業\n・見守り訪問事業（所管：福祉課）：家を訪ねます。\n"
    text += "・乗合事業：車（定員：8人）です。\n"
    plan.write_text(f"みさき町総合戦略（架空）\n令和7年度～令和11年度\n\n基本目標1 暮らし\n\n{text}", encoding="utf-8")
    [package] = build(plan).packages
    assert [(one.name.split("（")[0], one.description) for one in package.projects] == [
        ("見守り訪問事業", "家を訪ねます。"),
        ("乗合事業", "車（定員：8人）です。"),
    ]


# What is a record is no passage as well.
NAMED = "みさき町総合戦略（架空）\n\n基本目標1 海の町\n\n施策1-1 船を守る\n港を直します。\n\n主な事業\n\n{}\n"


@pytest.mark.parametrize("mark", ["", "・", "● "])
def test_the_name_of_a_project_on_its_own_line_is_no_passage(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    names = ["岸壁改修事業", "船員育成事業"]
    path.write_text(NAMED.format("\n\n".join(mark + name for name in names)), encoding="utf-8")
    base = build(path)
    assert [project.name for package in base.packages for project in package.projects] == names
    assert [one.text for one in base.passages if "事業" in one.text and "総合戦略" not in one.text] == []
    assert "港を直します。" in [one.text for one in base.passages]
