"""Comparison keys. What is shown is never folded, what is compared always is."""

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

LONGEST_KEPT = 24  # characters
_SPACES = re.compile(r"\s+")
_STRAY_SPACES = re.compile(r"(?<=[^\x21-\x2f\x3a-\x7e])\s+(?=\S)|(?<=\S)\s+(?=[^\x21-\x2f\x3a-\x7e])")
_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−－﹣", "-"),  # dashes that NFKC leaves apart; the prolonged sound mark ー stays
        **dict.fromkeys("〜～∼˜", "~"),
        **dict.fromkeys("「」『』“”\"'‘’`´【】[]()（）〔〕", None),  # brackets carry no name
        **dict.fromkeys("・･·•", None),
    }
)


_MARKS = re.compile(f"[{re.escape(''.join(map(chr, _UNIFIED)))}]")


def fold(text: str) -> str:
    """NFKC, lower case, one kind of dash and tilde, single spaces, no brackets. Idempotent; for keys only."""
    return _folded_word(text) if len(text) <= LONGEST_KEPT else _folded(text)


def _folded(text: str) -> str:
    folded = _MARKS.sub(_unified, unicodedata.normalize("NFKC", text)).casefold()
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", folded)).strip()


_folded_word = lru_cache(maxsize=16_384)(_folded)  # the words of a question are compared with many others


def _unified(mark: re.Match[str]) -> str:
    """Only marks are looked up: a table over every character of a document costs more than all else here."""
    return _UNIFIED[ord(mark[0])] or ""


def name_key(text: str) -> str:
    """The key under which names are compared: folded, without any space."""
    return _word_key(text) if len(text) <= LONGEST_KEPT else _key(text)


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", fold(text).replace(" ", ""))  # 「T¨」 folds to a mark after a space


_word_key = lru_cache(maxsize=16_384)(_key)


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


def plain_address(text: str) -> str:
    """「ｐ３－１２」 as p3-12; a name, or what else is not of plain letters, is left as it was typed."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    return plain if plain.isascii() else text


# CJK Radicals Supplement, which a copy from a PDF may hold in place of the kanji and NFKC does not know
_RADICALS = dict(
    zip(
        "⺀⺁⺄⺅⺉⺊⺒⺓⺖⺘⺙⺜⺝⺟⺠⺡⺢⺣⺨⺩⺫⺬⺭⺮⺯⺶⺹⺼⺽⺾⻁⻂⻄⻆⻇⻉⻊⻋⻌⻎⻏⻑⻒⻓⻖⻗⻘⻝⻞⻟⻣⻤⻥⻦⻨⻩⻫⻬⻭⻯⻲",
        "冫厂乙亻刂卜巳幺忄扌攵日月母民氵水灬犭王目示礻竹糸羊耂月臼艹虎衤西角角貝足車辶辶阝長镸長阝雨青食飠飠骨鬼魚鳥麦黄斉齊歯竜亀",
        strict=True,
    )
)


# Never shown, kept or read: C0 but for newline and tab, C1, what has no width, what turns the reading direction, tags,
# halves of characters, and the two that no spreadsheet can hold
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def without_unseen(text: str) -> str:
    """Without characters that nobody sees, and with one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return _UNSEEN.sub("", text)


def visible_text(text: str) -> str:
    """As a person sees it: without characters that nobody sees, and kanji where radicals stand for them."""
    seen = without_unseen(text)
    return seen if seen.isascii() else "".join(map(_visible, seen))


def _visible(char: str) -> str:
    if "\u2f00" <= char <= "\u2fdf":  # Kangxi radicals
        return unicodedata.normalize("NFKC", char)
    return _RADICALS.get(char, char)


def tidy_spaces(text: str) -> str:
    """Drops the spaces that character recognition puts between digits, signs and Japanese: 「15 歳」 → 「15歳」."""
    return _STRAY_SPACES.sub("", text).strip()


class Tidied(Struct, frozen=True):
    """Text for matching, NFKC and without stray spaces, that knows where each character is printed.

    Patterns are matched on `text`; what is kept is sliced from `printed`, so that it stays verbatim.
    """

    text: str
    printed: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, printed: str) -> "Tidied":
        folded = [(char, at) for at, own in enumerate(printed) for char in unicodedata.normalize("NFKC", own)]
        text = "".join(char for char, _ in folded)
        stray = {at for match in _STRAY_SPACES.finditer(text) for at in range(*match.span())}
        kept = [place for at, place in enumerate(folded) if at not in stray]
        return cls("".join(char for char, _ in kept), printed, tuple(at for _, at in kept))

    def verbatim(self, start: int, end: int) -> str:
        """What is printed for `text[start:end]`; "" for an empty slice."""
        return self.printed[self.places[start] : self.places[end - 1] + 1].strip() if start < end else ""
