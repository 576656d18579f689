"""Graphs that are hard to show: nothing, one thing, a thing with thousands of lines, names of any kind and length."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from playwright.sync_api import expect

from kg.assemble import terms
from kg.export.html import write
from kg.store import Store
from tests.export.html.conftest import Watched

Watch = Callable[..., Watched]
LINK = ox.NamedNode("urn:x:link")
NAMES = (
    "ק" * 250 + "A" * 250,
    "مرحبا بالعالم شركة",
    "\u202egnihton\u2066x",
    "👩‍👩‍👧‍👦🇸🇪 " * 30,
    "e\u0301" * 120,
    "Zero\u200bwidth\u00adsoft\ttab\nline",
    "=1+1",
    " ",
)


def things(count: int) -> Iterator[ox.Quad]:
    """Typed things without lines."""
    for i in range(count):
        yield ox.Quad(ox.NamedNode(f"{terms.DEFAULT_BASE}thing-{i}"), terms.TYPE, ox.NamedNode("urn:x:Thing"))


def test_one_thing(watch: Watch, tmp_path: Path) -> None:
    """A single thing without lines is drawn, listed and can be chosen."""
    assert write(Store.memory(things(1)), tmp_path / "one.html") == 0
    watched = watch()
    page = watched.open(tmp_path / "one.html")
    assert page.evaluate("kg.view().shown.nodes.size") == 1
    page.locator("#panel").get_by_role("button", name="thing 0").click()
    expect(page.locator("#panel")).to_contain_text("Nothing is said of it.")
    watched.assert_quiet()


def test_a_hub_with_5000_lines(watch: Watch, tmp_path: Path) -> None:
    """Its details open with the first of them, its focus draws as many as can be drawn and says how many are not."""
    hub = ox.NamedNode(f"{terms.DEFAULT_BASE}thing-0")
    leaves = [ox.NamedNode(f"{terms.DEFAULT_BASE}thing-{i}") for i in range(1, 5001)]
    quads = [*things(5001), *(ox.Quad(hub, LINK, leaf) for leaf in leaves)]
    write(Store.memory(quads), tmp_path / "hub.html", sparql=False)
    watched = watch()
    page = watched.open(tmp_path / "hub.html", "#node=thing-0")
    expect(page.locator("#panel h2")).to_have_text("thing 0")
    expect(page.locator("#panel section.facts li")).to_have_count(12)
    page.get_by_role("button", name="Show more (4,988 left)").click()
    expect(page.locator("#panel section.facts li")).to_have_count(60)
    page.get_by_role("button", name="Focus", exact=True).click()
    expect(page.locator("#notice")).to_have_text("Showing 1,500; 3,501 more are not drawn")
    watched.assert_quiet()


@pytest.mark.parametrize("width", [1440, 360])
def test_names_of_any_kind(watch: Watch, tmp_path: Path, width: int) -> None:
    """Long, right-to-left, turned, composed and blank names are shown whole in the details, and nothing sticks out."""
    quads = list(things(len(NAMES)))
    for i, name in enumerate(NAMES):
        node = ox.NamedNode(f"{terms.DEFAULT_BASE}thing-{i}")
        quads.append(ox.Quad(node, terms.LABEL, ox.Literal(name)))
        quads.append(ox.Quad(node, LINK, ox.NamedNode(f"{terms.DEFAULT_BASE}thing-{(i + 1) % len(NAMES)}")))
    write(Store.memory(quads), tmp_path / "names.html", sparql=False)
    watched = watch(width=width)
    page = watched.open(tmp_path / "names.html")
    for i, name in enumerate(NAMES):
        page.evaluate("(id) => { location.hash = '#node=' + id; }", f"thing-{i}")
        page.wait_for_function(
            "(name) => document.querySelector('#panel h2 bdi')?.textContent === name", arg=name
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for view in ("statements", "articles"):
        page.evaluate("(view) => { location.hash = '#view=' + view; }", view)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    watched.assert_quiet()
