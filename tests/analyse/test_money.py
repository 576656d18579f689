from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analyse.money import Found, amounts

# What the text writes, its amounts as "span = value currency [qualifier]".
WRITTEN = [
    ("It raised $830M.", ["$830M = 830000000 USD"]),
    ("It raised $830 million.", ["$830 million = 830000000 USD"]),
    ("It raised US$1.2bn.", ["US$1.2bn = 1200000000 USD"]),
    ("worth U.S. $5 million", ["U.S. $5 million = 5000000 USD"]),
    ("a $US269 million loan", ["$US269 million = 269000000 USD"]),
    ("a $300-million plan", ["$300-million = 300000000 USD"]),
    ("a $12MM lease", ["$12MM = 12000000 USD"]),
    ("a loss of $676 m", ["$676 m = 676000000 USD"]),
    ("€1.7bn", ["€1.7bn = 1700000000 EUR"]),
    ("€105 million", ["€105 million = 105000000 EUR"]),
    ("€1.250.000", ["€1.250.000 = 1250000 EUR"]),
    ("€1,2 billion", ["€1,2 billion = 1200000000 EUR"]),
    ("1.2 billion euros", ["1.2 billion euros = 1200000000 EUR"]),
    ("a 1.7 billion euro round", ["1.7 billion euro = 1700000000 EUR"]),
    ("an 11.7 billion-euro firm", ["11.7 billion-euro = 11700000000 EUR"]),
    ("a 1.1 trillion - euro plan", ["1.1 trillion - euro = 1100000000000 EUR"]),
    ("£3m", ["£3m = 3000000 GBP"]),
    ("985.5 mln stg", ["985.5 mln stg = 985500000 GBP"]),
    ("2,000 pounds sterling", ["2,000 pounds sterling = 2000 GBP"]),
    ("¥500bn", ["¥500bn = 500000000000 JPY"]),
    ("3 billion yuan", ["3 billion yuan = 3000000000 CNY"]),
    ("RMB5bn", ["RMB5bn = 5000000000 CNY"]),
    ("Rs 500 crore", ["Rs 500 crore = 5000000000 INR"]),
    ("Rs. 20 lakh", ["Rs. 20 lakh = 2000000 INR"]),
    ("₹5,00,000 crore", ["₹5,00,000 crore = 5000000000000 INR"]),
    ("985 mln dlrs", ["985 mln dlrs = 985000000 USD"]),
    ("12 mln Canadian dlrs", ["12 mln Canadian dlrs = 12000000 CAD"]),
    ("20 U.S. dlrs", ["20 U.S. dlrs = 20 USD"]),
    ("at 13-1/4 dlrs a share", ["13-1/4 dlrs = 13.25 USD"]),
    ("363,000 dlrs", ["363,000 dlrs = 363000 USD"]),
    ("20 mln marks", ["20 mln marks = 20000000 DEM"]),
    ("1.2 billion Belgian francs", ["1.2 billion Belgian francs = 1200000000 BEF"]),
    ("20 mln francs", ["20 mln francs = 20000000 FRF"]),
    ("C$5, A$7m, HK$3 billion", ["C$5 = 5 CAD", "A$7m = 7000000 AUD", "HK$3 billion = 3000000000 HKD"]),
    ("CHF 3m and SEK 500m", ["CHF 3m = 3000000 CHF", "SEK 500m = 500000000 SEK"]),
    ("500 million Swedish kronor", ["500 million Swedish kronor = 500000000 SEK"]),
    ("$13.5 million USD", ["$13.5 million USD = 13500000 USD"]),
    ("1,250,000 dollars", ["1,250,000 dollars = 1250000 USD"]),
    ("$1,234,567.89", ["$1,234,567.89 = 1234567.89 USD"]),
    ("$12 a share", ["$12 = 12 USD"]),
    ("paid $54/share", ["$54 = 54 USD"]),
    ("45 cents a share", ["45 cents = 0.45 USD"]),
    ("64 pence", ["64 pence = 0.64 GBP"]),
    ("half a billion dollars", ["half a billion dollars = 500000000 USD"]),
    ("a half-billion-dollar bet", ["half-billion-dollar = 500000000 USD"]),
    ("a million dollars", ["a million dollars = 1000000 USD"]),
    ("a hundred thousand dollars", ["a hundred thousand dollars = 100000 USD"]),
    ("two billion euros", ["two billion euros = 2000000000 EUR"]),
    ("twenty-five million dollars", ["twenty-five million dollars = 25000000 USD"]),
    ("one and a half billion euros", ["one and a half billion euros = 1500000000 EUR"]),
    ("five dlrs each from four dlrs", ["five dlrs = 5 USD", "four dlrs = 4 USD"]),
    ("10 million pounds of funding", ["10 million pounds = 10000000 GBP"]),
    ("some 1.2 trillion won", ["1.2 trillion won = 1200000000000 KRW about"]),
    ("about 1.5 mln dlrs", ["1.5 mln dlrs = 1500000 USD about"]),
    ("close to a billion dollars", ["a billion dollars = 1000000000 USD about"]),
    ("~$5bn", ["$5bn = 5000000000 USD about"]),
    ("more than 83 mln dlrs", ["83 mln dlrs = 83000000 USD over"]),
    ("not less than 30 mln dlrs", ["30 mln dlrs = 30000000 USD at least"]),
    ("at least €5m", ["€5m = 5000000 EUR at least"]),
    ("$100M+", ["$100M = 100000000 USD at least"]),
    ("up to $5m", ["$5m = 5000000 USD at most"]),
    ("as much as 100 billion dollars", ["100 billion dollars = 100000000000 USD at most"]),
    ("no more than €2m", ["€2m = 2000000 EUR at most"]),
]
RANGES = [
    ("$5 to $6 billion", ["$5 = 5000000000 USD", "$6 billion = 6000000000 USD"]),
    ("$5–$6bn", ["$5 = 5000000000 USD", "$6bn = 6000000000 USD"]),
    ("$10-12 million", ["$10 = 10000000 USD", "12 million = 12000000 USD"]),
    ("between 10 and 12 million euros", ["10 = 10000000 EUR", "12 million euros = 12000000 EUR"]),
    ("10 to 15 mln Danish crowns", ["10 = 10000000 DKK", "15 mln Danish crowns = 15000000 DKK"]),
    ("rose from $500 to $1.2 million", ["$500 = 500 USD", "$1.2 million = 1200000 USD"]),
]
EQUIVALENTS = [
    ("1.2 billion euros (about 1.43 billion dollars)", "1.2 billion euros", "1430000000 USD"),
    ("$100 (£80)", "$100", "80 GBP"),
    ("1.7 billion euros, or about $2 billion, in cash", "1.7 billion euros", "2000000000 USD"),
    ("RMB310.4 million (US$ 48.2 million)", "RMB310.4 million", "48200000 USD"),
    ("£8.5 million (approx Rs. 85 crore)", "£8.5 million", "850000000 INR"),
]
NO_MONEY = [
    "Shares of $GOOG rose 5%.",
    "5 million users joined in 2023.",
    "Hundreds of millions of dollars, several billion euros.",
    "10 million pounds of beef",
    "a 200 pound man",
    "5 euro zone countries",
    "a billion-dollar question",
    "AMD 5000 and the ALL 10 list",
    "The A380 and GPT-4 in 2,000 cities",
    "Carried 200 marks in the exam",
    "($1 = 6.2092 Chinese yuan renminbi)",
    "the euro, the dollar and 5 people",
    "on 3/4/2025",
]


