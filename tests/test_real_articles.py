"""The five real articles, where they are at hand: what must come out of them, each with its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.explain import explain
from kg.pipeline import STORE, Options, build
from kg.query import query
from kg.store import Store


@pytest.fixture(scope="module")
def graph(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The graph of the real articles."""
    output = tmp_path_factory.mktemp("real")
    report = build([str(shared / "articles")], output, Options())
    assert report.contents.articles == 5
    return Store.open(output / STORE)


@pytest.fixture(scope="module")
def bodies(graph: Store) -> dict[str, str]:
    """The text of each article, by its address."""
    rows = query(graph, "SELECT ?article ?body { ?article schema:articleBody ?body }").rows
    return {article.value: body.value for article, body in rows if article and body}


def ask(graph: Store, pattern: str) -> bool:
    """Whether the pattern holds."""
    return query(graph, f"ASK {{ {pattern} }}").truth


ROUND = "?round a kg:FundingRound ; kg:recipient ?m ; kg:amount [ schema:currency '{}' ; schema:value ?v ] . ?m rdfs:label 'Mistral AI' . FILTER(?v = {})"


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "status"),
    [
        ("Mistral", "investsIn", "Sweden", "planned"),
        ("ASML", "led", "", "asserted"),
        ("Nvidia", "investsIn", "Mistral", "asserted"),
        ("Microsoft", "investsIn", "Mistral", "asserted"),
        ("DST Global", "investsIn", "Mistral", "asserted"),
        ("Andreessen Horowitz", "investsIn", "Mistral", "asserted"),
        ("Bpifrance", "investsIn", "Mistral", "asserted"),
        ("General Catalyst", "investsIn", "Mistral", "asserted"),
        ("Index Ventures", "investsIn", "Mistral", "asserted"),
        ("EcoDataCenter", "partnerOf", "Mistral", "planned"),
        ("Arthur Mensch", "chiefExecutiveOf", "Mistral", "asserted"),
        ("Mistral", "foundedOn", "2023", "asserted"),
        ("Mistral", "offers", "Mistral Compute", "asserted"),
        ("Mistral", "launched", "Mistral Compute", "asserted"),
        ("OpenAI", "builds", "", "planned"),
    ],
)
def test_fact_comes_out_with_its_sentence(
    graph: Store, bodies: dict[str, str], subject: str, predicate: str, object_: str, status: str
) -> None:
    """Each fact has a claim of the right status, whose quote stands in the article at its offsets."""
    claims = [claim for fact in explain(graph, subject, predicate, object_) for claim in fact.claims]
    assert status in {claim.status.casefold() for claim in claims}
    assert all(claim.sentence or claim.premises for claim in claims)
    for sentence in filter(None, (claim.sentence for claim in claims)):
        body = bodies[sentence.article.iri]
        assert body[sentence.start : sentence.end] == sentence.text
        assert all(0 <= start < end <= len(sentence.text) for start, end in sentence.cues)


def test_investment_in_sweden_has_amount_and_source(graph: Store) -> None:
    """1.2 billion euros, according to CNBC."""
    assert ask(
        graph,
        "?i a kg:Investment ; kg:investor ?m ; kg:place ?s ; kg:amount ?a . ?m rdfs:label 'Mistral AI' ."
        " ?s rdfs:label 'Sweden' . ?a schema:currency 'EUR' ; schema:value ?v . FILTER(?v = 1200000000)"
        " ?c rdf:subject ?m ; rdf:object ?s ; kg:status kg:Planned ; kg:attributionText 'CNBC' .",
    )


def test_round_of_1700_million_with_its_roles_and_derived_lead(graph: Store) -> None:
    """Valuation 11.7 billion, ASML with 1.3 billion of it, and from that, marked as derived, ASML's lead."""
    assert ask(
        graph,
        ROUND.format("EUR", 1_700_000_000)
        + " ?round kg:valuation [ schema:value ?w ] ; kg:investor ?asml . FILTER(?w = 11700000000) ?asml rdfs:label 'ASML' ."
        " ?part a kg:Investment ; kg:round ?round ; kg:investor ?asml ; kg:amount [ schema:value ?x ] . FILTER(?x = 1300000000)"
        " ?asml kg:led ?round . ?c a kg:DerivedClaim ; rdf:subject ?asml ; rdf:predicate kg:led ; rdf:object ?round ;"
        " prov:wasDerivedFrom ?premise .",
    )


@pytest.mark.parametrize(
    ("amount", "stage", "date", "valuation"),
    [
        (105_000_000, "seed", "2023-06", None),
        (385_000_000, "Series A", "2023-12", 2_000_000_000),
        (600_000_000, "Series B", "2024-06", 5_800_000_000),
    ],
)
def test_dated_rounds(graph: Store, amount: int, stage: str, date: str, valuation: int | None) -> None:
    """The rounds of 2023 and 2024, each with amount, stage, month and valuation."""
    worth = f" ?round kg:valuation [ schema:value ?w ] . FILTER(?w = {valuation})" if valuation else ""
    assert ask(
        graph,
        ROUND.format("EUR", amount)
        + f" ?round kg:stage ?stage ; kg:date ?date . FILTER(STR(?stage) = '{stage}' && STR(?date) = '{date}')"
        + worth,
    )


def test_the_830_million_financing_is_one_round(graph: Store) -> None:
    """Four articles, one event."""
    pattern = ROUND.format("USD", 830_000_000)
    rows = query(graph, f"SELECT DISTINCT ?round {{ {pattern} }}").rows
    assert len(rows) == 1
    articles = query(
        graph,
        f"SELECT DISTINCT ?article {{ {pattern} ?c rdf:subject ?round ; prov:wasDerivedFrom [ oa:hasSource ?article ] }}",
    ).rows
    assert len(articles) == 4


def test_disagreement_about_the_830_million(graph: Store) -> None:
    """Debt against debt and equity; banks against venture funds and sovereign wealth. Nothing else is in conflict."""
    pattern = ROUND.format("USD", 830_000_000)
    rows = query(
        graph,
        f"SELECT DISTINCT ?property ?value {{ {pattern} ?conflict a kg:Conflict ; kg:about ?round ; kg:inQuestion ?property ;"
        " kg:claim [ rdf:object ?value ] }",
    ).rows
    assert {tuple(cell.value.rpartition("#")[2] for cell in row if cell) for row in rows} == {
        *(("instrument", value) for value in ("debt", "equity")),
        *(
            ("investorKind", value)
            for value in ("banks", "venture funds", "sovereign wealth entities", "private investors")
        ),
    }
    assert len(query(graph, "SELECT DISTINCT ?conflict { ?conflict a kg:Conflict }").rows) == 2


def test_data_centres(graph: Store) -> None:
    """The one in Sweden opens in 2027; OpenAI's is in Norway."""
    assert ask(
        graph,
        "?p a kg:FacilityProject ; kg:facility ?f ; kg:opensOn ?d . FILTER(STR(?d) = '2027')"
        " ?f kg:locatedIn [ rdfs:label 'Sweden' ] .",
    )
    assert ask(
        graph,
        "?p a kg:FacilityProject ; kg:developer [ rdfs:label 'OpenAI' ] ; kg:place [ rdfs:label 'Norway' ] .",
    )


def test_no_names_with_remains_of_mojibake(graph: Store) -> None:
    """The Thai characters of the damaged article reach no label."""
    rows = query(
        graph, "SELECT ?label { ?s rdfs:label ?label FILTER(REGEX(?label, '[\\u0E00-\\u0E7F]')) }"
    ).rows
    assert not rows
