"""Queries: answers in every form, refusals that say why, canned queries by name."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import datetime
import io
import json
import re
import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble.terms import Term
from kg.errors import KgError, QueryError
from kg.model import Entity, KnowledgeBase, Literal, MentionKind, PartialDate, Statement, Status
from kg.ontology import load
from kg.query import LONGEST, Kind, Result, query
from kg.query.canned import Canned, Parameter, arguments, canned, fill
from kg.query.names import relations, things
from kg.query.paths import LONGEST as LONGEST_PATH
from kg.query.paths import shortest
from kg.query.render import FORMATS, columns, render
from kg.query.service import calls_another
from kg.store import Store
from tests.assemble import sample

XSD_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
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


def test_a_query_says_from_what(store: Store) -> None:
    """FROM narrows a query to these graphs, FROM NAMED what GRAPH sees; a variable or a word in a string does not."""
    article = "FROM <https://news.example.org/aurora-grid>"
    led = "{ ?who kg:led ?round }"
    assert query(store, f"ASK {led}").truth
    assert not query(store, f"ASK {article} {led}").truth
    assert query(store, f"ASK {article} {{ ?claim rdf:predicate kg:investor }}").truth
    assert not query(store, f"ASK {article.replace('FROM', 'from named')} {{ GRAPH ?g {led} }}").truth
    assert query(store, "SELECT ?from ('FROM' AS ?x) { ?from kg:led ?round } # FROM").rows


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


def test_a_long_cell_is_cut_at_once() -> None:
    """How long it takes to cut a cell does not depend on how long it is; combining marks stay with their letter."""
    begin = time.monotonic()
    table = render(result_of("x" * 2_000_000, "y"), width=40)
    assert time.monotonic() - begin < 1
    assert table.splitlines()[2] == "x" * 35 + "…  y"
    assert render(result_of("e\u0301" * 20), width=10).splitlines()[2] == "e\u0301" * 9 + "…"
    assert render(result_of("e\u0301" * 10), width=10).splitlines()[2] == "e\u0301" * 10


def test_wide_letters_take_two_columns() -> None:
    """A table with Japanese names is cut where the terminal ends, and says that it is cut."""
    lines = render(result_of("東京" * 20, "x"), width=30).splitlines()
    assert all(columns(line) <= 30 for line in lines)
    assert lines[2].startswith("東京東京")
    assert re.search("… +x$", lines[2])


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
        "SELECT * { SERVICE #\n# comments\n silent # more {\r\n:x # and\n{ ?s ?p ?o } }",
        f"SELECT * {{ SERVICE {'x' * 50_000}:x {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE x:{'x' * 50_000} {{ ?s ?p ?o }} }}",
    ],
)
def test_nothing_leaves_the_machine(store: Store, text: str) -> None:
    """SERVICE is refused, however it is spelled."""
    with pytest.raises(QueryError, match="SERVICE is refused"):
        query(store, text)


# Ways in which a search of the text could take tokens otherwise than Oxigraph, which answers most of these: U+00A0 and
# U+1680 are no blanks in SPARQL, and "<" may be less than.
SMUGGLED = (
    "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE#>\n URL { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER('1'<'>')SERVICE URL { ?a ?b ?c } BIND('x' AS ?y) }",
    r"SELECT * { ?s ?p ?o MINUS { ?s ex:a\#b ?x } SERVICE URL { ?a ?b ?c } }",
    r"SELECT * { ?s ?p ?o MINUS { ?s ex:a\'b ?x } SERVICE URL { ?a ?b ?c } BIND('x' AS ?y) }",
    "SELECT * { MINUS { ?s ?p true } SERVICE URL { ?a ?b ?c } }",
    "SELECT * { OPTIONAL { ?s ?p trueSERVICE URL { ?a ?b ?c } } }",
    "SELECT * { OPTIONAL { ?s ?p falseSERVICESILENT URL { ?a ?b ?c } } }",
    "SELECT * { SERVICESILENTURL{ ?a ?b ?c } }",
    "SELECT * { SERVICE ex:a#{\n{ ?a ?b ?c } }",
    "SELECT * { SERVICE ex:a\u1680b { ?a ?b ?c } }",
    "SELECT * { SERVICE ex:a\\#b { ?a ?b ?c } }",
    "SELECT * { SERVICE silent:a { ?a ?b ?c } }",
    "SELECT * { SERVICE <HERE\u00a0> { ?a ?b ?c } }",
    "SELECT * { SERVICE <HERE\\u00E9> { ?a ?b ?c } }",
    "SELECT * { VALUES ?\u00e9 { URL } SERVICE ?\u00e9{ ?a ?b ?c } }",
    "SELECT * { SERVICE #\\u000A x\nURL { ?a ?b ?c } }",
    "SELECT * { \\u0053ERVICE URL { ?a ?b ?c } }",
)


@pytest.mark.parametrize("text", SMUGGLED)
def test_no_request_is_made(store: Store, text: str) -> None:
    """However SERVICE is written, it is an error, and nothing comes to the address that it calls."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        here = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        prefixes = f"PREFIX ex: <{here}> PREFIX silent: <{here}> "
        with pytest.raises(QueryError):
            query(store, prefixes + text.replace("URL", f"<{here}>").replace("HERE", here), timeout=5)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "piece",
    ["SERVICE", "1SERVICE", "SERVICE#", "#SERVICE#\n", "SERVICE a1", ".SERVICEa:1", "SERVICE<", "SERVICE<>",
     "SERVICE ?1", "1SERVICE?a", "SERVICE\n", "SERVICE#\n#", "SERVICE SILENT", "SERVICE a\\:1", "SERVICE:", "\n"],
)  # fmt: skip
@pytest.mark.parametrize("head", ["", "SERVICE#", "1SERVICE "])
def test_a_search_for_service_takes_no_time(piece: str, head: str) -> None:
    """The longest text that is answered is searched in well below a second, whatever it repeats."""
    text = (head + piece * LONGEST)[:LONGEST]
    begin = time.monotonic()
    calls_another(text)
    calls_another(text[: LONGEST // 2] + "\n#" * (LONGEST // 4))
    assert time.monotonic() - begin < 0.8


def test_a_query_that_is_no_text() -> None:
    """Half of a surrogate pair, which a shell may hand over, is an error of kg."""
    with pytest.raises(QueryError, match="surrogate"):
        query(Store.memory([]), "SELECT * { \ud800 }")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ('INSERT SERVICE' AS ?x) {}",
        "# the SERVICE\n# of this query: ex:a, and more\nSELECT ?service ?x { ?service kg:led ?x }",
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


def ask(store: Store, name: str, *words: str) -> Result:
    """The answer to a canned query."""
    one = canned()[name]
    return query(store, fill(one, arguments(one, words), store))


# A value for each parameter of each canned query, for which the sample has an answer.
VALUES = {
    "about": ("Aurora Grid",), "acquisitions": ("Aurora Grid", "Voltara"), "amounts": ("d:round-1", "90000000"),
    "articles": (), "changed": ("2026-03", "Aurora Grid"), "changes": ("Aurora Grid",), "competitors": ("Aurora Grid",), "conflicts": ("Aurora Grid",),
    "denied": ("Aurora Grid",), "investors": ("Aurora Grid", "Northwind"), "path": ("Northwind", "Aurora Grid"),
    "people": ("Aurora Grid", "Ines Duarte"), "planned": ("d:project-1",), "projects": ("Aurora Grid", "Porto"),
    "relations": (), "rounds": ("Aurora Grid", "90e6"), "rumours": ("Aurora Grid",), "said-by": ("Harbor Wire",),
    "support": ("Aurora Grid",),
    "timeline": ("Aurora Grid",), "who-says": ("d:round-1", "lead investor", "Northwind"),
}  # fmt: skip
WITHOUT = {"acquisitions", "changes", "conflicts", "support"}  # what the sample does not have


@pytest.mark.parametrize("name", canned())
def test_canned_queries_run(store: Store, name: str) -> None:
    """Each canned query says what it shows, orders its rows, and runs with and without its parameters."""
    one = canned()[name]
    assert one.label
    assert "ORDER BY" in one.text
    assert all(parameter.comment for parameter in one.parameters)
    values = VALUES[name]
    assert len(values) == len(one.parameters)
    if one.paths:
        assert ask(store, name, *values).rows
        return
    every = ask(store, name).rows
    assert every or name in WITHOUT
    for used in range(1, len(values) + 1):
        some = ask(store, name, *values[:used]).rows
        assert some or name in WITHOUT or name == "who-says"
        assert set(some) <= set(every)


def test_there_are_canned_queries() -> None:
    """The queries that people ask first are there."""
    assert set(canned()) == set(VALUES)


def test_parameters_by_name_or_in_order() -> None:
    """--of X, --of=X and a value in its place say the same; what remains open is filled in order."""
    investors = canned()["investors"]
    for words in (
        ["Aurora", "Northwind"],
        ["--by", "Northwind", "Aurora"],
        ["--by=Northwind", "--of=Aurora"],
    ):
        assert arguments(investors, words) == {"of": "Aurora", "by": "Northwind"}
    assert arguments(investors, []) == {}
    assert arguments(investors, ["--of=--by"]) == {"of": "--by"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--to", "x"], r"has no --to; it is called as investors \[--of THING\] \[--by THING\]"),
        (["--of"], "--of needs a value"),
        (["--of", "a", "--of=b"], "--of is given twice"),
        (["a", "b", "c"], "too many values: 'c'"),
        (["--of", "a", "b", "c"], "too many values: 'c'"),
    ],
)
def test_parameters_that_do_not_fit(words: list[str], message: str) -> None:
    """A wrong parameter is an error that says how the query is called."""
    with pytest.raises(QueryError, match=message):
        arguments(canned()["investors"], words)


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("changed", ["yesterday"], "is no date; write 2025"),
        ("changed", ["2026-13"], "is no date"),
        ("rounds", ["--least", "many"], "is no number"),
        ("rounds", ["--least", "1" * 31], "is no number"),
        ("who-says", ["--relation", "investor in"], "near are kg:investor"),
        ("path", ["Northwind"], "needs both ends"),
    ],
)
def test_values_that_do_not_fit(store: Store, name: str, words: list[str], message: str) -> None:
    """A value that is no date, no number or no relation is an error that says what is."""
    with pytest.raises(KgError, match=message):
        ask(store, name, *words)


