"""Which articles are one source: near-copies are found, whatever their order; other articles stay apart."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble.sources import copies, sketch
from tests.assemble.told import prose


def edited(text: str, share: float, seed: int = 0) -> str:
    """The text with a share of its words replaced."""
    dice = random.Random(seed)
    return " ".join("other" if dice.random() < share else word for word in text.split())


def groups(**texts: str) -> list[tuple[str, ...]]:
    """The names of the texts that are one source."""
    return copies({name: sketch(text) for name, text in texts.items()})


STORY = prose(400, 1)
REST = prose(300, 2)


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.upper().replace(" ", ",  "),
        "PARIS (Wire) - " + STORY,
        "A headline of their own " + STORY + " Copyright, all rights reserved.",
        edited(STORY, 0.05),
        edited(STORY, 0.1),
        " ".join(STORY.split()[:200]),
        " ".join(STORY.split()[:45]),
        " ".join(STORY.split()[60:]),
        "PARIS - " + edited(" ".join(STORY.split()[:150]), 0.04),
        prose(100, 3) + " " + STORY,
        STORY + " " + prose(300, 8),
    ],
    ids=[
        "same", "case and punctuation", "dateline", "headline and footer", "5% edited", "10% edited", "half of it",
        "its first words", "without its first words", "cut and edited", "own words before it", "own words behind it",
    ],
)  # fmt: skip
def test_near_copies_are_found(copy: str) -> None:
    """A copy is one with its story, edited, cut off, or with something of its own added."""
    assert groups(story=STORY, copy=copy, other=REST) == [("copy", "story")]


@pytest.mark.parametrize(
    "other",
    [
        prose(400, 4),
        " ".join(STORY.split()[:60]) + " " + prose(400, 5),
        prose(400, 6) + " " + " ".join(STORY.split()[-150:]),
        edited(STORY, 0.3),
        " ".join(STORY.split()[:15]),
        "",
    ],
    ids=["another story", "the same beginning", "the same footer", "rewritten", "too short to tell", "empty"],
)
def test_other_stories_stay_apart(other: str) -> None:
    """A shared title, quote or footer makes no copy; neither does what is rewritten, or a few words."""
    assert groups(story=STORY, other=other) == []


def test_an_excerpt_in_a_digest_makes_no_copy() -> None:
    """A digest that quotes two stories at length somewhere in it does not make one source of them."""
    one, other = prose(120, 11), prose(120, 12)
    digest = " ".join([prose(300, 13), one, prose(100, 14), other, prose(100, 15)])
    assert groups(one=one, other=other, digest=digest) == []


def test_short_texts_are_copies_only_if_they_are_the_same() -> None:
    """Below twenty shingles nothing but the same words counts."""
    assert groups(
        a="Acme buys Bolt for cash", b="ACME buys Bolt, for cash!", c="Acme buys Bolt for shares"
    ) == [("a", "b")]
    assert groups(a="", b="...") == [("a", "b")], "texts without words are the same"


def test_copies_of_copies_are_one_source() -> None:
    """Each telling is near to the one before; the first and the last are one source all the same."""
    chain = {f"copy{i}": edited(edited(STORY, 0.08 * i, seed=1), 0.0) for i in range(4)}
    assert groups(**chain) == [tuple(chain)]


@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from([0.0, 0.05, 0.1])), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
def test_the_order_of_articles_does_not_matter(drafts: list[tuple[int, float]], dice: random.Random) -> None:
    """The same groups, in whatever order the texts come."""
    texts = {f"a{i:02}": edited(prose(80, seed), share, i) for i, (seed, share) in enumerate(drafts)}
    names = list(texts)
    dice.shuffle(names)
    assert groups(**{name: texts[name] for name in names}) == groups(**texts)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.0, 0.1, 0.2])), min_size=2, max_size=10),
    st.integers(0, 9),
)
def test_another_article_never_parts_a_group(drafts: list[tuple[int, float]], chosen: int) -> None:
    """Of two that were one source without an article, both are one source with it; a copy joins what it copies."""
    texts = {f"a{i}": edited(prose(80, seed), share, i) for i, (seed, share) in enumerate(drafts)}
    copied = f"a{chosen % len(texts)}"
    before, after = groups(**texts), groups(**texts, copy=texts[copied])
    for group in before:
        assert any(set(group) <= set(larger) for larger in after)
    assert any({copied, "copy"} <= set(group) for group in after)
    assert len(after) - len(before) in {0, 1}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("same title", 0), ("identical", 1), ("edited", 1), ("half alike", 0)],
)
def test_thousands_of_articles_take_time_in_proportion(kind: str, expected: int) -> None:
    """Four times as many articles take no more than about six times as long, even where all of them are half alike."""

    def text(i: int) -> str:
        match kind:
            case "same title":
                return "The very same title of them all " + prose(100, 100 + i)
            case "identical":
                return prose(100, 99)
            case "edited":
                return edited(prose(100, 99), 0.03, i)
            case _:
                return prose(50, 99) + " " + prose(50, 100 + i)

    def seconds(count: int) -> float:
        texts = {f"a{i}": sketch(text(i)) for i in range(count)}
        began = time.process_time()
        assert len(copies(texts)) == expected
        return time.process_time() - began

    small, large = seconds(500), seconds(2000)
    assert large < 6 * small + 0.5


def test_text_that_no_syntax_can_carry() -> None:
    """Lone surrogates, control characters, another script and a single endless word are texts like others."""
    odd = "\ud800 \x00 слово 言葉 " * 30
    assert groups(a=odd, b=odd, c="x" * 100_000) == [("a", "b")]
