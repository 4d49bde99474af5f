"""Two values of an indicator set beside one another: each is told with its year, and none stands in for another."""

from datetime import date

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    recorded = (
        ("k1-8", 2020, "70"),
        ("k1-8", 2021, "84"),
        ("k1-8", 2023, "99"),
        ("k2-1", 2022, "43.1"),
        ("k2-1", 2023, "40.3"),
        ("k3-7", 2023, "650"),
        ("k4-1", 2022, "52"),
        ("k4-1", 2023, "53"),
        ("k4-2", 2022, "15.2"),
        ("k4-2", 2023, "16.9"),
        ("k3-5", 2022, "-3.0"),
        ("k3-5", 2023, "0.5"),
        ("k5-2", 2022, "2"),
        ("k5-2", 2023, "3"),
        ("g2-t1", 2023, "3400"),
    )
    return CurrentValues(catalog, ledger_of(catalog, *recorded))


OF_ONE = {
    "創業融資件数は3年間で何件増えた？": "3年前との差：令和2年度 70件 → 令和5年度 99件（29件増、＋41.4%）。",
    "創業融資件数はこの5年で何件増えた？": "5年前との差：平成30年度の基準値 80件 → 令和5年度 99件（19件増、",
    "創業融資件数は4年間で何件増えた？": "4年前との差は、令和元年度の実績が登録されていないため、令和5年度と",
    "計画期間中に宿泊者数は何人増えた？": "平成30年度の基準値 39.3万人 → 令和5年度 40.3万人（1.0万人増、",
    "創業融資件数は令和3年度から何件増えた？": "令和3年度 84件 → 令和5年度 99件（15件増、",
    "創業融資件数は令和2年度比で何％増えた？": "令和2年度 70件 → 令和5年度 99件（29件増、＋41.4%）。",
    "創業融資件数の令和2年度と令和3年度を比べて": "令和2年度 70件 → 令和3年度 84件（14件増、＋20.0%）。",
    "令和2年度から令和3年度までに創業融資件数は何件増えた？": "令和2年度 70件 → 令和3年度 84件（14件増",
    "創業融資件数は令和4年度と令和5年度でどう違う？": "令和4年度との差は、令和4年度の実績が登録されていない",
    "創業融資件数は前年度から何件増えた？": "前年度との差は、令和4年度の実績が登録されていないため、",
    "令和3年度の創業融資件数は目標を上回った？": "いいえ、創業融資件数の実績84件（令和3年度・確定値）は、目標値90件",
    "創業融資件数は令和3年度に目標を超えた？": "いいえ、創業融資件数の実績84件（令和3年度・確定値）は、目標値90件",
    "創業融資件数は目標を何件上回った？": "99件（令和5年度・確定値）は、目標値90件（令和6年度）を9件上回っています。",
    "宿泊者数の目標と実績の差は？": "は、目標値41.0万人（令和6年度）を0.7万人下回っています。",
    "空き店舗率は目標値を下回っている？": "いいえ、中心市街地の空き店舗率の実績16.9%（令和5年度・確定値）は、",
    "宿泊者数は基準値を上回っていますか": "はい、宿泊者数の実績40.3万人（令和5年度・確定値）は、基準値39.3万人",
    "空き店舗率は改善した？": "いいえ、悪くなっています。中心市街地の空き店舗率の基準値との差：",
    "宿泊者数は前年度より悪化した？": "はい、悪くなっています。宿泊者数の前年度との差：令和4年度 43.1万人",
    "居住誘導区域内の人口密度は維持できてる？": "はい、良くなっています。居住誘導区域内の人口密度の基準値との差",
    "大都市圏からの転入者数は目標を上回った？": "（令和2年度、令和3年度、令和4年度の実績がないため、5年間の平均を",
    "大都市圏からの転入者数は達成した？": "大都市圏からの転入者数の状態は「算定不可」",
}


@pytest.mark.parametrize("asked", OF_ONE)
def test_both_points_that_are_said_are_told_with_their_years(engine: Engine, values: CurrentValues, asked: str) -> None:
    answer = engine.answer(asked, (), values)
    assert OF_ONE[asked] in answer.note, answer.text
    assert len(answer.items) == 1


OF_MANY = {
    "基準値より悪くなったものは？": ["k3-7", "k4-2"],
    "基準値より良くなった指標": ["g2-t1", "k1-8", "k2-1", "k3-5", "k4-1"],
    "基準値を下回っている指標は？": ["k3-7"],
    "基準値を上回っている指標は何件？": ["g2-t1", "k1-8", "k2-1", "k3-5", "k4-1", "k4-2"],
    "目標値を下回っているKPIは？": ["k2-1", "k3-7", "k5-2"],
    "目標値を超えたKPIは？": ["k1-8", "k3-5", "k4-1", "k4-2"],
    "前年度より悪化した指標は？": ["k2-1", "k4-2"],
    "前年度より改善したKPIは何件？": ["k3-5", "k4-1", "k5-2"],
    "令和2年度より増えた指標": ["k1-8"],
    "パッケージ4で基準値より悪くなったKPI": ["k4-2"],
}


