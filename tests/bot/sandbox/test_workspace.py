"""The clock and the state, without a server."""

import http.client
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.sandbox.state.clock import WorkspaceClock
from bot.sandbox.state.platform import Platform
from bot.sandbox.state.records import RecordChange
from bot.sandbox.state.seed import EDITORS, GENERAL, SATO, fill
from tests.bot.sandbox.an_app import APP, MANIFEST
from tests.stand_in import CannotSimulateError, DeliveryOutcome, NotReachedError, Slack


@given(st.lists(st.integers(min_value=0, max_value=1000), max_size=20))
def test_a_jump_runs_timers_in_order_each_at_its_own_time(delays: list[int]) -> None:
    clock, ran = WorkspaceClock(), list[tuple[int, int]]()
    begin = clock.now()

    def timer(delay: int) -> None:
        clock.call_later(delay, lambda: ran.append((delay, round(clock.now() - begin))))

    for delay in delays:
        timer(delay)
    clock.advance(1001)
    assert ran == [(delay, delay) for delay in sorted(delays)]


def test_a_timer_set_by_a_timer_runs_in_the_same_jump() -> None:
    clock, ran = WorkspaceClock(), list[str]()

    def failed() -> None:
        clock.call_later(60, lambda: ran.append("retry"))

    clock.call_later(3, failed)
    clock.advance(62)
    assert ran == []
    clock.advance(2)
    assert ran == ["retry"]


def test_the_clock_never_goes_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        WorkspaceClock().advance(-1)


def test_a_running_clock_runs_timers_by_itself() -> None:
    platform = Platform(app=APP)
    platform.clock.start()
    platform.clock.call_later(0.01, lambda: platform.workspace.note("tick", "1"))
    platform.workspace.wait_for(lambda w: [change for change in w.journal if change.kind == "tick"])
    platform.clock.stop()


def test_an_app_has_three_seconds_unless_a_test_gives_it_longer() -> None:
    assert Platform(app=APP).deadline_s == 3


def test_message_ids_rise_within_one_second() -> None:
    workspace = Platform(app=APP).workspace
    ids = [workspace.new_ts() for _ in range(50)]
    assert all(earlier < later for earlier, later in itertools.pairwise(ids))


def test_every_change_reaches_those_who_subscribed_until_they_leave() -> None:
    workspace, heard = Platform(app=APP).workspace, list[RecordChange]()
    leave = workspace.subscribe(heard.append)
    fill(workspace, APP)
    count, first = len(heard), heard[0].number
    assert [change.number for change in heard] == list(range(first, first + count))
    leave()
    workspace.note("test", "x")
    assert len(heard) == count


def test_waiting_in_vain_names_the_last_refusals() -> None:
    workspace = Platform(app=APP).workspace
    workspace.refuse("chat.postMessage", "invalid_blocks")
    with pytest.raises(NotReachedError, match=r"chat\.postMessage: invalid_blocks"):
        workspace.wait_for(lambda w: w.posted(), timeout=0.01)


def test_a_port_in_use_is_said_at_once() -> None:
    with Slack(MANIFEST) as first:
        port = int(first.url.rsplit(":", 1)[1])
        with pytest.raises(OSError, match="in use"), Slack(MANIFEST, port=port):
            pass


def test_a_page_can_stand_in_front_of_the_workspace() -> None:
    async def page(_: Request) -> PlainTextResponse:
        return PlainTextResponse("体験用")

    with Slack(MANIFEST, pages=[Route("/", page)]) as slack:
        connection = http.client.HTTPConnection(slack.url.removeprefix("http://"))
        connection.request("GET", "/")
        assert connection.getresponse().read().decode() == "体験用"
        connection.close()


def test_only_what_the_manifest_subscribes_to_is_delivered() -> None:
    event = {"type": "channel_shared", "connected_team_id": "T0OTHER", "channel": GENERAL}
    with Slack(MANIFEST) as deaf:
        assert deaf.emit("channel_shared", event).outcome == DeliveryOutcome(acknowledged=False, error="not_subscribed")
    settings = {"event_subscriptions": {"bot_events": ["channel_shared"]}}
    with Slack({**MANIFEST, "settings": settings}) as hearing:
        assert hearing.emit("channel_shared", event).payload["event"] == event
        assert hearing.person(SATO).dm("移住").deliveries == ()


def test_only_what_the_manifest_declares_is_offered() -> None:
    with Slack({**MANIFEST, "features": {"bot_user": {"display_name": "senryaku"}}}) as slack:
        player = slack.person(SATO)
        message = player.say(GENERAL, "移住").message
        with pytest.raises(CannotSimulateError, match="the app has no /senryaku"):
            player.command("/senryaku", channel=GENERAL)
        with pytest.raises(CannotSimulateError, match="the app has no search"):
            player.shortcut("search")
        with pytest.raises(CannotSimulateError, match="the app has no related"):
            player.message_shortcut("related", message)


def test_a_changed_user_group_is_told_to_the_app() -> None:
    with Slack(MANIFEST) as slack:
        event = slack.set_group_members(EDITORS, (SATO,)).payload["event"]
    assert (event["type"], event["removed_users"]) == ("subteam_members_changed", ["U0SUZUKI"])


def test_an_edit_and_a_deletion_are_told_with_what_was_there_before() -> None:
    with Slack(MANIFEST) as slack:
        player = slack.person(SATO)
        said = player.dm("移住")
        edited = player.edit(said.message, "移住の事業").deliveries[0].payload["event"]
        deleted = player.delete(said.message).deliveries[0].payload["event"]
    assert (edited["message"]["text"], edited["previous_message"]["text"]) == ("移住の事業", "移住")
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", said.message.ts)


def test_agent_pane_and_home_are_announced() -> None:
    with Slack(MANIFEST) as slack:
        player = slack.person(SATO)
        sent = (player.open_messages_tab(), player.stop_agent("1.0"))
        kinds = [delivery.payload["event"]["type"] for delivery in sent]
    assert kinds == ["app_home_opened", "agent_session_stopped"]


def test_what_the_bot_cannot_hear_is_not_delivered() -> None:
    with Slack(MANIFEST) as slack:
        player = slack.person(SATO)
        assert player.say(GENERAL, "独り言").deliveries == ()
        assert slack.refusals == []
