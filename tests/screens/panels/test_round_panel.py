from __future__ import annotations

import pytest

from meeting_room import PanelAt, Room, room_fixture, waiting_room_fixture  # noqa: F401


@pytest.fixture
def round_(room: Room) -> Room:
    room.type("/here ana an ben amina")
    room.at("round")
    return room


def word(panel: PanelAt, name: str) -> str:
    return panel.line(name).partition(name)[0].strip()


def test_nobody_marked_yet(room: Room) -> None:
    assert room.panel("round").text[0].startswith("Nobody is marked here yet")


def test_the_order_by_group_organisation_and_name_and_the_time_each(round_: Room) -> None:
    panel = round_.panel()
    assert panel.text == [
        "2:00 each · 4 in the round · 4 still to speak",
        "next An Nguyen Northside High",
        "– Ana Ruiz Northside High",
        "– Amina Diallo Parents’ Council",
        "– Ben O'Connor Harbor Print Works",
    ]
    round_.type("/extend 2")
    assert panel.text[0].startswith("2:30 each")


def test_who_has_spoken_in_this_step(round_: Room) -> None:
    panel = round_.panel()
    round_.type("@ana buses stop at four")
    round_.type("?@amina who pays")
    assert word(panel, "Ana Ruiz") == "spoken"
    assert word(panel, "Amina Diallo") == "spoken"
    assert panel.text[0].endswith("2 still to speak")


def test_words_of_another_step_do_not_count(room: Room) -> None:
    room.type("/here ana ben")
    room.type("@ana good morning")
    panel = room.panel("round")
    assert panel.text[0].endswith("2 still to speak")


def test_next_goes_round_from_whoever_has_the_word(round_: Room) -> None:
    panel = round_.panel()
    assert panel.says("n") == "The word to An Nguyen."
    assert word(panel, "An Nguyen") == "now"
    assert word(panel, "Ana Ruiz") == "next"
    assert panel.says("n") == "The word to Ana Ruiz."
    round_.type("@ana buses")
    assert panel.says("n") == "The word to Amina Diallo."
    round_.undo()
    assert word(panel, "Ana Ruiz") == "now"


def test_the_queue_comes_first(round_: Room) -> None:
    panel = round_.panel()
    assert panel.says("q", "Ben") == "In the queue: Ben O'Connor"
    panel.press("q", "Amina")
    assert word(panel, "Ben O'Connor") == "next"
    assert word(panel, "Amina Diallo") == "queue 2"
    assert panel.says("n") == "The word to Ben O'Connor."
    assert [party.name for _, party in round_.store.meetings.queue(round_.meeting_id)] == ["Amina Diallo"]


def test_enter_gives_the_word_past_the_queue(round_: Room) -> None:
    panel = round_.panel()
    panel.press("q", "Ben")
    panel.press("q", "Amina")
    assert panel.says("enter", "Amina") == "The word to Amina Diallo."
    assert [party.name for _, party in round_.store.meetings.queue(round_.meeting_id)] == ["Ben O'Connor"]


def test_everybody_has_spoken(round_: Room) -> None:
    panel = round_.panel()
    for name in ("ana", "an", "amina", "ben"):
        round_.type(f"@{name} something")
    assert panel.says("n") == "Everybody has had the word in this round."


def test_a_turn_without_words_counts_for_the_group_and_shows_until_it_is_taken_back(round_: Room) -> None:
    panel = round_.panel()
    assert panel.says("t", "Ana Ruiz") == "A turn for Ana Ruiz."
    panel.press("t", "Ben")
    assert {turn[1]: turn[3] for turn in round_.store.meetings.turns(round_.meeting_id)} == {"school": 1, "business": 1}
    assert all(turn[2] is None for turn in round_.store.meetings.turns(round_.meeting_id))
    assert word(panel, "Ana Ruiz") == "spoken"
    round_.undo()
    assert word(panel, "Ben O'Connor") != "spoken"
    assert word(panel, "Ana Ruiz") == "spoken"


def test_groups_that_are_only_counted_are_in_the_round(round_: Room) -> None:
    round_.type("/count students 12")
    panel = round_.panel()
    assert word(panel, "students") == "–"
    panel.press("t", "students")
    assert word(panel, "students") == "spoken"
    assert ("student", 1) in {(turn[1], turn[3]) for turn in round_.store.meetings.turns(round_.meeting_id)}


def test_one_row_an_organisation(round_: Room) -> None:
    panel = round_.panel()
    assert panel.says("o") == "One row an organisation."
    assert [text.split(" ", 1)[1] for text in panel.text[1:]] == [
        "Northside High school",
        "Parents’ Council family",
        "Harbor Print Works business",
    ]
    round_.type("@ana buses stop at four")
    assert word(panel, "Northside High") == "spoken"
    panel.press("t", "Harbor")
    assert word(panel, "Harbor Print Works") == "spoken"
    panel.press("o")
    assert len(panel.text) == 5


def test_who_leaves_leaves_the_round(round_: Room) -> None:
    panel = round_.panel()
    round_.type("/left ana")
    assert panel.line("Ana Ruiz") == ""
