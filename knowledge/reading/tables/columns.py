"""Which column of a table holds what: by the words of its header, and by its cells where these leave it open.

What stays open is a question to whoever knows the plan, never a value.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.model.column_words import Role, cut_into_words, is_unit
from knowledge.model.data_files import VOCABULARY, read_toml
from knowledge.model.normalize import name_key
from knowledge.model.quantity import is_blank
from knowledge.model.years.said import find_years
from knowledge.reading.tables.cells import CellKind, cell_kind, is_reference, refers_to_row_above, says_a_target
from knowledge.reading.tables.header import ColumnHeading, PlanContext, part_column, value_of_years
from knowledge.reading.tables.part_headings import names_part

VALUE_SHARE = 0.6  # of the cells of a column of values must be values: with fewer the column is another
_HOW = (
    'layout.toml の [columns] に「"{0}" = "baseline"」のように書いてください'
    "（基準値は baseline、目標値は target、読まない列は ignore）"
)


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """`years_at`: the column beside it that holds its years."""

    at: int
    heading: ColumnHeading
    years_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """`known`: of the values that a plan knows beside its baselines, 現状値 beside 基準値."""

    name: int
    target: ValueColumn
    baseline: ValueColumn | None
    interim: tuple[ValueColumn, ...] = ()
    known: ValueColumn | None = None
    unit: int | None = None
    part: int | None = None
    label: int | None = None
    goal: int | None = None

    @property
    def values(self) -> tuple[ValueColumn, ...]:
        return (*filter(None, (self.baseline, self.known)), *self.interim, self.target)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Why no value of a table may be read, and what to do. `columns`: the headers asked about."""

    message: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftUnread:
    """What of a table is not read: `column` is the header of one that is left out."""

    message: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    columns: Columns | OpenQuestion
    remarks: tuple[LeftUnread, ...] = ()


class _Table:
    """The headings of one table with the cells under each."""

    def __init__(
        self, headings: Sequence[ColumnHeading], rows: Sequence[Sequence[str]], start: int, plan: PlanContext
    ) -> None:
        self.headings = headings
        self.period = plan.period
        self.told = plan.years
        self.start = start
        self.cells = [[row[start + at] for row in rows if start + at < len(row)] for at in range(len(headings))]

    def of(self, *columns: str) -> list[int]:
        return [at for at, heading in enumerate(self.headings) if heading.column in columns]

    def is_amounts(self, at: int) -> bool:
        return self._is_mostly(at, "amount")

    def is_years(self, at: int) -> bool:
        return self._is_mostly(at, "year")

    def is_units(self, at: int) -> bool:
        """「9,800｜人」 under a header that says nothing of the second."""
        filled = [cell for cell in self.cells[at] if cell]
        return bool(filled) and all(is_unit(cell) or is_blank(cell) or refers_to_row_above(cell) for cell in filled)

    def _is_mostly(self, at: int, kind: CellKind) -> bool:
        """Of the cells that are not empty; dashes count for any kind and prove none."""
        kinds = [cell_kind(cell) for cell in self.cells[at] if cell]
        return kind in kinds and sum(own in (kind, "blank") for own in kinds) >= VALUE_SHARE * len(kinds)

    def value(self, at: int, years_at: int | None = None) -> ValueColumn:
        return ValueColumn(self.start + at, self.headings[at], None if years_at is None else self.start + years_at)


def resolve(
    headings: Sequence[ColumnHeading], rows: Sequence[Sequence[str]], start: int = 0, plan: PlanContext | None = None
) -> Resolved:
    """`rows` are whole ones; the table's first column is their `start`-th."""
    table = _Table(headings, rows, start, plan or PlanContext())
    try:
        columns = _columns(table)
    except _OpenQuestionError as question:
        return Resolved(question.question)
    if doubt := _few_values(table, columns):
        return Resolved(doubt)
    return Resolved(columns, tuple(_remarks(table, columns)))


class _OpenQuestionError(Exception):
    """Which column is which cannot be told; in Japanese, with the next step."""

    def __init__(self, question: OpenQuestion) -> None:
        super().__init__(question.message)
        self.question = question


