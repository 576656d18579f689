"""Resolution over documents: what is one thing, what stays two, and why."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from kg.model import Amount, Entity, Extraction, KnowledgeBase, MentionKind, PartialDate, Status
from kg.ontology import load
from kg.resolve import resolve
from tests.builders import Draft

COMPANY, PERSON, ROUND = "kg:Company", "kg:Person", "kg:FundingRound"


def acquisition(document_id: str, buyer: str, bought: str, *, full: str = "") -> Extraction:
    """One company acquired another; `full` is a longer name of the buyer used beside it."""
    draft = Draft(document_id, f"{buyer} bought {bought}. {full}".strip())
    one, other = draft.mention(buyer, COMPANY), draft.mention(bought, COMPANY)
    draft.say(one, "kg:acquired", other)
    if full:
        draft.same(one, draft.mention(full, COMPANY))
    return draft.extraction()


def labels(knowledge: KnowledgeBase) -> list[str]:
    """The labels of all entities, sorted."""
    return sorted(entity.label for entity in knowledge.entities)


def test_same_name_in_two_articles_is_one_entity() -> None:
    """A name that differs in case and punctuation only stands for one company."""
    found = resolve(
        [acquisition("a", "Acme", "Bolt"), acquisition("b", "ACME.", "Bolt")], load()
    ).knowledge_base
    assert labels(found) in (["ACME.", "Bolt"], ["Acme", "Bolt"])
    assert len(found.statements) == 1
    assert len(found.statements[0].evidence) == 2


def test_short_name_follows_the_full_name_used_elsewhere() -> None:
    """A short name is taken for the one full name that some article uses it for, with that reason."""
    extractions = [
        acquisition("a", "Mistral", "Bolt", full="Mistral AI"),
        acquisition("b", "Mistral", "Volt"),
    ]
    found = resolve(extractions, load()).knowledge_base
    company = next(entity for entity in found.entities if entity.label == "Mistral AI")
    assert company.aliases == ("Mistral",)
    reason = "a uses both for one thing, and no article uses “Mistral” for another"
    assert [merge.reason for merge in company.merges] == [reason]
    assert {s.subject for s in found.statements} == {company.id}


def test_ambiguous_short_name_is_not_merged() -> None:
    """A short name that articles use for two things stays an entity of its own."""
    extractions = [
        acquisition("a", "Mistral", "Bolt", full="Mistral AI"),
        acquisition("b", "Mistral", "Volt", full="Mistral Air"),
        acquisition("c", "Mistral", "Watt"),
    ]
    found = resolve(extractions, load()).knowledge_base
    assert {"Mistral", "Mistral AI", "Mistral Air"} <= set(labels(found))


def test_same_name_of_different_kinds_stays_apart() -> None:
    """Washington the person and Washington the company are two, with ids of their own."""
    draft = Draft("a", "Washington leads Acme")
    draft.say(draft.mention("Washington", PERSON), "kg:chiefExecutiveOf", draft.mention("Acme", COMPANY))
    found = resolve([draft.extraction(), acquisition("b", "Washington", "Bolt")], load()).knowledge_base
    both = [entity for entity in found.entities if entity.label == "Washington"]
    assert len({entity.id for entity in both}) == len({entity.type for entity in both}) == 2


def funding(document_id: str, amount: str, value: int, *, qualifier: str | None = None) -> Extraction:
    """Acme raised an amount of euros in a round."""
    draft = Draft(document_id, f"Acme raised {amount} in a round")
    round_ = draft.mention("raised", ROUND, MentionKind.EVENT)
    draft.say(round_, "kg:recipient", draft.mention("Acme", COMPANY))
    money = Amount(Decimal(value), "EUR", qualifier)
    draft.say(
        round_,
        "kg:amount",
        draft.mention(amount, "kg:MonetaryAmount", MentionKind.VALUE, value=money),
        Status.PLANNED,
    )
    return draft.extraction()


def test_rounds_with_one_recipient_and_amount_are_one_event() -> None:
    """Two articles on the same round make one event; a third on another amount makes a second."""
    extractions = [
        funding("a", "€5 million", 5_000_000),
        funding("b", "about 5 million euros", 5_000_000, qualifier="about"),
        funding("c", "€9 million", 9_000_000),
    ]
    found = resolve(extractions, load()).knowledge_base
    rounds = [entity for entity in found.entities if entity.kind is MentionKind.EVENT]
    assert [len(event.mentions) for event in sorted(rounds, key=lambda e: -len(e.mentions))] == [2, 1]
    assert "EUR 5 million" in " ".join(labels(found))


def test_unresolved_description_makes_no_entity() -> None:
    """A company that is never named is left out of the graph, with what is said of it."""
    draft = Draft("a", "a start-up bought Bolt")
    draft.say(
        draft.mention("a start-up", COMPANY, MentionKind.NOMINAL),
        "kg:acquired",
        draft.mention("Bolt", COMPANY),
    )
    found = resolve([draft.extraction()], load())
    assert found.knowledge_base == KnowledgeBase((), ())
    assert len(found.denotes) == 2


def test_order_of_documents_does_not_matter() -> None:
    """Any order of the same extractions gives the same knowledge base."""
    extractions = [
        acquisition("a", "Mistral", "Bolt", full="Mistral AI"),
        acquisition("b", "Mistral", "Volt"),
        funding("c", "€5 million", 5_000_000),
        funding("d", "€5 million", 5_000_000),
    ]
    results = [resolve(order, load()).knowledge_base for order in itertools.permutations(extractions)]
    assert all(result == results[0] for result in results)


def company(found: KnowledgeBase, label: str) -> Entity:
    """The entity with this label."""
    return next(entity for entity in found.entities if entity.label == label)


def test_names_that_differ_in_their_legal_form_are_one() -> None:
    """With and without its legal form a company keeps one id, and the reason is told."""
    alone = resolve([acquisition("a", "Acme Inc.", "Bolt")], load()).knowledge_base
    both = resolve(
        [acquisition("a", "Acme Inc.", "Bolt"), acquisition("b", "Acme", "Volt")], load()
    ).knowledge_base
    assert company(alone, "Acme Inc.").id == company(both, "Acme").id == "acme"
    assert [merge.reason for merge in company(both, "Acme").merges] == [
        "the same name but for its legal form"
    ]


def test_legal_forms_that_no_country_shares_keep_companies_apart() -> None:
    """A GmbH and an Inc. of one name are two companies, and who goes by the bare name is not told."""
    names = ("Acme GmbH", "Acme Inc.", "Acme")
    found = resolve([acquisition(name, name, "Bolt") for name in names], load()).knowledge_base
    assert len({company(found, name).id for name in names}) == 3


def test_an_id_stays_when_articles_come_and_the_label_changes() -> None:
    """A merged name's id leads to the entity, whose own id does not depend on how the name is spelled."""
    before = resolve([acquisition("b", "Mistral", "Volt")], load()).knowledge_base
    more = [acquisition("a", "Mistral", "Bolt", full="Mistral AI"), acquisition("c", "MISTRAL AI", "Watt")]
    after = resolve([acquisition("b", "Mistral", "Volt"), *more], load()).knowledge_base
    assert company(before, "Mistral").id == "mistral"
    assert company(after, "Mistral AI").id == "mistral-ai"
    assert company(after, "Mistral AI").former == ("mistral",)


