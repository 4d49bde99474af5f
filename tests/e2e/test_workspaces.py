"""One deployment for two cities: each workspace installs the app by itself and gets only what is its own."""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from pypdf import PdfReader

from bot.delivery.store import DigestStore
from bot.digests.recurrence import Recurrence
from bot.sandbox.state.seed import GENERAL, PLANNING, SATO, SUZUKI
from bot.sandbox.state.workspace import Workspace
from bot.slack.installations import Installations
from bot.views import ids
from knowledge.model.fiscal import JST
from knowledge.storage.server import server_at
from tests.bot.digest_world import schedule
from tests.e2e.conftest import Program
from tests.e2e.workspaces import Cities, add_plans, cities, install, link_of
from tests.editions import write_edition
from tests.patience import PATIENCE_S
from tests.postgres import Cluster, running_cluster, wait_for
from tests.program import Programs
from tests.stand_in import Slack

SALES = "加工品の売上高は？"
QUESTIONS = (SALES, "年間利用者数の目標は？", "基本目標1の事業は？", "空き校舎オフィス事業とは？", "宇宙港は？")
BLUE_VALUE, GREEN_VALUE = "1,301万円", "1,702万円"  # 架空
BLUE_WORDS = ("架空市", BLUE_VALUE, "湖上バスの年間利用者数", "青市")
GREEN_WORDS = ("霧ノ里", GREEN_VALUE, "緑町")


@pytest.fixture
def here(programs: Programs, cluster: Cluster, tmp_path: Path) -> Iterator[Cities]:
    with cities(programs, cluster, tmp_path) as found:
        yield found


def everything(slack: Slack) -> str:
    """All that anybody of the workspace can have seen."""
    workspace = slack.workspace
    with workspace.lock:
        shown = [*workspace.messages.values(), *workspace.views.values(), *workspace.homes.values()]
        files = [_text(each.name, each.content) for each in workspace.uploads.values() if each.content]
        return "\n".join([*map(repr, shown), *files])


