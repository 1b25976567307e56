from __future__ import annotations

import pytest

from facilitator.errors import Invalid, NotFound, Refused
from facilitator.services import close, feedback
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


@pytest.mark.parametrize("kind", ["plus", "delta"])
def test_plus_and_delta(room: Room, kind: str) -> None:
    feedback.say(room.store, room.meeting_id, kind, "good pace")
    (found,) = room.store.notes.feedback(room.meeting_id)
    assert (found.kind, found.text, found.state) == (kind, "good pace", "heard")
    room.undo()
    assert room.store.notes.feedback(room.meeting_id) == []


def test_feedback_needs_words(room: Room) -> None:
    with pytest.raises(Invalid):
        feedback.say(room.store, room.meeting_id, "plus", "")


def counts(room: Room) -> list[int]:
    return [r.count for r in room.store.notes.ratings(room.meeting_id)]


def test_time_worth_is_a_tally_and_the_last_one_holds(room: Room) -> None:
    feedback.rate(room.store, room.meeting_id, (0, 0, 1, 4, 2))
    feedback.rate(room.store, room.meeting_id, (0, 1, 1, 4, 2))
    assert counts(room) == [0, 1, 1, 4, 2]
    room.undo()
    assert counts(room) == [0, 0, 1, 4, 2]
    room.undo()
    assert counts(room) == []


@pytest.mark.parametrize("tally", [(), (1, 2, 3, 4), (1,) * 6, (0, 0, 0, 0, -1), (0, 0, 0, 0, 100_001)])
def test_five_counts_and_no_others(room: Room, tally: tuple[int, ...]) -> None:
    with pytest.raises(Invalid, match="five counts"):
        feedback.rate(room.store, room.meeting_id, tally)


class TestLastTime:
    def test_the_deltas_of_the_last_closed_meeting_come_back(self, waiting_room: Room) -> None:
        waiting_room.hold_earlier("/delta start on time", "/plus good pace", "/delta fewer papers")
        waiting_room.start()
        room = waiting_room
        asked = feedback.last_deltas(room.store, room.meeting_id)
        assert [f.text for f in asked] == ["start on time", "fewer papers"]
        feedback.tell_back(room.store, room.meeting_id, asked[0], changed=True)
        feedback.tell_back(room.store, room.meeting_id, asked[1], changed=False, reason="the board asks for them")
        told = feedback.last_deltas(room.store, room.meeting_id)
        assert [(f.state, f.told_back_on) for f in told] == [
            ("changed", room.today()),
            ("not_changed", room.today()),
        ]
        assert room.store.value("SELECT reason FROM feedback WHERE id = ?", asked[1].id) == "the board asks for them"
        room.undo()
        assert feedback.last_deltas(room.store, room.meeting_id)[1] == asked[1]

    def test_none_before_the_first_meeting(self, room: Room) -> None:
        assert feedback.last_deltas(room.store, room.meeting_id) == []


class TestAnswers:
    def test_a_question_is_answered(self, room: Room) -> None:
        room.type("?@amina who pays for the late bus")
        found = feedback.answer(room.store, room.meeting_id, 1, "the district does")
        assert (found.state, found.answer, found.answered_at) == ("answered", "the district does", room.clock.now())
        room.undo()
        (open_again,) = room.store.notes.questions(room.meeting_id)
        assert (open_again.state, open_again.answer) == ("open", "")

    def test_numbers_and_words_are_needed(self, room: Room) -> None:
        room.type("?@amina who pays for the late bus")
        with pytest.raises(NotFound):
            feedback.answer(room.store, room.meeting_id, 2, "x")
        with pytest.raises(Invalid):
            feedback.answer(room.store, room.meeting_id, 1, "")

    def test_a_question_of_an_earlier_meeting(self, waiting_room: Room) -> None:
        waiting_room.hold_earlier("?@amina who pays for the late bus")
        waiting_room.start()
        assert feedback.answer(waiting_room.store, waiting_room.meeting_id, 1, "the district").state == "answered"


def test_a_closed_meeting_is_locked(room: Room) -> None:
    close.close(room.store, room.meeting_id)
    with pytest.raises(Refused):
        feedback.say(room.store, room.meeting_id, "plus", "x")
    with pytest.raises(Refused):
        feedback.rate(room.store, room.meeting_id, (1, 1, 1, 1, 1))
    with pytest.raises(Refused):
        feedback.answer(room.store, room.meeting_id, 1, "x")
