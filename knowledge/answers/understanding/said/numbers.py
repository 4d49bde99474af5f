"""Small numbers that a question says: 「基本目標3」「十一番目」「Ⅳ」."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from knowledge.answers.understanding.words import form_words
from knowledge.japanese.tokenizer import Token
from knowledge.model.numerals import kanji_number

_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6}
_KANJI_DIGITS = frozenset("一二三四五六七八九十")


class Number(Struct, frozen=True):
    """A small number said: its value and the tokens it takes, the last one excluded."""

    value: int
    first: int
    end: int


def numbers_in(tokens: Sequence[Token]) -> Iterator[Number]:
    """Numbers of at most two digits; 「1」「3」 side by side are 13, 「十」「一」 are 11."""
    digits = [_place_digits(tokens, at) or _digits(token) for at, token in enumerate(tokens)]
    at = 0
    while at < len(tokens):
        if digits[at] is None:
            at += 1
            continue
        end = at
        while end < len(tokens) and digits[end] is not None and (end == at or touch(tokens, end)):
            end += 1
        value = _joined("".join(filter(None, digits[at:end])))
        if value is not None:
            yield Number(value, at, end)
        at = end


def touch(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].end == tokens[at].begin


def _joined(written: str) -> int | None:
    if written.isdecimal():
        return int(written) if len(written) <= 2 else None
    return kanji_number(written) if written else None


def _place_digits(tokens: Sequence[Token], at: int) -> str | None:
    """The number of 「1番」, one word for the dictionary, in 「1番目」 and 「1番と3番」."""
    word, behind, before = tokens[at].surface, tokens[at + 1 : at + 2], tokens[max(at - 1, 0) : at]
    if word[-1:] not in form_words("of_place"):
        return None
    is_place = any(token.surface in form_words("of_place") for token in behind)
    is_listed = any(token.surface in form_words("listing") for token in (*before, *behind))
    return _written_digits(word[:-1]) if is_place or is_listed else None


def _digits(token: Token) -> str | None:
    """The number as digits or kanji; None where the token is no number."""
    is_spoken = token.part[1] == "数詞" and token.norm in _KANJI_DIGITS  # 「ふた」 in 「ふたつめ」
    return token.norm if is_spoken and token.surface not in _ROMAN else _written_digits(token.surface)


@lru_cache(maxsize=4096)  # most words of a question are none, and stand in others too
def _written_digits(text: str) -> str | None:
    if text in _ROMAN:
        return str(_ROMAN[text])
    plain = unicodedata.normalize("NFKC", text).lstrip("#")
    is_kanji = 0 < len(plain) <= 3 and _KANJI_DIGITS.union("〇").issuperset(plain)
    return plain if is_kanji or (plain.isdecimal() and len(plain) <= 2) else None
