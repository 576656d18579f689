"""An RSS or Atom feed -> one Document an entry, from what the feed itself carries."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import ReadError
from kg.model import Document, Failure
from kg.read.characters import content_of
from kg.read.document import Metadata, Origin, article
from kg.read.markup import fragment


def read(stream: BinaryIO, origin: Origin) -> Iterator[Document | Failure]:
    """The entries of a feed: their full content where the feed has it, else their summary.

    Nothing is fetched. An entry's id is its link, else its own id. An entry without text is a Failure.

    Raises:
        ReadError: empty, too large, binary, or no feed.
    """
    import feedparser

    content = content_of(stream, origin.size_limit)
    # Bytes and strings feedparser may take for a file name or a URL and open.
    headers = {"content-location": origin.address} if origin.address else {}
    feed = feedparser.parse(io.BytesIO(content), response_headers=headers)
    if not feed.version and not feed.entries:
        reason = feed.get("bozo_exception")
        raise ReadError("is no RSS or Atom feed" + (f" ({reason})" if reason else ""), origin.where)
    if not feed.entries:
        raise ReadError("is a feed without entries", origin.where)
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{origin.where} (entry {number})"
        text = _text(entry)
        if not text.strip():
            yield Failure(where, "the entry has no text")
            continue
        metadata = _metadata(entry, feed.feed).over(origin.metadata.shared())
        key = entry.get("id") or f"{origin.id}#{entry.get('title', number)}"
        yield from article(text, origin.part(key, where), metadata)


def _text(entry: Any) -> str:
    """The longest of the entry's contents, else its summary."""
    details = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    for candidates in (details[:-1], details[-1:]):
        texts = [
            detail.get("value", "")
            if detail.get("type") == "text/plain"
            else fragment(detail.get("value", ""))
            for detail in candidates
        ]
        text = max(texts, key=len, default="")
        if text.strip():
            return text
    return ""


def _metadata(entry: Any, feed: Any) -> Metadata:
    source = entry.get("source") or {}
    return Metadata(
        title=fragment(entry.get("title") or "").replace("\n", " ") or None,
        url=entry.get("link"),
        published=entry.get("published") or entry.get("updated"),
        publisher=source.get("title") or feed.get("title"),
        author=entry.get("author") or feed.get("author"),
        language=feed.get("language"),
    )
