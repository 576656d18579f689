"""Articles of many files and pages -> each id and each IRI once: the first counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Document, Failure, Known
from kg.read.characters import clean_in_place

# What was read, with the file or page it was read from, as the user named it.
Entry = tuple[str, Document | Known | Failure]
Entries = Iterator[Entry]


def unique(entries: Iterable[Entry]) -> Entries:
    """The entries without a second article of one id or IRI."""
    known: dict[str, tuple[str, str]] = {}
    for where, entry in entries:
        if isinstance(entry, Failure):
            # A file name may hold bytes that are no characters, and no terminal prints those.
            yield (
                where,
                Failure(clean_in_place(entry.where), clean_in_place(entry.message), entry.fatal),
            )
            continue
        first = known.get(entry.id) or known.get(entry.uri)
        if first is None:
            known[entry.id] = known[entry.uri] = where, entry.content_hash
            yield where, entry
        else:
            yield where, _again(entry, where, *first)


def _again(entry: Document | Known, where: str, first: str, content_hash: str) -> Failure:
    if content_hash == entry.content_hash:
        message = f"holds the article {entry.id} again, which was read from {first}; left out"
        return Failure(clean_in_place(where), clean_in_place(message), fatal=False)
    message = f"holds another article {entry.id} than {first}; left out. Give each its own URL or id"
    if entry.uri.startswith("urn:"):
        message += ", or read both from the folder above them"
    return Failure(clean_in_place(where), clean_in_place(message))
