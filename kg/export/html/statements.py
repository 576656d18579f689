"""Facts -> the statements of the page: each triple once, with its claims, its surest status, its value in words.

A derived statement that only restates another between the same two things (its inverse, its symmetric twin, a
more general relation, what follows from it by a rule) is marked so, because a second line would say nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.export.html.facts import Claim, Facts, Key, Thing, local_name
from kg.export.html.families import class_label
from kg.model import Status
from kg.ontology import PREFIXES, Ontology

SUREST_FIRST = [status.value for status in Status]
_DATES = frozenset(PREFIXES["xsd"] + name for name in ("date", "dateTime", "gYearMonth", "gYear"))
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple as the page shows it.

    Attributes:
        object: the IRI of a thing, None if the object is a value.
        value: the value in words, empty if the object is a thing.
        term: the object as N-Triples write it, empty if it is a thing.
        date: the object if it is a date, as ISO 8601 writes it, else empty.
        status: of the surest claim; asserted if there are none but the plain triple.
        derived: whether only rules say it.
        claims: indices into Facts.claims.
        restates: the key of the statement between the same two things that says it already.
    """

    key: Key
    object: str | None
    value: str
    term: str
    date: str
    status: str
    derived: bool
    claims: tuple[int, ...]
    restates: Key | None = None


def statements(facts: Facts, ontology: Ontology, things: Iterable[str]) -> tuple[Statement, ...]:
    """All that is said of the things, sorted by key.

    Args:
        things: IRIs of what is a node; every other object is a value.
    """
    nodes = frozenset(things)
    claims: dict[Key, list[int]] = {key: [] for key in facts.plain}
    for i, claim in enumerate(facts.claims):
        claims.setdefault(claim.fact, []).append(i)
    found = []
    for key in sorted(claims):
        if key[0] not in nodes:
            continue  # about an amount or a class
        behind = [facts.claims[i] for i in claims[key]]
        found.append(
            Statement(
                key=key,
                object=key[2] if key[2] in nodes else None,
                value="" if key[2] in nodes else _in_words(key[2], facts, ontology),
                term="" if key[2] in nodes else _term(key[2], facts),
                date=facts.literals[key[2]].value if is_date(key[2], facts) else "",
                status=min(
                    (claim.status for claim in behind), key=SUREST_FIRST.index, default=SUREST_FIRST[0]
                ),
                derived=bool(behind) and all(claim.derived for claim in behind),
                claims=tuple(claims[key]),
            )
        )
    restated = _restatements(found, facts.claims, ontology)
    return tuple(replace(each, restates=restated.get(each.key)) for each in found)


def is_date(key: str, facts: Facts) -> bool:
    """Whether a fact's object is a date."""
    return key in facts.literals and facts.literals[key].datatype.value in _DATES


def is_amount(key: str, facts: Facts) -> bool:
    """Whether a fact's object is a sum of money."""
    return key in facts.things and bool(facts.things[key].amount)


def date_in_words(iso: str) -> str:
    """The date as people write it, "2025-09" as "Sep 2025"; what is no such date as it is."""
    year, *rest = iso[:10].split("-")
    if not rest or not all(part.isdigit() for part in rest) or not 1 <= int(rest[0]) <= len(_MONTHS):
        return iso
    month = _MONTHS[int(rest[0]) - 1]
    return " ".join([str(int(part)) for part in rest[1:2]] + [month, year])


def _term(key: str, facts: Facts) -> str:
    return key if key in facts.literals else f"<{key}>"


def _in_words(key: str, facts: Facts, ontology: Ontology) -> str:
    if key in facts.literals:
        value = facts.literals[key].value
        return date_in_words(value) if is_date(key, facts) else value
    thing = facts.things.get(key) or Thing(key, local_name(key))
    curie = ontology.curie(key)
    return thing.amount or (class_label(ontology, curie) if curie in ontology.classes else thing.label)


def _restatements(
    found: Iterable[Statement], claims: tuple[Claim, ...], ontology: Ontology
) -> Mapping[Key, Key]:
    """Key -> key of the statement that says it already; that one restates nothing itself."""
    owner = {claim.iri: claim.fact for claim in claims}
    follows = _axioms(ontology)
    between: dict[frozenset[str], list[tuple[bool, bool, int, Key]]] = defaultdict(list)
    for each in found:
        if each.object is None:
            continue
        ends = frozenset((each.key[0], each.object))
        proofs = {owner.get(premise) for i in each.claims for premise in claims[i].premises} - {
            None,
            each.key,
        }
        same = any(proof and ends == {proof[0], proof[2]} for proof in proofs)
        general = -len(_implied(each.key, follows))
        between[ends].append((each.derived, same, general, each.key))
    restated: dict[Key, Key] = {}
    for rivals in between.values():
        kept: list[Key] = []
        for derived, same, _, key in sorted(rivals):
            says_it = (other for other in kept if key in _implied(other, follows))
            known = next(says_it, kept[0] if same and kept else None) if derived else None
            if known:
                restated[key] = known
            else:
                kept.append(key)
    return restated


def _axioms(ontology: Ontology) -> Mapping[str, set[tuple[str, bool]]]:
    """IRI of a property -> those that follow from it, each with whether the ends change places."""
    follows: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for curie, property_ in ontology.properties.items():
        iri = ontology.iri(curie)
        follows[iri] |= {(ontology.iri(parent), False) for parent in property_.parents}
        if property_.symmetric:
            follows[iri].add((iri, True))
        if property_.inverse:
            other = ontology.iri(property_.inverse)
            follows[iri].add((other, True))
            follows[other].add((iri, True))
    return follows


def _implied(key: Key, follows: Mapping[str, set[tuple[str, bool]]]) -> set[Key]:
    """What follows from a triple by subproperties, inverses and symmetry: triples on the same two things."""
    found, pending = set[Key](), [key]
    while pending:
        each = pending.pop()
        if each in found:
            continue
        found.add(each)
        subject, predicate, object_ = each
        pending += [
            (object_, other, subject) if turned else (subject, other, object_)
            for other, turned in follows.get(predicate, ())
        ]
    return found - {key}
