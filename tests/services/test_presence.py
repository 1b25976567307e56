"""Who has the file open: roles, what crashes leave, and what a screen that only reads may do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.db import Store, open_store
from facilitator.errors import Refused
from facilitator.model.screens import OpenScreen, free_origin
from facilitator.services import presence, processes
from support import FixedClock, make_meeting, make_partnership, make_store


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def first(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with make_store(tmp_path, clock) as store:
        assert presence.arrive(store) is None
        assert store.screens.all() == []
        assert presence.settle(store)
        yield store


@pytest.fixture
def other(first: Store, clock: FixedClock) -> Iterator[Store]:
    with open_store(first.path, clock=clock, origin="screen") as store:
        yield store


def crash(store: Store) -> OpenScreen:
    """Leaves the row as a crash does: the number belongs to a process that began at another time."""
    screen = store.screen
    assert screen is not None
    store.screens.remove((screen.id,))
    left = replace(screen, process=f"{screen.process.rpartition('/')[0]}/1")
    store.screens.put(left)
    store.screen = None
    return left


def roles(store: Store) -> list[tuple[str, str]]:
    return [(it.role, it.origin) for it in store.screens.all()]


def test_the_second_is_told_who_was_first_and_since_when(first: Store, other: Store, clock: FixedClock) -> None:
    since = clock.now()
    clock.forward(minutes=7)
    found = presence.arrive(other)
    assert found is not None
    assert (found.role, found.since, found.device) == ("first", since, first.device)
    assert roles(first) == [("first", "screen")]


def test_each_beside_it_has_an_origin_of_its_own(first: Store, other: Store, clock: FixedClock) -> None:
    presence.join(other, "second")
    presence.settle(other)
    with open_store(first.path, clock=clock) as third:
        presence.join(third, "second")
        presence.settle(third)
        assert (first.origin, other.origin, third.origin) == ("screen", "second", "second-2")
        assert roles(first) == [("first", "screen"), ("second", "second"), ("second", "second-2")]
        assert [it.screen.badge for it in (first, other, third) if it.screen] == [
            "",
            "second terminal",
            "third terminal",
        ]
        presence.leave(other)
        with open_store(first.path, clock=clock) as again:
            presence.join(again, "second")
            presence.settle(again)
            assert again.origin == "second"


def test_of_two_opened_at_the_same_moment_the_later_one_is_beside_the_other(other: Store) -> None:
    with open_store(other.path) as one, open_store(other.path) as two:
        one.screens.remove(it.id for it in one.screens.all())
        assert presence.arrive(one) is None
        assert presence.arrive(two) is None
        assert presence.settle(two)
        assert not presence.settle(one)
        assert (one.origin, two.origin) == ("second", "screen")
        assert roles(one) == [("first", "screen"), ("second", "second")]


def test_leaving_makes_room(first: Store, other: Store) -> None:
    presence.leave(first)
    assert first.screen is None
    assert presence.arrive(other) is None
    assert presence.settle(other)
    presence.leave(first)  # nothing more to leave
    assert roles(first) == [("first", "screen")]


@pytest.mark.skipif(not processes.own_token(), reason="the system tells no process start")
def test_what_a_crash_left_asks_nobody_and_is_taken_out(first: Store, other: Store) -> None:
    left = crash(first)
    assert presence.arrive(other) is None
    assert presence.settle(other)
    assert left.id not in {it.id for it in other.screens.all()}


@pytest.mark.skipif(not processes.own_token(), reason="the system tells no process start")
def test_a_second_one_alive_does_not_keep_the_first_from_coming_back(first: Store, other: Store) -> None:
    presence.join(other, "second")
    presence.settle(other)
    crash(first)
    with open_store(first.path) as again:
        assert presence.arrive(again) is None
        assert presence.settle(again)
        assert sorted(roles(again)) == [("first", "screen"), ("second", "second")]


def test_another_laptop_counts_for_three_minutes(first: Store, other: Store, clock: FixedClock) -> None:
    assert first.screen is not None
    elsewhere = replace(first.screen, id="e", device="another laptop", process="")
    presence.leave(first)
    first.screens.put(elsewhere)
    clock.forward(seconds=179)
    assert presence.first_screen(other) == elsewhere
    clock.forward(seconds=2)
    assert presence.arrive(other) is None
    assert presence.settle(other)


def test_it_is_seen_now_and_then_and_says_what_it_shows(first: Store, clock: FixedClock) -> None:
    meeting = make_meeting(first)
    clock.forward(seconds=30)
    presence.see(first)
    presence.shows(first, meeting.id)
    (row,) = first.screens.all()
    assert (row.meeting_id, row.seen_at) == (meeting.id, clock.now())
    presence.shows(first, None)
    assert first.screens.all()[0].meeting_id is None


def test_a_disk_that_refuses_keeps_nobody_from_opening(other: Store, first: Store, clock: FixedClock) -> None:
    presence.leave(first)
    other._conn.execute("CREATE TEMP TRIGGER full BEFORE INSERT ON screen BEGIN SELECT RAISE(ABORT, 'full'); END")
    assert presence.arrive(other) is None
    assert presence.settle(other)
    assert other.screen is not None
    assert roles(other) == []
    other._conn.execute("DROP TRIGGER full")
    clock.forward(seconds=30)
    presence.see(other)
    assert roles(other) == [("first", "screen")]


def test_a_reader_changes_nothing_and_reads_on(first: Store, other: Store) -> None:
    presence.join(other, "reader")
    presence.settle(other)
    assert roles(first) == [("first", "screen"), ("reader", "")]
    before = first.path.read_bytes()
    for write in (
        lambda: make_partnership(other),
        lambda: other.undo(),
        lambda: other.drafts.seen("m", other.now()),
    ):
        with pytest.raises(Refused):
            write()
    with pytest.raises(sqlite3.OperationalError):
        other.execute("DELETE FROM draft")
    other.drafts.save("place", "words", 0)
    presence.see(other)
    assert first.path.read_bytes() == before
    make_partnership(first)
    assert other.changed_elsewhere()
    assert [it.name for it in other.people.partnerships()] == ["Northside Works"]
    presence.leave(other)
    assert roles(first) == [("first", "screen")]


def test_a_draft_belongs_to_one_screen(first: Store, other: Store) -> None:
    presence.join(other, "second")
    presence.settle(other)
    first.drafts.save("line", "the first one’s", 3)
    assert other.drafts.draft("line") is None
    other.drafts.save("line", "the second one’s", 4)
    assert first.drafts.draft("line") == ("the first one’s", 3)
    assert other.drafts.draft("line") == ("the second one’s", 4)
    presence.join(other, "reader")
    presence.settle(other)
    assert other.drafts.draft("line") is None


def test_origins() -> None:
    assert free_origin("first", {"second"}) == "screen"
    assert free_origin("second", {"screen", "second", "second-3", ""}) == "second-2"
    assert free_origin("reader", set()) == ""
