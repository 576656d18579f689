"""Trigger -> Evocation: one frame said once, its roles filled with the mentions that fit them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.analyse.analysis import mention
from kg.analyse.gazetteer import place_class
from kg.extract.frames import syntax
from kg.extract.frames.triggers import Trigger
from kg.model import Mention, MentionKind, Status
from kg.ontology import ANYTHING, OBJECT, SUBJECT

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.analyse.analysis import Analysis
    from kg.ontology import Frame, Ontology

DATE_LINKS = frozenset(
    {"pobj", "npadvmod", "nummod", "compound", "prep", "advmod", "amod", "nmod", "appos", "punct"}
)
TIMED_BY_HEAD = frozenset(
    {
        "dobj",
        "pobj",
        "prep",
        "nsubj",
        "nsubjpass",
        "conj",
        "compound",
        "attr",
        "appos",
        "acomp",
        "oprd",
        "pcomp",
    }
)
# What an argument that is not a plain name costs in confidence.
LESS_SURE = {MentionKind.PRONOUN: 0.9, MentionKind.NOMINAL: 0.92}
MOST_WORDS = 6  # of a phrase that is kept as written
ELIDED = 0.85  # a subject that the sentence leaves out
RETYPED = 0.8  # a name whose guessed type the role overrules


@dataclass(frozen=True, slots=True)
class Filler:
    """A mention in a role; token is None for one that the sentence itself does not hold.

    Attributes:
        retyped: the class that the role asks for where the mention's guessed type is another.
    """

    role: str
    mention: Mention
    token: int | None
    retyped: str | None = None


@dataclass(frozen=True, slots=True)
class Evocation:
    """A frame said once. Event is the trigger's mention when the frame evokes an event, else None."""

    trigger: Trigger
    event: Mention | None
    fillers: tuple[Filler, ...]
    sentence: Span
    status: Status
    speaker: Span | None
    confidence: float

    def role(self, role: str) -> tuple[Mention, ...]:
        """The mentions in one role."""
        return tuple(filler.mention for filler in self.fillers if filler.role == role)


