"""How lists of words from the vocabulary become patterns: the data hold no regular expression, the code no words."""

import re
from collections.abc import Iterable, Mapping, Sequence


def alternatives(words: Iterable[str]) -> str:
    """The first that fits; an empty one means that nothing need be said."""
    return f"(?:{'|'.join(map(re.escape, words))})"


def phrase(slots: Sequence[Sequence[str]], between: str = "") -> str:
    """One word of each slot, one after the other; `between` is a pattern."""
    return between.join(map(alternatives, slots))


def unless_followed(words: Mapping[str, str]) -> str:
    """Any of the words, where none of the signs given with it stands behind it."""
    return "|".join(f"{re.escape(word)}(?![{signs}])" if signs else re.escape(word) for word, signs in words.items())
