"""Quads -> those that satisfy the shapes, and what was kept out for breaking them, with the reason.

What is at fault goes with the claims that it comes from; so does what follows from these alone, and what then nobody
says any more. What several sources support is as sure as those that are left make it. The rest stays, and is checked
again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.assemble import terms
from kg.assemble.claims import LIVE
from kg.assemble.support import combined
from kg.export.contents import Claim, Contents, Term
from kg.ontology import Ontology
from kg.query.names import short
from kg.store import Store
from kg.validate import Broken, origin, severe, validate

_ROUNDS = 10  # each takes something out; one is the rule, two happen


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A claim, or another node, that was kept out: what it says, the article, its sentence, the reason."""

    what: str
    article: str
    sentence: str
    reason: str

    def __str__(self) -> str:
        sentence = f" “{' '.join(self.sentence.split())}”" if self.sentence else ""
        return f"{self.what} is kept out of the graph: {self.reason}.{sentence}"


def quarantine(store: Store, ontology: Ontology) -> tuple[Store, tuple[Quarantined, ...]]:
    """A store in memory that satisfies the shapes (the same one if it does), and what it lacks.

    Raises:
        OntologyError: the shapes or the checks cannot be followed.
    """
    kept_out: list[Quarantined] = []
    known: set[Term | None] = set()  # what a claim that was kept out is about needs no word of its own
    for _ in range(_ROUNDS):
        found = severe(validate(store, ontology))
        if not found:
            break
        contents = Contents(store.quads())
        blamed: dict[Term, Broken] = {}
        behind = _behind(contents)
        for broken in found:
            for node in _blamed(broken, contents, behind):
                blamed.setdefault(node, broken)
        labels = _labels(contents)
        kept_out += [
            _told(node, broken, contents, _Words(store, labels))
            for node, broken in blamed.items()
            if node not in known
        ]
        known |= {end for n in blamed if n in contents.claims for end in contents.claims[n].fact}
        store = Store.memory(_without(contents, blamed))
    return store, tuple(sorted(set(kept_out), key=lambda each: (each.article, each.what, each.reason)))


def _blamed(broken: Broken, contents: Contents, behind: Mapping[Term, Sequence[Term]]) -> Sequence[Term]:
    """The claims that what is at fault comes from, or itself where nobody claims it."""
    if broken.node in contents.claims:
        return [broken.node]
    found = behind.get(broken.node) or [broken.node]
    about = [
        n for n in found if n in contents.claims and _predicate(contents.claims[n]) in broken.check.about
    ]
    return about or found


def _predicate(claim: Claim) -> str:
    return str(getattr(claim.predicate, "value", ""))


def _behind(contents: Contents) -> dict[Term, Sequence[Term]]:
    """Evidence -> the claims that rest on it; thing -> the claims of articles about it."""
    found: defaultdict[Term, list[Term]] = defaultdict(list)
    for node, claim in sorted(contents.claims.items(), key=str):
        for each in contents.evidence([node]):
            found[each].append(node)
        for end in (claim.subject, claim.object):
            if end is not None and not claim.derived:
                found[end].append(node)
    return dict(found)


def _without(contents: Contents, blamed: Collection[Term]) -> Iterator[Quad]:
    """The quads of what is left when these are gone."""
    gone = _with_what_follows(contents, blamed)
    kept = [node for node in contents.claims if node not in gone]
    evidence = contents.evidence(kept)
    lost = contents.evidence(gone & contents.claims.keys()) - evidence - set(contents.articles)
    live = {contents.claims[node].fact for node in kept if contents.claims[node].status in LIVE}
    support = _support_left(contents, gone)
    for quad in contents.quads:
        fact = quad.subject, quad.predicate, quad.object
        if quad.subject in gone or quad.object in gone or quad.subject in lost:
            continue
        if quad.subject in contents.things and fact in contents.facts and fact not in live:
            continue
        if quad.subject in support:
            value = support[quad.subject].get(quad.predicate)
            if value is not None:
                yield Quad(quad.subject, quad.predicate, value, quad.graph_name)
            if value is not None or not support[quad.subject]:
                continue
        yield quad


def _support_left(contents: Contents, gone: Collection[Term]) -> dict[Term, dict[NamedNode, Literal]]:
    """Support that lost a claim -> what it comes to now; nothing where a single source is left."""
    copies: dict[Term, Term] = {
        quad.subject: quad.object for quad in contents.quads if quad.predicate == terms.NEAR_COPY_OF
    }
    nodes = {q.subject for q in contents.quads if q.predicate == terms.TYPE and q.object == terms.SUPPORT}
    found: dict[Term, dict[NamedNode, Literal]] = {}
    for node, claims in contents.speaking.items():
        if node not in nodes:
            continue
        articles = {
            claim: contents.spans[span]
            for claim in claims - set(gone)
            for span in contents.sentences(contents.claims[claim])[:1]
        }
        if len(articles) < len(claims):
            said = [(copies.get(a, a), contents.claims[claim].confidence) for claim, a in articles.items()]
            sources = len({source for source, _ in said})
            found[node] = {
                terms.CONFIDENCE: terms.decimal(combined(said)),
                terms.SOURCES: terms.typed(str(sources), "integer"),
            } if sources > 1 else {}  # fmt: skip
    return found


def _with_what_follows(contents: Contents, blamed: Collection[Term]) -> set[Term]:
    gone = set(blamed)
    while True:
        new = {
            node
            for node, claim in contents.claims.items()
            if node not in gone
            and claim.derived
            and any(premises <= gone for premises in contents.premises(claim))
        }
        if not new:
            return gone
        gone |= new


@dataclass(frozen=True, slots=True)
class _Words:
    """How the nodes of a store are called in messages."""

    store: Store
    labels: Mapping[Term, str]

    def of(self, term: Term) -> str:
        """Its label, or its CURIE."""
        return self.labels.get(term) or short(term, self.store.prefixes)


def _labels(contents: Contents) -> dict[Term, str]:
    """Node -> its label, the least of several."""
    found: dict[Term, str] = {}
    for quad in contents.quads:
        if quad.predicate == terms.LABEL and isinstance(quad.object, Literal):
            found[quad.subject] = min(found.get(quad.subject, quad.object.value), quad.object.value)
    return found


def _told(node: Term, broken: Broken, contents: Contents, words: _Words) -> Quarantined:
    at_fault = Broken(broken.check, node, None, "") if node in contents.claims else broken  # type: ignore[arg-type]
    found = origin(words.store, at_fault)
    claim = contents.claims.get(node)
    parts = (claim.subject, claim.predicate, claim.object) if claim else (node,)
    what = " ".join(words.of(part) for part in parts if part is not None)
    value = broken.value
    at = f" ({short(value, words.store.prefixes)})" if value not in (None, broken.node, node) else ""
    return Quarantined(what, found.article, found.sentence, f"{broken.check.message}{at}")
