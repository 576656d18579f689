"""The ontology's files by themselves: that they parse, keep the names that are a contract, and fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

FOLDER = Path(__file__).resolve().parents[2] / "ontology"
TURTLE = sorted(FOLDER.glob("*.ttl"))
RULES = sorted((FOLDER / "rules").glob("*.rq"))
KG = Namespace("https://kg.example.org/ontology#")
LEX = Namespace("https://kg.example.org/lexicon#")

CLASSES = [
    "Agent",
    "Person",
    "Organization",
    "Company",
    "InvestmentFirm",
    "Bank",
    "MediaOrganization",
    "GovernmentBody",
    "EducationalInstitution",
    "PoliticalParty",
    "StockExchange",
    "Place",
    "Country",
    "City",
    "Region",
    "Facility",
    "DataCenter",
    "Plant",
    "Office",
    "Product",
    "Programme",
    "MonetaryAmount",
    "Event",
    "FundingRound",
    "Investment",
    "Acquisition",
    "StakePurchase",
    "Merger",
    "Partnership",
    "FacilityProject",
    "Launch",
    "Appointment",
    "Founding",
    "PublicOffering",
    "Article",
    "Claim",
    "DerivedClaim",
    "Link",
    "Status",
]
DATATYPES = ["Date", "JobTitle", "FundingStage", "Instrument", "InvestorKind", "Purpose"]
ROLES = {
    "FundingRound": "recipient amount valuation stage instrument investor leadInvestor date",
    "Investment": "investor investee place round amount date",
    "Acquisition": "acquirer target seller price pricePerShare date",
    "StakePurchase": "acquirer target seller price pricePerShare date",
    "Merger": "party",
    "Partnership": "partner purpose",
    "FacilityProject": "developer facility place cost opensOn",
    "Launch": "launcher product date",
    "Appointment": "appointee employer position date",
    "PublicOffering": "issuer exchange amount date",
    "Founding": "founder organization place date",
}
PREDICATES = [
    "investsIn",
    "led",
    "participatedIn",
    "raised",
    "acquired",
    "mergedWith",
    "partnerOf",
    "competitorOf",
    "customerOf",
    "supplierOf",
    "subsidiaryOf",
    "shareholderOf",
    "brandOf",
    "offers",
    "launched",
    "regulatedBy",
    "listedOn",
    "foundedBy",
    "foundedOn",
    "foundedIn",
    "headquarteredIn",
    "basedIn",
    "locatedIn",
    "worksFor",
    "chiefExecutiveOf",
    "boardMemberOf",
    "position",
    "bornOn",
    "bornIn",
    "diedOn",
    "livesIn",
    "nationality",
    "educatedAt",
    "spouse",
    "childOf",
    "memberOfParty",
    "builds",
]
ON_CLAIMS = [
    "status",
    "confidence",
    "attributedTo",
    "attributionText",
    "rule",
    "cue",
    "qualifier",
    "equivalent",
    "mergedBecause",
    "currency",
    "linkedBecause",
    "score",
]


def _graph(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(FOLDER / f"{name}.ttl")
    return graph


@pytest.fixture(scope="module")
def kg() -> Graph:
    """kg.ttl, read by rdflib."""
    return _graph("kg")


def properties(graph: Graph) -> set[Node]:
    """Every object and datatype property of the ontology."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return {p for kind in kinds for p in graph.subjects(RDF.type, kind) if str(p).startswith(KG)}


def named(graph: Graph, node: Node, predicate: URIRef) -> set[Node]:
    """The classes of a domain or range: one, or the members of a union."""
    found: set[Node] = set()
    for value in graph.objects(node, predicate):
        union = graph.value(value, OWL.unionOf)
        found |= set(Collection(graph, union)) if union else {value}
    return found


def chains(graph: Graph, property_: Node) -> Iterator[list[tuple[Node, bool]]]:
    """The property's chains, as (property, walked backwards)."""
    for head in graph.objects(property_, OWL.propertyChainAxiom):
        yield [(graph.value(m, OWL.inverseOf) or m, isinstance(m, BNode)) for m in Collection(graph, head)]


def below(graph: Graph, class_: Node, ancestors: set[Node]) -> bool:
    """Whether the class is one of these or below one."""
    return bool(ancestors & set(graph.transitive_objects(class_, RDFS.subClassOf)))


def test_there_are_the_files_that_make_an_ontology() -> None:
    """The folder holds the ontology, its lexicon, frames, shapes and alignment, and at least two rules."""
    assert {"kg", "lexicon", "frames", "shapes", "alignment"} <= {file.stem for file in TURTLE}
    assert len(RULES) >= 2


@pytest.mark.parametrize("file", TURTLE, ids=lambda file: file.stem)
def test_turtle_parses_alike_in_rdflib_and_oxigraph(file: Path) -> None:
    """Two independent parsers read the same number of triples, and more than none."""
    triples = len(Graph().parse(file))
    assert triples == len(set(pyoxigraph.parse(path=file))) > 0


