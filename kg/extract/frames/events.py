"""Evocations of one document -> its events, each with the roles that its sentences give it together.

"Completed a 1.7 billion euro round, reaching a valuation of 11.7 billion", and two sentences on "this round was led
by": one event. Evocations are joined when they share a key of the event's class (owl:hasKey), stand in one sentence
without contradicting each other, or when a later one refers back ("the deal", "this round").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.extract.frames.clauses import grammatical_subject
from kg.extract.frames.evoke import Evocation, Filler
from kg.model import Amount, Mention, MentionKind, PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.frames.triggers import Trigger
    from kg.ontology import Ontology

Same = Callable[[Mention, Mention], bool]
BACK_REFERENCE = frozenset({"the", "this", "that", "its", "these"})
ANOTHER = frozenset({"previous", "earlier", "prior", "another", "separate", "other", "subsequent", "later"})
UNKNOWN = frozenset(
    {"last", "first", "second", "third", "new", "next", "fresh"}
)  # "its first round" is not told of before
REACH = 10  # how many events back "the deal" may refer
LEAST_THINGS = 2  # who gave how much
NEAR = 3  # how many sentences back what does not name its event may refer


@dataclass(slots=True)
class Event:
    """What the document says of one event: its mentions and evocations, gathered in text order."""

    type: str
    mentions: list[Mention] = field(default_factory=list)
    evocations: list[Evocation] = field(default_factory=list)
    roles: dict[str, list[Mention]] = field(default_factory=dict)


def gather(evocations: Iterable[Evocation], ontology: Ontology, same: Same) -> list[Event]:
    """The document's events, in text order.

    Args:
        same: whether two mentions denote the same thing in this document.
    """
    events: list[Event] = []
    sentences = _Sentences()
    for evocation in evocations:
        if evocation.event is None:
            continue
        near = [e for e in events[-REACH:] if sentences.between(e.evocations[-1], evocation) <= NEAR]
        event = _antecedent(evocation, events, ontology, same) or _continued(evocation, near, ontology, same)
        if event is None:
            event = Event(evocation.event.type)
            events.append(event)
        _add(event, evocation, evocation.event, ontology=ontology, same=same)
    return events


def settled(evocations: Sequence[Evocation]) -> list[Evocation]:
    """Without the elliptic readings that no event stands near, and the other readings of those that one does.

    "It listed in May, raising $9 million" tells more of the listing, and of no funding round.
    """
    told = _Told(evocations)
    readings: dict[int, list[Evocation]] = {}
    for evocation in evocations:
        if evocation.event is not None:
            readings.setdefault(evocation.trigger.head.i, []).append(evocation)
    out: set[int] = set()
    for evocation in evocations:
        if evocation.event is None or not evocation.trigger.frame.elliptic:
            continue
        others = [e for e in readings[evocation.trigger.head.i] if not e.trigger.frame.elliptic]
        if not any(told.before(evocation, evocation.event.type, NEAR)):
            out.add(id(evocation))
            continue
        mine = {filler.mention for filler in evocation.fillers}
        for other in others:
            theirs = {filler.mention for filler in other.fillers}
            if other.event and other.event.type != evocation.event.type:
                out.add(id(other) if theirs <= mine else id(evocation))
    return [evocation for evocation in evocations if id(evocation) not in out]


def understood(evocations: Sequence[Evocation], ontology: Ontology) -> list[Evocation]:
    """With the event just told of as the role that a clause leaves to be understood.

    "Acme closed a round. Summit put in $3 million": into the round.
    """
    told = _Told(evocations)
    return [_completed(evocation, told, ontology) for evocation in evocations]


def _completed(evocation: Evocation, told: _Told, ontology: Ontology) -> Evocation:
    role = evocation.trigger.frame.understood
    if role is None or evocation.role(role):
        return evocation
    things = [filler for filler in evocation.fillers if not ontology.is_time(filler.role)]
    if len(things) != LEAST_THINGS:
        return evocation
    for class_ in ontology.properties[role].range:
        event = next(told.before(evocation, class_, 1), None)
        if event is not None and event.event is not None:
            return replace(evocation, fillers=(*evocation.fillers, Filler(role, event.event, None)))
    return evocation


class _Told:
    """The events that a document tells of by themselves, by class and sentence."""

    def __init__(self, evocations: Iterable[Evocation]) -> None:
        self._sentences = _Sentences()
        self._evocations: dict[tuple[str, int], list[Evocation]] = {}
        for evocation in evocations:
            if evocation.event is not None and not evocation.trigger.frame.elliptic:
                key = evocation.event.type, self._sentences.number(evocation)
                self._evocations.setdefault(key, []).append(evocation)

    def before(self, evocation: Evocation, class_: str, reach: int) -> Iterator[Evocation]:
        """Those of the class in the sentence of the evocation and in up to `reach` before it, nearest first."""
        here = self._sentences.number(evocation)
        for number in range(here, here - reach - 1, -1):
            for other in self._evocations.get((class_, number), ()):
                if other.trigger.head != evocation.trigger.head:
                    yield other


class _Sentences:
    """The numbers of a document's sentences."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def between(self, first: Evocation, second: Evocation) -> int:
        """How many sentences after the first the second is said."""
        return self.number(second) - self.number(first)

    def number(self, evocation: Evocation) -> int:
        """The number of the sentence in which it is said."""
        if not self._numbers:
            self._numbers = {s.start: i for i, s in enumerate(evocation.sentence.doc.sents)}
        return self._numbers[evocation.sentence.start]


