"""Documents as the network reads them: whatever the text, passages are bounded and their pieces are the mentions' own."""

from __future__ import annotations

import functools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.neural.labels import Labels
from kg.extract.neural.network import Network
from kg.extract.neural.passages import ASKED, FARTHEST, LONGEST, TYPED, PassageReader
from kg.model import Mention, MentionKind
from kg.ontology import load

FOUND = "Nordlys was founded by Ana Ruiz in Oslo."


@functools.cache
def reader() -> PassageReader:
    """The reader of the model that ships."""
    network = Network()
    return PassageReader(network.tokenizer, Labels(load(), network.manifest.types, network.manifest.labels))


def mention(text: str, words: str, type_: str, kind: MentionKind = MentionKind.NAME) -> Mention:
    """The first mention of some words."""
    start = text.index(words)
    return Mention("doc", start, start + len(words), words, type_, kind)


def names(text: str) -> list[Mention]:
    """Every capitalized word, as an organization and a person by turns."""
    found = []
    for number, word in enumerate(text.split(" ")):
        if word[:1].isupper():
            start = sum(len(other) + 1 for other in text.split(" ")[:number])
            type_ = "kg:Company" if number % 2 else "kg:Person"
            found.append(Mention("doc", start, start + len(word), word, type_, MentionKind.NAME))
    return found


def test_a_mention_is_its_pieces() -> None:
    """First and last piece are those that the words are made of; the tags between them say so, and none beside."""
    mentions = [mention(FOUND, "Nordlys", "kg:Company"), mention(FOUND, "Ana Ruiz", "kg:Person")]
    (passage,) = reader().read(FOUND, [(0, len(FOUND))], mentions)
    tokenizer = Network().tokenizer
    words = [
        tokenizer.decode(passage.pieces[first : last + 1].tolist())
        for first, last in zip(passage.firsts, passage.lasts, strict=True)
    ]
    assert words == ["nordlys", "ana ruiz"]
    tagged = {i for f, last in zip(passage.firsts, passage.lasts, strict=True) for i in range(f, last + 1)}
    assert set(np.nonzero(passage.tags)[0].tolist()) == tagged


def test_the_ontology_decides_what_is_asked() -> None:
    """A person works for a firm, not a firm for a person; of two dates nothing is asked."""
    mentions = [
        mention(FOUND, "Nordlys", "kg:Company", MentionKind.NOMINAL),
        mention(FOUND, "Ana Ruiz", "kg:Person", MentionKind.NOMINAL),
    ]
    (passage,) = reader().read(FOUND, [(0, len(FOUND))], mentions)
    names_ = Network().manifest.labels
    asked = {
        (passage.mentions[s].text, names_[label], passage.mentions[o].text)
        for pair, (s, o) in enumerate(zip(passage.subjects, passage.objects, strict=True))
        for label in np.nonzero(passage.accepted[pair])[0]
    }
    assert ("Nordlys", "founded-by", "Ana Ruiz") in asked
    assert ("Ana Ruiz", "works-for", "Nordlys") in asked
    assert ("Nordlys", "works-for", "Ana Ruiz") not in asked
    assert ("Nordlys", "born-in", "Ana Ruiz") not in asked
    dates = "Between 2019 and 2021."
    values = [mention(dates, year, "kg:Date", MentionKind.VALUE) for year in ("2019", "2021")]
    assert not list(reader().read(dates, [(0, len(dates))], values))


def test_the_class_of_a_name_forbids_nothing() -> None:
    """What was taken for a place may turn out to be a firm, but never to be a sum of money; a described place is one."""
    text = "Mandiant was bought by Nordlys for $5 million."
    firm, labels = mention(text, "Nordlys", "kg:Company"), Network().manifest.labels
    acquired, price = labels.index("acquired"), labels.index("price")
    for kind, expected in ((MentionKind.NAME, True), (MentionKind.NOMINAL, False)):
        place = mention(text, "Mandiant", "kg:City", kind)
        accepted = reader()._labels.accepted([firm, place])
        assert bool(accepted[0, 1, acquired]) is expected
        assert not accepted[0, 1, price]


