"""Store -> nodes and edges, for programs that know no RDF: the plain view, each edge with what is behind it.

A node is a thing with its literal values as properties, an edge a triple between two things. What was said of it is
summed up: the best status and confidence, how many claims and publishers, the surest claim's sentence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.assemble import terms
from kg.export.contents import Claim, Contents, Term
from kg.model import Status
from kg.ontology import Ontology
from kg.query.names import short
from kg.store import Store

# Of what is said with these, an IRI that nothing else is said of is a value, not a thing.
_VALUES = frozenset((terms.TYPE, terms.SAME_AS, terms.IN_CURRENCY))
_ORDER = {status: rank for rank, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A thing: its IRI, its types with the most specific first, its name, other names, and literals by predicate."""

    id: str
    types: tuple[str, ...]
    label: str
    aliases: tuple[str, ...] = ()
    values: Mapping[str, tuple[Literal | NamedNode, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Property:
    """Of what kind the values of a property of nodes are: one a node, numbers."""

    single: bool
    number: bool


@dataclass(frozen=True, slots=True)
class NetworkEdge:
    """A relation of two things, and what is behind it; without claims the status is "" and the numbers are 0."""

    subject: str
    predicate: str
    object: str
    status: str = ""
    confidence: float = 0.0
    claims: int = 0
    derived: bool = False
    sentence: str = ""
    articles: tuple[str, ...] = ()
    published: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, each in the order of their IRIs."""

    nodes: tuple[NetworkNode, ...]
    edges: tuple[NetworkEdge, ...]

    @property
    def properties(self) -> Mapping[str, Property]:
        """The properties that some node has, by predicate."""
        values = defaultdict[str, list[tuple[Literal | NamedNode, ...]]](list)
        for node in self.nodes:
            for key, some in node.values.items():
                values[key].append(some)
        return {
            key: Property(
                single=all(len(some) == 1 for some in found),
                number=all(
                    isinstance(value, Literal) and value.datatype in terms.NUMBERS
                    for some in found
                    for value in some
                ),
            )
            for key, found in sorted(values.items())
        }


def network(store: Store, ontology: Ontology) -> Network:
    """The things of a store and how they relate; types and predicates are prefixed names."""
    contents = Contents(store.quads())
    things = contents.things - contents.datasets - set(contents.speaking)
    plain = [quad for quad in contents.quads if quad.subject in things]
    ends = things | {quad.object for quad in plain if _is_only_named(quad, contents)}
    edges = {
        (quad.subject, quad.predicate, quad.object): quad
        for quad in plain
        if quad.object in ends and quad.predicate != terms.TYPE
    }
    claims = contents.claims_by_fact()
    quotes = _quotes(contents)
    return Network(
        tuple(sorted(_nodes(plain, ends, ontology, store.prefixes), key=lambda node: node.id)),
        tuple(
            sorted(
                (
                    _edge(quad, claims.get(fact, []), contents, quotes, store.prefixes)
                    for fact, quad in edges.items()
                ),
                key=lambda edge: (edge.subject, edge.predicate, edge.object),
            )
        ),
    )


def _is_only_named(quad: Quad, contents: Contents) -> bool:
    """Whether the object is a thing of which nothing is said, as in a graph from elsewhere."""
    return (
        isinstance(quad.object, NamedNode | BlankNode)
        and quad.predicate not in _VALUES
        and not any(
            quad.object in some for some in (contents.provenance, contents.datasets, contents.speaking)
        )
    )


def names(keys: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """A name for each prefixed name: its local name, where none of the others and nothing taken is called so."""
    keys = list(keys)
    count = Counter([*map(local, keys), *taken])
    return {key: local(key) if count[local(key)] == 1 else key.replace(":", "_") for key in keys}


def local(name: str) -> str:
    """A prefixed name of the ontology without its prefix."""
    return name.rpartition(":")[2] if not name.startswith(("http:", "https:", "urn:", "file:")) else name


def _nodes(
    plain: Iterable[Quad], ends: Iterable[object], ontology: Ontology, prefixes: Mapping[str, str]
) -> Iterable[NetworkNode]:
    types: defaultdict[str, set[str]] = defaultdict(set, {_id(end): set() for end in ends})
    names: defaultdict[str, dict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
    values: defaultdict[str, dict[str, set[Literal | NamedNode]]] = defaultdict(lambda: defaultdict(set))
    for quad in plain:
        id_ = _id(quad.subject)
        if quad.predicate == terms.TYPE:
            types[id_].add(short(quad.object, prefixes))
        elif isinstance(quad.object, Literal):
            if quad.predicate in {terms.LABEL, terms.ALT_LABEL}:
                names[id_][quad.predicate].append(quad.object.value)
            elif quad.predicate != terms.MERGED_BECAUSE:
                values[id_][short(quad.predicate, prefixes)].add(quad.object)
        elif quad.predicate == terms.SAME_AS and isinstance(quad.object, NamedNode):
            values[id_][short(quad.predicate, prefixes)].add(quad.object)
    for id_, found in types.items():
        label = min(names[id_][terms.LABEL], default=id_)
        aliases = sorted({*names[id_][terms.LABEL], *names[id_][terms.ALT_LABEL]} - {label})
        literals = {key: tuple(sorted(some, key=str)) for key, some in sorted(values[id_].items())}
        yield NetworkNode(id_, _most_specific_first(found, ontology), label, tuple(aliases), literals)


def _most_specific_first(types: Iterable[str], ontology: Ontology) -> tuple[str, ...]:
    above = {ancestor for type_ in types for ancestor in ontology.supertypes(type_)}
    return tuple(sorted(above, key=lambda type_: (-len(ontology.supertypes(type_)), type_)))


def _edge(
    quad: Quad,
    claims: Iterable[tuple[Term, Claim]],
    contents: Contents,
    quotes: Mapping[Term, str],
    prefixes: Mapping[str, str],
) -> NetworkEdge:
    subject, object_ = _id(quad.subject), _id(quad.object)
    predicate = short(quad.predicate, prefixes)
    known = [(claim.status, claim, str(node)) for node, claim in claims if claim.status]
    if not known:
        return NetworkEdge(subject, predicate, object_)
    known.sort(key=lambda item: (_ORDER[item[0]], -item[1].confidence, item[2]))
    status, best, _ = known[0]
    spans = contents.sentences(best)
    articles = {contents.spans[span] for _, claim, _ in known for span in contents.sentences(claim)}
    # Of another program's graph, what a sentence is from may be no article.
    known_articles = [contents.articles[article] for article in articles if article in contents.articles]
    dates = [article.published for article in known_articles if article.published]
    return NetworkEdge(
        subject,
        predicate,
        object_,
        status=status.value,
        confidence=best.confidence,
        claims=len(known),
        derived=all(claim.derived for _, claim, _ in known),
        sentence=" ".join(quotes[span] for span in spans if span in quotes),
        articles=tuple(sorted(map(_id, articles))),
        published=min(dates).isoformat() if dates else "",
    )


def _quotes(contents: Contents) -> dict[Term, str]:
    """Span -> its words."""
    exact: dict[Term, str] = {
        q.subject: q.object.value
        for q in contents.quads
        if q.predicate == terms.EXACT and isinstance(q.object, Literal)
    }
    return {
        q.subject: exact[q.object]
        for q in contents.quads
        if q.predicate == terms.HAS_SELECTOR and q.object in exact
    }


def _id(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
