"""Plain triples and their support -> the triples that follow from them, each as a claim with its premises.

The status of a derived claim is the weakest of its premises' best statuses. Its confidence is the product of
their confidences, as if they were independent; of several proofs by one rule the surest is kept. What a claim
already states, or was derived in an earlier round, is not derived again. Everything is computed anew in each
build, so a derived triple goes when its premises go.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.assemble import terms
from kg.assemble.claims import ORDER, claim_triples
from kg.assemble.rules import Inference, Pattern, axioms, ground, rules
from kg.assemble.support import Support
from kg.assemble.terms import Fact, Minter
from kg.errors import OntologyError
from kg.model import Status

ROUNDS = 25  # far above the depth of any ontology; reached only when a rule makes ever new things


@dataclass(frozen=True, slots=True)
class Derivation:
    """A fact, the rule that proves it, and the claims that the proof rests on."""

    fact: Fact
    rule: str
    status: Status
    confidence: float
    premises: tuple[NamedNode, ...]


def derived_triples(
    background: Iterable[Triple], support: Mapping[Fact, Support], minter: Minter
) -> Iterator[Triple]:
    """The plain triple and the claim of each derivation."""
    for derivation in derive(background, support, minter):
        rule = minter.rule(derivation.rule)
        claim = minter.derived(derivation.fact, rule)
        yield Triple(*derivation.fact)
        yield Triple(claim, terms.TYPE, terms.DERIVED_CLAIM)
        yield from claim_triples(claim, derivation.fact, derivation.status, derivation.confidence)
        yield Triple(claim, terms.RULE, rule)
        for premise in derivation.premises:
            yield Triple(claim, terms.DERIVED_FROM, premise)


def derive(
    background: Iterable[Triple], support: Mapping[Fact, Support], minter: Minter
) -> Iterator[Derivation]:
    """All that follows, to the fixpoint.

    The axioms are followed to their end before each round of rules, so that a rule which asks for what is not
    there (FILTER NOT EXISTS) sees what the axioms put there.

    Args:
        background: all that a rule may match: the plain triples, types, names and amounts.
        support: the plain triples that claims state; only these, and what follows from them, are premises.

    Raises:
        OntologyError: a rule is none, or the rules find no end.
    """
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in background)
    known = dict(support)
    by_axiom, by_rule = axioms(minter.ontology), rules(minter.ontology)
    pending = by_axiom
    for _ in range(ROUNDS):
        found = _round(store, pending, known)
        if not found and pending is by_rule:
            return
        pending = by_axiom if found else by_rule
        yield from found
        _learn(found, store, known, minter)
    raise OntologyError(f"still finding new facts after {ROUNDS} rounds", by_rule[-1].name if by_rule else "")


def _learn(found: list[Derivation], store: Store, known: dict[Fact, Support], minter: Minter) -> None:
    store.extend(Quad(*derivation.fact) for derivation in found)
    by_fact: dict[Fact, list[Derivation]] = {}
    for derivation in found:
        by_fact.setdefault(derivation.fact, []).append(derivation)
    for fact, derivations in by_fact.items():
        best = min(derivations, key=_surest_first)
        claims = sorted((minter.derived(fact, minter.rule(each.rule)) for each in derivations), key=str)
        known[fact] = Support(best.status, best.confidence, tuple(claims))


def _round(store: Store, pending: Iterable[Inference], known: Mapping[Fact, Support]) -> list[Derivation]:
    """What each rule proves that is not yet known, by its surest proof."""
    found: dict[tuple[Fact, str], Derivation] = {}
    for inference in pending:
        for proof in _proofs(store, inference, known):
            key = proof.fact, proof.rule
            if key not in found or _surest_first(proof) < _surest_first(found[key]):
                found[key] = proof
    return list(found.values())


def _proofs(store: Store, inference: Inference, known: Mapping[Fact, Support]) -> Iterator[Derivation]:
    try:
        for solution in store.query(inference.select):  # type: ignore[union-attr]
            facts = [fact for pattern in inference.conclusions if (fact := ground(pattern, solution))]
            new = [fact for fact in facts if Quad(*fact) not in store]
            premises = _premises(inference.premises, solution, known) if new else {}
            if not premises:
                continue  # nothing that anyone claims is behind it, such as a sum's two currencies
            status = max((support.status for support in premises.values()), key=ORDER.__getitem__)
            confidence = math.prod(sorted(support.confidence for support in premises.values()))
            claims = {claim for support in premises.values() for claim in support.claims}
            for fact in new:
                yield Derivation(fact, inference.name, status, confidence, tuple(sorted(claims, key=str)))
    except SyntaxError as error:
        raise OntologyError(f"not valid SPARQL: {error}", inference.name) from error


def _premises(
    patterns: Iterable[Pattern], solution: object, known: Mapping[Fact, Support]
) -> dict[Fact, Support]:
    facts = (ground(pattern, solution) for pattern in patterns)  # type: ignore[arg-type]
    return {fact: known[fact] for fact in facts if fact and fact in known}


def _surest_first(derivation: Derivation) -> tuple[int, float, tuple[str, ...]]:
    return ORDER[derivation.status], -derivation.confidence, tuple(map(str, derivation.premises))
