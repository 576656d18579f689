"""The command line as a user meets it: results on stdout, the rest on stderr, exit statuses, help with examples."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser

from kg.cli import main
from kg.export import EXPORTERS
from kg.query.canned import canned
from kg.query.render import FORMATS
from tests.command import KG, kg

COMMANDS = sorted(main.commands)
SPARQL = "SELECT ?name ?who { ?who a/rdfs:subClassOf* ?kind ; rdfs:label ?name }"


@pytest.fixture(scope="module")
def graph(sample_articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample articles' graph."""
    folder = tmp_path_factory.mktemp("graph")
    done = kg("build", sample_articles, "-o", folder)
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def store(graph: Path) -> Path:
    """Its store."""
    return graph / "store"


class TestHelp:
    """`kg COMMAND --help`."""

    def test_every_command_of_this_version_is_there(self) -> None:
        """The claims below are checked for each command."""
        assert {"build", "extract", "query", "explain", "export", "ontology"} <= set(COMMANDS)

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help_has_an_example(self, command: str) -> None:
        """Each command says what it does and shows at least one call that click itself accepts as its own."""
        done = kg(command, "--help")
        assert done.exit_code == 0
        examples = re.findall(rf"^  kg {command}\b.*", done.stdout, re.MULTILINE)
        assert examples
        known = {option for parameter in main.commands[command].params for option in parameter.opts}
        if command == "query":
            known |= {
                f"--{parameter.name}" for stored in canned().values() for parameter in stored.parameters
            }
        used = {
            word for line in examples for word in re.findall(r"(?<=\s)--?[a-z]\S*", line.partition("|")[0])
        }
        assert used <= known

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_option_is_explained(self, command: str) -> None:
        """No option is without words."""
        options = [p for p in main.commands[command].params if isinstance(p, click.Option)]
        assert [option.name for option in options if not option.help] == []

    def test_group_shows_what_to_do_first(self) -> None:
        """`kg` alone lists the commands with a line each; -h is --help."""
        done = kg("-h")
        assert done.exit_code == 0
        assert "kg build" in done.stdout
        assert set(COMMANDS) <= set(re.findall(r"^  (\w+)  ", done.stdout, re.MULTILINE))

    def test_no_such_command(self) -> None:
        """A wrong command or option is a usage error: status 2, on stderr."""
        for words in (["biuld"], ["build", "--no-such"]):
            done = kg(*words)
            assert (done.exit_code, done.stdout) == (2, "")
            assert "No such" in done.stderr


class TestBuild:
    """`kg build`."""

    def test_summary(self, sample_articles: Path, graph: Path) -> None:
        """It says how much there is, by predicate, which file to open, and three commands that then work."""
        done = kg("build", sample_articles, "-o", graph)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.startswith("12 articles (0 analysed now), ")
        assert re.search(r"^ +\d+ kg:\w+$", done.stdout, re.MULTILINE)
        assert f"Open {graph / 'graph.html'} in a browser" in done.stdout
        commands = re.findall(r"^  kg (.*)", done.stdout, re.MULTILINE)
        assert len(commands) == 3
        for command in commands:
            assert kg(*command.replace("NAME", "Spotify").split()).exit_code == 0

    def test_json(self, sample_articles: Path, graph: Path) -> None:
        """--json prints the report that it also writes."""
        done = kg("build", sample_articles, "-o", graph, "--json")
        assert json.loads(done.stdout) == json.loads((graph / "report.json").read_text("utf-8"))

    def test_standard_input(self, tmp_path: Path) -> None:
        """- reads an article from a pipe."""
        done = kg("build", "-", "-o", tmp_path / "graph", stdin="Acme Corp acquired Widget Inc.\n")
        assert done.exit_code == 0
        assert done.stdout.startswith("1 article (1 analysed now)")


