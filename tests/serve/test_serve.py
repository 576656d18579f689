"""The endpoint as other people's clients meet it: the SPARQL protocol, limits, who may ask, the pages."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib
import requests
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, SPARQLWrapper

from kg.query import LONGEST
from kg.query import query as ask
from kg.serve import app
from kg.serve.formats import ROWS, TRIPLES, negotiate
from kg.store import Store
from tests.assemble import sample
from tests.command import KG

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WHO = "SELECT ?who { ?who kg:led ?round }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c < ?f && ?i < ?l && ?c != ?l) }"
LED = "https://kg.example.org/id/northwind-capital"


@contextlib.contextmanager
def serving(
    source: Path, *options: str, env: Mapping[str, str] | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`kg serve` of a store, until the block ends; gives its address."""
    command = [*KG, "serve", "--port", "0", "--jobs", "2", "--on", str(source), *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})
    assert process.stderr
    try:
        line = process.stderr.readline()
        assert line.startswith("http://"), line + process.stderr.read()
        yield line.split()[0], process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in a folder."""
    folder = tmp_path_factory.mktemp("served") / "store"
    with Store.open(folder, read_only=False) as made:
        made.replace(sample.quads())
    return folder


@pytest.fixture(scope="module")
def at(source: Path) -> Iterator[str]:
    """The address of a server of the sample."""
    with serving(source, "--timeout", "3", "--largest", "1") as (address, _):
        yield address


@pytest.fixture(scope="module")
def endpoint(at: str) -> str:
    """The address of its endpoint."""
    return at + "sparql"


def get(url: str, accept: str = "application/sparql-results+json", /, **parameters: Any) -> requests.Response:
    """The answer to a GET."""
    return requests.get(url, params=parameters, headers={"Accept": accept}, timeout=60)


def post(
    url: str, body: bytes | str | Mapping[str, Any], media: str = "", **parameters: str
) -> requests.Response:
    """The answer to a POST."""
    headers = {"Content-Type": media} if media else {}
    return requests.post(url, data=body, params=parameters, headers=headers, timeout=60)


def rows(answer: requests.Response) -> list[dict[str, dict[str, str]]]:
    """The rows of an answer in JSON."""
    assert answer.ok, answer.text
    found: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
    return found


class TestProtocol:
    """The cases of the W3C's protocol tests that apply to an endpoint for queries."""

    def test_three_ways_to_ask(self, endpoint: str) -> None:
        """GET, POST of a form and POST of the query itself give the same answer."""
        answers = [
            get(endpoint, query=WHO),
            post(endpoint, {"query": WHO}),
            post(endpoint, WHO, "application/sparql-query"),
            post(endpoint, WHO, "application/sparql-query; charset=UTF-8"),
        ]
        assert [rows(answer) for answer in answers] == [[{"who": {"type": "uri", "value": LED}}]] * 4

    @pytest.mark.parametrize(
        ("accept", "media"),
        [
            ("", "application/sparql-results+json"),
            ("*/*", "application/sparql-results+json"),
            ("application/sparql-results+xml", "application/sparql-results+xml"),
            ("text/csv", "text/csv; charset=utf-8"),
            ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
            ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
            ("text/*", "text/csv; charset=utf-8"),
            ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ],
    )
    def test_rows_in_the_form_that_is_liked_best(self, endpoint: str, accept: str, media: str) -> None:
        """SELECT comes in each of the W3C's forms, as the client prefers."""
        answer = get(endpoint, accept, query=WHO)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)
        assert LED in answer.text

    @pytest.mark.parametrize("media", sorted({*TRIPLES}))
    def test_triples_in_each_form(self, endpoint: str, media: str) -> None:
        """CONSTRUCT and DESCRIBE come in each RDF syntax that is offered, and are read as such."""
        for text in (f"CONSTRUCT WHERE {{ <{LED}> kg:led ?r }}", f"DESCRIBE <{LED}>"):
            answer = get(endpoint, media, query=text)
            assert answer.headers["Content-Type"].partition(";")[0] == media
            found = list(ox.parse(answer.content, format=TRIPLES[media]))
            assert any(quad.predicate.value.endswith("#led") for quad in found)

    def test_ask(self, endpoint: str) -> None:
        """ASK is a boolean, in JSON and XML."""
        assert get(endpoint, query="ASK { ?s kg:led ?o }").json()["boolean"] is True
        assert "<boolean>false</boolean>" in get(endpoint, "text/xml", query="ASK { kg:no ?p ?o }").text

    def test_the_dataset_of_the_protocol(self, endpoint: str) -> None:
        """default-graph-uri and named-graph-uri say what is asked; they come before FROM; without, it is the union."""
        article, main = "https://news.example.org/aurora-grid", "https://kg.example.org/id/graph"
        asked = {"query": "ASK { ?who kg:led ?r }"}
        assert get(endpoint, **asked).json()["boolean"]
        assert get(endpoint, **asked, **{"default-graph-uri": [main]}).json()["boolean"]
        assert not get(endpoint, **asked, **{"default-graph-uri": [article]}).json()["boolean"]
        assert get(endpoint, **asked, **{"default-graph-uri": [article, main]}).json()["boolean"]
        assert not get(endpoint, **asked, **{"named-graph-uri": main}).json()["boolean"]
        inside = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
        found = rows(get(endpoint, query=inside, **{"named-graph-uri": main}))
        assert [row["g"]["value"] for row in found] == [main]
        from_article = {"query": f"ASK FROM <{article}> {{ ?who kg:led ?r }}"}
        assert not get(endpoint, **from_article).json()["boolean"]
        assert post(endpoint, {**from_article, "default-graph-uri": main}).json()["boolean"]
        direct = post(
            endpoint, from_article["query"], "application/sparql-query", **{"default-graph-uri": main}
        )
        assert direct.json()["boolean"]

    @pytest.mark.parametrize(
        ("method", "parameters", "body", "media", "status"),
        [
            ("GET", {"query": "SELEKT"}, "", "", 400),
            ("GET", {"nothing": "1"}, "", "", 400),
            ("GET", {"query": ["ASK {}", "ASK {}"]}, "", "", 400),
            ("GET", {"query": "ASK {}", "default-graph-uri": "no iri"}, "", "", 400),
            ("POST", {}, "query=ASK%20%7B%7D", "text/plain", 415),
            ("POST", {}, "ASK {}", "", 415),
            ("POST", {}, "", "application/x-www-form-urlencoded", 400),
            ("POST", {"query": "ASK {}"}, "ASK {}", "application/sparql-query", 400),
            ("POST", {}, "ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16", 415),
            ("POST", {}, b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400),
            ("POST", {}, b"query=%FF", "application/x-www-form-urlencoded", 400),
            ("POST", {}, "update=CLEAR%20ALL", "application/x-www-form-urlencoded", 403),
            ("POST", {}, "CLEAR ALL", "application/sparql-update", 403),
            ("POST", {}, "CLEAR ALL", "application/sparql-query", 400),
            ("GET", {"update": "CLEAR ALL"}, "", "", 403),
            ("PUT", {"query": "ASK {}"}, "", "", 405),
            ("DELETE", {"query": "ASK {}"}, "", "", 405),
        ],
    )
    def test_what_is_no_query(
        self,
        endpoint: str,
        method: str,
        parameters: Mapping[str, str],
        body: str | bytes,
        media: str,
        status: int,
    ) -> None:
        """Requests that ask nothing, twice, in other ways or to change something have a status of 4xx, and say why."""
        headers = {"Content-Type": media} if media else {}
        answer = requests.request(method, endpoint, params=parameters, data=body, headers=headers, timeout=60)
        assert answer.status_code == status
        assert answer.text
        assert len(rows(get(endpoint, query=WHO))) == 1, "it goes on, and nothing has changed"

    def test_a_form_that_is_not_to_be_had(self, endpoint: str) -> None:
        """406 names what is."""
        answer = get(endpoint, "image/png", query=WHO)
        assert answer.status_code == 406
        assert "text/csv" in answer.text

    def test_service_description(self, endpoint: str) -> None:
        """The endpoint without a query describes itself, in RDF."""
        graph = rdflib.Graph().parse(data=get(endpoint, "text/turtle").text, format="turtle")
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        assert (rdflib.URIRef(endpoint), sd.supportedLanguage, sd.SPARQL11Query) in graph
        assert (rdflib.URIRef(endpoint), sd.feature, sd.UnionDefaultGraph) in graph


