"""Event in → chat.postMessage out: python -m tests.bench.conversation

Two programs, each a process of its own on a stand-in of its own, over real HTTP and real WebSockets: the bot as it is
served, and a bare Bolt app that echoes (echo.py). They are asked by turns, so that whatever else the machine does
falls on both. The stand-in keeps its one message a second and channel; there are enough channels for it never to bite.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.sandbox import SaidMessage, Slack
from bot.sandbox.state.rates import Rates
from bot.sandbox.state.records import Channel
from bot.sandbox.state.seed import SATO, SUZUKI, TANAKA
from tests.evaluation.questions import ROOT, question_sets
from tests.world import workspace

QUESTIONS, WARM_UP, AT_ONCE = 1_000, 20, 200
STAFF = (SATO, SUZUKI, TANAKA)
WAIT_S = 30.0
MOST_TIMES, MOST_P99_MS, MOST_ACK_MS = 4.0, 30.0, 1_000.0


@dataclass(frozen=True, slots=True)
class Burst:
    """Many questions at once: how long until each was acknowledged and answered, and what went wrong."""

    acknowledged: list[float]
    answered: list[float]
    lost: int
    doubled: int

    @property
    def is_whole(self) -> bool:
        return not self.lost and not self.doubled


class Arrivals(Rates):
    """When each chat.postMessage came in: the first thing that the stand-in asks of one is whether it is too soon."""

    def __init__(self, rates: Rates) -> None:
        super().__init__(clock=rates.clock)
        self.at: dict[str, list[float]] = {}

    def post(self, channel: str) -> None:
        self.at.setdefault(channel, []).append(self.clock.now())
        super().post(channel)


class Asked:
    """One stand-in and the program on it."""

    def __init__(self, slack: Slack, process: subprocess.Popen[bytes]) -> None:
        self.slack = slack
        self._process = process
        self.arrivals = Arrivals(slack.platform.rates)
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
        asked = [self._mention(text) for text in texts]
        outcomes = [said.wait(WAIT_S)[0] for said, _ in asked]
        self._process.terminate()  # it finishes what it has acknowledged: what is not here then never comes
        self._process.wait(WAIT_S)
        counts = [self._count(said) - before for said, before in asked]
        deliveries = [said.deliveries[0] for said, _ in asked]
        came = [(said.message.channel, before) for (said, before), count in zip(asked, counts, strict=True) if count]
        answers = [self.arrivals.at[channel][before] for channel, before in came]
        return Burst(
            acknowledged=[((d.settled_at or 0.0) - d.left_at) * 1000 for d in deliveries],
            answered=[(at - deliveries[0].left_at) * 1000 for at in answers],
            lost=sum(not n or not o.acknowledged for n, o in zip(counts, outcomes, strict=True)),
            doubled=sum(n > 1 for n in counts),
        )

    def _mention(self, text: str) -> tuple[SaidMessage, int]:
        channel, person = next(self._next)
        before = len(self.arrivals.at.get(channel, ()))
        return self.slack.person(person).mention(channel, text), before

    def _count(self, said: SaidMessage) -> int:
        return len(self.arrivals.at.get(said.message.channel, ()))

    def _wait(self, condition: Callable[[], bool]) -> None:
        self.slack.wait_for(lambda _: condition() or None, WAIT_S)


@contextmanager
def running(slack: Slack, *command: str) -> Iterator[Asked]:
    """The program as a process, connected, in an environment without anybody's proxies and tokens."""
    foreign = ("slack_", "senryaku_", "http_proxy", "https_proxy", "all_proxy")
    kept = {name: value for name, value in os.environ.items() if not name.lower().startswith(foreign)}
    own = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_BASE_URL": slack.api_url}
    with tempfile.TemporaryDirectory() as data:
        environment = {**kept, **own, "SENRYAKU_DATA": data}
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
        bot = stack.enter_context(running(slacks[0], "-c", "from bot.terminal.cli import main; main(['serve'])"))
        tokens = (slacks[1].api_url, slacks[1].bot_token, slacks[1].app_token)
        echo = stack.enter_context(running(slacks[1], "-m", "tests.bench.echo", *tokens))
        pairs = [(bot.ask(text), echo.ask(text)) for text in texts][WARM_UP:]
        burst = bot.ask_at_once(texts[:AT_ONCE])
    Console(width=110, highlight=False).print(table([a for a, _ in pairs], [b for _, b in pairs], burst))
    sys.exit(0 if burst.is_whole else 1)


def table(bot: Sequence[float], echo: Sequence[float], burst: Burst) -> Table:
    title = f"Slack の質問が届いてから回答を送るまで（{len(bot):,}問、echo は言葉を返すだけの Bolt アプリ）"
    load = f"直近1分の負荷 {os.getloadavg()[0]:.1f}（CPU {os.cpu_count()}個）。ほかのものが動くと99%点が伸びます"
    shown = Table(title=title, title_justify="left", caption=load, caption_justify="left")
    for name in ("測ったもの", "ボット", "echo", "倍", "目安"):
        shown.add_column(name, justify="left" if name in ("測ったもの", "目安") else "right")
    for label, at in (("中央値", 50), ("99%点", 99)):
        ours, theirs = float(np.percentile(bot, at)), float(np.percentile(echo, at))
        bar = mark(ours <= MOST_TIMES * theirs, "4倍まで") if at == 50 else mark(ours < MOST_P99_MS, "30ミリ秒まで")
        shown.add_row(label, f"{ours:,.1f} ミリ秒", f"{theirs:,.1f} ミリ秒", f"{ours / theirs:.2f}", bar)
    p99, last = float(np.percentile(burst.acknowledged, 99)), max(burst.answered, default=0.0)
    at_once = f"{AT_ONCE}問同時:"
    wrong = f"{burst.lost}・{burst.doubled}"
    shown.add_row(f"{at_once} 受け取りの返事 99%点", f"{p99:,.0f} ミリ秒", "", "", mark(p99 < MOST_ACK_MS, "1秒まで"))
    shown.add_row(f"{at_once} 最後の回答まで", f"{last:,.0f} ミリ秒")
    shown.add_row(f"{at_once} 失われた・二重の回答", wrong, "", "", mark(burst.is_whole, "0"))
    return shown


def mark(is_met: bool, bar: str) -> str:
    return f"{'○' if is_met else '×'} {bar}"


if __name__ == "__main__":
    main()
