"""Digests from the ledger, for the scheduler, for previews and for tests before saving."""

from datetime import datetime

from bot.config import Lru
from bot.digests import Schedule
from bot.digests.content import Digest, make_digest
from bot.values import LedgerValues
from bot.views import Message
from bot.views.digests.message import digest_messages
from knowledge.indicators import CurrentValues

KEPT_VALUES, KEPT_MESSAGES = 16, 256  # a moment's judgements are used by every schedule due then


class DigestRenderer:
    """Thread-safe."""

    def __init__(self, values: LedgerValues) -> None:
        self._values = values
        self._known: Lru[tuple[int, int], CurrentValues] = Lru(KEPT_VALUES)
        self._made: Lru[object, list[Message]] = Lru(KEPT_MESSAGES)

    def digest(self, schedule: Schedule, as_of: datetime, before: datetime | None) -> Digest:
        """As of any aware moment, past ones too. `before` is the moment of the digest it is compared with."""
        then = self._known_at(before) if before else None
        now = self._known_at(as_of)
        return make_digest(schedule, now, then, as_of=as_of, before=before)

    def messages(self, schedule: Schedule, as_of: datetime, before: datetime | None) -> list[Message]:
        """The headline first, the others for its thread. Empty for a silent digest."""
        key = (schedule, as_of, before, len(self._values.current.ledger.entries))
        return self._made.get(key, lambda: digest_messages(self.digest(schedule, as_of, before)))

    def _known_at(self, moment: datetime) -> CurrentValues:
        """Of one ledger, as many known entries are always the same ones: known is what was written until then."""
        current = self._values.current
        known = current.ledger.known_at(moment)
        if len(known.entries) == len(current.ledger.entries):
            return current
        key = (len(current.ledger.entries), len(known.entries))
        return self._known.get(key, lambda: CurrentValues(current.catalog, known, current.thresholds))
