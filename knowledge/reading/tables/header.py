"""What the header of one column says: which column it is, of which years, in which unit."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct, field

from knowledge.model.amount_words import counts_from
from knowledge.model.column_words import BRACKETED, NOTE_MARK, cut_into_words, is_unit
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import name_key
from knowledge.model.quantity import is_blank, printed_unit
from knowledge.model.structs import replace
from knowledge.model.years.said import find_years, without_years
from knowledge.reading.layout import EDITION, editions_in

ColumnKind = Literal[
    "name", "baseline", "target", "interim", "unit", "part", "year", "years", "known", "unknown", "blank"
]
"""year: only a year is printed, so that its cells are amounts of it; years: its cells are years."""

_PLAIN = re.compile(r"(?:^|\s)値(?=\s|$)")  # 「目標値 値」 beside 「目標値 年度」 under one label
_OUTSIDE = frozenset(("neutral", "later", "status", "total", "partial", "as_of"))  # which change no column


class PlanContext(Struct, frozen=True, kw_only=True):
    """What is known of the plan before its tables are read.

    `columns`: what its layout.toml says of headers, by their key; `edition` is 3 in 第3期;
    `years` are those that it states once for all its tables.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    period: Period | None = None
    edition: int | None = None
    years: Mapping[str, FiscalYear] = field(default_factory=dict)


class ColumnHeading(Struct, frozen=True):
    """`text` as printed, several rows of it joined; `years` those that it names; `unit` one that stands in brackets.

    `part`: what the values are parted by, where the table parts all of them so (男, 小学校).
    """

    text: str
    column: ColumnKind
    years: tuple[FiscalYear, ...] = ()
    unit: str = ""
    part: str = ""

    @property
    def last_year(self) -> FiscalYear | None:
        return self.years[-1] if self.years else None

    def says(self, part: str) -> bool:
        """Whether one of the words of a list stands in it (`table_words.toml`)."""
        return any(name_key(word) in name_key(self.text) for word in _order()[part])


def read_heading_of_column(text: str, named: Mapping[str, str]) -> ColumnHeading:
    """`named`: columns of this plan by the key of their header, from its layout.toml."""
    folded = NOTE_MARK.sub(" ", unicodedata.normalize("NFKC", text))
    begun = counts_from(folded)
    years = tuple(one.year for one in find_years(folded) if one.year is not None and one != begun)
    bare = EDITION.sub(" ", without_years(folded))
    unit = next((match for match in BRACKETED.finditer(bare) if is_unit(_bare_unit(match))), None)
    own = named.get(name_key(text)) or named.get(name_key(bare))
    bare = _PLAIN.sub(" ", bare) if not _PLAIN.fullmatch(bare.strip()) else bare
    column = _own(own) if own else _column(bare.replace(unit[0], " ") if unit else bare, has_year=bool(years))
    return ColumnHeading(text, column, years, printed_unit(_bare_unit(unit)) if unit else "")


def _bare_unit(bracketed: re.Match[str]) -> str:
    """「（人・R6）」, whose year has been taken out."""
    return bracketed[1].strip(" 　・、,/:")


def of_this_plan(headings: Sequence[ColumnHeading], edition: int | None) -> list[ColumnHeading]:
    """「第2期目標」 beside 「第3期目標」, or in the plan of the 第3期, is no target of this one."""
    told = [max(editions_in(heading.text), default=None) for heading in headings]
    own = max([one for one in (*told, edition) if one is not None], default=0)
    return [
        replace(heading, column="known") if one and one < own and heading.column in ("target", "interim") else heading
        for heading, one in zip(headings, told, strict=True)
    ]


def _own(told: str) -> ColumnKind:
    columns: dict[str, ColumnKind] = {
        "name": "name", "baseline": "baseline", "target": "target", "interim": "interim", "unit": "unit", "part": "part"
    }  # fmt: skip
    return columns.get(told, "known")


