"""A trigger word in its clause -> whether what it tells happened.

The status is read from the words that govern the trigger: modals, negation, and the ontology's status cues
(plan, agree, seek, deny, without, …), walking up from the trigger through its clauses; the weakest one counts. Factuality
by lexical cues over dependencies follows Saurí and Pustejovsky (2012, Computational Linguistics 38:2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kg.extract.frames.clauses import is_passive
from kg.extract.frames.lists import SUBJECTS
from kg.extract.frames.triggers import head_of, match_phrase, phrases
from kg.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.ontology import Cue, Ontology

STRENGTH = list(Status)  # from the surest down
NEGATIONS = frozenset({"no", "never", "neither", "none", "nobody"})
HYPOTHETICAL = frozenset({"if", "whether", "unless"})
UNREAL = frozenset({"would", "could", "might", "should"})  # what would happen if something else did
INVERTED = frozenset({"had", "were", "should"})  # "Had X bought Y": an if-clause
NOUN_LINKS = frozenset(
    {"dobj", "pobj", "prep", "attr", "acomp", "compound", "nmod", "appos", "oprd", "pcomp", "dative", "poss"}
)
CLAUSE_LINKS = frozenset({"xcomp", "ccomp", "acl", "conj", "pcomp", "prep", "dep", "parataxis"})
PREDICATIVE = frozenset({"attr", "oprd", "acomp", "xcomp", "ccomp"})
QUOTE_MARKS = frozenset({'"', "”", "’", "''", "'"})
# Verbs that tell how their subject itself goes on: "construction will begin".
COURSE = frozenset(
    {
        "begin",
        "start",
        "close",
        "complete",
        "finish",
        "take",
        "happen",
        "occur",
        "proceed",
        "conclude",
        "finalize",
        "finalise",
        "go",
        "commence",
        "resume",
        "plan",
        "schedule",
    }
)
# Verbs that say whether their object is: "did not make the offer".
BEING = frozenset({"be", "do", "have", "make", "accept", "approve"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
PRESUPPOSING = frozenset({"under", "after", "following", "since", "despite"})
HIGHEST = 12  # how many words are climbed


def weakest(statuses: Iterable[Status]) -> Status:
    """The least sure of them; asserted if there are none."""
    return max(statuses, key=STRENGTH.index, default=Status.ASSERTED)


class Factuality:
    """The ontology's status and attribution cues, indexed by head word."""

    def __init__(self, ontology: Ontology) -> None:
        self._cues = index_of(ontology.status_cues)
        self._speech = index_of(ontology.attribution_cues)
        self._before: dict[str, list[tuple[tuple[str, ...], Status]]] = defaultdict(
            list
        )  # by their last word
        for (part, _), entries in self._cues.items():
            for phrase, _, status in entries:
                if part == "preposition" and status is not None:
                    self._before[phrase[-1]].append((phrase, status))

    def status(self, trigger: Token, sentence: Span, *, event: bool, support: Container[str] = ()) -> Status:
        """Whether what the trigger says happened, is planned, is possible or is denied.

        Args:
            event: whether it evokes an event. Then what is said of the event counts ("called off the merger");
                a relation is none of its clause's business ("the chief executive of X may resign").
            support: verbs that make, with the trigger, one predicate: to sign an agreement.
        """
        asked = [Status.POSSIBLE] if event and _asked(trigger, sentence) else []
        told = list(self._statuses(trigger, event=event, known=_presupposed(trigger, support)))
        return weakest([*asked, *told])

    def speaks(self, token: Token) -> bool:
        """Whether the word is one of speech."""
        entries = self._speech.get(("verb", token.lemma_.lower()), [])
        entries = entries + self._speech.get(("noun", token.lemma_.lower()), [])
        return any(match_phrase(token, phrase, head, "verb") is not None for phrase, head, _ in entries)

    def _statuses(self, trigger: Token, *, event: bool, known: bool) -> Iterator[Status]:
        done = event and trigger.dep_ == "acl" and trigger.tag_ == "VBN" and not _has_auxiliary(trigger)
        for token, below in _governors(trigger):
            if below is not None and done:
                return  # "will be made at a plant bought in 2022"
            if in_passing(trigger, below, event=event):
                return
            yield from (
                self._clause(token) if below is None else self._governing(token, below, trigger, known=known)
            )

    def _governing(self, token: Token, below: Token, trigger: Token, *, known: bool) -> Iterator[Status]:
        """What a word says of what it governs: as a cue, and by the words around it."""
        if below.dep_ == "xcomp":
            yield from self._hearsay(token)
        for part in ("verb", "noun", "adjective"):
            yield from self._matched(part, token)
        if below.dep_ in ("prep", "advcl", "xcomp"):
            # "signed a letter of intent for a round", "was in talks to buy": the noun beside tells.
            for noun in _nouns_beside(token, below):
                yield from self._matched("noun", noun)
        if below.dep_ == "ccomp" and self.speaks(token):
            # Of what is said an adverb tells, too ("falsely claimed"); the rest is about the saying.
            yield from self._beside(token, "advmod", "adverb")
        elif below.pos_ not in ("NOUN", "PROPN") or below.dep_ not in SUBJECTS or token.lemma_ in COURSE:
            told = self._clause(token)
            yield from (status for status in told if not (known and status is Status.NEGATED))
        elif below == trigger or self.speaks(below):
            # "The merger is unlikely", "the reports are false".
            yield from self._beside(token, "acomp", "adjective")

    def _clause(self, token: Token) -> Iterator[Status]:
        """What the words around one verb or noun say of it: modals, negation, adverbs, conditions."""
        yield from self._denied_before(token)
        if _inverted(token):
            yield Status.POSSIBLE
        for child in token.children:
            yield from self._told_by(child, token)

    def _told_by(self, child: Token, token: Token) -> Iterator[Status]:
        """What one word says of the verb or noun that it depends on."""
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
            if lower in UNREAL and _unreal(token):
                yield Status.POSSIBLE
        elif child.dep_ == "advmod":
            yield from self._matched("adverb", child)
        elif child.dep_ in ("amod", "compound") and child.i < token.i:
            yield from self._matched("adjective", child)

    def _beside(self, verb: Token, dependency: str, part: str) -> Iterator[Status]:
        for child in verb.children:
            if child.dep_ == dependency:
                yield from self._matched(part, child)

    def _matched(self, part: str, token: Token) -> Iterator[Status]:
        for key in {token.lemma_.lower(), token.lower_}:
            for phrase, head, status in self._cues.get((part, key), ()):
                if status is not None and match_phrase(token, phrase, head, part) is not None:
                    yield status

    def _hearsay(self, verb: Token) -> Iterator[Status]:
        """What is said, or believed, to have happened, nobody knows by whom."""
        if is_passive(verb) and self.speaks(verb) and not any(self._matched("verb", verb)):
            yield Status.POSSIBLE

    def _denied_before(self, token: Token) -> Iterator[Status]:
        """What comes of "without", "instead of" or "rather than"."""
        last = token.i if token.dep_ == "prep" else token.i - 1
        for phrase, status in self._before.get(token.doc[last].lower_, ()) if last >= 0 else ():
            first = last + 1 - len(phrase)
            if first >= 0 and all(token.doc[first + n].lower_ == word for n, word in enumerate(phrase)):
                yield status


