"""Run by clocks.py: processes that deliver digests over HTTP while their clock is wrong, one of them killed with -9.

A program of its own, so that forking is cheap and safe. True time is a file that each turn makes longer by a byte;
clocks.py sets the stand-in's clock after it. What a process takes for its clock is off by the jump, while it lasts.
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.delivery.checked_clock import CheckedClock
from bot.delivery.loop import DigestLoop
from bot.delivery.render import DigestRenderer
from bot.delivery.slack_poster import CALL_TIMEOUT_S
from bot.delivery.store import DigestStore
from bot.digests.recurrence import Recurrence
from bot.digests.schedule import DigestScope
from bot.sandbox.state.seed import PLANNING
from bot.slack.slack_time import DatedClient, SlackTime
from bot.values.current import LedgerValues
from knowledge.model.catalog import Catalog
from knowledge.storage.knowledge_store import KnowledgeStore
from tests.bot.delivery.killed_digests import end, start
from tests.bot.digest_world import MORNING, open_digests, schedule

TURN = timedelta(seconds=3)
TURNS_A_RUN = 200  # ten minutes
JUMP_TURNS = 100  # five of them with a wrong clock
LAST_JUMP = 60  # at this turn at the latest; the slot comes between turns 20 and 40
LONGEST_LIFE = 180  # steps; a turn is one at least


@dataclass(frozen=True, slots=True)
class Jump:
    """`ahead` from one turn on until another; of the whole file."""

    ahead: timedelta
    first: int
    last: int


class Process:
    """One life. `die_at`: the step at which it kills itself, as nobody else could aim so well."""

    def __init__(
        self,
        data: Path,
        turns: Path,
        client: tuple[str, str],
        catalog: Catalog,
        jump: Jump,
        until: int,
        die_at: int | None,
    ) -> None:
        """`client`: Slack's address and the token."""
        self._turns, self._jump, self._until, self._die_at, self._steps = turns, jump, until, die_at, 0
        process = self

        class SteppingClient(DatedClient):
            def _perform_urllib_http_request(self, *, url: str, args: dict[str, dict[str, Any]]) -> dict[str, Any]:
                process.step(f"before {url}")
                answer = super()._perform_urllib_http_request(url=url, args=args)
                process.step(f"after {url}")
                return answer

        slack_time, (api_url, token) = SlackTime(self._elapsed), client
        stepping = SteppingClient(slack_time, token=token, base_url=api_url, timeout=CALL_TIMEOUT_S, retry_handlers=[])
        stepping.auth_test()  # as every start signs in
        clock = CheckedClock(self._clock, slack_time, stepping.auth_test, self._elapsed)
        renderer = DigestRenderer(lambda _: LedgerValues(catalog, lambda: None))
        _, scheduler = open_digests(data, stepping, renderer, clock, self.step, elapsed=self._elapsed)
        self._loop = DigestLoop(scheduler, clock, data, is_sure=lambda: clock.is_sure(scheduler.tell_admins))

    def _turn(self) -> int:
        return self._turns.stat().st_size

    def _clock(self) -> datetime:
        turn = self._turn()
        return true_time(turn) + (self._jump.ahead if self._jump.first <= turn < self._jump.last else timedelta())

    def _elapsed(self) -> float:
        return true_time(self._turn()).timestamp()

    def step(self, where: str) -> None:
        self._steps += 1
        if self._steps == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def work(self) -> None:
        while self._turn() < self._until:
            with self._turns.open("ab") as file:
                file.write(b".")
            self._loop.step()
            self.step("after a turn")


def true_time(turn: int) -> datetime:
    return MORNING.astimezone(UTC) + TURN * turn


def due_of_run(number: int) -> datetime:
    """The slot of a run, a full minute: between one and two minutes after it has begun."""
    begun = true_time(number * TURNS_A_RUN)
    return begun.replace(second=0) + timedelta(minutes=2)


def run_once(
    number: int, folder: Path, client: tuple[str, str], catalog: Catalog, ahead: timedelta, dice: Random
) -> None:
    """A first process dies somewhere, a second goes on to the end of the run."""
    data, first, until = folder / f"run{number}", number * TURNS_A_RUN, (number + 1) * TURNS_A_RUN
    rule = Recurrence(rhythm="daily", at=due_of_run(number).astimezone(MORNING.tzinfo).time(), on_closed="post")
    begun = true_time(first)
    made = {"created_at": begun, "updated_at": begun, "since": begun}
    DigestStore(data).add(
        schedule(f"run{number}", channel_id=PLANNING, rule=rule, scope=DigestScope("goal", ("g1",)), **made)
    )
    jumps_at = first + dice.randint(0, LAST_JUMP)  # at 0 the clock is wrong from the start
    jump = Jump(ahead, jumps_at, jumps_at + JUMP_TURNS)

    def life(die_at: int | None) -> Callable[[], Process]:
        return lambda: Process(data, folder / "turns", client, catalog, jump, until, die_at)

    end(start(life(dice.randint(1, LONGEST_LIFE))), may_be_killed=True)
    end(start(life(None)), may_be_killed=False)


def main(folder: Path, client: tuple[str, str], strategy: Path, ahead_s: float, times: int) -> None:
    dice = Random(7)
    catalog = Catalog(KnowledgeStore(folder / "knowledge").open(strategy))
    for number in range(times):
        run_once(number, folder, client, catalog, timedelta(seconds=ahead_s), dice)


if __name__ == "__main__":
    _, folder, api_url, token, strategy, ahead, count = sys.argv
    main(Path(folder), (api_url, token), Path(strategy), float(ahead), int(count))
