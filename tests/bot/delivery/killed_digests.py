"""Run by test_exactly_once.py: processes that deliver digests to the stand-in over HTTP, killed with -9.

A program of its own, so that forking is cheap and safe: everything is imported once, no thread runs. Time is a file
that every step of every process makes longer by a byte, so that the minutes after a crash take no minutes.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Protocol

from slack_sdk import WebClient

from bot.delivery.loop import DigestLoop
from bot.delivery.render import DigestRenderer
from bot.delivery.slack_poster import CALL_TIMEOUT_S
from bot.delivery.store import DigestStore
from bot.digests.recurrence import Recurrence
from bot.digests.schedule import DigestScope
from bot.digests.slot import Slot
from bot.values.current import LedgerValues
from knowledge.indicators.ledger import Draft, Ledger
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import FiscalYear
from knowledge.storage.knowledge_store import KnowledgeStore
from tests.bot.digest_world import MORNING, open_digests, schedule

TICK = timedelta(seconds=3)
STEPS, KILLED_FROM_OUTSIDE = 18, 6  # the first run dies at its first step, the next at its second, …
FILE_STEPS = 7  # every second of a headline, a table and the same as a spreadsheet
ALERT_STEPS = 4  # every second of one message about a value that was recorded at MORNING
ALL_STEPS = 40  # of a digest on everything, with its eight parts
LONGEST_LIFE_S = 0.15
QUIET_STEPS = 5  # after everything is settled, somebody might still post twice


class Process:
    """One life. `die_at`: the step at which it kills itself, as nobody else could aim so well."""

    def __init__(
        self, data: Path, api_url: str, token: str, catalog: Catalog, ledger: Ledger, die_at: int | None
    ) -> None:
        self._ticks, self._die_at, self._steps = data / "ticks", die_at, 0
        process = self

        class SteppingClient(WebClient):
            def _perform_urllib_http_request(
                self, *, url: str, args: dict[str, dict[str, object]]
            ) -> dict[str, object]:
                process.step(f"before {url}")
                answer = super()._perform_urllib_http_request(url=url, args=args)
                process.step(f"after {url}")
                return answer

        self._pinging = WebClient(token=token, base_url=api_url, timeout=CALL_TIMEOUT_S)
        client = SteppingClient(token=token, base_url=api_url, timeout=CALL_TIMEOUT_S, retry_handlers=[])
        values = LedgerValues(catalog, lambda: ledger)
        renderer = DigestRenderer(lambda _: values)
        self.store, scheduler = open_digests(
            data, client, renderer, self.clock, self.step, elapsed=lambda: self.clock().timestamp()
        )
        self._loop = DigestLoop(scheduler, self.clock, data)

    def clock(self) -> datetime:
        return MORNING.astimezone(UTC) + TICK * self._ticks.stat().st_size

    def step(self, where: str) -> None:
        self._steps += 1
        if self._steps == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def work(self) -> None:
        """Until everything is settled, and a little longer."""
        quiet = 0
        while quiet < QUIET_STEPS:
            self._pinging.auth_test()  # what a dead process has sent is through before time goes on
            with self._ticks.open("ab") as file:
                file.write(b".")
            self._loop.step()
            slots: tuple[Slot, ...] = self.store.slots(self.store.schedules()[0].id)
            quiet += bool(slots) and all(slot.is_settled for slot in slots)


class Life(Protocol):
    def work(self) -> None: ...


def start(make: Callable[[], Life]) -> int:
    child = os.fork()
    if child == 0:
        try:
            make().work()
            os._exit(0)
        finally:  # reached by a mistake only
            traceback.print_exc()
            os._exit(1)
    return child


def end(child: int, *, may_be_killed: bool) -> None:
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and may_be_killed:
        return
    if not os.WIFEXITED(status) or os.WEXITSTATUS(status):
        sys.exit("a process failed")


def main(folder: Path, api_url: str, token: str) -> None:
    dice = Random(7)
    catalog = Catalog(KnowledgeStore(folder / "knowledge").open(Path(sys.argv[4])))

    draft = Draft(indicator="k3-3", fiscal_year=FiscalYear(2022), value=Decimal(60), by="企画課")
    recorded = Ledger((Ledger(()).recorded(draft, id="a1", at=MORNING, unit="人"),))
    on_change = Recurrence(rhythm="on_change", at=time_of_day(8), until=time_of_day(20))

    def run(number: int, kind: str = "run") -> tuple[Path, Callable[[int | None], Callable[[], Process]]]:
        data, ledger = folder / f"{kind}{number}", recorded if kind == "alert" else Ledger(())
        how: dict[str, dict[str, Any]] = {
            "run": {"layout": "sections"},
            "file": {"attaches": True},
            "alert": {"rule": on_change},
        }
        DigestStore(data).add(schedule(data.name, scope=DigestScope("all"), **how[kind]))
        (data / "ticks").touch()
        return data, lambda die_at: lambda: Process(data, api_url, token, catalog, ledger, die_at)

    steps = {"run": STEPS, "file": FILE_STEPS, "alert": ALERT_STEPS}
    kinds = [(kind, number) for kind, most in steps.items() for number in range(1, most + 1)]
    for kind, number in kinds:  # killed at this step, then at a random one, then left in peace
        _, process = run(number, kind)
        end(start(process(number if kind == "run" else 2 * number)), may_be_killed=True)
        end(start(process(dice.randint(1, ALL_STEPS))), may_be_killed=True)
        end(start(process(None)), may_be_killed=False)
    for number in range(STEPS + 1, STEPS + KILLED_FROM_OUTSIDE + 1):  # two at once, one killed at any moment
        _, process = run(number)
        first, second = start(process(None)), start(process(None))
        time.sleep(dice.uniform(0, LONGEST_LIFE_S))  # the random moment is what this program is for
        os.kill(first, signal.SIGKILL)
        end(first, may_be_killed=True)
        end(second, may_be_killed=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
