"""A role's filler and its trigger -> what makes the finding more or less sure, as names that confidence.ttl weighs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.model import MentionKind, Status

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.analyse.analysis import Analysis
    from kg.extract.frames.evoke import Evocation, Filler
    from kg.ontology import Ontology

LONG, SHORT = 45, 6  # words of a sentence
CLAUSES = frozenset({"relcl", "acl", "xcomp", "ccomp", "advcl", "pcomp", "parataxis", "dep"})
COORDINATION = frozenset({"conj", "appos"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "our"})
CROWD = 2  # other names between a trigger and its argument


def of_evocation(evocation: Evocation) -> Iterator[str]:
    """What holds of everything that the frame says here."""
    if evocation.trigger.part == "adjective":
        yield "adjective"
    if evocation.status is not Status.ASSERTED:
        yield evocation.status.value
    if evocation.speaker is not None:
        yield "attributed"
    yield from _of_sentence(evocation.sentence)


def _of_sentence(sentence: Span) -> Iterator[str]:
    words = sum(
        1 for _ in itertools.islice((t for t in sentence if not t.is_punct and not t.is_space), LONG + 1)
    )
    if words > LONG:
        yield "long sentence"
    last = next((token for token in reversed(sentence) if not token.is_space), None)
    if words < SHORT or last is None or not (last.is_punct or last.is_quote):
        yield "no whole sentence"


def of_filler(analysis: Analysis, evocation: Evocation, filler: Filler, ontology: Ontology) -> Iterator[str]:
    """What holds of one argument."""
    yield from _of_mention(analysis, filler, ontology)
    if filler.retyped is not None:
        yield "type overruled" if filler.surprising else "type given"
    if filler.token is None:
        yield "left out"
        return
    yield from _of_path(evocation.trigger.head, analysis.doc[filler.token])
    if _crowded(analysis, evocation.trigger.head.i, filler):
        yield "crowded"


def _of_mention(analysis: Analysis, filler: Filler, ontology: Ontology) -> Iterator[str]:
    mention = filler.mention
    if mention.kind is MentionKind.PRONOUN:
        yield "pronoun"
    elif mention.kind is MentionKind.NOMINAL:
        cluster = analysis.clusters[analysis.cluster_of[mention]] if mention in analysis.cluster_of else ()
        named = any(other.kind is MentionKind.NAME for other in cluster)
        class_ = ontology.classes.get(mention.type)
        if named:
            yield "description of a name"
        elif mention.text.casefold() in ontology.demonyms:
            yield "demonym"
        elif class_ is None or not class_.unnamed:  # a site is told by what it is
            yield "definite description" if _is_definite(analysis, filler) else "description"
    elif mention.kind is MentionKind.NAME and mention.guessed:
        yield "type guessed"


def _is_definite(analysis: Analysis, filler: Filler) -> bool:
    """Whether the description points at something known: by its first word, or another's possession."""
    if filler.mention.text.split()[0].casefold() in DEFINITE:
        return True
    lefts = analysis.doc[filler.token].lefts if filler.token is not None else ()
    return any(token.dep_ == "poss" or token.lower_ in DEFINITE for token in lefts)


def _of_path(trigger: Token, argument: Token) -> Iterator[str]:
    """The arcs of the parse between a trigger and its argument."""
    above = {token.i for token in (trigger, *trigger.ancestors)}
    arcs = []
    token = argument
    while token.i not in above:
        arcs.append(token.dep_)
        if token.head == token:  # another sentence
            yield "another sentence"
            return
        token = token.head
    top, token = token, trigger
    while token.i != top.i:
        arcs.append(token.dep_)
        token = token.head
    if not CLAUSES.isdisjoint(arcs):
        yield "through a clause"
    if not COORDINATION.isdisjoint(arcs):
        yield "through coordination"
    if arcs.count("prep") > 1:
        yield "loose preposition"


def _crowded(analysis: Analysis, trigger: int, filler: Filler) -> bool:
    """Whether other names stand between a trigger and its argument."""
    if filler.token is None:
        return False
    low, high = sorted((trigger, filler.token))
    between = {analysis.at[i] for i in range(low + 1, high) if i in analysis.at}
    names = {mention for mention in between if mention.kind is MentionKind.NAME and mention != filler.mention}
    return len(names) >= CROWD
