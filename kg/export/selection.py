"""Store -> the part of it that is asked for, itself a whole graph: every claim with its sentence and article.

A claim is chosen by what it says (predicate, status, what it is about) and by what is behind it (confidence, the date
and source of its article). A derived claim is chosen only while something of each of its premises passes the latter,
and these come along, so that it can be followed down to sentences. A plain triple is in the selection if a chosen
claim supports it. What nobody claims, as in a graph from elsewhere, is taken unless claims are asked about.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Quad

from kg.assemble import terms
from kg.assemble.claims import LIVE
from kg.errors import KgError
from kg.export.contents import Article, Claim, Contents, Fact, Term
from kg.model import Status
from kg.ontology import Ontology
from kg.query.names import denoted, relations
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """What to take of a graph; what is left empty restricts nothing.

    Attributes:
        focus: things, of which one of all relations taken must be near.
        depth: how many relations away is near; an event counts with those who take part in it.
        predicates: of the triples.
        statuses: of the claims.
        since, until: first and last day on which the article was published.
        sources: publishers by name, or hosts or beginnings of articles' addresses.
        min_confidence: of the claims.
        slim: leave out who says so: claims, sentences, articles, activities and agents.
    """

    focus: tuple[NamedNode, ...] = ()
    depth: int = 1
    predicates: frozenset[NamedNode] = frozenset()
    statuses: frozenset[Status] = frozenset()
    since: datetime.date | None = None
    until: datetime.date | None = None
    sources: tuple[str, ...] = ()
    min_confidence: float = 0.0
    slim: bool = False

    @property
    def everything(self) -> bool:
        """Whether nothing is left out, but for what slim leaves out."""
        return replace(self, depth=1, slim=False) == Selection()

    @property
    def of_claims(self) -> bool:
        """Whether it asks something that only a claim can answer."""
        return bool(self.statuses or self.min_confidence) or self.of_articles

    @property
    def of_articles(self) -> bool:
        """Whether it asks something that only an article can answer."""
        return bool(self.since or self.until or self.sources)


def predicates(store: Store, name: str) -> tuple[NamedNode, ...]:
    """The relations of this name: those of claims, or in a graph without claims those of triples.

    Raises:
        KgError: there is none; it says which are near.
    """
    try:
        return relations(store, name)
    except KgError:
        node = denoted(store, name)
        if node and store.query(f"ASK {{ ?s {node} ?o }}"):
            return (node,)
        raise


def select(store: Store, selection: Selection, ontology: Ontology) -> Store:
    """The selected part of a store: the store itself if that is all of it, else one in memory.

    Args:
        ontology: tells events, and values, which connect nothing: two rounds of one amount are not near each other.
    """
    if selection.everything and not selection.slim:
        return store
    contents = Contents(store.quads())
    quads: Iterable[Quad] = contents.quads
    if not selection.everything:
        quads = _kept(contents, _chosen(contents, selection, ontology))
    if selection.slim:
        quads = (
            quad
            for quad in quads
            if quad.subject not in contents.provenance and quad.predicate != terms.MERGED_BECAUSE
        )
    part = Store.memory(quads)
    part.prefixes = store.prefixes
    return part


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a selection takes: claims for themselves, claims behind those, unclaimed relations; of near things only."""

    claims: frozenset[Term]
    behind: frozenset[Term]
    relations: frozenset[Fact]
    focus: frozenset[Term] = field(default_factory=frozenset)


def _chosen(contents: Contents, selection: Selection, ontology: Ontology) -> _Choice:
    backed = _backed(contents, selection)
    claims = {
        node: claim for node, claim in contents.claims.items() if node in backed and _says(claim, selection)
    }
    relations = {
        (quad.subject, quad.predicate, quad.object)
        for quad in (() if selection.of_claims else contents.unclaimed_relations())
        if not selection.predicates or quad.predicate in selection.predicates
    }
    if selection.focus:
        edges = [(claim.subject, claim.object) for claim in claims.values()] + [
            (s, o) for s, _, o in relations
        ]
        near = _near(contents, edges, selection, ontology)

        def inside(subject: Term | None, object_: Term | None) -> bool:
            return subject in near and (object_ in near or object_ not in contents.things)

        claims = {node: claim for node, claim in claims.items() if inside(claim.subject, claim.object)}
        relations = {relation for relation in relations if inside(relation[0], relation[2])}
    behind = frozenset[Term]() if selection.slim else _closure(contents, claims, backed)
    return _Choice(frozenset(claims), behind, frozenset(relations), frozenset(selection.focus))


