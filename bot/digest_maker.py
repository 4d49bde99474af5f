"""Digests from the ledger, for the scheduler, for previews and for tests before saving."""

from datetime import datetime

from bot.blockkit.digests import digest_messages
from bot.blockkit.parts import Message
from bot.digest import Digest, make_digest
from bot.digest_schedule import Schedule
from bot.values import LedgerValues
from knowledge import CurrentValues


class DigestMaker:
    """Thread-safe."""

    def __init__(self, values: LedgerValues) -> None:
        self._values = values

    def digest(self, schedule: Schedule, as_of: datetime, before: datetime | None) -> Digest:
        """As of any aware moment, past ones too. `before` is the moment of the digest it is compared with."""
        earlier = self._known_at(before) if before else None
        settings = self._values.settings
        return make_digest(schedule, self._known_at(as_of), earlier, as_of=as_of, before=before, settings=settings)

    def messages(self, schedule: Schedule, as_of: datetime, before: datetime | None) -> list[Message]:
        return digest_messages(self.digest(schedule, as_of, before))

    def _known_at(self, moment: datetime) -> CurrentValues:
        known = self._values.current.ledger.known_at(moment)
        return CurrentValues(self._values.catalog, known, self._values.settings.thresholds())
