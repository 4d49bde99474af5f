"""`senryaku` without tokens, as a process of its own: the trial workspace with the real bot in it."""

import json
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from bot.app.wiring import PREPARED_FOLDER
from bot.sandbox.run import USUAL_PORT
from bot.sandbox.state.seed import GENERAL, SATO
from bot.terminal.cli_sandbox import TRIAL_FOLDER
from tests.e2e.conftest import Program
from tests.patience import PATIENCE_S
from tests.program import Programs

Trial = Callable[..., Program]
OPEN = build_opener(ProxyHandler({})).open


@pytest.fixture
def trial(programs: Programs, tmp_path: Path, started_before: Path) -> Iterator[Trial]:
    data = tmp_path / "var"
    shutil.copytree(started_before / PREPARED_FOLDER, data / TRIAL_FOLDER / PREPARED_FOLDER)
    with ExitStack() as stack:

        def launched(*arguments: str, **settings: str) -> Program:
            program = Program(programs, None, data, *arguments, **settings)
            stack.callback(program.close)
            return program

        yield launched


def address(program: Program) -> str:
    return program.wait_for_log(r"http://127\.0\.0\.1:\d+")[0]


def asked(program: Program, text: str) -> list[Any]:
    """What the bot has said in the channel once it has answered `text`."""
    wish = {"as": SATO, "do": "mention", "channel": GENERAL, "text": text}
    head = {"content-type": "application/json"}
    request = Request(f"{address(program)}/sandbox/play", json.dumps(wish).encode(), head)
    told = json.load(OPEN(request))
    until = time.monotonic() + PATIENCE_S
    while not (answers := _thread(program, told["ts"])):
        assert time.monotonic() < until, "no answer"
        threading.Event().wait(0.02)
    return answers


def _thread(program: Program, ts: str) -> list[Any]:
    state = json.load(OPEN(f"{address(program)}/sandbox/state?viewer={SATO}"))
    channel = next(one for one in state["channels"] if one["id"] == GENERAL)
    return [message for message in channel["messages"] if message.get("thread_ts") == ts != message["ts"]]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_the_page_until_a_signal_although_nothing_can_be_typed(trial: Trial, number: signal.Signals) -> None:
    program = trial()
    program.stdin.close()
    with OPEN(f"{address(program)}/") as page:
        assert "お試し環境" in page.read().decode()
    assert program.end_by(number) == 0
    assert "Traceback" not in program.log


def test_with_one_token_alone_it_says_why_this_is_not_slack(trial: Trial) -> None:
    program = trial(SLACK_BOT_TOKEN="xoxb-alone")
    address(program)
    assert "トークンがそろっていない" in program.log


def test_the_word_for_the_end_ends_it(trial: Trial) -> None:
    program = trial("sandbox", "--port", "0")
    address(program)
    program.type("続ける\n終了\n")
    assert program.ended() == 0


def test_the_bot_answers_there_also_the_second_time_and_behind_a_proxy_of_the_city(trial: Trial) -> None:
    """An own run's events must not pass for those of the run before, whose memory lies in the same folder."""
    for _ in range(2):
        program = trial("sandbox", "--port", "0", HTTP_PROXY="http://127.0.0.1:9", HTTPS_PROXY="http://127.0.0.1:9")
        assert "待機児童数" in asked(program, "待機児童数の目標値は？")[0]["text"]
        assert program.stop() == 0


def test_a_given_port_that_is_taken_is_one_sentence(trial: Trial) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        program = trial("sandbox", "--port", str(taken.getsockname()[1]))
        assert program.ended() == 1
    assert program.log.count("\n") == 1
    assert "--port" in program.log


def test_the_usual_port_gives_way_to_a_free_one(trial: Trial) -> None:
    with ExitStack() as stack:
        with suppress(OSError):  # somebody else has it, which does as well
            stack.enter_context(socket.create_server(("127.0.0.1", USUAL_PORT)))
        assert not address(trial()).endswith(f":{USUAL_PORT}")


def test_two_at_a_time_have_a_folder_each(trial: Trial, tmp_path: Path) -> None:
    first, second = trial("sandbox", "--port", "0"), trial("sandbox", "--port", "0")
    for program in (first, second):
        assert "待機児童数" in asked(program, "待機児童数の目標値は？")[0]["text"]
    plans = {"knowledge", "plans", "plans.newest", "newest"}  # those of the folder, which each trial copies
    assert {path.name for path in (tmp_path / "var").iterdir()} == {"sandbox", "sandbox-2"} | plans


def test_the_clock_starts_where_it_is_set_and_samples_are_marked(trial: Trial) -> None:
    program = trial("sandbox", "--port", "0", "--sample", "--now", "2024-06-03T09:00+09:00")
    [answer] = asked(program, "待機児童数の実績は？")
    assert "架空の値" in answer["text"]
    assert "令和5年度" in answer["text"]
    assert float(answer["ts"]) // 86400 == 1717372800 // 86400
