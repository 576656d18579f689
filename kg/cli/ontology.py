"""kg ontology: what a fact can be and which words say it, as tables, JSON or a page; and whether the examples come out."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.terminal import check_examples, plural

if TYPE_CHECKING:
    from kg.ontology import Frame, Ontology, Property

MOST_WORDS = 5  # of a frame in the table


@click.command()
@click.option("--check", is_flag=True, help="Run the examples; exit status 1 if the extractor misses one.")
@click.option("--json", "as_json", is_flag=True, help="Print relations, frames and examples as JSON.")
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the reference as one HTML page that needs no network.",
)
@click.option(
    "--model", default="en_core_web_md", show_default=True, help="The spaCy pipeline to check with."
)
def ontology(*, check: bool, as_json: bool, page: Path | None, model: str) -> None:
    """List the classes, the relations, and the words that say them; or check the examples of those.

    \b
    kg ontology | less
    kg ontology --html ontology.html
    kg ontology --check
    """
    from kg.ontology import load

    loaded = load()
    if check:
        check_examples(model)
    elif page is not None:
        _write(page, loaded)
    elif as_json:
        click.echo(json.dumps(list(_relations(loaded)), indent=1, ensure_ascii=False))
    else:
        _tables(loaded)


def _write(page: Path, loaded: Ontology) -> None:
    from kg.export.files import write_whole
    from kg.ontology.reference import page as reference

    text = reference(loaded).encode()
    write_whole(page, lambda file: file.write(text), lambda written: written.stat().st_size)
    click.echo(f"{page}: {_counts(loaded)}", err=True)


def _tables(loaded: Ontology) -> None:
    """Columns side by side; on a terminal no wider than it is, in a pipe whole."""
    from kg.query.render import table

    classes = [(c.curie, ", ".join(c.parents), c.comment) for _, c in sorted(loaded.classes.items())]
    relations = [
        (p.curie, "|".join(p.domain), "|".join(p.range), ", ".join(_kinds(p)), p.comment)
        for _, p in sorted(loaded.properties.items())
    ]
    frames = [
        (f.curie, f.evokes, _words(f), f.examples[0] if f.examples else "")
        for f in sorted(loaded.frames, key=lambda frame: frame.curie)
    ]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(table(("class", "is a", "what it is"), classes, width))
    click.echo(table(("relation", "from", "to", "kind", "what it says"), relations, width))
    click.echo(table(("frame", "says", "words", "example"), frames, width))
    click.echo(_counts(loaded), err=True)


def _counts(loaded: Ontology) -> str:
    classes, relations = len(loaded.classes), len(loaded.properties)
    return (
        f"{plural(classes, 'class', 'classes')}, {plural(relations, 'relation')},"
        f" {plural(len(loaded.frames), 'frame')}"
    )


def _kinds(property_: Property) -> Iterable[str]:
    if property_.symmetric:
        yield "symmetric"
    if property_.functional:
        yield "at most one"
    if property_.chains:
        yield "derived"


def _words(frame: Frame) -> str:
    parts = (frame.lemmas.verb, frame.lemmas.noun, frame.lemmas.adjective, frame.lemmas.adverb)
    words = [" ".join(lemma) for part in parts for lemma in part]
    more = f" and {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else ""
    return ", ".join(words[:MOST_WORDS]) + more


def _relations(loaded: Ontology) -> Iterable[dict[str, Any]]:
    for property_ in loaded.properties.values():
        yield {
            "relation": property_.curie,
            "comment": property_.comment,
            "domain": list(property_.domain),
            "range": list(property_.range),
            "frames": [
                {"frame": frame.curie, "examples": list(frame.examples)}
                for frame in loaded.frames
                if property_.curie in (frame.evokes, *(role for _, role in frame.arguments))
            ],
        }
