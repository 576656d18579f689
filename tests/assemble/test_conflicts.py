"""Where articles disagree, and where they only seem to: values, denials, changes over time."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.explain.conflicts import Disagreement, conflicts
from kg.model import MentionKind, Status
from kg.ontology import load
from kg.store import Store
from tests.assemble.told import Press

LATER = "2026-09-01"


class Newsroom(Press):
    """Articles about Acme, its round, its plant, and people who lead it."""

    def __init__(self) -> None:
        super().__init__()
        self.acme = self.thing("Acme", "kg:Company")
        self.bolt = self.thing("Bolt", "kg:Company")
        self.round = self.thing("Acme's round", "kg:FundingRound", MentionKind.EVENT)
        self.deal = self.thing("Acme buys Bolt", "kg:Acquisition", MentionKind.EVENT)
        self.ann, self.ben = self.thing("Ann", "kg:Person"), self.thing("Ben", "kg:Person")
        self.oslo, self.rome = self.thing("Oslo", "kg:City"), self.thing("Rome", "kg:City")
        self.norway = self.thing("Norway", "kg:Country")
        self.fund, self.bank = self.thing("Fund", "kg:InvestmentFirm"), self.thing("Bank", "kg:Bank")


def found(press: Press) -> dict[str, list[tuple[str, ...]]]:
    """Kind of disagreement -> the values of the sides of each."""
    store = press.store()
    everything = [*conflicts(store, load()), *conflicts(store, load(), changes=True)]
    kinds: dict[str, list[tuple[str, ...]]] = {}
    for one in everything:
        kinds.setdefault(one.kind, []).append(tuple(_label(side.values) for side in one.sides))
    return kinds


def _label(values: tuple[object, ...]) -> str:
    return " and ".join(value.label for value in values)  # type: ignore[attr-defined]


def test_two_values_of_what_has_one() -> None:
    """Two founding years are a conflict that has all claims, each with its article, and says what is in question."""
    press = Newsroom()
    press.say("a", press.acme, "kg:foundedOn", "2018", confidence=0.8)
    press.say("b", press.acme, "kg:foundedOn", "2017", confidence=0.5)
    press.say("c", press.acme, "kg:foundedOn", "2017", confidence=0.5)
    (one,) = conflicts(press.store(), load())
    assert (one.kind, one.about.label, one.relations) == ("conflict", "Acme", ("kg:foundedOn",))
    assert [_label(side.values) for side in one.sides] == ["2017", "2018"], "those that most say first"
    assert one.confidence == pytest.approx(0.8 * (1 - (0.5 * 0.5 + 0.5 * 0.25)))
    titles = [[c.sentence.article.title for c in side.claims if c.sentence] for side in one.sides]
    assert [sorted(some) for some in titles] == [["b", "c"], ["a"]]


@pytest.mark.parametrize(
    ("relation", "one", "other"),
    [
        ("kg:foundedOn", "2018", "2018-05"),
        ("kg:competitorOf", "bolt", "fund"),
        ("kg:headquarteredIn", "oslo", "norway"),
        ("kg:livesIn", "oslo", "rome"),
    ],
)
def test_what_is_no_conflict(relation: str, one: str, other: str) -> None:
    """A date and a more precise one, a city and a country, and what there may be several of."""
    press = Newsroom()
    press.say("a", press.acme, relation, one)
    press.say("b", press.acme, relation, other)
    assert found(press) == {}


def test_sums_that_may_be_the_same() -> None:
    """A rounder figure, a conversion, a hedge and a sum that is kept back contradict nothing; another figure does."""
    press = Newsroom()
    kept_back = press.thing("undisclosed", "kg:MonetaryAmount", MentionKind.VALUE)
    sums = (
        press.sum("1370000000"),
        press.sum("1400000000", "USD", "about"),
        press.sum("1000000000", "USD", "over"),
    )
    euros = press.sum("1200000000", "EUR", None, "1390000000 USD")
    for i, amount in enumerate((*sums, euros, kept_back)):
        press.say(f"a{i}", press.round, "kg:amount", amount)
    assert found(press) == {}
    press.say("z", press.round, "kg:amount", press.sum("1900000000"))
    (one,) = conflicts(press.store(), load())
    assert {_label(side.values)[:14] for side in one.sides} >= {"usd-1900000000", "usd-1370000000"}
    assert not any("over" in _label(side.values) for side in one.sides), "over a billion agrees with both"


def test_debt_against_debt_and_equity() -> None:
    """What an article says of the instrument is one answer; two articles that both say debt and a loan agree."""
    press = Newsroom()
    press.say("a", press.round, "kg:instrument", "debt")
    press.say("a2", press.round, "kg:instrument", "loan")
    assert found(press) == {}
    for instrument in ("debt", "equity"):
        press.say("b", press.round, "kg:instrument", instrument)
    assert found(press) == {"conflict": [("debt", "debt and equity", "loan")]}


def test_an_article_does_not_contradict_itself() -> None:
    """Two amounts in one article are its answer, right or wrong; an article that says one of them agrees."""
    press = Newsroom()
    one, other = press.sum("134000000000"), press.sum("4000000000")
    press.say("a", press.round, "kg:amount", one)
    press.say("a", press.round, "kg:amount", other)
    assert found(press) == {}
    press.say("b", press.round, "kg:amount", other)
    assert found(press) == {}


def test_two_speakers_in_one_article_may_contradict_each_other() -> None:
    """An article that has two speakers give two years tells of a disagreement."""
    press = Newsroom()
    press.say("a", press.acme, "kg:foundedOn", "2018", said_by="Ann")
    press.say("a", press.acme, "kg:foundedOn", "2017", said_by="Ben")
    assert found(press) == {"conflict": [("2017", "2018")]}


def test_leads_that_share() -> None:
    """Different lead investors are a conflict; one who is named among two, or co-led, is none."""
    press = Newsroom()
    press.say("a", press.round, "kg:leadInvestor", press.fund)
    press.say("b", press.round, "kg:leadInvestor", press.fund)
    press.say("b", press.round, "kg:leadInvestor", press.bank)
    assert found(press) == {}
    press.say("c", press.round, "kg:leadInvestor", press.bank, words="the round was co-led by Bank")
    assert found(press) == {}
    other = Newsroom()
    other.say("a", other.round, "kg:leadInvestor", other.fund)
    other.say("b", other.bank, "kg:led", other.round, words="Bank led the round")
    assert found(other) == {"conflict": [("Bank", "Fund")]}, "the inverse says the same"


def chiefs(press: Newsroom, *said: tuple[str, str | None, str]) -> None:
    """Articles on their days name chief executives of Acme, with these words."""
    for i, (person, day, words) in enumerate(said):
        press.article(f"a{i}", day)
        press.say(f"a{i}", person, "kg:chiefExecutiveOf", press.acme, words=words.format(person.title()))


PLAIN = "{}, Acme's chief executive"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ([("ann", "2026-03-01", PLAIN), ("ben", "2026-03-02", PLAIN)], "conflict"),
        ([("ann", None, PLAIN), ("ben", None, PLAIN)], "conflict"),
        ([("ann", "2025-03-01", PLAIN), ("ben", "2026-03-02", PLAIN)], "succession"),
        ([("ben", "2026-03-02", PLAIN), ("ann", "2025-03-01", PLAIN)], "succession"),
        ([("ann", "2026-03-01", "former Acme chief executive {}"), ("ben", "2026-03-02", PLAIN)], "succession"),
        ([("ann", None, "ex-Acme boss {}"), ("ben", None, PLAIN)], "succession"),
        ([("ann", "2026-03-01", PLAIN), ("ben", "2026-03-09", "{} was named chief executive of Acme")], "succession"),
        (
            [("ann", "2026-03-01", PLAIN), ("ben", "2026-03-09", PLAIN), ("ann", "2026-03-09", "{} stepped down as chief executive of Acme")],
            "succession",
        ),
        ([("ann", "2025-01-01", PLAIN), ("ben", "2025-06-01", PLAIN), ("ann", "2026-01-01", PLAIN)], "conflict"),
        ([("ann", "2026-03-01", "{}, co-chief executive of Acme"), ("ben", "2026-03-01", "{}, co-chief executive of Acme")], None),
    ],
    ids=[
        "a day apart", "days unknown", "a year apart", "a year apart, turned round", "former", "former, days unknown",
        "named a week later", "stepped down in a week", "one, the other, the one again", "co-chiefs",
    ],
)  # fmt: skip
def test_chief_executives(said: list[tuple[str, str | None, str]], kind: str | None) -> None:
    """Two at one time are a conflict; at different times, or with a word of change, a succession in order of time."""
    press = Newsroom()
    chiefs(press, *said)
    kinds = found(press)
    assert list(kinds) == ([kind] if kind else [])
    if kind == "succession" and all(day for _, day, _ in said):
        first = min(said, key=lambda one: one[1] or "")[0]
        assert kinds["succession"][0][0] == first.title()


def test_chief_executives_of_two_companies() -> None:
    """One person may lead two companies; one company is led by one person."""
    press = Newsroom()
    press.say("a", press.ann, "kg:chiefExecutiveOf", press.acme)
    press.say("b", press.ann, "kg:chiefExecutiveOf", press.bolt)
    assert found(press) == {}


def test_a_plan_and_what_came_of_it() -> None:
    """A price that was planned in March and another one paid in September is a change; in one week, a conflict."""
    press = Newsroom()
    press.article("plan", "2026-03-01")
    press.article("done", LATER)
    press.say("plan", press.deal, "kg:price", press.sum("6500000000"), status=Status.PLANNED)
    press.say("done", press.deal, "kg:price", press.sum("6100000000"))
    assert list(found(press)) == ["succession"]
    press.article("doubt", "2026-03-02")
    press.say("doubt", press.deal, "kg:price", press.sum("5000000000"), status=Status.PLANNED)
    assert found(press)["conflict"] == [("usd-5000000000-plain-", "usd-6500000000-plain-")]


def test_a_date_that_was_planned_and_the_date_that_came() -> None:
    """When it was to be and when it was differ without a conflict; two days on which it is said to have been do not."""
    press = Newsroom()
    press.say("a", press.deal, "kg:date", "2026-03-02", status=Status.PLANNED)
    press.say("b", press.deal, "kg:date", "2026-03-10")
    press.say("c", press.deal, "kg:date", "2026-03-11")
    assert found(press) == {"succession": [("2026-03-02", "2026-03-10", "2026-03-11")]}
    press.say("d", press.deal, "kg:date", "2026-04-20")
    assert "conflict" in found(press)


def test_a_denial() -> None:
    """What one article says and another denies is a denial, with both sides; a rumour that is denied is none."""
    press = Newsroom()
    press.say("a", press.acme, "kg:competitorOf", press.bolt)
    press.say("b", press.acme, "kg:competitorOf", press.bolt, status=Status.NEGATED, said_by="Ann")
    press.say("a", press.acme, "kg:mergedWith", press.bolt, status=Status.POSSIBLE)
    press.say("b", press.acme, "kg:mergedWith", press.bolt, status=Status.NEGATED)
    (one,) = conflicts(press.store(), load())
    assert (one.kind, one.relations) == ("denial", ("kg:competitorOf",))
    assert [(_label(side.values), side.claims[0].attribution) for side in one.sides] == [
        ("so it is", ""),
        ("so it is not", "Ann"),
    ]


def test_an_event_is_denied_once() -> None:
    """A denied takeover is one denial of its roles, not one for each."""
    press = Newsroom()
    for role, filler in (("kg:acquirer", press.acme), ("kg:target", press.bolt)):
        press.say("a", press.deal, role, filler)
        press.say("b", press.deal, role, filler, status=Status.NEGATED)
    (one,) = conflicts(press.store(), load())
    assert (one.kind, one.relations, one.about.label) == (
        "denial",
        ("kg:acquirer", "kg:target"),
        "Acme buys Bolt",
    )


@pytest.mark.parametrize(
    ("status", "day", "kind"),
    [
        (Status.PLANNED, "2026-03-03", "denial"),
        (Status.PLANNED, LATER, "succession"),
        (Status.ASSERTED, "2026-03-03", "denial"),
        (Status.ASSERTED, LATER, "denial"),
        (Status.ASSERTED, "2025-03-03", "succession"),
    ],
)
def test_a_plan_that_came_to_nothing(status: Status, day: str, kind: str) -> None:
    """A plan, half a year later nothing came of it: a change. Said and denied in one week, or done and denied: a denial."""
    press = Newsroom()
    press.article("a", "2026-03-02")
    press.article("b", day)
    press.say("a", press.deal, "kg:target", press.bolt, status=status)
    press.say("b", press.deal, "kg:target", press.bolt, status=Status.NEGATED)
    assert list(found(press)) == [kind]


def test_an_article_that_tells_of_a_plan_and_its_end_denies_nothing() -> None:
    """Agreed, and called off, in one article; but two speakers in one article may deny what the other says."""
    press = Newsroom()
    press.say("a", press.deal, "kg:target", press.bolt, status=Status.PLANNED)
    press.say("a", press.deal, "kg:target", press.bolt, status=Status.NEGATED, words="nothing came of it")
    assert found(press) == {}
    press.say("b", press.acme, "kg:mergedWith", press.bolt, said_by="Ann")
    press.say("b", press.acme, "kg:mergedWith", press.bolt, said_by="Ben", status=Status.NEGATED)
    assert list(found(press)) == ["denial"]


def test_events_and_unnamed_things_are_left_to_resolution() -> None:
    """Two nodes for one round, or for one plant, are not two values."""
    press = Newsroom()
    share = press.thing("share", "kg:Investment", MentionKind.EVENT)
    other = press.thing("another round", "kg:FundingRound", MentionKind.EVENT)
    press.say("a", share, "kg:round", press.round)
    press.say("b", share, "kg:round", other)
    assert found(press) == {}


def disagreeing(seed: int) -> Press:
    """Articles that say and deny this and that, on days that are known or not."""
    dice = random.Random(seed)
    press = Newsroom()
    for i in range(8):
        press.article(f"a{i}", dice.choice([None, "2026-03-01", "2026-03-05", LATER]))
        for _ in range(4):
            subject, relation, value = dice.choice(
                [
                    (press.acme, "kg:foundedOn", dice.choice(["2017", "2018", "2018-05"])),
                    (press.acme, "kg:headquarteredIn", dice.choice([press.oslo, press.rome, press.norway])),
                    (press.round, "kg:instrument", dice.choice(["debt", "equity", "loan"])),
                    (press.round, "kg:leadInvestor", dice.choice([press.fund, press.bank])),
                    (
                        press.round,
                        "kg:amount",
                        press.sum(dice.choice(["1400000000", "1370000000", "2000000000"])),
                    ),
                    (dice.choice([press.ann, press.ben]), "kg:chiefExecutiveOf", press.acme),
                    (press.deal, "kg:target", press.bolt),
                ]
            )
            press.say(
                f"a{i}", subject, relation, value,
                status=dice.choice(list(Status)), confidence=dice.choice([0.4, 0.9]), said_by=dice.choice(["", "", "Eve"]),
            )  # fmt: skip
    return press


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_any_order_of_articles_and_statements(seed: int, dice: random.Random) -> None:
    """The same quads, in whatever order articles and statements come."""
    press = disagreeing(seed)
    documents, statements = press.documents, list(press._evidence.items())
    dice.shuffle(documents)
    dice.shuffle(statements)
    expected = set(press.quads())
    press._evidence = dict(statements)
    assert set(press.quads(documents)) == expected


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_whatever_is_found_is_well_formed(seed: int) -> None:
    """Every conflict has two sides or more of different articles or speakers; no claim of its is merely possible."""
    store = disagreeing(seed).store()
    for one in (*conflicts(store, load()), *conflicts(store, load(), changes=True)):
        assert len(one.sides) > 1
        assert 0 < one.confidence <= 1
        claims = [claim for side in one.sides for claim in side.claims]
        assert len({claim.iri for claim in claims}) == len(claims)
        assert all(claim.status != "possible" for claim in claims)
        assert len({(c.sentence.article.iri, c.attribution) for c in claims if c.sentence}) > 1


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_a_copy_of_an_article_starts_no_new_conflict(seed: int) -> None:
    """The same article again, under another address, disagrees with nothing that it did not disagree with before."""
    press = disagreeing(seed)
    again = Press()
    again.__dict__.update(press.__dict__)
    again._texts, again._days = dict(press._texts), dict(press._days)
    again._texts["copy"], again._days["copy"] = press._texts["a0"], press._days["a0"]
    again._evidence = {
        key: [*said, *(dataclasses.replace(e, document_id="copy") for e in said if e.document_id == "a0")]
        for key, said in press._evidence.items()
    }
    assert _what(press.store()) == _what(again.store())


def _what(store: Store) -> dict[str, tuple[str, float]]:
    """IRI -> kind and confidence of each disagreement."""
    found: list[Disagreement] = [*conflicts(store, load()), *conflicts(store, load(), changes=True)]
    return {one.iri: (one.kind, one.confidence) for one in found}


def test_thousands_of_answers_to_one_question() -> None:
    """A round to which resolution has merged a thousand amounts ends in one conflict, in seconds."""
    press = Newsroom()
    for i in range(1000):
        press.say(f"a{i}", press.round, "kg:amount", press.sum(str(1_000_003 * (i + 1))))
    nodes = {quad.subject for quad in press.quads() if quad.predicate.value.endswith("#inQuestion")}
    assert len(nodes) == 1
