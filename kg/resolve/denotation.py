"""What each mention denotes, while resolution goes on: an entity's id, or an id of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import Amount, Entity, Literal, Mention
from kg.ontology import Ontology
from kg.resolve.values import is_literal, literal, unqualified


@dataclass(slots=True)
class Denotation:
    """Ids of mentions, and the entities that some of them stand for.

    A mention that denotes nothing worth a node has an id that no entity has.
    """

    ontology: Ontology
    ids: dict[Mention, str] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)

    def set(self, mentions: Iterable[Mention], id_: str, entity: Entity | None = None) -> None:
        """These mentions denote this."""
        self.ids.update(dict.fromkeys(mentions, id_))
        if entity is not None:
            self.entities.setdefault(id_, entity)

    def replace(self, entities: dict[str, Entity], into: Mapping[str, str]) -> None:
        """The entities are these now, and mentions of what is no more denote what it has become."""
        self.entities = entities
        if into:
            self.ids = {mention: into.get(id_, id_) for mention, id_ in self.ids.items()}

    def has_node(self, mention: Mention) -> bool:
        """Whether the mention can stand in a statement."""
        return self.ids[mention] in self.entities or is_literal(mention, self.ontology)

    def value(self, mention: Mention) -> str | Literal:
        """What the mention is in the object place of a statement."""
        return literal(mention, self.ontology) if is_literal(mention, self.ontology) else self.ids[mention]

    def identity(self, mention: Mention) -> str:
        """What events are compared by: an amount without its "about"."""
        if isinstance(mention.value, Amount):
            plain = unqualified(mention, mention.value)
            self.entities.setdefault(plain.id, plain)
            return plain.id
        return self.ids[mention]
