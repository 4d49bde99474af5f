"""Japanese text → tokens, by Sudachi. One tokenizer per thread: a shared one raises."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from sudachipy import Dictionary, SplitMode, Tokenizer

from knowledge.normalize import fold

MAX_CHARACTERS = 12_000  # Sudachi takes less than 49,149 bytes at a time

# Parts of speech that carry content; particles, endings, pronouns, interjections and signs do not.
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"})
_LIGHT = frozenset({"非自立可能", "助動詞語幹", "数詞", "助数詞可能"})  # する, ある, よう; numbers are read elsewhere
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_PROLONGED_END = re.compile(r"(?<=\w\w)ー+$")


@dataclass(frozen=True, slots=True)
class Token:
    """One short unit. `norm` joins spellings (引越し, 引っ越し); `reading` is hiragana; `begin`, `end` are offsets."""

    surface: str
    norm: str
    reading: str
    part: tuple[str, ...]
    begin: int
    end: int

    @property
    def is_content(self) -> bool:
        return self.part[0] in _CONTENT and not (self.part[1] in _LIGHT and self.part[0] in ("動詞", "接尾辞"))

    @property
    def is_number(self) -> bool:
        return self.part[1] == "数詞"


_local = threading.local()


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def _tokenizer() -> Tokenizer:
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer(mode=SplitMode.A)
    tokenizer: Tokenizer = _local.tokenizer
    return tokenizer


def to_hiragana(text: str) -> str:
    return text.translate(_KATAKANA_TO_HIRAGANA)


@lru_cache(maxsize=65536)
def _key(norm: str) -> str:
    """The normalised form as a key: kana folded together, a final ー dropped (Sudachi keeps ゴミ and ごみ apart)."""
    return _PROLONGED_END.sub("", to_hiragana(fold(norm))) or norm


def tokenize(text: str) -> list[Token]:
    """Short units (Sudachi A) in order. Offsets count characters of `text`."""
    return list(_tokens(text[:MAX_CHARACTERS]))


def _tokens(text: str) -> Iterator[Token]:
    for morpheme in _tokenizer().tokenize(text):
        yield Token(
            surface=morpheme.surface(),
            norm=_key(morpheme.normalized_form()),
            reading=to_hiragana(morpheme.reading_form()),
            part=morpheme.part_of_speech(),
            begin=morpheme.begin(),
            end=morpheme.end(),
        )


def content_words(text: str) -> list[str]:
    """The normalised content words of a text: what is indexed and looked up."""
    return [token.norm for token in tokenize(text) if token.is_content]


def reading_of(text: str) -> str:
    """The whole text in hiragana as Sudachi reads it, spaces and signs dropped."""
    return "".join(to_hiragana(t.reading or t.surface) for t in tokenize(text) if t.part[0] not in ("補助記号", "空白"))
