"""What the running bot does once a day by itself."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.features.maintenance import Maintenance
from bot.sandbox.state.seed import GENERAL, PLANNING, SATO
from knowledge.answers.engine import Engine
from knowledge.model.catalog import Catalog
from knowledge.model.errors import UnwritableStoreError
from knowledge.model.structs import replace
from knowledge.storage import durable
from tests.bot.digest_world import schedule
from tests.world import World, knowledge_in, workspace


@pytest.fixture
def world(engine: Engine, catalog: Catalog, tmp_path: Path) -> Iterator[World]:
    with ExitStack() as stack:
        slack = stack.enter_context(workspace())
        made = World(slack, knowledge_in(tmp_path / "var", catalog, engine), tmp_path / "var")
        stack.callback(made.close)
        yield made


@pytest.fixture
def a_day_later(world: World) -> Callable[[int], None]:
    def pass_days(days: int) -> None:
        world.clock.ahead += timedelta(days=days)
        for _ in range(3):  # as often as one likes
            world.services.maintenance.step()
        world.settle()

    return pass_days


def test_questions_go_when_their_time_is_over(world: World, a_day_later: Callable[[int], None]) -> None:
    world.after(world.person(SATO).mention(GENERAL, "移住支援の事業は？"))
    a_day_later(89)
    assert len(world.services.store.answers()) == 1
    a_day_later(2)
    assert world.services.store.answers() == []


def test_a_digest_rests_where_a_channel_was_shared_while_nobody_listened(
    world: World, a_day_later: Callable[[int], None]
) -> None:
    made = world.services.usual.digests.store.add(schedule())
    with world.slack.workspace.lock:
        channel = world.slack.workspace.channels[PLANNING]
        world.slack.workspace.put(replace(channel, is_ext_shared=True))
    a_day_later(1)
    assert world.services.usual.digests.store.get(made.id).paused


def test_a_task_that_fails_keeps_none_of_the_others_from_being_done(world: World) -> None:
    done: list[str] = []

    def fail() -> None:
        raise UnwritableStoreError("bot", "空き容量がありません。")

    maintenance = Maintenance(
        {"first": fail, "second": lambda: done.append("second")}, world.services.jobs, world.clock
    )
    for _ in range(3):
        maintenance.step()
        world.settle()
    assert done == ["second"]


def test_what_was_written_is_folded_at_the_start_so_that_two_copies_of_it_exist(world: World) -> None:
    world.after(world.person(SATO).mention(GENERAL, "移住支援の事業は？"))
    assert not list((world.data / "bot").glob("*.json"))
    world.services.maintenance.step()
    world.settle()
    assert list((world.data / "bot").glob("*.json"))


def test_a_journal_that_has_grown_long_is_folded_the_same_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.services.maintenance.step()
    world.settle()
    monkeypatch.setattr(durable, "FOLD_AT_RECORDS", 1)
    before = set((world.data / "bot").glob("*.json"))
    world.after(world.person(SATO).mention(GENERAL, "移住支援の事業は？"))
    world.services.maintenance.step()
    world.settle()
    assert set((world.data / "bot").glob("*.json")) - before
    assert not world.services.store.is_long
