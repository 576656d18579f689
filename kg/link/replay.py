"""Links that were taken for sure -> the knowledge base with them, whoever made them and whenever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.link import Links
from kg.model import Failure, KnowledgeBase, Link
from kg.ontology import Ontology
from kg.resolve.names import current_ids

BY_HAND = "a person said so"


@dataclass(frozen=True, slots=True)
class Replayed:
    """The knowledge base with the links, and decisions of people about things that are not there."""

    knowledge_base: KnowledgeBase
    unfollowed: tuple[Failure, ...]


def replay(kb: KnowledgeBase, links: Links, ontology: Ontology) -> Replayed:
    """The knowledge base with the links of its things.

    A thing is found by its id, or by one that it had. What a person accepted for it takes the place of what services
    answered; what a person rejected goes, wherever it came from. A service's answer counts as long as the thing is
    of the kind that was asked about, and has one answer of the service.
    """
    now = current_ids(kb.entities)
    decided: dict[str, list[Link]] = defaultdict(list)
    for id_, iri in sorted(links.decisions.accepted):
        decided[now.get(id_, id_)].append(Link(iri, BY_HAND))
    answered: dict[str, list[Link]] = defaultdict(list)
    kinds: dict[str, set[str]] = defaultdict(set)
    for subject, link in links.answered:
        id_ = now.get(subject.id, subject.id)
        answered[id_].append(link)
        kinds[id_].add(ontology.main_class(subject.type))
    rejected = {(now.get(id_, id_), iri) for id_, iri in links.decisions.rejected}
    entities = []
    for entity in kb.entities:
        same_kind = ontology.main_class(entity.type) in kinds.get(entity.id, ())
        own = _undisputed(answered[entity.id]) if same_kind else []
        found = [*entity.links, *(decided.get(entity.id) or own)]
        kept = [link for link in found if (entity.id, link.iri) not in rejected]
        entities.append(replace(entity, links=_once(kept)))
    return Replayed(replace(kb, entities=tuple(entities)), tuple(_unfollowed(links, now)))


def gone(links: Links, entities: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Id and IRI of the links that services answered, of things that are not there; ids lead to ids."""
    for subject, link in links.answered:
        if subject.id not in entities:
            yield subject.id, link.iri


def _undisputed(links: list[Link]) -> list[Link]:
    """Without those of services that know what is one thing here as several."""
    several = defaultdict(set)
    for link in links:
        several[link.service].add(link.iri)
    return [link for link in links if len(several[link.service]) == 1]


def _once(links: list[Link]) -> tuple[Link, ...]:
    """Each IRI once, with the reason that comes first: the data that kg has, then people, then services."""
    first: dict[str, Link] = {}
    for link in links:
        first.setdefault(link.iri, link)
    return tuple(first.values())


def _unfollowed(links: Links, now: Mapping[str, str]) -> Iterator[Failure]:
    decisions = links.decisions
    for (id_, iri), line in sorted({**decisions.accepted, **decisions.rejected}.items(), key=lambda i: i[1]):
        if id_ not in now:
            message = f"nothing here has the id {id_}; what was decided about {iri} waits for it"
            yield Failure(f"{decisions.where}:{line}", message, fatal=False)
