"""Quads -> what they are: claims, what stands behind them, things and what is said of them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.assemble import terms
from kg.model import Status
from kg.ontology import Ontology

Term = NamedNode | BlankNode | Literal | Triple
Fact = tuple[Term | None, Term | None, Term | None]

_CLAIM_TYPES = frozenset((terms.CLAIM, terms.DERIVED_CLAIM, terms.STATEMENT))
_TOGETHER = frozenset(
    (terms.SUPPORT, terms.CONFLICT, terms.DENIAL, terms.SUCCESSION)
)  # what claims are together


@dataclass(slots=True)
class Claim:
    """What a claim says, and what it is derived from: spans, or other claims."""

    subject: Term | None = None
    predicate: Term | None = None
    object: Term | None = None
    status: Status | None = None
    confidence: float = 1.0
    derived: bool = False
    behind: tuple[Term, ...] = ()

    @property
    def fact(self) -> Fact:
        """Its triple."""
        return self.subject, self.predicate, self.object


@dataclass(slots=True)
class Article:
    """What articles are selected by."""

    published: datetime.date | None = None
    publisher: str = ""


class Contents:
    """The quads of a graph, with those found again that a selection asks about.

    Attributes:
        claims: each with what it says.
        facts: the triples that there are claims of.
        provenance: all subjects that say where something comes from, claims included.
        things: the other subjects.
        spans: span -> its article.
        speaking: things that speak of claims, such as a conflict -> those claims.
        links: that a thing is one in another database -> the thing.
        datasets: the nodes of the graphs themselves.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = list(quads)
        self._types: dict[NamedNode, set[Term]] = defaultdict(set)
        for quad in self.quads:
            if quad.predicate == terms.TYPE and isinstance(quad.object, NamedNode):
                self._types[quad.object].add(quad.subject)
        self.provenance = frozenset[Term]().union(*(self._types[type_] for type_ in terms.PROVENANCE_TYPES))
        self.things = {quad.subject for quad in self.quads} - self.provenance
        self.datasets = self._types[terms.DATASET]
        self.articles: dict[Term, Article] = {node: Article() for node in self._types[terms.ARTICLE]}
        self.claims: dict[Term, Claim] = {
            node: Claim(derived=node in self._types[terms.DERIVED_CLAIM])
            for type_ in _CLAIM_TYPES
            for node in self._types[type_] - self._types[terms.LINK]
        }
        self._together = frozenset[Term]().union(*(self._types[type_] for type_ in _TOGETHER))
        self.links: dict[Term, Term] = {}
        self.spans: dict[Term, Term] = {}
        self._below: defaultdict[Term, set[Term]] = defaultdict(
            set
        )  # of claims, spans, activities: what is behind
        self._speakers: defaultdict[Term, set[Term]] = defaultdict(set)
        self._equal: defaultdict[Term, set[Term]] = defaultdict(set)
        self.speaking: defaultdict[Term, set[Term]] = defaultdict(set)
        for quad in self.quads:
            self._take(quad)
        self.facts = {claim.fact for claim in self.claims.values()}

    def _take(self, quad: Quad) -> None:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if claim := self.claims.get(subject):
            self._claimed(claim, quad)
        elif article := self.articles.get(subject):
            if predicate == terms.PUBLISHER and isinstance(value, Literal):
                article.publisher = value.value
            elif predicate == terms.PUBLISHED and isinstance(value, Literal):
                article.published = _day(value.value)
        elif subject in self.provenance and subject not in self._together:
            self._stands_behind(quad)
        elif predicate == terms.EQUIVALENT:
            self._equal[subject].add(value)
        elif isinstance(value, NamedNode | BlankNode) and value in self.claims:
            self.speaking[subject].add(value)

    def _stands_behind(self, quad: Quad) -> None:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if subject in self._types[terms.LINK]:
            if predicate == terms.SUBJECT:
                self.links[subject] = value
            return
        if predicate == terms.HAS_SOURCE:
            self.spans[subject] = value
        if isinstance(value, NamedNode | BlankNode) and value in self.provenance:
            self._below[subject].add(value)

    def _claimed(self, claim: Claim, quad: Quad) -> None:
        predicate, value = quad.predicate, quad.object
        if predicate == terms.SUBJECT:
            claim.subject = value
        elif predicate == terms.PREDICATE:
            claim.predicate = value
        elif predicate == terms.OBJECT:
            claim.object = value
        elif predicate == terms.STATUS and isinstance(value, NamedNode):
            claim.status = terms.STATUS_OF.get(value)
        elif predicate == terms.CONFIDENCE and isinstance(value, Literal):
            claim.confidence = _number(value.value)
        elif predicate == terms.DERIVED_FROM and isinstance(value, NamedNode | BlankNode):
            claim.behind += (value,)
        elif predicate == terms.ATTRIBUTED_TO:
            self._speakers[quad.subject].add(value)
        if isinstance(value, NamedNode | BlankNode) and value in self.provenance and value not in self.claims:
            self._below[quad.subject].add(value)

    def premises(self, claim: Claim) -> list[set[Term]]:
        """The claims that a derived claim follows from, those of one triple together: one of each is needed."""
        by_fact: defaultdict[Fact, set[Term]] = defaultdict(set)
        for node in claim.behind:
            if node in self.claims:
                by_fact[self.claims[node].fact].add(node)
        return list(by_fact.values()) or [set()]

    def claims_by_fact(self) -> dict[Fact, list[tuple[Term, Claim]]]:
        """The claims of each triple."""
        found: defaultdict[Fact, list[tuple[Term, Claim]]] = defaultdict(list)
        for node, claim in self.claims.items():
            found[claim.fact].append((node, claim))
        return dict(found)

    def sentences(self, claim: Claim) -> list[Term]:
        """The spans that a claim comes from in the end, in the order of their IRIs."""
        found: set[Term] = set()
        seen: set[Term] = set()
        pending = list(claim.behind)
        while pending:
            node = pending.pop()
            if node in self.spans:
                found.add(node)
            elif node in self.claims and node not in seen:
                seen.add(node)
                pending += self.claims[node].behind
        return sorted(found, key=str)

    def evidence(self, claims: Iterable[Term]) -> set[Term]:
        """The spans, selectors, articles, activities and agents behind claims."""
        found: set[Term] = set()
        pending: list[Term] = list(claims)
        while pending:
            node = pending.pop()
            new = self._below.get(node, set()) - found
            found |= new
            pending += new
        return found

    def described(self, claims: Iterable[Term], relations: Iterable[Fact]) -> set[Term]:
        """The things that these claims and relations speak of, and amounts that are the same as one of those."""
        found = {end for subject, _, object_ in relations for end in (subject, object_)}
        for node in claims:
            claim = self.claims[node]
            found |= {claim.subject, claim.object, *self._speakers.get(node, ())}
        named = {term for term in found if term is not None}
        return named.union(*(self._equal[node] for node in named if node in self._equal))

    def relates(self, quad: Quad) -> bool:
        """Whether the triple, of which there is no claim, joins two things, rather than describing one."""
        return quad.object in self.things and quad.predicate not in {
            terms.EQUIVALENT,
            terms.OWL_SAME_AS,
            terms.TYPE,
        }

    def unclaimed_relations(self) -> Iterator[Quad]:
        """The triples between things that nobody claims."""
        for quad in self.quads:
            fact = quad.subject, quad.predicate, quad.object
            if quad.subject in self.things and self.relates(quad) and fact not in self.facts:
                yield quad

    def of_types(self, wanted: Callable[[str], bool], ontology: Ontology) -> set[Term]:
        """The things of types that pass."""
        types = (type_ for type_ in self._types if wanted(ontology.curie(type_.value)))
        return set[Term]().union(*(self._types[type_] for type_ in types))


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
