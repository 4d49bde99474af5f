"""Words to people, or to a channel in their place, about deliveries that failed: each once.

What may have arrived is looked for before it is sent again.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from msgspec import Struct, field

from bot.delivery.outcome import Arrived, Gone
from bot.delivery.rate_limit import RateLimit
from bot.delivery.slack_poster import Poster
from bot.digests.slot import IN_FLIGHT
from bot.slack import Notice, NoticeStore
from bot.views import is_user
from bot.views.escaping import is_channel
from knowledge.model.structs import replace

log = logging.getLogger(__name__)

AGAIN_S = 300.0


class NoticeSender(Struct, frozen=True, kw_only=True):
    """`elapsed` counts seconds and never goes back. `working_on`: whether nobody else is at it until the end."""

    store: NoticeStore
    poster: Poster
    rate_limit: RateLimit
    elapsed: Callable[[], float]
    working_on: Callable[[str], AbstractContextManager[bool]] = lambda _: nullcontext(True)
    _not_before: dict[str, float] = field(default_factory=dict)

    def tell(self) -> None:
        """At most one person a step: a word to people goes before digests, and does not hold them up."""
        for notice in (each for each in self.store.waiting() if not each.entry):
            name = notice.name
            # Tried by a run that died: what it sent may still be on its way.
            first = self.elapsed() + (IN_FLIGHT.total_seconds() if notice.tried else 0.0)
            if self.elapsed() >= self._not_before.setdefault(name, first) and self.rate_limit.is_free(notice.user):
                self._not_before[name] = self.elapsed() + AGAIN_S
                self._tell_alone(notice)
                return

    def _tell_alone(self, notice: Notice) -> None:
        """As it stands once it is ours: another process may have told it, or died while it did."""
        with self.working_on(f"notice {notice.name}") as is_ours:
            current = self.store.find(notice.name) if is_ours else None
            if current is None:
                self._not_before.pop(notice.name, None)
            elif current.tried != notice.tried:
                self._not_before[notice.name] = self.elapsed() + IN_FLIGHT.total_seconds()
            else:
                self._tell(current)

    def _tell(self, notice: Notice) -> None:
        if not (is_user(notice.user) or is_channel(notice.user)):  # a schedule made at a terminal
            self.store.told(notice)
            return
        if notice.tried:
            was_told = self.poster.was_told(notice.user, notice.key)
            if was_told is None:
                return
            if was_told:
                self.store.told(notice)
                return
        self.store.put(replace(notice, tried=True))
        outcome = self.poster.tell(notice.user, notice.text, notice.key)
        self.rate_limit.took(notice.user)
        if isinstance(outcome, Arrived | Gone):
            self.store.told(notice)
            log.info("notice %s: %s", notice.key, type(outcome).__name__.lower())
