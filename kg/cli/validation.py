"""kg validate: what of a graph breaks the ontology's shapes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import store_option
from kg.cli.terminal import plural, show

MOST_SHOWN = 5


@click.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "shacl"]),
    default="text",
    show_default=True,
    help="Lines for people, or a SHACL validation report in Turtle.",
)
@click.option("--strict", is_flag=True, help="Exit status 1 for doubts as well as for errors.")
@click.option(
    "--all", "everything", is_flag=True, help="Show everything at fault, not the first of each kind."
)
@store_option
def validate(*, format_: str, strict: bool, everything: bool, source: Path) -> None:
    """Check a graph against the shapes of the ontology: exit status 1 if it breaks one.

    Shapes say what each class and each claim must have (ontology/shapes.ttl, SHACL), queries what must hold of the
    whole graph (ontology/checks). An error is a fault of the program or of whatever changed the graph; a doubt is a
    fact whose ends are of other kinds than its relation says.

    \b
    kg validate
    kg validate --on elsewhere.ttl --format shacl > report.ttl
    """
    from kg.ontology import load
    from kg.store import open_any
    from kg.validate import counted
    from kg.validate import validate as check
    from kg.validate.report import lines, report

    with open_any(source) as store:
        found = check(store, load())
        if format_ == "shacl":
            click.echo(report(store, found), nl=False)
        else:
            for line in lines(store, found, most=len(found) if everything else MOST_SHOWN):
                show(line)
        size = len(store)
    errors, doubts = counted(found)
    click.echo(f"{plural(size, 'triple')}: {plural(errors, 'error')}, {plural(doubts, 'doubt')}", err=True)
    if errors or (strict and doubts):
        sys.exit(1)
