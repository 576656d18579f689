"""What can be taken out of the page: pictures, Turtle, CSV; and reading an article in it."""

from __future__ import annotations

import csv
import re
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
    expect(columns.first).to_contain_text("Pacific Machine News")  # which told it first
    expect(columns.last).to_contain_text("Orbit Arms could list its shares")
    columns.get_by_role("button").click()
    expect(page.locator("#panel h2")).to_contain_text("USD 900 million")


def test_a_plan_and_its_end_are_no_disagreement(watch: Watch, tmp_path: Path) -> None:
    """What is claimed and denied without a conflict in the store, as by one article, is not called one."""
    write(sample.undisputed(), tmp_path / "undisputed.html")
    page = watch().open(tmp_path / "undisputed.html", "#statement=acquisition-orbit~kg%3Atarget~orbit-arms")
    assert sorted(page.locator("#panel .claim dl .badge").all_inner_texts()) == ["Negated", "Planned"]
    expect(page.locator("#panel .warning")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_text("Sources disagree")).to_have_count(0)


def test_a_change_stands_side_by_side(watch: Watch, tmp_path: Path) -> None:
    """A planned date and the one that came are called a change, the earlier report first, and no disagreement."""
    write(sample.changed(), tmp_path / "changed.html")
    page = watch().open(tmp_path / "changed.html", "#node=launch-aurore")
    expect(page.locator("#panel .badge", has_text="Changed")).to_have_count(2)
    page.locator("section.facts", has=page.get_by_role("heading", name="date", exact=True)).get_by_role(
        "button", name="the evidence"
    ).first.click()
    expect(page.locator("#panel .change h3")).to_have_text("Changed over time")
    columns = page.locator(".change .column")
    expect(columns.first).to_contain_text("Jun 2026")
    expect(columns.last).to_contain_text("Sep 2026")
    expect(page.locator("#panel .warning")).to_have_count(0)


def test_how_many_say_it_is_told(watch: Watch, sample_page: Path) -> None:
    """A statement of two articles says so, with its independent sources and how sure they make it."""
    page = watch().open(sample_page, "#statement=saga-lindqvist~kg%3AchiefExecutiveOf~helio-grid")
    expect(page.locator("#panel")).to_contain_text(
        re.compile(r"2 claims in 2 articles · 2 independent sources, together 9\d % sure")
    )


def test_an_article_is_read_with_what_was_found_in_it(watch: Watch, sample_page: Path) -> None:
    """Its text is there whole, with names that lead to things, and sentences that open what they say."""
    watched = watch()
    page = watched.open(sample_page)
    page.get_by_role("tab", name="Articles").click()
    page.get_by_role("button", name="Volta Rail takes delivery").click()
    text = page.locator(".text-of-article")
    expect(text).to_contain_text("🚄 Volta Rail is a customer of Helio Grid.")
    expect(text.locator("mark", has_text="customer")).to_be_visible()
    # One of them is in a sentence that says nothing.
    expect(text.get_by_role("button", name="Volta Rail")).to_have_count(3)
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
