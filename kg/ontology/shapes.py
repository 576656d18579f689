"""ontology/shapes.ttl and checks/*.rq -> SPARQL queries, each of which finds what breaks one constraint.

SHACL's core is defined by such queries. As queries over the whole graph, Oxigraph answers all of them in a fraction of
the time that a SHACL processor takes from node to node: at 11,500 triples pySHACL needs 4 s. It agrees with what is
found here; the tests compare the two. A constraint that is not known here is an error, never passed over.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.ontology import PREFIXES, Ontology

SH = PREFIXES["sh"]
XSD = PREFIXES["xsd"]
VIOLATION = SH + "Violation"
_NIL = ox.NamedNode(PREFIXES["rdf"] + "nil")
_ABOUT_SHAPES = frozenset({"path", "message", "severity", "description", "name", "order", "property"})
_TARGETS = {
    "targetClass": "VALUES ?target {{ {0} }} ?this a ?target",
    "targetSubjectsOf": "VALUES ?target {{ {0} }} ?this ?target ?end",
    "targetObjectsOf": "VALUES ?target {{ {0} }} ?start ?target ?this",
}
# A lexical form that is none of its datatype; Oxigraph keeps offsets as xsd:integer.
_INTEGERS = f"<{XSD}integer>, <{XSD}nonNegativeInteger>"
_CAST = frozenset((XSD + "decimal", XSD + "integer", XSD + "double", XSD + "boolean"))
_KINDS = {
    "IRI": "isIRI({0})",
    "Literal": "isLiteral({0})",
    "BlankNode": "isBlank({0})",
    "IRIOrLiteral": "!isBlank({0})",
    "BlankNodeOrIRI": "!isLiteral({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Check:
    """What a graph must satisfy.

    Attributes:
        select: finds the nodes that do not, as ?this; the value at fault, if it is one, as ?value.
        shape, component, path: IRIs for a SHACL report; the path is "" where the node itself is at fault.
        message: what should be the case.
        advice: what to do where it is not.
        severe: whether it is an error, or else a doubt.
        about: IRIs of the properties whose subjects or objects are checked, for shapes that choose nodes so.
    """

    select: str
    shape: str
    component: str
    path: str
    message: str
    advice: str
    severe: bool
    about: tuple[str, ...] = ()


def checks(folder: Path, ontology: Ontology) -> tuple[Check, ...]:
    """The checks of the shapes and of the whole-graph queries in an ontology's folder.

    Raises:
        OntologyError: a file cannot be read, or says something that is not checked here.
    """
    return (*_of_shapes(folder / "shapes.ttl", ontology), *_of_queries(folder / "checks"))


def _of_queries(folder: Path) -> Iterator[Check]:
    for file in sorted(folder.glob("*.rq")):
        text = file.read_text("utf-8")
        head = dict(re.findall(r"^# (label|advice|severity): *(.*?)\s*$", text, re.MULTILINE))
        if "label" not in head:
            raise OntologyError("a check opens with the line # label: what should be the case", str(file))
        shape = f"{PREFIXES['shape']}{file.stem}"
        component, severe = f"{SH}SPARQLConstraintComponent", head.get("severity") != "warning"
        yield Check(text, shape, component, "", head["label"], head.get("advice", ""), severe)


def _of_shapes(file: Path, ontology: Ontology) -> Iterator[Check]:
    try:
        shapes = _Shapes(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE), ontology)
    except (SyntaxError, OSError) as error:
        raise OntologyError(f"not valid Turtle: {error}", str(file)) from error
    try:
        yield from shapes.checks()
    except ValueError as error:
        raise OntologyError(str(error), str(file)) from error


class _Shapes:
    """The triples of a shapes file; ValueError where it says what is not known here."""

    def __init__(self, triples: Iterator[ox.Quad], ontology: Ontology) -> None:
        self._of: defaultdict[Term, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            self._of[triple.subject][triple.predicate.value].append(triple.object)
        self._below = _subclasses(ontology)
        self._number = itertools.count()

    def checks(self) -> Iterator[Check]:
        """A check for each constraint of each shape that has targets."""
        named = sorted((shape for shape in self._of if isinstance(shape, ox.NamedNode)), key=str)
        for shape in named:
            if not any(SH + target in self._of[shape] for target in _TARGETS):
                continue
            for component, pattern in self._broken(shape, "?this"):
                yield self._check(shape, shape, component, pattern)
            for property_ in self._values(shape, "property"):
                for component, pattern in self._broken_property(property_):
                    yield self._check(shape, property_, component, pattern)

    def _check(self, shape: Term, part: Term, component: str, pattern: str) -> Check:
        def said(name: str) -> str:
            found = [*self._values(part, name), *self._values(shape, name)]
            return str(getattr(found[0], "value", found[0])) if found else ""

        path = self._path(part) if part != shape else ""
        return Check(
            select=f"SELECT DISTINCT ?this ?value WHERE {{ {self._target(shape)} {pattern} }}",
            shape=str(getattr(shape, "value", shape)),
            component=SH + component,
            path=path.strip("<>") if path.startswith("<") else "",
            message=said("message") or f"does not satisfy {component.removesuffix('ConstraintComponent')}",
            advice=said("description"),
            severe=said("severity") in {"", VIOLATION},
            about=tuple(
                str(getattr(value, "value", value))
                for target in ("targetSubjectsOf", "targetObjectsOf")
                for value in self._values(shape, target)
            ),
        )

    def _target(self, shape: Term) -> str:
        found = []
        for name, pattern in _TARGETS.items():
            values = [str(value) for value in self._values(shape, name)]
            if name == "targetClass":
                values = sorted({below for value in values for below in self._classes(value)})
            if values:
                found.append(f"{{ {pattern.format(' '.join(values))} }}")
        return f"{{ SELECT DISTINCT ?this WHERE {{ {' UNION '.join(found)} }} }}"

    def _broken(self, shape: Term, node: str) -> Iterator[tuple[str, str]]:
        """Constraints on the node itself, each with a pattern for what breaks it."""
        for name, ok in self._conditions(shape, node):
            yield _component(name), f"BIND({node} AS ?value) FILTER(!({ok}))"

    def _broken_property(self, shape: Term) -> Iterator[tuple[str, str]]:
        """Constraints on the values of a path from ?this, each with a pattern for what breaks it."""
        path = self._path(shape)
        for name, ok in self._conditions(shape, "?value"):
            yield _component(name), f"?this {path} ?value . FILTER(!({ok}))"
        for name, ok in self._about_all(shape, "?this"):
            yield _component(name), f"FILTER(!({ok}))"

    def _conditions(self, shape: Term, node: str) -> Iterator[tuple[str, str]]:
        """What one node has to satisfy: the constraint's name, and an expression that is true if it does."""
        for iri, values in sorted(self._of[shape].items()):
            name = iri.removeprefix(SH)
            if not iri.startswith(SH) or name in _ABOUT_SHAPES | _TARGETS.keys() | _ABOUT_ALL:
                continue
            if name not in _CONDITIONS:
                raise ValueError(f"the constraint sh:{name} is not one that kg checks")
            for value in values:
                yield name, _CONDITIONS[name](self, node, value)

    def _about_all(self, shape: Term, node: str) -> Iterator[tuple[str, str]]:
        """What all values of a path together have to satisfy."""
        path = self._path(shape)
        for name in sorted(_ABOUT_ALL - {"qualifiedValueShape"}):
            for value in self._values(shape, name):
                end = self._variable()
                inner = ""
                if name.startswith("qualified"):
                    (qualified,) = self._values(shape, "qualifiedValueShape")
                    inner = f"FILTER({self._conforms(qualified, end)})"
                if name == "hasValue":
                    yield name, f"EXISTS {{ {node} {path} {value} }}"
                else:
                    yield name, _counted(name, int(value.value), f"{node} {path}", end, inner)  # type: ignore[union-attr]

    def _conforms(self, shape: Term, node: str) -> str:
        """An expression that is true if a node satisfies a shape."""
        found = []
        if SH + "path" in self._of[shape]:
            end = self._variable()
            found += [
                f"NOT EXISTS {{ {node} {self._path(shape)} {end} FILTER(!({ok})) }}"
                for _, ok in self._conditions(shape, end)
            ]
            found += [ok for _, ok in self._about_all(shape, node)]
        else:
            found += [ok for _, ok in self._conditions(shape, node)]
        found += [self._conforms(property_, node) for property_ in self._values(shape, "property")]
        return " && ".join(f"({one})" for one in found) or "true"

    def _path(self, shape: Term) -> str:
        (path,) = self._values(shape, "path")
        if isinstance(path, ox.NamedNode):
            return str(path)
        inverse = self._values(path, "inversePath")
        if len(inverse) != 1 or not isinstance(inverse[0], ox.NamedNode):
            raise ValueError("a path is a property or the sh:inversePath of one")
        return f"^{inverse[0]}"

    def _values(self, shape: Term, name: str) -> list[Term]:
        return self._of[shape].get(SH + name, [])

    def _members(self, head: Term) -> Iterator[Term]:
        while head != _NIL:
            yield self._of[head][PREFIXES["rdf"] + "first"][0]
            head = self._of[head][PREFIXES["rdf"] + "rest"][0]

    def _classes(self, class_: str) -> list[str]:
        return self._below.get(class_, [class_])

    def _variable(self) -> str:
        return f"?v{next(self._number)}"

    def _is_a(self, node: str, class_: Term) -> str:
        type_ = self._variable()
        return f"EXISTS {{ VALUES {type_} {{ {' '.join(self._classes(str(class_)))} }} {node} a {type_} }}"

    def _one_of(self, node: str, head: Term) -> str:
        return f"{node} IN ({', '.join(map(str, self._members(head)))})"

    def _any(self, node: str, head: Term) -> str:
        return " || ".join(f"({self._conforms(member, node)})" for member in self._members(head))

    def _less(self, node: str, property_: Term) -> str:
        other = self._variable()
        return f"NOT EXISTS {{ ?this {property_} {other} FILTER(!COALESCE({node} < {other}, false)) }}"


