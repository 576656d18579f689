"""ontology/*.ttl and rules/*.rq -> Ontology: the one place that reads the ontology's files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.model import Status
from kg.ontology import (
    DEFAULT_CONFIDENCE,
    PREFIXES,
    Class,
    Cue,
    Frame,
    Lemmas,
    Ontology,
    Property,
    Rule,
    Step,
    curie_of,
)

if TYPE_CHECKING:
    from rdflib import Graph, URIRef
    from rdflib.term import Node


def read(folder: Path) -> Ontology:
    """The ontology in a folder.

    Raises:
        OntologyError: a file is missing, does not parse, or contradicts another.
    """
    graph = _parse(folder)
    classes = _classes(graph)
    return Ontology(
        version=_version(graph),
        fingerprint=_fingerprint(folder),
        classes=classes,
        properties=_properties(graph, classes),
        frames=_frames(graph),
        status_cues=_cues(graph, "lex:StatusCue"),
        attribution_cues=_cues(graph, "lex:AttributionCue"),
        rules=_rules(folder),
        common_terms=_all(graph, "lex:commonTerm"),
        transparent_nouns=_all(graph, "lex:transparentNoun"),
        gazetteers=_gazetteers(graph),
        demonyms=_demonyms(graph),
    )


def _parse(folder: Path) -> Graph:
    from rdflib import Graph

    graph = Graph()
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise OntologyError("no .ttl files in the ontology's folder", str(folder))
    for file in files:
        try:
            graph.parse(file, format="turtle")
        except Exception as error:  # rdflib's parser raises many unrelated types
            raise OntologyError(f"not valid Turtle: {error}", str(file)) from error
    return graph


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted([*folder.glob("*.ttl"), *folder.glob("rules/*.rq")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _uri(curie: str) -> Node:
    from rdflib import URIRef

    prefix, _, local = curie.partition(":")
    return URIRef(PREFIXES[prefix] + local)


def _subjects(graph: Graph, type_: str) -> list[URIRef]:
    from rdflib import URIRef

    found = graph.subjects(_uri("rdf:type"), _uri(type_), unique=True)
    return sorted(node for node in found if isinstance(node, URIRef))


def _values(graph: Graph, node: Node, predicate: str) -> tuple[str, ...]:
    return tuple(sorted(curie_of(str(o)) for o in graph.objects(node, _uri(predicate))))


def _words(graph: Graph, node: Node, predicate: str) -> tuple[str, ...]:
    return tuple(sorted(str(o) for o in graph.objects(node, _uri(predicate))))


def _all(graph: Graph, predicate: str) -> frozenset[str]:
    return frozenset(str(word) for word in graph.objects(None, _uri(predicate)))


def _gazetteers(graph: Graph) -> tuple[tuple[str, str], ...]:
    """The more specific a class has been said to be, the earlier its list is asked: countries before cities."""
    pairs = graph.subject_objects(_uri("lex:gazetteer"))
    order = {"continents": 0, "countries": 1, "states": 2, "cities": 3}
    return tuple(
        sorted(((str(name), curie_of(str(c))) for c, name in pairs), key=lambda p: (order.get(p[0], 9), p))
    )


def _demonyms(graph: Graph) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for place, word in graph.subject_objects(_uri("lex:demonym")):
        found[str(word).casefold()] = _text(graph, place, "rdfs:label"), _values(graph, place, "rdf:type")[0]
    return found


def _text(graph: Graph, node: Node, predicate: str) -> str:
    return next(iter(_words(graph, node, predicate)), "")


def _union(graph: Graph, node: Node, predicate: str) -> tuple[str, ...]:
    """Class CURIEs of a domain or range: one class, or the members of an anonymous owl:unionOf."""
    from rdflib import BNode
    from rdflib.collection import Collection

    found: list[str] = []
    for value in graph.objects(node, _uri(predicate)):
        if isinstance(value, BNode):
            for head in graph.objects(value, _uri("owl:unionOf")):
                found += [curie_of(str(member)) for member in Collection(graph, head)]
        else:
            found.append(curie_of(str(value)))
    return tuple(sorted(found))


def _ancestors(graph: Graph, node: Node, predicate: str) -> tuple[str, ...]:
    from rdflib import URIRef

    found: dict[str, None] = {}
    level: list[Node] = [node]
    while level:
        above = sorted(p for n in level for p in graph.objects(n, _uri(predicate)) if isinstance(p, URIRef))
        level = [p for p in above if curie_of(p) not in found and p.startswith(PREFIXES["kg"])]
        found.update(dict.fromkeys(curie_of(str(p)) for p in level))
    return tuple(found)


def _classes(graph: Graph) -> dict[str, Class]:
    from rdflib.collection import Collection

    datatypes = _subjects(graph, "rdfs:Datatype")
    classes: dict[str, Class] = {}
    for node in [*_subjects(graph, "owl:Class"), *datatypes]:
        curie = curie_of(str(node))
        if not curie.startswith("kg:"):
            continue
        keys = [
            tuple(curie_of(str(m)) for m in Collection(graph, k))
            for k in graph.objects(node, _uri("owl:hasKey"))
        ]
        classes[curie] = Class(
            curie=curie,
            label=_text(graph, node, "rdfs:label"),
            comment=_text(graph, node, "rdfs:comment"),
            parents=_ancestors(graph, node, "rdfs:subClassOf"),
            descriptors=_words(graph, node, "lex:descriptor"),
            terms=_words(graph, node, "lex:term"),
            names=_words(graph, node, "lex:name"),
            recogniser_labels=_words(graph, node, "lex:recogniserLabel"),
            unnamed=_text(graph, node, "lex:unnamed") == "true",
            datatype=node in datatypes,
            keys=tuple(sorted(keys)),
            same_parties=_values(graph, node, "lex:sameParties"),
        )
    return classes


def _properties(graph: Graph, classes: Mapping[str, Class]) -> dict[str, Property]:
    symmetric = set(_subjects(graph, "owl:SymmetricProperty"))
    functional = set(_subjects(graph, "owl:FunctionalProperty"))
    literal = set(_subjects(graph, "owl:DatatypeProperty"))
    properties: dict[str, Property] = {}
    for node in sorted(literal | set(_subjects(graph, "owl:ObjectProperty"))):
        curie = curie_of(str(node))
        if not curie.startswith("kg:"):
            continue
        domain, range_ = _union(graph, node, "rdfs:domain"), _union(graph, node, "rdfs:range")
        unknown = [c for c in (*domain, *range_) if c.startswith("kg:") and c not in classes]
        if unknown:
            raise OntologyError(
                f"{curie} names classes that are not declared: {', '.join(unknown)}", "kg.ttl"
            )
        properties[curie] = Property(
            curie=curie,
            label=_text(graph, node, "rdfs:label"),
            comment=_text(graph, node, "rdfs:comment"),
            domain=domain,
            range=range_,
            parents=_ancestors(graph, node, "rdfs:subPropertyOf"),
            inverse=next(iter(_values(graph, node, "owl:inverseOf")), None),
            symmetric=node in symmetric,
            functional=node in functional,
            literal=node in literal,
            chains=_chains(graph, node),
        )
    return properties


def _chains(graph: Graph, node: Node) -> tuple[tuple[Step, ...], ...]:
    from rdflib import BNode
    from rdflib.collection import Collection

    def step(member: Node) -> Step:
        if isinstance(member, BNode):
            return Step(_values(graph, member, "owl:inverseOf")[0], inverse=True)
        return Step(curie_of(str(member)), inverse=False)

    axioms = graph.objects(node, _uri("owl:propertyChainAxiom"))
    chains = [tuple(step(member) for member in Collection(graph, axiom)) for axiom in axioms]
    return tuple(sorted(chains, key=str))


def _lemmas(graph: Graph, node: Node) -> Lemmas:
    def words(part: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(text.split()) for text in _words(graph, node, f"lex:{part}"))

    return Lemmas(*(words(part) for part in ("verb", "noun", "adjective", "adverb", "modal", "preposition")))


def _status(values: Iterable[str]) -> Status | None:
    for value in values:
        return Status(value.partition(":")[2].lower())
    return None


def _frames(graph: Graph) -> tuple[Frame, ...]:
    frames = []
    for node in _subjects(graph, "lex:Frame"):
        curie = curie_of(str(node))
        evokes = _values(graph, node, "lex:evokes")
        if len(evokes) != 1:
            raise OntologyError(f"{curie} must evoke one class or property, not {len(evokes)}", "frames.ttl")
        arguments = [
            (str(predicate)[len(PREFIXES["arg"]) :], curie_of(str(role)))
            for predicate, role in graph.predicate_objects(node)
            if str(predicate).startswith(PREFIXES["arg"])
        ]
        confidence = _text(graph, node, "lex:confidence")
        frames.append(
            Frame(
                curie=curie,
                evokes=evokes[0],
                lemmas=_lemmas(graph, node),
                arguments=tuple(sorted(arguments)),
                support=_words(graph, node, "lex:supportVerb"),
                requires=_values(graph, node, "lex:requires"),
                noun_of=_values(graph, node, "lex:nounOf"),
                name_of=_values(graph, node, "lex:nameOf"),
                among=_values(graph, node, "lex:among"),
                exact=_text(graph, node, "lex:exact") == "true",
                status=_status(_values(graph, node, "lex:status")),
                confidence=float(confidence) if confidence else DEFAULT_CONFIDENCE,
                examples=_words(graph, node, "skos:example"),
            )
        )
    return tuple(frames)


def _cues(graph: Graph, type_: str) -> tuple[Cue, ...]:
    return tuple(
        Cue(curie_of(str(node)), _lemmas(graph, node), _status(_values(graph, node, "lex:implies")))
        for node in _subjects(graph, type_)
    )


def _rules(folder: Path) -> tuple[Rule, ...]:
    rules = []
    for file in sorted((folder / "rules").glob("*.rq")):
        query = file.read_text("utf-8")
        first = query.partition("\n")[0]
        rules.append(Rule(f"rule:{file.stem}", first.partition(":")[2].strip(), query))
    return tuple(rules)


def _version(graph: Graph) -> str:
    for node in _subjects(graph, "owl:Ontology"):
        if version := _text(graph, node, "owl:versionInfo"):
            return version
    return ""
