"""frames.ttl by itself: that each frame is whole, its examples are well marked, and every relation can be said."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

FOLDER = Path(__file__).resolve().parents[2] / "ontology"
KG = Namespace("https://kg.example.org/ontology#")
LEX = Namespace("https://kg.example.org/lexicon#")
ARG = "https://kg.example.org/argument#"
PARTS = (LEX.verb, LEX.noun, LEX.adjective, LEX.adverb)
SLOTS = [
    "subject",
    "object",
    "indirectObject",
    "undergoer",
    "apposition",
    "equated",
    "supporter",
    "owner",
    "objectOwner",
    "complement",
    "possessor",
    "modifier",
    "agent",
    "self",
    "infinitive",
    "time",
    "begin",
    "end",
    "brackets",
]
PREPOSITIONS = [
    "about",
    "after",
    "across",
    "against",
    "along",
    "alongside",
    "among",
    "as",
    "at",
    "behind",
    "between",
    "by",
    "for",
    "from",
    "in",
    "into",
    "near",
    "of",
    "on",
    "outside",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "via",
    "with",
    "within",
    "worth",
]
MARK = re.compile(r"\[(\w+) ([^\[\]]+)\]")
TRIGGER = re.compile(r"\*([^*]+)\*")
IRREGULAR = {
    "buy": "bought", "sell": "sold", "lead": "led", "take": "took", "hold": "held", "teach": "taught", "leave": "left",
    "bear": "born", "break": "broke", "bring": "brought", "sit": "sits", "stand": "stood", "know": "known",
    "begin": "began", "go": "went", "grow": "grew", "become": "became", "found": "founded", "put": "put",
    "study": "studied", "marry": "married", "headquarters": "headquarters", "supply": "supplies", "be": "is",
    "shareholder": "shareholders", "company": "companies", "rely": "relies", "choose": "chose", "come": "came",
}  # fmt: skip
# Predicates that English says in fewer than three ways, with the reason.
FEW = dict.fromkeys(("isAcquisition", "isStakePurchase"), "tests for a class in property chains")


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The ontology, its lexicon and its frames together."""
    graph = Graph()
    for name in ("kg", "lexicon", "frames"):
        graph.parse(FOLDER / f"{name}.ttl")
    return graph


def frames(graph: Graph) -> list[Node]:
    """Every frame, in order."""
    return sorted(graph.subjects(RDF.type, LEX.Frame), key=str)


def slots(graph: Graph, frame: Node) -> dict[str, set[Node]]:
    """Slot -> the roles that it may fill."""
    found: dict[str, set[Node]] = defaultdict(set)
    for predicate, role in graph.predicate_objects(frame):
        if str(predicate).startswith(ARG):
            found[str(predicate)[len(ARG) :]].add(role)
    return found


def words(graph: Graph, frame: Node) -> set[str]:
    """The phrases that trigger the frame, those of its classes included."""
    found = {str(word) for part in PARTS for word in graph.objects(frame, part)}
    for class_ in graph.objects(frame, LEX.nounOf):
        for below in graph.transitive_subjects(RDFS.subClassOf, class_):
            found |= {str(w) for p in (LEX.descriptor, LEX["term"]) for w in graph.objects(below, p)}
    return found


def union(graph: Graph, property_: Node, end: URIRef) -> set[Node]:
    """The classes of the property's domain or range."""
    found: set[Node] = set()
    for value in graph.objects(property_, end):
        members = graph.value(value, OWL.unionOf)
        found |= set(Collection(graph, members)) if members else {value}
    return found


def form_of(lemma: str, token: str) -> bool:
    """Whether the token may be a form of the lemma: same beginning, or a known irregular form."""
    lemma, token = lemma.casefold(), token.casefold()
    stem = lemma.rstrip("e").removesuffix("y") if len(lemma) > 3 else lemma
    return token == lemma or token == IRREGULAR.get(lemma) or token.startswith(stem)


def said(phrase: str, trigger: str) -> bool:
    """Whether every word of the phrase stands in the trigger in some form; one word will do for a verb's rest."""
    tokens = re.findall(r"[\w&']+(?:\.\w\.?)*", trigger.replace("-", " "))
    return all(any(form_of(word, token) for token in tokens) for word in phrase.replace("-", " ").split())


def test_frames_are_many_and_whole(graph: Graph) -> None:
    """Each frame has words, evokes one declared class or property, and every slot is a known one with a known role."""
    listed = frames(graph)
    assert len(listed) >= 120
    events = set(graph.transitive_subjects(RDFS.subClassOf, KG.Event))
    declared = {
        p for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for p in graph.subjects(RDF.type, kind)
    }
    for frame in listed:
        assert words(graph, frame) or (frame, LEX.nameOf, None) in graph, frame
        evoked = list(graph.objects(frame, LEX.evokes))
        assert len(evoked) == 1, frame
        assert evoked[0] in events or evoked[0] in declared, frame
        assert set(slots(graph, frame)) <= {*SLOTS, *PREPOSITIONS}, frame
        roles = {role for filled in slots(graph, frame).values() for role in filled}
        if evoked[0] in declared:
            assert roles == {RDF.subject, RDF.object}, frame
        else:
            assert roles <= declared, frame
            accepting = set(graph.transitive_objects(evoked[0], RDFS.subClassOf))
            assert all(accepting & union(graph, role, RDFS.domain) for role in roles), frame
        assert set(graph.objects(frame, LEX.requires)) <= roles, frame


