"""Confidence: a probability that the ontology's weights move."""

from __future__ import annotations

import ast
import inspect
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.chains import APART
from kg.extract.confidence import confidence
from kg.extract.frames import features
from kg.model import Status
from kg.ontology import load
from tests.extract.test_frames import extraction

probabilities = st.floats(0, 1)
weights = st.dictionaries(st.sampled_from("abc"), st.floats(-5, 5))


@given(probabilities, weights)
def test_it_is_a_probability(base: float, some: dict[str, float]) -> None:
    """Never 0 or 1, whatever the weights."""
    assert 0 < confidence(base, some, some) < 1


@given(st.floats(0.05, 0.95), st.floats(0.01, 3))
def test_a_negative_weight_lowers_it(base: float, weight: float) -> None:
    """And a positive one raises it; a feature without a weight leaves it alone."""
    assert confidence(base, ["a"], {"a": -weight}) <= round(base, 3) <= confidence(base, ["a"], {"a": weight})
    assert confidence(base, ["unknown"], {"a": weight}) == round(base, 3)


def given_by(module: ModuleType) -> set[str]:
    """The strings that the functions of a module yield."""
    yields = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Yield)]
    inside = [
        part
        for node in yields
        for part in (
            [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
        )
    ]
    return {part.value for part in inside if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def test_every_feature_that_is_weighed_can_be_given() -> None:
    """Each name in confidence.ttl is one that the extractor gives, and not a word that has been renamed since."""
    statuses = {status.value for status in Status if status is not Status.ASSERTED}
    known = given_by(features) | {APART} | statuses
    assert load().weights.keys() <= known
    # What the annotated texts had too little of has no weight.
    assert known - load().weights.keys() == {APART, "another sentence"}


def test_features_are_found() -> None:
    """What the extractor gives is in the evidence."""
    told = (
        "Nordbank bought Helio Grid. It plans to buy Bolt, Crux and Kestrel Robotics Oy, Mr Berg said. A startup may"
        " acquire Acme. The lender did not sell a firm to Vega"
    )
    found = {feature for a in extraction(told).assertions for feature in a.evidence.features}
    assert {"pronoun", "planned", "attributed", "through coordination", "crowded"} <= found


def test_what_speaks_against_a_finding_lowers_its_confidence() -> None:
    """What is said of something without a name is less sure, and so is what may happen."""
    weights = load().weights
    assert weights["description"] < 0
    assert weights["possible"] < 0


def test_confidence_is_that_of_frame_and_features() -> None:
    """What the evidence says of itself is enough to compute it again."""
    ontology = load()
    frames = {frame.curie: frame.confidence for frame in ontology.frames}
    direct = [
        a.evidence for a in extraction("Nordbank bought Helio Grid.").assertions if a.evidence.rule in frames
    ]
    assert direct
    for evidence in direct:
        assert evidence.confidence == confidence(frames[evidence.rule], evidence.features, ontology.weights)
