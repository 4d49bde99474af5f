"""Romaji → hiragana: Hepburn, kunrei and the slips of either (romaji.toml). Only for text that is romaji throughout."""

import re
import unicodedata
from functools import cache
from typing import Any

from knowledge.model.data_files import VOCABULARY, read_toml

_VOWELS = "aiueo"
_PALATAL_ENDS = (("a", "ゃ"), ("u", "ゅ"), ("o", "ょ"))
_WORD = re.compile(r"[a-z'](?:[a-z'-]*[a-z'])?")
_LATIN_SHARE = 0.8  # of the letters: below it, Latin words are names or English inside Japanese
_ROMAJI_SHARE = 0.6  # of the Latin words: English words mostly do not parse as syllables


@cache
def _tables() -> dict[str, Any]:
    return read_toml(VOCABULARY / "romaji.toml")


@cache
def _syllables() -> dict[str, str]:
    tables = _tables()
    plain = {row + end: kana for row, kanas in tables["rows"].items() for end, kana in zip(_VOWELS, kanas, strict=True)}
    palatal = {row + end: kana + small for row, kana in tables["palatal"].items() for end, small in _PALATAL_ENDS}
    return {**plain, **palatal, **tables["irregular"]}


def syllables_to_hiragana(word: str) -> str | None:
    """「jigyou」 → 「じぎょう」; None when the word does not parse as syllables throughout."""
    table, out, at = _syllables(), "", 0
    while at < len(word):
        for size in (3, 2, 1):
            if kana := table.get(word[at : at + size]):
                out, at = out + kana, at + size
                break
        else:
            if word[at : at + 2] == "nn":  # annai: ん and な; konnyaku: ん and にゃ; sinn: typed twice for ん
                out, at = out + "ん", at + (1 if word[at + 2 : at + 3] in (*_VOWELS, "y") else 2)
            elif word[at] == "n" or (word[at] == "m" and word[at + 1 : at + 2] in ("b", "p")):
                out, at = out + "ん", at + 1
            elif word[at : at + 1] == word[at + 1 : at + 2] or word[at : at + 2] == "tc":
                out, at = out + "っ", at + 1
            elif word[at] == "-":
                at += 1
            else:
                return None
    return out


def is_romaji(text: str) -> bool:
    """Mostly Latin letters, and most of its words parse as Japanese syllables."""
    plain = _plain(text)
    letters = [char for char in plain if char.isalpha()]
    latin = [char for char in letters if char.isascii()]
    words = _WORD.findall(plain)
    parsed = [word for word in words if syllables_to_hiragana(word)]
    enough = len(latin) >= max(4, _LATIN_SHARE * len(letters))
    return enough and sum(map(len, parsed)) >= _ROMAJI_SHARE * sum(map(len, words))


def romaji_to_hiragana(text: str) -> str:
    """Every word that parses becomes hiragana; the others stay as they are."""
    return _WORD.sub(lambda match: syllables_to_hiragana(match[0]) or match[0], _plain(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(str.maketrans(_tables()["long"])).casefold()
