"""The JSON document -> one self-contained HTML page that requests nothing and runs only its own scripts.

The front end is ES modules under assets/. A page opened from a file may not import modules, so they are joined
into one module script: in the order of their imports, without the import lines and the word `export`. Names at
the top of a module must therefore differ between modules; a test sees to it. What the page brings of others is under
vendor/, as their npm packages have it, and in pyvis.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import ExportError

_ASSETS = files("kg.export.html") / "assets"
_OXIGRAPH = files("kg.export.html") / "vendor" / "oxigraph"
_DRAWS = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
_IMPORT = re.compile(r"""^import\s+\{[^}]*\}\s+from\s+["']\./([\w-]+\.mjs)["'];\n""", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_EXPORTS = re.compile(r"^export \{[^}]*\};\s*\Z", re.MULTILINE)
_SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=\S*\s*$")
_SLOT = re.compile(r"<!--kg:([a-z]+)-->")
_DATA = re.compile(
    r'<script type="application/json" id="graph"(?P<packed> data-encoding="gzip")?>(?P<text>.*?)</script>',
    re.DOTALL,
)
_LARGE = (
    4_000_000  # characters of JSON, from which it is compressed: a browser unpacks faster than it parses HTML
)


def page(document: dict[str, Any]) -> str:
    """The page that shows a document of kg.export.html.document.

    Raises:
        ExportError: the vis-network that comes with pyvis is not where it should be.
    """
    style, network, program = _asset("style.css"), _vis_network(), _bundle("main.mjs")
    answers = bool(document.get("rdf") and document["rdf"]["gzip"])
    # WebAssembly runs in a worker that the page makes of its own text
    engine_policy = ("'wasm-unsafe-eval'", "worker-src blob:") if answers else ("", "")
    policy = "; ".join(
        filter(
            None,
            (
                "default-src 'none'",
                f"script-src {_hash(network)} {_hash(program)} {engine_policy[0]}".rstrip(),
                engine_policy[1],
                # vis-network sets no style sheet of its own; script may still set single properties
                f"style-src {_hash(style)}",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            ),
        )
    )
    parts = {
        "policy": policy,
        "title": html.escape(document["title"]),
        "style": f"<style>{style}</style>",
        "data": _data(document),
        "engine": _engine() if answers else "",
        "network": f"<script>{network}</script>",
        "program": f'<script type="module">{program}</script>',
    }
    return _SLOT.sub(lambda slot: parts[slot[1]], _asset("page.html"))


def read_document(text: str) -> dict[str, Any]:
    """The document in a page.

    Raises:
        ValueError: it has none.
    """
    found = _DATA.search(text)
    if not found:
        raise ValueError("the page holds no graph")
    packed = found["packed"] is not None
    document: dict[str, Any] = json.loads(
        gzip.decompress(base64.b64decode(found["text"])) if packed else found["text"]
    )
    return document


def _data(document: dict[str, Any]) -> str:
    text, encoding = _json(document), ""
    if len(text) > _LARGE:
        text = base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode()
        encoding = ' data-encoding="gzip"'
    return f'<script type="application/json" id="graph"{encoding}>{text}</script>'


def _json(document: dict[str, Any]) -> str:
    """JSON in which no character can end the script element or start a comment in it."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> str:
    # A browser hashes what it parsed, in which every line end is a line feed.
    return (_ASSETS / name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _vis_network() -> str:
    try:
        text = _DRAWS.read_text("utf-8").replace("\r", "")
    except FileNotFoundError as error:
        raise ExportError("this pyvis has no vis-network 9.1.2; install pyvis 0.3.2", str(_DRAWS)) from error
    return _SOURCE_MAP.sub("\n", text)


@cache
def _engine() -> str:
    """Oxigraph and the worker around it, as text that the page does not run itself."""
    module = (_OXIGRAPH / "web.js").read_text("utf-8").replace("import.meta.url", '""')
    wrapped = _EXPORTS.sub("return { Store, initSync };", _EXPORT.sub("", module))
    licence = (_OXIGRAPH / "LICENSE-MIT").read_text("utf-8")
    code = f"/* Oxigraph, https://oxigraph.org\n{licence}*/\nconst oxigraph = (() => {{\n{wrapped}\n}})();\n{_asset('worker.js')}"
    binary = base64.b64encode((_OXIGRAPH / "web_bg.wasm.gz").read_bytes()).decode()
    return (
        f'<script type="text/plain" id="engine-code">{code}</script>\n'
        f'<script type="text/plain" id="engine">{binary}</script>'
    )


@cache
def _bundle(main: str) -> str:
    """A module and all it imports, each after what it imports itself."""
    done: dict[str, str] = {}

    def add(name: str) -> None:
        if name in done:
            return
        done[name] = ""
        text = _asset(name)
        for imported in _IMPORT.findall(text):
            add(imported)
        del done[name]  # put it behind what it imports
        done[name] = _EXPORT.sub("", _IMPORT.sub("", text))

    add(main)
    return "\n".join(f"// {name}\n{text}" for name, text in done.items())
