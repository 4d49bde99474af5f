"""Which state of a view this process has drawn over which, so that it knows its own changes from those of others."""

from bot.config.lru import Lru

KEPT = 1000  # changes of views; a form sees a dozen


class ViewVersions:
    """Hash after hash, for the views drawn last. Slack gives a view a new hash at every change."""

    def __init__(self) -> None:
        self._next: Lru[tuple[str, str], str] = Lru(KEPT)

    def latest(self, view_id: str, hash: str | None) -> str | None:
        while hash is not None and (after := self._next.find((view_id, hash))):
            hash = after
        return hash

    def note(self, view_id: str, before: str | None, after: str | None) -> None:
        if before and after and before != after:
            self._next.put((view_id, before), after)
