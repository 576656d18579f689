"""What breaks the shapes -> a SHACL validation report in Turtle, and lines for people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.ontology import PREFIXES
from kg.query.names import short
from kg.store import Store
from kg.validate import Broken, origin


def lines(store: Store, found: Sequence[Broken], *, most: int) -> Iterator[str]:
    """Each kind of fault with what to do about it, and some of the nodes that have it, with their sentences.

    Args:
        most: how many nodes of each kind to show.
    """
    kinds: dict[tuple[str, str, str], list[Broken]] = {}
    for broken in found:
        kinds.setdefault((broken.check.shape, broken.path, broken.check.message), []).append(broken)
    for (shape, path, message), group in kinds.items():
        check = group[0].check
        where = short(ox.NamedNode(path), store.prefixes) if path else ""
        kind = "error" if check.severe else "doubt"
        rule = shape.removeprefix(PREFIXES["shape"])
        yield f"{kind}: {message} ({' '.join(part for part in (rule, where) if part)}), {len(group):,} times"
        if check.advice:
            yield f"  what to do: {check.advice}"
        for broken in group[:most]:
            yield from _node(store, broken)
        if len(group) > most:
            yield f"  and {len(group) - most:,} more"


def report(store: Store, found: Sequence[Broken]) -> bytes:
    """A SHACL validation report in Turtle; equal bytes for equal faults."""
    triples = sorted(set(_triples(found)), key=str)
    used = ("sh", "shape", "rdf", "xsd", "kg", "prov", "oa", "schema", "rdfs")
    prefixes = {name: store.prefixes.get(name) or PREFIXES[name] for name in used} | {
        "d": store.prefixes["d"]
    }
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _node(store: Store, broken: Broken) -> Iterator[str]:
    value = "" if broken.value in (None, broken.node) else f" -> {short(broken.value, store.prefixes)}"
    yield f"  {short(broken.node, store.prefixes)}{value}"
    found = origin(store, broken)
    if found.article:
        yield f"      {found.article}" + (f": “{' '.join(found.sentence.split())}”" if found.sentence else "")


def _triples(found: Sequence[Broken]) -> Iterator[ox.Triple]:
    type_, whole = _name("rdf", "type"), ox.BlankNode("report")
    conforms = ox.Literal("false" if found else "true", datatype=_name("xsd", "boolean"))
    yield ox.Triple(whole, type_, _name("sh", "ValidationReport"))
    yield ox.Triple(whole, _name("sh", "conforms"), conforms)
    for broken in found:
        check = broken.check
        key = "\n".join(map(str, (check.shape, check.component, broken.path, broken.node, broken.value)))
        result = ox.BlankNode("result" + hashlib.sha256(key.encode()).hexdigest()[:16])
        yield ox.Triple(whole, _name("sh", "result"), result)
        yield ox.Triple(result, type_, _name("sh", "ValidationResult"))
        yield ox.Triple(result, _name("sh", "focusNode"), broken.node)
        yield ox.Triple(
            result, _name("sh", "resultSeverity"), _name("sh", "Violation" if check.severe else "Warning")
        )
        yield ox.Triple(result, _name("sh", "sourceShape"), ox.NamedNode(check.shape))
        yield ox.Triple(result, _name("sh", "sourceConstraintComponent"), ox.NamedNode(check.component))
        yield ox.Triple(result, _name("sh", "resultMessage"), ox.Literal(check.message, language="en"))
        if broken.path:
            yield ox.Triple(result, _name("sh", "resultPath"), ox.NamedNode(broken.path))
        if broken.value is not None:
            yield ox.Triple(result, _name("sh", "value"), broken.value)


def _name(prefix: str, local: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES[prefix] + local)
