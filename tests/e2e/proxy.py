"""An HTTP proxy as city offices have them: the only way out. Forwards requests, tunnels Socket Mode by CONNECT.

The stand-in speaks no TLS, so the tunnel ends it here, with a certificate that only this test run trusts.
"""

import socket
import ssl
import subprocess
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

HOST = "127.0.0.1"


def self_signed(folder: Path) -> Path:
    """Key and certificate for 127.0.0.1 in one file, made by the system's openssl."""
    path = folder / "proxy.pem"
    subject = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    command = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(path))
    subprocess.run([*command, "-out", str(path) + ".crt", *subject], check=True, capture_output=True)
    certificate = Path(str(path) + ".crt").read_text(encoding="ascii")
    path.write_text(path.read_text(encoding="ascii") + certificate, encoding="ascii")
    return path


class Proxy:
    """Whatever host a request names, it goes to `target` (host:port): no name has to be looked up."""

    def __init__(self, target: str, certificate: Path) -> None:
        self._target = target
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._server = socket.create_server((HOST, 0))
        self.seen: list[str] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.getsockname()[1]}"

    def close(self) -> None:
        """Once the program has left."""
        self._server.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=(client,), daemon=True))
            self._threads[-1].start()

    def _serve(self, client: socket.socket) -> None:
        host, port = self._target.split(":")
        with socket.create_connection((host, int(port))) as upstream, ExitStack() as stack:
            head, body = _read_head(stack.enter_context(client))
            method, address, _ = head[0].split(" ", 2)
            if method == "CONNECT":
                self.seen.append(method)
                client.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
                client = stack.enter_context(self._context.wrap_socket(client, server_side=True))
            else:
                self.seen.append(urlsplit(address).path)
                upstream.sendall(self._forwarded(method, address, head[1:]) + body)
            back = threading.Thread(target=_pump, args=(client, upstream), daemon=True)
            back.start()
            _pump(upstream, client)
            back.join()

    def _forwarded(self, method: str, address: str, headers: list[str]) -> bytes:
        kept = [line for line in headers if not line.lower().startswith(("host:", "connection:"))]
        first = f"{method} {urlsplit(address).path} HTTP/1.1"
        return "\r\n".join([first, f"Host: {self._target}", "Connection: close", *kept, "", ""]).encode()


def _read_head(client: socket.socket) -> tuple[list[str], bytes]:
    """Request line and headers, and what has come of the body."""
    data = b""
    while b"\r\n\r\n" not in data and (more := client.recv(4096)):
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    return head.decode("latin-1").split("\r\n"), body


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
