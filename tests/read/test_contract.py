from __future__ import annotations

import datetime
import gc
import json
import socket
import subprocess
import sys
from collections.abc import Callable

import pytest

from kg.errors import ReadError
from kg.model import Document, Failure
from kg.read import READERS, SUFFIXES, read, reader_of

Read = Callable[..., tuple[list[Document], list[Failure]]]

SENTENCE = "Nordlicht Energi bought Quellwerk for 40 million euros."
SECOND = "“It’s a first step,” said Łucja Żak, who runs the café chain 春."

SAMPLES = {
    "text": f"{SENTENCE}\n{SECOND}\n",
    "markdown": f"---\ntitle: A purchase\ndate: 2026-03-01\n---\n# A purchase\n\n{SENTENCE}\n\n{SECOND}\n",
    "html": f"<html lang='en'><head><meta charset='utf-8'><title>A purchase</title></head><body><article><h1>A purchase"
    f"</h1><p>{SENTENCE}</p><p>{SECOND}</p></article></body></html>",
    "jsonl": json.dumps({"id": "a1", "text": f"{SENTENCE} {SECOND}"}) + "\n",
    "feed": "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Wire</title><item>"
    "<title>A purchase</title><link>https://wire.example/a</link><description>&lt;p&gt;"
    f"{SENTENCE}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</description></item></channel></rss>",
}

EACH = pytest.mark.parametrize("reader", sorted(READERS))


def test_every_format_has_a_sample() -> None:
    """The contract is checked for each row of the registry, and every suffix leads to one."""
    assert set(SAMPLES) == set(READERS)
    assert set(SUFFIXES.values()) == set(READERS)


@EACH
def test_reads_an_article(reader: str, read_bytes: Read) -> None:
    """Every format gives one whole Document without a complaint, both sentences in it, letter by letter."""
    (document,), failures = read_bytes(SAMPLES[reader].encode(), reader)
    assert not failures
    assert SENTENCE in document.text
    assert SECOND in document.text
    assert document.title
    assert document.uri.startswith(("https://", "urn:kg:article:"))
    assert len(document.content_hash) == 64
    assert document.published in (None, datetime.date(2026, 3, 1))


@EACH
def test_is_deterministic(reader: str, read_bytes: Read) -> None:
    """The same bytes give equal Documents, hash included."""
    content = SAMPLES[reader].encode()
    assert read_bytes(content, reader) == read_bytes(content, reader)


@EACH
@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_empty_is_a_failure(reader: str, content: bytes, read_bytes: Read) -> None:
    """Nothing, blanks, or a lone byte order mark: one fatal Failure that says so, and no Document."""
    documents, failures = read_bytes(content, reader)
    assert not documents
    assert [failure.fatal for failure in failures] == [True]
    assert (
        "empty" in failures[0].message or "no RSS" in failures[0].message or "without" in failures[0].message
    )


@EACH
@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n1 0 obj", b"PK\x03\x04rest", b"\x89PNG\r\n\x1a\n\0\0", b"abc\0\1\2def" * 99]
)
def test_binary_is_a_failure(reader: str, content: bytes, read_bytes: Read) -> None:
    """A PDF, a ZIP, a picture, NUL bytes: one fatal Failure that says "looks binary"."""
    documents, failures = read_bytes(content, reader)
    assert not documents
    assert [failure.fatal for failure in failures] == [True]
    assert "looks binary" in failures[0].message


@EACH
def test_too_large_is_a_failure(reader: str, read_bytes: Read) -> None:
    """What is larger than the limit stays out with a Failure that names the limit."""
    documents, failures = read_bytes(SAMPLES[reader].encode(), reader, size_limit=60)
    assert not documents
    assert len(failures) == 1
    assert "larger than" in failures[0].message


@EACH
@pytest.mark.parametrize("content", [b"\xef\xbb\xbf \n", b"https://wire.example/feed.xml"])
def test_leaves_nothing_that_cannot_be_collected(reader: str, content: bytes, read_bytes: Read) -> None:
    """No cycle holds a view on a BytesIO: collecting one kills Python 3.12.1 (CPython issue 111049)."""
    read_bytes(content, reader)
    gc.collect()


@EACH
def test_touches_no_network(reader: str, read_bytes: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """No reader opens a socket, even for content that is a URL or full of them."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader went to the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    read_bytes(SAMPLES[reader].encode(), reader)
    read_bytes(b"https://wire.example/feed.xml", reader)


@EACH
def test_the_format_is_found_from_the_content(reader: str, read_bytes: Read) -> None:
    """Standard input without a named format gives what it gives with it."""
    content = SAMPLES[reader].encode()
    assert read_bytes(content) == read_bytes(content, reader)


@EACH
def test_text_has_only_what_rdf_carries(reader: str, read_bytes: Read) -> None:
    """Control characters never reach Document.text."""
    control = "\\u0007" if reader == "jsonl" else "\x07"
    content = SAMPLES[reader].replace("bought", f"bou{control}ght").encode()
    documents, _ = read_bytes(content, reader)
    for document in documents:
        assert "\x07" not in document.text


def test_import_loads_no_reader() -> None:
    """Importing kg.read imports no library that a format needs, so that `kg --help` is instant."""
    heavy = (
        "trafilatura feedparser lxml requests charset_normalizer dateutil numpy yaml markdown_it py3langid"
    )
    program = f"import sys, kg.read; print([m for m in {heavy.split()} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_third_party_reader(read_bytes: Read) -> None:
    """A "module:callable" reads as a name in READERS does; a name that is neither is an error at once."""
    content = SAMPLES["text"].encode()
    assert read_bytes(content, "kg.read.text:read") == read_bytes(content, "text")
    for wrong in ("docx", "kg.read.text:", "no_such_module:read", "kg.read.text:no_such"):
        with pytest.raises(ReadError, match=wrong.split(":")[0]):
            read(["-"], reader=wrong)
        with pytest.raises(ReadError):
            reader_of(wrong)
