"""What the running bot does once a day by itself: what is too old goes, and digests leave channels of others."""

from datetime import date

from bot.config import Clock
from bot.features.digest_access import Digests
from bot.features.digest_sharing import rest_where_shared
from bot.features.jobs import Handled, Jobs
from bot.slack import BotStore, Origin
from knowledge.wording import tokyo_day


class Upkeep:
    """`step` may be called as often as one likes."""

    def __init__(self, store: BotStore, digests: Digests, jobs: Jobs, clock: Clock) -> None:
        self._store, self._digests, self._jobs, self._clock = store, digests, jobs, clock
        self._done: date | None = None

    def step(self) -> None:
        today = tokyo_day(self._clock())
        if today != self._done:
            self._done = today
            self._jobs.put(Origin(kind="upkeep", user=""), self._work, lane="upkeep")

    def _work(self) -> Handled:
        self._store.expire()
        channels = {each.channel_id for each in self._digests.store.schedules() if not each.paused}
        for channel in sorted(channel for channel in channels if not channel.startswith("D")):
            rest_where_shared(channel, self._digests)  # it may have come to be shared while nobody listened
        return Handled()
