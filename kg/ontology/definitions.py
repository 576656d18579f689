"""What the ontology defines, as frozen values: classes, properties, frames, cues and rules.

The frame vocabulary follows OntoLex-Lemon's synsem module in spirit: a frame is a syntactic frame with its
ontological mapping (https://www.w3.org/2016/05/ontolex/).
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Status

DEFAULT_CONFIDENCE = 0.85


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the ontology, or a datatype (literal values such as dates and job titles).

    Attributes:
        parents: all superclasses, nearest first.
        descriptors: nouns that describe an instance ("startup"); several words have their head last.
        open_terms: words that are a value of it with what they are of ("head of sales").
        terms: words that are themselves a value of it ("Series A").
        kind_terms: words that are a value of it in a role that takes one ("banks"), and describe things elsewhere.
        names: names of well-known instances ("Nasdaq").
        recogniser_labels: labels of the entity recogniser that mean it ("ORG").
        unnamed: whether an instance without a name deserves a node.
        legal_form: whether names of its instances may end in a legal form ("Inc.").
        by_country: whether the country tells which instance a description means ("the French government").
        lasts: days between the first and the last date that one such event may be told with; None if any.
        keys: role sets that identify an event; two events that agree on one of them are the same.
        same_parties: roles whose whole set of values identifies an event.
        enough: roles any one of which makes an event worth telling.
        several: roles that an event worth telling has at least two of: nobody is a partner alone.
        whole_of: roles of its events that only a whole thing fills, not a share of it.
        part_of: roles of its events that a thing fills if a part of it is meant.
        nests: whether its things lie in each other (a city in its country).
        narrower: lists of terms; the first of one may be said for each of the others.
        reconciled: whether services are asked about its named instances.
        matches: IRIs of the classes of others that mean the same or nearly.
    """

    curie: str
    label: str
    comment: str
    parents: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    open_terms: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    kind_terms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    recogniser_labels: tuple[str, ...] = ()
    unnamed: bool = False
    legal_form: bool = False
    by_country: bool = False
    lasts: int | None = None
    datatype: bool = False
    keys: tuple[tuple[str, ...], ...] = ()
    same_parties: tuple[str, ...] = ()
    enough: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    whole_of: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    nests: bool = False
    narrower: tuple[tuple[str, ...], ...] = ()
    reconciled: bool = False
    matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One property of a chain, walked from object to subject if inverse; or a class to which to stay."""

    predicate: str
    inverse: bool
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the ontology; domain and range are class CURIEs, any one of which suffices.

    Attributes:
        per: of which unit its value is the price ("share"); None where it is a sum in all.
        one_ever: ends of which there is one for all time, SUBJECT or OBJECT; the objects of functional ones too.
        one_at_a_time: ends of which there is one at a time.
        one_answer: whether all values that an article gives are one answer.
        tolerance: days by which two of its dates may differ and still be the same.
        within: whether it says of two places that the first lies in the second.
    """

    curie: str
    label: str
    comment: str
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    inverse: str | None = None
    symmetric: bool = False
    functional: bool = False
    literal: bool = False
    per: str | None = None
    one_ever: tuple[str, ...] = ()
    one_at_a_time: tuple[str, ...] = ()
    one_answer: bool = False
    tolerance: int = 0
    within: bool = False
    chains: tuple[tuple[Step, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Lemmas:
    """Words by part of speech; each a tuple of lemmas, a multi-word one a tuple of several."""

    verb: tuple[tuple[str, ...], ...] = ()
    noun: tuple[tuple[str, ...], ...] = ()
    adjective: tuple[tuple[str, ...], ...] = ()
    adverb: tuple[tuple[str, ...], ...] = ()
    modal: tuple[tuple[str, ...], ...] = ()
    preposition: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that say something, and which of their arguments fill which role.

    Attributes:
        evokes: an event class, whose properties are the roles; or a property, with roles rdf:subject
            and rdf:object.
        arguments: (slot, role) pairs; a slot is "subject", "object", "possessor", … or a preposition.
        requires: roles without which the frame says nothing.
        noun_of: any noun that describes one of these classes, or is a value of it, evokes the frame.
        name_of: any name of an instance of these classes evokes the frame.
        among: the only classes that arguments may have, where domain and range allow more.
        exact: arguments must be known to be of the role's class; a more general one is not enough.
        elliptic: the words say more of an event that is told of beside or before them, and nothing by themselves.
        elided: roles that what the sentence or the article is about may fill where the words leave them out.
        kinds: roles that a common noun may fill, for a kind of thing ("makes pumps").
        understood: role that the event just told of fills where the clause names nothing else.
        silenced_by: words beside which the frame says nothing.
        status: what the words say by themselves, None when the clause decides.
        judged: a person's guess of how often the frame is right.
        confidence: how often it is, estimated from annotated text; the guess where there is no estimate.
        examples: sentences with the trigger in *…* and arguments as [role words].
    """

    curie: str
    evokes: str
    lemmas: Lemmas
    arguments: tuple[tuple[str, str], ...]
    support: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    noun_of: tuple[str, ...] = ()
    name_of: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    exact: bool = False
    elliptic: bool = False
    elided: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    silenced_by: tuple[tuple[str, ...], ...] = ()
    understood: str | None = None
    status: Status | None = None
    judged: float = DEFAULT_CONFIDENCE
    confidence: float = DEFAULT_CONFIDENCE
    examples: tuple[str, ...] = ()

    def roles(self, slot: str) -> tuple[str, ...]:
        """The roles that an argument in this slot may fill."""
        return tuple(role for named, role in self.arguments if named == slot)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that give a status to what they govern (status is None for attribution cues)."""

    curie: str
    lemmas: Lemmas
    status: Status | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A SPARQL CONSTRUCT that derives facts; name is a CURIE ("rule:lead-by-majority")."""

    name: str
    label: str
    query: str
