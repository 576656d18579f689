"""KnowledgeBase -> the same with links of its named places to GeoNames and Wikidata, where there is no doubt.

Of several places with one name the one is meant that lies where the graph says, or in which lies what the graph
says. Where it says nothing, the one that is far better known, to judge by how many people live there: it has
100,000 at least, ten times as many as any other that has 100,000, and three times as many as any at all. A country
outdoes every city. Its parts and continents count whatever their size, but nobody counted their people here: they
neither outdo another nor are outdone. What is found must be of the entity's class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Entity, KnowledgeBase, Link, MentionKind, Status
from kg.ontology import Ontology
from kg.resolve.gazetteer import Called, Place, places_called

LARGE = 100_000  # inhabitants of a city that is meant without more words though others have its name
KNOWN = 15_000  # inhabitants of one that is if none has
OUTDOES = 10  # times the people of another large one
SHARE = 3  # and of any other

Candidates = Mapping[str, tuple[Place, ...]]  # id of an entity -> the places that it may be


@dataclass(slots=True)
class _Nesting:
    """What the graph says lies in what: ids of places."""

    around: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    inside: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def all_around(self, id_: str) -> set[str]:
        """What it lies in, step by step."""
        found: set[str] = set()
        level = {id_}
        while level:
            level = {outer for inner in level for outer in self.around.get(inner, ())} - found - {id_}
            found |= level
        return found


def linked(kb: KnowledgeBase, ontology: Ontology) -> KnowledgeBase:
    """The knowledge base with a link on every named place of which it is sure which one it is."""
    places = [entity for entity in kb.entities if _may_be_place(entity, ontology)]
    candidates = _candidates(places, ontology)
    nesting = _nesting(kb, candidates, ontology)
    links = {}
    for entity in places:
        around = [known for id_ in sorted(nesting.all_around(entity.id)) if (known := candidates[id_])]
        inside = [known for id_ in sorted(nesting.inside.get(entity.id, ())) if (known := candidates[id_])]
        links[entity.id] = _links(entity, candidates[entity.id], ontology, (around, inside))
    entities = tuple(
        replace(entity, links=(*entity.links, *links.get(entity.id, ()))) for entity in kb.entities
    )
    return replace(kb, entities=entities)


def denoted(
    named: Iterable[tuple[str, str]], ontology: Ontology
) -> Mapping[tuple[str, str], tuple[Link, ...]]:
    """For names with their classes the links of what each denotes without more words; most denote nothing known.

    Two names with a link in common are one thing: "UK" and "United Kingdom".
    """
    asked = {
        pair: Entity(pair[0], pair[1], pair[0], MentionKind.NAME) for pair in sorted(set(named)) if pair[0]
    }
    possible = {pair: entity for pair, entity in asked.items() if _may_be_place(entity, ontology)}
    found = places_called({name for name, _ in possible}, ontology) if possible else {}
    return {
        pair: links
        for pair, entity in possible.items()
        if (links := _links(entity, _by_best_name(found[pair[0]]), ontology))
    }


def _may_be_place(entity: Entity, ontology: Ontology) -> bool:
    kinds = {class_ for _, class_ in ontology.gazetteers}
    return entity.kind is MentionKind.NAME and any(_fits(kind, entity.type, ontology) for kind in kinds)


def _fits(one: str, other: str, ontology: Ontology) -> bool:
    return ontology.is_a(one, other) or ontology.is_a(other, one)


def _candidates(entities: Sequence[Entity], ontology: Ontology) -> Candidates:
    """The places that each may be: those that bear every one of its names that any place bears."""
    if not entities:
        return {}
    found = places_called({name for entity in entities for name in _names(entity)}, ontology)
    candidates = {}
    for entity in entities:
        borne = [places for name in _names(entity) if (places := _by_best_name(found[name]))]
        common = {place.iris for place in borne[0]} if borne else set()
        for places in borne[1:]:
            common &= {place.iris for place in places}
        candidates[entity.id] = tuple(place for place in (borne[0] if borne else ()) if place.iris in common)
    return candidates


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.label, *entity.aliases)


def _by_best_name(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Without those that only another language or time calls so, if any is called so here and now."""
    now = tuple(place for place in places if place.called is not Called.ELSEWHERE)
    return now or places


