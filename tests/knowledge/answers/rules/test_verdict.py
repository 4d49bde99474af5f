"""Yes or no before the printed value, and never a wrong no."""

from decimal import Decimal

import pytest

from knowledge.answers.rules.verdict import verdict
from knowledge.indicators.current_values import CurrentValues
from knowledge.indicators.ledger import Ledger
from knowledge.japanese.spoken_numbers import spoken_number
from knowledge.japanese.vocabulary import Vocabulary
from knowledge.model.catalog import Catalog
from knowledge.search.query import QueryReader
from tests.knowledge.actual_values import ledger_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("625万", 6250000),
        ("六百二十五万", 6250000),
        ("30万1千", 301000),
        ("89,000", 89000),
        ("八万九千", 89000),
        ("十", 10),
        ("二十", 20),
        ("41.0万", 410000),
    ],
)
def test_numbers_read_as_they_are_said(text: str, number: int) -> None:
    assert spoken_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("question", "id", "opening"),
    [
        ("空き店舗率の目標は10%で合ってる？", "k4-2", "いいえ"),
        ("空き店舗率の目標は12.3%で合ってる？", "k4-2", "はい"),
        ("がん検診の受診率、目標は３割という理解でよいか", "k4-6", "はい"),
        ("年間観光客数の目標は六百二十五万人で間違いございませんか", "g2-t2", "はい"),
        ("年間観光客数の目標は625万人だっけ", "g2-t2", "はい"),
        ("観光客数って600万人が目標で合ってる？", "g2-t2", "いいえ"),
        ("宿泊者数は41万人で合ってる？", "k2-1", "はい"),
        ("待機児童は0人が目標ですか？", "k3-3", "はい"),
        ("労働者数、八万九千人で合ってますか", "g1-t1", "はい"),
        ("人口は30万1千人で合ってる？", "population", "はい"),
        ("3つのKPIのうち待機児童数で合ってる？", "k3-3", ""),
        ("待機児童数の目標は？", "k3-3", ""),
        ("宿泊者数の目標は何万人ですか？", "k2-1", ""),
        ("宿泊者数は何十万人を目指してるんですか", "k2-1", ""),
        ("人口は何万人が目標ですか", "population", ""),
        ("年間観光客数は何百万人が目標ですか", "g2-t2", ""),
        ("年間観光客数の目標は幾百万人ですか", "g2-t2", ""),
        ("年間観光客数の目標は六百何万人ですか", "g2-t2", ""),
        ("年間観光客数の目標は600何万人ですか", "g2-t2", ""),
        ("年間観光客数の目標はなん万人ですか", "g2-t2", ""),
        ("年間観光客数の目標は数百万人ですか", "g2-t2", ""),
        ("宿泊者数41万人で合ってる？", "k2-1", "はい"),
        ("待機児童の目標はゼロで合ってる？", "k3-3", "はい"),
        ("空き店舗率の目標はゼロだっけ", "k4-2", "いいえ"),
        ("学童の校区数は45で合ってる？", "k3-4", "はい"),
        ("学童の校区数が50って本当？", "k3-4", "いいえ"),
        ("西部地域の転入者数の目標は1603人以上で合ってる？", "k6-2", "はい"),
        ("宿泊者数が40万人を超えたって本当？", "k2-1", ""),
    ],
)
def test_a_check_is_answered_with_yes_or_no_first(
    catalog: Catalog, vocabulary: Vocabulary, question: str, id: str, opening: str
) -> None:
    said = verdict(QueryReader(vocabulary).read(question), catalog.indicators[id], CurrentValues(catalog, Ledger(())))
    assert said.startswith(opening)
    assert bool(said) == bool(opening)


@pytest.mark.parametrize(
    ("question", "id", "said"),
    [
        (
            "保育所の待機児童数は36人で合ってる？",
            "k3-3",
            "はい、待機児童数の最新の実績は36人（令和5年度・確定値）です。",
        ),
        ("待機児童数の実績は41人ですか？", "k3-3", "いいえ、待機児童数の"),
        ("令和4年度の待機児童数は41人だっけ", "k3-3", "はい、待機児童数の実績は41人（令和4年度・確定値）です。"),
        ("宿泊者数は40.1万人で合ってますか", "k2-1", "はい、宿泊者数の最新の実績は40.1万人（令和5年度・確定値）です。"),
        ("宿泊者数の目標は40.1万人で合ってますか", "k2-1", "いいえ、宿泊者数の目標値は41.0万人"),
        ("年間観光客数の実績は600万人ですか", "g2-t2", ""),
    ],
)
def test_a_recorded_value_is_checked_too(
    catalog: Catalog, vocabulary: Vocabulary, question: str, id: str, said: str
) -> None:
    recorded = [("k3-3", 2022, "41"), ("k3-3", 2023, "36"), ("k2-1", 2023, "40.1")]
    values = CurrentValues(catalog, ledger_of(catalog, *recorded))
    told = verdict(QueryReader(vocabulary).read(question), catalog.indicators[id], values)
    assert told.startswith(said)
    assert bool(told) == bool(said)
