"""Names of articles, as people give them -> the articles that are meant; a name that fits several is an error."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from kg.cache import Kept
from kg.errors import KgError
from kg.read.document import iri_of

MOST_LISTED = 10


def select(names: Iterable[str], articles: Sequence[Kept], removed: Sequence[Kept]) -> tuple[Kept, ...]:
    """The articles, sorted by id.

    Raises:
        KgError: a name fits none of the articles, or several.
    """
    chosen = {article.id: article for name in names for article in _named(name, articles, removed)}
    return tuple(article for _, article in sorted(chosen.items()))


def _named(name: str, articles: Sequence[Kept], removed: Sequence[Kept]) -> list[Kept]:
    found = _exactly(name, articles)
    if found:
        return found
    found = [article for article in articles if _partly(name, article)]
    if len(found) == 1:
        return found
    if found:
        listed = ", ".join(article.id for article in found[:MOST_LISTED])
        more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
        raise KgError(f"fits {len(found)} articles: {listed}{more}; name one of them whole", name)
    if _exactly(name, removed) or any(_partly(name, article) for article in removed):
        raise KgError("was removed already; kg remove --list tells what was", name)
    raise KgError("fits no article: give an id, URL, path, or a part of one or of a title", name)


def _exactly(name: str, articles: Sequence[Kept]) -> list[Kept]:
    """The article of that id or address, else all that were read from that file or below that folder."""
    iri = iri_of(name)
    found = [article for article in articles if article.id == name or article.uri in (name, iri)]
    path = os.path.realpath(name)
    return found or [
        a for a in articles if a.place == path or a.place.startswith(path.rstrip(os.sep) + os.sep)
    ]


def _partly(name: str, article: Kept) -> bool:
    part = name.strip().casefold()
    return bool(part) and any(part in text.casefold() for text in (article.id, article.uri, article.title))
