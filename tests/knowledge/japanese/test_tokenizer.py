"""Sudachi's short units as tokens and as lexemes."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.japanese.tokenizer import MAX_CHARACTERS, Token, lexemes, tokenize


def norms(text: str) -> list[str]:
    return [token.norm for token in tokenize(text)]


@pytest.mark.parametrize(
    ("one", "other"), [("引越し", "引っ越し"), ("ゴミ", "ごみ"), ("データー", "データ"), ("ｺﾞﾐ", "ごみ")]
)
def test_spellings_of_one_word_have_one_form(one: str, other: str) -> None:
    assert norms(one) == norms(other)


def test_particles_carry_no_content() -> None:
    assert [t.surface for t in tokenize("移住支援の事業を教えて") if t.is_content] == ["移住", "支援", "事業", "教え"]


def test_light_verbs_and_signs_carry_no_content() -> None:
    assert [t.surface for t in tokenize("支援をする、こと！") if t.is_content] == ["支援", "こと"]
    assert [t.surface for t in tokenize("事業、？") if t.is_sign] == ["、", "？"]


def test_a_number_is_known_as_one() -> None:
    assert [t.surface for t in tokenize("約1,200人") if t.is_number] == ["1,200"]


def test_readings_are_hiragana() -> None:
    assert [token.reading for token in tokenize("待機児童")] == ["たいき", "じどう"]
    assert [token.reading for token in tokenize("グラファガ")] == ["ぐらふぁが"]  # not in the dictionary


def test_half_an_emoji_is_read_as_a_sign() -> None:
    assert "移住" in norms("移住\ud83d")


def test_a_text_too_long_for_sudachi_is_read_as_far_as_it_goes() -> None:
    assert tokenize("移" * (MAX_CHARACTERS + 5))[-1].end == MAX_CHARACTERS


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_tokens_follow_on_one_another_and_hold_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert [token.begin for token in tokens[1:]] == [token.end for token in tokens[:-1]]
    assert all(text[token.begin : token.end] == token.surface for token in tokens)
    assert "".join(token.surface for token in tokens) == text


@given(st.text(st.sampled_from("移住支援のカフェ、ーabc12３㈱々ごみ "), max_size=30))
def test_lexemes_say_the_same_as_tokens(text: str) -> None:
    said = [(word.norm, word.reading, word.part, word.is_content, word.is_sign) for word in lexemes(text)]
    assert said == [(t.norm, t.reading, t.part, t.is_content, t.is_sign) for t in tokenize(text)]


def test_every_thread_reads_for_itself() -> None:
    found: list[list[Token]] = []
    threads = [threading.Thread(target=lambda: found.append(tokenize("移住支援の事業"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [tokenize("移住支援の事業")] * 8
