"""The words of which the header of a column is made (`vocabulary/sheet_words.toml`), in a plan as in a sheet.

A text is cut into the longest of them, from left to right.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key

Role = str
"""A key of LABELS, or neutral: of what is taken in, and of the kinds that are left out (target, baseline, …)."""

PUNCTUATION = re.compile(r"[\s()\[\]〔〕【】<>「」『』■□●○◆◇▼★☆◎・/:：、,。.〜~\-‐–—―|→:]+")
NOTE_MARK = re.compile(r"[※*]\s*\d{0,2}|\(?注\s*\d{1,2}\)?")
BRACKETED = re.compile(r"[(\[〔【<](?:単位\s*+[::]?\s*+)?([^()\[\]〔〕【】<>]*)[)\]〕】>]")


def is_unit(text: str) -> bool:
    """Also thousands and millions of one, and one by the year: 「千件」「時間/年」."""
    key = name_key(text)
    per = tuple(f"/{word}" for word in sheet_data()["units"]["per"])
    key = key.rpartition("/")[0] if key.endswith(per) else key
    return key in _units() or any(key.removeprefix(some) in _units() for some in sheet_data()["units"]["multiples"])


@lru_cache(maxsize=4_096)  # the same headers stand over many tables, and each is looked at in several ways
def cut_into_words(text: str) -> tuple[tuple[Role, ...], str]:
    text = name_key(PUNCTUATION.sub("\0", text).strip("\0")).strip("\0")
    roles: list[Role] = []
    rest = ""
    at = 0
    while at < len(text):
        if alone := _alone(text, at):
            roles.append(alone)
            at = _end(text, at, 1)
            continue
        word = next(
            (w for length in _word_lengths() if (w := _spanned(text, at, length)) and w in roles_of_words()), None
        )
        if text[at] == "\0" or word is None:
            rest += text[at].replace("\0", "")
            at += 1
            continue
        roles.append(roles_of_words()[word])
        at = _end(text, at, len(word))
    return tuple(roles), rest


def _alone(text: str, at: int) -> Role | None:
    """「実績（新）」: of one character, and nothing but punctuation on both sides."""
    is_bounded = (at == 0 or text[at - 1] == "\0") and (at + 1 == len(text) or text[at + 1] == "\0")
    return of_whole_texts("alone").get(text[at]) if is_bounded else None


def _spanned(text: str, at: int, length: int) -> str:
    """So many characters from there, punctuation between them left out; "" where the text is shorter."""
    found = text[at : _end(text, at, length)].replace("\0", "")
    return found if len(found) == length else ""


def _end(text: str, at: int, length: int) -> int:
    while length and at < len(text):
        length -= text[at] != "\0"
        at += 1
    return at


def word_key(word: str) -> str:
    return PUNCTUATION.sub("", name_key(PUNCTUATION.sub("", word)))


@cache
def sheet_data() -> Mapping[str, Any]:
    return read_toml(VOCABULARY / "sheet_words.toml")


@cache
def roles_of_words() -> Mapping[str, Role]:
    data = sheet_data()
    named = {word_key(word): "neutral" for word in data["neutral"]["words"]}
    for part in ("left_out", "taken"):
        named |= {word_key(word): role for role, words in data[part].items() for word in words}
    return named


def value_words(role: Role) -> tuple[str, ...]:
    """「目標値」「最終目標値」: those of a role that name a value, and stand without 値, too; the longest first."""
    words = words_of_role(role)
    return tuple(sorted((one for one in words if one.endswith("値") and one[:-1] in words), key=len, reverse=True))


def may_say(text: str, role: Role) -> bool:
    """Whether a word of that role stands in it: quicker than to cut it, and never False where cutting finds one."""
    key = word_key(text)
    return any(word in key for word in words_of_role(role))


@cache
def words_of_role(role: Role) -> tuple[str, ...]:
    return tuple(word for word, own in roles_of_words().items() if own == role)


@cache
def _word_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(word) for word in roles_of_words()}, reverse=True))


@cache
def of_whole_texts(part: str) -> Mapping[str, Role]:
    return {name_key(word): role for role, words in sheet_data()[part].items() for word in words}


@cache
def _units() -> frozenset[str]:
    return frozenset(map(name_key, sheet_data()["units"]["words"]))
