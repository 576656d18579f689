"""A graph -> requests in one of the two ways in which stores take one: Graph Store Protocol, SPARQL Update."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import requests

from kg.publish.client import Client, compressed, count
from kg.publish.targets import Target

_MOST_BYTES = 32 << 20  # of a body; a larger graph is put in part, and the rest is added
_MOST_LINES = 500  # of an update; Virtuoso compiles it, and gives up at some thousands
_BLANK = re.compile(rb"^_:|> _:\S+ \.$")
_TURTLE = {
    "Content-Type": "text/turtle; charset=utf-8"
}  # N-Triples are Turtle; not every store knows them as such


class Way(Protocol):
    """How graphs come into a store. A graph is a sorted sequence of lines, a triple each."""

    @property
    def trying(self) -> bool:
        """Whether it is not known yet that the store takes graphs so."""

    def put(self, graph: str, lines: Sequence[bytes]) -> requests.Response:
        """Makes the graph hold these triples and no others; the answer, a failure if one of the requests failed."""

    def delete(self, graph: str) -> requests.Response:
        """Makes the graph go; the answer, which may be that it was not there."""

    def count(self, graph: str) -> tuple[int | None, requests.Response | None]:
        """How many triples the graph has, None if the answer does not say; no answer if there is no way to ask."""


@dataclass(frozen=True)
class GraphStore:
    """Graph Store Protocol: PUT replaces a graph.

    Attributes:
        packed: bodies are sent with gzip.
        trying: see Way.
    """

    client: Client
    target: Target
    packed: bool
    trying: bool = False

    def put(self, graph: str, lines: Sequence[bytes]) -> requests.Response:
        """See Way."""
        parts = _parts(lines)
        answer = self._send("PUT", graph, next(parts))
        for part in parts:
            if not answer.ok:
                break
            answer = self._send("POST", graph, part)
        return answer

    def delete(self, graph: str) -> requests.Response:
        """See Way."""
        return self._send("DELETE", graph)

    def count(self, graph: str) -> tuple[int | None, requests.Response | None]:
        """See Way."""
        accept = {"Accept": "application/n-triples, text/turtle;q=0.9"}
        answer = self.client.send("GET", self.target.graph_store, params=self._named(graph), headers=accept)
        return (0 if answer.status_code == requests.codes.not_found else count(answer)), answer

    def _send(self, method: str, graph: str, body: bytes | None = None) -> requests.Response:
        headers = _TURTLE if body is not None else {}
        if body is not None and self.packed:
            body, packing = compressed(body)
            headers = headers | packing
        return self.client.send(
            method,
            self.target.graph_store,
            body,
            trying=self.trying,
            params=self._named(graph),
            headers=headers,
        )

    def _named(self, graph: str) -> dict[str, str]:
        return {self.target.parameter: graph}


@dataclass(frozen=True)
class Updates:
    """SPARQL Update: a graph is dropped and inserted in one request, or in several if it is large."""

    client: Client
    target: Target
    trying: bool = False

    def put(self, graph: str, lines: Sequence[bytes]) -> requests.Response:
        """See Way."""
        first = f"DROP SILENT GRAPH <{graph}> ;\n".encode()
        answer = None
        for part in _parts(lines, _MOST_LINES):
            body = b"INSERT DATA { GRAPH <%s> {\n%s} }" % (graph.encode(), part)
            answer = self._send(first + body)
            if not answer.ok:
                return answer
            first = b""
        return answer if answer is not None else self.delete(graph)

    def delete(self, graph: str) -> requests.Response:
        """See Way."""
        return self._send(f"DROP SILENT GRAPH <{graph}>".encode())

    def count(self, graph: str) -> tuple[int | None, requests.Response | None]:
        """See Way."""
        if not self.target.query:
            return None, None
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        accept = {"Accept": "application/sparql-results+json"}
        answer = self.client.send("GET", self.target.query, params={"query": text}, headers=accept)
        try:
            return int(json.loads(answer.content)["results"]["bindings"][0]["n"]["value"]), answer
        except (ValueError, KeyError, IndexError, TypeError):
            return None, answer

    def _send(self, body: bytes) -> requests.Response:
        return self.client.send(
            "POST", self.target.update, body, headers={"Content-Type": "application/sparql-update"}
        )


def ways(target: Target, client: Client) -> Iterator[Way]:
    """The ways in which a target may take graphs, the best first."""
    if target.graph_store:
        if target.gzip is not False:
            yield GraphStore(client, target, packed=True, trying=True)
        yield GraphStore(client, target, packed=False)
    if target.update:
        yield Updates(client, target)


def settled(way: Way) -> Way:
    """A way that has proved to work."""
    return replace(way, trying=False) if isinstance(way, GraphStore) else way


def _parts(lines: Sequence[bytes], most_lines: int = sys.maxsize) -> Iterator[bytes]:
    """Bodies of no more than _MOST_BYTES and so many lines; one at least.

    A graph with blank nodes is one body: in two, a node would be two.
    """
    if any(_BLANK.search(line) for line in lines):
        yield b"".join(lines)
        return
    part: list[bytes] = []
    size = 0
    for line in lines:
        if part and (size + len(line) > _MOST_BYTES or len(part) == most_lines):
            yield b"".join(part)
            part, size = [], 0
        part.append(line)
        size += len(line)
    yield b"".join(part)
