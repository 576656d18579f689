"""Mentions of one document -> clusters of those that refer to the same thing.

A cascade from the surest reason down, as in the sieves of Lee et al. (2013, Computational Linguistics 39:4):
same name, short for full name, acronym; what a noun is said of, what a relative pronoun stands for; then
described nouns and pronouns, each to the most salient candidate before it that agrees in type, number and
gender. A mention without a good antecedent stays alone.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyse.analysis import sentences
from kg.analyse.coreference.agreement import unify
from kg.analyse.coreference.aliases import named
from kg.analyse.coreference.antecedents import agrees, antecedent, is_plural
from kg.analyse.coreference.attributes import attributes, said_of
from kg.analyse.coreference.clauses import (
    antecedents,
    disjoint,
    is_singular,
    main_subject,
    quoted,
    speaker,
)
from kg.analyse.coreference.gender import gender_of
from kg.analyse.coreference.groups import Group, compatible
from kg.analyse.pronouns import SPEAKER, SPEAKERS, SUBJECTS, is_expletive, relative
from kg.model import Mention, MentionKind
from kg.ontology import ANYTHING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.ontology import Ontology

__all__ = ["Coreference", "coreference"]


@dataclass(frozen=True, slots=True)
class Coreference:
    """Who is who among the mentions of one document.

    Attributes:
        clusters: coreferent mentions, two or more each, in text order.
        renewed: old -> new mention, for those whose type the others of their cluster decide.
        attributes: described noun -> the mention beside it that it is said of ("Acme, |a startup|").
    """

    clusters: tuple[tuple[Mention, ...], ...]
    renewed: Mapping[Mention, Mention]
    attributes: Mapping[Mention, Mention]


def coreference(spans: Sequence[tuple[Span, Mention]], body: int, ontology: Ontology) -> Coreference:
    """Who is who, among names, described nouns and pronouns in text order.

    Args:
        body: the token with which the text begins after its headlines, which shorten names at will.
    """
    cascade = _Cascade(spans, body, ontology)
    cascade.run()
    found: dict[int, list[int]] = defaultdict(list)
    for i, group in cascade.groups.items():
        found[id(group)].append(i)
    unified = unify(
        [tuple(spans[i][1] for i in sorted(members)) for members in found.values() if len(members) > 1],
        ontology,
    )
    new = unified.mentions
    said: dict[Mention, Mention] = {}
    for i, beside in cascade.attributes.items():
        other = beside
        while other in cascade.attributes:  # "Acme, a startup and the maker of Bolt"
            other = cascade.attributes[other]
        noun, of = spans[i][1], spans[other][1]
        said[new.get(noun, noun)] = new.get(of, of)
    return Coreference(unified.clusters, new, said)


class _Cascade:
    """The groups of one document's mentions, by index, as they grow."""

    def __init__(self, spans: Sequence[tuple[Span, Mention]], body: int, ontology: Ontology) -> None:
        self._spans = spans
        self._ontology = ontology
        self.groups = {i: group for group in named(spans, body, ontology) for i in group.members}
        self.attributes: dict[int, int] = {}
        self._beside = attributes(spans)
        self._at = {token.i: i for i, (span, _) in enumerate(spans) for token in span}
        self._at.update({span.root.i: i for i, (span, _) in enumerate(spans)})
        self._seen: OrderedDict[int, Group] = OrderedDict()  # latest mentioned last
        self._speakers: dict[bool, Group] = {}  # the author, and those for whom the author speaks
        self._places = {words: group for group in self.groups.values() for words in group.spelt}
        self._led = False
        self._quoted = quoted(spans[0][0].doc) if spans else frozenset()
        for group in {id(group): group for group in self.groups.values()}.values():
            group.gender = next(filter(None, (gender_of(spans[i][0], ontology) for i in group.members)), "")

    def run(self) -> None:
        """Put every mention into a group."""
        starts = [sentence.start for sentence in sentences(self._spans[0][0].doc)] if self._spans else []
        sentence = {start: n for n, start in enumerate({starts[span.start]: None for span, _ in self._spans})}
        for i in self._beside:
            self._attribute(i)  # names are grouped already, and may stand after what is said of them
        for i, (span, mention) in enumerate(self._spans):
            where = sentence[starts[span.start]]
            if self._is_adjective(mention):
                self._place(i)  # "French" means France, and is nothing that a pronoun takes up
                continue
            if i not in self.groups and not self._attribute(i):
                self._join(i, self._referent(i, where) or Group(mention.type, is_plural(span, mention)))
            self._tell(self.groups[i], span, where)

    def _is_adjective(self, mention: Mention) -> bool:
        return mention.kind is MentionKind.NOMINAL and mention.text.casefold() in self._ontology.demonyms

    def _place(self, i: int) -> None:
        """Put a word for the people or things of a place with the place."""
        mention = self._spans[i][1]
        name = tuple(self._ontology.demonyms[mention.text.casefold()][0].casefold().split())
        group = self._places.setdefault(name, Group(mention.type, plural=False))
        group.members.append(i)
        self.groups[i] = group

    def _attribute(self, i: int) -> bool:
        """Whether the mention describes something beside it that has a group: then it joins that."""
        mention = self._spans[i][1]
        for other in self._beside.get(i, ()):
            group = self.groups.get(other)
            if (
                group is not None
                and i not in self.groups
                and compatible(mention.type, group.type, self._ontology)
            ):
                self._join(i, group)
                self.attributes[i] = other
                return True
        return False

    def _referent(self, i: int, where: int) -> Group | None:
        span, mention = self._spans[i]
        token = span.root
        if mention.kind is MentionKind.PRONOUN:
            noun = relative(token)
            if noun is not None:
                return self._relative(token, noun, mention)
            word = mention.text.lower()
            if word in SPEAKER or word in SPEAKERS:
                return self._speaker(token, mention, alone=word in SPEAKER)
            if is_expletive(token):
                return None
            after = self._named_after(token, mention)
            if after is not None:
                return after
        apart = disjoint(token) if mention.kind is MentionKind.PRONOUN else ()
        barred = {id(group) for other in apart if (group := self.groups.get(self._at.get(other.i, -1)))}
        return antecedent(span, mention, self._seen, barred, where, self._ontology)

    def _relative(self, pronoun: Token, noun: Token, mention: Mention) -> Group | None:
        """What the clause is about: the noun it hangs on, or one that this belongs to, of the right kind."""
        person = self._ontology.class_with_label("PERSON")
        for token in antecedents(noun, singular=is_singular(pronoun)):
            group = self._of_noun(token)
            if group is not None:
                human = person is not None and self._ontology.is_a(group.type, person)
                known = group.type != ANYTHING and not group.guessed
                if not known or pronoun.lower_ == "whose" or human == (mention.type == person):
                    return group
        return None

    def _speaker(self, pronoun: Token, mention: Mention, *, alone: bool) -> Group | None:
        """Who "I" is: who is quoted, else the author. For whom a quoted "we" speaks is not told."""
        if pronoun.i not in self._quoted:
            return self._speakers.setdefault(alone, Group(mention.type, plural=not alone))
        said = speaker(pronoun, self._quoted, self._ontology) if alone else None
        return self._of_noun(said) if said is not None else None

    def _named_after(self, pronoun: Token, mention: Mention) -> Group | None:
        """The subject that is named after a clause at the beginning: "After his return, Kovac …"."""
        subject = main_subject(pronoun)
        i = self._at.get(subject.i) if subject is not None else None
        group = self.groups.get(i) if i is not None else None
        return group if group is not None and agrees(mention, group, self._ontology) else None

    def _of_noun(self, noun: Token) -> Group | None:
        """What a noun refers to: as a mention, or as an attribute of one."""
        for token in (noun, *said_of(noun)):
            group = self.groups.get(self._at.get(token.i, -1))
            if group is not None:
                return group
        return None

    def _join(self, i: int, group: Group) -> None:
        mention = self._spans[i][1]
        group.members.append(i)
        self.groups[i] = group
        if mention.kind is MentionKind.NOMINAL:
            group.narrow(mention.type, self._ontology)
        group.gender = group.gender or gender_of(self._spans[i][0], self._ontology)

    def _tell(self, group: Group, span: Span, where: int) -> None:
        """The group is spoken of here."""
        organization = self._ontology.class_with_label("ORG")
        if not self._led and organization and self._ontology.is_a(group.type, organization):
            group.leads = self._led = True
        self._seen[id(group)] = group
        self._seen.move_to_end(id(group))
        group.words.update(word.lower_ for word in span)
        group.last, group.token = where, span.start
        group.size += 1
        if span.root.dep_ in SUBJECTS:
            group.subject = where
