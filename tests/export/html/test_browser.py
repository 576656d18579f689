"""The page in a real browser, opened from disk with the network cut: what a user sees and can do."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from playwright.sync_api import Page, expect

from kg.assemble.terms import DEFAULT_BASE, TYPE
from kg.export.html import write
from kg.store import Store
from tests.export.html import hostile
from tests.export.html.conftest import Watched

Watch = Callable[..., Watched]
DERIVED = "#statement=fjord-ventures~kg%3AinvestsIn~volta-rail"


def marks(page: Page, role: str) -> list[str]:
    """The highlighted words of a role in the claims shown."""
    return page.locator(f"#panel blockquote mark.{role}").all_inner_texts()


def drawn(page: Page) -> dict[str, int]:
    """How many nodes and lines the drawing shows."""
    found: dict[str, int] = page.evaluate(
        """() => {
          const { nodes, edges } = kg.network.body.data;
          const shown = (set) => set.get().filter((it) => !it.hidden).length;
          return { nodes: shown(nodes), edges: shown(edges) };
        }"""
    )
    return found


def test_opens_offline_and_quietly(watch: Watch, sample_page: Path) -> None:
    """One request, for the file; no message on the console; the drawing is there."""
    watched = watch()
    page = watched.open(sample_page)
    expect(page.get_by_role("heading", name="Knowledge graph")).to_be_visible()
    expect(page.locator("#totals")).to_have_text(re.compile(r"\d+ things · \d+ statements · 6 articles"))
    assert page.locator("#canvas canvas").count() == 1
    assert drawn(page)["nodes"] > 20
    for tab in ("Statements", "Articles", "Graph"):
        page.get_by_role("tab", name=tab).click()
    page.get_by_role("button", name="Zoom in").click()
    watched.assert_quiet()


def test_from_a_name_to_the_sentence(watch: Watch, sample_page: Path) -> None:
    """By keyboard alone: search an alias, choose the thing, open the evidence of a fact, see the words marked."""
    watched = watch()
    page = watched.open(sample_page)
    page.keyboard.press("/")
    page.keyboard.type("lyon oper")
    option = page.get_by_role("option", selected=True)
    expect(option).to_contain_text("Volta Rail")
    expect(option).to_contain_text("also the Lyon operator")
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Volta Rail")
    expect(panel).to_contain_text("Also called the Lyon operator")
    fact = panel.locator("section.facts", has=page.get_by_role("heading", name="customer of"))
    fact.get_by_role("button", name="the evidence").focus()
    page.keyboard.press("Enter")
    expect(panel.locator("blockquote")).to_have_text("🚄 Volta Rail is a customer of Helio Grid.")
    assert (marks(page, "subject"), marks(page, "words"), marks(page, "object")) == (
        ["Volta Rail"],
        ["customer"],
        ["Helio Grid"],
    )
    source = panel.get_by_role("link", name="Volta Rail takes delivery of Helio packs")
    expect(source).to_have_attribute("href", "https://news.example.org/rail")
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    expect(panel).to_contain_text("Nordic Ledger · 19 Jan 2026")
    expect(panel).to_contain_text("95 %")
    page.keyboard.press("Escape")
    expect(panel.get_by_role("heading", level=2)).to_have_text("What the articles say")
    watched.assert_quiet()


def test_a_click_on_a_line_shows_its_claims(watch: Watch, sample_page: Path) -> None:
    """The name on a line, clicked in the drawing, leads to the sentences that say it."""
    page = watch().open(sample_page, "#focus=volta-rail~1")
    page.wait_for_timeout(300)
    label = page.evaluate(
        """() => {
          const named = (it) => kg.model.predicates[kg.model.statements[Number(it.edge.slice(1))].p].id;
          return kg.labels().find((it) => it.edge && named(it) === "kg:competitorOf");
        }"""
    )
    canvas = page.locator("#canvas").bounding_box()
    assert canvas
    page.mouse.click(
        canvas["x"] + (label["left"] + label["right"]) / 2, canvas["y"] + (label["top"] + label["bottom"]) / 2
    )
    expect(page.locator("#panel blockquote").first).to_contain_text("competes with")
    assert "~kg%3AcompetitorOf~" in page.url


def test_a_click_on_a_node_shows_its_facts(watch: Watch, sample_page: Path) -> None:
    """A node clicked in the drawing is selected; a click beside everything lets go."""
    page = watch().open(sample_page)
    at = page.evaluate(
        """() => {
          const id = kg.model.nodes.findIndex((node) => node.id === "tern-robotics");
          return kg.network.canvasToDOM(kg.network.getPositions([id])[id]);
        }"""
    )
    canvas = page.locator("#canvas").bounding_box()
    assert canvas
    page.mouse.click(canvas["x"] + at["x"], canvas["y"] + at["y"])
    expect(page.locator("#panel h2")).to_have_text("Tern Robotics")
    page.mouse.click(canvas["x"] + canvas["width"] - 8, canvas["y"] + 8)
    expect(page.locator("#panel h2")).to_have_text("What the articles say")


def test_a_derived_line_shows_what_it_follows_from(watch: Watch, sample_page: Path) -> None:
    """A derived statement is marked, and its premises' sentences are there with their words marked."""
    page = watch().open(sample_page, DERIVED)
    panel = page.locator("#panel")
    expect(panel.locator(".badge-derived").first).to_be_visible()
    expect(panel.get_by_text("Follows from").first).to_be_visible()
    quotes = panel.locator("blockquote").all_inner_texts()
    assert any(quote.startswith("Fjord Ventures invested 40 million euros") for quote in quotes)
    assert "Fjord Ventures" in marks(page, "object")


