"""Queries: answers in every form, refusals that say why, canned queries by name."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, QueryError
from kg.model import KnowledgeBase, Literal, PartialDate, Statement
from kg.ontology import load
from kg.query import Kind, Result, query
from kg.query.canned import Canned, canned, fill
from kg.query.names import things
from kg.query.render import FORMATS, render
from kg.store import Store
from tests.assemble import sample

RECIPIENTS = "SELECT ?round ?who WHERE { ?round kg:recipient ?who }"


@pytest.fixture(scope="module")
def store() -> Store:
    """The sample in memory."""
    return Store.memory(sample.quads())


def test_the_usual_prefixes_are_known(store: Store) -> None:
    """A query needs no PREFIX lines, and sees the union of all graphs."""
    result = query(store, RECIPIENTS)
    assert result.kind is Kind.TABLE
    assert result.variables == ("round", "who")
    assert [tuple(term.value for term in row if term) for row in result.rows] == [
        ("https://kg.example.org/id/round-1", "https://kg.example.org/id/aurora-grid")
    ]
    assert query(store, "SELECT * { ?c a kg:Claim . ?article a schema:NewsArticle }").rows


def test_a_file_is_queried_like_a_store(tmp_path: Path, store: Store) -> None:
    """A Turtle file, and a store's folder, answer as the open store does."""
    file = tmp_path / "graph.nq"
    file.write_bytes(store.dump())
    with Store.open(tmp_path / "store", read_only=False) as made:
        made.replace(store.quads())
    for source in (file, tmp_path / "store"):
        assert query(source, RECIPIENTS).rows == query(store, RECIPIENTS).rows


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (RECIPIENTS, Kind.TABLE),
        ("ASK { ?s ?p ?o }", Kind.TRUTH),
        ("CONSTRUCT WHERE { ?s kg:led ?o }", Kind.GRAPH),
    ],
)
@pytest.mark.parametrize("format_", FORMATS)
def test_every_form_of_every_answer(store: Store, text: str, kind: Kind, format_: str) -> None:
    """Each form either holds the answer, ending in one newline, or is refused with the forms that fit."""
    result = query(store, text)
    assert result.kind is kind
    fits = format_ in ("table", "markdown") or (format_ == "turtle") == (kind is Kind.GRAPH)
    if not fits:
        with pytest.raises(QueryError, match="table"):
            render(result, format_)
        return
    shown = render(result, format_)
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")
    assert render(result, format_) == shown, "an answer can be shown again"
    if kind is not Kind.TRUTH:
        assert "aurora-grid" in shown or "northwind-capital" in shown


def test_the_forms_of_the_w3c_are_theirs(store: Store) -> None:
    """CSV, TSV, JSON and XML are read by readers of those."""
    result = query(store, "SELECT ?name WHERE { d:round-1 rdfs:label ?name }")
    assert list(csv.reader(io.StringIO(render(result, "csv")))) == [["name"], ["Aurora Grid's Series B"]]
    assert (
        json.loads(render(result, "json"))["results"]["bindings"][0]["name"]["value"]
        == "Aurora Grid's Series B"
    )
    assert render(result, "tsv").splitlines()[0] == "?name"
    assert ET.fromstring(render(result, "xml")).tag.endswith("sparql")  # noqa: S314 -- our own


def test_a_table_shows_prefixed_names(store: Store) -> None:
    """People read kg:investor and d:aurora-grid, not IRIs."""
    table = render(query(store, RECIPIENTS))
    assert table.splitlines() == ["round      who", "---------  -------------", "d:round-1  d:aurora-grid"]


def result_of(*cells: str) -> Result:
    """A table of one row."""
    return Result(Kind.TABLE, tuple(f"v{i}" for i in range(len(cells))), (tuple(map(ox.Literal, cells)),))


TEXT = st.text(st.characters(exclude_categories=("Cs", "Mn", "Me", "Cf")))


@given(st.lists(TEXT, min_size=1, max_size=4), st.integers(45, 120))
def test_a_table_fits_the_terminal(cells: list[str], width: int) -> None:
    """No line is longer than the terminal is wide, no cell breaks a line or controls the terminal."""
    table = render(result_of(*cells), width=width)
    assert table.count("\n") == 3
    assert all(len(line) <= width for line in table.splitlines())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", table)


