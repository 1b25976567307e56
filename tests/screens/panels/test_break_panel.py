from __future__ import annotations

import pytest

from facilitator.errors import Refused
from facilitator.services import close, readback
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def test_it_says_when_it_goes_on_as_the_rooms_clock_time(room: Room) -> None:
    after = room.store.meetings.steps(room.meeting_id)[1]
    panel = room.panel("break")
    assert panel.text == ["goes on at 15:08", f"b ends the break: {after.title}"]
    with room.store.write("the room is elsewhere"):
        room.store.meetings.update(room.meeting_id, time_zone="America/New_York")
    assert panel.text[0] == "goes on at 10:08"


def test_the_time_stays_while_the_break_runs_and_follows_its_length(room: Room) -> None:
    panel = room.panel("break")
    room.clock.forward(minutes=5, seconds=20)
    assert panel.text[0] == "goes on at 15:08"
    room.type("/extend 4")
    assert panel.text[0] == "goes on at 15:12"
    room.clock.forward(minutes=7)
    assert panel.text[0] == "was to go on at 15:12"


def test_with_the_clocks_paused_it_says_what_is_left(room: Room) -> None:
    panel = room.panel("break")
    room.clock.forward(minutes=5)
    room.type("/pause")
    room.clock.forward(minutes=30)
    assert panel.text[0] == "The clocks stand; 3 min of the break are left."
    room.type("/resume")
    assert panel.text[0] == "goes on at 15:38"


def test_b_ends_it_and_begins_the_next_step(room: Room) -> None:
    after = room.store.meetings.steps(room.meeting_id)[1]
    panel = room.panel("break")
    room.clock.forward(minutes=6)
    assert panel.says("b") == f"Now: {after.title}"
    assert room.now_at == after.kind
    held = room.step("break")
    assert held.state == "done"
    assert held.seconds == pytest.approx(360, abs=0.01)
    room.undo()
    assert room.now_at == "break"


def test_after_the_last_step_b_offers_the_read_back(room: Room) -> None:
    panel = room.panel("break")
    with room.store.write("skip the others", room.meeting_id):
        for step in room.store.meetings.steps(room.meeting_id)[2:]:
            room.store.meetings.update_step(step.id, state="skipped")
    assert panel.text[1] == "The last step: b reads back."
    assert panel.completes("b") == "/end"
    assert room.now_at == "break"


def test_before_the_meeting_and_after_it_there_is_nothing_to_end(waiting_room: Room) -> None:
    panel = waiting_room.panel("break")
    assert panel.text == ["A break of 8 min."]
    assert panel.press("b") is None
    waiting_room.start()
    close.close(waiting_room.store, waiting_room.meeting_id)
    assert panel.text == []
    with pytest.raises(Refused):
        panel.press("b")


def test_it_leaves_no_record_and_no_gap(room: Room) -> None:
    room.panel("break").press("b")
    held = [step.kind for step in readback.steps_without_record(room.store, room.meeting_id)]
    assert "break" not in held
    assert close.facts(room.store, room.meeting_id).steps_done == len(held)
