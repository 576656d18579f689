"""Filters, focus, path, groups and the address, in a real browser: what a user sees and can do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.export.html.conftest import Watched
from tests.export.html.test_browser import drawn

Watch = Callable[..., Watched]


def choose(page: Page, name: str) -> None:
    """Selects a thing by its name, as by the search box."""
    page.locator("#search").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)


def shown(page: Page) -> set[str]:
    """The ids of the things that the drawing shows."""
    return set(page.evaluate("[...kg.view().shown.nodes].map((i) => kg.model.nodes[i].id)"))


def slide(page: Page, label: str, value: int) -> None:
    """Moves a slider, as a key press would."""
    page.get_by_label(label).evaluate(
        "(it, value) => { it.value = value; it.dispatchEvent(new Event('change')); }", value
    )


def test_focus_shows_what_is_near(watch: Watch, sample_page: Path) -> None:
    """One step away only neighbours are left, two steps away more; leaving it brings everything back."""
    watched = watch()
    page = watched.open(sample_page)
    everything = shown(page)
    choose(page, "Saga Lindqvist")
    page.get_by_role("button", name="Focus", exact=True).click()
    assert shown(page) == {"saga-lindqvist", "helio-grid", "chalmers"}
    lens = page.get_by_role("region", name="Focus and path")
    expect(lens).to_contain_text("Focus on Saga Lindqvist")
    lens.get_by_role("button", name="2 steps").click()
    assert shown(page) > {"saga-lindqvist", "helio-grid", "gothenburg", "round-helio"}
    assert "focus=saga-lindqvist~2" in page.url
    lens.get_by_role("button", name="Leave the focus").click()
    assert shown(page) == everything
    expect(lens).to_be_hidden()
    watched.assert_quiet()


def test_a_path_leads_from_one_to_the_other(watch: Watch, sample_page: Path) -> None:
    """The steps between two things are drawn and listed, each leading to its evidence."""
    page = watch().open(sample_page)
    choose(page, "Chalmers")
    page.get_by_label("Path from Chalmers to").fill("swed")
    page.keyboard.press("Enter")
    lens = page.get_by_role("region", name="Focus and path")
    expect(lens).to_contain_text("4 steps from Chalmers to Sweden")
    assert shown(page) == {"chalmers", "saga-lindqvist", "helio-grid", "gothenburg", "sweden"}
    expect(lens.locator("li")).to_have_count(4)
    lens.get_by_role("button", name="Helio Grid based in Gothenburg").click()
    expect(page.locator("#panel blockquote")).to_have_text("Helio Grid is based in Gothenburg.")
    page.go_back()
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("Chalmers")
    expect(lens).to_be_hidden()


def test_no_path_is_said(watch: Watch, sample_page: Path) -> None:
    """Where the filters leave no way, the page says so, and shows the two ends."""
    page = watch().open(sample_page, "#path=chalmers~sweden&unless=kg%3AlocatedIn")
    expect(page.locator("#lens")).to_contain_text("No path from Chalmers to Sweden")
    assert shown(page) == {"chalmers", "sweden"}


def test_sources_and_dates_filter(watch: Watch, sample_page: Path) -> None:
    """Without one publisher its statements are gone; a span of days keeps what was reported in it."""
    page = watch().open(sample_page, "#view=statements")
    rows = page.locator("tbody tr")
    before = rows.count()
    page.locator("#filters").get_by_label("Pacific Machine News").uncheck()
    expect(rows.filter(has_text="Pelican")).to_have_count(0)
    assert rows.count() < before
    page.get_by_role("button", name="Reset filters").click()
    expect(rows).to_have_count(before)
    page.get_by_label("Reported from").fill("2026-03-05")
    page.get_by_label("Reported from").blur()
    expect(rows.filter(has_text="Maya Okonkwo")).not_to_have_count(0)
    expect(rows.filter(has_text="Pelican")).to_have_count(0)
    assert "from=2026-03-05" in page.url


def test_confidence_and_lines_filter(watch: Watch, sample_page: Path) -> None:
    """What is less sure than asked goes; so does what has fewer lines than asked."""
    page = watch().open(sample_page)
    before = drawn(page)
    slide(page, "Confidence", 90)
    assert drawn(page)["edges"] < before["edges"]
    expect(page.locator("#notice")).to_contain_text("The filters let")
    page.get_by_role("button", name="Reset filters").click()
    slide(page, "Lines of a thing", 3)
    assert "chalmers" not in shown(page)
    assert "helio-grid" in shown(page)


def test_filters_that_let_nothing_through_say_so(watch: Watch, sample_page: Path) -> None:
    """With every relation hidden the drawing is empty, and a sentence tells why."""
    page = watch().open(sample_page)
    page.get_by_role("button", name="No relations").click()
    expect(page.locator("#notice")).to_have_text("The filters let nothing through")
    page.get_by_role("button", name="All relations").click()
    assert len(shown(page)) > 20


def test_the_address_holds_the_whole_view(watch: Watch, sample_page: Path) -> None:
    """Filters, focus and selection of one window are those of another that opens its address; back undoes a filter."""
    page = watch().open(sample_page)
    page.get_by_label("Possible").check()
    page.get_by_role("checkbox", name=re.compile("^Place")).uncheck()
    choose(page, "Kestrel Capital")
    page.get_by_role("button", name="Focus", exact=True).click()
    seen, address = shown(page), page.url.partition("#")[2]
    other = watch().open(sample_page, f"#{address}")
    assert shown(other) == seen
    expect(other.locator("#panel h2")).to_have_text("Kestrel Capital")
    expect(other.get_by_label("Possible")).to_be_checked()
    expect(other.get_by_role("checkbox", name=re.compile("^Place"))).not_to_be_checked()
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("checkbox", name=re.compile("^Place"))).to_be_checked()
    expect(page.get_by_label("Possible")).to_be_checked()


def test_groups_are_areas(watch: Watch, sample_page: Path) -> None:
    """The drawing has an area for each larger group; a group lists its members; the switch takes the areas away."""
    page = watch().open(sample_page)
    areas = page.evaluate("kg.view().areas.length")
    assert areas > 1
    page.get_by_role("button", name=re.compile("Around Helio Grid")).click()
    expect(page.locator("#panel h2")).to_have_text("Around Helio Grid")
    expect(page.locator("#panel").get_by_role("button", name="Saga Lindqvist")).to_be_visible()
    page.get_by_role("button", name="Groups", exact=True).click()
    assert page.evaluate("kg.view().areas.length") == 0
    assert "areas=no" in page.url


def test_a_timeline_orders_what_is_dated(watch: Watch, sample_page: Path) -> None:
    """The events that a thing has a part in stand in the order of their dates."""
    page = watch().open(sample_page, "#node=volta-rail")
    times = page.locator(".timeline time").all_inner_texts()
    assert times == ["Nov 2025", "Jun 2026"]


@pytest.mark.parametrize("key", ["ArrowRight", "+", "0"])
def test_the_drawing_moves_by_keys(watch: Watch, sample_page: Path, key: str) -> None:
    """Arrows move it, plus zooms, 0 shows all; each changes what is seen once it has been moved."""
    page = watch().open(sample_page)
    page.locator("#canvas").focus()
    if key == "0":
        page.keyboard.press("+")
        page.keyboard.press("ArrowDown")
    look = "JSON.stringify([kg.network.getScale(), kg.network.getViewPosition()])"
    before = page.evaluate(look)
    page.keyboard.press(key)
    assert page.evaluate(look) != before