def test_a_homonym_takes_no_id_away() -> None:
    """Of a company and a person of one name the first class by its name has the plain id, whoever else comes."""
    draft = Draft("a", "Washington leads Acme")
    draft.say(draft.mention("Washington", PERSON), "kg:chiefExecutiveOf", draft.mention("Acme", COMPANY))
    found = resolve([draft.extraction(), acquisition("b", "Washington", "Bolt")], load()).knowledge_base
    ids = {entity.type: entity.id for entity in found.entities if entity.label == "Washington"}
    assert ids[PERSON] == "washington-person"
    assert "washington" in ids.values()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((1_430_000_000, None), (1_400_000_000, "about"), True),  # within what "about" allows
        ((1_430_000_000, None), (1_400_000_000, None), True),  # the same, rounded to two digits
        ((1_430_000_000, None), (1_200_000_000, "about"), False),
        ((1_430_000_000, None), (1_000_000_000, None), False),  # one digit may be any round sum
        ((5_000_000, None), (5_000_000, "over"), True),
    ],
)
def test_sums_may_be_rounded(one: tuple[int, str | None], other: tuple[int, str | None], same: bool) -> None:  # noqa: FBT001
    """Two rounds of one company are one if a third thing is shared and the sums may be the same."""
    found = resolve(
        [led_round(id_, *sum_) for id_, sum_ in (("a", one), ("b", other))], load()
    ).knowledge_base
    assert len([e for e in found.entities if e.kind is MentionKind.EVENT]) == (1 if same else 2)


def led_round(document_id: str, value: int, qualifier: str | None) -> Extraction:
    """Acme raised so much in a round with Bolt."""
    draft = Draft(document_id, f"Acme raised {value} in a round with Bolt")
    round_ = draft.mention("raised", ROUND, MentionKind.EVENT)
    money = Amount(Decimal(value), "EUR", qualifier)
    draft.say(round_, "kg:recipient", draft.mention("Acme", COMPANY))
    draft.say(round_, "kg:investor", draft.mention("Bolt", COMPANY))
    draft.say(
        round_, "kg:amount", draft.mention(str(value), "kg:MonetaryAmount", MentionKind.VALUE, value=money)
    )
    return draft.extraction()


