"""The columns of a table together: its indicators, its actuals with their years, and what belongs to them."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from knowledge.indicators.sheets.bare_years import doubt_bare, titles_of_other_figures, under_title, unknown_titles
from knowledge.indicators.sheets.captions import find_remarks, remarks_of_titles, without_own_names
from knowledge.indicators.sheets.column_map import ColumnMap
from knowledge.indicators.sheets.columns import OTHER_FIGURES, ColumnRole, read_column
from knowledge.indicators.sheets.header_rows import Naming
from knowledge.indicators.sheets.header_words import unit_line
from knowledge.indicators.sheets.kinds import codes_that_differ, find_kinds
from knowledge.indicators.sheets.legend import find_legend
from knowledge.indicators.sheets.legend_rows import follow
from knowledge.indicators.sheets.remarks import Remark
from knowledge.indicators.sheets.revisions import in_force, sums_beside, without_later
from knowledge.indicators.sheets.sheet_words import KINDS, LABELS, remark_words
from knowledge.indicators.sheets.tables import RawTable, has_amounts
from knowledge.indicators.sheets.whole_years import with_whole_year
from knowledge.model.column_words import Role
from knowledge.model.fiscal import FiscalYear
from knowledge.model.structs import replace
from knowledge.model.years.said import find_years, without_years

_WITHOUT_YEAR = "年度が分かりません（年度の列がなく、見出しにも年度がありません）"
_BETWEEN = frozenset(("as_of",))  # may stand between a year and its value


class Table(Struct, frozen=True):
    """A table whose columns are known. `doubt`: a sentence why nothing is read from it, "" where it is clear.
    `is_question`: it may hold actuals all the same, and somebody must say.

    `attributes` hold the columns of a role, left to right; `kinds` says in which column rows are 目標 or 実績;
    `earlier` the column that a column of values stands in place of (訂正前, 速報値), `sums` that of 累計 beside it;
    `by_legend` says what a remark such as 「（ ）内は目標値」 changed. `remarks` make values doubtful, each those
    that it speaks of.
    `coloured`: the colour of cells that a legend is about, and what it says.
    """

    raw: RawTable
    columns: tuple[ColumnRole, ...]
    name: int | None
    id: int | None
    values: tuple[ColumnRole, ...]
    year: ColumnRole | None
    attributes: Mapping[Role, tuple[ColumnRole, ...]]
    kinds: int | None
    doubt: str
    earlier: Mapping[int, ColumnRole] = field(default_factory=dict)
    sums: Mapping[int, ColumnRole] = field(default_factory=dict)
    given_year: FiscalYear | None = None
    is_year_given: bool = False
    unit: str = ""
    by_legend: str = ""
    remarks: tuple[Remark, ...] = ()
    coloured: tuple[str, Remark] | None = None

    @property
    def is_question(self) -> bool:
        return bool(self.doubt) and any(one.role == "value" or (one.role is None and one.why) for one in self.columns)

    @property
    def taken(self) -> tuple[ColumnRole, ...]:
        """Those that something is read from."""
        own = {self.name, self.id, self.kinds, self.year.index if self.year else None}
        own |= {column.index for column in (*self.values, *self.sums.values())}
        own |= {column.index for some in self.attributes.values() for column in some}
        return tuple(column for column in self.columns if column.index in own)

    @property
    def left_out(self) -> tuple[ColumnRole, ...]:
        taken = self.taken
        return tuple(one for one in self.columns if one not in taken and one.column.text and one.role != "ours")


def read_table(raw: RawTable, names: Naming, current: FiscalYear, given: ColumnMap, own: Sequence[str] = ()) -> Table:
    """`current`: today's fiscal year. What is `given` stands above what the header says.

    `own`: what the city and its plan are called.
    """
    raw = replace(raw, titles=without_own_names(raw.titles, own))
    columns = tuple(read_column(column, has_amounts=has_amounts(raw, column.index)) for column in raw.columns)
    name = given.column("name", raw.span) or _name(raw, columns, names)
    kinds, unknown = find_kinds(raw, columns, name)
    columns = tuple(replace(one, role="kind") if one.index == kinds else one for one in columns)
    columns = under_title(raw, columns)
    whole = with_whole_year(raw, columns)
    raw, columns = whole.raw, whole.columns
    values, earlier, doubt = _values(raw, columns, current, has_kinds=kinds is not None)
    sums = sums_beside([one for one in columns if one.role == "value"]) if values else {}
    columns = tuple(_placed(one, values, earlier, sums) for one in columns)
    year, unsure = _year_column(columns, values)
    if unsure == _WITHOUT_YEAR and (told := _year_of_titles(raw, current, is_whole=whole.is_found)):
        values, unsure = tuple(replace(one, year=one.year or told) for one in values), ""
    table = Table(
        raw=raw,
        columns=columns,
        name=name,
        id=given.column("id", raw.span) or next((c.index for c in columns if c.role == "id"), None),
        values=values,
        year=year,
        attributes=_attributes(columns),
        kinds=kinds,
        doubt=doubt or unknown or unsure or codes_that_differ(raw, columns),
        earlier=earlier,
        sums=sums,
        unit=next((unit for title in raw.titles if (unit := unit_line(title))), ""),
    )
    read = _by_legend(_by_remarks(_told(table, given), names, given, own), names, given)
    return replace(read, remarks=(*read.remarks, *whole.remarks)) if whole.remarks else read


def _by_remarks(table: Table, names: Naming, given: ColumnMap, own: Sequence[str]) -> Table:
    """What somebody has said of the columns needs no remark below them; what a title says of all stays a doubt."""
    found = _of_titles(table, names, own) if given.has_values else find_remarks(table.raw, names, table.name)
    if table.kinds is None and any(one.is_bare for one in table.values):
        quoted = {one.text for one in found}
        titles = unknown_titles(table.raw, names, table.name, own)
        found = (*found, *(one for one in titles if one.text not in quoted))
    provisional = [one for one in found if one.is_provisional and not one.name]
    values = tuple(
        replace(one, provisional=one.provisional or any(remark.is_of(one.year, "") for remark in provisional))
        for one in table.values
    )
    return replace(table, values=values, remarks=tuple(one for one in found if not one.is_provisional))


def _of_titles(table: Table, names: Naming, own: Sequence[str]) -> tuple[Remark, ...]:
    """Also 「目標値一覧」 and what is not understood, unless the columns themselves say 実績."""
    found = remarks_of_titles(table.raw)
    if all(any("value" in part.roles for part in one.column.parts) for one in table.values):
        return found
    unknown = (one.text for one in unknown_titles(table.raw, names, table.name, own) if one.rows is None)
    quoted = {one.text for one in found}
    titles = dict.fromkeys((*titles_of_other_figures(table.raw), *unknown))
    return (*found, *(Remark(text) for text in titles if text not in quoted))


def _by_legend(table: Table, names: Naming, given: ColumnMap) -> Table:
    legend = find_legend(table.raw.sheet, table.raw.read)
    if legend is None or table.doubt:
        return table
    values = [*table.values, *table.earlier.values()]
    found = follow(legend, table.raw, values, table.name, names, has_kinds=table.kinds is not None)
    doubt = "" if given.has_values else found.doubt
    kinds = table.kinds if found.kinds is None else found.kinds
    coloured = (found.fill, Remark(legend.remark)) if found.fill and not given.has_values else None
    return replace(table, raw=found.raw, kinds=kinds, doubt=doubt, by_legend=found.note, coloured=coloured)


# The indicator


def _name(raw: RawTable, columns: Sequence[ColumnRole], names: Naming) -> int | None:
    """Of several columns that may hold names the one that holds the most; without any whichever holds some."""
    called = [one.index for one in columns if one.role == "name"]
    ids = [one.index for one in columns if one.role == "id"]
    within = called or [at for at in raw.span if at not in ids]
    known = Counter(at for row in raw.rows for at in within if names(row.text(at)))
    among = {at: known[at] for at in called or known}
    return max(among, key=lambda at: (among[at], -at)) if among else None


# The values


def _values(
    raw: RawTable, columns: Sequence[ColumnRole], current: FiscalYear, *, has_kinds: bool
) -> tuple[tuple[ColumnRole, ...], Mapping[int, ColumnRole], str]:
    """The actuals, which columns they stand in place of, or a doubt about them."""
    told = tuple(one for one in columns if one.role == "value" and not one.is_bare)
    bare = tuple(one for one in columns if one.role == "value" and one.is_bare)
    found = told or bare
    if not found:
        return (), {}, "年度の列も実績値の列もありません" if has_kinds else _no_values(columns)
    if sums := sums_beside(found):
        single = tuple(one for one in found if one.index in sums)
        doubt = "" if told or has_kinds else doubt_bare(raw, bare, current)
        return ((), {}, doubt) if doubt else (single, {}, "")
    earlier = in_force(found)
    found = tuple(one for one in found if one not in earlier.values())
    doubt = _twice([*found, *_rivals(columns, [*found, *earlier.values()])]) or without_later(found)
    if not doubt and not told and not has_kinds:
        doubt = doubt_bare(raw, bare, current)
    return ((), {}, doubt) if doubt else (found, earlier, "")


def _rivals(columns: Sequence[ColumnRole], found: Sequence[ColumnRole]) -> Iterator[ColumnRole]:
    """Columns that may hold actuals of the same years: 「R8（訂正後）」, or 「R8実績（甲案）」 beside 「R8実績」."""
    years = {one.year for one in found}
    for one in columns:
        roles = {role for part in one.column.parts for role in part.roles}
        is_actual = (one.role == "value" and bool(one.revision)) or (one.role is None and "value" in roles)
        if is_actual and one not in found and one.year in years:
            yield one


def _twice(found: Sequence[ColumnRole]) -> str:
    again = [year for year, count in Counter(one.year for one in found).items() if count > 1]
    if not again:
        return ""
    where = "と".join(one.place for one in found if one.year == again[0])
    return f"{again[0].label + 'の' if again[0] else ''}実績値の列が二つ以上あります（{where}）"


def _placed(
    one: ColumnRole,
    values: Sequence[ColumnRole],
    earlier: Mapping[int, ColumnRole],
    sums: Mapping[int, ColumnRole],
) -> ColumnRole:
    """A bare year beside columns that say 実績 is left out, as what it is, and so is what has been corrected."""
    if not values or one in values or one.role != "value":
        return one
    if one in earlier.values():
        return replace(one, role="earlier")
    if one in sums.values():
        return replace(one, role=None, why=f"累計の指標の{one.year.label if one.year else ''}の実績値")
    return replace(one, role=None, why="年度だけの見出しで、実績かどうか分からない列")


def _no_values(columns: Sequence[ColumnRole]) -> str:
    figures = [one for one in columns if one.role in KINDS - {"value"}]
    if figures:
        kinds = "、".join(dict.fromkeys(LABELS[one.role or ""] for one in figures))
        return f"実績値の列がありません（{kinds}の列だけです）"
    return "実績値の列が見つかりません"


# Years


def _year_column(columns: Sequence[ColumnRole], values: Sequence[ColumnRole]) -> tuple[ColumnRole | None, str]:
    """The year that belongs to the value: of several the one beside it, where all pairs lie the same way."""
    years = [one for one in columns if one.role == "fiscal_year"]
    if not values or all(one.year for one in values):
        return (years[0] if len(years) == 1 else None), ""
    if len(years) == 1:
        return years[0], ""
    if not years:
        if any(one.role == "as_of" for one in columns):
            return None, ""
        return None, _WITHOUT_YEAR
    value = next(one for one in values if not one.year)
    sides = [found for step in (1, -1) if (found := _beside(columns, years, value, step)) is not None]
    if len(sides) == 1:
        return sides[0], ""
    where = "と".join(one.place for one in years)
    return None, f"年度の列が二つ以上あり、どれが実績値の年度か分かりません（{where}）"


def _year_of_titles(raw: RawTable, current: FiscalYear, *, is_whole: bool) -> FiscalYear | None:
    """Of a sheet called 「R7」, or 「令和7年度実績」 in a title, where no other title names another year.

    `is_whole`: it stands over all its quarters or months, so that a year that is over is theirs.
    """
    titles = [unicodedata.normalize("NFKC", title) for title in raw.titles]
    said = [[one for one in find_years(title) if one.kind == "fiscal"] for title in titles]
    if len(years := {one.year for some in said for one in some}) != 1:
        return None
    plain = [without_years(title, some).strip() for title, some in zip(titles, said, strict=True) if some]
    is_sheet = bool(raw.sheet.name) and bool(said[0]) and not plain[0]
    of_actuals = any(rest.startswith(tuple(remark_words("actual"))) for rest in plain)
    [year] = years
    return year if is_sheet or of_actuals or (is_whole and year is not None and year < current) else None


def _beside(
    columns: Sequence[ColumnRole], years: Sequence[ColumnRole], value: ColumnRole, step: int
) -> ColumnRole | None:
    """The value's year where each figure has exactly one on this side, and no year is left over."""
    shown = [one for one in columns if one.column.text and one.role not in _BETWEEN]
    at = {one.index: number for number, one in enumerate(shown)}
    figures = [one for one in shown if one.role in OTHER_FIGURES | {"value"}]
    pairs = {}
    for figure in figures:
        number = at[figure.index] + step
        if 0 <= number < len(shown) and shown[number] in years:
            pairs[shown[number].index] = figure
    if len(pairs) != len(years) or value not in pairs.values():
        return None
    return next(year for year in years if pairs[year.index] == value)


