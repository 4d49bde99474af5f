"""The power fails right after a write was acknowledged: the write is there, and nothing looks damaged."""

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from knowledge.storage.archive import pack, read_archive
from knowledge.storage.database import Database
from knowledge.storage.forgotten import Forgotten, forgotten_since, note_forgotten, trace_of
from knowledge.storage.health import check_database
from knowledge.storage.restoring import put_back
from knowledge.storage.store_files import JOURNALS
from tests.knowledge.storage.power import Disk

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names an open file by /proc")

FOLDS = 5  # more than generations are kept: what the first ones were made from is gone


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def database(tmp_path: Path, disk: Disk) -> Database:
    return Database(tmp_path / "var" / "actuals")


def left(disk: Disk, tmp_path: Path) -> Path:
    """The data folder that a restart finds, which was made on the way as well."""
    copy = next(path for number in count() if not (path := tmp_path.with_name(f"{tmp_path.name}-{number}")).exists())
    return disk.after_power_cut(tmp_path, copy) / "var"


def read(data: Path) -> list[Any]:
    assert check_database(data / "actuals").problems == ()
    return [dict(document) for document in Database(data / "actuals").table("actuals")]


def test_every_acknowledged_write_outlives_a_power_cut(database: Database, disk: Disk, tmp_path: Path) -> None:
    for number in range(3):
        database.table("actuals").insert({"value": str(number)})
        assert read(left(disk, tmp_path)) == [{"value": str(each)} for each in range(number + 1)]


def test_what_is_not_settled_is_there_once_it_is_and_looks_like_no_loss_before(
    database: Database, disk: Disk, tmp_path: Path
) -> None:
    database.table("actuals").insert({"value": "1"})
    database.put(("actuals", "a question", {"value": "2"}), is_settled=False)
    database.put(("actuals", "another", {"value": "3"}), is_settled=False)
    assert read(left(disk, tmp_path)) == [{"value": "1"}]
    database.settle()
    assert read(left(disk, tmp_path)) == [{"value": "1"}, {"value": "2"}, {"value": "3"}]


def test_a_settled_write_settles_those_before_it(database: Database, disk: Disk, tmp_path: Path) -> None:
    database.table("actuals").insert({"value": "1"})
    database.put(("actuals", "a question", {"value": "2"}), is_settled=False)
    database.table("actuals").insert({"value": "3"})
    assert [each["value"] for each in read(left(disk, tmp_path))] == ["1", "2", "3"]


def test_a_fold_between_a_write_and_its_settling_loses_nothing(database: Database, disk: Disk, tmp_path: Path) -> None:
    database.put(("actuals", "a question", {"value": "1"}), is_settled=False)
    for _ in range(FOLDS):
        database.fold()
    database.put(("actuals", "another", {"value": "2"}), is_settled=False)
    database.settle()
    assert [each["value"] for each in read(left(disk, tmp_path))] == ["1", "2"]


@pytest.mark.parametrize("lost", JOURNALS)
def test_an_acknowledged_write_stands_in_two_files_when_the_power_fails(
    database: Database, disk: Disk, tmp_path: Path, lost: str
) -> None:
    database.table("actuals").insert({"value": "1"})
    data = left(disk, tmp_path)
    (file,) = (data / "actuals").glob(f"*.{lost}")
    file.unlink()
    assert [dict(document) for document in Database(data / "actuals").table("actuals")] == [{"value": "1"}]


def test_who_was_forgotten_outlives_a_power_cut(disk: Disk, database: Database, tmp_path: Path) -> None:
    at = datetime(2024, 6, 3, tzinfo=UTC)
    for number, name in enumerate(("U0SATO", "U0TANAKA"), 1):
        note_forgotten(tmp_path / "var", name, at)
        noted = forgotten_since(left(disk, tmp_path), at)
        assert len(noted) == number
        assert Forgotten(at, trace_of(name)) in noted


@pytest.mark.parametrize("writes", [2, FOLDS])
def test_a_power_cut_after_any_fold_costs_nothing(database: Database, disk: Disk, tmp_path: Path, writes: int) -> None:
    """Of folds without a write in between as well: then no new journal syncs the folder in passing."""
    written = []
    for number in range(FOLDS):
        if number < writes:
            written.append({"value": str(number)})
            database.table("actuals").insert(written[-1])
        database.fold()
        assert read(left(disk, tmp_path)) == written


def test_a_restored_backup_outlives_a_power_cut(database: Database, disk: Disk, tmp_path: Path) -> None:
    database.table("actuals").insert({"value": "1"})
    data, at = tmp_path / "var", datetime(2024, 6, 3, tzinfo=UTC)
    backup = tmp_path / "backup.zip"
    backup.write_bytes(pack(data, made_by="0.2.0", at=at).content)
    put_back(read_archive(backup), data, at=at)
    assert read(left(disk, tmp_path)) == [{"value": "1"}]
