"""Assertions of one document -> the binary facts that follow from its events' roles.

The rules are the ontology's property chains (owl:propertyChainAxiom): investsIn follows from the inverse of
investor, then investee or place. What follows carries the sentence of its last step and the weaker status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract.confidence import confidence
from kg.model import Assertion, Mention, Status
from kg.ontology import Ontology, Property, Step

STRENGTH = list(Status)
ROUNDS = 3  # a chain may build on another's result
APART = "from two sentences"  # a feature of what follows: see kg.extract.confidence


def derive(
    assertions: Sequence[Assertion],
    groups: Mapping[Mention, int],
    ontology: Ontology,
    least: float = 0.0,
) -> tuple[Assertion, ...]:
    """The assertions that follow from the given ones, without those already there.

    Args:
        groups: number of the cluster that a mention is in; a mention on its own is absent.
        least: what follows with less confidence is left out.
    """
    known = {_key(a.subject, a.predicate, a.object, groups) for a in assertions}
    derived: list[Assertion] = []
    latest = list(assertions)
    for _ in range(ROUNDS):
        latest = [
            a
            for a in _follow([*assertions, *derived], groups, ontology)
            if a.evidence.confidence >= least and _new(a, known, groups)
        ]
        if not latest:
            break
        derived += latest
    return tuple(derived)


def _new(assertion: Assertion, known: set[tuple[object, str, object]], groups: Mapping[Mention, int]) -> bool:
    key = _key(assertion.subject, assertion.predicate, assertion.object, groups)
    if key in known or key[0] == key[2]:
        return False
    known.add(key)
    return True


def _key(
    subject: Mention, predicate: str, object_: Mention, groups: Mapping[Mention, int]
) -> tuple[object, str, object]:
    return groups.get(subject, subject), predicate, groups.get(object_, object_)


class _Told:
    """What is told, each thing once a sentence, by predicate and by what it is told of."""

    def __init__(self, assertions: Iterable[Assertion], groups: Mapping[Mention, int]) -> None:
        self._groups = groups
        self._by_predicate: dict[str, dict[object, Assertion]] = defaultdict(dict)
        self._by_subject: dict[tuple[str, object], dict[object, Assertion]] = defaultdict(dict)
        self._beside: dict[tuple[str, object, int], dict[object, Assertion]] = defaultdict(dict)
        for assertion in assertions:
            subject, predicate, object_ = _key(
                assertion.subject, assertion.predicate, assertion.object, groups
            )
            sentence, value = assertion.evidence.start, (object_, assertion.object.type)
            about = subject, assertion.subject.type
            self._by_predicate[predicate].setdefault((about, value, sentence), assertion)
            self._by_subject[predicate, subject].setdefault(value, assertion)
            self._beside[predicate, subject, sentence].setdefault(value, assertion)

    def all(self, predicate: str) -> Iterable[Assertion]:
        """Whatever is told with the predicate."""
        return self._by_predicate[predicate].values() if predicate in self._by_predicate else ()

    def nearest(self, premise: Assertion, subject: Mention, predicate: str) -> Iterable[Assertion]:
        """What is told of the subject in the premise's own sentence, if anything is; else anywhere."""
        group = self._groups.get(subject, subject)
        beside = self._beside.get((predicate, group, premise.evidence.start))
        return (beside or self._by_subject.get((predicate, group), {})).values()


def _follow(
    assertions: Sequence[Assertion], groups: Mapping[Mention, int], ontology: Ontology
) -> Iterator[Assertion]:
    told = _Told(assertions, groups)
    for property_ in ontology.properties.values():
        for chain in property_.chains:
            steps = [step for step in chain if not step.stays]
            if len(steps) == 1 or (len(steps) == 2 and steps[0].inverse and not steps[1].inverse):
                yield from _one_chain(property_, chain, told, ontology)


def _one_chain(
    property_: Property, chain: tuple[Step, ...], told: _Told, ontology: Ontology
) -> Iterator[Assertion]:
    first, *rest = (step for step in chain if not step.stays)
    at_start = [step.predicate for step in chain[:1] if step.stays]
    at_middle = [step.predicate for step in chain[1:] if step.stays]
    for premise in told.all(first.predicate):
        start, middle = (
            (premise.object, premise.subject) if first.inverse else (premise.subject, premise.object)
        )
        if not all(ontology.is_a(start.type, class_) for class_ in at_start):
            continue
        if not all(ontology.is_a(middle.type, class_) for class_ in at_middle):
            continue
        if not rest:
            yield _conclusion(property_, start, middle, [premise], ontology.weights)
            continue
        for second in told.nearest(premise, middle, rest[0].predicate):
            if start != second.object and ontology.accepts(property_.curie, second.object.type):
                yield _conclusion(property_, start, second.object, [premise, second], ontology.weights)


def _conclusion(
    property_: Property,
    subject: Mention,
    object_: Mention,
    premises: list[Assertion],
    weights: Mapping[str, float],
) -> Assertion:
    last = max(premises, key=lambda premise: premise.evidence.start).evidence
    weakest = min((premise.evidence for premise in premises), key=lambda e: (e.confidence, e.start))
    apart = any(premise.evidence.start != last.start for premise in premises)
    features = (APART,) if apart else ()  # no surer than what it follows from
    cues = tuple(
        sorted(
            {cue for p in premises for cue in p.evidence.cues if last.start <= cue[0] and cue[1] <= last.end}
        )
    )
    evidence = replace(
        last,
        rule=f"chain:{property_.curie.partition(':')[2]}",
        status=max((premise.evidence.status for premise in premises), key=STRENGTH.index),
        confidence=confidence(weakest.confidence, features, weights),
        cues=cues,
        features=tuple(sorted({*weakest.features, *features})),
    )
    return Assertion(subject, property_.curie, object_, evidence)
