from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from facilitator.errors import Invalid, NotFound, Refused
from facilitator.model.when import NEXT_MEETING
from facilitator.services import close, promises
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def promised(room: Room) -> Room:
    room.type("!@ben draft the bus agreement by fri")
    return room


def test_a_promise_that_is_kept(promised: Room) -> None:
    found = promises.done(promised.store, promised.action(1), promised.meeting_id)
    assert (found.state, found.done_on) == ("done", promised.today())
    assert promised.undo() == "promise 1 done"
    assert (promised.action(1).state, promised.action(1).done_on) == ("open", None)


def test_dropping_keeps_the_reason(promised: Room) -> None:
    with pytest.raises(Invalid, match="/drop 1"):
        promises.drop(promised.store, promised.action(1), "")
    found = promises.drop(promised.store, promised.action(1), "the city pays", promised.meeting_id)
    assert (found.state, found.reason) == ("dropped", "the city pays")
    promised.undo()
    assert (promised.action(1).state, promised.action(1).reason) == ("open", "")


def test_moving_keeps_the_date_first_promised(promised: Room) -> None:
    later = FRIDAY + timedelta(days=7)
    found = promises.move(promised.store, promised.action(1), later, "no driver", promised.meeting_id)
    assert (found.due_first, found.due, found.reason) == (FRIDAY, later, "no driver")
    promised.undo()
    assert (promised.action(1).due, promised.action(1).reason) == (FRIDAY, "")


def test_moving_needs_a_day_and_a_reason(promised: Room) -> None:
    with pytest.raises(Invalid, match="by when"):
        promises.move(promised.store, promised.action(1), None, "x")
    with pytest.raises(Invalid, match="what got in the way"):
        promises.move(promised.store, promised.action(1), FRIDAY, "")


def test_a_first_date_needs_no_reason(room: Room) -> None:
    room.type("!@ben draft the bus agreement")
    found = promises.move(room.store, room.action(1), FRIDAY, "", room.meeting_id)
    assert (found.due_first, found.due) == (FRIDAY, FRIDAY)


def test_moved_to_the_next_meeting_it_waits_for_that_day(promised: Room) -> None:
    found = promises.move(
        promised.store, promised.action(1), None, "no driver", promised.meeting_id, words=NEXT_MEETING
    )
    assert (found.due, found.due_words, found.due_first) == (None, NEXT_MEETING, FRIDAY)
    close.set_next_date(promised.store, promised.meeting_id, date(2026, 12, 17))
    assert (promised.action(1).due, promised.action(1).due_words) == (date(2026, 12, 17), "")
    assert promised.action(1).due_first == FRIDAY


def test_what_is_done_or_dropped_is_not_done_dropped_or_moved_again(promised: Room) -> None:
    promises.done(promised.store, promised.action(1))
    with pytest.raises(Refused, match="done already"):
        promises.done(promised.store, promised.action(1))
    with pytest.raises(Refused):
        promises.drop(promised.store, promised.action(1), "x")
    with pytest.raises(Refused):
        promises.move(promised.store, promised.action(1), FRIDAY, "x")


def test_open_again(promised: Room) -> None:
    with pytest.raises(Refused):
        promises.reopen(promised.store, promised.action(1))
    promises.done(promised.store, promised.action(1), promised.meeting_id)
    found = promises.reopen(promised.store, promised.action(1), promised.meeting_id)
    assert (found.state, found.done_on) == ("open", None)
    promised.undo()
    assert promised.action(1).state == "done"


def test_who_owns_it(promised: Room) -> None:
    found = promises.set_owner(promised.store, promised.action(1), promised.party("harbor"), promised.meeting_id)
    assert found.gaps == ("needs a person",)
    promises.set_owner(promised.store, promised.action(1), promised.party("ana"), promised.meeting_id)
    assert promised.action(1).owner == promised.party("ana")
    promised.undo()
    promised.undo()
    assert promised.action(1).owner == promised.party("ben")


def test_by_number(promised: Room) -> None:
    assert promises.by_number(promised.store, promised.partnership_id, 1).text == "draft the bus agreement"
    with pytest.raises(NotFound):
        promises.by_number(promised.store, promised.partnership_id, 2)


def test_numbers_are_never_given_twice(promised: Room) -> None:
    promised.undo()
    promised.type("!@ana ask the library by fri")
    assert promised.action(2).text == "ask the library"


def test_a_closed_meeting_changes_no_promise_but_the_days_between_do(promised: Room) -> None:
    close.close(promised.store, promised.meeting_id)
    action = promised.action(1)
    acts: tuple[Callable[[], object], ...] = (
        lambda: promises.done(promised.store, action, promised.meeting_id),
        lambda: promises.drop(promised.store, action, "x", promised.meeting_id),
        lambda: promises.move(promised.store, action, FRIDAY, "x", promised.meeting_id),
        lambda: promises.set_owner(promised.store, action, promised.party("ana"), promised.meeting_id),
        lambda: promises.reopen(promised.store, action, promised.meeting_id),
    )
    for act in acts:
        with pytest.raises(Refused, match="locked"):
            act()
    assert promises.done(promised.store, action).state == "done"
