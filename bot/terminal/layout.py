"""Lines of Japanese text on a terminal: broken where a printer would break them, aligned by display width."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from knowledge.model.normalize import without_unseen

if TYPE_CHECKING:
    from rich.text import Text

NARROWEST, WIDEST = 40, 100  # a wider window is left empty at the right: long lines tire the reader
INDENT = "  "
_MOST_NAMED = 5
_NOT_AT_START = frozenset("～〜、。，．・：；？！ー）」』】〕｝〉》’”々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]}%％")
_NOT_AT_END = frozenset("（「『【〔｛〈《‘“([{")


def _text(text: str = "", style: str = "") -> "Text":
    from rich.text import Text  # forty modules, which nobody needs who only breaks lines

    return Text(text, style=style)


class Page:
    """A card as styled lines, none wider than `width`; without colour the words alone must say everything."""

    def __init__(self, width: int) -> None:
        self.width = max(NARROWEST, min(WIDEST, width))
        self.lines: list[Text] = []

    def blank(self) -> None:
        if self.lines and self.lines[-1].plain:
            self.lines.append(_text())

    def title(self, text: str, aside: str = "", mark: str = "") -> str:
        """Bold, behind its mark, with a short word at the right edge of the first line that has room; given back where
        none has.
        """
        indent = " " * cell_len(mark)
        told_lines = [line for part in text.split("\n") for line in _wrapped(part, self.width - len(indent))]
        lines = [f"{indent if at else mark}{line}" for at, line in enumerate(told_lines)]
        room = self.width - cell_len(aside)
        for line in lines:
            told, is_beside = _text(line, style="bold cyan"), bool(aside) and cell_len(line) + 2 <= room
            self.lines.append(told.append(" " * (room - cell_len(line)) + aside, "dim not bold") if is_beside else told)
            aside = "" if is_beside else aside
        return aside

    def told(self, name: str, text: str) -> None:
        """A bold name and what is said of it, in one go."""
        first, *rest = _wrapped(f"{name}：{text}", self.width)
        head = min(len(name), len(first))
        self.lines.append(_text(first[:head], style="bold cyan").append(first[head:], style="not bold default"))
        self.lines += map(_text, rest)

    def heading(self, text: str) -> None:
        self.blank()
        self.paragraph(text, style="bold")

    def paragraph(self, text: str, indent: str = "", style: str = "") -> None:
        for part in text.split("\n"):
            self._hanging(indent, part, style)

    def bullets(self, texts: Iterable[str], mark: str = "・", indent: str = "") -> None:
        for text in texts:
            self._hanging(indent + mark, text)

    def quote(self, text: str) -> None:
        """A bar before every line: words of the document, not ours."""
        lines = [line for part in text.split("\n") for line in _wrapped(part, self.width - 2)]
        self.lines += [_text("│ ", style="dim").append(line, style="not dim") for line in lines]

    def chain(self, name: str, figures: Sequence[str], mark: str, indent: str = "") -> None:
        """Behind its mark; where all has no room in a line, the figures stand under the name if one holds them."""
        told = chained(name, figures, self.width - cell_len(indent + mark))
        alone = chained("", figures, self.width - cell_len(indent + INDENT))
        if "\n" in told and "\n" not in alone:
            told = f"{name}\n{alone}"
        first, *rest = told.split("\n")
        self.bullets([first], mark, indent)
        self.bullets(rest, INDENT, indent)

    def field(self, label: str, text: str, label_width: int, style: str = "") -> None:
        """A label in its own column; what does not fit goes on under the text."""
        self._hanging(label + " " * (label_width - cell_len(label)), text, style)

    def _hanging(self, lead: str, text: str, style: str = "") -> None:
        indent = cell_len(lead)
        for at, part in enumerate(_wrapped(text, self.width - indent)):
            self.lines.append(_text(lead if at == 0 else " " * indent).append(part, style=style))


def chained(name: str, figures: Sequence[str], width: int) -> str:
    """「宿泊者数：基準値 … → … → 目標値 …」; a part that has no room goes on with its arrow on the next line."""
    first, *others = figures
    head = f"{name}：" if name else ""
    lines = [f"{head}{first}"] if not head or cell_len(f"{head}{first}") <= width else [head, first]
    for part in others:
        longer = f"{lines[-1]} → {part}"
        lines[-1:] = [longer] if cell_len(longer) <= width else [lines[-1], f"→ {part}"]
    return "\n".join(lines)


def wrap(text: str, width: int, whole: re.Pattern[str] | None = None) -> list[str]:
    """Breaks between any two characters, but within no latin word, before no closing mark, after no opening one.
    `whole`: what is not broken either.
    """
    lines, line, used = list[str](), list[str](), 0
    for word in _words(without_unseen(text), width, whole):
        if line and used + cell_len(word) > width:
            kept, line = _tear(line, word)
            lines.append("".join(kept).rstrip())
            used = sum(map(cell_len, line))
        line.append(word if line else word.lstrip())
        used += cell_len(line[-1])
        while used > width:
            told = "".join(line)
            cut = next(at for at in range(len(told), 0, -1) if cell_len(told[:at]) <= width)
            lines.append(told[:cut])
            line = [told[cut:]]
            used = cell_len(line[0])
    return [*lines, "".join(line)] if line or not lines else lines


def _tear(line: list[str], following: str) -> tuple[list[str], list[str]]:
    """Where the line really ends: words that may not part from what follows go down with it."""
    at = _end_of(line, following)
    if at <= 1 and len(letters := list("".join(line))) > len(line):  # of one long word a part
        line, at = letters, _end_of(letters, following)
    return (line[:at], line[at:]) if at > 1 else (line, [])


def _end_of(parts: Sequence[str], following: str) -> int:
    at = len(parts)
    while at > 1 and ((*parts, following)[at][0] in _NOT_AT_START or parts[at - 1][-1:] in _NOT_AT_END):
        at -= 1
    return at


@cache
def whole_words() -> re.Pattern[str]:
    """「やや遅れ △ 18件」, 「未達成」 alone, and what a figure is: 「令和6年度」「41.0万人」「▲2.6」."""
    from knowledge.model.fiscal import ERAS
    from knowledge.model.quantity import (
        SCALES,  # none of which a help page needs
        quantity_words,
    )
    from knowledge.model.word_patterns import alternatives
    from knowledge.wording.states import MARKS

    def longest_first(words: Iterable[str]) -> list[str]:
        return sorted(words, key=len, reverse=True)

    states = "|".join(longest_first(f"{re.escape(state)}(?: {re.escape(mark)})?" for state, mark in MARKS.items()))
    eras, scales = alternatives(era for era, _, _ in ERAS), alternatives(longest_first(SCALES))
    units = alternatives(longest_first({"年度", "行", *quantity_words("whole_units"), *quantity_words("other_units")}))
    number = r"\d[\d,]*(?:\.\d+)?"
    counted = rf"(?:{eras}(?:{number}|元)|{number})"
    date, amount = rf"{counted}年\d+月(?:\d+日)?", rf"[▲△＋]?{counted}(?:億{number})?{scales}?{units}?"
    return re.compile(rf"(?:{states})(?: {number}件)?|{date}|{amount}")


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width, whole_words())


def _words(text: str, most: int, whole: re.Pattern[str] | None) -> Iterable[str]:
    """What holds together; narrow signs that touch, even where one of them begins or ends what is whole."""
    held = ""
    for part in _parts(text, most, whole):
        touches = bool(held) and _is_narrow(held[-1]) and _is_narrow(part[0])
        if touches and cell_len(held) + cell_len(part) <= most:
            held += part
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def _is_narrow(char: str) -> bool:
    return char != " " and cell_len(char) == 1


def _parts(text: str, most: int, whole: re.Pattern[str] | None) -> Iterable[str]:
    end = 0
    for found in whole.finditer(text) if whole else ():
        yield from _runs(text[end : found.start()], most)
        yield from [found[0]] if cell_len(found[0]) <= most else _runs(found[0], most)
        end = found.end()
    yield from _runs(text[end:], most)


def _runs(text: str, most: int) -> Iterable[str]:
    """Runs of narrow characters hold together, wide ones stand alone; a space ends the run it stands in.

    A run of more than `most`, which no line has room for, is taken in pieces.
    """
    run = ""
    for char in text:
        if cell_len(char) == 1 and char != " ":
            run += char
            if len(run) >= most:
                yield run
                run = ""
            continue
        if run:
            yield run
            run = ""
        yield char
    if run:
        yield run


def some_of(names: Sequence[str]) -> str:
    """「「a」「b」ほか3点」, each on one line however it is written."""
    more = f"ほか{len(names) - _MOST_NAMED}点" if len(names) > _MOST_NAMED else ""
    return "".join(f"「{' '.join(without_unseen(name).split())}」" for name in names[:_MOST_NAMED]) + more
