"""Claims -> what was told by whom and when, as far as it tells whether two claims can both be right."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.assemble.claims import Made
from kg.assemble.support import combined
from kg.assemble.terms import Term
from kg.model import Evidence, Status
from kg.ontology import Ontology

SOON = datetime.timedelta(days=30)  # a post or a plan changes no sooner, unless an article says so
AROUND = 30  # characters before and after the words that make a claim, in which "former" is said of it

Voice = tuple[NamedNode, str]  # an article, and whose words it gives; "" if it speaks itself


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that differ about something.

    Attributes:
        kind: its class, kg:Conflict, kg:Denial or kg:Succession.
        questions: the properties that the claims differ in.
        confidence: how likely both sides are said, of the two sides that most likely are.
        value: for the denial of a single triple, its object.
    """

    kind: NamedNode
    about: NamedNode
    questions: tuple[NamedNode, ...]
    claims: tuple[NamedNode, ...]
    confidence: float
    value: Term | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a claim gives.

    Attributes:
        day: when it was published, None if that is not known.
        changing: whether words beside it tell that it began, ended or was of another time.
        joint: whether words beside it tell that others share in it.
    """

    value: Term
    made: Made
    day: datetime.date | None
    changing: bool
    joint: bool

    @property
    def holds(self) -> bool:
        """Whether it is said to hold at the time of the telling, or to have happened by then."""
        return self.made.evidence.status is Status.ASSERTED


@dataclass(frozen=True, slots=True)
class Hearing:
    """Listens to claims: the words beside them, their days, and how sure several are together."""

    ontology: Ontology
    days: Mapping[NamedNode, datetime.date | None]
    sources: Mapping[NamedNode, NamedNode]
    _change: re.Pattern[str] = field(init=False)
    _joint: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_change", _pattern(self.ontology.change_cues))
        object.__setattr__(self, "_joint", _pattern(self.ontology.joint_cues))

    def told(self, value: Term, made: Made) -> Told:
        """The claim as one of this value."""
        words = _words(made.evidence)
        day = self.days.get(made.article)
        return Told(value, made, day, bool(self._change.search(words)), bool(self._joint.search(words)))

    def surety(self, told: Iterable[Told]) -> float:
        """How likely at least one of several says what it is taken to say."""
        found = ((each.made.article, each.made.evidence.confidence) for each in told)
        return combined((self.sources.get(article, article), confidence) for article, confidence in found)


def voices(told: Iterable[Told]) -> dict[Voice, list[Told]]:
    """What each article says; an article that has others say all of it speaks with their voices."""
    by_article: dict[NamedNode, list[Told]] = defaultdict(list)
    for each in told:
        by_article[each.made.article].append(each)
    found: dict[Voice, list[Told]] = defaultdict(list)
    for article, several in by_article.items():
        speakers = [each.made.evidence.attribution for each in several]
        for each, speaker in zip(several, speakers, strict=True):
            found[article, speaker.text if speaker and all(speakers) else ""].append(each)
    return found


def in_turn(one: Sequence[Told], other: Sequence[Told], apart: datetime.timedelta) -> bool:
    """Whether all of the one was told before all of the other, or after, and that long."""
    first, second = (_span(several) for several in (one, other))
    if first is None or second is None:
        return False
    return first[1] + apart <= second[0] or second[1] + apart <= first[0]


def at_one_time(one: Sequence[Told], other: Sequence[Told]) -> bool:
    """Whether the times in which the two were told are known, and have a day in common."""
    first, second = (_span(several) for several in (one, other))
    return bool(first and second) and not in_turn(one, other, datetime.timedelta(days=1))


def _span(told: Sequence[Told]) -> tuple[datetime.date, datetime.date] | None:
    days = [each.day for each in told if each.day]
    return (min(days), max(days)) if days and len(days) == len(told) else None


def _words(evidence: Evidence) -> str:
    """The words of the sentence that make the claim, with those around them."""
    if not evidence.cues:
        return evidence.quote
    start = min(start for start, _ in evidence.cues) - evidence.start - AROUND
    end = max(end for _, end in evidence.cues) - evidence.start + AROUND
    return evidence.quote[max(start, 0) : end]


def _pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """Any of these words; those that end in a hyphen begin one."""
    words = (re.escape(cue) + ("" if cue.endswith("-") else r"(?!\w)") for cue in sorted(cues))
    return re.compile(rf"(?<!\w)(?:{'|'.join(words) or '(?!)'})", re.IGNORECASE)
