"""A graph in which every text that an article can bring holds something a careless page would run.

The first four are what runs script in pages of pyvis 0.3.2: an id with quotes (select_menu), "href" in a title,
markup in a heading, the end of the script element in options.
"""

from __future__ import annotations

import datetime

import pyoxigraph as ox

from kg.assemble import assemble, terms
from kg.model import (
    Attribution,
    Document,
    Entity,
    Evidence,
    KnowledgeBase,
    Literal,
    MentionKind,
    Merge,
    Statement,
    Status,
)
from kg.ontology import load
from kg.store import Store
from tests.export.html.sample import SOFTWARE

TEXTS = (
    "\"'); window.owned=1; ('",
    '<a href="#"><img src=x onerror="window.owned=1"></a>',
    "<h1><svg onload=window.owned=1></h1>",
    "</script><script>window.owned=1</script>",
    "<img src=x onerror=window.owned=1>",
    "<!--<script>window.owned=1</script>",
    "]]><script>window.owned=1</script>",
    "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
    "<style>body{display:none}</style>",
    "<base href='https://elsewhere.example/'>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.example/'>",
    "javascript:window.owned=1",
    "${window.owned=1}{{constructor.constructor('window.owned=1')()}}",
    "&lt;b&gt; &amp; &#x3C;script&#x3E;window.owned=1&#x3C;/script&#x3E;",
    "<!--kg:data--> <!--kg:program-->",
    "\u2028\u2029\u202egnihton\u202c \u0645\u0631\u062d\u0628\u0627 \U0001f642\U0001f1f8\U0001f1ea",
    "A" * 500,
    "__proto__",
)


def _document(i: int, words: str) -> Document:
    return Document(
        id=f"{i}",
        uri=f"javascript:window.owned={i}",
        title=words,
        text=f"{words} works with others, {words} said.",
        published=datetime.date(2026, 1, 1),
        publisher=words,
        author=words,
        language='en" onclick="window.owned=1',
        content_hash=f"{i}",
    )


def _entity(i: int, words: str) -> Entity:
    return Entity(
        id=f"thing-{i}",
        type="kg:Company",
        label=words,
        kind=MentionKind.NAME,
        aliases=(f"also {words}",),
        merges=(Merge(words, words, words),),
    )


def _evidence(document: Document, words: str) -> Evidence:
    said = document.text.rindex(words)
    return Evidence(
        document_id=document.id,
        start=0,
        end=len(document.text),
        quote=document.text,
        extractor="frames",
        rule=f"frame:{words}",
        status=Status.ASSERTED,
        confidence=0.5,
        attribution=Attribution(said, said + len(words), words),
        cues=((0, len(words)),),
    )


def store() -> Store:
    """The graph; links and addresses of articles are javascript: as well."""
    documents = [_document(i, words) for i, words in enumerate(TEXTS)]
    entities = tuple(_entity(i, words) for i, words in enumerate(TEXTS))
    statements = []
    for i, words in enumerate(TEXTS):
        evidence = (_evidence(documents[i], words),)
        other = f"thing-{(i + 1) % len(TEXTS)}"
        statements.append(Statement(f"thing-{i}", "kg:partnerOf", other, evidence))
        statements.append(Statement(f"thing-{i}", "kg:position", Literal(words), evidence))
    kb = KnowledgeBase(entities, tuple(statements))
    quads = list(assemble(kb, documents, ontology=load(), software=SOFTWARE))
    script = ox.NamedNode("javascript:window.owned=1")
    thing = ox.NamedNode(terms.DEFAULT_BASE + "thing-0")
    quads.append(ox.Quad(thing, terms.SAME_AS, script))
    quads.append(ox.Quad(ox.NamedNode("javascript:window.owned=0"), terms.URL, script))
    return Store.memory(quads)