def test_disagreement_is_said(watch: Watch, sample_page: Path) -> None:
    """Where one article announces and another denies, both claims show, and that they differ."""
    page = watch().open(sample_page, "#statement=acquisition-orbit~kg%3Atarget~orbit-arms")
    expect(page.locator("#panel .warning")).to_contain_text("Sources disagree")
    assert sorted(page.locator("#panel .claim dl .badge").all_inner_texts()) == ["Negated", "Planned"]


def test_unsure_lines_are_hidden_until_asked_for(watch: Watch, sample_page: Path) -> None:
    """Possible and negated statements appear with their filter, planned ones are there and dashed."""
    page = watch().open(sample_page)
    before = drawn(page)
    page.get_by_label("Possible").check()
    possible = drawn(page)
    assert possible["edges"] > before["edges"]
    assert possible["nodes"] > before["nodes"]
    page.get_by_label("Negated").check()
    assert drawn(page)["edges"] > possible["edges"]
    dashes = page.evaluate(
        """() => kg.network.body.data.edges.get()
          .filter((edge) => kg.model.statements[Number(edge.id.slice(1))].status === "planned")
          .map((edge) => Boolean(edge.dashes))"""
    )
    assert dashes
    assert all(dashes)
    page.get_by_role("button", name="Reset filters").click()
    assert drawn(page) == before


def test_the_legend_filters(watch: Watch, sample_page: Path) -> None:
    """Without events or without derived facts there are fewer lines; without a relation the table lacks it."""
    page = watch().open(sample_page)
    everything = drawn(page)
    page.get_by_role("button", name="Events", exact=True).click()
    without_events = drawn(page)
    assert without_events["nodes"] < everything["nodes"]
    page.get_by_role("button", name="Derived", exact=True).click()
    assert drawn(page)["edges"] < without_events["edges"]
    page.get_by_role("tab", name="Statements").click()
    expect(page.locator("td.relation", has_text="based in").first).to_be_visible()
    page.locator("#filters").get_by_label("based in").uncheck()
    expect(page.locator("td.relation", has_text=re.compile("^based in$"))).to_have_count(0)


def test_the_table_sorts_finds_and_leads_to_evidence(watch: Watch, sample_page: Path) -> None:
    """Sorted by confidence downwards, searched for two words, a row opens its sentence."""
    page = watch().open(sample_page, "#view=statements")
    confidence = page.get_by_role("columnheader", name="Confidence")
    confidence.get_by_role("button").click()
    confidence.get_by_role("button").click()
    expect(confidence).to_have_attribute("aria-sort", "descending")
    shown = [text for text in page.locator("td.number:nth-child(5)").all_inner_texts() if text != "–"]
    assert shown == sorted(shown, key=lambda text: -int(text.split()[0]))
    page.get_by_label("Find").fill("lindqvist chalmers")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody tr").get_by_role("button").press("Enter")
    expect(page.locator("#panel blockquote")).to_contain_text("who studied at Chalmers")
    page.get_by_label("Find").fill("nothing like it")
    expect(page.locator("tbody")).to_have_text("No statement fits the filters.")


def test_an_article_lists_its_sentences(watch: Watch, sample_page: Path) -> None:
    """Articles stand newest first, and lead to their sentences and what these say."""
    page = watch().open(sample_page)
    page.get_by_role("tab", name="Articles").click()
    titles = page.locator("#view-articles .article-link bdi").all_inner_texts()
    assert titles[0] == "Kestrel Capital, the quiet giant behind Europe's grid"
    assert len(titles) == 6
    page.get_by_role("button", name="Orbit Arms says there is no deal").click()
    expect(page.locator("#panel blockquote").first).to_contain_text("Orbit Arms denied")
    page.locator("#panel .say").first.click()
    expect(page.locator("#panel .eyebrow")).to_have_text("Statement")


