"""A proxy on loopback between a push and a triple store that fails on demand."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

# What becomes of a request: it is answered; it never arrives; it arrives and the answer is lost; it is refused for now;
# the answer takes a second.
FINE, DROPPED, LOST, BUSY, UNAVAILABLE, SLOW = "fine", "dropped", "lost", "busy", "unavailable", "slow"


@dataclass
class Proxy:
    """What happens to the requests to come, in order; after that, always the last.

    Attributes:
        only: the method to which something happens, if not to all.
        seen: method, Content-Encoding and Authorization of each request that arrived here.
        taken: path and query of each PUT whose success was passed on.
        challenge: what is answered to whoever sends no credentials, such as 'Basic realm="x"'; "" for nothing.
    """

    upstream: str
    fates: list[str] = field(default_factory=lambda: [FINE])
    seen: list[tuple[str, str, str]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    url: str = ""
    only: str = ""
    challenge: str = ""

    def fate(self, method: str) -> str:
        """Of the next request."""
        if self.only and method != self.only:
            return FINE
        return self.fates.pop(0) if len(self.fates) > 1 else self.fates[0]

    def will(self, *fates: str) -> None:
        """Sets what happens from now on."""
        self.fates = list(fates)


@contextlib.contextmanager
def proxy(upstream: str) -> Iterator[Proxy]:
    """A proxy in front of a server until the block ends."""
    state = Proxy(upstream)

    class Handler(_Handler):
        proxy = state

    with _serving(Handler) as url:
        state.url = url
        yield state


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: Proxy

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.proxy.seen.append(
            (self.command, self.headers.get("Content-Encoding", ""), self.headers.get("Authorization", ""))
        )
        if self.proxy.challenge and "Authorization" not in self.headers:
            self._answer(401, {"WWW-Authenticate": self.proxy.challenge}, b"who are you?")
            return
        fate = self.proxy.fate(self.command)
        if fate == DROPPED:
            self._drop()
        elif fate in (BUSY, UNAVAILABLE):
            self._answer(429 if fate == BUSY else 503, {"Retry-After": "0"}, b"try again")
        else:
            self._forward(fate, body)

    def _forward(self, fate: str, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        answer = requests.request(
            self.command, self.proxy.upstream + self.path, data=body, headers=headers, timeout=60
        )
        if fate == LOST:
            self._drop()
            return
        if fate == SLOW:
            time.sleep(1)
        if self.command == "PUT" and answer.ok:
            self.proxy.taken.append(self.path)
        kept = ("content-type", "www-authenticate")
        self._answer(
            answer.status_code,
            {name: value for name, value in answer.headers.items() if name.lower() in kept},
            answer.content,
        )

    def _drop(self) -> None:
        """Resets the connection, as a server that dies does."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_DELETE = _any  # noqa: N815  http.server's names

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


@contextlib.contextmanager
def answering(
    status: int, body: bytes = b"", headers: Sequence[tuple[str, str]] = (), *, echo: bool = False
) -> Iterator[str]:
    """A server that says the same to every request, or repeats the request's credentials."""

    class Handler(_Handler):
        def _any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told = f"you sent {self.headers.get('Authorization')}".encode() if echo else body
            self._answer(status, dict(headers), told)

        do_GET = do_PUT = do_POST = do_DELETE = _any  # noqa: N815  http.server's names

    with _serving(Handler) as url:
        yield url


@contextlib.contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A connection that was dropped on purpose is no news."""

    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
