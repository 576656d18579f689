"""Scores of the network, and what frames say of the same -> a probability.

A logistic model over a few terms (stacking; Wolpert 1992, Neural Networks 5:2): the network's log-odds and those of the
finding's rivals where it stands alone; its log-odds and those of the frame where both have looked. The weights are fitted
to texts that the network had not seen, and ship with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.extract.confidence import probability

if TYPE_CHECKING:
    from kg.extract.neural.model import Finding

Terms = Mapping[str, float]

LOWEST = -6.0  # log-odds: where the network does not find what it was asked for
HIGHEST = 6.0
RIVALS = ("other label", "other subject", "other object")  # in the order of a finding's


def alone(finding: Finding) -> Terms:
    """The terms of what the network alone has found.

    Of two mentions that the input asks about the network has learned to choose between all answers: what a label has of its
    own elsewhere would spoil the choice.
    """
    label, odds = finding.label, _kept(finding.odds)
    if finding.asked:
        return {"asked": 1.0, "odds where asked": odds}
    terms = {"label": 1.0, f"label {label}": 1.0}
    for other, rival in zip(RIVALS, finding.rivals, strict=True):
        terms[other] = terms[f"{other} {label}"] = probability(rival)
    return {**terms, "odds": odds}


def beside_frame(label: str, odds: float, frame_odds: float) -> Terms:
    """The terms of what a frame has found, and the network was asked for."""
    return {
        "frame": 1.0,
        "frame odds": frame_odds,
        "odds beside a frame": _kept(odds),
        f"frame {label}": 1.0,
    }


def beside(terms: Terms, frame_odds: float, weights: Mapping[str, float], doubt: float) -> float:
    """The probability of what a frame has found.

    Args:
        doubt: log-odds that the network may take from the frame; it may raise them by any.
    """
    return max(weighed(terms, weights), probability(frame_odds - doubt))


def weighed(terms: Terms, weights: Mapping[str, float]) -> float:
    """The probability that the terms have under the weights; a term without a weight counts nothing."""
    return probability(sum(weights.get(name, 0.0) * value for name, value in terms.items()))


def _kept(odds: float) -> float:
    return min(max(odds, LOWEST), HIGHEST)
