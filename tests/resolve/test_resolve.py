"""Resolution over documents: what is one thing, what stays two, and why."""

from __future__ import annotations

import itertools
from decimal import Decimal

from kg.model import Amount, Extraction, KnowledgeBase, MentionKind, Status
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
