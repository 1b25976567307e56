"""The latest look at a running meeting: read again only where it was changed."""

from __future__ import annotations

from facilitator.db import Store
from facilitator.model.line import LineContext
from facilitator.screens import meeting_view as view_of
from facilitator.screens.meeting_view import MeetingView
from facilitator.services import record
from facilitator.settings import Settings


class Look:
    """What stands in the record of one meeting, and what the meaning of a line depends on."""

    def __init__(self, store: Store, settings: Settings, meeting_id: str) -> None:
        self._store = store
        self._settings = settings
        self._meeting_id = meeting_id
        self._view: MeetingView | None = None
        self._context: LineContext | None = None
        self._is_stale = True
        self._changed_tables: frozenset[str] = frozenset()
        """What was changed here since the latest look."""
        self._has_new_lines = False
        """Lines were written since the context was read, and nothing else."""

    @property
    def last(self) -> MeetingView | None:
        """The meeting as it was looked at last, however long ago."""
        return self._view

    def forget(self) -> None:
        """All of it is read anew at the next look: others may have changed it."""
        self._is_stale = True

    def changed(self, tables: frozenset[str]) -> None:
        """These tables were changed here."""
        self._changed_tables |= tables

    @property
    def view(self) -> MeetingView:
        """The meeting as it stands."""
        if self._view is None or self._is_stale:
            self._view = view_of.read(self._store, self._meeting_id)
            self._context = None
        elif self._changed_tables:
            self._view = view_of.read_again(self._store, self._view, self._changed_tables)
            if self._changed_tables <= view_of.LINE_TABLES:
                self._has_new_lines = True
            else:
                self._context = None
        self._is_stale, self._changed_tables = False, frozenset()
        return self._view

    @property
    def context(self) -> LineContext:
        """What the meaning of a line depends on; read when the record has changed and a line is looked at."""
        meeting = self.view.meeting
        if self._context is None:
            self._context = record.context(self._store, meeting, day_first=self._settings.day_first)
        elif self._has_new_lines:
            self._context = record.context_after_lines(self._store, meeting, self._context)
        self._has_new_lines = False
        return self._context
