"""The rules and shapes by themselves, on graphs of a few triples."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Store, parse
from rdflib import RDF, SH, Graph, URIRef

FOLDER = Path(__file__).resolve().parents[2] / "ontology"
RULES = sorted((FOLDER / "rules").glob("*.rq"))
KG = "https://kg.example.org/ontology#"
PREFIXES = """@prefix : <https://kg.example.org/id/> . @prefix kg: <https://kg.example.org/ontology#> .
    @prefix schema: <https://schema.org/> . """
ROUND = """:round kg:recipient :nordlys ; kg:amount :whole . :whole schema:value 100 ; schema:currency "EUR" .
    :part kg:investor :fund ; kg:round :round ; kg:amount :share . """


def derived(rule: str, data: str) -> set[tuple[str, ...]]:
    """What the rule constructs from the data, as local names."""
    store = Store()
    store.extend(parse(PREFIXES + data, format=RdfFormat.TURTLE))
    found = store.query((FOLDER / "rules" / f"{rule}.rq").read_text("utf-8"))
    assert isinstance(found, QueryTriples)
    return {
        tuple(
            node.value.rpartition("/")[2].rpartition("#")[2] for node in triple if isinstance(node, NamedNode)
        )
        for triple in found
    }


@pytest.mark.parametrize("file", RULES, ids=lambda file: file.stem)
def test_rules_say_what_they_are_and_use_plain_patterns(file: Path) -> None:
    """A rule starts with its label and its premises, and has no path, UNION, blank node or GRAPH in it."""
    first, second, *rest = file.read_text("utf-8").splitlines()
    assert first.startswith("# label: ")
    assert second.startswith("# premises: ")
    body = "\n".join(rest)
    assert body.count("CONSTRUCT") == 1
    assert not any(word in body for word in ("UNION", "GRAPH", "SERVICE", "VALUES", "_:", "[", "|"))


def test_more_than_half_of_a_round_leads_it() -> None:
    """Fifty-one of a hundred euros lead; a share in another currency, just a half, or more than all do not."""
    assert derived("lead-by-majority", ROUND + ':share schema:value 51 ; schema:currency "EUR" .') == {
        ("fund", "led", "round")
    }
    for share in ('50 ; schema:currency "EUR"', '60 ; schema:currency "USD"', '101 ; schema:currency "EUR"'):
        assert derived("lead-by-majority", ROUND + f":share schema:value {share} .") == set()


def test_a_stated_lead_stands() -> None:
    """Where another lead investor is stated, a majority derives none; the stated one itself is no obstacle."""
    share = ':share schema:value 60 ; schema:currency "EUR" . '
    assert derived("lead-by-majority", ROUND + share + ":round kg:leadInvestor :other .") == set()
    assert derived("lead-by-majority", ROUND + share + ":round kg:leadInvestor :fund .") != set()


def test_investors_of_rounds_participate() -> None:
    """An investor of a round participated in it; an investment that is no round gives nothing."""
    assert derived("participated-in-round", ":round kg:recipient :nordlys ; kg:investor :fund .") == {
        ("fund", "participatedIn", "round")
    }
    assert derived("participated-in-round", ":investment kg:investor :fund ; kg:place :norway .") == set()


def test_shapes_are_core_and_reach_every_structural_class() -> None:
    """Shapes use SHACL core only, and some shape looks at claims and conflicts, evidence, articles, amounts and events."""
    shapes = Graph().parse(FOLDER / "shapes.ttl")
    listed = set(shapes.subjects(RDF.type, SH.NodeShape))
    assert len(listed) >= 15
    assert not list(shapes.triples((None, SH.sparql, None)))
    targets = set(shapes.objects(None, SH.targetClass))
    oa, schema = "http://www.w3.org/ns/oa#", "https://schema.org/"
    wanted = (
        *(KG + name for name in ("Claim", "DerivedClaim", "MonetaryAmount", "FundingRound", "Agent")),
        *(KG + name for name in ("Support", "Conflict", "Denial", "Succession")),
        *(oa + name for name in ("SpecificResource", "TextPositionSelector", "TextQuoteSelector")),
        schema + "NewsArticle",
    )
    assert {URIRef(name) for name in wanted} <= targets
