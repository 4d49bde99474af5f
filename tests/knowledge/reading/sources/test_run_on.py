"""Pages whose lines were run together: tables that can be nothing else are taken apart, all others stay (架空)."""

from pathlib import Path

import pytest

from knowledge.model.errors import NotAStrategyError
from knowledge.model.records import KnowledgeBase
from knowledge.reading.build import build
from knowledge.reading.sources.run_on import with_runs_apart

AIM = "港で働く人を増やし、魚の値打ちを高めます。 " * 8
PAGE = (
    "11 Ⅲ 基本目標と施策 基本目標1 “港” 浜で働くまち <数値目標> 指標 基準値 目標値 (R11年度) 出生数 41人(R5) 50人 "
    "港が好きな町民の割合 45.4% (2020年度) 60.0% 1.基本的方向 "
    f"● {AIM}施策① 船の担い手 若い人を迎える。 ●重要業績評価指標(KPI) 指標 基準値(R6) 目標値(R11年度) "
    "1日当たりの水揚げ量 5.2t/日 6.0t/日 組合の売上 － 90万円 【主な取り組み】船の学校、網の貸出し"
)


def read(folder: Path, text: str) -> KnowledgeBase:
    path = folder / "plan.txt"
    path.write_text(f"第2期いそみ町総合戦略\n11/27\n\n{text}\n", encoding="utf-8")
    return build(path)


def told(base: KnowledgeBase) -> list[str]:
    goals = [(goal.name, one.name, one.baseline, one.target) for goal in base.goals for one in goal.targets]
    kpis = [(package.name, one.name, one.baseline, one.target) for package in base.packages for one in package.kpis]
    return [f"{of}: {name} {a and a.raw} → {b and b.raw}" for of, name, a, b in (*goals, *kpis)]


def test_a_page_on_one_line_is_read_by_its_headings_and_tables(tmp_path: Path) -> None:
    base = read(tmp_path, PAGE)
    assert told(base) == [
        "“港” 浜で働くまち: 出生数 41人(R5) → 50人",
        "“港” 浜で働くまち: 港が好きな町民の割合 45.4%(2020年度) → 60.0%",
        "船の担い手: 1日当たりの水揚げ量 5.2t/日 → 6.0t/日",
        "船の担い手: 組合の売上 None → 90万円",
    ]
    assert [one.name for one in base.packages[0].projects] == ["船の学校", "網の貸出し"]
    assert any(one.message.startswith("4行目は、改行のない長い行のため") for one in base.report.findings)


def test_every_word_stays() -> None:
    apart, _ = with_runs_apart(PAGE)
    assert "".join(apart.split()) == "".join(PAGE.split())


def test_points_with_arrows_on_one_line_are_read(tmp_path: Path) -> None:
    points = "①婚姻率:5.5‰(令和 5 年)→5.9‰(令和 11 年) ②出生数: 3,823 人(令和 5 年)→4,107 人(令和 11 年)"
    assert told(read(tmp_path, f"{AIM}基本目標Ⅰ 浜の子育て {points} () 表の矢印は動きです。")) == [
        "浜の子育て: 婚姻率 5.5‰(令和5年) → 5.9‰(令和11年)",
        "浜の子育て: 出生数 3,823人(令和5年) → 4,107人(令和11年)",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "指標 基準値 目標値 実績値 出生数 41人 50人 45人",  # of three values nobody knows which is whose
        "指標 基準値 目標値 出生数 婚姻数 41人 12件 50人 20件",  # names, then values
        "指標 基準値 目標値 出生数 転入者数 41人 12人 50人 20人",
        "指標 基準値 目標値 出生数 41人 50人 45人",
        "指標 基準値 目標値 達成状況 検証結果 出生数 41人 50人 達成 (60人)",
        "指標 基準値 目標値 担当課 出生数 41人 50人 福祉課",
        "指標 基準値 目標値 自主防災組織数 16 21 防災訓練 16 21",  # without units a year or a page may be one
        "指標 基準値 目標値 出生数 41人 増加",
        "指標 基準値 目標値 1 出生数 41人 50人 2 婚姻数 12件 20件",
    ],
)
def test_a_table_that_may_be_read_in_two_ways_is_not_read(tmp_path: Path, table: str) -> None:
    text = f"{AIM}基本目標1 浜の子育て {AIM} {table}"
    assert with_runs_apart(text) == (text, ())
    with pytest.raises(NotAStrategyError):
        read(tmp_path, text)