def _columns(table: _Table) -> Columns:
    targets, baselines, years = _values(table)
    name = _name(table, before=min([*targets, *baselines, *years], default=0))
    target, interim = _last_target(table, targets)
    baseline, known = _first_baseline(table, baselines)
    if targets and baseline is None and len(before := [at for at in years if at < min(targets)]) == 1:
        baseline, years = before[0], [at for at in years if at not in before]
    elif not targets and baseline is not None and len(years) == 1 and years[0] > baseline:
        target, years = years[0], []
    elif not targets and baseline is not None and (planned := _planned_years(table, baseline, years)):
        *interim, target = planned
        years = []
    elif not targets and baseline is None and (planned := _all_years(table, years)):
        baseline, *interim, target = planned
        years = []
    if target is None:
        raise _OpenQuestionError(_unclear(table, years or table.of("unknown")))
    if behind := [at for at in years if at > target and _is_in_plan(table, at, target)]:
        if table.period is None:
            raise _OpenQuestionError(_unclear(table, [target, *behind]))
        *others, last = sorted([target, *behind], key=lambda at: table.headings[at].last_year or 0)
        interim, target = [*interim, *others], last  # 「目標値」 over 「R7｜R9｜R11」
    between = [at for at in years if baseline is not None and baseline < at < target and at not in interim]
    interim += [at for at in between if _is_earlier(table, at, target)]
    interim = [at for at in interim if not _is_before_plan(table, at)]
    if baseline is None and (asked := [at for at in _unknown_amounts(table) if at != name] + years):
        raise _OpenQuestionError(_unclear(table, asked))
    if baseline is not None and not _is_earlier(table, baseline, target):
        raise _OpenQuestionError(_unclear(table, [baseline, target]))
    pairs = _years_beside(table, baseline, sorted(interim), target)
    unit = _unit(table)
    return Columns(
        name=table.start + name,
        target=table.value(target, pairs.get(target)),
        baseline=None if baseline is None else table.value(baseline, pairs.get(baseline)),
        interim=tuple(table.value(at, pairs.get(at)) for at in sorted(interim)),
        known=None if known is None else table.value(known),
        unit=None if unit is None else table.start + unit,
        part=None if (part := _part(table, name)) is None else table.start + part,
        label=None if (label := _label_column(table, name)) is None else table.start + label,
        goal=None if (goal := _goal_column(table, name, label)) is None else table.start + goal,
    )


def _values(table: _Table) -> tuple[list[int], list[int], list[int]]:
    """Columns headed as targets, as baselines, by a year alone. 「目標年度」 over years is a column of years."""
    targets = [at for at in table.of("target", "interim") if not table.is_years(at)]
    weak = [at for at in targets if table.headings[at].says("beside")]
    targets = [at for at in targets if at not in weak] or weak
    baselines = [at for at in table.of("baseline") if not table.is_years(at)]
    if not targets and any(_revision(table, at) == "earlier" for at in table.of("known")):
        targets = [at for at in table.of("unknown") if _revision(table, at) == "later" and table.is_amounts(at)]
    return targets, baselines, table.of("year")


def _planned_years(table: _Table, baseline: int, years: Sequence[int]) -> list[int]:
    """「現状（R5）｜R6｜R7｜…｜R11」: those of the plan's years; none where others lie behind them or out of order."""
    period, printed = table.period, {at: table.headings[at].last_year for at in years}
    if period is None or min(years, default=0) < baseline:
        return []
    own = [at for at in years if (printed[at] or 0) >= period.start_fiscal_year]
    ordered = [printed[at] or 0 for at in own]
    is_in_order = ordered == sorted(set(ordered)) and all(_is_earlier(table, baseline, at) for at in own)
    return own if len(own) > 1 and is_in_order and ordered[-1] <= period.end_fiscal_year else []


def _all_years(table: _Table, years: Sequence[int]) -> list[int]:
    """「KPI｜R5｜R7｜R9｜R11」: from the year of the baselines, or the only one before the plan, to the plan's last."""
    printed = [table.headings[at].last_year or 0 for at in years]
    before = [year for year in printed if table.period and year < table.period.start_fiscal_year]
    begins = table.told.get("any baseline") or (before[0] if len(before) == 1 else None)
    ends = table.period.end_fiscal_year if table.period else table.told.get("any target")
    is_whole = len(printed) > 1 and printed == sorted(set(printed)) and (printed[0], printed[-1]) == (begins, ends)
    return list(years) if is_whole and len(before) < 2 and all(map(table.is_amounts, years)) else []


def _revision(table: _Table, at: int) -> Role | None:
    """「変更前」 and 「変更後」 beside a baseline head the target before and after a revision."""
    roles = cut_into_words(table.headings[at].text)[0]
    return roles[0] if len(roles) == 1 and roles[0] in ("earlier", "later") else None


