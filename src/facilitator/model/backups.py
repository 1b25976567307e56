"""Safety copies: what is known of one, and which ones are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from facilitator.frozen import frozen

RECENT_DAYS = 2
DAILY, WEEKLY, MONTHLY = 12, 10, 9
"""Of two days all are kept, then so many of single days, weeks and months: as the flash-card program Anki keeps its
backups."""

REASONS = {
    "start": "at the start",
    "close": "end of a meeting",
    "migration": "before an upgrade",
    "import": "before an import",
    "restore": "before a restore",
    "erase": "before an erasure",
    "asked": "asked for",
}
"""Why a copy was made: the key stands in its file's name."""


@frozen
class Backup:
    """A copy that was verified when it was made, as its manifest describes it."""

    path: Path
    number: int
    """Copies of one data file are counted, because a clock can be set back."""
    made_at: datetime
    reason: str
    size: int
    """In bytes."""
    sha256: str
    format: int
    """Of the schema."""
    written: str
    """Which act was the newest in it; equal marks, equal records."""
    counts: tuple[tuple[str, int], ...]
    """The rows of every table."""

    @property
    def name(self) -> str:
        """What lists and `facilitator restore` call it."""
        return self.path.stem


def superfluous(days: Sequence[date], today: date) -> list[int]:
    """Which of the copies, given by their days, the one made last first, need not be kept: their places.

    Copies of today and yesterday are kept, and what a clock dated later; then the last one of each of `DAILY` days,
    `WEEKLY` weeks and `MONTHLY` months in which any were made. The one made last always stays.
    """
    rooms = [(DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)]
    taken = [0, 0, 0]
    gone: list[int] = []
    last: date | None = None
    for place, day in enumerate(days):
        if place > 0 and (today - day).days >= RECENT_DAYS:
            level = next((it for it, (room, _) in enumerate(rooms) if taken[it] < room), None)
            if level is None or (last is not None and rooms[level][1](day) == rooms[level][1](last)):
                gone.append(place)
                continue
            taken[level] += 1
        last = day
    return gone


def last_days(days: Sequence[date], today: date) -> list[date]:
    """Until which day each copy is kept when one more is made every day from tomorrow on; in the order of `days`."""
    standing: list[tuple[date, int | None]] = [(day, place) for place, day in enumerate(days)]
    until = [today] * len(days)
    day = today
    while any(place is not None for _, place in standing):
        day += timedelta(days=1)
        standing.insert(0, (day, None))
        for gone in reversed(superfluous([it for it, _ in standing], day)):
            _, place = standing.pop(gone)
            if place is not None:
                until[place] = day
    return until


def _day(day: date) -> tuple[int, ...]:
    return (day.toordinal(),)


def _week(day: date) -> tuple[int, ...]:
    return tuple(day.isocalendar()[:2])


def _month(day: date) -> tuple[int, ...]:
    return (day.year, day.month)
