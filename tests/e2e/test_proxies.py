"""Behind a proxy that is the only way out: Web API, response URLs and Socket Mode go through it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.state.seed import GENERAL, PLANNING, SATO
from tests.e2e.conftest import Start
from tests.e2e.proxy import Proxy, self_signed
from tests.patience import PATIENCE_S
from tests.program import Programs
from tests.stand_in import Slack
from tests.world import tokens_of

NOBODY = "http://127.0.0.1:9"
SOCKS = "socks5h://127.0.0.1:9"
UNREACHABLE = "http://slack.invalid/api/"  # a name that never resolves: only the proxy knows the way


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl がないため、プロキシの検査を飛ばします")
    return self_signed(tmp_path)


@pytest.fixture
def proxy(slack: Slack, certificate: Path) -> Iterator[Proxy]:
    slack.whole.link_scheme = "wss"
    started = Proxy(slack.url.removeprefix("http://"), certificate)
    yield started
    started.close()


@pytest.mark.parametrize("name", ["SENRYAKU_PROXY", "HTTPS_PROXY"])
def test_everything_goes_through_the_proxy(
    slack: Slack, proxy: Proxy, certificate: Path, start: Start, name: str
) -> None:
    way = {name: proxy.url, "SLACK_API_BASE_URL": UNREACHABLE, "SSL_CERT_FILE": str(certificate)}
    program = start("serve", **way)
    slack.person(SATO).mention(GENERAL, "定住誘導推進事業とは？")
    assert slack.wait_for_post(GENERAL)
    slack.person(SATO).command("/senryaku", "MICEとは", channel=PLANNING)
    assert slack.wait_for_post(PLANNING)[0].only_for == SATO
    assert {"CONNECT", "/api/auth.test", "/api/apps.connections.open", "/api/chat.postMessage"} <= set(proxy.seen)
    assert any(path.startswith("/response/") for path in proxy.seen)
    assert program.stop() == 0


def test_what_no_proxy_names_is_reached_without_one_by_every_way(slack: Slack, start: Start) -> None:
    program = start("serve", HTTPS_PROXY=NOBODY, NO_PROXY="127.0.0.1")
    slack.person(SATO).mention(GENERAL, "定住誘導推進事業とは？")
    assert slack.wait_for_post(GENERAL)
    assert program.stop() == 0


@pytest.mark.parametrize(("proxy_url", "cause"), [(NOBODY, "NO_PROXY"), (SOCKS, "SOCKS のプロキシ")])
def test_a_proxy_in_the_way_of_the_link_alone_is_no_start_and_doctor_says_so(
    slack: Slack, launch: Start, programs: Programs, tmp_path: Path, proxy_url: str, cause: str
) -> None:
    """The Web API is reached past the proxy, the link is not: nothing would be heard."""
    api = slack.api_url.replace("127.0.0.1", "localhost")
    way = {"HTTPS_PROXY": proxy_url, "NO_PROXY": "localhost", "SLACK_API_BASE_URL": api}
    environment = {**os.environ, **tokens_of(slack), "SENRYAKU_DATA": str(tmp_path / "var"), **way}
    ran = programs.captured("doctor", environment=environment, folder=tmp_path)()
    assert ran.returncode == 1
    assert "× 受け取り方：Socket Mode の接続先につながりません" in ran.stdout
    assert cause in ran.stdout
    program = launch("serve", **way)
    assert program.ended() == 1
    assert cause in program.log.splitlines()[-1]


@pytest.mark.parametrize(("proxy_url", "cause"), [(NOBODY, "SENRYAKU_PROXY"), (SOCKS, "SOCKS のプロキシ")])
def test_a_proxy_that_is_not_there_is_named(slack: Slack, launch: Start, proxy_url: str, cause: str) -> None:
    program = launch("serve", SENRYAKU_PROXY=proxy_url)
    assert program.process.wait(PATIENCE_S) == 1
    program.stop()
    assert cause in program.log.splitlines()[-1]
