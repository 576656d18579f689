"""Token -> the frames that it triggers, by lemma and part of speech."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyse.descriptors import HYPHENS
from kg.model import Mention, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.analyse.analysis import Analysis
    from kg.ontology import Frame, Lemmas, Ontology

PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADV": "adverb"}


@dataclass(frozen=True, slots=True, eq=False)
class Trigger:
    """A frame and the tokens that evoke it; part is "verb", "noun", "adjective" or "adverb"."""

    frame: Frame
    part: str
    head: Token
    start: int
    end: int


def triggered(analysis: Analysis, index: TriggerIndex, ontology: Ontology) -> list[Trigger]:
    """All triggers of a document, in text order; the words of a name evoke no event: the capital of Summit Capital."""

    def within_name(trigger: Trigger, mention: Mention | None) -> bool:
        return (
            mention is not None
            and mention.kind is MentionKind.NAME
            and trigger.part == "noun"
            and trigger.frame.evokes in ontology.classes
        )

    return longest(
        [
            trigger
            for token in analysis.doc
            for trigger in index.match(token, analysis.at.get(token.i))
            if not within_name(trigger, analysis.at.get(token.i))
        ]
    )


def longest(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Without those whose words are part of a longer trigger of the same meaning: "round" in "funding round"."""
    reach: dict[tuple[int, str], Trigger] = {}
    for trigger in sorted(triggers, key=lambda t: t.end - t.start):
        for token in range(trigger.start, trigger.end):
            reach[token, trigger.frame.evokes] = trigger
    return [
        t
        for t in triggers
        if (r := reach[t.head.i, t.frame.evokes]).head == t.head or r.end - r.start <= t.end - t.start
    ]


class TriggerIndex:
    """The ontology's frames by part of speech and head lemma."""

    def __init__(self, ontology: Ontology) -> None:
        self._entries: Mapping[tuple[str, str], list[tuple[tuple[str, ...], int, Frame]]] = _index(ontology)
        self._ontology = ontology
        self._typed = [frame for frame in ontology.frames if frame.noun_of or frame.name_of]
        self._by_type: dict[tuple[str, bool], list[Frame]] = {}

    def match(self, token: Token, mention: Mention | None) -> Iterator[Trigger]:
        """Every frame that the token triggers; of a frame's phrases the longest.

        Args:
            mention: what the token is part of, if anything.
        """
        if mention is not None and _is_head(token, mention):
            for frame in self._frames_of(mention.type, named=mention.kind is MentionKind.NAME):
                yield Trigger(frame, "noun", token, token.i, token.i + 1)
        for part in _parts(token):
            seen: set[str] = set()
            for phrase, head, frame in self._entries.get((part, _word(token, part)), ()):
                if frame.curie in seen:
                    continue
                span = match_phrase(token, phrase, head, part)
                if span is not None:
                    seen.add(frame.curie)
                    yield Trigger(frame, part, token, *span)

    def _frames_of(self, type_: str, *, named: bool) -> list[Frame]:
        """Frames evoked by whatever names, or describes, an instance of the class."""
        found = self._by_type.get((type_, named))
        if found is None:
            found = [
                frame
                for frame in self._typed
                if any(self._ontology.is_a(type_, c) for c in (frame.name_of if named else frame.noun_of))
            ]
            self._by_type[type_, named] = found
        return found


def _word(token: Token, part: str) -> str:
    """The form under which the token is listed: adjectives as they are, others by their lemma."""
    word = token.lower_ if part == "adjective" else token.lemma_.lower()
    return word.rstrip(".") if len(word) == 2 else word  # "Series B." at the end of a sentence


def _is_head(token: Token, mention: Mention) -> bool:
    """Whether the token is the syntactic head of the mention's words."""
    head = token.head
    return mention.kind is not MentionKind.PRONOUN and (
        head == token or not mention.start <= head.idx < mention.end
    )


def _parts(token: Token) -> tuple[str, ...]:
    part = PARTS.get(token.pos_)
    if part is None:
        return ()
    if part == "verb" and token.tag_ == "VBN" and token.dep_ in ("amod", "acl", "nmod", "compound", "acomp"):
        return ("verb", "adjective")
    return (part,)


def _index(ontology: Ontology) -> dict[tuple[str, str], list[tuple[tuple[str, ...], int, Frame]]]:
    entries: dict[tuple[str, str], list[tuple[tuple[str, ...], int, Frame]]] = defaultdict(list)
    for frame in ontology.frames:
        adverbs = (("adverb", phrase) for phrase in frame.lemmas.adverb)
        for part, phrase in (*phrases(frame.lemmas), *adverbs):
            head = head_of(phrase, part)
            entries[part, phrase[head].lower()].append((tuple(w.lower() for w in phrase), head, frame))
    for listed in entries.values():
        listed.sort(key=lambda entry: (-len(entry[0]), entry[2].curie))
    return entries


def phrases(lemmas: Lemmas) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(part of speech, words) of everything that can head a clause or a phrase.

    The tokenizer splits most words at hyphens; the prefix of a verb may be left out.
    """
    for phrase in lemmas.verb:
        yield "verb", phrase
        if "-" in phrase[0]:
            yield "verb", (phrase[0].rpartition("-")[2], *phrase[1:])
    for part in ("noun", "adjective"):
        for phrase in getattr(lemmas, part):
            yield part, phrase
            if any("-" in word for word in phrase):
                yield part, tuple(word for words in phrase for word in words.split("-") if word)


def head_of(phrase: tuple[str, ...], part: str) -> int:
    """Which word of a phrase is its head: the first of a verb, the last of a noun or the one before "of"."""
    if part == "verb":
        return 0
    return phrase.index("of") - 1 if "of" in phrase[1:] else len(phrase) - 1


def match_phrase(token: Token, phrase: tuple[str, ...], head: int, part: str) -> tuple[int, int] | None:
    """The token range of a phrase whose head is this token, None if the other words are not there."""
    if len(phrase) == 1:
        return token.i, token.i + 1
    if part == "verb":
        return _match_verb(token, phrase)
    start = _match_left(token, phrase[:head])
    end = _match_right(token, phrase[head + 1 :])
    return None if start is None or end is None else (start, end)


def _match_verb(verb: Token, phrase: tuple[str, ...]) -> tuple[int, int] | None:
    """The other words depend on the verb, or on each other in turn ("go into operation")."""
    token, end = verb, verb.i + 1
    for word in phrase[1:]:
        nearby = [*verb.children, *token.children]
        other = next((t for t in nearby if t.i > verb.i and word in (t.lower_, t.lemma_.lower())), None)
        if other is None:
            return None
        token = other
        if other.i == end:
            end += 1
    return verb.i, end


def _match_left(token: Token, words: tuple[str, ...]) -> int | None:
    position = token.i
    for word in reversed(words):
        position -= 1
        while position >= 0 and token.doc[position].text in HYPHENS:
            position -= 1
        if position < 0 or word not in (token.doc[position].lower_, token.doc[position].lemma_.lower()):
            return None
    return position


def _match_right(token: Token, words: tuple[str, ...]) -> int | None:
    position = token.i
    for word in words:
        position += 1
        if position >= len(token.doc) or token.doc[position].lower_ != word:
            return None
    return position + 1
