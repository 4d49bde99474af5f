"""Twelve kinds of noise, typing slips in three shapes. Each takes (text, random) and leaves what it cannot distort."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from knowledge.japanese.tokenizer import Token, to_hiragana, tokenize

Noise = Callable[[str, Random], str]
DROPPED_SHARE = 0.25

_HALF_WIDTH = {
    unicodedata.normalize("NFKC", chr(code) + mark): chr(code) + mark
    for code in range(0xFF66, 0xFF9E)
    for mark in ("", "ﾞ", "ﾟ")
    if len(unicodedata.normalize("NFKC", chr(code) + mark)) == 1
} | {"ー": "ｰ", "・": "･"}
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_KANJI_PAIR = re.compile(r"[一-龥]{2,}")
_LETTER = re.compile(r"[\w]")
_CONSONANTS = {
    "か": "k", "が": "g", "さ": "s", "ざ": "z", "た": "t", "だ": "d", "な": "n", "は": "h", "ば": "b", "ぱ": "p",
    "ま": "m", "ら": "r",
}  # fmt: skip
_ROWS = (
    "かきくけこ", "がぎぐげご", "さしすせそ", "ざじずぜぞ", "たちつてと", "だぢづでど", "なにぬねの", "はひふへほ",
    "ばびぶべぼ", "ぱぴぷぺぽ", "まみむめも", "らりるれろ",
)  # fmt: skip
_HEPBURN = {
    **{kana: _CONSONANTS[row[0]] + vowel for row in _ROWS for kana, vowel in zip(row, "aiueo", strict=True)},
    **dict(zip("あいうえお", "aiueo", strict=True)),
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu", "や": "ya", "ゆ": "yu",
    "よ": "yo", "わ": "wa", "を": "wo", "ん": "n", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o",
}  # fmt: skip
_SMALL_Y = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SMALL_VOWELS = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}


@cache
def _material() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "noise.toml").read_text(encoding="utf-8"))


# How it is written.


def half_width(text: str, random: Random) -> str:
    return "".join(_HALF_WIDTH.get(char, char) for char in text)


def full_width(text: str, random: Random) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def hiragana(text: str, random: Random) -> str:
    return "".join(_reading(token) for token in tokenize(text))


def katakana(text: str, random: Random) -> str:
    return hiragana(text, random).translate(_TO_KATAKANA)


def romaji(text: str, random: Random) -> str:
    return " ".join(hepburn(_reading(token)) for token in tokenize(text) if token.surface.strip())


def variant_kanji(text: str, random: Random) -> str:
    return text.translate({ord(new): old for new, old in _material()["variants"]})


def spaced(text: str, random: Random) -> str:
    return " ".join(text)


# How it is typed.


def dropped(text: str, random: Random) -> str:
    at = _any_letter(text, random)
    return text[:at] + text[at + 1 :]


def doubled(text: str, random: Random) -> str:
    at = _any_letter(text, random)
    return text[: at + 1] + text[at:]


def swapped(text: str, random: Random) -> str:
    at = min(_any_letter(text, random), max(len(text) - 2, 0))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def wrong_kanji(text: str, random: Random) -> str:
    """One kanji of a compound becomes another with the same reading."""
    places = [at for match in _KANJI_PAIR.finditer(text) for at in range(*match.span()) if text[at] in _groups()]
    if not places:
        return text
    at = random.choice(places)
    others = [kanji for kanji in _groups()[text[at]] if kanji != text[at]]
    return text[:at] + random.choice(others) + text[at + 1 :] if others else text


# How it is said.


def without_particles(text: str, random: Random) -> str:
    return "".join(t.surface for t in tokenize(text) if t.part[:2] not in _PARTICLES)


def padded(text: str, random: Random) -> str:
    before, after = random.choice(_material()["before"]), random.choice(_material()["after"])
    return f"{before}{text.rstrip('。？?！!')}{after}"


def with_emoji(text: str, random: Random) -> str:
    """At the end, and between two words."""
    ends = [token.end for token in tokenize(text)] or [0]
    at = random.choice(ends)
    emoji: list[str] = _material()["emoji"]
    return text[:at] + random.choice(emoji) + text[at:] + random.choice(emoji)


KINDS: Mapping[str, Noise] = {
    "半角カナ": half_width,
    "全角英数": full_width,
    "ひらがなだけ": hiragana,
    "カタカナだけ": katakana,
    "ローマ字": romaji,
    "一字脱落": dropped,
    "一字重複": doubled,
    "一字転倒": swapped,
    "同音の漢字": wrong_kanji,
    "前後の挨拶": padded,
    "絵文字": with_emoji,
    "字間の空白": spaced,
    "旧字・異体字": variant_kanji,
    "助詞抜き": without_particles,
}

_PARTICLES = {("助詞", "格助詞"), ("助詞", "係助詞"), ("助詞", "副助詞")}


def hepburn(kana: str) -> str:
    """As typed by hand: 「じぎょう」 → jigyou, 「はっぴょう」 → happyou."""
    out = ""
    for at, char in enumerate(to_hiragana(kana)):
        if char in _SMALL_Y and out.endswith("i"):
            stem = out[:-1]
            out = stem + ("" if stem.endswith(("sh", "ch", "j")) else "y") + _SMALL_Y[char]
        elif char in _SMALL_VOWELS and out[-1:] in ("i", "u", "e", "o"):
            out = out[:-1] + _SMALL_VOWELS[char]
        elif char == "っ":
            following = hepburn(kana[at + 1 : at + 2])[:1]
            out += following if following.isalpha() else ""
        elif char == "ー":
            out += out[-1:] if out[-1:] in "aiueo" else ""
        else:
            out += _HEPBURN.get(char, char)
    return out


def _reading(token: Token) -> str:
    """In kana; digits and Latin letters stay as they are typed."""
    as_typed = token.is_sign or token.surface.isascii() or token.surface.isdecimal()
    return token.surface if as_typed else token.reading


def _any_letter(text: str, random: Random) -> int:
    return random.choice([at for at, char in enumerate(text) if _LETTER.match(char)] or [0])


@cache
def _groups() -> dict[str, str]:
    return {kanji: group for group in _material()["same_reading"] for kanji in group}


def fewer_words(text: str, random: Random) -> str:
    """Without about a quarter of its words; never without all of them."""
    tokens = tokenize(text)
    kept = [token for token in tokens if not token.is_content or random.random() >= DROPPED_SHARE]
    return "".join(token.surface for token in (kept if any(token.is_content for token in kept) else tokens))
