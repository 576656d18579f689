"""Builds that end before they are done: killed, out of disk, without the right to write, beside another one."""

from __future__ import annotations

import itertools
import os
import pty
import random
import re
import resource
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cache import Cache
from kg.pipeline import CACHE, STORE, Options, build
from kg.store import Store
from tests.command import KG
from tests.corpus import write_corpus
from tests.test_pipeline import dump, exports

FRAMES = Options(extractor="frames", sync=True)
SEED, ARTICLES = 11, 12
# `kg` that keeps each article as soon as it is analysed, and not twenty of them at a time.
STEP_BY_STEP = """
import sys, kg.analyse.language, kg.cli
sys.argv[0] = "kg"
kg.analyse.language.BATCH_CHARACTERS = 1
kg.cli.main()
"""
SIZES = (0, 1_000, 20_000, 60_000, 150_000, 400_000, 1_000_000)  # bytes that a file may have
# What `kg build` says on a terminal as it comes to each part of its work.
PHASES = ("begin", "analysed", "resolving", "storing", "checking", "writing graph.ttl", "writing graph.html")
# How many of the ten kills fall into each.
SHARES = (2, 2, 1, 2, 1, 1, 1)


@dataclass(frozen=True)
class World:
    """Articles and their graph as they were, and as they are now."""

    articles: Path
    before: Path
    now: Path


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A third of the articles had been built; now there are more, and one is another."""
    folder = tmp_path_factory.mktemp("world")
    found = World(folder / "articles", folder / "before", folder / "now")
    write_corpus(found.articles, ARTICLES)
    build([str(found.articles / f"{number:05}.html") for number in (1, 3, 5)], found.before, FRAMES)
    page = found.articles / "00001.html"
    page.write_text(page.read_text("utf-8").replace("Report 1:", "Report 1, corrected:"), "utf-8")
    build([str(found.articles)], found.now, FRAMES)
    return found


@pytest.fixture
def output(world: World, tmp_path: Path) -> Path:
    """A copy of the graph as it was, to build on."""
    return Path(shutil.copytree(world.before, tmp_path / "graph"))


def command(world: World, output: Path) -> list[str]:
    """`kg build` of the articles as they are now."""
    program = (sys.executable, "-c", STEP_BY_STEP)
    return [*program, "build", str(world.articles), "-o", str(output), "--extractor", "frames", "--sync"]


class Run:
    """`kg build` on a terminal, which tells how far it is."""

    def __init__(self, world: World, output: Path) -> None:
        self._terminal, end = pty.openpty()
        self.process = subprocess.Popen(
            command(world, output),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=end,
            env={**os.environ, "COLUMNS": "200"},
        )
        os.close(end)

    def phases(self) -> Iterator[tuple[float, str]]:
        """When each part of the work began, as it begins."""
        yield time.monotonic(), PHASES[0]
        while self.process.poll() is None:
            if select.select([self._terminal], [], [], 0.05)[0]:
                try:
                    told = os.read(self._terminal, 65536).decode("utf-8", "replace")
                except OSError:  # the other end is closed
                    break
                for found in re.finditer("|".join(PHASES[1:]), told):
                    yield time.monotonic(), found[0]
        self.process.wait()
        yield time.monotonic(), "end"

    def kill(self) -> int:
        """End it as nothing can prevent; the code that it ended with."""
        self.process.kill()
        code = self.process.wait()
        os.close(self._terminal)
        return code


def durations(world: World, output: Path) -> dict[str, float]:
    """The seconds that each part takes when nothing interrupts it."""
    run, found = Run(world, output), dict.fromkeys(PHASES, 0.0)
    for (began, phase), (ended, _) in itertools.pairwise(run.phases()):
        found[phase] += ended - began
    assert run.kill() == 0
    assert all(found.values()), found
    return found


def kill(world: World, output: Path, phase: str, seconds: float) -> None:
    """Kill a build that long after a part of its work had begun; if it was done before, again and sooner."""
    before = Path(shutil.copytree(output, output.with_name("as it was")))
    for sooner in (1.0, 0.5, 0.25, 0.0, 0.0, 0.0):
        run = Run(world, output)
        for _, began in run.phases():
            if began != "end" and PHASES.index(began) >= PHASES.index(phase):
                time.sleep(seconds * sooner)
                break
        if run.kill() == -signal.SIGKILL:
            shutil.rmtree(before)
            return
        shutil.rmtree(output)
        shutil.copytree(before, output)
    pytest.fail(f"no build could be killed in {phase}")


def names(folder: Path) -> list[str]:
    """The files of a graph, but for those of the database in it."""
    return sorted(
        path.name
        for path in (*folder.iterdir(), *(folder / STORE).iterdir())
        if not path.name.startswith("data-")
    )


def assert_as_if_undisturbed(world: World, output: Path) -> None:
    """A build that is let be leaves what one that was never disturbed leaves, and nothing beside it."""
    build([str(world.articles)], output, FRAMES)
    assert dump(output) == dump(world.now)
    assert exports(output) == exports(world.now)
    assert names(output) == names(world.now)
    assert len(list((output / STORE).glob("data-*"))) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX does")
def test_killed_at_ten_moments(world: World, output: Path, tmp_path: Path) -> None:
    """SIGKILL at ten random moments in all parts of the work: the store answers as it did or as it will between
    any two, and the build that is let be ends as if undisturbed.
    """
    chance = random.Random(SEED)
    took = durations(world, Path(shutil.copytree(output, tmp_path / "undisturbed")))
    for phase, share in zip(PHASES, SHARES, strict=True):
        for number in range(share):
            kill(world, output, phase, took[phase] / share * (number + chance.random()))
            assert dump(output) in (dump(world.before), dump(world.now))
    assert_as_if_undisturbed(world, output)


def test_halves_of_files_are_swept_up(world: World, output: Path) -> None:
    """What a killed process has left of a file that it was writing is gone after the next build, also if nothing changed;
    what others keep beside the graph stays.
    """
    build([str(world.articles)], output, FRAMES)
    for name in ("report.json", "graph.ttl", "graph.html"):
        (output / f".{name}.0123abcd").write_text("half", "utf-8")
    (output / ".graph.ttl.mine").write_text("somebody's own", "utf-8")
    build([str(world.articles)], output, FRAMES)
    assert [path.name for path in output.glob(".*")] == [".graph.ttl.mine"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits processes as POSIX does")
@pytest.mark.parametrize("size", SIZES)
def test_disk_that_takes_no_more(size: int, world: World, output: Path) -> None:
    """Where files can grow no further, the error says so, the graph is the old one, and with room all is well."""
    shutil.copy(world.now / CACHE, output)  # all has been analysed, and is to be published
    with Cache(output / CACHE) as cache:
        cache.built = None

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(
        command(world, output),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kg: {output}")
    assert "the disk refuses" in line or "cannot be written" in line
    assert "remove it" not in line
    assert dump(output) in (dump(world.before), dump(world.now))
    assert_as_if_undisturbed(world, output)


def _unprivileged(arguments: Sequence[str]) -> list[str]:
    """The command, as somebody for whom the rights of files count."""
    if os.geteuid() != 0:
        return list(arguments)
    if not shutil.which("setpriv"):
        pytest.skip("runs as root, for whom every folder is writable, and there is no setpriv")
    return ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override", *arguments]


def _locked(path: Path) -> None:
    for file in (path, *path.rglob("*")):
        file.chmod(file.stat().st_mode & ~0o222)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="takes rights away as POSIX does")
@pytest.mark.parametrize("part", [".", STORE, CACHE])
def test_no_right_to_write(part: str, world: World, output: Path) -> None:
    """A folder or file that may not be written is named; the graph can be asked, and with the right all is well."""
    before = dump(output)
    _locked(output / part)
    try:
        done = subprocess.run(
            _unprivileged(command(world, output)),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    finally:
        for file in (output, *output.rglob("*")):
            file.chmod(file.stat().st_mode | 0o200)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kg: {output}")
    assert "remove it" not in line
    assert dump(output) == before
    assert_as_if_undisturbed(world, output)


def test_one_build_at_a_time(world: World, output: Path) -> None:
    """A second build is refused while another one has the graph, and the first is not disturbed."""
    with Store.open(output / STORE, read_only=False):
        for arguments in (command(world, output), [*KG, "remove", "00001", "-o", str(output)]):
            done = subprocess.run(
                arguments, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
            )
            assert done.returncode == 1
            assert (
                done.stderr
                == f"kg: {output / STORE}: another kg is writing this store; wait until it is done\n"
            )
    assert_as_if_undisturbed(world, output)


def test_somebody_else_has_the_cache(world: World, output: Path) -> None:
    """A cache that another program holds is no damaged one: the error says to wait."""
    database = sqlite3.connect(output / CACHE, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    try:
        done = subprocess.run(
            command(world, output), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
    finally:
        database.close()
    assert done.returncode == 1
    assert done.stderr == f"kg: {output / CACHE}: another kg is using it; wait until it is done\n"
    assert_as_if_undisturbed(world, output)
