"""What the page reads: the JSON document of a store, without a browser."""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import networkx as nx
import pyoxigraph as ox
import pytest

from kg.assemble import terms
from kg.export.html import write
from kg.export.html.communities import communities
from kg.export.html.document import document
from kg.export.html.graph import build, ranked
from kg.export.html.layout import positions
from kg.export.html.page import read_document
from kg.export.html.queries import answering
from kg.export.html.reading import read
from kg.export.html.statements import date_in_words
from kg.export.selection import Selection, select
from kg.ontology import load
from kg.store import Store
from tests.export.html import hostile, large, sample

D = terms.DEFAULT_BASE


def document_of(store: Store, *, slim: bool = False) -> dict[str, Any]:
    """The page's document for a store."""
    store = select(store, Selection(slim=slim), load())
    facts = read(store)
    return document(
        build(facts, load()),
        facts,
        ontology=load(),
        prefixes=store.prefixes,
        title="Test",
        rdf=answering(store),
    )


@pytest.fixture(scope="module")
def doc(store: Store) -> dict[str, Any]:
    """The sample's document."""
    return document_of(store)


def find(doc: dict[str, Any], subject: str, predicate: str, object_: str) -> dict[str, Any]:
    """The one statement with these ids, or with this value."""
    nodes, predicates = doc["nodes"], doc["predicates"]
    found = [
        each
        for each in doc["statements"]
        if nodes[each["s"]]["id"] == subject
        and predicates[each["p"]]["id"] == predicate
        and object_ in (each["value"], each["o"] is not None and nodes[each["o"]]["id"])
    ]
    assert len(found) == 1, (subject, predicate, object_)
    statement: dict[str, Any] = found[0]
    return statement


def test_every_reference_leads_somewhere(doc: dict[str, Any]) -> None:
    """Positions in lists are positions of that list, and ids in the drawing are nodes and statements."""
    sizes = {key: len(value) for key, value in doc.items() if isinstance(value, list)}
    assert min(size for key, size in sizes.items() if key != "conflicts") > 0
    for statement in doc["statements"]:
        assert statement["s"] < sizes["nodes"]
        assert statement["p"] < sizes["predicates"]
        assert (statement["o"] is None) != (statement["value"] == "")
        assert all(claim < sizes["claims"] for claim in statement["claims"])
    for claim in doc["claims"]:
        assert claim["sentence"] is None or claim["sentence"] < sizes["sentences"]
        assert (claim["sentence"] is None) == bool(claim["premises"])
        assert claim["statement"] is None or claim["statement"] < sizes["statements"]
    drawn = {node["id"] for node in doc["network"]["nodes"]}
    for edge in doc["network"]["edges"]:
        statement = doc["statements"][int(edge["id"][1:])]
        assert (edge["from"], edge["to"]) == (statement["s"], statement["o"])
        assert {edge["from"], edge["to"]} <= drawn


