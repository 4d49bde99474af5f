"""`senryaku digest` as its callers rely on it: with and without Slack, beside a running bot, and with wrong calls."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.delivery.folder_lock import digest_lock
from bot.delivery.store import DigestStore, Request
from bot.digests.recurrence import Recurrence
from bot.digests.schedule import DigestScope, Schedule, paused
from bot.sandbox.state.seed import ARCHIVED, EDITORS, PLANNING, SATO, SUZUKI
from knowledge.model.fiscal import JST
from tests.bot.conftest import Ran, Run
from tests.bot.digest_world import schedule
from tests.stand_in import Slack
from tests.world import workspace

NOW = datetime(2024, 6, 3, 9, tzinfo=JST)


@pytest.fixture
def digest(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: str, stdin: str | bytes = "", now: datetime = NOW) -> Ran:
        monkeypatch.setenv("SENRYAKU_NOW", now.isoformat())
        return run("digest", *arguments, stdin=stdin)

    return call


@pytest.fixture
def store(tmp_path: Path) -> DigestStore:
    return DigestStore(tmp_path / "var")


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch, digest: Run) -> Iterator[Slack]:
    with workspace(rate_limits=False) as started:
        monkeypatch.setenv("SLACK_BOT_TOKEN", started.bot_token)
        monkeypatch.setenv("SLACK_API_BASE_URL", started.api_url)
        yield started


def added(store: DigestStore, **changes: object) -> Schedule:
    return store.create(lambda id: schedule(id, **changes))


def test_without_schedules_the_list_says_how_to_make_one_and_makes_no_folder(digest: Run, tmp_path: Path) -> None:
    ran = digest("list")
    assert (ran.code, ran.err) == (0, "")
    assert "/senryaku digest" in ran.out
    assert digest("list", "--json").out == "[]\n"
    assert not [name for name in ("digests", "deliveries") if (tmp_path / "var" / name).exists()]


def test_the_list_shows_rhythm_next_runs_and_last_result(digest: Run, store: DigestStore, slack: Slack) -> None:
    added(store, rule=Recurrence(rhythm="weekly", at=time(9), weekdays=(0,)))
    store.put(second := added(store, name="止めたもの"), paused(second, NOW))
    assert digest("run", "s1").code == 0
    out = digest("list").out
    assert "s1  朝のKPI" in out
    assert "毎週月 9:00（閉庁日は翌開庁日）" in out
    assert "次の予定 2024-06-10 09:00、2024-06-17 09:00、2024-06-24 09:00" in out
    assert "前回 2024年6月3日 9:00 配信済み" in out
    assert "s2  止めたもの（一時停止中）" in out
    first, last = json.loads(digest("list", "--json").out)
    assert first["next"][0] == "2024-06-10T09:00:00+09:00"
    assert first["scope"] == {"kind": "goal", "ids": ["g1"], "label": "基本目標1 安定した雇用を創出する"}
    assert first["last"]["state"] == "recorded"
    assert (last["paused"], last["next"], last["last"]) == (True, [], None)


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("all", "すべての指標・47件"),
        ("behind", "遅れ・後退・未達成の指標・0件"),
        ("unrecorded", "実績が未登録の指標・47件"),
        ("reminder", "令和5年度の実績を登録してください（あと47件）"),
        ("pkg3", "政策パッケージ3"),
        ("g2", "基本目標2"),
        ("待機児童数、k3-1", "選んだ指標・2件"),
    ],
)
def test_a_preview_needs_neither_a_schedule_nor_a_token(digest: Run, scope: str, words: str) -> None:
    ran = digest("preview", "--scope", scope)
    assert (ran.code, ran.err) == (0, "")
    assert words in ran.out


def test_a_preview_of_another_day_shows_what_was_known_then(
    digest: Run, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENRYAKU_NOW", NOW.isoformat())
    run("kpi", "record", "k3-3", "--year", "2023", "--value", "40", "--by", "企画課")
    assert "40人（令和5年度・確定値）" in digest("preview", "--scope", "pkg3").out
    assert "40人" not in digest("preview", "--scope", "pkg3", "--as-of", "2024-06-02").out


def test_what_was_sent_on_a_day_is_shown_again_word_for_word(
    digest: Run, run: Run, store: DigestStore, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(store, scope=DigestScope("package", ("pkg3",)))
    monkeypatch.setenv("SENRYAKU_NOW", NOW.isoformat())
    run("kpi", "record", "k3-3", "--year", "2022", "--value", "48", "--by", "企画課")
    assert digest("run", "s1").code == 0
    sent = [message.text for message in slack.posted(PLANNING)]
    later = NOW + timedelta(days=30)
    monkeypatch.setenv("SENRYAKU_NOW", later.isoformat())
    run("kpi", "record", "k3-3", "--year", "2023", "--value", "40", "--by", "企画課")
    again = digest("preview", "s1", "--as-of", "2024-06-03", now=later).out
    assert "48人" in again
    assert "40人" not in again
    assert all(line in again for line in sent[1].splitlines())


def test_a_preview_never_speaks_of_a_moment_to_come(digest: Run) -> None:
    assert "（2024年6月3日 9:00現在）" in digest("preview", "--as-of", "2024-06-03").out
    ran = digest("preview", "--as-of", "2024-06-04")
    assert (ran.code, ran.out) == (2, "")
    assert "今日までの日付" in ran.err


def test_a_run_posts_once_and_says_so(digest: Run, store: DigestStore, slack: Slack) -> None:
    added(store)
    ran = digest("run", "s1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "「朝のKPI」を2件のメッセージで配信しました。\n"
    assert len(slack.posted(PLANNING)) == 2
    assert store.slots("s1") == (), "the regular one is still to come"


def test_a_run_into_a_lost_channel_says_why(digest: Run, store: DigestStore, slack: Slack) -> None:
    added(store, channel_id=ARCHIVED)
    ran = digest("run", "s1")
    assert ran.code == 1
    assert ran.is_one_line
    assert "チャンネルがアーカイブされています" in ran.err
    assert store.get("s1").paused
    assert len(slack.posted(slack.workspace.dm(SATO).id)) == 1


def test_a_run_into_a_lost_channel_tells_the_group_of_admins_too(
    digest: Run, store: DigestStore, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENRYAKU_ADMIN_GROUP", EDITORS)
    added(store, channel_id=ARCHIVED)
    digest("run", "s1")
    assert len(slack.posted(slack.workspace.dm(SATO).id)) == 1
    assert [notice.user for notice in store.notices.waiting()] == [SUZUKI], "for the next step of the bot"


def test_a_run_while_slack_is_away_leaves_the_rest_to_the_bot(digest: Run, store: DigestStore, slack: Slack) -> None:
    added(store)
    slack.faults.plan("chat.postMessage", "unavailable", times=9)
    ran = digest("run", "s1")
    assert ran.code == 1
    assert ran.is_one_line
    assert "senryaku serve" in ran.err
    assert [request.schedule_id for request in store.requests()] == ["s1"]


def test_beside_a_running_bot_the_run_is_the_bots(
    digest: Run, store: DigestStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot holds the folder; a bot that never answers is waited for in vain."""
    added(store)
    monkeypatch.setattr("bot.terminal.cli_digest.SERVE_WAIT_S", 0.0)
    lock = digest_lock(tmp_path / "var")
    assert lock
    assert lock.take()
    ran = digest("run", "s1")
    lock.release()
    assert ran.code == 1
    assert ran.is_one_line
    assert store.requests() == (Request(schedule_id="s1", at=NOW, by="端末"),)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "s9"), 1, "定期配信「s9」はありません"),
        (("preview", "s9"), 1, "定期配信「s9」はありません"),
        (("run",), 2, "「定期配信」を指定してください"),
        (("preview", "--scope", "なにか"), 2, "「なにか」という範囲はありません"),
        (("preview", "--as-of", "きのう"), 2, "日付「きのう」を読めません"),
        (("stop",), 2, "list、preview、run"),
    ],
)
def test_a_wrong_call_gets_one_sentence(digest: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    ran = digest(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.is_one_line
    assert words in ran.err


def test_without_a_token_a_run_says_what_is_missing_and_asks_for_nothing(digest: Run, store: DigestStore) -> None:
    added(store)
    ran = digest("run", "s1")
    assert ran.code == 1
    assert "SLACK_BOT_TOKEN" in ran.err
    assert store.requests() == ()
