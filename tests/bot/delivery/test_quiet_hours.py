"""What becomes late when nobody is to be told, in the evening or on a holiday, is posted once, when that is over."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.digests.recurrence import Recurrence
from bot.digests.schedule import DigestScope
from bot.sandbox.state.seed import PLANNING
from knowledge.model.catalog import Catalog
from knowledge.model.fiscal import JST
from tests.bot.digest_world import DigestWorld, schedule

OFFICE_HOURS = Recurrence(rhythm="on_change", at=time(8, 30), until=time(17, 15), on_closed="next")
QUARTER, LATE = timedelta(minutes=15), ("k3-3", 2023, "48")


def at(day: int, hour: int, minute: int = 0, month: int = 7) -> datetime:
    return datetime(2024, month, day, hour, minute, tzinfo=JST)


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        (at(10, 20), at(11, 8, 30)),  # a Wednesday evening
        (at(10, 5), at(10, 8, 30)),
        (at(12, 17, 30), at(16, 8, 30)),  # a Friday after hours, before 海の日
        (at(13, 10), at(16, 8, 30)),
        (at(15, 10), at(16, 8, 30)),  # 海の日 itself
    ],
)
def test_it_is_told_once_when_the_quiet_is_over(
    tmp_path: Path, catalog: Catalog, recorded: datetime, told: datetime
) -> None:
    world = DigestWorld(tmp_path, catalog, now=recorded)
    made = recorded - QUARTER
    world.store.add(schedule(rule=OFFICE_HOURS, scope=DigestScope("all"), created_at=made, updated_at=made, since=made))
    run = world.start()
    world.record(*LATE)
    world.go_on(run, told - recorded - QUARTER, QUARTER)
    assert world.posted(PLANNING) == []
    run = world.start()  # a restart in between tells it neither earlier nor twice
    world.go_on(run, 2 * QUARTER, timedelta(minutes=1))
    [head] = world.headlines()
    assert "待機児童数：実績未登録 － → 遅れ ▽" in head
    world.go_on(run, timedelta(days=2), QUARTER)
    assert len(world.headlines()) == 1


def test_what_is_taken_back_before_the_quiet_is_over_is_not_told(tmp_path: Path, catalog: Catalog) -> None:
    world = DigestWorld(tmp_path, catalog, now=at(10, 20))
    made = at(10, 19)
    world.store.add(schedule(rule=OFFICE_HOURS, scope=DigestScope("all"), created_at=made, updated_at=made, since=made))
    run = world.start()
    world.record(*LATE)
    world.go_on(run, timedelta(hours=1), QUARTER)
    world.undo("a1")
    world.go_on(run, timedelta(days=2), QUARTER)
    assert world.posted(PLANNING) == []
