"""One process at a time, also among those that lock the same file by the library."""

from pathlib import Path

import filelock
import pytest

from knowledge.storage.file_lock import FileLock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_of_two_one_holds_it_until_it_is_released(path: Path) -> None:
    one, other = FileLock(path), FileLock(path)
    assert one.take()
    assert one.take()
    assert not other.take()
    one.release()
    assert other.take()
    assert not one.take()


def test_what_is_held_here_the_library_does_not_get(path: Path) -> None:
    own, librarys = FileLock(path), filelock.FileLock(path, timeout=0)
    assert own.take()
    with pytest.raises(filelock.Timeout):
        librarys.acquire()
    own.release()
    with librarys:
        assert not own.take()
    assert own.take()


def test_a_lock_whose_file_was_taken_away_keeps_nobody_out_of_the_next_one(path: Path) -> None:
    one, other = FileLock(path), FileLock(path)
    assert one.take()
    path.unlink()
    assert other.take()
    one.release()
    assert path.exists()
    assert not one.take()


def test_a_folder_that_is_not_there_is_told(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileLock(path / "lock").take()
