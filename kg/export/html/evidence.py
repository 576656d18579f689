"""Store -> claims, the sentences that make them, and the articles these are from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal

from kg.assemble import terms
from kg.export.html.facts import Article, Claim, Sentence, local_name
from kg.export.html.rows import column, first, key, members, number, rows, texts
from kg.model import Status
from kg.store import Store

_STATUS_OF = {iri.value: status.value for iri, status in terms.STATUS_OF.items()}
_CLAIMS = f"""SELECT DISTINCT ?c ?s ?p ?o WHERE {{
    ?c {terms.SUBJECT} ?s ; {terms.PREDICATE} ?p ; {terms.OBJECT} ?o FILTER NOT EXISTS {{ ?c a {terms.LINK} }} }}"""
_SPAN = re.compile(r"([0-9]{1,12}),([0-9]{1,12})")


def claims(store: Store, literals: dict[str, Literal]) -> Iterator[Claim]:
    """The claims, sorted by their IRIs; literals among their objects are added to `literals`."""
    sources, rules = column(store, terms.DERIVED_FROM), column(store, terms.RULE)
    made_by, said_by = column(store, terms.GENERATED_BY), column(store, terms.ATTRIBUTED_TO)
    status, confidence = column(store, terms.STATUS), column(store, terms.CONFIDENCE)
    cues, words = column(store, terms.CUE), column(store, terms.ATTRIBUTION_TEXT)
    derived = members(store, terms.DERIVED_CLAIM)
    sentences, agents = _sentences(store), _agents(store)
    for node, subject, predicate, object_ in sorted(
        rows(store, _CLAIMS), key=lambda row: tuple(map(key, row))
    ):
        claim = key(node)
        if isinstance(object_, Literal):
            literals[key(object_)] = object_
        origins = texts(sources, claim)
        sentence = next((sentences[origin] for origin in origins if origin in sentences), None)
        fired = {rule for by in (claim, *texts(made_by, claim)) for rule in texts(rules, by)}
        yield Claim(
            iri=claim,
            fact=(key(subject), predicate.value, key(object_)),
            status=_STATUS_OF.get(first(status, claim), Status.ASSERTED.value),
            confidence=number(first(confidence, claim)),
            derived=claim in derived,
            sentence=sentence,
            cues=_cues(texts(cues, claim), sentence),
            rules=tuple(sorted(fired)),
            attribution=", ".join(texts(words, claim)),
            speaker=first(said_by, claim),
            agents=tuple(sorted({agent for by in texts(made_by, claim) for agent in agents.get(by, ())})),
            premises=() if sentence else tuple(origin for origin in origins if origin != claim),
        )


def articles(store: Store, said: Iterable[Claim]) -> Mapping[str, Article]:
    """The articles by IRI, those that are only quoted among them."""
    fields = {
        "title": terms.HEADLINE,
        "publisher": terms.PUBLISHER,
        "author": terms.AUTHOR,
        "date": terms.PUBLISHED,
        "language": terms.IN_LANGUAGE,
        "text": terms.BODY,
    }
    columns = {field: column(store, predicate) for field, predicate in fields.items()}
    urls, copies = column(store, terms.URL), column(store, terms.NEAR_COPY_OF)
    quoted = {claim.sentence.article for claim in said if claim.sentence}
    return {
        iri: Article(
            iri=iri,
            copy_of=first(copies, iri),
            url=next(filter(terms.web_address, (*texts(urls, iri), iri)), ""),
            **{field: first(values, iri) for field, values in columns.items()},
        )
        for iri in sorted(members(store, terms.ARTICLE) | quoted)
    }


def _agents(store: Store) -> Mapping[str, tuple[str, ...]]:
    """Activity -> the programs that took part in it, each with its version."""
    names, versions = column(store, terms.NAME), column(store, terms.SOFTWARE_VERSION)
    took_part = column(store, terms.ASSOCIATED_WITH)
    return {
        activity: tuple(
            " ".join(filter(None, (first(names, agent) or local_name(agent), first(versions, agent))))
            for agent in texts(took_part, activity)
        )
        for activity in took_part
    }


def _sentences(store: Store) -> Mapping[str, Sentence]:
    """Each evidence span that has an article and a quote."""
    article, selectors = column(store, terms.HAS_SOURCE), column(store, terms.HAS_SELECTOR)
    start, exact = column(store, terms.START), column(store, terms.EXACT)
    found = {}
    for span, chosen in selectors.items():
        quote = next((text for each in chosen if (text := first(exact, key(each)))), "")
        offset = next((text for each in chosen if (text := first(start, key(each)))), "")
        if quote and span in article:
            at = int(offset) if offset.isascii() and offset.isdigit() else 0
            found[span] = Sentence(first(article, span), at, quote)
    return found


def _cues(spans: Iterable[str], sentence: Sentence | None) -> tuple[tuple[int, int], ...]:
    """The spans as offsets in the quote; one that is no span, or lies outside, is left out."""
    if sentence is None:
        return ()
    found = []
    for match in filter(None, map(_SPAN.fullmatch, spans)):
        start, end = (int(group) - sentence.start for group in match.groups())
        if 0 <= start < end <= len(sentence.quote):
            found.append((start, end))
    return tuple(sorted(found))
