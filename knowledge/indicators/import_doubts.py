"""Doubts about values that are read: what somebody may answer with yes, and what other values contradict."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct, field

from knowledge.indicators.import_drafts import RefusalError
from knowledge.indicators.import_plan import AcceptedRow, Outcome, RefusedRow
from knowledge.indicators.ledger import Draft, Ledger, Point
from knowledge.indicators.sheets.captions import is_own_name
from knowledge.indicators.sheets.cell_values import is_amount, read_value
from knowledge.indicators.sheets.columns import OTHER_FIGURES
from knowledge.indicators.sheets.indicator_names import IndicatorNames
from knowledge.indicators.sheets.remarks import Remark
from knowledge.indicators.sheets.sheet_words import remark_words
from knowledge.indicators.sheets.table_columns import Table
from knowledge.indicators.sheets.table_rows import ValueCell
from knowledge.indicators.sheets.tables import HeadedColumn
from knowledge.indicators.validation import find_problems
from knowledge.model.fiscal import FiscalYear, Period
from knowledge.model.normalize import name_key
from knowledge.model.quantity import printed_unit
from knowledge.model.records import Indicator
from knowledge.model.structs import replace


class Importing(Struct):
    """What every row is held against, and what has been read so far. `own`: what the city and its plan are called."""

    names: IndicatorNames
    ledger: Ledger
    by: str
    today: date
    plan: Period | None
    own: tuple[str, ...]
    seen: dict[Point, tuple[str, Draft]] = field(default_factory=dict)
    disputed: dict[Point, "Dispute"] = field(default_factory=dict)


class Dispute(Struct, frozen=True):
    """What contradicts a value read before it. A doubt can be answered, two values for one year cannot."""

    why: str
    is_doubt: bool


def doubts_of(
    reader: Importing, table: Table, value: ValueCell, draft: Draft, indicator: Indicator, *, is_confirmed: bool
) -> Iterator[str]:
    """Sentences that somebody may answer with yes. Raises RefusalError for what must be mended."""
    problems = find_problems(draft, indicator, reader.ledger, today=reader.today, plan=reader.plan)
    if to_mend := [problem.message for problem in problems if problem.needs == "mending"]:
        raise RefusalError("".join(to_mend))
    yield from (problem.message for problem in problems)
    yield from dict.fromkeys(one.quoted for one in _said_of(reader, table, value, draft, indicator))
    if indicator.unit == "%":
        yield from _of_share(table, value)
    if indicator.counting != "cumulative":
        yield from _of_state(table, value)
    if indicator.counting == "cumulative":
        yield from _of_count(reader, table, value.column.column, draft, is_confirmed=is_confirmed)


def is_beside_its_own(table: Table, value: ValueCell, indicator: Indicator) -> bool:
    """Whether another column seems to hold what the indicator counts: the share, the sum."""
    is_count = indicator.counting == "cumulative" and "累計" not in value.column.column.text
    is_share = indicator.unit == "%" and any(_of_share(table, value))
    is_state = indicator.counting != "cumulative" and any(_of_state(table, value))
    return is_share or is_state or (is_count and any(_other_counts(table)))


def _said_of(reader: Importing, table: Table, value: ValueCell, draft: Draft, indicator: Indicator) -> Iterator[Remark]:
    for one in (*value.beside, *table.remarks):
        is_elsewhere = one.rows is not None and value.row.number not in one.rows
        is_own = one.is_named and is_own_name(one, reader.own)
        if one.is_provisional or is_elsewhere or is_own or not one.is_of(draft.fiscal_year, indicator.name):
            continue
        is_said_by_column = one.counting == "single" and "累計" in value.column.column.text
        if is_said_by_column or (one.counting and {one.counting, indicator.counting} != {"single", "cumulative"}):
            continue
        if not one.units or (not draft.unit and not _is_in(indicator, one.units)):
            yield one


def _is_in(indicator: Indicator, units: Sequence[str]) -> bool:
    return name_key(printed_unit(indicator.unit or "")) in map(name_key, units)


def _other_counts(table: Table) -> Iterator[str]:
    """Columns that may hold the counts: 「累計」, and no target or plan."""
    return (one.place for one in table.left_out if "累計" in one.column.text and one.role not in OTHER_FIGURES)


def _of_share(table: Table, value: ValueCell) -> Iterator[str]:
    """「2026年度／実数(a)」 beside 「2026年度／a/b(％)」: a share of 12 people may be none of 12％."""
    if _is_share(value.column.column):
        return
    beside = [
        one
        for one in table.left_out
        if _is_share(one.column) and one.year == value.column.year and one.role not in {*OTHER_FIGURES, "rate"}
    ]
    if any(is_amount(value.row.text(one.index)) for one in beside):
        yield f"割合の列（{beside[0].place}）がほかにあるため、割合ではないかもしれません。"


def _is_share(column: HeadedColumn) -> bool:
    return "%" in unicodedata.normalize("NFKC", column.text)


def _of_state(table: Table, value: ValueCell) -> Iterator[str]:
    """「R6｜単年 2｜累計 14」: a sum of what is new begins with the same number in both."""
    first = min(table.sums, key=lambda at: next(one.year or 0 for one in table.values if one.index == at), default=None)
    if first is None:
        return
    year, total = (read_value(value.row.text(at)) for at in (first, table.sums[first].index))
    if total is not None and (year is None or year.value != total.value):
        yield f"{table.sums[first].place}に別の値があり、増えた数か、そのときの数か分かりません。"


def _of_count(
    reader: Importing, table: Table, column: HeadedColumn, draft: Draft, *, is_confirmed: bool
) -> Iterator[str]:
    """Values of each year where the plan counts on: they fall, or a column of its own holds the count."""
    if "累計" not in column.text and any(word in column.text for word in remark_words("per_year")):
        yield f"累計の指標ですが、見出しに「{column.text}」とあり、年度ごとの値かもしれません。"
    if beside := [] if "累計" in column.text else list(_other_counts(table)):
        yield f"累計の列（{beside[0]}）がほかにあるため、年度ごとの値かもしれません。"
        return
    own = [other for _, other in reader.seen.values() if other.indicator == draft.indicator]
    if any((other.fiscal_year - draft.fiscal_year) * (other.value - draft.value) < 0 for other in own):
        why = "累計の指標ですが、年度を追って減っています"
        if not is_confirmed:
            reader.disputed |= {other.point: Dispute(why, is_doubt=True) for other in own}
        yield f"{why}。"


# Values that others make doubtful


def without_targets(rows: Sequence[Outcome], tables: Sequence[Table]) -> list[Outcome]:
    """Where columns only name years and all values of a year are the plan's targets, they may be no actuals."""
    if not any(value.is_bare for table in tables for value in table.values):
        return list(rows)
    of_year: dict[FiscalYear, list[AcceptedRow]] = {}
    for row in rows:
        if isinstance(row, AcceptedRow):
            of_year.setdefault(row.draft.fiscal_year, []).append(row)
    doubted = {
        id(row)
        for some in of_year.values()
        if len(some) > 1 and all(row.draft.value in {q.value for q in row.indicator.targets} for row in some)
        for row in some
    }
    why = "この年度の値がどれも計画の目標値と同じです。実績値で間違いありませんか。"
    return [_doubted(row, why) if isinstance(row, AcceptedRow) and id(row) in doubted else row for row in rows]


def _doubted(row: AcceptedRow, why: str) -> RefusedRow:
    return RefusedRow(row.place, row.cell, row.indicator.title, why, row)


def undisputed(reader: Importing, row: Outcome) -> Outcome:
    """What contradicts a later value is no more certain than that."""
    own = row.once_confirmed if isinstance(row, RefusedRow) else row if isinstance(row, AcceptedRow) else None
    dispute = reader.disputed.get(own.draft.point) if own else None
    if own is None or dispute is None or (dispute.is_doubt and own is not row):
        return row
    return replace(_doubted(own, f"{dispute.why}。"), once_confirmed=own if dispute.is_doubt else None)
