"""Store -> where sources disagree, if the store says so: nodes of class kg:Conflict with the claims they are between.

Nothing is concluded here: a store without such nodes has no conflicts to show, but what one claim says and another
denies, which the page sees by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.assemble import terms
from kg.export.html.facts import Claim, Conflict, local_name
from kg.export.html.rows import column, key, texts
from kg.store import Store

# What says how claims stand to each other, and is nothing that the articles speak of.
ABOUT_CLAIMS = (terms.CONFLICT, terms.DENIAL, terms.SUCCESSION, terms.SUPPORT)


def conflicts(store: Store, said: Iterable[Claim]) -> tuple[Conflict, ...]:
    """The conflicts, sorted by their IRIs; the kind is the name of the class below kg:Conflict, if there is one."""
    fact = {claim.iri: claim.fact for claim in said}
    types = column(store, terms.TYPE) if (between := column(store, terms.OF_CLAIM)) else {}
    found = []
    for node in sorted(between):
        classes = texts(types, node)
        facts = {fact[key(claim)] for claim in between[node] if key(claim) in fact}
        if terms.CONFLICT.value in classes and facts:
            kinds = [local_name(class_).lower() for class_ in classes if class_ != terms.CONFLICT.value]
            found.append(Conflict(", ".join(kinds), tuple(sorted(facts))))
    return tuple(found)
