"""One deployment for several workspaces: each that has installed the app has a bot of its own, on records of its own.

Which are open, and which one is meant. How one is opened and the front of all is run: app/workspaces_front.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Protocol

from msgspec import Struct, field
from slack_bolt import BoltRequest, BoltResponse

from bot.app.serve import RunningBot
from bot.config import BotError
from bot.slack.installations import Installations, InstalledWorkspace
from knowledge.model import KnowledgeError
from knowledge.model.errors import DatabaseDownError

log = logging.getLogger(__name__)

LOOK_AT_ALL_S = 2.0  # between looks at what was installed, and at which plans there are
GATE_S = 0.01
INSIDE_S = 5.0  # Bolt acknowledges within three
REOPEN_S = 60.0  # after which a workspace that could not be opened is tried again


class RequestDispatcher(Protocol):
    def dispatch(self, req: BoltRequest) -> BoltResponse: ...


class Gate:
    """Nobody is inside any more once it is closed, or after a while."""

    def __init__(self) -> None:
        self._inside, self._is_closed, self._changed = 0, False, threading.Condition()

    def enter(self) -> bool:
        """No where it is closed."""
        with self._changed:
            self._inside += not self._is_closed
            return not self._is_closed

    def leave(self) -> None:
        with self._changed:
            self._inside -= 1
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.wait_for(lambda: not self._inside, INSIDE_S)


class OpenWorkspace(Struct, frozen=True, kw_only=True):
    """`seen`: of what it was opened; where that has changed, it is opened anew. `bot`: None without a plan.

    `gate`: whoever is about to hand something to the `dispatcher` is inside.
    """

    installed: InstalledWorkspace
    seen: object
    dispatcher: RequestDispatcher
    bot: RunningBot | None
    close: Callable[[], None]
    gate: Gate = field(default_factory=Gate)


class Workspaces:
    """Thread-safe; `step` is for one thread alone. `open`: makes one of what is installed."""

    def __init__(
        self,
        installations: Installations,
        seen: Callable[[InstalledWorkspace], object],
        open: Callable[[InstalledWorkspace, object], OpenWorkspace],
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`elapsed` counts seconds and never goes back."""
        self._installations, self._seen, self._open, self._elapsed = installations, seen, open, elapsed
        self._opened: dict[str, OpenWorkspace] = {}
        self._failed: dict[str, float] = {}  # and when
        self._opening: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self.is_cut_off = False  # from the database, at the last look

    def of(self, team: str) -> OpenWorkspace | None:
        """None where it is not installed. Raises KnowledgeError, or BotError where it cannot be opened now."""
        if (found := self._opened.get(team)) is not None:
            return found
        installed = self._installations.find(team)
        return self._open_as(installed) if installed else None

    def entered(self, team: str) -> OpenWorkspace | None:
        """As `of`, with its gate passed."""
        while (found := self.of(team)) is not None and not found.gate.enter():
            time.sleep(GATE_S)  # another one is about to stand in its place, or none
        return found

    def health(self) -> dict[str, object]:
        """A workspace that is behind does not take the replica away from the others."""
        opened = [one for one in [*self._opened.values()] if one.bot]
        under_way = sum(len(one.bot.services.queue) for one in opened if one.bot)
        return {"ok": True, "under_way": under_way, "workspaces": len(opened)}

    def step(self) -> None:
        """Every second: what is due in each, and whether any has come, changed or gone."""
        for one in [*self._opened.values()]:
            if one.bot:
                one.bot.services.maintenance.step()
                if one.bot.services.installation.is_lost:
                    self._lost(one)
        if self._elapsed() - self._looked_at >= LOOK_AT_ALL_S:
            self._looked_at = self._elapsed()
            try:
                self.look()
                self.is_cut_off = False
            except KnowledgeError as error:
                if not self.is_cut_off:
                    log.warning("workspaces: %s", error)
                self.is_cut_off = isinstance(error, DatabaseDownError)

    def look(self) -> None:
        """All that are installed are open from now on, and no others: digests wait for no question."""
        current = {each.team: each for each in self._installations.all() if each.is_current}
        for team in self._opened.keys() - current.keys():
            self._close(team)
        for each in current.values():
            opened = self._opened.get(each.team)
            if opened is None or opened.seen != self._seen(each):
                with suppress(BotError):  # which was logged
                    self._open_as(each)

    def close(self) -> None:
        """All at once, each as if it were alone."""
        with ThreadPoolExecutor(max_workers=max(1, len(self._opened))) as each:
            [*each.map(self._close, [*self._opened])]

    def _open_as(self, installed: InstalledWorkspace) -> OpenWorkspace:
        team = installed.team
        with self._lock:
            opening = self._opening.setdefault(team, threading.Lock())
        with opening:
            seen, before = self._seen(installed), self._opened.get(team)
            if before and before.seen == seen:
                return before
            if self._elapsed() - self._failed.get(team, float("-inf")) < REOPEN_S:
                raise BotError(f"workspace {team} cannot be opened")
            try:
                opened = self._opened[team] = self._open(installed, seen)
            except DatabaseDownError:
                raise
            except Exception as error:  # of one workspace: the others go on
                self._failed[team] = self._elapsed()
                log.error("workspace %s cannot be opened: %s", team, error)
                raise BotError(str(error)) from error
            self._failed.pop(team, None)
        log.info("workspace %s: %s", team, "open" if opened.bot else "has no plan")
        if before:
            before.gate.close()
            before.close()
        return opened

    def _close(self, team: str) -> None:
        if (gone := self._opened.pop(team, None)) is not None:
            gone.gate.close()
            gone.close()
            log.info("workspace %s: closed", team)

    def _lost(self, one: OpenWorkspace) -> None:
        """Uninstalled, or its token taken back: kept as such, so that no replica uses it any more."""
        assert one.bot is not None
        with suppress(KnowledgeError):  # the next second tries again
            self._installations.end(one.installed.team, one.installed.token)
            self._close(one.installed.team)
