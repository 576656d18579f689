"""The command line: the only place that prints, exits, or reads the environment.

Every command imports what it needs when it runs, so that `kg --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.cli.conflicts import conflicts
from kg.cli.entities import entities, merge, rename, split
from kg.cli.evaluation import evaluate
from kg.cli.exporting import export
from kg.cli.linking import link
from kg.cli.ontology import ontology
from kg.cli.options import folder_option
from kg.cli.options import sources as reads_sources
from kg.cli.push import push
from kg.cli.query import explain, query
from kg.cli.removal import remove
from kg.cli.serve import serve
from kg.cli.terminal import (
    Progress,
    processes,
    report_failures,
    show,
    summarise,
)
from kg.cli.validation import validate
from kg.cli.view import view
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.model import Failure


class Group(click.Group):
    """Turns an error that the user can act on into one line on stderr and exit status 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except KgError as error:
            show(f"kg: {error}", err=True)
            sys.exit(1)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(kg.__version__, message="kg %(version)s")
def main() -> None:
    """News articles in, an RDF knowledge graph out, with the sentence behind every triple.

    \b
    kg build articles/                  build the graph into output/
    kg explain Mistral investsIn        the sentences behind a fact
    kg query investors Mistral          a query that comes with kg
    """


@main.command()
@reads_sources
@folder_option
@click.option(
    "--base", default="https://kg.example.org/id/", show_default=True, help="IRI that ids are appended to."
)
@click.option("--sync", is_flag=True, help="Forget articles that are not among SOURCES.")
@click.option("--restore", is_flag=True, help="Take articles of SOURCES again that kg remove took out.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def build(
    sources: Sequence[str],
    *,
    model: str,
    extractor: str,
    least: float | None,
    jobs: int,
    strict: bool,
    folder: Path,
    base: str,
    sync: bool,
    restore: bool,
    as_json: bool,
) -> None:
    """Build the knowledge graph of SOURCES, or bring it up to date.

    SOURCES are files (.txt, .md, .html, .jsonl, a CSV manifest), folders, globs, http(s) addresses, RSS or Atom
    feeds, or - for standard input. Only what is new or has changed is analysed. Writes store/, graph.ttl,
    graph.html and report.json. The exit status is 1 if anything was left out.

    \b
    kg build articles/
    kg build https://example.org/feed.xml notes/*.md -o graphs/today
    """
    from kg import pipeline

    options = pipeline.Options(base, model, extractor, processes(jobs), strict, sync, restore, least)
    with Progress() as progress:
        report = pipeline.build(sources, folder, options, stdin=sys.stdin.buffer, progress=progress)
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=1, ensure_ascii=False))
    else:
        summarise(report, folder)
    report_failures(report.failures, folder)


@main.command()
@reads_sources
def extract(
    sources: Sequence[str], *, model: str, extractor: str, least: float | None, jobs: int, strict: bool
) -> None:
    """Print what SOURCES say as JSON Lines, one object a document, without building a graph.

    \b
    kg extract article.txt | python -m json.tool
    kg extract documents.jsonl > found.jsonl
    """
    from kg import pipeline

    failures: list[Failure] = []
    options = pipeline.Options(
        model=model, extractor=extractor, jobs=processes(jobs), strict=strict, least=least
    )
    with Progress() as progress:
        for found in pipeline.extract(sources, options, failures, stdin=sys.stdin.buffer, progress=progress):
            click.echo(json.dumps(found, ensure_ascii=False))
    report_failures(failures)


for command in (
    conflicts,
    entities,
    evaluate,
    explain,
    export,
    link,
    merge,
    ontology,
    push,
    query,
    remove,
    rename,
    serve,
    split,
    validate,
    view,
):
    main.add_command(command)
