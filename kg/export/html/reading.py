"""Store -> Facts: what its RDF says.

Only the RDF is read, so a store built elsewhere will do. What it lacks is left empty: a triple that nobody
claims is a fact without claims, a thing without a label is called by the end of its IRI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pyoxigraph import Literal

from kg.assemble import terms
from kg.export.html.comparisons import comparisons
from kg.export.html.evidence import articles, claims
from kg.export.html.facts import Facts, Key, Thing, local_name
from kg.export.html.rows import Term, Values, first, key, rows, texts
from kg.ontology import PREFIXES
from kg.store import Store

_ABOUT_AMOUNTS = (terms.CURRENCY, terms.VALUE, terms.QUALIFIER, terms.EQUIVALENT, terms.IN_CURRENCY)
_NAMING = (terms.TYPE, terms.LABEL, terms.ALT_LABEL, terms.MERGED_BECAUSE, terms.SAME_AS)
_NOT_THINGS = ", ".join(sorted(map(str, {*terms.PROVENANCE_TYPES, terms.DATASET})))
# In a graph from elsewhere things may have no types; in one of kg's only former IRIs have none. What tells of sentences
# and programs tells of no thing, typed or not.
_OF_THINGS = f"""SELECT DISTINCT ?s ?p ?o WHERE {{
    {{ ?s {terms.TYPE} ?t ; ?p ?o .
        FILTER(?t NOT IN ({_NOT_THINGS}) && !STRSTARTS(STR(?t), "{PREFIXES["owl"]}")
            && !STRSTARTS(STR(?t), "{PREFIXES["rdfs"]}")) }}
    UNION
    {{ ?s ?p ?o MINUS {{ ?s {terms.TYPE} ?t }} FILTER(?p != {terms.OWL_SAME_AS}
        && !STRSTARTS(STR(?p), "{PREFIXES["oa"]}") && !STRSTARTS(STR(?p), "{PREFIXES["prov"]}")) }} }}"""


def read(store: Store) -> Facts:
    """What a store says."""
    literals: dict[str, Literal] = {}
    about: dict[str, dict[str, list[Term]]] = defaultdict(dict)
    plain: set[Key] = set()
    for subject, predicate, object_ in rows(store, _OF_THINGS):
        s, p, o = key(subject), predicate.value, key(object_)
        values = about[s]
        if predicate in _NAMING or predicate in _ABOUT_AMOUNTS:
            values.setdefault(p, []).append(object_)
            continue
        plain.add((s, p, o))
        if isinstance(object_, Literal):
            literals[o] = object_
    said = tuple(claims(store, literals))
    for s, _, o in (*plain, *(claim.fact for claim in said)):
        for end in (s, o):
            if end not in literals:
                about.setdefault(end, {})
    things = {iri: _thing(iri, values, about) for iri, values in sorted(about.items())}
    return Facts(
        things,
        literals,
        frozenset(plain),
        said,
        articles(store, said),
        *comparisons(store, said),
    )


def _thing(iri: str, values: Values, about: Mapping[str, Values]) -> Thing:
    label = first(values, terms.LABEL.value)
    return Thing(
        iri=iri,
        label=label or local_name(iri),
        types=texts(values, terms.TYPE.value),
        aliases=tuple(alias for alias in texts(values, terms.ALT_LABEL.value) if alias != label),
        links=tuple(filter(terms.web_address, texts(values, terms.SAME_AS.value))),
        notes=texts(values, terms.MERGED_BECAUSE.value),
        amount=_sum(iri, values, about),
    )


def _sum(iri: str, values: Values, about: Mapping[str, Values]) -> str:
    """A sum of money in words, with what the text says it is in another currency; empty for other things."""
    value, currency = first(values, terms.VALUE.value), first(values, terms.CURRENCY.value)
    if not value or not currency:
        return first(values, terms.QUALIFIER.value)  # "undisclosed"
    words = first(values, terms.LABEL.value) or f"{currency} {value}"
    others = [
        first(about.get(other, {}), terms.LABEL.value) or local_name(other)
        for other in texts(values, terms.EQUIVALENT.value)
        if other != iri
    ]
    return f"{words} ({', '.join(others)})" if others else words
