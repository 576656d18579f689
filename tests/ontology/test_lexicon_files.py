"""lexicon.ttl by itself: the words for classes and values, and the cues of status."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

FOLDER = Path(__file__).resolve().parents[2] / "ontology"
KG = Namespace("https://kg.example.org/ontology#")
LEX = Namespace("https://kg.example.org/lexicon#")


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The ontology and its lexicon."""
    return Graph().parse(FOLDER / "kg.ttl").parse(FOLDER / "lexicon.ttl")


def test_descriptors_are_generous_and_unambiguous(graph: Graph) -> None:
    """Companies have thirty nouns and job titles sixty terms; no descriptor means two classes."""
    assert len(set(graph.objects(KG.Company, LEX.descriptor))) >= 30
    assert len(set(graph.objects(KG.JobTitle, LEX["term"]))) >= 60
    counted = Counter(str(word).casefold() for word in graph.objects(None, LEX.descriptor))
    assert [word for word, times in counted.items() if times > 1] == []
    assert all(isinstance(s, URIRef) and (s, RDF.type, None) in graph for s in graph.subjects(LEX.descriptor))


def test_cues_imply_one_status_and_share_no_word(graph: Graph) -> None:
    """A status cue implies one status; a word in one part of speech belongs to one cue."""
    cues = sorted(graph.subjects(RDF.type, LEX.StatusCue), key=str)
    assert len(cues) >= 4
    assert {graph.value(cue, LEX.implies) for cue in cues} == {KG.Planned, KG.Possible, KG.Negated}
    for part in (LEX.verb, LEX.noun, LEX.adjective, LEX.adverb, LEX.modal):
        counted = Counter(str(word) for cue in cues for word in graph.objects(cue, part))
        assert [word for word, times in counted.items() if times > 1] == [], part
