"""The real `senryaku serve`, in real time, killed with -9 at random moments around a slot and started again."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.delivery.store import DigestStore
from bot.digests.recurrence import Recurrence
from bot.digests.schedule import DigestScope
from knowledge.model.fiscal import JST
from tests.bot.digest_world import schedule
from tests.e2e.conftest import Program
from tests.program import Programs, started_programs
from tests.reliability.row import Row, Trial
from tests.stand_in import Slack
from tests.world import workspace

SCHEDULES = 3  # due at one moment, of about eight parts each
AT_ONCE = 10  # runs: they mostly wait
AHEAD_S, AFTER_S = 5.0, 6.0  # of the slot: when the first life begins, and by when it ends
LATEST_S = 400.0  # by when all is settled after the last start; in doubt it waits for what may be on its way
LOOK_EVERY_S = 0.5


def _served(times: int) -> Row:
    with started_programs() as programs, ThreadPoolExecutor(AT_ONCE) as pool:
        done = [*pool.map(partial(_run, programs), range(times))]
    lost, doubled, inputs, kills, exceptions = map(sum, zip(*done, strict=True))
    return Row(
        what="配信の時刻の前後に serve を強制終了",
        runs=times,
        kills=kills,
        inputs=inputs,
        lost=lost,
        doubled=doubled,
        exceptions=exceptions,
    )


def _run(programs: Programs, number: int) -> tuple[int, int, int, int, int]:
    """Lost, doubled, messages wanted, kills, tracebacks."""
    dice = Random(f"serving {number}")
    with TemporaryDirectory() as name, workspace(rate_limits=False) as slack:
        data = Path(name) / "var"
        store, due = DigestStore(data), _next_minute()
        for id in range(SCHEDULES):
            _add(store, f"s{id}", due)
        _wait_until(due.timestamp() - AHEAD_S)
        logs = [*_killed_lives(programs, slack, data, due, dice)]
        with closing(Program(programs, slack, data, "serve")) as last:
            _wait_for_settled(store)
            last.stop()
            logs.append(last.log)
        slots = [slot for id in range(SCHEDULES) for slot in store.slots(f"s{id}")]
        wanted = {(slot.key, part) for slot in slots for part in range(slot.parts)}
        standing = Counter(_posted(slack))
        lost = len(wanted - standing.keys()) + SCHEDULES - sum(slot.state == "recorded" for slot in slots)
        doubled = standing.total() - len(wanted & standing.keys())
        return lost, doubled, len(wanted), len(logs) - 1, "".join(logs).count("Traceback")


def _killed_lives(programs: Programs, slack: Slack, data: Path, due: datetime, dice: Random) -> Iterator[str]:
    """What they have logged. The first dies around the slot, in half of the runs the next one soon after its start."""
    for life in range(dice.choice((1, 2))):
        with closing(Program(programs, slack, data, "serve")) as program:
            if life == 0:
                _wait_until(due.timestamp() + dice.uniform(-1.0, AFTER_S))
            else:
                _wait_until(time.time() + dice.uniform(0.0, AFTER_S))
            program.kill()
            yield program.log


def _next_minute() -> datetime:
    soon = datetime.now(JST) + timedelta(seconds=AHEAD_S + 1)
    return soon.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _add(store: DigestStore, id: str, due: datetime) -> None:
    before = due - timedelta(hours=1)
    rule = Recurrence(rhythm="daily", at=due.time(), on_closed="post")
    made = {"created_at": before, "updated_at": before, "since": before}
    store.add(schedule(id, rule=rule, scope=DigestScope("all"), layout="sections", **made))


def _wait_until(moment: float) -> None:
    threading.Event().wait(max(0.0, moment - time.time()))


def _wait_for_settled(store: DigestStore) -> None:
    """Or until it has taken too long: what is missing then is counted as lost."""
    until = time.monotonic() + LATEST_S
    while time.monotonic() < until:
        slots = [slot for id in range(SCHEDULES) for slot in store.slots(f"s{id}")]
        if len(slots) == SCHEDULES and all(slot.is_settled for slot in slots):
            return
        threading.Event().wait(LOOK_EVERY_S)


def _posted(slack: Slack) -> Iterator[tuple[str, int]]:
    for message in slack.posted():
        payload = (message.metadata or {}).get("event_payload", {})
        if "slot" in payload:
            yield payload["slot"], payload["part"]


TRIALS = (Trial("serving", 60, _served),)
