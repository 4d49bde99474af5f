"""Romaji → hiragana: Hepburn, kunrei and the slips of either. Only for text that is romaji throughout."""

import re
import unicodedata
from functools import cache

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さしすせそ",
    "z": "ざじずぜぞ",
    "t": "たちつてと",
    "d": "だぢづでど",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "l": "らりるれろ",
}
_IRREGULAR = {
    "shi": "し", "chi": "ち", "tsu": "つ", "fu": "ふ", "ji": "じ",
    "ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を", "wi": "うぃ", "we": "うぇ",
    "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "va": "ば", "vi": "び", "vu": "ぶ", "ve": "べ", "vo": "ぼ",
    "ti": "ち", "thi": "てぃ", "di": "でぃ", "che": "ちぇ", "she": "しぇ", "je": "じぇ", "n'": "ん",
}  # fmt: skip
_PALATAL = {
    "ky": "き", "gy": "ぎ", "sy": "し", "sh": "し", "zy": "じ", "jy": "じ", "j": "じ",
    "ty": "ち", "ch": "ち", "cy": "ち", "ny": "に", "hy": "ひ", "by": "び", "py": "ぴ", "my": "み", "ry": "り",
    "dy": "ぢ",
}  # fmt: skip
_LONG = str.maketrans(
    {"ā": "aa", "ī": "ii", "ū": "uu", "ē": "ei", "ō": "ou", "â": "aa", "î": "ii", "û": "uu", "ê": "ei", "ô": "ou"}
)
_WORD = re.compile(r"[a-z']+")
_LATIN_SHARE = 0.8  # of the letters: below it, Latin words are names or English inside Japanese
_ROMAJI_SHARE = 0.6  # of the Latin words: English words mostly do not parse as syllables


@cache
def _syllables() -> dict[str, str]:
    table = {row + vowel: kana for row, kanas in _ROWS.items() for vowel, kana in zip(_VOWELS, kanas, strict=True)}
    for row, kana in _PALATAL.items():
        table |= {row + "a": kana + "ゃ", row + "u": kana + "ゅ", row + "o": kana + "ょ"}
    return table | _IRREGULAR


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
    plain = unicodedata.normalize("NFKC", text).translate(_LONG).casefold()
    letters = [char for char in plain if char.isalpha()]
    latin = [char for char in letters if char.isascii()]
    words = _WORD.findall(plain)
    parsed = [word for word in words if syllables_to_hiragana(word)]
    enough = len(latin) >= max(4, _LATIN_SHARE * len(letters))
    return enough and sum(map(len, parsed)) >= _ROMAJI_SHARE * sum(map(len, words))


def romaji_to_hiragana(text: str) -> str:
    """Every word that parses becomes hiragana; the others stay as they are."""
    plain = unicodedata.normalize("NFKC", text).translate(_LONG).casefold()
    return _WORD.sub(lambda match: syllables_to_hiragana(match[0]) or match[0], plain)
