"""What one column is by its whole header: actual values of a year, what stands beside them, or something else."""

from collections.abc import Sequence

from msgspec import Struct

from knowledge.indicators.sheets.header_words import Heading
from knowledge.indicators.sheets.sheet_words import LABELS, REVISIONS, is_code, marks
from knowledge.indicators.sheets.tables import HeadedColumn
from knowledge.model.column_words import Role
from knowledge.model.fiscal import FiscalYear
from knowledge.model.normalize import name_key
from knowledge.model.structs import replace

_ATTRIBUTES = frozenset(("fiscal_year", "as_of", "unit", "status", "source", "note", "grade", "comment"))
_EXACT = frozenset(("id", "name", "fiscal_year", "as_of", "unit", "status", "sample", "confirmed"))
"""Taken only where every word of the header is known: one more may make another thing of them."""
_MAY_HEAD_VALUES = frozenset((None, "status", "name", *REVISIONS))
_BESIDE_AN_ACTUAL = frozenset(("value", "name", "status", "unit", "neutral", *REVISIONS))
OTHER_FIGURES = frozenset(("target", "baseline", "plan"))


class ColumnRole(Struct, frozen=True):
    """`role` None: not understood. `year` where the header names one fiscal year; `why` it is no actual after all.

    `is_bare`: nothing but a year, or 「値」, says that it holds values. `revision`: later or earlier where the header
    says so.
    """

    column: HeadedColumn
    role: Role | None
    year: FiscalYear | None = None
    unit: str = ""
    provisional: bool = False
    is_bare: bool = False
    revision: Role = ""
    why: str = ""

    @property
    def index(self) -> int:
        return self.column.index

    @property
    def place(self) -> str:
        letters = self.column.letters
        return f"{letters}「{self.column.text}」" if self.column.text else f"{letters}（見出しなし）"

    @property
    def label(self) -> str:
        """What the column is taken for, in words."""
        kind = LABELS.get(self.role or "", "意味が分からない列")
        if self.role != "value":
            return self.why or kind
        return f"{self.year.label}の{kind}" if self.year else kind


def read_column(column: HeadedColumn, *, has_amounts: bool = False) -> ColumnRole:
    """`has_amounts`: there are amounts below it, so that 「確定値」 heads values and not words."""
    roles = [role for part in column.parts for role in part.roles]
    years = {year for part in column.parts for year in (*part.fiscal_years, *part.ends_of_years)}
    said = [one for part in column.parts for one in part.years]
    role = _own_role(column.parts)
    read = ColumnRole(
        column,
        role,
        next(iter(years)) if len(years) == 1 else None,
        next((part.unit for part in column.parts if part.unit), ""),
        "status" in roles and any("速報" in part.text or "暫定" in part.text for part in column.parts),
        revision=_revision(column, roles),
    )
    if role in _ATTRIBUTES - {"grade", "comment"} and OTHER_FIGURES & set(roles):
        of = next(one for one in roles if one in OTHER_FIGURES)
        return replace(read, role=of, why=f"{LABELS[of]}の{LABELS[role or '']}")
    if role == "fiscal_year" and not set(roles) <= {"fiscal_year", "value", "neutral"}:
        return replace(read, role=None, why="実績値の年度かどうか分からない列")
    if role == "group" and has_amounts and column.parts[-1].years:
        return replace(read, role=None, why=f"「{column.parts[0].text}」の何の値か分からない列")
    if (role == "value" or said) and role in ("value", "status") and is_code(column.parts[-1].text):
        return replace(read, role="code" if has_amounts else "status")
    is_revised = bool(read.revision) and has_amounts
    may_be_value = role == "value" or (role in _MAY_HEAD_VALUES and (bool(said) or is_revised))
    if not may_be_value or (not is_revised and _ends_in(column, role) and not _ends_in_year(column)):
        return replace(read, role=None) if role in REVISIONS else read
    beside = _BESIDE_AN_ACTUAL | ({"progress"} if "value" in column.parts[-1].roles else set())
    ruling = next((one for one in reversed(roles) if one not in beside), None)
    if ruling is not None:
        return replace(read, role=ruling)
    rest = "".join(part.rest for part in column.parts)
    is_told = "status" in roles or any("value" in part.roles and not part.is_plain for part in column.parts)
    return _as_value(read, said, rest=rest, is_bare=not is_told)


def _revision(column: HeadedColumn, roles: Sequence[Role]) -> Role:
    """「実績（訂正後）」「確定値」 → later; 「訂正前」「速報」 → earlier; "" for neither, or both."""
    said = {role for role in roles if role in REVISIONS}
    keys = [name_key(part.text) for part in column.parts if "status" in part.roles]
    for revision, words in (("later", marks()["final"]), ("earlier", marks()["provisional"])):
        said |= {revision for key in keys if any(name_key(word) in key for word in words)}
    return said.pop() if len(said) == 1 else ""


def _ends_in(column: HeadedColumn, role: Role | None) -> bool:
    """Its lowest part says of the values above or beside what they are."""
    return role in ("status", "name", *REVISIONS) and column.parts[-1].role == role


def _ends_in_year(column: HeadedColumn) -> bool:
    return bool(column.parts[-1].years)


def _as_value(read: ColumnRole, said: Sequence[object], *, rest: str, is_bare: bool) -> ColumnRole:
    """An actual, unless its header says more than is understood."""
    if rest:
        # what is left is a key: quoted only where it stands so in the sheet (「4〜12月」 leaves 412月)
        quoted = f"「{rest}」の" if rest in read.column.text else ""
        return replace(read, role=None, why=f"{quoted}意味が分からない列")
    if said and read.year is None:
        return replace(read, role=None, why="年度を一つに決められない列（暦年・月・日、または年度が二つ）")
    return replace(read, role="value", is_bare=is_bare)


def _own_role(parts: Sequence[Heading]) -> Role | None:
    """That of the lowest part that has one; of several words in a part the last."""
    for part in reversed(parts):
        role = part.role
        if role == "unit" and _is_beside_a_name(part, parts):
            continue
        if role in _EXACT and part.rest:
            return None
        if role is not None:
            return role
    return None


def _is_beside_a_name(unit: Heading, parts: Sequence[Heading]) -> bool:
    """「（単位）」 below 「指標名」: names with their units in brackets."""
    return unit.text.strip().startswith(("(", "（", "[", "［", "【")) and any(part.role == "name" for part in parts)
