"""WebSockets that answer pings, or leave them unanswered as a network does that has lost one of its ways."""

import asyncio
from collections.abc import Callable

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


def ws_protocol(answers_pings: Callable[[], bool]) -> type[asyncio.Protocol]:
    """uvicorn's, which is asked at each ping."""

    class Pinged(WebSocketsSansIOProtocol):
        def handle_ping(self) -> None:
            pong = self.conn.data_to_send()
            if answers_pings():
                self.transport.write(b"".join(pong))

    return Pinged
