"""What the running bot does at its start and once a day by itself, in one place: each task for itself, in one lane."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from bot.config import Clock
from bot.features.jobs import Handled, Jobs
from bot.slack import Origin
from knowledge.wording import tokyo_day


class Upkeep:
    """`step` may be called as often as one likes. A task that fails keeps none of the others from being done."""

    def __init__(self, tasks: Mapping[str, Callable[[], object]], jobs: Jobs, clock: Clock) -> None:
        """`tasks`: by the word that the log has for each, in the order in which they are done."""
        self._tasks, self._jobs, self._clock = tasks, jobs, clock
        self._done: date | None = None

    def step(self) -> None:
        today = tokyo_day(self._clock())
        if today == self._done:
            return
        self._done = today
        for name, task in self._tasks.items():
            self._jobs.put(Origin(kind=f"upkeep {name}", user=""), partial(_do, task), lane="upkeep")


def _do(task: Callable[[], object]) -> Handled:
    task()
    return Handled()
