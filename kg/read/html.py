"""A web page -> one Document: the article's text without the page around it, and its metadata."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from kg.errors import ReadError
from kg.model import Document, Failure
from kg.read.document import Metadata, Origin, article, iri_of, text_of
from kg.read.markup import root_of, visible

# trafilatura takes minutes over more; no article is that long, so what is, is taken as a whole.
_PAGE_LIMIT = 2_000_000  # characters

# Only a date that the page gives as its own, never one found somewhere in the text; and what day it is
# today changes nothing.
_DATE = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31"}

_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE
)
_LOOKED_AT = 4096  # bytes in which a page names its encoding


def read(stream: BinaryIO, origin: Origin) -> Iterator[Document | Failure]:
    """The article on a page, found by trafilatura (Barbaresi, 2021).

    Its id is the page's canonical URL, unless that is another site's or no article's, else the URL it was
    fetched from.

    Raises:
        ReadError: empty, too large, binary, in no known encoding, or a page without text.
    """
    content = stream.read(origin.size_limit + 1)
    declared = _META_CHARSET.search(content[:_LOOKED_AT])
    charset = origin.charset or (declared[1].decode("ascii") if declared else None)
    markup, notes = text_of(io.BytesIO(content), origin, charset)
    yield from notes
    text, metadata = page(markup, origin.address)
    if not text.strip():
        raise ReadError("is HTML without text; the page may need a browser to show it", origin.where)
    yield from article(text, origin, metadata)


def page(markup: str, address: str | None) -> tuple[str, Metadata]:
    """The article's text on a page and its metadata; the text is empty where there is none.

    Raises:
        ReadError: trafilatura fails on the page.
    """
    from trafilatura import bare_extraction

    root = root_of(markup)
    if root is None:
        return "", Metadata()
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if len(markup) > _PAGE_LIMIT:
        return visible(root), Metadata(title=root.findtext(".//title"), language=language)
    try:
        found: Any = bare_extraction(
            root,
            url=address,
            with_metadata=True,
            include_comments=False,
            date_extraction_params=_DATE,
        )
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError) as error:
        raise ReadError(f"the page cannot be parsed ({type(error).__name__}: {error})") from error
    if found is None:
        return "", Metadata()
    return found.text or "", Metadata(
        title=found.title,
        url=_canonical(found.url, address),
        published=found.date,
        publisher=found.sitename,
        author=found.author,
        language=language,
    )


def _canonical(url: str | None, address: str | None) -> str | None:
    """The URL that the page gives for itself, if it can be the article's."""
    iri = iri_of(url or "")
    if not iri or urlsplit(iri).path == "/":
        return None
    return iri if not address or _site(iri) == _site(address) else None


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
