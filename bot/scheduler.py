"""The step that the loop repeats: whatever is due is posted, as far as Slack's limits allow, and then it returns."""

from datetime import datetime

from bot.clock import Clock
from bot.digest_maker import DigestMaker
from bot.digest_store import DigestStore, Request


class Scheduler:
    def __init__(self, store: DigestStore, maker: DigestMaker, clock: Clock) -> None:
        self.store = store
        self.maker = maker
        self._clock = clock

    def run_due(self, now: datetime) -> None:
        """Makes what progress can be made without waiting. Called by the loop every second."""
        raise NotImplementedError

    def run_now(self, schedule_id: str, by: str) -> Request:
        """「今すぐ配信」: returns at once, the loop posts within a second or two, also for a paused schedule.

        Raises UnknownScheduleError. A second press in the same second is the same request.
        """
        self.store.get(schedule_id)
        request = Request(schedule_id=schedule_id, at=self._clock().replace(microsecond=0), by=by)
        self.store.ask_now(request)
        return request
