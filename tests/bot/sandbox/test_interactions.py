"""Commands, shortcuts, buttons, type-ahead and modals against one small Bolt app with one of everything."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.state.records import PostedMessage
from bot.sandbox.state.seed import GENERAL, OUTSIDER, SATO, SHARED, TANAKA
from tests.bot.sandbox.an_app import MANIFEST
from tests.bot.sandbox.conftest import connected
from tests.bot.sandbox.demo_app import demo, form
from tests.patience import PATIENCE_S
from tests.stand_in import CannotSimulateError, SimulatedUser, Slack

Json = dict[str, Any]


@pytest.fixture(scope="module")
def got() -> list[Json]:
    return []


@pytest.fixture(scope="module")
def live(got: list[Json]) -> Iterator[Slack]:
    with Slack(MANIFEST, deadline_s=PATIENCE_S, rate_limits=False) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        with connected(slack, demo(client, got)):
            yield slack


@pytest.fixture
def sato(live: Slack) -> SimulatedUser:
    live.workspace.set_modals(SATO, ())
    live.workspace.refusals.clear()
    return live.person(SATO)


def asked(slack: Slack, person: SimulatedUser, text: str) -> PostedMessage:
    """The public answer to a command."""
    person.command("/senryaku", text, channel=GENERAL).wait()
    return slack.wait_for(lambda w: [m for m in w.posted(GENERAL) if m.text == f"{text}の結果"])[-1]


def opened(slack: Slack, person: SimulatedUser) -> None:
    person.command("/senryaku", "登録", channel=GENERAL).wait()
    slack.wait_for(lambda w: w.modal(person.id))


def test_a_command_is_acknowledged_to_one_person_and_answered_to_all(live: Slack, sato: SimulatedUser) -> None:
    answer = asked(live, sato, "移住")
    assert answer.only_for is None
    private = [m for m in live.workspace.messages_in(GENERAL, SATO) if m.text == "「移住」を調べます"]
    assert [message.only_for for message in private] == [SATO]


def test_an_acknowledgement_with_unknown_blocks_is_refused(live: Slack, sato: SimulatedUser) -> None:
    assert sato.command("/senryaku", "壊れた", channel=GENERAL).wait().error == "invalid_blocks"
    assert live.refusals[-1].where == "ack"


def test_a_button_of_the_second_card_replaces_the_message(live: Slack, sato: SimulatedUser, got: list[Json]) -> None:
    answer = asked(live, sato, "子育て")
    assert sato.press(answer, "detail", block_id="card2").wait().acknowledged
    live.wait_for(lambda w: w.messages[answer.channel, answer.ts].text == "p1-2の詳細")
    assert (got[-1]["type"], got[-1]["actions"][0]["value"]) == ("block_actions", "p1-2")
    assert got[-1]["message"]["ts"] == answer.ts


def test_a_choice_in_a_message_comes_with_its_state(live: Slack, sato: SimulatedUser, got: list[Json]) -> None:
    answer = asked(live, sato, "観光")
    sato.press(answer, "year", "令和5年度").wait()
    assert got[-1]["actions"][0]["selected_option"]["value"] == "2023"
    assert got[-1]["state"]["values"]["menu"]["year"]["selected_option"]["value"] == "2023"


def test_feedback_says_which_side_was_pressed(live: Slack, sato: SimulatedUser, got: list[Json]) -> None:
    answer = asked(live, sato, "防災")
    sato.feedback(answer, positive=False).wait()
    assert (got[-1]["actions"][0]["type"], got[-1]["actions"][0]["value"]) == ("feedback_buttons", "bad")


def test_a_modal_is_filled_by_type_ahead_and_submitted(live: Slack, sato: SimulatedUser, got: list[Json]) -> None:
    opened(live, sato)
    modal = live.workspace.modal(SATO)
    assert modal is not None
    options = sato.suggest(modal, "kpi", "移").wait().options
    assert [option["value"] for option in options] == ["k0", "k1"]
    assert sato.submit({"value": "71.4", "kpi": options[1]}).wait().acknowledged
    assert live.workspace.modal(SATO) is None
    values = got[-1]["view"]["state"]["values"]
    assert values["value"]["value"] == {"type": "plain_text_input", "value": "71.4"}
    assert values["kpi"]["kpi"]["selected_option"]["value"] == "k1"
    assert values["note"]["note"]["value"] == "なし"


def test_more_than_100_options_are_refused(live: Slack, sato: SimulatedUser) -> None:
    opened(live, sato)
    modal = live.workspace.modal(SATO)
    assert modal is not None
    assert sato.suggest(modal, "kpi", "全部").wait().error == "invalid_options"


@pytest.mark.parametrize(("value", "reason"), [("", "required"), ("百二十三点四", "too_long")])
def test_the_client_stops_what_cannot_be_right(live: Slack, sato: SimulatedUser, value: str, reason: str) -> None:
    opened(live, sato)
    outcome = sato.submit({"value": value}).wait()
    assert (outcome.acknowledged, outcome.field_errors) == (False, {"value": reason})


def test_errors_of_the_app_stand_at_the_field_and_the_modal_stays(live: Slack, sato: SimulatedUser) -> None:
    opened(live, sato)
    assert sato.submit({"value": "1"}).wait().field_errors == {"value": "小さすぎます"}
    modal = live.workspace.modal(SATO)
    assert modal is not None
    assert modal.errors == {"value": "小さすぎます"}


def test_a_submission_can_update_push_and_clear(live: Slack, sato: SimulatedUser) -> None:
    opened(live, sato)
    sato.submit({"value": "2"}).wait()
    sato.submit({"value": "3"}).wait()
    titles = [live.workspace.views[v].body["title"]["text"] for v in live.workspace.modals[SATO]]
    assert titles == ["確認", "次へ"]
    sato.submit({"value": "4"}).wait()
    assert live.workspace.modal(SATO) is None


def test_a_fourth_modal_on_the_stack_is_refused(live: Slack, sato: SimulatedUser) -> None:
    opened(live, sato)
    outcomes = [sato.submit({"value": "3"}).wait().error for _ in range(3)]
    assert outcomes == [None, None, "push_limit_reached"]


def test_an_error_for_a_block_that_is_not_there_is_refused(live: Slack, sato: SimulatedUser) -> None:
    opened(live, sato)
    assert sato.submit({"value": "5"}).wait().error == "invalid_errors"


def test_a_closed_modal_is_gone(live: Slack, sato: SimulatedUser) -> None:
    opened(live, sato)
    sato.close()
    with pytest.raises(CannotSimulateError):
        sato.close()


def test_shortcuts_know_their_place(live: Slack, sato: SimulatedUser, got: list[Json]) -> None:
    message = live.person(TANAKA).say(GENERAL, "移住の相談が増えた").message
    sato.message_shortcut("related", message).wait()
    live.wait_for(lambda w: [m for m in w.posted(GENERAL) if "移住の相談が増えた" in m.text])
    assert got[-1]["message"]["user"] == TANAKA
    sato.shortcut("search").wait()
    live.wait_for(lambda w: w.modal(SATO))
    assert "channel" not in got[-1]


def test_home_is_published_and_its_buttons_work(live: Slack, sato: SimulatedUser, got: list[Json]) -> None:
    sato.open_home().wait()
    home = live.wait_for(lambda w: w.home(SATO))
    sato.press(home, "refresh").wait()
    assert (got[-1]["view"]["type"], got[-1]["container"]["type"]) == ("home", "view")


@pytest.mark.process
def test_people_of_other_organisations_press_buttons_but_have_no_commands(live: Slack, sato: SimulatedUser) -> None:
    with pytest.raises(CannotSimulateError):
        live.person(OUTSIDER).command("/senryaku", "移住", channel=SHARED)


def direct(slack: Slack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url)


def error_of(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def test_a_trigger_id_opens_one_modal_within_the_deadline(slack: Slack) -> None:
    client, once = direct(slack), slack.platform.once
    used = once.trigger(SATO)
    client.views_open(trigger_id=used, view=form())
    assert error_of(client.views_open, trigger_id=used, view=form()) == "exchanged_trigger_id"
    late = once.trigger(SATO)
    slack.advance(slack.platform.deadline_s + 0.1)
    assert error_of(client.views_open, trigger_id=late, view=form()) == "expired_trigger_id"


def test_an_old_hash_is_a_conflict(slack: Slack) -> None:
    client = direct(slack)
    first = client.views_open(trigger_id=slack.platform.once.trigger(SATO), view=form())["view"]
    client.views_update(view_id=first["id"], hash=first["hash"], view=form("二"))
    arguments = {"view_id": first["id"], "hash": first["hash"], "view": form("三")}
    assert error_of(client.views_update, **arguments) == "hash_conflict"


def test_a_response_url_serves_five_times_for_half_an_hour(slack: Slack) -> None:
    from slack_sdk.webhook import WebhookClient

    def fresh() -> WebhookClient:
        url = slack.platform.once.response_url(GENERAL, SATO)
        return WebhookClient(f"{slack.url}/response/{url.id}")

    busy, late = fresh(), fresh()
    answers = [busy.send(text="もう一度") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    slack.advance(30 * 60 + 1)
    assert "expired_url" in late.send(text="遅い").body
