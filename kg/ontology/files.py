"""ontology/*.ttl and rules/*.rq -> Ontology: the one place that reads the ontology's files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Status
from kg.ontology import (
    DEFAULT_CONFIDENCE,
    OBJECT,
    SUBJECT,
    Class,
    Cue,
    Frame,
    Lemmas,
    Ontology,
    Property,
    Rule,
    Step,
    iri_of,
)
from kg.ontology.graph import Graph, is_blank
from kg.ontology.identifiers import identified


def read(folder: Path) -> Ontology:
    """The ontology in a folder.

    Raises:
        OntologyError: a file is missing, does not parse, or contradicts another.
    """
    graph = _parse(folder)
    classes = _classes(graph)
    return Ontology(
        version=_version(graph),
        classes=classes,
        properties=_properties(graph, classes),
        frames=_frames(graph),
        status_cues=_cues(graph, "lex:StatusCue"),
        attribution_cues=_cues(graph, "lex:AttributionCue"),
        rules=_rules(folder),
        fields=_all(graph, "lex:field"),
        common_terms=_all(graph, "lex:commonTerm"),
        other_nouns=_all(graph, "lex:otherNoun"),
        honorifics={title: class_ for class_, title in graph.pairs("lex:honorific")},
        deeds={verb: class_ for class_, verb in graph.pairs("lex:deed")},
        scenes={verb: class_ for class_, verb in graph.pairs("lex:scene")},
        masculine=_all(graph, "lex:masculine"),
        feminine=_all(graph, "lex:feminine"),
        alias_cues=_all(graph, "lex:aliasCue"),
        change_cues=_all(graph, "lex:changeCue"),
        joint_cues=_all(graph, "lex:jointCue"),
        abstract_nouns=_all(graph, "lex:abstractNoun"),
        transparent_nouns=_all(graph, "lex:transparentNoun"),
        share_nouns=_all(graph, "lex:shareNoun"),
        quantity_nouns=_all(graph, "lex:quantityNoun"),
        gazetteers=_gazetteers(graph),
        demonyms=_demonyms(graph),
        weights=_weights(graph),
        labels=_labels(graph),
        yields=_yields(graph),
        place_names=_place_names(graph),
        places=_places(graph),
        identified=tuple(identified(graph)),
    )


def _parse(folder: Path) -> Graph:
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise OntologyError("no .ttl files in the ontology's folder", str(folder))
    return Graph(files)


def _all(graph: Graph, predicate: str) -> frozenset[str]:
    return frozenset(word for _, word in graph.pairs(predicate))


def _gazetteers(graph: Graph) -> tuple[tuple[str, str], ...]:
    """(packaged list, class of what is on it), in the order in which the lists are asked."""
    return tuple(
        (list_.partition(":")[2], graph.first(list_, "lex:gazetteer"))
        for _, head in graph.pairs("lex:gazetteers")
        for list_ in graph.members(head)
    )


def _demonyms(graph: Graph) -> dict[str, tuple[str, str]]:
    return {
        word.casefold(): (graph.first(place, "rdfs:label"), graph.first(place, "rdf:type"))
        for kind in ("lex:demonym", "lex:otherName")
        for place, word in graph.pairs(kind)
    }


def _place_names(graph: Graph) -> dict[str, str]:
    return {name: graph.first(place, "rdf:type") for place, name in graph.pairs("lex:otherName")}


def _places(graph: Graph) -> dict[str, str]:
    return {
        graph.first(place, "rdfs:label").casefold(): graph.first(place, "rdf:type")
        for place in graph.described("place:")
    }


def _union(graph: Graph, node: str, predicate: str) -> tuple[str, ...]:
    """Classes of a domain or range: one class, or the members of an anonymous owl:unionOf."""
    found: list[str] = []
    for value in graph.objects(node, predicate):
        if is_blank(value):
            found += graph.members(graph.first(value, "owl:unionOf"))
        else:
            found.append(value)
    return tuple(sorted(found))


def _ancestors(graph: Graph, node: str, predicate: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    level = [node]
    while level:
        above = sorted(parent for child in level for parent in graph.objects(child, predicate))
        level = [parent for parent in above if parent.startswith("kg:") and parent not in found]
        found.update(dict.fromkeys(level))
    return tuple(found)


def _classes(graph: Graph) -> dict[str, Class]:
    datatypes = graph.instances("rdfs:Datatype")
    classes: dict[str, Class] = {}
    for curie in [*graph.instances("owl:Class"), *datatypes]:
        if not curie.startswith("kg:"):
            continue
        keys = [tuple(graph.members(key)) for key in graph.objects(curie, "owl:hasKey")]
        classes[curie] = Class(
            curie=curie,
            label=graph.first(curie, "rdfs:label"),
            comment=graph.first(curie, "rdfs:comment"),
            parents=_ancestors(graph, curie, "rdfs:subClassOf"),
            descriptors=graph.objects(curie, "lex:descriptor"),
            open_terms=graph.objects(curie, "lex:openTerm"),
            terms=graph.objects(curie, "lex:term"),
            kind_terms=graph.objects(curie, "lex:kindTerm"),
            names=graph.objects(curie, "lex:name"),
            recogniser_labels=graph.objects(curie, "lex:recogniserLabel"),
            unnamed=graph.first(curie, "lex:unnamed") == "true",
            legal_form=graph.first(curie, "lex:legalForm") == "true",
            by_country=graph.first(curie, "lex:byCountry") == "true",
            lasts=int(lasts) if (lasts := graph.first(curie, "lex:lasts")) else None,
            datatype=curie in datatypes,
            keys=tuple(sorted(keys)),
            same_parties=graph.objects(curie, "lex:sameParties"),
            enough=graph.objects(curie, "lex:enough"),
            several=graph.objects(curie, "lex:several"),
            whole_of=graph.objects(curie, "lex:wholeOf"),
            part_of=graph.objects(curie, "lex:partOf"),
            nests=graph.first(curie, "kg:nests") == "true",
            narrower=tuple(
                sorted(tuple(graph.members(head)) for head in graph.objects(curie, "lex:narrower"))
            ),
            reconciled=graph.first(curie, "lex:reconciled") == "true",
            matches=_matches(graph, curie),
        )
    return classes


def _matches(graph: Graph, curie: str) -> tuple[str, ...]:
    """IRIs of what others call the class: what means the same before what means nearly the same."""
    return tuple(
        iri_of(name)
        for predicate in ("skos:exactMatch", "skos:closeMatch")
        for name in graph.objects(curie, predicate)
    )


def _properties(graph: Graph, classes: Mapping[str, Class]) -> dict[str, Property]:
    symmetric = graph.instances("owl:SymmetricProperty")
    functional = graph.instances("owl:FunctionalProperty")
    literal = graph.instances("owl:DatatypeProperty")
    tests = _class_tests(graph)
    properties: dict[str, Property] = {}
    for curie in sorted({*literal, *graph.instances("owl:ObjectProperty")}):
        if not curie.startswith("kg:"):
            continue
        domain, range_ = _union(graph, curie, "rdfs:domain"), _union(graph, curie, "rdfs:range")
        unknown = [c for c in (*domain, *range_) if c.startswith("kg:") and c not in classes]
        if unknown:
            raise OntologyError(
                f"{curie} names classes that are not declared: {', '.join(unknown)}", "kg.ttl"
            )
        properties[curie] = Property(
            curie=curie,
            label=graph.first(curie, "rdfs:label"),
            comment=graph.first(curie, "rdfs:comment"),
            domain=domain,
            range=range_,
            parents=_ancestors(graph, curie, "rdfs:subPropertyOf"),
            inverse=graph.first(curie, "owl:inverseOf") or None,
            symmetric=curie in symmetric,
            functional=curie in functional,
            literal=curie in literal,
            per=graph.first(curie, "lex:per") or None,
            one_ever=_ends(graph, curie, "kg:oneEver", axioms=True),
            one_at_a_time=_ends(graph, curie, "kg:oneAtATime"),
            one_answer=graph.first(curie, "kg:oneAnswer") == "true",
            tolerance=_days(graph, curie),
            within=graph.first(curie, "lex:within") == "true",
            chains=_chains(graph, curie, tests),
        )
    return properties


def _ends(graph: Graph, property_: str, predicate: str, *, axioms: bool = False) -> tuple[str, ...]:
    """The ends of a property of which an annotation says that there is one; with axioms, or OWL."""
    said = set(graph.objects(property_, predicate))
    if unknown := sorted(said - {SUBJECT, OBJECT}):
        raise OntologyError(f"{property_} {predicate} {unknown[0]}: say {SUBJECT} or {OBJECT}", "kg.ttl")
    if axioms:
        kinds = graph.objects(property_, "rdf:type")
        said |= {OBJECT} if "owl:FunctionalProperty" in kinds else set()
        said |= {SUBJECT} if "owl:InverseFunctionalProperty" in kinds else set()
    return tuple(sorted(said))


def _days(graph: Graph, property_: str) -> int:
    said = graph.first(property_, "kg:tolerance") or "0"
    if not said.isdecimal():
        raise OntologyError(f"{property_} kg:tolerance {said}: say how many days", "kg.ttl")
    return int(said)


def _class_tests(graph: Graph) -> dict[str, str]:
    """Property -> class, where the property relates each instance of the class to itself (rolification)."""
    return {
        graph.first(restriction, "owl:onProperty"): class_
        for class_, restriction in graph.pairs("rdfs:subClassOf")
        if is_blank(restriction) and graph.first(restriction, "owl:hasSelf") == "true"
    }


def _chains(graph: Graph, property_: str, tests: Mapping[str, str]) -> tuple[tuple[Step, ...], ...]:
    def step(member: str) -> Step:
        if is_blank(member):
            return Step(graph.first(member, "owl:inverseOf"), inverse=True)
        if member in tests:
            return Step(tests[member], inverse=False, stays=True)
        return Step(member, inverse=False)

    axioms = graph.objects(property_, "owl:propertyChainAxiom")
    chains = [tuple(step(member) for member in graph.members(axiom)) for axiom in axioms]
    return tuple(sorted(chains, key=str))


def _lemmas(graph: Graph, node: str) -> Lemmas:
    def words(part: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(text.split()) for text in graph.objects(node, f"lex:{part}"))

    return Lemmas(*(words(part) for part in ("verb", "noun", "adjective", "adverb", "modal", "preposition")))


def _status(values: Iterable[str]) -> Status | None:
    for value in values:
        return Status(value.partition(":")[2].lower())
    return None


def _frames(graph: Graph) -> tuple[Frame, ...]:
    frames = []
    for curie in graph.instances("lex:Frame"):
        evokes = graph.objects(curie, "lex:evokes")
        if len(evokes) != 1:
            raise OntologyError(f"{curie} must evoke one class or property, not {len(evokes)}", "frames.ttl")
        arguments = graph.arguments(curie, "arg:")
        judged = graph.first(curie, "lex:confidence")
        estimated = graph.first(curie, "lex:estimatedConfidence")
        frames.append(
            Frame(
                curie=curie,
                evokes=evokes[0],
                lemmas=_lemmas(graph, curie),
                arguments=tuple((slot.removeprefix("arg:"), role) for slot, role in arguments),
                support=graph.objects(curie, "lex:supportVerb"),
                requires=graph.objects(curie, "lex:requires"),
                noun_of=graph.objects(curie, "lex:nounOf"),
                name_of=graph.objects(curie, "lex:nameOf"),
                among=graph.objects(curie, "lex:among"),
                exact=graph.first(curie, "lex:exact") == "true",
                elliptic=graph.first(curie, "lex:elliptic") == "true",
                elided=graph.objects(curie, "lex:elided"),
                kinds=graph.objects(curie, "lex:kind"),
                understood=graph.first(curie, "lex:understood") or None,
                silenced_by=tuple(tuple(words.split()) for words in graph.objects(curie, "lex:silencedBy")),
                status=_status(graph.objects(curie, "lex:status")),
                judged=float(judged or DEFAULT_CONFIDENCE),
                confidence=float(estimated or judged or DEFAULT_CONFIDENCE),
                examples=graph.objects(curie, "skos:example"),
            )
        )
    return tuple(frames)


def _cues(graph: Graph, type_: str) -> tuple[Cue, ...]:
    return tuple(
        Cue(curie, _lemmas(graph, curie), _status(graph.objects(curie, "lex:implies")))
        for curie in graph.instances(type_)
    )


def _weights(graph: Graph) -> dict[str, float]:
    return {
        graph.first(node, "rdfs:label"): float(graph.first(node, "lex:logOdds"))
        for node in graph.instances("lex:Feature")
    }


def _labels(graph: Graph) -> dict[str, str]:
    """Name of a label -> the property that it evokes."""
    found = {}
    for curie in graph.instances("lex:Label"):
        evokes = graph.objects(curie, "lex:evokes")
        if len(evokes) != 1:
            raise OntologyError(f"{curie} must evoke one property, not {len(evokes)}", "neural.ttl")
        found[curie.removeprefix("neural:")] = evokes[0]
    return found


def _yields(graph: Graph) -> dict[str, frozenset[str]]:
    """Name of a label -> the properties that say more exactly what it says."""
    return {
        curie.removeprefix("neural:"): frozenset(graph.objects(curie, "lex:yieldsTo"))
        for curie in graph.instances("lex:Label")
    }


def _rules(folder: Path) -> tuple[Rule, ...]:
    rules = []
    for file in sorted((folder / "rules").glob("*.rq")):
        query = file.read_text("utf-8")
        first = query.partition("\n")[0]
        rules.append(Rule(f"rule:{file.stem}", first.partition(":")[2].strip(), query))
    return tuple(rules)


def _version(graph: Graph) -> str:
    versions = (graph.first(ontology, "owl:versionInfo") for ontology in graph.instances("owl:Ontology"))
    return next(filter(None, versions), "")
