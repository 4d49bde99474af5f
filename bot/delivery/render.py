"""Digests from the ledger, for the scheduler, for previews and for tests before saving."""

from collections.abc import Callable
from datetime import datetime

from bot.config import Lru
from bot.digests import Schedule, Slot
from bot.digests.alerts import make_alert
from bot.digests.content import Digest, make_digest
from bot.digests.slot import News
from bot.digests.spreadsheet import digest_table
from bot.slack.uploads import File
from bot.values import LedgerValues
from bot.values.plans import PlanGoneError, Plans
from bot.views import Message
from bot.views.digests.message import digest_messages
from knowledge.answers.answer import FIRST_MARK
from knowledge.indicators import CurrentValues
from knowledge.model import JST
from knowledge.model.plans import ended_note
from knowledge.model.structs import replace
from knowledge.wording import tokyo_day

KEPT_VALUES, KEPT_MESSAGES = 16, 256  # a moment's judgements are used by every schedule due then


def file_name(slot: Slot) -> str:
    """「KPI一覧_20240603_090000.xlsx」: by this name the file is known in the thread of its delivery."""
    return f"KPI一覧_{slot.due.astimezone(JST):%Y%m%d_%H%M%S}.xlsx"


def spreadsheet(digest: Digest, name: str) -> File:
    from bot.documents.workbook_out import xlsx_bytes  # openpyxl is needed here alone

    return File(name=name, title=f"{digest.name}（Excel）", content=xlsx_bytes([digest_table(digest)]))


class DigestRenderer:
    """Thread-safe."""

    def __init__(self, values: Callable[[str], LedgerValues], name_of: Callable[[str], str] = lambda _: "") -> None:
        """By the mark of a plan: its values, PlanGoneError where it is no more; its name, "" of the only one."""
        self._values, self._name_of = values, name_of
        self._known: Lru[tuple[str, str, int, int], CurrentValues] = Lru(KEPT_VALUES)
        self._made: Lru[object, list[Message]] = Lru(KEPT_MESSAGES)

    @classmethod
    def of_plans(cls, plans: Plans) -> "DigestRenderer":
        return cls(lambda mark: plans.of(mark).values, plans.name_of)

    def digest(self, schedule: Schedule, as_of: datetime, before: datetime | None, news: News | None = None) -> Digest:
        """As of any aware moment, past ones too. `before` is the moment of the digest it is compared with.

        `news`: an alert about these entries.
        """
        if news:
            now = self.known_until(schedule.plan, news.upto)
            made = make_alert(schedule, now, self.known_until(schedule.plan, news.after), as_of)
        else:
            then = self._known_at(schedule.plan, before) if before else None
            now = self._known_at(schedule.plan, as_of)
            made = make_digest(schedule, now, then, as_of=as_of, before=before)
        ended = ended_note(now.catalog.strategy.period, tokyo_day(as_of))
        return replace(made, plan=self._name_of(schedule.plan), ended=ended)

    def preview(self, schedule: Schedule, as_of: datetime, before: datetime | None) -> Digest:
        """What would be sent now; of a schedule on changes a sample: as though all that is recorded were new."""
        ledger = self.current(schedule.plan).ledger
        is_sample = schedule.rule.is_on_change
        news = News(0, ledger.last_number, schedule.plan) if is_sample else None
        return replace(self.digest(schedule, as_of, before, news), as_if_new=is_sample)

    def messages(
        self, schedule: Schedule, as_of: datetime, before: datetime | None, news: News | None = None
    ) -> list[Message]:
        """The headline first, the others for its thread. Empty for a silent digest, and for one of no plan any more."""
        try:
            entries = len(self.current(schedule.plan).ledger.entries)
        except PlanGoneError:
            return []
        key = (schedule, as_of, before, news, entries)
        return self._made.get(key, lambda: self._messages(schedule, as_of, before, news))

    def _messages(
        self, schedule: Schedule, as_of: datetime, before: datetime | None, news: News | None
    ) -> list[Message]:
        mark = schedule.plan or (FIRST_MARK if self._name_of("") else "")
        return [message.in_plan(mark) for message in digest_messages(self.digest(schedule, as_of, before, news))]

    def file(self, schedule: Schedule, slot: Slot) -> File:
        """The table of a delivery as a spreadsheet: of the same figures as its messages."""
        return spreadsheet(self.digest(schedule, slot.as_of, slot.before, slot.news), file_name(slot))

    def current(self, plan: str) -> CurrentValues:
        """The same object until somebody has written. Raises PlanGoneError."""
        return self._values(plan).current

    def known_until(self, plan: str, number: int) -> CurrentValues:
        """As when the entry of this number had been written. Raises PlanGoneError."""
        current = self.current(plan)
        if number >= current.ledger.last_number:
            return current
        key = ("number", plan, len(current.ledger.entries), number)
        return self._known.get(
            key, lambda: CurrentValues(current.catalog, current.ledger.up_to(number), current.thresholds)
        )

    def _known_at(self, plan: str, moment: datetime) -> CurrentValues:
        """Of one ledger, as many known entries are always the same ones: known is what was written until then."""
        current = self.current(plan)
        known = current.ledger.known_at(moment)
        if len(known.entries) == len(current.ledger.entries):
            return current
        key = ("moment", plan, len(current.ledger.entries), len(known.entries))
        return self._known.get(key, lambda: CurrentValues(current.catalog, known, current.thresholds))