def test_what_changed_since() -> None:
    """What an article from before the date said with the same status is no news; another status is, with the old one."""
    said = sample.STATEMENTS[0].evidence[0]
    told = next(s.evidence[0] for s in sample.STATEMENTS if s.predicate == "kg:developer")
    later = dataclasses.replace(said, status=Status.ASSERTED)
    more = (
        Statement("project-1", "kg:developer", "aurora-grid", (told, later)),
        Statement("round-1", "kg:recipient", "aurora-grid", (later,)),
    )
    known = [s for s in sample.STATEMENTS if s.predicate != "kg:developer"]
    documents = (sample.FIRST, dataclasses.replace(sample.SECOND, published=datetime.date(2026, 5, 1)))
    kb = KnowledgeBase(sample.ENTITIES, (*known, *more))
    rows = ask(Store.memory(sample.quads(kb, documents)), "changed", "--since", "2026-04").rows
    assert all(row[0] == ox.Literal("2026-05-01", datatype=XSD_DATE) for row in rows)
    news = {row[2].value.partition("#")[2]: row[5].value if row[5] else "" for row in rows if row[2]}
    assert news["developer"] == "Planned"
    assert news["competitorOf"] == ""
    assert "recipient" not in news


def test_a_path_is_the_shortest(store: Store) -> None:
    """The steps are numbered and join the two ends; a longer way round is not told."""
    rows = ask(store, "path", "Ines Duarte", "Tidewater Partners").rows
    steps = [tuple(cell.value for cell in row if cell) for row in rows if row[0] == rows[0][0]]
    assert [step[1] for step in steps] == ["1", "2"]
    assert "Ines Duarte" in steps[0][2:5:2]
    assert "Aurora Grid" in steps[0][2:5:2]
    assert "Aurora Grid" in steps[1][2:5:2]
    assert "Tidewater Partners" in steps[1][2:5:2]
    assert all(step[5] for step in steps), "each with its sentence"


