"""kg from Python: build a graph of articles, or open one, ask it, and hand it to other libraries.

>>> import kg
>>> graph = kg.build(["tests/articles/helsing-series-d.txt"], extractor="frames")
>>> for buyer, *_ in graph.query("acquisitions", of="Grob Aircraft").rows:
...     print(buyer.value)
Helsing
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from kg import explain, pipeline
from kg import query as questions
from kg.assemble import terms
from kg.errors import KgError
from kg.explain import Fact
from kg.export import export
from kg.export.selection import Selection, select
from kg.model import Failure
from kg.ontology import load
from kg.query import Result
from kg.query.canned import canned, fill
from kg.query.names import short
from kg.store import Store, open_any

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib


def build(sources: Sequence[str], output: str | Path | None = None, **options: Any) -> Graph:
    """The graph of articles: files, folders, globs, addresses, feeds.

    Args:
        output: the folder that it is built into, or brought up to date in; without one it is kept in memory.
        options: as kg.pipeline.Options: base, model, extractor, jobs, strict, sync, restore, least.

    Raises:
        KgError: as kg.pipeline.build. What could not be taken is in `failures`.
    """
    chosen = pipeline.Options(**options)
    if output is not None:
        report = pipeline.build(sources, Path(output), chosen)
        return Graph(Store.open(Path(output) / pipeline.STORE), report.failures)
    with tempfile.TemporaryDirectory() as folder:
        report = pipeline.build(sources, Path(folder), chosen)
        with Store.open(Path(folder) / pipeline.STORE) as store:
            return Graph(Store.memory(store.quads()), report.failures)


def open(path: str | Path) -> Graph:  # noqa: A001  kg.open reads like gzip.open
    """The graph in a folder that was built into, in a store, or in an RDF file.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    store = Path(path) / pipeline.STORE
    return Graph(open_any(store if store.is_dir() else Path(path)))


class Graph:
    """A knowledge graph to ask; to be closed after use, or used in a `with` block, if it is in a folder.

    Attributes:
        store: the RDF.
        failures: what was left out when it was built.
    """

    def __init__(self, store: Store, failures: Sequence[Failure] = ()) -> None:
        self.store = store
        self.failures = tuple(failures)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self.store)

    def close(self) -> None:
        """Gives the store up."""
        self.store.close()

    def query(self, text: str, *values: str, timeout: float | None = None, **named: str) -> Result:
        """The answer to a SPARQL query, or to one that comes with kg, by its name.

        Args:
            values, named: the parameters of a query that comes with kg, in their order or by name.
            timeout: seconds after which it is given up.

        Raises:
            KgError: no such query or name, not SPARQL, or too slow.
        """
        stored = canned().get(text)
        if stored is not None:
            words = [word for name, value in named.items() for word in (f"--{name}", value)]
            given = questions.canned.arguments(stored, [*words, *values])
            text = fill(stored, given, self.store)
        elif values or named:
            raise KgError("only the queries that come with kg take values")
        return questions.query(self.store, text, timeout=timeout)

    def explain(self, subject: str, predicate: str = "", object_: str = "") -> tuple[Fact, ...]:
        """What is claimed of a subject, down to the sentences; see kg.explain.explain."""
        return explain.explain(self.store, subject, predicate, object_)

    def export(self, path: str | Path, format_: str = "turtle", *, slim: bool = False) -> int:
        """Writes a file in a format of `kg export`; gives how much it holds."""
        return export(self.store, format_, Path(path), selection=Selection(slim=slim), ontology=load())

    def to_rdflib(self, *, slim: bool = False) -> rdflib.Graph:
        """The triples of all graphs as an rdflib graph, with the prefixes; slim leaves out who says so."""
        import rdflib

        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, iri in self.store.prefixes.items():
            graph.bind(prefix, iri)
        known: dict[object, rdflib.term.Node] = {}

        def term(node: object) -> rdflib.term.Node:
            if node not in known:
                known[node] = _rdflib(node)
            return known[node]

        for quad in self._part(slim=slim).quads():
            graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
        return graph

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Things and how they are related: a node for each thing, an edge for each plain triple between two.

        Nodes are IRIs with `label`, `type` and what else is known of them; an edge has `relation`, and the
        `status` and `confidence` of its surest claim. Values of more than one are joined by "; ".
        """
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        surest = self._surest()
        texts: dict[tuple[str, str], set[str]] = {}
        for quad in sorted(self._part(slim=True).quads(), key=str):
            subject, object_ = str(quad.subject.value), quad.object  # type: ignore[union-attr]
            name = self._short(quad.predicate)
            if quad.predicate in (terms.TYPE, terms.LABEL) or not isinstance(object_, ox.NamedNode):
                local = name.partition(":")[2]
                texts.setdefault((subject, local), set()).add(self._short(object_))
                continue
            status, confidence = surest.get((quad.subject, quad.predicate, object_), ("", 0.0))
            graph.add_edge(subject, object_.value, name, relation=name, status=status, confidence=confidence)
        for (subject, local), values in texts.items():
            graph.add_node(subject, **{local: "; ".join(sorted(values))})
        return graph

    def to_pandas(self, text: str = "", *values: str, **named: str) -> pandas.DataFrame:
        """The answer to a query as a table; without one, all claims, a row each, with sentence and article.

        Raises:
            KgError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise KgError("to_pandas needs pandas; install it") from error
        result = self.query(text or "who-says", *values, timeout=None, **named)
        rows = [[None if cell is None else _python(cell, self._short) for cell in row] for row in result.rows]
        return pd.DataFrame(rows, columns=list(result.variables))

    def _short(self, node: object) -> str:
        return short(node, self.store.prefixes)

    def _part(self, *, slim: bool) -> Store:
        return select(self.store, Selection(slim=True), load()) if slim else self.store

    def _surest(self) -> dict[tuple[object, object, object], tuple[str, float]]:
        """Status and confidence of the surest claim of each triple."""
        found: dict[tuple[object, object, object], tuple[str, float]] = {}
        text = f"""SELECT ?s ?p ?o ?status ?confidence WHERE {{ ?claim {terms.SUBJECT} ?s ; {terms.PREDICATE} ?p ;
            {terms.OBJECT} ?o ; {terms.STATUS} ?status ; {terms.CONFIDENCE} ?confidence }}"""
        known = {node: (rank, status.value) for rank, (node, status) in enumerate(terms.STATUS_OF.items())}
        ranked = []
        for row in self.store.select(text):
            rank, status = known.get(row["status"], (len(known), self._short(row["status"])))
            ranked.append((rank, -float(row["confidence"].value), status, (row["s"], row["p"], row["o"])))
        for _, confidence, status, triple in sorted(ranked, key=lambda item: item[:3]):
            found.setdefault(triple, (status, -confidence))
        return found


def _rdflib(node: object) -> rdflib.term.Node:
    import rdflib

    if isinstance(node, ox.NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, ox.BlankNode):
        return rdflib.BNode(node.value)
    if not isinstance(node, ox.Literal):
        raise KgError("rdflib knows no triples as terms", str(node))
    if node.language:
        return rdflib.Literal(node.value, lang=node.language)
    datatype = rdflib.URIRef(node.datatype.value)
    plain = datatype == rdflib.XSD.string
    return rdflib.Literal(node.value, datatype=None if plain else datatype)


def _python(node: object, name: Any) -> object:
    """A number as a number, all else as people read it."""
    if isinstance(node, ox.Literal) and node.datatype.value.endswith(("#integer", "#decimal", "#double")):
        return int(node.value) if node.datatype.value.endswith("#integer") else float(node.value)
    return name(node)
