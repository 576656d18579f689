"""A trigger word in its clause -> whether it happened, and who the article says said so.

The status is read from the words that govern the trigger: modals, negation, and the ontology's status cues
(plan, agree, seek, deny, …), walking up from the trigger through its clauses; the weakest one counts. Factuality
by lexical cues over dependencies follows Saurí and Pustejovsky (2012, Computational Linguistics 38:2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kg.extract.frames.lists import SUBJECTS, coordinated
from kg.extract.frames.syntax import grammatical_subject
from kg.extract.frames.triggers import head_of, match_phrase, phrases
from kg.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.ontology import Cue, Ontology

STRENGTH = list(Status)  # from the surest down
NEGATIONS = frozenset({"no", "never", "neither"})
HYPOTHETICAL = frozenset({"if", "whether", "unless"})
NOUN_LINKS = frozenset(
    {"dobj", "pobj", "prep", "attr", "compound", "nmod", "appos", "oprd", "pcomp", "dative", "poss"}
)
CLAUSE_LINKS = frozenset({"xcomp", "ccomp", "acl", "conj", "pcomp", "prep", "dep", "parataxis"})
PREDICATIVE = frozenset({"attr", "oprd", "acomp", "xcomp", "ccomp"})
HIGHEST = 12  # how many words are climbed


def weakest(statuses: Iterable[Status]) -> Status:
    """The least sure of them; asserted if there are none."""
    return max(statuses, key=STRENGTH.index, default=Status.ASSERTED)


class Factuality:
    """The ontology's status and attribution cues, indexed by head word."""

    def __init__(self, ontology: Ontology) -> None:
        self._cues = _index(ontology.status_cues)
        self._speech = _index(ontology.attribution_cues)

    def status(self, trigger: Token, *, event: bool) -> Status:
        """Whether what the trigger says happened, is planned, is possible or is denied.

        Args:
            event: whether it evokes an event. Then what is said of the event counts ("called off the merger");
                a relation is none of its clause's business ("the chief executive of X may resign").
        """
        return weakest(self._statuses(trigger, event=event))

    def speaker(self, trigger: Token) -> Span | None:
        """Who is named as the source: after "according to", else the outermost speaker of what is said."""
        speaker: Token | None = None
        # Whoever is said to have said the sentence said its side clauses too: all the way up.
        path = [trigger, *trigger.ancestors]
        for token, below in zip(path, [None, *path], strict=False):
            source = self._according_to(token)
            if source is not None:
                return _phrase(source)
            if below is not None and below.dep_ in ("ccomp", "parataxis", "dep") and self._speaks(token):
                speaker = grammatical_subject(token) or speaker
        return _phrase(speaker) if speaker is not None else None

    def _statuses(self, trigger: Token, *, event: bool) -> Iterator[Status]:
        said_of = trigger.pos_ in ("NOUN", "PROPN") or trigger.dep_ == "amod"
        for token, below in _governors(trigger):
            if said_of and not event and below is not None and below.dep_ not in PREDICATIVE:
                return
            nominal = below is not None and below.pos_ in ("NOUN", "PROPN") and below.dep_ in SUBJECTS
            reported = below is not None and below.dep_ == "ccomp" and self._speaks(token)
            if below is not None or token.pos_ in ("NOUN", "PROPN"):
                yield from self._cued(token, at_trigger=below is None)
            if below is not None and below.dep_ in ("prep", "advcl", "xcomp"):
                # "signed a letter of intent for a round", "was in talks to buy": the noun beside tells.
                for noun in _nouns_beside(token, below):
                    yield from self._matched("noun", noun)
            if reported or nominal:
                continue
            yield from self._clause(token)

    def _clause(self, token: Token) -> Iterator[Status]:
        """What the words around one verb or noun say of it: modals, negation, adverbs, conditions."""
        for child in token.children:
            lower = child.lower_
            if _negates(child):
                yield Status.NEGATED
            elif child.dep_ == "aux" and child.tag_ == "TO":
                # An infinitive of purpose ("raised money to build"), or of what is arranged ("is to be built").
                if token.dep_ in ("advcl", "relcl", "acl") or token.head.lemma_ == "be":
                    yield Status.PLANNED
            elif child.dep_ == "mark" and lower in HYPOTHETICAL:
                yield Status.POSSIBLE
            elif child.dep_ == "aux" and child.tag_ == "MD":
                yield from self._matched("modal", child)
            elif child.dep_ == "advmod":
                yield from self._matched("adverb", child)
            elif child.dep_ in ("amod", "compound") and child.i < token.i:
                yield from self._matched("adjective", child)

    def _cued(self, token: Token, *, at_trigger: bool) -> Iterator[Status]:
        if at_trigger:
            return
        for part in ("verb", "noun", "adjective"):
            yield from self._matched(part, token)

    def _matched(self, part: str, token: Token) -> Iterator[Status]:
        for key in {token.lemma_.lower(), token.lower_}:
            for phrase, head, status in self._cues.get((part, key), ()):
                if status is not None and match_phrase(token, phrase, head, part) is not None:
                    yield status

    def _speaks(self, token: Token) -> bool:
        entries = self._speech.get(("verb", token.lemma_.lower()), [])
        entries = entries + self._speech.get(("noun", token.lemma_.lower()), [])
        return any(match_phrase(token, phrase, head, "verb") is not None for phrase, head, _ in entries)

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


def _index(cues: Iterable[Cue]) -> Mapping[tuple[str, str], list[tuple[tuple[str, ...], int, Status | None]]]:
    index: dict[tuple[str, str], list[tuple[tuple[str, ...], int, Status | None]]] = defaultdict(list)
    for cue in cues:
        for part, phrase in phrases(cue.lemmas):
            head = head_of(phrase, part)
            index[part, phrase[head].lower()].append((tuple(w.lower() for w in phrase), head, cue.status))
        for part in ("adverb", "modal", "preposition"):
            for phrase in getattr(cue.lemmas, part):
                index[part, phrase[0].lower()].append((tuple(w.lower() for w in phrase), 0, cue.status))
    return index


def _governors(trigger: Token) -> Iterator[tuple[Token, Token | None]]:
    """The trigger and the words that govern it, each with the one below it; a finite side clause ends the way."""
    token, below = trigger, None
    for _ in range(HIGHEST):
        yield token, below
        head = token.head
        if head == token:
            return
        verbal = token.pos_ in ("VERB", "AUX") or token.dep_ in ("acl", "relcl", "advcl")
        if verbal:
            infinitive = any(child.tag_ == "TO" for child in token.children if child.dep_ == "aux")
            if token.dep_ not in CLAUSE_LINKS and not (token.dep_ == "advcl" and infinitive):
                return
            if token.dep_ == "conj" and any(child.dep_ in SUBJECTS for child in token.children):
                return  # a second main clause stands for itself
        elif token.dep_ not in NOUN_LINKS and token.dep_ not in SUBJECTS and token.dep_ != "conj":
            return
        token, below = head, token


def _negates(word: Token) -> bool:
    """Whether the word denies what it depends on: not, no, never, no longer."""
    if word.dep_ == "neg" or (word.dep_ in ("det", "advmod") and word.lower_ in NEGATIONS):
        return True
    return word.lower_ == "longer" and word.i > 0 and word.nbor(-1).lower_ == "no"


def _nouns_beside(verb: Token, below: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ == "dobj":
            yield child
        elif child.dep_ == "prep" and child != below and child.lower_ == "in":
            yield from (noun for noun in child.children if noun.dep_ == "pobj")


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