class Evoker:
    """Fills the roles of triggered frames from one analysed document.

    Args:
        events: mentions of event nouns by token index and class ("this round" as an argument).
    """

    def __init__(
        self, analysis: Analysis, ontology: Ontology, events: Mapping[int, Mapping[str, Mention]]
    ) -> None:
        self._analysis = analysis
        self._ontology = ontology
        self._events = events
        self._dates = _dates_by_anchor(analysis)
        self._elliptical: dict[int, bool] = {}
        self._sentences = [sentence for sentence in analysis.doc.sents for _ in sentence]  # by token
        self._found: dict[tuple[int, str, tuple[str, ...]], syntax.Arguments] = {}

    def fillers(self, trigger: Trigger) -> tuple[Filler, ...]:
        """The roles that the trigger's arguments fill; empty where the frame is not satisfied."""
        frame = trigger.frame
        arguments = self._arguments(trigger)
        found: list[Filler] = []
        used: set[Mention | int] = set()  # nobody buys himself: one thing, one role
        for slot, role in _by_specificity(frame.arguments):
            if slot == "time":
                candidates = self._times(trigger)
            elif self._takes_words(role):
                candidates = (self._words(token, role) for token in arguments.get(slot, ()))
            else:
                candidates = ((m, t) for token in arguments.get(slot, ()) for m, t in self._mentions(token))
            for candidate, token in candidates:
                referent = self._analysis.cluster_of.get(candidate, candidate)
                if referent in used or not self._fits(frame, role, candidate):
                    continue
                if self._single(role) and any(filler.role == role for filler in found):
                    break
                found.append(Filler(role, candidate, token, self._retyped(frame, role, candidate)))
                used.add(referent)
        self._elision(trigger, arguments, found)
        return tuple(found) if self._satisfied(frame, found) else ()

    def _arguments(self, trigger: Trigger) -> syntax.Arguments:
        key = trigger.head.i, trigger.part, trigger.frame.support
        if key not in self._found:  # several frames have the same word
            self._found[key] = _arguments(trigger)
        found = self._found[key]
        if trigger.frame.roles("host"):
            found = {**found, "host": syntax.host(trigger.head)}
        return {**found, "self": [trigger.head]}

    def _mentions(self, token: Token) -> Iterator[tuple[Mention, int]]:
        """The mentions that an argument stands for: itself, those coordinated with it, those it announces."""
        at = self._analysis.at
        for one in syntax.coordinated(token):
            announced = [t for head in syntax.listed(one) for t in syntax.coordinated(head) if t.i in at]
            if announced:
                for t in announced:
                    yield at[t.i], t.i
                    yield from (
                        (at[u.i], u.i)
                        for head in syntax.listed(t)
                        for u in syntax.coordinated(head)
                        if u.i in at
                    )
                continue
            if one.i in at:
                yield self._named_by(one), one.i
            if one.i in self._events:
                yield from ((mention, one.i) for mention in self._events[one.i].values())
            elif one.i not in at:
                yield from self._within(one)

    def _takes_words(self, role: str) -> bool:
        """Whether any words may fill the role, as they are written: a purpose."""
        return role in _worded(self._ontology)

    def _words(self, noun: Token, role: str) -> tuple[Mention, int]:
        left = max(noun.left_edge.i, noun.i - MOST_WORDS)
        span = noun.doc[left : noun.i + 1]
        type_ = self._ontology.properties[role].range[0]
        return mention(self._analysis.document, span, type_, MentionKind.VALUE), noun.i

    def _named_by(self, noun: Token) -> Mention:
        """The mention at a noun; in "its Aurora service" the name, which says which service."""
        at = self._analysis.at
        own = at[noun.i]
        name = at.get(noun.i - 1)
        if own.kind is MentionKind.NOMINAL and name is not None and name.kind is MentionKind.NAME:
            group = self._analysis.cluster_of.get(own)
            if group is not None and group == self._analysis.cluster_of.get(name):
                return name
        return own

    def _within(self, noun: Token) -> Iterator[tuple[Mention, int]]:
        """For a noun that is no mention: the name beside it, or what it is a part or share of."""
        at = self._analysis.at
        for child in noun.children:
            if child.dep_ == "appos" and child.i in at:
                yield at[child.i], child.i
        if noun.lemma_.lower() in self._ontology.transparent_nouns:
            whole = syntax.prepositional_object(noun, frozenset({"of", "in"}))
            if whole is not None and whole.i in at:
                yield at[whole.i], whole.i
            elif whole is None:
                yield from (
                    (at[c.i], c.i) for c in noun.children if c.dep_ in ("poss", "compound") and c.i in at
                )

    def _fits(self, frame: Frame, role: str, mention: Mention) -> bool:
        allowed = self._allowed(frame, role)
        if frame.exact:
            return mention.type != ANYTHING and self._typed(mention, allowed, exact=True)
        return self._typed(mention, allowed) or self._retyped(frame, role, mention) is not None

    def _allowed(self, frame: Frame, role: str) -> tuple[str, ...]:
        """The classes that a role of the frame takes."""
        properties = self._ontology.properties
        if role == SUBJECT:
            allowed = properties[frame.evokes].domain
        else:
            allowed = properties[frame.evokes if role == OBJECT else role].range
        return _narrowed(allowed, frame.among, self._ontology) if frame.among else allowed

    def _typed(self, mention: Mention, allowed: tuple[str, ...], *, exact: bool = False) -> bool:
        if mention.type == ANYTHING:
            # A name of which nothing is known may be any thing, but no value and no event.
            return any(self._nameable(type_) for type_ in allowed)
        return any(
            self._ontology.is_a(mention.type, type_)
            or (
                not exact
                and mention.kind is not MentionKind.VALUE
                and self._ontology.is_a(type_, mention.type)
            )
            for type_ in allowed
        )

    def _nameable(self, type_: str) -> bool:
        """Whether a name of unknown type may be one: places are known by name, values by their form."""
        return type_ not in _nameless(self._ontology)

    def _retyped(self, frame: Frame, role: str, mention: Mention) -> str | None:
        """The class that the role gives to a name whose own was a guess, None if it has the right one."""
        allowed = self._allowed(frame, role)
        unknown = mention.type == ANYTHING and mention.kind is MentionKind.NAME
        if not unknown and (not mention.guessed or self._typed(mention, allowed)):
            return None
        known = place_class(mention.text, self._ontology)
        if known is not None and self._typed(replace(mention, type=known), allowed):
            return known
        # An organization that the recogniser takes for a person is common, the reverse is not.
        person = None if unknown else self._ontology.class_with_label("PERSON")
        return next((type_ for type_ in allowed if self._nameable(type_) and type_ != person), None)

    def _single(self, role: str) -> bool:
        return role in self._ontology.properties and self._ontology.properties[role].functional

    def _times(self, trigger: Trigger) -> Iterator[tuple[Mention, int]]:
        """Dates of the trigger's clause, then the date line above it."""
        head = trigger.head
        anchors = [head]
        verb = head
        while verb.pos_ not in ("VERB", "AUX") and verb.dep_ in TIMED_BY_HEAD:
            # A subject has its verb's date only if the verb is one that tells of it: "the round closed in May".
            if verb.dep_ == "nsubj" and verb.head.lemma_ not in (*trigger.frame.support, *syntax.COPULAS):
                break
            verb = verb.head
            anchors.append(verb)
        anchors += [child for child in verb.children if child.dep_ in ("dobj", "attr")]
        for anchor in anchors:
            yield from self._dates.get(anchor.i, ())
        start = self._sentences[head.i].start
        dateline = self._analysis.datelines.get(start)
        if dateline is not None:
            yield dateline, start

    def _elision(self, trigger: Trigger, arguments: syntax.Arguments, found: list[Filler]) -> None:
        """A note without a subject ("Raised $10M in seed funding") is about the article's topic."""
        topic = self._analysis.topic
        if topic is None or not found or not self._is_elliptical(self._sentences[trigger.head.i]):
            return
        slot = "agent" if trigger.part == "noun" else "subject"
        if arguments.get(slot) or not self._governs(trigger):
            return
        filled = {filler.role for filler in found if self._single(filler.role)}
        for role in [role for role in trigger.frame.roles(slot) if role not in filled]:
            if self._fits(trigger.frame, role, topic) and all(filler.mention != topic for filler in found):
                found.append(Filler(role, topic, None))
                return

    def _governs(self, trigger: Trigger) -> bool:
        """Whether the verb with which the note starts shares its subject with the trigger."""
        head = trigger.head
        if trigger.part == "verb":
            return head.dep_ in ("ROOT", "advcl", "conj")
        verb = syntax.governor(head) or next((t for t in head.sent if not t.is_punct), head)
        return trigger.part == "noun" and verb.lemma_.lower() in trigger.frame.support

    def _is_elliptical(self, sentence: Span) -> bool:
        """Whether the sentence starts with its verb and names no subject anywhere before a second clause."""
        if sentence.start not in self._elliptical:
            first = next((t for t in sentence if not t.is_punct and not t.is_space and t.pos_ != "SYM"), None)
            self._elliptical[sentence.start] = first is not None and _starts_note(first, sentence.root)
        return self._elliptical[sentence.start]

    def _satisfied(self, frame: Frame, found: list[Filler]) -> bool:
        filled = {filler.role for filler in found}
        if frame.requires:
            return filled >= set(frame.requires) and (
                len(filled) > 1 or frame.evokes in self._ontology.classes
            )
        if frame.evokes in self._ontology.properties:
            return filled >= {SUBJECT, OBJECT}
        return any(not self._ontology.is_time(role) for role in filled)


