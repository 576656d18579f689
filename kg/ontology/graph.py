"""Turtle files -> their triples without RDF terms: an IRI is its CURIE, a literal its text, a blank node "_:…"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph

from kg.errors import OntologyError
from kg.ontology import curie_of

Object = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


class Graph:
    """The triples of Turtle files. Oxigraph reads them in a hundredth of rdflib's second, which each worker pays.

    Raises:
        OntologyError: a file is not valid Turtle.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._objects: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._subjects: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for file in files:
            try:
                for triple in pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.TURTLE):
                    subject, predicate = _name(triple.subject), curie_of(triple.predicate.value)
                    object_ = _name(triple.object)
                    self._objects[subject][predicate].add(object_)
                    self._subjects[predicate][object_].add(subject)
            except (SyntaxError, OSError) as error:
                raise OntologyError(f"not valid Turtle: {error}", str(file)) from error

    def instances(self, class_: str) -> list[str]:
        """What has the type, sorted; not blank nodes."""
        return sorted(node for node in self._subjects["rdf:type"][class_] if not is_blank(node))

    def described(self, prefix: str) -> list[str]:
        """What the triples are about in a namespace, sorted."""
        return sorted(node for node in self._objects if node.startswith(prefix))

    def objects(self, node: str, predicate: str) -> tuple[str, ...]:
        """The values of a node's property, sorted."""
        return tuple(sorted(self._objects[node][predicate]))

    def first(self, node: str, predicate: str) -> str:
        """The first of the values of a node's property; "" if there is none."""
        return next(iter(self.objects(node, predicate)), "")

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and object of each triple with the predicate, sorted by object."""
        for object_, subjects in sorted(self._subjects[predicate].items()):
            yield from ((subject, object_) for subject in sorted(subjects))

    def arguments(self, node: str, prefix: str) -> list[tuple[str, str]]:
        """Predicate and object of each triple about a node whose predicate is in a namespace, sorted."""
        return sorted(
            (predicate, object_)
            for predicate, objects in self._objects[node].items()
            if predicate.startswith(prefix)
            for object_ in objects
        )

    def members(self, head: str) -> Iterator[str]:
        """The members of an RDF list, in its order."""
        while head and head != "rdf:nil":
            yield self.first(head, "rdf:first")
            head = self.first(head, "rdf:rest")


def is_blank(node: str) -> bool:
    """Whether a node has no name."""
    return node.startswith("_:")


def _name(term: Object) -> str:
    if isinstance(term, pyoxigraph.NamedNode):
        return curie_of(term.value)
    return term.value if isinstance(term, pyoxigraph.Literal) else str(term)
