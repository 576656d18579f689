"""A store, and a name if given -> where its articles disagree, or what changed: who says what, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.assemble import terms
from kg.assemble.terms import Term
from kg.explain.facts import Claim, Fact, Thing, column, facts, thing, words
from kg.model import Status
from kg.ontology import Ontology
from kg.query.names import short, things
from kg.store import Store

_SAYS, _DENIES = Thing("", "so it is"), Thing("", "so it is not")


@dataclass(frozen=True, slots=True)
class Side:
    """What some articles say: the values they give, and their claims, surest first.

    The values of a denial are "so it is" and "so it is not".
    """

    values: tuple[Thing, ...]
    claims: tuple[Claim, ...]

    @property
    def articles(self) -> int:
        """How many articles say it."""
        return len({claim.sentence.article.iri for claim in self.claims if claim.sentence})

    @property
    def days(self) -> tuple[str, ...]:
        """When it was published, from the first day to the last; () where that is not known."""
        found = {claim.sentence.article.published for claim in self.claims if claim.sentence}
        return tuple(sorted(found - {""}))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that differ about a thing.

    Attributes:
        kind: "conflict", "denial" or "succession"; the last is none, but a change over time.
        relations: CURIEs of the properties that they differ in.
        object: of a single triple that is denied, its object.
        confidence: how likely two of the sides are both said.
        sides: those that most articles say first; of a succession, in order of time.
        also: what else the same sentences say the same things of: a founding beside what was founded.
    """

    iri: str
    kind: str
    about: Thing
    relations: tuple[str, ...]
    confidence: float
    sides: tuple[Side, ...]
    object: Thing | None = None
    also: tuple[Thing, ...] = ()


def conflicts(
    store: Store, ontology: Ontology, name: str = "", *, changes: bool = False
) -> tuple[Disagreement, ...]:
    """Where articles disagree, surest first; with changes, the successions instead, by what they are about.

    Args:
        name: of a thing, as in `explain`; then only what is about it, has it as a value, or is about an event that it
            takes part in.

    Raises:
        KgError: nothing is called so.
    """
    class_ = terms.SUCCESSION if changes else terms.CONFLICT
    # A graph of another program may have them without a name: what they are about could not be asked for.
    nodes = [node for node in column(store, f"?it a {class_}") if isinstance(node, ox.NamedNode)]
    if name:
        concerned = [_concerns(store, ontology, node) for node in things(store, name)]
        nodes = [node for node in nodes if any(node in some for some in concerned)]
    found = _without_repeats(_disagreement(store, node) for node in nodes)
    if changes:
        return tuple(sorted(found, key=lambda one: (one.about.label, one.relations, one.iri)))
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.about.label, one.relations, one.iri)))


def _without_repeats(disagreements: Iterable[Disagreement]) -> Iterator[Disagreement]:
    """One for each set of sentences that say the same, about what has the shortest name; the rest is `also`."""
    same: dict[object, list[Disagreement]] = defaultdict(list)
    for one in disagreements:
        same[frozenset((side.values, _sentences(side)) for side in one.sides) or one.iri].append(one)
    for several in same.values():
        first, *others = sorted(several, key=lambda one: (len(one.about.label), one.iri))
        relations = {relation for one in several for relation in one.relations}
        also = sorted({one.about for one in others} - {first.about}, key=lambda about: about.label)
        sure = max(one.confidence for one in several)
        yield replace(first, relations=tuple(sorted(relations)), confidence=sure, also=tuple(also))


def _sentences(side: Side) -> frozenset[tuple[str, int, int]]:
    found = (claim.sentence for claim in side.claims if claim.sentence)
    return frozenset((sentence.article.iri, sentence.start, sentence.end) for sentence in found)


