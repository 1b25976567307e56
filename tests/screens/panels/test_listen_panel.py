from __future__ import annotations

import pytest

from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


@pytest.fixture
def listening(room: Room) -> Room:
    room.type("/here ana ben amina")
    room.at("listen")
    for line in (
        "@ana buses stop at four",
        "< so nobody can stay late",
        "@amina my shift ends at six",
        "< evenings are out for you",
    ):
        room.type(line)
    return room


def answers(room: Room) -> dict[str, str]:
    return {n.text: n.confirmed for n in room.store.notes.of_meeting(room.meeting_id) if n.kind == "paraphrase"}


def test_what_waits_stands_first_the_latest_on_top(listening: Room) -> None:
    assert listening.panel().text == [
        "yes? Amina Diallo “evenings are out for you”",
        "yes? Ana Ruiz “so nobody can stay late”",
        "not heard Ben O'Connor Harbor Print Works",
    ]


def test_yes_and_no(listening: Room) -> None:
    panel = listening.panel()
    panel.press("y", "nobody can stay late")
    assert answers(listening) == {"so nobody can stay late": "yes", "evenings are out for you": ""}
    panel.press("n", "evenings")
    assert answers(listening)["evenings are out for you"] == "corrected"
    assert panel.text[0] == "Nothing waits for a yes."
    listening.undo()
    assert answers(listening)["evenings are out for you"] == ""


def test_what_they_meant_is_typed(listening: Room) -> None:
    panel = listening.panel()
    assert panel.completes("c", "evenings") == "n "
    assert panel.completes("c", "nobody can stay late") == "n@ana "
    listening.type("n@ana only those with a car can")
    note = next(n for n in listening.store.notes.of_meeting(listening.meeting_id) if n.text.startswith("so nobody"))
    assert (note.confirmed, note.correction) == ("corrected", "only those with a car can")


def test_an_earlier_one_of_the_same_speaker_waits_for_the_later(listening: Room) -> None:
    listening.type("<@ana and buses are full")
    listening.type("< so we need two")
    panel = listening.panel()
    assert "later one" in panel.says("c", "nobody can stay late")
    assert panel.says("enter", "nobody can stay late").startswith("y when they say yes")


def test_bringing_a_quiet_one_in(listening: Room) -> None:
    panel = listening.panel()
    assert panel.says("q", "Ben") == "In the queue: Ben O'Connor"
    assert panel.says("t", "Ben") == "A turn for Ben O'Connor."
    assert panel.text[-1] == "Everybody has been heard."
    assert panel.press("q", "evenings") is None


def test_a_group_that_is_only_counted_is_quiet_until_it_has_a_turn(listening: Room) -> None:
    listening.type("/count students 12")
    panel = listening.panel()
    assert panel.line("students") == "not heard students (12) student"
    panel.press("t", "students")
    assert panel.line("students") == ""


def test_nobody_marked_here(room: Room) -> None:
    assert room.panel("listen").text == ["Nothing waits for a yes.", "Nobody is marked here yet: /here ana ben"]
