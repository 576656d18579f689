from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from kg.model import Document, Failure

Read = Callable[..., tuple[list[Document], list[Failure]]]

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Wire</title><link>https://wire.example/</link><language>en-gb</language>
<item><title>Nordlicht &amp; Quellwerk</title><link>https://wire.example/a?x=1&amp;y=2</link>
 <guid isPermaLink="false">g1</guid><pubDate>Wed, 11 Feb 2026 23:30:00 -0500</pubDate><dc:creator>Jo Doe</dc:creator>
 <description>The short form.</description>
 <content:encoded><![CDATA[<p>Nordlicht paid 40 million &amp; more.</p><p>The <b>second</b> one.</p>
 <script>alert(1)</script>]]></content:encoded></item>
<item><title>Only a summary</title><link>https://wire.example/b</link><pubDate>someday</pubDate>
 <description>&lt;p&gt;A summary, é.&lt;/p&gt;</description></item>
<item><title>Nothing in it</title><link>https://wire.example/c</link></item>
<item><title>No link</title><guid isPermaLink="false">tag:wire,2026:d</guid><description>Words.</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Blog</title><id>urn:x</id>
<updated>2026-03-01T10:00:00Z</updated><author><name>Al Roe</name></author>
<entry><title type="html">One &lt;i&gt;word&lt;/i&gt;</title><id>urn:x:1</id><updated>2026-03-02T10:00:00Z</updated>
<link rel="alternate" href="https://blog.example/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>First.</p><p>Second.</p></div></content></entry>
<entry><title>Two</title><id>urn:x:2</id><updated>2026-03-02T10:00:00Z</updated>
<link href="https://blog.example/2"/><content type="text">5 &lt; 6, plainly.</content></entry></feed>"""


def test_rss(read_bytes: Read) -> None:
    """An item is its full content, else its summary; link, date, author and feed are its metadata."""
    documents, failures = read_bytes(RSS.encode(), "feed")
    full, summary, unlinked = documents
    assert full.text == "Nordlicht paid 40 million & more.\nThe second one."
    assert full.id == full.uri == "https://wire.example/a?x=1&y=2"
    assert (full.title, full.author, full.publisher) == ("Nordlicht & Quellwerk", "Jo Doe", "The Wire")
    assert (full.published, full.language) == (datetime.date(2026, 2, 11), "en-gb")
    assert (summary.text, summary.published) == ("A summary, é.", None)
    assert unlinked.id == "tag:wire,2026:d"
    assert [(failure.where, failure.fatal) for failure in failures] == [
        ("standard input (entry 2)", False),
        ("standard input (entry 3)", True),
    ]


def test_atom(read_bytes: Read) -> None:
    """Atom entries in XHTML and in plain text are read."""
    (first, second), failures = read_bytes(ATOM.encode(), "feed")
    assert not failures
    assert (first.title, first.text) == ("One word", "First.\nSecond.")
    assert (first.published, first.author) == (datetime.date(2026, 3, 2), "Al Roe")
    assert (second.id, second.text) == ("https://blog.example/2", "5 < 6, plainly.")


@pytest.mark.parametrize("content", ["Just words.", "<html><body>Words</body></html>", "<rss", "<a/>", "{}"])
def test_no_feed_is_a_failure(content: str, read_bytes: Read) -> None:
    """What is no feed is a Failure that says so."""
    documents, failures = read_bytes(content.encode(), "feed")
    assert not documents
    assert "feed" in failures[0].message


def test_feed_without_entries_is_a_failure(read_bytes: Read) -> None:
    """An empty feed gives no article, and says it."""
    documents, failures = read_bytes(RSS[: RSS.index("<item>")].encode() + b"</channel></rss>", "feed")
    assert not documents
    assert "without entries" in failures[0].message


def test_external_entities_are_not_opened(read_bytes: Read) -> None:
    """A feed cannot pull a local file into an article."""
    doctype = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    feed = RSS.replace("<rss ", doctype + "<rss ").replace("A summary, é.", "A summary &x; here")
    documents, _ = read_bytes(feed.encode(), "feed")
    assert not any("root:" in document.text for document in documents)
