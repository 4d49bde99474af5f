"""Which state of a view this process has drawn over which, so that it knows its own changes from those of others."""

from bot.config import Lru

MOST_KEPT = 1000  # changes of views; a form sees a dozen


class ViewVersions:
    """Hash after hash, for the views drawn last. Slack gives a view a new hash at every change.

    A change belongs to the moment at which the person acted: one that arrives or is drawn late must not stand over a
    later one, whose form already holds it.
    """

    def __init__(self) -> None:
        self._next: Lru[tuple[str, str], str] = Lru(MOST_KEPT)
        self._acted: Lru[str, float] = Lru(MOST_KEPT)

    def is_overtaken(self, view_id: str, acted: float) -> bool:
        return (self._acted.find(view_id) or 0.0) > acted

    def latest(self, view_id: str, hash: str | None) -> str | None:
        while hash is not None and (after := self._next.find((view_id, hash))):
            hash = after
        return hash

    def note(self, view_id: str, before: str | None, after: str | None, acted: float) -> None:
        self._acted.put(view_id, max(acted, self._acted.find(view_id) or 0.0))
        if before and after and before != after:
            self._next.put((view_id, before), after)
