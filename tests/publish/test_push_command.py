"""kg push as a user meets it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import requests
from click.testing import Result

from kg.store import Store
from tests import command
from tests.assemble import sample
from tests.publish.faulty import answering, proxy
from tests.servers import Server

NOBODY = {"KG_PUSH_USER": "", "KG_PUSH_PASSWORD": "", "KG_PUSH_TOKEN": "", "NETRC": os.devnull}


def kg(*words: str | Path, env: Mapping[str, str] | None = None) -> Result:
    """What the command line answers where nobody has said who pushes, but for this environment."""
    return command.kg(*words, env=NOBODY | dict(env or {}))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The sample in a folder."""
    with Store.open(tmp_path / "store", read_only=False) as made:
        made.replace(sample.quads())
    return tmp_path / "store"


def test_push(oxigraph: Server, store: Path) -> None:
    """It says on stderr what it did, keeps its memory beside the store, and the second time has nothing to do."""
    words = ("push", oxigraph.base, "--kind", "oxigraph", "--on", store)
    done = kg(*words, "--all")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "3 graphs pushed (" in done.stderr
    assert (store.parent / "pushed.sqlite").exists()
    assert "0 graphs pushed (0 triples), 3 unchanged" in kg(*words).stderr
    with Store.open(store) as pushed:
        names = pushed.graphs()  # the server has those of other tests too
    graphs = [name.value for name in names if isinstance(name, ox.NamedNode)]
    asked = oxigraph.select("SELECT ?who { ?r <https://kg.example.org/ontology#leadInvestor> ?who }", graphs)
    assert {row["who"]["value"] for row in asked} == {"https://kg.example.org/id/northwind-capital"}


def test_by_update(oxigraph: Server, store: Path) -> None:
    """--update sends SPARQL updates where there is a Graph Store Protocol too, and the graphs are there."""
    gone = "https://news.example.org/aurora-grid"
    assert requests.delete(oxigraph.graph_store, params={"graph": gone}, timeout=30).status_code in (204, 404)
    with proxy(oxigraph.base) as between:
        done = kg("push", between.url, "--kind", "oxigraph", "--update", "--all", "--on", store)
        assert done.exit_code == 0, done.stderr
        methods = {method for method, _, _ in between.seen}
    assert "3 graphs pushed (" in done.stderr
    assert "POST" in methods
    assert "PUT" not in methods
    assert oxigraph.select(f"SELECT * {{ GRAPH <{gone}> {{ ?s ?p ?o }} }}")


def test_dry_run(store: Path) -> None:
    """It lists what would be pushed, asks no server, and remembers nothing."""
    with proxy("http://127.0.0.1:9") as between:
        for _ in range(2):
            done = kg("push", between.url, "--dry-run", "--on", store)
            assert done.exit_code == 0
            assert len(done.stdout.splitlines()) == 3
            assert "3 graphs to push, 0 unchanged" in done.stderr
        told = json.loads(kg("push", between.url, "--dry-run", "--json", "--on", store).stdout)
        assert len(told["put"]) == 3
        assert between.seen == []


def test_an_article_that_is_gone(oxigraph: Server, store: Path) -> None:
    """Its graph is named until --prune deletes it."""
    words = ("push", oxigraph.base, "--kind", "oxigraph", "--on", store)
    assert kg(*words, "--all").exit_code == 0
    gone = "https://news.example.org/aurora-grid"
    with Store.open(store, read_only=False) as made:
        made.replace([quad for quad in made.quads() if quad.graph_name != ox.NamedNode(gone)])
    for more in ([], ["--dry-run"]):
        done = kg(*words, *more)
        assert done.exit_code == 0
        assert gone in done.stdout + done.stderr
    assert json.loads(kg(*words, "--prune", "--json").stdout)["deleted"] == 1
    assert oxigraph.select(f"SELECT * {{ GRAPH <{gone}> {{ ?s ?p ?o }} }}") == []


def test_a_password_from_the_environment_or_netrc(virtuoso: Server, store: Path, tmp_path: Path) -> None:
    """Both work, the environment first; a wrong one is refused, and shown nowhere."""
    words = ("push", virtuoso.base, "--kind", "virtuoso", "--all", "--on", store)
    right = {"KG_PUSH_USER": virtuoso.user, "KG_PUSH_PASSWORD": virtuoso.password}
    file = tmp_path / "netrc"
    file.write_text(f"machine 127.0.0.1 login {virtuoso.user} password {virtuoso.password}\n")
    assert kg(*words).exit_code == 1
    assert kg(*words, env=right).exit_code == 0
    assert kg(*words, env={"NETRC": str(file)}).exit_code == 0
    done = kg(*words, env={"NETRC": str(file), "KG_PUSH_USER": "dba", "KG_PUSH_PASSWORD": "wrong-5150"})
    assert done.exit_code == 1
    assert "these credentials are wrong" in done.stderr
    assert "5150" not in done.output


def test_a_netrc_that_is_none(store: Path, tmp_path: Path) -> None:
    """An error in it is told by its line, without what stands there."""
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login me password mine\nnonsense-5150 x\n")
    done = kg("push", "http://127.0.0.1:9/", "--on", store, env={"NETRC": str(file)})
    assert done.exit_code == 1
    assert "is no netrc file: an error in line 2" in done.stderr
    assert "5150" not in done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["http://127.0.0.1:9/", "--retries", "0"], "cannot be reached: "),
        (["http://me:mine-5150@127.0.0.1:9/"], "must not hold a password"),
        (["nowhere"], "is no http(s) address of a store"),
    ],
)
def test_errors(words: list[str], message: str, store: Path) -> None:
    """What is wrong is said on stderr, with status 1."""
    done = kg("push", *words, "--on", store)
    assert (done.exit_code, done.stdout) == (1, "")
    assert message in done.stderr
    assert "5150" not in done.output


def test_an_answer_in_html(store: Path) -> None:
    """A website that says yes to everything is no graph store."""
    with answering(200, b"<html>hello", [("Content-Type", "text/html")]) as url:
        done = kg("push", url, "--on", store)
    assert done.exit_code == 1
    assert "gives back text/html; is this the address of a graph store" in done.stderr


def test_a_file(oxigraph: Server, tmp_path: Path) -> None:
    """A Turtle file goes to the graph that --graph names; its memory is its own."""
    file = tmp_path / "few.ttl"
    file.write_text("<http://example.org/few-s> <http://example.org/few-p> 1, 2 .")
    done = kg("push", oxigraph.base, "--kind", "oxigraph", "--on", file)
    assert done.exit_code == 1
    assert "--graph IRI" in done.stderr
    done = kg("push", oxigraph.base, "--kind", "oxigraph", "--graph", "http://example.org/few", "--on", file)
    assert done.exit_code == 0, done.stderr
    assert len(oxigraph.select("SELECT ?o { GRAPH <http://example.org/few> { ?s ?p ?o } }")) == 2
