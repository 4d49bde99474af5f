"""The database is away and comes back: one sentence meanwhile, and nothing that anybody did is lost or done twice."""

import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.app.record_checks import STORES
from bot.sandbox.state import deliveries
from bot.sandbox.state.seed import GENERAL, SATO
from knowledge.storage.copying import copy_records
from knowledge.storage.server import server_at
from tests.e2e.conftest import Program
from tests.patience import PATIENCE_S
from tests.postgres import PASSWORD, Cluster, running_cluster, wait_for
from tests.program import Programs
from tests.stand_in import Slack

QUESTION = "定住誘導推進事業とは？"
AGAIN = (1.0, 5.0, 30.0)  # when Slack repeats what was not acknowledged; its own are 0, 60 and 300 seconds


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    with running_cluster() as running:
        yield running


def test_a_question_asked_meanwhile_is_answered_afterwards_by_itself(
    programs: Programs,
    slack: Slack,
    started_before: Path,
    tmp_path: Path,
    own_cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deliveries, "RETRY_AFTER", AGAIN)
    data = shutil.copytree(started_before, tmp_path / "var")
    copy_records(data, server_at(own_cluster.url), tuple(STORES))
    serving = Program(programs, slack, data, "serve", "--http", "--port", "0", SENRYAKU_DATABASE_URL=own_cluster.url)
    with closing(serving) as program:
        slack.deliver_to(f"http://127.0.0.1:{program.port()}/slack/events")
        sato = slack.person(SATO)
        first = sato.mention(GENERAL, QUESTION).message.ts
        slack.wait_for_post(GENERAL)
        own_cluster.stop("QUIT")
        second = sato.mention(GENERAL, QUESTION).message.ts
        told = slack.wait_for(lambda workspace: [m for m in workspace.posted() if "データベース" in m.text])
        assert "しばらくしてから、もう一度お試しください。" in told[0].text
        health = f"http://127.0.0.1:{program.port()}/healthz"
        wait_for(lambda: httpx.get(health, trust_env=False).status_code == 503, "it says that it is well")
        assert "データベース" in httpx.get(health, trust_env=False).json()["reason"]
        wait_for(lambda: "not told again" in program.log, "Slack does not repeat it")
        own_cluster.start()
        wait_for(lambda: httpx.get(health, trust_env=False).status_code == 200, "it does not recover")
        slack.wait_for(lambda workspace: [m for m in workspace.posted(GENERAL) if m.thread_ts == second])
        assert program.stop() == 0
    answers = [each.thread_ts for each in slack.posted(GENERAL) if each.thread_ts]
    assert sorted(answers) == sorted([first, second])
    refusals = [m for m in slack.posted() if "データベース" in m.text and m.only_for is None]
    assert len(refusals) == 1, "beside what the first question, which was being written down, may meet"
    assert "Traceback" not in program.log
    assert PASSWORD not in program.log


def test_the_api_alone_says_that_its_database_is_away(
    programs: Programs, started_before: Path, tmp_path: Path, own_cluster: Cluster
) -> None:
    data = shutil.copytree(started_before, tmp_path / "var")
    copy_records(data, server_at(own_cluster.url), tuple(STORES))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"SENRYAKU_DATABASE_URL": own_cluster.url, "SENRYAKU_HEALTH_PORT": str(port)}
    with closing(Program(programs, None, data, "serve", "--api", "--api-port", "0", **settings)) as program:
        program.wait_for_log(r"(?s)listening on .*listening on")
        [api] = {int(found) for found in re.findall(r"listening on [\d.]+:(\d+)", program.log)} - {port}

        def status() -> int:
            return httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code

        assert status() == 200
        own_cluster.stop("QUIT")
        wait_for(lambda: status() == 503, "it says that it is well")
        headers = {"Authorization": "Bearer senryaku-r1-nobody"}
        asked = httpx.get(f"http://127.0.0.1:{api}/v1/plan", headers=headers, timeout=PATIENCE_S, trust_env=False)
        assert (asked.status_code, asked.json()["error"].endswith("。")) == (503, True)
        own_cluster.start()
        wait_for(lambda: status() == 200, "it does not recover")
        assert program.stop() == 0
    assert PASSWORD not in program.log