def _text(name: str, content: bytes) -> str:
    """What somebody reads in a file."""
    if name.endswith(".pdf"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


def _look_around(slack: Slack, writer: str, other: str) -> None:
    """The same buttons and forms in each; one person may record there, and the other may not."""
    sato = slack.person(SATO)
    sato.open_home()
    sato.shortcut(ids.SEARCH_SHORTCUT)
    slack.wait_for(lambda workspace: workspace.modal(SATO))
    view = slack.workspace.modal(SATO)
    assert view
    sato.suggest(view, ids.SEARCH_PICK, "利用者").wait()
    sato.close(everything=True)
    sato.command("/senryaku", "digest", channel=PLANNING)
    slack.wait_for(lambda workspace: workspace.modal(SATO))
    sato.close(everything=True)
    answer = next(each for each in slack.posted(GENERAL) if "加工品の売上高" in each.text)
    for person in (SATO, SUZUKI):
        slack.person(person).press(answer, ids.RECORD)
    slack.wait_for(lambda workspace: workspace.modal(writer))
    slack.wait_for(lambda workspace: [each for each in workspace.posted(GENERAL) if each.only_for == other])
    assert slack.workspace.modal(other) is None
    package = next(each for each in slack.posted(GENERAL) if ids.MEETING in repr(each.blocks))
    sato.press(package, ids.MEETING)
    slack.wait_for(lambda workspace: [each for each in workspace.posted(GENERAL) if ids.PRINT in repr(each.blocks)])
    sato.press(next(each for each in slack.posted(GENERAL) if ids.PRINT in repr(each.blocks)), ids.PRINT)
    slack.wait_for(lambda workspace: [each for each in workspace.uploads.values() if each.is_shared])


def _add_digest(here: Cities, slack: Slack) -> None:
    """Of the same id in each, due within a minute."""
    due = (datetime.now(JST) + timedelta(minutes=1)).replace(second=0, microsecond=0)
    before = due - timedelta(minutes=5)
    rule = Recurrence(rhythm="daily", at=due.time(), on_closed="post")
    times = {"created_at": before, "updated_at": before, "since": before}
    DigestStore(here.server(slack)).add(schedule("s1", name=f"{slack.workspace.team_name}の朝", rule=rule, **times))


def _has_digest(name: str, workspace: Workspace) -> bool:
    return any(f"{name}の朝" in each.text for each in workspace.posted(PLANNING))


def ask_both(here: Cities, question: str, count: int) -> None:
    """At the same time, in channels of the same id, by people of the same id."""
    before = {slack: len(slack.posted(GENERAL)) for slack in (here.blue, here.green)}
    for _ in range(count):
        for slack in before:
            slack.person(SATO).mention(GENERAL, question)
    for slack, posted in before.items():
        slack.wait_for_post(GENERAL, count=posted + count)


def test_two_workspaces_install_the_app_and_each_gets_only_its_own(here: Cities) -> None:
    first, second = here.start(), here.start()
    blue, green = here.blue, here.green
    here.lead(blue, first)
    here.lead(green, second)

    # The pages by which it is installed; on either replica.
    done = install(first, blue)
    assert done.status_code == 200
    assert "「青市」に戦略ボットを追加しました。" in done.text
    assert "「緑町」" in install(second, green).text
    assert [each.team for each in Installations(server_at(here.url)).all()] == ["T0AOI", "T0MIDORI"]

    # Without a plan there is one sentence, wherever somebody asks.
    blue.person(SATO).mention(GENERAL, SALES)
    assert "まだ計画が読み込まれていません" in blue.wait_for_post(GENERAL)[-1].text
    green.person(SATO).dm(SALES)
    assert "T0MIDORI" in green.wait_for(lambda workspace: workspace.posted())[-1].text
    blue.person(SATO).open_home()
    blue.wait_for(lambda workspace: "まだ計画が読み込まれていません" in repr([*workspace.views.values()]))
    assert "まだ計画が" in str(blue.person(SATO).command("/senryaku", SALES, channel=GENERAL).wait())
    assert blue.refusals == green.refusals == []

    # Plans and values come by commands that say for which workspace, and are there at once on all replicas. What is
    # set comes first: a bot is opened anew for it, and the one that is there answers until then.
    for slack, writer in ((blue, SATO), (green, SUZUKI)):
        here.run("workspace", "set", slack.workspace.team_id, f"SENRYAKU_WRITERS={writer}")
    add_plans(here)
    for slack, value in ((blue, "1301"), (green, "1702")):
        words = ("kpi", "record", "k1-1", "--year", "2025", "--value", value)
        here.run(*words, "--workspace", slack.workspace.team_id)
    for replica in (first, second):
        for team in ("T0AOI", "T0MIDORI"):
            replica.wait_for_log(f"workspace {team}: open")

    # The same questions at the same time, on both replicas in turn.
    for of_blue, of_green in ((first, second), (second, first)):
        here.lead(blue, of_blue)
        here.lead(green, of_green)
        for question in (
            SALES,
            "年間利用者数の目標は？",
            "基本目標1の事業は？",
            "空き校舎オフィス事業とは？",
            "宇宙港は？",
        ):
            ask_both(here, question, count=4)
    assert any(BLUE_VALUE in message.text for message in blue.posted(GENERAL))
    assert any(GREEN_VALUE in message.text for message in green.posted(GENERAL))

    # Home, forms, rights, files and digests; then nothing of one has been anywhere in the other.
    for slack, writer, other in ((blue, SATO, SUZUKI), (green, SUZUKI, SATO)):
        _look_around(slack, writer, other)
        _add_digest(here, slack)
    for slack in (blue, green):
        slack.wait_for(partial(_has_digest, slack.workspace.team_name))
    seen = {slack: everything(slack) for slack in (blue, green)}
    assert [word for word in BLUE_WORDS if word not in seen[blue] or word in seen[green]] == []
    assert [word for word in GREEN_WORDS if word not in seen[green] or word in seen[blue]] == []
    assert blue.refusals == green.refusals == []

    # What is forged or of a workspace that has not installed the app is refused.
    asked = {"type": "app_mention", "user": SATO, "channel": GENERAL, "ts": "1700000000.000100", "text": SALES}
    event = {"type": "event_callback", "event_id": "Ev1", "event_time": 1700000000, "event": asked}
    for named in ("T0STRANGE", "", "T0AOI' OR 1=1", None):
        assert here.signed(first, json.dumps(event | {"team_id": named})).status_code == 403, named
    assert here.signed(first, json.dumps(event | {"team_id": ["T0AOI"]})).status_code == 400
    forged = json.dumps(event | {"team_id": "T0AOI"})
    assert here.post(first, forged, {"content-type": "application/json"}).status_code == 401
    challenge = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"})
    assert "c" in here.signed(first, challenge).text

    # Uninstalled by one: it is over there on all replicas, its records stay, and the other one does not notice.
    blue.uninstall()
    for replica in (first, second):
        replica.wait_for_log("workspace T0AOI: closed")
    assert here.signed(first, json.dumps(event | {"team_id": "T0AOI"})).status_code == 403
    ask_both_of = green.posted(GENERAL)
    green.person(SATO).mention(GENERAL, SALES)
    assert GREEN_VALUE in green.wait_for_post(GENERAL, count=len(ask_both_of) + 1)[-1].text
    assert "アンインストール" in here.run("workspace", "list")
    assert "1,301万円" in here.run("kpi", "show", "k1-1", "--workspace", "T0AOI")

    # Installed again, all of it is there again, by another token.
    gone = Installations(server_at(here.url)).known("T0AOI")
    assert gone
    assert not gone.token
    here.lead(blue, second)
    assert install(second, blue).status_code == 200
    count = len(blue.posted(GENERAL))
    blue.person(SATO).mention(GENERAL, SALES)
    assert BLUE_VALUE in blue.wait_for_post(GENERAL, count=count + 1)[-1].text
    after = Installations(server_at(here.url)).find("T0AOI")
    assert after
    assert after.token == blue.bot_token

    # Deleted only once it is uninstalled; then nothing of it is left, and of the other everything.
    for replica in (first, second):
        wait_for(partial(_is_open_again, replica), "it is not opened again")
    assert "先に Slack" in here.fails("workspace", "remove", "T0AOI", "--yes")
    blue.uninstall()
    for replica in (first, second):
        wait_for(partial(_is_closed_again, replica), "it stays open")
    assert "--yes" in here.fails("workspace", "remove", "T0AOI")
    assert "すべて削除しました" in here.run("workspace", "remove", "T0AOI", "--yes")
    with server_at(here.url).connections.apart() as connection:
        for table, columns in server_at(here.url).connections.columns.items():
            if "city" in columns:
                [(left,)] = connection.execute(f"SELECT count(*) FROM {table} WHERE city = 'T0AOI'").fetchall()
                assert left == 0, table
    assert "1,702万円" in here.run("kpi", "show", "k1-1", "--workspace", "T0MIDORI")
    logs = [replica.log for replica in (first, second) if replica.stop() == 0]
    for secret in ("xoxb-", here.blue.whole.client_secret, here.blue.platform.signing_secret):
        assert not any(secret in log for log in logs)
    assert [log.partition("Traceback")[2][:3_000] for log in logs if "Traceback" in log] == []
    assert len(logs) == 2


def _is_open_again(replica: Program) -> bool:
    return "workspace T0AOI: open" in replica.log.rpartition("workspace T0AOI: closed")[2]


def _is_closed_again(replica: Program) -> bool:
    return replica.log.count("workspace T0AOI: closed") == 2


def test_what_is_no_installation_ends_on_a_page_that_says_so(here: Cities) -> None:
    program = here.start(SENRYAKU_INSTALL_MINUTES="1")
    base = f"http://127.0.0.1:{program.port()}"
    here.lead(here.blue, program)
    # A whole organisation, somebody who changes their mind, another browser, a code that is none.
    whole = install(program, here.blue, organisation="1")
    assert whole.status_code == 400
    assert "組織（OrG）全体には追加できません" in whole.text
    cancelled = httpx.get(f"{base}/slack/oauth_redirect?error=access_denied", trust_env=False)
    assert "追加されませんでした" in cancelled.text
    odd = httpx.get(f"{base}/slack/oauth_redirect?error=<script>alert(1)</script>", trust_env=False)
    assert "<script>" not in odd.text
    page = httpx.get(f"{base}/slack/install", trust_env=False)
    state = httpx.URL(link_of(page.text)).params["state"]
    refused = httpx.get(f"{base}/slack/oauth_redirect?code=x&state={state}", trust_env=False)
    assert refused.status_code == 400
    assert "別のブラウザー" in refused.text
    cookie = {"cookie": f"slack-app-oauth-state={state}"}
    assert (
        httpx.get(f"{base}/slack/oauth_redirect?code=x&state={state}", headers=cookie, trust_env=False).status_code
        == 401
    )
    again = httpx.get(f"{base}/slack/oauth_redirect?code=x&state={state}", headers=cookie, trust_env=False)
    assert "期限が切れた" in again.text
    assert Installations(server_at(here.url)).all() == ()
    assert here.blue.whole.grants == {}
    assert program.stop() == 0


def test_a_command_says_of_which_workspace_it_is(here: Cities) -> None:
    assert "--workspace で指定してください" in here.fails("kb", "list")
    assert "追加されていません" in here.fails("kb", "list", "--workspace", "T0NOBODY")
    for slack in (here.blue, here.green):
        assert install(here.start(), slack).status_code == 200
    assert "まだ計画がありません" in here.fails("kpi", "list", "--workspace", "T0AOI")
    assert "計画がありません" in here.run("doctor")
    add_plans(here)
    asked = ("kb export", "kpi list", "digest list", "gaps", "kb list", f"ask {SALES}")
    for words in map(str.split, asked):
        told = {team: here.run(*words, "--workspace", team) for team in ("T0AOI", "T0MIDORI")}
        assert "霧ノ里" not in told["T0AOI"]
        assert "架空市" not in told["T0MIDORI"]
    assert "第３期架空市" in here.run("doctor", "--workspace", "T0AOI")
    assert "は決められません" in here.fails("workspace", "set", "T0AOI", "SENRYAKU_DATA=/")
    assert "設定を変えました" in here.run("workspace", "set", "T0AOI", f"SENRYAKU_ADMINS={SATO}")
    assert here.run("workspace", "set", "T0AOI") == f"SENRYAKU_ADMINS={SATO}\n"
    assert "決めた設定はありません" in here.run("workspace", "set", "T0MIDORI")


def test_the_records_of_one_city_from_before_come_into_its_workspace_alone(here: Cities) -> None:
    old = {"SENRYAKU_DATA": str(here.folder / "old"), "SENRYAKU_DATABASE_URL": "", "SLACK_CLIENT_ID": ""}
    here.run("kb", "build", str(write_edition(here.folder / "texts", 3)), **old)
    here.run("kpi", "record", "k1-1", "--year", "2025", "--value", "1301", **old)
    program = here.start()
    for slack in (here.blue, here.green):
        assert install(program, slack).status_code == 200
    moved = {"SENRYAKU_DATA": str(here.folder / "old")}
    assert "写し" in here.run("data", "copy", "--workspace", "T0AOI", "--to", here.url, **moved)
    program.wait_for_log("workspace T0AOI: open")
    assert BLUE_VALUE in here.run("kpi", "show", "k1-1", "--workspace", "T0AOI")
    assert "まだ計画がありません" in here.fails("kpi", "show", "k1-1", "--workspace", "T0MIDORI")
    here.run("data", "copy", "--workspace", "T0AOI", "--from", here.url, SENRYAKU_DATA=str(here.folder / "back"))
    back = {**old, "SENRYAKU_DATA": str(here.folder / "back")}
    here.run("kpi", "export", "-o", "back.json", **back)
    here.run("kpi", "export", "-o", "old.json", **old)
    assert (here.folder / "back.json").read_bytes() == (here.folder / "old.json").read_bytes()


def test_while_the_database_is_away_each_is_told_in_its_own_workspace(programs: Programs, tmp_path: Path) -> None:
    with running_cluster() as cluster, cities(programs, cluster, tmp_path) as here:
        program = here.start()
        for slack in (here.blue, here.green):
            assert install(program, slack).status_code == 200
            here.lead(slack, program)
        add_plans(here)
        for slack in (here.blue, here.green):
            program.wait_for_log(f"workspace {slack.workspace.team_id}: open")
        ask_both(here, SALES, count=1)
        health, page = (f"http://127.0.0.1:{program.port()}{path}" for path in ("/healthz", "/slack/install"))
        assert httpx.get(health, trust_env=False).json()["workspaces"] == 2
        cluster.stop("QUIT")
        wait_for(lambda: httpx.get(health, trust_env=False).status_code == 503, "it says that it is well")
        here.blue.person(SATO).mention(GENERAL, SALES)
        here.blue.wait_for(lambda workspace: [each for each in workspace.posted() if "データベース" in each.text])
        refused = httpx.get(page, trust_env=False, timeout=PATIENCE_S)
        assert (refused.status_code, "しばらくしてから" in refused.text) == (503, True)
        assert not any("データベース" in each.text for each in here.green.posted())
        cluster.start()
        wait_for(lambda: httpx.get(health, trust_env=False).status_code == 200, "it does not recover")
        ask_both(here, SALES, count=1)
        assert program.stop() == 0
        assert "xoxb-" not in program.log


def test_what_names_people_of_one_workspace_is_no_setting_of_all(here: Cities) -> None:
    data = here.folder / "data"
    data.mkdir()
    words = ("serve", "--http", "--port", "0")
    program = Program(here.programs, None, data, *words, **here.environment, SENRYAKU_ADMINS=SATO)
    here.stack.callback(program.close)
    assert program.ended() == 1
    assert "SENRYAKU_ADMINS は、ワークスペースごとに決めます" in program.log
