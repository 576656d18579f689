"""kg conflicts, and what the support of articles' claims is in a graph built from articles."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.explain.beside import render, wrapped
from kg.explain.conflicts import conflicts
from kg.ontology import load
from kg.query.render import columns
from tests.assemble.told import Press
from tests.command import KG, kg


def article(id_: str, published: str, text: str) -> dict[str, str]:
    """An article as a line of JSON Lines has it; the publisher is called as it is."""
    return {
        "id": id_, "url": f"https://news.example/{id_}", "title": f"About {id_}", "publisher": f"The {id_}",
        "published": published, "text": text,
    }  # fmt: skip


def more(sample_articles: Path) -> list[dict[str, str]]:
    """Articles that copy, contradict and outdate the sample articles."""
    nscale = (sample_articles / "nscale-series-b.txt").read_text("utf-8").split("\n\n")
    return [
        article("copy", "2025-09-26", "LONDON - " + "\n\n".join(nscale[1:4])),
        article(
            "profile",
            "2026-01-12",
            "Lovable was founded in 2022 by Anton Osika and Fabian Hedin. Its service turns plain sentences into "
            "working apps, and it counts Klarna among its customers.",
        ),
        article(
            "listing",
            "2025-12-20",
            "Anton Osika, the chief executive of Lovable, plans to hire in Stockholm.",
        ),
        article(
            "chief",
            "2026-12-01",
            "Maria Lindqvist, the chief executive of Lovable, wants to hire more engineers.",
        ),
        article("round", "2025-12-01", "Microsoft led Wayve's $1.05 billion Series C in May 2024."),
        article("rivals", "2025-10-01", "CoreWeave does not compete with Nscale, a spokesman said."),
        article(
            "home",
            "2025-07-01",
            "Helsing is based in Munich, Germany. Helsing was founded in Berlin in 2021.",
        ),
        article("price", "2025-11-26", "SoftBank has completed the acquisition of Ampere for $7.5 billion."),
        article(
            "debut", "2025-11-02", "Klarna raised more than $1.3 billion in its initial public offering."
        ),
    ]


def build(articles: Path, folder: Path, *others: Path) -> Path:
    """The store of these articles."""
    done = kg("build", articles, *others, "-o", folder, "--extractor", "frames")
    assert done.exit_code == 0, done.stderr
    return folder / "store"


@pytest.fixture(scope="module")
def sample(sample_articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the sample articles."""
    return build(sample_articles, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def store(sample_articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the sample articles and those that contradict them."""
    folder = tmp_path_factory.mktemp("more")
    lines = "".join(json.dumps(one) + "\n" for one in more(sample_articles))
    (folder / "more.jsonl").write_text(lines, "utf-8")
    return build(sample_articles, folder, folder / "more.jsonl")


def listed(*arguments: str | Path) -> list[dict[str, Any]]:
    """What --json lists."""
    done = kg("conflicts", *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def told(found: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Kind, what it is about in short, the values of the sides."""
    return {(one["kind"], one["about"]["label"].partition(",")[0], " | ".join(_values(one))) for one in found}


def _values(one: dict[str, Any]) -> list[str]:
    return [" and ".join(value["label"] for value in side["values"]) for side in one["sides"]]


# Where the sample articles differ on purpose.
ON_PURPOSE = {("conflict", "Ampere", "2017 | 2018"), ("conflict", "Ampere Computing", "2017 | 2018")}


def test_sample_articles_disagree_only_on_purpose(sample: Path) -> None:
    """Every conflict that is found in them is one that was written into them; a rounder figure is none."""
    assert told(listed("--on", sample)) <= ON_PURPOSE


def test_articles_that_contradict_each_other(store: Path) -> None:
    """A founding year and place, a lead investor and a rivalry are in conflict, and nothing else is."""
    assert told(listed("--on", store)) - ON_PURPOSE == {
        ("conflict", "Lovable", "2022 | 2023"),
        ("conflict", "Helsing", "Berlin | Munich"),
        ("conflict", "funding round: Wayve", "Microsoft | SoftBank"),
        ("denial", "CoreWeave", "so it is | so it is not"),
    }


def test_changes_over_time(store: Path) -> None:
    """Two chief executives a year apart, and a price that was agreed in March and paid in November, are successions."""
    changes = told(listed("--changes", "--on", store))
    assert ("succession", "Lovable", "Anton Osika | Maria Lindqvist") in changes
    assert ("succession", "acquisition: SoftBank", "USD 6.5 billion | USD 7.5 billion") in changes
    assert not any(kind != "succession" for kind, *_ in changes)


def test_a_copy_is_no_second_source(store: Path) -> None:
    """What a copy says has two articles and one source, and is no surer for it; two own articles are two sources."""
    done = kg("query", "support", "Nscale", "--format", "csv", "--on", store)
    rows = {
        (row["subject"], row["relation"].partition("#")[2]): row
        for row in csv.DictReader(io.StringIO(done.stdout))
    }
    founded = rows["Nscale", "foundedOn"]
    assert [founded[name] for name in ("claims", "articles", "sources")] == ["2", "2", "1"]
    works = rows["Josh Payne", "worksFor"]
    assert (works["articles"], works["sources"]) == ("3", "2")
    explained = kg("explain", "Nscale", "foundedOn", "--on", store).stdout
    assert "2 claims in 2 articles from 1 independent source" in explained
    assert "a near-copy of https://news.example/thames-capital/nscale-series-b" in explained


def test_side_by_side(store: Path) -> None:
    """Who says what, beside each other: sentence, publisher, day, title, speaker, confidence; the count on stderr."""
    done = subprocess.run(
        [*KG, "conflicts", "CoreWeave", "--on", store],
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "CoreWeave · kg:competitorOf · Nscale · denial, confidence 0." in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("so it is ")]
    assert line.split(" │ ")[1] == "so it is not"
    for words in ("says a spokesman", "The rivals, 2025-10-01, “About rivals”", "negated, confidence"):
        assert words in done.stdout
    assert all(len(line) <= 100 for line in done.stdout.splitlines())
    assert done.stderr.startswith("1 conflict")


def test_by_name(store: Path) -> None:
    """A name shows what is about it, has it as a value, or is about an event that it takes part in."""
    assert {one["about"]["label"] for one in listed("Helsing", "--on", store)} == {"Helsing"}
    assert told(listed("Microsoft", "--on", store)) == {
        ("conflict", "funding round: Wayve", "Microsoft | SoftBank")
    }
    assert told(listed("Wayve", "--on", store)) == told(listed("Microsoft", "--on", store))
    assert listed("Oracle", "--on", store) == []


def test_least(store: Path) -> None:
    """Only those that are as sure as asked; a bad number is a usage error."""
    every = listed("--on", store)
    sure = listed("--least", "0.9", "--on", store)
    assert 0 < len(sure) < len(every)
    assert all(one["confidence"] >= 0.9 for one in sure)
    assert kg("conflicts", "--least", "2", "--on", store).exit_code == 2


def test_on_a_turtle_file(store: Path) -> None:
    """The Turtle file of the same build says the same."""
    assert listed("--on", store.parent / "graph.ttl") == listed("--on", store)


def test_nothing_to_show(sample: Path) -> None:
    """No conflict is no error: nothing on stdout, a line on stderr, status 0."""
    done = kg("conflicts", "Figma", "--on", sample)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("0 conflicts")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Lovabel", "--on", "STORE"], "nothing here is called 'Lovabel'; near are Lovable"),
        (["--on", "nowhere"], "there is no store here; make one with kg build"),
        (["--on", __file__], "is no RDF file by its ending"),
        (["", "--on", "BAD"], "cannot be read as Turtle"),
    ],
)
def test_what_cannot_be_shown(arguments: list[str], message: str, store: Path, tmp_path: Path) -> None:
    """An unknown name, no store, no graph, a broken file: one line that says what is wrong, status 1."""
    (tmp_path / "bad.ttl").write_text("this is no Turtle")
    places = {"STORE": store, "BAD": tmp_path / "bad.ttl"}
    done = kg("conflicts", *(places.get(word, word) for word in arguments))
    assert (done.exit_code, done.stdout) == (1, "")
    assert message in done.stderr