def agree(one: Mention, other: Mention, same: Same) -> bool:
    """Whether two fillers of one role say the same; a date agrees with a less precise one."""
    if isinstance(one.value, Amount) and isinstance(other.value, Amount):
        return equal_amounts(one.value, other.value)
    if one.type == other.type and isinstance(one.value, Amount) != isinstance(other.value, Amount):
        return True  # a sum that was kept back
    if isinstance(one.value, PartialDate) and isinstance(other.value, PartialDate):
        short, long = sorted((str(one.value), str(other.value)), key=len)
        return long.startswith(short)
    return same(one, other) or one.text.casefold() == other.text.casefold()


def equal_amounts(one: Amount, other: Amount) -> bool:
    """Whether two sums are the same, in either of the currencies that the text gives for them."""
    pairs = [(a, b) for a in (one, one.equivalent) for b in (other, other.equivalent) if a and b]
    return any(a.value == b.value and a.currency == b.currency for a, b in pairs)


def _antecedent(
    evocation: Evocation, events: Sequence[Event], ontology: Ontology, same: Same
) -> Event | None:
    head, whole = evocation.trigger.head, _whole(evocation.trigger)
    another = evocation.trigger.part == "noun" and any(t.lower_ in ANOTHER for t in whole.children)
    unknown = any(t.lower_ in UNKNOWN for t in whole.children)
    back_reference = not another and not unknown and refers_back(whole, evocation.trigger.part)
    subject = grammatical_subject(head) if evocation.trigger.part == "verb" else None
    for event in reversed(events[-REACH:]):
        if not _one_class(evocation, event, ontology):
            continue
        if subject is not None and any(e.trigger.head == subject for e in event.evocations):
            return event  # "the round values the company at $9 million"
        if evocation.event in event.mentions or _shared_key(evocation, event, ontology, same):
            return event
        if _contradicts(evocation, event, ontology, same):
            continue
        if event.evocations[-1].sentence.start == evocation.sentence.start:
            if not another and _share_all(evocation, event, same):
                return event
        elif back_reference:
            return event
    return None


