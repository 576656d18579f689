"""What the RDF of a knowledge base promises, checked on the sample and by SPARQL."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.assemble import assemble, terms
from kg.errors import KgError
from kg.model import KnowledgeBase
from kg.ontology import PREFIXES, load
from kg.store import Store
from tests.assemble import sample

REPOSITORY = Path(__file__).resolve().parents[2]
D = terms.DEFAULT_BASE


@pytest.fixture(scope="module")
def store() -> Store:
    """The sample in memory."""
    return Store.memory(sample.quads())


def ask(store: Store, pattern: str) -> bool:
    """Whether the pattern matches."""
    return bool(store.query(f"ASK {{ {pattern} }}"))


def count(store: Store, pattern: str, of: str = "*") -> int:
    """How many solutions the pattern has."""
    (row,) = store.select(f"SELECT (COUNT({of}) AS ?n) WHERE {{ {pattern} }}")
    return int(row["n"].value)


def test_no_blank_nodes() -> None:
    """Every node has an IRI."""
    kinds = {type(term) for quad in sample.quads() for term in (quad.subject, quad.object, quad.graph_name)}
    assert kinds == {ox.NamedNode, ox.Literal}


def test_rdflib_and_oxigraph_count_alike(store: Store) -> None:
    """The N-Quads and the Turtle of the sample hold the same for rdflib as for Oxigraph."""
    dataset = rdflib.Dataset()
    dataset.parse(data=store.dump().decode(), format="nquads")
    assert len(list(dataset.quads())) == len(store) == len(set(sample.quads()))
    triples = {quad.triple for quad in store.quads()}
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(store.prefixes))
    assert turtle is not None
    assert len(rdflib.Graph().parse(turtle, format="turtle")) == len(triples)


def test_the_store_gives_back_what_it_was_given(store: Store) -> None:
    """Quads come back term by term, datatypes included."""
    assert set(store.quads()) == set(sample.quads())


def test_order_and_hash_seed_change_nothing() -> None:
    """Sorted N-Quads and Turtle are the same bytes in any order of the input, under any hash seed."""
    script = (
        "import hashlib, pathlib, sys, tempfile\n"
        "from kg.export import exporter\n"
        "from kg.model import KnowledgeBase\n"
        "from kg.ontology import load\n"
        "from kg.store import Store\n"
        "from tests.assemble import sample\n"
        "step = int(sys.argv[1])\n"
        "kb = KnowledgeBase(sample.ENTITIES[::step], sample.STATEMENTS[::step])\n"
        "store = Store.memory(sample.quads(kb, sample.DOCUMENTS[::step]))\n"
        "folder = pathlib.Path(tempfile.mkdtemp())\n"
        "for name in ('turtle', 'trig', 'nquads'):\n"
        "    exporter(name)(store, folder / name, ontology=load())\n"
        "    print(hashlib.sha256((folder / name).read_bytes()).hexdigest())\n"
    )
    answers = set()
    for seed, step in (("0", "1"), ("1", "-1"), ("77", "-1")):
        done = subprocess.run(
            [sys.executable, "-c", script, step],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(done.stdout)
    assert len(answers) == 1
    assert hashlib.sha256(Store.memory(sample.quads()).dump()).hexdigest() in answers.pop()


def test_every_plain_triple_has_a_live_claim(store: Store) -> None:
    """What the plain view says of an instance in kg's own terms, an asserted or planned claim says too."""
    frame = " ".join(map(str, (terms.MERGED_BECAUSE, terms.QUALIFIER, terms.EQUIVALENT, terms.IN_CURRENCY)))
    plain = f"""GRAPH <{D}graph> {{ ?s ?p ?o }}
        FILTER(STRSTARTS(STR(?p), "{PREFIXES["kg"]}"))
        FILTER NOT EXISTS {{ ?s a/rdfs:subClassOf* rdf:Statement }}
        FILTER NOT EXISTS {{ ?s kg:claim ?of }}
        FILTER NOT EXISTS {{ VALUES ?p {{ {frame} }} }}"""
    live = """?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:status ?status .
        FILTER(?status IN (kg:Asserted, kg:Planned))"""
    assert count(store, plain) > 20
    assert not ask(store, f"{plain} FILTER NOT EXISTS {{ {live} }}")
    assert not ask(store, f"{live} FILTER NOT EXISTS {{ ?s ?p ?o }}")


