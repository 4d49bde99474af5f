"""Comparison keys. What is shown is never folded, what is compared always is."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−－﹣", "-"),  # dashes that NFKC leaves apart; the prolonged sound mark ー stays
        **dict.fromkeys("〜～∼˜", "~"),
        **dict.fromkeys("「」『』“”\"'‘’`´【】[]()（）〔〕", None),  # brackets carry no name
        **dict.fromkeys("・･·•", None),
    }
)


def fold(text: str) -> str:
    """NFKC, lower case, one kind of dash and tilde, single spaces, no brackets. Idempotent; for keys only."""
    folded = unicodedata.normalize("NFKC", text).translate(_UNIFIED).casefold()
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", folded)).strip()


def name_key(text: str) -> str:
    """The key under which names are compared: folded, without any space."""
    return unicodedata.normalize("NFKC", fold(text).replace(" ", ""))  # 「T¨」 folds to a mark after a space


def tidy_spaces(text: str) -> str:
    """Drops the spaces that character recognition puts between digits, signs and Japanese: 「15 歳」 → 「15歳」."""
    return re.sub(r"(?<=[^\x21-\x2f\x3a-\x7e])\s+(?=\S)|(?<=\S)\s+(?=[^\x21-\x2f\x3a-\x7e])", "", text).strip()
