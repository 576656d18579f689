"""A rule and what surrounds a finding -> the probability that it is what the sentence says.

A logistic model: the log-odds of the rule's own confidence, plus a weight for each feature of the finding ("pronoun",
"crowded", "planned"). Rates and weights are the ontology's (confidence.ttl); they are estimated from annotated text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

LEAST, MOST = 0.02, 0.98  # nothing that was read by a program is certain, either way


def confidence(base: float, features: Iterable[str], weights: Mapping[str, float]) -> float:
    """The base probability with the features' weights added to its log-odds; rounded to three digits.

    Features without a weight change nothing.
    """
    odds = log_odds(base) + sum(weights.get(feature, 0.0) for feature in features)
    return probability(odds)


def probability(odds: float) -> float:
    """The probability of log-odds, kept away from 0 and 1; rounded to three digits."""
    return round(min(max(1 / (1 + math.exp(-odds)), LEAST), MOST), 3)


def log_odds(probability: float) -> float:
    """The logarithm of p / (1 - p), for p kept away from 0 and 1."""
    kept = min(max(probability, LEAST), MOST)
    return math.log(kept / (1 - kept))
