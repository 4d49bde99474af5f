"""What never changes between starts is made once: parts by name in one file, until anything changes of what they are.

The file holds nothing that cannot be made again, and nothing that runs: a line of JSON a part, with its checksum. A
missing, old or damaged one is made anew, and where it cannot be written everything works as without it.
"""

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")
_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError)
_SUM = 64  # hexadecimal digits


class Prepared:
    """Thread-safe as far as it matters: two threads may make the same part."""

    def __init__(self, file: Path | None = None, key: str = "") -> None:
        """`key`: of all that the parts are made from. Without a file nothing is kept."""
        self._file: Path | None = None
        self._key = b""
        self._parts: dict[str, bytes] = {}
        self.is_new = False
        """Whether a part was made that the file does not hold."""
        self.keep_in(file, key)

    def keep_in(self, file: Path | None, key: str) -> None:
        """From now on, there."""
        if file is not None and (file, key.encode()) == (self._file, self._key):
            return
        self._file, self._key = file, key.encode()
        self._parts = self._read() if file else {}
        self.is_new = False

    def made(self, name: str, make: Callable[[], Any], read: Callable[[Any], _T]) -> _T:
        """`make` gives plain JSON values, of which `read` makes what is needed, as of those that were kept."""
        kept = self._parts.get(name)
        if kept is not None:
            with suppress(*_UNREADABLE):
                return read(_decoded(kept))
        made = make()
        if self._file is not None:
            self._parts[name] = _encoded(made)
            self.is_new = True
        return read(made)

    def save(self) -> None:
        """As a whole or not at all, where there is anything new."""
        if self._file is None or not self.is_new:
            return
        lines = [self._key, *(name.encode() + b" " + part for name, part in self._parts.items())]
        temporary = self._file.with_name(f"{self._file.name}.{os.getpid()}.tmp")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(b"\n".join(lines))
            temporary.replace(self._file)
        self.is_new = False

    def _read(self) -> dict[str, bytes]:
        try:
            key, *lines = self._file.read_bytes().split(b"\n") if self._file else [b""]
            parts = (line.partition(b" ") for line in lines)
            return {name.decode(): part for name, _, part in parts} if key == self._key else {}
        except (OSError, ValueError):
            return {}


def _encoded(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest().encode() + text


def _decoded(part: bytes) -> Any:
    """ValueError for what is not as it was written."""
    if hashlib.sha256(part[_SUM:]).hexdigest().encode() != part[:_SUM]:
        raise ValueError
    return json.loads(part[_SUM:].decode("utf-8", "surrogatepass"))
