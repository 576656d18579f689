"""Claims -> conflicts and successions of values, where there can be one.

What an article says is its answer. Two answers are in conflict if no value of the one agrees with a value of the
other; of a property whose values are one answer (kg:oneAnswer), if any value of the one agrees with none of the other.
So an article does not contradict itself: two values in it are one answer, unless it has two speakers give them.

A succession is told from a conflict by time. Of what there is one of at a time: two values are in conflict if each is
said to hold, without a word of change beside it, at times that are not a month apart. A plan that was told a month
before differs from what came of it, and a date that was planned from the date that came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.assemble import terms
from kg.assemble.claims import Made
from kg.assemble.conflicts.agreement import Agreement
from kg.assemble.conflicts.told import SOON, Conflict, Hearing, Told, at_one_time, in_turn, voices
from kg.assemble.terms import Minter, Term
from kg.ontology import SUBJECT, Ontology, Property

MOST = 50  # answers that all others are compared with: those that most articles give


@dataclass(frozen=True, slots=True)
class _Question:
    """A property, and the end of it that there is one of, ever or at a time."""

    property: Property
    end: str
    at_a_time: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """Values, and what all say who give these and no others."""

    values: frozenset[Term]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Finds where values differ."""

    agreement: Agreement
    hearing: Hearing
    minter: Minter

    def found(self, made: Iterable[Made]) -> Iterator[Conflict]:
        """Conflicts and successions among live claims."""
        asked = _asked(self.minter.ontology)
        topics: dict[tuple[NamedNode, str, str], list[Told]] = defaultdict(list)
        questions: dict[tuple[str, str], _Question] = {}
        for each in made:
            if not each.is_live:
                continue
            subject, predicate, object_ = each.fact
            for question, turned in asked.get(self.minter.ontology.curie(predicate.value), ()):
                about, value = (
                    (subject, object_) if turned is (question.end == SUBJECT) else (object_, subject)
                )
                if isinstance(about, NamedNode):
                    key = question.property.curie, question.end
                    questions[key] = question
                    topics[about, *key].append(self.hearing.told(value, each))
        for (about, property_, end), told in topics.items():
            if len({each.value for each in told}) > 1:
                yield from self._on(about, questions[property_, end], told)

    def _on(self, about: NamedNode, question: _Question, told: Sequence[Told]) -> Iterator[Conflict]:
        answers = _answers(told)
        claims: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        sure: dict[NamedNode, float] = defaultdict(float)
        surety = [self.hearing.surety(answer.told) for answer in answers]
        for i, one in enumerate(answers[:MOST]):
            for j, other in enumerate(answers[i + 1 :], i + 1):
                kind = self._kind(one, other, question)
                if kind is not None:
                    claims[kind].update(each.made.claim for each in (*one.told, *other.told))
                    sure[kind] = max(sure[kind], surety[i] * surety[j])
        named = (self.minter.named(question.property.curie),)
        for kind, several in claims.items():
            yield Conflict(kind, about, named, tuple(sorted(several, key=str)), sure[kind])

    def _kind(self, one: _Answer, other: _Answer, question: _Question) -> NamedNode | None:
        """Conflict, succession, or None where the answers agree."""
        if self._agree(one, other, question.property):
            return None
        if question.at_a_time:
            return _holders(one, other)
        held = [any(each.holds for each in answer.told) for answer in (one, other)]
        if all(held):
            return terms.CONFLICT
        if any(held) and self.minter.ontology.is_time(question.property.curie):
            return terms.SUCCESSION
        return terms.SUCCESSION if in_turn(one.told, other.told, SOON) else terms.CONFLICT

    def _agree(self, one: _Answer, other: _Answer, property_: Property) -> bool:
        def known(value: Term, values: Iterable[Term]) -> bool:
            return any(self.agreement.agree(property_, value, each) for each in values)

        if property_.one_answer:
            pairs = ((one, other), (other, one))
            return all(known(value, b.values) for a, b in pairs for value in a.values)
        if any(each.joint for each in (*one.told, *other.told)):
            return True
        return any(known(value, other.values) for value in one.values)


def _holders(one: _Answer, other: _Answer) -> NamedNode:
    """Whether two are said to hold at one time what one can hold."""
    firm = [[each for each in answer.told if each.holds and not each.changing] for answer in (one, other)]
    if not all(firm) or in_turn(firm[0], firm[1], SOON):
        return terms.SUCCESSION
    change_is_told = any(each.changing for each in (*one.told, *other.told))
    return terms.SUCCESSION if change_is_told and not at_one_time(firm[0], firm[1]) else terms.CONFLICT


def _answers(told: Sequence[Told]) -> list[_Answer]:
    """The different answers, those of most articles first."""
    given: dict[frozenset[Term], list[list[Told]]] = defaultdict(list)
    for several in voices(told).values():
        given[frozenset(each.value for each in several)].append(several)
    ranked = sorted(given.items(), key=lambda item: (-len(item[1]), sorted(map(str, item[0]))))
    return [_Answer(values, tuple(each for voice in said for each in voice)) for values, said in ranked]


def _asked(ontology: Ontology) -> Mapping[str, list[tuple[_Question, bool]]]:
    """Property -> the questions that its claims answer, each with whether the claim's ends change places."""
    found: dict[str, list[tuple[_Question, bool]]] = defaultdict(list)
    for property_ in ontology.properties.values():
        questions = [_Question(property_, end, at_a_time=False) for end in property_.one_ever]
        questions += [_Question(property_, end, at_a_time=True) for end in property_.one_at_a_time]
        for other in ontology.properties.values():
            inverse = property_.curie == other.inverse or other.curie == property_.inverse
            if other.curie == property_.curie or property_.curie in other.parents:
                found[other.curie] += [(question, False) for question in questions]
            elif inverse:
                found[other.curie] += [(question, True) for question in questions]
    return found
