"""The page's routes and the whole run, without a browser."""

import http.client
import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.sandbox import Slack as ServedSlack
from bot.sandbox.page.files import FILES
from bot.sandbox.run import clock_of, run_sandbox
from bot.sandbox.state.seed import GENERAL, OUTSIDER, SATO
from tests.bot.sandbox.an_app import MANIFEST
from tests.bot.sandbox.conftest import connected
from tests.bot.sandbox.page.fixture_app import fixture_app
from tests.bot.sandbox.page.messages import ANSWER, FIGURES, form, home
from tests.stand_in import Slack

FORBIDDEN = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://", "https://")


def get(slack: ServedSlack, path: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(slack.url.removeprefix("http://"))
    connection.request("GET", path)
    response = connection.getresponse()
    found = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return found


def test_the_page_comes_with_a_policy_that_lets_nothing_in(slack: Slack) -> None:
    status, headers, body = get(slack, "/")
    assert (status, "お試し環境" in body.decode()) == (200, True)
    assert "default-src 'none'; script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


@pytest.mark.parametrize("path", sorted(filter(Path.is_file, FILES.rglob("*"))), ids=lambda path: path.name)
def test_every_file_of_the_page_is_served_and_needs_no_other_machine(slack: Slack, path: Path) -> None:
    status, headers, body = get(slack, f"/page/{path.relative_to(FILES).as_posix()}")
    assert status == 200
    assert "javascript" in headers["content-type"] or path.suffix != ".js"
    words = body.decode().replace("http://www.w3.org/2000/svg", "")
    for outside in FORBIDDEN:
        assert outside not in words


def test_the_menu_names_commands_and_shortcuts(slack: Slack) -> None:
    menu = json.loads(get(slack, "/sandbox/menu")[2])
    assert menu["commands"][0]["name"] == "/senryaku"
    assert (menu["viewer"], menu["channel"], menu["whole"]) == (SATO, GENERAL, [])


def test_a_file_is_only_for_those_in_its_channel(slack: Slack, bot: object) -> None:
    slack.person(SATO).command("/senryaku", "印刷", channel=GENERAL)
    upload = slack.wait_for(lambda workspace: next((u for u in workspace.uploads.values() if u.is_shared), None))
    status, headers, body = get(slack, f"/sandbox/files/{upload.id}?viewer={SATO}")
    assert (status, body) == (200, b"%PDF-1.7 sample")
    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E7%A7%BB")
    for path in (f"{upload.id}?viewer={OUTSIDER}", upload.id, "F0NOWHERE"):
        assert get(slack, f"/sandbox/files/{path}")[0] == 404


def test_the_fixture_messages_are_what_slack_takes(slack: Slack) -> None:
    from bot.blockkit.check import check_message, check_view

    for blocks in (ANSWER, FIGURES):
        assert list(check_message({"text": "x", "blocks": blocks})) == []
    for view in (form(), home(SATO)):
        assert list(check_view(view)) == []


@pytest.mark.process
def test_a_run_starts_the_bot_tells_the_address_and_stops_both() -> None:
    from slack_sdk import WebClient

    told: list[str] = []
    stopped = threading.Event()

    def start_bot(slack: ServedSlack) -> Callable[[], None]:
        app = fixture_app(WebClient(token=slack.platform.bot_token, base_url=slack.api_url))
        link = ExitStack()
        link.enter_context(connected(slack, app))
        before = clock_of(slack)()
        slack.platform.clock.advance(3600)
        assert (clock_of(slack)() - before).total_seconds() >= 3600
        stopped.set()

        def stop() -> None:
            link.close()
            told.append("stopped")

        return stop

    run_sandbox(MANIFEST, 0, False, start_bot, ready=told.append, stopped=stopped)
    assert told[0].startswith("http://127.0.0.1:")
    assert told[1] == "stopped"


def test_a_bot_that_does_not_start_leaves_nothing_running() -> None:
    seen: list[ServedSlack] = []

    def start_bot(slack: ServedSlack) -> Callable[[], None]:
        seen.append(slack)
        raise ValueError("no document")

    with pytest.raises(ValueError, match="no document"):
        run_sandbox(MANIFEST, 0, False, start_bot)
    with pytest.raises(OSError, match="refused"):
        get(seen[0], "/")
