from __future__ import annotations

import pytest

from facilitator.errors import Invalid, NotFound, Refused
from facilitator.services import close, consent
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


def may_be_named(room: Room, who: str) -> str:
    person = room.store.people.person(room.party(who).id)
    assert person is not None
    return person.may_be_named


def say(room: Room, who: str, scope: str, said_yes: bool, by: str = "") -> str:
    return consent.answer(room.store, room.meeting_id, room.party(who).id, scope, said_yes=said_yes, by=by)


def test_nobody_asked_is_no_answer(room: Room) -> None:
    assert consent.answers(room.store, room.partnership_id) == {}
    assert may_be_named(room, "ana") == ""


def test_an_answer_about_names_and_its_record_are_one_act(room: Room) -> None:
    assert say(room, "ana", "notes", True) == "given"
    assert may_be_named(room, "ana") == "yes"
    assert consent.answers(room.store, room.partnership_id) == {(room.party("ana").id, "notes"): "given"}
    assert room.undo() == "Ana Ruiz: yes (notes)"
    assert (may_be_named(room, "ana"), consent.answers(room.store, room.partnership_id)) == ("", {})


def test_a_no_costs_as_little_and_a_no_after_a_yes_is_a_withdrawal(room: Room) -> None:
    assert say(room, "ana", "notes", False) == "refused"
    assert say(room, "ana", "notes", True) == "given"
    assert say(room, "ana", "notes", False) == "withdrawn"
    assert say(room, "ana", "notes", False) == "withdrawn"
    assert may_be_named(room, "ana") == "no"
    assert len(room.store.people.consents(room.partnership_id)) == 3


def test_a_no_after_a_yes_that_was_read_in_is_a_withdrawal(room: Room) -> None:
    ana = room.party("ana").id
    with room.store.write("Import people"):
        room.store.people.update_person(ana, may_be_named="yes")
    room.store.drafts.log_export("minutes", "consented", 1, "minutes.md")
    assert say(room, "ana", "photo", False) == "refused"
    assert "minutes.md" in room.type("/named ana no")
    assert consent.answers(room.store, room.partnership_id)[ana, "notes"] == "withdrawn"
    assert may_be_named(room, "ana") == "no"


def test_other_scopes_leave_the_name_as_it_is(room: Room) -> None:
    say(room, "ana", "photo", True)
    assert may_be_named(room, "ana") == ""
    assert consent.answers(room.store, room.partnership_id) == {(room.party("ana").id, "photo"): "given"}


def test_a_child_is_never_named_and_a_guardian_says_the_rest(room: Room) -> None:
    with pytest.raises(Refused, match="never named"):
        say(room, "student.1", "notes", True)
    with pytest.raises(Invalid, match="guardian"):
        say(room, "student.1", "photo", True)
    assert say(room, "student.1", "photo", True, by="Amina Diallo") == "given"
    assert room.store.value("SELECT by_whom FROM consent") == "Amina Diallo"
    assert say(room, "student.1", "notes", False) == "refused"


def test_scopes_and_people_there_are(room: Room) -> None:
    with pytest.raises(Invalid, match="notes, quote"):
        say(room, "ana", "everything", True)
    with pytest.raises(NotFound):
        consent.answer(room.store, room.meeting_id, "nobody", "notes", said_yes=True)


def test_after_a_withdrawal_the_files_that_may_hold_the_name_are_told(room: Room) -> None:
    assert "no file" in consent.after_withdrawal(room.store)
    for level, path in (("roles", "roles.md"), ("consented", "minutes.md"), ("full", "bundle"), ("full", "bundle")):
        room.store.drafts.log_export("minutes", level, 1, path)
    assert consent.files_with_names(room.store) == ("bundle", "minutes.md")
    assert consent.after_withdrawal(room.store).endswith("may hold the name: bundle and 1 more")


@pytest.mark.parametrize("scope", ["notes", "attendance"])
def test_the_first_no_of_somebody_who_was_named_unasked_tells_the_files_too(room: Room, scope: str) -> None:
    assert room.type(f"/consent an {scope} no").startswith("An Nguyen: no, they may not ")  # no file has left
    room.store.drafts.log_export("minutes", "consented", 1, "minutes.md")
    assert room.type(f"/consent ana {scope} no") == (
        "Ana Ruiz: no. It holds from now on; files written before may hold the name: minutes.md"
    )
    assert consent.answers(room.store, room.partnership_id)[room.party("ana").id, scope] == "refused"


@pytest.mark.parametrize(
    "line", ["/named tomasz no", "/named amina no", "/consent ana photo no", "/named student.1 no", "/named ana yes"]
)
def test_a_first_answer_that_takes_no_name_back_tells_no_files(room: Room, line: str) -> None:
    room.store.drafts.log_export("minutes", "consented", 1, "minutes.md")
    assert "minutes.md" not in room.type(line)


def test_a_no_that_follows_another_tells_the_files_once(room: Room) -> None:
    room.store.drafts.log_export("minutes", "consented", 1, "minutes.md")
    assert "minutes.md" in room.type("/consent ana attendance no")
    assert "minutes.md" not in room.type("/named ana no")


def test_a_closed_meeting_is_locked(room: Room) -> None:
    close.close(room.store, room.meeting_id)
    with pytest.raises(Refused):
        consent.answer(room.store, room.meeting_id, room.party("ana").id, "notes", said_yes=True)
