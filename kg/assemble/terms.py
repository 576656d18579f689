"""Names -> RDF terms: the only place that mints IRIs and writes literals, and the vocabulary of the RDF frame.

IRIs come from content (ids, text spans, hashes), never from a counter, a clock or chance, so that equal input
gives equal RDF. Classes and relations of the domain are not named here; they arrive as CURIEs.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import KgError
from kg.model import PartialDate, Status
from kg.ontology import PREFIXES, Ontology
from kg.ontology.identifiers import CURRENCY as ISO_4217
from kg.ontology.identifiers import LANGUAGE as ISO_639

DEFAULT_BASE = "https://kg.example.org/id/"
VOID = "http://rdfs.org/ns/void#"
ARTICLE_SCHEMES = ("http://", "https://")

Term = NamedNode | Literal
Fact = tuple[NamedNode, NamedNode, Term]
Slot = str | Term  # of a pattern: a variable's name, or the term itself
Pattern = tuple[Slot, Slot, Slot]


@functools.cache  # of the few names below, and the datatypes
def _node(prefix: str, local: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + local)


TYPE = _node("rdf", "type")
STATEMENT = _node("rdf", "Statement")
SUBJECT, PREDICATE, OBJECT = _node("rdf", "subject"), _node("rdf", "predicate"), _node("rdf", "object")
REIFIES = _node("rdf", "reifies")
LABEL, ALT_LABEL = _node("rdfs", "label"), _node("skos", "altLabel")

CLAIM, DERIVED_CLAIM = _node("kg", "Claim"), _node("kg", "DerivedClaim")
STATUS, CONFIDENCE = _node("kg", "status"), _node("kg", "confidence")
ATTRIBUTED_TO, ATTRIBUTION_TEXT = _node("kg", "attributedTo"), _node("kg", "attributionText")
CUE, RULE = _node("kg", "cue"), _node("kg", "rule")
MERGED_BECAUSE, OWL_SAME_AS = _node("kg", "mergedBecause"), _node("owl", "sameAs")
SUPPORT, SOURCES, OF_CLAIM = _node("kg", "Support"), _node("kg", "sources"), _node("kg", "claim")
CONFLICT, DENIAL, SUCCESSION = _node("kg", "Conflict"), _node("kg", "Denial"), _node("kg", "Succession")
ABOUT, IN_QUESTION = _node("kg", "about"), _node("kg", "inQuestion")
NEAR_COPY_OF = _node("kg", "nearCopyOf")
LINK, LINKED_BECAUSE = _node("kg", "Link"), _node("kg", "linkedBecause")
SCORE, SOURCE = _node("kg", "score"), _node("dcterms", "source")
LANGUAGE = _node("dcterms", "language")
QUALIFIER, EQUIVALENT = _node("kg", "qualifier"), _node("kg", "equivalent")
IN_CURRENCY = _node("kg", "currency")
STATUSES = {status: _node("kg", status.value.capitalize()) for status in Status}
STATUS_OF = {node: status for status, node in STATUSES.items()}

ACTIVITY, SOFTWARE_AGENT = _node("prov", "Activity"), _node("prov", "SoftwareAgent")
USED, ASSOCIATED_WITH = _node("prov", "used"), _node("prov", "wasAssociatedWith")
DERIVED_FROM, GENERATED_BY = _node("prov", "wasDerivedFrom"), _node("prov", "wasGeneratedBy")

SPECIFIC_RESOURCE = _node("oa", "SpecificResource")
HAS_SOURCE, HAS_SELECTOR = _node("oa", "hasSource"), _node("oa", "hasSelector")
POSITION_SELECTOR, QUOTE_SELECTOR = _node("oa", "TextPositionSelector"), _node("oa", "TextQuoteSelector")
START, END, EXACT = _node("oa", "start"), _node("oa", "end"), _node("oa", "exact")

ARTICLE = _node("schema", "NewsArticle")
HEADLINE, BODY, URL = _node("schema", "headline"), _node("schema", "articleBody"), _node("schema", "url")
PUBLISHER, AUTHOR = _node("schema", "publisher"), _node("schema", "author")
PUBLISHED, IN_LANGUAGE = _node("schema", "datePublished"), _node("schema", "inLanguage")
NAME, SOFTWARE_VERSION = _node("schema", "name"), _node("schema", "softwareVersion")
CURRENCY, VALUE, SAME_AS = _node("schema", "currency"), _node("schema", "value"), _node("schema", "sameAs")

NUMBERS = frozenset(
    _node("xsd", name) for name in ("decimal", "integer", "double", "float", "nonNegativeInteger")
)

DATASET, URI_SPACE = NamedNode(VOID + "Dataset"), NamedNode(VOID + "uriSpace")
VERSION = _node("schema", "version")

# Subjects of these types say where a triple comes from; without them the plain view is left.
PROVENANCE_TYPES = frozenset(
    (
        CLAIM,
        DERIVED_CLAIM,
        LINK,
        STATEMENT,
        SUPPORT,
        CONFLICT,
        DENIAL,
        SUCCESSION,
        ACTIVITY,
        SOFTWARE_AGENT,
        ARTICLE,
        SPECIFIC_RESOURCE,
        POSITION_SELECTOR,
        QUOTE_SELECTOR,
    )
)

# XML 1.0 cannot carry these, UTF-8 not the surrogates; each becomes one U+FFFD, so that offsets hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_MINTED = re.compile(
    r"graph|entity-.*|(?:claim|support|conflict|link|position|quote|extraction|article)-[0-9a-f]{16}"
    r"|(?:kg|pipeline)-.*\d.*"
)


def entity_id(base: str, iri: str) -> str:
    """The id of the entity that `Minter.entity` has made this IRI of; the IRI itself if it has not."""
    if not iri.startswith(base):
        return iri
    local = unquote(iri[len(base) :])
    plain = local.removeprefix("entity-")
    return plain if _MINTED.fullmatch(plain) else local


def clean(text: str) -> str:
    """The text with every character that no RDF syntax can carry replaced by U+FFFD, one for one."""
    return _UNWRITABLE.sub("\ufffd", text)


def text(value: str) -> Literal:
    """A plain string literal."""
    return Literal(clean(value))


def typed(value: str, datatype: str) -> Literal:
    """A literal of an XML Schema datatype, named without its prefix ("date")."""
    return Literal(value, datatype=_node("xsd", datatype))


def date(value: PartialDate) -> Literal:
    """xsd:date, xsd:gYearMonth or xsd:gYear, as precise as the date is."""
    return typed(str(value), "date" if value.day else "gYearMonth" if value.month else "gYear")


def decimal(value: Decimal | float) -> Literal:
    """xsd:decimal in the one spelling that a store gives back ("1", never "1.0"); a float to four places."""
    exact = value if isinstance(value, Decimal) else Decimal(str(round(value, 4)))
    return typed(f"{exact.normalize() or Decimal(0):f}", "decimal")


def offset(value: int) -> Literal:
    """A character offset, as the Web Annotation vocabulary types it."""
    return typed(str(value), "nonNegativeInteger")


def web_address(uri: str) -> NamedNode | None:
    """The http(s) address as an IRI, None if it is no such address."""
    if not uri.lower().startswith(ARTICLE_SCHEMES):
        return None
    return _valid(uri) or _valid(_escaped(uri))


def used_prefixes(triples: Iterable[Triple | Quad], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that abbreviate something in these triples."""
    used = {term for triple in triples for term in triple}
    iris = {term.value for term in used if isinstance(term, NamedNode)}
    iris |= {term.datatype.value for term in used if isinstance(term, Literal)}
    spaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris}
    return {prefix: iri for prefix, iri in sorted(prefixes.items()) if iri in spaces}


