"""Annotated sets -> training examples: passages, and for each pair and label what is right and how much it counts.

Each set annotates some labels of some pairs. What it does not annotate is unknown; since most pairs of any text have no
relation, it counts a little as having none (learning from positive and unlabelled examples: Elkan and Noto 2008), and
nothing where a frame says otherwise. Without that, a label that is only ever asked of likely pairs is found everywhere.
The roles of events, which no set has, are taken from what the frames find, and from the ontology's own examples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg import intake
from kg.analyse import analyse
from kg.extract.examples import Example as Sentence
from kg.extract.examples import examples as sentences_of
from kg.extract.frames import FrameExtractor
from kg.extract.neural.candidates import Candidates, asked_about, same_places
from kg.extract.neural.labels import Labels
from kg.extract.neural.names import BEGINS, CONTINUES, OUTSIDE, PLACES
from kg.extract.neural.passages import ASKED, Passage, PassageReader
from kg.model import Document, Extraction, Mention, MentionKind
from kg.ontology import ANYTHING, OBJECT, SUBJECT, Ontology
from kg.read import open_sources
from tests.benchmarks import sets
from tests.benchmarks.sets import Json, scorer

Span = tuple[int, int]
Fact = tuple[Span, str, Span]
Floats = NDArray[np.float32]
Clusters = Sequence[Sequence[Mention]]

EVENT = "kg:Event"
OWN = "ontology"  # the set of the ontology's examples
SETS = ("core", "core-given", "knowledgenet", "fire", "redocred")
SURE = 0.7  # confidence of a frame's finding that is learned from
SILVER, MISSED = (
    0.5,
    0.1,
)  # how much counts what a frame does not say of an event that it tells, and of one that it does not
UNTOLD = 0.1  # how much counts that a pair has no relation that nobody has looked for
WEIGHT = {"core": 1.0, "core-given": 1.0, "knowledgenet": 1.0, "fire": 4.0, "redocred": 0.3, OWN: 1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A passage and what is right in it.

    Attributes:
        name: of the set; document: id in it, the same for all that are from one text.
        targets, weights: (pairs, labels).
        classes: (mentions, classes): which each mention may have; all of them where nobody says.
        places: (pieces, 3): where in a name each piece may be, as kg.extract.neural.names counts; likewise.
        groups: number of each pair's pair of entities where the set annotates these: the surest of their mentions counts.
            None where mentions are annotated.
        asked: (pairs, labels), of which at most one is right: what the input asks. None where it asks nothing.
    """

    name: str
    document: str
    passage: Passage
    targets: NDArray[np.float32]
    weights: NDArray[np.float32]
    classes: NDArray[np.bool_]
    places: NDArray[np.bool_]
    groups: NDArray[np.int64] | None = None
    asked: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A document as kg reads it; what the frames find is about the mentions of the passages."""

    document: Document
    framed: Extraction
    passages: tuple[Passage, ...]


class Reader:
    """Reads documents as the extractor does, up to what the network is given."""

    def __init__(self, ontology: Ontology, tokenizer: Tokenizer, labels: Labels) -> None:
        self._ontology = ontology
        self._frames, self._candidates = FrameExtractor(ontology), Candidates(ontology)
        self._passages = PassageReader(tokenizer, labels)

    def read(self, documents: Iterable[Document]) -> Iterator[Read]:
        """Each document with its passages, in order."""
        for analysis in analyse(documents, self._ontology):
            framed = self._frames.extract(analysis)
            mentions = self._candidates.mentions(analysis)
            offsets = self._candidates.sentences(analysis).offsets
            asked = asked_about(analysis.document)
            passages = self._passages.read(analysis.document.text, offsets, mentions, asked)
            same = same_places(framed.mentions, mentions)
            yield Read(analysis.document, _renamed(framed, same), tuple(passages))


def _renamed(framed: Extraction, same: Mapping[Mention, Mention]) -> Extraction:
    """What frames find, about the mentions in the classes that the network is told."""
    return replace(
        framed,
        mentions=tuple(same.get(m, m) for m in framed.mentions),
        assertions=tuple(
            replace(a, subject=same.get(a.subject, a.subject), object=same.get(a.object, a.object))
            for a in framed.assertions
        ),
        clusters=tuple(tuple(same.get(m, m) for m in cluster) for cluster in framed.clusters),
    )


@dataclass(frozen=True, slots=True)
class _Marks:
    """Of a passage: what is right, and how much that counts (pairs, labels); what each mention and each piece may be."""

    targets: Floats
    weights: Floats
    classes: NDArray[np.bool_]
    places: NDArray[np.bool_]


class Examples:
    """Makes examples of documents, for one list of labels and one of classes."""

    def __init__(self, ontology: Ontology, labels: Labels, classes: Sequence[str]) -> None:
        self._ontology = ontology
        self._classes = classes
        self._number = {labels.predicate(name): number for number, name in enumerate(labels.names)}
        self._roles = [n for p, n in self._number.items() if self._is_role(p)]

    def of_set(self, name: str, read: Read, gold: Json) -> Iterator[Example]:
        """The examples that a set's annotation of a document makes."""
        for passage in read.passages:
            marks = self._unmarked(passage)
            self._types(name, gold, passage, marks)
            annotate = ANNOTATIONS[name.removesuffix("-given")]
            groups = annotate(self, gold, read.framed.clusters, passage, marks)
            asked = _asked(passage, marks)
            self._silver(read.framed, passage, marks)
            self._unlikely(read.framed, passage, marks)
            weights = marks.weights * passage.accepted * np.float32(WEIGHT[name])
            weights[asked] = 0
            if weights.any() or asked.any():
                yield Example(
                    name=name,
                    document=_text_of(name, gold["id"]),
                    passage=passage,
                    targets=marks.targets,
                    weights=weights,
                    classes=marks.classes,
                    places=marks.places,
                    groups=groups,
                    asked=asked if asked.any() else None,
                )

    def of_sentence(self, sentence: Sentence, read: Read) -> Iterator[Example]:
        """What an example of the ontology says; of what it does not mark nothing is known."""
        spans = dict(sentence.roles)
        for passage in read.passages:
            marks = self._unmarked(passage)
            if SUBJECT in spans and OBJECT in spans:
                fact = spans[SUBJECT], sentence.frame.evokes, spans[OBJECT]
                for pair, label in self._places(passage, [fact]):
                    marks.targets[pair, label] = marks.weights[pair, label] = 1
            else:
                self._silver(read.framed, passage, marks)
            weights = marks.weights * passage.accepted * np.float32(WEIGHT[OWN])
            if weights.any():
                yield Example(
                    OWN, sentence.text, passage, marks.targets, weights, marks.classes, marks.places
                )

    def _unmarked(self, passage: Passage) -> _Marks:
        targets = np.zeros(passage.accepted.shape, np.float32)
        classes = np.ones((len(passage.mentions), len(self._classes)), np.bool_)
        places = np.ones((len(passage.pieces), PLACES), np.bool_)
        return _Marks(targets, np.zeros_like(targets), classes, places)

    def core(self, gold: Json, clusters: Clusters, passage: Passage, marks: _Marks) -> None:
        """One pair of a sentence, with one relation or none."""
        mapping = scorer().CORE
        known = [self._number[p] for several in mapping.values() for p, _ in several if p in self._number]
        one, other = tuple(gold["subject"]), tuple(gold["object"])
        _name(passage, (one, other), marks)
        for first, second in ((one, other), (other, one)):
            marks.weights[np.ix_(self._between(passage, first, second), known)] = 1
        facts = []
        for predicate, swapped in mapping.get(gold["relation"], ()):
            if predicate in self._number:
                facts.append((other, predicate, one) if swapped else (one, predicate, other))
        self._mark(passage, facts, marks)

    def knowledgenet(self, gold: Json, clusters: Clusters, passage: Passage, marks: _Marks) -> None:
        """All facts of some properties."""
        mapping = scorer().KNOWLEDGENET
        marks.weights[:, [self._number[mapping[name][0]] for name in gold["properties"]]] = 1
        facts = []
        for fact in gold["facts"]:
            predicate, swapped = mapping[fact["property"]]
            ends = tuple(fact["subject"]), tuple(fact["object"])
            facts.append((ends[swapped], predicate, ends[not swapped]))
        self._mark(passage, facts, marks)

    def fire(self, gold: Json, clusters: Clusters, passage: Passage, marks: _Marks) -> None:
        """All relations of some types."""
        mapping = scorer().FIRE
        marks.weights[:, [self._number[predicate] for predicate, _ in mapping.values()]] = 1
        facts = []
        for relation in gold["relations"]:
            if relation["type"] in mapping:
                predicate, swapped = mapping[relation["type"]]
                ends = [tuple(gold["entities"][relation[end]]["span"]) for end in ("head", "tail")]
                facts.append((ends[swapped], predicate, ends[not swapped]))
        self._mark(passage, facts, marks)

    def redocred(self, gold: Json, clusters: Clusters, passage: Passage, marks: _Marks) -> NDArray[np.int64]:
        """All relations between entities of a document: told of some of their mentions, nobody says which."""
        mapping = scorer().REDOCRED
        marks.weights[:, [self._number[predicate] for predicate, _ in mapping.values()]] = 1
        known = [tuple(map(tuple, entity["mentions"])) for entity in gold["entities"]]
        entity = _entities(passage.mentions, known, clusters)
        facts = set()
        for relation in gold["relations"]:
            if relation["property"] in mapping:
                predicate, swapped = mapping[relation["property"]]
                ends = relation["head"], relation["tail"]
                facts.add((ends[swapped], self._number[predicate], ends[not swapped]))
                if predicate in scorer().SYMMETRIC:
                    facts.add((ends[not swapped], self._number[predicate], ends[swapped]))
        pairs = [(entity[s], entity[o]) for s, o in zip(passage.subjects, passage.objects, strict=True)]
        joined: dict[tuple[int, int], list[int]] = {}
        for subject, label, object_ in facts:
            joined.setdefault((subject, object_), []).append(label)
        for number, pair in enumerate(pairs):
            marks.targets[number, joined.get(pair, [])] = 1
            if pair[0] == pair[1]:
                marks.weights[number] = 0
        numbers = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
        return np.array([numbers[pair] for pair in pairs], np.int64)

    def _silver(self, framed: Extraction, passage: Passage, marks: _Marks) -> None:
        """The roles that frames find."""
        said = {(a.subject, self._number.get(a.predicate), a.object): a for a in framed.assertions}
        events = {m for m in framed.mentions if m.kind is MentionKind.EVENT}
        for pair, (s, o) in enumerate(zip(passage.subjects.tolist(), passage.objects.tolist(), strict=True)):
            subject, object_ = passage.mentions[s], passage.mentions[o]
            if subject.kind is not MentionKind.EVENT:
                continue
            for label in self._roles:
                found = said.get((subject, label, object_))
                marks.weights[pair, label] = SILVER if subject in events else MISSED
                if found is not None:
                    marks.targets[pair, label] = 1
                    marks.weights[pair, label] = found.evidence.confidence >= SURE

    def _unlikely(self, framed: Extraction, passage: Passage, marks: _Marks) -> None:
        """What nobody has looked at is seldom so: it counts a little, but for what frames find."""
        group = {m: number for number, cluster in enumerate(framed.clusters) for m in cluster}
        found = {
            (group.get(a.subject, a.subject), self._number[a.predicate], group.get(a.object, a.object))
            for a in framed.assertions
            if a.predicate in self._number
        }
        unknown = (marks.weights == 0) & (marks.targets == 0)
        relations = [number for number in self._number.values() if number not in self._roles]
        for pair, (s, o) in enumerate(zip(passage.subjects.tolist(), passage.objects.tolist(), strict=True)):
            ends = [group.get(m, m) for m in (passage.mentions[s], passage.mentions[o])]
            for label in relations:
                if (ends[0], label, ends[1]) in found:
                    unknown[pair, label] = False
        unknown[:, self._roles] = False
        marks.weights[unknown] = UNTOLD

    def _mark(self, passage: Passage, facts: Sequence[Fact], marks: _Marks) -> None:
        for pair, label in self._places(passage, facts):
            marks.targets[pair, label] = 1
        for subject, predicate, object_ in facts:
            property_ = self._ontology.properties[predicate]
            self._is(passage, subject, property_.domain, marks)
            self._is(passage, object_, property_.range, marks)
        _name(passage, (end for subject, _, object_ in facts for end in (subject, object_)), marks)

    def _types(self, name: str, gold: Json, passage: Passage, marks: _Marks) -> None:
        """What and where the names are, where the set annotates all of them; of what else it annotates nothing is known."""
        kinds = TYPES.get(name)
        if kinds is None:
            return
        known: list[Span] = []
        unknown: list[Span] = []
        for entity in gold["entities"]:
            spans = [tuple(span) for span in entity.get("mentions", (entity.get("span"),))]
            (known if entity["type"] in kinds else unknown).extend(spans)
            for span in spans:
                self._is(passage, span, kinds.get(entity["type"], ()), marks)
        marks.places[:] = np.arange(PLACES) == OUTSIDE
        for span in unknown:
            marks.places[_pieces(passage, span)] = True
        for span in known:
            _name_at(passage, span, marks)

    def _is(self, passage: Passage, span: Span, wanted: Sequence[str], marks: _Marks) -> None:
        """The names at a place are of one of some classes, or of any where there are none."""
        may = [any(self._related(class_, one) for one in wanted) for class_ in self._classes]
        if any(may):
            for number, mention in enumerate(passage.mentions):
                if mention.kind is MentionKind.NAME and _meet(mention, span):
                    marks.classes[number] &= may
                    if not marks.classes[number].any():
                        marks.classes[number] = True  # two annotators do not agree

    def _related(self, class_: str, other: str) -> bool:
        if ANYTHING in (class_, other):
            return class_ == other
        return self._ontology.is_a(class_, other) or self._ontology.is_a(other, class_)

    def _places(self, passage: Passage, facts: Iterable[Fact]) -> Iterator[tuple[int, int]]:
        for subject, predicate, object_ in facts:
            if predicate in self._number:
                ends = [(subject, object_)]
                if self._ontology.properties[predicate].symmetric:
                    ends.append((object_, subject))
                for one, other in ends:
                    yield from (
                        (pair, self._number[predicate]) for pair in self._between(passage, one, other)
                    )

    def _between(self, passage: Passage, subject: Span, object_: Span) -> list[int]:
        """The pairs whose mentions are at these spans; a trigger is at none."""
        at = [
            [m.kind is not MentionKind.EVENT and _meet(m, span) for m in passage.mentions]
            for span in (subject, object_)
        ]
        pairs = zip(passage.subjects.tolist(), passage.objects.tolist(), strict=True)
        return [number for number, (s, o) in enumerate(pairs) if at[0][s] and at[1][o]]

    def _is_role(self, predicate: str) -> bool:
        return any(
            self._ontology.is_event(class_) or class_ == EVENT
            for class_ in self._ontology.properties[predicate].domain
        )


