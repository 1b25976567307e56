"""The laptop's clock was set back while a meeting ran: its steps keep the time they took."""

from __future__ import annotations

from datetime import datetime, timedelta

from facilitator.db import Store
from facilitator.services.run import meeting_of

LEAST_SECONDS = 5
"""A laptop that keeps its clock right by the network moves it by less, many times a day."""


def was_set_back(before: datetime, now: datetime) -> bool:
    """Whether the clock shows `now` although it has shown `before` already."""
    return before - now >= timedelta(seconds=LEAST_SECONDS)


def keep_time(store: Store, meeting_id: str, before: datetime, now: datetime) -> None:
    """Ends the stretch that runs at `before`, the last moment of the old time, and begins the next at `now`.

    Every terminal that has the meeting open sees the jump; the first one does it.
    """
    with store.write(f"the clock was set back {in_words(before, now)}", meeting_id, by_program=True):
        if meeting_of(store, meeting_id).state != "running":
            return
        stretches = store.meetings.stretches(meeting_id)
        running = next((it for it in stretches if it.ended_at is None), None)
        soon = timedelta(seconds=LEAST_SECONDS)
        if running is None or running.started_at > before:
            return
        is_done = abs(running.started_at - now) < soon and any(
            it.ended_at is not None and abs(it.ended_at - before) < soon for it in stretches
        )
        if not is_done:
            store.meetings.close_stretch(meeting_id, before)
            store.meetings.open_stretch(meeting_id, running.step_id, now)


def in_words(before: datetime, now: datetime) -> str:
    """How far: `40 s`, `62 min`."""
    seconds = round((before - now).total_seconds())
    return f"{round(seconds / 60)} min" if seconds >= 60 else f"{seconds} s"
