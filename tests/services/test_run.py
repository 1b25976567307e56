from __future__ import annotations

import pytest

from facilitator.errors import Invalid, NotFound, Refused
from facilitator.services import close, run
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def states(room: Room) -> str:
    """The states of the steps, one letter each."""
    return "".join(step.state[0] for step in room.store.meetings.steps(room.meeting_id))


def seconds(room: Room, kind: str) -> float:
    return round(room.step(kind).active_seconds(room.clock.now()), 2)


class TestEnter:
    def test_a_meeting_whose_time_has_come_starts_in_its_first_step(self, waiting_room: Room) -> None:
        waiting_room.clock.forward(minutes=-4.9)
        meeting = run.enter(waiting_room.store, waiting_room.meeting_id)
        assert (meeting.state, waiting_room.now_at) == ("running", "open")
        assert meeting.started_at == waiting_room.clock.now()

    def test_an_earlier_one_waits_with_its_first_step_in_hand(self, waiting_room: Room) -> None:
        waiting_room.clock.forward(minutes=-5)
        meeting = run.enter(waiting_room.store, waiting_room.meeting_id)
        assert (meeting.state, waiting_room.now_at, states(waiting_room)) == ("ready", "open", "w" * 9)
        waiting_room.clock.forward(minutes=3)
        assert seconds(waiting_room, "open") == 0

    def test_a_running_one_goes_on_where_it_stands(self, room: Room) -> None:
        room.at("round")
        before = room.meeting
        assert run.enter(room.store, room.meeting_id) == before

    def test_everybody_new_is_expected(self, waiting_room: Room) -> None:
        with waiting_room.store.write("somebody new"):
            waiting_room.store.people.add_person(waiting_room.partnership_id, "Zoe Park")
        run.enter(waiting_room.store, waiting_room.meeting_id)
        assert waiting_room.attendee("Zoe Park").status == "expected"

    def test_a_meeting_that_is_not_there(self, waiting_room: Room) -> None:
        with pytest.raises(NotFound):
            run.enter(waiting_room.store, "nothing")

    def test_undo_lets_it_wait_again(self, waiting_room: Room) -> None:
        run.enter(waiting_room.store, waiting_room.meeting_id)
        assert waiting_room.undo() == "open the meeting"
        assert (waiting_room.meeting.state, waiting_room.meeting.started_at) == ("ready", None)