def dated_round(document_id: str, date: str) -> Extraction:
    """Acme raised five million at that time."""
    draft = Draft(document_id, f"Acme raised €5 million in {date}")
    round_ = draft.mention("raised", ROUND, MentionKind.EVENT)
    money = Amount(Decimal(5_000_000), "EUR")
    when = PartialDate.parse(date)
    draft.say(round_, "kg:recipient", draft.mention("Acme", COMPANY))
    draft.say(
        round_, "kg:amount", draft.mention("€5 million", "kg:MonetaryAmount", MentionKind.VALUE, value=money)
    )
    draft.say(round_, "kg:date", draft.mention(date, "kg:Date", MentionKind.VALUE, value=when))
    return draft.extraction()


@pytest.mark.parametrize(("date", "count"), [("2025-03-20", 1), ("2025", 1), ("2023-03", 2), ("2025-09", 2)])
def test_rounds_of_one_sum_at_two_times_are_two(date: str, count: int) -> None:
    """The same recipient and amount make no one round of two that lie further apart than a round lasts."""
    found = resolve([dated_round("a", "2025-03"), dated_round("b", date)], load()).knowledge_base
    assert len([e for e in found.entities if e.kind is MentionKind.EVENT]) == count


def site(document_id: str, words: str, place: str) -> Extraction:
    """Acme builds an unnamed facility somewhere."""
    draft = Draft(document_id, f"Acme builds {words} near {place}")
    project = draft.mention("builds", "kg:FacilityProject", MentionKind.EVENT)
    draft.say(project, "kg:developer", draft.mention("Acme", COMPANY))
    draft.say(project, "kg:facility", draft.mention(words, "kg:DataCenter", MentionKind.NOMINAL))
    draft.say(project, "kg:place", draft.mention(place, "kg:City"))
    return draft.extraction()


def test_unnamed_things_that_are_told_of_alike_are_one() -> None:
    """A data center of one company in one city is one, whatever it is called; in another city it is another."""
    sites = [
        site("a", "a major data center", "Paris"),
        site("b", "a massive cluster", "Paris"),
        site("c", "a data center", "Lyon"),
    ]
    found = resolve(sites, load()).knowledge_base
    built = [entity for entity in found.entities if entity.kind is MentionKind.NOMINAL]
    assert sorted((e.label, e.aliases) for e in built) == [
        ("data center", ()),
        ("major data center", ("massive cluster",)),
    ]
    (one,) = (entity for entity in built if entity.aliases)
    assert [merge.reason for merge in one.merges] == ["both are told of with acme and paris"]
    assert len([e for e in found.entities if e.kind is MentionKind.EVENT]) == 2


def test_two_names_of_a_known_place_are_one() -> None:
    """Packaged lists know both names, and the reason is the place's address."""
    found = resolve([site("a", "a plant", "Praha"), site("b", "a plant", "Prague")], load()).knowledge_base
    (city,) = (entity for entity in found.entities if entity.type == "kg:City")
    assert {city.label, *city.aliases} == {"Praha", "Prague"}
    assert city.merges[0].reason.startswith("both are https://sws.geonames.org/")


def series_b(document_id: str, *values: int) -> Extraction:
    """Acme raised so much in a Series B; with several values, each in a round of its own."""
    words = [f"Acme raised {value} in a Series B" for value in values]
    draft = Draft(document_id, ". ".join(words))
    for number, value in enumerate(values):
        round_ = draft.mention("raised", ROUND, MentionKind.EVENT, occurrence=number)
        money = Amount(Decimal(value), "EUR")
        draft.say(round_, "kg:recipient", draft.mention("Acme", COMPANY, occurrence=number))
        draft.say(
            round_,
            "kg:stage",
            draft.mention("Series B", "kg:FundingStage", MentionKind.VALUE, occurrence=number),
        )
        draft.say(
            round_,
            "kg:amount",
            draft.mention(str(value), "kg:MonetaryAmount", MentionKind.VALUE, value=money),
        )
    return draft.extraction()


@pytest.mark.parametrize(
    ("articles", "count"),
    [
        ([(1_100_000,), (1_300_000,)], 1),  # two articles differ about one round
        ([(1_100_000, 1_300_000)], 2),  # one article tells of two
        ([(1_100_000,), (5_000_000,)], 2),  # too far apart to be one
    ],
)
def test_articles_may_differ_about_a_sum(articles: list[tuple[int, ...]], count: int) -> None:
    """One stage of one company is one round, though two articles give different sums; both sums are kept."""
    told = [series_b(str(number), *values) for number, values in enumerate(articles)]
    found = resolve(told, load()).knowledge_base
    rounds = {e.id for e in found.entities if e.kind is MentionKind.EVENT}
    assert len(rounds) == count
    assert len({s.object for s in found.statements if s.predicate == "kg:amount"}) == 2
