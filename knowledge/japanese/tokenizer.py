"""Japanese text → tokens, by Sudachi. One tokenizer per thread: a shared one raises."""

import mmap
import re
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

import sudachidict_core
from msgspec import Struct
from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer
from sudachipy import __version__ as sudachi_version

from knowledge.model.normalize import fold

MAX_CHARACTERS = 12_000  # Sudachi takes less than 49,149 bytes at a time

# Parts of speech that carry content; particles, endings, pronouns, interjections and signs do not.
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"})
_LIGHT = frozenset({"非自立可能", "助動詞語幹", "数詞", "助数詞可能"})  # する, ある, よう; numbers are read elsewhere
_SIGNS = frozenset({"補助記号", "空白"})
KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
KANJI = re.compile(r"[一-龥々]")
_PROLONGED_END = re.compile(r"(?<=\w\w)ー+$")


class Lexeme(Struct, frozen=True, eq=False):
    """What the dictionary says of a word, shared by all its occurrences: `norm` joins spellings (引越し, 引っ越し).

    `reading` is hiragana; `surface` is how it is written. Two lexemes are the same only as one object: they are
    counted, never compared.
    """

    norm: str
    reading: str
    part: tuple[str, ...]
    is_content: bool
    is_sign: bool
    surface: str


class Token(Lexeme, frozen=True, eq=True):
    """One occurrence of a lexeme. `begin` and `end` are offsets."""

    begin: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.part[1] == "数詞"


_local = threading.local()


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def let_go() -> None:
    """Gives the system back what has been read of the dictionary's file, which is mapped: questions read again what
    they need of it, a few pages each. Opening it alone reads a third of its 200 MB.
    """
    if sys.platform != "linux" or not _dictionary.cache_info().currsize:
        return
    import ctypes

    name, system = str(_dictionary_file().resolve()), ctypes.CDLL(None)
    with suppress(AttributeError):  # of the GNU library alone: what was only needed to read the files
        system.malloc_trim(0)
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        if line.endswith(name):
            first, last = (int(end, 16) for end in line.partition(" ")[0].split("-"))
            system.madvise(ctypes.c_void_p(first), ctypes.c_size_t(last - first), mmap.MADV_DONTNEED)


def _dictionary_file() -> Path:
    return Path(sudachidict_core.__file__).with_name("resources") / "system.dic"


def dictionary_mark() -> str:
    """Of another dictionary or another Sudachi it is another one; they give other words."""
    found = _dictionary_file()
    held = found.stat() if found.exists() else None
    return f"{sudachi_version} {held.st_size} {held.st_mtime_ns}" if held else sudachi_version


def _tokenized(text: str, tokenizer: Tokenizer) -> Iterable[Morpheme]:
    """Half an emoji (a lone surrogate, as broken JSON brings it) becomes a question mark: Sudachi raises on it."""
    whole = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    morphemes: Iterable[Morpheme] = tokenizer.tokenize(whole)
    return morphemes


def _morphemes(text: str) -> Iterable[Morpheme]:
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer(mode=SplitMode.A)
    return _tokenized(text, _local.tokenizer)


@lru_cache(maxsize=256)
def long_words(text: str) -> tuple[tuple[str, str], ...]:
    """The words that the dictionary has as wholes (Sudachi C), 「不登校」 and not 「登校」, each with its kind."""
    found = _tokenized(text, _dictionary().tokenizer(mode=SplitMode.C))
    return tuple((morpheme.surface(), morpheme.part_of_speech()[0]) for morpheme in found)


@lru_cache(maxsize=4096)
def is_common_word(text: str) -> bool:
    """Whether the dictionary has it as a word that is no name."""
    return any(morpheme.part_of_speech()[1] != "固有名詞" for morpheme in _dictionary().lookup(text))


def to_hiragana(text: str) -> str:
    return text.translate(KATAKANA_TO_HIRAGANA)


@lru_cache(maxsize=65536)
def _key(norm: str) -> str:
    """The normalised form as a key: kana folded together, a final ー dropped (Sudachi keeps ゴミ and ごみ apart)."""
    return _PROLONGED_END.sub("", to_hiragana(fold(norm))) or norm


def tokenize(text: str) -> list[Token]:
    """Short units (Sudachi A) in order. Offsets count characters of `text`."""
    return list(_tokens(text))


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[Token, ...]:
    """One question is taken apart several times: for its words, for the search, for its sound."""
    known = _lexemes()
    found = ((m, known.get(m.word_id()) or _lexeme(m)) for m in _morphemes(text))
    return tuple(
        Token(one.norm, one.reading, one.part, one.is_content, one.is_sign, m.surface(), m.begin(), m.end())
        for m, one in found
    )


def words_in(text: str) -> Callable[[int, int], bool]:
    """Whether whole words stand from one offset to another; none begins with an ending (住みやす|さ, 4|次).

    Words of time (当年度) are endings for the dictionary behind a noun, and words all the same.
    """

    @cache
    def cuts() -> tuple[set[int], set[int]]:
        tokens = tokenize(text)
        return {one.begin for one in tokens if one.part[0] != "接尾辞" or one.part[2] == "副詞可能"}, {
            one.end for one in tokens
        }

    return lambda begin, end: begin in cuts()[0] and end in cuts()[1]


def lexemes(text: str) -> list[Lexeme]:
    """The words of a text without their places: several times faster than `tokenize`, for building an index."""
    known = _lexemes()
    return [known.get(m.word_id()) or _lexeme(m) for m in _morphemes(text)]


@cache
def _lexemes() -> dict[int, Lexeme]:
    """By Sudachi's word id; at most as many as the dictionary has words."""
    return {}


def _lexeme(morpheme: Morpheme) -> Lexeme:
    """Words outside the dictionary share ids among them, those without a reading sound as they are written."""
    part, reading = morpheme.part_of_speech(), to_hiragana(morpheme.reading_form())
    is_light = part[1] in _LIGHT and part[0] in ("動詞", "接尾辞")
    lexeme = Lexeme(
        norm=_key(morpheme.normalized_form()),
        reading=reading or morpheme.surface(),
        part=part,
        is_content=part[0] in _CONTENT and not is_light,
        is_sign=part[0] in _SIGNS,
        surface=morpheme.surface(),
    )
    if reading and not morpheme.is_oov():
        _lexemes()[morpheme.word_id()] = lexeme
    return lexeme
