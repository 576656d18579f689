"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from kg.cli.terminal import DEFAULT_OUTPUT


def engine(command: Callable[..., None]) -> Callable[..., None]:
    """Options of the commands that analyse texts."""
    decorators = [
        click.option(
            "--model", default="en_core_web_md", show_default=True, help="Any installed spaCy pipeline."
        ),
        click.option(
            "--extractor",
            default="both",
            show_default=True,
            help="frames (the ontology's words), neural (a learned model), both, or module:factory.",
        ),
        click.option(
            "--min-confidence",
            "least",
            type=click.FloatRange(0, 1),
            help="Claims less sure are not made: 0.15 finds more, 0.8 less that is wrong. By default 0.35 for what "
            "frames see, 0.5 for what the model alone sees.",
        ),
        click.option(
            "--jobs",
            type=click.IntRange(min=0),
            default=0,
            help="Processes that analyse at the same time, about 800 MB each; by default one a core, at most 4.",
        ),
    ]
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def sources(command: Callable[..., None]) -> Callable[..., None]:
    """Arguments and options of the commands that read articles."""
    strict = click.option("--strict", is_flag=True, help="Stop at the first article that cannot be taken.")
    return click.argument("sources", nargs=-1, required=True)(engine(strict(command)))


def folder_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option of the commands that change a graph."""
    return click.option(
        "-o",
        "--output",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=DEFAULT_OUTPUT,
        show_default=True,
        help="The folder of the graph.",
    )(command)


def store_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option of the commands that read a graph."""
    return click.option(
        "--on",
        "source",
        type=click.Path(path_type=Path),
        default=DEFAULT_OUTPUT / "store",
        show_default=True,
        help="A store, or a Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD file.",
    )(command)
