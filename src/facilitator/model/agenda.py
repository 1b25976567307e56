"""The clocks of a running meeting, and the ways out when it runs late.

Everything is worked out from the meeting, its steps and the present moment; nothing here changes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

from facilitator.errors import NotFound
from facilitator.frozen import frozen
from facilitator.model.apportion import apportion
from facilitator.model.meeting import Meeting, Step, Stretch

GRACE_SECONDS = 30
"""A meeting is on time when it ends within this of the planned end: people read clocks in whole minutes."""

AWAY_SECONDS = 60
"""A shorter absence of the program is not worth a word."""

KEPT = frozenset({"open", "actions_review", "decide", "actions", "close"})
"""Step kinds that are never left out to save time."""

Level = Literal["fine", "low", "last", "over"]

LEVELS: dict[Level, tuple[str, str]] = {
    "fine": ("in time", "○"),
    "low": ("little time left", "◐"),
    "last": ("nearly up", "●"),
    "over": ("over", "▲"),
}
"""The word and the shape of each level, so that colour is never the only signal."""


@frozen
class StepClock:
    """A step's clock: how long it ran, how long it may, what is left (negative when over), all in seconds.

    `level` is `fine`, `low` from 20 % left, `last` from 5 % left, `over` (thresholds after SessionLab's
    timer).
    """

    seconds: float
    planned_seconds: float
    left_seconds: float
    level: Level

    @property
    def word(self) -> str:
        """The level in words."""
        return LEVELS[self.level][0]

    @property
    def shape(self) -> str:
        """The level as a sign one column wide."""
        return LEVELS[self.level][1]


@frozen
class Pace:
    """How a meeting stands against its plan.

    `starts_in_seconds` counts down to the planned start, negative when that has passed, and is None once the
    meeting has started. `ahead_minutes` is positive when the meeting will end early, negative when late, 0
    within `GRACE_SECONDS`. `likely_minutes` is how long the meeting will last from its start as it goes.
    """

    starts_in_seconds: float | None
    projected_end: datetime
    planned_end: datetime
    ahead_minutes: int
    likely_minutes: int

    @property
    def words(self) -> str:
        """`on time`, `1 min ahead` or `6 min behind`."""
        if self.ahead_minutes == 0:
            return "on time"
        return f"{abs(self.ahead_minutes)} min {'ahead' if self.ahead_minutes > 0 else 'behind'}"


@frozen
class WayOut:
    """One way to deal with a late meeting, as `/fit` numbers them: 1 Shrink, 2 Leave out, 3 End later.

    `minutes` holds new planned minutes by step id, `leave_out` the ids of steps to skip, latest first,
    `planned_minutes` the meeting's new length; what a way does not change is empty or None. `ends_at` is the
    end it leads to, `fits` whether that is on time. Nothing to shrink or leave out gives empty changes.
    """

    number: int
    name: str
    ends_at: datetime
    fits: bool
    minutes: tuple[tuple[str, int], ...] = ()
    leave_out: tuple[str, ...] = ()
    planned_minutes: int | None = None


def clock_of(step: Step, now: datetime) -> StepClock:
    """The step's clock at `now`."""
    seconds, planned = step.active_seconds(now), step.planned_minutes * 60.0
    left = planned - seconds
    level: Level = "fine"
    if left < 0:
        level = "over"
    elif left * 20 <= planned:
        level = "last"
    elif left * 5 <= planned:
        level = "low"
    return StepClock(seconds, planned, left, level)


def pace(meeting: Meeting, steps: Sequence[Step], now: datetime) -> Pace:
    """How the meeting stands at `now`, and when it ends if the steps still to come take what is planned."""
    ends = _projected_end(meeting, steps, now)
    start = meeting.started_at or max(now, meeting.planned_start)
    return Pace(
        starts_in_seconds=None if meeting.started_at else (meeting.planned_start - now).total_seconds(),
        projected_end=ends,
        planned_end=meeting.planned_end,
        ahead_minutes=-_late_minutes(meeting, ends),
        likely_minutes=_minutes((ends - start).total_seconds()),
    )


def to_minute(moment: datetime) -> datetime:
    """The whole minute a clock time is shown as, in step with `ahead_minutes`: the nearest, half down."""
    whole = moment.replace(second=0, microsecond=0)
    return whole + timedelta(minutes=_minutes((moment - whole).total_seconds()))


def ways_out(meeting: Meeting, steps: Sequence[Step], now: datetime) -> tuple[WayOut, ...]:
    """The ways to deal with a meeting that will end late, by their numbers; empty when it will not.

    Shrink takes whole minutes from the steps not begun, in proportion to (minutes − floor), `close` and steps
    with a fixed clock time left alone. Leave out takes the latest step that is not of a kept kind or fixed,
    then the one before, until the meeting fits or none is left. Each takes what there is when it cannot take
    enough.
    """
    ends = _projected_end(meeting, steps, now)
    late = _late_minutes(meeting, ends)
    if late <= 0 or meeting.state == "closed":
        return ()
    ahead = [step for step in _in_order(steps) if step.state == "waiting" and not _has_begun(step)]
    shrunk = _shrink(ahead, late)
    left_out = _leave_out(ahead, late)
    saved_by_shrinking = sum(step.planned_minutes - minutes for step, minutes in shrunk)
    saved_by_leaving = sum(step.planned_minutes for step in left_out)
    return (
        WayOut(
            1,
            "Shrink",
            ends - timedelta(minutes=saved_by_shrinking),
            saved_by_shrinking >= late,
            minutes=tuple((step.id, minutes) for step, minutes in shrunk),
        ),
        WayOut(
            2,
            "Leave out",
            ends - timedelta(minutes=saved_by_leaving),
            saved_by_leaving >= late,
            leave_out=tuple(step.id for step in left_out),
        ),
        WayOut(3, "End later", ends, True, planned_minutes=meeting.planned_minutes + late),
    )


