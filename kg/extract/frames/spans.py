"""Tokens -> characters: the spans of sentences, triggers and speakers in the document's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.frames.triggers import Trigger
from kg.model import Attribution, Mention, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from kg.analyse.analysis import Analysis


def event_mention(analysis: Analysis, trigger: Trigger) -> Mention:
    """The mention of an event that a trigger's words are."""
    start, end = characters(analysis.doc, trigger.start, trigger.end)
    text = analysis.document.text[start:end]
    return Mention(
        analysis.document.id, start, end, text, trigger.frame.evokes, MentionKind.EVENT, trigger.head.lower_
    )


def attribution(analysis: Analysis, speaker: Span | None) -> Attribution | None:
    """Who said it, by the name in the speaker's phrase where there is one."""
    if speaker is None:
        return None
    first, last = _named(analysis, speaker)
    return Attribution(first, last, analysis.document.text[first:last])


def _named(analysis: Analysis, speaker: Span) -> tuple[int, int]:
    """Character offsets of the speaker's name: in the phrase, or that a pronoun stands for; else of the phrase."""
    mention = analysis.at.get(speaker.root.i)
    for child in speaker.root.children:
        beside = analysis.at.get(child.i) if child.dep_ == "appos" else None
        if beside is not None and beside.kind is MentionKind.NAME:
            mention = beside  # "its chief executive, Ana Ruiz, said"
    if mention is not None and mention.kind is MentionKind.PRONOUN and mention in analysis.cluster_of:
        named = [m for m in analysis.clusters[analysis.cluster_of[mention]] if m.kind is MentionKind.NAME]
        mention = max((m for m in named if m.start < mention.start), key=lambda m: m.start, default=mention)
    coordinated = any(token.dep_ == "conj" for token in speaker)
    if mention is not None and mention.kind is MentionKind.NAME and not coordinated:
        return mention.start, mention.end
    return speaker.start_char, speaker.end_char


def sentence_span(sentence: Span) -> tuple[int, int]:
    """Character offsets of a sentence without the white space around it."""
    doc, first, last = sentence.doc, sentence.start, sentence.end
    while first < last - 1 and doc[first].is_space:
        first += 1
    while last > first + 1 and doc[last - 1].is_space:
        last -= 1
    return characters(doc, first, last)


def characters(doc: Doc, first: int, last: int) -> tuple[int, int]:
    """Character offsets of a range of tokens; making a Span for them takes five times as long."""
    return doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
