"""kg export: a graph, or the part of it that is asked for, as a file of any format."""

from __future__ import annotations

import calendar
import datetime
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import store_option
from kg.cli.terminal import plural
from kg.errors import KgError
from kg.export import EXPORTERS

if TYPE_CHECKING:
    from kg.export.selection import Selection
    from kg.store import Store

STDOUT = "-"
# What is counted, where it is no triples.
_COUNTED = {"html": "statement", "graphml": "relation", "csv": "relation", "neo4j": "relation"}


class Day(click.ParamType[datetime.date]):
    """A day, or the first or last one of a month or a year."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        self._last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """The day that "2025", "2025-09" or "2025-09-30" means."""
        if isinstance(value, datetime.date):
            return value
        match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value)
        try:
            year, month, day = (int(part) if part else 0 for part in match.groups()) if match else (0, 0, 0)
            first = datetime.date(year, month or (12 if self._last else 1), day or 1)
        except ValueError:
            self.fail(f"{value!r} is no date such as 2025, 2025-09 or 2025-09-30", param, ctx)
        if day or not self._last:
            return first
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say which part of a graph is meant, whatever is done with it."""
    decorators = [
        click.option(
            "--focus", multiple=True, metavar="NAME", help="What is near a thing; may be given several times."
        ),
        click.option(
            "--depth",
            type=click.IntRange(min=0),
            default=1,
            show_default=True,
            help="How many relations away is near; those who take part in an event are near it.",
        ),
        click.option("--predicate", multiple=True, metavar="NAME", help="This relation, or these."),
        click.option(
            "--status",
            "statuses",
            multiple=True,
            type=click.Choice(["asserted", "planned", "possible", "negated"]),
            help="What is said to be so, or these.",
        ),
        click.option("--since", type=Day(last=False), help="From articles published on this day or later."),
        click.option("--until", type=Day(last=True), help="From articles published on this day or before."),
        click.option(
            "--source", "sources", multiple=True, help="From articles of this publisher, site or address."
        ),
        click.option(
            "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="What is at least as sure."
        ),
        click.option("--slim", is_flag=True, help="Leave out who says so: claims, sentences and articles."),
    ]
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


@click.command()
@click.option(
    "--format",
    "format_",
    default="turtle",
    show_default=True,
    help=f"{', '.join(sorted(EXPORTERS))}, or module:callable.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="The file to write, - for standard output; a folder for csv and neo4j.",
)
@click.option(
    "--no-sparql", is_flag=True, help="Leave the query engine and the RDF out of an HTML page: 2 MB less."
)
@selecting
@store_option
def export(*, format_: str, output: Path, no_sparql: bool, source: Path, **asked: Any) -> None:
    """Write the graph, or a part of it, to a file.

    A part is itself a whole graph: each claim comes with its sentence and article, a derived one with what it follows
    from, and a plain triple is there if a claim that was asked for supports it. The file is read back and counted
    before it takes the place of an earlier one.

    \b
    kg export --format trig -o graph.trig
    kg export --focus Mistral --depth 2 --format jsonld -o - | less
    kg export --predicate investsIn --since 2025-06 --slim -o investments.ttl
    kg export --format neo4j -o import/
    kg export --format html --on elsewhere.ttl -o graph.html
    """
    from kg.export import export as write
    from kg.store import open_any

    with open_any(source) as store:
        selection = selection_of(store, **asked)
        options: dict[str, Any] = {"sparql": False} if no_sparql else {}
        if str(output) == STDOUT:
            _to_stdout(store, format_, selection, options)
            return
        count = write(store, format_, output, selection=selection, **options)
    click.echo(f"{output}: {plural(count, _COUNTED.get(format_, 'triple'))}", err=True)


def selection_of(
    store: Store,
    *,
    focus: Sequence[str],
    predicate: Sequence[str],
    statuses: Sequence[str],
    sources: Sequence[str],
    **rest: Any,
) -> Selection:
    """What the options of `selecting` mean in a store.

    Raises:
        KgError: nothing has such a name.
    """
    from kg.export.selection import Selection, predicates
    from kg.model import Status
    from kg.query.names import things

    return Selection(
        focus=tuple(node for name in focus for node in things(store, name)),
        predicates=frozenset(node for name in predicate for node in predicates(store, name)),
        statuses=frozenset(map(Status, statuses)),
        sources=tuple(sources),
        **rest,
    )


def _to_stdout(store: Store, format_: str, selection: Selection, options: dict[str, Any]) -> None:
    """Print the file when it is whole: whoever reads the pipe gets all of it or nothing."""
    from kg.export import export as write

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph")
        write(store, format_, path, selection=selection, **options)
        if path.is_dir():
            raise KgError(f"{format_} is several files: give a folder with -o", STDOUT)
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
