"""IRIs and literals: whatever an article holds, RDF can carry it."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

from kg.assemble import terms
from kg.errors import KgError
from kg.model import PartialDate
from kg.ontology import load

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too
MINTER = terms.Minter(terms.DEFAULT_BASE, load())
SUBJECT = ox.NamedNode("https://example.org/s")


@given(ANY_TEXT)
@example("\x00\ud800\ufffe\r\n\t\"'\\ \u2028 \U0001f50b")
def test_any_text_survives_every_reader(text: str) -> None:
    """A literal of any text comes back from Turtle through pyoxigraph and rdflib, as long as it was."""
    literal = terms.text(text)
    assert len(literal.value) == len(text)
    triple = ox.Triple(SUBJECT, terms.LABEL, literal)
    for format_, name in ((ox.RdfFormat.TURTLE, "turtle"), (ox.RdfFormat.N_TRIPLES, "nt")):
        written = ox.serialize([triple], format=format_)
        assert written is not None
        (again,) = ox.parse(written, format_)
        assert again.object == literal
        (found,) = rdflib.Graph().parse(written, format=name).objects()
        assert str(found) == literal.value


@given(st.text())
def test_clean_text_is_unchanged(text: str) -> None:
    """What RDF can carry stays as it is, so quotes equal the article's words."""
    carried = (
        "".join(c for c in text if c in "\t\n\r" or c >= " ").replace("\ufffe", "").replace("\uffff", "")
    )
    assert terms.clean(carried) == carried


@given(
    ANY_TEXT
    | st.text().map("https://example.org/".__add__)
    | st.from_regex(r"https?://\w{1,9}/.{0,20}#.{0,9}")
)
@example("https://example.org/a b|c?q=<x>&r=%zz#part")
@example("http://[broken")
@example("")
def test_any_address_names_an_article(uri: str) -> None:
    """Every address gives an IRI that all readers take, the same each time, with room for a fragment."""
    article = MINTER.article(uri)
    assert article == MINTER.article(uri)
    assert "#" not in article.value
    span = MINTER.span(article, 0, 10)
    written = ox.serialize([ox.Triple(span, terms.HAS_SOURCE, article)], format=ox.RdfFormat.TURTLE)
    assert written is not None
    graph = rdflib.Graph().parse(written, format="turtle")
    assert {str(term) for term in graph.subjects()} == {span.value}
    assert len(graph.serialize(format="nt")) > 0


@given(ANY_TEXT.filter(bool), ANY_TEXT.filter(bool))
@example("graph", "entity-graph")
@example("a b", "a%20b")
def test_entities_keep_apart(one: str, other: str) -> None:
    """Different ids are different IRIs; none is the graph's or a claim's."""
    surrogate_free = [id_.encode("utf-8", "replace").decode() for id_ in (one, other)]
    if surrogate_free[0] != surrogate_free[1]:
        assert MINTER.entity(surrogate_free[0]) != MINTER.entity(surrogate_free[1])
    assert MINTER.entity(one) != MINTER.graph


@pytest.mark.parametrize(
    "id_", ["graph", "claim-0123456789abcdef", "kg-0.1.0", "entity-x", "quote-0123456789abcdef"]
)
def test_an_entity_does_not_take_an_iri_of_another_kind(id_: str) -> None:
    """A company called Graph is not the graph."""
    assert MINTER.entity(id_).value == f"{terms.DEFAULT_BASE}entity-{id_}"


def test_plain_ids_are_plain() -> None:
    """The IRI of an ordinary entity is the base and its id, letters of any alphabet included."""
    assert MINTER.entity("mistral-ai").value == "https://kg.example.org/id/mistral-ai"
    assert MINTER.entity("société-générale").value == "https://kg.example.org/id/société-générale"


@given(st.decimals(-(10**15), 10**15, places=3) | st.floats(0, 1))
def test_a_store_gives_decimals_back(value: Decimal | float) -> None:
    """A decimal is minted in the spelling that Oxigraph stores."""
    quad = ox.Quad(SUBJECT, terms.VALUE, terms.decimal(value))
    store = ox.Store()
    store.add(quad)
    assert list(store) == [quad]


@pytest.mark.parametrize(
    ("text", "datatype"), [("2025", "gYear"), ("2025-09", "gYearMonth"), ("2025-09-09", "date")]
)
def test_dates_are_as_precise_as_known(text: str, datatype: str) -> None:
    """A year is no day: the datatype says how much of a date is known."""
    assert terms.date(PartialDate.parse(text)) == terms.typed(text, datatype)


@pytest.mark.parametrize("base", ["", "id/", "https://example.org/id", "https://example.org/a b/"])
def test_a_base_must_be_a_namespace(base: str) -> None:
    """A base that entity ids cannot follow is refused with its name."""
    with pytest.raises(KgError, match="the base must be"):
        terms.Minter(base, load())
