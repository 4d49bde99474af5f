"""What is reckoned of one indicator's values: sums, means, shares and the years in which something held."""

from datetime import date

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    recorded = (
        ("k1-1", 2022, "2"),
        ("k1-1", 2023, "4"),
        ("k1-7", 2023, "25.3"),
        ("k1-8", 2020, "85"),
        ("k1-8", 2021, "92"),
        ("k1-8", 2022, "78"),
        ("k1-8", 2023, "78"),
        ("k2-1", 2020, "20.1"),
        ("k2-1", 2022, "36.0"),
        ("k2-1", 2023, "42.2"),
        ("k3-1", 2022, "74"),
        ("k3-1", 2023, "78.2"),
        ("k3-3", 2020, "40"),
        ("k3-3", 2021, "22"),
        ("k3-3", 2022, "9"),
        ("k3-3", 2023, "12"),
        ("k3-4", 2022, "38"),
        ("k3-4", 2023, "40"),
        ("g2-t2", 2023, "560"),
    )
    return CurrentValues(catalog, ledger_of(catalog, *recorded))


def noted(engine: Engine, values: CurrentValues, asked: str) -> str:
    answer = engine.answer(asked, (), values)
    assert len(answer.items) == 1, answer.text
    return answer.note


SUMS = {
    "創業融資件数の合計は？": "333件です（令和2年度 85件、令和3年度 92件、令和4年度 78件、令和5年度 78件。確定値）",
    "創業融資件数の累計は？": "合計は333件です",
    "創業融資件数を令和3年度以降で足すと？": "合計は248件です（令和3年度 92件",
    "創業融資件数の令和2年度と令和5年度の合計": "合計は163件です（令和2年度 85件、令和5年度 78件。",
    "宿泊者数の合計は？": "合計は98.3万人です",
    "待機児童数の令和2年度から令和5年度の平均は？": "平均は20.75人です（令和2年度 40人",
    "待機児童数の平均値": "平均は20.75人です",
    "創業融資件数の直近3年間の平均は？": "平均は約82.67件です（令和3年度 92件、",
    "認知度の平均は？": "平均は25.3%です（令和5年度 25.3%。確定値）。登録されている実績は、この年度だけです。",
}


@pytest.mark.parametrize("asked", SUMS)
def test_a_sum_and_a_mean_are_told_with_all_that_went_into_them(
    engine: Engine, values: CurrentValues, asked: str
) -> None:
    assert SUMS[asked] in noted(engine, values, asked)


def test_a_year_without_a_value_is_told_to_be_left_out(engine: Engine, values: CurrentValues) -> None:
    for asked in ("宿泊者数の合計は？", "令和2年度から令和4年度の宿泊者数の平均"):
        assert "令和3年度の実績は登録されていないため、入っていません。" in noted(engine, values, asked)
    assert "入っていません" not in noted(engine, values, "創業融資件数の合計は？")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("認知度の合計は？", "割合や水準"),
        ("子育て支援体制が充実したと感じる市民の割合の合計", "割合や水準"),
        ("学童の高学年受入実施校区数の合計は？", "その時点の数"),
        ("工業団地立地件数の合計は？", "最新の実績が、それまでの合計です"),
    ],
)
def test_what_has_no_sum_is_told_to_have_none(engine: Engine, values: CurrentValues, asked: str, why: str) -> None:
    note = noted(engine, values, asked)
    assert why in note
    assert "足した数で" not in note


def test_a_mean_of_what_is_no_indicator_is_none(engine: Engine, values: CurrentValues) -> None:
    for asked in ("農家の平均年齢", "保育士の平均年収", "理想の子どもの数は平均で何人？"):
        assert "実績の平均は" not in engine.answer(asked, (), values).text


SHARES = {
    "観光客数は目標の何％？": "は、目標値625万人（令和6年度）の89.6%です。基準値から目標値までの進捗は▲160.0%",
    "宿泊者数は目標に対して何％まで来た？": "目標値41.0万人（令和6年度）の102.9%です",
    "学童は目標の何割？": "目標値45校区（令和6年度）の約8.9割です",
    "令和4年度の宿泊者数は目標の何％ですか": "36.0万人（令和4年度・確定値）は、目標値41.0万人（令和6年度）の87.8%です",
    "待機児童数は目標の何％？": "目標値0人（令和6年度）のどれだけに当たるかは、計算できません",
    "労働者数は目標の何％？": "基準値82,687人（平成30年度）は、目標値89,000人（令和6年度）の92.9%です",
    "観光客数の目標は基準の何倍？": "目標値625万人（令和6年度）は、基準値600万人（平成30年度）の約1.04倍です",
    "待機児童数は基準値の何割？": "12人（令和5年度・確定値）は、基準値54人（令和元年度）の約2.2割です",
    "宿泊者数は令和2年度から令和4年度までに何倍になった？": "は、実績20.1万人（令和2年度・確定値）の約1.79倍",
    "令和5年度の宿泊者数は令和2年度の何倍？": "は、実績20.1万人（令和2年度・確定値）の約2.10倍",
    "待機児童数は令和2年度の何割まで減った？": "12人（令和5年度・確定値）は、実績40人（令和2年度・確定値）の3.0割",
    "宿泊者数は令和3年度の何倍？": "令和3年度の実績が登録されていないため",
}