def _name(table: _Table, before: int) -> int:
    """The last of the columns that may hold the name before the first value: 「項目｜指標｜現状値」."""
    names = [at for at in table.of("name") if at < before or not before]
    names = [at for at in names if not table.is_amounts(at) or len(names) == 1]
    if not names:
        raise _OpenQuestionError(OpenQuestion("指標の名前の列が分かりません"))
    return _under_one_header(table, names[-1])[0]


def _under_one_header(table: _Table, name: int) -> list[int]:
    """The columns under a header that is one cell over several: the name, and behind it its parts."""
    first = name
    while first and table.headings[first - 1] == table.headings[name] and table.headings[name].text:
        first -= 1
    return list(range(first, name + 1))


def _last_target(table: _Table, targets: list[int]) -> tuple[int | None, list[int]]:
    """The target, and those of earlier years: by their years, else by words (中間, 最終)."""
    if len(targets) < 2:
        return (targets[0] if targets else None), []
    years = [table.headings[at].last_year for at in targets]
    if None not in years and len(set(years)) == len(years):
        last = max(targets, key=lambda at: table.headings[at].last_year or 0)
    else:
        ends = [at for at in targets if not _is_interim(table.headings[at])]
        finals = [at for at in ends if table.headings[at].says("last")] or ends
        others = [at for at in targets if at not in finals]
        if len(finals) != 1 or not all(_is_earlier(table, at, finals[0]) for at in others):
            raise _OpenQuestionError(_unclear(table, targets))
        last = finals[0]
    return last, [at for at in targets if at != last]


def _is_interim(heading: ColumnHeading) -> bool:
    return heading.column == "interim" or heading.says("interim")


def _is_earlier(table: _Table, at: int, target: int) -> bool:
    own, last = table.headings[at].last_year, table.headings[target].last_year
    return own is None or last is None or own < last


def _is_before_plan(table: _Table, at: int) -> bool:
    """「最新値（R5）」「令和6年度目標」 in a plan from 令和7年度: an actual, or a target of the plan before."""
    year = table.headings[at].last_year
    return table.period is not None and year is not None and year < table.period.start_fiscal_year


def _is_in_plan(table: _Table, at: int, target: int) -> bool:
    """A later year than the target's, of the plan where its period is known."""
    own, last = table.headings[at].last_year, table.headings[target].last_year
    is_later = own is not None and last is not None and own > last
    return is_later and (table.period is None or (own or 0) <= table.period.end_fiscal_year)


def _first_baseline(table: _Table, baselines: list[int]) -> tuple[int | None, int | None]:
    """Of several that of the first word in our order, of the same word the one of the latest year.

    The other of two words is what was known later: 「基準値（H25）｜現状値（R2）」.
    """
    if len(baselines) < 2:
        return (baselines[0] if baselines else None), None
    ranked = sorted(baselines, key=lambda at: (_rank(table.headings[at]), -(table.headings[at].last_year or 0)))
    first, second = (table.headings[at] for at in ranked[:2])
    is_same = _rank(first) == _rank(second)
    is_in_plan = table.period and first.last_year and first.last_year >= table.period.start_fiscal_year
    if is_same and (
        first.last_year == second.last_year or is_in_plan
    ):  # 「目標値」 may be set over the middle of its own
        raise _OpenQuestionError(_unclear(table, baselines))
    is_known = not is_same and _is_earlier(table, ranked[0], ranked[1])
    return ranked[0], ranked[1] if is_known else None


def _rank(heading: ColumnHeading) -> int:
    key = name_key(heading.text)
    return next((at for at, word in enumerate(_baseline_words()) if word in key), len(_baseline_words()))


@cache
def _baseline_words() -> tuple[str, ...]:
    return tuple(name_key(word) for word in read_toml(VOCABULARY / "table_words.toml")["baselines"]["first"])


def _unknown_amounts(table: _Table) -> list[int]:
    return [at for at in table.of("unknown", "blank") if table.is_amounts(at)]


def _years_beside(table: _Table, baseline: int | None, interim: list[int], target: int) -> dict[int, int]:
    """A column of years for each column of values, by its words or in the same order; else it is not known whose."""
    values = sorted(at for at in (baseline, *interim, target) if at is not None)
    kinds = ("years", "target", "baseline", "year")
    years = [at for at in table.of(*kinds) if table.is_years(at) and at not in values]
    sides = {"baseline": baseline, "target": target}
    told = {own: at for at in years if (own := sides.get(_side(table.headings[at]))) is not None}
    if len(told) == len(years):
        return told
    dated = [at for at in values if not table.headings[at].years]
    for some in (values, dated):
        if len(years) == len(some):
            return dict(zip(some, years, strict=True))
    raise _OpenQuestionError(OpenQuestion(f"年度の列「{table.headings[years[0]].text}」がどの値の年度か分かりません"))