class TestExtract:
    """`kg extract`."""

    def test_one_object_a_document(self, sample_articles: Path) -> None:
        """Every line is a JSON object with id, text, mentions and assertions; offsets fit; nothing on stderr."""
        done = kg("extract", sample_articles)
        assert (done.exit_code, done.stderr) == (0, "")
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(found) == 12
        for document in found:
            check(document, {document["id"]: document["text"]})

    def test_benchmark_documents(self, shared: Path) -> None:
        """Documents of the core benchmark come back with their text, and the scorer takes what is printed."""
        core = shared / "benchmarks" / "core"
        lines = list(itertools.islice((core / "docs.jsonl").open(encoding="utf-8"), 20))
        given = {record["id"]: record["text"] for record in map(json.loads, lines)}
        done = kg("extract", "-", stdin="".join(lines))
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert {document["id"] for document in found} <= set(given)
        assert len(found) + done.stderr.count("left out") == len(given) == 20
        for document in found:
            check(document, given)
        predictions = subprocess.run(
            [sys.executable, core.parent / "score.py", "core", core, "/dev/stdin"],
            input=done.stdout, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert predictions.returncode == 0, predictions.stderr
        assert json.loads(predictions.stdout)

    def test_broken_pipe_is_quiet(self, sample_articles: Path) -> None:
        """A reader that goes away ends the program without a word."""
        extracting = subprocess.Popen(
            [*KG, "extract", str(sample_articles)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        with extracting:
            assert extracting.stdout
            assert extracting.stderr
            json.loads(extracting.stdout.readline())
            extracting.stdout.close()
            assert extracting.stderr.read() == b""
        assert extracting.returncode in (0, 1)


def check(document: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    """Asserts the form of `kg extract`: offsets index the text of that id, assertions name its mentions."""
    text = document["text"]
    assert text == texts[document["id"]]
    mentions = {mention["id"]: mention for mention in document["mentions"]}
    assert len(mentions) == len(document["mentions"])
    for mention in mentions.values():
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert mention["kind"] in {"name", "nominal", "pronoun", "value", "event"}
        assert mention["type"] in mention["types"]
        assert mention["entity"]
    for assertion in document["assertions"]:
        assert {assertion["subject"], assertion["object"]} <= set(mentions)
        assert ":" in assertion["predicate"]
        assert assertion["status"] in {"asserted", "planned", "possible", "negated"}
        assert 0 < assertion["confidence"] <= 1
        evidence = assertion["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


class TestQuery:
    """`kg query`."""

    def test_sparql_as_csv_in_a_pipe(self, store: Path) -> None:
        """Without a terminal the answer is CSV, on stdout alone."""
        done = kg("query", "SELECT ?who ?what { ?who kg:investsIn ?what }", "--on", store)
        rows = list(csv.reader(io.StringIO(done.stdout)))
        assert (done.exit_code, done.stderr, rows[0]) == (0, "", ["who", "what"])
        assert len(rows) > 5

    def test_formats(self, store: Path) -> None:
        """The formats that help names are those there are; each answers what it can."""
        (option,) = [p for p in main.commands["query"].params if p.name == "format_"]
        assert isinstance(option.type, click.Choice)
        assert tuple(sorted(option.type.choices)) == tuple(sorted(FORMATS))
        for name in FORMATS:
            form = "CONSTRUCT { ?a kg:investsIn ?b }" if name == "turtle" else "SELECT *"
            done = kg("query", f"{form} {{ ?a kg:investsIn ?b }}", "--format", name, "--on", store)
            assert done.exit_code == 0, done.stderr
            assert done.stdout.strip()

    def test_json(self, store: Path) -> None:
        """--json is SPARQL's own JSON; with --list, the queries that come with kg."""
        done = kg("query", "SELECT ?a { ?a kg:acquirer ?b }", "--json", "--on", store)
        assert json.loads(done.stdout)["results"]["bindings"]
        listed = json.loads(kg("query", "--list", "--json").stdout)
        assert [query["name"] for query in listed] == sorted(canned())

    def test_ask_tells_by_its_status(self, store: Path) -> None:
        """ASK that answers no has status 1, yes 0; neither is an error."""
        yes = kg("query", "ASK { ?a kg:acquirer ?b }", "--on", store)
        no = kg("query", "ASK { ?a kg:acquirer kg:Nobody }", "--on", store)
        assert (yes.exit_code, no.exit_code) == (0, 1)
        assert (yes.stderr, no.stderr) == ("", "")
        assert yes.stdout != no.stdout

    @pytest.mark.parametrize("name", sorted(canned()))
    def test_canned(self, name: str, store: Path) -> None:
        """Every query that comes with kg runs by its name; so does one that is listed."""
        words = ("--from", "Helsing", "--to", "Spotify") if canned()[name].paths else ()
        done = kg("query", name, *words, "--on", store)
        assert done.exit_code == 0, done.stderr
        assert done.stdout
        assert name in kg("query", "--list").stdout

    def test_canned_with_a_value(self, store: Path) -> None:
        """A value narrows a canned query to the thing of that name; an unknown name is an error that helps."""
        everything = kg("query", "investors", "--on", store).stdout.splitlines()
        narrowed = kg("query", "investors", "--of", "Helsing", "--on", store).stdout.splitlines()
        assert kg("query", "investors", "Helsing", "--on", store).stdout.splitlines() == narrowed
        assert 1 < len(narrowed) < len(everything)
        wrong = kg("query", "investors", "Helsin", "--on", store)
        assert (wrong.exit_code, wrong.stdout) == (1, "")
        assert "near are Helsing" in wrong.stderr

    def test_from_a_file(self, store: Path, tmp_path: Path) -> None:
        """-f reads the query from a file, -f - from standard input."""
        text = "SELECT ?a { ?a kg:acquirer ?b }"
        (tmp_path / "q.rq").write_text(text, "utf-8")
        direct = kg("query", text, "--on", store).stdout
        assert kg("query", "-f", tmp_path / "q.rq", "--on", store).stdout == direct
        assert kg("query", "-f", "-", "--on", store, stdin=text).stdout == direct

    def test_parameters_are_no_options(self) -> None:
        """No parameter of a canned query has the name of an option, which would take its value."""
        options = {option for parameter in main.commands["query"].params for option in parameter.opts}
        assert not options & {f"--{p.name}" for stored in canned().values() for p in stored.parameters}

    def test_show(self, store: Path, tmp_path: Path) -> None:
        """--show prints the SPARQL of a canned query, which gives the same answer when asked as a file."""
        shown = kg("query", "investors", "--of", "Helsing", "--show", "--on", store).stdout
        (tmp_path / "q.rq").write_text(shown, "utf-8")
        again = kg("query", "-f", tmp_path / "q.rq", "--on", store).stdout
        assert again == kg("query", "investors", "--of", "Helsing", "--on", store).stdout

    def test_no_such_query(self, store: Path) -> None:
        """A mistyped name is answered with near ones; an option that nothing takes is a usage error."""
        done = kg("query", "investor", "--on", store)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "no query is called 'investor'; near are investors" in done.stderr
        for words in (["--lits"], ["SELECT * {}", "--colour", "red"]):
            done = kg("query", *words, "--on", store)
            assert (done.exit_code, done.stdout) == (2, "")
            assert "No such option" in done.stderr

    def test_a_canned_query_in_a_file(self, store: Path, tmp_path: Path) -> None:
        """A query of one's own with parameters is not canned: values for it are a usage error."""
        (tmp_path / "q.rq").write_text("SELECT ?a { ?a kg:acquirer ?b }", "utf-8")
        assert kg("query", "-f", tmp_path / "q.rq", "Helsing", "--on", store).exit_code == 2
        (tmp_path / "bad.rq").write_bytes(b"SELECT \xff")
        done = kg("query", "-f", tmp_path / "bad.rq", "--on", store)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "is not UTF-8" in done.stderr

    @pytest.mark.parametrize("text", ["SELEKT ?x", "DELETE WHERE { ?s ?p ?o }", "SELECT ?x { ?x nope:p ?y }"])
    def test_what_is_no_query(self, text: str, store: Path) -> None:
        """It is refused on stderr with status 1."""
        done = kg("query", text, "--on", store)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.startswith("kg: ")

    def test_no_store(self, tmp_path: Path) -> None:
        """Where there is no store, it says how to make one."""
        done = kg("query", "relations", "--on", tmp_path / "nowhere")
        assert (done.exit_code, done.stdout) == (1, "")
        assert "kg build" in done.stderr


class TestExplain:
    """`kg explain`."""

    def test_sentences(self, store: Path) -> None:
        """The sentences behind a fact, with their article, on stdout."""
        done = kg("explain", "Helsing", "--on", store)
        assert (done.exit_code, done.stderr) == (0, "")
        assert "Helsing" in done.stdout
        assert "news.example" in done.stdout

    def test_json(self, store: Path) -> None:
        """--json is a list of facts, each with claims."""
        facts = json.loads(kg("explain", "Helsing", "--json", "--on", store).stdout)
        assert facts
        assert all(fact["claims"] for fact in facts)

    def test_nothing_said(self, store: Path) -> None:
        """What is not in the graph is an error with status 1, and nothing on stdout."""
        for words in (["Nobody at all"], ["Helsing", "investsIn", "Spotify"]):
            done = kg("explain", *words, "--on", store)
            assert (done.exit_code, done.stdout) == (1, "")
            assert done.stderr.startswith("kg: ")


class TestExport:
    """`kg export`."""

    @pytest.mark.parametrize("name", sorted(EXPORTERS))
    def test_each_format(self, name: str, store: Path, tmp_path: Path) -> None:
        """Every format is written where asked; what was done is said on stderr, and slim is smaller."""
        whole, slim = tmp_path / "whole", tmp_path / "slim"
        done = kg("export", "--format", name, "-o", whole, "--on", store)
        assert (done.exit_code, done.stdout) == (0, "")
        assert str(whole) in done.stderr
        assert kg("export", "--format", name, "-o", slim, "--slim", "--on", store).exit_code == 0
        size, all_of_it = (
            sum(f.stat().st_size for f in [p, *p.glob("*")] if f.is_file()) for p in (slim, whole)
        )
        assert 0 < size < all_of_it

    def test_a_part_of_it(self, store: Path) -> None:
        """Options choose a part by names; `-o -` prints the file and nothing else."""
        options = [
            "--focus",
            "Helsing",
            "--predicate",
            "investsIn",
            "--min-confidence",
            "0.1",
            "--since",
            "2025",
        ]
        done = kg("export", *options, "--slim", "-o", "-", "--on", store)
        assert (done.exit_code, done.stderr) == (0, "")
        assert "kg:investsIn d:helsing" in done.stdout
        assert "kg:Claim" not in done.stdout
        assert "kg:foundedBy" not in done.stdout

    @pytest.mark.parametrize(
        ("options", "status", "told"),
        [
            (["--focus", "Helsinki Beer"], 1, "nothing here is called 'Helsinki Beer'"),
            (["--predicate", "investIn"], 1, "near are kg:investsIn"),
            (["--since", "yesterday"], 2, "'yesterday' is no date"),
            (["--until", "2025-13"], 2, "'2025-13' is no date"),
            (["--format", "csv"], 1, "csv is several files: give a folder"),
        ],
    )
    def test_what_cannot_be_selected(self, options: list[str], status: int, told: str, store: Path) -> None:
        """It says what is wrong, and prints nothing."""
        done = kg("export", *options, "-o", "-", "--on", store)
        assert (done.exit_code, done.stdout) == (status, "")
        assert told in done.stderr

    def test_of_a_file(self, store: Path, tmp_path: Path) -> None:
        """What another tool wrote is exported as a store is."""
        for name, ending in (("nquads", "nq"), ("trig", "trig"), ("nquads", "nq")):
            target = tmp_path / f"graph.{ending}"
            assert kg("export", "--format", name, "-o", target, "--on", store).exit_code == 0
            store = target
        assert len(list(ox.parse(path=str(store), format=ox.RdfFormat.N_QUADS))) > 1000

    def test_unknown_format(self, store: Path, tmp_path: Path) -> None:
        """It names the formats there are, and writes nothing."""
        done = kg("export", "--format", "docx", "-o", tmp_path / "x", "--on", store)
        assert done.exit_code == 1
        assert all(name in done.stderr for name in EXPORTERS)
        assert not (tmp_path / "x").exists()

    @pytest.mark.parametrize("where", ["-", "graph.html"])
    def test_without_the_query_engine(self, store: Path, tmp_path: Path, where: str) -> None:
        """--no-sparql leaves it out of a file and of standard output alike."""
        output = where if where == "-" else tmp_path / where
        done = kg("export", "--format", "html", "--no-sparql", "-o", output, "--on", store)
        page = done.stdout if where == "-" else (tmp_path / where).read_text("utf-8")
        assert done.exit_code == 0
        assert len(page) < 3_000_000
        assert '"rdf":null' in page.replace(" ", "")

    @pytest.mark.parametrize("until", ["9999", "9999-12", "2025-02"])
    def test_the_last_day(self, store: Path, until: str) -> None:
        """--until takes the last day of a year or month, also of the last there is."""
        assert kg("export", "--until", until, "-o", "-", "--on", store).exit_code == 0


class TestOntology:
    """`kg ontology`."""

    def test_listing(self) -> None:
        """Each relation with its words and an example, on stdout; --json has the same relations."""
        done = kg("ontology")
        listed = json.loads(kg("ontology", "--json").stdout)
        assert done.exit_code == 0
        assert {"kg:investsIn", "kg:acquired"} <= {relation["relation"] for relation in listed}
        assert all(f"\n{relation['relation']}  " in f"\n{done.stdout}" for relation in listed)
        assert "\nkg:FundingRound  " in done.stdout
        assert "\nframe:raise  " in done.stdout

    def test_page(self, tmp_path: Path) -> None:
        """--html writes the reference and says what it holds."""
        done = kg("ontology", "--html", tmp_path / "ontology.html")
        assert (done.exit_code, done.stdout) == (0, "")
        assert "frames" in done.stderr
        assert "kg:investsIn" in (tmp_path / "ontology.html").read_text("utf-8")


def test_progress_is_for_terminals(sample_articles: Path, tmp_path: Path) -> None:
    """On a terminal, standard error shows how far a build is; the results on stdout are the same as in a pipe."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    ours, theirs = pty.openpty()
    command = [*KG, "build", str(sample_articles / "briefs.jsonl"), "-o", str(tmp_path / "graph")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as building:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
        assert building.stdout
        printed = building.stdout.read()
    os.close(ours)
    assert building.returncode == 0
    assert b"analysed" in shown
    assert b"writing graph.html" in shown
    assert b"\r" not in printed
    assert printed.startswith(b"3 articles") or b" articles (" in printed


class TestEvaluate:
    """`kg evaluate`."""

    GOLD = Path(__file__).parent / "gold" / "development.jsonl"

    def test_a_gold_found_whole_is_perfect(self, tmp_path: Path) -> None:
        """With --found nothing is analysed; the page is written, the figures are on stdout."""
        html = tmp_path / "page.html"
        done = kg("evaluate", self.GOLD, "--found", self.GOLD, "--json", "--html", html)
        figures = json.loads(done.stdout)
        assert (figures["strict"]["f1"], figures["overlap"]["f1"], figures["worst"]) == (1, 1, [])
        assert html.read_text("utf-8").startswith("<!doctype html>")

    @pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
    def test_a_line_ends_where_json_lines_do(self, tmp_path: Path, separator: str) -> None:
        """Line separators that JSON leaves as they are do not part a text in two."""
        document = json.loads(self.GOLD.read_text("utf-8").split("\n")[0])
        document["title"] = f"one{separator}two"
        gold = tmp_path / "gold.jsonl"
        gold.write_text(json.dumps(document, ensure_ascii=False) + "\n", "utf-8")
        assert kg("evaluate", gold, "--found", gold).exit_code == 0

    def test_texts_are_analysed_without_their_annotation(self, tmp_path: Path) -> None:
        """The gold's mentions are not given to the extractor: it finds its own."""
        gold = tmp_path / "gold.jsonl"
        gold.write_text(self.GOLD.read_text("utf-8").splitlines()[0], "utf-8")
        done = kg("evaluate", gold, "--worst", "2")
        assert done.exit_code == 0
        assert "by class of the subject" in done.stdout
        assert 0 < float(done.stdout.split("all", 1)[1].split()[5]) < 1

    @pytest.mark.parametrize("content", ["[]", "{", '{"id": "a"}'])
    def test_what_is_no_gold_is_told(self, tmp_path: Path, content: str) -> None:
        """One line that names the file."""
        gold = tmp_path / "gold.jsonl"
        gold.write_text(content, "utf-8")
        done = kg("evaluate", gold)
        assert done.exit_code == 1
        assert "gold.jsonl" in done.stderr


class TestHostileNames:
    """Names that would control the terminal."""

    @pytest.mark.parametrize(
        "arguments",
        [("entities",), ("entities", "--why"), ("entities", "--proposed"), ("explain", "evi"), ("validate",)],
    )
    def test_names_do_not_control_the_terminal(self, tmp_path: Path, arguments: tuple[str, ...]) -> None:
        """What a graph calls a thing is shown without control characters, also in errors."""
        file = tmp_path / "hostile.ttl"
        file.write_text(
            "@prefix kg: <https://kg.example.org/ontology#> ."
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
            r'<http://e/a> a kg:Company ; rdfs:label "Evil\u001b[2J Inc" ; skos:altLabel "\u009b2Jevil" ;'
            r' kg:mergedBecause "so\u001b]0;x\u0007" ; kg:investsIn <http://e/b> . <http://e/b> a kg:Company ;'
            r' rdfs:label "Evil\u001b[2J" .'
        )
        done = kg(*arguments, "--on", file)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.stdout + done.stderr)
        assert "vil" in done.stdout + done.stderr or arguments[-1] in ("--proposed", "validate")

    def test_a_limit_is_no_less_than_nothing(self, store: Path) -> None:
        """A negative --limit is refused."""
        assert kg("entities", "--limit", "-2", "--on", store).exit_code == 2


class TestValidate:
    """`kg validate`."""

    def test_a_build_is_sound(self, store: Path) -> None:
        """No errors: status 0; doubts are told with a sentence; the report is Turtle."""
        done = kg("validate", "--on", store)
        assert done.exit_code == 0
        assert ": 0 errors, " in done.stderr
        report = kg("validate", "--on", store, "--format", "shacl")
        assert report.exit_code == 0
        assert list(ox.parse(report.stdout.encode(), ox.RdfFormat.TURTLE))

    def test_errors(self, tmp_path: Path) -> None:
        """A claim without a sentence is an error that names it, says what to do, and gives status 1."""
        file = tmp_path / "x.ttl"
        file.write_text(
            "@prefix kg: <https://kg.example.org/ontology#> . <http://e/c> a kg:Claim ; kg:status kg:Planned ."
        )
        done = kg("validate", "--on", file)
        assert done.exit_code == 1
        assert "http://e/c" in done.stdout
        assert "what to do: " in done.stdout
        assert "sh:conforms false" in kg("validate", "--on", file, "--format", "shacl").stdout


class TestPicture:
    """The picture that the README shows."""

    ADDRESS = "#statement=prima-materia~kg%3AfoundedBy~daniel-ek"

    def test_it_is_of_the_graph_that_is_built(self, graph: Path, browser: Browser, repository: Path) -> None:
        """The sample articles' page, opened at a line, shows its evidence; build/pictures/readme.png is what it looks like.

        The README's .github/graph.png is a copy of it, of the same size.
        """
        page = browser.new_page(viewport={"width": 1400, "height": 860}, reduced_motion="reduce")
        page.goto((graph / "graph.html").as_uri() + self.ADDRESS)
        page.locator("body[data-ready]").wait_for()
        assert page.locator("#panel blockquote mark.subject").first.inner_text() == "Prima Materia"
        made = repository / "build" / "pictures" / "readme.png"
        made.parent.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(300)
        page.screenshot(path=made)
        committed = repository / ".github" / "graph.png"
        assert made.read_bytes()[16:24] == committed.read_bytes()[16:24], "width and height in a PNG's head"
        page.close()
