"""The command line for tests: called in this process, or as a program of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from kg.cli import main

# This checkout's, as a process; argv[0] is what an installed kg has there.
KG = (sys.executable, "-c", "import sys; sys.argv[0] = 'kg'; from kg.cli import main; main()")


def kg(*words: str | Path, stdin: str | bytes | None = None, env: Mapping[str, str] | None = None) -> Result:
    """What the command line answers; an error that is none of kg's own is raised."""
    return CliRunner().invoke(main, list(map(str, words)), input=stdin, env=env, catch_exceptions=False)
