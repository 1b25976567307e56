from __future__ import annotations

import pytest

from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def levels(room: Room) -> list[str]:
    return [note.orid for note in room.store.notes.of_step(room.step("discuss").id)]


def test_four_questions_with_how_many_notes_each_has(room: Room) -> None:
    panel = room.panel("discuss")
    assert panel.text == [
        "1 What do we know? 0 notes objective",
        "2 How does it land? 0 notes reflective",
        "3 What does it mean? 0 notes interpretive",
        "4 What shall we do? 0 notes decisional",
        "A number says at which level the latest note stands.",
    ]


def test_a_number_says_where_the_latest_note_stands(room: Room) -> None:
    panel = room.panel("discuss")
    assert panel.says("1") == "Write a note first, then say at which level it stands."
    room.type("buses stop at four")
    room.type("@ana it is hard")
    assert panel.says("2") == "How does it land? “it is hard”"
    assert levels(room) == ["", "reflective"]
    assert panel.line("How does it land") == "2 How does it land? 1 note reflective"
    assert panel.text[-1] == "latest 2 “it is hard”"
    panel.press("0")
    assert levels(room) == ["", ""]
    room.undo()
    assert levels(room) == ["", "reflective"]


def test_a_row_can_be_picked_too(room: Room) -> None:
    panel = room.panel("discuss")
    room.type("buses stop at four")
    panel.press("enter", "What do we know")
    assert levels(room) == ["objective"]


def test_a_thin_level_is_named_once_there_is_enough_to_tell(room: Room) -> None:
    panel = room.panel("discuss")
    for number, text in enumerate(("one", "two", "three")):
        assert "nothing yet" not in " ".join(panel.text)
        room.type(text)
        panel.press("12"[number % 2])
    assert panel.line("What does it mean") == "3 What does it mean? 0 notes nothing yet: ask this one"


@pytest.mark.parametrize("kind", ["pairs", "data", "cluster", "pulse"])
def test_other_kinds_show_their_prompt_alone(room: Room, kind: str) -> None:
    panel = room.panel(kind)
    room.type("a note")
    assert panel.rows == []
    assert panel.press("1") is None


def test_an_unknown_kind_runs_as_a_discussion(room: Room) -> None:
    assert len(room.panel("a kind of tomorrow").rows) == 5