SCHEMA = json.loads((files("kg.export.html") / "document.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("slim", [False, True])
def test_the_form_is_the_one_described(store: Store, slim: bool) -> None:  # noqa: FBT001
    """The document of the sample, of hostile texts and of nothing fits its JSON Schema, with no key beyond it."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for each in (store, hostile.store(), Store.memory([])):
        jsonschema.validate(document_of(each, slim=slim), SCHEMA, jsonschema.Draft202012Validator)


def test_the_docstring_describes_the_form() -> None:
    """Every key of the document is in the docstring of its module, and no other form than the schema's."""
    described = sys.modules[document.__module__].__doc__ or ""
    assert f"Form {SCHEMA['properties']['form']['const']};" in described
    missing = [key for key in SCHEMA["properties"] if key != "form" and f"\n    {key} " not in described]
    assert missing == []


def test_the_rdf_is_there_whole(store: Store) -> None:
    """The compressed N-Triples hold each triple of the store once, sorted; without SPARQL there are none."""
    rdf = document_of(store)["rdf"]
    lines = gzip.decompress(base64.b64decode(rdf["gzip"])).decode().splitlines()
    assert lines == sorted({f"{quad.triple} ." for quad in store.quads()})
    assert rdf["triples"] == len(lines)
    assert {"investors", "timeline"} <= {query["name"] for query in rdf["queries"]}


def test_too_many_triples_are_left_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a store that no browser could load only the number of its triples is in the document."""
    monkeypatch.setattr("kg.export.html.queries.MOST_TRIPLES", 10)
    rdf = document_of(store)["rdf"]
    assert rdf["gzip"] == ""
    assert rdf["triples"] > 10


def test_articles_have_their_text(doc: dict[str, Any]) -> None:
    """Each sentence stands in its article's text where it says it does, counted in code points."""
    for sentence in doc["sentences"]:
        text = doc["articles"][sentence["article"]]["text"]
        assert text[sentence["start"] :].startswith(sentence["quote"])


def test_communities_hold_together(doc: dict[str, Any]) -> None:
    """Each thing with a line is in one community, sizes are right, and most lines stay inside."""
    sizes = [0] * len(doc["communities"])
    for node in doc["nodes"]:
        if node["community"] is not None:
            sizes[node["community"]] += 1
    assert sizes == [each["size"] for each in doc["communities"]]
    assert sizes == sorted(sizes, reverse=True)
    home = [node["community"] for node in doc["nodes"]]
    inside = [home[edge["from"]] == home[edge["to"]] for edge in doc["network"]["edges"]]
    assert sum(inside) > len(inside) / 2


def test_conflicts_are_those_of_the_store(doc: dict[str, Any]) -> None:
    """A node of class kg:Conflict is a conflict of its claims' statements, and is no thing of the graph."""
    assert [conflict["kind"] for conflict in doc["conflicts"]] == ["denial"]
    told = document_of(sample.disputed())
    (conflict,) = (conflict for conflict in told["conflicts"] if conflict["kind"] == "conflict")
    values = [told["statements"][i]["value"] for i in conflict["statements"]]
    assert values == ["USD 700 million", "USD 900 million"]
    assert not any(node["id"].startswith("conflict") for node in told["nodes"])


def test_what_tells_of_sentences_is_no_statement() -> None:
    """Selectors without a type are not taken for things."""
    told = document_of(Store.memory(large.quads(60, 20)))
    assert (len(told["statements"]), len(told["nodes"])) == (60, 20)


def test_a_change_over_time_is_a_succession() -> None:
    """What was planned and what came of it are listed together, and are no conflict."""
    told = document_of(sample.changed())
    (change,) = (conflict for conflict in told["conflicts"] if conflict["kind"] == "succession")
    assert sorted(told["statements"][i]["value"] for i in change["statements"]) == ["Jun 2026", "Sep 2026"]


def test_support_is_that_of_several_sources(doc: dict[str, Any]) -> None:
    """What two articles say has how many sources that is and how sure they make it; what one says has none."""
    chief = find(doc, "saga-lindqvist", "kg:chiefExecutiveOf", "helio-grid")
    assert chief["support"]["sources"] == 2
    assert chief["support"]["confidence"] > max(doc["claims"][i]["confidence"] for i in chief["claims"])
    assert find(doc, "volta-rail", "kg:customerOf", "helio-grid")["support"] is None


def test_programs_are_named_with_versions(doc: dict[str, Any]) -> None:
    """A claim from a sentence says which programs, in which versions, found it."""
    said = [claim for claim in doc["claims"] if claim["sentence"] is not None]
    assert said
    assert all(
        [doc["agents"][i] for i in claim["agents"]] == ["en_sample 3.8.0", "kg 0.1.0"] for claim in said
    )


def test_cues_are_the_words(doc: dict[str, Any]) -> None:
    """A cue cut out of its quote by code points is the words of the text, behind an emoji as well."""
    claim = doc["claims"][find(doc, "volta-rail", "kg:customerOf", "helio-grid")["claims"][0]]
    quote = doc["sentences"][claim["sentence"]]["quote"]
    assert quote.startswith("\U0001f684 ")
    assert [quote[start:end] for start, end in claim["cues"]] == ["Volta Rail", "customer", "Helio Grid"]


def test_events_say_sum_and_date(doc: dict[str, Any]) -> None:
    """An event is marked; its summary is the sum that identifies it, not the valuation, and its date."""
    event = next(node for node in doc["nodes"] if node["id"] == "round-helio")
    assert event["event"]
    assert event["summary"] == "EUR 480 million · Mar 2026"
    value = find(doc, "round-helio", "kg:amount", "EUR 480 million (about USD 520 million)")
    assert value["o"] is None
    assert not any(node["label"].startswith("EUR") for node in doc["nodes"])


def test_status_is_the_surest(doc: dict[str, Any]) -> None:
    """What one article plans and another denies is planned, with both claims; what is only denied is negated."""
    deal = find(doc, "acquisition-orbit", "kg:target", "orbit-arms")
    assert deal["status"] == "planned"
    assert sorted(doc["claims"][claim]["status"] for claim in deal["claims"]) == ["negated", "planned"]
    assert find(doc, "kestrel-capital", "kg:investsIn", "trans-alpine")["status"] == "negated"
    assert find(doc, "offering-orbit", "kg:issuer", "orbit-arms")["status"] == "possible"


def test_a_restatement_has_no_line_of_its_own(doc: dict[str, Any]) -> None:
    """The inverse, and what a rule makes of one relation, are kept with what they restate; a new link is drawn."""
    lines = {int(edge["id"][1:]) for edge in doc["network"]["edges"]}
    raised = find(doc, "helio-grid", "kg:raised", "round-helio")
    said = find(doc, "round-helio", "kg:recipient", "helio-grid")
    assert doc["statements"][raised["restates"]] == said
    assert doc["statements"].index(said) in lines
    assert doc["statements"].index(raised) not in lines
    invests = find(doc, "kestrel-capital", "kg:investsIn", "helio-grid")
    assert invests["derived"]
    assert doc["statements"].index(invests) in lines


def test_a_derived_claim_leads_to_sentences(doc: dict[str, Any]) -> None:
    """Followed from premise to premise, a derived statement rests on what sentences say."""
    pending = list(find(doc, "fjord-ventures", "kg:investsIn", "volta-rail")["claims"])
    quotes = []
    for number in pending:
        claim = doc["claims"][number]
        pending += claim["premises"]
        quotes += [doc["sentences"][claim["sentence"]]["quote"]] if claim["sentence"] is not None else []
    assert any(quote.startswith("Fjord Ventures invested 40 million euros") for quote in quotes)


def test_parallel_lines_bend_apart(doc: dict[str, Any]) -> None:
    """No two lines between the same two nodes have the same course."""
    courses = []
    for edge in doc["network"]["edges"]:
        smooth = edge.get("smooth") or {"type": "curvedCW", "roundness": 0}
        bend = smooth["roundness"] * (1 if smooth["type"] == "curvedCW" else -1)
        forward = edge["from"] < edge["to"]
        ends = (min(edge["from"], edge["to"]), max(edge["from"], edge["to"]))
        courses.append((ends, bend if forward else -bend))
    assert len(set(courses)) == len(courses)
    assert any(bend for _, bend in courses)


def test_names_are_apart(doc: dict[str, Any]) -> None:
    """At scale 1 no two nodes are so near that their names must collide."""
    places = [(node["x"], node["y"]) for node in doc["network"]["nodes"]]
    pairs = itertools.combinations(places, 2)
    near = [(a, b) for a, b in pairs if abs(a[0] - b[0]) < 100 and abs(a[1] - b[1]) < 50]
    assert near == []


def test_same_content_same_bytes(store: Store, tmp_path: Path) -> None:
    """The order of the quads in a store does not show in the page."""
    quads = sorted(store.quads(), key=str, reverse=True)
    count = write(store, tmp_path / "a.html")
    assert write(Store.memory(quads), tmp_path / "b.html") == count > 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert len(read_document((tmp_path / "a.html").read_text("utf-8"))["statements"]) == count


def test_slim_leaves_out_who_says_so(store: Store) -> None:
    """Without provenance the plain triples remain, and nothing that only a claim says."""
    slim = document_of(store, slim=True)
    assert slim["claims"] == slim["sentences"] == slim["articles"] == []
    assert find(slim, "tern-robotics", "kg:acquired", "orbit-arms")["claims"] == []
    with pytest.raises(AssertionError):
        find(slim, "kestrel-capital", "kg:investsIn", "trans-alpine")


def test_any_rdf_will_do() -> None:
    """A store without claims, labels, known classes or types of objects still becomes a graph."""
    named = ox.NamedNode
    quads = [
        ox.Quad(named("urn:x:Ada-Lovelace"), terms.TYPE, named("http://xmlns.com/foaf/0.1/Person")),
        ox.Quad(
            named("urn:x:Ada-Lovelace"), named("http://xmlns.com/foaf/0.1/knows"), named("urn:x:babbage")
        ),
        ox.Quad(
            named("urn:x:Ada-Lovelace"), named("urn:x:born"), ox.Literal("1815", datatype=named("urn:x:t"))
        ),
    ]
    doc = document_of(Store.memory(quads))
    assert [node["label"] for node in doc["nodes"]] == ["Ada Lovelace", "babbage"]
    assert [each["label"] for each in doc["classes"]] == ["thing", "person"]
    assert len(doc["network"]["edges"]) == 1
    assert sorted(each["value"] for each in doc["statements"]) == ["", "1815"]


def test_an_empty_store_has_an_empty_document() -> None:
    """Nothing in, nothing out, and no error."""
    doc = document_of(Store.memory([]))
    assert doc["nodes"] == doc["statements"] == doc["network"]["nodes"] == []


def test_a_large_graph_is_cut_to_the_strongest() -> None:
    """Of 2,000 nodes 1,500 are drawn at first, the hub among them; the rest is there, with places, to be opened."""
    hub, link = ox.NamedNode(D + "hub"), ox.NamedNode("urn:x:link")
    quads = [ox.Quad(hub, terms.TYPE, ox.NamedNode("urn:x:C"))]
    for i in range(1999):
        leaf = ox.NamedNode(f"{D}leaf-{i}")
        quads.append(ox.Quad(leaf, terms.TYPE, ox.NamedNode("urn:x:C")))
        quads.append(ox.Quad(leaf, link, hub if i % 3 else ox.NamedNode(f"{D}leaf-{(i * 7) % 1999}")))
    doc = document_of(Store.memory(quads))
    assert len(doc["nodes"]) == 2000
    drawn = {doc["nodes"][node["id"]]["id"] for node in doc["network"]["nodes"]}
    assert len(drawn) == 1500
    assert "hub" in drawn
    rest = doc["network"]["rest"]
    assert len(drawn) + len(rest["nodes"]) == 2000
    assert len(doc["network"]["edges"]) + len(rest["edges"]) == 1999
    assert {"x", "y", "shape", "size"} <= rest["nodes"][0].keys()


def test_the_strongest_are_the_most_linked_to() -> None:
    """The middle of a star comes before its points, and none is left out."""
    star: nx.MultiDiGraph[str] = nx.MultiDiGraph([(f"leaf-{i}", "middle") for i in range(9)])
    assert ranked(star)[0] == "middle"
    assert len(ranked(star)) == 10


@pytest.mark.parametrize("nodes", [1, 2, 3, 40])
def test_layout_places_everything(nodes: int) -> None:
    """One node, two unconnected ones, loops and rings all get places of their own, the same each time."""
    ring: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ring.add_nodes_from(map(str, range(nodes)))
    ring.add_edge("0", "0")
    if nodes > 2:
        ring.add_edges_from((str(i), str((i + 1) % nodes)) for i in range(nodes))
    places = positions(ring, communities(ring))
    assert len(set(places.values())) == nodes
    assert positions(ring, communities(ring)) == places


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2025-09-09", "9 Sep 2025"),
        ("2025-09", "Sep 2025"),
        ("2025", "2025"),
        ("2025-13", "2025-13"),
        ("2025-09-09T10:00:00Z", "9 Sep 2025"),
        ("-0044-03-15", "-0044-03-15"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_dates_in_words(iso: str, words: str) -> None:
    """A date keeps its precision; what is none stays as it is."""
    assert date_in_words(iso) == words
