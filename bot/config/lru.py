"""The last of what was looked up or made, and no more than so many; for several threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.config.clock import Clock, system_clock

_Key = TypeVar("_Key", bound=Hashable)
_Kept = TypeVar("_Kept")


class Lru(Generic[_Key, _Kept]):
    """The least recently used goes first. `life`: what is as old, by `clock`, is not found any more."""

    def __init__(self, most: int, *, life: timedelta = timedelta.max, clock: Clock = system_clock) -> None:
        self._most, self._life, self._clock = most, life, clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, tuple[datetime, _Kept]] = OrderedDict()

    def find(self, key: _Key) -> _Kept | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            at, found = self._kept[key]
            return found if self._clock() - at < self._life else None

    def get(self, key: _Key, make: Callable[[], _Kept]) -> _Kept:
        """Made where it is not found."""
        found = self.find(key)
        return self.put(key, make()) if found is None else found

    def put(self, key: _Key, value: _Kept) -> _Kept:
        with self._lock:
            self._kept[key] = (self._clock(), value)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value

    def forget(self, key: _Key) -> None:
        with self._lock:
            self._kept.pop(key, None)
