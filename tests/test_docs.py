"""Documentation that cannot drift: the README's reference is generated, every command line in the docs is checked.

python -m tests.test_docs     # writes the reference into README.md
"""

from __future__ import annotations

import inspect
import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import rdflib

from kg import interchange
from kg.cli import main
from kg.export import EXPORTERS
from kg.extract import EXTRACTORS
from kg.ontology import load
from kg.query.canned import canned
from kg.read import READERS, SUFFIXES
from tests.test_imports import ORDER

REPOSITORY = Path(__file__).resolve().parent.parent
README, CONTRIBUTING = REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
BEGIN, END = "<!-- commands -->", "<!-- /commands -->"


def reference() -> str:
    """The README's reference in Markdown: commands with examples and options, formats, canned queries."""
    sections = [_command(name, command) for name, command in sorted(main.commands.items())]
    note = "<!-- Written by `python -m tests.test_docs`; a test compares it with the code. -->"
    return "\n\n".join([BEGIN, note, *sections, _formats(), _queries(), END])


def _command(name: str, command: click.Command) -> str:
    texts, examples = _help(command)
    arguments = [
        p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)
    ]
    options = [_option(p) for p in command.params if isinstance(p, click.Option)]
    console = "\n".join(f"$ {line}" for line in examples)
    table = "\n".join(["| Option | |", "| --- | --- |", *options])
    title = " ".join([f"kg {name}", *arguments])
    return "\n\n".join([f"### `{title}`", *texts, f"```console\n{console}\n```", table])


def _help(command: click.Command) -> tuple[list[str], list[str]]:
    """The paragraphs of a command's help, and the lines of its examples."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    texts = [" ".join(paragraph.split()) for paragraph in paragraphs if not paragraph.startswith("\b")]
    examples = [line for p in paragraphs if p.startswith("\b") for line in p.splitlines()[1:]]
    return texts, examples


def _option(option: click.Option) -> str:
    names = ", ".join(option.opts)
    if not option.is_flag:
        choices = option.type.choices if isinstance(option.type, click.Choice) else ()
        names += f" {'|'.join(choices) or option.type.name.upper()}"
    default = f" Default: `{option.default}`." if option.show_default else ""
    return f"| `{_cell(names)}` | {_cell(option.help or '')}{default} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _formats() -> str:
    endings = defaultdict(list)
    for suffix, reader in SUFFIXES.items():
        endings[reader].append(f"`{suffix}`")
    reads = ", ".join(f"{name} ({', '.join(endings[name])})" for name in READERS)
    return (
        f"### Formats\n\nRead: {reads}; a CSV manifest that names files; addresses by what the server says they are.\n\n"
        f"Written by `kg export`: {', '.join(f'`{name}`' for name in sorted(EXPORTERS))}.\n\n"
        f"Extractors: {', '.join(f'`{name}`' for name in EXTRACTORS)}."
    )


def _queries() -> str:
    rows = [f"| `{_cell(q.usage)}` | {_cell(q.label)} |" for _, q in sorted(canned().items())]
    return "\n".join(["### Queries that come with kg", "", "| `kg query ...` | |", "| --- | --- |", *rows])


def console_lines(document: str) -> Iterator[tuple[int, str]]:
    """Number and command of each line in a ```console block that is typed, that is, begins with "$ "."""
    inside = False
    for number, line in enumerate((REPOSITORY / document).read_text("utf-8").splitlines(), start=1):
        if line.startswith("```"):
            inside = line.strip() == "```console"
        elif inside and line.startswith("$ "):
            yield number, line.removeprefix("$ ")


def calls(line: str) -> Iterator[list[str]]:
    """The words of each command in a line of a shell, pipes taken apart, redirections and assignments left out."""
    words = shlex.split(line, comments=True)
    call: list[str] = []
    for word in [*words, "|"]:
        if word in ("|", "&&", ";", "||"):
            yield call
            call = []
        else:
            call.append(word)


def make_targets() -> set[str]:
    """The targets of the Makefile that `make` lists."""
    return set(re.findall(r"^([a-z]+):.*##", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE))


def assert_all_exist(line: str) -> None:
    """Fails if a line of a shell calls kg or make with what is not there."""
    for call in calls(line):
        assert_exists(call)


def assert_exists(call: list[str]) -> None:
    """Fails if a command line of kg or make has a command, option or target that is not there."""
    if call[:1] == ["make"]:
        assert {word for word in call[1:] if "=" not in word} <= make_targets()
    elif call and Path(call[0]).name == "kg":
        arguments = list(until_redirect(call[1:]))
        if arguments[0].startswith("-"):
            assert arguments[0] in {"--help", "-h", "--version"}
            return
        command = main.commands[arguments[0]]
        context = click.Context(command, **command.context_settings)
        options, _, _ = command.make_parser(context).parse_args(arguments[1:])
        for option in command.params:
            if isinstance(option.type, click.Choice) and option.name in options:
                assert options[option.name] in option.type.choices
            if option.name == "format_" and command.name == "export":
                assert options.get("format_", "turtle") in EXPORTERS


