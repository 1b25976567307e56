"""Promises: who does what by when."""

from __future__ import annotations

from datetime import date, datetime

from facilitator.frozen import frozen
from facilitator.model.people import Party


@frozen
class Action:
    """A promise. `state` is `open done dropped`; *late* is worked out, never stored.

    `due_first` is the date first promised, `due` the date now. `due_words` keeps `next meeting` until that date is
    known.
    """

    id: str
    partnership_id: str
    meeting_id: str | None
    step_id: str | None
    number: int
    text: str
    created_at: datetime
    owner: Party | None = None
    helpers: tuple[Party, ...] = ()
    goal_id: str | None = None
    due_first: date | None = None
    due: date | None = None
    due_words: str = ""
    state: str = "open"
    done_on: date | None = None
    reason: str = ""
    partnership: str = ""

    def days_late(self, today: date) -> int:
        """Whole days past the date now; 0 when not open, not late or without a date."""
        if self.state != "open" or self.due is None:
            return 0
        return max(0, (today - self.due).days)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What the promise still lacks: `no owner`, `needs a person`, `no date`."""
        missing = []
        if self.owner is None or self.owner.kind == "unknown":
            missing.append("no owner")
        elif self.owner.kind != "person":
            missing.append("needs a person")
        if self.due is None:
            missing.append("no date")
        return tuple(missing)
