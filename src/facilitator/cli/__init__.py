"""The command line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Runs the command the arguments name and ends the program with its exit code.

    0: done. 1: refused or failed, with one line on stderr. 2: wrong usage. 130: stopped by Ctrl+C.
    """
    os.umask(0o077)  # the data file, its folder and everything written from it are for their owner alone
    try:
        from facilitator.cli.program import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
