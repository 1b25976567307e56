"""A meeting, its agenda steps, and the stretches of time they ran."""

from __future__ import annotations

from datetime import datetime, timedelta

from facilitator.frozen import frozen


@frozen
class Stretch:
    """A span in which a step's clock ran without a break. `ended_at` is None while it still runs."""

    id: str
    step_id: str
    started_at: datetime
    ended_at: datetime | None


@frozen
class Step:
    """One item of the agenda.

    `state` is `waiting running done skipped moved`. `seconds` is the time of its finished stretches and
    `running_since` the start of the one that runs now; both leave pauses out. `fixed_start` is local `HH:MM`.
    """

    id: str
    meeting_id: str
    position: int
    kind: str
    title: str
    prompt: str
    planned_minutes: int
    floor_minutes: int
    state: str = "waiting"
    fixed_start: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    seconds: float = 0.0
    running_since: datetime | None = None

    def active_seconds(self, now: datetime) -> float:
        """How long this step has run until `now`, in seconds, pauses taken out."""
        running = (now - self.running_since) if self.running_since else timedelta()
        return self.seconds + max(0.0, running.total_seconds())


@frozen
class Meeting:
    """A meeting. `state` is `draft ready running paused closed`; `mode` is `room remote hybrid`."""

    id: str
    partnership_id: str
    partnership: str
    title: str
    template: str
    state: str
    mode: str
    place: str
    facilitator: str
    planned_start: datetime
    time_zone: str
    planned_minutes: int
    started_at: datetime | None = None
    ended_at: datetime | None = None
    purpose: str = ""
    vision: str = ""
    counts_by_person: bool = False
    """The room agreed that turns are counted by person; they become group totals at the close."""
    is_restricted: bool = False
    """A repair meeting: every line is `restricted`."""
    current_step_id: str | None = None

    @property
    def planned_end(self) -> datetime:
        """When the meeting ends if everything takes what was planned."""
        return self.planned_start + timedelta(minutes=self.planned_minutes)

    @property
    def is_open(self) -> bool:
        """Running or paused: the record takes lines and the clock counts or stands."""
        return self.state in ("running", "paused")
