"""The command line."""

from __future__ import annotations

import gc
import os
import signal
import sys

GARBAGE_THRESHOLD = 200_000
"""So many new objects before Python looks for garbage among them. Nearly all that a start makes stays: looking at the
usual pace, every 700, is a tenth of the time to the first screen."""


def main() -> None:
    """Runs the command the arguments name and ends the program with its exit code.

    0: done. 1: refused or failed, with one line on stderr. 2: wrong usage. 130: stopped by Ctrl+C. 129 and 143: the
    terminal was closed, the program was asked to end.
    """
    _tidy_up_when_ended()
    gc.set_threshold(GARBAGE_THRESHOLD)
    os.umask(0o077)  # the data file, its folder and everything written from it are for their owner alone
    try:
        from facilitator.cli.later import load_later

        load_later(
            "inspect"
        )  # click has it tidy doc strings for help; with all it imports, a sixth of `facilitator list`
        from facilitator.cli.program import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    gc.freeze()  # everything goes with the process: Python need not look through it for garbage once more
    sys.exit(code)


def _tidy_up_when_ended() -> None:
    """Lets a command that is ended by its terminal or by the system take away what it has half-made, as an error does.

    A signal that whoever started it has turned off (nohup) stays so. Screens catch both themselves.
    """
    numbers = [it for it in signal.Signals if it.name in ("SIGHUP", "SIGTERM")]

    def end(number: int, _: object) -> None:
        for it in numbers:  # a terminal that goes away may say so twice
            signal.signal(it, signal.SIG_IGN)
        sys.exit(128 + number)

    for it in numbers:
        if signal.getsignal(it) == signal.SIG_DFL:
            signal.signal(it, end)
