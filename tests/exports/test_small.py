from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.exports import small

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
    assert figures("anonymous", least=4)["time_worth"] == (11.0, 15.0, 11 / 15)


def test_chatham_has_no_figures_by_group() -> None:
    assert not [name for name in figures("chatham") if name.startswith("voices_heard:")]


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
@settings(deadline=None)
def test_hidden_counts_cannot_be_worked_out(counts: list[tuple[str, int]], least: int) -> None:
    rows: list[list[Any]] = [[name, count] for name, count in counts]
    kept = small.hidden(rows, 1, (0,), least)
    for name in "ab":
        before = [count for it, count in counts if it == name]
        after = [row[1] for row in kept if row[0] == name]
        assert all(new in ("", old) for old, new in zip(before, after, strict=True))
        assert not any(0 < count < least for count in after if count != "")
        others = sum(count > 0 for count in before)
        assert after.count("") != 1 or others == 1
