"""A server in a thread: what is asked of every connection to it."""

import socket
import threading

from starlette.responses import PlainTextResponse

from bot.api.server import ServerThread
from tests.patience import PATIENCE_S


def test_no_answer_waits_for_its_own_first_half_to_be_acknowledged() -> None:
    server = ServerThread(PlainTextResponse("x"), host="127.0.0.1", port=0)
    with socket.create_connection(("127.0.0.1", server.start()), PATIENCE_S) as client:
        client.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        assert client.recv(100)
        [connection] = server._server.server_state.connections
        accepted = connection.transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    server.close()
    assert "http" not in {thread.name for thread in threading.enumerate()}
