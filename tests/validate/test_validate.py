"""Graphs that break the shapes: what is found, beside what pySHACL finds, and what a build keeps out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.assemble import terms
from kg.assemble.terms import DEFAULT_BASE
from kg.errors import OntologyError
from kg.ontology import PREFIXES, default_folder, load
from kg.ontology.shapes import checks
from kg.store import Store
from kg.validate import severe, validate
from kg.validate.quarantine import quarantine
from kg.validate.report import lines, report
from tests.assemble import sample
from tests.assemble.told import Press, prose

SOUND = sample.quads()
SH = Namespace("http://www.w3.org/ns/shacl#")
PROLOGUE = (
    "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    + f"PREFIX d: <{DEFAULT_BASE}>\n"
)
GRAPH = f"<{DEFAULT_BASE}graph>"

# What is done to a sound graph, and how what is then at fault is described. {g} is the graph of plain triples.
FAULTS = {
    "no status": (
        "DELETE { GRAPH ?g { ?c kg:status ?x } } WHERE { GRAPH ?g { ?c rdf:predicate kg:stage ; kg:status ?x } }",
        "asserted, planned",
    ),
    "no sentence": (
        "DELETE { GRAPH ?g { ?c prov:wasDerivedFrom ?x } } WHERE { GRAPH ?g { ?c rdf:predicate kg:stage ; prov:wasDerivedFrom ?x } }",
        "a claim has the sentence that makes it",
    ),
    "too sure": (
        (
            "DELETE { GRAPH ?g { ?c kg:confidence ?x } } INSERT { GRAPH ?g { ?c kg:confidence 1.5 } }"
            " WHERE { GRAPH ?g { ?c rdf:predicate kg:stage ; kg:confidence ?x } }"
        ),
        "a decimal from 0 to 1",
    ),
    "two subjects": (
        "INSERT { GRAPH ?g { ?c rdf:subject d:voltara } } WHERE { GRAPH ?g { ?c rdf:predicate kg:stage } }",
        "one subject",
    ),
    "no article": (
        "DELETE { GRAPH ?g { ?x oa:hasSource ?a } } WHERE { GRAPH ?g { ?x oa:hasSource ?a } }",
        "evidence is in one article",
    ),
    "no quote": (
        "DELETE { GRAPH ?g { ?q oa:exact ?t } } WHERE { GRAPH ?g { ?q oa:exact ?t } }",
        "a quote has its words",
    ),
    "no text": (
        "DELETE { GRAPH ?g { ?a schema:articleBody ?t } } WHERE { GRAPH ?g { ?a schema:articleBody ?t } }",
        "the text that offsets index",
    ),
    "a currency in words": (
        "DELETE { GRAPH ?g { ?x schema:currency ?c } } INSERT { GRAPH ?g { ?x schema:currency 'euros' } } WHERE { GRAPH ?g { ?x schema:currency ?c } }",
        "ISO 4217",
    ),
    "no value": (
        "DELETE { GRAPH ?g { ?x schema:value ?c } } WHERE { GRAPH ?g { ?x schema:value ?c } }",
        "an amount has a value",
    ),
    "no name": (
        "DELETE { GRAPH ?g { d:voltara rdfs:label ?x } } WHERE { GRAPH ?g { d:voltara rdfs:label ?x } }",
        "a thing has one label",
    ),
    "a date in words": (
        "DELETE { GRAPH ?g { ?s kg:date ?x } } INSERT { GRAPH ?g { ?s kg:date 'Monday' } } WHERE { GRAPH ?g { ?s kg:date ?x } }",
        "a date is an xsd:date",
    ),
    "money that is none": (
        "INSERT DATA { GRAPH {g} { d:round-1 kg:valuation d:voltara } }",
        "a sum of money is a kg:MonetaryAmount",
    ),
    "a round that is none": (
        "INSERT DATA { GRAPH {g} { d:voltara kg:led d:porto } }",
        "must be a funding round",
    ),
    "an office in a person": (
        "INSERT DATA { GRAPH {g} { d:voltara kg:headquarteredIn d:ines-duarte } }",
        "should be a place",
    ),
    "a person of steel": (
        "INSERT DATA { GRAPH {g} { d:plant-porto kg:spouse d:ines-duarte } }",
        "should be a person",
    ),
    "an empty event": (
        "INSERT DATA { GRAPH {g} { d:e a kg:Merger ; rdfs:label 'e' } }",
        "an event has a participant",
    ),
    "a rule that is none": (
        "DELETE { GRAPH ?g { ?c kg:rule ?x } } WHERE { GRAPH ?g { ?c a kg:DerivedClaim ; kg:rule ?x } }",
        "says which rule derived it",
    ),
}
# Faults that no shape of a single node shows; pySHACL is not asked.
WHOLE_GRAPH_FAULTS = {
    "a triple out of nothing": (
        "INSERT DATA { GRAPH {g} { d:voltara kg:acquired d:aurora-grid } }",
        "a plain triple has a claim",
    ),
    "a denial as a fact": (
        "INSERT DATA { GRAPH {g} { d:aurora-grid kg:mergedWith d:voltara } }",
        "a plain triple has a claim",
    ),
    "a quote beside itself": (
        (
            "DELETE { GRAPH ?g { ?p oa:start ?x ; oa:end ?y } } INSERT { GRAPH ?g { ?p oa:start ?x1 ; oa:end ?y1 } }"
            " WHERE { GRAPH ?g { ?p oa:start ?x ; oa:end ?y BIND(?x + 1 AS ?x1) BIND(?y + 1 AS ?y1) } }"
        ),
        "a quote is what the article says",
    ),
    "a word of another sentence": (
        "INSERT { GRAPH ?g { ?c kg:cue '0,900' } } WHERE { GRAPH ?g { ?c rdf:predicate kg:stage } }",
        "inside its sentence",
    ),
    "a derivation from a rumour": (
        (
            "DELETE { GRAPH ?g { ?c kg:status ?x } } INSERT { GRAPH ?g { ?c kg:status kg:Possible } }"
            " WHERE { GRAPH ?g { ?c rdf:predicate kg:round ; kg:status ?x } }"
        ),
        "follows from claims that are",
    ),
}


def broken(update: str) -> Store:
    """The sample after an update."""
    data = ox.Store()
    data.extend(SOUND)
    data.update(PROLOGUE + update.replace("{g}", GRAPH))
    return Store.memory(data)


def found(store: Store) -> set[tuple[str, str, str]]:
    """Shape, component and node of all that breaks a shape, the checks of the whole graph left out."""
    return {
        (each.check.shape, each.check.component, _term(each.node))
        for each in validate(store, load())
        if "SPARQL" not in each.check.component
    }


def found_by_pyshacl(store: Store) -> set[tuple[str, str, str]]:
    """The same, as pySHACL sees it."""
    data, shapes, ontology = Graph(), Graph(), Graph()
    data.parse(data=b"".join(f"{q.triple} .\n".encode() for q in store.quads()), format="nt")
    shapes.parse(default_folder() / "shapes.ttl")
    ontology.parse(default_folder() / "kg.ttl")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology)
    assert isinstance(results, Graph)
    owner = {p: shape for shape, p in shapes.subject_objects(SH.property)}
    described = set()
    for result in results.subjects(RDF.type, SH.ValidationResult):
        shape = results.value(result, SH.sourceShape)
        component, node = (
            results.value(result, SH.sourceConstraintComponent),
            results.value(result, SH.focusNode),
        )
        path = results.value(result, SH.resultPath)
        if not isinstance(shape, URIRef):  # a property shape, whose blank node the report renames
            shape = next(
                s
                for p, s in owner.items()
                if shapes.value(p, SH.path) == path
                and _same(results, result, shapes, p)
                and _targets(shapes, s)
            )
        described.add((str(shape), str(component), node.n3() if isinstance(node, Literal) else f"<{node}>"))
    return described


def _same(results: Graph, result: Node, shapes: Graph, property_: Node) -> bool:
    """Whether a result is of this property shape: they have the same message, if they have any."""
    own = shapes.value(property_, SH.message)
    return own is None or own in set(results.objects(result, SH.resultMessage))


def _targets(shapes: Graph, shape: Node) -> bool:
    return any(shapes.objects(shape, SH[t]) for t in ("targetClass", "targetSubjectsOf", "targetObjectsOf"))


def _term(term: object) -> str:
    return str(term)


def test_the_sample_breaks_nothing() -> None:
    """A graph that kg made has no errors, and its quarantine is empty and changes nothing."""
    store = broken("")
    assert validate(store, load()) == []
    same, kept_out = quarantine(store, load())
    assert same is store
    assert kept_out == ()


def test_everything_is_checked() -> None:
    """Shapes and whole-graph checks are all there, each says what should be the case and what to do."""
    known = checks(default_folder(), load())
    assert len(known) > 80
    assert all(check.message and check.advice for check in known)
    assert len([check for check in known if "SPARQL" in check.component]) == len(
        list((default_folder() / "checks").glob("*.rq"))
    )


@pytest.mark.parametrize("fault", [*FAULTS, *WHOLE_GRAPH_FAULTS])
def test_a_fault_is_found_and_told(fault: str) -> None:
    """What was done is found, with a line that says what should be, what to do, and the article or the thing."""
    update, expected = {**FAULTS, **WHOLE_GRAPH_FAULTS}[fault]
    store = broken(update)
    faults = validate(store, load())
    assert any(expected in each.check.message for each in faults), [each.check.message for each in faults]
    told = list(lines(store, faults, most=3))
    assert any(re.match(rf"(error|doubt): .*{re.escape(expected)}", line) for line in told)
    assert any(line.startswith("  what to do: ") for line in told)
    assert any(line.startswith("  d:") or "  http" in line or "  file:" in line for line in told)


@pytest.mark.parametrize("first", range(3))
def test_pyshacl_finds_the_same(first: int) -> None:
    """A SHACL processor that shares no code with kg finds the same nodes to break the same shapes: faults by the dozen."""
    updates = [update for update, _ in list(FAULTS.values())[first::3]]
    store = broken(" ;\n".join(updates))
    assert found(store) == found_by_pyshacl(store) != set()


@pytest.mark.parametrize("fault", [*FAULTS, *WHOLE_GRAPH_FAULTS])
def test_a_build_keeps_out_what_is_broken(fault: str) -> None:
    """What is left satisfies the shapes and is part of what was there; what is kept out is named with the reason."""
    store = broken({**FAULTS, **WHOLE_GRAPH_FAULTS}[fault][0])
    errors = severe(validate(store, load()))
    left, kept_out = quarantine(store, load())
    assert set(left.quads()) <= set(store.quads())
    assert severe(validate(left, load())) == []
    assert bool(kept_out) == bool(errors)
    assert all(each.what and each.reason for each in kept_out)


def test_only_what_is_broken_is_kept_out() -> None:
    """A claim that is too sure goes, with its plain triple; the claims beside it stay; it is told with its sentence."""
    left, (kept_out,) = quarantine(broken(FAULTS["too sure"][0]), load())
    gone = {quad.triple for quad in broken("").quads()} - {quad.triple for quad in left.quads()}
    stage = ox.NamedNode(PREFIXES["kg"] + "stage")
    assert {t.subject for t in gone if t.predicate == stage} == {ox.NamedNode(DEFAULT_BASE + "round-1")}
    assert len({t.subject for t in gone if t.predicate == terms.STATUS}) == 1
    assert kept_out.what == "Aurora Grid's Series B kg:stage Series B"
    assert kept_out.article == sample.FIRST.uri
    assert kept_out.sentence.startswith("Aurora Grid raised 90 million euros")
    assert "decimal from 0 to 1 (1.5)" in kept_out.reason


SUPPORTED = {"one": 0.9, "two": 0.8, "copy": 0.85, "three": 0.7}


def supported(articles: Iterable[str]) -> Press:
    """These articles say that Acme is based in Oslo; "copy" is a copy of "one"."""
    press = Press()
    acme, oslo = press.thing("Acme", "kg:Company"), press.thing("Oslo", "kg:City")
    press.article("one", "2026-03-01", prose(60, "the wire"))
    press.article("copy", "2026-03-02", prose(60, "the wire"))
    for name in articles:
        press.say(name, acme, "kg:basedIn", oslo, confidence=SUPPORTED[name])
    return press


def about_support(store: Store) -> set[ox.Quad]:
    """What the nodes of support say."""
    quads = list(store.quads())
    nodes = {quad.subject for quad in quads if quad.object == terms.SUPPORT}
    return {quad for quad in quads if quad.subject in nodes}


@pytest.mark.parametrize(
    ("lost", "sources"),
    [
        (["two"], 2),
        (["copy"], 3),
        (["one"], 3),
        (["two", "three"], 0),
        (["one", "copy"], 2),
        (list(SUPPORTED), 0),
    ],
)
def test_support_is_that_of_what_is_left(lost: list[str], sources: int) -> None:
    """Sources and confidence of what lost claims are those of a graph that never had them; a single source has none."""
    names = {ox.NamedNode(f"https://news.example/{name}") for name in lost}
    too_sure = (
        ox.Quad(quad.subject, quad.predicate, terms.decimal(1.5), quad.graph_name)
        if quad.graph_name in names and quad.predicate == terms.CONFIDENCE
        else quad
        for quad in supported(SUPPORTED).quads()
    )
    store = Store.memory(too_sure)
    left, _ = quarantine(store, load())
    never = supported(name for name in SUPPORTED if name not in lost).store()
    assert about_support(left) == about_support(never)
    told = {q.object.value for q in about_support(left) if q.predicate == terms.SOURCES}  # type: ignore[union-attr]
    assert told == ({str(sources)} if sources else set())


def test_the_report_is_shacl() -> None:
    """It is a sh:ValidationReport that rdflib reads, with a result for each fault, and the same bytes each time."""
    store = broken(FAULTS["no value"][0])
    faults = validate(store, load())
    text = report(store, faults)
    graph = Graph().parse(data=text, format="turtle")
    (whole,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(whole, SH.conforms) == Literal(False)
    assert len(list(graph.objects(whole, SH.result))) == len(faults) > 1
    for result in graph.objects(whole, SH.result):
        for needed in (
            "focusNode",
            "resultSeverity",
            "sourceShape",
            "sourceConstraintComponent",
            "resultMessage",
        ):
            assert graph.value(result, SH[needed]) is not None
    assert report(broken(FAULTS["no value"][0]), list(reversed(faults))) == text
    empty = Graph().parse(data=report(store, []), format="turtle")
    assert next(empty.objects(None, SH.conforms)) == Literal(True)


def _shapes(text: str, folder: Path) -> Path:
    (folder / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://kg.example.org/ontology#> .\n"
        + text
    )
    return folder


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "kg:s a sh:NodeShape ; sh:targetClass kg:Person ; sh:closed true .",
            "sh:closed is not one that kg checks",
        ),
        ("kg:s a sh:NodeShape ; sh:targetClass", "not valid Turtle"),
        (
            "kg:s sh:targetClass kg:Person ; sh:property [ sh:path ( kg:a kg:b ) ; sh:minCount 1 ] .",
            "a path is a property",
        ),
    ],
)
def test_what_cannot_be_checked_is_told(text: str, told: str, tmp_path: Path) -> None:
    """A constraint, a path or a syntax that is not followed is an error with the file's name, not passed over."""
    with pytest.raises(OntologyError, match=told) as caught:
        checks(_shapes(text, tmp_path), load())
    assert "shapes.ttl" in str(caught.value)


def _covered() -> Iterable[str]:
    graph = Graph().parse(default_folder() / "shapes.ttl")
    for target in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "path"):
        yield from map(str, graph.objects(None, SH[target]))


def test_every_class_and_relation_has_a_shape() -> None:
    """Each class is the target of a shape, itself or by one above it; each relation's end is checked by one."""
    ontology, covered = load(), {load().curie(iri) for iri in _covered()}
    in_data = {"kg:Article": "schema:NewsArticle", "kg:Status": "kg:status"}
    for name, class_ in ontology.classes.items():
        if not class_.datatype:
            assert {name, *class_.parents, in_data.get(name, name)} & covered, name
    for name, property_ in ontology.properties.items():
        reflexive = (
            property_.domain == property_.range and len(property_.domain) == 1 and name.startswith("kg:is")
        )
        assert name in covered or reflexive, name