def test_no_path(store: Store) -> None:
    """Between a thing and itself, and between things that nothing relates, there is no path, and no error."""
    assert ask(store, "path", "Voltara", "Voltara").rows == ()
    assert ask(store, "path", "Harbor Wire", "Voltara").rows == ()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25), st.integers(0, 9))
def test_shortest_paths_are_those_of_networkx(pairs: list[tuple[int, int]], end: int) -> None:
    """On any graph the paths told are shortest paths, as many as there are up to five, in the same order always."""
    nodes = [ox.NamedNode(f"x:{number}") for number in range(10)]
    edges = [(nodes[a], ox.NamedNode("x:p"), nodes[b]) for a, b in pairs if a != b]

    def steps(level: Sequence[Term], side: str) -> list[tuple[Term, ...]]:
        return [edge for edge in edges if edge[0 if side == "?one" else 2] in level]

    graph = networkx.Graph([(a, b) for a, _, b in edges])
    graph.add_nodes_from(nodes)
    found = shortest(steps, [nodes[0]], [nodes[end]])
    reachable = networkx.has_path(graph, nodes[0], nodes[end])
    there = list(networkx.all_shortest_paths(graph, nodes[0], nodes[end])) if reachable else []
    there = [path for path in there if 1 < len(path) <= LONGEST_PATH + 1]
    assert len(found) == min(len(there), 5)
    walked = [[nodes[0], *_nodes(path, nodes[0])] for path in found]
    assert all(path in there for path in walked)
    assert len({tuple(path) for path in walked}) == len(walked)


