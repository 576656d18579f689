"""Analysis -> Extraction by dependency frames: what the words of the ontology say, where they say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.chains import derive
from kg.extract.confidence import confidence
from kg.extract.extraction import LEAST_ROLES, SEVERAL, extraction
from kg.extract.frames.endings import with_endings
from kg.extract.frames.events import Event, gather, settled, understood
from kg.extract.frames.evoke import Evocation, Evoker, Filler
from kg.extract.frames.features import of_evocation, of_filler
from kg.extract.frames.retype import likeliest, retype
from kg.extract.frames.spans import attribution, characters, event_mention, sentence_span
from kg.extract.frames.speakers import Quotations, Speakers
from kg.extract.frames.status import Factuality, weakest
from kg.extract.frames.triggers import Trigger, TriggerIndex, triggered
from kg.model import Assertion, Evidence, Extraction, Mention
from kg.ontology import OBJECT, SUBJECT

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology

NAME = "frames"
INDEFINITE = frozenset({"a", "an", "another", "new", "second", "third"})
LEAST_SURE = 0.35  # a compromise: relations of companies score best below it, the other annotated sets above


def extractor(
    ontology: Ontology, least: float = LEAST_SURE
) -> Callable[[Sequence[Analysis]], list[Extraction]]:
    """The extractor that follows the ontology's frames."""
    frames = FrameExtractor(ontology, least)
    return lambda analyses: [frames.extract(analysis) for analysis in analyses]


class FrameExtractor:
    """Follows the frames of one ontology; holds no state of any document.

    Args:
        least: assertions with less confidence are left out.
    """

    def __init__(self, ontology: Ontology, least: float = LEAST_SURE) -> None:
        self._ontology = ontology
        self._least = least
        self._index = TriggerIndex(ontology)
        self._factuality = Factuality(ontology)
        self._speakers = Speakers(ontology, self._factuality)

    def extract(self, analysis: Analysis) -> Extraction:
        """All that the frames find in one document; every span matches its text."""
        triggers = triggered(analysis, self._index, self._ontology)
        evocations = likeliest(list(self._evoked(analysis, triggers)), self._ontology)
        retyped = retype(analysis, evocations)
        analysis, evocations = retyped.analysis, retyped.evocations
        same = _identity(analysis)
        evocations = understood(settled(evocations), self._ontology)
        events = gather(sorted(evocations, key=lambda e: e.trigger.start), self._ontology, same)
        evocations = with_endings(evocations, events)
        said = [assertion for e in evocations for assertion in self._assertions(analysis, e)]
        clusters = [*analysis.clusters, *(tuple(e.mentions) for e in events if len(e.mentions) > 1)]
        groups = {mention: number for number, cluster in enumerate(clusters) for mention in cluster}
        said = [
            a for a in _once(_supported(said, events, self._ontology)) if a.evidence.confidence >= self._least
        ]
        assertions = (*said, *derive(said, groups, self._ontology, self._least))
        said = _once(_of_referents(assertions, analysis))
        mentions = set(analysis.mentions) - analysis.attributes.keys()
        return extraction(analysis.document, mentions, said, clusters)

    def _evoked(self, analysis: Analysis, triggers: Sequence[Trigger]) -> Iterator[Evocation]:
        """Frames of events first: then other frames can have these events as arguments."""
        own = {t: event_mention(analysis, t) for t in triggers if t.frame.evokes in self._ontology.classes}
        events: dict[int, dict[str, Mention]] = defaultdict(dict)
        for trigger, mention in own.items():
            if trigger.part == "noun":
                events[trigger.head.i].setdefault(mention.type, mention)
        evoker, quotations = Evoker(analysis, self._ontology, events), Quotations(analysis.doc)
        for trigger in sorted(triggers, key=lambda t: t not in own):
            fillers = evoker.fillers(trigger)
            if trigger in own and fillers:
                events[trigger.head.i].setdefault(trigger.frame.evokes, own[trigger])
            elif not fillers and not (trigger in own and trigger.part == "noun"):
                continue
            yield self._evocation(
                trigger,
                own.get(trigger),
                fillers,
                sentence=evoker.sentence(trigger.head),
                quotations=quotations,
            )

    def _evocation(
        self,
        trigger: Trigger,
        event: Mention | None,
        fillers: tuple[Filler, ...],
        *,
        sentence: Span,
        quotations: Quotations,
    ) -> Evocation:
        # A thing that is to be built is where it is as surely as it is built.
        of_event = event is not None or self._introduces(trigger) or _predicated(trigger)
        status = self._factuality.status(
            trigger.head, sentence, event=of_event, support=trigger.frame.support
        )
        if trigger.frame.status is not None:
            status = weakest([status, trigger.frame.status])
        return Evocation(
            trigger=trigger,
            event=event,
            fillers=fillers,
            sentence=sentence,
            status=status,
            speaker=self._speakers.of(trigger.head, quotations, event=event is not None) if fillers else None,
        )

    def _introduces(self, trigger: Trigger) -> bool:
        """Whether the trigger is the indefinite description of a thing without a name: "a plant in Malmo"."""
        head = trigger.head
        unnamed = any(self._ontology.classes[class_].unnamed for class_ in trigger.frame.noun_of)
        made = head.dep_ in ("dobj", "nsubjpass") or (
            head.dep_ == "pobj" and head.head.lower_ in ("of", "on")
        )
        return unnamed and made and any(t.lower_ in INDEFINITE for t in head.children)

    def _assertions(self, analysis: Analysis, evocation: Evocation) -> Iterator[Assertion]:
        told = frozenset(of_evocation(evocation))
        if evocation.event is not None:
            for filler in evocation.fillers:
                evidence = self._evidence(analysis, evocation, [filler], told)
                yield Assertion(evocation.event, filler.role, filler.mention, evidence)
            return
        same = _identity(analysis)
        for subject in evocation.filled(SUBJECT):
            for object_ in evocation.filled(OBJECT):
                if not same(subject.mention, object_.mention):
                    evidence = self._evidence(analysis, evocation, [subject, object_], told)
                    yield Assertion(
                        subject.mention, evocation.trigger.frame.evokes, object_.mention, evidence
                    )

    def _evidence(
        self, analysis: Analysis, evocation: Evocation, arguments: Sequence[Filler], told: frozenset[str]
    ) -> Evidence:
        document, frame = analysis.document, evocation.trigger.frame
        start, end = sentence_span(evocation.sentence)
        features = told.union(*(of_filler(analysis, evocation, f, self._ontology) for f in arguments))
        return Evidence(
            document_id=document.id,
            start=start,
            end=end,
            quote=document.text[start:end],
            extractor=NAME,
            rule=frame.curie,
            status=evocation.status,
            confidence=confidence(frame.confidence, features, self._ontology.weights),
            attribution=attribution(analysis, evocation.speaker),
            cues=_cues(analysis, evocation, [filler.mention for filler in arguments]),
            features=tuple(sorted(features)),
        )