def test_wide_letters_take_two_columns() -> None:
    """A table with Japanese names is cut where the terminal ends, and says that it is cut."""
    table = render(result_of("東京" * 20, "x"), width=30)
    assert table.splitlines()[2].startswith("東京東京")
    assert table.splitlines()[2].endswith("…  x") or "…" in table.splitlines()[2]


def test_markdown_cells_cannot_break_the_table() -> None:
    """A bar, markup or HTML in a value stays text."""
    row = render(result_of("a|b<script>*x*"), "markdown").splitlines()[2]
    assert row == r"| a\|b\<script\>\*x\* |"


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <b:b> 1 }",
        "# no query\nPREFIX a: <http://example.org/#x>\nBASE <http://example.org/>\ndelete where { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "CLEAR ALL",
        "DROP GRAPH <a:b>",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(store: Store, text: str) -> None:
    """A query does not change the graph, and says so."""
    with pytest.raises(QueryError, match="is refused: a query only reads"):
        query(store, text)
    assert len(store) == len(set(sample.quads()))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        'SELECT * { BIND("""a"b""" AS ?x) SERVICE ?x { ?s ?p ?o } } # "',
        "SELECT * { BIND('it''s' AS ?x)service<http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_nothing_leaves_the_machine(store: Store, text: str) -> None:
    """SERVICE is refused, however it is spelled."""
    with pytest.raises(QueryError, match="SERVICE is refused"):
        query(store, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ('INSERT SERVICE' AS ?x) {}",
        "# SERVICE\nSELECT ?service { ?service kg:led ?x }",
        'SELECT ("""a SERVICE "quoted" b""" AS ?x) {}',
        "PREFIX service: <http://example.org/SERVICE#> SELECT * { ?s service:SERVICE ?o }",
        "PREFIX insert: <http://example.org/> ASK { ?s insert:x ?o }",
    ],
)
def test_words_that_only_look_like_it_are_not_refused(store: Store, text: str) -> None:
    """The words in strings, comments, names and IRIs are no keywords."""
    query(store, text)


def test_a_mistake_is_shown_in_its_place(store: Store) -> None:
    """A syntax error names line and column and shows the line."""
    with pytest.raises(QueryError) as caught:
        query(store, "SELECT * {\n  ?s kg:led }")
    assert str(caught.value).startswith("not valid SPARQL at line 2, column 13: ")
    assert str(caught.value).endswith("\n    ?s kg:led }\n              ^")


def test_an_unknown_prefix_is_named(store: Store) -> None:
    """A prefix that nobody declared is named, with those that are known."""
    with pytest.raises(QueryError, match=r"the prefix dbo: is not declared; known are kg, "):
        query(store, "SELECT * { ?s a dbo:Company }")


def test_a_slow_query_is_given_up(store: Store) -> None:
    """After the time it was given a query ends in an error; a fast one is not disturbed."""
    begin = time.monotonic()
    with pytest.raises(QueryError, match=r"no answer in 0\.2 seconds"):
        query(
            store, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) } ", timeout=0.2
        )
    assert time.monotonic() - begin < 5
    assert query(store, RECIPIENTS, timeout=30).rows
    with pytest.raises(QueryError, match="not valid SPARQL"):
        query(store, "SELECT", timeout=30)


@pytest.mark.parametrize("name", canned())
def test_canned_queries_run(store: Store, name: str) -> None:
    """Each canned query says what it shows, orders its rows, and runs with and without its parameters."""
    one = canned()[name]
    assert one.label
    assert "ORDER BY" in one.text
    every = query(store, fill(one, [], store)).rows
    assert every or name in {"conflicts", "changes"}, "the sample has something for each but these"
    for used in range(1, len(one.parameters) + 1):
        some = query(store, fill(one, ["Aurora Grid", "Northwind"][:used], store)).rows
        assert set(some) <= set(every)


def test_there_are_canned_queries() -> None:
    """The queries that people ask first are there."""
    assert set(canned()) >= {
        "investors", "rounds", "planned", "said-by", "timeline", "competitors", "people", "articles", "conflicts",
    }  # fmt: skip


