"""A noun whose owner the words leave out -> whose it is: "chief executive Ana Ruiz said" in an article on her firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Span, Token

    from kg.analyse.analysis import Analysis
    from kg.extract.frames.triggers import Trigger
    from kg.model import Mention
    from kg.ontology import Ontology

LOOSE = frozenset({"modifier"})  # slots in which a common noun or an adjective tells of no owner


class Owners:
    """The organizations of one document that somebody may belong to whose employer is not named again."""

    def __init__(self, analysis: Analysis, ontology: Ontology) -> None:
        self._analysis = analysis
        self._organization = ontology.class_with_label("ORG")
        self._ontology = ontology

    def elided(self, trigger: Trigger, role: str, arguments: Mapping[str, Sequence[Token]]) -> Mention | None:
        """The owner where none is told: the only organization spoken of before in the sentence, else the topic.

        The topic must have been spoken of in the sentence or the one before it.
        """
        for slot, filled in trigger.frame.arguments:
            if filled == role and any(
                slot not in LOOSE or t.pos_ == "PROPN" for t in arguments.get(slot, ())
            ):
                return None
        sentence = trigger.head.sent
        here = self._spoken_of(sentence.start_char, trigger.head.idx)
        if len(here) == 1:
            return next(iter(here.values()))
        topic = self._analysis.topic
        if topic is None or (here and self._key(topic) not in here):
            return None
        near = self._spoken_of(_before(sentence).start_char, sentence.end_char)
        return near.get(self._key(topic))

    def _spoken_of(self, start: int, end: int) -> dict[int | Mention, Mention]:
        """The organizations that the text speaks of between two offsets, each by its first mention there."""
        found: dict[int | Mention, Mention] = {}
        for mention in self._analysis.mentions:
            if (
                start <= mention.start < end
                and self._organization is not None
                and self._ontology.is_a(mention.type, self._organization)
            ):
                found.setdefault(self._key(mention), mention)
        return found

    def _key(self, mention: Mention) -> int | Mention:
        return self._analysis.cluster_of.get(mention, mention)


def _before(sentence: Span) -> Span:
    """The sentence before, or the sentence itself if it is the first."""
    return sentence.doc[sentence.start - 1].sent if sentence.start else sentence
