"""Ontology -> families of classes: what gets one colour and shape in the drawing, and one block in the legend.

A family is a root class with all below it; a root that has grandchildren (agents) is split into its children,
so that people and organizations look different and companies and banks alike. Each family has a slot, the
number of its look, which depends on the ontology only, not on the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.assemble import terms
from kg.export.html.facts import local_name
from kg.ontology import Ontology

# vis-network's; with the stylesheet's eight colours (--family-0 ...) they make 56 marks, no two of them alike.
SHAPES = ("hexagon", "star", "triangle", "dot", "triangleDown", "square", "diamond")
COLOURS = 8
_FRAME = (
    terms.STATUS,
    terms.CONFIDENCE,
    terms.ATTRIBUTED_TO,
    terms.ATTRIBUTION_TEXT,
    terms.CUE,
    terms.RULE,
    terms.QUALIFIER,
    terms.EQUIVALENT,
    terms.IN_CURRENCY,
    terms.MERGED_BECAUSE,
)


@dataclass(frozen=True, slots=True)
class Family:
    """Classes that look alike: slot is the number of their colour, event whether they are events."""

    root: str
    label: str
    slot: int
    event: bool

    @property
    def shape(self) -> str:
        """The vis-network name of its shape."""
        return SHAPES[(self.slot + self.slot // COLOURS) % len(SHAPES)]


class Families:
    """The families of an ontology, and of whatever other classes a graph uses."""

    def __init__(self, ontology: Ontology, used: Iterable[str]) -> None:
        """Args: used: CURIEs of the classes that the graph has; those the ontology lacks come last."""
        self.ontology = ontology
        self._children = _children(ontology)
        events = {self._root(curie) for curie in ontology.classes if ontology.is_event(curie)}
        known = sorted(self._drawable(), key=lambda root: (root in events, root))
        unknown = sorted({self._root(curie) for curie in used} - set(known))
        self._families: Mapping[str, Family] = {
            root: Family(root, class_label(ontology, root), slot, root in events)
            for slot, root in enumerate([*known, *unknown])
        }

    def of(self, curie: str) -> Family:
        """The family of a class that the graph uses."""
        return self._families[self._root(curie)]

    def _root(self, curie: str) -> str:
        if curie not in self.ontology.classes:
            return curie
        lineage = (curie, *self.ontology.classes[curie].parents)
        top = lineage[-1]
        splits = any(self._children.get(child) for child in self._children.get(top, ()))
        return lineage[-2] if splits and len(lineage) > 1 else top

    def _drawable(self) -> set[str]:
        """Roots of classes that relations are about; not of claims, statuses, articles, amounts or literals."""
        frame = {self.ontology.curie(node.value) for node in _FRAME}
        amounts = self.ontology.properties.get(self.ontology.curie(terms.EQUIVALENT.value))
        ends = {
            class_
            for curie, property_ in self.ontology.properties.items()
            if curie not in frame
            for class_ in (*property_.domain, *property_.range)
            if class_ in self.ontology.classes and not self.ontology.classes[class_].datatype
        }
        return {self._root(class_) for class_ in ends - set(amounts.domain if amounts else ())}


def class_label(ontology: Ontology, curie: str) -> str:
    """The class's label in the ontology, or the end of its name."""
    known = ontology.classes.get(curie)
    return known.label if known and known.label else local_name(curie).lower() or "thing"


def predicate_label(ontology: Ontology, curie: str) -> str:
    """The property's label in the ontology, or the end of its name."""
    known = ontology.properties.get(curie)
    return known.label if known and known.label else local_name(curie).lower()


def _children(ontology: Ontology) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for curie, class_ in ontology.classes.items():
        if class_.parents:
            found.setdefault(class_.parents[0], set()).add(curie)
    return found