class TestSteps:
    def test_next_ends_one_and_begins_the_other_and_the_clocks_follow(self, room: Room) -> None:
        room.clock.forward(minutes=4)
        step = run.go_next(room.store, room.meeting_id)
        assert step is not None
        room.clock.forward(minutes=2)
        assert (step.kind, states(room)[:2]) == ("review_delta", "dr")
        assert (seconds(room, "open"), seconds(room, "review_delta")) == (240, 120)
        assert room.step("open").ended_at is not None

    def test_next_starts_a_waiting_meeting(self, waiting_room: Room) -> None:
        waiting_room.clock.forward(hours=-2)
        run.enter(waiting_room.store, waiting_room.meeting_id)
        step = run.go_next(waiting_room.store, waiting_room.meeting_id)
        assert step is not None
        assert (step.kind, waiting_room.meeting.state) == ("open", "running")

    def test_next_after_the_last_step_changes_nothing(self, room: Room) -> None:
        room.at("close")
        before = room.store.meetings.steps(room.meeting_id)
        assert run.go_next(room.store, room.meeting_id) is None
        assert room.store.meetings.steps(room.meeting_id) == before

    def test_going_back_deletes_nothing_and_leaves_the_later_step_to_do(self, room: Room) -> None:
        room.at("round")
        room.type("room went quiet")
        run.go_back(room.store, room.meeting_id)
        assert room.now_at == "actions_review"
        assert room.step("round").state == "waiting"
        assert len(room.store.timeline.of_step(room.step("round").id)) == 1

    def test_back_at_the_first_step_is_refused(self, room: Room) -> None:
        with pytest.raises(Refused):
            run.go_back(room.store, room.meeting_id)

    def test_coming_back_to_a_step_adds_to_its_time(self, room: Room) -> None:
        room.clock.forward(minutes=1)
        first = room.step("open").started_at
        run.go_next(room.store, room.meeting_id)
        room.clock.forward(minutes=1)
        run.go_back(room.store, room.meeting_id)
        room.clock.forward(minutes=2)
        assert seconds(room, "open") == 180
        assert room.step("open").started_at == first
        assert room.step("open").ended_at is None

    def test_go_to_by_number(self, room: Room) -> None:
        assert run.go_to(room.store, room.meeting_id, 6).kind == "decide"
        assert states(room) == "dwwwwrwww"

    @pytest.mark.parametrize(("number", "error"), [(0, Invalid), (10, Invalid), (1, Refused)])
    def test_go_to_nowhere(self, room: Room, number: int, error: type[Exception]) -> None:
        with pytest.raises(error):
            run.go_to(room.store, room.meeting_id, number)
        assert room.now_at == "open"

    def test_undo_of_a_move_brings_the_clock_back_too(self, room: Room) -> None:
        room.clock.forward(minutes=1)
        run.go_next(room.store, room.meeting_id)
        room.clock.forward(minutes=1)
        assert room.undo() == "on to What we said we would change"
        assert (room.now_at, states(room)) == ("open", "r" + "w" * 8)
        assert seconds(room, "open") == 120

    @pytest.mark.parametrize(("moved", "state"), [(False, "skipped"), (True, "moved")])
    def test_leaving_a_step_out(self, room: Room, moved: bool, state: str) -> None:
        room.at("discuss")
        after = run.leave_out(room.store, room.meeting_id, moved=moved)
        assert after is not None
        assert (after.kind, room.step("discuss").state, room.now_at) == ("decide", state, "decide")
        room.undo()
        assert (room.step("discuss").state, room.now_at) == ("running", "discuss")

    def test_leaving_the_last_step_out_stops_the_clock(self, room: Room) -> None:
        room.at("close")
        room.clock.forward(minutes=1)
        assert run.leave_out(room.store, room.meeting_id, moved=False) is None
        room.clock.forward(minutes=5)
        assert (room.step("close").state, seconds(room, "close")) == ("skipped", 60)

    def test_a_left_out_step_is_passed_over(self, room: Room) -> None:
        room.at("review_delta")
        run.leave_out(room.store, room.meeting_id, moved=False)
        assert run.go_back(room.store, room.meeting_id).kind == "open"
        found = run.go_next(room.store, room.meeting_id)
        assert found is not None
        assert found.kind == "actions_review"

    def test_a_step_added_comes_after_the_one_in_hand(self, room: Room) -> None:
        run.add_step(room.store, room.meeting_id, "Bus routes", 10)
        titles = [step.title for step in room.store.meetings.steps(room.meeting_id)]
        assert titles[:3] == ["Arrive", "Bus routes", "What we said we would change"]
        added = room.store.meetings.steps(room.meeting_id)[1]
        assert (added.kind, added.planned_minutes, added.floor_minutes) == ("discuss", 10, 6)
        room.undo()
        assert len(room.store.meetings.steps(room.meeting_id)) == 9

    @pytest.mark.parametrize(("title", "minutes"), [("", 5), ("x", 0), ("x", 1441)])
    def test_a_step_needs_a_title_and_minutes(self, room: Room, title: str, minutes: int) -> None:
        with pytest.raises(Invalid):
            run.add_step(room.store, room.meeting_id, title, minutes)

    def test_moving_a_step_on_the_agenda(self, room: Room) -> None:
        step = room.step("goal_review")
        run.move_step(room.store, room.meeting_id, step.id, -2)
        assert [s.kind for s in room.store.meetings.steps(room.meeting_id)][4:7] == ["goal_review", "discuss", "decide"]
        run.move_step(room.store, room.meeting_id, step.id, -99)
        assert room.store.meetings.steps(room.meeting_id)[0].id == step.id
        room.undo()
        room.undo()
        assert room.step("goal_review").position == 7
        with pytest.raises(NotFound):
            run.move_step(room.store, room.meeting_id, "nothing", 1)

    def test_a_changed_step_is_undone(self, room: Room) -> None:
        with room.store.write("change a step", room.meeting_id):
            room.store.meetings.update_step(room.step("discuss").id, title="Buses", planned_minutes=20)
        assert (room.step("discuss").title, room.step("discuss").planned_minutes) == ("Buses", 20)
        room.undo()
        assert room.step("discuss").title == "Main topic"


