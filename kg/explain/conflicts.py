"""A store, and a name if given -> where its articles disagree, or what changed: who says what, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.assemble import terms
from kg.explain.facts import Claim, Fact, Thing, column, facts, thing
from kg.model import Status
from kg.query.names import short, things
from kg.store import Store

_SAYS, _DENIES = Thing("", "it is so"), Thing("", "it is not so")


@dataclass(frozen=True, slots=True)
class Side:
    """What some articles say: the values they give, and their claims, surest first.

    The values of a denial are "it is so" and "it is not so".
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
        confidence: how likely two of the sides are both said.
        sides: those that most articles say first; of a succession, in order of time.
    """

    iri: str
    kind: str
    about: Thing
    relations: tuple[str, ...]
    confidence: float
    sides: tuple[Side, ...]


def conflicts(store: Store, name: str = "", *, changes: bool = False) -> tuple[Disagreement, ...]:
    """Where articles disagree, surest first; with changes, the successions instead, by what they are about.

    Args:
        name: of a thing, as in `explain`; then only what is about it, or about what it is related to by one triple.

    Raises:
        KgError: nothing is called so.
    """
    class_ = terms.SUCCESSION if changes else terms.CONFLICT
    nodes = column(store, f"?it a {class_}")
    if name:
        near = _near(store, things(store, name))
        nodes = [node for node in nodes if near & set(column(store, f"{node} {terms.ABOUT} ?it"))]
    found = [_disagreement(store, node) for node in nodes]
    if changes:
        return tuple(sorted(found, key=lambda one: (one.about.label, one.relations, one.iri)))
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.about.label, one.relations, one.iri)))


def _near(store: Store, nodes: Sequence[ox.NamedNode]) -> set[terms.Term]:
    """These things and those that one claimed triple relates them to."""
    values = f"VALUES ?thing {{ {' '.join(map(str, nodes))} }}"
    claim = f"?claim {terms.SUBJECT} ?{{}} ; {terms.OBJECT} ?{{}} ."
    return {
        *nodes,
        *column(store, f"{values} {claim.format('thing', 'it')}"),
        *column(store, f"{values} {claim.format('it', 'thing')}"),
    }


def _disagreement(store: Store, node: terms.Term) -> Disagreement:
    classes = column(store, f"{node} {terms.TYPE} ?it")
    kind = next(each for each in (terms.DENIAL, terms.SUCCESSION, terms.CONFLICT) if each in classes)
    about = thing(store, column(store, f"{node} {terms.ABOUT} ?it")[0])
    questions = column(store, f"{node} {terms.IN_QUESTION} ?it")
    told = facts(store, f"{node} {terms.OF_CLAIM} ?claim .")
    in_time = kind == terms.SUCCESSION
    return Disagreement(
        iri=node.value,
        kind=short(kind, store.prefixes).rpartition(":")[2].lower(),
        about=about,
        relations=tuple(sorted(short(question, store.prefixes) for question in questions)),
        confidence=max(float(each.value) for each in column(store, f"{node} {terms.CONFIDENCE} ?it")),
        sides=tuple(sorted(_sides(told, about), key=_in_time if in_time else _most_first)),
    )


def _sides(told: Iterable[Fact], about: Thing) -> list[Side]:
    """The claims by what they say: by status where some deny, else by the values that each article gives."""
    claims = [
        (fact.subject if fact.object.iri == about.iri else fact.object, claim)
        for fact in told
        for claim in fact.claims
    ]
    denied = Status.NEGATED.value
    by_article: dict[object, list[tuple[Thing, Claim]]] = defaultdict(list)
    for value, claim in claims:
        by_article[_voice(claim, claims)].append((value, claim))
    sides: dict[tuple[Thing, ...], set[Claim]] = defaultdict(set)
    for several in by_article.values():
        values = tuple(sorted({value for value, _ in several}, key=lambda value: (value.label, value.iri)))
        sides[values].update(claim for _, claim in several)
    if any(claim.status == denied for _, claim in claims):
        says = {claim for _, claim in claims if claim.status != denied}
        sides = {(_SAYS,): says, (_DENIES,): {claim for _, claim in claims} - says}
    return [
        Side(values, tuple(sorted(some, key=lambda c: (-c.confidence, c.iri))))
        for values, some in sides.items()
    ]


def _voice(claim: Claim, claims: Iterable[tuple[Thing, Claim]]) -> object:
    """The article that a claim is from; where it has others say all of the claims, the one who says this."""
    article = claim.sentence and claim.sentence.article.iri
    same = [c for _, c in claims if c.sentence and c.sentence.article.iri == article]
    return article, claim.attribution if all(each.attribution for each in same) else ""


def _most_first(side: Side) -> tuple[object, ...]:
    return -side.articles, [value.label for value in side.values]


def _in_time(side: Side) -> tuple[object, ...]:
    return side.days[:1] or ("9999",), side.days[-1:], [value.label for value in side.values]