def test_frames_are_modest(graph: Graph) -> None:
    """Confidence is a probability above one half; support verbs stand only with nouns; a status is a kg:Status."""
    for frame in frames(graph):
        for confidence in graph.objects(frame, LEX.confidence):
            assert 0.5 < float(str(confidence)) <= 1, frame
        if (frame, LEX.supportVerb, None) in graph:
            assert (frame, LEX.noun, None) in graph or (frame, LEX.nounOf, None) in graph, frame
        assert set(graph.objects(frame, LEX.status)) <= {KG.Planned, KG.Possible, KG.Negated}, frame
        assert set(graph.objects(frame, LEX.among)) <= set(graph.subjects(RDF.type, OWL.Class)), frame


def test_a_frame_lists_a_word_once_and_in_lemma_form(graph: Graph) -> None:
    """Words of a frame are lemmas: no capital but in names and abbreviations, no stray space."""
    for frame in frames(graph):
        for part in PARTS:
            for word in map(str, graph.objects(frame, part)):
                assert word == " ".join(word.split()), frame
                assert word != word.title() or word.lower() == word or "." in word or " " in word, (
                    frame,
                    word,
                )


def test_examples_are_well_marked(graph: Graph) -> None:
    """Each frame has an example; each marks one trigger with the frame's words, and roles that the frame has."""
    counted = 0
    for frame in frames(graph):
        evoked = graph.value(frame, LEX.evokes)
        ends = {RDF.subject: "subject", RDF.object: "object"}
        roles = {
            ends.get(role, str(role).removeprefix(str(KG)))  # type: ignore[call-overload]
            for filled in slots(graph, frame).values()
            for role in filled
        }
        examples = list(graph.objects(frame, SKOS.example))
        assert examples, frame
        for example in examples:
            counted += 1
            assert example.language == "en", frame  # type: ignore[attr-defined]
            text = str(example)
            triggers, marked = TRIGGER.findall(text), MARK.findall(text)
            assert len(triggers) == 1, text
            assert marked, text
            assert {role for role, _ in marked} <= roles, (frame, text)
            assert not re.search(r"[\[\]*]", MARK.sub("", TRIGGER.sub("", text))), text
            trigger = MARK.sub(r"\2", triggers[0])
            named = (frame, LEX.nameOf, None) in graph
            assert named or any(said(phrase, text.replace("*", "")) for phrase in words(graph, frame)), (
                frame,
                text,
            )
            assert named or any(
                said(phrase.split()[0], trigger) or said(phrase.split()[-1], trigger)
                for phrase in words(graph, frame)
            ), (frame, text)
            if (evoked, RDF.type, OWL.Class) not in graph:
                assert {"subject", "object"} <= {role for role, _ in marked}, (frame, text)
    assert counted >= 250


def test_every_required_role_is_shown_once(graph: Graph) -> None:
    """Each role that a frame requires is marked in one of its examples."""
    for frame in frames(graph):
        shown = {
            role for example in graph.objects(frame, SKOS.example) for role, _ in MARK.findall(str(example))
        }
        required = {str(role).removeprefix(str(KG)) for role in graph.objects(frame, LEX.requires)}
        assert required <= shown, frame


def _ways(graph: Graph, property_: Node, deep: int = 3) -> set[str]:
    """The words that say the property: frames that evoke it, its inverse or what it follows from."""
    found: set[str] = set()
    for frame in graph.subjects(LEX.evokes, property_):
        found |= words(graph, frame)
    if not deep:
        return found
    for other in {*graph.objects(property_, OWL.inverseOf), *graph.subjects(OWL.inverseOf, property_)}:
        found |= _ways(graph, other, deep - 1) if isinstance(other, URIRef) else set()
    for other in graph.subjects(RDFS.subPropertyOf, property_):
        found |= _ways(graph, other, deep - 1)
    for axiom in graph.objects(property_, OWL.propertyChainAxiom):
        steps = {graph.value(step, OWL.inverseOf) or step for step in Collection(graph, axiom)}
        for frame in frames(graph):
            if steps <= {role for filled in slots(graph, frame).values() for role in filled}:
                found |= words(graph, frame)
    for frame in frames(graph):  # a role that events have
        if property_ in {role for filled in slots(graph, frame).values() for role in filled}:
            found |= words(graph, frame)
    return found


def test_every_relation_can_be_said_in_three_ways(graph: Graph) -> None:
    """Each role and relation between things has at least three words, but for those listed with a reason."""
    about_claims = {KG.status, KG.attributedTo, KG.rule, KG.equivalent, KG.currency}
    about_claims |= {KG.claim, KG.about, KG.inQuestion, KG.nearCopyOf}
    relations = set(graph.subjects(RDF.type, OWL.ObjectProperty)) | {
        p
        for p in graph.subjects(RDF.type, OWL.DatatypeProperty)
        if union(graph, p, RDFS.domain) & _things(graph)
    }
    relations = {p for p in relations if str(p).startswith(KG)} - about_claims
    assert len(relations) > 60
    few = {str(p).removeprefix(str(KG)) for p in relations if len(_ways(graph, p)) < 3}
    assert few == set(FEW)


def _things(graph: Graph) -> set[Node]:
    roots = (KG.Agent, KG.Event, KG.Facility, KG.Product)
    below = (class_ for root in roots for class_ in graph.transitive_subjects(RDFS.subClassOf, root))
    return {class_ for class_ in below if class_ is not None}
