"""Large invented graphs: as many statements as asked for, each with a sentence of its own, over towns of companies.

Things fall into towns of very different sizes; most lines stay in a town, some lead to the hubs of others, as in
graphs that are read from news. The claims are not derived from, so that what is measured is the page.

    python -m tests.export.html.large 100000 FILE.html     writes one and says what it took
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.assemble import terms
from kg.assemble.terms import Minter, text, typed
from kg.export.html import write
from kg.ontology import PREFIXES, load
from kg.store import Store

SYLLABLES = ("va", "lo", "ri", "ken", "mo", "sa", "ter", "ni", "bel", "du", "fa", "gor", "hel", "ju", "pi")
RELATIONS = ("partnerOf", "competitorOf", "investsIn", "supplierOf", "acquired", "customerOf")
PER_ARTICLE = 20


def _name(i: int, chance: random.Random) -> str:
    first = "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()
    return f"{first} {chance.choice(('Grid', 'Labs', 'Capital', 'Works', 'Rail', 'Bio'))} {i}"


def quads(statements: int, things: int, *, seed: int = 7) -> Iterator[ox.Quad]:
    """The quads of a graph with about so many statements."""
    chance, minter = random.Random(seed), Minter(terms.DEFAULT_BASE, load())
    names = [_name(i, chance) for i in range(things)]
    nodes = [minter.entity(f"thing-{i}") for i in range(things)]
    for i in range(things):
        yield ox.Quad(nodes[i], terms.TYPE, minter.named("kg:Company"), minter.graph)
        yield ox.Quad(nodes[i], terms.LABEL, text(names[i]), minter.graph)
    said: set[tuple[int, str, int]] = set()
    towns = _towns(things, chance)
    while len(said) < statements:
        n = len(said) // PER_ARTICLE
        article = minter.article(f"https://news.example.org/{n}")
        yield from _article(article, n)
        for k in range(min(PER_ARTICLE, statements - len(said))):
            a, relation, b = _fact(towns, said, chance)
            said.add((a, relation, b))
            fact = nodes[a], ox.NamedNode(PREFIXES["kg"] + relation), nodes[b]
            yield from _claim(fact, (names[a], names[b]), article, k * 100, minter=minter)


def _fact(
    towns: list[tuple[int, int]], said: set[tuple[int, str, int]], chance: random.Random
) -> tuple[int, str, int]:
    """One that is new, mostly inside a town; early members of a town are its hubs."""
    while True:
        low, high = chance.choice(towns)
        a = low + int((high - low) * chance.random() ** 2)
        b = low + int((high - low) * chance.random()) if chance.random() < 0.9 else chance.choice(towns)[0]
        fact = a, chance.choice(RELATIONS), b
        if a != b and fact not in said:
            return fact


def _towns(things: int, chance: random.Random) -> list[tuple[int, int]]:
    towns, at = [], 0
    while at < things:
        size = min(things - at, int(8 + 400 * chance.random() ** 4))
        towns.append((at, at + size))
        at += size
    return towns


def _article(article: ox.NamedNode, n: int) -> Iterator[ox.Quad]:
    yield ox.Quad(article, terms.TYPE, terms.ARTICLE, article)
    yield ox.Quad(article, terms.HEADLINE, text(f"Report {n}"), article)
    yield ox.Quad(article, terms.PUBLISHER, text(f"Ledger {n % 40}"), article)
    yield ox.Quad(article, terms.PUBLISHED, typed(f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}", "date"), article)


def _claim(
    fact: tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode],
    names: tuple[str, str],
    article: ox.NamedNode,
    start: int,
    *,
    minter: Minter,
) -> Iterator[ox.Quad]:
    quote = f"{names[0]} works with {names[1]}, it is said."
    span = minter.span(article, start, start + len(quote))
    claim = minter.claim(fact, span)
    position, exact = minter.selectors(span)
    yield ox.Quad(*fact, minter.graph)
    about: list[terms.Fact] = [
        (claim, terms.TYPE, terms.CLAIM), (claim, terms.TYPE, terms.STATEMENT),
        (claim, terms.SUBJECT, fact[0]), (claim, terms.PREDICATE, fact[1]), (claim, terms.OBJECT, fact[2]),
        (claim, terms.STATUS, minter.named("kg:Asserted")), (claim, terms.CONFIDENCE, typed("0.9", "decimal")),
        (claim, terms.DERIVED_FROM, span), (claim, terms.CUE, text(f"{start},{start + len(names[0])}")),
        (span, terms.TYPE, terms.SPECIFIC_RESOURCE), (span, terms.HAS_SOURCE, article),
        (span, terms.HAS_SELECTOR, position), (span, terms.HAS_SELECTOR, exact),
        (position, terms.START, terms.offset(start)), (exact, terms.EXACT, text(quote)),
    ]  # fmt: skip
    for triple in about:
        yield ox.Quad(*triple, article)


def store(statements: int, things: int) -> Store:
    """The graph in memory."""
    return Store.memory(quads(statements, things))


if __name__ == "__main__":
    count = int(sys.argv[1])
    graph = store(count, count * 2 // 5)
    began = time.perf_counter()
    written = write(graph, Path(sys.argv[2]))
    took, memory = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{written:,} statements, {len(graph):,} quads: {took:.1f} s, {memory / 1e6:.2f} GB,"
        f" {Path(sys.argv[2]).stat().st_size / 1e6:.0f} MB"
    )
