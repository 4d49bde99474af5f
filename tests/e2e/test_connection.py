"""What becomes of the running program when its link is silent or refused, and how it stops: with real processes."""

import json
import socket
import urllib.error
import urllib.request
from typing import Any

import pytest

from bot.sandbox.state.seed import GENERAL, PLANNING, SATO
from bot.views import ids
from tests.e2e.conftest import Start, wait_for_faults
from tests.stand_in import Slack

LIMIT = "Slack が接続の回数を制限しているため、3600 秒待ってからつなぎます。"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def health(port: int) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_a_link_that_falls_silent_is_unhealthy_and_another_is_heard(slack: Slack, start: Start) -> None:
    port = free_port()
    start("serve", SENRYAKU_HEALTH_PORT=str(port))
    status, told = health(port)
    assert (status, told["mode"]) == (200, "socket")
    assert isinstance(told["ping_age_s"], float)
    links = slack.socket.links
    slack.whole.answers_pings = False
    slack.wait_for(lambda _: set(slack.socket.links) - set(links))
    assert health(port)[0] == 503
    slack.whole.answers_pings = True
    slack.person(SATO).mention(GENERAL, "定住誘導推進事業とは？")
    assert slack.wait_for_post(GENERAL)


def test_a_limited_start_says_why_it_waits_and_can_be_stopped(slack: Slack, launch: Start) -> None:
    port = free_port()
    slack.faults.plan("apps.connections.open", "ratelimited", retry_after=3600)
    program = launch("serve", SENRYAKU_HEALTH_PORT=str(port))
    program.wait_for_log(LIMIT)
    assert health(port)[0] == 503
    assert program.stop() == 0
    assert program.log.count(LIMIT) == 1
    assert "serving team=" not in program.log


def test_a_call_that_hangs_does_not_keep_the_program_from_stopping(slack: Slack, start: Start) -> None:
    program = start("serve", SENRYAKU_SHUTDOWN_SECONDS="1")
    slack.faults.plan("views.open", "hang", times=9)
    slack.person(SATO).shortcut(ids.SEARCH_SHORTCUT)
    wait_for_faults(slack, "views.open", left=8)
    assert program.stop() == 0
    assert "after 1 s: ended all the same" in program.log
    assert slack.faults.left("views.open") == 8


def test_an_answer_that_hangs_is_left_early_enough_to_end_in_order(slack: Slack, start: Start) -> None:
    program = start("serve", SENRYAKU_SHUTDOWN_SECONDS="6")
    slack.faults.plan("chat.postMessage", "hang", times=9)
    slack.person(SATO).mention(GENERAL, "定住誘導推進事業とは？")
    wait_for_faults(slack, "chat.postMessage", left=8)
    assert program.stop() == 0
    assert "stopped, 1 left for the next start" in program.log
    assert "ended all the same" not in program.log


def test_a_form_whose_rights_slack_does_not_tell_is_refused_by_the_running_program(slack: Slack, start: Start) -> None:
    start()
    slack.faults.plan("users.info", "unavailable", times=9)
    slack.person(SATO).command("/senryaku", "digest", channel=PLANNING)
    [told] = slack.wait_for_post(PLANNING)
    assert "確かめられませんでした" in told.text
    assert slack.workspace.modal(SATO) is None


@pytest.mark.parametrize("arguments", [("serve",), ("serve", "--http", "--port", "0")], ids=["socket", "http"])
def test_a_look_up_that_comes_late_is_not_waited_for(slack: Slack, start: Start, arguments: tuple[str, ...]) -> None:
    """Four seconds, with the deadline of the real program: a form that waited for them would come too late."""
    start(*arguments, LOOK_UPS_S="1")
    slack.faults.plan("users.info", "late", seconds=4, times=9)
    slack.person(SATO).command("/senryaku", "digest", channel=PLANNING)
    [told] = slack.wait_for_post(PLANNING)
    assert "確かめられませんでした" in told.text
    assert slack.workspace.modal(SATO) is None