@pytest.mark.parametrize("asked", SHARES)
def test_a_share_is_told_with_both_values(engine: Engine, values: CurrentValues, asked: str) -> None:
    assert SHARES[asked] in noted(engine, values, asked)


def test_a_share_of_the_year_before_is_of_the_one_before_the_latest(engine: Engine, values: CurrentValues) -> None:
    for asked in ("宿泊者数は前年度の何倍？", "宿泊者数は昨年度の何倍になった？", "宿泊者数は前年度から何倍になった？"):
        note = engine.answer(asked, (), values, today=date(2024, 6, 3)).note
        assert "42.2万人（令和5年度・確定値）は、実績36.0万人（令和4年度・確定値）の約1.17倍" in note


def test_a_share_that_is_asked_without_values_is_that_of_the_plan(engine: Engine) -> None:
    note = engine.answer("観光客数は目標の何％？").note
    assert "実績が登録されていない" in note
    assert "基準値600万人（平成30年度）は、目標値625万人（令和6年度）の96.0%です" in note


@pytest.mark.parametrize(
    "asked", ["宿泊者数は前年度から何％増えた？", "観光客数の目標は何万人？", "認知度の目標は何％？"]
)
def test_a_growth_and_a_target_are_no_share(engine: Engine, values: CurrentValues, asked: str) -> None:
    assert "倍です" not in engine.answer(asked, (), values).note
    assert "%です。基準値から" not in engine.answer(asked, (), values).note


YEARS = {
    "待機児童数が一番減ったのはいつ？": ("最も減ったのは、令和2年度 40人 → 令和3年度 22人（18人減、▲45.0%）です。",),
    "宿泊者数が40万人を超えたのはいつ？": (
        "40万人を超えた年度は、令和5年度（42.2万人）です",
        "登録されている3年度分は",
    ),
    "待機児童数が10人を下回ったのは何年度？": ("10人を下回った年度は、令和4年度（9人）です",),
    "待機児童がゼロになったのはいつ？": ("0人に達した年度は、ありません",),
    "創業融資件数が80件以上だった年度は？": ("80件以上だった年度は、令和2年度（85件）、令和3年度（92件）の2年度です",),
    "創業融資件数が目標を超えた年度は？": ("目標値を上回っている年度は、令和3年度（92件）です",),
    "宿泊者数が目標を達成したのは何年度？": ("目標を達成した年度は、令和5年度（42.2万人）です",),
    "待機児童数が前年度より増えたのは何年度？": ("前年度より増えた年度は、令和5年度（12人）です",),
    "創業融資件数が基準値を下回ったのはいつ？": ("令和4年度（78件）、令和5年度（78件）の2年度です",),
}


@pytest.mark.parametrize("asked", YEARS)
def test_the_years_in_which_it_held_are_told_and_all_others_beside_them(
    engine: Engine, values: CurrentValues, asked: str
) -> None:
    note = noted(engine, values, asked)
    assert all(said in note for said in YEARS[asked]), note


def test_a_year_that_is_still_to_come_is_the_plans(engine: Engine, values: CurrentValues) -> None:
    assert "年度は、" not in engine.answer("待機児童数をゼロにするのはいつ？", (), values).note


def test_the_greatest_and_the_least_are_both_told(engine: Engine, values: CurrentValues) -> None:
    for asked in (
        "宿泊者数の最低値と最高値は？",
        "宿泊者数の最高と最低を教えて",
        "宿泊者数の一番多かった年と一番少なかった年",
    ):
        note = noted(engine, values, asked)
        assert "大きい値は、令和5年度の42.2万人（確定値）、最も小さい値は、令和2年度の20.1万人（確定値）です" in note


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("待機児童数の実績は12人だっけ？", "はい、待機児童数の最新の実績は12人"),
        ("待機児童数の実績は40人だっけ？", "いいえ、"),
        ("宿泊者数が40万人を超えたって本当？", "はい、宿泊者数は42.2万人"),
        ("待機児童数が10人を切ったというのは本当ですか", "いいえ、待機児童数は12人"),
    ],
)
def test_what_is_said_to_be_so_is_answered_with_yes_or_no(
    engine: Engine, values: CurrentValues, asked: str, said: str
) -> None:
    assert noted(engine, values, asked).startswith(said)
