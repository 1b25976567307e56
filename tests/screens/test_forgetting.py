"""Looking at what is kept about somebody, forgetting them, and older records, by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.db import Store
from home_program import NARROW, SIZES, at_home, burst, press, shown, top
from support import make_meeting, make_store, step_id


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, origin="screen") as made:
        meeting = make_meeting(made)
        with made.write("a note"):
            made.notes.add(meeting.id, step_id(made, meeting), "note", "Diallo asked [/] Amina")
        yield made


def old(store: Store) -> None:
    with store.write("long ago"):
        store.people.update_partnership(store.people.partnerships()[0].id, retention_months=36)
        for meeting in store.meetings.all():
            store.meetings.update(meeting.id, state="closed", planned_start="2020-01-02T10:00:00.000Z")


@pytest.mark.parametrize("size", SIZES)
async def test_a_person_is_looked_at_and_forgotten(store: Store, size: tuple[int, int]) -> None:
    async with at_home(store, size) as pilot:
        await press(pilot, "w", "a")
        assert "About Amina Diallo" in shown(pilot)
        await press(pilot, "f")
        assert "becomes “family 1”" in shown(pilot)
        await burst(pilot, "forgot\r")
        assert "type forget, or Esc" in shown(pilot)
        assert "Amina Diallo" in [it.name for it in store.people.people()]
        await burst(pilot, "\x15Forget\r")
        assert "Forgotten: “family 1” stands in their place" in shown(pilot)
        assert [it.text for it in store.notes.of_meeting(store.meetings.all()[0].id)] == ["family 1 asked [/] Amina"]
        assert "family 1 asked [/] Amina" in shown(pilot)
        await press(pilot, "q")
        assert "Amina Diallo" not in shown(pilot)
        assert top(pilot) == "ListScreen"


async def test_esc_leaves_everything_as_it_is(store: Store) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "w", "a", "f", "escape")
        assert "About Amina Diallo" in shown(pilot)
        await press(pilot, "escape")
        assert top(pilot) == "ListScreen"
    assert "Amina Diallo" in [it.name for it in store.people.people()]


async def test_home_asks_about_older_records_and_they_are_kept(store: Store) -> None:
    old(store)
    async with at_home(store) as pilot:
        assert "Northside Works keeps records 36 months: 1 meeting is older" in shown(pilot)
        await press(pilot, "enter")
        assert top(pilot) == "RetentionScreen"
        assert "02 Jan 2020  Check-in" in shown(pilot)
        await press(pilot, "y")
        assert "✓ Kept. You are asked again in a year." in shown(pilot)
        await press(pilot, "q")
        assert "keeps records" not in shown(pilot)
        await press(pilot, "u")
        assert "keeps records" in shown(pilot)


async def test_the_words_of_older_meetings_are_erased(store: Store) -> None:
    old(store)
    async with at_home(store, NARROW) as pilot:
        await press(pilot, "enter", "e")
        await burst(pilot, "erase\r")
        assert "Erased: the words of 1 meeting." in shown(pilot)
        assert "no meeting with words in it is older" in shown(pilot)
    assert store.notes.of_meeting(store.meetings.all()[0].id) == []


async def test_how_long_records_are_kept_is_in_the_partnership_s_form(store: Store) -> None:
    async with at_home(store) as pilot:
        await press(pilot, "p", "c")
        await burst(pilot, "\r\r\r\r\r24\x13")
    assert store.people.partnerships()[0].retention_months == 24
