"""Kana back into words: the likeliest of the words that the texts hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers.engine import Engine
from knowledge.japanese.kana import KanaWriter, learned, loose_sound
from knowledge.japanese.tokenizer import lexemes

TEXTS = (
    "架空市の人口のダム", "移住の相談窓口", "会社の成長を支援する", "公園の整備を支援する", "結婚したい人", "市の人口",
    "雨の時に水があふれるのを防ぐ", "産業の振興", "パッケージの事業", "どこに書いてあるか", "KPIの一覧",
)  # fmt: skip

WRITTEN = {
    "hiragana": ("じんこうのだむ", "人口のダム"),
    "katakana": ("イジュウノソウダンマドグチ", "移住の相談窓口"),
    "the word that goes with the one before": ("せいびをしえんする", "整備を支援する"),
    "an ending is no noun": ("けっこんしたいひと", "結婚したい人"),
    "spaces as romaji has them": ("あめ の とき に みず が あふれる", "雨の時に水があふれる"),
    "a space inside a word": ("どこ に かい てある", "どこに書いてある"),
    "a long vowel left out": ("さんぎょうのしんこ", "産業の振興"),
    "a long vowel doubled": ("ぱっけえじのじぎょう", "パッケージの事業"),
    "an abbreviation by its letters": ("けーぴーあいのいちらん", "KPIの一覧"),
    "between other signs": ("いじゅう、しえん、R6", "移住、支援、R6"),
}

KEPT = {
    "kanji": "移住のそうだん",
    "katakana beside hiragana": "ダムって",
    "what nobody knows": "ぽよぽよ",
    "mostly what nobody knows": "ぽよぽよのいしみずう",
    "nothing": "",
    "no kana": "R6 KPI?",
}


@pytest.fixture(scope="module")
def writer() -> KanaWriter:
    return KanaWriter(learned(map(lexemes, TEXTS)))


@pytest.mark.parametrize(("typed", "written"), WRITTEN.values(), ids=WRITTEN.keys())
def test_kana_becomes_the_words_of_the_texts(typed: str, written: str, writer: KanaWriter) -> None:
    assert writer.write(typed) == written


@pytest.mark.parametrize("typed", KEPT.values(), ids=KEPT.keys())
def test_what_is_not_known_stays_as_typed(typed: str, writer: KanaWriter) -> None:
    assert writer.write(typed) == typed


@given(st.text(st.sampled_from("あいうえおかきくけこしたのん ー、ァイ移")))
def test_any_text_comes_back_the_same_every_time(text: str) -> None:
    writer = KanaWriter(learned(map(lexemes, TEXTS)))
    assert writer.write(text) == writer.write(text)
    assert KanaWriter(learned(())).write(text) == text


def test_doubled_and_long_vowels_sound_the_same() -> None:
    assert loose_sound("ぱっけえじ") == loose_sound("ぱっけーじ")


ASKED = {
    "きほんてきほうこうのじゅういちばんめ": "d11",
    "はいぷつようしのほよう": None,
    "たいきじどうすうのもくひょうちは？": "k3-3",
    "toubu chiiki shinkou pakkeeji": "pkg5",
}


@pytest.mark.parametrize(("question", "first"), ASKED.items())
def test_a_question_in_kana_is_answered_as_if_in_kanji(question: str, first: str | None, engine: Engine) -> None:
    items = engine.answer(question).items
    assert (items[0].id if items else None) == first
