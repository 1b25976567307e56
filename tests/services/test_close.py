from __future__ import annotations

from datetime import date

import pytest

from facilitator.errors import Invalid, Refused
from facilitator.services import close, run
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def measures(room: Room) -> dict[str, list[float | None]]:
    """Numerator, denominator and value by name."""
    return {name: values for name, *values in room.store.meetings.measures(room.meeting_id)}


class TestClose:
    def test_steps_never_begun_are_skipped_and_those_begun_are_done(self, room: Room) -> None:
        room.at("discuss")
        run.go_back(room.store, room.meeting_id)
        room.clock.forward(minutes=12)
        meeting = close.close(room.store, room.meeting_id)
        assert (meeting.state, meeting.ended_at) == ("closed", room.clock.now())
        assert {s.kind: s.state for s in room.store.meetings.steps(room.meeting_id)} == {
            "open": "done",
            "review_delta": "skipped",
            "actions_review": "skipped",
            "round": "done",
            "discuss": "done",
            "decide": "skipped",
            "goal_review": "skipped",
            "actions": "skipped",
            "close": "skipped",
        }
        room.clock.forward(minutes=5)
        assert round(room.step("round").active_seconds(room.clock.now())) == 720

    def test_moved_steps_stay_moved(self, room: Room) -> None:
        room.at("discuss")
        run.leave_out(room.store, room.meeting_id, moved=True)
        close.close(room.store, room.meeting_id)
        assert room.step("discuss").state == "moved"

    def test_only_a_meeting_that_runs_is_closed(self, waiting_room: Room) -> None:
        with pytest.raises(Refused, match="not begun"):
            close.close(waiting_room.store, waiting_room.meeting_id)
        waiting_room.start()
        close.close(waiting_room.store, waiting_room.meeting_id)
        with pytest.raises(Refused, match="closed already"):
            close.close(waiting_room.store, waiting_room.meeting_id)

    def test_a_paused_one_closes_too(self, room: Room) -> None:
        run.pause(room.store, room.meeting_id)
        assert close.close(room.store, room.meeting_id).state == "closed"

    def test_undo_does_not_open_it_again(self, room: Room) -> None:
        room.type("/here ana")
        room.type("@ana buses stop at four")
        close.close(room.store, room.meeting_id)
        assert not room.attendee("Ana Ruiz").heard
        with pytest.raises(Refused, match="/reopen REASON"):
            room.type("/undo")
        assert room.meeting.state == "closed"


class TestFigures:
    def test_what_the_meeting_left(self, room: Room) -> None:
        room.type("/here ana ben amina")
        room.type("@ana buses stop at four")
        room.type("< so nobody can stay late")
        room.type("y")
        room.type("? what would make staying possible")
        room.type("/rate 0 0 1 2 3")
        room.clock.forward(minutes=62)
        close.close(room.store, room.meeting_id)
        found = measures(room)
        assert found["end_overrun_minutes"] == [2, None, 2]
        assert found["voices_heard"] == [1, 3, pytest.approx(1 / 3)]
        assert found["heard_right"] == [1, 1, 1]
        assert found["reflections_per_question"] == [1, 1, 1]
        assert found["facilitator_share"] == [2, 3, pytest.approx(2 / 3)]
        assert found["time_worth"] == [6, 6, 1]

    def test_no_turns_no_share(self, room: Room) -> None:
        close.close(room.store, room.meeting_id)
        assert measures(room)["facilitator_share"] == [0, 0, None]


class TestCountedByPerson:
    def test_the_counts_become_group_totals_and_nothing_remembers_who(self, room: Room) -> None:
        room.type("/here ana an ben")
        room.type("/bypeople")
        for line in ("@ana one", "@ana two", "@an three", "@ben four"):
            room.type(line)
        close.close(room.store, room.meeting_id)
        assert [turn[1:] for turn in room.store.meetings.turns(room.meeting_id)] == [
            ("business", None, 1),
            ("school", None, 3),
        ]
        assert not any(a.heard for a in room.store.meetings.attendance(room.meeting_id))
        kept = room.store.rows("SELECT old, new FROM change WHERE tbl = 'turn' AND field = 'person_id'")
        assert kept == []
        assert measures(room)["evenness"][2] == pytest.approx(0.75)

    def test_it_cannot_be_taken_back(self, room: Room) -> None:
        room.type("/bypeople")
        close.close(room.store, room.meeting_id)
        with pytest.raises(Refused, match="cannot be taken back"):
            room.undo()
        assert room.meeting.state == "closed"

    def test_closed_again_it_keeps_the_figures_of_the_first_time(self, room: Room) -> None:
        room.type("/here ana ben amina")
        room.type("/bypeople")
        room.type("@ana one")
        close.close(room.store, room.meeting_id)
        first = measures(room)
        close.reopen(room.store, room.meeting_id, "a date was wrong")
        close.close(room.store, room.meeting_id)
        again = measures(room)
        assert (again["evenness"], again["voices_heard"]) == (first["evenness"], first["voices_heard"])


class TestReopen:
    def test_with_a_reason_and_standing_clocks(self, room: Room) -> None:
        close.close(room.store, room.meeting_id)
        meeting = close.reopen(room.store, room.meeting_id, "a date was wrong")
        assert (meeting.state, meeting.ended_at) == ("paused", None)
        events = room.store.rows("SELECT event, reason FROM meeting_event ORDER BY id")
        assert events == [("closed", ""), ("reopened", "a date was wrong")]

    def test_without_a_reason(self, room: Room) -> None:
        with pytest.raises(Refused, match="not closed"):
            close.reopen(room.store, room.meeting_id, "x")
        close.close(room.store, room.meeting_id)
        with pytest.raises(Invalid):
            close.reopen(room.store, room.meeting_id, "")


class TestNextDate:
    def test_promises_by_the_next_meeting_get_their_day(self, room: Room) -> None:
        room.type("!@ben draft the agreement by next meeting")
        close.set_next_date(room.store, room.meeting_id, date(2026, 12, 17))
        assert room.store.meetings.next_date(room.meeting_id) == date(2026, 12, 17)
        assert (room.action(1).due, room.action(1).due_first) == (date(2026, 12, 17), date(2026, 12, 17))
        room.undo()
        assert room.store.meetings.next_date(room.meeting_id) is None
        assert (room.action(1).due, room.action(1).due_words) == (None, "next meeting")

    @pytest.mark.parametrize("days", [0, -1])
    def test_it_is_a_later_day(self, room: Room, days: int) -> None:
        with pytest.raises(Invalid):
            close.set_next_date(room.store, room.meeting_id, room.today(days))

    def test_not_once_the_meeting_is_closed(self, room: Room) -> None:
        close.close(room.store, room.meeting_id)
        with pytest.raises(Refused):
            close.set_next_date(room.store, room.meeting_id, room.today(9))