def _concerns(store: Store, ontology: Ontology, node: ox.NamedNode) -> set[Term]:
    """The conflicts and successions about a thing, with it as a value, or about an event that it takes part in."""
    found = {
        *column(store, f"?it {terms.ABOUT} {node}"),
        *column(
            store, f"?it {terms.OF_CLAIM}/({terms.SUBJECT}|{terms.OBJECT}) {node} ; {terms.ABOUT} ?about"
        ),
    }
    told = f"?claim {terms.SUBJECT} ?about ; {terms.OBJECT} {node} . ?it {terms.ABOUT} ?about . ?about {terms.TYPE} ?type"
    for row in store.select(f"SELECT DISTINCT ?it ?type WHERE {{ {told} }}"):
        if ontology.is_event(ontology.curie(row["type"].value)):
            found.add(row["it"])
    return found


def _disagreement(store: Store, node: ox.NamedNode) -> Disagreement:
    classes = column(store, f"{node} {terms.TYPE} ?it")
    kind = next(each for each in (terms.DENIAL, terms.SUCCESSION, terms.CONFLICT) if each in classes)
    about = next((thing(store, each) for each in column(store, f"{node} {terms.ABOUT} ?it")), Thing("", ""))
    questions = column(store, f"{node} {terms.IN_QUESTION} ?it")
    told = facts(store, f"{node} {terms.OF_CLAIM} ?claim .")
    denied = {(fact.subject, fact.object) for fact in told} if kind == terms.DENIAL else set()
    return Disagreement(
        iri=node.value,
        kind=short(kind, store.prefixes).rpartition(":")[2].lower(),
        about=about,
        relations=tuple(sorted(short(question, store.prefixes) for question in questions)),
        confidence=max(
            (float(value) for value in words(store, f"{node} {terms.CONFIDENCE} ?it")), default=0.0
        ),
        sides=tuple(sorted(_sides(told, about), key=_in_time if kind == terms.SUCCESSION else _most_first)),
        object=next(iter(denied))[1] if len(denied) == 1 else None,
    )


def _sides(told: Sequence[Fact], about: Thing) -> list[Side]:
    """The claims by what they say: by status where some deny, else by the values that each article gives."""
    claims = [
        (fact.subject if fact.object.iri == about.iri else fact.object, claim)
        for fact in told
        for claim in fact.claims
    ]
    sides: dict[tuple[Thing, ...], set[Claim]] = defaultdict(set)
    if any(_denies(claim) for _, claim in claims):
        for _, claim in claims:
            sides[_DENIES if _denies(claim) else _SAYS,].add(claim)
    else:
        for several in _voices(claims):
            values = sorted({value for value, _ in several}, key=lambda value: (value.label, value.iri))
            sides[tuple(values)].update(claim for _, claim in several)
    return [
        Side(values, tuple(sorted(some, key=lambda claim: (-claim.confidence, claim.iri))))
        for values, some in sides.items()
    ]


def _denies(claim: Claim) -> bool:
    return claim.status == Status.NEGATED.value


def _voices(claims: Iterable[tuple[Thing, Claim]]) -> Iterator[list[tuple[Thing, Claim]]]:
    """What each article says; of one that has others say all of it, what each of these says."""
    by_article: dict[str, list[tuple[Thing, Claim]]] = defaultdict(list)
    for value, claim in claims:
        by_article[claim.sentence.article.iri if claim.sentence else ""].append((value, claim))
    for several in by_article.values():
        quoting = all(claim.attribution for _, claim in several)
        by_speaker: dict[str, list[tuple[Thing, Claim]]] = defaultdict(list)
        for value, claim in several:
            by_speaker[claim.attribution if quoting else ""].append((value, claim))
        yield from by_speaker.values()


def _most_first(side: Side) -> tuple[object, ...]:
    return side.values == (_DENIES,), -side.articles, [value.label for value in side.values]


def _in_time(side: Side) -> tuple[object, ...]:
    return side.days[:1] or ("9999",), side.days[-1:], [value.label for value in side.values]
