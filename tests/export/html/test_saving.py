"""What can be taken out of the page: pictures, Turtle, CSV; and reading an article in it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from lxml import etree
from playwright.sync_api import Page, expect

from kg.export.html import write
from kg.store import Store
from tests.export.html import sample
from tests.export.html.conftest import Watched

Watch = Callable[..., Watched]
ABOUT = "#statement=acquisition-orbit~kg%3Atarget~orbit-arms"


def saved(page: Page, name: str) -> bytes:
    """The file that a button hands over."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    return download.value.path().read_bytes()


def test_the_view_is_saved_as_a_picture(watch: Watch, sample_page: Path) -> None:
    """PNG and SVG hold what is drawn; the SVG has the names that the drawing shows, as text."""
    page = watch().open(sample_page)
    png = saved(page, "Save the view as PNG")
    assert png.startswith(b"\x89PNG")
    assert len(png) > 20_000
    svg = etree.fromstring(saved(page, "Save the view as SVG"))
    texts = {element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Helio Grid", "Volta Rail", "based in"} <= texts
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}polyline"))) == page.evaluate(
        "kg.view().shown.edges.size"
    )


def test_a_statement_is_saved_as_turtle(watch: Watch, sample_page: Path, store: Store) -> None:
    """The Turtle is valid, every triple of it is in the graph, and both claims are there with what they say."""
    page = watch().open(sample_page, ABOUT)
    text = saved(page, "Turtle").decode()
    graph = ox.Store()
    graph.load(text.encode(), format=ox.RdfFormat.TURTLE)
    known = {quad.triple for quad in store.quads()}
    assert [quad.triple for quad in graph if quad.triple not in known] == []
    claims = "SELECT ?s WHERE { ?c <https://kg.example.org/ontology#status> ?s }"
    found = {str(solution["s"]) for solution in graph.query(claims)}  # type: ignore[union-attr]
    assert {iri.split("#")[1].strip(">") for iri in found} == {"Planned", "Negated"}


def test_everything_is_saved_as_turtle(watch: Watch, sample_page: Path, store: Store) -> None:
    """The whole table as Turtle is valid, says nothing that the graph does not, and has each plain relation."""
    page = watch().open(sample_page, "#view=statements")
    text = saved(page, "Turtle").decode()
    graph = ox.Store()
    graph.load(text.encode(), format=ox.RdfFormat.TURTLE)
    known = {quad.triple for quad in store.quads()}
    assert [quad.triple for quad in graph if quad.triple not in known] == []
    assert len(graph) > 400


def test_statements_are_saved_as_csv(watch: Watch, sample_page: Path) -> None:
    """A row for each claim, with its sentence and article."""
    page = watch().open(sample_page, ABOUT)
    rows = list(csv.DictReader(saved(page, "CSV").decode().splitlines()))
    assert [row["status"] for row in rows] == ["planned", "negated"]
    assert rows[0]["sentence"].startswith("Tern Robotics agreed to acquire")
    assert rows[0]["publisher"] == "Pacific Machine News"


def test_two_prices_stand_side_by_side(watch: Watch, tmp_path: Path) -> None:
    """Where the graph says that two values cannot both be right, each is in a column with its sentence, and leads to the other."""
    write(sample.disputed(), tmp_path / "disputed.html")
    page = watch().open(tmp_path / "disputed.html", "#node=acquisition-orbit")
    expect(page.locator("#panel").get_by_text("Disputed").first).to_be_visible()
    page.locator("section.facts", has=page.get_by_role("heading", name="price", exact=True)).get_by_role(
        "button", name="the evidence"
    ).first.click()
    columns = page.locator(".conflict .column")
    expect(columns).to_have_count(2)
    expect(columns.first).to_contain_text("Orbit Arms could list its shares")
    expect(columns.last).to_contain_text("Pacific Machine News")
    columns.get_by_role("button").click()
    expect(page.locator("#panel h2")).to_contain_text("USD 900 million")


def test_an_article_is_read_with_what_was_found_in_it(watch: Watch, sample_page: Path) -> None:
    """Its text is there whole, with names that lead to things, and sentences that open what they say."""
    watched = watch()
    page = watched.open(sample_page)
    page.get_by_role("tab", name="Articles").click()
    page.get_by_role("button", name="Volta Rail takes delivery").click()
    text = page.locator(".text-of-article")
    expect(text).to_contain_text("🚄 Volta Rail is a customer of Helio Grid.")
    expect(text.locator("mark", has_text="customer")).to_be_visible()
    opener = text.get_by_role("button", name="statement from this sentence").first
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    text.locator(".found .say").first.click()
    expect(page.locator("#panel blockquote").first).to_contain_text("customer")
    text.get_by_role("button", name="Fjord Ventures").first.click()
    expect(page.locator("#panel h2")).to_have_text("Fjord Ventures")
    expect(text).to_be_visible()
    page.get_by_role("tab", name="Graph").click()
    expect(page.locator("#panel h2")).to_have_text("Fjord Ventures")
    watched.assert_quiet()
