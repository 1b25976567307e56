"""What a home screen and plain lists show at a glance: a few figures of each record, never a whole one.

Named tuples: they are made in a tenth of a data class's time, and a home screen waits for these.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class MeetingGlance(NamedTuple):
    """A meeting in one row. `step` is the number of the step in hand, 0 for none; `agenda_minutes` their sum."""

    id: str
    partnership_id: str
    partnership: str
    title: str
    state: str
    planned_start: datetime
    time_zone: str
    planned_minutes: int
    started_at: datetime | None = None
    ended_at: datetime | None = None
    steps: int = 0
    step: int = 0
    agenda_minutes: int = 0

    @property
    def minutes_over(self) -> int:
        """By how many minutes the agenda is longer than the meeting; 0 when it fits."""
        return max(0, self.agenda_minutes - self.planned_minutes)


class AgreedGlance(NamedTuple):
    """A day on which a partnership agreed to meet and for which no meeting is planned yet.

    `last_start` is when the meeting that agreed on it was planned to begin, in `time_zone`.
    """

    partnership_id: str
    partnership: str
    day: date
    last_start: datetime
    time_zone: str


class PromiseGlance(NamedTuple):
    """A promise in one row; `owner` is a name, empty for nobody."""

    id: str
    number: int
    text: str
    owner: str
    due: date | None
    due_words: str
    state: str
    partnership: str


class GoalGlance(NamedTuple):
    """A goal in one row; `current` is its latest reading."""

    id: str
    statement: str
    state: str
    unit: str
    baseline: float | None
    current: float | None
    target: float | None
    due: date | None
    next_review: date | None
    partnership: str


class PartnershipGlance(NamedTuple):
    """A partnership in one row, with how much of everything it has."""

    id: str
    name: str
    cadence: str
    people: int
    organisations: int
    goals: int
    promises: int
    meetings: int
    next_start: datetime | None
    """When its next planned meeting begins."""
    last_start: datetime | None
    """When its last closed meeting was planned to begin."""


class QuietGroup(NamedTuple):
    """A stakeholder group that was at the last two meetings of a partnership and was not heard in either."""

    partnership_id: str
    partnership: str
    group: str


class OldRecords(NamedTuple):
    """A partnership with meetings older than it keeps records, about which nobody was asked for a year."""

    partnership_id: str
    partnership: str
    months: int
    meetings: int


class Overview(NamedTuple):
    """What is on: all a home screen shows.

    `agreed` are days to come for which a meeting is still to be planned. `earlier` are meetings whose day is past and
    that were never held. `promises` are overdue or soon due, the earliest
    first, of `promise_count` in all. `goals` are off track, at risk, or due for a review, of `goal_count` in all.
    """

    partnerships: int
    has_meetings: bool
    running: tuple[MeetingGlance, ...] = ()
    today: tuple[MeetingGlance, ...] = ()
    coming: tuple[MeetingGlance, ...] = ()
    agreed: tuple[AgreedGlance, ...] = ()
    earlier: tuple[MeetingGlance, ...] = ()
    closed: tuple[MeetingGlance, ...] = ()
    promises: tuple[PromiseGlance, ...] = ()
    promise_count: int = 0
    goals: tuple[GoalGlance, ...] = ()
    goal_count: int = 0
    quiet: tuple[QuietGroup, ...] = ()
    old: tuple[OldRecords, ...] = ()
