"""Trigger -> Evocation: one frame said once, its roles filled with the mentions that fit them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyse.analysis import sentences
from kg.extract.frames import lists, syntax
from kg.extract.frames.arguments import Arguments
from kg.extract.frames.clauses import governor
from kg.extract.frames.ellipsis import Hosts, silenced
from kg.extract.frames.extent import is_part, is_share, share_of
from kg.extract.frames.owners import Owners
from kg.extract.frames.roles import PART, Roles
from kg.extract.frames.times import Times
from kg.extract.frames.triggers import Trigger
from kg.model import Mention, MentionKind, Status
from kg.ontology import SUBJECT

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Filler:
    """A mention in a role; token is None for one that the sentence itself does not hold.

    Attributes:
        retyped: the class that the role asks for where the mention's guessed type is another, or there is none.
        surprising: whether that class is unlikely for what is known of the mention.
    """

    role: str
    mention: Mention
    token: int | None
    retyped: str | None = None
    surprising: bool = False


@dataclass(frozen=True, slots=True)
class Evocation:
    """A frame said once. Event is the trigger's mention when the frame evokes an event, else None."""

    trigger: Trigger
    event: Mention | None
    fillers: tuple[Filler, ...]
    sentence: Span
    status: Status
    speaker: Span | None

    def filled(self, role: str) -> tuple[Filler, ...]:
        """What fills one role."""
        return tuple(filler for filler in self.fillers if filler.role == role)

    def role(self, role: str) -> tuple[Mention, ...]:
        """The mentions in one role."""
        return tuple(filler.mention for filler in self.filled(role))


