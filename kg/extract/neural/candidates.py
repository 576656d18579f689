"""An analysis -> what the network is given of it: its sentences, and the mentions between which it looks for relations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.extract.frames.spans import event_mention
from kg.extract.frames.speakers import Speakers
from kg.extract.frames.status import Factuality
from kg.extract.frames.triggers import TriggerIndex, triggered
from kg.extract.neural.sentences import Sentences
from kg.model import Document, Mention, MentionKind

if TYPE_CHECKING:
    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology


PAIR = 2


class Candidates:
    """Finds them by one ontology; holds no state of any document."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._index = TriggerIndex(ontology)
        self._factuality = Factuality(ontology)
        self._speakers = Speakers(ontology, self._factuality)

    def sentences(self, analysis: Analysis) -> Sentences:
        """The document's sentences, and what they say of how sure they are."""
        return Sentences(analysis, self._factuality, self._speakers)

    def mentions(self, analysis: Analysis) -> list[Mention]:
        """Things, values, and every word that may tell an event; a noun that is said of another mention is none."""
        triggers = triggered(analysis, self._index, self._ontology)
        events = (event_mention(analysis, t) for t in triggers if t.frame.evokes in self._ontology.classes)
        things = (mention for mention in analysis.mentions if mention not in analysis.attributes)
        return list(dict.fromkeys([*things, *events]))


def asked_about(document: Document) -> frozenset[tuple[int, int]]:
    """The spans of the two mentions that the input asks about: it gives them and no other. Who gives all names asks none."""
    given = frozenset((mention.start, mention.end) for mention in document.given or ())
    return given if len(given) == PAIR else frozenset()


def same_places(some: Iterable[Mention], others: Iterable[Mention]) -> dict[Mention, Mention]:
    """Each mention -> the other that is at its place, whatever their classes; events may differ in nothing else."""
    at = {_place(mention): mention for mention in others}
    return {mention: at[place] for mention in some if (place := _place(mention)) in at}


def _place(mention: Mention) -> tuple[object, ...]:
    """What makes two mentions the same, whatever their types; events may differ in nothing else."""
    type_ = mention.type if mention.kind is MentionKind.EVENT else None
    return mention.start, mention.end, mention.kind, type_
