"""Replicas on one server: what one leaves another takes up, once, and what one writes all know."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.app.replicas import DEAD_S, WAITED_S, Replica
from bot.slack import Notice
from bot.slack.notices import NOTICE_KINDS, NoticeStore
from bot.slack.store import BotStore
from knowledge.indicators import Draft
from knowledge.model import FiscalYear
from knowledge.model.errors import DatabaseDownError
from knowledge.storage import LedgerStore
from knowledge.storage.server import Server
from tests.bot.slack.conftest import START, Clock
from tests.postgres import wait_for

pytestmark = pytest.mark.process
LOOK_S = 2.0


class Machine:
    """A replica whose seconds a test counts, and what it has done."""

    def __init__(self, server: Server, run: str, clock: Clock) -> None:
        self.seconds = 0.0
        self.taken_up: list[str] = []
        self.announced: list[str] = []
        self.news: list[str] = []
        self.store = BotStore(server, clock, run=run)
        self.notices = NoticeStore(server.records("deliveries", NOTICE_KINDS), clock)
        self.replica = Replica(
            server,
            self.store,
            self.notices,
            clock,
            run=run,
            take_up=self._take_up,
            announce=self._announce,
            news=self.news.append,
            elapsed=lambda: self.seconds,
        )

    def _take_up(self, body: Mapping[str, Any]) -> None:
        self.taken_up.append(body["event_id"])

    def _announce(self, is_left: Callable[[Notice], bool]) -> None:
        self.announced += [each.entry for each in self.notices.waiting() if is_left(each)]

    def take(self, *names: str) -> None:
        for name in names:
            assert self.store.take(name, body={"event_id": name})

    def live(self, seconds: float) -> None:
        for _ in range(int(seconds / LOOK_S) + 1):
            self.replica.step()
            self.seconds += LOOK_S


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_a_dead_replica_left_is_taken_up_once(server: Server, clock: Clock) -> None:
    dead, one, other = (Machine(server, run, clock) for run in ("dead", "one", "other"))
    dead.replica.step()
    dead.take("Ev1", "Ev2", "Ev3")
    dead.store.finish("Ev2")
    one.live(DEAD_S - 2 * LOOK_S)
    assert one.taken_up == [], "it may be alive"
    for _ in range(int(2 * DEAD_S / LOOK_S)):
        other.live(0)
        one.live(0)
    assert sorted([*one.taken_up, *other.taken_up]) == ["Ev1", "Ev3"]
    assert not other.store.take("Ev1"), "what is taken up is taken"
    one.store.finish("Ev1")
    assert [body["event_id"] for body in other.store.unfinished()] == ["Ev3"]


def test_whoever_lives_is_left_alone_however_slow(server: Server, clock: Clock) -> None:
    slow, other = Machine(server, "slow", clock), Machine(server, "other", clock)
    slow.take("Ev1")
    for _ in range(10):
        slow.replica.step()
        other.live(DEAD_S / 2)
    assert other.taken_up == []


def test_nobody_is_dead_for_having_been_out_of_sight(server: Server, clock: Clock) -> None:
    """As when the database was away: no beat came, from anybody."""
    away, other = Machine(server, "away", clock), Machine(server, "other", clock)
    away.replica.step()
    away.take("Ev1")
    other.live(LOOK_S)
    other.seconds += 10 * DEAD_S
    other.live(DEAD_S / 2)
    assert other.taken_up == []


def test_what_this_replica_itself_has_dropped_is_taken_up_again(server: Server, clock: Clock) -> None:
    """Its answer may have gone out, and the note of it not."""
    one = Machine(server, "one", clock)
    one.take("dropped", "under way")
    one.store.let_go("dropped")
    one.replica.step()
    assert one.taken_up == [], "it has only just come"
    clock.now = START + timedelta(minutes=5)
    one.live(2 * LOOK_S)
    assert one.taken_up == ["dropped"]


def test_what_was_taken_before_there_were_replicas_is_taken_up(server: Server, clock: Clock) -> None:
    assert BotStore(server, clock).take("Ev1", body={"event_id": "Ev1"})
    one, other = Machine(server, "one", clock), Machine(server, "other", clock)
    one.replica.step()
    other.replica.step()
    assert (one.taken_up, other.taken_up) == (["Ev1"], [])


def test_an_announcement_waits_for_whoever_recorded_the_value(server: Server, clock: Clock) -> None:
    one = Machine(server, "one", clock)
    one.notices.put(Notice(key="ledger a1", user="U1", entry="a1"))
    one.live(WAITED_S - 2 * LOOK_S)
    assert one.announced == []
    one.live(4 * LOOK_S)
    assert one.announced == ["a1"]


def test_a_value_is_in_the_next_look_of_every_replica(server: Server) -> None:
    here, there = (LedgerStore(server.records("actuals"), "第2期") for _ in range(2))
    for year in range(1990, 2020):
        writes, reads = (here, there) if year % 2 else (there, here)
        draft = Draft(indicator="k1-1", fiscal_year=FiscalYear(year), value=Decimal("1.50"), by="企画課")
        (entry,) = writes.record([draft], {"k1-1": "件"}, at=START)
        assert reads.ledger().entries[-1] == entry


def test_replicas_hear_of_what_is_written_in_their_city_alone(server: Server, clock: Clock) -> None:
    one = Machine(server, "one", clock)
    end = one.replica.start()
    try:
        wait_for(lambda: one.news == [""], "it does not listen")
        server.of_city("elsewhere").records("actuals").table("actuals").insert({})
        server.records("digests").table("ids").insert({})
        wait_for(lambda: one.news == ["", "digests"], "it does not hear")
    finally:
        end()


def test_what_was_written_down_although_no_reply_came_is_taken_up(
    server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ended between the commit and its reply: Slack sends it again, and hears that it was taken."""
    one = Machine(server, "one", clock)
    transaction = server.connections.transaction

    @contextmanager
    def unsure() -> Iterator[Any]:
        is_outermost = server.connections.current is None
        with transaction() as connection:
            yield connection
        if is_outermost:
            raise DatabaseDownError(str(server))

    with monkeypatch.context() as patched:
        patched.setattr(server.connections, "transaction", unsure)
        with pytest.raises(DatabaseDownError):
            one.take("Ev1")
    assert not one.store.take("Ev1", body={"event_id": "Ev1"})
    clock.now = START + timedelta(minutes=5)
    one.live(LOOK_S)
    assert one.taken_up == ["Ev1"]
