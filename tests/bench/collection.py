"""Invented records in any number: questions and answers of 架空市, and short notes. One seed, one collection."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from knowledge.search.texts import SearchRecord


@cache
def _material() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "collection.toml").read_text(encoding="utf-8"))


def faq(count: int, seed: int = 1) -> list[SearchRecord]:
    """A citizen's question as the title, an answer of two to five sentences as the text."""
    random = Random(seed)
    return [
        SearchRecord(id=f"faq-{at}", title=_filled("questions", random), text=_sentences(random)) for at in range(count)
    ]


def notes(count: int, seed: int = 2) -> Iterator[SearchRecord]:
    """Short records of some 40 characters."""
    random = Random(seed)
    for at in range(count):
        yield SearchRecord(id=f"note-{at}", title=_filled("titles", random), text=_filled("answers", random))


def queries(count: int, seed: int = 3) -> list[str]:
    """What somebody types: a whole question, or a few words of it."""
    random = Random(seed)
    return [_filled(random.choice(("questions", "titles", "words")), random) for _ in range(count)]


def _sentences(random: Random) -> str:
    return "".join(_filled("answers", random) for _ in range(random.randint(2, 5)))


def _filled(kind: str, random: Random) -> str:
    """A template of the kind with every {slot} filled by one of the slot's words."""
    words = _material()["words_of"]
    template: str = random.choice(_material()[kind])
    return template.format(**{slot: random.choice(some) for slot, some in words.items()})
