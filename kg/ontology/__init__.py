"""ontology/*.ttl -> classes, properties, frames, cues and rules, as frozen values without RDF terms.

Names are CURIEs ("kg:Company", "frame:invest"); `Ontology.iri` and
`Ontology.curie` translate. The frame vocabulary follows OntoLex-Lemon's synsem module in spirit: a frame is a
syntactic frame with its ontological mapping (https://www.w3.org/2016/05/ontolex/).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Status
from kg.ontology import prefixes
from kg.ontology.identifiers import Identified

PREFIXES, curie_of = prefixes.PREFIXES, prefixes.curie_of
ANYTHING = "owl:Thing"  # the type of what nothing is known of yet
SUBJECT, OBJECT = "rdf:subject", "rdf:object"
DEFAULT_CONFIDENCE = 0.85


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the ontology, or a datatype (literal values such as dates and job titles).

    Attributes:
        parents: all superclasses, nearest first.
        descriptors: nouns that describe an instance ("startup"); several words have their head last.
        open_terms: words that are a value of it with what they are of ("head of sales").
        terms: words that are themselves a value of it ("Series A").
        names: names of well-known instances ("Nasdaq").
        recogniser_labels: labels of the entity recogniser that mean it ("ORG").
        unnamed: whether an instance without a name deserves a node.
        legal_form: whether names of its instances may end in a legal form ("Inc.").
        lasts: days between the first and the last date that one such event may be told with; None if any.
        keys: role sets that identify an event; two events that agree on one of them are the same.
        same_parties: roles whose whole set of values identifies an event.
        enough: roles any one of which makes an event worth telling.
        whole_of: roles of its events that only a whole thing fills, not a share of it.
        part_of: roles of its events that a thing fills if a part of it is meant.
        reconciled: whether services are asked about its named instances.
        matches: IRIs of the classes of others that mean the same or nearly.
        nests: whether its things lie in each other (a city in its country).
        narrower: lists of terms; the first of one may be said for each of the others.
    """

    curie: str
    label: str
    comment: str
    parents: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    open_terms: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    recogniser_labels: tuple[str, ...] = ()
    unnamed: bool = False
    legal_form: bool = False
    lasts: int | None = None
    datatype: bool = False
    keys: tuple[tuple[str, ...], ...] = ()
    same_parties: tuple[str, ...] = ()
    enough: tuple[str, ...] = ()
    whole_of: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    reconciled: bool = False
    matches: tuple[str, ...] = ()
    nests: bool = False
    narrower: tuple[tuple[str, ...], ...] = ()


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
        within: whether it says of two places that the first lies in the second.
        one_ever: ends of which there is one for all time, SUBJECT or OBJECT; the objects of functional ones too.
        one_at_a_time: ends of which there is one at a time.
        one_answer: whether all values that an article gives are one answer.
        tolerance: days by which two of its dates may differ and still be the same.
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
    within: bool = False
    one_ever: tuple[str, ...] = ()
    one_at_a_time: tuple[str, ...] = ()
    one_answer: bool = False
    tolerance: int = 0
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


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """Everything the other stages know about classes, relations and the words for them.

    Attributes:
        fields: words for fields of work, as titles capitalize them.
        common_terms: words that look like names and are none ("AI").
        other_nouns: nouns that a name ends in which names nothing that there is a class for ("Award").
        honorifics: "Mrs" -> the class of those who are called so.
        deeds: verb -> the class of whoever does it; scenes: verb -> the class of what it is done "in".
        masculine, feminine: nouns and honorifics that tell the gender of whom they are said of.
        alias_cues: words between two names of one thing ("formerly").
        change_cues: words beside a state for that it began or ended ("former", "ex-").
        joint_cues: words for that several share what there is else one of ("co-").
        abstract_nouns: nouns that name nothing one makes or sells ("makes progress").
        transparent_nouns: nouns that stand for what they are a part of ("a stake in X").
        share_nouns: nouns for shares in the ownership of something ("stake", "percent").
        quantity_nouns: nouns that say how many, or which, of the things named after "of".
        gazetteers: (list of known names, class of what is on it), in the order in which they are asked.
        fingerprint: changes with any of the ontology's files.
        weights: feature of a finding -> what it adds to the log-odds of its frame's confidence.
        labels: output of the learned relation model -> the property that it evokes.
        demonyms: "french" -> ("France", its class); other names of places are here as well.
        place_names: names that stand for one place alone, as they are written ("U.K."), with its class.
        places: "france" -> its class, for the places that the ontology itself has.
        identified: what Wikidata has an item for.
    """

    version: str
    fingerprint: str
    classes: Mapping[str, Class]
    properties: Mapping[str, Property]
    frames: tuple[Frame, ...]
    status_cues: tuple[Cue, ...]
    attribution_cues: tuple[Cue, ...]
    rules: tuple[Rule, ...]
    fields: frozenset[str] = frozenset()
    common_terms: frozenset[str] = frozenset()
    other_nouns: frozenset[str] = frozenset()
    honorifics: Mapping[str, str] = field(default_factory=dict)
    deeds: Mapping[str, str] = field(default_factory=dict)
    scenes: Mapping[str, str] = field(default_factory=dict)
    masculine: frozenset[str] = frozenset()
    feminine: frozenset[str] = frozenset()
    alias_cues: frozenset[str] = frozenset()
    change_cues: frozenset[str] = frozenset()
    joint_cues: frozenset[str] = frozenset()
    abstract_nouns: frozenset[str] = frozenset()
    transparent_nouns: frozenset[str] = frozenset()
    share_nouns: frozenset[str] = frozenset()
    quantity_nouns: frozenset[str] = frozenset()
    gazetteers: tuple[tuple[str, str], ...] = ()
    demonyms: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    place_names: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    identified: tuple[Identified, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)

    def iri(self, curie: str) -> str:
        """The IRI that a CURIE abbreviates.

        Raises:
            OntologyError: its prefix is not declared.
        """
        prefix, _, local = curie.partition(":")
        if prefix not in self.prefixes:
            raise OntologyError(f"the prefix of {curie!r} is not declared")
        return self.prefixes[prefix] + local

    def curie(self, iri: str) -> str:
        """The CURIE of an IRI; the IRI itself where no prefix fits."""
        return curie_of(iri)

    def is_a(self, type_: str, ancestor: str) -> bool:
        """Whether type_ is ancestor or below it."""
        return type_ == ancestor or (type_ in self.classes and ancestor in self.classes[type_].parents)

    def accepts(self, role: str, type_: str) -> bool:
        """Whether something of this type may be the object of property `role`.

        A type more general than the range is accepted too: "the group" may turn out to be a company.
        """
        allowed = self.properties[role].range
        unknown = not allowed or type_ == ANYTHING
        return unknown or any(self.is_a(type_, a) or self.is_a(a, type_) for a in allowed)

    def supertypes(self, type_: str) -> tuple[str, ...]:
        """The type itself and every class above it."""
        return (type_, *self.classes[type_].parents) if type_ in self.classes else (type_,)

    def is_event(self, type_: str) -> bool:
        """Whether the class is one whose instances are told by frames (the ontology gives it roles)."""
        return type_ in _evoked(self)

    def main_class(self, type_: str) -> str:
        """The class that the recogniser tells apart: kg:Organization of a company; things differ in it or not."""
        for ancestor in self.supertypes(type_):
            if ancestor in self.classes and self.classes[ancestor].recogniser_labels:
                return ancestor
        return type_

    def has_legal_form(self, type_: str) -> bool:
        """Whether names of things of this class may end in a legal form."""
        return any(self.classes[c].legal_form for c in self.supertypes(type_) if c in self.classes)

    def most_likely(self, votes: Mapping[str, int]) -> str | None:
        """The type that most votes support; a vote supports the classes above it, and the most specific wins."""
        known = {type_: n for type_, n in votes.items() if type_ in self.classes}
        if len(known) < 2:
            return next(iter(known), None)
        total = {type_: sum(n for t, n in known.items() if self.is_a(t, type_)) for type_ in known}
        best = max(total.items(), key=lambda item: (item[1], len(self.supertypes(item[0])), item[0]))[0]
        below = {t: n for t, n in known.items() if t != best and self.is_a(t, best)}
        return max(below.items(), key=lambda item: (item[1], item[0]))[0] if below else best

    def is_value(self, type_: str) -> bool:
        """Whether things of the class are values: literals in RDF, or sums of money."""
        class_ = self.classes.get(type_)
        return class_ is not None and (class_.datatype or "MONEY" in class_.recogniser_labels)

    def is_time(self, role: str) -> bool:
        """Whether the role's value is a date."""
        return any("DATE" in self.classes[type_].recogniser_labels for type_ in self.properties[role].range)

    def holder_of(self, datatype: str) -> str | None:
        """The class whose instances have values of this datatype, if words are such values: people, of job titles."""
        if datatype not in self.classes or not self.classes[datatype].terms:
            return None  # anything may have a date
        for property_ in self.properties.values():
            if datatype in property_.range:
                return next((class_ for class_ in property_.domain if not self.is_event(class_)), None)
        return None

    def class_with_label(self, recogniser_label: str) -> str | None:
        """The class that the recogniser's label means."""
        if recogniser_label in self.classes:
            return recogniser_label  # a well-known name, found by the ontology's own list
        return _by_label(self).get(recogniser_label)


@functools.lru_cache(maxsize=4)
def _by_label(ontology: Ontology) -> dict[str, str]:
    """Label of the recogniser -> the first class that has it."""
    found: dict[str, str] = {}
    for class_ in ontology.classes.values():
        for label in class_.recogniser_labels:
            found.setdefault(label, class_.curie)
    return found


@functools.lru_cache(maxsize=4)
def _evoked(ontology: Ontology) -> frozenset[str]:
    """What frames evoke."""
    return frozenset(frame.evokes for frame in ontology.frames)


@functools.cache
def load(folder: Path | None = None) -> Ontology:
    """The ontology in a folder of Turtle files; the one that ships with kg by default.

    Raises:
        OntologyError: a file is missing, does not parse, or contradicts another.
    """
    from kg.ontology.files import read

    return read(folder or default_folder())


def default_folder() -> Path:
    """Where the ontology's files are: inside the installed package, or beside it in a checkout.

    Raises:
        OntologyError: neither exists.
    """
    package = Path(__file__).parent.parent
    for folder in (package / "_ontology", package.parent / "ontology"):
        if (folder / "kg.ttl").is_file():
            return folder
    raise OntologyError("the ontology's files are missing; install kg again", str(package))
