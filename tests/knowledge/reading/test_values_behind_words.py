"""Values behind words on lines of their own: names that look like headings, years as words, notes at dashes."""

from pathlib import Path

import pytest

from knowledge.reading.build import build
from tests.knowledge.reading.test_stated_kinds import indicators, messages, read, shown

# All plans here are invented (架空).


def told(base: object) -> list[str]:
    return [
        f"{one.name}{one.part or ''} {shown(one.baseline)} → {shown(one.target)}"
        for one in [*(t for goal in base.goals for t in goal.targets), *(k for p in base.packages for k in p.kpis)]  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "◇いじめの解消率\n　現状（R4）92.0％　目標（R10）毎年度95％以上",
            ["いじめの解消率 92.0% 2022 exactly → 95% 2028 at_least"],
        ),
        (
            "◆体力の合計点（小５男子）\n　基準値（R4）52.1点　目標値（R10）53.5点\n"
            "◆休日に地域へ移した種目\n　基準値（R4）2種目　目標値（R10）10種目",
            [
                "体力の合計点（小５男子） 52.1点 2022 exactly → 53.5点 2028 exactly",
                "休日に地域へ移した種目 2種目 2022 exactly → 10種目 2028 exactly",
            ],
        ),
        (
            "◇自分から取り組んだと答えた子どもの割合\n　現状（R4）小77.9％　中74.2％　目標（R10）小85％　中80％",
            [
                "自分から取り組んだと答えた子どもの割合小 77.9% 2022 exactly → 85% 2028 exactly",
                "自分から取り組んだと答えた子どもの割合中 74.2% 2022 exactly → 80% 2028 exactly",
            ],
        ),
        (
            "指標：町産の木の利用量\n現在（2022年）：18,200㎥\n2028年：27,000㎥",
            ["町産の木の利用量 18200m3 2022 exactly → 27000m3 2028 exactly"],
        ),
        (
            "　８　8.3　　　　　　　指標：町で店を始めた人の数\n"
            "　　　9.2　　　　　　　現在（2022年度）：23人　　　　2028年：120人（2023年度からの累計）\n",
            ["町で店を始めた人の数 23人 2022 exactly → 120人 2028 exactly"],
        ),
        (
            "9.4　12.2　　指標：木の公共施設の数\n　　　　　現状値（2022年度）：4施設\n　　　　　2028年度：10施設\n"
            "8.5　　　　指標：林業に就いた人数\n　　　　　現状値（2022年度）：7人\n　　　　　2028年度：15人",
            [
                "木の公共施設の数 4施設 2022 exactly → 10施設 2028 exactly",
                "林業に就いた人数 7人 2022 exactly → 15人 2028 exactly",
            ],
        ),
        (
            "水揚げの額 現況値(令和4年度) 目標値(令和10年度)\n12.4億円 14.0億円",
            ["水揚げの額 12.4億円 2022 exactly → 14.0億円 2028 exactly"],
        ),
        (
            "学力の平均正答率（全国比）　現状（R4）＋1.2ポイント　目標（R10）＋2.0ポイント",
            ["学力の平均正答率（全国比） 1.2ポイント 2022 exactly → 2.0ポイント 2028 exactly"],
        ),
        (
            "指標 ／ 現状（R4） ／ 目標（R10）\n女性の会長の数 ／ 11人 ／ 25人",
            ["女性の会長の数 11人 2022 exactly → 25人 2028 exactly"],
        ),
        (
            "指標　　現状値（R4）　　目標値（R10）\n待機の人数　　3人　　0人\n育児休業の取得率　　－※　　50％",
            ["待機の人数 3人 2022 exactly → 0人 2028 exactly", "育児休業の取得率 なし → 50% 2028 exactly"],
        ),
    ],
)
def test_each_value_goes_to_its_name(tmp_path: Path, lines: str, expected: list[str]) -> None:
    assert told(read(tmp_path, f"【指標】\n{lines}\n")) == expected


@pytest.mark.parametrize(
    "lines",
    [
        "通いの場の数　　目標28か所　　実績22か所",
        "貸出の冊数　目標：4.8冊　実績：4.2冊",
        "通いの場の数\n目標値（R4）28か所　実績値（R5）22か所",
    ],
)
def test_what_was_reached_behind_what_was_to_be_is_a_review_and_said(tmp_path: Path, lines: str) -> None:
    base = read(tmp_path, f"取組の結果は次のとおりです。\n{lines}\n")
    assert not indicators(base)
    assert any("目標と見られる行" in one for one in messages(base))


def test_what_a_heading_says_of_the_plan_before_is_no_target_of_this_one(tmp_path: Path) -> None:
    base = read(tmp_path, "町民と進めます。\n\n【前期計画の成果】\n\n出生数：現状 30人（R4）　目標 40人（R5）\n")
    assert not indicators(base)


