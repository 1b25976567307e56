"""When the half-typed line is written to the file: soon, and by a thread, so that no key waits for the disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.screen import Screen
from textual.timer import Timer

from facilitator.errors import FacilitatorError
from facilitator.screens.aside import Came
from facilitator.screens.meeting_keeper import Keeper
from facilitator.widgets.line_field import LineField

DRAFT_SECONDS = 0.4
"""A half-typed line is handed to the disk so long after a key, to be there within half a second of it."""


class Drafts:
    """Keeps the words in the line of one screen, which handles `Came` by calling its `do`."""

    def __init__(self, screen: Screen[None], keeper: Keeper, line: LineField, failed: Callable[[str], None]) -> None:
        self._screen = screen
        self._keeper = keeper
        self._line = line
        self._failed = failed
        self._timer: Timer | None = None
        self._trouble = ""
        """Why the latest words could not be kept; said once, while people go on typing."""

    def keep_soon(self) -> None:
        """Called after each key."""
        if self._timer is None:
            self._timer = self._screen.set_timer(DRAFT_SECONDS, self._keep)

    def _keep(self) -> None:
        self._timer = None
        text = self._line.value
        self._keeper.keep_soon(text, self._line.cursor_position, partial(self._came, text))

    def _came(self, text: str, error: FacilitatorError | None) -> None:
        """In the thread: the words were written, or not."""
        trouble = f"Not saved: {error}" if error else ""
        if trouble != self._trouble:
            self._screen.post_message(Came(partial(self._take, text, trouble)))

    def _take(self, text: str, trouble: str) -> None:
        is_entered = bool(text) and not self._line.value
        if trouble not in ("", self._trouble) and not is_entered:
            self._failed(trouble)
        self._trouble = trouble

    def keep(self) -> None:
        """Writes the words to the file, and returns when they are there. Raises FacilitatorError."""
        self._keeper.keep(self._line.value, self._line.cursor_position)
