"""How far a long command is: one quiet line on the terminal's stderr, gone when it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from facilitator.services.progress import Progress, silent

PATIENCE = 1.0
"""Seconds in which nothing is shown: what is done sooner needs no bar."""

_BETWEEN = 0.1
_WIDTH = 20
_ERASE = "\r\x1b[K"


class Bar:
    """The line, drawn on `stream` from one second after it was made, at most ten times a second."""

    def __init__(self, what: str, stream: TextIO, now: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._stream = stream
        self._now = now
        self._next = now() + PATIENCE
        self._is_shown = False

    def __call__(self, done: int, total: int) -> None:
        """Shows how much is done; `total` is about how much there is."""
        if self._now() < self._next:
            return
        share = min(done / total, 0.99) if total else 0.0
        full = round(share * _WIDTH)
        bar = "━" * full + "·" * (_WIDTH - full)
        self._write(f"{_ERASE}{self._what} {bar} {share:4.0%}")
        self._is_shown = True
        self._next = self._now() + _BETWEEN

    def erase(self) -> None:
        """Takes the line away."""
        if self._is_shown:
            self._write(_ERASE)

    def _write(self, text: str) -> None:
        self._stream.write(text.encode(self._stream.encoding, "replace").decode(self._stream.encoding))
        self._stream.flush()


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """What a service tells how much is done, of about how much; shown only where a person sits at a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield silent
        return
    bar = Bar(what, sys.stderr)
    try:
        yield bar
    finally:
        bar.erase()
