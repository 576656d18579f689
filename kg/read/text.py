"""A plain text file -> one Document, with the text as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from kg.model import Document, Failure
from kg.read.document import Origin, article, text_of


def read(stream: BinaryIO, origin: Origin) -> Iterator[Document | Failure]:
    """The article that a text file holds.

    Raises:
        ReadError: empty, too large, binary, or in no known encoding.
    """
    text, notes = text_of(stream, origin)
    yield from notes
    yield from article(text, origin)
