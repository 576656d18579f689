"""kg query, kg explain: questions to a graph, and the sentences behind an answer."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import store_option
from kg.cli.terminal import list_queries, plural
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.query import Result
    from kg.query.canned import Canned
    from kg.store import Store


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("text", metavar="[SPARQL|NAME]", required=False)
@click.argument("words", metavar="[--PARAMETER VALUE]...", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "-f", "--file", type=click.File(encoding="utf-8"), help="Read the query from a file; - for stdin."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "markdown", "turtle"]),
    help="Default: a table on a terminal, else CSV; Turtle for CONSTRUCT.",
)
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Give up after so many seconds.")
@click.option("--list", "listing", is_flag=True, help="List the queries that come with kg.")
@click.option("--show", is_flag=True, help="Print the SPARQL of a query that comes with kg; do not ask it.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@store_option
def query(
    text: str | None,
    *,
    words: Sequence[str],
    file: Any,
    format_: str | None,
    timeout: float | None,
    listing: bool,
    show: bool,
    as_json: bool,
    source: Path,
) -> None:
    """Ask the graph, in SPARQL or by the name of a query that comes with kg.

    Those take values by name or in their order: names of things, dates, numbers (kg query --list). The prefixes kg:,
    schema:, prov:, oa:, rdf:, rdfs:, xsd: and d: (this graph's things) are known. Queries run over all graphs of the
    store. The exit status of an ASK query that answers no is 1.

    \b
    kg query --list
    kg query investors --of Mistral
    kg query path Spotify SoftBank
    kg query 'SELECT ?who ?what { ?who kg:investsIn ?what }'
    kg query -f question.rq --format csv
    """
    from kg.query import query as ask
    from kg.query.canned import canned
    from kg.store import open_any

    known = canned()
    format_ = "json" if as_json else format_
    if listing:
        list_queries(sorted(known.values(), key=lambda stored: stored.name), as_json=format_ == "json")
        return
    question, values = _question(text, words, file)
    began = time.perf_counter()
    with open_any(source) as store:
        question = _filled(known, question, values, store)
        if show:
            click.echo(question.rstrip())
            return
        result = ask(store, question, timeout=timeout)
    _print(result, format_, began)


def _question(text: str | None, words: Sequence[str], file: Any) -> tuple[str, list[str]]:
    """The query, or the name of one, and the values for its parameters."""
    values = [*words] if file is None or text is None else [text, *words]
    if file is not None:
        try:
            return file.read(), values
        except UnicodeDecodeError as error:
            raise KgError(f"is not UTF-8: {error}", file.name) from error
    if not text:
        raise click.UsageError("give a query, the name of one (kg query --list), or -f FILE")
    if text.startswith("-"):
        raise click.NoSuchOption(text)
    return text, values


def _filled(known: Mapping[str, Canned], question: str, values: Sequence[str], store: Store) -> str:
    """The text of a query that may be given by its name."""
    from kg.query.canned import arguments, fill

    if stored := known.get(question.strip()):
        return fill(stored, arguments(stored, values), store)
    if re.fullmatch(r"[\w-]+", question):
        near = difflib.get_close_matches(question, known, 3, 0.5)
        hint = f"near are {', '.join(near)}; " if near else ""
        raise KgError(f"no query is called {question!r}; {hint}kg query --list names all")
    if unknown := next((word for word in values if word.startswith("-")), ""):
        raise click.NoSuchOption(unknown)
    if values:
        raise click.UsageError("only the queries of kg query --list take values")
    return question


def _print(result: Result, format_: str | None, began: float) -> None:
    from kg.query import Kind
    from kg.query.render import render

    on_terminal = sys.stdout.isatty()
    if format_ is None:
        format_ = "turtle" if result.kind is Kind.GRAPH else "table" if on_terminal else "csv"
    width = shutil.get_terminal_size().columns if on_terminal else None
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
