from __future__ import annotations

from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def test_agreements_are_added_in_the_line_and_end_with_a_key(room: Room) -> None:
    panel = room.panel("agreements")
    assert panel.text == ["Nothing agreed yet. a adds one, in the words it was said."]
    assert panel.completes("a") == "/agree "
    room.type("/agree one speaks at a time")
    room.type("/agree phones away")
    assert panel.text == ["1 one speaks at a time", "2 phones away"]
    assert panel.says("d", "phones").startswith("No longer holds: phones away")
    assert panel.text == ["1 one speaks at a time"]
    room.undo()
    assert len(panel.text) == 2
    assert panel.press("d") is None


def test_a_long_one_is_wrapped_and_is_one_row_for_the_cursor(room: Room) -> None:
    room.type("/agree " + "we listen until the other has finished " * 4)
    panel = room.panel("agreements")
    assert len(panel.rows) > 1
    assert sum(bool(row.id) for row in panel.rows) == 1
