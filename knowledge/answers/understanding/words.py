"""The words that give a question its form, beside those that say what it asks for; and those of the rules."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from knowledge.model.data_files import VOCABULARY, read_toml


@cache
def form_words(name: str) -> frozenset[str]:
    return frozenset(read_toml(VOCABULARY / "question_forms.toml")[name])


@cache
def rule_words(name: str) -> dict[str, Any]:
    words: dict[str, Any] = read_toml(VOCABULARY / "rule_words.toml")[name]
    return words


def says(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
