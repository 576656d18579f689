from __future__ import annotations

import io
import time
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, Failure
from kg.read import read

Read = Callable[..., tuple[list[Document], list[Failure]]]

# What a text file may hold beyond the newlines and controls that are normalised on purpose.
KEPT = st.characters(
    codec="utf-8",
    exclude_characters="\r\u2028\u2029\ufeff\ufffe\uffff" + "".join(map(chr, {*range(32)} - {9, 10})),
)


@given(st.text(KEPT, min_size=1).filter(str.strip))
def test_every_character_survives(text: str) -> None:
    """Written as UTF-8 and read back, a text is the same, character by character."""
    (document,) = read(["-"], stdin=io.BytesIO(text.encode()), reader="text")
    assert isinstance(document, Document)
    assert document.text == text
    assert document.title
    assert len(document.title) <= 200


@given(st.binary())
def test_no_bytes_raise(content: bytes) -> None:
    """Any bytes at all give a Document or a Failure, in every format."""
    for reader in ("text", "markdown", "html", "jsonl", "feed"):
        entries = list(read(["-"], stdin=io.BytesIO(content), reader=reader))
        assert entries
        assert all(isinstance(entry, Document | Failure) for entry in entries)


def test_ten_megabytes_of_one_line(read_bytes: Read) -> None:
    """10 MB without a newline are one article, read in seconds, with a short title."""
    line = "Nordlicht Energi bought Quellwerk on Monday. " * 222_223
    begun = time.process_time()
    (document,), failures = read_bytes(line.encode(), "text")
    assert time.process_time() - begun < 5
    assert not failures
    assert document.text == line
    assert len(document.title) <= 200
    assert document.title.startswith("Nordlicht Energi bought")


def test_windows_newlines(read_bytes: Read) -> None:
    """CRLF and CR become LF."""
    (document,), _ = read_bytes(b"One.\r\nTwo.\rThree.", "text")
    assert document.text == "One.\nTwo.\nThree."
