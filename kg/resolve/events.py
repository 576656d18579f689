"""Events as all documents tell them -> entities: those that are told alike are one, with the reason.

The id is made from the keys' values, so that it does not depend on which article came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.model import Entity, Mention, MentionKind, Merge
from kg.ontology import Ontology
from kg.resolve.joining import in_order
from kg.resolve.names import digest, slug
from kg.resolve.tellings import Key, Told, ToldEvent, keys_of, told_alike

LABELLED_ROLES = 3


def events(
    told: Iterable[ToldEvent], entities: Mapping[str, Entity], ontology: Ontology
) -> list[tuple[Entity, list[ToldEvent]]]:
    """Each event with the tellings that it was made of, sorted by id.

    An event of which no participant is known, or nothing but one, is not worth a node and left out.

    Args:
        entities: what the roles' ids stand for.
    """
    tellings = sorted(told, key=lambda t: (t.referent.document_id, t.referent.mentions[0].start, t.type))
    kept = [group for group in told_alike(tellings, ontology) if _is_told(group.tellings, entities, ontology)]
    identities = _identities(kept, ontology)
    found = [
        (_entity(group, identity, entities, ontology), list(group.tellings))
        for group, identity in zip(kept, identities, strict=True)
    ]
    return sorted(found, key=lambda pair: pair[0].id)


def _is_told(group: Sequence[ToldEvent], entities: Mapping[str, Entity], ontology: Ontology) -> bool:
    """Whether there is a participant, and something else besides: another one, an amount, a date.

    What takes several parties (a partnership) is told once two are known.
    """
    parties = ontology.classes[group[0].type].same_parties
    if parties and not any(len(telling.roles.get(role, ())) > 1 for telling in group for role in parties):
        return False
    fillers = {filler for telling in group for values in telling.roles.values() for filler in values}
    known = [entities[filler] for filler in fillers if filler in entities]
    return len(fillers) > 1 and any(entity.kind is not MentionKind.VALUE for entity in known)


def _identities(groups: Sequence[Told], ontology: Ontology) -> list[Key]:
    """What each event's id is made of; of several that share it, all but the earliest have their date in it.

    Where dates do not tell them apart either, all but the first have in it where they are told first.
    """
    found: list[Key] = []
    alike: dict[Key, list[tuple[list[str], tuple[str, int, int], int]]] = defaultdict(list)
    for number, group in enumerate(groups):
        first = group.tellings[0].referent.mentions[0]
        keys = _own_keys(group, ontology)
        found.append(keys[0] if keys else (first.document_id, str(first.start), group.tellings[0].type))
        alike[found[-1]].append((_dates(group), (first.document_id, first.start, first.end), number))
    given = set(found)
    for several in alike.values():
        for dates, place, number in sorted(several)[1:]:
            dated = (*found[number], *dates)
            found[number] = (*dated, *map(str, place)) if dated in given else dated
            given.add(found[number])
    return found


def _own_keys(group: Told, ontology: Ontology) -> list[Key]:
    """What each telling would be known by if it were the only one."""
    own = (sorted(keys_of(telling, ontology))[:1] for telling in group.tellings)
    return sorted({key for several in own for key in several})


def _dates(group: Told) -> list[str]:
    return sorted(
        {str(date) for telling in group.tellings for dates in telling.dates.values() for date in dates}
    )


def _entity(group: Told, identity: Key, entities: Mapping[str, Entity], ontology: Ontology) -> Entity:
    class_ = ontology.classes[group.tellings[0].type]
    mentions: list[Mention] = [mention for telling in group.tellings for mention in telling.referent.mentions]
    label = _label(group.tellings, entities, ontology)
    return Entity(
        id=_id(class_.label, identity),
        type=class_.curie,
        label=label,
        kind=MentionKind.EVENT,
        mentions=in_order(mentions),
        merges=tuple(_merges(group, label)),
        former=tuple(sorted(_id(class_.label, key) for key in _own_keys(group, ontology)[1:])),
    )


def _id(label: str, identity: Key) -> str:
    return f"{slug(label)}-{digest(*identity)}"


def _merges(group: Told, label: str) -> Iterator[Merge]:
    """Why what another article tells is this event; one reason an article."""
    told = {group.tellings[0].referent.document_id}
    for place, reason in sorted(group.reasons.items()):
        referent = group.tellings[place].referent
        if referent.document_id not in told:
            told.add(referent.document_id)
            yield Merge(f"{referent.mentions[0].text} in {referent.document_id}", label, reason)


def _label(group: Sequence[ToldEvent], entities: Mapping[str, Entity], ontology: Ontology) -> str:
    """The class and what identifies it: "funding round: Mistral AI, EUR 1.7 billion"."""
    class_ = ontology.classes[group[0].type]
    order = [role for key in class_.keys for role in key] + list(class_.same_parties)
    order += sorted({role for telling in group for role in telling.roles} - set(order))
    fillers: dict[str, None] = {}
    for role in order:
        for telling in group:
            fillers.update(dict.fromkeys(sorted(telling.roles.get(role, ()))))
    named = [entities[filler].label if filler in entities else filler for filler in fillers]
    return f"{class_.label}: {', '.join(named[:LABELLED_ROLES])}"
