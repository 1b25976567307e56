from __future__ import annotations

import pytest

from facilitator.errors import Invalid, NotFound, Refused
from facilitator.services import close, norms
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def held(room: Room) -> list[str]:
    return [text for _, text in room.store.people.norms(room.partnership_id)]


def test_agreements_stand_in_the_order_they_were_made(room: Room) -> None:
    norms.agree(room.store, room.meeting_id, "one speaks\tat a time ")
    norms.agree(room.store, room.meeting_id, "phones away")
    assert held(room) == ["one speaks at a time", "phones away"]
    room.undo()
    assert held(room) == ["one speaks at a time"]


def test_words_are_needed_and_once_is_enough(room: Room) -> None:
    with pytest.raises(Invalid):
        norms.agree(room.store, room.meeting_id, "  ")
    norms.agree(room.store, room.meeting_id, "Phones away")
    with pytest.raises(Refused, match="already"):
        norms.agree(room.store, room.meeting_id, "phones AWAY")


def test_one_that_no_longer_holds_stays_in_the_record(room: Room) -> None:
    norm_id = norms.agree(room.store, room.meeting_id, "phones away")
    assert norms.end(room.store, room.meeting_id, norm_id) == "phones away"
    assert held(room) == []
    assert room.store.row("SELECT text, until FROM norm") == ("phones away", room.today().isoformat())
    with pytest.raises(NotFound):
        norms.end(room.store, room.meeting_id, norm_id)
    room.undo()
    assert held(room) == ["phones away"]


def test_a_closed_meeting_is_locked(room: Room) -> None:
    close.close(room.store, room.meeting_id)
    with pytest.raises(Refused):
        norms.agree(room.store, room.meeting_id, "x")
