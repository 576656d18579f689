"""What the network says of each word piece -> the document's entities, with the names that it is sure of.

The recogniser cuts "Ana | Maria Ruiz" in two and passes over "Nordlys"; the network, which is told where
the recogniser sees names, says of each piece whether a name begins or continues there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.analyse.names.candidates import as_name, labelled
from kg.extract.neural.network import Scores
from kg.extract.neural.passages import Passage
from kg.model import MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology

OUTSIDE, BEGINS, CONTINUES = range(3)  # where in a name a piece is (Ramshaw and Marcus 1995)
PLACES = 3
LEAST_SURE = 0.9  # probability of a name that is another than the recogniser's


@dataclass(frozen=True, slots=True)
class Name:
    """Where a name is, and how likely just that is one; offsets are characters of the text."""

    start: int
    end: int
    probability: float


def corrected(
    analysis: Analysis, said: Iterable[tuple[Passage, Scores]], ontology: Ontology
) -> list[Span] | None:
    """The recogniser's entities, with those names instead that the network is sure of; None where it sees no other.

    A name that it sees has the label of the longest entity that it takes the place of and that the ontology has a class
    for. Where the input gives the names, there are no others.

    Args:
        said: what the network says of the document's passages.
    """
    found = [] if analysis.document.given is not None else list(_unseen(analysis, said, ontology))
    if not found:
        return None
    entities = analysis.doc.ents
    at = {i: entity for entity in entities for i in range(entity.start, entity.end)}
    taken = {i for span in found for i in range(span.start, span.end)}
    kept = [entity for entity in entities if taken.isdisjoint(range(entity.start, entity.end))]
    for span in found:
        replaced = [at[i] for i in range(span.start, span.end) if i in at]
        known_as = [entity for entity in replaced if ontology.class_with_label(entity.label_) is not None]
        label = max(known_as, key=len).label_ if known_as else ""
        kept.append(labelled(span.doc, span.start, span.end, label))
    return sorted(kept, key=lambda entity: entity.start)


def _unseen(analysis: Analysis, said: Iterable[tuple[Passage, Scores]], ontology: Ontology) -> Iterator[Span]:
    """The names that the network is sure of and the recogniser does not see, trimmed as its own are."""
    for passage, scores in said:
        for name in names(passage, scores.places):
            if name.probability >= LEAST_SURE:
                span = analysis.doc.char_span(name.start, name.end)
                found = None if span is None else as_name(span, ontology)
                if found is not None and not _is_none(found, analysis):
                    yield found


def _is_none(span: Span, analysis: Analysis) -> bool:
    """Whether the words are no name, or none of their own: "Greeks", "European banks", in a name or a value, in two sentences.

    Where to cut a name the network knows no better than the recogniser.
    """
    last = span[-1]
    if len(span) == 1 and (last.tag_ == "JJ" or (last.ent_type_ == "NORP" and last.tag_ != "NNP")):
        return True
    if last.is_lower and last.tag_ in ("NN", "NNS"):
        return True
    there = [analysis.at.get(token.i) for token in span]
    within = there[0] is not None and there[0].kind is MentionKind.NAME and there[0] == there[-1]
    valued = any(mention is not None and mention.kind is MentionKind.VALUE for mention in there)
    return within or valued or any(token.is_sent_start for token in span[1:])


def names(passage: Passage, places: NDArray[np.float32]) -> Iterator[Name]:
    """The names that the pieces make, each as likely as that its pieces, and no more, are in it.

    Args:
        places: (pieces, 3), log-odds.
    """
    odds = np.exp(places - places.max(axis=1, keepdims=True))
    probabilities = odds / odds.sum(axis=1, keepdims=True)
    best = probabilities.argmax(axis=1)
    best[[0, -1]] = OUTSIDE  # these open and close the passage, and are of no text
    for first in np.nonzero(best == BEGINS)[0].tolist():
        end = first + 1
        while end < len(best) and best[end] == CONTINUES:
            end += 1
        sure = probabilities[first, BEGINS] * probabilities[first + 1 : end, CONTINUES].prod()
        if end < len(best):
            sure *= 1 - probabilities[end, CONTINUES]
        yield Name(int(passage.offsets[first, 0]), int(passage.offsets[end - 1, 1]), float(sure))
