"""ontology/*.ttl -> classes, properties, frames, cues and rules, as frozen values without RDF terms.

Names are CURIEs ("kg:Company", "frame:invest"); `Ontology.iri` and `Ontology.curie` translate.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.definitions import DEFAULT_CONFIDENCE, Class, Cue, Frame, Lemmas, Property, Rule, Step
from kg.ontology.identifiers import Identified

PREFIXES: Mapping[str, str] = {
    "kg": "https://kg.example.org/ontology#",
    "lex": "https://kg.example.org/lexicon#",
    "arg": "https://kg.example.org/argument#",
    "frame": "https://kg.example.org/frame#",
    "neural": "https://kg.example.org/neural#",
    "chain": "https://kg.example.org/chain#",
    "rule": "https://kg.example.org/rule#",
    "cue": "https://kg.example.org/cue#",
    "place": "https://kg.example.org/place#",
    "shape": "https://kg.example.org/shapes#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "geonames": "https://sws.geonames.org/",
}
__all__ = [
    "ANYTHING", "DEFAULT_CONFIDENCE", "OBJECT", "PREFIXES", "SUBJECT", "Class", "Cue", "Frame", "Identified", "Lemmas",
    "Ontology", "Property", "Rule", "Step", "curie_of", "default_folder", "load",
]  # fmt: skip

ANYTHING = "owl:Thing"  # the type of what nothing is known of yet
SUBJECT, OBJECT = "rdf:subject", "rdf:object"


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
        weights: feature of a finding -> what it adds to the log-odds of its frame's confidence.
        labels: output of the learned relation model -> the property that it evokes.
        yields: the same -> properties beside which it adds nothing.
        demonyms: "french" -> ("France", its class); other names of places are here as well.
        place_names: names that stand for one place alone, as they are written ("U.K."), with its class.
        places: "france" -> its class, for the places that the ontology itself has.
        identified: what Wikidata has an item for.
    """

    version: str
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
    yields: Mapping[str, frozenset[str]] = field(default_factory=dict)
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


def fingerprint(folder: Path | None = None, *, queries: bool = False) -> str:
    """What changes with any file of the ontology in a folder; it is not read for that.

    Args:
        queries: the checks and canned queries as well, on which no extraction depends.
    """
    folder = folder or default_folder()
    digest = hashlib.sha256()
    for file in sorted([*folder.glob("*.ttl"), *folder.glob("*/*.rq" if queries else "rules/*.rq")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


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


def curie_of(iri: str) -> str:
    """The CURIE of an IRI; the IRI itself where no prefix fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def iri_of(name: str) -> str:
    """The IRI of a CURIE with a known prefix; what is none comes back as it is."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name
