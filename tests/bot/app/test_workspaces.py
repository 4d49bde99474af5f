"""Which workspaces are open: what is installed and nothing else, whatever becomes of one of them."""

import threading
from datetime import UTC, datetime

import pytest

from bot.app.workspaces import LOOK_AT_ALL_S, REOPEN_S, OpenWorkspace, Workspaces
from bot.config import BotError
from bot.slack.installations import InstalledWorkspace
from knowledge.model.errors import DatabaseDownError
from tests.patience import PATIENCE_S
from tests.postgres import wait_for


def one(team: str, token: str = "xoxb-1") -> InstalledWorkspace:
    return InstalledWorkspace(
        team=team, name=team, enterprise="", token=token, bot="B1", bot_user="U1", scopes="", at=datetime.now(UTC)
    )


class Stored:
    """In place of the store of installations."""

    def __init__(self) -> None:
        self.installed: dict[str, InstalledWorkspace] = {}
        self.is_away = False

    def all(self) -> tuple[InstalledWorkspace, ...]:
        if self.is_away:
            raise DatabaseDownError("db")
        return tuple(self.installed.values())

    def find(self, team: str) -> InstalledWorkspace | None:
        return next((each for each in self.all() if each.team == team and each.is_current), None)


class Trial:
    def __init__(self) -> None:
        self.stored, self.opened, self.closed = Stored(), list[str](), list[str]()
        self.plans: dict[str, int] = {}
        self.trouble: dict[str, Exception] = {}
        self.now = 1_000.0
        self.workspaces = Workspaces(
            self.stored,  # type: ignore[arg-type]
            lambda installed: (installed, self.plans.get(installed.team)),
            self.open,
            lambda: self.now,
        )

    def open(self, installed: InstalledWorkspace, seen: object) -> OpenWorkspace:
        if trouble := self.trouble.get(installed.team):
            raise trouble
        self.opened.append(installed.team)

        def close() -> None:
            self.closed.append(installed.team)

        return OpenWorkspace(installed=installed, seen=seen, dispatcher=None, bot=None, close=close)  # type: ignore[arg-type]

    def step(self, seconds: float = LOOK_AT_ALL_S) -> None:
        self.now += seconds
        self.workspaces.step()


@pytest.fixture
def trial() -> Trial:
    made = Trial()
    made.stored.installed = {"T1AA": one("T1AA"), "T2BB": one("T2BB")}
    return made


def test_all_that_are_installed_are_open_before_anybody_asks(trial: Trial) -> None:
    trial.step()
    trial.step()
    assert (trial.opened, trial.closed) == (["T1AA", "T2BB"], [])


def test_one_that_was_installed_elsewhere_a_moment_ago_is_opened_when_it_is_asked_for(trial: Trial) -> None:
    trial.step()
    trial.stored.installed["T3CC"] = one("T3CC")
    found = trial.workspaces.of("T3CC")
    assert found
    assert found.installed.team == "T3CC"
    assert trial.workspaces.of("T3CC") is found
    assert trial.workspaces.of("T4DD") is None


def test_it_is_opened_anew_before_it_is_closed_where_token_or_plans_have_changed(trial: Trial) -> None:
    trial.step()
    trial.stored.installed["T1AA"] = one("T1AA", "xoxb-new")
    trial.plans["T2BB"] = 1
    trial.step()
    assert (trial.opened[2:], trial.closed) == (["T1AA", "T2BB"], ["T1AA", "T2BB"])
    found = trial.workspaces.of("T1AA")
    assert found
    assert found.installed.token == "xoxb-new"


def test_one_that_is_installed_no_more_is_closed_and_found_no_more(trial: Trial) -> None:
    trial.step()
    trial.stored.installed["T1AA"] = one("T1AA", "")
    trial.step()
    assert (trial.closed, trial.workspaces.of("T1AA")) == (["T1AA"], None)
    assert trial.workspaces.of("T2BB")


def test_one_that_cannot_be_opened_is_tried_again_after_a_while_and_hinders_no_other(trial: Trial) -> None:
    trial.trouble["T1AA"] = RuntimeError("of this one alone")
    trial.step()
    assert trial.opened == ["T2BB"]
    del trial.trouble["T1AA"]
    trial.step()
    with pytest.raises(BotError):
        trial.workspaces.of("T1AA")
    trial.step(REOPEN_S)
    assert trial.opened == ["T2BB", "T1AA"]


def test_while_the_database_is_away_what_is_open_stays_open(trial: Trial) -> None:
    trial.step()
    trial.stored.is_away = True
    trial.step()
    assert trial.workspaces.is_cut_off
    assert trial.workspaces.of("T1AA")
    with pytest.raises(DatabaseDownError):
        trial.workspaces.of("T3CC")
    trial.stored.is_away = False
    trial.step()
    assert not trial.workspaces.is_cut_off
    assert trial.closed == []


def test_one_is_closed_once_nothing_is_on_its_way_into_it(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.workspaces.INSIDE_S", PATIENCE_S)
    trial.step()
    old = trial.workspaces.entered("T1AA")
    assert old
    trial.stored.installed["T1AA"] = one("T1AA", "xoxb-new")
    looking = threading.Thread(target=trial.step)
    looking.start()
    wait_for(lambda: trial.opened.count("T1AA") == 2, "no other one is opened")
    new = trial.workspaces.entered("T1AA")
    assert new
    assert new.installed.token == "xoxb-new"
    assert trial.closed == []
    old.gate.leave()
    looking.join()
    assert trial.closed == ["T1AA"]
