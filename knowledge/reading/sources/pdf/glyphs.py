"""The characters of a page with their places, and rows of them. Distances are in points, from the page's top left."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from knowledge.model.amount_words import is_known_part
from knowledge.model.structs import replace
from knowledge.reading.sources.mending import UNREAD_MARK

MARK_SIZE = 0.9  # of the size of the character before: smaller and raised is a note's mark (measured: 0.5 to 0.83)
RAISED = 0.12  # of that size, at the bottom (measured: 0.3 to 0.5)
HIGH = 0.25  # of that size: a digit that high is a mark of whatever size
RUBY = 0.65  # of the size of the line below
COLUMN_GAP = 1.2  # of the size: no space inside a sentence is as wide
MARK_GAP = 4.0  # of the size: a list's mark stands no further from its item
WIDE = 0.8  # of the size
TOUCHING = 0.02  # of the size
WORD_GAP = 0.55  # of the size: kanji and digits stand up to 0.25 apart without a space between them
NOTE_MARKS = frozenset("0123456789０１２３４５６７８９※＊*注)）(（、,")
_UNIT = re.compile(r"[mMkKcｍ㎞]$")
_POWERS = {"2": "²", "3": "³"}
_LIST_MARK = re.compile(
    r"[・○●◯◆■▼☆◎※•*＊▪◇□▶〇\uf000-\uf0ff-]|[①-⑳]|[(（][0-9０-９ア-ン]{1,2}[)）]|[0-9０-９ア-ン]{1,2}[)）.．、]"
)
_POINTS = frozenset("・○●◯◆■▼☆◎•◇□▶〇")
_TWO_AMOUNTS = re.compile(r"[0-9０-９].*[^0-9０-９,.，．]\n[▲△−-]?[0-9０-９]")
_HALF_EMPTY = frozenset("）」』】〕］")
_OPENING, _CLOSING = frozenset("（(「『【〔［"), frozenset("）)」』】〕］、。，．・％%ー々っゃゅょァィゥェォッャュョ")
_RANGES = ("～", "〜", "~", "から")
_KANA = re.compile(r"[ぁ-ヿ・ー\s]+")


class Glyph(Struct, frozen=True):
    """`is_small`: a digit narrower than its like of this font and size: a raised form that the font has itself."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    is_bold: bool = False
    is_small: bool = False


class Run(Struct, frozen=True, dict=True):
    """Characters side by side, none of them a space at an end, with no wide gap between them."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs).strip()

    @cached_property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @cached_property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @cached_property
    def top(self) -> float:
        return min(glyph.top for glyph in self.glyphs)

    @cached_property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2]

    @cached_property
    def is_bold(self) -> bool:
        return all(glyph.is_bold for glyph in self.glyphs if not glyph.text.isspace())


def runs_of(glyphs: Iterable[Glyph]) -> list[list[Run]]:
    """Rows from top to bottom, the runs of each from left to right; marks of notes and readings are left out."""
    return _without_ruby([runs for row in _rows(glyphs) if (runs := _with_marks(list(_runs(_without_marks(row)))))])


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted((glyph for glyph in glyphs if glyph.text), key=lambda glyph: (glyph.top + glyph.bottom) / 2):
        near = [row for row in rows[-3:] if _overlap(row[0], glyph) >= 0.5]
        if near:
            near[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda glyph: glyph.x0) for row in rows]


def _overlap(one: Glyph, other: Glyph) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(min(one.bottom - one.top, other.bottom - other.top), 0.1)


def _without_marks(row: Sequence[Glyph]) -> list[Glyph]:
    """Without the small raised digits of notes: 「120²人」 are 120; 「km²」 stays a unit."""
    kept: list[Glyph] = []
    last = -1  # where in `kept` the text that a mark would stand behind ends
    for glyph in row:
        before = kept[last] if last >= 0 else None
        if before and _is_mark(glyph, before) and glyph.x0 - before.x1 < 3 * before.size:
            if _UNIT.search(before.text) and glyph.text in _POWERS:
                kept.append(replace(glyph, text=_POWERS[glyph.text]))
            elif set(glyph.text) <= NOTE_MARKS:
                kept[last] = replace(before, x1=glyph.x1)  # so that no gap is left
            else:
                kept.append(glyph)
            continue
        is_doubtful = before is not None and _is_small_digit(glyph, before)
        kept.append(replace(glyph, text=UNREAD_MARK) if is_doubtful else glyph)
        if not glyph.text.isspace():
            last = len(kept) - 1
    return kept


def _is_mark(glyph: Glyph, before: Glyph) -> bool:
    return is_raised(glyph, before) or (glyph.is_small and not before.text.isdecimal())


def _is_small_digit(glyph: Glyph, before: Glyph) -> bool:
    """Close behind another digit, and on its line: a note's mark or part of the number, which nobody can tell."""
    is_small = (glyph.is_small and not before.is_small) or glyph.size < MARK_SIZE * before.size
    is_close = glyph.x0 - before.x1 < before.size / 3
    return is_small and is_close and glyph.text.isdecimal() and before.text.isdecimal()


def is_raised(glyph: Glyph, before: Glyph) -> bool:
    raised = (before.bottom - glyph.bottom) / before.size
    return raised > (RAISED if glyph.size < MARK_SIZE * before.size else HIGH)


