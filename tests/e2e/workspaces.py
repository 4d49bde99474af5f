"""Two cities' workspaces of one deployment: two replicas of the real program on one PostgreSQL, and people in both."""

import html
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.app.manifest import make_manifest
from knowledge.storage.server import Server, server_at
from tests.e2e.conftest import Program
from tests.editions import write_edition, write_other_city
from tests.patience import PATIENCE_S
from tests.postgres import Cluster, server_of_its_own
from tests.program import Programs
from tests.stand_in import Slack
from tests.stand_in.http_mode import signed_headers
from tests.world import SITE, is_foreign

BLUE, GREEN = ("T0AOI", "青市"), ("T0MIDORI", "緑町")
_LINK = re.compile(r'<a href="([^"]+)"')


@dataclass
class Cities:
    """`blue` and `green`: the stand-in's workspaces, people and channels of which have the same ids."""

    programs: Programs
    folder: Path
    url: str
    blue: Slack
    green: Slack
    stack: ExitStack
    replicas: list[Program] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        platform = self.blue.whole
        return {
            "SLACK_CLIENT_ID": platform.client_id,
            "SLACK_CLIENT_SECRET": platform.client_secret,
            "SLACK_SIGNING_SECRET": platform.signing_secret,
            "SLACK_API_BASE_URL": self.blue.api_url,
            "SENRYAKU_DATABASE_URL": self.url,
        }

    def server(self, slack: Slack) -> Server:
        return server_at(self.url).of_city(slack.workspace.team_id)

    def start(self, **settings: str) -> Program:
        """Another replica, with a folder of its own."""
        data = self.folder / f"replica-{len(self.replicas)}"
        data.mkdir()
        words = ("serve", "--http", "--port", "0")
        program = Program(self.programs, None, data, *words, **self.environment, **settings)
        self.stack.callback(program.close)
        self.replicas.append(program)
        program.wait_for_log("listening on")
        return program

    def lead(self, slack: Slack, program: Program) -> None:
        """What happens there comes to this replica."""
        slack.deliver_to(f"http://127.0.0.1:{program.port()}/slack/events")

    def run(self, *words: str, **settings: str) -> str:
        """`senryaku …` on the same database; what it printed."""
        ended = self._ended(*words, **settings)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def fails(self, *words: str) -> str:
        """What it says of why."""
        ended = self._ended(*words)
        assert ended.returncode
        return ended.stderr

    def _ended(self, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        keep = {name: value for name, value in os.environ.items() if not is_foreign(name)}
        environment = {**keep, **self.environment, "SENRYAKU_DATA": str(self.folder / "commands")}
        environment |= settings
        return self.programs.captured(*words, environment=environment, folder=self.folder)()

    def post(self, program: Program, body: str, headers: dict[str, str]) -> httpx.Response:
        url = f"http://127.0.0.1:{program.port()}/slack/events"
        return httpx.post(url, content=body.encode(), headers=headers, trust_env=False, timeout=PATIENCE_S)

    def signed(self, program: Program, body: str, kind: str = "application/json") -> httpx.Response:
        headers = signed_headers(self.blue.platform.signing_secret, body) | {"content-type": kind}
        return self.post(program, body, headers)


def install(program: Program, slack: Slack, **answers: str) -> httpx.Response:
    """As somebody of the workspace does in a browser, from the first page to the last."""
    base = f"http://127.0.0.1:{program.port()}"
    with httpx.Client(trust_env=False, timeout=PATIENCE_S) as browser:
        first = browser.get(f"{base}/slack/install")
        assert first.status_code == 200
        cookie = first.headers["set-cookie"].partition(";")[0]
        asked = browser.get(link_of(first.text))
        assert slack.workspace.team_name in asked.text
        agreed = browser.get(
            httpx.URL(link_of(first.text)).copy_merge_params({"team": slack.workspace.team_id, **answers})
        )
        assert agreed.status_code == 302
        query = httpx.URL(agreed.headers["location"]).query.decode()
        return browser.get(f"{base}/slack/oauth_redirect?{query}", headers={"cookie": cookie})


def link_of(page: str) -> str:
    found = _LINK.search(page)
    assert found, page
    return html.unescape(found[1])


@contextmanager
def cities(programs: Programs, cluster: Cluster, folder: Path) -> Iterator[Cities]:
    """On a database of their own: there, the app is installed by nobody yet."""
    manifest: dict[str, Any] = make_manifest(has_agent=True, site=SITE)
    with ExitStack() as stack:
        blue = stack.enter_context(Slack(manifest, deadline_s=PATIENCE_S, rate_limits=False, team=BLUE))
        green = stack.enter_context(Slack(manifest, deadline_s=PATIENCE_S, rate_limits=False, team=GREEN, beside=blue))
        server = server_of_its_own(cluster)
        stack.callback(server.connections.close)
        yield Cities(programs, folder, server.connections.url, blue, green, stack)


def add_plans(here: Cities) -> None:
    """架空市's to the blue workspace, 霧ノ里町's to the green one; most of their records have the same ids."""
    (here.folder / "texts").mkdir()
    for slack, text in (
        (here.blue, write_edition(here.folder / "texts", 3)),
        (here.green, write_other_city(here.folder / "texts")),
    ):
        here.run("kb", "add", "--workspace", slack.workspace.team_id, str(text))