class Evoker:
    """Fills the roles of triggered frames from one analysed document.

    Args:
        events: see Arguments.
    """

    def __init__(
        self, analysis: Analysis, ontology: Ontology, events: Mapping[int, Mapping[str, Mention]]
    ) -> None:
        self._analysis = analysis
        self._ontology = ontology
        self._events = events
        self._roles = Roles(ontology)
        self._arguments = Arguments(analysis, ontology, events)
        self._times = Times(analysis)
        self._hosts = Hosts(ontology, events)
        self._owners = Owners(analysis, ontology)
        self._notes: dict[int, bool] = {}
        self._sentences = sentences(analysis.doc)

    def sentence(self, token: Token) -> Span:
        """The sentence that the token is in."""
        return self._sentences[token.i]

    def fillers(self, trigger: Trigger) -> tuple[Filler, ...]:
        """The roles that the trigger's arguments fill; empty where the frame is not satisfied."""
        frame = trigger.frame
        arguments = self._arguments.of(trigger)
        if not all(any(map(arguments.get, slots)) for slots in self._roles.needed(frame)):
            return ()
        found = self._told(trigger, arguments)
        if frame.silenced_by and silenced(trigger):
            return ()
        for mention, token in self._hosts.host(trigger, {filler.role for filler in found}):
            found.append(Filler(SUBJECT, mention, token))
        if frame.elliptic and not self._hosts.bare(trigger, {filler.token for filler in found}):
            return ()
        self._elision(trigger, arguments, found)
        if found:
            self._owner(trigger, arguments, found)
        return tuple(found) if self._roles.satisfied(frame, {filler.role for filler in found}) else ()

    def _told(self, trigger: Trigger, arguments: syntax.Arguments) -> list[Filler]:
        """What stands in the frame's slots and fits."""
        frame, roles = trigger.frame, self._roles
        found: list[Filler] = []
        used: set[Mention | int] = set()  # nobody buys himself: one thing, one role
        for slot, role in _by_specificity(frame.arguments):
            if slot != "time" and not arguments.get(slot):
                continue
            for candidate, token in self._candidates(trigger, slot, role, arguments):
                referent = self._analysis.cluster_of.get(candidate, candidate)
                if (
                    referent in used
                    or not roles.fits(frame, role, candidate)
                    or self._unnamed(candidate, token)
                ):
                    continue
                if roles.single(frame, role) and any(filler.role == role for filler in found):
                    break
                retyped = roles.retyped(frame, role, candidate)
                surprising = retyped is not None and roles.surprising(candidate, retyped)
                found.append(Filler(role, candidate, token, retyped, surprising))
                used.add(referent)
        return found

    def _candidates(
        self, trigger: Trigger, slot: str, role: str, arguments: syntax.Arguments
    ) -> Iterator[tuple[Mention, int]]:
        if slot == "time":
            yield from self._times.of(trigger, self._sentences[trigger.head.i].start)
            return
        for token in arguments[slot]:
            if (slot == "self" and self._introduces(token)) or (
                slot == "of" and self._of_another(token, trigger)
            ):
                continue
            if self._roles.takes_words(role):
                if token.ent_type_ != "DATE":
                    yield self._arguments.words(token, self._roles.type_of_words(role))
            elif self._extends(trigger, role, token):
                yield from self._arguments.kind_terms(token, self._roles.kind_terms(trigger.frame, role))
                yield from self._arguments.mentions(token, trigger.head)
                if role in trigger.frame.kinds:
                    yield from self._arguments.kinds(token, self._roles.most_general(trigger.frame, role))

    def _extends(self, trigger: Trigger, role: str, argument: Token) -> bool:
        """Whether as much of the argument is meant as the role asks for: the whole, or a part only."""
        extent = self._roles.extent(trigger.frame, role)
        if extent is None:
            return True
        shares = [
            noun
            for noun in {trigger.head, argument, share_of(argument)}
            if is_share(noun, self._ontology.share_nouns)
        ]
        return any(is_part(noun) for noun in shares) == (extent == PART)

    def _of_another(self, token: Token, trigger: Trigger) -> bool:
        """Whether an of-phrase hangs on what another event is told with: "a round, at a valuation of |$9 million|"."""
        noun = token.head.head
        return token.dep_ == noun.dep_ == "pobj" and noun != trigger.head and noun.i in self._events

    def _introduces(self, noun: Token) -> bool:
        """Whether a described noun speaks of something that has no name and is told of nowhere else.

        A site seldom has a name; but "European infrastructure", without an article, is no one site.
        """
        mention = self._analysis.at.get(noun.i)
        return (
            mention is not None
            and mention.kind is MentionKind.NOMINAL
            and not noun.text[0].isupper()  # "Swedish" means Sweden
            and (mention not in self._analysis.cluster_of or noun.tag_ == "NNS")
            and not (self._roles.may_be_unnamed(mention) and _determined(noun))
        )

    def _unnamed(self, mention: Mention, token: int) -> bool:
        """Whether nobody is meant in particular: several people or bodies without names, "former employees"."""
        if mention.kind is not MentionKind.NOMINAL or mention in self._analysis.cluster_of:
            return False
        agents = [self._ontology.class_with_label(label) for label in ("PERSON", "ORG")]
        plural = self._analysis.doc[token].tag_ in ("NNS", "NNPS")
        return plural and any(class_ and self._ontology.is_a(mention.type, class_) for class_ in agents)

    def _elision(self, trigger: Trigger, arguments: syntax.Arguments, found: list[Filler]) -> None:
        """A note without a subject ("Raised $10M in seed funding") is about the article's topic."""
        topic = self._analysis.topic
        if topic is None or not found or not self._is_note(self._sentences[trigger.head.i]):
            return
        slot = "agent" if trigger.part == "noun" else "subject"
        if arguments.get(slot) or not self._governs(trigger):
            return
        filled = {filler.role for filler in found if self._roles.single(trigger.frame, filler.role)}
        for role in [role for role in trigger.frame.roles(slot) if role not in filled]:
            if self._roles.fits(trigger.frame, role, topic) and all(
                filler.mention != topic for filler in found
            ):
                found.append(Filler(role, topic, None))
                return

    def _owner(self, trigger: Trigger, arguments: syntax.Arguments, found: list[Filler]) -> None:
        """Fill the roles that the words leave out with whose the noun must be."""
        cluster_of = self._analysis.cluster_of
        for role in sorted(set(trigger.frame.elided) - {filler.role for filler in found}):
            owner = self._owners.elided(trigger, role, arguments)
            if owner is not None and self._roles.fits(trigger.frame, role, owner):
                others = {cluster_of.get(filler.mention, filler.mention) for filler in found}
                if cluster_of.get(owner, owner) not in others:
                    found.append(Filler(role, owner, None))

    def _governs(self, trigger: Trigger) -> bool:
        """Whether the verb with which the note starts shares its subject with the trigger."""
        head = trigger.head
        if trigger.part == "verb":
            return head.dep_ in ("ROOT", "advcl", "conj")
        verb = governor(head) or next((t for t in head.sent if not t.is_punct), head)
        return trigger.part == "noun" and verb.lemma_.lower() in trigger.frame.support

    def _is_note(self, sentence: Span) -> bool:
        """Whether the sentence starts with its verb and names no subject."""
        if sentence.start not in self._notes:
            first = next((t for t in sentence if not t.is_punct and not t.is_space and t.pos_ != "SYM"), None)
            self._notes[sentence.start] = first is not None and _starts_note(first, sentence.root)
        return self._notes[sentence.start]


def _starts_note(first: Token, root: Token) -> bool:
    """Whether a sentence that starts with this word is a note without its subject."""
    if first.tag_ not in ("VBD", "VBN", "VBZ"):
        return False
    if first.dep_ == "amod":  # "Announced partnership with X": the verb is taken for the noun's modifier
        return not any(child.dep_ in ("det", "poss") for child in first.head.children)
    subjects = [t for t in (*root.children, *first.children) if t.dep_ in lists.SUBJECTS]
    return root in (first, first.head) and not subjects


@functools.lru_cache(maxsize=4096)
def _determined(noun: Token) -> bool:
    """Whether an article, an owner or a number before a noun says that certain things are meant."""
    return any(child.dep_ in ("det", "poss", "nummod") for child in noun.children)


def _by_specificity(arguments: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Slots in the order in which they may claim an argument: grammar before prepositions, dates last."""
    order = {
        "subject": 0,
        "object": 1,
        "agent": 2,
        "supporter": 2,
        "indirectObject": 3,
        "complement": 4,
        "possessor": 5,
        "self": -1,
    }
    return tuple(sorted(arguments, key=lambda pair: (pair[0] == "time", order.get(pair[0], 6), pair[0])))
