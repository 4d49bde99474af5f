"""The ledger of actual values: entries that are only ever added, and what they say by replay.

A correction is a new entry that names the one it replaces; an undo is an entry that names the one it takes back.
Taking back a correction brings back what it had replaced; taking back an undo brings back what it had taken back.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict

from knowledge.model.errors import LedgerConflictError, UnknownIdError
from knowledge.model.fiscal import JST, FiscalYear
from knowledge.model.normalize import visible_text
from knowledge.model.structs import replace
from knowledge.wording.amounts import SAMPLE_MARK, amount_text
from knowledge.wording.moments import day_text

ENTRY_MARK = "a"  # 「a17」: short enough to be typed
MOST_REPLAYED = 10  # new entries whose points are replayed one by one; with more, all are


class Draft(Struct, frozen=True, kw_only=True):
    """An actual (実績値) as somebody wants to record it: `value` in the indicator's printed unit.

    Either of a whole fiscal year, or of one day (`as_of`, 時点), as a population is; `is_year_of_day`: nobody said the
    year, it is the likelier of `years_as_of`. `unit` is what was written
    beside the number, "" when nothing was; `replaces` is the id of the entry that this one corrects. The office's own
    grade (A, 達成 …) and comment are kept as it wrote them.
    """

    indicator: str
    fiscal_year: FiscalYear
    value: Decimal
    by: str
    unit: str = ""
    as_of: date | None = None
    is_year_of_day: bool = False
    provisional: bool = False
    note: str = ""
    source: str = ""
    replaces: str | None = None
    sample: bool = False
    office_grade: str = ""
    office_comment: str = ""

    @property
    def point(self) -> "Point":
        return Point(self.indicator, self.fiscal_year, self.as_of)


class Point(Struct, frozen=True):
    """What has one value at a time: an indicator in a fiscal year, or on a day of it."""

    indicator: str
    fiscal_year: FiscalYear
    as_of: date | None

    @property
    def label(self) -> str:
        return f"{day_text(self.as_of)}時点" if self.as_of else self.fiscal_year.label


class Entry(Draft, frozen=True, kw_only=True):
    """One line of the ledger: what was drafted, in the printed unit. `at` is aware, UTC.

    kind undo: only id, kind, by, at, note and `replaces` (the entry taken back) are its own; the rest repeats what
    that entry says, so that a history can be read line by line. `sample` marks invented values (架空の値).
    """

    id: str
    kind: Literal["actual", "undo"]
    at: datetime

    @property
    def number(self) -> int:
        """The later it was written, the higher."""
        return int(self.id.removeprefix(ENTRY_MARK))

    @property
    def status(self) -> str:
        """「確定値」「速報値」; an invented value is nothing but that."""
        return SAMPLE_MARK if self.sample else "速報値" if self.provisional else "確定値"

    @property
    def value_text(self) -> str:
        """「40人」, and where it must never be mistaken for real: 「40人（架空の値）」."""
        text = amount_text(self.value, self.unit)
        return f"{text}（{SAMPLE_MARK}）" if self.sample else text


def end_of_day(day: date) -> datetime:
    """「9月末時点で分かっていた値」: everything recorded before the next midnight in Tokyo."""
    return datetime.combine(day + timedelta(days=1), time(), JST).astimezone(UTC) - timedelta(microseconds=1)


def clean_text(text: str) -> str:
    """A note or source as it can be kept anywhere: one kind of line end, nothing invisible, no outer spaces."""
    return visible_text(text).strip()


_STORED = (
    *("kind", "indicator", "fiscal_year", "as_of", "value", "unit", "provisional", "note", "source", "by", "at"),
    *("replaces", "sample"),
)
_STORED_LATER = ("office_grade", "office_comment")
"""What entries of before have not: "" there."""


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Without the id, which is the document's own. Values are decimals in strings, times ISO 8601 in UTC."""
    later = {name: text for name in _STORED_LATER if (text := getattr(entry, name))}
    return (
        {name: getattr(entry, name) for name in _STORED}
        | later
        | {
            "fiscal_year": int(entry.fiscal_year),
            "as_of": entry.as_of.isoformat() if entry.as_of else None,
            "value": str(entry.value),
            "at": entry.at.isoformat(),
        }
    )


