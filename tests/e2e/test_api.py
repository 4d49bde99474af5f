"""`senryaku serve --api`: beside the bot and alone."""

import json
import re
import socket
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.api.readers import ReaderStore
from bot.sandbox.state.seed import GENERAL, SATO
from tests.e2e.conftest import Program, Start
from tests.patience import PATIENCE_S
from tests.program import Programs
from tests.stand_in import Slack

QUESTION = "定住誘導推進事業とは？"


def ask(port: int, token: str) -> str:
    body = json.dumps({"question": QUESTION}).encode()
    headers = {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/ask", body, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return str(json.loads(answer.read())["items"][0]["title"])


@pytest.fixture
def token(tmp_path: Path) -> str:
    return ReaderStore(tmp_path / "var").add("読み手", at=datetime.now(UTC))[1]


def test_beside_the_bot_both_answer(slack: Slack, start: Start, token: str) -> None:
    program = start("serve", "--api-port", "0", SENRYAKU_API="on")
    assert ask(program.port(), token) == "定住誘導推進事業"
    slack.person(SATO).mention(GENERAL, QUESTION)
    slack.wait_for_post(GENERAL)
    assert program.stop() == 0
    assert "surface=api" in program.log
    assert "surface=slack" in program.log
    assert token not in program.log


def test_without_tokens_of_slack_the_api_is_served_alone_with_health_and_metrics(
    programs: Programs, launch: Start, tmp_path: Path, token: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"SENRYAKU_HEALTH_PORT": str(port), "SENRYAKU_METRICS": "on"}
    program = Program(programs, None, tmp_path / "var", "serve", "--api", "--api-port", "0", **settings)
    try:
        listening = program.wait_for_log(r"(?s)listening on .*listening on [\d.]+:(\d+)")
        assert ask(int(listening[1]), token) == "定住誘導推進事業"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE_S) as told:
            health = json.loads(told.read())
        assert (health["ok"], health["mode"]) == (True, "api")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE_S) as told:
            assert 'status="answered",surface="api"} 1.0' in told.read().decode()
        assert program.stop() == 0
    finally:
        program.close()
    assert re.search("ask user=r1 .* outcome=answered", program.log)


def test_a_port_in_use_is_one_sentence(start: Start, launch: Start, token: str) -> None:
    first = start("serve", "--api", "--api-port", "0")
    second = launch("serve", "--api", "--api-port", str(first.port()))
    assert second.ended() == 1
    assert "ポート" in second.log.splitlines()[-1]
