"""Text in columns, as `pdftotext -layout` gives it: what stands at both sides of a gutter.

    市内の事業所が人を確保し、新しい技術           KPI
    を取り入れられるよう支援します。               設備投資の支援件数
                                                     基準値  14件

The columns are told as those of a page are (`sources/pdf/bands.py`), each character as wide as it is printed, and read
one after the other.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.model.column_words import may_say
from knowledge.model.records import Finding, Span
from knowledge.model.structs import replace
from knowledge.reading.headings import half_widths
from knowledge.reading.source import Line
from knowledge.reading.sources.pdf.bands import Band, Strip, bands_of
from knowledge.reading.sources.pdf.glyphs import Glyph
from knowledge.reading.sources.pdf.nesting import PageItem

READ_APART = "二段組と見て、左の段、右の段の順に読みました"
_NOT_APART = "二段組と見られますが、段の境目が分からないため、行のまま読みました。段ごとに分けた文字にしてください"
RIGHT = 10_000_000  # more lines than any file has
_OF_LINES = ("first_line", "last_line")
_FEWEST_BOTH = 3  # lines with text at both sides of the gutter
_FEWEST_HEADS = 3  # pages with the same text at the right
_FEWEST_DOUBTED = 2  # lines with headings at both sides
_SHORTEST_HEAD = 24  # half-width columns
_FEWEST_VALUES, _LONGEST_HEAD = 2, 12  # of the header of a table
_WIDTH, _PITCH = 2.0, 3.0  # of a full-width character, and from line to line
_GAP = re.compile(r"(?<=\S)[ 　]{3,}(?=\S)")
_WORDS = re.compile(r"\S+(?: \S+)*")
_PAGE = re.compile(r"^[\W_]*(?:p(?:age)?\.?)?\s*\d{1,3}[\W_]*$", re.IGNORECASE)
_HEAD = re.compile(
    r"([一-龥ぁ-んァ-ヶー]{0,8}[\s　]?[(（]?)(?:[0-9０-９]{1,2}|[①-⑳]|[Ⅰ-Ⅻ])([)）.．、]?)[\s　]*[^\d\s年月,.，．％%]{3}"
)


def columns_apart(lines: Sequence[Line]) -> tuple[tuple[Line, ...], list[Finding]]:
    """The lines, with those of two columns as two, and where that is.

    A line at the right has a number of its own until `with_printed_numbers` gives it that of the file.
    """
    if not any(_bands(segment) for segment in _segments(lines)):
        return tuple(lines), list(_doubted(lines))
    out: list[Line] = []
    findings: list[Finding] = []
    for segment in _segments(_without_page_heads(lines)):
        apart = _apart(segment)
        out += apart
        if len(apart) > len(segment):
            findings.append(Finding("info", READ_APART, Span(segment[0].number, segment[-1].number, segment[0].page)))
        else:
            findings += _doubted(segment)
    return tuple(out), findings


def _without_page_heads(lines: Sequence[Line]) -> list[Line]:
    """Without what stands at the right of other headings again and again: the plan's name, no columns of a table."""
    cuts = [_cut(line.text) for line in lines]
    counts = Counter(right for _, right in cuts if right)
    often = [text for text, count in counts.items() if count >= _FEWEST_HEADS and not _GAP.search(text)]
    heads = {text for text in often if half_widths(text) >= _SHORTEST_HEAD}
    return [_part(line, left) if right in heads else line for line, (left, right) in zip(lines, cuts, strict=True)]


def _cut(text: str) -> tuple[str, str]:
    """At its first wide gap."""
    text = text.rstrip()
    gap = _GAP.search(text, len(text) - len(text.lstrip()))
    return (text[: gap.start()], text[gap.end() :]) if gap else (text, "")


