"""What a command did -> words on the terminal: results on stdout, progress and failures on stderr."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.model import Failure
    from kg.pipeline import Report
    from kg.query.canned import Canned

MOST_PROCESSES = 4
DEFAULT_OUTPUT = Path("output")
MOST_LISTED = 15
MOST_FAILURES = 20


def check_examples(model: str) -> None:
    """Name the roles of the ontology's examples that the frames miss; exit status 1 if there are any."""
    from kg.extract import extractor
    from kg.extract.examples import examples, misses
    from kg.ontology import load

    loaded = load()
    missed = list(misses(loaded, model, extractor("frames", loaded)))
    for miss in missed:
        click.echo(f"{miss.frame}: {miss.role} “{miss.words}” not found in: {miss.example}")
    click.echo(f"{len(list(examples(loaded)))} examples, {len(missed)} roles not found", err=True)
    if missed:
        sys.exit(1)


def list_queries(known: Sequence[Canned], *, as_json: bool) -> None:
    """Print the queries that come with kg, each with what it can be narrowed by."""
    if as_json:
        listed = [
            {
                "name": query.name,
                "label": query.label,
                "parameters": [
                    {"name": p.name, "kind": p.kind, "comment": p.comment} for p in query.parameters
                ],
            }
            for query in known
        ]
        click.echo(json.dumps(listed, indent=1))
        return
    for query in known:
        click.echo(f"{query.name}\n    {query.label}")
        for parameter in query.parameters:
            click.echo(f"    {f'--{parameter.name} {parameter.kind}':20} {parameter.comment}")


class Progress:
    """One line on stderr that is written over, on a terminal only."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Callable[[str], None]:
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\033[K", err=True, nl=False)

    def _show(self, text: str) -> None:
        if self._shown:
            width = shutil.get_terminal_size().columns
            click.echo(f"\r\033[K{text[: width - 1]}", err=True, nl=False)


def summarise(report: Report, output: Path) -> None:
    """Print what a build did, what the graph holds, and what to do next."""
    contents = report.contents
    left_out = sum(failure.fatal for failure in report.failures)
    click.echo(
        f"{plural(contents.articles, 'article')} ({report.analysed} analysed now"
        + (f", {report.removed} removed" if report.removed else "")
        + (f", {left_out} left out" if left_out else "")
        + (f", {report.passed_over} passed over since kg remove" if report.passed_over else "")
        + f"), {plural(contents.entities, 'entity', 'entities')}, "
        f"{plural(sum(contents.statements.values()), 'statement')}, {plural(contents.claims, 'claim')}"
    )
    ranked = sorted(contents.statements.items(), key=lambda item: (-item[1], item[0]))
    for predicate, count in ranked[:MOST_LISTED]:
        click.echo(f"  {count:5,} {predicate}")
    if len(ranked) > MOST_LISTED:
        click.echo(f"        and {len(ranked) - MOST_LISTED} more predicates")
    program = sys.argv[0] if Path(sys.argv[0]).name == "kg" and not shutil.which("kg") else "kg"
    where = "" if output == DEFAULT_OUTPUT else f" --on {shlex.quote(str(output / 'store'))}"
    click.echo(f"\nOpen {output / 'graph.html'} in a browser. Next:")
    for words in ("query --list", "query relations", "explain NAME"):
        click.echo(f"  {shlex.quote(program)} {words}{where}")


def report_failures(failures: Sequence[Failure], folder: Path | None = None) -> None:
    """Name what was left out or taken without a value; the exit status says that there was something.

    Args:
        folder: of the graph that was worked on: the first are named then, and the report there names the rest.
    """
    shown = failures if folder is None else failures[:MOST_FAILURES]
    for failure in shown:
        click.echo(f"kg: {'left out: ' if failure.fatal else ''}{failure.where}: {failure.message}", err=True)
    if folder is not None and len(failures) > len(shown):
        click.echo(f"kg: and {len(failures) - len(shown)} more; see {folder / 'report.json'}", err=True)
    if failures:
        sys.exit(1)


def show(text: str, *, err: bool = False) -> None:
    """Print lines in which words of a graph or a service stand: they cannot control the terminal."""
    from kg.query.names import printable

    click.echo("\n".join(map(printable, text.split("\n"))), err=err)


def plural(count: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def processes(jobs: int) -> int:
    """How many processes may work: as many as asked for, else one a core and no more than memory likes."""
    return jobs or min(os.cpu_count() or 1, MOST_PROCESSES)
