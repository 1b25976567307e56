from __future__ import annotations

from facilitator.services import feedback
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def test_nothing_asked_before_the_first_meeting(room: Room) -> None:
    assert room.panel("review_delta").text == ["Nothing was asked to change last time."]


def test_what_was_asked_is_told_back(waiting_room: Room) -> None:
    waiting_room.hold_earlier("/delta start on time", "/delta fewer papers")
    room = waiting_room.start()
    panel = room.panel("review_delta")
    assert panel.text == ["1 did we? start on time", "2 did we? fewer papers"]
    assert panel.says("y", "start on time") == "Changed: start on time"
    assert panel.completes("n", "fewer papers") == "/told 2 no "
    room.type("/told 2 no the board asks for them")
    assert panel.text == [
        "1 changed start on time · told Sat 21 Nov",
        "2 not changed fewer papers · told Sat 21 Nov",
    ]
    assert [f.state for f in feedback.last_deltas(room.store, room.meeting_id)] == ["changed", "not_changed"]
    room.undo()
    assert panel.line("papers") == "2 did we? fewer papers"
    assert panel.press("y") is None
