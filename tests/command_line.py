"""What a command said, for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import facilitator


class Said(NamedTuple):
    """What a command said and its exit code."""

    code: int
    out: str
    err: str

    @property
    def refusal(self) -> str:
        """The one line with which it failed, after making sure that it said nothing else."""
        assert self.code == 1, self
        assert self.out == "", self
        assert self.err.startswith("facilitator: "), self
        assert self.err.count("\n") == 1, self
        return self.err.removeprefix("facilitator: ").strip()


Cli = Callable[..., Said]
"""Runs one command in this process: `cli("list", "people")`."""


def program(folder: Path, *arguments: object, code: str = "", **environment: str) -> Said:
    """Runs the program as its users do, in a process of its own; `code` runs instead of its `main`."""
    start = ["-c", code] if code else ["-m", "facilitator"]
    done = subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(facilitator.__file__).parents[1]),
            "HOME": str(folder),
            "FACILITATOR_FILE": str(folder / "meetings.db"),
            "FACILITATOR_CONFIG": str(folder / "config.toml"),
            **environment,
        },
        cwd=folder,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())
