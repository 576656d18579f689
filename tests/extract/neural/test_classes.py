"""What the network says that names are: believed where it is sure, of all that is called the same, and not against the input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kg.extract.neural.classes import LEAST_SURE, LEAST_SURE_OF_TOLD, Classes
from kg.model import GivenMention, Mention, MentionKind
from kg.ontology import ANYTHING, load
from tests.analyse.test_analysis import analysis

NAMES = ("kg:Organization", "kg:Person", "kg:Place", ANYTHING)
TEXT = "Kestrel raised money. Kestrel is growing."


def corrected(
    sure: float, class_: str, given: tuple[GivenMention, ...] | None = None
) -> set[tuple[str, str, bool]]:
    """Text, class and whether it is a guess of what changes where the network gives a class this probability."""
    read = analysis(TEXT, given)
    odds = np.array([np.log(sure if name == class_ else (1 - sure) / 3) for name in NAMES], np.float32)
    said = {mention: odds for mention in read.mentions if mention.kind is MentionKind.NAME}
    changed = Classes(load(), NAMES).corrected(read, said)
    assert changed.keys() <= said.keys()
    return {(mention.text, mention.type, mention.guessed) for mention in changed.values()}


def names() -> list[Mention]:
    """The names of the text as they are without the network."""
    return [mention for mention in analysis(TEXT).mentions if mention.kind is MentionKind.NAME]


def test_a_guess_gives_way_where_the_network_is_sure() -> None:
    """Every mention of the name changes, to a class that what is said of it may still correct."""
    assert {m.type for m in names()} == {"kg:Organization"}
    assert all(m.guessed for m in names())
    assert corrected(LEAST_SURE + 0.01, "kg:Person") == {("Kestrel", "kg:Person", True)}
    assert not corrected(LEAST_SURE - 0.01, "kg:Person")


def test_a_class_below_the_one_that_the_network_tells_stays() -> None:
    """The network tells organizations, not companies, banks and parties."""
    assert not corrected(0.99, "kg:Organization")


def test_places_and_sites_are_one_to_the_network() -> None:
    """The sets that it has learned from call both a place: a site stays one."""
    read = analysis("They met at Kestrel Tower.")
    (name,) = (replace(m, type="kg:Facility") for m in read.mentions if m.kind is MentionKind.NAME)
    odds = np.array([0, 0, 9, 0], np.float32)
    changed = read.renewed({m: name for m in read.mentions if m.kind is MentionKind.NAME})
    assert not Classes(load(), NAMES).corrected(changed, {name: odds})


def test_what_the_words_around_tell_is_harder_to_overrule() -> None:
    """Of "the startup Kestrel" the words say that it is one, unless the network is very sure that it is not."""
    read = analysis("The startup Kestrel raised money.")
    (name,) = (mention for mention in read.mentions if mention.kind is MentionKind.NAME)
    assert not name.guessed
    for sure, changes in ((LEAST_SURE_OF_TOLD - 0.01, False), (LEAST_SURE_OF_TOLD + 0.01, True)):
        odds = np.log(np.array([(1 - sure) / 3, sure, (1 - sure) / 3, (1 - sure) / 3], np.float32))
        assert bool(Classes(load(), NAMES).corrected(read, {name: odds})) is changes


def test_a_class_that_the_input_gives_stays() -> None:
    """Whoever gives a mention with its class knows it."""
    assert corrected(0.99, "kg:Person", (GivenMention(0, 7),)) == {("Kestrel", "kg:Person", True)}
    assert not corrected(0.99, "kg:Person", (GivenMention(0, 7, "kg:Company"),))
