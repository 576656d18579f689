"""The JSON form of an extraction."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kg.interchange import from_json, to_json
from kg.model import (
    Amount,
    Assertion,
    Attribution,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    PartialDate,
    Status,
)

words = st.text(min_size=1, max_size=20)
amounts = st.builds(
    Amount,
    st.decimals(min_value=0, max_value=10**15, allow_nan=False, places=2),
    st.sampled_from(["EUR", "USD", "JPY"]),
    st.sampled_from([None, "about", "over"]),
    st.none(),
    st.sampled_from([None, "share"]),
)
converted = st.builds(replace, amounts, equivalent=amounts)
dates = st.dates(min_value=datetime.date(1000, 1, 1)).map(lambda d: PartialDate(d.year, d.month, d.day))


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    """Any mention."""
    text, start = draw(words), draw(st.integers(0, 10**6))
    kind = draw(st.sampled_from(list(MentionKind)))
    value = draw(st.one_of(st.none(), amounts, converted, dates))
    return Mention("doc", start, start + len(text), text, "kg:Company", kind, draw(words), value)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """An extraction of several mentions and an assertion."""
    found = tuple(dict.fromkeys(draw(st.lists(mentions(), min_size=2, max_size=6))))
    quote, start = draw(words), draw(st.integers(0, 1000))
    speaker = draw(st.one_of(st.none(), words.map(lambda w: Attribution(5, 5 + len(w), w))))
    confidence = draw(st.floats(0, 1))
    status = draw(st.sampled_from(list(Status)))
    evidence = Evidence(
        "doc", start, start + len(quote), quote, "frames", "frame:x", status, confidence, speaker, ((1, 2),)
    )
    return Extraction("doc", found, (Assertion(found[0], "kg:acquired", found[-1], evidence),), (found,))


@given(extractions())
def test_json_round_trip(extraction: Extraction) -> None:
    """What is written as JSON text is read back equal."""
    assert from_json(json.loads(json.dumps(to_json(extraction)))) == extraction


def test_amount_is_written_as_in_the_contract() -> None:
    """An amount's value reads "1700000000 EUR"."""
    money = Amount(Decimal("1.70e9"), "EUR")
    mention = Mention("d", 0, 2, "xx", "kg:MonetaryAmount", MentionKind.VALUE, "x", money)
    assert to_json(Extraction("d", (mention,), ()))["mentions"][0]["value"] == "1700000000 EUR"
