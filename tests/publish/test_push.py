"""Pushes to real triple stores: the same graphs there, only what changed, whatever happens on the way."""

from __future__ import annotations

import base64
import logging
import random
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
import requests

from kg import publish
from kg.cli.push import KINDS as OFFERED
from kg.errors import PublishError
from kg.publish import protocols
from kg.publish.client import Client, Credentials
from kg.publish.manifest import Manifest
from kg.publish.targets import KINDS, Target, target
from kg.store import Store
from tests.publish.faulty import BUSY, DROPPED, FINE, LOST, SLOW, UNAVAILABLE, answering, proxy
from tests.servers import Server

P = "http://example.org/p"


def graph(number: int, *words: str, within: str) -> list[ox.Quad]:
    """A graph of these words, in a namespace of its test."""
    name = ox.NamedNode(f"{within}{number}")
    return [ox.Quad(ox.NamedNode(f"{within}s"), ox.NamedNode(P), ox.Literal(word), name) for word in words]


def content(store: Store) -> dict[str, set[str]]:
    """What a store holds, by graph."""
    return {str(name)[1:-1]: {str(quad.triple) for quad in store.graph(name)} for name in store.graphs()}


def held(server: Server, within: str) -> dict[str, set[str]]:
    """What a server holds in the graphs of a test."""
    rows = server.select(
        f"SELECT ?g ?s ?o {{ GRAPH ?g {{ ?s <{P}> ?o }} FILTER(STRSTARTS(STR(?g), '{within}')) }}"
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        triple = ox.Triple(ox.NamedNode(row["s"]["value"]), ox.NamedNode(P), ox.Literal(row["o"]["value"]))
        found.setdefault(row["g"]["value"], set()).add(str(triple))
    return found


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Server:
    """Both real stores, one after the other."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def within() -> str:
    """A namespace for the graphs of one test."""
    return f"http://example.org/{uuid.uuid4()}/"


@pytest.fixture
def store(within: str) -> Store:
    """Three graphs; words that a careless writer would spoil."""
    words = ("plain", 'quote " and \\ and \n line', "é 東京 \U0001f50b", "a <b> & c")
    return Store.memory(
        [*graph(1, *words, within=within), *graph(2, "two", within=within), *graph(3, "three", within=within)]
    )


Push = Callable[..., publish.Report]


@pytest.fixture
def push(tmp_path: Path) -> Iterator[Push]:
    """Pushes a store to a target, with the manifest of this test."""
    clients = []

    def push(
        store: Store,
        at: Target,
        credentials: Credentials | None = None,
        *,
        retries: int = 20,
        timeout: float = 60,
        **options: bool | str,
    ) -> publish.Report:
        client = Client(credentials or Credentials(), retries=retries, timeout=timeout, wait=0.01)
        clients.append(client)
        with Manifest(tmp_path / "pushed.sqlite", "store", at.address) as manifest:
            return publish.push(store, at, manifest, client, publish.Options(**options))  # type: ignore[arg-type]

    yield push
    for client in clients:
        client.close()


def credentials(server: Server) -> Credentials:
    """What a server asks for."""
    return Credentials(server.user, server.password)


def through(at: str, server: Server, *, update: bool = False) -> Target:
    """The target that a store of the server's kind is at an address: its own, or that of a proxy before it."""
    return target(at, server.name, update=update)


def named(addresses: Iterable[str]) -> set[str]:
    """The graphs that addresses of a graph store name."""
    return {name for address in addresses for (name,) in parse_qs(urlsplit(address).query).values()}


def known(folder: Path, at: Target) -> set[str]:
    """The graphs of which the manifest of a test says that the target took them."""
    with Manifest(folder / "pushed.sqlite", "store", at.address) as manifest:
        return {name for name, digest in manifest.graphs().items() if digest}


@pytest.mark.parametrize("update", [False, True], ids=["graph store", "update"])
def test_the_same_graphs_are_there(
    server: Server, store: Store, within: str, push: Push, *, update: bool
) -> None:
    """Every graph is there with the same triples; pushed again, nothing is sent."""
    at = through(server.base, server, update=update)
    first = push(store, at, credentials(server))
    assert (first.put, first.triples, first.unchanged) == (3, 6, 0)
    assert held(server, within) == content(store)
    again = push(store, at, credentials(server))
    assert (again.put, again.unchanged) == (0, 3)


@pytest.mark.parametrize("update", [False, True], ids=["graph store", "update"])
def test_only_what_changed(server: Server, store: Store, within: str, push: Push, *, update: bool) -> None:
    """A changed graph is replaced, an added one comes, one that is gone stays until it is pruned; others' stay always."""
    at = through(server.base, server, update=update)
    push(store, at, credentials(server))
    others = f"{within}others"
    assert server.put(others, f"<{within}x> <{P}> 'x' .".encode()) in (200, 201, 204)
    later = Store.memory(
        [
            *graph(1, "changed", within=within),
            *graph(2, "two", within=within),
            *graph(4, "four", within=within),
        ]
    )
    report = push(later, at, credentials(server))
    assert (report.put, report.unchanged, report.deleted) == (2, 1, 0)
    assert report.orphans == (f"{within}3",)
    assert f"{within}3" in held(server, within)
    report = push(later, at, credentials(server), prune=True)
    assert (report.put, report.deleted, report.orphans) == (0, 1, ())
    now = held(server, within)
    assert now.pop(others)
    assert now == content(later)


@pytest.mark.parametrize("kept", [(1, 2), ()], ids=["some stay", "none stays"])
def test_what_is_pruned_is_gone(
    oxigraph: Server, store: Store, within: str, push: Push, kept: tuple[int, ...]
) -> None:
    """Where a graph store is not found but updates are taken, "not found" is no answer about a graph."""
    at = target(oxigraph.base, "fuseki")  # Oxigraph has nothing at /data
    push(store, at)
    rest = Store.memory(quad for number in kept for quad in store.graph(ox.NamedNode(f"{within}{number}")))
    report = push(rest, at, prune=True)
    assert (report.put, report.deleted) == (0, 3 - len(kept))
    assert held(oxigraph, within) == content(rest)


def test_what_cannot_be_pruned_is_told(oxigraph: Server, store: Store, within: str, push: Push) -> None:
    """Where no way to delete works any more, the push fails, and does not forget the graph."""
    at = target(oxigraph.base, "fuseki")
    push(store, at)
    lost = replace(at, update=oxigraph.base + "/nothing")
    with pytest.raises(PublishError, match="404"):
        push(Store.memory([]), lost, prune=True)
    assert push(Store.memory([]), at).orphans == tuple(sorted(content(store)))
    assert push(Store.memory([]), at, prune=True).deleted == 3
    assert held(oxigraph, within) == {}


def test_what_is_gone_already_is_pruned(server: Server, store: Store, within: str, push: Push) -> None:
    """An orphan that somebody deleted is no error, whether another graph shows that the way is right or not."""
    at = through(server.base, server)
    push(store, at, credentials(server))
    for kept in ((1, 2), ()):
        for name in {*held(server, within)} - {f"{within}{number}" for number in kept}:
            gone = requests.delete(
                server.graph_store, params={server.graph_parameter: name}, auth=server.auth, timeout=30
            )
            assert gone.ok
        rest = Store.memory(
            quad for number in kept for quad in store.graph(ox.NamedNode(f"{within}{number}"))
        )
        assert push(rest, at, credentials(server), prune=True).deleted
    assert held(server, within) == {}


def test_what_the_server_lost_is_pushed_again(server: Server, store: Store, within: str, push: Push) -> None:
    """If the store no longer has what it took, the manifest is not believed."""
    at = through(server.base, server)
    push(store, at, credentials(server))
    for name in content(store):
        deleted = requests.delete(
            server.graph_store, params={server.graph_parameter: name}, auth=server.auth, timeout=30
        )
        assert deleted.ok
    assert push(store, at, credentials(server)).put == 3
    assert held(server, within) == content(store)


@pytest.mark.parametrize("fate", [DROPPED, LOST])
@pytest.mark.parametrize("at_request", range(6))
def test_an_interrupted_push_is_repeated(
    server: Server, store: Store, within: str, push: Push, tmp_path: Path, *, fate: str, at_request: int
) -> None:
    """Wherever the connection breaks for good, the next push ends in the same state; what was taken is not sent again."""
    with proxy(server.base) as between:
        at = through(between.url, server)
        between.will(*[FINE] * at_request, fate)
        try:
            push(store, at, credentials(server), retries=0)
        except PublishError as error:
            assert "cannot be reached" in str(error)  # noqa: PT017  a push of few requests may be done before
        confirmed = known(tmp_path, at)
        # The first graph is read back as well before it counts.
        assert confirmed <= named(between.taken)
        assert len(named(between.taken) - confirmed) <= 1
        between.will(FINE)
        between.taken.clear()
        push(store, at, credentials(server))
        assert named(between.taken) == content(store).keys() - confirmed
        assert held(server, within) == content(store)
        assert push(store, at, credentials(server)).put == 0


def test_what_is_in_doubt_is_pushed_again(server: Server, store: Store, within: str, push: Push) -> None:
    """A graph whose replacement was taken but not confirmed goes back to what the store says, also if that is old."""
    changed = Store.memory([*store.quads(), *graph(2, "more", within=within)])
    with proxy(server.base) as between:
        at = through(between.url, server)
        push(store, at, credentials(server))
        between.only = "PUT"
        between.will(LOST)
        with pytest.raises(PublishError):
            push(changed, at, credentials(server), retries=0)
        assert held(server, within) == content(changed), "it was taken, but nobody here knows"
        between.will(FINE)
        push(store, at, credentials(server))
    assert held(server, within) == content(store)


@pytest.mark.parametrize("seed", range(3))
def test_a_bad_connection_is_outlasted(
    server: Server, store: Store, within: str, push: Push, seed: int
) -> None:
    """Dropped connections, lost answers, 429 and 503 in any order do not show in the result."""
    choose = random.Random(seed)
    with proxy(server.base) as between:
        fates = [choose.choice([DROPPED, LOST, BUSY, UNAVAILABLE, FINE]) for _ in range(12)]
        between.will(*fates, FINE)
        push(store, through(between.url, server), credentials(server))
    assert held(server, within) == content(store)


def test_a_slow_server_is_given_its_time(oxigraph: Server, store: Store, within: str, push: Push) -> None:
    """An answer within the timeout is waited for; one that takes longer counts as a broken connection."""
    with proxy(oxigraph.base) as between:
        at = through(between.url, oxigraph)
        between.will(SLOW, FINE)
        push(store, at)
        assert held(oxigraph, within) == content(store)
        between.will(SLOW)
        with pytest.raises(PublishError, match=r"cannot be reached: .*timed out"):
            push(store, at, retries=0, timeout=0.2, everything=True)


def test_gzip_where_it_is_taken(server: Server, store: Store, within: str, push: Push) -> None:
    """A bare graph store is tried with gzip: Oxigraph goes on with it, Virtuoso gets plain bodies; both end alike."""
    with proxy(server.base) as between:
        at = target(between.url + urlsplit(server.graph_store).path)
        push(store, replace(at, parameter=server.graph_parameter), credentials(server))
        put = [encoding for method, encoding, _ in between.seen if method == "PUT"]
        assert put[0] == "gzip"
        assert set(put[-2:]) == {"gzip" if server.name == "oxigraph" else ""}
    assert held(server, within) == content(store)


def test_update_where_there_is_no_graph_store(server: Server, store: Store, within: str, push: Push) -> None:
    """Where PUT is unknown, updates are sent instead."""
    at = through(server.base, server)
    push(store, replace(at, graph_store=server.base + "/nowhere"), credentials(server))
    assert held(server, within) == content(store)


@pytest.mark.parametrize("update", [False, True], ids=["graph store", "update"])
def test_a_large_graph_comes_in_parts(
    server: Server,
    within: str,
    push: Push,
    monkeypatch: pytest.MonkeyPatch,
    *,
    update: bool,
) -> None:
    """A graph beyond the size of a body is put in part, and the rest added; replaced, it is the new one only."""
    monkeypatch.setattr(protocols, "_MOST_BYTES", 10_000)
    monkeypatch.setattr(protocols, "_MOST_LINES", 150)
    at = through(server.base, server, update=update)
    for words in ([f"word {n}" for n in range(1000)], ["few"], [f"other {n}" for n in range(500)]):
        store = Store.memory(graph(1, *words, within=within))
        push(store, at, credentials(server))
        assert held(server, within) == content(store)


def test_blank_nodes_stay_one(
    oxigraph: Server, within: str, push: Push, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A graph of another program, with blank nodes, is sent in one body, however large."""
    monkeypatch.setattr(protocols, "_MOST_BYTES", 10)
    node, name = ox.BlankNode(), ox.NamedNode(f"{within}1")
    quads = [ox.Quad(node, ox.NamedNode(P), ox.Literal(word), name) for word in ("a", "b")]
    push(Store.memory(quads), through(oxigraph.base, oxigraph))
    subjects = {
        row["s"]["value"] for row in oxigraph.select(f"SELECT ?s {{ GRAPH <{name.value}> {{ ?s ?p ?o }} }}")
    }
    assert len(subjects) == 1


def test_triples_without_a_graph(oxigraph: Server, within: str, push: Push) -> None:
    """A Turtle file has no graphs: it is pushed to one that is named, and refused without a name."""
    triple = ox.Quad(ox.NamedNode(f"{within}s"), ox.NamedNode(P), ox.Literal("x"))
    store = Store.memory([triple, *graph(1, "y", within=within)])
    at = through(oxigraph.base, oxigraph)
    with pytest.raises(PublishError, match=r"triples in no graph; .* --graph IRI"):
        push(store, at)
    with pytest.raises(PublishError, match="is no IRI"):
        push(store, at, default_graph="no iri")
    push(store, at, default_graph=f"{within}1")
    assert {len(triples) for triples in held(oxigraph, within).values()} == {2}


SECRET = "hush-0f5c"  # noqa: S105  for no server


@pytest.mark.parametrize(
    "who", [Credentials("me", SECRET), Credentials(token=SECRET)], ids=["Basic", "Bearer"]
)
def test_secrets_are_not_told(
    who: Credentials,
    store: Store,
    push: Push,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A password or token is sent as asked and is in no error, repr, log or file, even if the server repeats it."""
    caplog.set_level(logging.DEBUG)
    with answering(400, echo=True) as url, pytest.raises(PublishError) as caught:
        push(store, target(url), who)
    assert "400" in str(caught.value)
    challenge = [("WWW-Authenticate", 'Basic realm="x"')]
    with answering(401, headers=challenge) as url, pytest.raises(PublishError, match="these credentials"):
        push(store, target(url), who)
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for told in (str(caught.value), repr(who), caplog.text, written.decode("utf-8", "replace")):
        assert SECRET not in told
        assert "aHVza" not in told
        assert "bWU6" not in told


def test_basic_and_bearer_are_sent(oxigraph: Server, store: Store, within: str, push: Push) -> None:
    """A token is sent at once, a password where the server asks for it and not before; in UTF-8, as RFC 7617 allows."""
    with proxy(oxigraph.base) as between:
        at = through(between.url, oxigraph)
        push(store, at, Credentials(token="t0ken"))  # noqa: S106  for no server
        assert {said for _, _, said in between.seen} == {"Bearer t0ken"}
        between.seen.clear()
        push(store, at, Credentials("me", "mine"), everything=True)
        assert {said for _, _, said in between.seen} == {""}, "Oxigraph asks for nothing"
        between.seen.clear()
        between.challenge = 'Basic realm="news", charset="UTF-8"'
        report = push(store, at, Credentials("me", "pässword"), everything=True)
        first, *others = [said for _, _, said in between.seen]
    assert first == ""
    assert set(others) == {f"Basic {base64.b64encode('me:pässword'.encode()).decode()}"}
    assert report.put == 3
    assert held(oxigraph, within) == content(store)


@pytest.mark.parametrize(
    ("status", "headers", "body", "message"),
    [
        (
            200,
            {"Content-Type": "text/html"},
            b"<h1>Welcome</h1>",
            "gives back text/html; is this the address",
        ),
        (200, {"Content-Type": "text/turtle"}, b"", "gives back 0 triples"),
        (404, {}, b"<p>No such <b>page</b></p>", "answers 404 Not Found: No such page"),
        (302, {"Location": "http://127.0.0.1:9/login"}, b"", "redirects to http://127.0.0.1:9/login"),
        (401, {}, b"", "asks for a password or a token"),
        (403, {}, b"", "asks for a password or a token"),
        (507, {}, b"disk full", "answers 507 Insufficient Storage: disk full"),
        (503, {}, b"later", "answers 503 Service Unavailable: later"),
    ],
)
def test_what_is_no_store(
    status: int, headers: Mapping[str, str], body: bytes, message: str, store: Store, push: Push
) -> None:
    """A website, a wrong address, a login page, a full disk: an error that says what the server said."""
    with answering(status, body, list(headers.items())) as url, pytest.raises(PublishError, match=message):
        push(store, target(url), retries=1)


def test_nothing_there(store: Store, push: Push) -> None:
    """A port where nothing listens is named, with the reason."""
    with pytest.raises(PublishError, match=r"http://127.0.0.1:9/: cannot be reached: .*refused"):
        push(store, target("http://127.0.0.1:9/"), retries=0)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://me:mine@example.org/", "must not hold a password"),
        ("ftp://example.org/", "is no http"),
        ("example.org", "is no http"),
        ("http:///x", "is no http"),
    ],
)
def test_addresses_that_are_none(address: str, message: str) -> None:
    """An address with a password, or that is none, is refused without being repeated if it holds one."""
    with pytest.raises(PublishError, match=message) as caught:
        target(address)
    assert "mine" not in str(caught.value)