TYPES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "fire": {
        "Company": ("kg:Organization",),
        "BusinessUnit": ("kg:Organization",),
        "Person": ("kg:Person",),
        "Location": ("kg:Place",),
        "GeopoliticalEntity": ("kg:Place",),
        "Product": ("kg:Product",),
    },
    "redocred": {
        "PER": ("kg:Person",),
        "ORG": ("kg:Organization",),
        "LOC": ("kg:Place",),
        "MISC": ("kg:Product", ANYTHING),
    },
}

ANNOTATIONS: Mapping[str, Callable[..., NDArray[np.int64] | None]] = {
    "core": Examples.core,
    "knowledgenet": Examples.knowledgenet,
    "fire": Examples.fire,
    "redocred": Examples.redocred,
}


def documents(path: Path) -> Iterator[Document]:
    """The documents of a file, as a build takes them."""
    yield from intake.documents(open_sources([str(path)]), intake.Account([]))


def annotated(name: str, reader: Reader, examples: Examples) -> Iterator[Example]:
    """The examples of a set, by its name in tests.benchmarks."""
    (benchmark,) = sets.chosen([name])
    folder = sets.FOLDER / benchmark.folder
    gold = {entry["id"]: entry for entry in sets.lines(folder / "gold.jsonl")}
    for read in reader.read(documents(folder / benchmark.documents)):
        if read.document.id in gold:
            yield from examples.of_set(name, read, gold[read.document.id])


