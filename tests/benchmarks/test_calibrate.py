"""The estimate of confidences, on toys whose rates are known."""

from __future__ import annotations

import random

import pytest

from kg.ontology import load
from tests.benchmarks.calibrate import Row, cross_validated, estimate, loss, rows, turtle
from tests.benchmarks.reliability import Rated, calibration_error
from tests.benchmarks.sets import Json, Outcome, chosen
from tests.benchmarks.test_judge import pytestmark  # noqa: F401  the scorer of the sets reads the predictions

HAND_SET = {"frame:good": 0.9, "frame:bad": 0.9, "frame:rare": 0.9}


def toy(seed: int = 0) -> list[Row]:
    """A frame that is right nine times in ten, one that is six times, and less where its argument is a pronoun."""
    rng = random.Random(seed)
    found = []
    for number in range(4000):
        frame, rate = rng.choice([("frame:good", 0.9), ("frame:bad", 0.6)])
        pronoun = rng.random() < 0.3
        right = rng.random() < (rate - 0.3 if pronoun else rate)
        found.append(Row(frame, frozenset({"pronoun"} if pronoun else ()), right, 1.0, f"d{number}", 0.9))
    return found


def test_rates_and_weights_are_found() -> None:
    """Each frame gets its own rate, and what makes a finding less sure a negative weight."""
    fitted = estimate(toy(), HAND_SET, 1.0)
    assert fitted.base("frame:good", 0.9) == pytest.approx(0.9, abs=0.03)
    assert fitted.base("frame:bad", 0.9) == pytest.approx(0.6, abs=0.05)
    assert fitted.weights["pronoun"] < -1


def test_probabilities_of_unseen_documents_are_calibrated() -> None:
    """By cross-validation their error is small, and their loss below that of the hand-set confidence."""
    some = toy()
    unseen = cross_validated(some, HAND_SET, 1.0)
    assert len(unseen) == len(some)
    assert calibration_error(unseen) < 0.03
    assert loss(unseen) < loss([Rated(row.confidence, row.right) for row in some])


def test_few_hits_do_not_swing_a_frame() -> None:
    """Two errors of a frame that was hit twice leave it near what such frames are."""
    rare = [
        Row("frame:rare", frozenset(), right=False, weight=1.0, document=f"r{i}", confidence=0.9)
        for i in (1, 2)
    ]
    fitted = estimate([*toy(), *rare], HAND_SET, 2.0)
    unseen = estimate(toy(), HAND_SET, 2.0).base("frame:rare", 0.9)
    assert 0.4 < fitted.base("frame:rare", 0.9) < unseen


def test_what_is_nearly_always_wrong_gets_a_weight_that_can_be_believed() -> None:
    """Full steps would run away from such a feature: of a hundred findings three are right."""
    odd = [
        Row("frame:good", frozenset({"odd"}), right=i < 3, weight=2.0, document=f"o{i}", confidence=0.9)
        for i in range(100)
    ]
    fitted = estimate([*toy(), *odd], HAND_SET, 0.5)
    assert fitted.probability(odd[0], HAND_SET) < 0.15
    assert -8 < fitted.weights["odd"] < -3


def test_what_follows_counts_for_its_weakest_premise() -> None:
    """The acquisition's frame is judged by the pair that follows from its roles."""
    text = "Acme bought Bolt."
    spans = {"a": (0, 4), "e": (5, 11), "b": (12, 16)}
    mentions = [
        {"id": i, "start": s, "end": e, "text": text[s:e], "entity": i} for i, (s, e) in spans.items()
    ]

    def said(subject: str, predicate: str, object_: str, rule: str, confidence: float) -> Json:
        ends = {"subject": subject, "predicate": predicate, "object": object_}
        return {**ends, "status": "asserted", "rule": rule, "confidence": confidence, "features": []}

    assertions = [
        said("e", "kg:acquirer", "a", "frame:acquire", 0.7),
        said("e", "kg:target", "b", "frame:buy", 0.9),
        said("a", "kg:acquired", "b", "chain:acquired", 0.7),
    ]
    prediction = {"id": "d", "text": text, "mentions": mentions, "assertions": assertions}
    gold = {"id": "d", "relation": "acquired_by", "subject": spans["b"], "object": spans["a"]}
    (benchmark,) = chosen(["core"])
    found = list(rows(Outcome(benchmark, ({"id": "d", "text": text},), (gold,), (prediction,))))
    assert [(row.frame, row.right) for row in found] == [("frame:acquire", True)]


def test_the_file_names_every_frame_and_feature() -> None:
    """One line each, sorted, which the ontology reads."""
    written = turtle(estimate(toy(), HAND_SET, 1.0), load(), {}, "")
    assert written.count("lex:estimatedConfidence") == len(load().frames)
    assert 'rdfs:label "pronoun"' in written
