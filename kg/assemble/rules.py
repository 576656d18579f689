"""Ontology -> the rules that derive facts, each with the patterns that its conclusions rest on.

OWL axioms become SPARQL: subproperties, inverses, symmetry and property chains. The *.rq rules are taken as
they are. What a rule matched is known from the algebra of its query (rdflib): the triple patterns that must
hold, as opposed to those under FILTER NOT EXISTS or MINUS.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolution

from kg.assemble.terms import Fact, Pattern
from kg.errors import OntologyError
from kg.ontology import Ontology, Property, Rule, Step

# What braces may stand in without being the query's own.
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\#[^\n]*|[{}]|\bCONSTRUCT\b""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Inference:
    """A rule ready to run: a SELECT query, what a solution proves, and what the proof rests on."""

    name: str
    select: str
    conclusions: tuple[Pattern, ...]
    premises: tuple[Pattern, ...]


@functools.lru_cache(maxsize=4)  # rdflib takes half a second to read all of them
def axioms(ontology: Ontology) -> tuple[Inference, ...]:
    """What OWL says of the properties: subproperty, inverse, symmetric, chain; no thing relates to itself."""
    rules = [
        rule for _, property_ in sorted(ontology.properties.items()) for rule in _axioms(property_, ontology)
    ]
    return tuple(inference(rule, ontology) for rule in rules)


@functools.lru_cache(maxsize=4)
def rules(ontology: Ontology) -> tuple[Inference, ...]:
    """The ontology's own rules."""
    return tuple(inference(rule, ontology) for rule in sorted(ontology.rules, key=lambda rule: rule.name))


def ground(pattern: Pattern, solution: QuerySolution) -> Fact | None:
    """The triple that a pattern is in a solution; None if it has an unbound variable or is no triple."""
    found = [solution[slot] if isinstance(slot, str) else slot for slot in pattern]
    subject, predicate, object_ = found
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
        return None
    return (subject, predicate, object_) if isinstance(object_, NamedNode | Literal) else None


def _axioms(property_: Property, ontology: Ontology) -> Iterator[Rule]:
    def rule(name: str, *steps: Step, conclusion: str = property_.curie) -> Rule:
        lines, end = [], 0
        for step in steps:
            if step.stays:
                lines.append(f"?x{end} a <{ontology.iri(step.predicate)}> .")
                continue
            ends = (end + 1, end) if step.inverse else (end, end + 1)
            lines.append(f"?x{ends[0]} <{ontology.iri(step.predicate)}> ?x{ends[1]} .")
            end += 1
        last = f"?x{end}"
        where = f"{' '.join(lines)} FILTER(?x0 != {last})"
        return Rule(name, "", f"CONSTRUCT {{ ?x0 <{ontology.iri(conclusion)}> {last} }} WHERE {{ {where} }}")

    for parent in property_.parents:
        yield rule("rule:subproperty", Step(property_.curie, inverse=False), conclusion=parent)
    if property_.inverse and property_.inverse in ontology.properties:
        yield rule("rule:inverse", Step(property_.inverse, inverse=True))
        yield rule("rule:inverse", Step(property_.curie, inverse=True), conclusion=property_.inverse)
    if property_.symmetric:
        yield rule("rule:symmetric", Step(property_.curie, inverse=True))
    for chain in property_.chains:
        name = f"chain:{property_.curie.partition(':')[2]}"
        yield rule(name, *chain)


def inference(rule: Rule, ontology: Ontology) -> Inference:
    """The rule, with what it concludes and what it rests on taken from its query.

    Raises:
        OntologyError: it is no CONSTRUCT with a WHERE, or its matches cannot be told as plain triples,
            because it uses a property path, a blank node, UNION or a sub-SELECT.
    """
    from kg.assemble.algebra import patterns  # rdflib, which only those need who derive

    try:
        conclusions, premises = patterns(rule.query, ontology.prefixes)
    except ValueError as error:
        raise OntologyError(str(error), rule.name) from error
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in ontology.prefixes.items())
    return Inference(rule.name, prologue + _as_select(rule), conclusions, premises)


def _as_select(rule: Rule) -> str:
    """The query with its head, CONSTRUCT and template, replaced by SELECT *."""
    start, depth = -1, 0
    for token in _TOKEN.finditer(rule.query):
        if token[0].upper() == "CONSTRUCT" and start < 0:
            start = token.start()
        elif token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if start >= 0 and depth == 0:
                return f"{rule.query[:start]}SELECT DISTINCT * {rule.query[token.end() :]}"
    raise OntologyError("a rule must be a CONSTRUCT query with a template", rule.name)
