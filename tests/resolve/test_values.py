"""Sums of money: one id and one label each, wherever they stand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble import terms
from kg.assemble.entities import entity_triples
from kg.assemble.terms import DEFAULT_BASE, Minter
from kg.model import Amount, Entity, Extraction, KnowledgeBase, MentionKind
from kg.ontology import load
from kg.resolve import resolve
from kg.resolve.values import amount_id, amount_label
from tests.builders import Draft

MONEY = "kg:MonetaryAmount"


@pytest.mark.parametrize(
    ("amount", "id_", "label"),
    [
        (Amount(Decimal(1_700_000_000), "EUR"), "eur-1700000000", "EUR 1.7 billion"),
        (Amount(Decimal("1.70e9"), "EUR"), "eur-1700000000", "EUR 1.7 billion"),
        (Amount(Decimal(12_500_000), "USD", "about"), "usd-12500000-about", "about USD 12.5 million"),
        (Amount(Decimal(2_000_000_000_000), "JPY"), "jpy-2000000000000", "JPY 2 trillion"),
        (Amount(Decimal(1_435_000_000), "USD"), "usd-1435000000", "USD 1.435 billion"),
        (Amount(Decimal(1_434_567_890), "USD"), "usd-1434567890", "USD 1,434,567,890"),
        (Amount(Decimal(950_000), "USD"), "usd-950000", "USD 950,000"),
        (Amount(Decimal("12500.5"), "EUR", "about"), "eur-12500.5-about", "about EUR 12,500.50"),
        (Amount(Decimal("0.125"), "USD"), "usd-0.125", "USD 0.125"),
        (Amount(Decimal(0), "USD", "at least"), "usd-0-at-least", "at least USD 0"),
        (Amount(Decimal(26), "USD", per="share"), "usd-26-per-share", "USD 26 per share"),
        (
            Amount(Decimal("26.5"), "USD", "over", per="ads"),
            "usd-26.5-over-per-ads",
            "over USD 26.50 per ads",
        ),
        (Amount(Decimal("2.5e15"), "USD"), "usd-2500000000000000", "USD 2,500 trillion"),
    ],
)
def test_sums_in_words(amount: Amount, id_: str, label: str) -> None:
    """A sum reads as people write it, with nothing rounded away."""
    assert (amount_id(amount), amount_label(amount)) == (id_, label)


values = st.decimals(0, 10**20, places=2) | st.integers(0, 10**15).map(Decimal)


@given(values, values)
def test_different_sums_read_differently(one: Decimal, other: Decimal) -> None:
    """A label says the value exactly, as the id does; any value has one."""
    first, second = (amount_label(Amount(value, "USD")) for value in (one, other))
    assert (first == second) == (one == other)
    number, _, unit = first.removeprefix("USD ").partition(" ")
    scale = {"": 0, "million": 6, "billion": 9, "trillion": 12}[unit]
    assert Decimal(number.replace(",", "")).scaleb(scale) == one
    assert amount_label(Amount(Decimal("1e40"), "USD")).endswith("000 trillion")


@pytest.mark.parametrize("value", ["950000", "1434567890", "12500.5"])
def test_a_conversion_is_the_sum_that_another_article_tells(value: str) -> None:
    """What a text converts a sum to has the IRI and the label that it has where it is told by itself."""
    dollars = Amount(Decimal(value), "USD", "about")
    euros = Amount(Decimal(10**6), "EUR", equivalent=dollars)
    converted = Entity("eur-1000000", MONEY, amount_label(euros), MentionKind.VALUE, value=euros)
    alone = Entity(amount_id(dollars), MONEY, amount_label(dollars), MentionKind.VALUE, value=dollars)
    minter = Minter(DEFAULT_BASE, load())
    found = set(entity_triples(KnowledgeBase((converted,), ()), minter))
    told = set(entity_triples(KnowledgeBase((alone,), ()), minter))
    assert told < found
    assert len([triple for triple in told if triple.predicate == terms.LABEL]) == 1


def deal(buyer: str) -> Extraction:
    """A company of that name bought Bolt for an undisclosed sum."""
    draft = Draft("a", f"{buyer} bought Bolt for an undisclosed sum")
    deal = draft.mention("bought", "kg:Acquisition", MentionKind.EVENT)
    draft.say(deal, "kg:acquirer", draft.mention(buyer, "kg:Company"))
    draft.say(deal, "kg:target", draft.mention("Bolt", "kg:Company"))
    draft.say(deal, "kg:price", draft.mention("undisclosed", MONEY, MentionKind.VALUE))
    return draft.extraction()


@pytest.mark.parametrize("name", ["Undisclosed", "undisclosed_amount", "Undisclosed Amount"])
def test_nothing_is_called_so_that_it_is_the_sum_kept_back(name: str) -> None:
    """A company of that name and a sum that is not told are two."""
    found = resolve([deal(name)], load()).knowledge_base
    objects = {s.predicate: s.object for s in found.statements}
    assert objects["kg:acquirer"] != objects["kg:price"]
    assert {e.id: e.kind for e in found.entities}[str(objects["kg:price"])] is MentionKind.VALUE


def test_a_price_per_share_is_no_sum() -> None:
    """26 dollars a share and 26 dollars are two amounts."""
    draft = Draft("a", "Acme sold shares at 26 a share, 26 in all")
    offering = draft.mention("sold", "kg:PublicOffering", MentionKind.EVENT)
    draft.say(offering, "kg:issuer", draft.mention("Acme", "kg:Company"))
    for role, words, per in (("kg:pricePerShare", "26 a share", "share"), ("kg:amount", "26 in", None)):
        money = Amount(Decimal(26), "USD", per=per)
        draft.say(offering, role, draft.mention(words, MONEY, MentionKind.VALUE, value=money))
    found = resolve([draft.extraction()], load()).knowledge_base
    assert {e.id: e.label for e in found.entities if e.kind is MentionKind.VALUE} == {
        "usd-26": "USD 26",
        "usd-26-per-share": "USD 26 per share",
    }
