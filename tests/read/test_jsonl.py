from __future__ import annotations

import datetime
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, Failure, GivenMention
from kg.read.characters import clean_in_place
from kg.read.document import Origin
from kg.read.jsonl import _record

Read = Callable[..., tuple[list[Document], list[Failure]]]


def lines(*records: object) -> bytes:
    """Records as JSON Lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def test_record_with_everything(read_bytes: Read) -> None:
    """Every optional field arrives, the text verbatim, the mentions as given and sorted."""
    record = {
        "id": "r-1",
        "text": "Nordlicht bought\r\nQuellwerk. ",
        "title": "T",
        "url": "https://wire.example/a",
        "published": "2026-02-11",
        "publisher": "Wire",
        "author": "Jo Doe",
        "language": "en",
        "mentions": [{"start": 18, "end": 27}, {"start": 0, "end": 9, "type": "kg:Company", "more": 1}],
    }
    (document,), failures = read_bytes(lines(record), "jsonl")
    assert not failures
    assert document.text == record["text"]
    assert document.verbatim
    assert document.given == (GivenMention(0, 9, "kg:Company"), GivenMention(18, 27))
    assert (document.id, document.uri) == ("r-1", "https://wire.example/a")
    assert (document.title, document.publisher, document.author) == ("T", "Wire", "Jo Doe")
    assert (document.published, document.language) == (datetime.date(2026, 2, 11), "en")


def test_mentions_may_be_none_or_empty(read_bytes: Read) -> None:
    """No "mentions" leaves the recogniser at work; an empty list says that there are none."""
    (first, second), _ = read_bytes(
        lines({"id": 1, "text": "a"}, {"id": 2, "text": "b", "mentions": []}), "jsonl"
    )
    assert (first.id, first.given) == ("1", None)
    assert (second.id, second.given) == ("2", ())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{broken", "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'{"id": "x"}', '"text"'),
        (b'{"id": "x", "text": 5}', '"text"'),
        (b'{"id": "x", "text": "  "}', "empty"),
        (b'{"text": "no id"}', '"id"'),
        (b'{"id": "", "text": "no id"}', '"id"'),
        (b'{"id": "x", "text": "caf\xe9"}', "wrong encoding"),
        (b'{"id": "x", "text": "abc", "mentions": [{"start": 1, "end": 9}]}', "not within the 3"),
        (b'{"id": "x", "text": "abc", "mentions": [{"start": 2, "end": 2}]}', "not within"),
        (b'{"id": "x", "text": "abc", "mentions": [{"start": -1, "end": 2}]}', "not within"),
        (b'{"id": "x", "text": "abc", "mentions": [{"start": "0", "end": 2}]}', "a mention is not"),
        (b'{"id": "x", "text": "abc", "mentions": [3]}', "a mention is not"),
        (b'{"id": "x", "text": "abc", "mentions": {}}', "not a list"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_broken_line_names_itself(line: bytes, message: str, read_bytes: Read) -> None:
    """A broken line is a Failure that names file and line; those before and after are read."""
    content = (
        lines({"id": "a", "text": "First."}) + b"\n" + line + b"\n" + lines({"id": "b", "text": "Last."})
    )
    documents, (failure,) = read_bytes(content, "jsonl")
    assert [document.id for document in documents] == ["a", "b"]
    assert (failure.where, failure.fatal) == ("standard input:3", True)
    assert message in failure.message


def test_date_that_is_none_names_its_line(read_bytes: Read) -> None:
    """A date that is none costs the date only, with a note that names the line."""
    (document,), (failure,) = read_bytes(lines({"id": "a", "text": "W.", "published": "soon"}), "jsonl")
    assert document.published is None
    assert (failure.where, failure.fatal) == ("standard input:1", False)


def test_a_file_of_another_kind_is_given_up(read_bytes: Read) -> None:
    """A long file none of whose lines is JSON is told as one thing, not line by line to its end."""
    documents, failures = read_bytes(b"words\n" * 10_000, "jsonl")
    assert not documents
    assert len(failures) < 30
    assert "not JSON Lines" in failures[-1].message


def test_too_long_a_line_leaves_the_others(read_bytes: Read) -> None:
    """The size limit is on a line: the file may be larger, and the line after a long one is read."""
    content = lines({"id": "a", "text": "w" * 500}, *({"id": f"b{n}", "text": "Words."} for n in range(9)))
    documents, (failure,) = read_bytes(content, "jsonl", size_limit=100)
    assert len(documents) == 9
    assert failure.where == "standard input:1"
    assert "larger than" in failure.message


def test_offsets_stay_right_where_characters_are_replaced(read_bytes: Read) -> None:
    """Characters that RDF cannot carry become one U+FFFD each, so given offsets still fit."""
    record = {"id": "a", "text": "x\x00\x07 \ud800Quellwerk\u2028", "mentions": [{"start": 5, "end": 14}]}
    (document,), _ = read_bytes(json.dumps(record).encode(), "jsonl")
    assert document.given is not None
    assert document.text[document.given[0].start : document.given[0].end] == "Quellwerk"
    assert document.text == "x\ufffd\ufffd \ufffdQuellwerk\u2028"


def test_marks_and_utf16(read_bytes: Read) -> None:
    """A byte order mark, also of UTF-16, is no part of the first line."""
    content = lines({"id": "a", "text": "Žluť."}, {"id": "b", "text": "春."})
    for encoded in (b"\xef\xbb\xbf" + content, content.decode().encode("utf-16")):
        documents, failures = read_bytes(encoded, "jsonl")
        assert not failures
        assert [document.text for document in documents] == ["Žluť.", "春."]


@given(st.text(st.characters(), min_size=1).filter(lambda text: clean_in_place(text).strip()), st.booleans())
def test_text_is_verbatim(text: str, ascii_only: bool) -> None:  # noqa: FBT001  hypothesis draws it
    """Any text comes out of its record with its length and every character that RDF carries."""
    line = json.dumps({"id": "a", "text": text}, ensure_ascii=ascii_only).encode("utf-8", "replace")
    *_, document = _record(line, Origin("f", "f"), "f:1")
    assert isinstance(document, Document)
    expected = json.loads(line)["text"]
    assert document.text == clean_in_place(expected)
    assert len(document.text) == len(expected)
