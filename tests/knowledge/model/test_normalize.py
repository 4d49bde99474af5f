"""Comparison keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.normalize import fold, name_key, tidy_spaces

_HARD = "ｱ㈱①Ⅳ〜～−‐–ー「」【】・　 ﾞİẞK"


@given(st.text() | st.text(alphabet=_HARD))
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_name_key_is_idempotent_and_holds_no_space(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)
    assert not any(char.isspace() for char in name_key(text))


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("オフィス、コールセンターバックオフィス立地件数 (累計)", "オフィス、コールセンターバックオフィス立地件数累計"),
        ("MICE 誘致推進事業", "mice誘致推進事業"),
        ("「農業都市 久留米」の情報発信事業", "農業都市久留米の情報発信事業"),
        ("ＭＩＣＥ〜１〜", "mice~1~"),
        ("ワーク・ライフ・バランス", "ワークライフバランス"),
    ],
)
def test_one_thing_printed_two_ways_has_one_key(printed: str, key: str) -> None:
    assert name_key(printed) == key


def test_the_long_vowel_mark_is_no_dash() -> None:
    assert fold("サポートセンター") == "サポートセンター"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("15 歳以上 80 歳未満の滞在人口", "15歳以上80歳未満の滞在人口"),
        ("Key Performance Indicator の略", "Key Performance Indicatorの略"),
    ],
)
def test_spaces_of_the_character_recognition_go_and_those_between_words_stay(printed: str, shown: str) -> None:
    assert tidy_spaces(printed) == shown