def _says(claim: Claim, selection: Selection) -> bool:
    return (not selection.predicates or claim.predicate in selection.predicates) and (
        not selection.statuses or claim.status in selection.statuses
    )


def _backed(contents: Contents, selection: Selection) -> set[Term]:
    """The claims that are sure enough, and have an article that passes or premises that are backed."""
    articles = {node for node, article in contents.articles.items() if _passes(node, article, selection)}

    def read(claim: Claim) -> bool:
        if not selection.of_articles:
            return True
        return any(contents.spans.get(span) in articles for span in claim.behind)

    sure = {n: c for n, c in contents.claims.items() if c.confidence >= selection.min_confidence}
    found = {node for node, claim in sure.items() if not claim.derived and read(claim)}
    waiting = {node: contents.premises(claim) for node, claim in sure.items() if claim.derived}
    while new := {n for n, premises in waiting.items() if all(found & claims for claims in premises)}:
        found |= new
        waiting = {node: premises for node, premises in waiting.items() if node not in new}
    return found


def _passes(node: Term, article: Article, selection: Selection) -> bool:
    """Whether an article is of the dates and sources asked for; one without a date is of none."""
    if selection.since and (article.published is None or article.published < selection.since):
        return False
    if selection.until and (article.published is None or article.published > selection.until):
        return False
    address = node.value if isinstance(node, NamedNode) else ""
    return not selection.sources or any(
        _is_of(source, article.publisher, address) for source in selection.sources
    )


def _is_of(source: str, publisher: str, address: str) -> bool:
    wanted, host = source.casefold(), urlsplit(address).hostname or ""
    by_address = host == wanted or host.endswith("." + wanted) or address.startswith(source)
    return by_address or publisher.casefold() == wanted


def _near(
    contents: Contents,
    edges: Iterable[tuple[Term | None, Term | None]],
    selection: Selection,
    ontology: Ontology,
) -> set[Term]:
    """What is at most so many relations away from the focus."""
    beside: defaultdict[Term, set[Term]] = defaultdict(set)
    for subject, object_ in edges:
        if subject is not None and object_ is not None and object_ in contents.things:
            beside[subject].add(object_)
            beside[object_].add(subject)
    values = contents.of_types(ontology.is_value, ontology)
    events = contents.of_types(ontology.is_event, ontology)
    near: set[Term] = set(selection.focus)
    edge = set(near)
    for _ in range(selection.depth):
        edge = {other for node in edge - values for other in beside[node]} - near
        near |= edge
        told = edge & events
        while told := {other for node in told for other in beside[node]} - near:
            near |= told
            edge |= told
            told &= events
    return near


def _closure(contents: Contents, claims: Iterable[Term], backed: set[Term]) -> frozenset[Term]:
    """What of the backed claims the given ones follow from."""
    found: set[Term] = set()
    pending = list(claims)
    while pending:
        claim = contents.claims[pending.pop()]
        new = {node for node in claim.behind if node in backed} - found if claim.derived else set()
        found |= new
        pending += new
    return frozenset(found)


def _kept(contents: Contents, choice: _Choice) -> Iterator[Quad]:
    claims = choice.claims | choice.behind
    evidence = contents.evidence(claims)
    live = {contents.claims[node].fact for node in choice.claims if contents.claims[node].status in LIVE}
    things = contents.described(claims, choice.relations) | choice.focus
    for quad in contents.quads:
        subject = quad.subject
        if subject in contents.claims:
            keep = subject in claims and (quad.object not in contents.claims or quad.object in claims)
        elif subject in contents.links:
            keep = contents.links[subject] in things
        elif subject in contents.speaking:
            keep = contents.speaking[subject] <= claims
        elif subject in contents.provenance:
            keep = subject in evidence
        elif (fact := (subject, quad.predicate, quad.object)) in contents.facts:
            keep = fact in live
        elif quad.predicate == terms.OWL_SAME_AS:
            keep = quad.object in things
        elif contents.relates(quad):
            keep = fact in choice.relations
        else:
            keep = subject in things or subject in contents.datasets
        if keep:
            yield quad
