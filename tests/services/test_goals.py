from __future__ import annotations

from datetime import date

import pytest

from facilitator.errors import Invalid, NotFound, Refused
from facilitator.services import close, goals, prepare
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


class TestFind:
    @pytest.mark.parametrize("typed", ["attendance", "#att", "NINTH", "raise"])
    def test_by_the_start_of_a_word(self, room: Room, typed: str) -> None:
        assert goals.find(room.store, room.partnership_id, typed).statement == "Raise ninth grade attendance"

    def test_a_whole_word_beats_a_start(self, room: Room) -> None:
        prepare.add_goal(room.store, room.partnership_id, "Lateness in winter")
        assert goals.find(room.store, room.partnership_id, "late").statement == "Cut late arrivals"

    def test_several_are_named_in_the_message(self, room: Room) -> None:
        prepare.add_goal(room.store, room.partnership_id, "Attendance of late starters")
        with pytest.raises(Invalid, match="Cut late arrivals; Attendance of late starters"):
            goals.find(room.store, room.partnership_id, "late")

    @pytest.mark.parametrize("typed", ["buses", "", "#"])
    def test_none(self, room: Room, typed: str) -> None:
        with pytest.raises(NotFound):
            goals.find(room.store, room.partnership_id, typed)

    def test_the_word_given_for_a_goal_finds_it(self, room: Room) -> None:
        for statement in ("Raise attendance", "30 internships", "Cut late arrivals in 2027", "Señal clara"):
            prepare.add_goal(room.store, room.partnership_id, statement)
        known = room.store.goals.all(room.partnership_id)
        found = [goals.word_for(known, goal) for goal in known]
        assert found == ["ninth", "cut", "raise", "internships", "2027", "senal"]
        for word, goal in zip(found, known, strict=True):
            if goal.statement not in ("Cut late arrivals", "Raise attendance"):  # another goal has all their words
                assert goals.find(room.store, room.partnership_id, word) == goal


class TestReadings:
    def test_a_reading_with_status_and_note(self, room: Room) -> None:
        found = goals.read(room.store, room.goal("attendance"), 84, "on_track", "first quarter", room.meeting_id)
        assert (found.current, found.state) == (84, "on_track")
        (reading,) = found.readings
        assert (reading.value, reading.status, reading.note) == (84, "on_track", "first quarter")
        assert (reading.on, reading.meeting_id) == (room.today(), room.meeting_id)
        room.undo()
        assert (room.goal("attendance").readings, room.goal("attendance").state) == ((), "proposed")

    def test_a_status_alone_is_a_look_without_a_value(self, room: Room) -> None:
        goals.read(room.store, room.goal("attendance"), 84, meeting_id=room.meeting_id)
        found = goals.read(room.store, room.goal("attendance"), None, "at_risk", meeting_id=room.meeting_id)
        assert (found.current, found.state, len(found.readings)) == (84, "at_risk", 2)

    def test_neither_value_nor_status(self, room: Room) -> None:
        with pytest.raises(Invalid):
            goals.read(room.store, room.goal("attendance"), None)

    def test_off_track_is_parked_as_a_topic_once(self, room: Room) -> None:
        for value in (83, 82):
            goals.read(room.store, room.goal("attendance"), value, "off_track", meeting_id=room.meeting_id)
        (parked,) = room.store.notes.parked(room.meeting_id)
        assert parked.text == "Off track: Raise ninth grade attendance"
        room.undo()
        assert len(room.store.notes.parked(room.meeting_id)) == 1
        room.undo()
        assert room.store.notes.parked(room.meeting_id) == []

    def test_a_proposed_goal_with_a_status_is_agreed_that_day(self, room: Room) -> None:
        found = goals.read(room.store, room.goal("attendance"), None, "on_track", meeting_id=room.meeting_id)
        assert found.agreed_on == room.today()
        room.clock.forward(days=30)
        found = goals.read(room.store, found, None, "at_risk", meeting_id=room.meeting_id)
        assert found.agreed_on == room.today(-30)

    @pytest.mark.parametrize("in_meeting", [True, False])
    def test_retiring_and_looking_between_meetings_agree_to_nothing(self, room: Room, in_meeting: bool) -> None:
        meeting_id = room.meeting_id if in_meeting else None
        found = goals.read(room.store, room.goal("attendance"), None, "retired", meeting_id=meeting_id)
        assert (found.state, found.agreed_on) == ("retired", None)

    def test_between_meetings_nothing_is_parked(self, room: Room) -> None:
        goals.read(room.store, room.goal("attendance"), None, "off_track")
        assert room.store.notes.parked(room.meeting_id) == []


class TestAdjust:
    def test_the_change_and_its_reason_stay_in_the_history(self, room: Room) -> None:
        found = goals.adjust(
            room.store, room.goal("attendance"), "target", 92.5, "the board raised it", room.meeting_id
        )
        assert found.target == 92.5
        (change,) = room.store.goals.changes(found.id)
        assert (change.field, change.old, change.new) == ("target", "90", "92.5")
        assert (change.reason, change.meeting_id) == ("the board raised it", room.meeting_id)
        room.undo()
        assert room.goal("attendance").target == 90
        assert room.store.goals.changes(found.id) == []

    def test_a_change_needs_a_reason(self, room: Room) -> None:
        with pytest.raises(Invalid) as caught:
            goals.adjust(room.store, room.goal("attendance"), "due", date(2027, 9, 1), "")
        assert caught.value.field == "reason"

    def test_what_was_empty_and_the_next_look_need_none(self, room: Room) -> None:
        goals.adjust(room.store, room.goal("attendance"), "measure", "present of enrolled", "", room.meeting_id)
        goals.adjust(room.store, room.goal("attendance"), "next_review", date(2027, 1, 14), "", room.meeting_id)
        found = goals.adjust(room.store, room.goal("attendance"), "next_review", date(2027, 3, 1), "", room.meeting_id)
        assert (found.measure, found.next_review) == ("present of enrolled", date(2027, 3, 1))
        assert [c.new for c in room.store.goals.changes(found.id)] == [
            "present of enrolled",
            "2027-01-14",
            "2027-03-01",
        ]

    def test_the_same_value_changes_nothing(self, room: Room) -> None:
        goals.adjust(room.store, room.goal("attendance"), "target", 90.0, "")
        assert room.store.goals.changes(room.goal("attendance").id) == []

    def test_fields_that_are_not_changed_this_way(self, room: Room) -> None:
        with pytest.raises(Invalid):
            goals.adjust(room.store, room.goal("attendance"), "state", "reached", "x")

    def test_a_goal_keeps_words(self, room: Room) -> None:
        with pytest.raises(Invalid):
            goals.adjust(room.store, room.goal("attendance"), "statement", "", "x")


def test_a_goal_the_room_thinks_of(room: Room) -> None:
    goals.propose(room.store, room.meeting_id, "Thirty internships")
    assert room.goal("internships").state == "proposed"
    assert room.undo() == "propose a goal: Thirty internships"
    assert len(room.store.goals.all(room.partnership_id)) == 2
    with pytest.raises(Invalid):
        goals.propose(room.store, room.meeting_id, "")


def test_a_closed_meeting_reads_and_changes_no_goal(room: Room) -> None:
    goal = room.goal("attendance")
    close.close(room.store, room.meeting_id)
    with pytest.raises(Refused):
        goals.read(room.store, goal, 84, meeting_id=room.meeting_id)
    with pytest.raises(Refused):
        goals.adjust(room.store, goal, "target", 95.0, "x", room.meeting_id)
    with pytest.raises(Refused):
        goals.propose(room.store, room.meeting_id, "x")
