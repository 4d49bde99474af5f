"""The power fails right after a write was acknowledged: the write is there, and nothing looks damaged."""

import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from knowledge.storage.database import Database
from knowledge.storage.health import check_database
from tests.knowledge.storage.power import Disk

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names an open file by /proc")

FOLDS = 5  # more than generations are kept: what the first ones were made from is gone


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def database(tmp_path: Path, disk: Disk) -> Database:
    return Database(tmp_path / "var" / "actuals")


def left(disk: Disk, tmp_path: Path) -> list[Any]:
    """What a restart finds, of a data folder that was made on the way as well."""
    copy = next(path for number in count() if not (path := tmp_path.with_name(f"{tmp_path.name}-{number}")).exists())
    folder = disk.after_power_cut(tmp_path, copy) / "var" / "actuals"
    assert check_database(folder).problems == ()
    return [dict(document) for document in Database(folder).table("actuals")]


def test_every_acknowledged_write_outlives_a_power_cut(database: Database, disk: Disk, tmp_path: Path) -> None:
    for number in range(3):
        database.table("actuals").insert({"value": str(number)})
        assert left(disk, tmp_path) == [{"value": str(each)} for each in range(number + 1)]


@pytest.mark.parametrize("writes", [2, FOLDS])
def test_a_power_cut_after_any_fold_costs_nothing(database: Database, disk: Disk, tmp_path: Path, writes: int) -> None:
    """Of folds without a write in between as well: then no new journal syncs the folder in passing."""
    written = []
    for number in range(FOLDS):
        if number < writes:
            written.append({"value": str(number)})
            database.table("actuals").insert(written[-1])
        database.fold()
        assert left(disk, tmp_path) == written
