"""Event in → chat.postMessage out: python -m tests.bench.conversation

Two programs, each a process of its own on a stand-in of its own, over real HTTP and real WebSockets: the bot as it is
served, and a bare Bolt app that echoes (echo.py). They are asked by turns, so that whatever else the machine does
falls on both; CPU time beside the time that passed tells a busy machine from a slow program. Then each is asked 200
questions at once in one channel. The stand-in takes as many messages into a channel as come, which Slack does not.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle, islice, pairwise
from pathlib import Path

import numpy as np
from msgspec import field
from rich.console import Console
from rich.table import Table

from bot.sandbox.state.rates import Rates
from bot.sandbox.state.records import Channel
from bot.sandbox.state.seed import SATO, SUZUKI, TANAKA
from tests.evaluation.questions import ROOT, question_sets
from tests.stand_in import SaidMessage, Slack
from tests.world import workspace

QUESTIONS, WARM_UP, AT_ONCE = 1_000, 20, 200
STAFF = (SATO, SUZUKI, TANAKA)
SERVE = ("-c", "from bot.terminal.cli import main; main(['serve'])")
ECHO = ("-m", "tests.bench.echo")
WAIT_S = 30.0
MOST_TIMES, MOST_P99_TIMES, MOST_BURST_TIMES, MOST_ACK_MS = 2.0, 2.5, 6.0, 1_000.0


@dataclass(frozen=True, slots=True)
class Burst:
    """Many questions at once: how long until each was acknowledged and the last one answered, and what went wrong.

    `turned`: answers that stand before the one to a question asked earlier.
    """

    acknowledged: list[float]
    last_ms: float
    lost: int
    doubled: int
    turned: int

    @property
    def is_whole(self) -> bool:
        return not (self.lost or self.doubled or self.turned)


class Arrivals(Rates):
    """When each chat.postMessage came in: the first thing that the stand-in asks of one is whether it is too soon."""

    at: dict[str, list[float]] = field(default_factory=dict)

    def post(self, channel: str) -> None:
        self.at.setdefault(channel, []).append(self.clock.now())
        super().post(channel)


class Asked:
    """One stand-in and the program on it."""

    def __init__(self, slack: Slack, process: subprocess.Popen[bytes]) -> None:
        self.slack = slack
        self._process = process
        self.arrivals = Arrivals(slack.platform.rates.clock, posts=False)
        slack.platform.rates = self.arrivals
        bot = slack.workspace.bot_user
        self._channels = [f"C0BENCH{n:03}" for n in range(AT_ONCE)]
        for id in self._channels:
            slack.workspace.put(Channel(id=id, name=id.lower(), members=(*STAFF, bot)))
        self._next = cycle(zip(self._channels, cycle(STAFF), strict=False))

    def ask(self, text: str) -> float:
        """Milliseconds until the answer came in."""
        said, before = self._mention(text)
        self._wait(lambda: self._count(said) > before)
        return (self.arrivals.at[said.message.channel][before] - said.deliveries[0].left_at) * 1000

    def ask_at_once(self, texts: Sequence[str]) -> Burst:
        """All in one channel. The program ends with it: what it has acknowledged and not answered never comes."""
        channel, staff = self._channels[0], cycle(STAFF)
        begun = len(self.arrivals.at.get(channel, ()))
        asked = [self.slack.person(next(staff)).mention(channel, text) for text in texts]
        outcomes = [said.wait(WAIT_S)[0] for said in asked]
        with suppress(TimeoutError):
            self._wait(lambda: len(self.arrivals.at.get(channel, ())) >= begun + len(texts))
        self.stop()
        deliveries, places = [said.deliveries[0] for said in asked], {said.message.ts for said in asked}
        posts = sorted(self.slack.posted(channel), key=lambda post: post.ts)
        answered = [post.thread_ts for post in posts if post.thread_ts in places]
        came = self.arrivals.at.get(channel, [])[begun:]
        return Burst(
            acknowledged=[((d.settled_at or 0.0) - d.left_at) * 1000 for d in deliveries],
            last_ms=(came[-1] - deliveries[0].left_at) * 1000 if came else 0.0,
            lost=len(places - set(answered)) + sum(not outcome.acknowledged for outcome in outcomes),
            doubled=len(answered) - len(set(answered)),
            turned=sum(str(one) > str(next) for one, next in pairwise(answered)),
        )

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(WAIT_S)

    @property
    def pid(self) -> int:
        return self._process.pid

    def cpu_ms(self) -> float:
        """That the program has taken so far; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def _mention(self, text: str) -> tuple[SaidMessage, int]:
        channel, person = next(self._next)
        before = len(self.arrivals.at.get(channel, ()))
        return self.slack.person(person).mention(channel, text), before

    def _count(self, said: SaidMessage) -> int:
        return len(self.arrivals.at.get(said.message.channel, ()))

    def _wait(self, condition: Callable[[], bool]) -> None:
        self.slack.wait_for(lambda _: condition() or None, WAIT_S)


