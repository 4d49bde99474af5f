"""A yes or a no comes before the figures; where nothing is recorded, that is said first."""

import pytest

from knowledge.answers.engine import Engine
from knowledge.indicators.current_values import CurrentValues
from knowledge.model.catalog import Catalog
from tests.knowledge.actual_values import ledger_of


@pytest.fixture(scope="module")
def values(catalog: Catalog) -> CurrentValues:
    recorded = (("k2-1", 2023, "40.3"), ("k2-1", 2024, "41.2"), ("k3-3", 2023, "24"), ("k3-3", 2024, "16"))
    people = (("population", 2023, "300000"), ("population", 2024, "299000"))
    return CurrentValues(catalog, ledger_of(catalog, *recorded, ("k4-2", 2024, "12.1"), *people))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("保育園の待機児童、ゼロになった？", "いいえ、待機児童数は16人（令和6年度・確定値）、目標値は0人"),
        ("待機児童は20人まで減りましたか？", "はい、待機児童数は16人"),
        ("宿泊者数は41万人に達した？", "はい、宿泊者数は41.2万人"),
        ("宿泊者数は42万人を超えましたか", "いいえ、宿泊者数は41.2万人"),
        ("空き店舗率は12%を切ったか", "いいえ、中心市街地の空き店舗率は12.1%"),
        ("空き店舗率は13%を下回りましたか？", "はい、中心市街地の空き店舗率は12.1%"),
        ("人口は30万人を切った？", "はい、令和6年度末の人口は299,000人"),
        ("待機児童数は達成した？", "いいえ、待機児童数の状態は「未達成」（令和6年度・確定値）です。"),
        ("宿泊者数は目標を達成できましたか", "はい、宿泊者数の状態は「達成」（令和6年度・確定値）です。"),
        ("人口は増えた？", "いいえ、減っています。令和6年度末の人口の前年度との差"),
        ("人口は増えている？", "いいえ、減っています。令和6年度末の人口の前年度との差"),
        ("人口は減った？", "はい、減っています。令和6年度末の人口の前年度との差"),
        ("宿泊者数は増えた？", "はい、増えています。宿泊者数の前年度との差"),
        ("宿泊者数は減っていますか", "いいえ、増えています。宿泊者数の前年度との差"),
        ("令和6年度に待機児童数は減りましたか", "はい、減っています。待機児童数の令和6年度の実績は16人"),
    ],
)
def test_it_is_answered_yes_or_no(engine: Engine, values: CurrentValues, question: str, first: str) -> None:
    assert engine.answer(question, (), values).text.startswith(first)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("保育園の待機児童、ゼロになった？", "待機児童数は、実績の登録がないため分かりません（実績未登録）。"),
        ("宿泊者数は41万人に達した？", "宿泊者数は、実績の登録がないため分かりません（実績未登録）。"),
        ("待機児童数は達成した？", "待機児童数は、実績の登録がないため分かりません（実績未登録）。"),
        ("宿泊者数は増えましたか", "宿泊者数は、実績の登録がないため分かりません（実績未登録）。"),
    ],
)
def test_without_a_value_that_is_said_first(engine: Engine, question: str, first: str) -> None:
    answer = engine.answer(question)
    assert answer.status == "answered"
    assert answer.text.startswith(first)


@pytest.mark.parametrize(
    "question",
    [
        "宿泊者数はいつ41万人に達した？",
        "待機児童をゼロにする事業は？",
        "達成したKPIはどれですか",
        "待機児童数の達成率は？",
    ],
)
def test_what_asks_for_more_is_no_yes_or_no(engine: Engine, values: CurrentValues, question: str) -> None:
    assert not engine.answer(question, (), values).text.startswith(("はい", "いいえ"))


def test_it_goes_on_from_what_was_shown(engine: Engine, values: CurrentValues) -> None:
    assert engine.answer("ゼロになった？", ("k3-3",), values).text.startswith("いいえ、待機児童数は16人")
