"""Small numbers that would tell who somebody is: merged, or left out with others, so that no total tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from facilitator.exports.columns import Level
from facilitator.model.measures import LEAST_PRESENT, LISTENING, OTHER, large_groups

Row = list[Any]
Figure = tuple[Any, ...]
"""Meeting, name, numerator, denominator, value."""

_BY_GROUP = ("voices_heard", "voice_by_group")
"""Measures with one figure for each stakeholder group."""
_OF_NOBODY = frozenset({"start_delay_minutes", "end_overrun_minutes", "pacing_accuracy", "step_outcomes", "consent"})
"""Measures that count no people."""
_OF_THE_ROOM = frozenset({*_BY_GROUP, "evenness", "evenness_by_group"})
"""Measures made of who was there and of their turns."""
_OF_TALLIES = frozenset({"agreement_support", "agreement_warm", "agreement_open", "fist_min"})
"""Measures made of a decision's tally; its number follows the colon."""
_OF_RATINGS = {"time_worth": "time_worth", "time_worth_median": "time_worth", "meeting_quality": "meeting_quality"}
"""Measures made of ratings, and what was asked; an item of it follows the colon."""


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
    """The rows with counts under `least` emptied, and so many more that no total tells them.

    `alike` are the places of the cells that rows of one total share. The smallest are emptied (those of just `least`
    too, so that what is emptied need not be less), until at least two are and they are `least` people together; where
    they are fewer all of that total is, nought too. Else nought stays: it is nobody.
    """
    kept = list(rows)
    for together in _alike(kept, alike):
        smallest = sorted((row for row in together if row[count]), key=lambda row: int(row[count]))
        under = sum(row[count] <= least for row in smallest) if smallest and smallest[0][count] < least else 0
        while 0 < under < len(smallest) and (under < 2 or sum(row[count] for row in smallest[:under]) < least):
            under += 1
        too_few = under and sum(row[count] for row in smallest[:under]) < least
        for row in together if too_few else smallest[:under]:
            row[count] = ""
    return kept


def ratings(rows: Iterable[Row], least: int, shown: Callable[[str], str]) -> list[Row]:
    """Ratings as they leave where groups only do: meeting, instrument, item, group, score and how many.

    Those by group stand beside those of all only where nothing of the item is hidden and every group may be `shown`.
    """
    kept: list[Row] = []
    for together in _alike(rows, (0, 1, 2)):
        of_all = [row for row in together if not row[3]]
        by_group = [row for row in together if row[3]]
        counts = defaultdict(int, {row[4]: row[5] for row in of_all})
        for row in by_group:
            counts[row[4]] -= row[5]
        rest = [*counts.values()] if of_all else []
        of_all = hidden(of_all, 5, (0, 1, 2), least)
        are_large = not any(0 < row[5] < least or not shown(row[3]) for row in by_group)
        kept += of_all
        if are_large and all(row[5] != "" for row in of_all) and not any(0 < count < least for count in rest):
            kept += by_group
    return kept


class Whole:
    """Which counts left a bundle of groups only whole, filled in file by file: figures stand only beside these."""

    def __init__(self) -> None:
        self._are_whole: dict[tuple[Any, ...], bool] = {}

    def noted(self, file: str, rows: Iterable[Row], alike: Sequence[int], needed: Sequence[int]) -> list[Row]:
        """The rows; of each total (`alike`, as with `hidden`) it is noted whether the `needed` cells are all there."""
        kept = list(rows)
        for row in kept:
            key = (file, *(row[place] for place in alike))
            self._are_whole[key] = self._are_whole.get(key, True) and all(row[place] != "" for place in needed)
        return kept

    def has(self, *total: Any) -> bool:
        """Whether counts under `total` (the file, then as much as is wanted of what rows share) left, and all did."""
        found = [whole for key, whole in self._are_whole.items() if key[: len(total)] == total]
        return bool(found) and all(found)


def figures(
    rows: Iterable[Figure], heads: Mapping[tuple[str, str], int], level: Level, least: int, whole: Whole | None = None
) -> Iterator[Figure]:
    """Measures as they may leave: none about the facilitator, none of a group that is too small.

    Such groups become `other`, together with the next smallest while `other` is too small itself. At `anonymous` a
    figure keeps its name only where a count that it is made of is hidden (is not in `whole`) or it is made of fewer
    than `least` people; at `chatham` there are none that tell how many were there, or who.
    """
    are_large = _large(heads, max(least, LEAST_PRESENT) if level == "anonymous" else LEAST_PRESENT)
    for meeting, of_meeting in groupby(rows, key=lambda row: row[0]):
        told = [row for row in of_meeting if _name(row) not in LISTENING]
        if level == "chatham":
            yield from (row for row in told if _name(row) not in _OF_THE_ROOM)
            continue
        found = list(_merged_figures(meeting, told, are_large.get(meeting, set())))
        if level == "anonymous":
            stands = _standing(found, {group: there for (it, group), there in heads.items() if it == meeting}, least)
            found = [row if stands(row, whole or Whole()) else (*row[:2], None, None, None) for row in found]
        yield from found


def _merged_figures(meeting: str, told: Sequence[Figure], large: Collection[str]) -> Iterator[Figure]:
    merged: set[str] = set()
    for row in told:
        name, _, group = row[1].partition(":")
        if name in _BY_GROUP and group and group not in large:
            if name not in merged:
                merged.add(name)
                yield _other(meeting, name, [it for it in told if _is_merged(it, name, large)])
        else:
            yield row


def _standing(found: Sequence[Figure], there: Mapping[str, int], least: int) -> Callable[[Figure, Whole], bool]:
    """What tells whether a figure of a meeting keeps its numbers. `there` is who was there, by group."""
    voices = [row for row in found if _name(row) == "voices_heard"]
    are_many = not any(_are_few(row, least) or _counts_few(row, there, least) for row in voices)

    def stands(row: Figure, whole: Whole) -> bool:
        meeting, (name, _, item) = row[0], row[1].partition(":")
        if name in _OF_NOBODY:
            return True
        if name in _OF_THE_ROOM:
            return are_many and whole.has("attendance", meeting) and whole.has("turns", meeting)
        if name in _OF_TALLIES:
            return item.isdecimal() and whole.has("decisions", meeting, int(item))
        if name in _OF_RATINGS:
            instrument = _OF_RATINGS[name]
            return whole.has("ratings", meeting, instrument, *([item] if item else []))
        return False

    return stands


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


def _are_few(row: Figure, least: int) -> bool:
    """Whether few people stand behind a share, on either side."""
    upper, lower = row[2] or 0, row[3] or 0
    return any(0 < count < least for count in (upper, lower, lower - upper))


def _counts_few(row: Figure, there: Mapping[str, int], least: int) -> bool:
    """Whether the share, beside who was there, tells how many were only counted, and that is few."""
    group = str(row[1]).partition(":")[2]
    many = there.get(group, row[3] or 0) if group else sum(there.values())
    return 0 < many - (row[3] or 0) < least


def _alike(rows: Iterable[Row], places: Sequence[int]) -> Iterator[list[Row]]:
    sets: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        sets[tuple(row[place] for place in places)].append(row)
    yield from sets.values()
