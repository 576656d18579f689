"""kg link as a user meets it: on a graph that kg built, with a real reconciliation service on loopback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ontology import load
from kg.pipeline import Options, build
from kg.store import Store
from tests.command import KG, kg
from tests.link.servers import (
    ITEMS,
    MANIFEST,
    ORGANIZATION,
    PATIENCE,
    PERSON,
    Register,
    Scripted,
    answered,
    known,
    results,
)
from tests.test_incremental import written
from tests.test_pipeline import dump, files

FRAMES = Options(extractor="frames", base="https://graph.example/")
TEXTS = {
    "one": "Orvane Inc. acquired Tessel Labs for $300 million in 2024.",
    "two": "Ann Howe is the chief executive of Orvane. Orvane is based in Gdansk, Poland.",
    "three": "Kestrel Motors Ltd acquired Bolting Parts Ltd in 2022. Kestrel Motors is based in Cambridge.",
}
ROWS = f"""id,name,type,description
Q1,Orvane,{ORGANIZATION},maker of things
Q2,Ann Howe,{PERSON},manager
Q3,Ann Howe,{PERSON},painter
Q4,Kestrel Motors Company,{ORGANIZATION},car maker
"""
GDANSK, POLAND = "https://sws.geonames.org/3099434/", "http://www.wikidata.org/entity/Q36"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A real service that knows some of the names."""
    with Register(tmp_path_factory.mktemp("register"), ROWS) as register:
        yield register


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of all TEXTS."""
    folder = tmp_path_factory.mktemp("linking")
    build([str(written(folder / "articles", TEXTS))], folder / "graph", FRAMES)
    return folder / "graph"


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A copy of that graph, to work on."""
    return Path(shutil.copytree(built, tmp_path / "graph"))


def links(graph: Path) -> dict[str, list[str]]:
    """The links that kg link lists, by id."""
    done = kg("link", "--json", "-o", graph)
    assert done.exit_code == 0, done.stderr
    found: dict[str, list[str]] = {}
    for row in json.loads(done.stdout)["links"]:
        assert row["reason"]
        found.setdefault(row["id"], []).append(row["iri"])
    return found


def proposed(graph: Path) -> dict[str, list[str]]:
    """What kg link --proposed lists, by id."""
    done = kg("link", "--proposed", "--json", "-o", graph)
    return {p["subject"]["id"]: [c["iri"] for c in p["candidates"]] for p in json.loads(done.stdout)}


def test_places_are_linked_without_a_service(graph: Path) -> None:
    """Every build links places; the currency of a sum is Wikidata's item; what is not clear has no link."""
    found = links(graph)
    assert found["gdansk"] == [GDANSK]
    assert POLAND in found["poland"]
    assert set(found) == {"gdansk", "poland"}
    with Store.open(graph / "store") as store:
        money = list(store.select("SELECT ?c { ?sum a kg:MonetaryAmount ; kg:currency ?c }"))
        assert [row["c"].value for row in money] == [ITEMS + "Q4917"]
        known_types = load().classes
        assert "kg:Link" in known_types


def test_ask_then_decide(graph: Path, register: Register) -> None:
    """What is sure comes into the graph at once with score and service; what is not is proposed, and people decide."""
    done = kg("link", "--service", register.url, "-o", graph)
    assert done.exit_code == 0, done.stderr
    assert "Little Register: 5 things, 5 not asked about before; 1 sure link and 2 proposals" in done.stderr
    assert links(graph)["orvane"] == [ITEMS + "Q1"]
    assert proposed(graph) == {"ann-howe": [ITEMS + "Q2", ITEMS + "Q3"], "kestrel-motors": [ITEMS + "Q4"]}
    listed = kg("link", "--proposed", "-o", graph).stdout
    assert f"    100, a match by its judgement  {ITEMS}Q2  Ann Howe: manager; {PERSON}\n" in listed
    with Store.open(graph / "store") as store:
        query = """SELECT ?score ?service ?why { ?link a kg:Link ; rdf:subject d:orvane ; rdf:predicate schema:sameAs ;
            rdf:object wd:Q1 ; kg:score ?score ; dcterms:source ?service ; kg:linkedBecause ?why .
            d:orvane schema:sameAs wd:Q1 }"""
        ((score, service, why),) = [
            [row[name].value for name in ("score", "service", "why")] for row in store.select(query)
        ]
    assert (score, service) == ("100", register.url)
    assert why.startswith("Little Register knows “Orvane”")
    assert kg("link", "--accept", "Ann Howe", ITEMS + "Q2", "-o", graph).exit_code == 0
    assert kg("link", "--reject", "Kestrel Motors", ITEMS + "Q4", "-o", graph).exit_code == 0
    assert links(graph)["ann-howe"] == [ITEMS + "Q2"]
    assert proposed(graph) == {}
    again = kg("link", "--service", register.url, "-o", graph)
    assert "5 things, 0 not asked about before; 1 sure link and 0 proposals" in again.stderr


