"""The lists of goals, promises and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.clock import local
from facilitator.commands import Command
from facilitator.model.history import Scope
from facilitator.model.overview import GoalGlance, MeetingGlance, PromiseGlance
from facilitator.screens.home_commands import CHANGE, MINUTES, NEW, OPEN
from facilitator.screens.home_rows import STATE_TONES, STATES, day_words, way
from facilitator.screens.listed.base import (
    LAST,
    MEANS_CHANGE,
    Listed,
    Record,
    count,
)
from facilitator.widgets.plain import fit
from facilitator.widgets.quiet import FILL, Piece, Tone

if TYPE_CHECKING:
    from facilitator.dialogs.form import Form


class Goals(Listed):
    """Shared goals."""

    title = "Goals"
    table = (MEANS_CHANGE, NEW, *LAST)

    def records(self) -> list[Record]:
        """State, goal, how far it is, by when."""
        return [Record(it.id, self._pieces(it)) for it in self.store.overview.goals(self.partnership_id)]

    def _pieces(self, it: GoalGlance) -> list[Piece]:
        due = f"by {day_words(it.due, self.today)}" if it.due else ""
        right = "   ".join(part for part in (way(it), due) if part)
        tone = STATE_TONES.get(it.state, "muted")
        partnership: Piece = (f"   {it.partnership}" if self.is_about_several else "", "muted")
        return [(fit(STATES[it.state], 11), tone), (it.statement, "strong"), partnership, FILL, (f"{right} ", "muted")]

    def new(self, partnership_id: str) -> Form:
        """A new goal."""
        from facilitator.screens import forms_plans

        return forms_plans.goal(self.store, self.settings, partnership_id)

    def change(self, record_id: str) -> Form:
        """A goal."""
        from facilitator.screens import forms_plans

        return forms_plans.goal(self.store, self.settings, "", record_id)

    def scope(self, record_id: str) -> Scope:
        """The record's own."""
        return Scope("record", record_id, "goal")


class Promises(Listed):
    """Who promised what by when."""

    title = "Promises"
    table = (
        MEANS_CHANGE,
        Command("done", "", "Kept", "the promise under the cursor is kept", "d"),
        Command("all", "", "All", "also those done and dropped, or only open ones", "s"),
        *LAST,
    )
    nothing = "No open promises. They are made in meetings: ! begins one."
    is_all = False

    def records(self) -> list[Record]:
        """Number, owner, words, due."""
        found = self.store.overview.promises(self.partnership_id, is_all=self.is_all)
        return [Record(it.id, self._pieces(it)) for it in found]

    def _pieces(self, it: PromiseGlance) -> list[Piece]:
        when, tone = self._when(it)
        owner: Piece = (fit(it.owner or "nobody yet", 22), "strong" if it.owner else "warning")
        partnership: Piece = (f"   {it.partnership}" if self.is_about_several else "", "muted")
        return [(f"{it.number:>4}  ", "muted"), owner, (f"  {it.text}", ""), partnership, FILL, (f"{when} ", tone)]

    def _when(self, it: PromiseGlance) -> tuple[str, Tone]:
        if it.state != "open":
            return it.state, "good" if it.state == "done" else "muted"
        if it.due is None:
            return it.due_words or "no date", "muted" if it.due_words else "warning"
        late = (self.today - it.due).days
        return (count(late, "day", "days") + " late", "error") if late > 0 else (day_words(it.due, self.today), "muted")

    def change(self, record_id: str) -> Form:
        """A promise."""
        from facilitator.screens import forms_plans

        return forms_plans.promise(self.store, self.settings, record_id)

    def scope(self, record_id: str) -> Scope:
        """The record's own."""
        return Scope("record", record_id, "action")


class Meetings(Listed):
    """Meetings, those that come last first."""

    title = "Meetings"
    table = (OPEN, NEW, CHANGE, MINUTES, *LAST)

    def records(self) -> list[Record]:
        """When, title, state."""
        return [Record(it.id, self._pieces(it)) for it in self.store.overview.meetings(self.partnership_id)]

    def _pieces(self, it: MeetingGlance) -> list[Piece]:
        start = local(it.planned_start, it.time_zone)
        when = f"{day_words(start.date(), self.today)} {start:%H:%M}"
        tone: Tone = "accent" if it.state in ("running", "paused") else "muted"
        return [
            (fit(when, 22), ""),
            (it.title, "strong"),
            (f" · {it.partnership}" if self.is_about_several else "", "muted"),
            FILL,
            (f"{it.planned_minutes} min, {it.state} ", tone),
        ]

    def new(self, partnership_id: str) -> Form:
        """A new meeting."""
        from facilitator.screens import forms_plans

        return forms_plans.meeting(self.store, self.settings, partnership_id)

    def change(self, record_id: str) -> Form:
        """A planned meeting."""
        from facilitator.screens import forms_plans

        return forms_plans.meeting_change(self.store, self.settings, record_id)

    def scope(self, record_id: str) -> Scope:
        """The meeting's."""
        return Scope("meeting", record_id)