class TestClients:
    """Clients that nobody here wrote."""

    def test_sparqlwrapper(self, endpoint: str) -> None:
        """SPARQLWrapper asks by GET and POST, and reads JSON and CSV."""
        client = SPARQLWrapper(endpoint)
        client.setQuery(f"PREFIX kg: <https://kg.example.org/ontology#> {WHO}")
        client.setReturnFormat(JSON)
        found: Any = client.queryAndConvert()
        assert found["results"]["bindings"][0]["who"]["value"] == LED
        client.setMethod(POST)
        client.setReturnFormat(CSV)
        table: Any = client.queryAndConvert()
        assert list(csv.reader(io.StringIO(table.decode()))) == [["who"], [LED]]

    @pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
    def test_rdflib(self, endpoint: str, method: str) -> None:
        """The SPARQLStore of rdflib answers patterns, and its parts are those of the store."""
        graph = rdflib.Graph(SPARQLStore(endpoint, method=method))
        kg = rdflib.Namespace("https://kg.example.org/ontology#")
        assert [str(who) for who, _ in graph.subject_objects(kg.led)] == [LED]
        assert len(graph) == len({quad.triple for quad in sample.quads()})
        constructed = graph.query("CONSTRUCT WHERE { ?s <https://kg.example.org/ontology#led> ?o }")
        assert len(list(constructed)) == 1

    def test_two_hundred_at_once(self, endpoint: str) -> None:
        """Two hundred clients at the same time lose nothing: each has its own answer."""

        def one(number: int) -> str:
            answer = get(
                endpoint, query=f"SELECT (COUNT(*) AS ?n) ({number} AS ?who) {{ ?claim a kg:Claim }}"
            )
            row = rows(answer)[0]
            return f"{row['who']['value']} {row['n']['value']}"

        count = rows(get(endpoint, query="SELECT (COUNT(*) AS ?n) { ?claim a kg:Claim }"))[0]["n"]["value"]
        with ThreadPoolExecutor(200) as clients:
            assert list(clients.map(one, range(200))) == [f"{number} {count}" for number in range(200)]


