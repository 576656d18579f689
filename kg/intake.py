"""Sources -> the articles that can be taken, cleaned; a file that has not changed is not parsed again.

What a file gave is remembered by a hash of its bytes, of what a manifest says of it, and of the code that read it. Time
and size of a file are not asked: they may stay while its content changes, and hashing it takes no longer than opening it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg import versions
from kg.cache import Cache
from kg.errors import KgError
from kg.model import Document, Failure, Known
from kg.read import Opened, unique
from kg.read.language import foreign

# Beyond this a text is no article, and the parser would take gigabytes: about 1 for 200,000 characters.
LONGEST = 300_000  # characters

CODE = ("model.py", "read", "analyse/clean.py", "analyse/mojibake.py", "intake.py")
LIBRARIES = (
    "charset-normalizer", "feedparser", "ftfy", "htmldate", "lxml", "markdown-it-py", "py3langid", "PyYAML",
    "trafilatura",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """What the sources gave so far.

    Attributes:
        taken: id of each article -> the file or page it was read from.
        places: file or page, as the user named it -> the file with its links followed; where it was looked.
        missed: files and pages of which something could not be taken.
        passed_over: ids of the articles that people have taken out.
    """

    failures: list[Failure]
    taken: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)
    passed_over: list[str] = field(default_factory=list)

    def unseen(self, places: Iterable[str]) -> list[str]:
        """Of files, those that are not among the sources."""
        seen = set(self.places.values())
        return [place for place in places if place not in seen]

    def vanished(self, places: Mapping[str, str]) -> list[str]:
        """Of articles and their places, those that the sources no longer have.

        What was read from a file that can no longer be read may still be there: it has not vanished.
        """

        def unsure(place: str) -> bool:
            return any(place == missed or place.startswith(missed + os.sep) for missed in self.missed)

        return [id_ for id_, place in places.items() if id_ not in self.taken and not unsure(place)]


class Memory:
    """What earlier builds know: what each file gave, and which articles people have taken out.

    Args:
        restore: whether these are taken again.
    """

    def __init__(self, cache: Cache, *, restore: bool) -> None:
        self._cache = cache
        self._reading = "\n".join((versions.code(*CODE), *versions.libraries(*LIBRARIES)))
        removed = () if restore else cache.removed()
        self.removed = {name for article in removed for name in (article.id, article.uri)}

    def recall(self, piece: Opened) -> tuple[Known | Failure, ...] | None:
        """What a file gave, if it is as it was and so is what is kept of it."""
        found = self._cache.recall(piece.place, self._key(piece.key)) if piece.key else None
        if found is None or not all(isinstance(entry, Failure) or self._settled(entry) for entry in found):
            return None
        return found

    def note(self, piece: Opened, found: Sequence[Known | Failure]) -> None:
        """Remember what a file gave."""
        if piece.key:
            self._cache.note(piece.place, self._key(piece.key), found)

    def _key(self, key: str) -> str:
        return hashlib.sha256(f"{self._reading}\n{key}".encode()).hexdigest()

    def _settled(self, known: Known) -> bool:
        return self.takes_out(known) or self._cache.keeps(known)

    def takes_out(self, found: Document | Known) -> bool:
        """Whether people have taken this article out."""
        return found.id in self.removed or found.uri in self.removed


def documents(
    pieces: Iterable[Opened], account: Account, *, strict: bool = False, memory: Memory | None = None
) -> Iterator[Document]:
    """The articles that can be taken, cleaned, but for those of files that have not changed.

    What became of each source is put down in the account.

    Raises:
        KgError: with strict, for the first article that cannot be taken.
    """
    for where, found in unique(_entries(pieces, account, memory)):
        if isinstance(found, Failure):
            if found.fatal and strict:
                raise KgError(found.message, found.where)
            if found.fatal:
                account.missed.add(account.places[where])
            account.failures.append(found)
        elif memory and memory.takes_out(found):
            account.passed_over.append(found.id)
        else:
            account.taken[found.id] = account.places[where]
            if isinstance(found, Document):
                yield found


def _entries(
    pieces: Iterable[Opened], account: Account, memory: Memory | None
) -> Iterator[tuple[str, Document | Known | Failure]]:
    """What each file or page gives, or is known to give."""
    for piece in pieces:
        account.places[piece.where] = piece.place
        known = memory.recall(piece) if memory else None
        if known is not None:
            yield from ((piece.where, entry) for entry in known)
            continue
        noted = []
        for entry in piece.entries():
            found = _fit(entry, piece.where) if isinstance(entry, Document) else entry
            if piece.key:
                noted.append(_known(found))
            yield piece.where, found
        if memory:
            memory.note(piece, noted)


def _known(found: Document | Failure) -> Known | Failure:
    return found if isinstance(found, Failure) else Known(found.id, found.uri, found.content_hash)


def _fit(document: Document, where: str) -> Document | Failure:
    """The cleaned article, or why it stays out."""
    from kg.analyse import clean  # on use: a build in which nothing has changed needs nothing of analyse

    named = where if where.endswith(document.id) else f"{where} ({document.id})"
    if len(document.text) > LONGEST:
        message = f"has {len(document.text):,} characters, an article no more than {LONGEST:,}; left out"
        return Failure(named, message)
    document = clean(document)
    failure = foreign(document)
    return dataclasses.replace(failure, where=named) if failure else document
