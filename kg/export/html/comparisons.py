"""Store -> how claims stand to each other: where sources disagree, what changed, how well several support a fact.

Nothing is concluded here, nor in the page. An article that tells of a plan and of its end has a claim and a denial and
no conflict: that is for kg.assemble to say, and a store without nodes of kg:Conflict has no conflicts to show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.assemble import terms
from kg.export.html.facts import Claim, Conflict, Key, Support
from kg.export.html.rows import column, first, key, number, texts
from kg.store import Store

KINDS = {terms.DENIAL: "denial", terms.SUCCESSION: "succession", terms.CONFLICT: "conflict"}


def comparisons(store: Store, said: Iterable[Claim]) -> tuple[tuple[Conflict, ...], Mapping[Key, Support]]:
    """The conflicts and successions, sorted by their IRIs, and the support of each fact that the store gives one."""
    fact = {claim.iri: claim.fact for claim in said}
    between = column(store, terms.OF_CLAIM)
    if not between:
        return (), {}
    types, surety = column(store, terms.TYPE), column(store, terms.CONFIDENCE)
    sources = column(store, terms.SOURCES)
    conflicts: list[Conflict] = []
    support: dict[Key, Support] = {}
    for node in sorted(between):
        facts = tuple(sorted({fact[key(claim)] for claim in between[node] if key(claim) in fact}))
        classes = texts(types, node)
        kind = next((word for class_, word in KINDS.items() if class_.value in classes), None)
        if kind and facts:
            conflicts.append(Conflict(kind, facts))
        confidence, independent = number(first(surety, node)), number(first(sources, node))
        if terms.SUPPORT.value in classes and confidence is not None and independent is not None:
            support |= dict.fromkeys(facts, Support(confidence, int(independent)))
    return tuple(conflicts), support