def _predicated(trigger: Trigger) -> bool:
    """Whether a noun is the object of its support verb: "to take a stake", "is to buy Acme's output"; not "its stake"."""
    noun = trigger.head
    if (
        trigger.part != "noun"
        or noun.dep_ not in ("dobj", "nsubjpass")
        or noun.head.lemma_ not in trigger.frame.support
    ):
        return False
    return not any(child.tag_ == "PRP$" for child in noun.children)


def _cues(
    analysis: Analysis, evocation: Evocation, arguments: Sequence[Mention]
) -> tuple[tuple[int, int], ...]:
    """Spans of the trigger and of the arguments, as far as the sentence holds them."""
    start, end = sentence_span(evocation.sentence)
    trigger = characters(analysis.doc, evocation.trigger.start, evocation.trigger.end)
    spans = {trigger, *((m.start, m.end) for m in arguments)}
    return tuple(sorted(span for span in spans if start <= span[0] and span[1] <= end))


def _identity(analysis: Analysis) -> Callable[[Mention, Mention], bool]:
    def same(one: Mention, other: Mention) -> bool:
        if one == other:
            return True
        group = analysis.cluster_of.get(one)
        return group is not None and group == analysis.cluster_of.get(other)

    return same


def _supported(
    assertions: Sequence[Assertion], events: Sequence[Event], ontology: Ontology
) -> Iterator[Assertion]:
    """Without the events of which one participant alone is told, or nothing but dates; a partner has another partner.

    A role told as a relation ("Accel led the round") is enough.
    """
    number = {mention: i for i, event in enumerate(events) for mention in event.mentions}
    own = {evocation.trigger.frame.curie for event in events for evocation in event.evocations}
    roles: dict[int, set[tuple[str, Mention]]] = defaultdict(set)
    related: set[int] = set()
    for assertion in assertions:
        if assertion.subject in number:
            roles[number[assertion.subject]].add((assertion.predicate, assertion.object))
            if assertion.evidence.rule not in own:
                related.add(number[assertion.subject])

    def told_enough(i: int) -> bool:
        return any(role in ontology.classes[events[i].type].enough for role, _ in roles[i])

    weak = {
        mention
        for mention, i in number.items()
        if all(ontology.is_time(role) for role, _ in roles[i])
        or _alone(events[i], ontology)
        or (len(roles[i]) < LEAST_ROLES and i not in related and not told_enough(i))
    }
    return (a for a in assertions if a.subject not in weak and a.object not in weak)


def _alone(event: Event, ontology: Ontology) -> bool:
    """Whether one of several parties is told of, and not with whom: "Acme signed a deal"."""
    several = ontology.classes[event.type].several
    return any(len(event.roles.get(role, ())) < SEVERAL for role in several)


def _once(assertions: Iterator[Assertion]) -> list[Assertion]:
    """One assertion for each subject, predicate, object and sentence: the surest."""
    best: dict[tuple[Mention, str, Mention, int], Assertion] = {}
    for assertion in assertions:
        key = assertion.subject, assertion.predicate, assertion.object, assertion.evidence.start
        if key not in best or assertion.evidence.confidence > best[key].evidence.confidence:
            best[key] = assertion
    return list(best.values())


def _of_referents(assertions: Iterable[Assertion], analysis: Analysis) -> Iterator[Assertion]:
    """The same of what a noun is said of: in "Acme is a firm based in Paris" it is Acme that is based there.

    Such a noun is no reference of its own (as in OntoNotes, whose predicate nominals corefer with nothing).
    """
    said = analysis.attributes
    for assertion in assertions:
        subject, object_ = said.get(assertion.subject), said.get(assertion.object)
        of = replace(assertion, subject=subject or assertion.subject, object=object_ or assertion.object)
        if of.subject != of.object:
            yield of
