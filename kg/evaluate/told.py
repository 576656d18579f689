"""JSON objects of gold files and of `kg extract` -> what each document tells: things, and facts about them.

Both sides are completed by the ontology before they are compared, so that an annotator need not write what follows:
property chains, superproperties, inverses. A symmetric relation holds both ways; it is compared without direction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kg.errors import KgError
from kg.extract.chains import derive
from kg.model import Assertion, Evidence, Mention, MentionKind, Status
from kg.ontology import ANYTHING, Ontology

Json = Mapping[str, Any]
Span = tuple[int, int]

EXTRACTOR = "evaluation"
UNSURE = 1.0  # confidence of gold, which has none


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """What a document speaks of: every place where it does, and its class.

    Attributes:
        value: what it normalises to, for dates and amounts.
    """

    spans: tuple[Span, ...]
    type: str
    event: bool
    value: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """Something said of two things; the statuses are those of all sentences that say it.

    Attributes:
        subject_span, object_span: the words that stand for the things where it is said.
        sentence: the first sentence that says it.
        rule, confidence: of the surest finding.
    """

    subject: Thing
    predicate: str
    object: Thing
    subject_span: Span
    object_span: Span
    sentence: Span
    statuses: frozenset[str]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Told:
    """One document: its text, its things and facts."""

    id: str
    text: str
    things: tuple[Thing, ...] = ()
    facts: tuple[Fact, ...] = ()


def told(document: Json, ontology: Ontology, where: str = "") -> Told:
    """What an object in the form of `kg extract` tells, completed by the ontology.

    Raises:
        KgError: it is not of that form.
    """
    try:
        reading = _Reading(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise KgError(f"not in the form that kg extract prints: {error!r}", where) from error
    unknown = {a.predicate for a in reading.assertions if a.predicate not in ontology.properties}
    if unknown:
        raise KgError(f"no such relation: {', '.join(sorted(unknown))}", where)
    assertions = [*reading.assertions, *derive(reading.assertions, reading.groups, ontology)]
    facts = _facts([a for one in assertions for a in _implied(one, ontology)], reading, ontology)
    return Told(reading.id, reading.text, tuple(reading.things.values()), tuple(facts))


@dataclass(slots=True)
class _Reading:
    """A document's mentions by id, the thing that each denotes, and what is asserted."""

    document: Json
    id: str = ""
    text: str = ""
    things: dict[str, Thing] = field(default_factory=dict)
    thing_of: dict[Mention, Thing] = field(default_factory=dict)
    groups: dict[Mention, int] = field(default_factory=dict)
    assertions: list[Assertion] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id, self.text = str(self.document["id"]), str(self.document["text"])
        mentions = {m["id"]: self._mention(m) for m in self.document.get("mentions", ())}
        entities: dict[str, list[str]] = defaultdict(list)
        for written in self.document.get("mentions", ()):
            entities[written.get("entity") or written["id"]].append(written["id"])
        values = {m["id"]: m.get("value") for m in self.document.get("mentions", ())}
        for number, (entity, ids) in enumerate(entities.items()):
            several = [mentions[id_] for id_ in ids]
            self.things[entity] = Thing(
                tuple(sorted({(m.start, m.end) for m in several})),
                several[0].type,
                several[0].kind is MentionKind.EVENT,
                next((values[id_] for id_ in ids if values[id_]), None),
            )
            self.groups |= dict.fromkeys(several, number)
            self.thing_of |= dict.fromkeys(several, self.things[entity])
        self.assertions = [self._assertion(a, mentions) for a in self.document.get("assertions", ())]

    def _mention(self, written: Json) -> Mention:
        start, end = written["start"], written["end"]
        words = self.text[start:end]
        if written.get("text", words) != words:
            raise ValueError(f"{start}..{end} is {words!r}, not {written['text']!r}")
        kind = MentionKind(written.get("kind", MentionKind.NAME))
        return Mention(self.id, start, end, words, written.get("type") or ANYTHING, kind)

    def _assertion(self, written: Json, mentions: Mapping[str, Mention]) -> Assertion:
        subject, object_ = mentions[written["subject"]], mentions[written["object"]]
        place = written.get("evidence") or {}
        start = place.get("start", min(subject.start, object_.start))
        end = place.get("end", max(subject.end, object_.end))
        evidence = Evidence(
            document_id=self.id,
            start=start,
            end=end,
            quote=self.text[start:end],
            extractor=EXTRACTOR,
            rule=written.get("rule") or EXTRACTOR,
            status=Status(written.get("status") or Status.ASSERTED),
            confidence=written.get("confidence", UNSURE),
        )
        return Assertion(subject, written["predicate"], object_, evidence)


def _implied(assertion: Assertion, ontology: Ontology) -> Iterator[Assertion]:
    """The assertion, with its superproperties and inverses in its place and beside it."""
    predicate = ontology.properties[assertion.predicate]
    for name in (assertion.predicate, *predicate.parents):
        yield Assertion(assertion.subject, name, assertion.object, assertion.evidence)
        inverse = ontology.properties[name].inverse
        if inverse is not None and inverse != name:
            yield Assertion(assertion.object, inverse, assertion.subject, assertion.evidence)


def _facts(assertions: Iterable[Assertion], reading: _Reading, ontology: Ontology) -> Iterator[Fact]:
    """Assertions about the same two things, said in several places or found by several rules, are one fact."""
    several: dict[tuple[Thing, str, Thing], list[Assertion]] = defaultdict(list)
    for said in assertions:
        assertion = said
        key = reading.thing_of[assertion.subject], assertion.predicate, reading.thing_of[assertion.object]
        if ontology.properties[assertion.predicate].symmetric and key[::-1] in several:
            key = key[::-1]  # said both ways, it is still one fact
            assertion = replace(assertion, subject=assertion.object, object=assertion.subject)
        if key[0] is not key[2]:
            several[key].append(assertion)
    for (subject, predicate, object_), group in several.items():
        surest = max(group, key=lambda a: (a.evidence.confidence, -a.evidence.start))
        yield Fact(
            subject=subject,
            predicate=predicate,
            object=object_,
            subject_span=(surest.subject.start, surest.subject.end),
            object_span=(surest.object.start, surest.object.end),
            sentence=(surest.evidence.start, surest.evidence.end),
            statuses=frozenset(a.evidence.status.value for a in group),
            rule=surest.evidence.rule,
            confidence=surest.evidence.confidence,
        )
