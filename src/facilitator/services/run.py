"""The meeting's life: start, steps, clocks, close by. Each function is one act."""

from __future__ import annotations

import math
from datetime import datetime

from facilitator.db import Store
from facilitator.errors import Conflict, Invalid, NotFound, Refused
from facilitator.model.agenda import WayOut, next_step, numbers, previous_step, split_stretches, ways_out
from facilitator.model.meeting import Meeting, Step
from facilitator.model.template import LONGEST_MINUTES

EARLY_SECONDS = 5 * 60
"""A meeting whose planned start is nearer than this starts when it is opened."""


def meeting_of(store: Store, meeting_id: str) -> Meeting:
    """The meeting as it stands. Raises NotFound."""
    meeting = store.meetings.get(meeting_id)
    if meeting is None:
        raise NotFound("That meeting is not in the file any more.")
    return meeting


def open_for_lines(store: Store, meeting_id: str) -> Meeting:
    """The meeting, if its record still takes lines. Raises Refused when it is closed."""
    meeting = meeting_of(store, meeting_id)
    if meeting.state == "closed":
        raise Refused("This meeting is closed and locked; reopen it first, with a reason: /reopen REASON")
    return meeting


def enter(store: Store, meeting_id: str) -> Meeting:
    """Opens a meeting on a screen: puts the first step in hand, and starts it when it is time.

    One whose planned start is less than five minutes away or past starts; an earlier one waits.
    """
    meeting = meeting_of(store, meeting_id)
    if meeting.state not in ("draft", "ready"):
        return meeting
    with store.write("open the meeting", meeting_id):
        meeting = meeting_of(store, meeting_id)
        if meeting.state not in ("draft", "ready"):
            return meeting  # another screen was quicker
        for person_id in store.meetings.uninvited(meeting_id):
            store.meetings.add_attendance(meeting_id, person_id=person_id, status="expected")
        if meeting.current_step_id is None:
            steps = store.meetings.steps(meeting_id)
            store.meetings.update(meeting_id, current_step_id=steps[0].id if steps else None)
        if (meeting.planned_start - store.now()).total_seconds() < EARLY_SECONDS:
            start(store, meeting_id)
    return meeting_of(store, meeting_id)


def start(store: Store, meeting_id: str) -> Meeting:
    """Starts the clocks of a waiting meeting."""
    with store.write("start the meeting", meeting_id):
        meeting = open_for_lines(store, meeting_id)
        if meeting.is_open:
            raise Refused("The meeting is already running.")
        steps = store.meetings.steps(meeting_id)
        step = _find(steps, meeting.current_step_id) or next_step(steps, None)
        now = store.now()
        store.meetings.update(meeting_id, state="running", started_at=now)
        if step:
            _begin(store, meeting_id, step, now)
    return meeting_of(store, meeting_id)


def go_next(store: Store, meeting_id: str, seen: Meeting | None = None) -> Step | None:
    """Ends the step in hand and begins the next; starts a waiting meeting. None when there is no next one.

    `seen` is the meeting as the screen shows it. Raises Conflict when another screen has gone on since then.
    """
    meeting = _as_seen(open_for_lines(store, meeting_id), seen, store)
    if not meeting.is_open:
        start(store, meeting_id)
        return _current(store, meeting_id)
    step = next_step(store.meetings.steps(meeting_id), meeting.current_step_id)
    if step is not None:
        _move(store, meeting, step, f"on to {step.title}")
    return step


def go_back(store: Store, meeting_id: str, seen: Meeting | None = None) -> Step:
    """Goes back to the step before; nothing is deleted. Raises Refused at the first, Conflict as `go_next`."""
    meeting = _as_seen(open_for_lines(store, meeting_id), seen, store)
    step = previous_step(store.meetings.steps(meeting_id), meeting.current_step_id)
    if step is None:
        raise Refused("This is the first step.")
    _move(store, meeting, step, f"back to {step.title}")
    return step


def go_to(store: Store, meeting_id: str, number: int) -> Step:
    """Goes to the step with this number on the agenda."""
    meeting = open_for_lines(store, meeting_id)
    steps = store.meetings.steps(meeting_id)
    shown = numbers(steps)
    step = next((s for s in steps if shown[s.id] == number), None)
    if step is None:
        raise Invalid("step", f"There is no step {number}; the agenda has 1 to {len(steps)}.")
    if step.id == meeting.current_step_id:
        raise Refused(f"Step {number} is the step in hand.")
    _move(store, meeting, step, f"go to {step.title}")
    return step


