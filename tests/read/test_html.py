from __future__ import annotations

import datetime
import time
from collections.abc import Callable

import pytest

from kg.model import Document, Failure
from kg.read.markup import fragment

Read = Callable[..., tuple[list[Document], list[Failure]]]

BODY = (
    "<article><h1>Nordlicht buys Quellwerk</h1><p>Nordlicht Energi will pay 40 million euros for Quellwerk, the "
    "companies said on Monday.</p><p>Quellwerk, founded in 1998, builds wind turbines near Kiel &amp; Lübeck.</p>"
    "</article>"
)
PAGE = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Nordlicht buys Quellwerk | Wire</title>
<meta property="og:site_name" content="The Wire"><meta name="author" content="Jo Doe">
<meta property="article:published_time" content="2026-02-11T23:30:00-05:00">
<link rel="canonical" href="https://wire.example/nordlicht"></head>
<body><nav><a href="/">Home</a><a href="/more">More from this section</a></nav>{BODY}
<script>var tracker = "never text";</script><footer>Copyright The Wire. All rights reserved.</footer></body></html>"""


def test_article_without_the_page(read_bytes: Read) -> None:
    """Text and metadata of the article arrive; navigation, scripts and footer do not."""
    (document,), failures = read_bytes(PAGE.encode(), "html")
    assert not failures
    assert "will pay 40 million euros" in document.text
    assert "Kiel & Lübeck" in document.text
    for rest in ("tracker", "Copyright", "More from this section"):
        assert rest not in document.text
    assert document.id == document.uri == "https://wire.example/nordlicht"
    assert document.title == "Nordlicht buys Quellwerk"
    assert document.publisher == "The Wire"
    assert document.author == "Jo Doe"
    assert document.language == "en-GB"
    assert document.published == datetime.date(2026, 2, 11)


def test_no_date_is_made_up(read_bytes: Read) -> None:
    """A page that does not say when it was published has no date, whatever days its text speaks of."""
    page = f"<html><body>{BODY}<p>Copyright 2024. The vote is on 3 May 2026.</p></body></html>"
    (document,), _ = read_bytes(page.encode(), "html")
    assert document.published is None


def test_the_clock_decides_nothing(read_bytes: Read) -> None:
    """A date after today is taken as the page gives it: the same page is the same article on every day."""
    (document,), _ = read_bytes(PAGE.replace("2026-02-11", "2093-02-11").encode(), "html")
    assert document.published == datetime.date(2093, 2, 11)


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<html><body></body></html>",
        "<!doctype html><html><head><title>App</title></head><body><div id='root'></div><script>run()</script></body>",
        "<html><body><img src='a.png'><p> &nbsp; </p></body></html>",
        "<!-- only a comment -->",
    ],
)
def test_html_without_text_is_a_failure(page: str, read_bytes: Read) -> None:
    """A page that shows nothing without a browser stays out with a message that says so."""
    documents, failures = read_bytes(page.encode(), "html")
    assert not documents
    assert [failure.fatal for failure in failures] == [True]
    assert "HTML without text" in failures[0].message


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "iso-8859-1"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>", "cp1252"),
        ("<meta charset=utf-8>", "utf-8"),
        ("", "utf-8"),
        ("", "utf-16"),
        ('<meta charset="utf-8">', "cp1252"),
    ],
)
def test_encoding_of_the_page(declaration: str, encoding: str, read_bytes: Read) -> None:
    """The encoding that a page declares is used, and found where it declares none or a wrong one."""
    page = f"<html><head>{declaration}</head><body>{BODY}</body></html>"
    (document,), _ = read_bytes(page.encode(encoding), "html")
    assert "Kiel & Lübeck" in document.text


def test_xhtml_with_xml_declaration(read_bytes: Read) -> None:
    """XHTML that begins with an XML declaration is read."""
    page = f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY}</body></html>'
    (document,), _ = read_bytes(page.encode(), "html")
    assert "Kiel & Lübeck" in document.text


@pytest.mark.parametrize("canonical", ["https://wire.example/", "javascript:alert(1)", "/", ""])
def test_canonical_url_that_names_no_article(canonical: str, read_bytes: Read) -> None:
    """A canonical link to a home page, or none, does not become the id."""
    page = PAGE.replace("https://wire.example/nordlicht", canonical)
    (document,), _ = read_bytes(page.encode(), "html")
    assert document.id == "stdin"


def test_ten_megabytes_of_one_line(read_bytes: Read) -> None:
    """A page with one paragraph of 10 MB is read whole, in seconds."""
    line = "Nordlicht Energi bought Quellwerk on Monday. " * 222_223
    begun = time.process_time()
    page = f"<html><head><title>Long</title></head><body><script>x</script><p>{line}</p></body></html>"
    (document,), _ = read_bytes(page.encode(), "html")
    assert time.process_time() - begun < 10
    assert document.title == "Long"
    assert document.text == line.strip()


def test_deep_nesting(read_bytes: Read) -> None:
    """A page nested a thousand deep, more than the parser's usual limit, still gives its text."""
    page = "<html><body>" + "<div>" * 1000 + BODY + "</div>" * 1000 + "</body></html>"
    (document,), _ = read_bytes(page.encode(), "html")
    assert "will pay 40 million euros" in document.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One &amp; <b>two</b>.</p><p>Three<br>four</p>", "One & two.\nThree\nfour"),
        ("plain < words", "plain < words"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        (
            "<table><tr><td>Round</td><td>B</td></tr><tr><td>Sum</td><td>4</td></tr></table>",
            "Round | B\nSum | 4",
        ),
        ("a<script>no</script> b<style>no</style> c", "a b c"),
        ("  many\n\n spaces\tin it ", "many spaces in it"),
        ("", ""),
    ],
)
def test_fragment(markup: str, text: str) -> None:
    """A piece of HTML gives all its text, a line a block."""
    assert fragment(markup) == text
