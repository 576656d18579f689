"""Ontology -> its reference as one HTML page that needs no network: classes, relations, the words that say them.

Generated from the same values that the extractor works with, so that it cannot say otherwise.
"""

from __future__ import annotations

import html
import re
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.ontology import PREFIXES, Class, Frame, Ontology, Property, Step, curie_of, default_folder

_TEMPLATE = Path(__file__).with_name("assets") / "reference.html"
_MARKS = re.compile(r"\[(\w+) ([^\]]*)\]|\*([^*]*)\*")
_PARTS = ("verb", "noun", "adjective", "adverb", "modal", "preposition")
# How an alignment reads.
_MATCHES = {
    "rdfs:subClassOf": "a kind of",
    "rdfs:subPropertyOf": "a case of",
    "skos:exactMatch": "the same as",
    "skos:closeMatch": "close to",
    "skos:broadMatch": "narrower than",
    "skos:relatedMatch": "related to",
}


def page(ontology: Ontology, folder: Path | None = None) -> str:
    """The reference as HTML.

    Args:
        folder: where the ontology's files are; the alignment and the description are taken from there.
    """
    folder = folder or default_folder()
    head = _head(folder / "kg.ttl")
    matches = _alignment(folder / "alignment.ttl")
    things = {name: class_ for name, class_ in sorted(ontology.classes.items()) if not class_.datatype}
    values = {name: class_ for name, class_ in sorted(ontology.classes.items()) if class_.datatype}
    relations = dict(sorted(ontology.properties.items()))
    about = [("Version", html.escape(ontology.version))]
    about += [(prefix, f"<code>{html.escape(PREFIXES[prefix])}</code>") for prefix in ("kg", "frame")]
    return string.Template(_TEMPLATE.read_text("utf-8")).substitute(
        title=html.escape(head.get("title", "Ontology")),
        description=html.escape(head.get("description", "")),
        about=_rows(about),
        tree=_tree(things),
        classes="\n".join(_class(class_, ontology, matches) for class_ in things.values()),
        values="\n".join(_class(class_, ontology, matches) for class_ in values.values()),
        index="".join(f"<li>{_link(name)}</li>" for name in relations),
        relations="\n".join(_relation(relation, ontology, matches) for relation in relations.values()),
        frames="\n".join(map(_frame, sorted(ontology.frames, key=lambda frame: frame.curie))),
    )


def _head(file: Path) -> dict[str, str]:
    """Title and description of the ontology."""
    terms = PREFIXES["dcterms"]
    return {
        triple.predicate.value.removeprefix(terms): triple.object.value
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
        if triple.predicate.value.startswith(terms) and isinstance(triple.object, ox.Literal)
    }


def _alignment(file: Path) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Term -> how it relates to which terms of others."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
        how = _MATCHES.get(curie_of(triple.predicate.value))
        if how and isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
            found[curie_of(triple.subject.value)].append((how, triple.object.value))
    return {term: sorted(matches) for term, matches in found.items()}


def _tree(classes: Mapping[str, Class]) -> str:
    below: defaultdict[str, list[str]] = defaultdict(list)
    for name, class_ in classes.items():
        below[next(iter(class_.parents), "")].append(name)

    def branch(above: str) -> str:
        items = "".join(f"<li>{_link(name)}{branch(name)}</li>" for name in below[above])
        return f"<ul>{items}</ul>" if items else ""

    return branch("")


def _class(class_: Class, ontology: Ontology, matches: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    own = [p.curie for p in ontology.properties.values() if class_.curie in p.domain]
    into = [p.curie for p in ontology.properties.values() if class_.curie in p.range]
    rows = [
        ("is a", _links(class_.parents)),
        ("has", _links(own)),
        ("is what", _links(into)),
        ("called", html.escape(", ".join(sorted(class_.descriptors)))),
        ("such as", html.escape(", ".join(sorted({*class_.names, *class_.terms, *class_.kind_terms})))),
        ("the same if", "; ".join(_links(key) for key in class_.keys)),
        ("elsewhere", _matches(matches.get(class_.curie, ()))),
    ]
    return _section(class_.curie, class_.label, class_.comment, rows)


def _relation(
    property_: Property, ontology: Ontology, matches: Mapping[str, Sequence[tuple[str, str]]]
) -> str:
    words = [
        f.curie for f in ontology.frames if property_.curie in (f.evokes, *(role for _, role in f.arguments))
    ]
    kinds = {"symmetric": property_.symmetric, "at most one": property_.functional}
    rows = [
        ("from", _links(property_.domain)),
        ("to", _links(property_.range)),
        ("is", ", ".join(kind for kind, true in kinds.items() if true)),
        ("implies", _links(property_.parents)),
        ("backwards", _links([property_.inverse] if property_.inverse else [])),
        ("follows from", "<br>".join(_chain(chain) for chain in property_.chains)),
        ("said by", _links(sorted(words))),
        ("elsewhere", _matches(matches.get(property_.curie, ()))),
    ]
    return _section(property_.curie, property_.label, property_.comment, rows)


def _chain(steps: Iterable[Step]) -> str:
    def step(one: Step) -> str:
        return (
            f"(being a {_link(one.predicate)})"
            if one.stays
            else ("inverse of " if one.inverse else "") + _link(one.predicate)
        )

    return ", then ".join(map(step, steps))


def _frame(frame: Frame) -> str:
    words = [
        (part, html.escape(", ".join(" ".join(lemma) for lemma in getattr(frame.lemmas, part))))
        for part in _PARTS
    ]
    slots: defaultdict[str, list[str]] = defaultdict(list)
    for slot, role in frame.arguments:
        slots[slot].append(_link(role))
    arguments = "; ".join(f"{html.escape(slot)}: {', '.join(roles)}" for slot, roles in slots.items())
    rows = [
        ("says", _link(frame.evokes)),
        *words,
        ("arguments", arguments),
        ("examples", "<br>".join(f"<q>{_example(example)}</q>" for example in frame.examples)),
    ]
    return _section(frame.curie, frame.curie.partition(":")[2].replace("-", " "), "", rows)


def _example(text: str) -> str:
    def marked(match: re.Match[str]) -> str:
        if match[3] is not None:
            return f"<u>{match[3]}</u>"
        return f'<b title="{match[1]}">{match[2]}</b>'

    return _MARKS.sub(marked, html.escape(text, quote=False))


def _section(curie: str, label: str, comment: str, rows: Iterable[tuple[str, str]]) -> str:
    title = f'<h3 id="{_anchor(curie)}">{html.escape(label)} <small class="term">{html.escape(curie)}</small></h3>'
    return f"<section>{title}{f'<p>{html.escape(comment)}</p>' if comment else ''}<dl>{_rows(rows)}</dl></section>"


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<dt>{html.escape(name)}</dt><dd>{value}</dd>" for name, value in rows if value)


def _links(curies: Iterable[str]) -> str:
    return ", ".join(map(_link, curies))


def _link(curie: str) -> str:
    if not curie.startswith(("kg:", "frame:")):
        return f"<code>{html.escape(curie)}</code>"
    return f'<a class="term" href="#{_anchor(curie)}">{html.escape(curie)}</a>'


def _matches(found: Sequence[tuple[str, str]]) -> str:
    return ", ".join(
        f'{how} <a href="{html.escape(iri)}">{html.escape(curie_of(iri))}</a>' for how, iri in found
    )


def _anchor(curie: str) -> str:
    return html.escape(curie.replace(":", "-"))
