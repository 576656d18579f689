"""The kind of a triple store and its address -> where it takes graphs; a row of KINDS each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.errors import PublishError


@dataclass(frozen=True, slots=True)
class Target:
    """A triple store that graphs are pushed to.

    Attributes:
        address: what it was named by; the manifest remembers it by this.
        graph_store: where the Graph Store Protocol is spoken, "" if it is not.
        parameter: what names the graph there.
        update, query: where SPARQL updates and queries go, "" where that is not known.
        gzip: whether it takes compressed bodies; None if that has to be tried.
    """

    address: str
    graph_store: str
    parameter: str
    update: str
    query: str
    gzip: bool | None


@dataclass(frozen=True, slots=True)
class Kind:
    """What to append to the address of a store; None for what it does not have."""

    example: str
    graph_store: str | None
    update: str | None
    query: str | None
    parameter: str = "graph"
    gzip: bool | None = None


KINDS = {
    "gsp": Kind("http://host/any/graph-store", "", None, None),
    "update": Kind("http://host/any/update", None, "", None, gzip=False),
    "fuseki": Kind("http://host:3030/DATASET", "/data", "/update", "/query"),
    "graphdb": Kind("http://host:7200/repositories/NAME", "/rdf-graphs/service", "/statements", ""),
    "oxigraph": Kind("http://host:7878", "/store", "/update", "/query", gzip=True),
    "rdf4j": Kind(
        "http://host:8080/rdf4j-server/repositories/NAME", "/rdf-graphs/service", "/statements", ""
    ),
    "stardog": Kind("http://host:5820/DATABASE", "", "/update", "/query"),
    "virtuoso": Kind(
        "http://host:8890",
        "/sparql-graph-crud-auth",
        "/sparql-auth",
        "/sparql-auth",
        parameter="graph-uri",
        gzip=False,  # 7.2.5 answers 500
    ),
}


def target(address: str, kind: str = "gsp", *, update: bool = False) -> Target:
    """Where the store of a kind at an address takes graphs.

    Args:
        update: by SPARQL Update even if it speaks the Graph Store Protocol.

    Raises:
        PublishError: no such kind, no http(s) address, one with a password in it, or no way to update.
    """
    if kind not in KINDS:
        raise PublishError(f"no kind of store {kind!r}; there are {', '.join(KINDS)}")
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        raise PublishError("an address must not hold a password; set it in the environment or in netrc")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise PublishError(f"is no http(s) address of a store, such as {KINDS[kind].example}", address)
    row, base = KINDS[kind], address.rstrip("/") if kind not in ("gsp", "update") else address

    def place(path: str | None) -> str:
        return "" if path is None else base + path

    found = Target(
        address=base,
        graph_store="" if update else place(row.graph_store),
        parameter=row.parameter,
        update=place(row.update),
        query=place(row.query),
        gzip=row.gzip,
    )
    if not found.graph_store and not found.update:
        raise PublishError(f"{kind} takes no updates that kg knows of; leave out --update", address)
    return found
