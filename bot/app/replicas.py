"""One replica among several on one server: it shows that it is alive, hears of news, and takes up what others left.

There is no leader: each does this for itself, and what is taken up is locked while that is decided.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.config import Clock
from bot.slack import BotStore, Notice, NoticeStore
from knowledge.model import KnowledgeError
from knowledge.model.errors import DatabaseDownError
from knowledge.storage.server import Server

log = logging.getLogger(__name__)

BEAT_S = 2.0
DEAD_S = 30.0  # its last message has arrived by then, or never will
WAITED_S = 60.0  # how long an announcement may wait for whoever recorded the value


class Replica:
    """`take_up`: what becomes of a question that a run has left, by its body. `announce`: of values whose announcement
    is left, as told by what it is given. `news`: told a store that has a new version, "" for any.
    """

    def __init__(
        self,
        server: Server,
        store: BotStore,
        notices: NoticeStore,
        clock: Clock,
        *,
        run: str,
        take_up: Callable[[Mapping[str, Any]], None],
        announce: Callable[[Callable[[Notice], bool]], None],
        news: Callable[[str], None],
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`elapsed` counts seconds and never goes back."""
        self._server, self._store, self._notices, self._clock = server, store, notices, clock
        self._run, self._take_up, self._take_up_announcements, self._news = run, take_up, announce, news
        self._elapsed = elapsed
        self._beats: dict[str, tuple[int, float]] = {}  # of each run, and since when it stands there while we looked
        self._looked_at: float | None = None
        self._waiting: dict[str, float] = {}  # announcements, and since when we see them wait
        self._ended = threading.Event()
        self._is_adopted = False
        self.is_cut_off = False  # from the server, when it looked last

    def start(self) -> Callable[[], None]:
        """What is returned ends it."""
        end_listening = self._server.listen(self._heard)
        thread = threading.Thread(target=self._go_on, name="replica", daemon=True)
        thread.start()

        def end() -> None:
            self._ended.set()
            thread.join()
            end_listening()

        return end

    def _go_on(self) -> None:
        while not self._ended.is_set():
            try:
                self.step()
                self.is_cut_off = False
            except KnowledgeError as error:
                self.is_cut_off = isinstance(error, DatabaseDownError)
                self._looked_at = None  # nobody is dead because we could not see them
                log.warning("replica: %s", error)
            except Exception:  # the outermost handler of the thread: the next beat tries again
                log.exception("replica")
            self._ended.wait(BEAT_S)

    def step(self) -> None:
        """Every few seconds."""
        for run in self._dead(self._server.beat(self._run)):
            with self._server.working_on(f"take up {run}") as is_ours:
                if is_ours:
                    self._adopt(run)
                    self._server.forget_run(run)
                    self._beats.pop(run, None)
        if not self._is_adopted:  # of the time before there were replicas
            self._adopt("")
            self._is_adopted = True
        self._adopt(self._run, before=self._clock() - timedelta(seconds=2 * DEAD_S))
        self._announce()

    def _adopt(self, run: str, *, before: datetime | None = None) -> None:
        left = self._store.adopt(run, before=before)
        if left:
            log.info("taking up %d questions of run %s", len(left), run[:8] or "-")
        for body in left:
            self._take_up(body)

    def _dead(self, beats: Mapping[str, int]) -> list[str]:
        """Those that stood still for all the time that this one has looked, without a gap in its own looking."""
        now = self._elapsed()
        if self._looked_at is None or now - self._looked_at > DEAD_S / 2:
            self._beats = {}
        self._looked_at = now
        known = self._beats
        self._beats = {
            run: known[run] if run in known and known[run][0] == beat else (beat, now) for run, beat in beats.items()
        }
        return [run for run, (_, since) in self._beats.items() if run != self._run and now - since >= DEAD_S]

    def _announce(self) -> None:
        now, waiting = self._elapsed(), [each for each in self._notices.waiting() if each.entry]
        self._waiting = {each.name: self._waiting.get(each.name, now) for each in waiting}
        if any(now - since >= WAITED_S for since in self._waiting.values()):
            self._take_up_announcements(self._has_waited)
            self._waiting = {}

    def _has_waited(self, notice: Notice) -> bool:
        return self._elapsed() - self._waiting.get(notice.name, self._elapsed()) >= WAITED_S

    def _heard(self, city: str, store: str) -> None:
        """What is new is read before anybody asks."""
        if city in (self._server.city, ""):
            try:
                self._news(store)
            except KnowledgeError as error:
                log.warning("replica: %s", error)
