"""Values that people record and take back: on disk first, then told."""

from msgspec import Struct

from bot.config import Clock
from bot.features.announcements import Announcements
from bot.rights import Permissions
from bot.slack import Origin
from bot.values import undone_text
from knowledge.indicators import Draft, Entry
from knowledge.model import Catalog
from knowledge.model.structs import replace
from knowledge.storage import LedgerStore


class Recording(Struct, frozen=True, kw_only=True):
    """Whoever calls it announces the entry, once the person has been answered."""

    ledger: LedgerStore
    catalog: Catalog
    permissions: Permissions
    announcements: Announcements
    clock: Clock

    def record(self, draft: Draft, origin: Origin) -> Entry:
        """A draft that was checked. Raises LedgerConflictError."""
        units = {draft.indicator: self.catalog.indicator(draft.indicator).unit}
        (entry,) = self.ledger.record([replace(draft, unit="")], units, at=self.clock())
        self.announcements.plan(entry, origin.user)
        return entry

    def take_back(self, entry_id: str, origin: Origin) -> tuple[Entry, str]:
        """The undo entry and what to say of it. Raises UnknownIdError or LedgerConflictError."""
        by = self.permissions.signature(origin.user)
        undone = self.ledger.undo(entry_id, by=by, at=self.clock())
        self.announcements.plan(undone, origin.user)
        return undone, f"{undone_text(undone, self.ledger.ledger(), self.catalog)}（記録 {undone.id}）"
