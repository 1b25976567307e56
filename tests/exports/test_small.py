from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import permutations
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from facilitator.exports import small
from facilitator.frozen import frozen
from facilitator.model.measures import DecisionFacts, GroupVoice, MeetingFacts, after_meeting

FIGURES = [
    ("m", "start_delay_minutes", 4.0, None, 4.0),
    ("m", "heard_right", 3.0, 4.0, 0.75),
    ("m", "facilitator_share", 3.0, 4.0, 0.75),
    ("m", "voices_heard", 9.0, 15.0, 0.6),
    ("m", "voices_heard:business", 1.0, 1.0, 1.0),
    ("m", "voices_heard:family", 4.0, 6.0, 4 / 6),
    ("m", "voices_heard:media", 0.0, 2.0, 0.0),
    ("m", "voices_heard:school", 4.0, 6.0, 4 / 6),
    ("m", "fist_min:1", 0.0, None, 0.0),
    ("m", "time_worth", 11.0, 15.0, 11 / 15),
]
HEADS = {("m", "business"): 1, ("m", "media"): 2, ("m", "family"): 6, ("m", "school"): 6, ("other", "media"): 9}


def figures(level: Any, heads: dict[tuple[str, str], int] = HEADS, least: int = 10) -> dict[str, tuple[Any, ...]]:
    return {row[1]: row[2:] for row in small.figures(iter(FIGURES), heads, level, least)}


def test_small_groups_become_other_and_the_facilitators_figures_stay() -> None:
    found = figures("consented")
    assert "heard_right" not in found
    assert "facilitator_share" not in found
    assert found["voices_heard:other"] == (1.0, 3.0, 1 / 3)
    assert found["voices_heard:family"] == (4.0, 6.0, 4 / 6)
    assert not {"voices_heard:business", "voices_heard:media"} & found.keys()


def test_other_takes_in_the_next_group_while_it_is_too_small_itself() -> None:
    found = figures("roles", {**HEADS, ("m", "media"): 4, ("m", "business"): 2})
    assert "voices_heard:media" not in found
    assert {"voices_heard:family", "voices_heard:school", "voices_heard:other"} <= found.keys()


def test_turns_of_small_groups_stand_together_but_for_whom_may_be_named() -> None:
    rows = [
        ["m", "1", "family", "", 4],
        ["m", "1", "business", "", 1],
        ["m", "1", "media", "", 2],
        ["m", "1", "media", "", 3],
        ["m", "1", "media", "carla", 5],
        ["m", "2", "media", "", 6],
        ["other", "3", "media", "", 7],
    ]
    assert small.turns(rows, HEADS) == [
        ["m", "1", "family", "", 4],
        ["m", "1", "", "", 6],
        ["m", "1", "media", "carla", 5],
        ["m", "2", "", "", 6],
        ["other", "3", "media", "", 7],
    ]


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 6), st.integers(0, 9)), max_size=8))
def test_nothing_is_lost_and_no_small_group_stands_beside_another(groups: dict[str, tuple[int, int]]) -> None:
    rows: list[tuple[Any, ...]] = [
        ("m", f"voices_heard:{key}", heard, there, None) for key, (there, heard) in groups.items()
    ]
    heads = {("m", key): there for key, (there, _) in groups.items()}
    found: dict[str, tuple[int, int]] = {
        row[1].partition(":")[2]: row[2:4] for row in small.figures(iter(rows), heads, "consented", 10)
    }
    for place in (0, 1):
        assert sum(row[place] for row in found.values()) == sum(row[place + 2] for row in rows)
    if any(there for there, _ in groups.values()) and len(found) > 1:
        assert all(there >= 3 or there == 0 for _, there in found.values())
        assert all(there >= 3 for key, (_, there) in found.items() if key != "other")


def test_a_group_that_nobody_saw_is_small() -> None:
    assert "voices_heard:school" not in figures("roles", {("m", "family"): 6})


def test_anonymous_keeps_only_figures_of_enough_people() -> None:
    found = figures("anonymous")
    assert found["start_delay_minutes"] == (4.0, None, 4.0)
    assert found["voices_heard"] == found["time_worth"] == found["fist_min:1"] == (None, None, None)
    assert {name for name in found if name.startswith("voices_heard:")} == {"voices_heard:other"}


