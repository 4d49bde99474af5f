"""Which state of a view this process has drawn over which, so that it knows its own changes from those of others."""

import threading
from collections import OrderedDict

KEPT = 1000  # changes of views; a form sees a dozen


class ViewVersions:
    """Hash after hash, for the views drawn last. Slack gives a view a new hash at every change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: OrderedDict[tuple[str, str], str] = OrderedDict()

    def latest(self, view_id: str, hash: str | None) -> str | None:
        with self._lock:
            while hash is not None and (view_id, hash) in self._next:
                hash = self._next[view_id, hash]
            return hash

    def note(self, view_id: str, before: str | None, after: str | None) -> None:
        if not before or not after or before == after:
            return
        with self._lock:
            self._next[view_id, before] = after
            while len(self._next) > KEPT:
                self._next.popitem(last=False)