def test_asked_again_in_another_way(graph: Path, register: Register) -> None:
    """--at-least says what is sure, --iri how its address is made; --refresh asks again about what was asked before."""
    ask = ("link", "--service", register.url, "-o", graph)
    done = kg(*ask, "--at-least", "101")
    assert "5 not asked about before; 0 sure links and " in done.stderr
    assert "orvane" not in links(graph)
    again = kg(*ask)
    assert "5 things, 0 not asked about before; 1 sure link" in again.stderr
    assert links(graph)["orvane"] == [ITEMS + "Q1"]
    other = kg(*ask, "--refresh", "--iri", "https://companies.example/{id}/")
    assert "5 things, 5 not asked about before; 1 sure link" in other.stderr
    assert links(graph)["orvane"] == ["https://companies.example/Q1/"]


def test_every_later_build_has_them(graph: Path, built: Path, register: Register, tmp_path: Path) -> None:
    """A build from nothing, in another order, with the two files: the same bytes as in the graph that asked."""
    kg("link", "--service", register.url, "-o", graph)
    kg("link", "--accept", "Ann Howe", ITEMS + "Q3", "-o", graph)
    kg("link", "--reject", "Poland", POLAND, "-o", graph)
    assert POLAND.encode() not in dump(graph)
    other = tmp_path / "other"
    other.mkdir()
    for name in ("links.sqlite", "links.yaml"):
        shutil.copy(graph / name, other / name)
    for name in ("three", "one", "two"):
        build([str(built.parent / "articles" / f"{name}.txt")], other, FRAMES)
    assert dump(other) == dump(graph)
    assert b"Q3>" in dump(other)
    before = files(other)
    build([str(built.parent / "articles")], other, FRAMES)
    assert files(other) == before


def test_a_thing_that_goes_and_comes_back(graph: Path, register: Register, tmp_path: Path) -> None:
    """A link waits for a thing that is not there now, is listed, and is back with the thing."""
    kg("link", "--service", register.url, "-o", graph)
    kg("link", "--accept", "Kestrel Motors", ITEMS + "Q4", "-o", graph)
    rest = written(tmp_path / "rest", {"three": TEXTS["three"]})
    done = kg("build", rest, "--sync", "--extractor", "frames", "--base", FRAMES.base, "-o", graph)
    assert done.exit_code == 0, done.stderr
    assert f"orvane  {ITEMS}Q1  not in the graph now; the link waits for it" in kg("link", "-o", graph).stdout
    rest = written(tmp_path / "rest2", {name: TEXTS[name] for name in ("one", "two")})
    done = kg("build", rest, "--sync", "--extractor", "frames", "--base", FRAMES.base, "-o", graph)
    assert done.exit_code == 1
    assert "links.yaml:1: nothing here has the id kestrel-motors" in done.stderr
    assert links(graph)["orvane"] == [ITEMS + "Q1"]


def test_a_service_that_fails_keeps_what_it_answered(graph: Path) -> None:
    """If a service fails on the way, what it had answered is in the graph, and the exit status is 1."""

    def answer(queries: dict[str, dict[str, str]] | None, _: int) -> tuple[int, dict[str, str], bytes]:
        if queries is None:
            return 200, {}, json.dumps(MANIFEST).encode()
        if any(query["query"] == "Ann Howe" for query in queries.values()):
            return 500, {}, b""
        status, _headers, body = results(queries, known)
        return status, {}, body

    with Scripted(answer) as server:
        done = kg("link", "--service", server.url, "--batch", "1", "--retries", "0", "-o", graph)
    assert done.exit_code == 1
    assert f"kg: {server.url}: the service answered 500" in done.stderr
    assert "1 of 5 things are not asked about yet" in done.stderr
    assert links(graph)["orvane"] == [ITEMS + "Q1"]
    assert "ann-howe" not in links(graph)