def test_names_of_the_contract_are_declared(kg: Graph) -> None:
    """Every class, datatype, role and predicate that the design names is there, as the right kind of thing."""
    declared = set(kg.subjects(RDF.type, OWL.Class))
    assert {KG[name] for name in CLASSES} <= declared
    assert {KG[name] for name in DATATYPES} == set(kg.subjects(RDF.type, RDFS.Datatype))
    wanted = {*PREDICATES, *ON_CLAIMS, *(role for roles in ROLES.values() for role in roles.split())}
    assert {KG[name] for name in wanted} <= properties(kg)


@pytest.mark.parametrize("event", ROLES)
def test_roles_accept_their_event(kg: Graph, event: str) -> None:
    """The domain of each of an event's roles takes the event."""
    for role in ROLES[event].split():
        assert below(kg, KG[event], named(kg, KG[role], RDFS.domain)), role


def test_everything_declared_is_explained(kg: Graph) -> None:
    """Every class, datatype, property and individual has one English label and one comment that ends in a stop."""
    declared = {s for s in kg.subjects(RDF.type) if str(s).startswith(KG)}
    assert len(declared) > 100
    for node in sorted(declared, key=str):
        labels, comments = list(kg.objects(node, RDFS.label)), list(kg.objects(node, RDFS.comment))
        assert len(labels) == len(comments) == 1, node
        assert labels[0].language == comments[0].language == "en", node  # type: ignore[attr-defined]
        assert str(comments[0]).endswith("."), node


def test_no_term_is_used_that_is_not_declared(kg: Graph) -> None:
    """Every kg: name in any Turtle file or rule is declared in kg.ttl."""
    declared = {str(s)[len(KG) :] for s in kg.subjects(RDF.type) if str(s).startswith(KG)}
    for file in (*TURTLE, *RULES):
        code = re.sub(r'"(?:[^"\\]|\\.)*"|^\s*#.*$|<[^>]*>', " ", file.read_text("utf-8"), flags=re.MULTILINE)
        assert set(re.findall(r"(?<![\w-])kg:(\w+)", code)) <= declared, file.name


def test_no_property_is_both_kinds(kg: Graph) -> None:
    """A property is for things or for literals, and its range is of the same kind: no punning in OWL 2 DL."""
    things, literals = (
        set(kg.subjects(RDF.type, kind)) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
    )
    assert not things & literals
    datatypes = set(kg.subjects(RDF.type, RDFS.Datatype))
    classes = set(kg.subjects(RDF.type, OWL.Class))
    assert not datatypes & classes
    assert not properties(kg) & classes
    for property_ in properties(kg):
        for range_ in named(kg, property_, RDFS.range):
            literal = range_ in datatypes or "XMLSchema" in str(range_)
            assert literal == (property_ in literals), property_
            assert literal or range_ in classes, (property_, range_)


def test_chains_are_of_object_properties_and_fit(kg: Graph) -> None:
    """A chain's steps are object properties whose ends meet, and its last end may be in the property's range."""
    seen = 0
    for property_ in properties(kg):
        for steps in chains(kg, property_):
            seen += 1
            assert len(steps) >= 2
            assert all((step, RDF.type, OWL.ObjectProperty) in kg for step, _ in steps)
            ends = [named(kg, step, RDFS.domain if inverse else RDFS.range) for step, inverse in steps]
            starts = [named(kg, step, RDFS.range if inverse else RDFS.domain) for step, inverse in steps]
            for end, start in zip(ends, starts[1:], strict=False):
                assert any(below(kg, e, start) or below(kg, s, end) for e in end for s in start), property_
            assert any(below(kg, e, named(kg, property_, RDFS.range)) for e in ends[-1]), property_
    assert seen >= 12


def test_characteristics_are_those_owl_dl_allows(kg: Graph) -> None:
    """A property that follows from a chain is not functional, asymmetric or irreflexive (OWL 2 DL, section 11.2)."""
    composite = {p for p in properties(kg) if (p, OWL.propertyChainAxiom, None) in kg}
    while True:
        inverse = {
            o for p in composite for o in (*kg.objects(p, OWL.inverseOf), *kg.subjects(OWL.inverseOf, p))
        }
        above = {o for p in composite for o in kg.objects(p, RDFS.subPropertyOf)}
        if (inverse | above) - {n for n in inverse if isinstance(n, BNode)} <= composite:
            break
        composite |= {n for n in inverse | above if isinstance(n, URIRef)}
    for kind in (OWL.FunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty):
        assert not composite & set(kg.subjects(RDF.type, kind)), kind


def test_keys_and_same_parties_are_roles() -> None:
    """What identifies an event is among its roles; an event of two like parties has no key of one of them."""
    graph = _graph("kg", "lexicon")
    keyed = list(graph.subject_objects(OWL.hasKey)) + list(graph.subject_objects(LEX.sameParties))
    assert len(keyed) >= 10
    for event, key in keyed:
        roles = [key] if isinstance(key, URIRef) else list(Collection(graph, key))
        assert all(below(graph, event, named(graph, role, RDFS.domain)) for role in roles), event
    assert all((KG[event], OWL.hasKey, None) not in graph for event in ("Merger", "Partnership"))
