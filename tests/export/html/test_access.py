"""The page for people who listen to it, or use keys: axe-core's rules and ways through it without a mouse."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.export.html.conftest import Watched

Watch = Callable[..., Watched]
# axe-core 4.14.1 as npm has it, compressed; MPL-2.0, its licence beside it
AXE = Path(__file__).parent / "vendor" / "axe.min.js.gz"
VIEWS = {
    "graph": "#",
    "thing": "#node=helio-grid&focus=helio-grid~1",
    "disputed": "#statement=acquisition-orbit~kg%3Atarget~orbit-arms",
    "table": "#view=statements",
    "article": "#view=articles&article=https%3A%2F%2Fnews.example.org%2Fhelio",
    "articles": "#view=articles",
    "query": "#view=query",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(watch: Watch, sample_page: Path, scheme: str) -> None:
    """In no view and neither scheme does axe-core find a serious or critical violation of WCAG 2.2 A and AA."""
    page = watch(scheme=scheme).open(sample_page)
    axe = gzip.decompress(AXE.read_bytes()).decode()
    found = {}
    for view, address in VIEWS.items():
        page.goto("about:blank")
        page.goto(sample_page.as_uri() + address)
        page.locator("body[data-ready]").wait_for()
        page.evaluate(axe)
        violations = page.evaluate(
            """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
              .filter((it) => ["serious", "critical"].includes(it.impact))
              .map((it) => [it.id, it.nodes.slice(0, 3).map((node) => node.html)])"""
        )
        if violations:
            found[view] = violations
    assert found == {}


def test_from_tab_to_tab_to_evidence_by_keys(watch: Watch, sample_page: Path) -> None:
    """The first Tab offers to skip the drawing; tabs change with arrows; a row of the table opens with Enter."""
    page = watch().open(sample_page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the list and the details")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    page.get_by_role("tab", name="Graph").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Statements")).to_be_focused()
    page.locator("tbody tr").first.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel .eyebrow")).to_have_text("Statement")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_what_changes_is_told(watch: Watch, sample_page: Path) -> None:
    """Results of a search, and what was chosen, are announced to who listens."""
    page = watch().open(sample_page)
    live = page.locator("#live")
    page.locator("#search").fill("helio")
    expect(live).to_have_text("3 suggestions")
    page.locator("#search").fill("zzz")
    expect(live).to_have_text("Nothing has this name")
    page.locator("#search").fill("tern")
    page.keyboard.press("Enter")
    expect(live).to_have_text("Tern Robotics")


def test_every_focus_can_be_seen(watch: Watch, sample_page: Path) -> None:
    """Each control that Tab reaches has an outline while it has the focus."""
    page = watch().open(sample_page, "#node=helio-grid")
    for _ in range(40):
        page.keyboard.press("Tab")
        unseen = page.evaluate(
            """() => { const it = document.activeElement, style = getComputedStyle(it);
              return it !== document.body && it.id !== "panel" && style.outlineStyle === "none" ? it.outerHTML.slice(0, 80) : null; }"""
        )
        assert unseen is None