def test_killed_and_resumed(graph: Path) -> None:
    """A run that is killed at any moment has kept what was answered; the next asks only about the rest."""

    def answer(queries: dict[str, dict[str, str]] | None, _: int) -> tuple[int, dict[str, str], bytes]:
        if queries is None:
            return answered(MANIFEST)[0], {}, json.dumps(MANIFEST).encode()
        time.sleep(0.3)
        status, _headers, body = results(queries, known)
        return status, {}, body

    with Scripted(answer) as server:
        command = [*KG, "link", "--service", server.url, "--batch", "1", "--parallel", "1", "-o", str(graph)]
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.getcwd()})  # noqa: PTH109
        give_up = time.monotonic() + PATIENCE
        while len(server.names) < 3:
            assert process.poll() is None
            assert time.monotonic() < give_up, "three things are not asked about in a minute"
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        first = list(server.names)
        assert kg("link", "--service", server.url, "--batch", "1", "-o", graph).exit_code == 0
        second = server.names[len(first) :]
    assert len(first) < 5
    # Asked about again may be the one that was on its way, and the one before it if its answer was not yet kept.
    assert 5 <= len(first) + len(second) <= 7
    assert len(set(first + second)) == 5
    assert len([id_ for id_ in links(graph) if id_ not in ("gdansk", "poland")]) == 5


BAD = [
    (["--service", "http://127.0.0.1:9/x", "--retries", "0"], "refused"),
    (["--service", "nonsense"], "is no http or https address"),
    (["--service", "http://127.0.0.1:9/x", "--type", "kg:Nothing"], "there is no such class"),
    (["--service", "http://127.0.0.1:9/x", "--as", "kg:Person"], "--as kg:Person: must be a class"),
    (["--service", "http://127.0.0.1:9/x", "--as", "kg:Nothing=1"], "must be a class"),
    (["--accept", "Nobody Here", ITEMS + "Q1"], "nothing here is called"),
    (["--accept", "Orvane", "Q1"], "is no http or https address"),
    (["--reject", "Orvane", "file:///etc/passwd"], "is no http or https address"),
]


@pytest.mark.parametrize(
    ("arguments", "message"), BAD, ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else ""
)
def test_bad_input(graph: Path, arguments: list[str], message: str) -> None:
    """What cannot be done is one line on stderr and exit status 1, and changes nothing."""
    before = files(graph)
    done = kg("link", *arguments, "-o", graph)
    assert (done.exit_code, done.stdout) == (1, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert files(graph) == before


def test_one_thing_at_a_time(graph: Path, tmp_path: Path) -> None:
    """Two jobs at once are refused, and so is a folder without a graph."""
    assert kg("link", "--proposed", "--service", "http://x.example/", "-o", graph).exit_code == 2
    for arguments in (
        [],
        ["--proposed"],
        ["--service", "http://127.0.0.1:9/"],
        ["--accept", "x", ITEMS + "Q1"],
    ):
        done = kg("link", *arguments, "-o", tmp_path / "nowhere")
        assert done.exit_code == 1, arguments
        assert "there is no store here" in done.stderr


def test_a_bad_links_file_changes_nothing(graph: Path, tmp_path: Path) -> None:
    """A build stops at the line of links.yaml that is not in order; store and files are what they were."""
    (graph / "links.yaml").write_text("- accept: http://x.example/1\n- reject: what\n", "utf-8")
    before = files(graph)
    rest = written(tmp_path / "rest", {"three": TEXTS["three"]})
    done = kg("build", rest, "--sync", "--extractor", "frames", "--base", FRAMES.base, "-o", graph)
    assert done.exit_code == 1
    assert "links.yaml:1: entity is missing" in done.stderr
    assert {name: content for name, content in files(graph).items() if name.endswith((".ttl", ".html"))} == {
        name: content for name, content in before.items() if name.endswith((".ttl", ".html"))
    }
