"""Store -> what breaks the ontology's shapes, with the article and the sentence that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.assemble import terms
from kg.errors import OntologyError
from kg.ontology import Ontology, default_folder
from kg.ontology.shapes import Check, checks
from kg.store import Store

# From what is at fault to the spans it comes from: itself, what it selects, what it says, what is said of it.
_SPANS = f"""SELECT DISTINCT ?span WHERE {{ VALUES ?this {{ %s }}
    {{ ?this {terms.DERIVED_FROM}* ?span }} UNION {{ ?span {terms.HAS_SELECTOR}|{terms.HAS_SOURCE} ?this }}
    UNION {{ ?claim {terms.GENERATED_BY} ?this ; {terms.DERIVED_FROM} ?span }}
    UNION {{ ?claim {terms.SUBJECT}|{terms.OBJECT} ?this ; {terms.DERIVED_FROM} ?span }}
    ?span {terms.HAS_SELECTOR} ?selector }}"""
_SPANS_OF = f"""SELECT DISTINCT ?span WHERE {{ VALUES ?this {{ %s }} VALUES ?predicate {{ %s }}
    ?claim {terms.SUBJECT}|{terms.OBJECT} ?this ; {terms.PREDICATE} ?predicate ; {terms.DERIVED_FROM}+ ?span .
    ?span {terms.HAS_SELECTOR} ?selector }}"""
_WORDS = f"""SELECT ?article ?text ?start WHERE {{ VALUES ?span {{ %s }} ?span {terms.HAS_SOURCE} ?article
    OPTIONAL {{ ?span {terms.HAS_SELECTOR} ?quote . ?quote {terms.EXACT} ?text }}
    OPTIONAL {{ ?span {terms.HAS_SELECTOR} ?position . ?position {terms.START} ?start }} }}"""


@dataclass(frozen=True, slots=True)
class Broken:
    """A node that does not satisfy a check, and the value at fault, if it is one."""

    check: Check
    node: terms.Term
    value: terms.Term | None
    path: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A sentence that something comes from; "" where there is no article, or no sentence."""

    article: str = ""
    sentence: str = ""


def validate(store: Store, ontology: Ontology, folder: Path | None = None) -> list[Broken]:
    """All that breaks the shapes and checks in an ontology's folder, errors before doubts.

    Raises:
        OntologyError: the shapes or the checks cannot be followed.
    """
    known = checks(folder or default_folder(), ontology)
    found = [broken for check in known for broken in _broken(store, check)]
    found.sort(
        key=lambda each: (not each.check.severe, each.check.shape, each.path, str(each.node), str(each.value))
    )
    return found


def severe(found: Iterable[Broken]) -> list[Broken]:
    """The errors, without the doubts."""
    return [broken for broken in found if broken.check.severe]


def origin(store: Store, broken: Broken) -> Origin:
    """The first sentence that what is at fault comes from."""
    if not isinstance(broken.node, ox.NamedNode):
        return Origin()
    about = " ".join(f"<{iri}>" for iri in broken.check.about)
    spans = [row["span"] for row in store.select(_SPANS_OF % (broken.node, about))] if about else []
    spans = spans or [row["span"] for row in store.select(_SPANS % broken.node)]
    found = [_origin(row) for span in spans for row in store.select(_WORDS % span)]
    return min(found, default=(0, Origin()), key=lambda item: (item[1].article, item[0]))[1]


def _origin(row: ox.QuerySolution) -> tuple[int, Origin]:
    article, text, start = (row[name] for name in ("article", "text", "start"))
    at = int(start.value) if start is not None and start.value.isdigit() else 0
    return at, Origin(article.value, text.value if text is not None else "")


def _broken(store: Store, check: Check) -> Iterator[Broken]:
    try:
        solutions = store.query(check.select)
    except SyntaxError as error:
        raise OntologyError(f"not valid SPARQL: {error}", check.shape) from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise OntologyError("a check is a SELECT query for ?this and ?value", check.shape)
    names = {variable.value for variable in solutions.variables}
    for row in solutions:
        value = row["value"] if "value" in names else None
        path = row["path"] if "path" in names else None
        yield Broken(check, row["this"], value, path.value if path is not None else check.path)


def counted(found: Sequence[Broken]) -> tuple[int, int]:
    """How many errors and how many doubts."""
    errors = len(severe(found))
    return errors, len(found) - errors