def _valid(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:  # UnicodeEncodeError, for lone surrogates, is one too
        return None


def _escaped(iri: str) -> str:
    ascii_only = quote(iri.strip(), safe=":/?#[]@!$&'()*+,;=%~", errors="replace")
    return _BAD_PERCENT.sub("%25", ascii_only)


@functools.lru_cache(maxsize=2)
def _items(ontology: Ontology) -> Mapping[tuple[str, str], str]:
    """Scheme and code in it -> CURIE of Wikidata's item."""
    return {(item.scheme, item.code): item.item for item in ontology.identified}


def _hash(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Minter:
    """Makes the IRIs of one knowledge base.

    Args:
        base: what entity ids are appended to; an absolute IRI that ends in "/" or "#".

    Raises:
        KgError: base is no such IRI.
    """

    base: str
    ontology: Ontology

    def __post_init__(self) -> None:
        if not self.base.endswith(("/", "#")) or _valid(self.base) is None:
            raise KgError('the base must be an absolute IRI that ends in "/" or "#"', self.base)

    @property
    def graph(self) -> NamedNode:
        """The graph of the plain triples, entities and derived claims."""
        return NamedNode(self.base + "graph")

    def named(self, curie: str) -> NamedNode:
        """A class, property or rule of the ontology.

        Raises:
            OntologyError: its prefix is not declared.
        """
        return NamedNode(self.ontology.iri(curie))

    def rule(self, name: str) -> NamedNode:
        """What fired: a frame, chain or rule by its CURIE; any other name below rule:."""
        prefix, _, local = name.partition(":")
        if prefix in self.ontology.prefixes and (iri := _valid(self.ontology.prefixes[prefix] + local)):
            return iri
        return self.named("rule:" + quote(name, safe="-._~", errors="replace"))

    def entity(self, id_: str) -> NamedNode:
        """An entity, event or amount; an id that looks like another kind of IRI is set apart."""
        local = "entity-" + id_ if _MINTED.fullmatch(id_) else id_
        return (_valid(self.base + local) if _is_local(local) else None) or self._quoted(local)

    def _quoted(self, local: str) -> NamedNode:
        return NamedNode(self.base + quote(local, safe="-._~", errors="replace"))

    def article(self, uri: str) -> NamedNode:
        """An article: its own address, escaped where no IRI may hold it; a hash where that does not help.

        A "#" is escaped as well, because spans of the article are named by a fragment.
        """
        plain = uri if "#" not in uri else uri.replace("#", "%23")
        return (
            _valid(plain) or _valid(_escaped(plain)) or NamedNode(f"{self.base}article-{_hash(ascii(uri))}")
        )

    def span(self, article: NamedNode, start: int, end: int) -> NamedNode:
        """A span of an article, by an RFC 5147 fragment."""
        return NamedNode(f"{article.value}#char={start},{end}")

    def selectors(self, span: NamedNode) -> tuple[NamedNode, NamedNode]:
        """The position selector and the quote selector of a span."""
        key = _hash(span.value)
        return NamedNode(f"{self.base}position-{key}"), NamedNode(f"{self.base}quote-{key}")

    def claim(self, triple: Fact, span: NamedNode) -> NamedNode:
        """The claim that one sentence makes of one triple."""
        return NamedNode(f"{self.base}claim-{_hash(*triple, span)}")

    def derived(self, triple: Fact, rule: NamedNode) -> NamedNode:
        """The claim that a rule makes of one triple."""
        return NamedNode(f"{self.base}claim-{_hash(*triple, rule)}")

    def support(self, triple: Fact) -> NamedNode:
        """What several sources together give one triple."""
        return NamedNode(f"{self.base}support-{_hash(*triple)}")

    def conflict(self, kind: NamedNode, about: NamedNode, question: NamedNode, *value: Term) -> NamedNode:
        """A conflict or succession of a kind, by what is in question; a denial also by the value."""
        return NamedNode(f"{self.base}conflict-{_hash(kind, about, question, *value)}")

    def link(self, thing: NamedNode, other: NamedNode) -> NamedNode:
        """That a thing is the same as one in another database."""
        return NamedNode(f"{self.base}link-{_hash(thing, other)}")

    def currency(self, code: str) -> NamedNode | None:
        """Wikidata's item for the currency with an ISO 4217 code, None where the ontology has none."""
        return self._item(ISO_4217, code)

    def language(self, tag: str) -> NamedNode | None:
        """Wikidata's item for the language of a BCP 47 tag, "en-GB" as "en"; None where the ontology has none."""
        return self._item(ISO_639, tag.partition("-")[0].lower())

    def _item(self, scheme: str, code: str) -> NamedNode | None:
        item = _items(self.ontology).get((scheme, code))
        return self.named(item) if item else None

    def activity(self, article: NamedNode, extractor: str, rule: str, version: str) -> NamedNode:
        """The extraction of what one rule of one extractor found in one article."""
        return NamedNode(f"{self.base}extraction-{_hash(article, extractor, rule, version)}")

    def agent(self, kind: str, version: str) -> NamedNode:
        """A program in one version: "kg", the language "pipeline", or a learned "model"."""
        return self._quoted(f"{kind}-{version}")


def _is_local(local: str) -> bool:
    return all(c in "-._~" or c.isalnum() for c in local)
