"""A person's App Home, drawn when they open it and again when one of their digests has changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.features.digest_access import Digests, Viewer
from bot.features.jobs import Handled, Jobs
from bot.slack import Origin, Outbox
from bot.values import LedgerValues
from bot.views.digests.listing import digest_line
from bot.views.home import DigestLine, home_view


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeTab:
    digests: Digests
    values: LedgerValues
    outbox: Outbox
    jobs: Jobs

    def publish(self, user: str) -> Handled:
        known = self.digests
        lines = list(self._lines(user)) if known.permissions.membership(user) == "staff" else []
        self.outbox.publish(user, home_view(known.catalog, self.values, updated=known.clock(), digests=lines))
        return Handled()

    def _lines(self, user: str) -> Iterator[DigestLine]:
        """Those that wait for a new owner first."""
        known = self.digests
        ownerless = known.ownerless(Viewer(user, known.permissions.is_admin(user)))
        for schedule, name in ownerless:
            yield digest_line(known.view(schedule, can_change=True), left=name)
        for schedule in known.own(user):
            if schedule not in (each for each, _ in ownerless):
                yield digest_line(known.view(schedule, can_change=True))

    def refresh(self, *users: str) -> None:
        """Later, in each person's own lane: nobody's press waits for it."""
        for user in dict.fromkeys(users):
            self._refresh(user)

    def _refresh(self, user: str) -> None:
        origin = Origin(kind="home_refresh", user=user)
        self.jobs.put(origin, lambda: self.publish(user), lane=f"home {user}")
