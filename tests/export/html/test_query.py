"""The SPARQL tab in a real browser, from disk, with the network cut."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from kg.export.html import write
from kg.store import Store
from tests.export.html.conftest import Watched

Watch = Callable[..., Watched]
SLOW = 60_000  # milliseconds: a busy machine takes its time to compile the engine


def ask(page: Page, query: str) -> None:
    """Types a query and runs it by keyboard."""
    page.locator("#query-text").fill(query)
    page.keyboard.press("Control+Enter")


def test_a_canned_query_is_answered_offline(watch: Watch, sample_page: Path) -> None:
    """A query that comes with kg is chosen, run and answered, without a request; its answer can be saved."""
    watched = watch()
    page = watched.open(sample_page)
    page.get_by_role("tab", name="SPARQL").click()
    page.get_by_label("Start from").select_option(
        label=page.locator("option", has_text="investors:").inner_text()
    )
    page.get_by_role("button", name="Run").click()
    status = page.locator("#view-query [role=status]")
    expect(status).to_contain_text("rows in", timeout=SLOW)
    rows = page.locator("#view-query tbody tr").filter(has=page.get_by_text("Fjord Ventures", exact=True))
    expect(rows.filter(has_text="Volta Rail")).to_have_count(1)
    with page.expect_download() as saved:
        page.locator("#view-query").get_by_role("button", name="CSV").click()
    saved_rows = list(csv.DictReader(saved.value.path().read_text("utf-8").splitlines()))
    assert {"who", "in", "sentence"} <= saved_rows[0].keys()
    assert [url for url in watched.requests if not url.startswith(("file:", "blob:"))] == []
    assert watched.complaints == []


def test_what_it_answers(watch: Watch, sample_page: Path, store: Store) -> None:
    """Known prefixes need no declaration; yes or no, triples, nothing and mistakes each have their own answer."""
    page = watch().open(sample_page, "#view=query")
    status, result = page.locator("#view-query [role=status]"), page.locator("#view-query .result")
    ask(page, "SELECT (COUNT(*) AS ?n) WHERE { ?c a kg:Claim }")
    expect(status).to_contain_text("1 row in", timeout=SLOW)
    count = next(iter(store.select("SELECT (COUNT(*) AS ?n) WHERE { ?c a kg:Claim }")))["n"]
    expect(result.locator("td")).to_have_text(getattr(count, "value", ""))
    ask(page, "ASK { d:volta-rail kg:customerOf d:helio-grid }")
    expect(status).to_contain_text("Yes, in", timeout=SLOW)
    ask(page, "CONSTRUCT { ?a kg:partner ?b } WHERE { ?a kg:customerOf ?b }")
    expect(result.locator("pre")).to_contain_text("ontology#partner", timeout=SLOW)
    ask(page, "SELECT ?x WHERE { ?x kg:acquired d:nobody }")
    expect(result).to_have_text("Nothing in the graph fits the query.", timeout=SLOW)
    ask(page, "SELECT WHERE {")
    expect(result.get_by_role("alert")).to_contain_text("expected", timeout=SLOW)
    ask(page, "SELECT ?who WHERE { ?who kg:customerOf ?x }")
    result.get_by_role("button", name="Volta Rail").click(timeout=SLOW)
    expect(page.get_by_role("tab", name="Graph")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#panel h2")).to_have_text("Volta Rail")


def test_a_long_query_can_be_stopped(watch: Watch, sample_page: Path) -> None:
    """While a query runs the page stays alive; it can be stopped, and another be asked."""
    page = watch().open(sample_page, "#view=query")
    status = page.locator("#view-query [role=status]")
    ask(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    page.get_by_role("button", name="Stop").click()
    expect(status).to_have_text("Stopped.")
    ask(page, "ASK { ?s ?p ?o }")
    expect(status).to_contain_text("Yes", timeout=SLOW)


def test_a_query_stopped_while_the_engine_starts_holds_up_nothing(watch: Watch, sample_page: Path) -> None:
    """Stop counts from the first moment: the query that was stopped is never asked, and the next one is answered."""
    page = watch().open(sample_page, "#view=query")
    page.locator("#query-text").fill(
        "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    )
    page.evaluate(
        """() => {
            const press = (words) => [...document.querySelectorAll("#view-query button")]
                .find((it) => it.textContent === words).click();
            press("Run");
            press("Stop");
        }"""
    )
    page.wait_for_timeout(2000)  # the engine has started by now
    ask(page, "ASK { ?s ?p ?o }")
    expect(page.locator("#view-query [role=status]")).to_contain_text("Yes", timeout=SLOW)


def test_without_webassembly_the_rest_works(watch: Watch, sample_page: Path) -> None:
    """A browser that has none gets a sentence that says so; the drawing and the details are there."""
    watched = watch()
    watched.page.add_init_script("delete globalThis.WebAssembly")
    page = watched.open(sample_page, "#view=query")
    expect(page.locator("#view-query")).to_contain_text("This browser cannot answer SPARQL")
    page.get_by_role("tab", name="Graph").click()
    page.locator("#search").fill("orbit")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Orbit Arms")
    watched.assert_quiet()


def test_left_out_there_is_no_tab(watch: Watch, store: Store, tmp_path: Path) -> None:
    """A page written without SPARQL has three tabs, and nothing is amiss."""
    write(store, tmp_path / "small.html", sparql=False)
    watched = watch()
    page = watched.open(tmp_path / "small.html", "#view=query")
    expect(page.get_by_role("tab")).to_have_text(["Graph", "Statements", "Articles"])
    watched.assert_quiet()