class TestClocks:
    def test_a_pause_is_not_counted(self, room: Room) -> None:
        room.clock.forward(minutes=1)
        run.pause(room.store, room.meeting_id)
        room.clock.forward(minutes=10)
        run.resume(room.store, room.meeting_id)
        room.clock.forward(minutes=1)
        assert seconds(room, "open") == 120

    def test_moving_on_while_paused_keeps_the_clocks_standing(self, room: Room) -> None:
        run.pause(room.store, room.meeting_id)
        run.go_next(room.store, room.meeting_id)
        room.clock.forward(minutes=3)
        assert (room.meeting.state, seconds(room, "review_delta")) == ("paused", 0)
        run.resume(room.store, room.meeting_id)
        room.clock.forward(minutes=1)
        assert seconds(room, "review_delta") == 60

    def test_pausing_twice_and_going_on_twice_are_refused(self, room: Room) -> None:
        with pytest.raises(Refused):
            run.resume(room.store, room.meeting_id)
        run.pause(room.store, room.meeting_id)
        with pytest.raises(Refused):
            run.pause(room.store, room.meeting_id)

    def test_undo_of_a_pause_lets_the_clock_have_run(self, room: Room) -> None:
        run.pause(room.store, room.meeting_id)
        room.clock.forward(minutes=2)
        room.undo()
        assert (room.meeting.state, seconds(room, "open")) == ("running", 120)

    def test_time_away_becomes_a_pause(self, room: Room) -> None:
        room.clock.forward(minutes=2)
        gone = room.clock.now()
        room.clock.forward(minutes=7)
        run.count_as_pause(room.store, room.meeting_id, gone, room.clock.now())
        room.clock.forward(minutes=1)
        assert seconds(room, "open") == 180
        room.undo()
        assert seconds(room, "open") == 600

    @pytest.mark.parametrize(("by", "planned"), [(5, 10), (-4, 1)])
    def test_more_and_less_time(self, room: Room, by: int, planned: int) -> None:
        assert run.lengthen(room.store, room.meeting_id, by).planned_minutes == planned
        room.undo()
        assert room.step("open").planned_minutes == 5

    @pytest.mark.parametrize(("by", "why"), [(-5, "at least 1"), (-99, "at least 1"), (1440, "at most 1440")])
    def test_a_step_keeps_at_least_a_minute_and_at_most_a_day(self, room: Room, by: int, why: str) -> None:
        with pytest.raises(Invalid, match=why):
            run.lengthen(room.store, room.meeting_id, by)


class TestRunningLate:
    def test_nothing_to_fit_on_time(self, room: Room) -> None:
        assert run.options_when_late(room.store, room.meeting_id) == ()
        with pytest.raises(Refused):
            run.take_way_out(room.store, room.meeting_id, 1)

    def test_shrink_leave_out_and_end_later_do_what_they_say(self, room: Room) -> None:
        room.clock.forward(minutes=10)
        ways = run.options_when_late(room.store, room.meeting_id)
        assert [way.number for way in ways] == [1, 2, 3]
        run.take_way_out(room.store, room.meeting_id, 1)
        planned = {step.id: step.planned_minutes for step in room.store.meetings.steps(room.meeting_id)}
        assert all(planned[step_id] == minutes for step_id, minutes in ways[0].minutes)
        room.undo()
        run.take_way_out(room.store, room.meeting_id, 2)
        assert {s.id for s in room.store.meetings.steps(room.meeting_id) if s.state == "skipped"} == set(
            ways[1].leave_out
        )
        room.undo()
        run.take_way_out(room.store, room.meeting_id, 3)
        assert room.meeting.planned_minutes == 65
        room.undo()
        assert room.meeting.planned_minutes == 60

    def test_a_way_that_is_none(self, room: Room) -> None:
        room.clock.forward(minutes=10)
        with pytest.raises(Invalid):
            run.take_way_out(room.store, room.meeting_id, 4)


class TestClosed:
    @pytest.mark.parametrize(
        "act",
        [run.start, run.go_next, run.go_back, run.pause, run.resume, lambda s, m: run.go_to(s, m, 2)],
    )
    def test_a_closed_meeting_is_locked(self, room: Room, act: object) -> None:
        close.close(room.store, room.meeting_id)
        with pytest.raises(Refused, match="reopen"):
            act(room.store, room.meeting_id)  # type: ignore[operator]

    def test_start_twice_is_refused(self, room: Room) -> None:
        with pytest.raises(Refused):
            run.start(room.store, room.meeting_id)


def test_counting_by_person_is_switched_on_and_off(room: Room) -> None:
    run.count_turns_by_person(room.store, room.meeting_id, True)
    assert room.meeting.counts_by_person
    run.count_turns_by_person(room.store, room.meeting_id, False)
    assert not room.meeting.counts_by_person
    room.undo()
    assert room.meeting.counts_by_person
