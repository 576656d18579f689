"""What follows from what is claimed: property axioms and rules, each conclusion with its premises."""

from __future__ import annotations

import dataclasses

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.assemble.derive import Derivation, derive
from kg.assemble.rules import axioms, inference
from kg.assemble.support import Support
from kg.assemble.terms import DEFAULT_BASE, Fact, Minter
from kg.errors import OntologyError
from kg.model import KnowledgeBase, Status
from kg.ontology import Ontology, Property, Rule, Step, load
from kg.store import Store
from tests.assemble import sample


def ontology(*properties: Property, rules: tuple[Rule, ...] = ()) -> Ontology:
    """An ontology of these properties and rules only."""
    return dataclasses.replace(load(), properties={p.curie: p for p in properties}, rules=rules)


def prop(curie: str, **axioms: object) -> Property:
    """A property with nothing but its axioms."""
    return Property(curie, "", "", **axioms)  # type: ignore[arg-type]


def fact(text: str) -> Fact:
    """A triple of instances: "a kg:p b"."""
    subject, predicate, object_ = text.split()
    return (
        NamedNode(DEFAULT_BASE + subject),
        NamedNode(load().iri(predicate)),
        Literal(object_[1:-1]) if object_.startswith('"') else NamedNode(DEFAULT_BASE + object_),
    )


def claim(number: int) -> NamedNode:
    """The IRI of some claim."""
    return NamedNode(f"{DEFAULT_BASE}c{number}")


def run(known: Ontology, *stated: str, status: Status = Status.ASSERTED) -> dict[Fact, list[Derivation]]:
    """What follows from these statements, each backed by one claim of confidence 0.5."""
    support = {fact(text): Support(status, 0.5, (claim(i),)) for i, text in enumerate(stated)}
    background = [Triple(*stated_fact) for stated_fact in support]
    found: dict[Fact, list[Derivation]] = {}
    for derivation in derive(background, support, Minter(DEFAULT_BASE, known)):
        found.setdefault(derivation.fact, []).append(derivation)
    return found


def test_axioms_are_followed_to_the_end() -> None:
    """Subproperty, inverse, symmetry and chain are applied to what they derive themselves."""
    known = ontology(
        prop("kg:p", parents=("kg:q",), symmetric=True),
        prop("kg:q", inverse="kg:r"),
        prop("kg:r", chains=((Step("kg:r", inverse=False), Step("kg:r", inverse=True)),)),
    )
    found = run(known, "a kg:p b", "c kg:p b")
    for text in ("b kg:p a", "a kg:q b", "b kg:q a", "b kg:r a", "a kg:r b", "a kg:r c", "c kg:r a"):
        assert fact(text) in found, text
    assert not any(subject == object_ for subject, _, object_ in found), "nothing relates to itself"


def test_a_derivation_names_its_premises() -> None:
    """It knows its rule and the claims behind it; its confidence is their product, its status the weakest's."""
    known = ontology(prop("kg:p", chains=((Step("kg:q", inverse=True), Step("kg:r", inverse=False)),)))
    support = {
        fact("e kg:q a"): Support(Status.ASSERTED, 0.9, (claim(1), claim(2))),
        fact("e kg:r b"): Support(Status.PLANNED, 0.5, (claim(3),)),
    }
    (derivation,) = derive([Triple(*f) for f in support], support, Minter(DEFAULT_BASE, known))
    assert derivation == Derivation(
        fact("a kg:p b"), "chain:p", Status.PLANNED, 0.45, (claim(1), claim(2), claim(3))
    )


def test_what_a_claim_states_is_not_derived() -> None:
    """A fact that a sentence says needs no derivation."""
    known = ontology(prop("kg:p", parents=("kg:q",)))
    assert run(known, "a kg:p b", "a kg:q b") == {}


def test_the_surest_proof_is_kept() -> None:
    """Of two proofs by one rule, the one with the better status wins, then the more confident."""
    known = ontology(prop("kg:p", chains=((Step("kg:q", inverse=True), Step("kg:r", inverse=False)),)))
    support = {
        fact("e kg:q a"): Support(Status.PLANNED, 1.0, (claim(1),)),
        fact("e kg:r b"): Support(Status.PLANNED, 1.0, (claim(2),)),
        fact("f kg:q a"): Support(Status.ASSERTED, 0.5, (claim(3),)),
        fact("f kg:r b"): Support(Status.ASSERTED, 0.5, (claim(4),)),
    }
    (derivation,) = derive([Triple(*f) for f in support], support, Minter(DEFAULT_BASE, known))
    assert (derivation.status, derivation.premises) == (Status.ASSERTED, (claim(3), claim(4)))