def test_a_graph_of_another_program(tmp_path: Path) -> None:
    """Conflicts without claims, labels or confidence, as another program might write them, are shown as far as they go."""
    (tmp_path / "other.ttl").write_text(
        "@prefix kg: <https://kg.example.org/ontology#> .\n"
        "<urn:c> a kg:Conflict ; kg:about <urn:x> . <urn:d> a kg:Conflict . [] a kg:Conflict ."
    )
    done = kg("conflicts", "--on", tmp_path / "other.ttl")
    assert done.exit_code == 0
    assert "urn:x" in done.stdout


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(words, st.integers(4, 40))
def test_lines_fit(text: str, width: int) -> None:
    """No line is wider than asked, no character but white space and control characters is lost, none is doubled."""
    lines = wrapped(text, width)
    assert all(columns(line) <= width for line in lines)
    kept = "".join("".join(lines).split())
    assert kept == "".join(c for c in "".join(text.split()) if not (c < " " or "\x7f" <= c <= "\x9f"))


@settings(max_examples=30)
@given(st.lists(words, min_size=2, max_size=5), st.integers(20, 200))
def test_a_terminal_of_any_width(names: list[str], width: int) -> None:
    """Any number of sides with any words fits into any terminal."""
    press = Press()
    acme = press.thing("Acme", "kg:Company")
    for i in range(len(names)):
        press.say(
            f"a{i}", acme, "kg:foundedOn", str(2000 + i), words=f"Acme {'、会社 '.join(names)} founded {i}"
        )
    text = render(conflicts(press.store(), load()), width)
    assert text
    assert all(columns(line) <= width for line in text.splitlines())