def changes(way: WayOut, steps: Sequence[Step]) -> str:
    """What a way out changes, in words: `Main topic 14→11, Decision 7→6`, `7 Goal glance`, or nothing."""
    by_id, shown = {step.id: step for step in steps}, numbers(steps)
    return ", ".join(
        [f"{by_id[id_].title} {by_id[id_].planned_minutes}→{minutes}" for id_, minutes in way.minutes]
        + [f"{shown[id_]} {by_id[id_].title}" for id_ in way.leave_out]
    )


def numbers(steps: Sequence[Step]) -> dict[str, int]:
    """The number each step is shown with, 1 to n in agenda order, by step id; skipped steps keep theirs."""
    return {step.id: number for number, step in enumerate(_in_order(steps), start=1)}


def next_step(steps: Sequence[Step], current_id: str | None) -> Step | None:
    """The step after this one, leaving skipped and moved ones aside; the first one for None, None at the end.

    Raises:
        NotFound: `current_id` is on the agenda no more.
    """
    return _beside(_in_order(steps), current_id)


def previous_step(steps: Sequence[Step], current_id: str | None) -> Step | None:
    """The step before this one, leaving skipped and moved ones aside; None at the beginning and for None.

    Raises:
        NotFound: `current_id` is on the agenda no more.
    """
    return None if current_id is None else _beside(_in_order(steps)[::-1], current_id)


def gap(last_seen: datetime | None, now: datetime) -> timedelta | None:
    """How long no screen had the running meeting open, when that is more than `AWAY_SECONDS`, else None."""
    if last_seen is None or now - last_seen <= timedelta(seconds=AWAY_SECONDS):
        return None
    return now - last_seen


def split_stretches(stretches: Sequence[Stretch], gone: datetime, back: datetime) -> tuple[Stretch, ...]:
    """The stretches with the time from `gone` to `back` counted as a pause.

    One that runs across it becomes two: the first keeps the id, the second has the empty id of a record not
    yet written. One that lies wholly inside is left out. Where the clock was set back, an earlier stretch can
    bear the times of the gap too: it was over by then and is kept.
    """
    from dataclasses import replace

    kept: list[Stretch] = []
    across = max(
        (it for it in stretches if it.started_at <= gone and not _ended_by(it, gone)),
        key=lambda it: it.id,
        default=None,
    )
    for stretch in stretches:
        # Two stretches of one meeting overlap only where the clock was set back between them.
        is_earlier = across is not None and stretch.id < across.id and _overlap(stretch, across)
        if _ended_by(stretch, gone) or is_earlier or stretch.started_at >= back:
            kept.append(stretch)
            continue
        starts_before = stretch.started_at < gone
        if starts_before:
            kept.append(replace(stretch, ended_at=gone))
        if stretch.ended_at is None or stretch.ended_at > back:
            kept.append(replace(stretch, id="" if starts_before else stretch.id, started_at=back))
    return tuple(kept)


def _ended_by(stretch: Stretch, at: datetime) -> bool:
    return stretch.ended_at is not None and stretch.ended_at <= at


def _overlap(one: Stretch, other: Stretch) -> bool:
    return not _ended_by(one, other.started_at) and not _ended_by(other, one.started_at)


def _in_order(steps: Sequence[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.position)


def _has_begun(step: Step) -> bool:
    return step.started_at is not None or step.seconds > 0


def _projected_end(meeting: Meeting, steps: Sequence[Step], now: datetime) -> datetime:
    """When the meeting ends if the step in hand and those waiting take the minutes they have left."""
    if meeting.ended_at is not None and meeting.state == "closed":
        return meeting.ended_at
    left = sum(max(0.0, clock_of(step, now).left_seconds) for step in steps if step.state in ("waiting", "running"))
    begins = now if meeting.started_at else max(now, meeting.planned_start)
    return begins + timedelta(seconds=left)


def _late_minutes(meeting: Meeting, ends: datetime) -> int:
    """Whole minutes to be saved so that the meeting ends on time; negative when it ends early."""
    return _minutes((ends - meeting.planned_end).total_seconds())


def _minutes(seconds: float) -> int:
    return ceil((seconds - GRACE_SECONDS) / 60)


def _shrink(ahead: Sequence[Step], late: int) -> list[tuple[Step, int]]:
    """Steps with their new minutes, only those that change."""
    may = [step for step in ahead if step.kind != "close" and not step.fixed_start]
    spare = [max(0, step.planned_minutes - step.floor_minutes) for step in may]
    taken = apportion(min(late, sum(spare)), spare)
    return [(step, step.planned_minutes - less) for step, less in zip(may, taken, strict=True) if less]


def _leave_out(ahead: Sequence[Step], late: int) -> list[Step]:
    """Steps to leave out, the latest first."""
    out: list[Step] = []
    for step in reversed(ahead):
        if sum(it.planned_minutes for it in out) >= late:
            break
        if step.kind not in KEPT and not step.fixed_start:
            out.append(step)
    return out


def _beside(ordered: Sequence[Step], current_id: str | None) -> Step | None:
    """The first step after the current one in the order given that is neither skipped nor moved."""
    ids = [step.id for step in ordered]
    if current_id is not None and current_id not in ids:
        raise NotFound("that step is no longer on the agenda: pick another with /goto")
    after = 0 if current_id is None else ids.index(current_id) + 1
    return next((step for step in ordered[after:] if step.state not in ("skipped", "moved")), None)
