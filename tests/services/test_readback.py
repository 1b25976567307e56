from __future__ import annotations

from facilitator.services import readback
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def test_steps_that_were_held_and_left_nothing(room: Room) -> None:
    room.at("round")
    room.at("discuss")
    room.type("a note")
    room.at("close")
    titles = [step.kind for step in readback.steps_without_record(room.store, room.meeting_id)]
    assert titles == ["open", "round"]
    room.type("/here ana")
    assert [step.kind for step in readback.steps_without_record(room.store, room.meeting_id)] == ["round"]


def test_gaps_are_counted_once(room: Room) -> None:
    room.type("/here ana")
    room.type("!@tomaz draw the map")
    found = readback.gather(room.store, room.meeting_id)
    assert (len(found.unknown), found.gaps) == (1, 1)
    room.type("@petra hello")
    assert readback.gather(room.store, room.meeting_id).gaps == 2


def test_a_dropped_promise_and_an_answered_question_have_no_gap(room: Room) -> None:
    room.type("/here ana")
    room.type("! bring food")
    room.type("?@amina who pays")
    assert readback.gather(room.store, room.meeting_id).gaps == 2
    room.type("/drop 1 no longer needed")
    room.type("/answer 1 the district")
    assert readback.gather(room.store, room.meeting_id).gaps == 0


def test_as_text(room: Room) -> None:
    assert readback.text(room.store, room.meeting) == (
        "We agreed\n  nothing yet\n\nWe promised\n  nothing yet\n\nStill open\n  nothing\n"
    )
    for line in ("= pilot two late buses", "/concern too soon", "!@ben draft it by 15 jan", "> cafeteria menu"):
        room.type(line)
    assert readback.text(room.store, room.meeting) == (
        "We agreed\n  1  pilot two late buses (agreed)\n     concern: “too soon”\n\n"
        "We promised\n  1  Ben O'Connor: draft it · Fri 15 Jan 2027\n\n"
        "Still open\n  parked: cafeteria menu\n"
    )
