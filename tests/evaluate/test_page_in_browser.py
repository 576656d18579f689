"""The page of an evaluation as a browser shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.evaluate import evaluate
from kg.evaluate.page import write_page
from kg.ontology import load
from tests.evaluate.test_evaluate import GOLD, document

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def shown(page: Page, tmp_path: Path) -> Page:
    """A page of two texts, one with a missed and a reversed fact, one in which all is right."""
    first = GOLD[0]
    gold = [document(("acme", "kg:partnerOf", "crux"), ("acme", "kg:subsidiaryOf", "bolt")), first]
    found = [document(("acme", "kg:partnerOf", "crux"), ("bolt", "kg:subsidiaryOf", "acme")), first]
    write_page(evaluate(gold, found, load()), tmp_path / "page.html", load(), "gold and found")
    page.goto((tmp_path / "page.html").as_uri())
    return page


def test_a_fact_lights_its_words(shown: Page) -> None:
    """With the keyboard too: what is focused has its two arguments lit in the text of its side."""
    shown.locator(".facts li.direction").focus()
    assert shown.locator("mark.lit").all_text_contents() == ["Acme", "Bolt"]
    assert shown.locator(".side").nth(1).locator("mark.lit").count() == 2


def test_what_is_right_can_be_hidden(shown: Page) -> None:
    """Only the text with errors stays, and of its facts only those."""
    shown.get_by_label("only texts with errors").check()
    assert shown.locator("section:visible").count() == 1
    shown.get_by_label("only facts with errors").check()
    assert shown.locator(".facts li:visible").count() == 2