def test_possible_and_negated_claims_assert_nothing(store: Store) -> None:
    """A rumour and a denial are there as claims, without their triple."""
    assert ask(store, "?c kg:status kg:Possible ; rdf:predicate kg:issuer")
    assert not ask(store, "?s kg:issuer ?o")
    assert ask(store, "?c kg:status kg:Negated ; rdf:subject d:aurora-grid ; rdf:object d:voltara")
    assert not ask(store, "d:aurora-grid kg:mergedWith ?o")


def test_planned_statements_are_plain(store: Store) -> None:
    """What is announced has its plain triple, and so has what follows from it, as planned."""
    assert ask(store, "d:project-1 kg:developer d:aurora-grid")
    assert ask(store, "d:aurora-grid kg:builds d:plant-porto")
    assert ask(
        store, "?c a kg:DerivedClaim ; rdf:predicate kg:builds ; kg:status kg:Planned ; kg:confidence 0.5625"
    )


def test_quotes_are_the_article_s_words(store: Store) -> None:
    """Each quote is the article's body from start to end, by the store's own arithmetic."""
    sentence = """?span oa:hasSource ?article ; oa:hasSelector ?position , ?quote .
        ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?text . ?article schema:articleBody ?body ."""
    assert count(store, sentence) == len(
        {q.subject for q in store.quads() if q.object == terms.SPECIFIC_RESOURCE}
    )
    assert not ask(store, f"{sentence} FILTER(SUBSTR(?body, ?start + 1, ?end - ?start) != ?text)")
    assert count(store, "?c a kg:Claim") == count(
        store, "?c a kg:Claim ; prov:wasDerivedFrom/oa:hasSource ?article"
    )


def test_articles_are_units_of_replacement(store: Store) -> None:
    """An article's graph holds its claims and evidence, and nothing that another article's graph holds."""
    first = {q.triple for q in store.graph(ox.NamedNode(sample.FIRST.uri))}
    second = {q.triple for q in store.graph(ox.NamedNode("file:///news/second%20story.txt"))}
    assert first
    assert second
    assert not first & second
    assert (
        count(
            store,
            f"?c a kg:Claim FILTER NOT EXISTS {{ GRAPH ?g {{ ?c a kg:Claim }} FILTER(?g != <{D}graph>) }}",
        )
        == 0
    )


def test_it_is_lean(store: Store) -> None:
    """About ten triples a claim (cues and attribution come on top) and nine a sentence."""
    claims = count(store, "?c a kg:Claim")
    of_claims = count(
        store, "?c a kg:Claim ; ?p ?o FILTER(?p NOT IN (kg:cue, kg:attributionText, kg:attributedTo))"
    )
    assert of_claims == 9 * claims
    sentences = count(store, "?s a oa:SpecificResource")
    of_sentences = count(store, "?s a oa:SpecificResource ; ?p ?o") + count(
        store, "?s a oa:SpecificResource ; oa:hasSelector ?selector . ?selector ?p ?o"
    )
    assert of_sentences == 9 * sentences


def test_two_articles_make_two_claims_of_one_triple(store: Store) -> None:
    """A statement of both articles is one triple with one claim for each sentence."""
    assert count(store, "d:round-1 kg:recipient ?o") == 1
    assert count(store, "?c a kg:Claim ; rdf:subject d:round-1 ; rdf:predicate kg:recipient") == 2


