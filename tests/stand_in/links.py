"""Links of Socket Mode that somebody ends: with a word, or without one."""

import json

from starlette.websockets import WebSocket

from bot.sandbox.transport.socket_mode import SocketMode


class Links(SocketMode):
    def disconnect(self, reason: str = "warning", link: str | None = None) -> None:
        """Announce the end of one link (default: the oldest); the app closes it once it has a new one.

        Reasons: warning, refresh_requested, link_disabled, too_many_websockets.
        """
        message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        self._on_loop(self._pick(link).send_text(json.dumps(message))).result(5)

    def drop(self, link: str | None = None) -> None:
        """Close one link without a word, as a broken network does."""
        self._on_loop(self._pick(link).close(1011)).result(5)

    def _pick(self, link: str | None) -> WebSocket:
        with self._platform.workspace.lock:
            return self._links[link or next(iter(self._links))]
