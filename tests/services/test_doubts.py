"""Of words that may be names those are told that stand in what leaves, with where they stand in it."""

from __future__ import annotations

import dataclasses

import pytest

from facilitator.exports.notices import PLACES
from facilitator.services import agenda, minutes, papers
from facilitator.services.doubts import doubts
from facilitator.services.export import extract
from facilitator.services.minutes import FORMATS, Asked
from meeting_room import Room, waiting_room_fixture  # noqa: F401


@pytest.fixture
def told(waiting_room: Room) -> Room:
    """Will and Dolores may not be named; their first names stand in a note, a promise and a built-in prompt."""
    room = waiting_room
    room.meeting_id = room.plan("kick_off")
    room.start()
    with room.store.write("people"):
        for name in ("Will Hart", "Dolores Vega"):
            room.store.people.add_person(room.partnership_id, name, group="family", may_be_named="no")
    room.type("room quiet when Dolores came in")
    room.type("!@ben ask Will_and *Dolores* about the keys")
    room.type("= we will go on")
    return room


def said(room: Room, form: str, *, with_notes: bool = False) -> list[str]:
    made = minutes.write(room.store, room.meeting_id, Asked("consented", form, with_notes=with_notes), None)
    return [str(it) for it in made.doubts]


@pytest.mark.parametrize("form", FORMATS)
def test_only_words_that_stand_there_are_told_and_each_once(told: Room, form: str) -> None:
    found = extract(told.store, "consented", meeting_id=told.meeting_id)
    assert {it.file for it in found.notices if it.word == "Dolores"} == {"notes.csv", "actions.csv"}
    assert said(told, form) == [
        "“Dolores” may be a name, in a promise: “ask Will_and *Dolores* about the keys”",
    ]
    with_notes = said(told, form, with_notes=True)
    assert "“Dolores” may be a name, in a note: “room quiet when Dolores came in”" in with_notes
    assert len(with_notes) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_several_words_are_told_wherever_a_line_ends(told: Room, form: str) -> None:
    told.type("!@ben find out why a ninth grader of the evening school in the harbour was suspended twice")
    for blanks in range(24):
        told.type(f"= {'x' * blanks} we wait until the child of the year and the student Timmy of the harbour are back")
    words = [it.partition("”")[0] for it in said(told, form)]
    assert {"“ninth grader … suspended", "“student Timmy"} <= set(words)


@pytest.mark.parametrize("form", agenda.FORMATS)
def test_built_in_prompts_are_in_no_doubt(told: Room, form: str) -> None:
    def on_agenda() -> list[str]:
        return [it.word for it in agenda.hand_out(told.store, told.meeting_id, "consented", form).doubts]

    assert "will" in agenda.hand_out(told.store, told.meeting_id, "consented", form).text.lower()
    assert on_agenda() == []
    told.type("/step What Dolores asked 4")
    assert on_agenda() == ["Dolores"]


def test_papers_tell_where(told: Room) -> None:
    slips = papers.of_slips(told.store, told.meeting_id, papers.Asked())
    assert "“Dolores” may be a name, in a promise: “ask Will_and *Dolores* about the keys”" in map(str, slips.doubts)


def test_words_without_blanks_between_them(told: Room) -> None:
    found = extract(told.store, "consented", meeting_id=told.meeting_id)
    place = next(it for it in found.notices if it.word == "Dolores" and it.file == "notes.csv")
    rows = [{**row, "text": "我们问王吧"} for row in found.records["notes"]]
    other = dataclasses.replace(
        found,
        records={**found.records, "notes": tuple(rows)},
        notices=(dataclasses.replace(place, word="王"),),
    )
    assert [it.word for it in doubts((other,), "… 我们问王吧 …")] == ["王"]


def test_a_word_of_many_places_is_found_where_it_stands(told: Room) -> None:
    for number in range(PLACES + 3):
        told.type(f"Dolores said a thing, the {number}th")
    assert said(told, "txt")[0] == "“Dolores” may be a name, in a promise: “ask Will_and *Dolores* about the keys”"
    assert len(said(told, "txt")) == 1
