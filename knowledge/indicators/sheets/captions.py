"""Where remarks stand: titles, names of sheets, rows that head others, notes; and what captions say of all below.

Their words are data (`vocabulary/sheet_words.toml`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from functools import cache

from knowledge.indicators.sheets.cell_values import is_amount
from knowledge.indicators.sheets.header_rows import Naming
from knowledge.indicators.sheets.header_words import unit_line
from knowledge.indicators.sheets.legend import HeadingReader
from knowledge.indicators.sheets.remarks import (
    INSTEAD_OF_ACTUALS,
    PLAN,
    Remark,
    is_note,
    is_signed,
    read_remark,
    units_said,
)
from knowledge.indicators.sheets.sheet_words import is_example, remark_words
from knowledge.indicators.sheets.tables import RawTable
from knowledge.model.column_words import Role
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.structs import replace
from knowledge.model.years.said import SaidYear, find_years, without_years

_LABEL = re.compile(r"([^\s:]{1,6})(?:\s*:|\s)")
_SOME = re.compile(r"(\d+)[^\d]*のうち[^\d]*(\d+)")
_DAY = re.compile(r"(?<![\d年.])(\d{1,2})月(\d{1,2})日")
_SHORTEST_NAME = 6  # characters of a plan's name at the end of it: 「後期基本計画」
_ENDS = frozenset(((3, 31), (4, 1)))
"""Days that show the state of a whole year."""
_BRACKETS = "()[]【】<>〈〉「」『』〔〕≪≫《》"


def find_remarks(raw: RawTable, names: Naming, name: int | None) -> tuple[Remark, ...]:
    """Those above, beside and below a table, what its titles say, and the rows that head others."""
    told = _told(raw)
    captions = [remark for text in raw.titles for remark in read_caption(text, raw.read, told=told)]
    below = [remark for text in dict.fromkeys(_texts(raw)) for remark in _read_note(text, raw.read)]
    return (*captions, *below, *_units_among_rows(raw), *_of_headings(raw, names, name, told))


def _units_among_rows(raw: RawTable) -> Iterator[Remark]:
    """「（単位：千人）」 by itself below the header or the last row."""
    for row in raw.rows:
        cells = list(row.distinct(raw.span).values())
        if len(cells) == 1 and (unit := unit_line(text := row.text(cells[0]))):
            yield Remark(" ".join(text.split()), units=(unit,))


def remarks_of_titles(raw: RawTable) -> tuple[Remark, ...]:
    """Of the titles alone, without the notes among them."""
    titles = [text for text in raw.titles if not is_note(text)]
    return tuple(remark for text in titles for remark in read_caption(text, raw.read, told=_told(raw)))


def without_own_names(titles: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """「○○計画」 in a title is what the plan is called, and says of no number that it is planned.

    A plan is also called by the end of its name: 「後期基本計画」.
    """
    names = [re.sub(r"\s+|[(（].*", "", unicodedata.normalize("NFKC", one)) for one in own]
    names = sorted(filter(None, names), key=len, reverse=True)
    return tuple(filter(None, (_without(title, names) for title in titles)))


def _without(title: str, names: Sequence[str]) -> str:
    folded = unicodedata.normalize("NFKC", title)
    for name in names:
        for start in range(max(1, len(name) - _SHORTEST_NAME + 1)):
            spaced = r"\s*".join(map(re.escape, name[start:]))
            if match := re.search(rf"(?<![一-龥々ぁ-んァ-ヶー]){spaced}(?![一-龥々])", folded):
                return " ".join((folded[: match.start()] + " " + folded[match.end() :]).split())
    return title


def _told(raw: RawTable) -> Set[Role]:
    return {role for column in raw.columns for part in column.parts for role in part.roles}


def _texts(raw: RawTable) -> Iterator[str]:
    """Cells with a note's sign before them, and sentences that stand alone in a row."""
    for row in raw.rows:
        cells = list(row.distinct(raw.span).values())
        yield from (text for at in cells if is_signed(text := row.text(at)))
        if len(cells) == 1 and ("は" in (text := row.text(cells[0])) or is_note(text) or _label(text)):
            yield text