def test_the_address_restores_and_back_goes_back(watch: Watch, sample_page: Path) -> None:
    """An address opens what it names, the back button what was looked at before, nonsense nothing."""
    page = watch().open(sample_page, "#node=orbit-arms")
    heading = page.locator("#panel h2")
    expect(heading).to_have_text("Orbit Arms")
    page.locator("#panel").get_by_role("button", name="Osaka").click()
    expect(heading).to_have_text("Osaka")
    page.go_back()
    expect(heading).to_have_text("Orbit Arms")
    page.goto(sample_page.as_uri() + "#node=%zz&view=nowhere&statement=a~b")
    expect(heading).to_have_text("What the articles say")


@pytest.mark.parametrize(
    "address", ["#focus=alone~1", "#path=alone~alone", "#__proto__", "#constructor=1", "#view=query"]
)
def test_no_address_breaks_the_page(watch: Watch, tmp_path: Path, address: str) -> None:
    """What an address names and is not there, has no lines, or is no part of this page, is left out."""
    text = "<http://e/a> a <http://e/C> ; <http://e/p> <http://e/b> . <http://e/alone> a <http://e/C> ; <http://e/n> 1 ."
    alone = Store.memory(ox.parse(text, ox.RdfFormat.TURTLE))
    write(alone, tmp_path / "alone.html", sparql=False)
    where = address.replace("alone", "http%3A%2F%2Fe%2Falone")
    page = watch().open(tmp_path / "alone.html", where)
    expect(page.locator("#view-graph")).to_be_visible()
    assert page.evaluate("[kg.state.focus, kg.state.path, kg.state.view]") == [None, None, "graph"]
    assert page.evaluate("kg.view().shown.nodes.size") == 2


def test_the_skip_link_keeps_what_is_looked_at(watch: Watch, sample_page: Path) -> None:
    """For keyboards a link leads to the details; view and selection stay."""
    page = watch().open(sample_page, "#view=statements&node=orbit-arms")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    assert page.evaluate("location.hash") == "#view=statements&node=orbit-arms"
    expect(page.locator("#panel h2")).to_have_text("Orbit Arms")


def test_what_is_copied_twice_has_its_name_again(watch: Watch, sample_page: Path) -> None:
    """The button says "Copied" for a while, however often it is pressed."""
    page = watch().open(sample_page, "#node=orbit-arms")
    copy = page.get_by_role("button", name="Copy as a table")
    copy.click()
    expect(copy).to_have_text("Copied")
    copy.click()
    expect(copy).to_have_text("Copy", timeout=4000)


def test_what_articles_bring_stays_text(watch: Watch, hostile_page: Path) -> None:
    """Markup, script, entities and templates in every field show as the characters they are and run nowhere."""
    watched = watch()
    page = watched.open(hostile_page)
    elements = page.evaluate(
        "document.querySelectorAll('script, style, iframe, base, meta, img, object').length"
    )
    for i, words in enumerate(hostile.TEXTS):
        page.evaluate("(id) => { location.hash = '#node=' + id; }", f"thing-{i}")
        expect(page.locator("#panel h2")).to_have_text(words, use_inner_text=False)
        page.locator("#panel").get_by_role("button", name="the evidence").first.click()
        expect(page.locator("#panel blockquote").first).to_contain_text("works with others")
    for view in ("statements", "articles"):
        page.evaluate("(view) => { location.hash = '#view=' + view; }", view)
        page.locator(f"#view-{view} button").first.wait_for()
    page.get_by_role("combobox").fill("window.owned")
    page.get_by_role("option").first.wait_for()
    assert page.evaluate("window.owned") is None
    assert elements == page.evaluate(
        "document.querySelectorAll('script, style, iframe, base, meta, img, object').length"
    )
    assert page.evaluate("[...document.querySelectorAll('a[target]')].map((a) => a.href)") == []
    watched.assert_quiet()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(watch: Watch, sample_page: Path, scheme: str) -> None:
    """No text is below 12 pixels, and each has the contrast of WCAG 2.2 AA, 4.5 to 1, in both schemes."""
    page = watch(scheme=scheme).open(sample_page)
    for address in ("#", DERIVED, "#node=helio-grid", "#view=statements", "#view=articles"):
        page.goto(sample_page.as_uri() + address)
        page.wait_for_timeout(100)
        poor = page.evaluate(POOR_TEXT)
        assert poor == []