def _segments(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """A page, or to one line alone between blank ones: a heading of both columns, the number of a page."""
    segment: list[Line] = []
    for at, line in enumerate(lines):
        is_alone = all(not 0 <= near < len(lines) or not lines[near].text.strip() for near in (at - 1, at + 1))
        if _PAGE.match(line.text) or (line.text.strip() and is_alone and not _cut(line.text)[1]):
            yield segment
            yield [line]
            segment = []
            continue
        if line.begins_page:
            yield segment
            segment = []
        segment.append(line)
    yield segment


def _doubted(lines: Sequence[Line]) -> Iterator[Finding]:
    """Headings of one kind side by side, again and again."""
    found = [line for line in lines if not line.cells and _has_heads(_cut(line.text))]
    if len(found) >= _FEWEST_DOUBTED:
        yield Finding("warning", _NOT_APART, Span(found[0].number, found[-1].number, found[0].page))


def _has_heads(parts: tuple[str, str]) -> bool:
    left, right = (_HEAD.match(part.strip()) for part in parts)
    return left is not None and right is not None and left.groups() == right.groups()


# As on a page


def _apart(segment: Sequence[Line]) -> list[Line]:
    printed = [at for at, line in enumerate(segment) if line.text.strip()]
    out: list[Line] = []
    at = 0
    for band in _bands(segment):
        first, end = printed[band.first], printed[band.end - 1] + 1
        out += segment[at:first]
        parted = [_parted(line, band.gutter) for line in segment[first:end]]
        for side, shift in ((0, 0), (1, RIGHT)):
            own = [replace(parts[side], number=parts[side].number + shift) for parts in parted]
            out += [*_apart(own), _part(own[-1], "")]
        at = end
    return [*out, *segment[at:]]


def _bands(segment: Sequence[Line]) -> list[Band]:
    if any(line.cells or line.level or "\t" in line.text for line in segment):
        return []
    strips = [strip for at, line in enumerate(segment) if (strip := _strip(line.text, at))]
    if any(_heads_table(line.text) for line in segment):
        return []
    return [band for band in bands_of(strips, ()) if _is_wide(strips[band.first : band.end], band.gutter)]


def _heads_table(text: str) -> bool:
    """「項目　　対象　　現状　　目標」: one table over the whole width, of which no gutter parts the columns."""
    first, *others = _GAP.split(text.strip())
    is_headed = len(others) >= _FEWEST_VALUES and may_say(first, "name")
    return is_headed and not any(may_say(one, "name") for one in others) and all(map(_heads_column, others[-2:]))


def _heads_column(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and (may_say(text, "target") or may_say(text, "baseline"))


def _is_wide(strips: Sequence[Strip], gutter: float) -> bool:
    return sum(all(strip.parted(gutter)) for strip in strips) >= _FEWEST_BOTH


def _strip(text: str, at: int) -> Strip | None:
    items = []
    for match in _WORDS.finditer(text):
        x0 = float(half_widths(text[: match.start()]))
        x1, top = x0 + half_widths(match[0]), at * _PITCH
        glyph = Glyph(match[0], x0, x1, top, top + _WIDTH, _WIDTH)
        items.append(PageItem((x0, top, x1, top + _WIDTH / 2), own=(glyph,)))
    return Strip(tuple(items)) if items else None


def _parted(line: Line, gutter: float) -> tuple[Line, Line]:
    words = [*_WORDS.finditer(line.text)]
    at = next((match.start() for match in words if half_widths(line.text[: match.end()]) > gutter), len(line.text))
    return _part(line, line.text[:at]), _part(line, line.text[at:])


def _part(line: Line, text: str) -> Line:
    return replace(line, text=text.rstrip(), likely=text.rstrip())


def with_printed_numbers(exported: Any) -> Any:
    """The exported knowledge base with the numbers that the lines have in the file."""
    if isinstance(exported, dict):
        return {key: own % RIGHT if key in _OF_LINES else with_printed_numbers(own) for key, own in exported.items()}
    return [with_printed_numbers(one) for one in exported] if isinstance(exported, list) else exported
