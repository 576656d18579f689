"""Store -> JSON-LD 1.1: one object for each subject, short keys, and a context that says what they mean.

A library would expand and compact a million triples for minutes; here they arrive grouped, and the context is made
from what they hold: a predicate whose values are all of one kind says so there, and its values are plain strings.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from kg.assemble import terms
from kg.errors import ExportError
from kg.export.files import count_triples, write_whole
from kg.export.ordering import by_subject, lines, triples_of, used_prefixes
from kg.store import Store

_ID, _KIND = "id", "type"  # of the object itself; aliases of @id and @type
_DELIMITERS = (*":/?#[]@",)  # gen-delims of RFC 3986
_WORD = re.compile(r"[A-Za-z][\w-]*")
_STRING = terms.text("").datatype
_LANGUAGE = ox.Literal("", language="en").datatype


def write(store: Store, path: Path, **_options: object) -> int:
    """See kg.export.Exporter; a triple that stands in several graphs is written once.

    Raises:
        ExportError: also when there are triple terms, which JSON-LD cannot hold.
    """
    found = lines(store)
    block = b"\n".join(found)
    names = _Names(_usable(used_prefixes(found, store.prefixes), block), triples_of(block))
    del block

    def write_to(file: IO[bytes]) -> int:
        context = (b"\n %s: %s" % (_line(key), _line(meaning)) for key, meaning in names.context().items())
        file.write(b'{\n"@context": {' + b",".join(context) + b'\n},\n"@graph": [')
        for number, group in enumerate(by_subject(found)):
            triples = triples_of(b"\n".join(group))
            file.write((b",\n" if number else b"\n") + _text(names.node(triples)))
        file.write(b"\n]\n}\n")
        return len(found)

    return write_whole(path, write_to, lambda written: count_triples(written, ox.RdfFormat.JSON_LD))


def _usable(prefixes: Mapping[str, str], block: bytes) -> dict[str, str]:
    """The prefixes that JSON-LD takes for such: an IRI must end where a part of IRIs does, a prefix be no key.

    One that is the scheme of an IRI in the block would make another IRI of it.
    """
    return {
        prefix: iri
        for prefix, iri in prefixes.items()
        if prefix not in ("", _ID, _KIND) and iri[-1:] in _DELIMITERS and f"<{prefix}:".encode() not in block
    }


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@dataclass(slots=True)
class _Use:
    """What the values of a predicate are: IRIs or blank nodes, literals, their datatypes."""

    nodes: bool = False
    datatypes: set[ox.NamedNode] = field(default_factory=set)


class _Names:
    """Keys for the predicates, and terms as their values are written under them.

    Raises:
        ExportError: there are triple terms.
    """

    def __init__(self, prefixes: Mapping[str, str], triples: Iterable[ox.Triple]) -> None:
        self._prefixes = prefixes
        self._longest_first = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        uses: defaultdict[ox.NamedNode, _Use] = defaultdict(_Use)
        for triple in triples:
            if isinstance(triple.object, ox.Literal):
                uses[triple.predicate].datatypes.add(triple.object.datatype)
            elif isinstance(triple.object, ox.Triple):
                raise ExportError("JSON-LD cannot hold triples about triples; take turtle or rdf12")
            else:
                uses[triple.predicate].nodes = True
        self._types_are_nodes = not uses[terms.TYPE].datatypes
        self._kinds = {predicate: _kind(use) for predicate, use in sorted(uses.items(), key=str)}
        self._keys = self._short()

    def context(self) -> dict[str, Any]:
        """Prefixes, then keys, each with the kind of its values."""
        keys: dict[str, Any] = {}
        for predicate, key in self._keys.items():
            kind = self._kinds[predicate]
            if predicate == terms.TYPE and self._types_are_nodes:
                continue
            type_ = "@id" if kind == "@id" else self.curie(kind) if kind and kind != _STRING else ""
            if type_:
                keys[key] = {"@id": self.curie(predicate), "@type": type_}
            elif key != self.curie(predicate):
                keys[key] = self.curie(predicate)
        aliases = {_ID: "@id", _KIND: "@type"}
        return {**dict(sorted(self._prefixes.items())), **aliases, **dict(sorted(keys.items()))}

    def node(self, triples: Iterable[ox.Triple]) -> dict[str, Any]:
        """The triples of one subject as an object."""
        values: dict[str, list[Any]] = {}
        id_ = ""
        for triple in triples:
            id_ = id_ or self.curie(triple.subject)
            key = self._keys[triple.predicate]
            values.setdefault(key, []).append(self._value(triple))
        return {_ID: id_, **{key: found[0] if len(found) == 1 else found for key, found in values.items()}}

    def curie(self, term: object) -> str:
        """An IRI abbreviated by the longest prefix that fits; a blank node as it is."""
        if not isinstance(term, ox.NamedNode):
            return str(term)
        for prefix, iri in self._longest_first:
            if term.value.startswith(iri) and not term.value.startswith("//", len(iri)):
                return f"{prefix}:{term.value[len(iri) :]}"
        return term.value

    def _value(self, triple: ox.Triple) -> Any:
        kind, value = self._kinds[triple.predicate], triple.object
        if not isinstance(value, ox.Literal):
            plain = kind == "@id" or (triple.predicate == terms.TYPE and self._types_are_nodes)
            return self.curie(value) if plain else {_ID: self.curie(value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype in (kind, _STRING) and kind in (value.datatype, None):
            return value.value
        return {"@value": value.value, _KIND: self.curie(value.datatype)}

    def _short(self) -> dict[ox.NamedNode, str]:
        """Each predicate's key: its local name where no other has it and no prefix is called so."""
        local = {p: re.split(r"[#/]", p.value)[-1] for p in self._kinds}
        taken = {_ID, _KIND, "graph", *self._prefixes}
        count: defaultdict[str, int] = defaultdict(int)
        for name in local.values():
            count[name] += 1
        keys = {
            predicate: name
            if count[name] == 1 and name not in taken and _WORD.fullmatch(name)
            else self.curie(predicate)
            for predicate, name in local.items()
        }
        if self._types_are_nodes and terms.TYPE in keys:
            keys[terms.TYPE] = _KIND
        return keys


def _kind(use: _Use) -> Any:
    """What all values are: "@id", a datatype; None where they differ, or have a language."""
    if use.nodes:
        return None if use.datatypes else "@id"
    only = next(iter(use.datatypes)) if len(use.datatypes) == 1 else None
    return None if only == _LANGUAGE else only
