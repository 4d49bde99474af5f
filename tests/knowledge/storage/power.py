"""What a disk still holds when the power fails: what was synced, of each file and of each folder, and nothing else.

A disk writes back what it likes in any order before it is told to sync. So this takes the worst of it: bytes that
were not synced are gone, a name that its folder was not synced with is gone, a name taken away stays away.
"""

import os
from pathlib import Path

import pytest


class Disk:
    """Watches `os.fsync`, which goes on doing what it does. Files are known by inode: names come and go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._bytes: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {}
        sync = os.fsync

        def watched(descriptor: int) -> None:
            sync(descriptor)
            self._note(Path(f"/proc/self/fd/{descriptor}").readlink())

        monkeypatch.setattr(os, "fsync", watched)

    def _note(self, path: Path) -> None:
        number = path.stat().st_ino
        if path.is_dir():
            self._names[number] = {inner.name: inner.stat().st_ino for inner in path.iterdir()}
        else:
            self._bytes[number] = path.read_bytes()

    def after_power_cut(self, folder: Path, copy: Path) -> Path:
        """What is left of a folder, under `copy`."""
        copy.mkdir()
        for name, number in self._names.get(folder.stat().st_ino, {}).items():
            inner = folder / name
            if not inner.exists():
                continue
            if inner.is_dir():
                self.after_power_cut(inner, copy / name)
            else:
                (copy / name).write_bytes(self._bytes.get(number, b""))
        return copy
