"""Digests posted exactly once: processes killed with -9 at every step, and processes whose clock jumps."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.delivery.store import DigestStore
from bot.digests.slot import slot_key
from knowledge.model.data_files import shipped_strategies
from tests.bot.delivery.killed_digests import ALERT_STEPS, KILLED_FROM_OUTSIDE, STEPS
from tests.reliability.jumping_clocks import TURN, due_of_run, true_time
from tests.reliability.row import Row, Trial
from tests.stand_in import Slack
from tests.world import workspace

ROOT = Path(__file__).parents[2]
LOOK_EVERY_S = 0.002
KILLED_AT_STEPS = STEPS + ALERT_STEPS
DAY = timedelta(days=1)
JUMPS = {
    "clock+1d": ("時計が5分間、1日進む", DAY),
    "clock+1y": ("時計が5分間、1年進む", 365 * DAY),
    "clock+100d": ("時計が5分間、100日進んで戻る", 100 * DAY),
    "clock-1d": ("時計が5分間、1日遅れる", -DAY),
    "clock-1y": ("時計が5分間、1年遅れる", -365 * DAY),
}
LONGEST_DELAY = timedelta(minutes=5)  # of a part that was in doubt after a kill; a digest is missed beyond its grace


def _killed(times: int) -> Row:
    """Each of `times` passes kills digests and alerts on their way, at each step and digests from outside too."""
    lost = doubled = inputs = 0
    for _ in range(times):
        with TemporaryDirectory() as name, workspace(rate_limits=False) as slack:
            folder = Path(name)
            _run("tests.bot.delivery.killed_digests", folder, slack.api_url, slack.bot_token, shipped_strategies()[0])
            folders = [*folder.glob("run*"), *folder.glob("alert*")]
            slots = [slot for run in folders for slot in DigestStore(run).slots(run.name)]
            wanted = {(slot.key, part) for slot in slots for part in range(slot.parts)}
            standing = _standing(slack)
            lost += len(wanted - standing.keys()) + KILLED_AT_STEPS + KILLED_FROM_OUTSIDE - len(slots)
            doubled += sum(standing.values()) - len(standing)
            inputs += len(wanted)
    runs = times * (KILLED_AT_STEPS + KILLED_FROM_OUTSIDE)
    kills = times * (2 * KILLED_AT_STEPS + KILLED_FROM_OUTSIDE)
    what = "配信中の強制終了（お知らせを含む）"
    return Row(what=what, runs=runs, kills=kills, inputs=inputs, lost=lost, doubled=doubled)


def jumping(what: str, ahead: timedelta) -> Callable[[int], Row]:
    def run(times: int) -> Row:
        with TemporaryDirectory() as name, workspace(rate_limits=False, now=true_time(0)) as slack:
            folder = Path(name)
            (folder / "turns").touch()
            with _following(slack, folder / "turns"):
                program = "tests.reliability.jumping_clocks"
                strategy, seconds = shipped_strategies()[0], ahead.total_seconds()
                _run(program, folder, slack.api_url, slack.bot_token, strategy, seconds, times)
            return _judged(what, times, folder, slack)

    return run


def _judged(what: str, times: int, folder: Path, slack: Slack) -> Row:
    """Early ones count as doubled (nobody asked for them), missing and late ones as lost."""
    standing, lost, early, inputs, slowest = _standing(slack), 0, 0, 0, timedelta()
    for number in range(times):
        due = due_of_run(number)
        slot = DigestStore(folder / f"run{number}").slot(slot_key(f"run{number}", due))
        wanted = {(slot.key, part) for part in range(slot.parts)} if slot else set()
        at = [true_time(0).fromtimestamp(ts, tz=due.tzinfo) - due for key, ts in _posted(slack) if key in wanted]
        inputs += len(wanted)
        lost += len(wanted - standing.keys()) + (not wanted) + sum(delay > LONGEST_DELAY for delay in at)
        early += sum(delay < -TURN for delay in at)
        early += sum(own.startswith(f"run{number}@") and (own, part) not in wanted for own, part in standing)
        slowest = max([slowest, *at])
    doubled = sum(standing.values()) - len(standing) + early
    slowest_ms = round(slowest.total_seconds() * 1000, 1)
    return Row(what=what, runs=times, kills=times, inputs=inputs, lost=lost, doubled=doubled, slowest_ms=slowest_ms)


@contextmanager
def _following(slack: Slack, turns: Path) -> Iterator[None]:
    """The stand-in's clock goes by the file."""
    ended = threading.Event()

    def follow() -> None:
        while not ended.wait(LOOK_EVERY_S):
            behind = true_time(turns.stat().st_size).timestamp() - slack.platform.clock.now()
            if behind > 0:
                slack.advance(behind)

    following = threading.Thread(target=follow, daemon=True)
    following.start()
    try:
        yield
    finally:
        ended.set()
        following.join()


def _posted(slack: Slack) -> Iterator[tuple[tuple[str, int], float]]:
    for message in slack.posted():
        payload = (message.metadata or {}).get("event_payload", {})
        if "slot" in payload:
            yield (payload["slot"], payload["part"]), float(message.ts)


def _standing(slack: Slack) -> Counter[tuple[str, int]]:
    return Counter(key for key, _ in _posted(slack))


def _run(program: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-m", program, *map(str, arguments)], check=True, cwd=ROOT)


TRIALS = (
    Trial("digests", 1, _killed),
    *(Trial(name, 20, jumping(*jump)) for name, jump in JUMPS.items()),
)
