"""The scheduler as a whole, over the stand-in's web application."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.seed import PLANNING
from knowledge import Catalog
from tests.bot.digest_world import MINUTE, MORNING, DigestWorld, schedule


@pytest.fixture
def world(tmp_path: Path, catalog: Catalog) -> DigestWorld:
    return DigestWorld(tmp_path, catalog)


def test_a_due_digest_stands_in_the_channel_with_its_thread(world: DigestWorld) -> None:
    world.store.add(schedule())
    run = world.start()
    world.go_on(run, MINUTE)
    head, *thread = world.posted(PLANNING)
    assert head.thread_ts is None
    assert {message.thread_ts for message in thread} == {head.ts}
    assert max(world.parts().values()) == 1
    (slot,) = world.store.slots("s1")
    assert (slot.state, slot.due, slot.parts) == ("recorded", MORNING, 1 + len(thread))
    world.go_on(run, timedelta(hours=1), MINUTE)
    assert len(world.posted()) == slot.parts
