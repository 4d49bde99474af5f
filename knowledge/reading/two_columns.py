"""Text in two columns, as `pdftotext -layout` gives it: prose at the left, indicators at the right of a gutter.

    市内の事業所が人を確保し、新しい技術           KPI
    を取り入れられるよう支援します。               設備投資の支援件数
                                                     基準値  14件

Both columns are read one after the other, where the gutter is told by sentences that go on from line to line at its
left. Rows of a table have no such sentences.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.model.records import Finding, Span
from knowledge.reading.source import Line

_GAP = re.compile(r"(?<=\S)[ 　]{3,}(?=\S)")
_PAGE = re.compile(r"^[\W_]*(?:p(?:age)?\.?)?\s*\d{1,3}[\W_]*$", re.IGNORECASE)
READ_APART = "二段組と見て、左の段、右の段の順に読みました"
RIGHT = 10_000_000  # more lines than any file has
_OF_LINES = ("first_line", "last_line")
_FEWEST_BOTH = 3  # lines with text at both sides of the gutter
_FEWEST_WRAPPED = 2  # of them at the left, one sentence
_LONGEST_INDENT = 8  # of the right column's lines from the gutter
_SHORTEST_PROSE = 24  # half-width columns
_FEWEST_HEADS = 3  # pages with the same text at the right


@dataclass(frozen=True, slots=True)
class _Cut:
    """A line cut at its first wide gap; `at`: where the right part begins, in half-width columns."""

    line: Line
    left: str
    right: str
    at: int

    @property
    def is_both(self) -> bool:
        return bool(self.left.strip() and self.right)

    @property
    def is_prose(self) -> bool:
        return _width(self.left.strip()) >= _SHORTEST_PROSE


def columns_apart(lines: Sequence[Line]) -> tuple[tuple[Line, ...], list[Finding]]:
    """The lines, with those of two columns as two, and where that is.

    A line at the right has a number of its own until `with_printed_numbers` gives it that of the file.
    """
    segments = [(segment, _gutter(segment)) for segment in _segments(lines)]
    if all(gutter is None for _, gutter in segments):
        return tuple(lines), []
    out: list[Line] = []
    findings: list[Finding] = []
    for segment, gutter in ((some, _gutter(some)) for some in _segments(_without_page_heads(lines))):
        out += segment if gutter is None else _apart(segment, gutter)
        if gutter is not None:
            span = Span(segment[0].number, segment[-1].number, segment[0].page)
            findings.append(Finding("info", READ_APART, span))
    return tuple(out), findings


def _without_page_heads(lines: Sequence[Line]) -> list[Line]:
    """Without what stands at the right of other headings again and again: the name of the plan."""
    cuts = [_cut(line) for line in lines]
    counts = Counter(cut.right for cut in cuts if cut.is_both)
    heads = {text for text, count in counts.items() if count >= _FEWEST_HEADS and _width(text) >= _SHORTEST_PROSE}
    is_head = [cut.is_both and cut.right in heads for cut in cuts]
    return [_part(cut.line, cut.left) if head else cut.line for cut, head in zip(cuts, is_head, strict=True)]


def _segments(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """From one line alone between blank ones to the next: a heading of both columns, the number of a page."""
    segment: list[Line] = []
    for at, line in enumerate(lines):
        is_alone = all(not 0 <= near < len(lines) or not lines[near].text.strip() for near in (at - 1, at + 1))
        if _PAGE.match(line.text) or (line.text.strip() and is_alone and not _cut(line).is_both):
            yield segment
            yield [line]
            segment = []
        else:
            segment.append(line)
    yield segment


def _gutter(segment: Sequence[Line]) -> int | None:
    """Where the right column begins; None where there is but one, or a table."""
    if any(line.cells or line.level or "\t" in line.text for line in segment):
        return None
    cuts = [cut for cut in map(_cut, segment) if cut.left.strip() or cut.right]
    both = [cut for cut in cuts if cut.is_both]
    if len(both) < _FEWEST_BOTH or not _has_wrapped_prose(cuts):
        return None
    gutter = min(cut.at for cut in both)
    starts = [cut.at for cut in both] + [_indent(cut.line.text) for cut in cuts if not cut.is_both]
    at_right = [start for start in starts if start >= gutter - 1]
    is_even = all(start <= gutter + _LONGEST_INDENT for start in at_right)
    is_free = all(_width(cut.left) < gutter for cut in cuts if _indent(cut.line.text) < gutter - 1)
    return gutter if is_even and is_free else None


def _has_wrapped_prose(cuts: Sequence[_Cut]) -> bool:
    """One sentence in several lines at the left, beside text at the right of one of them."""
    run: list[_Cut] = []
    for cut in cuts:
        if not cut.left.strip():
            continue
        run.append(cut)
        if cut.left.rstrip().endswith("。"):
            if len(run) >= _FEWEST_WRAPPED and all(one.is_prose for one in run[:-1]) and any(c.is_both for c in run):
                return True
            run = []
        elif not cut.is_prose:
            run = []
    return False


def _apart(segment: Sequence[Line], gutter: int) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    for cut in map(_cut, segment):
        at_right = not cut.is_both and _indent(cut.line.text) >= gutter - 1
        left.append(_part(cut.line, "" if at_right else cut.left))
        own = _part(cut.line, cut.line.text.strip() if at_right else cut.right)
        right.append(replace(own, number=cut.line.number + RIGHT))
    return [*left, *_blank_behind(left), *right, *_blank_behind(right)]


def _blank_behind(lines: Sequence[Line]) -> list[Line]:
    return [_part(lines[-1], "")] if lines else []


def with_printed_numbers(exported: Any) -> Any:
    """The exported knowledge base with the numbers that the lines have in the file."""
    if isinstance(exported, dict):
        return {key: _printed(own) if key in _OF_LINES else with_printed_numbers(own) for key, own in exported.items()}
    return [with_printed_numbers(one) for one in exported] if isinstance(exported, list) else exported


def _printed(number: int) -> int:
    return number - RIGHT if number > RIGHT else number


def _part(line: Line, text: str) -> Line:
    return replace(line, text=text.rstrip(), likely=text.rstrip())


def _cut(line: Line) -> _Cut:
    text = line.text.rstrip()
    gap = _GAP.search(text, len(text) - len(text.lstrip()))
    if gap is None:
        return _Cut(line, text, "", 0)
    return _Cut(line, text[: gap.start()], text[gap.end() :], _width(text[: gap.end()]))


def _indent(text: str) -> int:
    return _width(text[: len(text) - len(text.lstrip())])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "FW" else 1 for sign in text)
