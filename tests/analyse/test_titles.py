"""Job titles are read whole."""

from __future__ import annotations

import pytest

from tests.analyse.test_analysis import analysis


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Nordbank's plant manager Tomas Berg left.", "plant manager"),
        ("Ana Ruiz, head of chip design at Nordbank, left.", "head of chip design"),
        ("Ana Ruiz, Vice President of Global Sales and Marketing, left.", "Vice President of Global Sales and Marketing"),
        ("Ana Ruiz, chief executive of Nordbank, left.", "chief executive"),
        ("Ana Ruiz, director of the Nordic office, left.", "director"),
        ("Nordbank hired Ana Ruiz as director of research", "director of research"),
        ("Nordbank hired Ana Ruiz as director of", "director"),
        ("Nordbank hired Ana Ruiz as director of research and", "director of research"),
    ],
)  # fmt: skip
def test_title_with_what_it_is_of(text: str, title: str) -> None:
    """A title takes the nouns before it and the field of work after "of"; neither an employer nor an office."""
    assert [m.text for m in analysis(text).mentions if m.type == "kg:JobTitle"] == [title]
