"""The doors for a page: state, changes, playing people and switches, over HTTP and a WebSocket."""

import http.client
import json
from collections.abc import Callable
from itertools import count, pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as dial
from websockets.typing import Origin

from bot.sandbox.page import control
from bot.sandbox.page.control import VERBS
from bot.sandbox.state.seed import GENERAL, SATO, TANAKA
from tests.bot.sandbox.an_app import MANIFEST
from tests.bot.sandbox.conftest import Connect
from tests.patience import PATIENCE_S
from tests.stand_in import Slack

Json = dict[str, Any]


def request(slack: Slack, method: str, path: str, body: Json | None = None, kind: str = "application/json") -> Any:
    connection = http.client.HTTPConnection(slack.url.removeprefix("http://"))
    connection.request(method, path, json.dumps(body) if body is not None else None, {"content-type": kind})
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    return response.status, answer


def test_a_page_asks_follows_and_sees_the_answer(slack: Slack, app: App, connect: Connect) -> None:
    @app.event("app_mention")
    def reply(event: Json, client: WebClient) -> None:
        client.chat_postEphemeral(channel=event["channel"], user=event["user"], text="あなたに")

    connect(app)
    with dial(slack.url.replace("http", "ws") + "/sandbox/changes", proxy=None, origin=Origin(slack.url)) as changes:
        wish = {"as": SATO, "do": "mention", "channel": GENERAL, "text": "移住"}
        status, told = request(slack, "POST", "/sandbox/play", wish)
        assert (status, told["outcomes"][0]["acknowledged"]) == (200, True)
        slack.wait_for_post(GENERAL)
        kinds = [json.loads(changes.recv(timeout=PATIENCE_S))["kind"] for _ in range(3)]
    assert kinds.count("message") == 2
    for viewer, texts in ((SATO, ["<@U0SENRYAKU> 移住", "あなたに"]), (TANAKA, ["<@U0SENRYAKU> 移住"])):
        _, state = request(slack, "GET", f"/sandbox/state?viewer={viewer}")
        general = next(channel for channel in state["channels"] if channel["id"] == GENERAL)
        assert [message["text"] for message in general["messages"]] == texts


def test_switches_turn_the_workspace(slack: Slack) -> None:
    before = slack.platform.clock.now()
    request(slack, "POST", "/sandbox/switch", {"has_new_blocks": False, "advance": 3600})
    assert slack.workspace.has_new_blocks is False
    assert slack.platform.clock.now() >= before + 3600


def test_a_jump_asked_for_by_a_page_goes_in_strides_that_leave_a_bot_its_time(slack: Slack) -> None:
    slack.platform.pause_s = 0.001
    seen: list[float] = []
    leave = slack.workspace.subscribe(lambda change: seen.append(slack.platform.clock.now()))
    start = slack.platform.clock.now()
    request(slack, "POST", "/sandbox/switch", {"advance": 40 * 24 * 3600})
    leave()
    strides = [later - earlier for earlier, later in pairwise(seen[1:])]
    assert max(strides) < 12 * 3600
    assert seen[-1] - start >= 40 * 24 * 3600
    assert len(seen) < 40


@pytest.mark.parametrize(("posts_at", "breaths"), [((), 1), ((1, 3), 6), ((1, 3, 5, 7), 10)])
def test_a_jump_waits_for_the_next_part_of_what_the_bot_posts(
    slack: Slack, monkeypatch: pytest.MonkeyPatch, posts_at: tuple[int, ...], breaths: int
) -> None:
    """A digest of all indicators came to its end in no jump, and its owner was told that it had failed."""
    client, taken = WebClient(token=slack.bot_token, base_url=slack.api_url), count(1)

    def breathe(seconds: float) -> None:
        if next(taken) in posts_at:
            client.chat_postMessage(channel=GENERAL, text="KPIのまとめ")

    monkeypatch.setattr(control, "time", SimpleNamespace(sleep=breathe))
    slack.platform.pause_s = 1.5
    request(slack, "POST", "/sandbox/switch", {"advance": 3600})
    assert next(taken) == breaths + 1


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"as": SATO, "do": "fly"}, 400),
        ({"as": "U0NOBODY", "do": "open_home"}, 400),
        ({"as": SATO, "do": "say", "channel": GENERAL}, 400),
        ({"as": SATO, "do": "say", "channel": "C0NOWHERE", "text": "x"}, 409),
        ({"as": SATO, "do": "submit"}, 409),
    ],
)
def test_what_cannot_be_played_is_said_so(slack: Slack, wish: Json, status: int) -> None:
    assert request(slack, "POST", "/sandbox/play", wish)[0] == status


