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
    whole = _whole(name, articles)
    if whole:
        return whole
    found = _partly(name, articles)
    if len(found) == 1:
        return found
    if found:
        listed = ", ".join(article.id for article in found[:MOST_LISTED])
        more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
        raise KgError(f"fits {len(found)} articles: {listed}{more}; name one of them whole", name)
    if _whole(name, removed) or _partly(name, removed):
        raise KgError("was removed already; kg remove --list shows what was", name)
    raise KgError("fits no article: give an id, URL, path, or a part of one or of a title", name)


def _whole(name: str, articles: Sequence[Kept]) -> list[Kept]:
    """The article of that id or address, else all that were read from that file or below that folder."""
    iri = iri_of(name)
    found = [article for article in articles if article.id == name or article.uri in (name, iri)]
    path = os.path.realpath(name)
    below = path.rstrip(os.sep) + os.sep
    return found or [a for a in articles if a.place == path or a.place.startswith(below)]


def _partly(name: str, articles: Sequence[Kept]) -> list[Kept]:
    """Those with that in their id, address or title, else those of a file with that in its name."""
    part = name.strip().casefold()
    if not part:
        return []
    found = [a for a in articles if any(part in text.casefold() for text in (a.id, a.uri, a.title))]
    return found or [a for a in articles if part in os.path.basename(a.place).casefold()]  # noqa: PTH119
