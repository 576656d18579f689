"""kg view: the graph as one HTML file, opened in a browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from kg.cli.options import store_option
from kg.cli.terminal import plural


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write. Default: graph.html beside the store, or beside the RDF file and named like it.",
)
@click.option("--title", default="Knowledge graph", show_default=True, help="What the page is called.")
@click.option(
    "--no-sparql", is_flag=True, help="Leave out the query engine and the RDF: the file is 2 MB smaller."
)
@click.option("--no-open", is_flag=True, help="Write the file only.")
@store_option
def view(*, output: Path | None, title: str, no_sparql: bool, no_open: bool, source: Path) -> None:
    """Write the graph as one HTML file and open it in the browser.

    The file needs nothing but itself: it can be mailed, put on a stick or on a web server.

    \b
    kg view
    kg view --on elsewhere.ttl --title "What the papers say" -o papers.html
    """
    from kg.export.html import write
    from kg.ontology import load
    from kg.store import open_any

    path = output or (source.with_suffix(".html") if source.is_file() else source.parent / "graph.html")
    with open_any(source) as store:
        count = write(store, path, ontology=load(), title=title, sparql=not no_sparql)
    click.echo(f"{path}: {plural(count, 'statement')}", err=True)
    if not no_open and not webbrowser.open(path.absolute().as_uri()):
        click.echo(f"no browser could be started: open {path.absolute()}", err=True)
