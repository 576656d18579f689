"""Any text through clean, analyse and extract: no crash, no span that says something else, bounded time."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.analyse import analyse, clean
from kg.extract import extractor
from kg.model import Document, Extraction, Status, checked
from kg.ontology import load

SENTENCES = (
    "Northlight acquired Havbris for 40 million euros in 2023.",
    "Jana Holm is the chief executive of Havbris, which is based in Aarhus.",
    "The Danish startup raised $5 million in a Series A round led by Nordbank and Bolt Ventures.",
    "“It will open a data center in Lyon next year,” said Tomas Berg, its founder.",
    "The company, a unit of Solvind, may sell its stake in Lumen Labs, according to Reuters.",
)
NOISE = (
    *("\u200b", "\u00ad", "\u200f", "\u202b", "\ufeff", "\x07", "\x1b[31m", "\u2028", "\t", "\r\n", "\n\n", "\n", " "),
    *('"', "“", "’", "(", ")", "[", "]", "—", "-", "...", "?", "!", ";", ":", "|", " | ", "•", "→", "&amp;", "<b>", "🚀", "👨‍👩‍👧"),
    *("ACME RAISES $5 MILLION", "Der Vorstand hat zugestimmt.", "شركة", "华为公司收购", "https://wire.example/a?b=c", "NYSE: ACM"),
    *("- Paris\n- Lyon\n", "| a | b |\n|---|---|\n", "2019\tSeed\t$2M\n", "```\nx = 1\n```\n", "1. Bolt 2. Acme", "$" * 300, "a" * 300),
)  # fmt: skip
PIECES = st.sampled_from(SENTENCES) | st.sampled_from(NOISE) | st.text(max_size=20)
QUIET = "The weather stayed fine all week, and nobody complained."
LISTED = tuple(
    f"{first}{last} Corp" for first in ("Nor", "Vel", "Qua", "Bri") for last in "abcdefghijklmnopqrstuvwxy"
)


def read(text: str) -> tuple[Document, Extraction]:
    """A text cleaned and extracted, every span in it checked."""
    ontology = load()
    extract = extractor("frames", ontology)
    document = clean(Document("any", "urn:any", "", text, datetime.date(2026, 2, 11)))
    (found,) = [checked(document, extract([analysis])[0]) for analysis in analyse([document], ontology)]
    return document, found


def told(document: Document, found: Extraction) -> set[tuple[str, str, str, str]]:
    """What is told, in the words that the offsets find in the text."""

    def words(start: int, end: int) -> str:
        return document.text[start:end]

    return {
        (
            words(a.subject.start, a.subject.end),
            a.predicate,
            words(a.object.start, a.object.end),
            a.evidence.status,
        )
        for a in found.assertions
    }


def check(document: Document, found: Extraction) -> None:
    """Fails unless every argument is a mention, every status one of four, and every cue inside its sentence."""
    mentions = set(found.mentions)
    for assertion in found.assertions:
        assert {assertion.subject, assertion.object} <= mentions
        evidence = assertion.evidence
        assert evidence.status in Status
        assert all(evidence.start <= start < end <= evidence.end for start, end in evidence.cues)
    for cluster in found.clusters:
        assert len(cluster) > 1
        assert set(cluster) <= mentions
    assert all(document.text[m.start : m.end] == m.text for m in mentions)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " "]))
@example(["(", SENTENCES[0], "\u202b", SENTENCES[3], '"'], "")
def test_sentences_in_noise(pieces: list[str], between: str) -> None:
    """Sample sentences spliced with marks, controls, other languages and rests of tables."""
    text = between.join(pieces)
    if text.strip():
        check(*read(text))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([piece for piece in NOISE if "`" not in piece]), min_size=1, max_size=4))
def test_noise_in_paragraphs_of_its_own_changes_no_fact(pieces: list[str]) -> None:
    """What stands in other paragraphs takes nothing away from a sentence, and moves no offset off its words."""
    document, found = read(f"{SENTENCES[0]}\n\n{''.join(pieces)}\n\n{QUIET}")
    check(document, found)
    assert told(*read(f"{SENTENCES[0]}\n\n{QUIET}")) <= told(document, found)


@pytest.mark.parametrize(
    "text",
    [
        "Company Acquired Price\nNorthlight Havbris 40 million euros\nLumen Labs Bolt $5 million\n",
        "Company\tAcquired\tPrice\nNorthlight\tHavbris\t40 million euros\nLumen Labs\tBolt\t$5 million\n",
        "company,acquired,price\nNorthlight,Havbris,40 million euros\nLumen Labs,Bolt,$5 million\n",
        "| Company | Acquired |\n|---|---|\n| Northlight | Havbris |\n",
        "Northlight | acquired | Havbris | 2023 | HQ: Paris | Investors: Accel",
        "Northlight • Havbris • acquired • 40 million euros • Lumen Labs • raised • Series A",
        "Key facts:\n\n- Northlight\n- Havbris\n- acquired in 2023\n- 40 million euros\n- Paris\n",
        "NORD 12.3 +0.4% HAVB 8.1 -1.2% Nasdaq 15,000 +0.2% Dow 34,000 -0.1%",
        "Northlight 3, Havbris 1. Acme 2, Bolt 2. Paris 1, Lyon 0.",
    ],
)
def test_rows_and_lists_are_no_sentences(text: str) -> None:
    """Names and verbs that only stand beside each other tell nothing."""
    document, found = read(f"{text}\n\n{QUIET}")
    assert told(document, found) == set()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" and ".join(SENTENCES * 150).replace(".", ""), id="no full stop"),
        pytest.param(f"The round was led by {', '.join(LISTED * 5)}.", id="500 names"),
        pytest.param("Acme said that " * 200 + SENTENCES[0], id="deep"),
        pytest.param(" ".join([SENTENCES[0], SENTENCES[2]] * 400), id="again in one paragraph"),
        pytest.param("\n\n".join([SENTENCES[0], SENTENCES[2]] * 1000), id="again in paragraphs"),
        pytest.param(f"{'“' * 50_000} {SENTENCES[0]} {'$' * 50_000}", id="marks"),
    ],
)
def test_time_is_bounded(text: str) -> None:
    """The worst texts of up to 100,000 characters take seconds."""
    started = time.process_time()
    check(*read(text))
    assert time.process_time() - started < 30
