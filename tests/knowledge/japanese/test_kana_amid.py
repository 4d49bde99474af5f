"""Words in hiragana amid kanji: put right where the dictionary reads none, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.japanese.kana import KanaWriter, learned
from knowledge.japanese.kana_amid import KanaAmidKanji, hidden_readings
from knowledge.japanese.tokenizer import lexemes

TEXTS = (
    "待機児童は何人か", "待機児童数", "環状道路の整備率", "事業の指標", "基本目標の名前", "西部地域の向上",
    "オフィスとプラザ", "工業団地",
    "消火の訓練", "農地の参加", "住みやすさ向上パッケージ", "動向の調査", "美術館とプラザ",
)  # fmt: skip

WRITTEN = {
    "two words cut in one place": ("たいきじどう今何人", "待機児童今何人"),
    "two words that the dictionary takes for others": ("かんじょうどうろの長さ", "環状道路の長さ"),
    "a word cut into an ending and a noun": ("何というじぎょうの話", "何という事業の話"),
    "before kanji": ("きほん目標の数", "基本目標の数"),
    "behind kanji": ("工業だんちの話", "工業団地の話"),
    "what goes with the word before": ("住みやすさこうじょうの数", "住みやすさ向上の数"),
    "katakana": ("美術館とぷらざ、数", "美術館とプラザ、数"),
}

KEPT = {
    "an ending": "数はいくつでしょうか",
    "particles and a noun": "指標のうち数が大きいもの",
    "a polite word": "会長さんから電話",
    "an adverb": "理由がどうこうと書いてある",
    "a word that is read already": "かつやくする人",
    "no kanji hides": "教えてください、目標",
    "nothing": "",
}


@pytest.fixture(scope="module")
def amid() -> KanaAmidKanji:
    texts = [lexemes(text) for text in TEXTS]
    return KanaAmidKanji(hidden_readings(texts), lambda: KanaWriter(learned(texts)))


@pytest.mark.parametrize(("typed", "written"), WRITTEN.values(), ids=WRITTEN.keys())
def test_a_noun_of_the_texts_is_written(typed: str, written: str, amid: KanaAmidKanji) -> None:
    assert amid.write(typed) == written


@pytest.mark.parametrize("typed", KEPT.values(), ids=KEPT.keys())
def test_everything_else_stays_as_typed(typed: str, amid: KanaAmidKanji) -> None:
    assert amid.write(typed) == typed


def test_the_writer_is_not_made_for_what_hides_no_word() -> None:
    def none() -> KanaWriter:
        raise AssertionError("made")

    assert KanaAmidKanji(("たいき",), none).write("目標を教えてください") == "目標を教えてください"


@given(st.text(st.sampled_from("たいきじどうのかんょ 今目、ぷラ")))
def test_any_text_comes_back_the_same_every_time(text: str) -> None:
    texts = [lexemes(one) for one in TEXTS]
    amid = KanaAmidKanji(hidden_readings(texts), lambda: KanaWriter(learned(texts)))
    assert amid.write(text) == amid.write(text)
    assert KanaAmidKanji((), lambda: KanaWriter(learned(()))).write(text) == text