RULE = """CONSTRUCT { ?a kg:knows ?b }  # '{' in a comment
WHERE {
  ?a kg:met ?b ; kg:says "}" .
  OPTIONAL { ?a kg:wrote ?b }
  FILTER NOT EXISTS { ?a kg:denies ?b }
}"""


def test_a_rule_s_premises_are_what_it_matched() -> None:
    """Required patterns and matched optional ones are premises; what must not be there is none."""
    known = ontology(rules=(Rule("rule:knows", "", RULE),))
    found = run(
        known, "a kg:met b", 'a kg:says "}"', "a kg:wrote b", "c kg:met d", 'c kg:says "}"', "c kg:denies d"
    )
    ((derivation,),) = found.values()
    assert derivation.fact == fact("a kg:knows b")
    assert derivation.premises == (claim(0), claim(1), claim(2))


def test_rules_wait_for_the_axioms() -> None:
    """A rule that asks for what is not there sees what the axioms derive first."""
    rule = Rule(
        "rule:x", "", "CONSTRUCT { ?a kg:x ?b } WHERE { ?a kg:p ?b FILTER NOT EXISTS { ?a kg:q ?b } }"
    )
    assert fact("a kg:x b") not in run(ontology(prop("kg:p", parents=("kg:q",)), rules=(rule,)), "a kg:p b")
    assert fact("a kg:x b") in run(ontology(rules=(rule,)), "a kg:p b")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?a kg:p ?b }",
        "CONSTRUCT WHERE { ?a kg:p ?b }}",
        "CONSTRUCT { ?a kg:q ?b } WHERE { ?a kg:p/kg:p ?b }",
        "CONSTRUCT { ?a kg:q ?b } WHERE { ?a kg:p+ ?b }",
        "CONSTRUCT { ?a kg:q [] } WHERE { ?a kg:p ?b }",
        "CONSTRUCT { ?a kg:q ?b } WHERE { ?a kg:p [ kg:p ?b ] }",
        "CONSTRUCT { ?a kg:q ?b } WHERE { { ?a kg:p ?b } UNION { ?b kg:p ?a } }",
        "nonsense",
    ],
)
def test_a_rule_whose_premises_cannot_be_told_is_refused(query: str) -> None:
    """No derived fact without premises: such a rule is an error of the ontology that names the rule."""
    with pytest.raises(OntologyError, match="rule:bad"):
        inference(Rule("rule:bad", "", query), load())


def test_rules_that_never_rest_are_stopped() -> None:
    """A rule that makes ever new things ends in an error, not in a full memory."""
    endless = 'CONSTRUCT { ?b kg:p ?c } WHERE { ?a kg:p ?b BIND(IRI(CONCAT(STR(?b), "x")) AS ?c) }'
    with pytest.raises(OntologyError, match="still finding new facts"):
        run(ontology(rules=(Rule("rule:endless", "", endless),)), "a kg:p b")


def test_the_ontology_s_own_rules_are_followed() -> None:
    """Every axiom and rule that ships is understood; there is at least one of each kind."""
    names = {rule.name for rule in axioms(load())} | {inference(rule, load()).name for rule in load().rules}
    assert {"rule:subproperty", "rule:inverse", "rule:symmetric"} <= names
    assert any(name.startswith("chain:") for name in names)


def test_who_gave_most_of_a_round_led_it() -> None:
    """60 of 90 million euros: it led, as derived from the four claims that say so."""
    store = Store.memory(sample.quads())
    pattern = "d:northwind-capital kg:led d:round-1 . ?c rdf:predicate kg:led ; kg:rule rule:lead-by-majority"
    assert bool(store.query(f"ASK {{ {pattern} }}"))
    premises = store.select(
        f"SELECT DISTINCT ?p ?o WHERE {{ {pattern} ; prov:wasDerivedFrom ?x . ?x rdf:predicate ?p ; rdf:object ?o }}"
    )
    curies = sorted(load().curie(row["p"].value) for row in premises)
    assert curies == ["kg:amount", "kg:amount", "kg:investor", "kg:round"]
    assert bool(
        store.query("ASK { d:round-1 kg:investor d:northwind-capital ; kg:leadInvestor d:northwind-capital }")
    )


def test_derived_facts_go_with_their_premises() -> None:
    """Without the statement of the share, nobody is said to have led the round."""
    fewer = tuple(s for s in sample.STATEMENTS if (s.subject, s.predicate) != ("investment-1", "kg:amount"))
    store = Store.memory(sample.quads(KnowledgeBase(sample.ENTITIES, fewer)))
    assert not bool(store.query("ASK { ?who kg:led ?round }"))
