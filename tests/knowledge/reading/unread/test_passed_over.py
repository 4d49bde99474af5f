"""No line that prints a target is missing without a word."""

from pathlib import Path

import pytest

from knowledge.reading.build import build
from tests.knowledge.reading.tables.test_plans import warnings

PLAN = """やまの辺町総合戦略

計画期間：令和２年度～令和６年度

基本目標１　人の流れ

施策①　関係人口の拡大

"""
READ = "◆KPI\n- ふるさと納税寄附件数　基準値：18,204件（H30）　目標値：30,000件（R6）\n"


def passed_over(folder: Path, lines: str) -> list[str]:
    path = folder / "strategy.txt"
    path.write_text(f"{PLAN}{lines}\n", encoding="utf-8")
    return [told for told in warnings(build(path)) if "目標と見られる行を読み取れません" in told]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("KPI 基準値(平成 30 年度) 目標値(令和 6 年度)\n酪農家戸数 64 戸 60 戸 畜産課\n", "酪農家戸数 64 戸 60 戸"),
        ("観光地延利用者数\n現 状\n409万人(2021年)\n目 標\n725万人(2027年)\n", "409万人(2021年)"),
        ("令和7年合計特殊出生率：1.9（令和元年：1.62）\n", "令和7年合計特殊出生率：1.9"),
        ("【目標】\n令和6年度末までに受講率を80％（平成30年度：35％）にします。\n", "受講率を80％"),
        ("(1)農業\n① 新規就農者数：3組/年 → 4組/年\n", "新規就農者数：3組/年 → 4組/年"),
        ("計画期間の五年間で、起業を15件生み出す（令和４年度は２件）。\n", "起業を15件"),
        ("参加者の数を令和11年度までに60人（令和5年度40人、うち女性10人）とする。\n", "とする"),
        ("利用の数は、令和４年度の20人を基準に、令和10年度に30人とすることを目標とする。\n", "30人とすることを"),
    ],
)
def test_a_target_that_nobody_read_is_said(tmp_path: Path, lines: str, shown: str) -> None:
    told = passed_over(tmp_path, lines)
    assert len(told) == 1
    assert shown in " ".join(told[0].split())


@pytest.mark.parametrize(
    "lines",
    [
        "令和6年度の目標値は100件でした。\n",
        "SDGs　目標 8 働きがいも経済成長も\n",
        "目次\n基本目標１　人の流れ ………… 12\n数値目標 ………… 13\n",
    ],
)
def test_what_is_read_a_sentence_and_contents_are_not(tmp_path: Path, lines: str) -> None:
    assert passed_over(tmp_path, READ + lines) == []


def test_only_so_many_are_said_one_by_one(tmp_path: Path) -> None:
    told = passed_over(tmp_path, "\n".join(f"令和7年第{n}率：1.9（令和元年：1.62）\n\n\n\n" for n in range(30)))
    assert len(told) == 21
    assert told[-1].endswith("ほか10か所")


@pytest.mark.parametrize("line", ["- 観光協会の法人化　令和５年度までに登録", "- 防災マップの全戸配布"])
def test_a_point_beside_indicators_that_is_none_is_said(tmp_path: Path, line: str) -> None:
    [said] = passed_over(tmp_path, READ + line)
    assert line[:6] in said


@pytest.mark.parametrize(
    "line", ["数値目標：小中学生の数　58人（令和２年度）を下回らない", "【目標】認定率　17.8％（R1）から17％台を維持"]
)
def test_a_line_behind_a_label_that_is_not_read_is_said(tmp_path: Path, line: str) -> None:
    [said] = passed_over(tmp_path, line)
    assert line[:7] in said


@pytest.mark.parametrize(
    "lines",
    [
        "施策 成果指標 掲載頁 現状値 目標値24年度 目標値29年度 確認方法 確認時期\n1 しごとの振興\n"
        "1 農業 農業産出額 51 1,320百万円 1,400百万円 1,800百万円 公表数値 翌年11月頃\n"
        "(1) 担い手の育成 新規就農者数 53 2人 10人 20人 調査 随時",
        "取組 指標 現況（人） 中間目標 最終目標 出典 担当\n・ 就農の相談 相談者数 12人 18人 24人 台帳 農政課",
    ],
)
def test_rows_that_one_space_parts_are_said_below_their_header(tmp_path: Path, lines: str) -> None:
    assert passed_over(tmp_path, lines)


@pytest.mark.parametrize("target", ["宿泊者数 5年後に280千人", "バスの利用者数：5年後に年15,000人"])
def test_a_line_beside_targets_that_are_read_is_said(tmp_path: Path, target: str) -> None:
    [told] = passed_over(tmp_path, f"数値目標\n新規就農者数 5年間で12件\n{target}\n")
    assert target in told
