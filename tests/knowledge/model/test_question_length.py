"""How much of a question is read."""

import unicodedata

import pytest

from knowledge.model.question_length import LONGEST_QUESTION, read_part


def test_a_question_is_read_as_it_stands() -> None:
    assert read_part(" 移住支援の事業は？\n") == (" 移住支援の事業は？\n", False)
    assert read_part("あ" * LONGEST_QUESTION) == ("あ" * LONGEST_QUESTION, False)


def test_of_a_longer_one_the_beginning_is_read() -> None:
    assert read_part("移住支援" * 10_000) == ("移住支援" * (LONGEST_QUESTION // 4), True)


def test_blanks_before_and_behind_and_what_nobody_sees_do_not_count() -> None:
    assert read_part(" " * 40_000 + "移住支援" + "\n" * 9_000) == ("移住支援", False)
    assert read_part("\u200b" * 40_000 + "移住支援") == ("移住支援", False)


@pytest.mark.parametrize("wide", ["㍿", "\ufdfa", "㌔㌢"])
def test_a_sign_that_stands_for_a_word_counts_as_the_word(wide: str) -> None:
    read, is_cut = read_part(wide * LONGEST_QUESTION)
    assert is_cut
    assert read == (wide * LONGEST_QUESTION)[: len(read)]
    assert LONGEST_QUESTION - 18 < len(unicodedata.normalize("NFKC", read)) <= LONGEST_QUESTION


def test_what_is_cut_is_cut_in_the_same_place_when_it_is_read_again() -> None:
    read, _ = read_part("移住支援" * 1_000)
    assert read_part(f"{read}…") == (read, True)
