"""Document -> Analysis: cleaned, parsed by spaCy, with names, values, described nouns, pronouns and who is who."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analyse.analysis import Analysis
from kg.analyse.clean import clean
from kg.analyse.coreference import coreference
from kg.analyse.language import load, parse
from kg.analyse.layout import Block, BlockKind
from kg.analyse.names import names
from kg.analyse.nominals import nominals
from kg.analyse.pronouns import is_speakers, pronouns
from kg.analyse.values import mark_known_names, name_matcher, term_matcher, values
from kg.model import Document, Mention, MentionKind
from kg.versions import DEFAULT_MODEL

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc, Span

    from kg.ontology import Ontology

__all__ = ["DEFAULT_MODEL", "Analysis", "analyse", "analyse_in_batches", "clean", "load", "with_entities"]


def analyse(
    documents: Iterable[Document], ontology: Ontology, model: str = DEFAULT_MODEL
) -> Iterator[Analysis]:
    """Each document analysed, in order; an Analysis is valid until the next one is asked for.

    Raises:
        KgError: the spaCy pipeline is not installed.
    """
    for batch in analyse_in_batches(documents, ontology, model):
        yield from batch


def analyse_in_batches(
    documents: Iterable[Document], ontology: Ontology, model: str = DEFAULT_MODEL
) -> Iterator[list[Analysis]]:
    """Documents analysed, in order, some at a time; the analyses are valid until the next batch is asked for.

    Raises:
        KgError: the spaCy pipeline is not installed.
    """
    nlp = load(model)
    terms, known = term_matcher(nlp, ontology), name_matcher(nlp, ontology)
    for batch in parse(nlp, documents):
        for _, doc, _ in batch:
            mark_known_names(doc, known)
        parsed = [_parsed(document, doc, layout, terms, ontology) for document, doc, layout in batch]
        yield [_analysis(one, one.doc.ents, ontology) for one in parsed]


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What is known of a document before its names are; the fields are those of Analysis."""

    document: Document
    doc: Doc
    values: Mapping[int, Mention]
    prose: Sequence[tuple[int, int, bool]]
    datelines: Mapping[int, Mention]


def with_entities(analysis: Analysis, entities: Sequence[Span], ontology: Ontology) -> Analysis:
    """The document analysed as if the recogniser had found these entities, in text order; it is not parsed again."""
    valued = {i: mention for i, mention in analysis.at.items() if mention.kind is MentionKind.VALUE}
    parsed = _Parsed(analysis.document, analysis.doc, valued, analysis.prose, analysis.datelines)
    return _analysis(parsed, entities, ontology)


def _analysis(parsed: _Parsed, entities: Sequence[Span], ontology: Ontology) -> Analysis:
    """Names, what stands for them, and who is who."""
    document, doc, prose, valued = parsed.document, parsed.doc, parsed.prose, parsed.values
    named = names(document, doc, entities, prose, valued, ontology)
    taken = {*valued, *(i for span, _ in named for i in range(span.start, span.end))}
    others = list(pronouns(document, doc, prose, taken, ontology))
    heads = {span.root.i: mention for span, mention in [*named, *others]}
    others += nominals(document, doc, prose, taken, heads, ontology)
    referring = sorted([*named, *others], key=lambda pair: (pair[0].start, pair[0].end))
    body = next((first for first, _, heading in prose if not heading), 0)
    same = coreference(referring, body, ontology)
    named = [(span, same.renewed.get(mention, mention)) for span, mention in named]
    others = [(span, same.renewed.get(mention, mention)) for span, mention in others]
    found = same.clusters
    cluster_of = {mention: number for number, cluster in enumerate(found) for mention in cluster}
    at = dict(valued)
    known = {number for number, cluster in enumerate(found) if not all(map(is_speakers, cluster))}
    at.update(
        {
            span.root.i: mention
            for span, mention in others
            # Who "we" are, a firm or everybody, is seldom told: nothing is said of them then.
            if not is_speakers(mention) or cluster_of.get(mention) in known
        }
    )
    at.update({i: mention for span, mention in named for i in range(span.start, span.end)})
    mentions = dict.fromkeys([*valued.values(), *(mention for _, mention in [*named, *others])])
    return Analysis(
        document=document,
        doc=doc,
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end, m.kind))),
        at=at,
        clusters=found,
        cluster_of=cluster_of,
        attributes=same.attributes,
        topic=_topic(named, found, cluster_of, ontology),
        datelines=parsed.datelines,
        prose=prose,
    )


def _parsed(
    document: Document, doc: Doc, layout: Sequence[Block], terms: PhraseMatcher, ontology: Ontology
) -> _Parsed:
    valued = values(document, doc, terms, ontology)
    return _Parsed(document, doc, valued, _prose(doc, layout), _datelines(doc, layout, valued))


def _prose(doc: Doc, layout: Sequence[Block]) -> list[tuple[int, int, bool]]:
    """Token ranges of the blocks that hold prose, and whether they are headings."""
    ranges = []
    starts = [token.idx for token in doc]
    for block in layout:
        if block.parsed:
            first, last = bisect_left(starts, block.start), bisect_left(starts, block.end)
            ranges.append((first, last, block.kind is BlockKind.HEADING))
    return ranges


def _topic(
    named: Sequence[tuple[Span, Mention]],
    found: Sequence[tuple[Mention, ...]],
    cluster_of: Mapping[Mention, int],
    ontology: Ontology,
) -> Mention | None:
    """The organization that the article refers to most often; of equals the one named first."""
    organization = ontology.class_with_label("ORG")
    agents = [m for _, m in named if organization and ontology.is_a(m.type, organization)]
    if not agents:
        return None

    def size(mention: Mention) -> int:
        number = cluster_of.get(mention)
        return 1 if number is None else len(found[number])

    return max(agents, key=lambda mention: (size(mention), -mention.start))


def _datelines(doc: Doc, layout: Sequence[Block], valued: Mapping[int, Mention]) -> dict[int, Mention]:
    """First token of a block -> the date that a line above gives it."""
    found: dict[int, Mention] = {}
    for block in layout:
        if block.dateline is None:
            continue
        line = doc.char_span(*block.dateline, alignment_mode="expand")
        date = next((valued[t.i] for t in line if t.i in valued), None) if line else None
        first = doc.char_span(block.start, block.end, alignment_mode="expand")
        if date is not None and first is not None:
            found[first.start] = date
    return found