def test_a_parameter_is_a_name(store: Store) -> None:
    """A canned query about something takes its name or another of its names, in any case."""
    text = fill(canned()["investors"], ["aurora grid sa", "Northwind"], store)
    ((who, *_, sentence),) = query(store, text).rows
    assert who == ox.Literal("Northwind Capital")
    assert isinstance(sentence, ox.Literal)
    assert "Northwind Capital" in sentence.value
    with pytest.raises(KgError, match="near are Aurora Grid"):
        fill(canned()["investors"], ["Aurora Gird"], store)
    with pytest.raises(QueryError, match="articles takes nothing"):
        fill(canned()["articles"], ["x"], store)


def test_conflicts_are_found() -> None:
    """Two dates of one round, and a competitor that the other article denies: each claim with its sentence."""
    said = next(s.evidence[0] for s in sample.STATEMENTS if s.predicate == "kg:competitorOf")
    denied = next(s.evidence[0] for s in sample.STATEMENTS if s.predicate == "kg:mergedWith")
    more = (
        Statement("aurora-grid", "kg:competitorOf", "voltara", (denied,)),
        Statement("round-1", "kg:date", Literal(PartialDate(2025)), (said,)),
    )
    kb = KnowledgeBase(sample.ENTITIES, (*sample.STATEMENTS, *more))
    store = Store.memory(sample.quads(kb))
    rows = [
        [cell.value if cell else "" for cell in row]
        for row in query(store, fill(canned()["conflicts"], [], store)).rows
    ]
    assert {(row[0], row[2], row[3].partition("#")[2]) for row in rows} == {
        ("Aurora Grid", "Voltara", "Asserted"),
        ("Aurora Grid", "Voltara", "Negated"),
        ("Aurora Grid's Series B", "2025", "Asserted"),
        ("Aurora Grid's Series B", "2026-03-02", "Asserted"),
    }
    assert {row[7] for row in rows} >= {said.quote, denied.quote}
    of_round = query(store, fill(canned()["conflicts"], ["d:round-1"], store)).rows
    assert len(of_round) == 2
    concerned = {"Voltara": {"Aurora Grid"}, "Tidewater Partners": {"Aurora Grid's Series B"}, "Porto": set()}
    for name, about in concerned.items():
        found = query(store, fill(canned()["conflicts"], [name], store)).rows
        assert {row[0].value for row in found if row[0]} == about, (
            "a value of it, or who takes part in the event"
        )


@pytest.mark.parametrize("name", ["conflicts", "changes"])
def test_queries_on_conflicts_know_all_events(name: str) -> None:
    """The classes of events that they look into are those of the ontology, all and only those."""
    named = re.findall(r"kg:\w+", canned()[name].text.split("VALUES ?event")[1].split("}")[0])
    assert sorted(named) == sorted(curie for curie in load().classes if load().is_event(curie))


def test_a_file_without_its_label_is_refused(tmp_path: Path) -> None:
    """A query file must say what it shows, and have a place for parameters."""
    (tmp_path / "x.rq").write_text("SELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="# label:"):
        canned(tmp_path)
    (tmp_path / "x.rq").write_text("# label: all\nSELECT * { ?s ?p ?o }")
    with pytest.raises(QueryError, match="WHERE"):
        canned(tmp_path)
    (tmp_path / "x.rq").write_text("# label: all\n# parameters: s\nSELECT * WHERE { ?s ?p ?o }")
    assert canned(tmp_path) == {"x": Canned("x", "all", ("s",), (tmp_path / "x.rq").read_text())}


@pytest.mark.parametrize(
    "name",
    [
        "Aurora Grid",
        " aurora GRID",
        "the company",
        "d:aurora-grid",
        "<https://kg.example.org/id/aurora-grid>",
    ],
)
def test_a_thing_by_any_of_its_names(store: Store, name: str) -> None:
    """Label, other name, CURIE and IRI denote the same thing."""
    assert things(store, name) == (ox.NamedNode("https://kg.example.org/id/aurora-grid"),)
