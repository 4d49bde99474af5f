"""Years that a plan states once for all its tables: in a sentence, or over one of several columns of the same words.

    基準値は令和5年度、目標値は令和11年度の値です。
    指標 | 基準値（令和5年度） | 目標値（令和11年度）    …and further on: KPI | 基準値 | 目標値

A year that two places state differently is not told.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace
from knowledge.model.years.said import find_years, without_years
from knowledge.model.years.spellings import PRINTED_YEAR
from knowledge.reading.tables.entries import PrintedIndicator, PrintedValue
from knowledge.reading.tables.header import ColumnHeading
from knowledge.reading.tables.notes import NotedColumn

_OF_VALUES = ("baseline", "target", "interim")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_STAGE = re.compile(r"[(「](?P<mark>(?!\d+[)」])[^()「」\s]{1,4})[)」](?:は|:|=)、?")
_MARKED = re.compile(r"\([^()\d\s]{1,4}\)")
_IN_BRACKETS = re.compile(
    rf"(?P<last>.*\S)\s*[(（]\s*(?P<year>{PRINTED_YEAR})\s*[:：]\s*(?P<value>[^()（）]*\d[^()（）]*)[)）]"
)
_NOTED = re.compile(r"\[\^\w+\]|[※*†]\s*\d{0,2}\)?\s*$|注\s*\d{1,2}\)?\s*$")
_FEWEST_STAGES = 2
_MOST_BEFORE = 5  # years from a baseline to the first year of the plan

ToldYears = Mapping[str, FiscalYear]
"""By the words over a column (「基準値」「中間目標」); "baseline" and "target" of all, where a sentence says so;
"any baseline" and "any target" where all agree, which proves the year of a column and gives none to others."""


def told_years(
    tables: Iterable[Sequence[ColumnHeading]],
    sentences: Iterable[Mapping[NotedColumn, FiscalYear]],
    period: Period | None,
) -> ToldYears:
    """Of tables that lead to the last year that any leads to: others may be of the plan before."""
    dated = [headings for headings in tables if _last(headings)]
    end = max(map(_last, dated), default=0)
    if period and end < period.start_fiscal_year:
        dated = []  # 「前計画の評価」, where no other table prints years
    found: dict[str, set[FiscalYear | None]] = {}
    for heading in (one for headings in dated if _last(headings) == end for one in headings):
        if heading.column in _OF_VALUES and heading.years:
            found.setdefault(_key(heading), set()).add(_one_year(heading))
            found.setdefault(f"any {heading.column}", set()).add(_one_year(heading))
    for told in sentences:
        for column, said in told.items() if _is_of_plan(told, period) else ():
            found.setdefault(column, set()).add(said)
            found.setdefault(f"any {column}", set()).add(said)
    return {key: year for key, years in found.items() if len(years) == 1 and (year := next(iter(years)))}


def stages_told(text: str) -> Iterator[tuple[str, FiscalYear]]:
    """「（中）は令和10年度の中間目標、（終）は令和12年度の最終目標です」: the mark of each with its year."""
    folded = unicodedata.normalize("NFKC", text)
    for match in _STAGE.finditer(folded):
        said = find_years(folded[match.end() :])
        if said and said[0].start == 0 and said[0].kind == "fiscal" and said[0].year is not None:
            yield f"({match['mark']})", said[0].year


def with_stages_apart(entry: PrintedIndicator, told: ToldYears) -> PrintedIndicator:
    """「（中）85％　（終）88％」 in the cell of the target, where the document tells the years; 「95 (R9:80)」."""
    if (match := _IN_BRACKETS.fullmatch(entry.target.text)) and not entry.interim:
        between = replace(entry.target, text=match["value"].strip(), years=match["year"])
        return replace(entry, target=replace(entry.target, text=match["last"]), interim=(between,))
    text = unicodedata.normalize("NFKC", entry.target.text)
    found = [match for match in _MARKED.finditer(text) if match[0].strip() in told]
    if len(found) < _FEWEST_STAGES or found[0].start() or entry.interim or len(text) != len(entry.target.text):
        return entry
    ends = [*(match.start() for match in found[1:]), len(text)]
    values = [
        (
            told[match[0].strip()],
            replace(
                entry.target, text=entry.target.text[match.end() : end].strip(), years=f"{told[match[0].strip()]}年度"
            ),
        )
        for match, end in zip(found, ends, strict=True)
    ]
    *interim, last = [value for _, value in sorted(values, key=lambda one: one[0])]
    return replace(entry, target=last, interim=tuple(interim)) if all(one.text for _, one in values) else entry


def _last(headings: Sequence[ColumnHeading]) -> int:
    return max((one.last_year or 0 for one in headings if one.column == "target"), default=0)


def _is_of_plan(told: Mapping[NotedColumn, FiscalYear], period: Period | None) -> bool:
    """A sentence may speak of the plan before: its target is of no year of this one, its baseline far behind."""
    if period is None:
        return len(told) == len({"baseline", "target"})
    is_far = period.start_fiscal_year - told.get("baseline", period.start_fiscal_year) > _MOST_BEFORE
    return not is_far and told.get("target", period.end_fiscal_year) >= period.start_fiscal_year


def _one_year(heading: ColumnHeading) -> FiscalYear | None:
    """None of several, and of a calendar year."""
    said = find_years(unicodedata.normalize("NFKC", heading.text))
    return said[0].year if len(said) == 1 and said[0].kind == "fiscal" else None


def _key(heading: ColumnHeading) -> str:
    text = without_years(unicodedata.normalize("NFKC", heading.text))
    return name_key(_ASIDE.sub(" ", text))


def with_told_years(headings: Iterable[ColumnHeading], told: ToldYears) -> list[ColumnHeading]:
    """Each that says nothing of years with the one that is told of its words."""
    return [replace(one, years=(year,)) if (year := told_year(one, told)) else one for one in headings]


def told_year(heading: ColumnHeading, told: ToldYears) -> FiscalYear | None:
    if heading.years or heading.column not in _OF_VALUES or "年" in heading.text:
        return None
    is_plain = heading.column != "interim" and not heading.says("interim")
    return told.get(_key(heading)) or (told.get(heading.column) if is_plain else None)


def bears_note_mark(text: str) -> bool:
    """「リピーター率[^3]」「18,420人※1」: what the note says of its year may be another."""
    return bool(_NOTED.search(unicodedata.normalize("NFKC", text)))


def without_told_years(entry: PrintedIndicator) -> PrintedIndicator:
    """An indicator that bears the mark of a note has no year but its own."""

    def bare(value: PrintedValue) -> PrintedValue:
        is_own = not value.heading.years or find_years(unicodedata.normalize("NFKC", value.heading.text))
        is_marked = bears_note_mark(entry.name) or bears_note_mark(value.text)
        return value if is_own or not is_marked else replace(value, heading=replace(value.heading, years=()))

    return replace(entry, baseline=entry.baseline and bare(entry.baseline), target=bare(entry.target))


def with_told_values(entry: PrintedIndicator, told: ToldYears) -> PrintedIndicator:
    """An indicator of a line takes what a sentence says of all baselines and all targets, and nothing from tables."""
    stated = {column: year for column, year in told.items() if column in ("baseline", "target")}
    if not stated or bears_note_mark(entry.name):
        return entry

    def dated(value: PrintedValue, column: NotedColumn) -> PrintedValue:
        heading = value.heading if value.heading.text else replace(value.heading, column=column)
        year = None if value.years or bears_note_mark(value.text) else told_year(heading, stated)
        return replace(value, heading=replace(heading, years=(year,))) if year else value

    baseline = entry.baseline and dated(entry.baseline, "baseline")
    return replace(entry, baseline=baseline, target=dated(entry.target, "target"))
