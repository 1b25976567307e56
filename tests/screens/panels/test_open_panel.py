from __future__ import annotations

import pytest

from facilitator.screens.panels.base import Complete
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


@pytest.mark.parametrize(
    ("key", "status", "mode", "word"),
    [
        ("space", "present", "room", "here"),
        ("h", "present", "room", "here"),
        ("r", "present", "remote", "here"),
        ("l", "late", "room", "late"),
        ("g", "left", "room", "gone"),
        ("s", "apologies", "room", "sorry"),
        ("x", "absent", "room", "absent"),
    ],
)
def test_one_key_a_person(room: Room, key: str, status: str, mode: str, word: str) -> None:
    panel = room.panel("open")
    assert panel.line("Ana Ruiz").startswith("expected")
    panel.press(key, "Ana Ruiz")
    assert (room.attendee("Ana Ruiz").status, room.attendee("Ana Ruiz").mode) == (status, mode)
    assert panel.line("Ana Ruiz").startswith(word)
    room.undo()
    assert room.attendee("Ana Ruiz").status == "expected"


def test_space_is_here_and_not_here(room: Room) -> None:
    panel = room.panel("open")
    assert panel.says("space", "Ana") == "Ana Ruiz: here"
    assert panel.says("space", "Ana") == "Ana Ruiz: expected"
    assert panel.says("enter", "Ana") == "Ana Ruiz: here"
    assert panel.says("e", "Ana") == "Ana Ruiz: expected"


def test_a_row_says_where_they_speak_from_and_when_they_came(room: Room) -> None:
    panel = room.panel("open")
    panel.press("r", "Ben")
    room.clock.forward(minutes=12)
    panel.press("l", "Tomasz")
    assert panel.line("Ben") == "here Ben O'Connor Harbor Print Works remote"
    assert panel.line("Tomasz") == "late Tomasz Żółć resident 15:12"
    assert panel.text[0] == "2 here, 1 of them remote · 4 still expected"


def test_walk_ins_and_head_counts_are_typed(room: Room) -> None:
    panel = room.panel("open")
    assert panel.completes("w") == "/walkin "
    assert panel.completes("c", "Ana") == "/count "
    room.type("/count students 12")
    assert panel.line("students") == "counted students 12 by head-count ← →"
    assert panel.completes("c", "students") == "/count student "
    panel.press("right", "students")
    assert room.attendee("students").head_count == 13
    panel.press("left", "students")
    panel.press("left", "students")
    assert room.attendee("students").head_count == 11
    assert panel.press("h", "students") is None
    assert "11 by head-count" in panel.text[0]


def test_the_switch_for_counting_by_person_shows_its_state(room: Room) -> None:
    panel = room.panel("open")
    assert "by group only" in panel.line("turns")
    panel.press("b")
    assert room.meeting.counts_by_person
    assert "by person until the close" in panel.line("turns")
    panel.press("space", "turns")
    assert not room.meeting.counts_by_person


def test_vision_and_data_statement_are_there_to_be_read_out(room: Room) -> None:
    with room.store.write("statement"):
        room.store.people.update_partnership(room.partnership_id, data_statement="Minutes are kept for three years.")
    panel = room.panel("open")
    assert panel.line("vision") == "vision Every learner finishes school with a next step."
    assert panel.line("data") == "data Minutes are kept for three years."
    assert [row.id for row in panel.rows if "vision" in "".join(p[0] for p in row.pieces)] == [""]


def test_a_repair_meeting_first_asks_about_safety(room: Room) -> None:
    assert "safeguarding" not in " ".join(room.panel("open").text)
    room.meeting_id = room.plan("repair")
    room.start()
    assert "safeguarding procedure" in " ".join(room.panel("open").text[:3])


def test_a_letter_without_a_person_is_left_to_the_line(room: Room) -> None:
    panel = room.panel("open").panel
    for key in "hrlgsxe":
        assert panel.press(key, None) is None
    assert isinstance(panel.press("w", None), Complete)
