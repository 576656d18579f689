"""What the network is told and is to say, in the ontology's terms, by its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.neural.labels import Labels
from kg.ontology import ANYTHING, Ontology


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The numbers' meanings.

    Attributes:
        types: classes that mentions are told by; labels: of pairs; classes: that names are told apart by.
    """

    types: tuple[str, ...]
    labels: tuple[str, ...]
    classes: tuple[str, ...]


def vocabulary(ontology: Ontology) -> Vocabulary:
    """Every class as a type, every label, and as classes those of things that the recogniser has a label for, and none of them."""
    classes = sorted(
        name
        for name, class_ in ontology.classes.items()
        if class_.recogniser_labels and not ontology.is_value(name)
    )
    return Vocabulary(
        types=tuple(sorted(ontology.classes)),
        labels=tuple(sorted(ontology.labels)),
        classes=(*classes, ANYTHING),
    )


def labels_of(ontology: Ontology) -> Labels:
    """The labels of the vocabulary, as the extractor reads them."""
    spoken = vocabulary(ontology)
    return Labels(ontology, spoken.types, spoken.labels)
