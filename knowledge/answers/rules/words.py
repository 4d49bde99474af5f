"""The words that the rules look for, and how a list of them becomes a pattern. Data: vocabulary/rule_words.toml."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from knowledge.model.data_files import VOCABULARY, read_toml


@cache
def rule_words(name: str) -> dict[str, Any]:
    words: dict[str, Any] = read_toml(VOCABULARY / "rule_words.toml")[name]
    return words


def says(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def alternatives(words: Iterable[str]) -> str:
    """The first that fits; an empty one means that nothing need be said."""
    return f"(?:{'|'.join(map(re.escape, words))})"


def phrase(slots: Sequence[Sequence[str]]) -> str:
    """One word of each slot, one after the other."""
    return "".join(map(alternatives, slots))


def unless_followed(words: Mapping[str, str]) -> str:
    """Any of the words, where none of the signs given with it stands behind it."""
    return "|".join(f"{re.escape(word)}(?![{signs}])" if signs else re.escape(word) for word, signs in words.items())