def _nesting(kb: KnowledgeBase, candidates: Candidates, ontology: Ontology) -> _Nesting:
    """Which of the places lies in which, by statements that are not only planned, possible or denied."""
    nesting = _Nesting()
    for statement in kb.statements:
        inner, outer = statement.subject, statement.object
        within = (
            statement.predicate in ontology.properties and ontology.properties[statement.predicate].within
        )
        if not within or not isinstance(outer, str) or inner not in candidates or outer not in candidates:
            continue
        if any(evidence.status is Status.ASSERTED for evidence in statement.evidence):
            nesting.around[inner].add(outer)
            nesting.inside[outer].add(inner)
    return nesting


def _links(
    entity: Entity,
    candidates: Sequence[Place],
    ontology: Ontology,
    told: tuple[Sequence[tuple[Place, ...]], Sequence[tuple[Place, ...]]] = ((), ()),
) -> tuple[Link, ...]:
    """The links of the one place that the entity is; told is what may lie around it and what inside."""
    around, inside = told
    placed = bool(around or inside)
    fitting = [
        place
        for place in candidates
        if all(any(place.lies_in(outer) for outer in choice) for choice in around)
        and all(any(inner.lies_in(place) for inner in choice) for choice in inside)
    ]
    fitting = list(_one_of_nested(entity, fitting, ontology))
    chosen = _outstanding(fitting, placed=placed)
    if chosen is None or not _fits(chosen[0].type, entity.type, ontology):
        return ()
    place, why = chosen
    if place.called is not Called.SO and not placed and not ontology.is_a(entity.type, place.type):
        return ()
    count = len(candidates)
    reason = f"the only place called “{entity.label}” that has 5,000 inhabitants or more"
    if count > 1:
        reason = f"of {count} places called “{entity.label}” {why}"
    return tuple(Link(iri, reason) for iri in place.iris)


def _one_of_nested(entity: Entity, places: Sequence[Place], ontology: Ontology) -> Iterator[Place]:
    """Of a country and a city in it that bear its name, the country, unless the entity cannot be one."""
    countries = [place for place in places if place.is_country]
    for place in places:
        outer = [country for country in countries if place.lies_in(country)]
        inner = [other for other in places if place.is_country and other.lies_in(place)]
        if any(_fits(country.type, entity.type, ontology) for country in outer):
            continue
        if inner and not _fits(place.type, entity.type, ontology):
            continue
        yield place


def _outstanding(places: Sequence[Place], *, placed: bool) -> tuple[Place, str] | None:
    """The place that is meant, and why it and no other; None if that is not clear."""
    if placed:
        rivals, why = list(places), "the one that lies where the articles say"
    elif len(places) == 1:
        rivals, why = [place for place in places if _counts(place, KNOWN)], ""
    else:
        large = [place for place in places if _counts(place, LARGE)]
        most = max((place.population or LARGE * SHARE for place in large), default=0)
        rivals = [place for place in places if large and _counts(place, min(LARGE, most // SHARE))]
        why = "the only one that is large enough to be meant without more words"
    if len(rivals) < 2:
        return (rivals[0], why) if rivals else None
    countries = [place for place in rivals if place.is_country]
    if countries and all(place.population is not None for place in rivals):
        return (countries[0], "the country") if len(countries) == 1 else None
    people = sorted((place.population for place in rivals if place.population is not None), reverse=True)
    if len(people) < len(rivals) or people[0] < OUTDOES * max(people[1], 1):
        return None
    return next(place for place in rivals if place.population == people[0]), "by far the largest"


def _counts(place: Place, inhabitants: int) -> bool:
    """Whether the place is no city, or one of that size."""
    return bool(place.code) or place.population is None or place.population >= inhabitants
