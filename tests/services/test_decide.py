from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.decisions import Decision
from facilitator.services import close, decide
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


@pytest.fixture
def decision(room: Room) -> Decision:
    """A decision in the step for it."""
    room.at("decide")
    room.type("/here ana ben")
    room.type("= pilot two late buses until June")
    return room.decision()


def test_a_line_alone_is_noted_and_agreed_with_the_groups_in_the_room(decision: Decision) -> None:
    assert (decision.method, decision.result, decision.tally) == ("noted", "agreed", ())
    assert decision.groups_present == ("school", "business")


@pytest.mark.parametrize(
    ("method", "tally", "result"),
    [
        ("fist", (0, 0, 0, 2, 3, 1), "agreed"),
        ("fist", (0, 0, 1, 2, 3, 1), "not_agreed"),
        ("fist", (1, 0, 0, 0, 0, 9), "not_agreed"),
        ("gradients", (3, 1, 0, 0, 0, 0, 1, 0), "agreed"),
        ("gradients", (9, 0, 0, 0, 0, 0, 0, 1), "not_agreed"),
    ],
)
def test_counts_set_method_and_result(
    room: Room, decision: Decision, method: str, tally: tuple[int, ...], result: str
) -> None:
    found = decide.lean(room.store, room.meeting_id, decision, method, tally)
    assert (found.method, found.tally, found.result) == (method, tally, result)
    assert room.decision() == found
    room.undo()
    assert room.decision() == decision


@pytest.mark.parametrize(
    ("method", "tally"),
    [
        ("fist", (1, 2, 3)),
        ("fist", (0,) * 8),
        ("gradients", (1,) * 6),
        ("fist", (0,) * 6),
        ("fist", (-1, 0, 0, 0, 0, 3)),
        ("gradients", (0, 0, 0, 0, 0, 0, 0, 100_001)),
    ],
)
def test_counts_that_cannot_be(room: Room, decision: Decision, method: str, tally: tuple[int, ...]) -> None:
    with pytest.raises(Invalid):
        decide.lean(room.store, room.meeting_id, decision, method, tally)
    assert room.decision() == decision


def test_overruling_needs_a_reason_where_the_counts_say_something_else(room: Room, decision: Decision) -> None:
    counted = decide.lean(room.store, room.meeting_id, decision, "fist", (0, 1, 0, 0, 5, 5))
    with pytest.raises(Invalid):
        decide.overrule(room.store, room.meeting_id, counted, "agreed", "")
    found = decide.overrule(room.store, room.meeting_id, counted, "agreed", "the concern was met")
    assert (found.result, found.reason, found.tally) == ("agreed", "the concern was met", counted.tally)
    assert decide.overrule(room.store, room.meeting_id, found, "not_agreed", "").reason == ""
    room.undo()
    assert room.decision() == found


def test_counting_again_takes_the_overruling_back(room: Room, decision: Decision) -> None:
    decide.overrule(room.store, room.meeting_id, decision, "open", "the board must see it")
    found = decide.lean(room.store, room.meeting_id, room.decision(), "fist", (0, 0, 0, 0, 0, 4))
    assert (found.result, found.reason) == ("agreed", "")


def test_there_are_three_results(room: Room, decision: Decision) -> None:
    with pytest.raises(Invalid):
        decide.overrule(room.store, room.meeting_id, decision, "perhaps", "x")


@pytest.mark.parametrize(
    ("method", "result"),
    [("consent", "agreed"), ("majority", "agreed"), ("noted", "agreed"), ("fist", "open"), ("gradients", "open")],
)
def test_another_method_takes_the_counts_away_and_waits_for_its_own(
    room: Room, decision: Decision, method: str, result: str
) -> None:
    counted = decide.lean(room.store, room.meeting_id, decision, "fist", (1, 0, 0, 0, 5, 5))
    found = decide.set_method(room.store, room.meeting_id, counted, method)
    assert (found.method, found.tally, found.result) == (method, (), result)
    room.undo()
    assert room.decision() == counted


def test_another_method_leaves_a_result_with_a_reason(room: Room, decision: Decision) -> None:
    overruled = decide.overrule(room.store, room.meeting_id, decision, "not_agreed", "the board said no")
    found = decide.set_method(room.store, room.meeting_id, overruled, "consent")
    assert (found.result, found.reason) == ("not_agreed", "the board said no")


