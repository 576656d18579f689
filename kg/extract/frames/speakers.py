"""A trigger word -> who the article says said what it tells.

Whoever is said to have said a sentence is not taken to have said what the writer puts into it in passing: the titles,
appositions and relative clauses. A quotation that goes on over several sentences is its speaker's throughout.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.extract.frames.clauses import grammatical_subject, is_passive
from kg.extract.frames.lists import SUBJECTS, coordinated
from kg.extract.frames.status import Factuality, in_passing, index_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.ontology import Ontology

OPENING, CLOSING = frozenset("“‘"), frozenset("”’")
PLAIN = frozenset({'"', "``", "''"})
MARKS = OPENING | CLOSING | PLAIN
ASIDE = frozenset({"relcl", "appos"})
FARTHEST = 60  # tokens between a quotation and the words that tell whose it is


class Speakers:
    """Finds speakers by the ontology's words for speech and for sources."""

    def __init__(self, ontology: Ontology, factuality: Factuality) -> None:
        self._speech = index_of(ontology.attribution_cues)
        self._factuality = factuality

    def of(self, trigger: Token, quotations: Quotations, *, event: bool) -> Span | None:
        """Who is named as the source: after "according to", else the outermost speaker; else whose quotation it is.

        Args:
            quotations: those of the trigger's document.
            event: whether the trigger evokes an event; a relation may be told in passing.
        """
        speaker = self._in_sentence(trigger, event=event) or self._of_quotation(quotations.around(trigger))
        return _phrase(speaker) if speaker is not None else None

    def _in_sentence(self, trigger: Token, *, event: bool) -> Token | None:
        speaker: Token | None = None
        path = [trigger, *trigger.ancestors]
        for number, token in enumerate(path):
            below = path[number - 1] if number else None
            if below is not None and (_aside(below) or in_passing(trigger, below, event=event)):
                return speaker
            source = self._according_to(token)
            if source is not None:
                return source
            if below is not None and self._factuality.speaks(token) and self._says(path[: number + 1]):
                speaker = _sayer(token) or speaker
            speaker = self._after(token) or speaker
        return speaker

    def _says(self, path: list[Token]) -> bool:
        """Whether what stands below a verb of speech is said: a clause, or what is claimed ("denied a report that")."""
        below = path[-2]
        if below.dep_ in ("ccomp", "parataxis", "dep"):
            return True
        return (
            below.dep_ == "dobj"
            and len(path) > 2
            and path[-3].dep_ == "acl"
            and self._factuality.speaks(below)
        )

    def _after(self, verb: Token) -> Token | None:
        """Who announces at the end, "..., the ministry announced Friday": to the parser it may be a second clause."""
        for child in verb.children:
            if child.dep_ != "conj" or child.pos_ != "VERB" or not self._factuality.speaks(child):
                continue
            own = [t for t in child.children if t.dep_ in SUBJECTS]
            joined = any(t.dep_ == "cc" and t.i < child.i for t in verb.children)
            if own and not joined and not any(t.dep_ in ("dobj", "ccomp", "xcomp") for t in child.children):
                return own[0]
        return None

    def _of_quotation(self, quotation: Span | None) -> Token | None:
        """The speaker of a quotation, named in a sentence beside."""
        if quotation is None:
            return None
        doc, first, last = quotation.doc, quotation.start, quotation.end - 1
        for verb in [*_verbs(doc, last, last + FARTHEST, 1), *_verbs(doc, first, first - FARTHEST, -1)]:
            if self._factuality.speaks(verb):
                return _sayer(verb)
        return None

    def _according_to(self, token: Token) -> Token | None:
        for child in token.children:
            if (
                child.dep_ in ("prep", "advmod", "pcomp", "advcl")
                and ("preposition", child.lower_) in self._speech
            ):
                for phrase, _, _ in self._speech["preposition", child.lower_]:
                    source = _object_after(child, phrase[1:])
                    if source is not None:
                        return source
        return None


def _aside(word: Token) -> bool:
    """Whether the phrase is put in by the writer: an apposition, or a relative clause after a comma."""
    return word.dep_ in ASIDE and (word.dep_ != "relcl" or word.doc[max(word.left_edge.i - 1, 0)].text == ",")


def _sayer(verb: Token) -> Token | None:
    """Who says it: "X said", "it was reported by X"."""
    if is_passive(verb):
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        return next((t for t in agent.children if t.dep_ == "pobj"), None) if agent is not None else None
    return grammatical_subject(verb)


class Quotations:
    """The quotations of one document."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._edges = [t.i for t in doc if t.text in MARKS or "\n" in t.text_with_ws]  # marks and line ends

    def around(self, token: Token) -> Span | None:
        """The quotation around a word, with its marks, within its paragraph."""
        first = self._mark(reversed(self._edges[: bisect_left(self._edges, token.i)]), opens=True)
        last = self._mark(self._edges[bisect_right(self._edges, token.i) :], opens=False)
        return self._doc[first : last + 1] if first is not None and last is not None else None

    def _mark(self, edges: Iterable[int], *, opens: bool) -> int | None:
        """The nearest of the marks on one side of a word if it opens, or closes, a quotation around the word."""
        wanted = OPENING if opens else CLOSING
        for i in edges:
            text = self._doc[i].text
            if text in wanted or (text in PLAIN and _opens(self._doc, i) == opens):
                return i
            if text != "’":  # which may be an apostrophe
                return None
        return None


def _opens(doc: Doc, i: int) -> bool:
    """Whether a plain quotation mark opens: a space comes before it."""
    return i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space


def _verbs(doc: Doc, start: int, end: int, step: int) -> Iterator[Token]:
    """Verbs outside quotations from one mark on, up to the next quotation's far side or the end of the paragraph."""
    sentences = 0
    i = start + step
    while 0 <= i < len(doc) and i != end and "\n" not in doc[i].text_with_ws:
        token = doc[i]
        if token.text in PLAIN | OPENING | CLOSING - {"’"} and step > 0:
            return
        if token.pos_ == "VERB":
            yield token
        if token.is_sent_end if step > 0 else token.is_sent_start:
            sentences += 1
            if sentences > 1 or step > 0:
                return
        i += step


def _object_after(preposition: Token, words: tuple[str, ...]) -> Token | None:
    token = preposition
    for word in words:
        following = next((child for child in token.children if child.lower_ == word), None)
        if following is None:
            return None
        token = following
    return next((child for child in token.children if child.dep_ == "pobj"), None)


def _phrase(speaker: Token) -> Span:
    """The speaker's whole phrase with those coordinated, without a clause or apposition about the last."""
    doc = speaker.doc
    last = list(coordinated(speaker))[-1]
    end = last.i + 1
    for child in last.rights:
        if child.dep_ in ("relcl", "appos", "conj", "cc", "punct"):
            break
        end = child.right_edge.i + 1
    return doc[speaker.left_edge.i : end]
