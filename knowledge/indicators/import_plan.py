"""The result of a dry run of an import: every row accepted, refused or listed with its reason."""

import unicodedata
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from knowledge.indicators.ledger import Draft, Entry
from knowledge.indicators.sheets.columns import ColumnRole
from knowledge.model.records import Indicator
from knowledge.model.structs import replace

PENDING = "まだ値がありません"


class AcceptedRow(Struct, frozen=True):
    """`place`: 「シート 3行目」, as a reader finds it. `before` is the value that is corrected, None for a new one.

    `marked` is the cell's text where marks stand beside the number, `confirmed` the doubt that somebody has answered.
    """

    place: str
    cell: str
    indicator: Indicator
    draft: Draft
    before: Entry | None
    sheet: str = ""
    marked: str = ""
    confirmed: str = ""

    @property
    def kind(self) -> Literal["新規", "訂正"]:
        return "訂正" if self.before else "新規"


class RefusedRow(Struct, frozen=True):
    """`indicator` as the row names it, `cell` 「B7」, "" for a whole row. One refused row holds everything back.

    `once_confirmed`: what it becomes where the reason is a doubt, and somebody says that the value is right.
    `is_named_only`: another column holds what the indicator counts, and only who names the cell can say so.
    """

    place: str
    cell: str
    indicator: str
    reason: str
    once_confirmed: AcceptedRow | None = None
    is_named_only: bool = False

    def is_at(self, cell: str) -> bool:
        """「F6」, or 「実績!F6」 where sheets have names."""
        sheet = self.once_confirmed.sheet if self.once_confirmed else ""
        return _key(cell) in (_key(self.cell), _key(f"{sheet}!{self.cell}"))


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


class ListedRow(Struct, frozen=True):
    """A row from which nothing is taken, and that is no mistake: no value yet, a total, a heading."""

    place: str
    text: str
    why: str


class ReadTable(Struct, frozen=True):
    """How the columns of one table were understood: those that are read, and those that are left out."""

    place: str
    taken: tuple[ColumnRole, ...]
    left_out: tuple[ColumnRole, ...]


class ImportPlan(Struct, frozen=True):
    """The result of a dry run. `unchanged` rows say what the ledger says already; `empty` ones have no value.

    `pending`: those of the empty ones that say so in a word (集計中). `remarks`: what else a reader must know.
    """

    accepted: tuple[AcceptedRow, ...]
    refused: tuple[RefusedRow, ...]
    unchanged: int
    empty: int
    pending: tuple[ListedRow, ...]
    skipped: tuple[ListedRow, ...]
    tables: tuple[ReadTable, ...]
    remarks: tuple[str, ...]
    ignored_sheets: tuple[str, ...]

    @property
    def drafts(self) -> tuple[Draft, ...]:
        return tuple(row.draft for row in self.accepted)

    @property
    def doubts(self) -> tuple[RefusedRow, ...]:
        """What a confirmation is enough for."""
        return tuple(row for row in self.refused if row.once_confirmed)

    @property
    def plain_doubts(self) -> tuple[RefusedRow, ...]:
        """Those that may be answered without naming their cells."""
        return tuple(row for row in self.doubts if not row.is_named_only)

    @property
    def refused_rows(self) -> int:
        """Rows of which something cannot be taken, however many of their cells."""
        return len({row.place for row in self.refused if row.once_confirmed is None})

    def confirm(self, doubts: Iterable[RefusedRow]) -> "ImportPlan":
        """The same with these of its doubts answered."""
        answered = list(doubts)
        rows = [replace(row.once_confirmed, confirmed=row.reason) for row in answered if row.once_confirmed]
        left = tuple(row for row in self.refused if row not in answered)
        return replace(self, accepted=(*self.accepted, *rows), refused=left)

    @property
    def units(self) -> dict[str, str]:
        return {row.indicator.id: row.indicator.unit for row in self.accepted}

    @property
    def summary(self) -> str:
        new = sum(1 for row in self.accepted if row.before is None)
        doubts = f"確認が必要な値 {len(self.doubts)}件、" if self.doubts else ""
        return (
            f"新規 {new}件、訂正 {len(self.accepted) - new}件、変更なし {self.unchanged}件、"
            f"空欄 {self.empty}件、{doubts}受け付けられない行 {self.refused_rows}行"
        )


Outcome = AcceptedRow | RefusedRow | ListedRow | Literal["unchanged", "empty"]