def test_a_page_of_another_origin_gets_nowhere(slack: Slack) -> None:
    wish = {"as": SATO, "do": "dm", "text": "x"}
    assert request(slack, "POST", "/sandbox/play", wish, "text/plain")[0] == 415
    address = slack.url.replace("http", "ws") + "/sandbox/changes"
    with pytest.raises(InvalidStatus), dial(address, proxy=None, origin=Origin("http://evil.example")):
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_page_works_by_either_name_of_this_machine(slack: Slack, host: str) -> None:
    own = slack.url.replace("127.0.0.1", host)
    with dial(slack.url.replace("http", "ws") + "/sandbox/changes", proxy=None, origin=Origin(own)):
        assert asked_from(slack, own, "/sandbox/state") == 200
        assert asked_from(slack, own, "/api/auth.test") == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"])
@pytest.mark.parametrize("path", ["/", "/api/chat.postMessage", "/sandbox/state", "/sandbox/play", "/response/x"])
def test_no_other_page_is_answered_at_any_door(slack: Slack, origin: str, path: str) -> None:
    assert asked_from(slack, origin, path) == 403


@pytest.mark.parametrize("path", ["/sandbox/changes", "/link/?ticket=ticket-1"])
def test_no_other_page_gets_a_socket(slack: Slack, path: str) -> None:
    address = slack.url.replace("http", "ws") + path
    with pytest.raises(InvalidStatus), dial(address, proxy=None, origin=Origin("http://evil.example")):
        pass


def test_each_start_has_tokens_of_its_own() -> None:
    one, other = Slack(MANIFEST), Slack(MANIFEST)
    assert {one.bot_token, one.app_token, one.signing_secret}.isdisjoint(
        {other.bot_token, other.app_token, other.signing_secret}
    )


def asked_from(slack: Slack, origin: str, path: str) -> int:
    """What a page of that origin gets to see."""
    connection = http.client.HTTPConnection(slack.url.removeprefix("http://"))
    connection.request("GET", path, headers={"origin": origin})
    status = connection.getresponse().status
    connection.close()
    return status


def test_every_verb_is_a_method_of_a_player(slack: Slack) -> None:
    assert {name for name in VERBS if not hasattr(slack.person(SATO), name)} == set()


def _form(*names: str) -> Json:
    words = {"type": "plain_text", "text": "名"}
    blocks = [
        {
            "type": "input",
            "block_id": name,
            "label": words,
            "optional": True,
            "element": {"type": "plain_text_input", "action_id": "typed"},
        }
        for name in names
    ]
    return {"type": "modal", "callback_id": "form", "title": words, "submit": words, "blocks": blocks}


def test_a_form_that_changed_while_it_was_filled_in_goes_out_without_what_is_gone(
    slack: Slack, app: App, connect: Connect
) -> None:
    seen: list[Json] = []

    @app.view("form")
    def taken(ack: Callable[[], None], view: Json) -> None:
        ack()
        seen.append(view["state"]["values"])

    connect(app)
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    first = client.views_open(trigger_id=slack.platform.once.trigger(SATO), view=_form("day", "name"))["view"]
    client.views_update(view_id=first["id"], view=_form("name"))
    wish = {"as": SATO, "do": "submit", "view": first["id"], "values": {"day": "15日", "name": "KPI"}}
    assert request(slack, "POST", "/sandbox/play", {**wish, "view": "V0OTHER"})[0] == 409
    assert request(slack, "POST", "/sandbox/play", wish)[0] == 200
    assert [{block: typed["typed"]["value"] for block, typed in values.items()} for values in seen] == [{"name": "KPI"}]
