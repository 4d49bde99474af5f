"""Whatever single file is damaged, cut short or deleted, and at whatever time: no acknowledged write is lost.

Where two copies are damaged at once, it is told, and no id is given a second time.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from knowledge.model.errors import DamagedStoreError
from knowledge.storage.database import Database
from knowledge.storage.health import MENDED, NO_GOOD_COPY, PARTLY, check_database, databases

pytestmark = pytest.mark.process  # takes long
EVERY = 97  # bytes between two that are flipped
WRITES = 3

Fault = Callable[[Path], None]


def stored(folder: Path) -> dict[int, Any]:
    return {document.doc_id: dict(document) for document in Database(folder).table("actuals")}


@pytest.fixture(params=[0, 1, 2, 4], ids=lambda folds: f"{folds} folds")
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """From the first day, with no generation yet, to one on which more have been folded than are kept."""
    database = Database(tmp_path / "data" / "actuals")
    for number in range(WRITES):
        database.table("actuals").insert({"value": str(number), "note": "架空の値" * 5})
    for number in range(request.param):
        database.fold()
        database.table("actuals").insert({"value": f"after {number}"})
    return tmp_path / "data" / "actuals"


def _flip(place: int, path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))


def _cut(length: int, path: Path) -> None:
    path.write_bytes(path.read_bytes()[:length])


def faults(folder: Path) -> Iterator[tuple[str, Fault]]:
    """By the name of the file below the data folder."""
    for path in (path for path in sorted(folder.parent.rglob("*")) if path.is_file()):
        name, size = path.relative_to(folder.parent).as_posix(), path.stat().st_size
        lengths = {0, size // 3, size - 2, size - 1} if size else set[int]()
        yield name, Path.unlink
        for length in sorted(each for each in lengths if each >= 0):
            yield name, partial(_cut, length)
        for place in (*range(0, size, EVERY), *range(max(0, size - 3), size)):
            yield name, partial(_flip, place)


def test_after_any_single_fault_everything_is_there_and_goes_on(folder: Path, tmp_path: Path) -> None:
    """Opened anew after the fault, and by one that had been open all the time: then closed, and opened again."""
    before = stored(folder)
    for number, (name, fault) in enumerate(faults(folder)):
        data = tmp_path / str(number)
        shutil.copytree(folder.parent, data)
        running = Database(data / "actuals") if number % 2 else None
        fault(data / name)
        database = running or Database(data / "actuals")
        assert database.table("actuals").insert({"value": "later"}) == max(before) + 1, (name, fault)
        assert stored(data / "actuals") == before | {max(before) + 1: {"value": "later"}}, (name, fault)
        assert not database.has_lost, (name, fault)


def test_after_any_single_fault_another_one_later_costs_nothing_either(folder: Path, tmp_path: Path) -> None:
    """What was made good is there twice again."""
    before = stored(folder)
    for number, (name, fault) in enumerate(each for each in faults(folder) if each[1] is Path.unlink):
        data = tmp_path / str(number)
        shutil.copytree(folder.parent, data)
        fault(data / name)
        stored(data / "actuals")
        for other in [path for path in sorted((data / "actuals").iterdir()) if path.is_file()]:
            again = tmp_path / f"{number} {other.name}"
            shutil.copytree(data, again)
            (again / "actuals" / other.name).unlink()
            assert stored(again / "actuals") == before, (name, other.name)


def test_no_fault_makes_doctor_fail(folder: Path, tmp_path: Path) -> None:
    for number, (name, fault) in enumerate(faults(folder)):
        data = tmp_path / str(number)
        shutil.copytree(folder.parent, data)
        fault(data / name)
        assert all(problem.endswith("。") for problem in check_database(data / "actuals").problems)


def test_what_doctor_foretells_of_a_damaged_file_is_what_happens(folder: Path, tmp_path: Path) -> None:
    """Of two files at once, which may be each other's only copies: rebuilt, in part, or not to be opened at all."""
    before = stored(folder)
    ours = [path.name for path in sorted(folder.iterdir()) if path.suffix in (".json", ".journal", ".copy")]
    for number, (one, other) in enumerate(product(ours, ours)):
        data = tmp_path / str(number)
        shutil.copytree(folder.parent, data)
        _flip((data / "actuals" / one).stat().st_size // 2, data / "actuals" / one)
        if other != one:
            _lose(data / "actuals", other)
        told = "".join(check_database(data / "actuals").problems)
        if NO_GOOD_COPY in told:
            assert MENDED not in told
            with pytest.raises(DamagedStoreError):
                Database(data / "actuals")
        else:
            left = stored(data / "actuals")
            assert (PARTLY in told) == (left != before), (one, other, told)
            assert MENDED not in told or left == before, (one, other, told)
            if left != before:
                assert "控えから復元しました" not in "".join(check_database(data / "actuals").problems)


def test_a_last_line_that_nothing_else_knows_of_is_not_said_to_come_back(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "actuals"
    database = Database(folder)
    for value in "12":
        database.table("actuals").insert({"value": value})
    _flip((folder / "000000.journal").stat().st_size - 5, folder / "000000.journal")
    _lose(folder, "000000.copy", "newest", "../actuals.newest", "../newest/actuals")
    assert PARTLY in "".join(check_database(folder).problems)


def _lose(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).unlink()


@pytest.mark.parametrize("also", [(), ("newest",), ("newest", "../actuals.newest"), ("newest", "../newest/actuals")])
def test_a_lost_end_is_told_and_its_ids_are_not_given_again(tmp_path: Path, also: tuple[str, ...]) -> None:
    folder = tmp_path / "data" / "actuals"
    database = Database(folder)
    database.table("actuals").insert({"value": "1"})
    database.fold()
    for number in range(3):
        database.table("actuals").insert({"value": f"lost {number}"})
    _lose(folder, "000001.journal", "000001.copy", *also)
    assert "書き込み3回分の記録が見つかりません" in "".join(check_database(folder).problems)
    assert database.table("actuals").insert({"value": "later"}) == 5
    assert stored(folder) == {1: {"value": "1"}, 5: {"value": "later"}}
    assert Database(folder).has_lost
    _lose(folder, next(folder.glob("*.journal.damaged")).name)
    assert not Database(folder).has_lost
    assert Database(folder).table("actuals").insert({"value": "later still"}) == 6


def test_a_folder_put_back_from_an_older_backup_is_told_and_gives_no_id_again(tmp_path: Path) -> None:
    folder, backup = tmp_path / "data" / "actuals", tmp_path / "backup"
    Database(folder).table("actuals").insert({"value": "1"})
    shutil.copytree(folder, backup)
    Database(folder).table("actuals").insert({"value": "2"})
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    assert not check_database(folder).is_sound
    assert Database(folder).table("actuals").insert({"value": "3"}) == 3
    assert Database(folder).has_lost


def test_a_folder_that_has_gone_as_a_whole_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "actuals"
    Database(folder).table("actuals").insert({"value": "1"})
    shutil.rmtree(folder)
    assert not check_database(folder).is_sound
    assert Database(folder).table("actuals").insert({"value": "2"}) == 2
    assert Database(folder).has_lost


@pytest.mark.parametrize("notes", [(), ("actuals.newest",), ("actuals.newest", "newest/actuals")])
def test_a_folder_deleted_under_a_running_program_is_told_by_what_it_has_read(
    tmp_path: Path, notes: tuple[str, ...]
) -> None:
    folder = tmp_path / "data" / "actuals"
    running, another = Database(folder), Database(folder)
    for number in range(3):
        running.table("actuals").insert({"value": f"lost {number}"})
    assert len(another.table("actuals").all()) == 3
    shutil.rmtree(folder)
    _lose(folder.parent, *notes)
    assert running.table("actuals").all() == another.table("actuals").all() == []
    assert running.has_lost
    assert another.is_partial
    assert running.table("actuals").insert({"value": "later"}) == 4
    assert stored(folder) == {4: {"value": "later"}}


def test_a_database_deleted_with_all_that_is_named_after_it_is_told(tmp_path: Path) -> None:
    """As by `rm -r var/actuals*`."""
    data = tmp_path / "data"
    Database(data / "actuals").table("actuals").insert({"value": "1"})
    shutil.rmtree(data / "actuals")
    _lose(data, "actuals.newest")
    assert [each.name for each in databases(data)] == ["actuals"]
    assert "書き込み1回分の記録が見つかりません" in "".join(check_database(data / "actuals").losses)
    assert Database(data / "actuals").table("actuals").insert({"value": "2"}) == 2


def test_a_program_knows_that_a_folder_and_all_notes_were_put_back_together(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    running = Database(data / "actuals")
    running.table("actuals").insert({"value": "1"})
    shutil.copytree(data, backup)
    running.table("actuals").insert({"value": "2"})
    shutil.rmtree(data)
    shutil.copytree(backup, data)
    assert running.table("actuals").insert({"value": "3"}) == 3
    assert running.has_lost
