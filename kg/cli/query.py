"""kg query, kg explain: questions to a graph, and the sentences behind an answer."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kg.cli.options import store_option
from kg.cli.terminal import list_queries, plural
from kg.errors import KgError


@click.command()
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


@click.command()
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
