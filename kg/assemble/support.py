"""Claims of one triple and the sources they are from -> how well they support it.

A confidence is how likely a sentence says the triple. A triple that several sentences say is said by at least one of
them unless all were misread, and misreadings are not independent: copies of one text are misread alike, and what the
extractor gets wrong it gets wrong elsewhere too. So

    within a source, an article with its near-copies, only the surest claim counts: q = 1 - its confidence;
    over the sources, all are misread with the probability  B * min(q) + (1 - B) * product(q).

This is the beta-factor model of failures with a common cause (Fleming, "A reliability model for common mode failures
in redundant safety systems", 1975): the share B of a failure strikes all at once, the rest each for itself. As a
distribution it is the mixture of the Fréchet bound and independence (Nelsen, "An Introduction to Copulas", 2006, the
Fréchet family). A copy changes nothing, another source never takes away, the order is all one, and no number of
sources makes surer than 1 - B * min(q).

B is 1/2, where the facts of annotated sets that two sentences say are most likely (`python -m
tests.benchmarks.dependence`). They are few, 42 of 5,525, three of them wrong: enough to speak against independence,
not to tell B within 0.1 and 1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.assemble import terms
from kg.assemble.terms import Fact, Minter
from kg.model import Status

COMMON = 0.5  # B: the share of misreadings that strike all sources at once
MOST = 0.99  # nothing that a program read is surer


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind a plain triple: best status, confidence by all live claims, these, and their sources."""

    status: Status
    confidence: float
    claims: tuple[NamedNode, ...]
    sources: int = 1


def combined(claims: Iterable[tuple[object, float]], *, common: float = COMMON) -> float:
    """How sure a triple is by all its claims, each given by its source and its confidence; at least one claim."""
    surest: dict[object, float] = defaultdict(float)
    for source, confidence in claims:
        surest[source] = max(surest[source], confidence)
    sure = sorted(surest.values(), reverse=True)  # sorted: the product must not depend on the order
    if len(sure) == 1:
        return sure[0]
    doubts = [1 - confidence for confidence in sure]
    all_misread = common * doubts[0] + (1 - common) * math.prod(doubts)
    return max(sure[0], min(1 - all_misread, MOST))


def support_triples(support: Mapping[Fact, Support], minter: Minter) -> Iterator[Triple]:
    """A node for each triple that independent sources say: its claims, how many sources, and the confidence.

    Everything else is in the claims: who said it and how often is counted in SPARQL (queries/support.rq), copies by
    kg:nearCopyOf of their articles, and what one source says is as sure as its surest claim. A node for each triple
    would be five more for each claim, of the ten that it may cost; these are 4 of 1,000 triples in the sample
    articles, and 2 of 100 where four of five articles tell of one financing.
    """
    for fact, behind in support.items():
        if behind.sources > 1:
            node = minter.support(fact)
            yield Triple(node, terms.TYPE, terms.SUPPORT)
            yield Triple(node, terms.CONFIDENCE, terms.decimal(behind.confidence))
            yield Triple(node, terms.SOURCES, terms.typed(str(behind.sources), "integer"))
            for claim in behind.claims:
                yield Triple(node, terms.OF_CLAIM, claim)