def test_overruling_before_anybody_is_counted(room: Room, decision: Decision) -> None:
    waiting = decide.set_method(room.store, room.meeting_id, decision, "gradients")
    with pytest.raises(Invalid):
        decide.overrule(room.store, room.meeting_id, waiting, "agreed", "")
    assert decide.overrule(room.store, room.meeting_id, waiting, "agreed", "no time").result == "agreed"


def test_a_method_that_is_none(room: Room, decision: Decision) -> None:
    with pytest.raises(Invalid):
        decide.set_method(room.store, room.meeting_id, decision, "dice")


class TestConcerns:
    def test_word_for_word_with_the_latest_decision_of_the_step(self, room: Room, decision: Decision) -> None:
        decide.concern(room.store, room.meeting_id, "drivers need a second person")
        decide.concern(room.store, room.meeting_id, "who pays?")
        assert room.decision().concerns == ("drivers need a second person", "who pays?")
        room.undo()
        assert room.decision().concerns == ("drivers need a second person",)

    def test_with_a_decision_that_is_named(self, room: Room, decision: Decision) -> None:
        room.type("= ask the library")
        decide.concern(room.store, room.meeting_id, "too soon", decision)
        assert [d.concerns for d in room.store.decisions.of_meeting(room.meeting_id)] == [("too soon",), ()]

    def test_without_a_decision_in_the_step_it_is_feedback(self, room: Room, decision: Decision) -> None:
        room.at("close")
        assert decide.concern(room.store, room.meeting_id, "too many papers") is None
        assert [(f.kind, f.text) for f in room.store.notes.feedback(room.meeting_id)] == [
            ("concern", "too many papers")
        ]
        room.undo()
        assert room.store.notes.feedback(room.meeting_id) == []

    def test_it_needs_words(self, room: Room, decision: Decision) -> None:
        with pytest.raises(Invalid):
            decide.concern(room.store, room.meeting_id, "")


def test_the_day_it_comes_back(room: Room, decision: Decision) -> None:
    assert decide.review(room.store, room.meeting_id, decision, date(2027, 2, 1)).review_on == date(2027, 2, 1)
    room.undo()
    assert room.decision().review_on is None


def test_groups_it_affects_that_are_not_here(room: Room, decision: Decision) -> None:
    found = decide.absent_groups(room.store, room.meeting_id, decision, ("student", "family"))
    assert found.groups_absent == ("student", "family")
    room.undo()
    assert room.decision().groups_absent == ()


def test_which_decision_is_meant(room: Room) -> None:
    with pytest.raises(NotFound):
        decide.latest(room.store, room.meeting_id)
    room.type("= one")
    room.type("= two")
    assert decide.latest(room.store, room.meeting_id).text == "two"
    assert decide.numbered(room.store, room.meeting_id, 1).text == "one"
    with pytest.raises(NotFound):
        decide.numbered(room.store, room.meeting_id, 3)


def test_a_closed_meeting_changes_no_decision(room: Room, decision: Decision) -> None:
    close.close(room.store, room.meeting_id)
    acts: tuple[Callable[[], object], ...] = (
        lambda: decide.lean(room.store, room.meeting_id, decision, "fist", (0, 0, 0, 0, 0, 1)),
        lambda: decide.set_method(room.store, room.meeting_id, decision, "consent"),
        lambda: decide.overrule(room.store, room.meeting_id, decision, "open", "x"),
        lambda: decide.concern(room.store, room.meeting_id, "x"),
        lambda: decide.review(room.store, room.meeting_id, decision, None),
        lambda: decide.absent_groups(room.store, room.meeting_id, decision, ()),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert room.decision() == decision


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tally=st.lists(st.integers(0, 30), min_size=6, max_size=6).filter(any))
def test_fist_passes_exactly_when_nobody_is_under_three(room: Room, decision: Decision, tally: list[int]) -> None:
    found = decide.lean(room.store, room.meeting_id, decision, "fist", tuple(tally))
    assert (found.result == "agreed") == (sum(tally[:3]) == 0)
