"""Lists of things: what the parser coordinates, and what only the surface shows."""

from __future__ import annotations

import pytest

from tests.extract.test_frames import said

RIVALS = {("Helio Grid", "kg:competitorOf", name) for name in ("Nordbank", "Kestrel Robotics", "Lumen Labs")}


def competitors(text: str) -> set[tuple[str, str, str]]:
    """The pairs of competitors that a text names."""
    return {triple for triple in said(text) if triple[1] == "kg:competitorOf"}


def test_place_inside_the_first_member_does_not_end_the_list() -> None:
    """B and C of "A of a place, B and C" are listed, though B may hang on the place in the parse."""
    assert (
        competitors("Helio Grid competes with Nordbank in Norway, Kestrel Robotics and Lumen Labs.") == RIVALS
    )


def test_clause_after_a_list_is_no_member() -> None:
    """The subject of the next clause is not listed."""
    text = "Helio Grid competes with Nordbank, Kestrel Robotics and Lumen Labs, Ostrava Energy said."
    assert competitors(text) == RIVALS


def test_comma_inside_a_name_separates_nothing() -> None:
    """The name "Acme, Inc." is one member: a pair after it is no list of three to be read against the parser."""
    text = "Lumen Labs, a subsidiary of Helio Grid, Inc., and Nordbank of Oslo merged."
    assert ("Nordbank", "kg:subsidiaryOf", "Helio Grid, Inc.") not in said(text)


def test_colon_before_a_list() -> None:
    """A list after "include:" is read though the parser stops at the colon."""
    text = "Competitors of Helio Grid include: Nordbank, Kestrel Robotics and Lumen Labs."
    assert {frozenset(t) for t in competitors(text)} == {frozenset(t) for t in RIVALS}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Helio Grid has several rivals, such as Nordbank.", ("Nordbank", "kg:competitorOf", "Helio Grid")),
        ("Lumen Labs works with clients like Nordbank.", ("Nordbank", "kg:customerOf", "Lumen Labs")),
        ("Lumen Labs makes a phone called Velvo.", ("Lumen Labs", "kg:offers", "Velvo")),
        (
            "Helio Grid is based in Oslo, with shares listed on Nasdaq.",
            ("Helio Grid", "kg:listedOn", "Nasdaq"),
        ),
        ("Halvorsen Group was responsible for producing Velvo.", ("Halvorsen Group", "kg:offers", "Velvo")),
    ],
)
def test_what_a_noun_stands_for(text: str, triple: tuple[str, str, str]) -> None:
    """Nouns that announce, name or own nothing themselves lead to the names that they are about."""
    assert triple in said(text)