def _nodes(path: tuple[tuple[Term, ...], ...], here: Term) -> Iterator[Term]:
    for edge in path:
        here = edge[2] if edge[0] == here else edge[0]
        yield here


def test_a_parameter_is_a_name(store: Store) -> None:
    """A canned query about something takes its name or another of its names, in any case."""
    ((who, *_, sentence),) = ask(store, "investors", "aurora grid sa", "--by", "Northwind").rows
    assert who == ox.Literal("Northwind Capital")
    assert isinstance(sentence, ox.Literal)
    assert "Northwind Capital" in sentence.value
    with pytest.raises(KgError, match="near are Aurora Grid"):
        ask(store, "investors", "Aurora Gird")
    with pytest.raises(QueryError, match="too many values: 'x'; it is called as articles"):
        ask(store, "articles", "x")


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
    rows = [[cell.value if cell else "" for cell in row] for row in ask(store, "conflicts").rows]
    assert {(row[0], row[2], row[3].partition("#")[2]) for row in rows} == {
        ("Aurora Grid", "Voltara", "Asserted"),
        ("Aurora Grid", "Voltara", "Negated"),
        ("Aurora Grid's Series B", "2025", "Asserted"),
        ("Aurora Grid's Series B", "2026-03-02", "Asserted"),
    }
    assert {row[7] for row in rows} >= {said.quote, denied.quote}
    of_round = ask(store, "conflicts", "d:round-1").rows
    assert len(of_round) == 2
    concerned = {"Voltara": {"Aurora Grid"}, "Tidewater Partners": {"Aurora Grid's Series B"}, "Porto": set()}
    for name, about in concerned.items():
        found = ask(store, "conflicts", name).rows
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
    (tmp_path / "x.rq").write_text("# label: all\n# --of TREE ?s: what\nSELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="--of takes TREE; known are THING, RELATION, DATE, NUMBER"):
        canned(tmp_path)
    (tmp_path / "x.rq").write_text("# label: all\n# --of THING ?s: what\nSELECT * WHERE { ?s ?p ?o }")
    of = Parameter("of", "THING", "s", "what")
    assert canned(tmp_path) == {"x": Canned("x", "all", (of,), (tmp_path / "x.rq").read_text())}


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


def test_the_beginning_of_a_name_is_enough_if_it_is_the_only_one() -> None:
    """Whole words, of one thing only: with two that begin so, both are offered."""
    more = (Entity("ines-costa", "kg:Person", "Ines Costa", MentionKind.NAME),)
    assert things(Store.memory(sample.quads()), "ines") == (
        ox.NamedNode("https://kg.example.org/id/ines-duarte"),
    )
    store = Store.memory(sample.quads(KnowledgeBase((*sample.ENTITIES, *more), sample.STATEMENTS)))
    for name in ("Ines", "Ine", "Volt", " "):
        with pytest.raises(KgError, match="nothing here is called"):
            things(store, name)


@pytest.mark.parametrize("name", ["kg:leadInvestor", "leadInvestor", "lead investor", "LEADINVESTOR"])
def test_a_relation_by_any_spelling(name: str, store: Store) -> None:
    """CURIE and local name denote the same relation, whatever the spaces and the case."""
    assert relations(store, name) == (ox.NamedNode("https://kg.example.org/ontology#leadInvestor"),)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ FILTER({'(' * 40_000}1{')' * 40_000}) }}",
        f"SELECT * {'{' * 40_000} ?s ?p ?o {'}' * 40_000}",
        f"SELECT * {{ ?s ?p ?o FILTER({'!' * 90_000}?s) }}",
        "(" * 90_000,
    ],
    ids=["brackets", "braces", "not", "nothing but brackets"],
)
def test_no_query_is_too_deep(store: Store, text: str) -> None:
    """Brackets that nest as deep as a query can be long end in an answer or an error, not in a crash."""
    with contextlib.suppress(QueryError):
        query(store, text, timeout=20)


