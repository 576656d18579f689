"""A store -> the same graphs in a triple store, over HTTP: only what changed, and again after any interruption.

A graph is the unit: putting it replaces it whole, so that repeating a push, or a part of it, changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import NOT_FOUND

import pyoxigraph as ox
from requests import Response

from kg.errors import PublishError
from kg.publish.client import Client, unknown_here
from kg.publish.manifest import Manifest
from kg.publish.protocols import GraphStore, Way, settled, ways
from kg.publish.targets import Target
from kg.store import Store

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to push.

    Attributes:
        default_graph: the name under which the triples without a graph are pushed, "" to refuse them.
        everything: also what the target is known to hold.
        prune: delete the graphs that were pushed once and are no longer in the store.
    """

    default_graph: str = ""
    everything: bool = False
    prune: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push would do, by the names of graphs.

    Attributes:
        put: graphs to push with their numbers of triples, the smallest first.
        unchanged: graphs that the target holds already, likewise.
        orphans: graphs that it holds and the store does not.
    """

    put: Mapping[str, int]
    unchanged: Mapping[str, int]
    orphans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a push did; orphans are those that stayed."""

    put: int
    triples: int
    unchanged: int
    deleted: int
    orphans: tuple[str, ...]


def plan(store: Store, manifest: Manifest, options: Options) -> Plan:
    """What is to be done; no request is made.

    Raises:
        PublishError: the store has triples in no graph, and options.default_graph is no IRI.
    """
    known = {} if options.everything else manifest.graphs()
    put: dict[str, int] = {}
    unchanged: dict[str, int] = {}
    for name in _graphs(store, options):
        lines = _lines(store, name, options)
        (unchanged if known.get(name) == _digest(lines) else put)[name] = len(lines)
    orphans = tuple(sorted(manifest.graphs().keys() - put.keys() - unchanged.keys()))
    return Plan(
        dict(sorted(put.items(), key=_smallest)), dict(sorted(unchanged.items(), key=_smallest)), orphans
    )


def push(
    store: Store,
    target: Target,
    manifest: Manifest,
    client: Client,
    options: Options,
    *,
    progress: Progress = lambda _: None,
) -> Report:
    """Makes the target hold the graphs of the store; others that it has are left alone.

    Raises:
        PublishError: the target does not take them; what it has taken is remembered, and a repeated push goes on.
    """
    todo = plan(store, manifest, options)
    way = _way_it_took(next(iter(todo.unchanged.items())), target, client) if todo.unchanged else None
    if todo.unchanged and way is None:
        progress("the store has lost what was pushed before: everything is pushed again")
        todo = Plan(
            dict(sorted({**todo.put, **todo.unchanged}.items(), key=_smallest)), {}, orphans=todo.orphans
        )
    put: Way | None = None
    for done, (name, triples) in enumerate(todo.put.items()):
        progress(f"{done} of {len(todo.put)} graphs pushed; now {name} ({triples:,} triples)")
        lines = _lines(store, name, options)
        manifest.doubt(name)
        if put is None:
            put = _first(name, lines, target, client)
        else:
            client.expect(put.put(name, lines))
        manifest.took(name, _digest(lines))
    known = put or way
    possible = [known] if known else list(ways(target, client))
    deleted = _prune(todo.orphans, possible, client, manifest) if options.prune else 0
    return Report(
        put=len(todo.put),
        triples=sum(todo.put.values()),
        unchanged=len(todo.unchanged),
        deleted=deleted,
        orphans=() if options.prune else todo.orphans,
    )


def _first(name: str, lines: Sequence[bytes], target: Target, client: Client) -> Way:
    """Puts a graph in the first way that works, and gives the way; reading it back tells whether it did."""
    possible = list(ways(target, client))
    for way in possible:
        answer = way.put(name, lines)
        if not answer.ok:
            if way.trying or (unknown_here(answer) and way is not possible[-1]):
                continue
            client.expect(answer)
        found, given = way.count(name)
        if given is None or found == len(lines):
            return settled(way)
        if not way.trying:
            raise _strange(f"says that it took {len(lines):,} triples", found, given, target)
    raise PublishError("takes graphs in no way that kg knows", target.address)


def _way_it_took(graph: tuple[str, int], target: Target, client: Client) -> Way | None:
    """The way in which the target still has a graph that it took once, None if it has lost it.

    Tells early, too, that it does not answer.
    """
    name, triples = graph
    for way in ways(target, client):
        found, given = way.count(name)
        if given is None or found == triples:
            return way
        if found is None:
            client.expect(given)
            raise _strange("took a graph once", found, given, target)
    return None


def _strange(said: str, found: int | None, given: Response, target: Target) -> PublishError:
    what = given.headers.get("Content-Type", "what is no RDF") if found is None else f"{found:,} triples"
    question = "is this the address of a graph store, and of this kind (kg push --help)?"
    return PublishError(f"{said}, but gives back {what}; {question}", target.address)


def _prune(orphans: Sequence[str], possible: Sequence[Way], client: Client, manifest: Manifest) -> int:
    for name in orphans:
        manifest.doubt(name)
        _delete(name, possible, client)
        manifest.forget(name)
    return len(orphans)


def _delete(name: str, possible: Sequence[Way], client: Client) -> None:
    """Deletes a graph in the first way that works.

    "Not found" may be said of the graph or of the way. It is believed of a graph store that there is no other way to,
    since it took the graph once, and where the graph can be asked for and has no triples.
    """
    answers = []
    for way in possible:
        answers.append(way.delete(name))
        if answers[-1].ok:
            return
        if not unknown_here(answers[-1]):
            client.expect(answers[-1])
    if answers[-1].status_code == NOT_FOUND and all(isinstance(way, GraphStore) for way in possible):
        return
    for way in possible:
        found, given = way.count(name)
        if found == 0 and given is not None and given.ok:
            return
    client.expect(answers[-1])


def _graphs(store: Store, options: Options) -> list[str]:
    try:
        ox.NamedNode(options.default_graph or "urn:none")
    except ValueError as error:
        raise PublishError(f"is no IRI of a graph: {error}", options.default_graph) from error
    names = []
    for graph in store.graphs():
        if isinstance(graph, ox.BlankNode):
            raise PublishError(
                "holds a graph without a name, which no store can be told to replace", str(graph)
            )
        names.append(graph.value if isinstance(graph, ox.NamedNode) else options.default_graph)
    if "" in names:
        raise PublishError(
            "has triples in no graph; name the graph that they go to with --graph IRI", str(store.path)
        )
    return sorted(set(names))


def _lines(store: Store, name: str, options: Options) -> list[bytes]:
    """The triples of a graph, a line each, sorted."""
    quads = list(store.graph(ox.NamedNode(name)))
    if name == options.default_graph:
        quads += store.graph(ox.DefaultGraph())
    return sorted({f"{quad.triple} .\n".encode() for quad in quads})


def _digest(lines: Sequence[bytes]) -> str:
    return hashlib.sha256(b"".join(lines)).hexdigest()


def _smallest(item: tuple[str, int]) -> tuple[int, str]:
    return item[1], item[0]
