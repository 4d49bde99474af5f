"""A backup locks every database, and one that is made while it waits for another."""

from pathlib import Path
from threading import Event, Thread

from knowledge.storage.archive import locked_databases
from knowledge.storage.database import Database
from knowledge.storage.file_lock import FileLock


def test_a_database_that_is_made_while_another_is_waited_for_is_locked_as_well(tmp_path: Path) -> None:
    first, locked, go_on = Database(tmp_path / "first"), Event(), Event()
    first.table("t").insert({"n": 0})

    def back_up() -> None:
        with locked_databases(tmp_path):
            locked.set()
            go_on.wait(60)

    backup = Thread(target=back_up)
    with first.locked():
        backup.start()
        assert not locked.wait(0.2)  # it waits for the first
        Database(tmp_path / "second").table("t").insert({"n": 0})
    try:
        assert locked.wait(60)
        assert not FileLock(tmp_path / "second" / "lock").take()
    finally:
        go_on.set()
        backup.join()
    assert FileLock(tmp_path / "second" / "lock").take()