def test_a_text_too_long_is_no_query(store: Store) -> None:
    """Megabytes of text are refused at once, with the limit."""
    began = time.process_time()
    with pytest.raises(QueryError, match="has 10,000,002 characters; a query may have 100,000"):
        query(store, "# " + "x" * 10_000_000)
    assert time.process_time() - began < 1
    assert query(store, f"#{'x' * (LONGEST - 30)}\nASK {{ ?s ?p ?o }}").truth


def test_a_byte_order_mark_is_no_mistake(store: Store) -> None:
    """A query that an editor saved with a mark at its beginning is answered."""
    assert query(store, "\ufeffASK { ?s ?p ?o }").truth


def test_a_turtle_file_from_elsewhere(tmp_path: Path) -> None:
    """A file without our claims is queried too, with the prefixes it declares; canned queries find nothing there."""
    file = tmp_path / "elsewhere.ttl"
    file.write_text(
        "@prefix ex: <http://example.org/> . @prefix kg: <http://example.org/kg#> . ex:a ex:knows ex:b ."
    )
    with Store.load(file) as store:
        table = render(query(store, "SELECT ?who { ?who ex:knows ex:b }"))
        assert table.splitlines()[2] == "ex:a"
        assert query(store, "ASK { kg:x ?p ?o }").truth is False
        assert store.prefixes["kg"] == "https://kg.example.org/ontology#", (
            "kg: is ours whatever a file declares"
        )
        for name, one in canned().items():
            if not one.paths:
                assert ask(store, name).rows == (), name
