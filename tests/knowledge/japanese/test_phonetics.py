"""Runs of characters and of sound, and what is alike by ear."""

import pytest

from knowledge.japanese.phonetics import grams_of, sound_key, sounds_of, spelling_of, spoken


def letters(code: int) -> str:
    """The characters of a run, read back out of its number."""
    return letters(code >> 21) + chr(code & 0x1FFFFF) if code else ""


def grams(text: str) -> list[str]:
    return [letters(code) for code in grams_of(spelling_of(text)).codes.tolist()]


def sounds(key: str) -> list[str]:
    return [letters(code) for code in sounds_of(key).codes.tolist()]


def test_kanji_stand_alone_and_pairs_of_hiragana_do_not_count() -> None:
    assert grams("移住のこと") == ["移", "住", "移住", "住の"]


def test_katakana_letters_and_digits_make_pairs_but_never_stand_alone() -> None:
    assert grams("カフェR6") == ["カフ", "フェ", "ェr", "r6"]


def test_the_long_mark_and_spaces_are_dropped() -> None:
    assert grams("ワー ク") == grams("ワク")


def test_sounds_are_pairs_and_triples() -> None:
    assert sounds("いじゅ") == ["いじ", "じゅ", "いじゅ"]
    assert sounds("い") == []


def test_many_texts_at_once_give_the_runs_of_each_and_their_lines() -> None:
    runs = grams_of("移住\n\n住宅")
    assert [letters(code) for code in runs.codes.tolist()] == ["移", "住", "住", "宅", "移住", "住宅"]
    assert runs.lines.tolist() == [0, 0, 2, 2, 0, 2]
    assert sounds_of("あい\nう\nえお").lines.tolist() == [0, 2]


def test_no_text_has_no_runs() -> None:
    assert grams("") == []
    assert sounds("") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("しゅーかつ", "しゅうかつ"),
        ("シュウカツ", "しゅかつ"),
        ("きって", "きて"),
        ("つづく", "つずく"),
        ("おう", "お"),
    ],
)
def test_what_sounds_alike_has_one_key(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


@pytest.mark.parametrize(("one", "other"), [("委譲", "移乗"), ("操業", "創業"), ("健診", "検診")])
def test_wrong_conversions_have_one_key(one: str, other: str) -> None:
    assert spoken(one) == spoken(other)
