"""Slips in the few words that the rules read letter by letter."""

import pytest

from knowledge.japanese.typos import TypoCorrector

WORDS = ("基本目標", "パッケージ", "目標", "事業", "KPI")
MENDED = {
    "基目本標の二": "基本目標の二",
    "基本標の二": "基本目標の二",
    "基本本目標": "基本目標",
    "東部パケージの業事": "東部パッケージの事業",
    "パッッケージ": "パッケージ",
    "業事は？": "事業は？",
    "第六のKIP": "第六のKPI",
}
KEPT = ("本目", "日本目標", "KP", "SKIP", "パケ", "標目は？", "事業と目標", "")


@pytest.fixture(scope="module")
def corrector() -> TypoCorrector:
    return TypoCorrector(WORDS)


@pytest.mark.parametrize(("typed", "meant"), MENDED.items())
def test_one_slip_is_mended(typed: str, meant: str, corrector: TypoCorrector) -> None:
    assert corrector.correct(typed) == meant


@pytest.mark.parametrize("text", KEPT)
def test_what_may_be_another_word_stays(text: str, corrector: TypoCorrector) -> None:
    assert corrector.correct(text) == text


def test_the_words_themselves_stay(corrector: TypoCorrector) -> None:
    assert [corrector.correct(word) for word in WORDS] == list(WORDS)
