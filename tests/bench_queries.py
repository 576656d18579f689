"""Seconds of queries beside rdflib, of a cold `kg query`, and of a push: `make bench`, or `python -m tests.bench_queries N`.

The graph is that of two invented articles, written down again and again under other names until it has a million
triples, so that it has the shape that kg gives a graph: claims, sentences, activities, a graph for each article.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg import publish
from kg.graph import Graph
from kg.publish.client import Client, Credentials
from kg.publish.manifest import Manifest
from kg.publish.targets import target
from kg.store import Store
from tests import synthetic
from tests.command import KG
from tests.servers import oxigraph_server

TRIPLES = 1_000_000
RUNS = 3
PUSHED = 100_000  # triples
JOIN = """SELECT ?who ?sure {
    ?claim rdf:predicate kg:investor ; rdf:object ?who ; kg:confidence ?sure FILTER(?sure > 0.8) }"""
AGGREGATE = "SELECT ?relation (COUNT(?claim) AS ?n) { ?claim rdf:predicate ?relation } GROUP BY ?relation"


def copies(triples: int) -> Iterator[ox.Quad]:
    """The quads of the sample under other names, as often as it takes."""
    for lines in synthetic.nquads(triples):
        yield from ox.parse(lines, format=ox.RdfFormat.N_QUADS)


def seconds(work: Callable[[], Any]) -> float:
    """The best of some runs."""
    found = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def main(triples: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "store")
        began = time.perf_counter()
        with Store.open(folder, read_only=False) as made:
            made.replace(copies(triples))
        print(f"store written in {time.perf_counter() - began:.1f} s")
        _queries(folder)
        _cold(folder)
        _push(Path(temporary))


def _queries(folder: Path) -> None:
    with Graph(Store.open(folder)) as graph:
        began = time.perf_counter()
        beside = graph.to_rdflib()
        print(f"{len(beside):,} triples; to_rdflib {time.perf_counter() - began:.1f} s")
        print(f"{'seconds, best of ' + str(RUNS):34}{'kg':>8}{'rdflib':>8}")
        for name, text in (("join of three patterns, filter", JOIN), ("aggregate", AGGREGATE)):
            ours = seconds(lambda text=text: list(graph.store.select(text)))  # type: ignore[misc]
            theirs = seconds(lambda text=text: list(beside.query(text)))  # type: ignore[misc]
            print(f"{name:34}{ours:8.3f}{theirs:8.3f}")


def _cold(folder: Path) -> None:
    command = [*KG, "query", "SELECT * { ?s kg:led ?o } LIMIT 1", "--on", str(folder)]
    cold = seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    print(f"kg query from cold to its first row: {cold:.2f} s")


def _push(folder: Path) -> None:
    try:
        running = oxigraph_server(folder / "server")
    except pytest.skip.Exception as error:
        print(f"push: {error}")
        return
    (folder / "server").mkdir()
    store = Store.memory(copies(PUSHED))
    with running as server, Manifest(folder / "pushed.sqlite", "store", server.graph_store) as manifest:
        at = target(server.query.rpartition("/")[0], "oxigraph")
        client = Client(Credentials())
        began = time.perf_counter()
        report = publish.push(store, at, manifest, client, publish.Options())
        took = time.perf_counter() - began
        client.close()
    print(
        f"push to a local Oxigraph: {report.put:,} graphs, {report.triples:,} triples in {took:.1f} s:"
        f" {report.put / took:,.0f} graphs, {report.triples / took:,.0f} triples a second"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) == 2 else TRIPLES)