def _continued(evocation: Evocation, near: Sequence[Event], ontology: Ontology, same: Same) -> Event | None:
    """The event near by of which the evocation says more without identifying one itself.

    It is elliptic, or what it names is part of that event ("Acme is now valued at ...", "the plant opens in 2027");
    or else the event itself was told of as known before ("The round was led by A. Acme raised $9 million.").
    """
    if any(t.lower_ in ANOTHER for t in _whole(evocation.trigger).children):
        return None
    things = [
        f
        for f in evocation.fillers
        if f.mention.kind is not MentionKind.VALUE and not ontology.is_time(f.role)
    ]
    for event in reversed(near):
        if not _one_class(evocation, event, ontology) or _contradicts(evocation, event, ontology, same):
            continue
        if evocation.trigger.frame.elliptic:
            return event
        keys = ontology.classes[event.type].keys
        if any(all(evocation.role(role) for role in key) for key in keys):
            if any(all(event.roles.get(role) for role in key) for key in keys):
                continue
            if all(
                e.trigger.frame.elliptic or refers_back(_whole(e.trigger), e.trigger.part)
                for e in event.evocations
            ):
                return event
        elif things and all(_overlap((f.mention,), event.roles.get(f.role, ()), same) for f in things):
            return event
    return None


def _whole(trigger: Trigger) -> Token:
    """The noun that has the articles and adjectives of the trigger: "round" of "the debt |financing| round"."""
    noun, listed = trigger.head, {phrase[-1].lower() for phrase in trigger.frame.lemmas.noun}
    while noun.dep_ == "compound" and noun.head.lemma_.lower() in listed:
        noun = noun.head
    return noun


def refers_back(head: Token, part: str) -> bool:
    """Whether a noun speaks of what was told of before: "the deal", "its bid"."""
    return part == "noun" and any(
        t.lower_ in BACK_REFERENCE for t in head.children if t.dep_ in ("det", "poss")
    )


def _one_class(evocation: Evocation, event: Event, ontology: Ontology) -> bool:
    type_ = evocation.event.type if evocation.event else ""
    return ontology.is_a(type_, event.type) or ontology.is_a(event.type, type_)


def _shared_key(evocation: Evocation, event: Event, ontology: Ontology, same: Same) -> bool:
    for key in ontology.classes[event.type].keys:
        if all(_overlap(evocation.role(role), event.roles.get(role, ()), same) for role in key):
            return not _contradicts(evocation, event, ontology, same)
    for role in ontology.classes[event.type].same_parties:
        parties, others = evocation.role(role), event.roles.get(role, [])
        if parties and len(parties) == len(others) and all(_overlap((p,), others, same) for p in parties):
            return True
    return False


def _overlap(some: Iterable[Mention], others: Iterable[Mention], same: Same) -> bool:
    others = list(others)
    return any(agree(one, other, same) for one in some for other in others)


def _contradicts(evocation: Evocation, event: Event, ontology: Ontology, same: Same) -> bool:
    """Whether a role that can have one value has another one here."""
    for role in {filler.role for filler in evocation.fillers}:
        present = event.roles.get(role)
        if (
            present
            and ontology.properties[role].functional
            and not _overlap(evocation.role(role), present, same)
        ):
            return True
    return False


def _share_all(evocation: Evocation, event: Event, same: Same) -> bool:
    """Whether every role that both have has a filler in common: two purchases in one sentence stay two."""
    roles: Mapping[str, list[Mention]] = event.roles
    shared = {filler.role for filler in evocation.fillers} & roles.keys()
    return all(_overlap(evocation.role(role), roles[role], same) for role in shared)


def _add(event: Event, evocation: Evocation, mention: Mention, *, ontology: Ontology, same: Same) -> None:
    if mention not in event.mentions:
        event.mentions.append(mention)
    if ontology.is_a(mention.type, event.type):
        event.type = mention.type
    event.evocations.append(evocation)
    for filler in evocation.fillers:
        fillers = event.roles.setdefault(filler.role, [])
        if not any(same(filler.mention, other) for other in fillers):
            fillers.append(filler.mention)
