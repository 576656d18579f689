"""The command line: the only place that prints, exits, or reads the environment.

Every command imports what it needs when it runs, so that `kg --help` answers at once.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.cli.entities import entities, merge, rename, split
from kg.cli.evaluation import evaluate
from kg.cli.options import folder_option, store_option
from kg.cli.options import sources as reads_sources
from kg.cli.removal import remove
from kg.cli.terminal import (
    Progress,
    check_examples,
    list_queries,
    plural,
    processes,
    report_failures,
    summarise,
)
from kg.errors import KgError
from kg.export import EXPORTERS

if TYPE_CHECKING:
    from kg.model import Failure


class Group(click.Group):
    """Turns an error that the user can act on into one line on stderr and exit status 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(context)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
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

    options = pipeline.Options(base, model, extractor, processes(jobs), strict, sync, restore)
    with Progress() as progress:
        report = pipeline.build(sources, folder, options, stdin=sys.stdin.buffer, progress=progress)
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=1, ensure_ascii=False))
    else:
        summarise(report, folder)
    report_failures(report.failures)


@main.command()
@reads_sources
def extract(sources: Sequence[str], *, model: str, extractor: str, jobs: int, strict: bool) -> None:
    """Print what SOURCES say as JSON Lines, one object a document, without building a graph.

    \b
    kg extract article.txt | python -m json.tool
    kg extract documents.jsonl > found.jsonl
    """
    from kg import pipeline

    failures: list[Failure] = []
    options = pipeline.Options(model=model, extractor=extractor, jobs=processes(jobs), strict=strict)
    with Progress() as progress:
        for found in pipeline.extract(sources, options, failures, stdin=sys.stdin.buffer, progress=progress):
            click.echo(json.dumps(found, ensure_ascii=False))
    report_failures(failures)


@main.command()
@click.argument("text", metavar="[SPARQL|NAME]", required=False)
@click.argument("parameters", metavar="[VALUE]...", nargs=-1)
@click.option(
    "-f", "--file", type=click.File(encoding="utf-8"), help="Read the query from a file; - for stdin."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "markdown", "turtle"]),
    help="Default: a table on a terminal, else CSV; Turtle for CONSTRUCT.",
)
@click.option("--timeout", type=float, help="Give up after so many seconds.")
@click.option("--list", "listing", is_flag=True, help="List the queries that come with kg.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@store_option
def query(
    text: str | None,
    *,
    parameters: Sequence[str],
    file: Any,
    format_: str | None,
    timeout: float | None,
    listing: bool,
    as_json: bool,
    source: Path,
) -> None:
    """Ask the graph, in SPARQL or by the name of a query that comes with kg.

    The prefixes kg:, schema:, prov:, oa:, rdf:, rdfs:, xsd: and d: (this graph's things) are known. Queries run
    over all graphs of the store. The exit status of an ASK query that answers no is 1.

    \b
    kg query --list
    kg query investors Mistral
    kg query 'SELECT ?who ?what { ?who kg:investsIn ?what }'
    kg query -f question.rq --format csv
    """
    import time

    from kg.query import Kind
    from kg.query import query as ask
    from kg.query.canned import canned, fill
    from kg.query.render import render
    from kg.store import open_any

    known = canned()
    format_ = "json" if as_json else format_
    if listing:
        list_queries(sorted(known.values(), key=lambda stored: stored.name), as_json=format_ == "json")
        return
    question = file.read() if file else text
    if not question:
        raise click.UsageError("give a query, the name of one (kg query --list), or -f FILE")
    began = time.perf_counter()
    with open_any(source) as store:
        if question in known:
            question = fill(known[question], parameters, store)
        elif parameters:
            raise click.UsageError("only the queries of kg query --list take values")
        result = ask(store, question, timeout=timeout)
        if format_ is None:
            on_terminal = "table" if sys.stdout.isatty() else "csv"
            format_ = "turtle" if result.kind is Kind.GRAPH else on_terminal
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        click.echo(render(result, format_, width=width), nl=False)
    count = len(result.triples) if result.kind is Kind.GRAPH else len(result.rows)
    if result.kind is not Kind.TRUTH and format_ in ("table", "markdown"):
        click.echo(f"{plural(count, 'row')} in {time.perf_counter() - began:.2f} s", err=True)
    if result.kind is Kind.TRUTH and not result.truth:
        sys.exit(1)


@main.command()
@click.argument("subject")
@click.argument("predicate", default="")
@click.argument("object_", metavar="[OBJECT]", default="")
@click.option("--json", "as_json", is_flag=True, help="Print the claims as JSON.")
@store_option
def explain(subject: str, *, predicate: str, object_: str, as_json: bool, source: Path) -> None:
    """Show the sentences behind what the graph says of SUBJECT.

    Names are enough: SUBJECT and OBJECT are labels or aliases, PREDICATE is a relation's name.

    \b
    kg explain Mistral
    kg explain Mistral investsIn Sweden
    """
    import dataclasses

    from kg.explain import explain as facts_of
    from kg.explain.render import render
    from kg.store import open_any

    with open_any(source) as store:
        facts = facts_of(store, subject, predicate, object_)
    if not facts:
        raise KgError(
            "nothing is said of this", " ".join(word for word in (subject, predicate, object_) if word)
        )
    if as_json:
        click.echo(
            json.dumps(
                [dataclasses.asdict(fact) for fact in facts], indent=1, ensure_ascii=False, default=str
            )
        )
    elif sys.stdout.isatty():
        click.echo(render(facts, lambda words: click.style(words, bold=True, fg="yellow")), nl=False)
    else:
        click.echo(render(facts), nl=False)


@main.command()
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
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write.",
)
@click.option("--slim", is_flag=True, help="Leave out who says so: claims, sentences and articles.")
@store_option
def export(*, format_: str, output: Path, slim: bool, source: Path) -> None:
    """Write the graph to a file.

    \b
    kg export --format trig -o graph.trig
    kg export --format html --on elsewhere.ttl -o graph.html
    """
    from kg.export import exporter
    from kg.ontology import load
    from kg.store import open_any

    with open_any(source) as store:
        count = exporter(format_)(store, output, ontology=load(), slim=slim)
    click.echo(f"{output}: {count:,} {'statements' if format_ == 'html' else 'triples'}", err=True)


@main.command()
@click.option("--check", is_flag=True, help="Run the examples; exit status 1 if the extractor misses one.")
@click.option("--json", "as_json", is_flag=True, help="Print relations, frames and examples as JSON.")
@click.option(
    "--model", default="en_core_web_md", show_default=True, help="The spaCy pipeline to check with."
)
def ontology(*, check: bool, as_json: bool, model: str) -> None:
    """List the relations, the words that say them, and an example of each; or check the examples.

    \b
    kg ontology | less
    kg ontology --check
    """
    from kg.ontology import load

    loaded = load()
    if check:
        check_examples(model)
        return
    relations: list[dict[str, Any]] = [
        {
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
        for property_ in loaded.properties.values()
    ]
    if as_json:
        click.echo(json.dumps(relations, indent=1, ensure_ascii=False))
        return
    for relation in relations:
        click.echo(f"{relation['relation']}  {'|'.join(relation['domain'])} -> {'|'.join(relation['range'])}")
        click.echo(f"    {relation['comment']}")
        for frame in relation["frames"]:
            click.echo(f"    {frame['frame']}: {frame['examples'][0] if frame['examples'] else ''}")
    click.echo(f"{len(relations)} relations, {len(loaded.frames)} frames", err=True)


for command in (entities, evaluate, merge, remove, rename, split):
    main.add_command(command)
