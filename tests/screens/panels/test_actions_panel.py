from __future__ import annotations

from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def test_promises_in_full_with_what_they_lack(room: Room) -> None:
    panel = room.panel("actions")
    assert panel.text[0].startswith("No promise yet")
    room.type("!@ben draft the bus agreement by 15 jan")
    room.type("! ask the library for the room")
    room.type("!@harbor print the map by next meeting")
    assert panel.text[:3] == [
        "1 Ben O'Connor draft the bus agreement · Fri 15 Jan 2027",
        "2 nobody yet ask the library for the room · no date · no owner",
        "3 Harbor Print Works print the map · next meeting · needs a person",
    ]


def test_mending_a_promise(room: Room) -> None:
    panel = room.panel("actions")
    room.type("! ask the library for the room")
    assert panel.completes("enter", "library") == "/own 1 "
    room.type(panel.completes("w", "library") + "ana")
    assert panel.completes("enter", "library") == "/move 1 "
    room.type(panel.completes("m", "library") + "fri")
    assert panel.line("library") == "1 Ana Ruiz ask the library for the room · Fri 27 Nov 2026"
    assert panel.completes("x", "library") == "/drop 1 "
    assert panel.says("d", "library") == "Promise 1 is done."
    assert panel.line("library").endswith("done")
    room.undo()
    assert room.action(1).state == "open"
    assert panel.press("w") is None


def test_a_new_one_and_the_next_date_are_typed(room: Room) -> None:
    panel = room.panel("actions")
    assert panel.completes("n") == "!@"
    assert panel.line("next meeting") == "next meeting no day yet (t)"
    room.type(panel.completes("enter", "next meeting") + "17 dec")
    assert panel.line("next meeting") == "next meeting Thu 17 Dec 2026"
    assert panel.completes("t") == "/meet "


def test_the_load_each_carries_by_name_not_by_number(waiting_room: Room) -> None:
    waiting_room.hold_earlier("!@ben one by 1 nov", "!@ben two by 30 nov", "!@tomasz map by 30 nov")
    room = waiting_room.start()
    panel = room.panel("actions")
    room.type("!@ben three by fri")
    room.type("!@ana four by fri")
    room.type("!@petra five by fri")
    assert panel.text[panel.text.index("Open promises") :] == [
        "Open promises",
        "Ana Ruiz 1 open · 1 from today",
        "Ben O'Connor 3 open · 1 late · 1 from today",
        "Tomasz Żółć 1 open",
    ]
    room.type("!@ben six by fri")
    assert panel.line("Ben O'Connor 4 open") == "Ben O'Connor 4 open, a lot for one · 1 late · 2 from today"