def test_a_date_is_nothing_else_whatever_it_is_called() -> None:
    """A month that was taken for a name is no employer; a date that was read is when somebody was born."""
    text = "Ana Ruiz left Nordlys that November."
    person, labels = mention(text, "Ana Ruiz", "kg:Person"), Network().manifest.labels
    accepted = reader()._labels.accepted([person, mention(text, "November", "kg:Date")])
    assert not accepted[0, 1, labels.index("works-for")]
    assert accepted[0, 1, labels.index("born-on")]


def test_across_sentences_only_what_the_input_asks_about_is_asked() -> None:
    """What two sentences together say is asked of the mentions that the input asks about, and of no others."""
    text = "Nordlys was sold. Kestrel bought it for Oslo."
    mentions = [mention(text, words, "kg:Company") for words in ("Nordlys", "Kestrel", "Oslo")]
    sentences = [(0, 17), (18, len(text))]

    def asked(*about: Mention) -> set[frozenset[str]]:
        (passage,) = reader().read(text, sentences, mentions, {(m.start, m.end) for m in about})
        pairs = zip(passage.subjects, passage.objects, strict=True)
        return {frozenset((passage.mentions[s].text, passage.mentions[o].text)) for s, o in pairs}

    within = frozenset(("Kestrel", "Oslo"))
    assert asked() == asked(mentions[0]) == {within}
    assert asked(*mentions[:2]) == {within, frozenset(("Nordlys", "Kestrel"))}


def test_the_network_is_told_which_mentions_are_asked_about() -> None:
    """Their pieces have tags of their own, so that a reading that asks is not taken for one that does not."""
    mentions = [mention(FOUND, words, "kg:Person") for words in ("Nordlys", "Ana Ruiz", "Oslo")]
    spans = {(m.start, m.end) for m in mentions[:2]}
    (passage,) = reader().read(FOUND, [(0, len(FOUND))], mentions, spans)
    (unasked,) = reader().read(FOUND, [(0, len(FOUND))], mentions)
    assert passage.content != unasked.content
    tags = [passage.tags[f : e + 1].tolist() for f, e in zip(passage.firsts, passage.lasts, strict=True)]
    assert tags[0][0] == tags[1][0] == ASKED
    assert set(tags[1][1:]) == {ASKED + 1}
    assert tags[2][0] >= TYPED


@given(
    st.lists(
        st.sampled_from(["Ana", "led", "Nordlys", "Oslo", "the", "\u200b", "漢字", "😀", "x" * 150]),
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_text_gives_bounded_passages(words: list[str]) -> None:
    """No passage is too long, every mention's pieces are within it, and both ends of a pair are apart."""
    text = " ".join(words)
    for passage in reader().read(text, [(0, len(text))], names(text)):
        assert len(passage.pieces) == len(passage.tags) <= LONGEST
        assert ((passage.firsts > 0) & (passage.lasts < len(passage.pieces) - 1)).all()
        assert (passage.firsts <= passage.lasts).all()
        one, other = passage.subjects, passage.objects
        apart = (passage.lasts[one] < passage.firsts[other]) | (passage.lasts[other] < passage.firsts[one])
        assert apart.all()
        assert (np.abs(one - other) <= FARTHEST).all()


@pytest.mark.parametrize("words", [500, 4000])
def test_a_sentence_of_names_stays_bounded(words: int) -> None:
    """500 names in one sentence, or 4,000, are cut into passages with a bounded number of pairs, in bounded time."""
    text = " ".join("Nordlys" if number % 2 else "Ana" for number in range(words))
    began = time.monotonic()
    passages = list(reader().read(text, [(0, len(text))], names(text)))
    assert all(len(p.subjects) <= 2 * FARTHEST * len(p.mentions) for p in passages)
    assert sum(len(p.mentions) for p in passages) == words
    assert time.monotonic() - began < 30


def test_a_text_without_a_stop_is_cut() -> None:
    """100,000 characters of one sentence become many passages, and a mention keeps its words."""
    text = "Nordlys and " * 8_400
    mentions = [
        Mention("doc", n * 12, n * 12 + 7, "Nordlys", "kg:Company", MentionKind.NAME) for n in range(8_400)
    ]
    passages = list(reader().read(text, [(0, len(text))], mentions))
    assert len(passages) > 50
    assert max(len(passage.pieces) for passage in passages) <= LONGEST
