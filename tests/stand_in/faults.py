"""Failures on demand: the next calls of a method are answered with trouble."""

import threading
from dataclasses import dataclass
from typing import Literal

from tests.stand_in.documented_errors import check_documented

FaultKind = Literal["ratelimited", "server_error", "unavailable", "hang", "late", "lose_reply", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`hang` keeps the caller waiting, `lose_reply` does the work, then cuts the connection without a word.

    `late` does the work after `seconds`. `error` answers `ok: false` with `code`. `retry_after` goes with
    `ratelimited`, in seconds.
    """

    kind: FaultKind
    code: str = "internal_error"
    retry_after: int = 1
    seconds: float = 0.0


class Faults:
    """A queue of faults for each method; `*` stands for any method, `response_url` for what is sent there."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, list[Fault]] = {}

    def plan(
        self,
        method: str,
        kind: FaultKind,
        *,
        times: int = 1,
        code: str = "internal_error",
        retry_after: int = 1,
        seconds: float = 0.0,
    ) -> None:
        """The next `times` calls of `method` fail in this way. Raises ValueError for an error that is none of its."""
        if kind == "error":
            check_documented(method, code)
        fault = Fault(kind=kind, code=code, retry_after=retry_after, seconds=seconds)
        with self._lock:
            self._next.setdefault(method, []).extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        with self._lock:
            queue = self._next.get(method) or self._next.get("*")
            return queue.pop(0) if queue else None

    def left(self, method: str) -> int:
        """How many of the planned faults of `method` have not happened yet."""
        with self._lock:
            return len(self._next.get(method, ()))

    def clear(self) -> None:
        """Slack is well again."""
        with self._lock:
            self._next.clear()
