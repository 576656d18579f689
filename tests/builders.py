"""Small extractions made from marked sentences, for tests of the stages behind the extractor."""

from __future__ import annotations

from kg.model import Amount, Assertion, Evidence, Extraction, Mention, MentionKind, PartialDate, Status


class Draft:
    """A document under construction: finds spans by their words and keeps what is asserted of them."""

    def __init__(self, document_id: str, text: str) -> None:
        self.id, self.text = document_id, text
        self.mentions: dict[Mention, None] = {}
        self.assertions: list[Assertion] = []
        self.clusters: list[tuple[Mention, ...]] = []

    def mention(
        self,
        words: str,
        type_: str,
        kind: MentionKind = MentionKind.NAME,
        *,
        value: Amount | PartialDate | None = None,
        occurrence: int = 0,
    ) -> Mention:
        """The mention at the words' n-th occurrence in the text."""
        start = -1
        for _ in range(occurrence + 1):
            start = self.text.index(words, start + 1)
        mention = Mention(self.id, start, start + len(words), words, type_, kind, words.lower(), value)
        self.mentions[mention] = None
        return mention

    def say(
        self,
        subject: Mention,
        predicate: str,
        object_: Mention,
        status: Status = Status.ASSERTED,
        confidence: float = 0.85,
    ) -> None:
        """Assert it, with the whole text as the sentence."""
        evidence = Evidence(self.id, 0, len(self.text), self.text, "frames", "frame:test", status, confidence)
        self.assertions.append(Assertion(subject, predicate, object_, evidence))

    def same(self, *mentions: Mention) -> None:
        """These mentions refer to one thing."""
        self.clusters.append(mentions)

    def extraction(self) -> Extraction:
        """What was said, in text order."""
        mentions = tuple(sorted(self.mentions, key=lambda m: (m.start, m.end, m.kind, m.type)))
        return Extraction(self.id, mentions, tuple(self.assertions), tuple(self.clusters))
