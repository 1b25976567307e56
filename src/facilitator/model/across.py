"""Figures across the meetings of a period, with their formulas.

Each keeps its numerator and denominator. Nothing is rounded here, nothing ranks a person, and there is no target for
promises kept: it would be kept by promising less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from facilitator.frozen import frozen
from facilitator.model.measures import LEAST_PRESENT, OTHER, large_groups, median

MOST_DELAY = timedelta(minutes=5)
"""A meeting that began later than this was not on time."""

MOST_OVERRUN = timedelta(minutes=2)
"""Nor was one that ended later than this: the project's own choice."""


@frozen
class Ratio:
    """So many of so many. `value` is None where there is nothing to divide by."""

    upper: int
    lower: int

    @property
    def value(self) -> float | None:
        """Upper ÷ lower."""
        return self.upper / self.lower if self.lower else None


@frozen
class Period:
    """From one day to another, both counted."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@frozen
class PromiseFacts:
    """A promise: the date first given, and what became of it."""

    due_first: date | None
    state: str
    done_on: date | None = None
    reason: str = ""


@frozen
class PromisesKept:
    """How many promises first given for a period were done by that date; `dropped` are the reasons of those let go."""

    kept: Ratio
    dropped: tuple[str, ...] = ()


def promises_kept(promises: Iterable[PromiseFacts], period: Period) -> PromisesKept:
    """Promises done by their first date ÷ promises first given for the period.

    A later date makes no promise kept. Those dropped with a reason are left out and counted apart.
    """
    due = [it for it in promises if it.due_first in period]
    dropped = [it for it in due if it.state == "dropped" and it.reason]
    kept = sum(
        it.state == "done" and it.due_first is not None and it.done_on is not None and it.done_on <= it.due_first
        for it in due
    )
    return PromisesKept(Ratio(kept, len(due) - len(dropped)), tuple(it.reason for it in dropped))


@frozen
class Times:
    """When a closed meeting was to begin and end, and when it did."""

    planned_start: datetime
    planned_end: datetime
    started_at: datetime
    ended_at: datetime


def on_time(meetings: Iterable[Times]) -> Ratio:
    """Meetings that began at most 5 and ended at most 2 minutes late ÷ meetings closed."""
    held = list(meetings)
    punctual = sum(
        it.started_at - it.planned_start <= MOST_DELAY and it.ended_at - it.planned_end <= MOST_OVERRUN for it in held
    )
    return Ratio(punctual, len(held))


@frozen
class FeedbackFacts:
    """What the room said of a meeting, and what became of it (`heard considered changed not_changed`)."""

    kind: str
    raised_on: date
    state: str
    told_back_on: date | None = None


def concerns_answered(feedback: Iterable[FeedbackFacts]) -> tuple[Ratio, float | None]:
    """Concerns closed ÷ concerns raised, and the median of days until the room was told; None where it never was.

    Closed is a concern of which it is said that something changed or not, or of which the room was told.
    """
    concerns = [it for it in feedback if it.kind == "concern"]
    closed = sum(it.state in ("changed", "not_changed") or it.told_back_on is not None for it in concerns)
    days = [float((it.told_back_on - it.raised_on).days) for it in concerns if it.told_back_on is not None]
    return Ratio(closed, len(concerns)), median(days)


def told_back(feedback: Iterable[FeedbackFacts]) -> Ratio:
    """Feedback of which the room was told what became of it ÷ feedback considered: the loop closed."""
    considered = [it for it in feedback if it.state != "heard" or it.told_back_on is not None]
    return Ratio(sum(it.told_back_on is not None for it in considered), len(considered))


@frozen
class GroupShare:
    """A stakeholder group's turns and how many of it were there, over all meetings counted.

    `in_proportion` is its share of the turns over its share of the room: 1 is in proportion.
    """

    group: str
    turns: int
    present: int
    in_proportion: float | None = None


def voices(meetings: Iterable[Mapping[str, tuple[int, int]]], fewest: int = LEAST_PRESENT) -> tuple[GroupShare, ...]:
    """How groups were heard over several meetings; for each meeting turns and people present by group.

    Groups with fewer than `fewest` present at a meeting count there as `other`, with the next smallest while that is
    too small itself; a meeting of fewer people is left out. Largest presence first, `other` last.
    """
    turns: dict[str, int] = defaultdict(int)
    present: dict[str, int] = defaultdict(int)
    for meeting in meetings:
        if sum(there for _, there in meeting.values()) < fewest:
            continue
        large = large_groups({group: there for group, (_, there) in meeting.items() if there}, fewest)
        for group, (spoken, there) in meeting.items():
            key = group if group in large else OTHER
            turns[key] += spoken
            present[key] += there
    all_turns, room = sum(turns.values()), sum(present.values())
    shares = (
        GroupShare(group, turns[group], there, _proportion(turns[group] * room, all_turns * there))
        for group, there in present.items()
    )
    return tuple(sorted(shares, key=lambda it: (it.group == OTHER, -it.present, it.group)))


def _proportion(upper: int, lower: int) -> float | None:
    """From whole numbers, so that 3/40 over 5/20 is 0.3 exactly."""
    return upper / lower if lower else None
