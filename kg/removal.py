"""Articles that people take out of a graph: found by the names they give, gone until a build restores them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.cache import Kept
from kg.errors import KgError
from kg.pipeline import last_options, opened, update
from kg.publication import Contents, Progress, check_by_hand, published, without
from kg.read.document import iri_of, place_of

MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Removal:
    """Articles that went, and what the graph held before and holds after; before is None if that was unsure."""

    articles: tuple[Kept, ...]
    before: Contents | None
    after: Contents

    def to_json(self) -> dict[str, Any]:
        """What kg remove --json prints."""
        return asdict(self)


def remove(
    output: Path,
    names: Sequence[str],
    *,
    dry_run: bool = False,
    jobs: int = 1,
    progress: Progress = lambda _: None,
) -> Removal:
    """Take articles out of the graph in `output`, for good: later builds pass them over unless options.restore.

    Args:
        names: an id, URL or path of each, or an unambiguous part of its id, URL or title; the path of a file or
            folder means all that was read from there.
        dry_run: change nothing, and tell what would go.

    Raises:
        KgError: a name fits no article, or several; then nothing is removed. Or as for `rebuild`.
    """
    with opened(output, new=False) as graph:
        options, before = last_options(graph, jobs), published(graph)
        chosen = select(names, graph.cache.articles(), graph.cache.removed())
        ids = [article.id for article in chosen]
        check_by_hand(output)  # a fault in what people wrote is told before anything goes
        if dry_run:
            return Removal(chosen, before, without(graph, ids))
        graph.cache.remove(ids)
        return Removal(chosen, before, update(graph, iter(()), options, progress=progress).contents)


def removed(output: Path) -> tuple[Kept, ...]:
    """The articles that were removed from the graph in `output`, and that its builds pass over.

    Raises:
        KgError: nothing was built there.
    """
    with opened(output, new=False) as graph:
        return graph.cache.removed()


def select(names: Iterable[str], articles: Sequence[Kept], gone: Sequence[Kept]) -> tuple[Kept, ...]:
    """The articles, sorted by id.

    Raises:
        KgError: a name fits none of the articles, or several.
    """
    chosen = {article.id: article for name in names for article in _named(name, articles, gone)}
    return tuple(article for _, article in sorted(chosen.items()))


def _named(name: str, articles: Sequence[Kept], gone: Sequence[Kept]) -> list[Kept]:
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
    if _whole(name, gone) or _partly(name, gone):
        raise KgError("was removed already; kg remove --list shows what was", name)
    raise KgError("fits no article: give an id, URL, path, or a part of one or of a title", name)


def _whole(name: str, articles: Sequence[Kept]) -> list[Kept]:
    """The article of that id or address, else all that were read from that file or below that folder."""
    if not name.strip():
        return []  # the path of nothing is the current folder
    iri = iri_of(name)
    found = [article for article in articles if article.id == name or article.uri in (name, iri)]
    path = place_of(name)
    below = path.rstrip(os.sep) + os.sep
    return found or [a for a in articles if a.place == path or a.place.startswith(below)]


def _partly(name: str, articles: Sequence[Kept]) -> list[Kept]:
    """Those with that in their id, address or title, else those of a file with that in its name."""
    part = name.strip().casefold()
    if not part:
        return []
    found = [a for a in articles if any(part in text.casefold() for text in (a.id, a.uri, a.title))]
    return found or [a for a in articles if part in os.path.basename(a.place).casefold()]  # noqa: PTH119
