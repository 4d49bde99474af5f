"""Characters that the sheet's font does not have, of which typst would make an error: what is printed for each."""

import struct
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from knowledge.model.normalize import visible_text
from knowledge.model.records import Span
from knowledge.wording.amounts import lines_text

FONT = Path(__file__).parent / "fonts" / "BIZUDPGothic-Regular.ttf"
GETA = "〓"  # printers have always set it where a type was missing
MOST_LINES, MOST_TOLD = 5, 20
_MARKS = ("Mn", "Me")
_PRESENTATION = "\ufe0e\ufe0f"  # whether a sign is drawn in colours
_SEGMENTED = 12  # the form of a character map that reaches beyond U+FFFF


class Printable:
    """Makes text of what the font has, and remembers what it put in whose place."""

    def __init__(self) -> None:
        self.replaced: dict[str, str] = {}

    def __call__(self, content: Any) -> Any:
        """Text, or anything of dicts and lists that holds it."""
        match content:
            case str():
                return self._text(content)
            case dict():
                return {name: self(own) for name, own in content.items()}
            case list() | tuple():
                return [self(own) for own in content]
        return content

    def _text(self, text: str) -> str:
        return text if characters().issuperset(text) else "".join(map(self._cluster, _clusters(text)))

    def _cluster(self, cluster: str) -> str:
        """A character with the marks on it, of which the font may lack some: 「葛󠄀」 is printed as 「葛」."""
        printed = "".join(map(self._character, cluster))
        lost = [mark for mark in cluster[1:] if mark not in characters() and mark not in _PRESENTATION]
        if lost and printed != GETA:
            self.replaced[cluster] = printed
        return printed

    def _character(self, char: str) -> str:
        if char in characters() or char == "\n":
            return char
        if unicodedata.category(char) in ("Cc", "Cf", *_MARKS) or char.isspace():  # nothing to see: a space at most
            return " " if char.isspace() else ""
        folded = unicodedata.normalize("NFKC", visible_text(char))
        printed = folded if folded and characters().issuperset(folded) else GETA
        self.replaced[char] = printed
        return printed


def _clusters(text: str) -> Iterator[str]:
    cluster = ""
    for char in text:
        if cluster and unicodedata.category(char) not in _MARKS:
            yield cluster
            cluster = ""
        cluster += char
    yield cluster


def replaced_text(replaced: Mapping[str, str], document: Sequence[str], spans: Collection[Span]) -> str:
    """A sentence for each character, with the lines of the document that hold it; "" for none."""
    told = "".join(
        f"「{shown}」（{' '.join(f'U+{ord(char):04X}' for char in shown)}、{_places(shown, document, spans)}）は"
        f"印刷用の書体にないため、「{printed}」と印刷しました。"
        for shown, printed in islice(replaced.items(), MOST_TOLD)
    )
    more = len(replaced) - MOST_TOLD
    return f"{told}ほか{more}種類の文字も印刷用の書体になく、同じようにしました。" if more > 0 else told


def _places(char: str, document: Sequence[str], spans: Collection[Span]) -> str:
    numbers = sorted({number for span in spans for number in range(span.first_line, span.last_line + 1)})
    found = [number for number in numbers if number <= len(document) and char in document[number - 1]]
    lines = "、".join(lines_text(Span(number, number)) for number in found[:MOST_LINES])
    more = f" ほか{len(found) - MOST_LINES}行" if len(found) > MOST_LINES else ""
    return f"本文{lines}{more}" if lines else "訂正か登録された値の文字"


@cache
def characters() -> frozenset[str]:
    """What both weights of the font have, as their character maps say."""
    data = FONT.read_bytes()
    tables = (struct.unpack_from(">4sIII", data, 12 + 16 * n) for n in range(struct.unpack_from(">H", data, 4)[0]))
    at = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    count = struct.unpack_from(">H", data, at + 2)[0]
    maps = (at + struct.unpack_from(">HHI", data, at + 4 + 8 * n)[2] for n in range(count))
    return frozenset(map(chr, _mapped(data, next(m for m in maps if _form(data, m) == _SEGMENTED))))


def _form(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])


def _mapped(data: bytes, at: int) -> Iterable[int]:
    for number in range(struct.unpack_from(">I", data, at + 12)[0]):
        first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * number)
        yield from range(first, last + 1)
