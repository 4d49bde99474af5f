"""The column in which a table says row by row whether its numbers are 目標 or 実績."""

from collections.abc import Sequence

from knowledge.files.grid import Row
from knowledge.indicators.sheets.cell_values import is_amount
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.indicators.sheets.sheet_words import BESIDE_NUMBERS, KINDS, REVISIONS, marks, short_kind
from knowledge.indicators.sheets.tables import RawTable
from knowledge.model.column_words import Role
from knowledge.model.normalize import name_key

_MUST_SAY_KINDS = frozenset((None, "status", "name", "group", "fiscal_year", "as_of", "number", "kind", "unclear"))
_MAY_SAY_KINDS = _MUST_SAY_KINDS | {"method", "unit", "activity"}
"""Where one row says 目標, the others say something of the kind."""
_YEARS = frozenset(("fiscal_year", "as_of"))
_FIGURES = frozenset(("target", "plan", "baseline", "rate"))


def find_kinds(raw: RawTable, columns: Sequence[ColumnRole], name: int | None) -> tuple[int | None, str]:
    """Where every filled cell says 目標, 実績, 達成率 …, and not all say 実績; a doubt where only some do."""
    doubt = ""
    for one in columns:
        if one.index == name or one.role not in _MAY_SAY_KINDS:
            continue
        rows = [row for row in raw.rows if row.text(one.index) and not _is_over(row, one.index, name)]
        kinds = {kind_of(row.text(one.index), raw) for row in rows}
        of_years = {"previous"} if one.role in _YEARS else set[Role]()  # 昨年度 in a column of years is a year
        if None not in kinds and kinds & (KINDS - {"value"} - of_years):
            return one.index, ""
        if one.role in _MUST_SAY_KINDS:
            doubt = doubt or _doubt(one, [row.text(one.index) for row in rows if len(row.distinct(raw.span)) > 1], raw)
    return None, doubt


def _doubt(column: ColumnRole, texts: Sequence[str], raw: RawTable) -> str:
    """Some of what stands in rows with values is a kind, and some is not."""
    kinds = {text: kind_of(text, raw) for text in texts}
    unknown = "」「".join(text for text, kind in kinds.items() if kind is None)
    is_mixed = bool(unknown) and not _FIGURES.isdisjoint(kinds.values())
    return f"{column.place}の「{unknown}」が目標か実績か分かりません" if is_mixed else ""


def codes_that_differ(raw: RawTable, columns: Sequence[ColumnRole]) -> str:
    """Numbers beside the values may part targets from actuals: 「1:目標 2:実績」."""
    for one in (one for one in columns if one.role == "code"):
        codes = dict.fromkeys(text for row in raw.rows if is_amount(text := row.text(one.index)))
        if len(codes) > 1:
            return f"{one.place}の「{'」「'.join(codes)}」が何を表すか分かりません"
    return ""


def _is_over(row: Row, column: int, name: int | None) -> bool:
    """A heading that is merged over the names."""
    area = row.area(column)
    return area is not None and name is not None and area[1] <= name <= area[3]


def kind_of(text: str, raw: RawTable) -> Role | None:
    """「目標値」「目標（修正後）」「P」 → target or plan; 「実績（見込）」 → plan. None for none, or several."""
    if short := short_kind(text):
        return short
    if name_key(text) in map(name_key, marks()["final"]):
        return "value"  # 「確定」 beside 「見込」
    heading = raw.read(text)
    roles = [role for role in heading.roles if role not in ("neutral", "status")]
    if not roles or heading.years or not set(roles) <= KINDS | BESIDE_NUMBERS | REVISIONS:
        return None
    other = next((role for role in roles if role not in {"value", *REVISIONS}), None)
    return other or (None if heading.rest or REVISIONS & set(roles) else "value")
