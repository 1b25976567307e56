"""Shared goals, their measures, readings and the history of their changes."""

from __future__ import annotations

from datetime import date, datetime

from facilitator.frozen import frozen

LIVE = frozenset({"proposed", "on_track", "at_risk", "off_track"})
"""Goal states that a review still looks at."""


@frozen
class Reading:
    """One look at a goal: a value (or none, for a status alone) on a day."""

    id: str
    goal_id: str
    meeting_id: str | None
    on: date
    value: float | None
    status: str = ""
    note: str = ""


@frozen
class GoalChange:
    """One agreed change of a goal, with its reason."""

    id: str
    goal_id: str
    meeting_id: str | None
    at: datetime
    field: str
    old: str
    new: str
    reason: str


@frozen
class Goal:
    """A goal of a partnership with its one measure.

    `state` is `proposed on_track at_risk off_track reached retired`. `current` is the latest reading's value.
    `readings` are the oldest first.
    """

    id: str
    partnership_id: str
    statement: str
    why: str = ""
    owners: tuple[str, ...] = ()
    measure: str = ""
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    current: float | None = None
    due: date | None = None
    state: str = "proposed"
    started_on: date | None = None
    agreed_on: date | None = None
    next_review: date | None = None
    readings: tuple[Reading, ...] = ()

    def progress(self) -> float | None:
        """Share of the way from baseline to target, 0.5 for half, also for falling goals.

        None where a figure is missing or baseline and target are the same (a milestone). Not clamped.
        """
        if self.baseline is None or self.target is None or self.current is None or self.baseline == self.target:
            return None
        return (self.current - self.baseline) / (self.target - self.baseline)

    def elapsed(self, today: date) -> float | None:
        """Share of the time from start to due date that has passed, clamped to 0–1; None without both dates."""
        start = self.started_on or self.agreed_on
        if start is None or self.due is None or self.due <= start:
            return None
        return min(1.0, max(0.0, (today - start).days / (self.due - start).days))


def figure(value: float | None) -> str:
    """A measure's value as people write it: `84`, `0.5`, nothing for None."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