@pytest.mark.parametrize("asked", OF_MANY)
def test_those_of_which_it_is_true_by_their_values_are_listed(
    engine: Engine, values: CurrentValues, asked: str
) -> None:
    answer = engine.answer(asked, (), values)
    assert [item.id for item in answer.items] == OF_MANY[asked], answer.note
    assert f"{len(OF_MANY[asked])}件" in answer.note
    assert "比べられないもの" in answer.note


def test_above_and_below_are_told_to_be_by_number(engine: Engine, values: CurrentValues) -> None:
    assert "数の大小での比較" in engine.answer("基準値を上回っている指標", (), values).note


@pytest.mark.parametrize("asked", ["基準値を下回っている指標は？", "基準値より悪くなったものは？"])
def test_without_values_nothing_is_compared(engine: Engine, asked: str) -> None:
    answer = engine.answer(asked)
    assert answer.status == "not_found"
    assert "実績未登録" in answer.text


def test_what_is_planned_is_told_with_its_share(engine: Engine) -> None:
    note = engine.answer("宿泊者数は何％増やす目標？").text
    assert "基準値39.3万人（平成30年度）から目標値41.0万人（令和6年度）までの差は1.7万人（＋4.3%）です。" in note


EXTREMES = {
    "創業融資件数の最高値はいつ？": "令和5年度の99件（確定値）です。登録されている3年度分は、令和2年度 70件、",
    "創業融資件数が一番少なかったのは何年度？": "最も小さい値は、令和2年度の70件（確定値）です。",
    "住宅の購入に伴う転入者数の最大値は？": "令和5年度の650人（確定値）です。登録されている実績は、この年度だけです。",
}


@pytest.mark.parametrize("asked", EXTREMES)
def test_the_greatest_of_all_years_is_told_with_all_of_them(engine: Engine, values: CurrentValues, asked: str) -> None:
    assert EXTREMES[asked] in engine.answer(asked, (), values).note


def test_in_a_thread_it_is_of_what_was_shown(engine: Engine, values: CurrentValues) -> None:
    answer = engine.answer("最大はいつ？", ("k4-2",), values)
    assert answer.note.startswith("中心市街地の空き店舗率の実績で最も大きい値は、令和5年度の16.9%")
    assert [item.id for item in answer.items] == ["k4-2"]


def test_what_should_fall_and_has_risen_has_not_grown(engine: Engine, catalog: Catalog) -> None:
    recorded = (("k3-3", 2022, "9"), ("k3-3", 2023, "12"), ("k2-5", 2022, "7.0"), ("k2-5", 2023, "9.0"))
    values = CurrentValues(catalog, ledger_of(catalog, *recorded))
    grown = engine.answer("一番伸びた指標は？", (), values)
    assert [item.id for item in grown.items] == ["k2-5"]
    assert "一番伸びたのは" in grown.note
    risen = engine.answer("一番増えた指標は？", (), values)
    assert [item.id for item in risen.items] == ["k3-3"]
    assert "一番増えたのは" in risen.note
    assert "目標とは逆の向きに動いています" in risen.note


def test_beside_a_year_that_is_lacking_the_baseline_is_told_where_none_was_said(
    engine: Engine, catalog: Catalog
) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k1-7", 2023, "25.3")))
    note = engine.answer("認知度は何ポイント上がった？", (), values).note
    assert "令和4年度の実績が登録されていないため" in note
    assert "基準値 18.8% → 令和5年度 25.3%（6.5ポイント増）" in note
    assert "基準値" not in engine.answer("認知度は前年度から何ポイント上がった？", (), values).note


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("創業融資件数は令和5年度から令和2年度でどう変わった？", "令和2年度 70件 → 令和5年度 99件（29件増、＋41.4%）"),
        ("創業融資件数は令和3年度からどう変わった？", "令和3年度 84件 → 令和5年度 99件（15件増"),
        ("創業融資件数は基準値からどう変わりましたか", "基準値 80件 → 令和5年度 99件（19件増"),
        ("Did the number of overnight guests decrease from the baseline?", "いいえ、増えています。"),
        ("Have overnight guests increased from the baseline?", "はい、増えています。"),
    ],
)
def test_how_it_has_turned_is_told_by_both_ends(engine: Engine, values: CurrentValues, asked: str, said: str) -> None:
    assert said in engine.answer(asked, (), values).note


def test_the_year_of_last_year_itself_is_told_to_be_what_is_compared(engine: Engine, catalog: Catalog) -> None:
    values = CurrentValues(catalog, ledger_of(catalog, ("k3-3", 2022, "9"), ("k3-3", 2023, "12")))
    told = {
        asked: engine.answer(f"待機児童数は{asked}より減った？", (), values, today=date(2024, 6, 3)).note
        for asked in ("昨年度", "一昨年度", "前年度")
    }
    assert all("いいえ、増えています。" in note for note in told.values())
    assert [asked for asked, note in told.items() if "令和5年度をその前年度と比べています" in note] == ["昨年度"]
