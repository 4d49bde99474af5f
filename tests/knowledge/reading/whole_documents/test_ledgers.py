"""Sheets that keep the indicators of a plan: codes, years of the plan before, rows of 計画 and 実績 (架空)."""

from pathlib import Path

import pytest

from knowledge.model.records import Indicator, KnowledgeBase
from knowledge.reading.build import build
from knowledge.reading.sources.pieces import PieceRow, TablePiece, TextPiece, lines_of

ROWS_OF_KINDS = """入江町 人口対策プラン（令和5～9年度）進行管理シート

対策\t指標\t単位\t行\t前プラン R4\t現プラン R5\t現プラン R6\t現プラン R9\t到達度
対策Ⅰ 流れをつくる\t転入者数\t人\t計画値\t\t180\t185\t200\t○
\t転入者数\t人\t実績値\t171\t176\t169\t\t
\t転入者数\t人\t達成率\t\t98%\t91%\t\t
対策Ⅱ 家族を支える\t出生数\t人\t計画値\t\t40\t41\t44\t×
\t出生数\t人\t実績値\t39\t36\t33\t\t
\t出生数\t人\t達成率\t\t90%\t80%\t\t
"""
CODES = """入江市総合計画2024-2031　指標台帳

対象期間\t2024年度から2031年度まで

政策CD\t政策\t施策CD\t施策\t指標ID\t指標名\t単位\t2022\t2023\t2024\t目標2027\t目標2031\t前計画目標2025
01\t育む\t0101\t保育\tK001\t保育士の数\t人\t212\t214\t216\t225\t230\t235
01\t育む\t0102\t学校\tK002\t学校が楽しい児童の割合\t%\t86.6\t\t86.1\t88\t90\t91
02\t守る\t0201\t防災\tK003\t組織の数\t組\t24\t25\t26\t30\t34\t40
"""
SPACES = """第２次　入江町健康増進計画

計画期間：令和６年度～令和17年度

１　栄養

  《評価指標》

   項　目                              対象          ベースライン         中間目標        最終目標
                                                      （令和４年度）      （令和11年度）   （令和17年度）

   体重を維持している人の割合          20～60歳代男性      63.4％            66％            70％
                                       20～60歳代女性      69.8％            72％            75％

   朝食を欠食する人の割合              小学５年生           2.1％             減少            0％
                                       中学２年生           4.7％             減少            0％
                                       20～30歳代          20.5％ *1         18％            15％以下

２　運動

  《評価指標》

   項　目                              対象          ベースライン         中間目標        最終目標
                                                      （令和４年度）      （令和11年度）   （令和17年度）

   運動習慣者の割合                    65歳以上            41.5％            維持            維持

３　歯

  《評価指標》

   項　目                              対象          ベースライン         中間目標        最終目標
                                                      （令和４年度）      （令和11年度）   （令和17年度）

   むし歯のない幼児の割合              ３歳児              88.7％            90％以上        95％以上
"""
HEADER_OF_THREE = """入江市総合計画 2024-2031

政策１　安心が続くまち

  施策１－１　医療の確保

                                                        前計画      実績値               めざす方向と目標値
     番号   指標名                        単位          目標
                                                        R5       R3      R4      R5      方向     R9(中間)      R13

     111    かかりつけ医のある市民の割合    ％           70.0     61.2    62.0    62.9      ↑       66.0         70.0

            救急のときの
     112    市内への収容割合                ％           －       54.8    51.1    49.7      ↑       53.0         55.0

     113    病院の医師数                    人           32       27      26      26        ↑       29           31
"""


def read(tmp_path: Path, text: str) -> KnowledgeBase:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return build(path)


def shown(base: KnowledgeBase) -> list[str]:
    return [f"{package.name}: {_shown(one)}" for package in base.packages for one in package.kpis]


def _shown(one: Indicator) -> str:
    begun = f"{one.baseline.raw}@{one.baseline.fiscal_year}" if one.baseline else "－"
    steps = [f"{step.raw}@{step.fiscal_year}" for step in (*one.interim, one.target)]
    return " → ".join([f"{one.name} {begun}", *steps])


def test_rows_of_what_was_reached_give_the_value_of_the_plan_before(tmp_path: Path) -> None:
    assert shown(read(tmp_path, ROWS_OF_KINDS)) == [
        "対策Ⅰ 流れをつくる: 転入者数 171@2022 → 180@2023 → 185@2024 → 200@2027",
        "対策Ⅱ 家族を支える: 出生数 39@2022 → 40@2023 → 41@2024 → 44@2027",
    ]


def test_codes_are_no_values_and_a_year_of_the_plan_beside_targets_is_none(tmp_path: Path) -> None:
    assert shown(read(tmp_path, CODES)) == [
        "保育: 保育士の数 214@2023 → 225@2027 → 230@2031",
        "学校: 学校が楽しい児童の割合 86.6@2022 → 88@2027 → 90@2031",
        "防災: 組織の数 25@2023 → 30@2027 → 34@2031",
    ]


def test_the_same_header_of_many_tables_is_no_head_of_pages(tmp_path: Path) -> None:
    found = shown(read(tmp_path, SPACES))
    assert len(found) == 7
    assert found[2:5] == [
        "栄養: 朝食を欠食する人の割合 2.1％@2022 → 減少@2029 → 0％@2035",
        "栄養: 朝食を欠食する人の割合 4.7％@2022 → 減少@2029 → 0％@2035",
        "栄養: 朝食を欠食する人の割合 20.5％@2022 → 18％@2029 → 15％以下@2035",
    ]


def test_all_rows_below_a_header_that_is_not_understood_are_told(tmp_path: Path) -> None:
    base = read(tmp_path, HEADER_OF_THREE)
    assert shown(base) == []
    spans = [one.span for one in base.report.findings if one.span and "取り込みません" in one.message]
    assert any(span.first_line == 7 and span.last_line == 16 for span in spans)


@pytest.mark.parametrize("gap", ["　", "  "])
def test_words_and_years_right_above_rows_are_their_header(gap: str) -> None:
    rows = (PieceRow(cells=("来場者数", "3人", "6人")), PieceRow(cells=("出店者数", "－", "9人")))
    lines = lines_of([TextPiece(text=f"成果の指標{gap}R4{gap}R9"), TablePiece(rows=rows)])
    assert [line.text for line in lines] == ["成果の指標\tR4\tR9", "来場者数\t3人\t6人", "出店者数\t－\t9人"]