def own(reader: Reader, examples: Examples, ontology: Ontology) -> Iterator[Example]:
    """The examples of the ontology."""
    sentences = list(sentences_of(ontology))
    texts = (
        Document(id=str(number), uri=f"urn:example:{number}", title="", text=sentence.text, verbatim=True)
        for number, sentence in enumerate(sentences)
    )
    for read in reader.read(texts):
        yield from examples.of_sentence(sentences[int(read.document.id)], read)


def _text_of(name: str, id_: str) -> str:
    """What the folds are split by: the article that a passage of knowledgenet is from."""
    return id_.partition(":")[0] if name == "knowledgenet" else id_


def _entities(mentions: Sequence[Mention], known: Sequence[Sequence[Span]], clusters: Clusters) -> list[int]:
    """The number of the annotated entity of each mention: its own, or a coreferent mention's; else one of its own."""
    of: dict[Mention, int] = {}
    for cluster in [*clusters, *((mention,) for mention in mentions)]:
        for mention in cluster:
            found = next((n for n, spans in enumerate(known) if any(_meet(mention, s) for s in spans)), None)
            if found is not None:
                of.update({**dict.fromkeys(cluster, found), mention: found})
    return [of.get(mention, -1 - number) for number, mention in enumerate(mentions)]


def _asked(passage: Passage, marks: _Marks) -> NDArray[np.bool_]:
    """What the input asks, and the set answers (pairs, labels); nothing where the ontology forbids the answer."""
    asked = passage.tags[passage.firsts] == ASKED
    answered = (asked[passage.subjects] & asked[passage.objects])[:, None] & (marks.weights > 0)
    right, possible = answered & (marks.targets > 0), answered & passage.accepted
    return possible if not right.any() or (right & possible).any() else np.zeros_like(possible)


def _name(passage: Passage, spans: Iterable[Span], marks: _Marks) -> None:
    """These are names, where nothing but names of ours is there: a fact's ends may be pronouns, nouns and values too."""
    for span in spans:
        kinds = {mention.kind for mention in passage.mentions if _meet(mention, span)}
        if kinds == {MentionKind.NAME}:
            _name_at(passage, span, marks)


def _name_at(passage: Passage, span: Span, marks: _Marks) -> None:
    """A name is there, and ends there."""
    within = _pieces(passage, span)
    if len(within):
        marks.places[within] = np.arange(PLACES) == CONTINUES
        marks.places[within[0]] = np.arange(PLACES) == BEGINS
        after = marks.places[within[-1] + 1]
        after[CONTINUES] = not after[:CONTINUES].any()


def _pieces(passage: Passage, span: Span) -> NDArray[np.intp]:
    """The places of the pieces that share a character with a span."""
    found: NDArray[np.intp] = np.nonzero(
        (passage.offsets[:, 0] < span[1]) & (span[0] < passage.offsets[:, 1])
    )[0]
    return found


def _meet(mention: Mention, span: Span) -> bool:
    return mention.start < span[1] and span[0] < mention.end
