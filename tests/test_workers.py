"""Analysing on several processes: the same results in the same order, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import workers
from kg.errors import KgError
from kg.model import Document
from kg.read import read

MODEL, FRAMES = "en_core_web_md", "frames"

# What a script does that builds on two processes; it says when the workers are there.
SCRIPT = """
import multiprocessing, sys
from kg import workers
from kg.read import read
if __name__ == "__main__":
    workers.ENOUGH = workers.BATCH = 1_000
    documents = [d for d in read([sys.argv[1]]) for _ in range(40)]
    for _ in workers.extracted(documents, model="en_core_web_md", extractor_name="frames", jobs=2):
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
"""


@pytest.fixture
def documents(sample_articles: Path) -> list[Document]:
    """The sample articles."""
    return [found for found in read([str(sample_articles)]) if isinstance(found, Document)]


def test_processes_give_what_one_gives(documents: list[Document], monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes find the same as one, in the order of the documents."""
    alone = list(workers.extracted(documents, model=MODEL, extractor_name=FRAMES, jobs=1))
    monkeypatch.setattr(workers, "ENOUGH", 1_000)
    monkeypatch.setattr(workers, "BATCH", 3_000)
    together = list(workers.extracted(documents, model=MODEL, extractor_name=FRAMES, jobs=2))
    assert together == alone
    assert [document for document, _ in together] == documents


def test_error_in_a_worker_reaches_the_caller(
    documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that is not installed is the same clear error from a worker."""
    monkeypatch.setattr(workers, "ENOUGH", 1_000)
    with pytest.raises(KgError, match="no_such_model"):
        list(workers.extracted(documents, model="no_such_model", extractor_name=FRAMES, jobs=2))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks processes up in /proc")
def test_workers_end_with_a_build_that_is_killed(sample_articles: Path, tmp_path: Path) -> None:
    """Killed with -9, a build leaves no process behind."""
    script = tmp_path / "build.py"
    script.write_text(SCRIPT, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(sample_articles.parent.parent)}
    build = subprocess.Popen(
        [sys.executable, script, sample_articles], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert build.stdout is not None
    children = [int(pid) for pid in build.stdout.readline().split()]
    assert len(children) == 2
    build.send_signal(signal.SIGKILL)
    build.wait()
    deadline = time.monotonic() + 10
    while any(_running(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(_running(pid) for pid in children)


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
