"""Argument tokens -> the mentions that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.analyse.analysis import mention
from kg.extract.frames import clauses, lists, syntax
from kg.extract.frames.brackets import Brackets
from kg.extract.frames.kinds import kind
from kg.extract.frames.places import containing
from kg.extract.frames.triggers import Trigger
from kg.model import Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.analyse.analysis import Analysis
    from kg.ontology import Ontology

MOST_WORDS = 6  # of a phrase that is kept as written


class Arguments:
    """The arguments of one document's words, and what they refer to.

    Args:
        events: mentions of event nouns by token index and class ("this round" as an argument); more may be
            added while arguments are read.
    """

    def __init__(
        self, analysis: Analysis, ontology: Ontology, events: Mapping[int, Mapping[str, Mention]]
    ) -> None:
        self._analysis = analysis
        self._ontology = ontology
        self._events = events
        # Several frames have the same word, and several words the same arguments: each is looked at once.
        self._found: dict[tuple[int, str, tuple[str, ...]], syntax.Arguments] = {}
        self._members: dict[int, list[list[Token]]] = {}
        self._brackets = Brackets(analysis.doc)

    def of(self, trigger: Trigger) -> syntax.Arguments:
        """The trigger's argument tokens by slot."""
        key = trigger.head.i, trigger.part, trigger.frame.support
        found = self._found.get(key)
        if found is None:
            own = self._brackets.read(trigger.head, _arguments(trigger))
            found = self._found[key] = {**own, "self": [trigger.head]}
        return found

    def mentions(self, token: Token, trigger: Token) -> Iterator[tuple[Mention, int]]:
        """The mentions that a trigger's argument stands for: itself, what is coordinated with it, what it announces.

        In "Acme, founded in 2019, and Bolt" the participle is of Acme alone.
        """
        for one in lists.coordinated(token):
            if token.i <= trigger.i < one.i:
                break
            announced = [other for head in lists.listed(one) for other in self._listed(head, trigger)]
            for found, i in announced or self._own(one, trigger):
                yield found, i
                if i in self._analysis.at and one != trigger:
                    yield from containing(one.doc, i, self._analysis.at, self._ontology)
        yield from self._further(token, trigger)

    def _listed(self, head: Token, trigger: Token) -> Iterator[tuple[Mention, int]]:
        """The mentions of a list by its first head, with what its members announce in turn."""
        for one in lists.coordinated(head):
            yield from self._named(one, trigger)
            for inner in lists.listed(one):
                for other in lists.coordinated(inner):
                    yield from self._named(other, trigger)
        yield from self._further(head, trigger)

    def _own(self, token: Token, trigger: Token) -> Iterator[tuple[Mention, int]]:
        """What the one token stands for, its events included."""
        if token.i in self._analysis.at:
            own = self._analysis.at[token.i]
            parts = self._parts(token, own) or self._members_of(token, own, trigger)
            yield from parts or ((mention, token.i) for mention in self._named_by(token))
            if own.kind is MentionKind.VALUE and own.value is None:
                yield from self._within(token, trigger)  # "its director, Ana Lund"
        elif (whole := self._whole(token)) is not None:
            token = whole
        if token.i in self._events:
            yield from ((event, token.i) for event in self._events[token.i].values())
        if token.i not in self._analysis.at:
            yield from self._within(token, trigger)

    def _whole(self, token: Token) -> Token | None:
        """The event noun that a noun is a part of: "most of the cash"."""
        if token.lemma_.lower() not in self._ontology.transparent_nouns:
            return None
        whole = syntax.prepositional_object(token, frozenset({"of"}))
        return whole if whole is not None and whole.i in self._events else None

    def _parts(self, noun: Token, own: Mention) -> list[tuple[Mention, int]]:
        """The places by whose names a place is described: "the village of Lund", "the Lund area"."""
        place, at = self._ontology.class_with_label("LOC"), self._analysis.at
        if place is None or own.kind is not MentionKind.NOMINAL or not self._ontology.is_a(own.type, place):
            return []
        whole = syntax.prepositional_object(noun, frozenset({"of"}))
        tokens = (
            [whole] if whole is not None else [c for c in noun.children if c.dep_ in ("compound", "nmod")]
        )
        return [
            (named, token.i)
            for token in tokens
            if (named := at.get(token.i)) is not None
            and named.kind is MentionKind.NAME
            and self._ontology.is_a(named.type, place)
        ]

    def _members_of(self, noun: Token, own: Mention, trigger: Token) -> list[tuple[Mention, int]]:
        """Those that a group without a name is made of: "a consortium of Nordbank and Lund Capital"."""
        if own.kind is not MentionKind.NOMINAL or noun.lemma_.lower() not in self._ontology.quantity_nouns:
            return []
        first = syntax.prepositional_object(noun, frozenset({"of"}))
        members = list(self.mentions(first, trigger)) if first is not None else []
        return members if len(members) > 1 else []  # not "the group of Oslo"

    def _further(self, token: Token, trigger: Token) -> Iterator[tuple[Mention, int]]:
        """The further members of the list on the surface that starts with a name: "A of Oslo, B and C".

        None if the trigger stands in it: "between A, a subsidiary of B, and C".
        """
        at = self._analysis.at
        first = at.get(token.i)
        if first is None and token.pos_ != "PROPN":
            return
        if first is not None and first.kind is not MentionKind.NAME:
            return
        members = self._members.get(token.i)
        if members is None:
            members = self._members[token.i] = lists.members(token, at)
        if any(trigger in member for member in members):
            return
        for member in members:
            found = self._name_in(member)
            if found is not None and (first is None or self._alike(first, found[0])):
                yield found

    def _name_in(self, member: Sequence[Token]) -> tuple[Mention, int] | None:
        """The name that a member of a list is: the last one, before "of" or "in", that owns nothing."""
        at, found = self._analysis.at, None
        for token in member:
            mention = at.get(token.i)
            if mention is None and token.lower_ in lists.LINKS:
                break
            if mention is not None and mention.kind is MentionKind.NAME and not _owns(token):
                found = mention, token.i
        return found

    def _alike(self, one: Mention, other: Mention) -> bool:
        """Whether two members of a list may be of one type."""
        is_a = self._ontology.is_a
        return ANYTHING in (one.type, other.type) or is_a(one.type, other.type) or is_a(other.type, one.type)

    def kinds(self, noun: Token, type_: str) -> Iterator[tuple[Mention, int]]:
        """The kinds of thing that common nouns tell of, each by a name that is those words."""
        ontology = self._ontology
        for one in lists.coordinated(noun):
            span = kind(one, ontology.transparent_nouns | ontology.quantity_nouns, ontology.abstract_nouns)
            if span is not None and one.i not in self._analysis.at:
                yield mention(self._analysis.document, span, type_, MentionKind.NAME), one.i

    def kind_terms(self, noun: Token, terms: Sequence[tuple[str, str]]) -> Iterator[tuple[Mention, int]]:
        """The kinds of thing that a noun and those beside it tell of in listed words, as values.

        Args:
            terms: words, the longest first, each with the class of its values.
        """
        if not terms:
            return
        for one in lists.coordinated(noun):
            whole = syntax.prepositional_object(one, frozenset({"of"}))
            if whole is not None and one.lemma_.lower() in self._ontology.quantity_nouns:
                yield from self.kind_terms(whole, terms)
                continue
            for term, type_ in terms:
                span = one.doc[max(0, one.i - term.count(" ")) : one.i + 1]
                if span.text.lower() == term.lower():
                    yield mention(self._analysis.document, span, type_, MentionKind.VALUE), one.i
                    break

    def words(self, noun: Token, type_: str) -> tuple[Mention, int]:
        """The words up to a noun as a value of the class, as they are written."""
        left, right = max(noun.left_edge.i, noun.i - MOST_WORDS), noun.i
        if noun.pos_ == "VERB":  # "to build new chips", without "to" and what comes after the chips
            object_ = next((child for child in noun.children if child.dep_ == "dobj"), noun)
            left, right = noun.i, min(object_.i, noun.i + MOST_WORDS)
        span = noun.doc[left : right + 1]
        return mention(self._analysis.document, span, type_, MentionKind.VALUE), noun.i

    def _named_by(self, noun: Token) -> list[Mention]:
        """The mention at a noun; for one that names nothing, the names that say which: "a service called Aurora"."""
        at = self._analysis.at
        own = at[noun.i]
        if own.kind is not MentionKind.NOMINAL:
            return [own]
        name = at.get(noun.i - 1)  # "its Aurora service"
        if name is not None and name.kind is MentionKind.NAME:
            group = self._analysis.cluster_of.get(own)
            if group is not None and group == self._analysis.cluster_of.get(name):
                return [name]
        names = [at[t.i] for head in lists.names_of(noun) for t in lists.coordinated(head) if t.i in at]
        return [m for m in names if m.kind is MentionKind.NAME and (m.guessed or self._alike(own, m))] or [
            own
        ]

    def _named(self, noun: Token, trigger: Token) -> Iterator[tuple[Mention, int]]:
        """The mention at a noun, or the name that is a part of its name: "Acme" of "Acme Systems"."""
        mention = self._analysis.at.get(noun.i)
        if mention is not None:
            yield mention, noun.i
        else:
            yield from self._within(noun, trigger)

    def _kept_back(self, word: Token) -> bool:
        """Whether the word says of a sum that it is not told: "an |undisclosed| sum"."""
        mention = self._analysis.at[word.i]
        class_ = self._ontology.classes.get(mention.type)
        return (
            word.dep_ == "amod"
            and mention.kind is MentionKind.VALUE
            and mention.value is None
            and class_ is not None
            and not class_.datatype
        )

    def _within(self, noun: Token, trigger: Token) -> Iterator[tuple[Mention, int]]:
        """For a noun that is no mention: the name beside it, or what it is a part, a share or a number of."""
        at = self._analysis.at
        for child in noun.children:
            if child.i in at and (child.dep_ == "appos" or _same_name(child, noun) or self._kept_back(child)):
                yield at[child.i], child.i
        lemma = noun.lemma_.lower()
        if lemma in self._ontology.quantity_nouns:
            whole = syntax.prepositional_object(noun, frozenset({"of"}))
            if whole is not None:
                yield from self.mentions(whole, trigger)
        elif lemma in self._ontology.transparent_nouns:
            whole = syntax.prepositional_object(noun, frozenset({"of", "in"}))
            if whole is not None:
                yield from self.mentions(whole, trigger)
            else:
                verb = clauses.governor(noun) if noun.head.lower_ == "with" else None
                owner = clauses.grammatical_subject(verb) if verb is not None else None
                if owner is not None:  # "is based in Oslo, with shares listed on X"
                    yield from self._named(owner, trigger)
                before = ("poss", "compound", "nmod", "nummod")
                yield from ((at[c.i], c.i) for c in noun.children if c.dep_ in before and c.i in at)


def _same_name(part: Token, head: Token) -> bool:
    """Whether the word is a part of the name that the head ends, as in "Acme Systems"."""
    return part.dep_ == "compound" and part.pos_ == head.pos_ == "PROPN" and head.text[0].isupper()


def _owns(token: Token) -> bool:
    """Whether what follows is the token's: "Acme's Aurora"."""
    return token.i + 1 < len(token.doc) and token.nbor().tag_ == "POS"


def _arguments(trigger: Trigger) -> syntax.Arguments:
    if trigger.part == "verb":
        return syntax.of_verb(trigger.head)
    if trigger.part == "noun":
        return syntax.of_noun(trigger.head, trigger.frame.support)
    return syntax.of_adverb(trigger.head) if trigger.part == "adverb" else syntax.of_adjective(trigger.head)