def _runs(row: Iterable[Glyph]) -> Iterator[Run]:
    part: list[Glyph] = []
    spaces: list[Glyph] = []
    for glyph in row:
        if glyph.text.isspace():
            spaces.append(glyph)
            continue
        if part and _is_apart(part[-1], glyph, spaces):
            yield Run(tuple(part))
            part = []
        part += [*(spaces if part else []), glyph]
        spaces = []
    if part:
        yield Run(tuple(part))


def _with_marks(runs: Sequence[Run]) -> list[Run]:
    """A list's mark and its item are one, however far the tab is."""
    if len(runs) < 2 or not _LIST_MARK.fullmatch(runs[0].text) or runs[1].x0 - runs[0].x1 > MARK_GAP * runs[1].size:
        return list(runs)
    space = replace(runs[0].glyphs[-1], text=" ", x0=runs[0].x1, x1=runs[1].x0)
    return [Run((*runs[0].glyphs, space, *runs[1].glyphs)), *runs[2:]]


def _is_apart(before: Glyph, glyph: Glyph, spaces: Sequence[Glyph]) -> bool:
    """By a gap that no space inside a sentence is as wide as, or one that no space explains."""
    gap, size = glyph.x0 - before.x1, max(before.size, glyph.size)
    return gap > COLUMN_GAP * size or gap - sum(space.x1 - space.x0 for space in spaces) > WORD_GAP * size


def _without_ruby(rows: Sequence[list[Run]]) -> list[list[Run]]:
    """Readings stand in a row of their own, close above what they are of."""
    kept = []
    for row, below in zip(rows, [*rows[1:], []], strict=False):
        is_kana = all(_KANA.fullmatch(run.text) for run in row)
        near = [one for one in below if any(_stands_over(run, one) for run in row)]
        if not (is_kana and near):
            kept.append(row)
    return kept


def _stands_over(ruby: Run, base: Run) -> bool:
    is_over = base.x0 - base.size < ruby.x1 and ruby.x0 < base.x1 + base.size
    return is_over and ruby.size <= RUBY * base.size and base.top - ruby.bottom < ruby.size


def joined_lines(rows: Sequence[Sequence[Run]], left: float, right: float) -> str:
    """Lines of one cell: as one where a line was full, else and between two amounts or parts with a line break."""
    out = ""
    for row, below in zip(rows, [*rows[1:], None], strict=False):
        out += row_text(row)
        if below is not None:
            free = (right - left) - (row[-1].x1 - row[0].x0)
            is_full = free < 2 * padding(row[0]) + 1.3 * unbroken_width(below[0])
            ends = _are_two_amounts(row[-1].text, below[0].text) or _are_parts(row, below) or _is_point(below, rows)
            out += "" if is_full and not ends else "\n"
    return out


def _are_two_amounts(text: str, below: str) -> bool:
    """「6（2022～」 goes on."""
    is_open = text.endswith(_RANGES) or any(text.count(one) > text.count(other) for one, other in ("（）", "()"))
    return not is_open and bool(_TWO_AMOUNTS.search(f"{text}\n{below}"))


def _are_parts(row: Sequence[Run], below: Sequence[Run]) -> bool:
    """「小学校」 over 「中学校」, which fill a narrow column, are no one word."""
    return is_known_part(row_text(row)) and is_known_part(row_text(below))


def _is_point(row: Sequence[Run], rows: Sequence[Sequence[Run]]) -> bool:
    """Of a list that fills its cell: 「・朝市事業」 below 「・桟橋事業」."""
    marks = [row_text(one)[:1] for one in (row, rows[0])]
    return marks[0] == marks[1] and marks[0] in _POINTS


def ink_left(run: Run) -> float:
    """The left half of a wide opening bracket is empty."""
    first = run.glyphs[0]
    width = first.x1 - first.x0
    return first.x0 + (width / 2 if first.text in _OPENING and width > WIDE * first.size else 0)


def ink_right(run: Run) -> float:
    """The right half of a wide closing bracket is empty: a left-aligned column may begin below it."""
    last = run.glyphs[-1]
    width = last.x1 - last.x0
    return run.x1 - (width / 2 if last.text in _HALF_EMPTY and width > WIDE * last.size else 0)


def shares_place(run: Run, column: tuple[float, float]) -> bool:
    """Cells that touch share none."""
    return min(ink_right(run), column[1]) - max(run.x0, column[0]) > TOUCHING * run.size


def row_text(row: Sequence[Run]) -> str:
    return "　".join(run.text for run in row)


def padding(run: Run) -> float:
    """Between a cell's border and its text: what tables of this size of letters usually have."""
    return 0.6 * run.size


def unbroken_width(run: Run) -> float:
    """Of what goes onto a line as a whole: a character, or a number or Latin word, with the brackets around it."""
    end = 1
    while end < len(run.glyphs) and _is_inseparable(run.glyphs[end - 1].text, run.glyphs[end].text):
        end += 1
    return run.glyphs[end - 1].x1 - run.x0


def _is_inseparable(before: str, after: str) -> bool:
    is_word = before.isascii() and after.isascii() and not before.isspace() and not after.isspace()
    return is_word or before in _OPENING or after in _CLOSING
