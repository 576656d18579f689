"""The set-up a stranger meets: the wheel, the installed command, the Makefile, the sample articles."""

from __future__ import annotations

import ast
import csv
import importlib.metadata
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

import kg

REPOSITORY = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]


def run(
    *command: str | Path, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What a command prints, and its exit status, with nothing on standard input."""
    environment = {**os.environ, **(env or {})}
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-cache-dir"]
    built = run(sys.executable, "-m", "pip", "wheel", *options, "-w", folder, REPOSITORY, cwd=folder)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel is installed into, without the checkout; its dependencies are this Python's."""
    folder = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-deps", "--no-index", "--target", str(folder)]
    done = run(sys.executable, "-m", "pip", "install", *options, wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def normal(name: str) -> str:
    """The name of a distribution as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def command() -> Path:
    """The kg command beside the Python that runs the tests."""
    found = shutil.which("kg", path=sysconfig.get_path("scripts"))
    assert found, "kg is not installed here: make test does it"
    return Path(found)


def test_the_wheel_holds_the_whole_package(wheel: Path) -> None:
    """Every file of kg/ and of ontology/ travels, assets and type marker included, and nothing of the tests."""
    names = set(zipfile.ZipFile(wheel).namelist())
    generated = {"__pycache__", ".mypy_cache", ".ruff_cache"}

    def files(folder: str) -> set[str]:
        found = (REPOSITORY / folder).rglob("*")
        kept = (file for file in found if file.is_file() and not generated & set(file.parts))
        return {file.relative_to(REPOSITORY / folder).as_posix() for file in kept}

    assert {f"kg/{name}" for name in files("kg")} <= names
    assert {f"kg/_ontology/{name}" for name in files("ontology")} <= names
    assert {"kg/py.typed", "kg/_ontology/kg.ttl", "kg/_ontology/frames.ttl"} <= names
    assert not [name for name in names if name.startswith(("tests/", "output/", "ontology/"))]


def test_the_installed_package_finds_its_ontology(installed: Path, tmp_path: Path) -> None:
    """Installed from the wheel, kg reads the ontology that travelled with it, in whatever folder it runs."""
    script = "import kg.ontology as o; print(o.default_folder()); print(len(o.load().classes))"
    done = run(sys.executable, "-c", script, cwd=tmp_path, env={"PYTHONPATH": str(installed)})
    assert done.returncode == 0, done.stderr
    folder, classes = done.stdout.splitlines()
    assert Path(folder) == installed / "kg" / "_ontology"
    assert int(classes) > 30


def test_the_installed_command_builds_a_graph(installed: Path, tmp_path: Path) -> None:
    """Installed from the wheel, `kg build` makes the graph of an article in a folder without the checkout."""
    (tmp_path / "article.txt").write_text("Mistral AI raised 600 million euros. Nvidia acquired OctoAI.\n")
    done = run(
        sys.executable,
        installed / "bin" / "kg",
        "build",
        "article.txt",
        "--output",
        "graph",
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed)},
    )
    assert done.returncode == 0, done.stderr
    assert {"graph.html", "graph.ttl", "report.json", "store"} <= {
        p.name for p in (tmp_path / "graph").iterdir()
    }


def test_help_is_instant(tmp_path: Path) -> None:
    """`kg --help` takes less than 0.3 seconds of the processor (best of five; the clock's if nothing else runs)."""
    seconds = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = run(command(), "--help", cwd=tmp_path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert done.returncode == 0, done.stderr
    assert min(seconds) < 0.3


def test_version_is_written_once(tmp_path: Path) -> None:
    """`kg --version` says what kg.__version__ says, which is also the wheel's version."""
    assert "version" in PROJECT["dynamic"]
    done = run(command(), "--version", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert kg.__version__ in done.stdout


# What another dependency imports and does not itself ask for in a version that works.
NEEDED_BY_OTHERS = {"lxml-html-clean"}


def test_dependencies_are_what_the_code_imports() -> None:
    """Every third-party module that kg imports is declared in pyproject.toml, and none is declared in vain."""
    extras = PROJECT["optional-dependencies"]
    specs = [*PROJECT["dependencies"], *(spec for name in ("pandas", "serve") for spec in extras[name])]
    declared = {normal(re.split(r"[^\w.-]", spec)[0]) for spec in specs}
    distributions = importlib.metadata.packages_distributions()

    def used(module: str) -> set[str]:
        return {normal(name) for name in distributions.get(module, ())}

    imported, named = set(), set()
    for file in (REPOSITORY / "kg").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add((node.module or "").partition(".")[0])
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
    third_party = imported - sys.stdlib_module_names - {"kg"}
    assert {module: distributions.get(module) for module in third_party if not used(module) & declared} == {}
    needed = {name for module in third_party | named for name in used(module)}
    assert declared - needed == NEEDED_BY_OTHERS


def test_make_without_a_target_lists_them(repository: Path) -> None:
    """`make` lists every target of the Makefile with what it does, and does nothing."""
    targets = set(
        re.findall(r"^([a-z]+):.*##", (repository / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    )
    done = run("make", cwd=repository)
    assert done.returncode == 0, done.stderr
    assert targets >= {"help", "graph", "test", "bench", "clean"}
    assert targets <= set(re.findall(r"^make ([a-z]+)", done.stdout, flags=re.MULTILINE))


def test_make_says_which_python_it_needs(repository: Path, tmp_path: Path) -> None:
    """With a Python that is too old, `make graph` says so, and what to do, and leaves nothing behind."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(repository / name, tmp_path)
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = run("make", "graph", f"PYTHON={old}", cwd=tmp_path)
    assert done.returncode != 0
    assert "3.11 or later" in done.stderr
    assert not (tmp_path / ".venv").exists()


class TestSampleArticles:
    """The articles that `make graph` builds."""

    def test_every_format_is_there(self, sample_articles: Path) -> None:
        """Plain text, Markdown with front matter, a saved web page and JSON Lines, eight to twelve articles."""
        files = [file for file in sample_articles.iterdir() if file.name != "manifest.csv"]
        lines = [
            line for file in files if file.suffix == ".jsonl" for line in file.read_text("utf-8").splitlines()
        ]
        assert {file.suffix for file in files} == {".txt", ".md", ".html", ".jsonl"}
        assert 8 <= len(lines) + sum(file.suffix != ".jsonl" for file in files) <= 12

    def test_the_manifest_describes_the_text_files(self, sample_articles: Path) -> None:
        """Each plain text has a row with every cell filled, and no other file: they carry their own metadata."""
        with (sample_articles / "manifest.csv").open(encoding="utf-8", newline="") as file:
            rows = {row.pop("file"): row for row in csv.DictReader(file)}
        assert rows.keys() == {file.name for file in sample_articles.glob("*.txt")}
        assert all(all(row.values()) for row in rows.values())
        addresses = {row["url"] for row in rows.values()}
        assert len(addresses) == len(rows)
        assert all(address.startswith("https://news.example/") for address in addresses)

    def test_they_are_short(self, sample_articles: Path) -> None:
        """A text of 120 to 300 words: enough to show something, quick to read beside the graph."""
        texts = [
            file.read_text("utf-8") for file in sample_articles.iterdir() if file.suffix in {".txt", ".md"}
        ]
        briefs = (sample_articles / "briefs.jsonl").read_text("utf-8").splitlines()
        texts += [json.loads(line)["text"] for line in briefs]
        assert all(120 <= len(text.split()) <= 300 for text in texts)
