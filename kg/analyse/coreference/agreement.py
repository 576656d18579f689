"""Clusters -> clusters whose members agree on one type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import Mention, MentionKind
from kg.ontology import Ontology

SURE = 3  # what a type that the text itself gives counts, against a guess


@dataclass(frozen=True, slots=True)
class Unified:
    """Clusters whose members agree on a type.

    Attributes:
        mentions: old -> new mention, for those whose type changed.
    """

    clusters: tuple[tuple[Mention, ...], ...]
    mentions: Mapping[Mention, Mention]


def unify(found: Sequence[tuple[Mention, ...]], ontology: Ontology) -> Unified:
    """Give the mentions of a cluster its type: "it" is a company where "the startup Acme" is one."""
    changed: dict[Mention, Mention] = {}
    for cluster in found:
        votes: Counter[str] = Counter()
        for mention in cluster:
            if mention.kind is not MentionKind.PRONOUN:
                votes[mention.type] += _weight(mention)
        type_ = ontology.most_likely(votes)
        if type_ is None:
            continue
        guessed = all(m.guessed for m in cluster if m.kind is MentionKind.NAME)
        for mention in cluster:
            if mention.kind is not MentionKind.NOMINAL:
                renewed = replace(mention, type=type_, guessed=guessed and mention.guessed)
                if renewed != mention:
                    changed[mention] = renewed
    return Unified(tuple(tuple(changed.get(m, m) for m in cluster) for cluster in found), changed)


def _weight(mention: Mention) -> int:
    """What a mention's own type counts: of guesses that of a full name more than that of an acronym."""
    if not mention.guessed:
        return SURE
    return 2 if mention.kind is MentionKind.NAME and " " in mention.text else 1
