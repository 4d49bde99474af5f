"""What never changes between starts is made once: parts by name in one file, until anything changes of what they are.

The file holds nothing that cannot be made again, and nothing that runs: a line of JSON a part, with its checksum. A
missing, old or damaged one is made anew, and where it cannot be written everything works as without it.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from msgspec.json import decode

_T = TypeVar("_T")
_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError)
_SUM = 64  # hexadecimal digits


class Prepared:
    """Thread-safe as far as it matters: two threads may make the same part. A part is read when it is needed."""

    def __init__(self, file: Path | None = None, key: str = "") -> None:
        """`key`: of all that the parts are made from. Without a file nothing is kept."""
        self._file: Path | None = None
        self._key = b""
        self._kept: dict[str, tuple[int, int]] = {}  # where in the file each stands
        self._made: dict[str, bytes] = {}
        self._is_saved = False
        self.keep_in(file, key)

    def keep_in(self, file: Path | None, key: str) -> None:
        """From now on, there."""
        if file is not None and (file, key.encode()) == (self._file, self._key):
            return
        self._file, self._key = file, key.encode()
        self._kept, self._made, self._is_saved = self._places(), {}, False

    @property
    def is_new(self) -> bool:
        """Whether a part was made that the file does not hold."""
        return bool(self._made)

    def holds(self, name: str) -> bool:
        return name in self._kept or name in self._made

    def made(self, name: str, make: Callable[[], Any], read: Callable[[Any], _T]) -> _T:
        """`make` gives plain JSON values, of which `read` makes what is needed, as of those that were kept."""
        if self.holds(name):
            with suppress(OSError, *_UNREADABLE):
                return read(_decoded(self._part(name)))
        made = make()
        if self._file is not None:
            self._made[name] = _encoded(made)
            if self._is_saved:
                self.save()
        return read(made)

    def save(self) -> None:
        """As a whole or not at all, where there is anything new; what is made later is saved as it is made."""
        if self._file is None:
            return
        self._is_saved = True
        if not self._made:
            return
        parts = dict[str, bytes]()
        for name in self._kept.keys() | self._made.keys():
            with suppress(OSError):
                parts[name] = self._part(name)
        lines = [self._key, *(f"{name} {len(part)}".encode() for name, part in parts.items()), b"", *parts.values()]
        temporary = self._file.with_name(f"{self._file.name}.{os.getpid()}.tmp")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(b"\n".join(lines))
            temporary.replace(self._file)
        self._kept, self._made = self._places(), {}

    def _part(self, name: str) -> bytes:
        """As it was encoded; whoever decodes it sees whether the file has become another one meanwhile."""
        if name in self._made or self._file is None:
            return self._made[name]
        at, size = self._kept[name]
        with self._file.open("rb") as file:
            file.seek(at)
            return file.read(size)

    def _places(self) -> dict[str, tuple[int, int]]:
        """The first line is the key, then come the names and sizes of the parts, an empty line, and the parts."""
        if self._file is None:
            return {}
        try:
            with self._file.open("rb") as file:
                if file.readline().rstrip(b"\n") != self._key:
                    return {}
                heads = [line.split() for line in iter(lambda: file.readline().strip(), b"")]
                at, places = file.tell(), dict[str, tuple[int, int]]()
            for name, size in heads:
                places[name.decode()] = at, int(size)
                at += int(size) + 1
        except (OSError, ValueError):
            return {}
        return places


def stamp_of(folder: Path, *endings: str) -> str:
    """Another one once any file in it with such a name was written, even where its time was put back."""
    found = {file.path: file.stat() for file in _files(str(folder)) if file.name.endswith(endings)}
    told = [(path, at.st_size, at.st_mtime_ns, at.st_ctime_ns) for path, at in sorted(found.items())]
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()


def _files(folder: str) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as inside:
        for entry in inside:
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                yield entry


def _encoded(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest().encode() + text


def _decoded(part: bytes) -> Any:
    """ValueError for what is not as it was written."""
    if hashlib.sha256(part[_SUM:]).hexdigest().encode() != part[:_SUM]:
        raise ValueError
    try:
        return decode(part[_SUM:])
    except ValueError:  # half a character, which is no UTF-8
        return json.loads(part[_SUM:].decode("utf-8", "surrogatepass"))
