"""Findings that are sure enough -> assertions: each thing once a sentence, between mentions of the right types."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from operator import itemgetter

from kg.extract.extraction import LEAST_ROLES, SEVERAL
from kg.extract.neural.labels import Labels
from kg.extract.neural.model import LEAST_ODDS, Finding
from kg.extract.neural.sentences import Sentences
from kg.model import Assertion, Mention, MentionKind, Status
from kg.ontology import Ontology

SUBJECT, OBJECT = 0, 1


@dataclass(frozen=True, slots=True)
class Claim:
    """A finding with the probability that it is what the text says; status as frames have it, if they have it."""

    finding: Finding
    confidence: float
    status: Status | None = None


Key = tuple[str, object]  # a label and what it joins: two things, in no order where it is symmetric


def key_of(
    label: str, subject: Mention, object_: Mention, groups: Mapping[Mention, int], *, symmetric: bool
) -> Key:
    """What tells that two findings say the same.

    Args:
        groups: number of the cluster that a mention is in; a mention on its own is absent.
    """
    ends = groups.get(subject, subject), groups.get(object_, object_)
    return label, frozenset(ends) if symmetric else ends


def with_rivals(
    findings: Sequence[Finding],
    groups: Mapping[Mention, int],
    sentences: Sentences,
    others: Iterable[Finding] = (),
) -> list[Finding]:
    """The findings with what else is seen in their sentences: who leads one firm seldom leads the next named.

    Args:
        groups: as for `key_of`.
        others: what else than the findings themselves may be a rival of one.
    """
    every = [*findings, *others]
    parts = [tuple(_parts(found, groups, sentences)) for found in every]
    seen: dict[object, dict[object, float]] = defaultdict(dict)
    for found, several in zip(every, parts, strict=True):
        for rest, part in several:
            seen[rest][part] = max(found.odds, seen[rest].get(part, LEAST_ODDS))
    highest = {rest: nlargest(2, several.items(), key=itemgetter(1)) for rest, several in seen.items()}
    return [
        replace(found, rivals=tuple(_other(highest[rest], part) for rest, part in several))
        for found, several in zip(findings, parts[: len(findings)], strict=True)
    ]


def with_asked(
    findings: Sequence[Finding],
    mentions: Iterable[Mention],
    about: frozenset[tuple[int, int]],
    groups: Mapping[Mention, int],
) -> list[Finding]:
    """The findings, where the input asks about two things: those that join the two, by whatever mentions, are told so.

    Args:
        about: the spans of the two mentions that the input gives; empty if it asks nothing.
        groups: as for `key_of`.
    """
    things = {groups.get(m, m) for m in mentions if (m.start, m.end) in about}
    if not things or len(things) < len(about):
        return list(findings)
    return [
        replace(found, asked={groups.get(m, m) for m in (found.subject, found.object)} == things)
        for found in findings
    ]


def _parts(
    found: Finding, groups: Mapping[Mention, int], sentences: Sentences
) -> Iterator[tuple[object, object]]:
    """Label, subject and object of a finding, each behind the rest of it and its sentence."""
    subject, object_ = groups.get(found.subject, found.subject), groups.get(found.object, found.object)
    parts = found.label, subject, object_
    for number, part in enumerate(parts):
        rest = parts[:number] + parts[number + 1 :]
        yield (sentences.number(found.subject), number, rest), part


def _other(highest: Sequence[tuple[object, float]], part: object) -> float:
    return next((odds for other, odds in highest if other != part), LEAST_ODDS)


def distinct(
    claims: Iterable[Claim], groups: Mapping[Mention, int], sentences: Sentences, labels: Labels
) -> list[Claim]:
    """Of what one sentence says of the same things, the surest.

    Args:
        groups: as for `key_of`.
    """
    best: dict[tuple[Key, int], Claim] = {}
    for claim in claims:
        found = claim.finding
        if groups.get(found.subject, found.subject) == groups.get(found.object, found.object):
            continue
        symmetric = labels.symmetric(found.label)
        said = key_of(found.label, found.subject, found.object, groups, symmetric=symmetric)
        place = said, sentences.number(min(found.subject, found.object, key=lambda mention: mention.start))
        if place not in best or _rank(claim) > _rank(best[place]):
            best[place] = claim
    return list(best.values())


def answer(claims: Iterable[Claim], groups: Mapping[Mention, int], labels: Labels) -> list[Claim]:
    """Of the two things that the input asks about, the likeliest claim, where it is likelier than that there is none.

    Args:
        groups: as for `key_of`.
    """
    said: dict[Key, Claim] = {}
    for claim in claims:
        found = claim.finding
        if found.asked:
            symmetric = labels.symmetric(found.label)
            what = key_of(found.label, found.subject, found.object, groups, symmetric=symmetric)
            said[what] = max(claim, said.get(what, claim), key=lambda c: c.confidence)
    best = max(said.values(), key=lambda c: c.confidence, default=None)
    none = math.prod(1 - c.confidence for c in said.values())
    return [best] if best is not None and best.confidence > none else []


def _rank(claim: Claim) -> tuple[float, int, int]:
    """The surest first, then names before what stands for them, then what comes first in the text."""
    ends = claim.finding.subject, claim.finding.object
    named = sum(mention.kind is MentionKind.NAME for mention in ends)
    return claim.confidence, named, -ends[0].start


def renewed(
    claims: Iterable[Claim], groups: Mapping[Mention, int], mentions: Iterable[Mention], labels: Labels
) -> dict[Mention, Mention]:
    """Mention -> the same with the class that most of its claims ask for, where its own was a guess that none allows."""
    votes: dict[object, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        ends = claim.finding.subject, claim.finding.object
        for end, mention in enumerate(ends):
            if mention.guessed and not labels.fits(claim.finding.label, end, mention):
                class_ = labels.class_of(claim.finding.label, end)
                if class_ is not None:
                    votes[groups.get(mention, mention)][class_] += 1
    types = {key: min(counter, key=lambda t: (-counter[t], t)) for key, counter in votes.items()}
    return {
        mention: replace(mention, type=types[key], guessed=False)
        for mention in mentions
        if (key := groups.get(mention, mention)) in types
        and mention.kind in (MentionKind.NAME, MentionKind.PRONOUN)
        and mention.type != types[key]
    }


def assertions(
    claims: Iterable[Claim], sentences: Sentences, labels: Labels, extractor: str
) -> list[Assertion]:
    """The claims whose mentions are, or may be, of the classes that the ontology asks for, with their evidence."""
    said = []
    for claim in claims:
        found = claim.finding
        if labels.fits(found.label, SUBJECT, found.subject) and labels.fits(
            found.label, OBJECT, found.object
        ):
            evidence = sentences.evidence(
                found.subject,
                found.object,
                extractor=extractor,
                rule=f"neural:{found.label}",
                confidence=claim.confidence,
            )
            if claim.status is not None:
                evidence = replace(evidence, status=claim.status)
            said.append(Assertion(found.subject, labels.predicate(found.label), found.object, evidence))
    return said


def of_renewed(claims: Iterable[Claim], changed: Mapping[Mention, Mention]) -> list[Claim]:
    """The claims about the mentions in their new classes."""
    return [replace(claim, finding=renamed(claim.finding, changed)) for claim in claims]


def renamed(finding: Finding, changed: Mapping[Mention, Mention]) -> Finding:
    """The same about what the mentions have changed to."""
    subject, object_ = finding.subject, finding.object
    return replace(finding, subject=changed.get(subject, subject), object=changed.get(object_, object_))


def told(said: Sequence[Assertion], known: frozenset[Mention], ontology: Ontology) -> list[Assertion]:
    """Without what is said of events that are not known otherwise and have too few roles, dates aside."""
    roles: dict[Mention, Counter[str]] = defaultdict(Counter)
    for assertion in said:
        if assertion.subject.kind is MentionKind.EVENT and not ontology.is_time(assertion.predicate):
            roles[assertion.subject][assertion.predicate] += 1
    weak = {
        mention
        for assertion in said
        for mention in (assertion.subject, assertion.object)
        if mention.kind is MentionKind.EVENT
        and mention not in known
        and not _is_enough(roles[mention], ontology.classes[mention.type].several)
    }
    return [a for a in said if a.subject not in weak and a.object not in weak]


def _is_enough(roles: Mapping[str, int], several: Sequence[str]) -> bool:
    """Whether an event has as many roles as make it worth telling, or as many partners."""
    if several:
        return all(roles.get(role, 0) >= SEVERAL for role in several)
    return len(roles) >= LEAST_ROLES
