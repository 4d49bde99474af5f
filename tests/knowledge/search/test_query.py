"""A question as typed → its text, years and amounts as meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers.engine import Engine
from knowledge.search.query import Query

YEARS = {
    "R6の目標": [2024],
    "令和六年度": [2024],
    "2024年度": [2024],
    "Ｈ３０→Ｒ６": [2018, 2024],
    "平成31年度": [2019],
    "令和元年度": [2019],
    "目標は？": [],
}


@pytest.mark.parametrize(("asked", "years"), YEARS.items())
def test_years_in_any_era(asked: str, years: list[int], engine: Engine) -> None:
    assert [int(year) for year in engine.reader.read(asked).years] == years


def test_amounts_stand_without_commas_and_years(engine: Engine) -> None:
    assert engine.reader.read("R6に89,000人か1.5倍か").amounts == ("89000", "1.5")


@given(st.text(max_size=60))
def test_whatever_is_typed_can_be_read(engine: Engine, text: str) -> None:
    assert isinstance(engine.reader.read(text), Query)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("kosodate の相談", "子育て"),
        ("akiya ryuutsuu の件", "空き家流通"),
        ("もびりてぃのやつ見せて", "モビリティのやつ"),
        ("akiya no shien 件数", "空き家の支援"),
        ("ijuu shien ni kansuru 事業", "移住支援に関する"),
        ("kankou キャンペーン", "観光"),
        ("bousai の事業は？", "防災"),
    ],
)
def test_romaji_amid_japanese_is_read(asked: str, meant: str, engine: Engine) -> None:
    assert meant in engine.reader.read(asked).text


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("セーフコミニュティについて", "セーフコミュニティについて"),
        ("シティブラザの入り", "シティプラザの入り"),
        ("シティプロモの件", "シティプロモの件"),  # short for a longer word
        ("スマートシティの推進", "スマートシティの推進"),  # another word
    ],
)
def test_a_slip_in_a_long_word_in_katakana_is_mended(asked: str, meant: str, engine: Engine) -> None:
    assert engine.reader.read(asked).text == meant


@pytest.mark.parametrize("asked", ["baseline の値はいくつですか", "MICE の件数", "target は？", "zzzyx の事業"])
def test_english_and_names_amid_japanese_stay(asked: str, engine: Engine) -> None:
    assert asked.split()[0] in engine.reader.read(asked).text


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("泊まらす人と観光にこらす人", "泊まる人と観光に来る人"),
        ("窓口に来とらした人", "窓口に来とった人"),
        ("人を減らす事業と暮らす人", "人を減らす事業と暮らす人"),
        ("未来らしい事業", "未来らしい事業"),
    ],
)
def test_respect_in_the_dialect_is_read_without_it(asked: str, meant: str, engine: Engine) -> None:
    assert engine.reader.read(asked).text == meant


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ('友人から "Is there any help for farmers?" と聞かれました', "支援"),
        ("young musiciansを応援する事業", "若者"),
    ],
)
def test_a_sentence_in_english_amid_japanese_is_read(asked: str, meant: str, engine: Engine) -> None:
    assert meant in engine.reader.read(asked).text


@pytest.mark.parametrize("asked", ["東のほうの事業", "東部のとこの事業", "東エリアの事業"])
def test_a_part_of_town_is_called_as_the_plan_calls_it(asked: str, engine: Engine) -> None:
    assert engine.reader.read(asked).text == "東部の事業"