def test_everything_has_a_name(watch: Watch, sample_page: Path) -> None:
    """Each control has a name for a screen reader, ids are unique, the language is stated."""
    page = watch().open(sample_page, DERIVED)
    assert page.locator("html").get_attribute("lang") == "en"
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, a, input")]
          .filter((it) => !(it.getAttribute("aria-label") || it.textContent.trim() || it.labels?.length))
          .map((it) => it.outerHTML)"""
    )
    assert nameless == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((it) => it.id)")
    assert len(ids) == len(set(ids))


def test_a_phone_is_wide_enough(watch: Watch, sample_page: Path) -> None:
    """At 360 pixels nothing sticks out sideways, filters open over the page, a selection is shown."""
    page = watch(width=360, height=740).open(sample_page, "#node=helio-grid")
    expect(page.locator("#panel h2")).to_be_visible()
    for address in ("#", "#view=statements", "#view=articles", DERIVED):
        page.goto(sample_page.as_uri() + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("#filters")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(page.locator("#filters")).to_be_visible()


def test_an_empty_graph_says_so(watch: Watch, tmp_path: Path) -> None:
    """Without statements the page explains itself, and nothing fails."""
    write(Store.memory([]), tmp_path / "empty.html")
    watched = watch()
    page = watched.open(tmp_path / "empty.html")
    expect(page.get_by_role("heading", name="The graph has no statements")).to_be_visible()
    page.get_by_role("tab", name="Statements").click()
    expect(page.locator("tbody")).to_have_text("The graph has no statements.")
    watched.assert_quiet()


def test_a_large_graph_says_what_it_shows(watch: Watch, tmp_path: Path) -> None:
    """Of 1,600 connected things 1,500 are drawn, and the page says so; what is not drawn is found, and opens."""
    thing, link = [ox.NamedNode(f"{DEFAULT_BASE}thing-{i}") for i in range(1600)], ox.NamedNode("urn:x:link")
    quads = [ox.Quad(thing[i], link, thing[i // 2 if i > 1 else i + 1]) for i in range(1600)]
    quads += [ox.Quad(each, TYPE, ox.NamedNode("urn:x:Thing")) for each in thing]
    write(Store.memory(quads), tmp_path / "large.html")
    watched = watch()
    page = watched.open(tmp_path / "large.html")
    expect(page.locator("#notice")).to_have_text("Showing 1,500 of 1,600 connected things")
    missing = page.evaluate("kg.model.nodes.find((_, i) => !kg.model.first.has(i))")
    page.get_by_role("combobox").fill(missing["label"])
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(missing["label"])
    expect(page.locator("#panel")).to_contain_text("Drawn only when chosen or opened")
    page.evaluate("(group) => { location.hash = '#group=' + group; }", missing["community"])
    page.get_by_role("button", name=re.compile(r"Draw \d+ more thing")).click()
    expect(page.locator("#notice")).to_have_text(re.compile(r"Showing 1,5\d\d of 1,600 connected things"))
    assert "open=" in page.url
    assert page.evaluate("kg.view().shown.nodes.size") > 1500
    watched.assert_quiet()


def test_a_graph_that_is_packed_opens(
    watch: Watch, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A graph that is large enough to be compressed is read like any other, without a request."""
    monkeypatch.setattr(sys.modules["kg.export.html.page"], "_LARGE", 1000)
    assert write(store, tmp_path / "packed.html") > 0
    assert "Fjord Ventures" not in (tmp_path / "packed.html").read_text("utf-8")
    watched = watch()
    page = watched.open(tmp_path / "packed.html", DERIVED)
    expect(page.locator("#panel blockquote").first).to_contain_text("Fjord Ventures")
    watched.assert_quiet()


def test_a_damaged_file_says_so(watch: Watch, sample_page: Path, tmp_path: Path) -> None:
    """A page whose data cannot be read shows what is wrong in place of the graph."""
    broken = tmp_path / "broken.html"
    broken.write_text(sample_page.read_text("utf-8").replace('{"form":2,', '{"form":2;'), "utf-8")
    page = watch().page
    page.goto(broken.as_uri())
    expect(page.get_by_role("alert")).to_contain_text("The graph cannot be shown")


@pytest.mark.parametrize(
    ("width", "scheme", "address"),
    [(1440, "light", "#node=helio-grid"), (1440, "dark", DERIVED), (390, "light", DERIVED)],
)
def test_it_is_drawn(watch: Watch, sample_page: Path, width: int, scheme: str, address: str) -> None:
    """In both schemes and on a phone the drawing is not blank."""
    page = watch(width=width, height=844, scheme=scheme).open(sample_page, address)
    page.wait_for_timeout(300)
    colours = page.evaluate(
        """() => {
          const canvas = document.querySelector("#canvas canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )
    assert colours > 50


POOR_TEXT = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    for (let it = element; it; it = it.parentElement) {
      const colour = parts(getComputedStyle(it).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("script, style, noscript")) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parts(style.color)), light(ground(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5 || parseFloat(style.fontSize) < 12) {
      found.push(`${element.tagName}.${element.className} ${walker.currentNode.data.slice(0, 30)} ${contrast.toFixed(2)} ${style.fontSize}`);
    }
  }
  return [...new Set(found)];
}"""
