"""What the running bot does at its start and once a day by itself, in one place: each task for itself, in one lane."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType

from bot.config import Clock
from bot.features.jobs import Handled, Jobs
from bot.slack import Origin
from knowledge.wording import tokyo_day


class Maintenance:
    """`step` may be called as often as one likes. A task that fails keeps none of the others from being done."""

    def __init__(
        self,
        tasks: Mapping[str, Callable[[], object]],
        jobs: Jobs,
        clock: Clock,
        *,
        calls: Mapping[str, Callable[[], bool]] = MappingProxyType({}),
    ) -> None:
        """`tasks`: by the word that the log has for each, in the order in which they are done.

        `calls`: whether one of them has to be done between times; asked at every step.
        """
        self._tasks, self._jobs, self._clock, self._calls = tasks, jobs, clock, calls
        self._done: date | None = None

    def step(self) -> None:
        today = tokyo_day(self._clock())
        called = [name for name, is_called in self._calls.items() if is_called()]
        names = called if today == self._done else self._tasks
        self._done = today
        for name in names:
            work = partial(_do, self._tasks[name])
            self._jobs.put(Origin(kind=f"maintenance {name}", user=""), work, lane="maintenance")


def _do(task: Callable[[], object]) -> Handled:
    task()
    return Handled()