def _starts_note(first: Token, root: Token) -> bool:
    """Whether a sentence that starts with this word is a note without its subject."""
    if first.tag_ not in ("VBD", "VBN", "VBZ"):
        return False
    if first.dep_ == "amod":  # "Announced partnership with X": the verb is taken for the noun's modifier
        return not any(child.dep_ in ("det", "poss") for child in first.head.children)
    subjects = [t for t in (*root.children, *first.children) if t.dep_ in syntax.SUBJECTS]
    return root in (first, first.head) and not subjects


@functools.lru_cache(maxsize=4096)
def _narrowed(allowed: tuple[str, ...], among: tuple[str, ...], ontology: Ontology) -> tuple[str, ...]:
    """The classes that are in both lists, or below one in the other; of values all."""
    if any(ontology.is_value(type_) for type_ in allowed):
        return allowed
    return tuple(
        narrower
        for type_ in allowed
        for narrower in ([type_] if any(ontology.is_a(type_, a) for a in among) else among)
        if ontology.is_a(narrower, type_)
    )


@functools.lru_cache(maxsize=4)
def _nameless(ontology: Ontology) -> frozenset[str]:
    """The classes that a name of which nothing is known cannot be of."""
    return frozenset(
        class_.curie
        for class_ in ontology.classes.values()
        if any(ontology.is_a(place, class_.curie) for _, place in ontology.gazetteers)
        or class_.unnamed  # a site is told by what it is, rarely by a name
        or ontology.is_value(class_.curie)
        or ontology.is_event(class_.curie)
    )