def _read_note(text: str, read: HeadingReader) -> Iterator[Remark]:
    """Of 「資料：商工政策課（R5は1月末までの集計）」 also what stands in its brackets."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    label = _label(text)
    parts = re.split("[()]", folded.removeprefix(label).removeprefix(":")) if label else [text]
    quoted = Remark(" ".join(text.split()))
    yield from (replace(one, text=quoted.text) for part in filter(None, parts) for one in read_remark(part, read))
    if label or any(word in folded for word in remark_words("as_of")):
        yield from _as_of(folded, quoted)
    if any(word in folded for word in remark_words("unanswered")) or _is_of_some(folded):
        yield quoted


def _label(text: str) -> str:
    """「資料：」「更新日 」: what makes a note of a line, "" for any other line."""
    match = _LABEL.match(unicodedata.normalize("NFKC", text).strip())
    return match[1] if match and match[1] in remark_words("labels") else ""


def _is_of_some(note: str) -> bool:
    """「市内6金融機関のうち3機関分」."""
    return any(int(match[2]) < int(match[1]) for match in _SOME.finditer(note))


def _as_of(text: str, quoted: Remark) -> Iterator[Remark]:
    """A day inside a year: what is counted by then is not all of that year's. Without a year it may be any."""
    if any(word in text for word in (*remark_words("of_surveys"), *remark_words("every_year"))):
        return
    said = [one for one in find_years(text) if one.kind in ("day", "month")]
    inside = frozenset(one.year for one in said if one.year and _is_inside(one, text))
    if inside:
        yield replace(quoted, years=inside)
    elif any((int(day[1]), int(day[2])) not in _ENDS for day in _DAY.finditer(without_years(text, said))):
        yield quoted


def _is_inside(one: SaidYear, text: str) -> bool:
    if one.day:
        return (one.day.month, one.day.day) not in _ENDS
    numbers = re.findall(r"\d+", text[one.start : one.end])
    return int(numbers[-1]) not in {month for month, _ in _ENDS}


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
    if not is_note(text):
        yield from read_remark(text, read, is_caption=True)
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    quoted = Remark(" ".join(text.split()))
    if is_example(text):
        yield quoted
        return
    if is_note(text) or _label(text):
        yield from _read_note(text, read)
        return
    yield from _as_of(folded, quoted)
    if any(word in folded for word in remark_words("per_year")) and "累" not in folded:
        yield replace(quoted, counting="single")
    if units := units_said(folded, read):
        yield replace(quoted, units=units)
    if match := _names_of_places().search(folded) or PLAN.search(folded):
        yield replace(quoted, place=match[0], is_named=True)
    elif folded.strip(_BRACKETS) in remark_words("directions"):
        yield replace(quoted, place=folded.strip(_BRACKETS))
    elif any(word in folded for word in remark_words("drafts")):
        yield replace(quoted, is_provisional=True)
    elif _is_of_part(folded, read, told) or ("value" in told and "plan" not in told and _is_forecast(folded)):
        yield quoted


def _is_forecast(title: str) -> bool:
    """「将来推計」 over columns of 実績, but not 「シミュレーション結果（KPI実績）」."""
    ends = [title.rindex(word) + len(word) for word in remark_words("forecasts") if word in title]
    return bool(ends) and not any(word in title[max(ends) :] for word in remark_words("actual"))


def _is_of_part(title: str, read: HeadingReader, told: Set[Role]) -> bool:
    heading = read(title)
    if any(word in title for word in remark_words("part_of_year")):
        return "partial" not in told
    if heading.rest:
        return heading.rest in remark_words("not_yet") and set(heading.roles) <= {"neutral", "name"}
    is_mixed = {"value", "name", "grade", "group"} & set(heading.roles)
    return not is_mixed and bool((INSTEAD_OF_ACTUALS | {"earlier"}) & set(heading.roles) - told)


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
