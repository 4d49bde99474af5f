"""The manifest asks for what is used and no more; the doctor compares it with what was granted."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import manifest as module
from bot.app.manifest import as_yaml, make_manifest
from bot.config.logs import redacted
from bot.config.settings_table import settings_table
from bot.sandbox.events.emit import EVENT_SCOPES as SCOPE_OF_EVENT
from bot.sandbox.state.seed import ARCHIVED, FOREIGN, PLANNING, SATO
from bot.slack.store import BotStore
from bot.views import ids
from knowledge.model.catalog import Catalog
from knowledge.wording.example_questions import theme_question
from tests.bot.conftest import Run
from tests.stand_in import Slack
from tests.stand_in.methods import ALL_METHODS

BOT = Path(module.__file__).parents[1]
USED = ("chat_postMessage", "chat_update", "chat_delete", "chat_postEphemeral", "views_open", "views_publish",
        "views_update", "views_push", "users_info", "usergroups_users_list", "conversations_info",
        "conversations_history", "conversations_replies", "conversations_open", "users_conversations", "auth_test",
        "files_getUploadURLExternal", "files_completeUploadExternal", "chat_unfurl", "functions_completeSuccess",
        "functions_completeError",
        "assistant_threads_setSuggestedPrompts")  # fmt: skip


FAMILIES = "chat|views|users|usergroups|conversations|auth|assistant|files|functions"
ALL_EVENTS = (*module.EVENTS, *module.AGENT_EVENTS, *module.STEP_EVENTS, *module.LINK_EVENTS)


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack(make_manifest()) as started:
        yield started


@pytest.fixture
def connected(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> Slack:
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
    monkeypatch.setenv("SLACK_API_BASE_URL", slack.api_url)
    return slack


# Manifest


def test_the_scopes_are_those_of_the_methods_and_events_in_use() -> None:
    needed = {scope for name in USED for scope in ALL_METHODS[name.replace("_", ".")].scopes}
    needed |= {scope for event in ALL_EVENTS if (scope := SCOPE_OF_EVENT[event])}
    asked = {*module.SCOPES, *module.AGENT_SCOPES, *module.LINK_SCOPES, "im:read"}
    assert needed <= asked | {"commands"}
    assert asked - needed <= {"commands", "im:read"}


def test_every_method_in_use_is_listed_here() -> None:
    called = {
        name
        for path in BOT.rglob("*.py")
        if "sandbox" not in path.parts
        for name in re.findall(rf"client\.((?:{FAMILIES})_\w+)\(", path.read_text(encoding="utf-8"))
    }
    assert called == set(USED)


def test_the_manifest_asks_for_the_events_that_somebody_listens_to() -> None:
    listened = re.findall(r'app\.event\("(\w+)"\)', (BOT / "app" / "registrations.py").read_text(encoding="utf-8"))
    asked = [event.removesuffix(".im") for event in ALL_EVENTS]
    assert sorted(asked) == sorted([*listened, *module.STEP_EVENTS])  # which come to listeners of their own
    assert make_manifest()["settings"]["event_subscriptions"]["bot_events"] == sorted(module.EVENTS)


@pytest.mark.parametrize("has_agent", [True, False])
@pytest.mark.parametrize("url", [None, "https://bot.example.jp/slack/events"])
def test_the_manifest_keeps_slacks_limits(has_agent: bool, url: str | None) -> None:
    made = make_manifest(request_url=url, has_agent=has_agent)
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert shortcut["callback_id"] in ids.CALLBACKS
    assert made["settings"]["socket_mode_enabled"] is (url is None)
    assert ("assistant:write" in made["oauth_config"]["scopes"]["bot"]) is has_agent
    assert (url in as_yaml(made)) if url else ("request_url" not in as_yaml(made))


def test_the_manifest_is_printed_as_yaml_or_json(run: Run, catalog: Catalog) -> None:
    assert json.loads(run("manifest", "--json").out) == make_manifest(example=theme_question(catalog))
    assert run("manifest").out.startswith("_metadata:\n  major_version: 1\n")
    assert "agent_view:" in run("manifest", "--agent").out


def test_steps_and_shared_links_are_asked_for_only_when_they_are_wanted(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = make_manifest()
    assert "functions" not in plain
    assert "unfurl_domains" not in plain["features"]
    assert not {"function_runtime"} & plain["settings"].keys()
    assert not module.LINK_SCOPES.keys() & set(plain["oauth_config"]["scopes"]["bot"])
    assert not {*module.STEP_EVENTS, *module.LINK_EVENTS} & set(plain["settings"]["event_subscriptions"]["bot_events"])
    assert run("manifest", "--links").code == 2
    monkeypatch.setenv("SENRYAKU_SITE_URL", "https://intra.example.jp/strategy")
    made = json.loads(run("manifest", "--json", "--links", "--steps").out)
    assert made["features"]["unfurl_domains"] == ["intra.example.jp"]
    assert set(made["oauth_config"]["scopes"]["bot"]) == {*module.SCOPES, *module.LINK_SCOPES}
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == {
        *module.EVENTS,
        *module.STEP_EVENTS,
        *module.LINK_EVENTS,
    }
    assert (made["settings"]["function_runtime"], made["settings"]["org_deploy_enabled"]) == ("remote", True)
    assert [step["title"] for step in made["functions"].values()] == ["戦略に聞く", "KPI のまとめを送る"]
    for step in made["functions"].values():
        for name, one in {**step["input_parameters"], **step["output_parameters"]}.items():
            assert one["name"] == name
            assert one["title"]


# Doctor


def test_without_slack_the_rest_is_checked(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0
    assert "×" not in ran.out
    for word in ("データの置き場所", "知識ベース", "辞書と検索", "Asia/Tokyo", "トークンがありません"):
        assert word in ran.out


def test_a_damaged_record_is_told_until_somebody_has_looked(run: Run, tmp_path: Path) -> None:
    for value in ("48", "40"):
        run("kpi", "record", "k3-3", "--year", "2022" if value == "48" else "2021", "--value", value)
    journal = tmp_path / "var" / "actuals" / "000000.journal"
    journal.write_bytes(journal.read_bytes().replace(b'"48"', b'"49"'))
    for _ in range(2):  # before the database is opened, and when it has put the file aside
        ran = run("doctor")
        assert ran.code == 1
        assert "× 記録（actuals）" in ran.out
        assert run("kpi", "list").code == 0
    (tmp_path / "var" / "actuals" / "000000.journal.repaired").unlink()
    assert "○ 記録（actuals）" in run("doctor").out


def test_a_kind_of_block_that_the_workspace_refuses_is_told(run: Run, tmp_path: Path) -> None:
    store = BotStore(tmp_path / "var", lambda: datetime.now(UTC))
    store.refused.note(frozenset({"data_table"}), "first")
    assert "data_table" not in run("doctor").out
    store.refused.note(frozenset({"data_table"}), "second")
    ran = run("doctor")
    assert ran.code == 0
    assert "－ 回答の形：表（data_table）は、Slack に断られたため" in ran.out


def test_a_sound_installation_passes(run: Run, connected: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENRYAKU_OFFICE_CHANNEL", PLANNING)
    ran = run("doctor")
    assert (ran.code, "×" in ran.out) == (0, False)
    for word in ("体験用ワークスペース", "権限", "Slack と合っています", "Socket Mode", "#総合政策"):
        assert word in ran.out


def test_without_an_administrator_it_says_of_what_nobody_would_be_told(
    run: Run, connected: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ボットの管理者：決まっていません" in run("doctor").out
    monkeypatch.setenv("SENRYAKU_ADMINS", SATO)
    assert "ボットの管理者" not in run("doctor").out


def test_a_missing_scope_is_named_with_its_use(run: Run, connected: Slack) -> None:
    connected.scopes.discard("im:history")
    ran = run("doctor")
    assert ran.code == 1
    assert "im:history（ボットへの直接メッセージを受け取る）" in ran.out
    assert "senryaku manifest" in ran.out


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "invalid_auth"),
        ("SLACK_BOT_TOKEN", "xoxp-user", "xoxb- で始まる"),
        ("SLACK_BOT_TOKEN", "xoxb-…", "xoxb- で始まる値の全部"),
        ("SLACK_APP_TOKEN", "xoxb-swapped", "xapp- で始まる"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "Socket Mode を使えません"),
        ("SENRYAKU_OFFICE_CHANNEL", FOREIGN, "招待"),
        ("SENRYAKU_OFFICE_CHANNEL", ARCHIVED, "アーカイブ"),
        ("SENRYAKU_OFFICE_CHANNEL", "C0NOWHERE", "channel_not_found"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(
    run: Run, connected: Slack, monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setenv(name, value)
    ran = run("doctor")
    assert ran.code == 1
    assert word in ran.out
    assert value not in ran.out or value.startswith("C0")


def test_a_file_of_settings_in_another_encoding_is_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.config.environment.ENV_FILE", Path(".env"))  # which other tests do not read
    (tmp_path / ".env").write_text("# 戦略ボット\nSENRYAKU_WORKERS=3\n", encoding="shift_jis")
    for command in ("doctor", "serve"):
        ran = run(command)
        assert (ran.code, ran.out) == (1, "")
        assert "文字コードに UTF-8" in ran.err


def test_a_scope_that_may_be_left_out_is_noted_with_what_is_missing_then(run: Run, connected: Slack) -> None:
    connected.scopes.difference_update(module.OPTIONAL_SCOPES)
    ran = run("doctor")
    assert (ran.code, "×" in ran.out) == (0, False)
    for scope in module.OPTIONAL_SCOPES.keys() & module.SCOPES.keys():
        assert f"－ 任意の権限：{scope} がないため" in ran.out


@pytest.mark.parametrize("has_agent", [True, False])
def test_what_may_be_left_out_is_asked_for_as_well(has_agent: bool) -> None:
    scopes = make_manifest(has_agent=has_agent)["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) < set(scopes["bot"])
    assert ("assistant:write" in scopes["bot_optional"]) is has_agent


def test_every_setting_is_explained_and_an_unreadable_one_is_named_without_its_value(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = run("doctor", "--settings").out
    for row in settings_table():
        assert f"{row.name}（既定: {row.default}）" in out
        assert row.description.endswith("。")
    monkeypatch.setenv("SENRYAKU_WORKERS", "geheim")
    ran = run("doctor")
    assert ran.code == 1
    assert "SENRYAKU_WORKERS" in ran.err
    assert "geheim" not in ran.err + ran.out


# Logs


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("token=xoxb-1-2-abc.", "token=xoxb-***"),
        ("Bearer xapp-1-A0-x_y", "Bearer xapp-***"),
        ("https://hooks.slack.com/actions/T1/2/abc failed", "https://hooks.slack.com/actions/*** failed"),
        ("user=U1 channel=C1", "user=U1 channel=C1"),
    ],
)
def test_secrets_do_not_reach_the_log(line: str, shown: str) -> None:
    assert redacted(line) == shown