def in_passing(trigger: Token, below: Token | None, *, event: bool) -> bool:
    """Whether the clause that governs the word below says nothing of the relation that the trigger names.

    "The chief executive of X may resign": he is the chief executive. Only what is predicated is said.
    """
    said_of = trigger.pos_ in ("NOUN", "PROPN") or trigger.dep_ == "amod"
    return said_of and not event and below is not None and below.dep_ not in PREDICATIVE


def index_of(
    cues: Iterable[Cue],
) -> Mapping[tuple[str, str], list[tuple[tuple[str, ...], int, Status | None]]]:
    """The cues by part of speech and head word: (words, place of the head, status)."""
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
            if token.dep_ not in CLAUSE_LINKS and not (token.dep_ in ("advcl", "relcl") and infinitive):
                return  # "turned down advice to move" goes on
            if token.dep_ == "conj" and any(child.dep_ in SUBJECTS for child in token.children):
                return  # a second main clause stands for itself
            if token.dep_ == "ccomp" and any(child.text == ";" for child in head.children):
                return
        elif token.dep_ == "prep" and token.lower_ in PRESUPPOSING:
            return  # "under the agreement, Acme will supply": there is an agreement
        elif token.pos_ == "ADV" and below is not None and below.dep_ == "prep":
            pass  # "walked away from buying"
        elif token.dep_ not in NOUN_LINKS and token.dep_ not in SUBJECTS and token.dep_ != "conj":
            return
        token, below = head, token


