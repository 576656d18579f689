"""ontology/identifiers.ttl -> what Wikidata calls places, currencies and languages, with the codes that others know them by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.ontology.graph import Graph

COUNTRY, PART, GEONAMES = "wdt:P297", "wdt:P300", "wdt:P1566"
CURRENCY, LANGUAGE = "wdt:P498", "wdt:P218"
SCHEMES = (COUNTRY, PART, CURRENCY, LANGUAGE, GEONAMES)


@dataclass(frozen=True, slots=True)
class Identified:
    """A thing that Wikidata has an item for.

    Attributes:
        item: CURIE of the item ("wd:Q142").
        type: the class of it here, "" for what is no thing of its own here (a currency, a language).
        names: what it is called, the label first.
        scheme: Wikidata's property for the code: COUNTRY is ISO 3166-1, PART is ISO 3166-2, CURRENCY is ISO 4217,
            LANGUAGE is ISO 639-1, GEONAMES an id of GeoNames; "" for countries of the past, which have none.
        code: its code in the scheme ("FR", "US-CA", "EUR", "6255148").
    """

    item: str
    type: str
    names: tuple[str, ...]
    scheme: str = ""
    code: str = ""


def identified(graph: Graph) -> Iterator[Identified]:
    """Everything that the ontology has a Wikidata item for, sorted by item."""
    for item in graph.described("wd:"):
        label, others = graph.first(item, "rdfs:label"), graph.objects(item, "skos:altLabel")
        codes = [(scheme, code) for scheme in SCHEMES if (code := graph.first(item, scheme))]
        scheme, code = codes[0] if codes else ("", "")
        yield Identified(item, graph.first(item, "rdf:type"), (label, *others), scheme, code)
