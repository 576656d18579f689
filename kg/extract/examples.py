"""The frames' examples -> which of them the extractor does not find: an ontology that tests itself.

An example marks its trigger in *…* and each argument as [role words]:
"[investor Mistral] will *invest* [amount 1.2 billion euros] in [place Sweden]."
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.analyse import analyse
from kg.analyse.analysis import Analysis
from kg.errors import OntologyError
from kg.model import Assertion, Document, Extraction, Mention
from kg.ontology import OBJECT, SUBJECT, Frame, Ontology

MARK = re.compile(r"(?P<star>\*)|\[(?P<role>\w+) |(?P<close>\])")
ENDS = {"subject": SUBJECT, "object": OBJECT}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with what a frame should find in it; spans are (start, end) characters of text."""

    frame: Frame
    text: str
    triggers: tuple[tuple[int, int], ...]
    roles: tuple[tuple[str, tuple[int, int]], ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """A marked role that was not found."""

    frame: str
    example: str
    role: str
    words: str


def examples(ontology: Ontology) -> Iterator[Example]:
    """Every example of every frame.

    Raises:
        OntologyError: an example marks no trigger or no role.
    """
    for frame in ontology.frames:
        for sentence in frame.examples:
            yield parse(frame, sentence)


def parse(frame: Frame, sentence: str) -> Example:
    """The plain sentence and its marks; a trigger may be in two parts, or an argument as well: *[stage Series B]*.

    Raises:
        OntologyError: it marks no trigger or no role, or leaves a mark open.
    """
    text, end = "", 0
    stars: list[int] = []
    opened: tuple[str, int] | None = None
    roles: list[tuple[str, tuple[int, int]]] = []
    for mark in MARK.finditer(sentence):
        text += sentence[end : mark.start()]
        end = mark.end()
        if mark["star"]:
            stars.append(len(text))
        elif mark["role"]:
            opened = mark["role"], len(text)
        elif opened is not None:
            roles.append((ENDS.get(opened[0], f"kg:{opened[0]}"), (opened[1], len(text))))
            opened = None
    if not stars or len(stars) % 2 or not roles or opened is not None:
        raise OntologyError(f"this example does not mark its trigger and its roles: {sentence}", frame.curie)
    triggers = tuple(zip(stars[::2], stars[1::2], strict=True))
    return Example(frame, text + sentence[end:], triggers, tuple(roles))


def misses(
    ontology: Ontology, model: str, extract: Callable[[Sequence[Analysis]], Sequence[Extraction]]
) -> Iterator[Miss]:
    """The roles that are marked in an example and not found by the extractor."""
    listed = list(examples(ontology))
    documents = (
        Document(id=str(number), uri=f"urn:example:{number}", title="", text=example.text, verbatim=True)
        for number, example in enumerate(listed)
    )
    for analysis in analyse(documents, ontology, model):
        example = listed[int(analysis.document.id)]
        (extraction,) = extract([analysis])
        for role, span in _missing(example, extraction, ontology):
            yield Miss(example.frame.curie, example.text, role, example.text[slice(*span)])


def _missing(
    example: Example, extraction: Extraction, ontology: Ontology
) -> Iterator[tuple[str, tuple[int, int]]]:
    group = {mention: cluster for cluster in extraction.clusters for mention in cluster}

    def at(mention: Mention, span: tuple[int, int]) -> bool:
        return any(_overlap(span, (m.start, m.end)) for m in group.get(mention, (mention,)))

    ends = example.frame.evokes in ontology.properties
    for role, span in example.roles:
        if ends:
            said = [a for a in extraction.assertions if a.predicate == example.frame.evokes]
            others = [other for name, other in example.roles if name != role]
            found = any(
                at(_end(a, role), span) and any(at(_end(a, _other(role)), o) for o in others) for a in said
            )
        else:
            said = [a for a in extraction.assertions if a.predicate == role]
            found = any(at(a.object, span) and any(at(a.subject, t) for t in example.triggers) for a in said)
        if not found:
            yield role, span


def _other(role: str) -> str:
    return OBJECT if role == SUBJECT else SUBJECT


def _end(assertion: Assertion, role: str) -> Mention:
    return assertion.subject if role == SUBJECT else assertion.object


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