def test_attribution_is_words_and_speaker(store: Store) -> None:
    """Who said it is there as words, and as an entity where the words name one."""
    assert ask(store, '?c kg:attributionText "Harbor Wire" ; kg:attributedTo d:harbor-wire')
    assert not ask(store, "?c kg:attributedTo ?who FILTER NOT EXISTS { ?c kg:attributionText ?words }")


def test_an_activity_names_its_rule_and_software(store: Store) -> None:
    """How a claim was found: the article used, the frame, both programs in their versions."""
    activity = "?c prov:wasGeneratedBy ?activity . ?activity a prov:Activity ; kg:rule frame:invest ; prov:used ?article"
    assert ask(
        store,
        f"{activity} ; prov:wasAssociatedWith ?kg . ?kg schema:softwareVersion '0.1.0' ; schema:name 'kg'",
    )
    assert ask(store, f"{activity} ; prov:wasAssociatedWith ?nlp . ?nlp schema:softwareVersion '3.8.0'")


def test_amounts_and_their_equivalents(store: Store) -> None:
    """An amount has its value and currency, and the text's own conversion both ways."""
    assert ask(store, "d:eur-90000000 a kg:MonetaryAmount ; schema:value 90000000.0 ; schema:currency 'EUR'")
    assert ask(
        store, "d:eur-90000000 kg:equivalent ?usd . ?usd kg:equivalent d:eur-90000000 ; kg:qualifier 'about'"
    )


def test_languages_are_linked(store: Store) -> None:
    """The language of an article is Wikidata's item as well as its tag, of which the region does not count."""
    assert ask(store, f"?article {terms.IN_LANGUAGE} 'en' ; {terms.LANGUAGE} <{PREFIXES['wd']}Q1860>")
    minter = terms.Minter(D, load())
    assert minter.language("de-AT") == minter.language("de")
    assert minter.language("x-unknown") is None


def test_a_sentence_claims_a_triple_once() -> None:
    """Two rules that find the same in one sentence make one claim, the surer's, generated by both."""
    statement = sample.STATEMENTS[0]
    (evidence,) = statement.evidence
    weaker = dataclasses.replace(evidence, rule="frame:rival", confidence=0.4)
    twice = dataclasses.replace(statement, evidence=(weaker, evidence))
    kb = KnowledgeBase(sample.ENTITIES, (twice,))
    store = Store.memory(sample.quads(kb))
    assert count(store, "?c a kg:Claim ; kg:confidence ?it") == 1
    assert ask(
        store, "?c a kg:Claim ; kg:confidence 0.9 ; prov:wasGeneratedBy/kg:rule frame:rival , frame:compete"
    )


def test_a_quote_that_is_not_there_is_refused() -> None:
    """RDF whose quotes are not the article's words is not made."""
    other = dataclasses.replace(sample.FIRST, text=sample.FIRST.text.replace("Aurora", "Boreal"))
    with pytest.raises(KgError, match="the text has no"):
        sample.quads(documents=(other, sample.SECOND))


def test_evidence_needs_its_document() -> None:
    """Evidence from a document that was not given is an error, not a gap."""
    with pytest.raises(KgError, match=r"second story\.txt: there is evidence"):
        sample.quads(documents=(sample.FIRST,))


def test_two_documents_at_one_address_are_refused() -> None:
    """Two texts under one IRI could not be told apart."""
    twin = dataclasses.replace(sample.FIRST, id="twin")
    with pytest.raises(KgError, match="two documents"):
        sample.quads(documents=(sample.FIRST, twin, sample.SECOND))


def test_the_base_is_an_option() -> None:
    """Entities, claims and the graph move with the base, and the store knows its prefix."""
    base = "https://data.example.com/"
    made = assemble(
        sample.KNOWLEDGE_BASE, sample.DOCUMENTS, ontology=load(), software=sample.SOFTWARE, base=base
    )
    store = Store.memory(made)
    assert store.prefixes["d"] == base
    assert ask(store, f"GRAPH <{base}graph> {{ d:round-1 a kg:FundingRound }}")
    assert D.encode() not in store.dump()
