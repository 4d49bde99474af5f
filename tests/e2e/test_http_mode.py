"""`senryaku serve --http`: signed requests, and the health that a supervisor asks for."""

import json
import socket
import time
import urllib.error
import urllib.request

import pytest

from bot.sandbox.state.seed import GENERAL, PLANNING, SATO
from bot.views import ids
from tests.e2e.conftest import Start
from tests.patience import PATIENCE_S
from tests.stand_in import Slack
from tests.stand_in.http_mode import signed_headers

QUESTION = "定住誘導推進事業とは？"


def get(url: str) -> tuple[int, dict[str, object]]:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def post(url: str, body: str, headers: dict[str, str]) -> int:
    request = urllib.request.Request(url, body.encode(), {"content-type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_events_commands_and_modals_come_as_signed_requests(slack: Slack, start: Start) -> None:
    program = start("serve", "--http", "--port", "0")
    sato = slack.person(SATO)
    said = sato.mention(GENERAL, QUESTION)
    [answer] = slack.wait_for_post(GENERAL)
    assert answer.thread_ts == said.message.ts
    sato.command("/senryaku", "MICEとは", channel=PLANNING)
    assert slack.wait_for_post(PLANNING)[0].only_for == SATO
    sato.shortcut(ids.SEARCH_SHORTCUT)
    modal = slack.wait_for(lambda workspace: workspace.modal(SATO))
    assert sato.suggest(modal, ids.SEARCH_PICK, "たいき").wait().options
    assert program.stop() == 0
    assert slack.refusals == []


def test_a_wrong_or_old_signature_is_turned_away_and_its_body_not_logged(slack: Slack, start: Start) -> None:
    program = start("serve", "--http", "--port", "0")
    url = f"http://127.0.0.1:{program.port()}/slack/events"
    body = json.dumps({"type": "url_verification", "challenge": "geheim"})
    good = signed_headers(slack.signing_secret, body)
    assert post(url, body, good) == 200
    assert post(url, body, {}) == 401
    assert post(url, body, {**good, "x-slack-signature": "v0=0"}) == 401
    assert post(url, body, signed_headers("another secret", body)) == 401
    assert post(url, body, {**good, "x-slack-request-timestamp": str(int(time.time()) - 600)}) == 401
    program.stop()
    assert "geheim" not in program.log


def test_what_is_no_payload_is_refused_whoever_sends_it_and_fills_no_log(slack: Slack, start: Start) -> None:
    program = start("serve", "--http", "--port", "0")
    url = f"http://127.0.0.1:{program.port()}/slack/events"
    for body in ("{", "null", "[1]"):
        assert post(url, body, {}) == 400
        assert post(url, body, signed_headers(slack.signing_secret, body)) == 400
    for body in ('{"type": "block_actions", "actions": []}', '{"type": "event_callback"}', "{}"):
        assert post(url, body, {}) == 401
    program.stop()
    assert "Traceback" not in program.log


def test_health_is_told_in_both_modes(slack: Slack, start: Start) -> None:
    program = start("serve", "--http", "--port", "0")
    at, until = f"http://127.0.0.1:{program.port()}/healthz", time.monotonic() + PATIENCE_S
    while get(at)[1]["under_way"] and time.monotonic() < until:  # what a start does may still be
        time.sleep(0.05)
    assert get(at) == (200, {"ok": True, "mode": "http", "under_way": 0})
    program.stop()


def test_sigterm_answers_what_was_acknowledged(slack: Slack, start: Start) -> None:
    program = start("serve", "--http", "--port", "0")
    slack.faults.plan("chat.postMessage", "ratelimited", retry_after=1)
    slack.person(SATO).mention(GENERAL, QUESTION).wait()
    assert program.stop() == 0
    assert len(slack.posted(GENERAL)) == 1


def test_a_port_in_use_is_one_sentence(launch: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as used:
        program = launch("serve", "--http", "--port", str(used.getsockname()[1]))
        assert program.process.wait(PATIENCE_S) == 1
    program.stop()
    assert "ポート" in program.log.splitlines()[-1]


def test_what_is_counted_is_told_beside_the_health_and_each_log_line_is_an_object(slack: Slack, start: Start) -> None:
    program = start("serve", "--http", "--port", "0", SENRYAKU_METRICS="on", SENRYAKU_LOG_FORMAT="json")
    slack.person(SATO).mention(GENERAL, QUESTION)
    slack.wait_for_post(GENERAL)
    program.wait_for_log('"surface": "slack"')
    with urllib.request.urlopen(f"http://127.0.0.1:{program.port()}/metrics", timeout=PATIENCE_S) as answer:
        told = answer.read().decode()
    assert 'senryaku_interactions_total{kind="question",status="answered",surface="slack"} 1.0' in told
    assert "senryaku_healthy 1.0" in told
    assert program.stop() == 0
    entries = [json.loads(line) for line in program.lines]
    assert [(one["kind"], one["outcome"]) for one in entries if "surface" in one] == [("app_mention", "answered")]


def test_metrics_are_not_there_unless_they_are_asked_for(slack: Slack, start: Start) -> None:
    program = start("serve", "--http", "--port", "0")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{program.port()}/metrics", timeout=PATIENCE_S)
    refused.value.close()
    assert refused.value.code == 404
