"""Prose at the left and indicators at the right of a gutter, as `pdftotext -layout` prints them."""

from pathlib import Path

import pytest

from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build

COVER = "みなも市総合戦略（令和7年度～令和11年度）\n\n"
HARBOUR = """基本目標１
 港のしごとを強くする

 施策１  船の便を増やす

   島と港を結ぶ船の便を増やし、通勤や通院         ＫＰＩ
   にも使える時刻に改めます。                     船の便数
                                                    基準値  3便（R5）
   〔主な取組〕                                     目標値  9便（R11）
    ・朝の便の新設
    ・待合所の改修                                 待合所の利用者数
                                                    基準値  120人（R5）
                                                    目標値  400人（R11）

                                                                        p.2
"""
MARKET = """  施策２  魚市場を開く

     市場の二階を開き、競りを見られるように           ＫＰＩ
     するとともに、魚の食べ方を伝える講座を           見学者数
     開きます。                                          基準値  210人（R5）
                                                         目標値  900人（R11）
     〔主な取組〕
      ・競りの見学会                                  講座の受講者数
      ・魚のさばき方講座                                 基準値  15人（R5）
                                                         目標値  60人（R11）
"""


def read(tmp_path: Path, text: str) -> KnowledgeBase:
    path = tmp_path / "plan.txt"
    path.write_text(COVER + text, encoding="utf-8")
    return build(path)


def placed(base: KnowledgeBase) -> list[tuple[str, list[str], list[str]]]:
    return [
        (
            one.name,
            [f"{kpi.name} {kpi.baseline and kpi.baseline.raw} {kpi.target.raw}" for kpi in one.kpis],
            [project.name for project in one.projects],
        )
        for one in base.packages
    ]


def test_both_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    base = read(tmp_path, HARBOUR + MARKET)
    assert [goal.name for goal in base.goals] == ["港のしごとを強くする"]
    assert placed(base) == [
        (
            "船の便を増やす",
            ["船の便数 3便（R5） 9便（R11）", "待合所の利用者数 120人（R5） 400人（R11）"],
            ["朝の便の新設", "待合所の改修"],
        ),
        (
            "魚市場を開く",
            ["見学者数 210人（R5） 900人（R11）", "講座の受講者数 15人（R5） 60人（R11）"],
            ["競りの見学会", "魚のさばき方講座"],
        ),
    ]


def test_lines_keep_their_numbers_and_the_report_says_where_two_columns_are(tmp_path: Path) -> None:
    text = COVER + HARBOUR
    base = read(tmp_path, HARBOUR)
    lines = text.split("\n")
    for kpi in base.packages[0].kpis:
        assert kpi.name in lines[kpi.span.first_line - 1]
    [told] = [one for one in base.report.findings if "二段組" in one.message]
    assert told.span is not None
    assert lines[told.span.first_line : told.span.last_line][0].startswith("   島と港を結ぶ")


@pytest.mark.parametrize("gap", ["      ", "　　　"])
def test_a_table_in_columns_of_spaces_is_none(gap: str, tmp_path: Path) -> None:
    rows = [("指標", "基準値（R5）", "目標値（R11）"), ("船の便数", "3便", "9便"), ("市場の見学者数", "210人", "900人")]
    table = "\n".join(gap.join(row) for row in rows)
    base = read(tmp_path, f"基本目標１　港\n施策１　航路\n便を増やします。\n\n{table}\n")
    assert [kpi.name for kpi in base.packages[0].kpis] == ["船の便数", "市場の見学者数"]
    assert not any("二段組" in one.message for one in base.report.findings)
