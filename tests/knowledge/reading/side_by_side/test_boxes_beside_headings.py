"""Boxes at the right of a page, each beside the measure whose indicators it holds (架空)."""

from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from tests.knowledge.reading.sources.made import pdf_of

SAID = "この地区では長く漁業が営まれ、今も朝には多くの船が港に戻ってきます。担い手を増やすことが課題です。"
BAR = "#block(fill: luma(225), width: 100%, inset: 6pt)[#text(16pt)[*{}*]]\n"
HEAD = "#text(13pt)[*{}*]\\\n"
BOX = "#v({}pt)\n#rect(width: 100%, inset: 5pt)[#align(center)[{}]\n{}]\n"
VALUES = "*{}*\\\n現状（R6）　{}\\\n▷ 中間（R8）　{}\\\n▶ 目標（R11）　{}\n"
GRID = "#grid(columns: (3fr, 2fr), column-gutter: 8mm, row-gutter: 6mm, {})\n"
PAGE = '#set page(paper: "a4")\n#set text(10pt)\n'
FRONT = "#text(20pt)[うしお町総合戦略]\\\n計画期間　令和7年度～令和11年度\n#pagebreak()\n"


def goal(number: str, name: str, measures: list[str], lower: int) -> str:
    """A page: the goal's own box beside its sentence, and one beside each measure."""
    cells = [f"[{SAID}]", f"[{BOX.format(0, '数値目標', VALUES.format(f'{name}の人数', '40人', '45人', '50人'))}]"]
    for at, measure in enumerate(measures, start=1):
        project = f"〔主な取組〕\n\n◇{measure}応援事業\n\n{SAID}"
        text = HEAD.format(f"施策{number}-{at}　{measure}") + f"\n{SAID}\n\n{project}"
        indicator = VALUES.format(f"{measure}の件数", "3件/年", "5件/年", "9件/年")
        cells += [f"[{text}]", f"[{BOX.format(lower, 'ＫＰＩ', indicator)}]"]
    return BAR.format(f"基本目標{number}　{name}") + GRID.format(", ".join(cells))


def known(base: KnowledgeBase) -> list[str]:
    of_goals = [(one.name, target) for one in base.goals for target in one.targets]
    of_measures = [(one.name, kpi) for one in base.packages for kpi in one.kpis]
    return [
        f"{name}: {one.name} {one.baseline and one.baseline.raw} {[each.raw for each in one.interim]} {one.target.raw}"
        for name, one in [*of_goals, *of_measures]
    ]


@pytest.mark.parametrize("lower", [0, 22])
def test_each_box_is_of_the_heading_that_it_stands_beside(lower: int, tmp_path: Path) -> None:
    pages = [goal("1", "港で働く", ["漁師", "市場"], lower), goal("2", "港に集う", ["祭り", "釣り"], lower)]
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_of(PAGE + FRONT + "#pagebreak()\n".join(pages)))
    base = build(path)
    assert known(base) == [
        *(f"{one}: {one}の人数 40人 ['45人'] 50人" for one in ("港で働く", "港に集う")),
        *(f"{one}: {one}の件数 3件/年 ['5件/年'] 9件/年" for one in ("漁師", "市場", "祭り", "釣り")),
    ]
    assert [[project.name for project in one.projects] for one in base.packages] == [
        [f"{one}応援事業"] for one in ("漁師", "市場", "祭り", "釣り")
    ]


def test_boxes_below_one_another_go_with_no_heading(tmp_path: Path) -> None:
    boxes = [BOX.format(0, f"コラム{at}", f"港の話をします。{SAID}") for at in (1, 2, 3)]
    text = "\n\n".join(HEAD.format(f"施策1-{at}　漁師の暮らし") + SAID * 4 for at in (1, 2))
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_of(PAGE + GRID.format(f"[{text}], [{''.join(boxes)}]")))
    found = [one.message for one in build(path).report.findings if one.severity == "warning"]
    assert any(message.startswith("1ページは、右の枠が左のどの見出しのものか分からない") for message in found)