class Ledger:
    """Entries in the order they were written, and the state that follows from them. Immutable."""

    def __init__(self, entries: Iterable[Entry], *, is_partial: bool = False) -> None:
        """`is_partial`: entries have been lost or cannot be read, which is said wherever values are shown."""
        self.entries = tuple(entries)
        self.is_partial = is_partial

    def extended(self, entries: Iterable[Entry]) -> "Ledger":
        """With later entries. What was worked out before is kept, so that one more costs little among 100,000."""
        new = tuple(entries)
        longer = Ledger((*self.entries, *new), is_partial=self.is_partial)
        if "by_id" in self.__dict__:
            longer.by_id = {**self.by_id, **{entry.id: entry for entry in new}}
        if "state" in self.__dict__ and len(new) <= MOST_REPLAYED:
            longer.state = longer._state_after(self.state, new)
        return longer

    def _state_after(self, before: Mapping[Point, Entry], new: Iterable[Entry]) -> Mapping[Point, Entry]:
        """A new value is what holds; an undo has its point replayed. Entries never reach beyond their point."""
        state = dict(before)
        for entry in new:
            if entry.kind == "actual":
                state[entry.point] = entry
        for point in dict.fromkeys(entry.point for entry in new if entry.kind == "undo"):
            state.pop(point, None)
            state.update(self.of_point(point).state)
        return state

    def of_point(self, point: Point) -> "Ledger":
        """Its entries alone."""
        own = (e for e in self.entries if e.indicator == point.indicator and e.fiscal_year == point.fiscal_year)
        return Ledger(entry for entry in own if entry.as_of == point.as_of)

    def known_at(self, moment: datetime) -> "Ledger":
        """The ledger as it stood at an aware moment."""
        return Ledger((entry for entry in self.entries if entry.at <= moment), is_partial=self.is_partial)

    def up_to(self, number: int) -> "Ledger":
        """The ledger as it stood when the entry of this number had been written."""
        return Ledger((entry for entry in self.entries if entry.number <= number), is_partial=self.is_partial)

    @property
    def last_number(self) -> int:
        """Of the entry written last; 0 where there is none."""
        return self.entries[-1].number if self.entries else 0

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _ended(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Undone entries and superseded entries, each with the id of the entry that did it.

        Newest first: an undo that was itself taken back does nothing, and neither does an undone correction.
        """
        undone: dict[str, str] = {}
        superseded: dict[str, str] = {}
        for entry in reversed(self.entries):
            if entry.replaces is not None and entry.id not in undone:
                (undone if entry.kind == "undo" else superseded).setdefault(entry.replaces, entry.id)
        return undone, superseded

    @cached_property
    def _standing(self) -> tuple[Entry, ...]:
        undone, superseded = self._ended
        return tuple(
            entry
            for entry in self.entries
            if entry.kind == "actual" and entry.id not in undone and entry.id not in superseded
        )

    @cached_property
    def state(self) -> Mapping[Point, Entry]:
        """The value that holds for each point, in no certain order."""
        return {entry.point: entry for entry in self._standing}

    def actuals(self, indicator: str) -> tuple[Entry, ...]:
        """The values that hold for an indicator, by year and day."""
        own = self._by_indicator.get(indicator, ())
        return tuple(sorted(own, key=lambda entry: (entry.fiscal_year, entry.as_of or entry.fiscal_year.last_day)))

    @cached_property
    def _by_indicator(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.state.values():
            found.setdefault(entry.indicator, []).append(entry)
        return found

    def history(self, indicator: str) -> tuple[Entry, ...]:
        """Every entry on an indicator, undone ones and undos included, as written."""
        return tuple(entry for entry in self.entries if entry.indicator == indicator)

    def status_text(self, id: str) -> str:
        """有効, 訂正済み（a18）, 取消済み（a19）; 取消 for an undo."""
        entry = self.entry(id)
        undone, superseded = self._ended
        if id in undone:
            return f"取消済み（{undone[id]}）"
        if id in superseded:
            return f"訂正済み（{superseded[id]}）"
        return "取消" if entry.kind == "undo" else "有効"

    def entry(self, id: str) -> Entry:
        """Raises UnknownIdError."""
        if id not in self.by_id:
            raise UnknownIdError("記録", id, get_close_matches(id, self.by_id, n=3, cutoff=0.5))
        return self.by_id[id]

    def vanished(self, known: Container[str]) -> tuple[Entry, ...]:
        """Values whose indicator the knowledge base no longer has: kept, and to be reported."""
        return tuple(entry for entry in self.state.values() if entry.indicator not in known)

    def samples(self) -> tuple[Entry, ...]:
        """Invented values that nobody has taken back yet, replaced ones included: they could come back."""
        undone, _ = self._ended
        return tuple(e for e in self.entries if e.sample and e.kind == "actual" and e.id not in undone)

    # New entries

    def recorded(self, draft: Draft, *, id: str, at: datetime, unit: str) -> Entry:
        """The entry for a draft. Raises LedgerConflictError unless it names exactly the value that it replaces."""
        standing = self.state.get(draft.point)
        replaces = self.replaced_by(draft)
        if standing is not None and replaces is None:
            raise LedgerConflictError(
                f"{draft.point.label}の実績はすでに登録されています（{standing.id}: {standing.value_text}）。"
                "訂正として登録してください。",
                standing.id,
            )
        if replaces is not None and (standing is None or standing.id != replaces):
            now = f"いまの値は {standing.id}（{standing.value_text}）です" if standing else "いまは値がありません"
            raise LedgerConflictError(
                f"訂正しようとした {replaces} は{draft.point.label}の値ではありません。{now}。", replaces
            )
        drafted = asdict(replace(draft, unit=unit, replaces=replaces, is_year_of_day=False))
        return Entry(id=id, kind="actual", at=at.astimezone(UTC), **drafted)

    def replaced_by(self, draft: Draft) -> str | None:
        """What the draft names; a real value replaces an invented one without naming it."""
        standing = self.state.get(draft.point)
        if draft.replaces is None and standing is not None and standing.sample and not draft.sample:
            return standing.id
        return draft.replaces

    def undone(self, target: str, *, id: str, by: str, at: datetime, note: str = "") -> Entry:
        """The entry that takes one back. Raises UnknownIdError or LedgerConflictError."""
        entry = self.entry(target)
        point = self.of_point(entry.point)
        undone, superseded = point._ended
        if target in undone:
            raise LedgerConflictError(f"{target} はすでに {undone[target]} で取り消されています。", undone[target])
        if target in superseded and not entry.sample:
            raise LedgerConflictError(
                f"{target} は {superseded[target]} で訂正されています。先にそちらを取り消してください。",
                superseded[target],
            )
        at = at.astimezone(UTC)
        undo = replace(entry, id=id, kind="undo", note=note, source="", by=by, at=at, replaces=target)
        point._refuse_effect(undo, entry)
        return undo

    def _refuse_effect(self, undo: Entry, target: Entry) -> None:
        """Taking back an undo must not bring back a value beside a later one, and must do something."""
        after = Ledger((*self.entries, undo))
        if sum(1 for entry in after._standing if entry.point == undo.point) > 1:
            standing = self.state[undo.point]
            raise LedgerConflictError(
                f"{undo.point.label}にはその後 {standing.id}（{standing.value_text}）が登録されています。"
                "先にそちらを取り消してください。",
                standing.id,
            )
        if after.state == self.state and not target.sample:
            raise LedgerConflictError(f"{target.id} を取り消しても、いまの値は変わりません。", target.id)
