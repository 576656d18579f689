"""What the network says that names are -> the names in the classes that it is sure of.

The recogniser takes a start-up for a person and a film for a company; the network, which is told the recogniser's class
and reads the sentence, tells classes apart that the recogniser has a label for. What the input says, it leaves as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.model import Mention, MentionKind

if TYPE_CHECKING:
    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology

LEAST_SURE = 0.8  # probability of a class that replaces a guess
LEAST_SURE_OF_TOLD = 0.9  # of one that replaces what the words around a name tell
LEAST_SURE_OF_SITE = 0.99  # the same, where they tell of a site: the annotated sets have few

Said = Mapping[Mention, NDArray[np.float32]]


class Classes:
    """Corrects by one ontology.

    Args:
        names: the classes by the network's numbers.
    """

    def __init__(self, ontology: Ontology, names: Sequence[str]) -> None:
        self._ontology = ontology
        self._names = tuple(names)
        self._site = ontology.class_with_label("FAC")
        self._places = {ontology.class_with_label("LOC"), self._site}  # the annotated sets call both a place

    def corrected(self, analysis: Analysis, said: Said) -> dict[Mention, Mention]:
        """The names, and what stands for them, whose class the network is sure is another: with that class, as a guess.

        All that refers to one thing, and all that is called the same, is of one class.

        Args:
            said: log-odds of the classes, by mention.
        """
        given = {(g.start, g.end) for g in analysis.document.given or () if g.type is not None}
        votes: dict[object, list[NDArray[np.float32]]] = defaultdict(list)
        for mention, odds in said.items():
            if mention.kind is MentionKind.NAME and (mention.start, mention.end) not in given:
                votes[_thing(mention, analysis)].append(_logarithms(odds))
        likely = {thing: np.mean(several, axis=0) for thing, several in votes.items()}
        changed = {}
        for mention in analysis.mentions:
            if mention.kind in (MentionKind.NAME, MentionKind.PRONOUN):
                found = likely.get(_thing(mention, analysis))
                class_ = None if found is None else self._other(mention, found)
                if class_ is not None:
                    changed[mention] = replace(mention, type=class_, guessed=True)
        return changed

    def _other(self, mention: Mention, logarithms: NDArray[np.float32]) -> str | None:
        """The class that the mention has instead of its own; None where it keeps that."""
        best = int(np.argmax(logarithms))
        name, sure = self._names[best], float(np.exp(logarithms[best]))
        own = self._ontology.main_class(mention.type)
        alike = self._ontology.is_a(mention.type, name) or self._ontology.is_a(name, mention.type)
        if alike or {own, name} <= self._places or self._ontology.is_value(mention.type):
            return None
        if mention.guessed or mention.kind is MentionKind.PRONOUN:
            return name if sure >= LEAST_SURE else None
        least = LEAST_SURE_OF_SITE if own == self._site else LEAST_SURE_OF_TOLD
        return name if own in self._names and sure >= least else None


def _thing(mention: Mention, analysis: Analysis) -> object:
    """What tells that two mentions are of one class: their cluster, else what the thing is called."""
    return analysis.cluster_of.get(mention, mention.text.casefold())


def _logarithms(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of the classes' probabilities."""
    above = odds - odds.max()
    logarithms: NDArray[np.float32] = above - np.log(np.exp(above).sum())
    return logarithms