def test_anonymous_keeps_figures_where_all_that_they_are_made_of_leaves() -> None:
    whole = small.Whole()
    whole.noted("ratings", [["m", "time_worth", "", "", 1, 15]], (0, 1, 2), (5,))
    found = {row[1]: row[2:] for row in small.figures(iter(FIGURES), HEADS, "anonymous", 10, whole)}
    assert found["time_worth"] == (11.0, 15.0, 11 / 15)
    assert found["voices_heard"] == found["fist_min:1"] == (None, None, None)


def test_chatham_has_no_figures_that_tell_how_many_were_there() -> None:
    assert not [name for name in figures("chatham") if name.startswith(("voice", "evenness"))]


def test_alike_rows_are_counted_together() -> None:
    assert small.merged([["m", "s", "a", "", 1], ["m", "s", "b", "", 2], ["m", "s", "a", "", 3]], count=4) == [
        ["m", "s", "a", "", 4],
        ["m", "s", "b", "", 2],
    ]


def test_attendance_by_group() -> None:
    rows: list[list[Any]] = [
        ["m", "p1", "Ana", "School", "school", "present", "room", None, "t", ""],
        ["m", "p2", "Ben", "School", "school", "present", "room", None, "t", "t"],
        ["m", "", "", "", "school", "present", "room", 5, "", ""],
        ["m", "p3", "Eva", "", "family", "late", "room", None, "", ""],
    ]
    assert small.by_group(rows) == [
        ["m", "", "", "", "school", "present", "room", 7, "", ""],
        ["m", "", "", "", "family", "late", "room", 1, "", ""],
    ]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20)), max_size=8), st.integers(1, 12))
@settings(deadline=None, max_examples=100)
def test_of_what_is_hidden_there_is_more_than_one_and_enough_people(counts: list[tuple[str, int]], least: int) -> None:
    kept = small.hidden([[name, count] for name, count in counts], 1, (0,), least)
    for name in "ab":
        before = [count for it, count in counts if it == name]
        after = [row[1] for row in kept if row[0] == name]
        assert all(new in ("", old) for old, new in zip(before, after, strict=True))
        assert not any(0 < count < least for count in after if count != "")
        out = [old for old, new in zip(before, after, strict=True) if new == ""]
        assert not out or set(after) == {""} or (sum(map(bool, out)) > 1 and sum(out) >= least)


def test_ratings_by_group_stand_only_where_they_give_nothing_away() -> None:
    of_all = [["m", "pulse", "a", "", score, count] for score, count in ((1, 12), (2, 24))]
    by_group = [["m", "pulse", "a", group, score, 12] for group, score in (("school", 1), ("school", 2), ("media", 2))]
    assert len(small.ratings([*map(list, of_all), *map(list, by_group)], 10, str)) == 5
    assert small.ratings([*map(list, of_all), *map(list, by_group)], 10, lambda _: "") == of_all
    assert small.ratings([*map(list, of_all), [*by_group[0][:5], 8]], 10, str) == of_all
    assert small.ratings([*map(list, of_all), [*by_group[0][:5], 10]], 10, str) == of_all  # two are left


# Whoever reads all files of a bundle of groups only, and knows how counts are hidden


MEETING, LEAST = "m", 5
GROUP_KEYS = ("family", "school", "student", "")


@frozen
class Room:
    """A meeting in counts: who was there, heard and counted by group, turns by step and group, a tally, ratings."""

    people: tuple[int, ...]
    heard: tuple[int, ...]
    heads: tuple[int, ...]
    turns: tuple[tuple[int, ...], ...]
    tally: tuple[int, ...]
    worth: tuple[int, ...]


def leaving(room: Room, fist: bool) -> tuple[Any, ...]:
    """All that leaves of it where groups only do."""
    whole = small.Whole()
    there = {(MEETING, key): sum(many) for key, *many in zip(GROUP_KEYS, room.people, room.heads, strict=True)}
    present = [
        [MEETING, "", "", "", key, "present", "room", many, "", ""]
        for key, *both in zip(GROUP_KEYS, room.people, room.heads, strict=True)
        for many in both
        if many
    ]
    spoken = [
        [MEETING, str(step), key, "", many]
        for step, of_step in enumerate(room.turns)
        for key, many in zip(GROUP_KEYS, of_step, strict=True)
        if many
    ]
    rated = [[MEETING, "time_worth", "", "", score, count] for score, count in enumerate(room.worth)]
    tally = "" if any(0 < count < LEAST for count in room.tally) else room.tally
    files = (
        whole.noted("attendance", small.hidden(small.by_group(present), 7, (0,), LEAST), (0,), (4, 7)),
        whole.noted("turns", small.hidden(small.turns(spoken, there), 4, (0, 1), LEAST), (0,), (2, 4)),
        whole.noted("decisions", [[MEETING, 1, tally]], (0, 1), (2,)),
        whole.noted("ratings", small.ratings(rated, LEAST, str), (0, 1, 2), (5,)),
    )
    now = datetime(2027, 1, 1)
    by_group = zip(GROUP_KEYS, room.people, room.heard, room.heads, zip(*room.turns, strict=True), strict=True)
    facts = MeetingFacts(
        planned_start=now,
        planned_end=now,
        started_at=now,
        ended_at=now,
        groups=tuple(GroupVoice(key, them, heard, heads, sum(turns)) for key, them, heard, heads, turns in by_group),
        decisions=(DecisionFacts(1, "fist" if fist else "gradients", room.tally[: 6 if fist else 8]),),
        ratings=room.worth,
    )
    made = [(MEETING, it.name, it.numerator, it.denominator, it.value) for it in after_meeting(facts)]
    return (*files, list(small.figures(made, there, "anonymous", LEAST, whole)))