def _column(text: str, *, has_year: bool) -> ColumnKind:
    if is_blank(text) and not has_year:
        return "blank"
    if name := _if_name(text):
        return name
    if not has_year and value_of_years(text) and not BRACKETED.search(text):  # cells of 「基準値（年度）」 are both
        return "years"
    roles, rest = cut_into_words(text)
    if rest and (outside := BRACKETED.sub("", text)) != text:  # 「目標値（5年後）」
        bare, left = cut_into_words(outside)
        roles, rest = (roles if bare else bare), left
    own = set(roles) - _OUTSIDE
    if own == {"baseline", "target"} and any(arrow in text for arrow in _order()["ways"]):  # 「現状値→目標値」
        return "target"
    if rest or (not roles and not has_year):
        return "unknown"
    return "target" if has_year and says_both(text) else _by_roles(own, has_year=has_year)


def value_of_years(text: str) -> Literal["baseline", "target"] | None:
    """Of which value a column of years headed so tells them: 「達成時期」 of the target."""
    sides: tuple[Literal["baseline", "target"], ...] = ("baseline", "target")
    return next((side for side in sides if name_key(text) in _years_of(side)), None)


@cache
def _years_of(side: str) -> frozenset[str]:
    return frozenset(map(name_key, read_toml(VOCABULARY / "table_words.toml")["years"][side]))


def _if_name(text: str) -> ColumnKind | None:
    """「基本目標指標」「重要業績評価指標（KPI）」: what stands behind the word may be anything but a number."""
    roles, rest = cut_into_words(text)
    own = set(roles) - (_OUTSIDE - {"status"})
    if roles and roles[-1] == "name" and not rest and name_key(text).endswith("指標名"):  # 「めざす姿の成果指標名」
        return "name"
    is_name = "name" in own and own <= {"name", "group", "unit"}
    return "name" if is_name and not any(char.isdecimal() for char in rest) and len(rest) <= 4 else None


def _by_roles(own: set[str], *, has_year: bool) -> ColumnKind:
    if "target" in own and own <= {"target", "plan", "fiscal_year"}:
        return "target"
    if own & {"baseline", "value"} and own <= {"baseline", "value", "fiscal_year", "previous"}:
        return "baseline"
    if own == {"unit"}:
        return "unit"
    if own == {"fiscal_year"}:
        return "years"
    if not own:
        return "year" if has_year else "unknown"
    return "unknown" if own <= {"plan"} else "known"


def says_both(text: str) -> bool:
    """「計画／実績」 over years: of two rows of one name the first is planned, the second what was reached."""
    roles = {role for role in cut_into_words(without_years(text))[0] if role != "neutral"}
    is_both = "value" in roles and ("plan" in roles or "target" in roles)
    return is_both and roles <= {"plan", "target", "value", "fiscal_year"} and any(mark in text for mark in "/／・")


def has_only_header_words(cells: Sequence[str]) -> bool:
    """Whether each cell that is not empty could stand in a header: known words, years and units."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(is_header_text(cell) for cell in filled)


def is_header_text(cell: str) -> bool:
    heading = read_heading_of_column(cell, {})
    folded = unicodedata.normalize("NFKC", cell)
    if heading.column not in ("unknown", "blank") or ((match := BRACKETED.fullmatch(folded)) and match[1]):
        return True
    roles, rest = cut_into_words(folded)
    return (
        bool(roles) and not rest and set(roles) <= {"neutral", "partial"}
    )  # 「数値」 beside 「年度」, 「途中」 below it


def heads_parts(text: str) -> bool:
    """「区分」「性別」 and nothing else."""
    return name_key(text) in map(name_key, _order()["part"])


def part_column(headings: Sequence[ColumnHeading], name: int) -> int | None:
    """A column between the name and the first value that tells rows of one name apart: 内訳."""
    values = ("baseline", "target", "interim", "year")
    first = next((at for at in range(name, len(headings)) if headings[at].column in values), len(headings))
    between = range(name + 1, first)
    told = next((at for at in between if headings[at].column == "part" or headings[at].says("part")), None)
    return next((at for at in between if headings[at].column == "blank"), None) if told is None else told


@cache
def _order() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = read_toml(VOCABULARY / "table_words.toml")["order"]
    return found