def _presupposed(noun: Token, support: Container[str]) -> bool:
    """Whether there is what a noun tells of, whatever is not done to it: "did not extend |its offer|".

    What is known, and therefore definite, is not denied with its clause (Strawson 1950, "On Referring"), but by verbs
    that give or end its being: "did not make the offer", "has not closed the deal".
    """
    definite = any(
        child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in DEFINITE) for child in noun.children
    )
    verb = next((t for t in noun.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if not definite or verb is None or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    its_own = verb in (noun.head, noun.head.head)  # not "extend the date of its offer"
    return verb.lemma_ not in COURSE | BEING and not (its_own and verb.lemma_ in support)


def _has_auxiliary(verb: Token) -> bool:
    return any(child.dep_ in ("aux", "auxpass") for child in verb.children)


def _asked(trigger: Token, sentence: Span) -> bool:
    """Whether the trigger's clause is a question."""
    doc, start, end = trigger.doc, sentence.start, sentence.end
    last = next(
        (doc[i] for i in range(end - 1, max(start, end - 3) - 1, -1) if doc[i].text not in QUOTE_MARKS),
        doc[end - 1],
    )
    return last.text == "?" and not any(t.dep_ == "relcl" for t in [trigger, *trigger.ancestors])


def _inverted(verb: Token) -> bool:
    """Whether the clause is an if-clause without "if": "Had X bought Y, ..."."""
    first = next(iter(verb.lefts), None)
    return (
        verb.dep_ == "advcl"
        and first is not None
        and first.dep_ in ("aux", "auxpass")
        and first.lower_ in INVERTED
    )


def _unreal(verb: Token) -> bool:
    """Whether what would happen depends on an if-clause, or would have happened."""
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ == "have":
            return True
        if child.dep_ == "advcl" and (
            _inverted(child) or any(t.lower_ in HYPOTHETICAL for t in child.children)
        ):
            return True
    return False


def _negates(word: Token) -> bool:
    """Whether the word denies what it depends on: not, no, never, no longer, nobody, not yet."""
    if word.dep_ in SUBJECTS:
        return word.lower_ in NEGATIONS or any(
            t.lower_ in NEGATIONS and t.dep_ in ("det", "preconj", "cc") for t in word.children
        )
    if word.lower_ == "yet":  # "has yet to invest"
        return any(t.dep_ == "xcomp" and t.i > word.i for t in word.head.children)
    if word.dep_ == "neg" or (word.dep_ in ("det", "advmod") and word.lower_ in NEGATIONS):
        return True
    return word.lower_ == "longer" and word.i > 0 and word.nbor(-1).lower_ == "no"


def _nouns_beside(verb: Token, below: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass"):
            yield child
        elif child.dep_ == "prep" and child != below and child.lower_ == "in":
            yield from (noun for noun in child.children if noun.dep_ == "pobj")
