"""Where remarks stand: titles, names of sheets, rows that head others, notes; and what captions say of all below.

Their words are data (`vocabulary/sheet_words.toml`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import cache

from knowledge.indicators.sheets.cell_values import is_amount
from knowledge.indicators.sheets.header_rows import Naming
from knowledge.indicators.sheets.legend import HeadingReader
from knowledge.indicators.sheets.remarks import PLAN, Remark, is_note, is_signed, read_remark, units_said
from knowledge.indicators.sheets.sheet_words import Role, is_example, remark_words
from knowledge.indicators.sheets.tables import RawTable
from knowledge.model.data_files import VOCABULARY, read_toml

_OTHER_FIGURES = {"target", "plan", "previous", "partial"}
_BRACKETS = "()[]【】<>〈〉「」『』〔〕≪≫《》"


def find_remarks(raw: RawTable, names: Naming, name: int | None) -> tuple[Remark, ...]:
    """Those above, beside and below a table, what its titles say, and the rows that head others."""
    told = {role for column in raw.columns for part in column.parts for role in part.roles}
    captions = [remark for text in raw.titles for remark in read_caption(text, raw.read, told=told)]
    below = [remark for text in dict.fromkeys(_texts(raw)) for remark in read_remark(text, raw.read)]
    return (*captions, *below, *_of_headings(raw, names, name, told))


def _texts(raw: RawTable) -> Iterator[str]:
    """Cells with a note's sign before them, and sentences that stand alone in a row."""
    for row in raw.rows:
        cells = list(row.distinct(raw.span).values())
        yield from (text for at in cells if is_signed(text := row.text(at)))
        if len(cells) == 1 and ("は" in (text := row.text(cells[0])) or is_note(text)):
            yield text


def headings(raw: RawTable, names: Naming, name: int | None) -> Iterator[tuple[str, range]]:
    """A row that stands alone, not to the right of the names, heads those below it, up to the next such row."""
    heads = [
        (row.number, text)
        for row in raw.rows
        if len(at := list(row.distinct(raw.span).values())) == 1 and (name is None or at[0] <= name)
        if not (is_note(text := row.text(at[0])) or names(text) or is_amount(text))
    ]
    last = raw.rows[-1].number if raw.rows else 0
    for (number, text), end in zip(heads, [*(number for number, _ in heads[1:]), last + 1], strict=False):
        yield text, range(number, end)


def _of_headings(raw: RawTable, names: Naming, name: int | None, told: Set[Role]) -> Iterator[Remark]:
    for text, rows in headings(raw, names, name):
        found = read_caption(text, raw.read, told=told)
        yield from (replace(one, rows=rows, is_provisional=False) for one in found)


def read_caption(text: str, read: HeadingReader, *, told: Set[Role] = frozenset()) -> Iterator[Remark]:
    """A title, the name of a sheet or of a part of it. `told`: what the columns say themselves needs no doubt."""
    yield from read_remark(text, read, is_caption=True)
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    quoted = Remark(" ".join(text.split()))
    if is_example(text):
        yield quoted
        return
    if is_note(text):
        return
    if units := units_said(folded, read):
        yield replace(quoted, units=units)
    if match := _names_of_places().search(folded) or PLAN.search(folded):
        yield replace(quoted, place=match[0], is_named=True)
    elif folded.strip(_BRACKETS) in remark_words("directions"):
        yield replace(quoted, place=folded.strip(_BRACKETS))
    elif any(word in folded for word in remark_words("drafts")):
        yield replace(quoted, is_provisional=True)
    elif _is_of_part(folded, read, told):
        yield quoted


def _is_of_part(title: str, read: HeadingReader, told: Set[Role]) -> bool:
    heading = read(title)
    if any(word in title for word in remark_words("part_of_year")):
        return "partial" not in told
    if heading.rest:
        return heading.rest in remark_words("not_yet") and set(heading.roles) <= {"neutral", "name"}
    is_mixed = {"value", "name", "grade", "group"} & set(heading.roles)
    return not is_mixed and bool((_OTHER_FIGURES | {"earlier"}) & set(heading.roles) - told)


def is_own_name(remark: Remark, own: Sequence[str]) -> bool:
    """`own`: what the city and its plan are called; without them nobody can tell."""
    if PLAN.fullmatch(remark.place):
        numbers = {match[1] for one in own for match in PLAN.finditer(_folded(one))}
        return not numbers or bool(numbers & {match[1] for match in PLAN.finditer(_folded(remark.text))})
    return not own or any(remark.place in one or one in remark.text for one in own)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(str.maketrans("一二三四五六七八九", "123456789"))


@cache
def _names_of_places() -> re.Pattern[str]:
    places = read_toml(VOCABULARY / "municipalities.toml")
    names = "|".join(re.escape(one) for kind in ("prefectures", "cities", "towns", "villages") for one in places[kind])
    some = "".join(remark_words("municipal"))
    several = rf"\d{{1,2}}[{some}](?:\d{{1,2}}[{some}])*"  # 「4市2町」
    return re.compile(rf"(?<![一-龥\d])(?:{names}|{several})(?![場民立内])")