@functools.lru_cache(maxsize=4)
def _worded(ontology: Ontology) -> frozenset[str]:
    """The properties whose value is any words."""
    words = {
        c.curie for c in ontology.classes.values() if c.datatype and not c.terms and not c.recogniser_labels
    }
    return frozenset(p.curie for p in ontology.properties.values() if not words.isdisjoint(p.range))


def confidence(frame: Frame, fillers: tuple[Filler, ...]) -> float:
    """The frame's own confidence, less for arguments that are pronouns, described nouns or left out."""
    product = frame.confidence
    for filler in fillers:
        product *= ELIDED if filler.token is None else LESS_SURE.get(filler.mention.kind, 1.0)
        product *= RETYPED if filler.retyped else 1.0
    return round(product, 3)


def _arguments(trigger: Trigger) -> syntax.Arguments:
    if trigger.part == "verb":
        return syntax.of_verb(trigger.head)
    if trigger.part == "noun":
        return syntax.of_noun(trigger.head, trigger.frame.support)
    return syntax.of_adjective(trigger.head)


@functools.lru_cache(maxsize=4096)
def _by_specificity(arguments: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Slots in the order in which they may claim an argument: grammar before prepositions, dates last."""
    order = {
        "subject": 0,
        "object": 1,
        "agent": 2,
        "indirectObject": 3,
        "complement": 4,
        "possessor": 5,
        "self": -1,
    }
    return tuple(sorted(arguments, key=lambda pair: (pair[0] == "time", order.get(pair[0], 6), pair[0])))


def _dates_by_anchor(analysis: Analysis) -> dict[int, list[tuple[Mention, int]]]:
    """Token index of a verb or noun -> the dates that are attached to it."""
    found: dict[int, list[tuple[Mention, int]]] = {}
    seen: set[tuple[int, Mention]] = set()
    for i, date in analysis.at.items():
        if date.kind is not MentionKind.VALUE or date.value is None or not hasattr(date.value, "year"):
            continue
        token = analysis.doc[i]
        while token.dep_ in DATE_LINKS and token.head != token:
            below, token = token, token.head
            if below.dep_ not in ("pobj", "punct", "appos") and (token.i, date) not in seen:
                seen.add((token.i, date))
                found.setdefault(token.i, []).append((date, i))
    return found