def test_a_credential_must_fit_a_header() -> None:
    """A token with a line break or a letter outside ASCII is refused and not shown; passwords may have the latter."""
    for token, message in (
        (f"{SECRET}\nX: y", "a character that no header"),
        (f"{SECRET}é", "outside ASCII"),
    ):
        with pytest.raises(PublishError, match=message) as caught:
            Credentials(token=token)
        assert SECRET not in str(caught.value)
    Credentials("née", "pässword")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_places(kind: str) -> None:
    """The kinds that the command offers are those there are; a trailing slash makes no difference."""
    assert tuple(sorted(KINDS)) == OFFERED
    example = KINDS[kind].example
    assert target(example, kind).graph_store or target(example, kind).update
    if kind not in ("gsp", "update"):
        assert target(example + "/", kind) == target(example, kind)


def test_a_damaged_manifest(tmp_path: Path) -> None:
    """A manifest that is none is an error that says what to do."""
    (tmp_path / "pushed.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 100)
    with pytest.raises(PublishError, match="remove it to push everything"):
        Manifest(tmp_path / "pushed.sqlite", "store", "http://example.org/")


def test_manifests_do_not_mix(tmp_path: Path) -> None:
    """Two sources, or two targets, in one file know nothing of each other."""
    file = tmp_path / "pushed.sqlite"
    with Manifest(file, "store", "http://a/") as a, Manifest(file, "other.ttl", "http://a/") as b:
        a.took("x:g", "1")
        b.took("x:h", "2")
        assert (a.graphs(), b.graphs()) == ({"x:g": "1"}, {"x:h": "2"})
