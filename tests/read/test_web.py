from __future__ import annotations

import contextlib
import gzip
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from kg.model import Document, Failure
from kg.read import read
from kg.read.document import SIZE_LIMIT

Read = Callable[..., tuple[list[Document], list[Failure]]]

PARAGRAPH = "<p>Nordlicht Energi will pay 40 million euros for Quellwerk, the companies said on Monday.</p>"
PAGE = f"<html><head><title>Nordlicht</title></head><body><article>{PARAGRAPH * 3}</article></body></html>"
FEED = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title><item><title>A</title><link>/a</link>"
    "<description>Nordlicht bought Quellwerk.</description></item></channel></rss>"
)


class Pages(http.server.BaseHTTPRequestHandler):
    """A small news site."""

    answers: ClassVar[dict[str, tuple[int, str, bytes]]] = {
        "/page": (200, "text/html; charset=utf-8", PAGE.encode()),
        "/latin": (
            200,
            "text/html; charset=iso-8859-1",
            PAGE.replace("Quellwerk", "Quellwürk").encode("latin-1"),
        ),
        "/feed": (200, "application/rss+xml", FEED.encode()),
        "/feed-as-html": (200, "text/html", FEED.encode()),
        "/text": (200, "text/plain", b"Nordlicht bought Quellwerk."),
        "/untyped": (200, "", PAGE.encode()),
        "/pdf": (200, "application/pdf", b"%PDF-1.7"),
        "/hidden-pdf": (200, "text/html", b"%PDF-1.7"),
        "/empty": (200, "text/html", b""),
        "/gone": (410, "text/html", b"gone"),
        "/broken": (500, "text/html", b"error"),
        "/large": (200, "text/plain", b"word " * 10_000),
        "/ftp": (302, "ftp://127.0.0.1/a", b""),
        "/moved": (301, "/page", b""),
        "/loop": (302, "/loop", b""),
    }

    def do_GET(self) -> None:
        """Answers, slowly at /slow."""
        status, kind, body = self.answers.get(self.path, (404, "text/html", b"not here"))
        if self.path == "/slow":
            time.sleep(2)
        if self.path == "/bomb":
            status, kind, body = 200, "text/plain", gzip.compress(b"word " * 1_000_000)
        with contextlib.suppress(ConnectionError):  # the reader has given up waiting
            self._answer(status, kind, body)

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        if self.path == "/bomb":
            self.send_header("Content-Encoding", "gzip")
        if kind:
            self.send_header("Location" if 300 <= status < 400 else "Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it so
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The URL of a running site on loopback."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.mark.parametrize("path", ["/page", "/untyped", "/moved"])
def test_page(path: str, site: str, read_paths: Read) -> None:
    """A page is read, also untyped or after a redirect; its id is the URL it was found at."""
    (document,), failures = read_paths(site + path)
    assert not failures
    assert "will pay 40 million euros" in document.text
    assert document.id == document.uri == site + ("/page" if path == "/moved" else path)


def test_charset_of_the_server(site: str, read_paths: Read) -> None:
    """The encoding that the server names is used, without a note."""
    (document,), failures = read_paths(site + "/latin")
    assert not failures
    assert "Quellwürk" in document.text


@pytest.mark.parametrize("path", ["/feed", "/feed-as-html"])
def test_feed(path: str, site: str, read_paths: Read) -> None:
    """A feed is read as one, whatever it is served as; relative links are of its site."""
    (document,), failures = read_paths(site + path)
    assert not failures
    assert (document.id, document.text) == (f"{site}/a", "Nordlicht bought Quellwerk.")


def test_text(site: str, read_paths: Read) -> None:
    """Plain text is read as it is."""
    (document,), _ = read_paths(site + "/text")
    assert (document.id, document.text) == (f"{site}/text", "Nordlicht bought Quellwerk.")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/nowhere", "404"),
        ("/gone", "410"),
        ("/broken", "500"),
        ("/pdf", "is application/pdf, not HTML"),
        ("/hidden-pdf", "looks binary (PDF)"),
        ("/empty", "empty"),
        ("/loop", "redirects"),
        ("/ftp", "ftp"),
    ],
)
def test_failures_name_the_url(path: str, message: str, site: str, read_paths: Read) -> None:
    """What a server does not give is one Failure with the URL and the reason; other sources are read."""
    documents, (failure,) = read_paths(site + path, site + "/text")
    assert [document.id for document in documents] == [f"{site}/text"]
    assert (failure.where, failure.fatal) == (site + path, True)
    assert message in failure.message


@pytest.mark.parametrize("path", ["/large", "/bomb"])
def test_size_limit(path: str, site: str, read_paths: Read) -> None:
    """A page over the limit, also one that is small until it is unpacked, is not taken."""
    documents, (failure,) = read_paths(site + path, size_limit=40_000)
    assert not documents
    assert "larger than 0.04 MB" in failure.message
    assert SIZE_LIMIT == 50_000_000


def test_timeout(site: str, read_paths: Read) -> None:
    """A server that does not answer in time is a Failure that says how long it had."""
    documents, (failure,) = read_paths(site + "/slow", timeout=0.2)
    assert not documents
    assert "no answer within 0.2 seconds" in failure.message


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/refused", "http://[::1", "http://a b/", "https://", f"http://{'a' * 99}.invalid/"],
)
def test_no_server(url: str, read_paths: Read) -> None:
    """A refused connection and URLs with no possible host are Failures, not exceptions."""
    documents, (failure,) = read_paths(url)
    assert not documents
    assert failure.where == url
    assert failure.message.startswith("cannot")


def test_named_reader_counts_for_more_than_the_server(site: str) -> None:
    """With a reader named, the content type does not decide."""
    (document,) = read([site + "/page"], reader="text")
    assert isinstance(document, Document)
    assert document.text.startswith("<html>")
