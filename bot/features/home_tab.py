"""A person's App Home, drawn when they open it and again when one of their digests has changed."""

from collections.abc import Iterator

from msgspec import Struct

from bot.config.retention import privacy_note
from bot.features.digest_access import Digests, Viewer
from bot.features.gaps import Teaching
from bot.features.jobs import Handled, Jobs
from bot.rights import NotAnsweredError
from bot.slack import Origin, Outbox
from bot.values import LedgerValues
from bot.views.digests.listing import digest_line
from bot.views.home import DigestLine, closed_home_view, home_view
from knowledge.model.plans import lacks_successor
from knowledge.wording import tokyo_day


class HomeTab(Struct, frozen=True, kw_only=True):
    digests: Digests
    values: LedgerValues
    outbox: Outbox
    jobs: Jobs
    teaching: Teaching
    keeps_texts: bool

    def publish(self, user: str) -> Handled:
        known = self.digests
        try:
            known.permissions.check("home", Origin(kind="home", user=user))
        except NotAnsweredError as error:
            self.outbox.publish(user, closed_home_view(known.catalog, error.user_message))
            return Handled("not_answered")
        lines = list(self._lines(user)) if known.permissions.may("digest", user) else []
        privacy = privacy_note(keeps_texts=self.keeps_texts)
        gaps = self.teaching.gaps() if known.permissions.may("gaps", user) else None
        view = home_view(
            known.catalog,
            self.values,
            updated=known.clock(),
            digests=lines,
            digests_lost=known.loss,
            gaps=gaps,
            gaps_lost=self.teaching.losses,
            privacy=privacy,
            others=[label for mark, label in known.plans.labels().items() if mark != known.plan],
            lacks_successor=gaps is not None and lacks_successor(known.plans.facts, tokyo_day(known.clock())),
        )
        self.outbox.publish(user, view)
        return Handled()

    def _lines(self, user: str) -> Iterator[DigestLine]:
        """Those that wait for a new owner first."""
        known = self.digests
        ownerless = known.ownerless(Viewer(user, known.permissions.person(user)))
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
