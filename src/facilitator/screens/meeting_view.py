"""What the meeting screen knows, read from the record, and how it reads in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from facilitator.clock import local
from facilitator.db import Store
from facilitator.frozen import frozen
from facilitator.model import people
from facilitator.model.agenda import Pace, StepClock, clock_of, next_step, numbers, pace, to_minute
from facilitator.model.line import Waiting
from facilitator.model.meeting import Meeting, Step
from facilitator.model.people import Attendee, Group, Party
from facilitator.services import record, run
from facilitator.steps.kinds import kind_of
from facilitator.widgets.plain import fit
from facilitator.widgets.quiet import BREAK, FILL, Piece, Tone

AGENDA_COLUMNS = 30
VOICES_COLUMNS = 28
_MARKS = {"done": "✓", "running": "▶", "skipped": "–", "moved": "→", "waiting": " "}
_MOST_DOTS = 9
LINE_TABLES = frozenset({"note", "question", "action", "action_helper", "decision", "parked", "appreciation", "turn"})
"""What a line leaves; steps, clocks, people and the queue are in other tables."""
_LATE_MINUTES = 3
"""From here on the header tells how to see the ways out."""


@frozen
class MeetingView:
    """One look at a meeting."""

    meeting: Meeting
    steps: tuple[Step, ...]
    attendance: tuple[Attendee, ...]
    groups: tuple[Group, ...]
    turns: dict[str, int]
    queue: tuple[Party, ...]
    called: Party | None
    lines: int
    parked: int
    promises: int
    questions: int
    waiting: tuple[Waiting, ...]

    @property
    def step(self) -> Step | None:
        """The step in hand."""
        return next((step for step in self.steps if step.id == self.meeting.current_step_id), None)

    def clock(self, now: datetime) -> StepClock | None:
        """The clock of the step in hand."""
        return clock_of(self.step, now) if self.step else None

    def pace(self, now: datetime) -> Pace:
        """How the meeting stands against its plan."""
        return pace(self.meeting, self.steps, now)


def read(store: Store, meeting_id: str) -> MeetingView:
    """Reads everything the screen shows but the notes."""
    meeting = run.meeting_of(store, meeting_id)
    parked, promises, questions = store.timeline.open_ends(meeting_id)
    step_id = meeting.current_step_id
    return MeetingView(
        meeting=meeting,
        steps=tuple(store.meetings.steps(meeting_id)),
        attendance=tuple(store.meetings.attendance(meeting_id)),
        groups=tuple(store.people.groups()),
        turns=_turns(store, meeting_id),
        queue=tuple(party for _, party in store.meetings.queue(meeting_id)),
        called=store.meetings.called(meeting_id, step_id) if step_id else None,
        lines=store.timeline.count(meeting_id),
        parked=parked,
        promises=promises,
        questions=questions,
        waiting=record.waiting(store, meeting_id),
    )


def read_again(store: Store, view: MeetingView, tables: frozenset[str]) -> MeetingView:
    """The same after changes in `tables`; after a line only what lines change is read."""
    meeting_id = view.meeting.id
    if not tables <= LINE_TABLES | {"attendance"}:
        return read(store, meeting_id)
    parked, promises, questions = store.timeline.open_ends(meeting_id)
    return replace(
        view,
        attendance=tuple(store.meetings.attendance(meeting_id)) if "attendance" in tables else view.attendance,
        turns=_turns(store, meeting_id) if "turn" in tables else view.turns,
        lines=store.timeline.count(meeting_id),
        parked=parked,
        promises=promises,
        questions=questions,
        waiting=record.waiting(store, meeting_id),
    )


def _turns(store: Store, meeting_id: str) -> dict[str, int]:
    turns: Counter[str] = Counter()
    for _, group, _, count in store.meetings.turns(meeting_id):
        turns[group] += count
    return dict(turns)


def header(view: MeetingView, now: datetime, badge: str = "") -> tuple[Piece, ...]:
    """Partnership and title at the left; at the right the wall clock, the end as it goes, ahead or behind.

    `badge` stands first: what this screen is beside another one.
    """
    meeting = view.meeting
    at = f"{local(now, meeting.time_zone):%H:%M}"
    role: tuple[Piece, ...] = ((f"{badge} · ", "warning"),) if badge else ()
    left: tuple[Piece, ...] = ((" ", ""), *role, (meeting.partnership, "strong"), (f" · {meeting.title}", ""), FILL)
    if meeting.state == "closed":
        return (*left, ("closed · locked ", "muted"))
    going = view.pace(now)
    ends = f"ends {local(to_minute(going.projected_end), meeting.time_zone):%H:%M} as it goes"
    if going.starts_in_seconds is not None:
        return (*left, (at, "strong"), (f"   {_until(going.starts_in_seconds)} ", "accent"))
    state: tuple[Piece, ...] = (("   paused", "warning"),) if meeting.state == "paused" else ()
    tone: Tone = "warning" if going.ahead_minutes < 0 else "good"
    late: tuple[Piece, ...] = (("  Esc f ways out", "muted"),) if going.ahead_minutes <= -_LATE_MINUTES else ()
    return (
        *left,
        (at, "strong"),
        *state,
        (f"   {ends}", ""),
        (f"   {going.words}", tone if going.ahead_minutes else "muted"),
        *late,
        (" ", ""),
    )


def _until(seconds: float) -> str:
    if seconds < 0:
        return f"should have begun {int(-seconds // 60)} min ago · Enter starts"
    if seconds >= 2 * 86400:
        return f"starts in {int(seconds // 86400)} days · Enter starts now"
    if seconds >= 3600:
        return f"starts in {int(seconds // 3600)} h {int(seconds % 3600 // 60)} min · Enter starts now"
    return f"starts in {int(seconds // 60)}:{int(seconds % 60):02} · Enter starts now"


def step_line(view: MeetingView, *, is_narrow: bool) -> tuple[Piece, ...]:
    """The step in hand; with little room also what is done and what is next."""
    step = view.step
    if step is None:
        return (("No step yet: /step TITLE MINUTES adds one", "muted"),)
    kind = kind_of(step.kind).title
    number = numbers(view.steps)[step.id]
    name: tuple[Piece, ...] = ((f"{number}  ", "muted"), (step.title, "accent"))
    if not is_narrow:
        return (*name, FILL, (f"{kind} · {step.planned_minutes} min", "muted"))
    done = sum(s.state == "done" for s in view.steps)
    after = next_step(view.steps, step.id)
    coming = (
        f"next {numbers(view.steps)[after.id]} {after.title}, {after.planned_minutes} min" if after else "last step"
    )
    return ((f"✓{done}  ▶ " if done else "▶ ", "muted"), *name, FILL, (fit(coming, min(30, len(coming))), "muted"))


def agenda(view: MeetingView, now: datetime, height: int) -> tuple[Piece, ...]:
    """The agenda as a column: planned and actual minutes, the step in hand always in view."""
    shown = numbers(view.steps)
    room = max(1, height - 4)
    at = next((i for i, step in enumerate(view.steps) if step.id == view.meeting.current_step_id), 0)
    first = min(max(0, at - room + 3), max(0, len(view.steps) - room))
    pieces: list[Piece] = [(" AGENDA", "muted"), FILL, ("plan  took", "muted")]
    for step in view.steps[first : first + room]:
        pieces.append(BREAK)
        pieces += _agenda_row(view, step, shown[step.id], now)
    planned = sum(step.planned_minutes for step in view.steps if step.state not in ("skipped", "moved"))
    pieces += [BREAK, BREAK, (f" {planned} planned", "muted")]
    if view.meeting.is_open:
        pieces.append((f" · {view.pace(now).likely_minutes} likely", "muted"))
    elif planned > view.meeting.planned_minutes:
        pieces.append((f" · {planned - view.meeting.planned_minutes} over", "warning"))
    return tuple(pieces)


def _agenda_row(view: MeetingView, step: Step, number: int, now: datetime) -> list[Piece]:
    is_current = step.id == view.meeting.current_step_id
    tone: Tone = "strong" if is_current else "" if step.state == "waiting" else "muted"
    mark = "▶" if is_current else _MARKS[step.state]
    took = f"{step.active_seconds(now) / 60:.0f}" if step.started_at else ""
    title = fit(f"{number:>2} {step.title}", AGENDA_COLUMNS - 14)
    return [(f" {mark} {title}", tone), FILL, (f"{step.planned_minutes:>3} {took:>5}", tone)]


def voices(view: MeetingView) -> tuple[Piece, ...]:
    """Turns by stakeholder group against who is there, who was not heard yet, the queue; for the facilitator alone."""
    here: Counter[str] = Counter()
    for attendee in view.attendance:
        if attendee.is_present:
            here[attendee.group] += attendee.head_count if attendee.head_count is not None else 1
    pieces: list[Piece] = [(" VOICES", "muted"), FILL, ("turns  here", "muted")]
    known = {group.key for group in view.groups}
    keys = [group.key for group in view.groups] + [key for key in view.turns.keys() | here.keys() if key not in known]
    for key in keys:
        if here[key] or view.turns.get(key):
            turns = view.turns.get(key, 0)
            dots = "●" * min(turns, _MOST_DOTS) + (f" {turns}" if turns > _MOST_DOTS else "") if turns else "–"
            pieces += [BREAK, (f" {fit(key or 'other', 10)} ", ""), (dots, "good" if turns else "muted"), FILL]
            pieces.append((f"{here[key]}", "muted"))
    if not here and not view.turns:
        pieces += [BREAK, (" nobody is marked here yet", "muted")]
    quiet = not_heard(view)
    if quiet:
        pieces += [BREAK, BREAK, (" not heard yet", "muted")]
        for name in quiet[:8]:
            pieces += [BREAK, (f"   {name}", "")]
        if len(quiet) > 8:
            pieces += [BREAK, (f"   and {len(quiet) - 8} more", "muted")]
    if view.queue:
        pieces += [BREAK, BREAK, (" QUEUE", "muted"), BREAK, (f"   {', '.join(p.name for p in view.queue)}", "")]
    pieces += [BREAK, BREAK, (f" Parked {view.parked} · Promises {view.promises}", "muted")]
    pieces += [BREAK, (f" Questions open {view.questions}", "muted")]
    return tuple(pieces)


def not_heard(view: MeetingView) -> list[str]:
    """The names of those who are here and have not spoken, head-counts with their number."""
    spoken = {group for group, count in view.turns.items() if count}
    quiet = people.not_heard(view.attendance, spoken)
    return [f"{it.name} ({it.head_count})" if it.head_count else it.name for it in quiet]


def glance(view: MeetingView, now: datetime) -> tuple[Piece, ...]:
    """What the eyes come back for: time left, who is next, what waits for a yes."""
    parts: list[Piece] = []
    clock = view.clock(now)
    if view.meeting.state == "closed":
        parts.append((" closed", "muted"))
    elif clock is None or view.pace(now).starts_in_seconds is not None:
        parts.append((" waiting to start", "muted"))
    elif clock.left_seconds >= 0:
        left = int(clock.left_seconds)
        words = f"{left // 60} min left" if left >= 60 else f"{left} s left"
        tones: dict[str, Tone] = {"fine": "good", "low": "strong", "last": "warning", "over": "error"}
        parts.append((f" {clock.shape} {words}", tones[clock.level]))
    else:
        parts.append((f" {clock.shape} {int(-clock.left_seconds // 60)} min over", "error"))
    if view.called:
        parts.append((f"   ·   now {_first(view.called)}", "strong"))
    if view.queue:
        parts.append((f"   ·   next {', '.join(_first(party) for party in view.queue[:4])}", ""))
    waiting = view.waiting
    if waiting:
        last = waiting[-1]
        whom = f" from {_first(last.party)}" if last.party else ""
        more = f" (and {len(waiting) - 1} more)" if len(waiting) > 1 else ""
        parts.append((f"   ·   waiting: yes{whom}?{more} ", "warning"))
        parts.append((f"“{last.text}”", "muted"))
    return tuple(parts)


def around(view: MeetingView) -> tuple[Piece, ...]:
    """With little room: who has not been heard, in one row."""
    quiet = not_heard(view)
    here = sum(a.head_count if a.head_count is not None else 1 for a in view.attendance if a.is_present)
    if not here:
        return (("nobody is marked here yet: Tab, then h on a name, or /here ana ben", "muted"),)
    if not quiet:
        return ((f"{here} here, everybody heard", "muted"),)
    return ((f"{here} here · not heard yet: ", "muted"), (", ".join(quiet), ""))


def _first(party: Party) -> str:
    return party.name.split()[0] if party.kind == "person" and party.name.split() else party.name


def gap_words(gone_and_back: tuple[datetime, datetime], zone: str) -> str:
    """How long no screen was open: `Away from 15:02 to 15:16, 14 min; the clocks went on.`"""
    gone, back = (local(moment, zone) for moment in gone_and_back)
    seconds = round((back - gone).total_seconds())
    length = f"{round(seconds / 60)} min" if seconds >= 60 else f"{max(1, seconds)} s"
    return f"Away from {gone:%H:%M} to {back:%H:%M}, {length}; the clocks went on."


def set_back_words(before_and_now: tuple[datetime, datetime], zone: str) -> str:
    """`The clock was set back from 15:10 to 14:08; the steps keep the time they took.`"""
    before, now = (local(moment, zone) for moment in before_and_now)
    form = "%H:%M" if before - now >= timedelta(minutes=1) else "%H:%M:%S"
    return f"The clock was set back from {before:{form}} to {now:{form}}; the steps keep the time they took."


def saved(count: int) -> str:
    """`Saved · 31 lines`; nothing before the first."""
    if not count:
        return ""
    return f"Saved · {count} line" + ("s" if count != 1 else "")
