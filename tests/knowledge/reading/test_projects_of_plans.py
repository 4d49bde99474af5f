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