COUNT = st.one_of(st.integers(0, 4), st.integers(5, 16))
ROOMS = st.builds(
    Room,
    people=st.tuples(*[COUNT] * 4),
    heard=st.just((0, 0, 0, 0)),
    heads=st.one_of(st.just((0, 0, 0, 0)), st.tuples(*[COUNT] * 4)),
    turns=st.lists(st.tuples(*[COUNT] * 4), min_size=1, max_size=2).map(tuple),
    tally=st.tuples(*[COUNT] * 6, st.just(0), st.just(0)),
    worth=st.tuples(*[COUNT] * 5),
)


def others(counts: tuple[int, ...], place: int) -> Iterator[tuple[int, ...]]:
    """Counts that might stand in the place of these: another at `place`, and of `LEAST` or more if it is less."""
    for many in (LEAST, LEAST + 1, LEAST + 4, LEAST + 9, *(range(1, LEAST) if counts[place] >= LEAST else ())):
        if many == counts[place]:
            continue
        yield tuple(many if at == place else count for at, count in enumerate(counts))
        for beside in range(len(counts)):
            for few in (1, 2, 4, LEAST, 8):
                yield tuple(
                    many if at == place else few if at == beside else min(count, 1) if count < LEAST else count
                    for at, count in enumerate(counts)
                )


@settings(max_examples=100, deadline=None, phases=[Phase.generate])
@given(ROOMS, st.booleans(), st.data())
def test_whoever_reads_all_files_cannot_tell_a_hidden_count_nor_that_it_is_small(
    room: Room, fist: bool, data: st.DataObject
) -> None:
    heard = tuple(data.draw(st.integers(0, many)) for many in room.people)
    room = replace(room, heard=heard, tally=(*room.tally[:6], 0, 0))
    seen = leaving(room, fist)
    attendance, turns, decisions, ratings, _ = seen

    def might_be(name: str, counts: tuple[int, ...], place: int) -> bool:
        changed: Any = ({name: it} for it in others(counts, place))
        return any(leaving(replace(room, **it), fist) == seen for it in changed)

    worth = [row[5] for row in ratings]
    if "" in worth and set(worth) != {""}:  # all of a total empty: fewer than LEAST, and no more is said
        assert all(might_be("worth", room.worth, at) for at, count in enumerate(worth) if count == "")
    elif "" in worth and sum(room.worth) > 1:
        assert sum(leaving(replace(room, worth=it), fist) == seen for it in permutations(room.worth)) > 1
    if decisions[0][2] == "" and sum(map(bool, room.tally)) > 1:
        assert all(might_be("tally", room.tally, at) for at, count in enumerate(room.tally) if count)
    for step, of_step in enumerate(room.turns):
        left = {row[2]: row[4] for row in turns if row[1] == str(step)}
        if "" in left.values() and set(left.values()) != {""}:
            for at, key in enumerate(GROUP_KEYS):
                if left.get(key) == "" and key:
                    assert any(
                        leaving(replace(room, turns=(*room.turns[:step], it, *room.turns[step + 1 :])), fist) == seen
                        for it in others(of_step, at)
                    )
    left = {row[4]: row[7] for row in attendance}
    if "" in left.values() and set(left.values()) != {""} and not any(room.heads):
        for at, key in enumerate(GROUP_KEYS):
            if left.get(key) == "":
                assert any(
                    leaving(replace(room, people=it, heard=tuple(map(min, room.heard, it))), fist)[0] == attendance
                    for it in others(room.people, at)
                )