def pause(store: Store, meeting_id: str) -> None:
    """Stops both clocks."""
    with store.write("pause", meeting_id):
        if open_for_lines(store, meeting_id).state != "running":
            raise Refused("The clocks are not running.")
        store.meetings.close_stretch(meeting_id, store.now())
        store.meetings.update(meeting_id, state="paused")


def resume(store: Store, meeting_id: str) -> None:
    """Starts both clocks again."""
    with store.write("go on", meeting_id):
        meeting = open_for_lines(store, meeting_id)
        if meeting.state != "paused":
            raise Refused("The clocks are not paused.")
        store.meetings.update(meeting_id, state="running")
        if meeting.current_step_id:
            store.meetings.open_stretch(meeting_id, meeting.current_step_id, store.now())


def count_as_pause(store: Store, meeting_id: str, gone: datetime, back: datetime) -> None:
    """Takes the time from `gone` to `back`, in which no screen was open, out of the clocks of all steps."""
    with store.write("count the gap as a pause", meeting_id):
        if not open_for_lines(store, meeting_id).is_open:
            raise Refused("The clocks have not run yet.")
        ran = store.meetings.stretches(meeting_id)
        kept = split_stretches(ran, gone, back)
        store.meetings.replace_stretches(meeting_id, ran, kept)
        minutes = max(1, round((back - gone).total_seconds() / 60))
        store.meetings.add_event(meeting_id, "gap", f"{minutes} min counted as a pause")


def lengthen(store: Store, meeting_id: str, minutes: int) -> Step:
    """Gives the step in hand more minutes, or takes some away when `minutes` is negative."""
    open_for_lines(store, meeting_id)
    step = _current(store, meeting_id)
    planned = step.planned_minutes + minutes
    if planned < 1:
        raise Invalid("minutes", f"{step.title} has {step.planned_minutes} minutes; at least 1 must stay.")
    if planned > LONGEST_MINUTES:
        raise Invalid("minutes", f"{step.title} has {step.planned_minutes} minutes; at most {LONGEST_MINUTES} fit.")
    with store.write(f"{step.title}: {planned} minutes", meeting_id):
        store.meetings.update_step(step.id, planned_minutes=planned)
    return _current(store, meeting_id)


def leave_out(store: Store, meeting_id: str, *, moved: bool, seen: Meeting | None = None) -> Step | None:
    """Skips the step in hand, or moves it to the next meeting, and begins the next. None when it was the last.

    Raises Conflict as `go_next`.
    """
    meeting = _as_seen(open_for_lines(store, meeting_id), seen, store)
    step = _current(store, meeting_id)
    steps = store.meetings.steps(meeting_id)
    after = next_step(steps, step.id)
    word = "moved" if moved else "skipped"
    with store.write(f"{word}: {step.title}", meeting_id):
        if after is not None:
            _move(store, meeting, after, "")
            store.meetings.update_step(step.id, state=word)
        else:
            store.meetings.close_stretch(meeting_id, store.now())
            store.meetings.update_step(step.id, state=word, ended_at=store.now())
    return after


def add_step(store: Store, meeting_id: str, title: str, minutes: int, kind: str = "discuss", prompt: str = "") -> str:
    """Adds a step after the one in hand; returns its id."""
    meeting = open_for_lines(store, meeting_id)
    if not title:
        raise Invalid("title", "Give the step a title: /step TITLE MINUTES")
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Invalid("minutes", f"Give the step 1 to {LONGEST_MINUTES} minutes.")
    current = _find(store.meetings.steps(meeting_id), meeting.current_step_id)
    with store.write(f"add the step {title}", meeting_id):
        step_id = store.meetings.add_step(
            meeting_id,
            current.position + 1 if current else 1,
            kind=kind,
            title=title,
            prompt=prompt,
            planned_minutes=minutes,
            floor_minutes=max(1, math.floor(minutes * 0.6)),
        )
        if current is None:
            store.meetings.update(meeting_id, current_step_id=step_id)
    return step_id


