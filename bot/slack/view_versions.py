"""Which state of a view this process has drawn over which, so that it knows its own changes from those of others."""

import itertools

from bot.config import Lru

MOST_KEPT = 1000  # changes of views; a form sees a dozen


class ViewVersions:
    """Hash after hash, for the views drawn last. Slack gives a view a new hash at every change.

    Changes have turns, in the order in which they came: one that is drawn late must not stand over a later one.
    """

    def __init__(self) -> None:
        self._next: Lru[tuple[str, str], str] = Lru(MOST_KEPT)
        self._drawn: Lru[str, int] = Lru(MOST_KEPT)
        self._turns = itertools.count(1)

    def turn(self) -> int:
        return next(self._turns)

    def is_overtaken(self, view_id: str, turn: int) -> bool:
        return (self._drawn.find(view_id) or 0) > turn

    def latest(self, view_id: str, hash: str | None) -> str | None:
        while hash is not None and (after := self._next.find((view_id, hash))):
            hash = after
        return hash

    def note(self, view_id: str, before: str | None, after: str | None, turn: int) -> None:
        self._drawn.put(view_id, turn)
        if before and after and before != after:
            self._next.put((view_id, before), after)