@contextmanager
def running(slack: Slack, *command: str, data: Path | None = None) -> Iterator[Asked]:
    """The program as a process, connected, in an environment without anybody's proxies and tokens."""
    foreign = ("slack_", "senryaku_", "http_proxy", "https_proxy", "all_proxy")
    kept = {name: value for name, value in os.environ.items() if not name.lower().startswith(foreign)}
    own = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_BASE_URL": slack.api_url}
    with tempfile.TemporaryDirectory() as empty:
        environment = {**kept, **own, "SENRYAKU_DATA": str(data or empty)}
        process = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            slack.wait_connected()
            yield Asked(slack, process)
        finally:
            process.kill()
            process.wait(WAIT_S)


def questions() -> Iterator[str]:
    sets = question_sets()
    chosen = sets.get("given") or next(iter(sets.values()))
    return cycle(question.text for question in chosen)


def main() -> None:
    texts = list(islice(questions(), QUESTIONS + WARM_UP))
    with ExitStack() as stack:
        slacks = [stack.enter_context(workspace()) for _ in range(2)]
        bot = stack.enter_context(running(slacks[0], *SERVE))
        tokens = (slacks[1].api_url, slacks[1].bot_token, slacks[1].app_token)
        echo = stack.enter_context(running(slacks[1], *ECHO, *tokens))
        for text in texts[:WARM_UP]:
            bot.ask(text), echo.ask(text)
        before = bot.cpu_ms(), echo.cpu_ms()
        pairs = [(bot.ask(text), echo.ask(text)) for text in texts[WARM_UP:]]
        used = [(one.cpu_ms() - then) / len(pairs) for one, then in zip((bot, echo), before, strict=True)]
        bursts = bot.ask_at_once(texts[:AT_ONCE]), echo.ask_at_once(texts[:AT_ONCE])
    Console(width=110, highlight=False).print(table([a for a, _ in pairs], [b for _, b in pairs], used, *bursts))
    sys.exit(0 if bursts[0].is_whole else 1)


def table(bot: Sequence[float], echo: Sequence[float], used: Sequence[float], burst: Burst, beside: Burst) -> Table:
    title = f"Slack の質問が届いてから回答を送るまで（{len(bot):,}問、echo は言葉を返すだけの Bolt アプリ）"
    load = f"直近1分の負荷 {os.getloadavg()[0]:.1f}（CPU {os.cpu_count()}個）。ほかのものが動くと、倍率が伸びます"
    shown = Table(title=title, title_justify="left", caption=load, caption_justify="left")
    for name in ("測ったもの", "ボット", "echo", "倍", "目安"):
        shown.add_column(name, justify="left" if name in ("測ったもの", "目安") else "right")

    def add(label: str, ours: float, theirs: float, most: float | None = None) -> None:
        bar = mark(ours <= most * theirs, f"{most:g}倍まで") if most else ""
        times = f"{ours / theirs:.2f}" if theirs else ""
        shown.add_row(label, f"{ours:,.1f} ミリ秒", f"{theirs:,.1f} ミリ秒", times, bar)

    for label, at, most in (("中央値", 50, MOST_TIMES), ("99%点", 99, MOST_P99_TIMES)):
        add(label, float(np.percentile(bot, at)), float(np.percentile(echo, at)), most)
    add("CPU 時間（1問あたり）", *used)
    at_once = f"一つのチャンネルに{AT_ONCE}問同時:"
    add(f"{at_once} 最後の回答まで", burst.last_ms, beside.last_ms, MOST_BURST_TIMES)
    p99, wrong = float(np.percentile(burst.acknowledged, 99)), f"{burst.lost}・{burst.doubled}・{burst.turned}"
    shown.add_row(f"{at_once} 受け取りの返事 99%点", f"{p99:,.0f} ミリ秒", "", "", mark(p99 < MOST_ACK_MS, "1秒まで"))
    shown.add_row(f"{at_once} 失われた・二重・順の前後した回答", wrong, "", "", mark(burst.is_whole, "0"))
    return shown


def mark(is_met: bool, bar: str) -> str:
    return f"{'○' if is_met else '×'} {bar}"


if __name__ == "__main__":
    main()