def test_a_measure_of_that_mark_names_no_values(tmp_path: Path) -> None:
    base = read(
        tmp_path,
        "◆移住の促進\n　現状（R4）20人　目標（R10）30人\n"
        "◆空き家の活用\n　空き家を使います。\n◆交流の場\n　集います。\n",
    )
    assert "移住の促進" not in indicators(base)


@pytest.mark.parametrize(
    "lines",
    [
        "申請の割合　　窓口の利用件数\n\n22％ ▶ 60％　　－ ▶ 1.5万件\n\n2023年度 ▶ 2028年度　　2023年度 ▶ 2028年度",
        "申請の割合\n22％ ⇒ 60％\n令和5年度 ⇒ 令和10年度\n窓口の利用件数\n－ ⇒ 1.5万件\n令和5年度 ⇒ 令和10年度",
    ],
)
def test_cards_of_a_way_with_its_years_below(tmp_path: Path, lines: str) -> None:
    assert told(read(tmp_path, f"人にやさしくします。\n{lines}\n\n窓口の改善\n")) == [
        "申請の割合 22% 2023 exactly → 60% 2028 exactly",
        "窓口の利用件数 なし → 1.5万件 2028 exactly",
    ]


@pytest.mark.parametrize("line", ["実施時期：R6 検討 ▶ R7 実施", "期間　2024年度 ▶ 2028年度"])
def test_years_of_a_schedule_are_no_way(tmp_path: Path, line: str) -> None:
    base = read(tmp_path, f"人にやさしくします。\n{line}\n{line}\n")
    assert not indicators(base)
    assert not any("矢印" in one for one in messages(base))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("出生数　基準値 41人　目標値 50人", "出生数 41人 2022 exactly → 50人 2028 exactly"),
        ("【指標】\n出生数　41人 → 50人\n", "出生数 41人 2022 exactly → 50人 2028 exactly"),
        ("出生数　基準値 41人（R3）　目標値 50人（R9）", "出生数 41人 2021 exactly → 50人 2027 exactly"),
    ],
)
def test_years_that_are_stated_once_are_of_values_in_lines_too(tmp_path: Path, lines: str, expected: str) -> None:
    years = "この冊子の基準値は特に断りのない限り令和４（2022）年度、\n目標値は令和10（2028）年度の値です。\n\n"
    assert told(read(tmp_path, f"{years}{lines}\n")) == [expected]


def test_a_name_across_a_gutter_that_counts_nothing_is_doubted(tmp_path: Path) -> None:
    base = read(tmp_path, "・産後の支援                 基準値  －\n                             目標値  50人\n")
    assert not indicators(base)
    assert any("目標と見られる行" in one for one in messages(base))


def test_a_way_whose_baseline_alone_has_a_year_is_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "みぎわ町総合戦略\n計画期間：令和6年度から令和10年度まで\n\n◆ 数値目標\n　出荷額　12億円（2022年）→ 14億円\n"
    )
    assert any("出荷額" in finding.message for finding in build(path).report.findings)


@pytest.mark.parametrize("marks", [("", "▷ ", "▶ "), ("・", "・", "・"), ("", "", "")])
def test_values_on_three_lines_below_a_bold_name(tmp_path: Path, marks: tuple[str, str, str]) -> None:
    begun, way, ahead = marks
    values = "{}現状（R4）　{}\n{}中間（R8）　{}\n{}目標（R10）　{}\n"
    lines = [
        "**船の便数**\n\n" + values.format(begun, "3便", way, "5便", ahead, "9便"),
        "**港の来場者数**\n\n" + values.format(begun, "640人/年", way, "800人/年", ahead, "1,000人/年"),
    ]
    base = read(tmp_path, "\n".join(lines))
    found = indicators(base)
    assert [(name, shown(one.baseline), [shown(each) for each in one.interim], shown(one.target))
            for name, one in found.items()] == [
        ("船の便数", "3便 2022 exactly", ["5便 2026 exactly"], "9便 2028 exactly"),
        ("港の来場者数", "640人/年 2022 exactly", ["800人/年 2026 exactly"], "1000人/年 2028 exactly"),
    ]  # fmt: skip


def test_a_value_on_the_way_without_a_later_one_is_the_target(tmp_path: Path) -> None:
    others = "港の来場者数\n現状（R4）　2人\n目標（R10）　4人\n"
    base = read(tmp_path, "船の便数\n現状（R4）　3便\n中間目標（R8）　5便\n\n" + others)
    assert [(one.name, shown(one.target)) for one in indicators(base).values()] == [
        ("船の便数", "5便 2026 exactly"),
        ("港の来場者数", "4人 2028 exactly"),
    ]