def _attributes(columns: Sequence[ColumnRole]) -> Mapping[Role, tuple[ColumnRole, ...]]:
    """Several of a role are of several years; of two for the same the first, yet every grade and comment."""
    found: dict[Role, tuple[ColumnRole, ...]] = {}
    for one in columns:
        role = one.role or ""
        if role in ("as_of", "unit", "status", "source", "note", "sample", "confirmed", "grade", "comment"):
            own = found.get(role, ())
            if role in ("grade", "comment") or one.year not in [other.year for other in own]:
                found[role] = (*own, one)
    return found


# What somebody says of the columns


def _told(table: Table, given: ColumnMap) -> Table:
    if not given:
        return table
    columns = {one.index: one for one in table.columns}
    chosen = tuple(_chosen(columns[at], year) for at, year in given.values(table.raw.span) if at in columns)
    if given.has_values:
        table = replace(table, values=chosen, doubt="" if chosen else "--map の実績値の列がこの表にありません")
    at = given.column("fiscal_year", table.raw.span)
    if at is not None:
        table = replace(table, year=columns[at], is_year_given=True)
    attributes = {**table.attributes, **dict(_given_attributes(columns, given, table))}
    table = replace(table, given_year=given.year, attributes=attributes)
    return replace(table, doubt=_what_is_missing(table))


def _chosen(column: ColumnRole, year: FiscalYear | None) -> ColumnRole:
    return replace(column, role="value", year=year or column.year, is_bare=False, why="")


def _given_attributes(
    columns: Mapping[int, ColumnRole], given: ColumnMap, table: Table
) -> Iterator[tuple[Role, tuple[ColumnRole, ...]]]:
    for role in ("as_of", "unit", "status", "source", "note", "grade", "comment"):
        at = given.column(role, table.raw.span)
        if at is not None:
            yield role, (replace(columns[at], role=role, year=None),)


def _what_is_missing(table: Table) -> str:
    if not table.values:
        return table.doubt or "実績値の列が見つかりません"
    has_year = table.year or table.given_year or table.attributes.get("as_of")
    if not has_year and any(one.year is None for one in table.values):
        return table.doubt or _WITHOUT_YEAR
    return ""