def _unit(table: _Table) -> int | None:
    """「現状値｜単位｜目標値｜単位」: the first of several that say the same in each row."""
    units = table.of("unit") or [at for at in table.of("blank") if table.is_units(at)]
    if len({tuple(table.cells[at]) for at in units}) > 1:
        raise _OpenQuestionError(OpenQuestion("単位の列がいくつもあり、行によって単位が違います"))
    return units[0] if units else None


def _part(table: _Table, name: int) -> int | None:
    """One without a header is that only where its cells name parts: 「男」「女」."""
    if name + 1 < len(table.headings) and name in _under_one_header(table, name + 1):
        return name + 1
    at = part_column(table.headings, name)
    is_told = at is None or table.headings[at].column != "blank" or all(names_part(c) for c in table.cells[at] if c)
    return at if is_told else None


def _side(heading: ColumnHeading) -> str:
    return value_of_years(heading.text) or heading.column


def _few_values(table: _Table, columns: Columns) -> OpenQuestion | None:
    for value in (columns.baseline, columns.target):
        if value is None:
            continue
        cells = [cell for cell in table.cells[value.at - table.start] if cell]
        read = [cell for cell in cells if says_a_target(cell) or cell_kind(cell) == "blank" or is_reference(cell)]
        if len(read) < VALUE_SHARE * len(cells) or (not cells and value is columns.target):
            return OpenQuestion(
                f"表の列「{value.heading.text}」は {len(cells)} 欄のうち {len(read)} 欄しか値として読めないため、"
                "この表の値は取り込みません（行は本文として検索できます）"
            )
    return None


def _unclear(table: _Table, columns: Sequence[int]) -> OpenQuestion:
    texts = [table.headings[at].text or f"{at + 1}列目" for at in columns]
    listed = "」「".join(texts) or "目標値"
    how = _HOW.format(texts[0] if texts else "列の見出し")
    asked = tuple(text for at in columns if (text := table.headings[at].text))
    return OpenQuestion(f"表の列「{listed}」が何の値か分からないため、この表の値は取り込みません。{how}", asked)


def _remarks(table: _Table, columns: Columns) -> list[LeftUnread]:
    """What is in the table and not read."""
    used = (
        {table.start + at for at in table.of("unit")}
        | {columns.name, columns.unit, columns.part, columns.label, columns.goal}
        | {value.at for value in columns.values}
    )
    used |= {value.years_at for value in columns.values}
    left = [at for at in range(len(table.headings)) if table.start + at not in used and table.headings[at].text]
    values = {"target", "baseline", "year", "interim"}
    none = [LeftUnread("表に基準値の列がありません")] if columns.baseline is None else []
    none += [
        LeftUnread(f"表の列「{one.text}」の年度は、計画のほかの表や文に書かれた{one.last_year.label}としました")
        for value in columns.values
        if (one := value.heading).last_year and not find_years(unicodedata.normalize("NFKC", one.text))
    ]
    return none + [
        LeftUnread(
            f"表の列「{table.headings[at].text}」は読み取りの対象外です"
            + ("（同じ表の別の列を採りました）" if table.headings[at].column in values else ""),
            table.headings[at].text,
        )
        for at in left
    ]


def _label_column(table: _Table, name: int) -> int | None:
    """The column before the name that says what each row belongs to, a measure before all else."""
    for words in ("measures", "others"):
        found = [at for at in range(name) if name_key(table.headings[at].text) in _label_words(words)]
        if found:
            return found[-1]
    return None


def _goal_column(table: _Table, name: int, label: int | None) -> int | None:
    """「基本目標」, or 政策 beside 施策: the outer of the columns before the name."""
    before = range(name if label is None else label)
    goals = [at for at in before if name_key(table.headings[at].text) in _label_words("goals")]
    return next(iter(goals), next((at for at in before if heads_measures(table.headings[at].text)), None))


def heads_measures(text: str) -> bool:
    return name_key(text) in _label_words("measures")


@cache
def _label_words(part: str) -> frozenset[str]:
    return frozenset(map(name_key, read_toml(VOCABULARY / "table_words.toml")["labels"][part]))
