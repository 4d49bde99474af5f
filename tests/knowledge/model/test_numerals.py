"""Numbers written in kanji."""

import pytest

from knowledge.model.numerals import kanji_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("二", 2), ("二〇二三", 2023), ("十", 10), ("十一", 11), ("二十三", 23), ("３０", 30), ("元", 1)],
)
def test_numbers_written_in_kanji(text: str, number: int) -> None:
    assert kanji_number(text) == number


@pytest.mark.parametrize("text", ["", "百", "十十", "二三十", "①", "人"])
def test_what_is_no_small_number_is_none(text: str) -> None:
    assert kanji_number(text) is None
