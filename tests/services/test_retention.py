"""Records older than a partnership keeps them: asked about once a year, erased only when somebody says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.clock import today
from facilitator.db import Store, retention, words
from facilitator.errors import FacilitatorError, Refused
from facilitator.services import close, edit_records
from facilitator.services import retention as service
from meeting_room import Room
from support import FixedClock, make_store

SAID = (
    "@ana the old buses stop",
    "?@ben who paid back then",
    "+@ben for old bread",
    "= keep the old stop",
    "!@ben paint it by fri",
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A partnership that keeps records 36 months, with a meeting held 37 months ago and one of today."""
    clock = FixedClock()
    with make_store(tmp_path, clock) as store:
        room = Room(store, clock)
        with store.write("36 months"):
            store.people.update_partnership(room.partnership_id, retention_months=36)
        clock.forward(days=-37 * 31)
        old = room.meeting_id
        with store.write("long ago"):
            store.meetings.update(old, planned_start=store.now())
        room.start()
        room.type("/here ana, ben")
        room.type("a secret word taken away")
        room.undo()
        for line in SAID:
            room.type(line)
        room.type("/plus old cake")
        close.close(store, old)
        clock.forward(days=37 * 31)
        room.meeting_id = room.plan()
        room.start()
        room.type("@ana new buses")
        yield room


def due(store: Store) -> list[tuple[str, int, int]]:
    return [it[1:] for it in retention.due(store, today(store.clock))]


def test_older_meetings_are_asked_about_once_a_year(room: Room) -> None:
    assert due(room.store) == [("Northside Works", 36, 1)]
    service.keep(room.store, room.partnership_id)
    assert due(room.store) == []
    room.clock.forward(days=364)
    assert due(room.store) == []
    room.clock.forward(days=2)
    assert due(room.store) == [("Northside Works", 36, 1)]
    room.clock.forward(days=-366)
    room.store.undo()
    assert due(room.store) == [("Northside Works", 36, 1)]


def test_without_a_number_of_months_nobody_is_asked(room: Room) -> None:
    with room.store.write("for good"):
        room.store.people.update_partnership(room.partnership_id, retention_months=None)
    assert due(room.store) == []


def test_the_review_says_what_is_there(room: Room) -> None:
    (old,) = service.review(room.store, room.partnership_id).meetings
    assert (old.notes, old.questions, old.others, old.names) == (1, 1, 2, 6)


def test_the_words_go_and_decisions_and_promises_stay(room: Room) -> None:
    store = room.store
    (old,) = service.review(store, room.partnership_id).meetings
    assert service.erase(store, room.partnership_id) == 1
    everything = [
        text
        for table, columns in words.all_text(store).items()
        for row in words.rows(store, table, columns)
        for text in row.words
        if text
    ]
    for gone in ("old buses", "back then", "old bread", "old cake", "secret word"):
        assert not any(gone in text for text in everything), gone
        assert gone.encode() not in store.path.read_bytes()
    assert [it.text for it in store.decisions.of_meeting(old.id)] == ["keep the old stop"]
    assert "paint it" in everything
    assert "new buses" in everything
    heads = {it.group: it.head_count for it in store.meetings.attendance(old.id)}
    assert heads == {"school": 1, "business": 1}
    assert store.meetings.measures(old.id)
    assert service.review(store, room.partnership_id).meetings == ()
    assert due(store) == []
    assert store.rows("PRAGMA foreign_key_check") == []


def test_it_cannot_be_taken_back(room: Room) -> None:
    store = room.store
    (old,) = service.review(store, room.partnership_id).meetings
    service.erase(store, room.partnership_id)
    with pytest.raises(Refused, match="Erase the words of older meetings"):
        store.undo()
    with pytest.raises(Refused, match="cannot be taken back"):
        store.undo(old.id)
    with pytest.raises(Refused, match="No meeting"):
        service.erase(store, room.partnership_id)


def test_nothing_goes_when_the_backup_fails(room: Room) -> None:
    def fail() -> None:
        raise FacilitatorError("no backup")

    with pytest.raises(FacilitatorError, match="no backup"):
        service.erase(room.store, room.partnership_id, before=fail)
    assert len(service.review(room.store, room.partnership_id).meetings) == 1


@pytest.mark.parametrize("typed", ["0", "-3", "three", "1.5", "99999"])
def test_how_long_records_are_kept_is_a_whole_number_of_months(room: Room, typed: str) -> None:
    with pytest.raises(FacilitatorError, match="how many months"):
        edit_records.new_partnership(room.store, name="X", retention_months=typed)
