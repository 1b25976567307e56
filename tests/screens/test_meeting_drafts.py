"""The half-typed line on its way to the file, beside the keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from facilitator.app import FacilitatorApp
from facilitator.db import Store, connection
from facilitator.errors import FileBusy
from facilitator.screens import meeting_drafts
from facilitator.screens.meeting import MeetingScreen
from facilitator.settings import Settings
from home_program import burst, shown
from support import FixedClock, make_meeting, make_store

SIZE = (120, 40)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_drafts, "DRAFT_SECONDS", 0.001)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path, FixedClock(), origin="screen") as made:
        make_meeting(made)
        yield made


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    with make_store(store.path.parent, FixedClock(), origin="other") as made:
        yield made


@asynccontextmanager
async def meeting(store: Store) -> AsyncIterator[Pilot[int]]:
    app = FacilitatorApp(store, Settings(), store.meetings.all()[0].id)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        at(pilot)._tick()  # what it says of itself now and then is in the file, and not due again
        yield pilot


def at(pilot: Pilot[int]) -> MeetingScreen:
    screen = pilot.app.screen
    assert isinstance(screen, MeetingScreen)
    return screen


def draft(pilot: Pilot[int], store: Store) -> str:
    kept = store.drafts.draft(at(pilot).keeper.place)
    return kept[0] if kept else ""


async def comes(pilot: Pilot[int], store: Store, words: str) -> None:
    """Waits until these words are in the file."""
    while draft(pilot, store) != words:
        await pilot.pause()


async def says(pilot: Pilot[int], words: str) -> None:
    """Waits until these words are on the screen."""
    while words not in shown(pilot):
        await pilot.pause()


async def test_half_typed_words_come_into_the_file_and_go(store: Store, other: Store) -> None:
    async with meeting(store) as pilot:
        await burst(pilot, "half a thought")
        await comes(pilot, other, "half a thought")
        await burst(pilot, "\x15")
        await comes(pilot, other, "")


async def test_keys_do_not_wait_for_the_disk(store: Store, other: Store) -> None:
    async with meeting(store) as pilot:
        with store.turn:  # as long as a draft is being written
            for letter in "half a thought":
                await burst(pilot, letter)
                at(pilot)._poll()
            assert "› half a thought" in shown(pilot)
            assert draft(pilot, other) == ""
        await comes(pilot, other, "half a thought")


async def test_no_draft_comes_back_after_enter(store: Store, other: Store) -> None:
    async with meeting(store) as pilot:
        for number in range(4):
            for letter in f"line {number}":
                await burst(pilot, letter)
            await burst(pilot, "\r")
            assert draft(pilot, other) == ""
        await burst(pilot, "more")
        await comes(pilot, other, "more")
        at(pilot).flush()
        assert draft(pilot, other) == "more"
    notes = store.notes.of_meeting(store.meetings.all()[0].id)
    assert [it.text for it in notes] == [f"line {number}" for number in range(4)]


async def test_leaving_has_the_last_letters_whatever_still_waits(store: Store, other: Store) -> None:
    async with meeting(store) as pilot:
        await burst(pilot, "half a thou")
        await burst(pilot, "ght")
        pilot.app.flush()  # type: ignore[attr-defined]
        assert draft(pilot, other) == "half a thought"
        store.close()
        assert draft(pilot, other) == "half a thought"
        pilot.app.exit(0)


async def test_why_words_are_not_kept_is_said_once_until_they_are(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.001)
    async with meeting(store) as pilot:
        with other.write("an act elsewhere"):
            await burst(pilot, "half")
            await says(pilot, "Not saved:")
            assert "is in use by " in shown(pilot)
            await burst(pilot, " a")
            assert "Not saved:" not in shown(pilot)  # what stands there now is how the line is understood
        await burst(pilot, " thought")
        await comes(pilot, other, "half a thought")
        assert "› half a thought" in shown(pilot)


async def test_trouble_with_words_that_were_entered_meanwhile_is_not_said(store: Store) -> None:
    async with meeting(store) as pilot:
        await burst(pilot, "said\r")
        at(pilot)._drafts._came("sai", FileBusy("the file is in use"))
        await pilot.pause()
        assert "Not saved" not in shown(pilot)
        at(pilot)._drafts._came("", FileBusy("the file is in use again"))
        await says(pilot, "Not saved: the file is in use again")


async def test_what_is_said_of_a_line_that_came_back_stays(store: Store) -> None:
    async with meeting(store) as pilot:
        await burst(pilot, "said")
        at(pilot).refused = "said"
        at(pilot).tell("Copied: p-copy.db")
        at(pilot)._drafts._came("said", FileBusy("the file is in use"))
        await pilot.pause()
        assert "Copied: p-copy.db" in shown(pilot)


async def test_a_key_right_after_the_clock_is_painted_at_once(store: Store) -> None:
    async with meeting(store) as pilot:
        screen = at(pilot)
        # From here on there is one frame in an hour, and one in advance.
        screen._update_timer._pace._interval = 3600  # type: ignore[attr-defined]
        store.clock.forward(minutes=2)  # type: ignore[attr-defined]
        screen._tick()
        while screen._dirty_widgets or "2:00 of 5" not in shown(pilot):
            await pilot.pause()
        await burst(pilot, "x")
        while screen._dirty_widgets:
            await pilot.pause()
        assert "› x" in shown(pilot)
