from __future__ import annotations

import dataclasses
import datetime

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.model import Document, Failure, GivenMention
from kg.read.document import Metadata, Origin, article, content_hash, iri_of, urn_of


def made(text: str, origin: Origin | None = None, metadata: Metadata | None = None) -> Document:
    """The Document of an article, without the failures before it."""
    *_, document = article(text, origin or Origin("a.txt", "a.txt"), metadata or Metadata())
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://wire.example/a", "https://wire.example/a"),
        ("HTTPS://Wire.Example/A", "https://wire.example/A"),
        ("http://wire.example", "http://wire.example/"),
        (" https://wire.example/a?b=c&d#part ", "https://wire.example/a?b=c&d"),
        ("https://user:secret@wire.example:8080/a", "https://wire.example:8080/a"),
        ("https://wire.example/für/a b|c", "https://wire.example/für/a%20b%7Cc"),
        ("https://wire.example/100%/%20", "https://wire.example/100%25/%20"),
        ("https://[::1]:80/a", "https://[::1]:80/a"),
        ("https://wire.example/<a>\"'{}`^\\", "https://wire.example/%3Ca%3E%22'%7B%7D%60%5E%5C"),
    ],
)
def test_url_to_iri(url: str, iri: str) -> None:
    """What an IRI may not have is encoded; fragment and password go."""
    assert iri_of(url) == iri
    pyoxigraph.NamedNode(iri)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.txt",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://wire.example/a",
        "//wire.example/a",
        "https:///a",
        "https://",
        "http://[::1",
        "https://wire.example:99999/a",
        "https://wi re.example/",
        'https://wire"example/',
    ],
)
def test_no_iri_of_anything_else(url: str) -> None:
    """Only http and https URLs with a host name an article."""
    assert iri_of(url) is None


@given(st.text(st.characters()))
def test_iris_are_valid(text: str) -> None:
    """Whatever an id or the end of a URL holds, the article's IRI is one that an RDF store takes."""
    document = made("Words.", Origin("x", "x", Metadata(url=f"https://wire.example/{text}")))
    assert document.uri.startswith("https://wire.example/")
    pyoxigraph.NamedNode(document.uri)
    pyoxigraph.NamedNode(made("Words.", Origin("x", text)).uri)


def test_id_is_the_url_else_the_path() -> None:
    """A known URL is the id; without one it is the path, with a URN of it as IRI."""
    document = made("Words.", Origin("in/a b.txt", "sub/a b.txt"))
    assert (document.id, document.uri) == ("sub/a b.txt", "urn:kg:article:sub/a%20b.txt")
    assert urn_of("/a#b?c") == "urn:kg:article:%2Fa%23b%3Fc"
    document = made("Words.", metadata=Metadata(url="https://wire.example/x#top"))
    assert (document.id, document.uri) == ("https://wire.example/x", "https://wire.example/x")


def test_bad_url_and_date_are_left_out_with_a_note() -> None:
    """A URL of another kind and a date that is none cost the value, not the article."""
    metadata = Metadata(url="javascript:alert(1)", published="someday", where="m.csv:7")
    *failures, document = article("Words.", Origin("a.txt", "a.txt", metadata))
    assert isinstance(document, Document)
    assert (document.id, document.published) == ("a.txt", None)
    assert [failure.where for failure in failures if isinstance(failure, Failure)] == ["m.csv:7", "m.csv:7"]
    assert not any(failure.fatal for failure in failures if isinstance(failure, Failure))


def test_somebody_elses_metadata_count_for_more() -> None:
    """A manifest wins over the article's own metadata, value by value; a bad date of its falls back."""
    origin = Origin("a.txt", "a.txt", Metadata(title="Theirs", published="soon"))
    document = made("Words.", origin, Metadata(title="Own", author="Jo Doe", published="2026-01-02"))
    assert (document.title, document.author) == ("Theirs", "Jo Doe")
    assert document.published == datetime.date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  First line  \nSecond", "First line"),
        ("“Quoted headline”\nBody", "Quoted headline"),
        ("‘Big’ deal done\nBody", "‘Big’ deal done"),
        ("***\n---\nWords after marks", "Words after marks"),
        ("## Marked headline\nBody", "Marked headline"),
        ("?!?", "a.txt"),
    ],
)
def test_title_from_the_first_line(text: str, title: str) -> None:
    """Without metadata the title is the first line with words, without marks and quotes around it."""
    assert made(text).title == title


def test_long_title_is_cut_at_a_word() -> None:
    """A title has at most 200 characters."""
    title = made("word " * 1000).title
    assert len(title) <= 200
    assert title.endswith("word…")


@pytest.mark.parametrize(
    ("language", "taken"),
    [("en", "en"), ("en_US", "en-US"), ("pt-BR", "pt-BR"), ("English please", None), ("", None)],
)
def test_language_is_a_tag(language: str, taken: str | None) -> None:
    """A language is a BCP 47 tag or nothing."""
    assert made("Words.", metadata=Metadata(language=language)).language == taken


def test_hash_changes_with_everything_but_the_id() -> None:
    """Each field but the id is in the content hash."""
    document = made("Words.")
    assert content_hash(dataclasses.replace(document, id="other")) == document.content_hash
    changes: list[dict[str, object]] = [
        {"text": "Words!"},
        {"title": "T"},
        {"uri": "urn:kg:article:b"},
        {"published": datetime.date(2026, 1, 1)},
        {"publisher": "P"},
        {"author": "A"},
        {"language": "en"},
        {"given": ()},
        {"given": (GivenMention(0, 5),)},
        {"verbatim": True},
    ]
    hashes = {content_hash(dataclasses.replace(document, **change)) for change in changes}  # type: ignore[arg-type]
    assert len(hashes | {document.content_hash}) == len(changes) + 1


def test_no_text_is_an_error() -> None:
    """An article without a visible character is none."""
    with pytest.raises(ReadError, match="empty"):
        list(article(" \x00\x07\n", Origin("a.txt", "a.txt")))
