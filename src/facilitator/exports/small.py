"""Small numbers that would tell who somebody is: merged, or left out with one more, so that no total tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from facilitator.exports.columns import Level
from facilitator.model.measures import LEAST_PRESENT, LISTENING, OTHER, large_groups

Row = list[Any]
Figure = tuple[Any, ...]
"""Meeting, name, numerator, denominator, value."""

_BY_GROUP = ("voices_heard", "voice_by_group")
"""Measures with one figure for each stakeholder group."""
_OF_NOBODY = frozenset(
    {
        "start_delay_minutes",
        "end_overrun_minutes",
        "pacing_accuracy",
        "step_outcomes",
        "evenness",
        "evenness_by_group",
        "consent",
        "voice_by_group",
    }
)
"""Measures that count no people."""


def merged(rows: Iterable[Row], count: int) -> list[Row]:
    """Rows that are alike but for their count as one, in the order in which they first came."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = (*row[:count], *row[count + 1 :])
        if key in found:
            found[key][count] += row[count]
        else:
            found[key] = row
    return list(found.values())


def turns(rows: Iterable[Row], heads: Mapping[tuple[str, str], int]) -> list[Row]:
    """Turns of a step by group, those of small groups together under an empty one.

    A row is a meeting, step, group, person and how many. Who agreed to be named, where turns are counted by person,
    keeps a row. `heads` are the people there by meeting and group.
    """
    large = _large(heads, LEAST_PRESENT)
    return merged(
        (
            [meeting, step, group if person or group in large.get(meeting, ()) else "", person, count]
            for meeting, step, group, person, count in rows
        ),
        count=4,
    )


def by_group(attendance: Iterable[Row]) -> list[Row]:
    """Attendance as head-counts of groups: meeting, group, status, mode and how many, without times."""
    return merged(
        (
            [meeting, "", "", "", group, status, mode, 1 if heads is None else heads, "", ""]
            for meeting, _, _, _, group, status, mode, heads, _, _ in attendance
        ),
        count=7,
    )


def hidden(rows: Iterable[Row], count: int, alike: Sequence[int], least: int) -> list[Row]:
    """The rows with counts under `least` emptied, and one more where only one would be.

    `alike` are the places of the cells that rows of one total share. Nought stays: it is nobody.
    """
    kept = list(rows)
    sets: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in kept:
        if row[count]:
            sets[tuple(row[place] for place in alike)].append(row)
    for together in sets.values():
        together.sort(key=lambda row: int(row[count]))
        under = sum(row[count] < least for row in together)
        for row in together[: 2 if under == 1 else under]:
            row[count] = ""
    return kept


def figures(rows: Iterable[Figure], heads: Mapping[tuple[str, str], int], level: Level, least: int) -> Iterator[Figure]:
    """Measures as they may leave: none about the facilitator, none of a group that is too small.

    Such groups become `other`, together with the next smallest while `other` is too small itself. At `anonymous` a
    figure made of fewer than `least` people keeps its name only; at `chatham` there are none by group, which would
    tell who was there.
    """
    are_large = _large(heads, max(least, LEAST_PRESENT) if level == "anonymous" else LEAST_PRESENT)
    for meeting, of_meeting in groupby(rows, key=lambda row: row[0]):
        told = [row for row in of_meeting if _name(row) not in LISTENING]
        large = are_large.get(meeting, set())
        merged: set[str] = set()
        for row in told:
            name, _, group = row[1].partition(":")
            if name in _BY_GROUP and group:
                if level == "chatham" or (group not in large and name in merged):
                    continue
                if group not in large:
                    merged.add(name)
                    row = _other(meeting, name, [it for it in told if _is_merged(it, name, large)])
            yield _without_few(row, least) if level == "anonymous" else row


def _large(heads: Mapping[tuple[str, str], int], fewest: int) -> dict[str, set[str]]:
    """The groups that keep their own figures, by meeting."""
    rooms: dict[str, dict[str, int]] = defaultdict(dict)
    for (meeting, group), there in heads.items():
        rooms[meeting][group] = there
    return {meeting: large_groups(room, fewest) for meeting, room in rooms.items()}


def _name(row: Figure) -> str:
    return str(row[1]).partition(":")[0]


def _is_merged(row: Figure, name: str, large: Collection[str]) -> bool:
    measure, _, group = str(row[1]).partition(":")
    return measure == name and group != "" and group not in large


def _other(meeting: str, name: str, rows: Sequence[Figure]) -> Figure:
    upper = sum(row[2] for row in rows if row[2] is not None)
    lower = sum(row[3] for row in rows if row[3] is not None)
    return meeting, f"{name}:{OTHER}", upper, lower, upper / lower if lower else None


def _without_few(row: Figure, least: int) -> Figure:
    """The figure, or its name alone where few people stand behind it, on either side."""
    if _name(row) in _OF_NOBODY:
        return row
    upper, lower = row[2], row[3]
    if lower is None:
        return (row[0], row[1], None, None, None)
    counts = (lower,) if upper is None else (upper, lower, lower - upper)
    return (row[0], row[1], None, None, None) if any(0 < count < least for count in counts) else row
