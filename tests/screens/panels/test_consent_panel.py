from __future__ import annotations

import pytest

from facilitator.errors import Refused
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def named(room: Room, who: str) -> str:
    person = room.store.people.person(room.party(who).id)
    assert person is not None
    return person.may_be_named


def test_yes_and_no_are_one_key_each_and_nobody_asked_is_said(room: Room) -> None:
    panel = room.panel("consent")
    assert panel.line("Ana").startswith("not asked")
    assert panel.says("y", "Ana") == "Ana Ruiz: yes"
    assert panel.says("n", "Ben") == "Ben O'Connor: no"
    assert (named(room, "ana"), named(room, "ben"), named(room, "amina")) == ("yes", "no", "")
    assert panel.line("Ana").startswith("yes")
    assert panel.line("Ben").startswith("no ")
    room.undo()
    assert panel.line("Ben").startswith("not asked")


def test_a_no_after_a_yes_is_a_withdrawal_and_says_what_it_means(room: Room) -> None:
    room.store.drafts.log_export("minutes", "full", 3, "minutes.md")
    panel = room.panel("consent")
    panel.press("y", "Ana")
    assert panel.says("n", "Ana").endswith("may hold the name: minutes.md")
    assert panel.line("Ana").startswith("withdrawn")


def test_the_first_no_of_somebody_who_was_named_unasked_says_what_it_means_too(room: Room) -> None:
    room.store.drafts.log_export("minutes", "consented", 3, "minutes.md")
    panel = room.panel("consent")
    assert panel.says("n", "Ana").endswith("may hold the name: minutes.md")
    assert panel.line("Ana").startswith("no ")
    assert panel.says("n", "Amina") == "Amina Diallo: no"


def test_who_is_here_comes_first(room: Room) -> None:
    room.type("/here tomasz")
    people = [line for line in room.panel("consent").text if line.startswith("not asked")]
    assert people[0] == "not asked Tomasz Żółć resident"
    assert people[1].endswith("not here")


def test_an_answer_that_came_with_an_import_counts(room: Room) -> None:
    with room.store.write("import"):
        room.store.people.update_person(room.party("ana").id, may_be_named="no")
    assert room.panel("consent").line("Ana").startswith("no ")


def test_the_next_question_has_answers_of_its_own(room: Room) -> None:
    panel = room.panel("consent")
    panel.press("y", "Ana")
    assert panel.says("s") == "May they be quoted outside this room?"
    assert panel.text[0] == "May they be quoted outside this room?"
    assert panel.line("Ana").startswith("not asked")
    panel.press("y", "Ana")
    assert [c[1:3] for c in room.store.people.consents(room.partnership_id)] == [("notes", "given"), ("quote", "given")]
    for _ in range(4):
        panel.press("s")
    assert panel.text[0].startswith("May they be named")


def test_a_child_is_never_named_and_a_guardian_is_asked_for(room: Room) -> None:
    panel = room.panel("consent")
    assert panel.line("student 1").startswith("never")
    with pytest.raises(Refused):
        panel.press("y", "student 1")
    panel.press("s")
    room.type(panel.completes("y", "student 1") + "Amina Diallo")
    assert panel.line("student 1").startswith("yes")
    assert room.store.value("SELECT by_whom FROM consent") == "Amina Diallo"
    assert panel.says("n", "student 1").startswith("student 1: no")


def test_the_data_statement_stands_above(room: Room) -> None:
    with room.store.write("statement"):
        room.store.people.update_partnership(room.partnership_id, data_statement="Kept for three years.")
    assert room.panel("consent").text[1] == "Kept for three years."
