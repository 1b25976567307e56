"""How far a long command is: one quiet line on the terminal's stderr, gone when it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from facilitator.services.progress import Progress, at_times, silent

_WIDTH = 20
_ERASE = "\r\x1b[K"


class Bar:
    """The line, drawn on `stream` whenever it is told something."""

    def __init__(self, what: str, stream: TextIO) -> None:
        self._what = what
        self._stream = stream
        self._is_shown = False

    def __call__(self, done: int, total: int) -> None:
        """Shows how much is done; `total` is about how much there is."""
        share = min(done / total, 0.99) if total else 0.0
        full = round(share * _WIDTH)
        bar = "━" * full + "·" * (_WIDTH - full)
        self._write(f"{_ERASE}{self._what} {bar} {share:4.0%}")
        self._is_shown = True

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
        yield at_times(bar)
    finally:
        bar.erase()
