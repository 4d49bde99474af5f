"""Slips of the finger in the words that a question is made of: 「基目本標」「パケージ」「KIP」.

Only these few words are mended: rules read them letter by letter, while the search bears slips in all others.
"""

import re
from collections.abc import Iterable

from knowledge.japanese.tokenizer import is_common_word

BEGINNING = 2  # letters; no slip is shorter
SHORTEST_DROPPED = 4  # letters of a word that is known by the rest when one is missing
_SCRIPTS = ("[一-龥々]", "[ァ-ヶー]", "[A-Za-z]", ".")


class TypoCorrector:
    """Knows every one-letter slip of its words: two letters swapped, one typed twice, one left out."""

    def __init__(self, words: Iterable[str]) -> None:
        known = sorted(set(words), reverse=True)  # of two words with the same slip the first one stays
        meant = {slip: word for word in known for slip in _slips(word) - set(known) if not is_common_word(slip)}
        self._longest_first = sorted(meant.items(), key=lambda pair: (-len(pair[0]), pair[0]))
        self._by_beginning: dict[str, list[str]] = {}
        for slip in meant:
            self._by_beginning.setdefault(slip[:BEGINNING], []).append(slip)

    def correct(self, text: str) -> str:
        """A slip counts where no letter of its script stands beside it, so that it is no part of another word."""
        if not self._may_slip(text):
            return text
        for slip, word in self._longest_first:
            if slip in text and word not in text:
                text = re.sub(f"(?<!{_script(slip[0])}){re.escape(slip)}(?!{_script(slip[-1])})", word, text)
        return text

    def _may_slip(self, text: str) -> bool:
        """Most texts hold none of them."""
        known = self._by_beginning
        begun = ((at, known.get(text[at : at + BEGINNING], ())) for at in range(len(text)))
        return any(text.startswith(slip, at) for at, slips in begun for slip in slips)


def _slips(word: str) -> set[str]:
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    doubled = {word[: at + 1] + word[at:] for at in range(1, len(word) - 1)}
    dropped = {word[:at] + word[at + 1 :] for at in range(len(word))} if len(word) >= SHORTEST_DROPPED else set()
    return (swapped | doubled | dropped) - {word}


def _script(char: str) -> str:
    return next(script for script in _SCRIPTS if re.match(script, char))