def until_redirect(words: list[str]) -> Iterator[str]:
    """The words before a redirection."""
    for word in words:
        if word.startswith((">", "<", "2>")):
            return
        yield word


def test_reference_is_that_of_the_code() -> None:
    """README.md has, between its marks, what the code says of itself: `python -m tests.test_docs` writes it."""
    text = README.read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    found = text[text.index(BEGIN) : text.index(END) + len(END)]
    assert found == reference(), "run: python -m tests.test_docs"


def test_reference_is_whole() -> None:
    """It names every command and option, every format that is read or written, every query, every extractor."""
    text = reference()
    options = [option for command in main.commands.values() for p in command.params for option in p.opts]
    flags = {option for option in options if option.startswith("-")}
    names = [*main.commands, *flags, *READERS, *SUFFIXES, *EXPORTERS, *EXTRACTORS, *canned()]
    assert len(names) > 50
    assert [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_command_lines_exist(document: str) -> None:
    """Every `kg` and `make` line of a console block has a command, options and targets that are there."""
    for number, line in console_lines(document):
        try:
            assert_all_exist(line)
        except (AssertionError, KeyError, click.UsageError) as error:
            pytest.fail(f"{document}:{number}: {line}: {error!r}")


def test_console_blocks_are_found() -> None:
    """The check above sees command lines."""
    assert sum(1 for _ in console_lines("README.md")) >= 10


@pytest.mark.parametrize(
    "line",
    [
        "kg biuld x",
        "kg build --no-such x",
        "kg query x --format docx",
        "make pizza",
        "kg export --format docx -o x",
    ],
)
def test_wrong_lines_are_caught(line: str) -> None:
    """A command, option, value or target that does not exist does not pass."""
    with pytest.raises((AssertionError, KeyError, click.UsageError)):
        assert_all_exist(line)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_named_commands_and_paths_exist(document: str) -> None:
    """`kg NAME` and `make NAME` in running text exist, and so does every path of the checkout it names."""
    text = (REPOSITORY / document).read_text("utf-8")
    assert set(re.findall(r"`(?:\.venv/bin/)?kg ([a-z]+)", text)) <= set(main.commands)
    assert set(re.findall(r"(?:`|^ {4})make ([a-z]+)", text, re.MULTILINE)) <= make_targets()
    paths = re.findall(r"`((?:kg|ontology|tests|\.ci)/[\w./-]*)`", text)
    assert [path for path in paths if not (REPOSITORY / path).exists() and "NAME" not in path] == []


def test_numbers_of_the_ontology() -> None:
    """README.md counts classes, relations, frames and examples as they are."""
    told = " ".join(README.read_text("utf-8").split())
    ontology = load()
    examples = sum(len(frame.examples) for frame in ontology.frames)
    assert f"{len(ontology.classes)} classes and {len(ontology.properties)} relations and roles" in told
    assert f"{len(ontology.frames)} frames with {examples} example sentences" in told


def test_the_form_of_an_extraction_is_described() -> None:
    """README.md names every key that `kg extract` writes."""
    section = README.read_text("utf-8").partition("## `kg extract`\n")[2].partition("\n## ")[0]
    keys = {
        key
        for function in (
            interchange.to_json,
            interchange._mention,
            interchange._amount,
            interchange._assertion,
        )
        for key in re.findall(r'"(\w+)": |found\["(\w+)"\]', inspect.getsource(function))
        for key in key
        if key
    }
    assert len(keys) > 20
    assert keys <= set(re.findall(r"`(\w+)`", section))


def test_every_slot_is_described() -> None:
    """CONTRIBUTING.md names each slot of a frame that is no preposition."""
    lexicon = rdflib.Graph().parse(REPOSITORY / "ontology" / "lexicon.ttl")
    slots = {
        str(slot).partition("argument#")[2]
        for slot, comment in lexicon.subject_objects(rdflib.RDFS.comment)
        if "argument#" in str(slot) and not str(comment).startswith("What follows the word")
    }
    section = CONTRIBUTING.read_text("utf-8").partition("A slot (`arg:`) is")[2].partition("preposition")[0]
    assert slots == set(re.findall(r"`(\w+)`", section))


def test_parts_stand_in_their_order() -> None:
    """CONTRIBUTING.md names the parts of kg in the order in which they may import each other."""
    text = CONTRIBUTING.read_text("utf-8")
    table = re.findall(r"^\| (`.*?`) \|", text, re.MULTILINE)
    first = text.partition("Five parts stand before these:")[2].partition("A part imports")[0]
    names = re.findall(r"`(\w+)(?:/|\.py)`", " ".join([first, *table]))
    assert tuple(names) == ORDER


if __name__ == "__main__":
    before = README.read_text("utf-8")
    head, _, rest = before.partition(BEGIN)
    _, _, tail = rest.partition(END)
    README.write_text(f"{head}{reference()}{tail}", "utf-8")