def move_step(store: Store, meeting_id: str, step_id: str, by: int) -> None:
    """Moves a step up (negative) or down the agenda."""
    open_for_lines(store, meeting_id)
    ids = [step.id for step in store.meetings.steps(meeting_id)]
    if step_id not in ids:
        raise NotFound("That step is not on the agenda any more.")
    at = ids.index(step_id)
    to = min(max(at + by, 0), len(ids) - 1)
    if to == at:
        return
    ids.insert(to, ids.pop(at))
    with store.write("reorder the agenda", meeting_id):
        store.meetings.reorder(ids)


def options_when_late(store: Store, meeting_id: str) -> tuple[WayOut, ...]:
    """The ways to end on time, or none when the meeting is on time."""
    return ways_out(meeting_of(store, meeting_id), store.meetings.steps(meeting_id), store.now())


def take_way_out(store: Store, meeting_id: str, number: int) -> WayOut:
    """Does what one of the ways out says. Raises Refused when there is nothing to do."""
    open_for_lines(store, meeting_id)
    ways = {way.number: way for way in options_when_late(store, meeting_id)}
    if not ways:
        raise Refused("The meeting is on time; there is nothing to fit.")
    if number not in ways:
        raise Invalid("way", "Choose 1, 2 or 3: /fit shows what each does.")
    way = ways[number]
    if not (way.minutes or way.leave_out or way.planned_minutes):
        raise Refused(f"{way.name} can save nothing any more; choose another: /fit")
    with store.write(f"run late: {way.name.lower()}", meeting_id):
        for step_id, minutes in way.minutes:
            store.meetings.update_step(step_id, planned_minutes=minutes)
        for step_id in way.leave_out:
            store.meetings.update_step(step_id, state="skipped")
        if way.planned_minutes:
            store.meetings.update(meeting_id, planned_minutes=way.planned_minutes)
    return way


def count_turns_by_person(store: Store, meeting_id: str, agreed: bool) -> None:
    """Counts turns by person from now on, because the room agreed; or stops it."""
    open_for_lines(store, meeting_id)
    with store.write("count turns by person" if agreed else "count turns by group only", meeting_id):
        store.meetings.update(meeting_id, counts_by_person=agreed)


def _current(store: Store, meeting_id: str) -> Step:
    meeting = meeting_of(store, meeting_id)
    step = store.meetings.step(meeting.current_step_id) if meeting.current_step_id else None
    if step is None:
        raise Refused("There is no step in hand; add one: /step TITLE MINUTES")
    return step


def _find(steps: list[Step], step_id: str | None) -> Step | None:
    return next((step for step in steps if step.id == step_id), None)


def _as_seen(meeting: Meeting, seen: Meeting | None, store: Store) -> Meeting:
    """The meeting, if the step in hand is the one the screen shows: two who go on at once go on by one step."""
    if seen is not None and seen.current_step_id != meeting.current_step_id:
        step = store.meetings.step(meeting.current_step_id) if meeting.current_step_id else None
        title = step.title if step else "no step"
        raise Conflict(f"Another terminal was quicker: {title} is the step in hand now.")
    return meeting


def _move(store: Store, meeting: Meeting, target: Step, name: str) -> None:
    """Leaves the step in hand for another. One left for an earlier step is still to do."""
    now = store.now()
    with store.write(name, meeting.id):
        meeting = _as_seen(open_for_lines(store, meeting.id), meeting, store)
        current = _find(store.meetings.steps(meeting.id), meeting.current_step_id)
        if meeting.is_open:
            store.meetings.close_stretch(meeting.id, now)
            if current is not None and current.state == "running":
                is_done = target.position > current.position
                store.meetings.update_step(current.id, state="done" if is_done else "waiting", ended_at=now)
            _begin(store, meeting.id, target, now, clock_runs=meeting.state == "running")
        else:
            store.meetings.update(meeting.id, current_step_id=target.id)


def _begin(store: Store, meeting_id: str, step: Step, now: datetime, *, clock_runs: bool = True) -> None:
    store.meetings.update(meeting_id, current_step_id=step.id)
    store.meetings.update_step(step.id, state="running", started_at=step.started_at or now, ended_at=None)
    if clock_runs:
        store.meetings.open_stretch(meeting_id, step.id, now)
