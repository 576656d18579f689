"""kg evaluate: gold against what is found in its texts."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kg.cli.options import engine
from kg.cli.terminal import Progress, plural, processes, report_failures
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.model import Failure


@click.command()
@click.argument("gold", type=click.Path(path_type=Path, dir_okay=False))
@engine
@click.option(
    "--found",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What kg extract printed for the same texts; by default they are analysed now.",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page that shows gold and found side by side.",
)
@click.option("--worst", type=click.IntRange(min=0), default=20, show_default=True, help="Errors to show.")
@click.option("--json", "as_json", is_flag=True, help="Print figures and errors as JSON.")
def evaluate(
    gold: Path,
    *,
    model: str,
    extractor: str,
    least: float | None,
    jobs: int,
    found: Path | None,
    html: Path | None,
    worst: int,
    as_json: bool,
) -> None:
    """Compare what is found in the texts of GOLD with what its annotators found: precision, recall, F1.

    GOLD has the form that kg extract prints, so a corrected output of it is a start. Of a mention id, start and end
    are needed, and entity where several are one thing; of an assertion subject, predicate and object. What follows
    from these by the ontology need not be written. Only relations that GOLD uses are judged.

    \b
    kg evaluate gold.jsonl --html differences.html
    kg evaluate gold.jsonl --worst 50
    """
    from kg import evaluate as evaluation
    from kg import pipeline
    from kg.ontology import load

    failures: list[Failure] = []
    expected = _objects(gold)
    if found is not None:
        actual = _objects(found)
    else:
        options = pipeline.Options(model=model, extractor=extractor, jobs=processes(jobs), least=least)
        with Progress() as progress:
            texts = _plain(expected)
            actual = list(pipeline.extract(["-"], options, failures, stdin=texts, progress=progress))
    result = evaluation.evaluate(expected, actual, load(), str(gold))
    errors = evaluation.worst(result, worst)
    if as_json:
        shown = {**result.to_json(), "worst": [error.to_json() for error in errors]}
        click.echo(json.dumps(shown, indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(evaluation.render(result, errors)))
    if html is not None:
        evaluation.write_page(result, html, load(), f"{gold.name}: gold and found")
        click.echo(f"{html}: {plural(len(result.documents), 'text')}", err=True)
    report_failures(failures)


def _objects(file: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON Lines.

    Raises:
        KgError: it cannot be read, or a line is no JSON object with an id and a text.
    """
    found = []
    try:
        for number, line in enumerate(file.read_text("utf-8").split("\n"), start=1):
            if line.strip():
                object_ = json.loads(line)
                if not isinstance(object_, dict) or not {"id", "text"} <= object_.keys():
                    raise KgError("not an object with id and text", f"{file}, line {number}")
                found.append(object_)
    except (OSError, ValueError) as error:
        raise KgError(f"cannot be read as JSON Lines: {error}", str(file)) from error
    return found


def _plain(objects: Sequence[Mapping[str, Any]]) -> BinaryIO:
    """JSON Lines with the texts of annotated documents and what is known of them, without the annotation."""
    kept = ("id", "text", "title", "url", "published", "publisher", "author", "language")
    plain = [{key: object_[key] for key in kept if key in object_} for object_ in objects]
    return io.BytesIO("".join(json.dumps(object_) + "\n" for object_ in plain).encode())
