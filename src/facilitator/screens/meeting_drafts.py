"""When the half-typed line is written to the file: soon, and never between a key and its frame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from textual.screen import Screen
from textual.timer import Timer

from facilitator.db import Store
from facilitator.errors import FacilitatorError
from facilitator.screens.meeting_keeper import Keeper
from facilitator.widgets.line_field import LineField

A_FRAME_SECONDS = 0.02
DRAFT_SECONDS = 0.5
"""A half-typed line is in the file at most this long after its last key."""
DRAFT_DUE_SECONDS = 0.25
"""From here on it is written right after a key's frame: the next key is then further off than at any other moment."""


class Drafts:
    """Keeps the words in the line of one screen."""

    def __init__(
        self, screen: Screen[None], store: Store, keeper: Keeper, line: LineField, failed: Callable[[str], None]
    ) -> None:
        self._screen = screen
        self._store = store
        self._keeper = keeper
        self._line = line
        self._failed = failed
        self._timer: Timer | None = None
        self._due: datetime | None = None
        self._trouble = ""
        """Why the latest words could not be kept; said once, while people go on typing."""

    def keep_soon(self) -> None:
        """Called after each key."""
        now = self._store.now()
        if self._timer is None:
            self._timer = self._screen.set_timer(DRAFT_SECONDS, self._keep)
            self._due = now + timedelta(seconds=DRAFT_DUE_SECONDS)
        elif self._due is not None and now >= self._due:
            self._timer.stop()
            self._timer = self._screen.set_timer(A_FRAME_SECONDS, self._keep)
            self._due = None

    def _keep(self) -> None:
        self._timer = None
        trouble = ""
        try:
            self.keep()
        except FacilitatorError as error:
            trouble = f"Not saved: {error}"
        if trouble not in ("", self._trouble):
            self._failed(trouble)
        self._trouble = trouble

    def keep(self) -> None:
        """Writes the words to the file. Raises FacilitatorError."""
        self._keeper.keep(self._line.value, self._line.cursor_position)
