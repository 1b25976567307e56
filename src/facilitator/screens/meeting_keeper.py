"""Keeps what must survive the program: half-typed words, when the screen was last open, the gap since then."""

from __future__ import annotations

from datetime import datetime

from facilitator.db import Store
from facilitator.db.late_drafts import Told
from facilitator.model.agenda import gap
from facilitator.model.meeting import Meeting
from facilitator.model.screens import OpenScreen
from facilitator.services import presence, run
from facilitator.services.set_back import keep_time, was_set_back

SEEN_SECONDS = 30
"""How often the file is told that a screen has the meeting open."""


class Keeper:
    """One screen's hold on one meeting."""

    def __init__(self, store: Store, meeting_id: str) -> None:
        self._store = store
        self._meeting_id = meeting_id
        self._seen_at: datetime | None = None
        self._looked_at: datetime | None = None
        self.place = f"meeting:{meeting_id}:line"
        """Under which name the half-typed line is kept."""
        self.gap: tuple[datetime, datetime] | None = None
        """From when to when no screen had the running meeting open, until it is counted or short and passed by."""
        self.set_back: tuple[datetime, datetime] | None = None
        """From what to what the clock was set back while the meeting ran, until people go on."""

    def arrive(self) -> Meeting:
        """Opens the meeting where it stands; one that ran while nobody looked has a gap."""
        meeting = run.meeting_of(self._store, self._meeting_id)
        if self._store.is_reader:
            return meeting
        last, now = self._store.drafts.last_sign(self._meeting_id, self.place), self._store.now()
        if meeting.state == "running" and last is not None and last < now and not self._others_here():
            self.gap = (last, now)
        elif meeting.state == "running" and not self._others_here():
            self._look_for_set_back(self._store.drafts.last_written(self._meeting_id), now)
        self._looked_at = now
        run.enter(self._store, self._meeting_id)
        return meeting

    def _look_for_set_back(self, before: datetime | None, now: datetime) -> None:
        if before is not None and was_set_back(before, now):
            keep_time(self._store, self._meeting_id, before, now)
            self.set_back = (before, now)

    def _others_here(self) -> list[OpenScreen]:
        """The other screens that have the meeting open: while there is one, nobody was away."""
        return [it for it in presence.others(self._store) if it.meeting_id == self._meeting_id and it.role != "reader"]

    def _seen_elsewhere(self, since: datetime) -> bool:
        """Another screen went on meanwhile: this one alone stood still."""
        return any(it.seen_at > since for it in self._others_here())

    def look_again(self) -> None:
        """After a change from elsewhere: a gap that was counted there is none any more."""
        if self.gap is not None and self._store.meetings.was_gap_counted(self._meeting_id, self.gap[1]):
            self.gap = None

    def half_typed(self) -> tuple[str, int] | None:
        """The words that stood in the line, and the cursor."""
        return self._store.drafts.draft(self.place)

    def keep(self, text: str, cursor: int) -> None:
        """Writes half-typed words to the file."""
        self._store.drafts.save(self.place, text, cursor)

    def keep_soon(self, text: str, cursor: int, told: Told) -> None:
        """The same without waiting for the disk; `told` is called in a thread."""
        self._store.drafts.save_soon(self.place, text, cursor, told)

    def see(self, meeting: Meeting, *, at_once: bool = False) -> None:
        """Tells the file that the screen has the meeting open, now and then, or at once when leaving.

        Called once a second: when much more has passed since the last time, that is a gap too.
        """
        if self._store.is_reader:
            return
        now, before = self._store.now(), self._looked_at
        if meeting.state == "running" and before and gap(before, now) and not self._seen_elsewhere(before):
            self.gap = (before, now)  # the laptop slept, or its clock was set on
        if meeting.state == "running":
            self._look_for_set_back(before, now)
        self._looked_at = now
        is_due = self._seen_at is None or abs((now - self._seen_at).total_seconds()) >= SEEN_SECONDS
        if meeting.is_open and (is_due or at_once):
            self._seen_at = now
            self._store.drafts.seen(self._meeting_id, now)

    def go_on(self) -> None:
        """People go on: a gap of less than a minute is not worth a word any more, nor a clock that was set back."""
        self.set_back = None
        if self.gap is not None and gap(*self.gap) is None:
            self.gap = None

    def count_gap(self) -> bool:
        """Takes the gap out of the clocks; False when there is none."""
        if self.gap is None:
            return False
        run.count_as_pause(self._store, self._meeting_id, *self.gap)
        self.gap = None
        return True
