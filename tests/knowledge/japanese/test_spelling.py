"""What people type into Slack, and the plain Japanese that is read from it: input → output."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.japanese.romaji import is_romaji, romaji_to_hiragana, syllables_to_hiragana
from knowledge.japanese.spelling import clean
from knowledge.japanese.vocabulary import Vocabulary

WRITINGS = {
    "a mention": ("<@U0BOT> 移住支援の事業は？", "移住支援の事業は?"),
    "a channel": ("<#C01|general> で聞いた待機児童数", "で聞いた待機児童数"),
    "a link keeps its words": ("<https://example.jp/plan|総合戦略>のKPI", "総合戦略のKPI"),
    "a bare address goes": ("https://example.jp/a?b=1 の中身", "の中身"),
    "bold and code": ("*待機児童数* の `目標値`", "待機児童数 の 目標値"),
    "a quotation": ("> 引用\n待機児童数は？", "引用 待機児童数は?"),
    "struck through": ("~~消す~~ 残す", "消す 残す"),
    "emoji, as code and as character": ("待機児童数は？:bow: 🙏", "待機児童数は?"),
    "entities": ("R&amp;D &lt;支援&gt;", "R&D <支援>"),
    "half-width kana": ("ﾜｰｸﾗｲﾌﾊﾞﾗﾝｽ応援事業", "ワークライフバランス応援事業"),
    "full-width": ("Ｒ６年度のＫＰＩ", "R6年度のKPI"),
    "a full-width bracket": ("５－（３）", "5-(3)"),
    "a circled number is told from a plain one": ("方向⑪", "方向#11"),
    "a Roman number": ("政策パッケージⅢ", "政策パッケージ3"),
    "kanji digits": ("二〇二四年度", "2024年度"),
    "a kanji decimal": ("三・五倍", "3.5倍"),
    "one kanji number stays a word": ("第三パッケージ", "第三パッケージ"),
    "thousands": ("1,200人", "1,200人"),
    "letters spaced out": ("移 住 支 援 の 事業", "移住支援の 事業"),
    "latin letters spaced out": ("K P I", "KPI"),
    "letters dotted out": ("イ・ノ・ベ", "イノベ"),
    "a middle dot inside words stays": ("ひらがな・カタカナ", "ひらがな・カタカナ"),
    "old kanji": ("學校と國の會議", "学校と国の会議"),
    "a variant": ("久留米舘", "久留米館"),
    "katakana エ for 工": ("エ業団地", "工業団地"),
    "katakana タ for 夕": ("タ方の交通", "夕方の交通"),
    "no look-alike beside katakana": ("力フェ", "力フェ"),
    "line breaks and wide spaces": ("移住　支援\n事業", "移住 支援 事業"),
    "nothing at all": ("　", ""),
    "only signs": ("・・・", "・・・"),
}

ROMAJI = {
    "Hepburn": ("ijuu shien no jigyou", "いじゅう しえん の じぎょう"),
    "kunrei": ("Izyuu sien no zigyou", "いじゅう しえん の じぎょう"),
    "mixed, run together": ("taikijidousuu no mokuhyouti", "たいきじどうすう の もくひょうち"),
    "doubled n at the end": ("sougyou shienn", "そうぎょう しえん"),
    "doubled consonant": ("happyou", "はっぴょう"),
    "m before b": ("shimbun", "しんぶん"),
    "macrons": ("Tōkyō", "とうきょう"),
    "an English word among them": ("IoT no katsuyou", "iot の かつよう"),
}


@pytest.mark.parametrize(("typed", "read"), WRITINGS.values(), ids=WRITINGS.keys())
def test_the_way_of_writing_is_undone(typed: str, read: str, vocabulary: Vocabulary) -> None:
    assert clean(typed, vocabulary.variants, vocabulary.lookalikes) == read


@pytest.mark.parametrize(("typed", "read"), ROMAJI.values(), ids=ROMAJI.keys())
def test_romaji_becomes_hiragana(typed: str, read: str) -> None:
    assert clean(typed) == read


@pytest.mark.parametrize(
    "text", ["KPI", "MICE とは", "UIJターン", "English only question about budget", "R6", "DXの話"]
)
def test_latin_letters_that_are_no_romaji_stay(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(("typed", "read"), [("konnendo", "こんねんど"), ("annai", "あんない"), ("onna", "おんな")])
def test_a_doubled_n_before_a_vowel_is_two_sounds(typed: str, read: str) -> None:
    assert syllables_to_hiragana(typed) == read


@pytest.mark.parametrize("word", ["strategy", "plan", "xyz", "b"])
def test_what_is_no_row_of_syllables_is_none(word: str) -> None:
    assert syllables_to_hiragana(word) is None


def test_half_romaji_is_no_romaji() -> None:
    assert is_romaji("ijuu no hanashi")
    assert not is_romaji("移住 shien の事業について")
    assert romaji_to_hiragana("shien desu") == "しえん です"


@given(st.text())
def test_any_text_is_cleaned_to_one_line(text: str) -> None:
    cleaned = clean(text)
    assert "\n" not in cleaned
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("typed", "read"), [("wa-ku no jigyou", "わく の じぎょう"), ("nan-nin desu ka", "なんにん です か")]
)
def test_a_hyphen_within_a_word_of_romaji_is_none(typed: str, read: str) -> None:
    assert clean(typed) == read
