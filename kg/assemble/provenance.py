"""Document and software -> triples of the article, of its quoted sentences, and of the extraction (PROV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from kg.assemble import terms
from kg.assemble.terms import Minter, text
from kg.model import Document, Evidence


@dataclass(frozen=True, slots=True)
class Software:
    """What made the graph: kg's version, and the language pipeline it read with ("" when there is none).

    Attributes:
        models: extractor -> version of the learned model that its findings are of.
    """

    version: str
    pipeline: str = ""
    pipeline_version: str = ""
    models: Mapping[str, str] = field(default_factory=dict)


def article_triples(document: Document, article: NamedNode, minter: Minter) -> Iterator[Triple]:
    """The article, with the text that every offset indexes."""
    yield Triple(article, terms.TYPE, terms.ARTICLE)
    yield Triple(article, terms.BODY, text(document.text))
    if document.title:
        yield Triple(article, terms.HEADLINE, text(document.title))
    if document.publisher:
        yield Triple(article, terms.PUBLISHER, text(document.publisher))
    if document.author:
        yield Triple(article, terms.AUTHOR, text(document.author))
    if document.published:
        yield Triple(article, terms.PUBLISHED, terms.typed(document.published.isoformat(), "date"))
    if document.language:
        yield Triple(article, terms.IN_LANGUAGE, text(document.language))
        if language := minter.language(document.language):
            yield Triple(article, terms.LANGUAGE, language)
    if url := terms.web_address(document.uri):
        yield Triple(article, terms.URL, url)


def sentence_triples(minter: Minter, article: NamedNode, evidence: Evidence) -> Iterator[Triple]:
    """The sentence as a Web Annotation resource, selected by position and by quote: nine triples."""
    span = minter.span(article, evidence.start, evidence.end)
    position, quote = minter.selectors(span)
    yield Triple(span, terms.TYPE, terms.SPECIFIC_RESOURCE)
    yield Triple(span, terms.HAS_SOURCE, article)
    yield Triple(span, terms.HAS_SELECTOR, position)
    yield Triple(span, terms.HAS_SELECTOR, quote)
    yield Triple(position, terms.TYPE, terms.POSITION_SELECTOR)
    yield Triple(position, terms.START, terms.offset(evidence.start))
    yield Triple(position, terms.END, terms.offset(evidence.end))
    yield Triple(quote, terms.TYPE, terms.QUOTE_SELECTOR)
    yield Triple(quote, terms.EXACT, text(evidence.quote))


def activity_triples(
    minter: Minter, article: NamedNode, evidence: Evidence, software: Software
) -> Iterator[Triple]:
    """What one rule of one extractor did to one article."""
    activity = minter.activity(article, evidence.extractor, evidence.rule, software.version)
    yield Triple(activity, terms.TYPE, terms.ACTIVITY)
    yield Triple(activity, terms.LABEL, text(f"{evidence.extractor}: {evidence.rule}"))
    yield Triple(activity, terms.USED, article)
    yield Triple(activity, terms.RULE, minter.rule(evidence.rule))
    for agent, _name, _version in _agents(minter, software, [evidence.extractor]):
        yield Triple(activity, terms.ASSOCIATED_WITH, agent)


def agent_triples(minter: Minter, software: Software) -> Iterator[Triple]:
    """The programs, each in its version."""
    for agent, name, version in _agents(minter, software, software.models):
        yield Triple(agent, terms.TYPE, terms.SOFTWARE_AGENT)
        yield Triple(agent, terms.NAME, text(name))
        yield Triple(agent, terms.SOFTWARE_VERSION, text(version))


def _agents(
    minter: Minter, software: Software, extractors: Iterable[str]
) -> Iterator[tuple[NamedNode, str, str]]:
    """What took part where these extractors did: node, name, version."""
    yield minter.agent("kg", software.version), "kg", software.version
    if software.pipeline:
        name = f"{software.pipeline}-{software.pipeline_version}"
        yield minter.agent("pipeline", name), software.pipeline, software.pipeline_version
    for extractor in extractors:
        if version := software.models.get(extractor):
            yield minter.agent("model", version), f"kg {extractor} model", version
