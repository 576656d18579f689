"""What analyse hands to extract: a parsed document with its mentions and who is who among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import Amount, Document, Mention, MentionKind, PartialDate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document, parsed, with everything in it that refers to something.

    Attributes:
        mentions: in text order; no two names or values overlap.
        at: the mention that a token belongs to, by token index.
        clusters: coreferent mentions, each in text order.
        cluster_of: index into clusters, by mention; absent for a mention on its own.
        attributes: described noun -> the mention beside it that it is said of: "a startup" -> "Acme".
        topic: the agent that the article is about, None if there is none.
        datelines: the date that a line of its own gives to the lines below it, by the first token of their
            sentences.
        prose: token ranges in which things are looked for, and whether each is a heading.
    """

    document: Document
    doc: Doc
    mentions: tuple[Mention, ...]
    at: Mapping[int, Mention]
    clusters: tuple[tuple[Mention, ...], ...]
    cluster_of: Mapping[Mention, int]
    attributes: Mapping[Mention, Mention]
    topic: Mention | None
    datelines: Mapping[int, Mention]
    prose: Sequence[tuple[int, int, bool]]

    def renewed(self, changed: Mapping[Mention, Mention]) -> Analysis:
        """The same with some mentions replaced."""
        return replace(
            self,
            mentions=tuple(changed.get(m, m) for m in self.mentions),
            at={token: changed.get(m, m) for token, m in self.at.items()},
            clusters=tuple(tuple(changed.get(m, m) for m in cluster) for cluster in self.clusters),
            cluster_of={changed.get(m, m): number for m, number in self.cluster_of.items()},
            attributes={changed.get(m, m): changed.get(of, of) for m, of in self.attributes.items()},
            topic=changed.get(self.topic, self.topic) if self.topic else None,
        )


def mention(
    document: Document,
    span: Span,
    type_: str,
    kind: MentionKind,
    *,
    value: Amount | PartialDate | None = None,
) -> Mention:
    """The mention that a span of tokens is; its head is the span's syntactic root."""
    start, end = span.start_char, span.end_char
    text = document.text[start:end]
    return Mention(document.id, start, end, text, type_, kind, span.root.lower_, value)


def sentences(doc: Doc) -> list[Span]:
    """The sentence of each token; Token.sent looks for it anew."""
    return [sentence for sentence in doc.sents for _ in range(len(sentence))]
