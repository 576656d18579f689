"""What a confidence is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.judge import Judged
from tests.benchmarks.reliability import Rated, bins, calibration_error, frames, rated

ratings = st.lists(st.builds(Rated, st.floats(0, 1), st.booleans(), st.floats(0.1, 3)), min_size=1)


def judged(
    confidence: float, predicate: str = "kg:acquired", benchmark: str = "core", *, right: bool
) -> Judged:
    """A verdict on an assertion of frame:buy."""
    assertion = {"predicate": predicate, "rule": "frame:buy", "confidence": confidence}
    return Judged(benchmark, "d", assertion, "words", right)


def test_of_the_claims_at_eight_tenths_eight_in_ten_are_right() -> None:
    """Then the calibration error is nothing."""
    toy = [Rated(0.8, right=i < 8) for i in range(10)] + [Rated(0.5, right=i < 5) for i in range(10)]
    assert calibration_error(toy) == pytest.approx(0, abs=1e-9)


def test_sure_and_always_wrong_is_the_worst() -> None:
    """An error of one."""
    assert calibration_error([Rated(1.0, right=False)] * 3) == 1


@given(ratings)
def test_the_error_is_a_share(some: list[Rated]) -> None:
    """Between 0 and 1, and every assertion is in one row of the table."""
    assert 0 <= calibration_error(some) <= 1 + 1e-9
    assert sum(row.count for row in bins(some)) == len(some)


def test_a_frame_below_the_goal_is_honest_if_its_confidence_says_so() -> None:
    """Six in ten right at 0.65 is honest, at 0.9 it is not."""
    for confidence, honest in ((0.65, True), (0.9, False)):
        (record,) = frames([judged(confidence, right=i < 6) for i in range(10)])
        assert (record.hits, record.precision, record.honest) == (10, 0.6, honest)


def test_few_hits_say_nothing() -> None:
    """A frame with fewer than ten hits is not in the table."""
    assert not frames([judged(0.9, right=False)] * 9)


def test_verdicts_by_another_guideline_are_left_out() -> None:
    """Of what redocred says of employers nothing counts."""
    assert not rated([judged(0.9, "kg:worksFor", "redocred", right=False)])
    assert rated([judged(0.9, "kg:bornOn", "redocred", right=False)])