def _datatype(_shapes: _Shapes, node: str, value: Term) -> str:
    datatype = str(getattr(value, "value", ""))
    if datatype == XSD + "nonNegativeInteger":
        return f"COALESCE(datatype({node}) IN ({_INTEGERS}) && <{XSD}integer>(STR({node})) >= 0, false)"
    cast = f" && COALESCE(isLiteral(<{datatype}>(STR({node}))), false)" if datatype in _CAST else ""
    return f"COALESCE(datatype({node}) = <{datatype}>, false){cast}"


_CONDITIONS: Mapping[str, Callable[[_Shapes, str, Term], str]] = {
    "class": lambda shapes, node, value: shapes._is_a(node, value),  # noqa: SLF001  a table of its methods
    "datatype": _datatype,
    "nodeKind": lambda _, node, value: _KINDS[str(getattr(value, "value", "")).removeprefix(SH)].format(node),
    "minInclusive": lambda _, node, value: f"COALESCE({node} >= {value}, false)",
    "maxInclusive": lambda _, node, value: f"COALESCE({node} <= {value}, false)",
    "minLength": lambda _, node, value: f"STRLEN(STR({node})) >= {value} && !isBlank({node})",
    "pattern": lambda _, node, value: f"REGEX(STR({node}), {value}) && !isBlank({node})",
    "in": lambda shapes, node, value: shapes._one_of(node, value),  # noqa: SLF001
    "or": lambda shapes, node, value: shapes._any(node, value),  # noqa: SLF001
    "not": lambda shapes, node, value: f"!({shapes._conforms(value, node)})",  # noqa: SLF001
    "lessThan": lambda shapes, node, value: shapes._less(node, value),  # noqa: SLF001
}
_ABOUT_ALL = frozenset(
    {"minCount", "maxCount", "hasValue", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount"}
)


def _counted(name: str, count: int, start: str, end: str, inner: str) -> str:
    """An expression that is true if there are enough different values, or not too many."""
    least = count if "Min" in name or name.startswith("min") else count + 1
    if least == 0:
        enough = "true"
    else:
        ends = [end, *(f"{end}_{number}" for number in range(1, least))]
        values = " . ".join(f"{start} {each} {inner.replace(end, each)}" for each in ends)
        different = " && ".join(f"!sameTerm({a}, {b})" for a, b in itertools.combinations(ends, 2))
        enough = f"EXISTS {{ {values} {f'FILTER({different})' if different else ''} }}"
    return enough if least == count else f"!({enough})"


def _component(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}ConstraintComponent"


def _subclasses(ontology: Ontology) -> dict[str, list[str]]:
    """Class -> itself and all classes below it, as SPARQL writes them."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for class_ in ontology.classes.values():
        for above in (class_.curie, *class_.parents):
            found[f"<{ontology.iri(above)}>"].append(f"<{ontology.iri(class_.curie)}>")
    return dict(found)
