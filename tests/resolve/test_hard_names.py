"""Names that are hard to tell apart or to bring together, in articles that kg reads itself."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.analyse import analyse
from kg.extract.frames import FrameExtractor
from kg.model import Document, Extraction
from kg.ontology import load
from kg.resolve import resolve

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("hard_names.yaml").read_text("utf-8"))
IN = re.compile(r" in (\d)$")


@cache
def extracted() -> dict[str, Extraction]:
    """What frames find in every text of every case, by the text; each is analysed once."""
    texts = sorted({text for case in CASES for text in case["texts"]})
    documents = (Document(id=text, uri=f"urn:text:{n}", title="", text=text) for n, text in enumerate(texts))
    frames = FrameExtractor(load())
    return {analysis.document.id: frames.extract(analysis) for analysis in analyse(documents, load())}


def denoted(name: str, texts: list[str]) -> set[str]:
    """The ids of what the name denotes where it is a mention of its own, in the article that is meant or any."""
    number = IN.search(name)
    words = IN.sub("", name)
    chosen = [texts[int(number[1]) - 1]] if number else texts
    found = resolve([extracted()[text] for text in texts], load()).denotes
    return {
        id_ for mention, id_ in found.items() if mention.document_id in chosen and fits(mention.text, words)
    }


def fits(text: str, words: str) -> bool:
    """Whether the mention has the words of the name; a dot at its end and "the" may be missing."""
    return text.rstrip(".").removeprefix("The ").removeprefix("the ") == words.rstrip(".").removeprefix(
        "The "
    )


def test_there_are_enough() -> None:
    """At least sixty pairs, and of each answer a third."""
    assert len(CASES) >= 60
    assert len(CASES) / 3 <= sum(case["same"] for case in CASES) <= 2 * len(CASES) / 3


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{'='.join(c['pair'])}" for n, c in enumerate(CASES, 1)])
def test_right_answer(case: dict[str, Any]) -> None:
    """Two names of one thing denote one entity, two things never do."""
    one, other = (denoted(name, case["texts"]) for name in case["pair"])
    assert one, f"{case['pair'][0]} was not found"
    assert other, f"{case['pair'][1]} was not found"
    if case["same"]:
        assert one == other
    else:
        assert not one & other
