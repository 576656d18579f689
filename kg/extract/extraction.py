"""Assertions and mentions of one document -> its Extraction, sorted and checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.model import Assertion, Document, Extraction, Mention, MentionKind, checked

LEAST_ROLES = 2  # of an event that is worth telling: a single participant tells nothing
SEVERAL = 2  # of a role that an event has several of


def extraction(
    document: Document,
    mentions: Iterable[Mention],
    assertions: Sequence[Assertion],
    clusters: Iterable[tuple[Mention, ...]],
) -> Extraction:
    """All that the document says.

    Args:
        mentions: what it refers to, whether anything is said of it or not; words that are values ("Series B") are
            kept only where something is.

    Raises:
        ValueError: a span does not say what the document's text says there.
    """
    used = {m for a in assertions for m in (a.subject, a.object)}
    kept = used | {m for m in mentions if m.kind is not MentionKind.VALUE or m.value is not None}
    within = [tuple(m for m in cluster if m in kept) for cluster in clusters]
    found = Extraction(
        document_id=document.id,
        mentions=tuple(sorted(kept, key=lambda m: (m.start, m.end, m.kind, m.type))),
        assertions=tuple(sorted(assertions, key=_order)),
        clusters=tuple(sorted((c for c in within if len(c) > 1), key=lambda c: (c[0].start, c[0].end))),
    )
    return checked(document, found)


def _order(assertion: Assertion) -> tuple[int, int, str, int]:
    return assertion.evidence.start, assertion.subject.start, assertion.predicate, assertion.object.start
