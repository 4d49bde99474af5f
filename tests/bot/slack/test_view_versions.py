"""Two quick changes of a form name the same old view: the later one stands, whichever of them Slack draws first."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.config.clock import system_clock
from bot.slack.outbox import Outbox, OvertakenError
from bot.slack.store import BotStore
from tests.patience import PATIENCE_S


def _nothing() -> None:
    pass


class OneView:
    """What Slack keeps of one view: the title drawn last, a new hash for each drawing. `before` runs once, first."""

    timeout, proxy = 30, None

    def __init__(self) -> None:
        self.drawn, self.hash = "", "h0"
        self.before: Callable[[], None] = _nothing

    def views_update(self, *, view_id: str, view: dict[str, Any], hash: str) -> dict[str, Any]:
        before, self.before = self.before, _nothing
        before()
        if hash != self.hash:
            raise SlackApiError("", {"ok": False, "error": "hash_conflict"})  # type: ignore[no-untyped-call]
        self.drawn, self.hash = view["title"], f"h{int(self.hash[1:]) + 1}"
        return {"view": {"hash": self.hash}}


@pytest.fixture
def slack() -> OneView:
    return OneView()


@pytest.fixture
def draw(slack: OneView, tmp_path: Path) -> Callable[[str], None]:
    """What a person did first, or second, on the view as it was at first."""
    outbox, acted = Outbox(slack, BotStore(tmp_path, system_clock)), {"first": 1.0, "second": 2.0}  # type: ignore[arg-type]
    return lambda title: outbox.update_view("V1", {"title": title, "blocks": []}, "h0", acted=acted[title])


def test_the_later_change_is_drawn_over_an_earlier_one_that_came_in_between(
    slack: OneView, draw: Callable[[str], None]
) -> None:
    is_sent, may_arrive = threading.Event(), threading.Event()

    def hold() -> None:
        is_sent.set()
        may_arrive.wait(PATIENCE_S)

    slack.before = hold
    first = threading.Thread(target=draw, args=["first"])
    first.start()
    is_sent.wait(PATIENCE_S)

    def let_the_first_arrive() -> None:
        may_arrive.set()
        first.join(PATIENCE_S)

    slack.before = let_the_first_arrive
    draw("second")
    assert (slack.drawn, slack.hash) == ("second", "h2")


def test_a_change_that_is_drawn_late_does_not_stand_over_a_later_one(
    slack: OneView, draw: Callable[[str], None]
) -> None:
    slack.before = lambda: draw("second")
    with pytest.raises(OvertakenError):
        draw("first")
    assert slack.drawn == "second"


def test_a_change_that_arrives_late_does_not_stand_over_a_later_one(
    slack: OneView, draw: Callable[[str], None]
) -> None:
    draw("second")
    with pytest.raises(OvertakenError):
        draw("first")
    assert (slack.drawn, slack.hash) == ("second", "h1")


def test_a_change_by_somebody_else_is_not_drawn_over(slack: OneView, draw: Callable[[str], None]) -> None:
    slack.hash = "h7"
    with pytest.raises(SlackApiError):
        draw("first")
    assert slack.drawn == ""
