"""Two mentions of a document -> the evidence that its sentences give for what joins them.

Status and speaker are those of the verbs that the two hang from, up to the word that holds both (their lowest common
ancestor in the parse). The frames ask the same of their triggers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from kg.extract.frames.spans import attribution, sentence_span
from kg.extract.frames.speakers import Quotations, Speakers
from kg.extract.frames.status import Factuality, weakest
from kg.model import Evidence, Mention

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.analyse.analysis import Analysis


class Sentences:
    """The sentences of one document."""

    def __init__(self, analysis: Analysis, factuality: Factuality, speakers: Speakers) -> None:
        self._analysis = analysis
        self._factuality = factuality
        self._speakers = speakers
        self._quotations = Quotations(analysis.doc)
        self._sentences: list[Span] = list(analysis.doc.sents)
        self.offsets: Sequence[tuple[int, int]] = [sentence_span(sentence) for sentence in self._sentences]
        self._starts = [start for start, _ in self.offsets]

    def number(self, mention: Mention) -> int:
        """The place of the sentence that a mention begins in."""
        return self.at(mention.start)

    def at(self, offset: int) -> int:
        """The place of the sentence that a character of the text is in."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def evidence(
        self, subject: Mention, object_: Mention, *, extractor: str, rule: str, confidence: float
    ) -> Evidence:
        """How and by whom their sentence says that two mentions are joined."""
        numbers = self.number(subject), self.number(object_)
        start, end = self.offsets[min(numbers)][0], self.offsets[max(numbers)][1]
        tellers = self._tellers(subject, object_)
        statuses = [self._factuality.status(t, t.sent, event=_is_verb(t)) for t in tellers]
        speaker = self._speakers.of(tellers[-1], self._quotations, event=_is_verb(tellers[-1]))
        return Evidence(
            document_id=self._analysis.document.id,
            start=start,
            end=end,
            quote=self._analysis.document.text[start:end],
            extractor=extractor,
            rule=rule,
            status=weakest(statuses),
            confidence=confidence,
            attribution=attribution(self._analysis, speaker),
            cues=tuple(
                sorted({(m.start, m.end) for m in (subject, object_) if start <= m.start and m.end <= end})
            ),
        )

    def _tellers(self, subject: Mention, object_: Mention) -> list[Token]:
        """The verb nearest to each below the word that both hang from: plan and acquire; that word, where there is none."""
        roots = self._root(subject), self._root(object_)
        above = {token.i for token in (roots[0], *roots[0].ancestors)}
        holder = next((t for t in (roots[1], *roots[1].ancestors) if t.i in above), roots[1])
        return [
            next((t for t in (root, *root.ancestors) if _is_verb(t) or t == holder), holder) for root in roots
        ]

    def _root(self, mention: Mention) -> Token:
        span = cast("Span", self._analysis.doc.char_span(mention.start, mention.end, alignment_mode="expand"))
        return span.root


def _is_verb(token: Token) -> bool:
    """Whether the word tells an event: what is said of that counts for the relation."""
    return token.pos_ in ("VERB", "AUX")