def shown(text: str, found: Found) -> str:
    """An amount as the tables above write it."""
    return " ".join(filter(None, [f"{text[found.start : found.end]} = {found.value}", found.value.qualifier]))


@pytest.mark.parametrize(("text", "expected"), WRITTEN + RANGES)
def test_amounts_are_read_as_written(text: str, expected: list[str]) -> None:
    """Every form of writing a sum gives its span, whole value, ISO 4217 code and qualifier."""
    assert [shown(text, found) for found in amounts(text)] == expected


@pytest.mark.parametrize(("text", "span", "equivalent"), EQUIVALENTS)
def test_a_conversion_is_no_amount_of_its_own(text: str, span: str, equivalent: str) -> None:
    """The same sum in a second currency is the equivalent of the first one."""
    (found,) = amounts(text)
    assert text[found.start : found.end] == span
    assert str(found.value.equivalent) == equivalent


@pytest.mark.parametrize("text", NO_MONEY)
def test_other_numbers_are_no_money(text: str) -> None:
    """Counts, weights, names, tickers and exchange rates are no amounts."""
    assert amounts(text) == ()


def test_a_bare_dollar_is_the_reader_s() -> None:
    """The currency of "$" and "dollars" is a parameter; a sign with a country keeps its own."""
    found = amounts("$5, 6 dollars and US$7", dollar="AUD")
    assert [item.value.currency for item in found] == ["AUD", "AUD", "USD"]


def test_a_bare_franc_is_that_of_the_country_in_the_text() -> None:
    """A unit that several countries use is that of the one country that the text names."""
    found = amounts("The Swiss bank paid 20 mln francs.")
    assert [str(item.value) for item in found] == ["20000000 CHF"]
    assert amounts("They hoped for 160 mln crowns.") == ()


@given(st.text() | st.text(alphabet="$€£ 0123456789.,-()/amillionduroskcbx"))
def test_found_amounts_fit_any_text(text: str) -> None:
    """Spans lie in order inside the text without overlap, values are positive or 0, and nothing raises."""
    end = 0
    for found in amounts(text):
        assert end <= found.start < found.end <= len(text)
        assert found.value.value >= 0
        assert found.value.currency.isupper()
        end = found.end


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=999, places=2),
    st.sampled_from([("million", 10**6), ("bn", 10**9), ("crore", 10**7)]),
)
def test_any_number_with_scale_and_currency_is_read(number: Decimal, scale: tuple[str, int]) -> None:
    """The value is the number times the scale, for any number."""
    word, factor = scale
    text = f"It paid {number} {word} euros."
    (found,) = amounts(text)
    assert found.value.value == number * factor
    assert text[found.start : found.end] == f"{number} {word} euros"


@pytest.mark.parametrize(
    "part", ["1,", "$ ", "111,", "5 to ", "half a ", "5-", "5 1/2 ", "twenty ", "five million francs ", "1."]
)
def test_time_is_linear_in_repetitive_text(part: str) -> None:
    """A hundred thousand characters of one pattern take well under the seconds that a quadratic search needs."""
    text = part * (100_000 // len(part))
    start = time.process_time()
    amounts(text)
    assert time.process_time() - start < 5
