"""Texts → lexemes, once: what Sudachi makes of the texts is kept in a file until they or the dictionary change.

Analysing them is more than half of what building an index takes. The file holds nothing that cannot be made again: a
missing, old or damaged one is made anew, and where it cannot be written everything works as without it.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from knowledge.japanese.tokenizer import Lexeme, lexemes

ReadTexts = Callable[[Sequence[str]], list[list[Lexeme]]]
FORMAT = 1


def read_texts(texts: Sequence[str]) -> list[list[Lexeme]]:
    """The lexemes of each text, in order."""
    return [lexemes(text) for text in texts]


class AnalysedTexts:
    """As `read_texts`, through a file for one collection of texts."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self, texts: Sequence[str]) -> list[list[Lexeme]]:
        key = _key(texts)
        kept = self._kept(key)
        if kept is not None:
            return kept
        read = read_texts(texts)
        with suppress(OSError):
            self._keep(key, read)
        return read

    def _kept(self, key: str) -> list[list[Lexeme]] | None:
        try:
            data = json.loads(self._file.read_bytes())
            if data["key"] != key:
                return None
            known = [Lexeme(norm, reading, tuple(part), *rest) for norm, reading, part, *rest in data["lexemes"]]
            return [[known[at] for at in text] for text in data["texts"]]
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None

    def _keep(self, key: str, read: Sequence[Sequence[Lexeme]]) -> None:
        places = {lexeme: at for at, lexeme in enumerate(dict.fromkeys(one for text in read for one in text))}
        rows = [[one.norm, one.reading, one.part, one.is_content, one.is_sign, one.surface] for one in places]
        data = {"key": key, "lexemes": rows, "texts": [[places[one] for one in text] for text in read]}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._file.with_name(f"{self._file.name}.{os.getpid()}.tmp")
        temporary.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        temporary.replace(self._file)


def _key(texts: Sequence[str]) -> str:
    """Other texts, another dictionary or another Sudachi: another key."""
    versions = (str(FORMAT), version("sudachipy"), version("sudachidict-core"))
    whole = "\0".join((*versions, *texts)).encode("utf-8", "replace")
    return hashlib.sha256(whole).hexdigest()
