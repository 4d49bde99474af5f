"""The store of installations as Bolt uses it, on a real server: one token for each workspace, and no more than that."""

from datetime import timedelta

import pytest
from slack_sdk.oauth.installation_store import Installation

from bot.slack.installations import Installations, States
from knowledge.storage.server import Server
from tests.postgres import Cluster, server_of_its_own
from tests.world import SetClock

pytestmark = pytest.mark.process
LIFE = timedelta(minutes=10)


@pytest.fixture
def own(cluster: Cluster) -> Server:
    return server_of_its_own(cluster)


def installed(team: str, token: str, **changes: object) -> Installation:
    usual: dict[str, object] = {
        "team_id": team,
        "team_name": f"{team}の市",
        "bot_token": token,
        "bot_id": "B1",
        "bot_user_id": "U1",
        "bot_scopes": "chat:write,commands",
        "user_id": "U0SATO",
    }
    return Installation(**usual | changes)  # type: ignore[arg-type]


def token_of(store: Installations, team: str) -> str | None:
    bot = store.find_bot(enterprise_id=None, team_id=team)
    return bot.bot_token if bot else None


def test_each_workspace_has_its_own_token_and_a_second_installation_renews_it(own: Server) -> None:
    store, other_replica = Installations(own), Installations(own)
    assert store.all() == ()
    store.save(installed("T1AA", "xoxb-1"))
    before = other_replica.version
    store.save(installed("T2BB", "xoxb-2"))
    assert (token_of(other_replica, "T1AA"), token_of(other_replica, "T2BB")) == ("xoxb-1", "xoxb-2")
    assert token_of(other_replica, "T3CC") is None
    store.save(installed("T1AA", "xoxb-1b"))
    assert token_of(other_replica, "T1AA") == "xoxb-1b"
    assert other_replica.version > before
    found = other_replica.find_installation(enterprise_id=None, team_id="T1AA")
    assert found
    assert (found.bot_token, found.team_name, found.bot_scopes) == ("xoxb-1b", "T1AAの市", ["chat:write", "commands"])
    assert len(store.all()) == 2


def test_a_whole_organisation_is_none_of_them(own: Server) -> None:
    store = Installations(own)
    store.save(installed("T1AA", "xoxb-1", enterprise_id="E1"))
    assert store.find_bot(enterprise_id="E1", team_id="T1AA", is_enterprise_install=True) is None
    assert store.find_bot(enterprise_id="E1", team_id=None) is None
    assert token_of(store, "T1AA") == "xoxb-1"


def test_the_end_of_one_takes_its_token_and_no_other(own: Server) -> None:
    store = Installations(own)
    store.save(installed("T1AA", "xoxb-1"))
    store.save(installed("T2BB", "xoxb-2"))
    store.delete_installation(enterprise_id=None, team_id="T1AA", user_id="U0SATO")  # of whom nothing is kept
    assert token_of(store, "T1AA") == "xoxb-1"
    store.delete_all(enterprise_id=None, team_id="T1AA")
    assert (token_of(store, "T1AA"), token_of(store, "T2BB")) == (None, "xoxb-2")
    ended = store.known("T1AA")
    assert ended
    assert (ended.token, ended.is_current) == ("", False)
    assert ended.ended_at


def test_what_ended_late_does_not_end_what_was_installed_anew(own: Server) -> None:
    store = Installations(own)
    store.save(installed("T1AA", "xoxb-1"))
    store.save(installed("T1AA", "xoxb-new"))
    assert not store.end("T1AA", "xoxb-1")
    assert token_of(store, "T1AA") == "xoxb-new"
    assert store.end("T1AA", "xoxb-new")
    assert not store.end("T1AA", "xoxb-new")


def test_a_token_stands_in_no_text(own: Server) -> None:
    store = Installations(own)
    store.save(installed("T1AA", "xoxb-1"))
    assert "xoxb" not in repr(store.all())
    assert "xoxb" not in str(store.known("T1AA"))


def test_settings_belong_to_one_workspace(own: Server) -> None:
    store = Installations(own)
    store.give("T1AA", {"writers": "U1", "site_url": "https://a.example.jp"})
    store.give("T2BB", {"writers": "U2"})
    store.give("T1AA", {"site_url": ""})
    assert (store.given("T1AA"), store.given("T2BB")) == ({"writers": "U1"}, {"writers": "U2"})
    store.forget("T1AA")
    assert (store.given("T1AA"), store.given("T2BB")) == ({}, {"writers": "U2"})


def test_nothing_of_it_is_in_the_records_of_a_workspace(own: Server) -> None:
    store = Installations(own)
    store.save(installed("T1AA", "xoxb-1"))
    store.save(installed("T2BB", "xoxb-2"))
    assert own.of_city("T1AA").erase() == 0
    assert token_of(store, "T1AA") == "xoxb-1"


def test_a_state_is_good_once_for_a_while_and_on_any_replica(own: Server) -> None:
    clock = SetClock()
    states, other_replica = States(own, LIFE, clock), States(own, LIFE, clock)
    one, two = states.issue(), states.issue()
    assert one != two
    assert other_replica.consume(one)
    assert not states.consume(one)
    assert not states.consume("never issued")
    clock.ahead = LIFE + timedelta(seconds=1)
    assert not other_replica.consume(two)
