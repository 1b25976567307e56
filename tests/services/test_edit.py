from __future__ import annotations

from collections.abc import Callable

import pytest

from facilitator.errors import Invalid, Refused
from facilitator.model.notes import Item
from facilitator.services import close, edit
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def last(room: Room) -> Item:
    return room.items()[-1]


@pytest.fixture
def said(room: Room) -> Item:
    room.at("discuss")
    room.type("@ana buses stop at four")
    return last(room)


def test_other_words(room: Room, said: Item) -> None:
    found = edit.reword(room.store, room.meeting_id, said, " buses stop\tat five ")
    assert (found.text, found.party, found.kind) == ("buses stop at five", said.party, "said")
    room.undo()
    assert last(room) == said


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_line_keeps_words(room: Room, said: Item, text: str) -> None:
    with pytest.raises(Invalid):
        edit.reword(room.store, room.meeting_id, said, text)


@pytest.mark.parametrize(
    "line",
    [
        "a note",
        "@ana said",
        "< given back",
        "?@amina who pays",
        "!@ben drafts by fri",
        "= agreed",
        "> later",
        "+@ben thanks",
    ],
)
def test_away_and_back_again_by_undo(room: Room, line: str) -> None:
    room.at("discuss")
    room.type(line)
    item = last(room)
    edit.take_away(room.store, room.meeting_id, item)
    assert room.items() == []
    room.undo()
    assert last(room) == item


def test_a_decision_goes_and_comes_with_its_concerns(room: Room) -> None:
    room.at("decide")
    room.type("= pilot two late buses")
    room.type("/concern too soon")
    edit.take_away(room.store, room.meeting_id, last(room))
    assert room.store.decisions.of_meeting(room.meeting_id) == []
    room.undo()
    assert room.decision().concerns == ("too soon",)


@pytest.mark.parametrize("kind", [kind for kind in edit.KINDS if kind != "said"])
def test_a_remark_becomes_another_record_with_its_words(room: Room, said: Item, kind: str) -> None:
    found = edit.turn_into(room.store, room.meeting_id, said, kind)
    assert (found.kind, found.text, found.step_id) == (kind, said.text, said.step_id)
    if kind != "decision":
        assert found.party == said.party
    assert room.items() == [found]
    room.undo()
    assert room.items() == [said]


@pytest.mark.parametrize("kind", ["asked", "action", "parked", "appreciation"])
def test_and_back_into_a_remark(room: Room, said: Item, kind: str) -> None:
    found = edit.turn_into(room.store, room.meeting_id, edit.turn_into(room.store, room.meeting_id, said, kind), "said")
    assert (found.kind, found.text, found.party) == ("said", said.text, said.party)
    assert len(room.items()) == 1


def test_a_paraphrase_that_becomes_a_remark_waits_for_no_yes(room: Room) -> None:
    room.type("< so nobody can stay late")
    assert room.store.notes.waiting(room.meeting_id)
    edit.turn_into(room.store, room.meeting_id, last(room), "note")
    assert room.store.notes.waiting(room.meeting_id) == []


def test_the_same_kind_changes_nothing(room: Room, said: Item) -> None:
    assert edit.turn_into(room.store, room.meeting_id, said, "said") == said


def test_what_cannot_become_something_else(room: Room, said: Item) -> None:
    with pytest.raises(Invalid):
        edit.turn_into(room.store, room.meeting_id, said, "poem")
    room.type("/plus good pace")
    with pytest.raises(Refused):
        edit.turn_into(room.store, room.meeting_id, last(room), "note")
    room.type("~ she is worried")
    private = next(item for item in room.items() if item.visibility == "private")
    with pytest.raises(Refused, match="/share"):
        edit.turn_into(room.store, room.meeting_id, private, "action")
    assert edit.turn_into(room.store, room.meeting_id, private, "question").visibility == "private"


def test_private_and_shared(room: Room, said: Item) -> None:
    assert edit.set_visibility(room.store, room.meeting_id, said, "private").visibility == "private"
    room.undo()
    assert last(room).visibility == "shared"
    room.type("= agreed")
    with pytest.raises(Refused):
        edit.set_visibility(room.store, room.meeting_id, last(room), "private")


def test_a_repair_meeting_stays_restricted(room: Room) -> None:
    room.meeting_id = room.plan("repair")
    room.start()
    room.type("it hurt")
    assert last(room).visibility == "restricted"
    with pytest.raises(Refused):
        edit.set_visibility(room.store, room.meeting_id, last(room), "shared")


def test_open_and_closed_questions_change_places(room: Room, said: Item) -> None:
    with pytest.raises(Refused):
        edit.flip_question(room.store, room.meeting_id, said)
    room.type("? what would make staying possible")
    edit.flip_question(room.store, room.meeting_id, last(room))
    assert room.store.notes.of_step(said.step_id)[-1].is_open_question is False
    edit.flip_question(room.store, room.meeting_id, last(room))
    assert room.store.notes.of_step(said.step_id)[-1].is_open_question is True
    room.undo()
    assert room.store.notes.of_step(said.step_id)[-1].is_open_question is False


def test_whose_a_line_is(room: Room, said: Item) -> None:
    assert edit.name_party(room.store, room.meeting_id, said, room.party("families")).party == room.party("families")
    room.undo()
    assert last(room).party == said.party
    room.type("= agreed")
    with pytest.raises(Refused):
        edit.name_party(room.store, room.meeting_id, last(room), room.party("ana"))


def test_the_level_of_a_note(room: Room, said: Item) -> None:
    edit.set_level(room.store, room.meeting_id, said.id, "objective")
    assert room.store.notes.of_step(said.step_id)[0].orid == "objective"
    edit.set_level(room.store, room.meeting_id, said.id, "")
    assert room.store.notes.of_step(said.step_id)[0].orid == ""
    room.undo()
    assert room.store.notes.of_step(said.step_id)[0].orid == "objective"
    with pytest.raises(Invalid):
        edit.set_level(room.store, room.meeting_id, said.id, "subjective")


def test_a_closed_meeting_is_locked(room: Room, said: Item) -> None:
    close.close(room.store, room.meeting_id)
    acts: tuple[Callable[[], object], ...] = (
        lambda: edit.reword(room.store, room.meeting_id, said, "x"),
        lambda: edit.take_away(room.store, room.meeting_id, said),
        lambda: edit.turn_into(room.store, room.meeting_id, said, "action"),
        lambda: edit.set_visibility(room.store, room.meeting_id, said, "private"),
        lambda: edit.set_level(room.store, room.meeting_id, said.id, "objective"),
        lambda: edit.name_party(room.store, room.meeting_id, said, said.party),  # type: ignore[arg-type]
    )
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert room.items() == [said]
