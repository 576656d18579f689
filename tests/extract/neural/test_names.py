"""What the network says of word pieces: names where it is sure, none against the input, and everything else as it was."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from kg.analyse import Analysis, with_entities
from kg.extract.neural.names import BEGINS, CONTINUES, LEAST_SURE, OUTSIDE, PLACES, corrected, names
from kg.extract.neural.network import Scores
from kg.extract.neural.passages import Passage
from kg.model import GivenMention, MentionKind
from kg.ontology import load
from tests.analyse.test_analysis import analysis

TEXT = "Kestrel bought the Hope for the Sea from Ana Ruiz, who runs European banks. She pleased the Greeks."
SURE = 0.999


def passage(text: str) -> Passage:
    """The text word by word; no mention of it is told."""
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == " ")]
    offsets = [
        (0, 0),
        *((s, len(text[s:].split(" ", maxsplit=1)[0].rstrip(".,")) + s) for s in starts),
        (0, 0),
    ]
    none = np.zeros(0, np.int64)
    return Passage(
        pieces=np.zeros(len(offsets), np.int64),
        offsets=np.array(offsets, np.int64),
        tags=np.zeros(len(offsets), np.int64),
        mentions=(),
        types=none,
        kinds=none,
        firsts=none,
        lasts=none,
        subjects=none,
        objects=none,
        distances=none,
        accepted=np.zeros((0, 0), np.bool_),
    )


def places(text: str, said: Sequence[str], sure: float = SURE) -> tuple[Passage, Scores]:
    """What a network says that sees these names, each of its pieces with this probability."""
    read = passage(text)
    place = np.full(len(read.pieces), OUTSIDE)
    for name in said:
        start = text.index(name)
        inside = np.nonzero((read.offsets[:, 0] >= start) & (read.offsets[:, 1] <= start + len(name)))[0]
        inside = inside[read.offsets[inside, 1] > 0]
        place[inside], place[inside[0]] = CONTINUES, BEGINS
    odds = np.full((len(place), PLACES), np.log((1 - sure) / 2), np.float32)
    odds[np.arange(len(place)), place] = np.log(sure)
    none = np.zeros((0, 0), np.float32)
    return read, Scores(none, none, odds)


def named(read: Analysis) -> set[str]:
    """The names of an analysed text."""
    return {mention.text for mention in read.mentions if mention.kind is MentionKind.NAME}


def after(
    said: Sequence[str], sure: float = SURE, given: tuple[GivenMention, ...] | None = None
) -> set[str] | None:
    """The names of the text where the network says that these are; None where it changes nothing."""
    read = analysis(TEXT, given)
    entities = corrected(read, [places(TEXT, said, sure)], load())
    return None if entities is None else named(with_entities(read, entities, load()))


def test_names_are_as_likely_as_their_pieces() -> None:
    """A name is its pieces and the end behind them; it ends where nothing continues it."""
    read, scores = places(TEXT, ["Hope for the Sea", "Ana Ruiz"], 0.9)
    first, second = names(read, scores.places)
    assert [TEXT[n.start : n.end] for n in (first, second)] == ["Hope for the Sea", "Ana Ruiz"]
    assert first.probability == pytest.approx(0.9**4 * 0.95)
    assert second.probability == pytest.approx(0.9**2 * 0.95)


@given(arrays(np.float32, (len(passage(TEXT).pieces), PLACES), elements=st.floats(-20, 20, width=32)))
def test_whatever_the_network_says_names_are_apart_and_in_order(odds: NDArray[np.float32]) -> None:
    """No two share a character, and each is as likely as a probability can be."""
    read = passage(TEXT)
    found = list(names(read, odds))
    assert all(0 <= name.probability <= 1 and name.start < name.end for name in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_a_name_that_the_network_is_sure_of_takes_the_place_of_its_parts() -> None:
    """What the recogniser finds elsewhere stays."""
    assert "Hope for the Sea" not in named(analysis(TEXT))
    assert after(["Hope for the Sea"]) == {"Kestrel", "Hope for the Sea", "Ana Ruiz"}
    assert after(["Hope for the Sea"], LEAST_SURE) is None


def test_what_the_recogniser_sees_too_changes_nothing() -> None:
    """Then the network is not asked a second time."""
    assert after(["Kestrel", "Ana Ruiz"]) is None
    assert after([]) is None


def test_no_name_is_made_of_what_is_none() -> None:
    """An article is no part of a name; words without a capital, descriptions and peoples are none."""
    for words in ("European banks", "European", "Greeks", "banks. She"):
        assert after([words]) is None
    assert after(["bought the"]) is None
    assert after(["the Hope for the Sea"]) == {"Kestrel", "Hope for the Sea", "Ana Ruiz"}


def test_where_the_input_gives_the_names_there_are_no_others() -> None:
    """Whoever gives the names is asking about these."""
    start = TEXT.index("Kestrel")
    given = (GivenMention(start, start + len("Kestrel"), None),)
    assert after(["Hope for the Sea"], given=given) is None


def test_other_entities_give_another_analysis_of_the_same_text() -> None:
    """Values, blocks and text are the same; with its own entities a document is analysed to what it was."""
    text = "Acme paid $2 million to Ana Ruiz on May 3, 2024. She founded Acme."
    read = analysis(text)
    same = with_entities(read, read.doc.ents, load())
    assert (same.mentions, same.clusters, same.at) == (read.mentions, read.clusters, read.at)
    fewer = with_entities(read, [], load())
    values = [mention for mention in read.mentions if mention.kind is MentionKind.VALUE]
    assert [mention for mention in fewer.mentions if mention.kind is MentionKind.VALUE] == values
