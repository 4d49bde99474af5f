"""Targets in sentences: read where subject, values and years are certain, else told with their line."""

from pathlib import Path

import pytest

from tests.knowledge.reading.test_stated_kinds import messages, read
from tests.knowledge.reading.test_values_behind_words import told

# All plans here are invented (架空).


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "まゆの出荷額は、令和４年度の290万円を、令和10年度に350万円とすることをめざします。",
            "まゆの出荷額 290万円 2022 exactly → 350万円 2028 exactly",
        ),
        (
            "転入する人を、年間５人（令和４年度）から年間８人（令和10年度）に増やします。",
            "転入する人 5人 2022 exactly → 8人 2028 exactly",
        ),
        (
            "空き家を直して貸せるようにした家を、５年間で10戸用意します。",
            "空き家を直して貸せるようにした家 なし → 10戸 2028 exactly",
        ),
        ("生まれる子の数は、５年間の合計で12人をめざします。", "生まれる子の数 なし → 12人 2028 exactly"),
        (
            "また、学校に泊まる子は、令和５年度の４人から、令和10年度には６人以上とします。",
            "学校に泊まる子 4人 2023 exactly → 6人 2028 at_least",
        ),
        (
            "村のバスと乗合送迎の利用者は、4,180人を令和10年度に\n4,500人とします。",
            "村のバスと乗合送迎の利用者 4180人 None exactly → 4500人 2028 exactly",
        ),
        ("町の満足度は48％（令和５年度）を60％以上に高めます。", "町の満足度 48% 2023 exactly → 60% 2028 at_least"),
    ],
)
def test_a_plan_without_tables_states_its_targets_in_sentences(tmp_path: Path, sentence: str, expected: str) -> None:
    assert told(read(tmp_path, f"少ない量でも続けます。\n{sentence}\n")) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "見守りを受けている人の割合を、６割からすべてに広げます。",
        "出生率を、現在の1.39から2026年に1.60、2028年に1.80へ引き上げます。",
        "保育士を3人から5人に増やします。",
        "令和10年度に満床とするため、3人の職員を令和10年度に5人に増やします。",
    ],
)
def test_what_leaves_a_doubt_is_told_with_its_line(tmp_path: Path, sentence: str) -> None:
    base = read(tmp_path, f"少ない量でも続けます。\n{sentence}\n")
    assert told(base) == []
    assert any("目標と見られる行" in one for one in messages(base))


@pytest.mark.parametrize(
    "sentence",
    [
        "高齢化率は38.2％で、今後は85歳以上の人が増えると見込まれます。",
        "出生数は令和３年度の20人から令和４年度に15人へ減りました。",
        "何もしない場合、令和22年の人口は380人になると見込まれます。",
        "年に１回、村民の集いで成果を報告します。",
        "前の計画では、出生数を平成27年度の20人から令和元年度に30人とすることをめざしました。",
    ],
)
def test_the_past_forecasts_and_surveys_are_no_targets(tmp_path: Path, sentence: str) -> None:
    base = read(tmp_path, f"少ない量でも続けます。\n{sentence}\n")
    assert told(base) == []
    assert not any("目標と見られる行" in one for one in messages(base))


@pytest.mark.parametrize("label", ["【目標】", "〔目標〕", "＜数値目標＞ "])
def test_behind_the_label_no_verb_is_needed(tmp_path: Path, label: str) -> None:
    base = read(
        tmp_path, f"町道を直します。\n{label}ゆずの出荷量　令和10年度に年間420t\n　　　　作業道の延長　５年間で25km\n"
    )
    assert told(base) == ["ゆずの出荷量 なし → 420t 2028 exactly", "作業道の延長 なし → 25km 2028 exactly"]


def test_beside_a_table_a_sentence_is_told_and_not_taken(tmp_path: Path) -> None:
    table = "指標\t現状値（R4）\t目標値（R10）\n出生数\t4人\t5人\n"
    base = read(tmp_path, f"転入する人を、５人（令和４年度）から８人（令和10年度）に増やします。\n\n{table}")
    assert told(base) == ["出生数 4人 2022 exactly → 5人 2028 exactly"]
    assert any("目標と見られる行" in one and "転入" in one for one in messages(base))


def test_two_dated_values_under_no_heading_of_targets_are_told(tmp_path: Path) -> None:
    base = read(
        tmp_path,
        "町の姿です。\n・人口　令和２年　3,902人　　令和10年　3,150人\n・高校の数　平成22年　3校　　令和２年　2校\n",
    )
    assert told(base) == []
    [one] = [message for message in messages(base) if "目標と見られる行" in message]
    assert "人口" in one


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        (
            "・ゆずの売上　年間９００万円（令和４年度）を年間１，５００万円に",
            "ゆずの売上 900万円 2022 exactly → 1500万円 2028 exactly",
        ),
        ("・狩猟免許を持つ村民　１４人を２０人に", "狩猟免許を持つ村民 14人 None exactly → 20人 2028 exactly"),
        ("・薪の買取量　年間２００トン", "薪の買取量 なし → 200トン 2028 exactly"),
        ("・子育てしやすいと思う保護者：85％以上", "子育てしやすいと思う保護者 なし → 85% 2028 at_least"),
        ("・村民所得　　235万円　（令和３年度　221万円）", "村民所得 221万円 2021 exactly → 235万円 2028 exactly"),
        ("・働く場　　200人　（第１期実績　162人）", "働く場 162人 None exactly → 200人 2028 exactly"),
        ("・出生率　　2.10　（平成25～29年　2.02）", "出生率 2.02 2017 exactly → 2.10 2028 exactly"),
    ],
)
def test_below_a_heading_of_indicators_no_year_is_needed(tmp_path: Path, point: str, expected: str) -> None:
    assert told(read(tmp_path, f"数値目標\n{point}\n")) == [expected]
    elsewhere = read(tmp_path, f"町の姿です。\n{point}\n")
    assert told(elsewhere) == []


@pytest.mark.parametrize("point", ["・薪の買取量　200トン", "・現状　年間200トン", "・配食の利用者　増やす"])
def test_a_bare_value_or_none_is_told_below_a_heading_of_indicators(tmp_path: Path, point: str) -> None:
    base = read(tmp_path, f"数値目標\n・転入する人　毎年３人\n{point}\n")
    assert told(base) == ["転入する人 なし → 3人 2028 exactly"]
    assert any("読み取れ" in one for one in messages(base))