class TestLimits:
    """What a query may take."""

    def test_time(self, endpoint: str) -> None:
        """A query that would run for ever is ended, while others are answered; then there is room again."""
        with ThreadPoolExecutor(3) as clients:
            began = time.monotonic()
            endless = [clients.submit(get, endpoint, query=ENDLESS) for _ in range(2)]
            time.sleep(0.2)
            patient = clients.submit(get, endpoint, query=WHO)
            assert [answer.result().status_code for answer in endless] == [503, 503]
            assert "no answer in 3 seconds" in endless[0].result().text
            assert len(rows(patient.result())) == 1
            assert time.monotonic() - began < 30
        assert len(rows(get(endpoint, query=WHO))) == 1

    def test_size_of_an_answer(self, endpoint: str) -> None:
        """An answer beyond the limit is an error, not a part of an answer."""
        answer = get(endpoint, query="SELECT * { ?a ?b ?c . ?d ?e ?f }")
        assert answer.status_code == 500
        assert "more than 1,048,576 bytes" in answer.text

    def test_size_of_a_question(self, endpoint: str) -> None:
        """A body beyond two megabytes is not read on; a query beyond its length is refused."""
        assert post(endpoint, b" " * (3 << 20), "application/sparql-query").status_code == 413
        answer = post(endpoint, f"ASK {{}}{' ' * LONGEST}", "application/sparql-query")
        assert answer.status_code == 400
        assert "a query may have 100,000" in answer.text
        fits = f"ASK {{}}{' ' * (LONGEST - 10)}"
        assert post(endpoint, {"query": fits}).ok

    def test_depth(self, endpoint: str) -> None:
        """Brackets as deep as they go do not end the server."""
        deep = f"SELECT * {{ FILTER({'(' * 40_000}1{')' * 40_000}) }}"
        post(endpoint, deep, "application/sparql-query")
        assert len(rows(get(endpoint, query=WHO))) == 1

    def test_nothing_leaves_the_machine(self, endpoint: str) -> None:
        """SERVICE is refused."""
        answer = get(endpoint, query="SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
        assert answer.status_code == 400
        assert "SERVICE is refused" in answer.text

    def test_no_request_goes_out(self, endpoint: str) -> None:
        """A SERVICE that is written to be overlooked is refused as well, and the processes go on."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(0.5)
            there = f"<http://127.0.0.1:{listener.getsockname()[1]}/>"
            text = f"SELECT * {{ ?s ?p ?o FILTER(1<2)SERVICE#>\n {there} {{ ?a ?b ?c }} }}"
            assert get(endpoint, query=text).status_code == 400
            with pytest.raises(TimeoutError):
                listener.accept()

    def test_a_client_that_goes_away(self, endpoint: str) -> None:
        """Clients that hang up in the middle take no place for ever."""
        for _ in range(5):
            with contextlib.suppress(requests.RequestException):
                requests.get(endpoint, params={"query": ENDLESS}, timeout=0.2)
        assert len(rows(get(endpoint, query=WHO))) == 1


class TestWho:
    """Who may ask."""

    def test_only_by_its_own_names(self, at: str) -> None:
        """A website whose name points at this machine is refused; the usual names are not."""
        assert requests.get(at, headers={"Host": "evil.example"}, timeout=30).status_code == 400
        port = at.rstrip("/").rpartition(":")[2]
        for host in ("localhost", "127.0.0.1"):
            assert requests.get(at, headers={"Host": f"{host}:{port}"}, timeout=30).ok

    def test_no_other_website(self, endpoint: str) -> None:
        """Without --cors no website may read an answer."""
        answer = requests.get(
            endpoint, params={"query": WHO}, headers={"Origin": "http://x.example"}, timeout=30
        )
        assert "access-control-allow-origin" not in answer.headers

    def test_with_cors_and_a_token(self, source: Path) -> None:
        """--cors lets a website ask; with a token only who shows it is answered, as Bearer or as a password."""
        token = {"KG_SERVE_TOKEN": "open-5150"}
        with serving(source, "--cors", "http://x.example", "--host", "0.0.0.0", env=token) as (address, _):  # noqa: S104
            url = address.replace("0.0.0.0", "127.0.0.1") + "sparql"  # noqa: S104
            assert get(url, query=WHO).status_code == 401
            wrong = [
                {"Authorization": f"Bearer {word}"}
                for word in ("", "shut", "öpen".encode().decode("latin-1"))
            ]
            for header in [*wrong, {"Authorization": "Basic !"}, {"Authorization": "Digest open-5150"}]:
                assert requests.get(url, params={"query": WHO}, headers=header, timeout=30).status_code == 401
            right = {"Authorization": "Bearer open-5150", "Origin": "http://x.example"}
            answer = requests.get(url, params={"query": WHO}, headers=right, timeout=30)
            assert answer.ok
            assert answer.headers["access-control-allow-origin"] == "http://x.example"
            assert requests.get(url, params={"query": WHO}, auth=("any", "open-5150"), timeout=30).ok

    def test_not_for_others_without_a_token(self, source: Path) -> None:
        """--host other than loopback needs a token."""
        command = [*KG, "serve", "--host", "0.0.0.0", "--on", str(source)]  # noqa: S104
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1
        assert "set a token in KG_SERVE_TOKEN" in done.stderr


class TestServer:
    """The process and its pages."""

    def test_a_port_that_is_taken(self, at: str, source: Path) -> None:
        """It says so in a line, and ends."""
        port = at.rstrip("/").rpartition(":")[2]
        command = [*KG, "serve", "--port", port, "--on", str(source)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"kg: 127.0.0.1:{port}: cannot listen: " in done.stderr

    def test_no_store(self, tmp_path: Path) -> None:
        """Where there is no store, it says how to make one."""
        command = [*KG, "serve", "--on", str(tmp_path / "nowhere")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1
        assert "kg build" in done.stderr

    def test_a_build_is_seen(self, tmp_path: Path) -> None:
        """What is built while it runs is what it answers from then on; when it ends, its processes do."""
        folder = tmp_path / "store"
        with Store.open(folder, read_only=False) as made:
            made.replace(sample.quads())
        with serving(folder) as (address, process):
            assert len(rows(get(address + "sparql", query=WHO))) == 1
            with Store.open(folder, read_only=False) as made:
                made.replace(quad for quad in sample.quads() if not quad.predicate.value.endswith("#led"))
            for _ in range(4):
                assert rows(get(address + "sparql", query=WHO)) == []
        assert process.returncode == 0

    def test_a_store_that_cannot_be_opened_any_more(self, tmp_path: Path) -> None:
        """What was served before is not served again in its place; once it can be read, its content is."""
        file = tmp_path / "few.ttl"
        file.write_text("<http://example.org/s> <http://example.org/p> 1 .")
        with serving(file) as (address, _):
            for _ in range(4):
                assert len(rows(get(address + "sparql", query="SELECT * { ?s ?p ?o }"))) == 1
            file.write_text("no Turtle")
            for _ in range(6):
                answer = get(address + "sparql", query="SELECT * { ?s ?p ?o }")
                assert answer.status_code == 503
                assert "cannot be read as Turtle" in answer.text
            file.write_text("<http://example.org/s> <http://example.org/p> 1, 2 .")
            assert len(rows(get(address + "sparql", query="SELECT * { ?s ?p ?o }"))) == 2

    def test_head(self, endpoint: str) -> None:
        """HEAD is answered as GET is, without a body."""
        for params in ({}, {"query": WHO}):
            answer = requests.head(endpoint, params=params, timeout=30)
            assert (answer.status_code, answer.content) == (200, b"")

    def test_pages(self, at: str) -> None:
        """The page to ask in asks for nothing elsewhere; the drawn graph is the export; there is nothing else."""
        page = requests.get(at, timeout=30)
        assert page.headers["Content-Type"].startswith("text/html")
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        for name in ("yasgui.min.js", "yasgui.min.css", "ask.js", "ask.css"):
            assert f"assets/{name}" in page.text
            assert requests.get(f"{at}assets/{name}", timeout=30).ok
        assert "Aurora Grid" in requests.get(f"{at}graph", timeout=60).text
        for path in ("nothing", "assets/NOTICE", "assets/../app.py", "assets/..%2fapp.py"):
            assert requests.get(at + path, timeout=30).status_code == 404

    def test_a_file(self, tmp_path: Path) -> None:
        """A Turtle file is served like a store."""
        file = tmp_path / "few.ttl"
        file.write_text("<http://example.org/s> <http://example.org/p> 1, 2 .")
        with serving(file) as (address, _):
            assert len(rows(get(address + "sparql", query="SELECT * { ?s ?p ?o }"))) == 2


def test_the_page_asks_and_shows(at: str, browser: Browser) -> None:
    """In a browser the page asks its first query and shows the rows, with no request elsewhere and no error."""
    page = browser.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto(at)
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr_results table")
    assert "Northwind Capital" in page.inner_text(".yasr_results")
    assert wrong == []
    assert all(url.startswith(at) for url in asked)
    page.close()


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/sparql-results+json"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ("text/csv;q=x", None),
        (",", None),
        ("image/*", None),
        ("APPLICATION/SPARQL-RESULTS+XML", "application/sparql-results+xml"),
        ("text/*;q=0.3, text/csv;q=0", "text/tab-separated-values"),
    ],
)
def test_negotiation(accept: str, expected: str | None) -> None:
    """The most specific range counts; q=0 refuses; what cannot be read is not wanted."""
    assert negotiate(accept, ROWS) == expected


def test_a_query_in_json_is_that_of_the_command(endpoint: str, source: Path) -> None:
    """The endpoint and kg query give the same answer."""
    text = "SELECT ?s ?o { ?s kg:investor ?o } ORDER BY ?s ?o"
    assert get(endpoint, query=text).json() == json.loads(ask(source, text).payload)


def test_the_drawn_graph_is_made_once(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many who ask for it at a time wait for one export."""
    made: list[Path] = []

    def slowly(_store: Store, path: Path, **_options: object) -> int:
        made.append(path)
        time.sleep(0.3)
        return path.write_bytes(b"drawn")

    monkeypatch.setattr(app, "exporter", lambda _name: slowly)
    drawn = app.Drawn(source)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: drawn.page(), range(4))) == [b"drawn"] * 4
    assert len(made) == 1
