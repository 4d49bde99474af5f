"""Slips of the finger in the words that a question is made of: 「基目本標」「パケージ」「KIP」.

Only these few words are mended: rules read them letter by letter, while the search bears slips in all others.
"""

import re
from collections.abc import Iterable

from knowledge.japanese.tokenizer import is_common_word

SHORTEST_DROPPED = 4  # letters of a word that is known by the rest when one is missing
_LETTER = r"[一-龥々]|[ァ-ヶー]|[A-Za-z]"


class SlipMender:
    """Knows every one-letter slip of its words: two letters swapped, one typed twice, one left out."""

    def __init__(self, words: Iterable[str]) -> None:
        self._slips: dict[str, str] = {}
        known = set(words)
        for word in sorted(known):
            for slip in _slips(word):
                if slip not in known and not is_common_word(slip):
                    self._slips.setdefault(slip, word)
        self._longest_first = sorted(self._slips, key=lambda slip: (-len(slip), slip))

    def mend(self, text: str) -> str:
        """A slip counts where no letter of its script stands beside it, so that it is no part of another word."""
        if not any(slip in text for slip in self._longest_first):
            return text
        for slip in self._longest_first:
            if slip in text and self._slips[slip] not in text:
                text = re.sub(f"{_not_after(slip[0])}{re.escape(slip)}{_not_before(slip[-1])}", self._slips[slip], text)
        return text


def _slips(word: str) -> set[str]:
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    doubled = {word[: at + 1] + word[at:] for at in range(1, len(word) - 1)}
    dropped = {word[:at] + word[at + 1 :] for at in range(len(word))} if len(word) >= SHORTEST_DROPPED else set()
    return (swapped | doubled | dropped) - {word}


def _not_after(char: str) -> str:
    return f"(?<!{_script(char)})"


def _not_before(char: str) -> str:
    return f"(?!{_script(char)})"


def _script(char: str) -> str:
    return next(script for script in (*_LETTER.split("|"), ".") if re.match(script, char))
