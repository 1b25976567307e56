from __future__ import annotations

import pytest

from facilitator.errors import Refused
from meeting_room import Room, room_fixture, waiting_room_fixture  # noqa: F401


@pytest.fixture
def review(waiting_room: Room) -> Room:
    """Four weeks ago: one promise late by now, one due today, one later, one without a date, one owner missing."""
    waiting_room.hold_earlier(
        "!@ben draft the bus agreement by 4 nov",
        "!@ana ask the library by 21 nov",
        "!@amina find two drivers by 30 nov",
        "! bring food",
    )
    waiting_room.start().at("actions_review")
    return waiting_room


def test_nothing_from_before(room: Room) -> None:
    room.type("!@ben a new promise by fri")
    assert room.panel("actions_review").text == ["No promise is open from before."]


def test_what_is_due_comes_first_with_how_late_it_is(review: Room) -> None:
    assert review.panel().text == [
        "1 17 days late Ben O'Connor draft the bus agreement Wed 4 Nov",
        "2 due today Ana Ruiz ask the library Sat 21 Nov",
        "4 no date nobody yet bring food",
        "Not due yet",
        "3 open Amina Diallo find two drivers Mon 30 Nov",
    ]


def test_done_in_one_key_stays_in_its_place(review: Room) -> None:
    panel = review.panel()
    assert panel.says("d", "bus agreement") == "Promise 1 is done."
    assert panel.text[0] == "1 done Ben O'Connor draft the bus agreement"
    assert review.action(1).done_on == review.today()
    assert panel.says("o", "bus agreement") == "Promise 1 is open again."
    assert review.action(1).state == "open"
    with pytest.raises(Refused):
        panel.press("o", "bus agreement")


def test_the_rest_is_typed(review: Room) -> None:
    panel = review.panel()
    assert panel.completes("n", "bus agreement") == "/move 1 "
    assert panel.completes("x", "library") == "/drop 2 "
    assert panel.completes("w", "bring food") == "/own 4 "
    assert panel.press("d") is None


def test_moved_and_dropped_ones_stay_in_their_place_too(review: Room) -> None:
    panel = review.panel()
    panel.panel.width = 100
    before = [row.id for row in panel.rows]
    review.type("/move 2 21 nov waiting for the key")
    review.type("/move 1 22 nov no driver")
    review.type("/drop 4 the school brings it")
    assert panel.line("bring food").startswith("4 dropped")
    assert panel.line("bus agreement") == "1 open Ben O'Connor draft the bus agreement first Wed 4 Nov Sun 22 Nov"
    assert set(before) == {row.id for row in panel.rows}


def test_after_a_restart_what_was_done_today_is_still_seen(review: Room) -> None:
    review.panel().press("d", "bus agreement")
    assert "1 done Ben O'Connor draft the bus agreement" in review.panel().text
