"""The history, on its own screen and over the meeting, driven by keys and judged by what stands in the file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from facilitator.app import FacilitatorApp
from facilitator.db import Store
from facilitator.screens.history_view import PAGE
from facilitator.services import close, importing, people, prepare, run
from facilitator.settings import Settings
from home_program import NARROW, SIZES, WIDE, at_home, burst, counted_reads, press, shown, top
from hostile import HOSTILE
from support import FixedClock, make_meeting, make_store


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with make_store(tmp_path, clock, origin="screen") as made:
        make_meeting(made)
        yield made


@pytest.fixture
def partnership_id(store: Store) -> str:
    return store.people.partnerships()[0].id


@asynccontextmanager
async def in_meeting(store: Store, size: tuple[int, int] = WIDE) -> AsyncIterator[Pilot[Any]]:
    app = FacilitatorApp(store, Settings(), store.meetings.all()[0].id)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


def called(store: Store) -> list[str]:
    return [it.name for it in store.people.people()]


async def test_what_the_command_line_did_is_seen_opened_taken_back_and_done_again(
    store: Store, clock: FixedClock, partnership_id: str, tmp_path: Path
) -> None:
    clock.forward(minutes=5)
    (tmp_path / "p.csv").write_text("name,organisation\nOlu Ade,City Library\n", "utf-8")
    with make_store(tmp_path, clock, origin="cli") as other:
        importing.people(other, partnership_id, tmp_path / "p.csv")
    async with at_home(store) as pilot:
        await press(pilot, "y")
        assert "History · everything" in shown(pilot)
        assert "Sat 21 Nov 2026" in shown(pilot)
        assert "› 15:05  command line     Import people · Olu Ade" in shown(pilot)
        await press(pilot, "enter")
        text = shown(pilot)
        assert f"Sat 21 Nov 2026, 15:05:00 · command line · {store.device}" in text
        assert "person “Olu Ade” added" in text
        assert "organisation          City Library" in text
        clock.forward(minutes=1)
        await press(pilot, "u")
        assert "Olu Ade" not in called(store)
        assert "✓ Taken back: Import people" in shown(pilot)
        assert "taken back Sat 21 Nov 2026, 15:06:00 · this screen" in shown(pilot)
        await press(pilot, "q")
        assert "taken back 15:06" in shown(pilot)
        await press(pilot, "ctrl+y")
        assert "Olu Ade" in called(store)
        await press(pilot, "r")
        assert "✗ “Import people” is not taken back." in shown(pilot)
        await press(pilot, "escape")
        assert top(pilot) == "HomeScreen"


async def test_a_change_is_shown_old_and_new_in_words(store: Store, partnership_id: str) -> None:
    ana = next(it for it in store.people.people() if it.name == "Ana Ruiz")
    people.change_person(
        store, ana.id, name="Ana Ruiz Soto", organisation="Parents’ Council", group="", role="", email="",
        is_minor=False, may_be_named="yes",
    )  # fmt: skip
    async with at_home(store) as pilot:
        await press(pilot, "y", "enter")
        text = shown(pilot)
        for words in (
            "Ana Ruiz → Ana Ruiz Soto", "Northside High → Parents’ Council", "principal → nothing", "nothing → yes",
        ):  # fmt: skip
            assert words in text
        assert ana.id[:8] not in text


async def test_a_conflict_says_what_changed_since(store: Store, partnership_id: str) -> None:
    people.add_typed(store, partnership_id, "Olu Ade")
    olu = next(it.id for it in store.people.people() if it.name == "Olu Ade")
    people.end_part(store, olu)
    async with at_home(store) as pilot:
        await press(pilot, "y", "down", "u")
        assert "✗ It cannot be taken back: it was changed since (No longer takes part)." in shown(pilot)


@pytest.mark.parametrize(
    ("keys", "title", "acts"),
    [
        ("w", "Ana Ruiz", ["No longer takes part"]),
        ("g", "Read more", ["Add a goal"]),
        ("m", "Check-in", ["a meeting"]),
        ("p", "Northside Works", ["No longer takes part", "Add a goal", "a meeting", "a partnership"]),
    ],
)
async def test_a_list_opens_the_history_of_its_record(
    store: Store, partnership_id: str, keys: str, title: str, acts: list[str]
) -> None:
    prepare.add_goal(store, partnership_id, "Read more")
    people.end_part(store, next(it.id for it in store.people.people() if it.name == "Ben O'Connor"))
    async with at_home(store, WIDE) as pilot:
        await press(pilot, keys)
        if keys == "w":
            people.end_part(store, next(it.id for it in store.people.people() if it.name == "Ana Ruiz"))
            await press(pilot, "down")
            title, acts = "Ana Ruiz", ["No longer takes part", "a partnership"]
        await press(pilot, "y")
        text = shown(pilot)
        assert f"History · {title}" in text
        assert [act for act in acts if act in text] == acts


async def test_narrowing_to_a_meeting_a_partnership_and_words(store: Store, partnership_id: str) -> None:
    meeting = store.meetings.all()[0]
    run.enter(store, meeting.id)
    prepare.add_goal(store, partnership_id, "Read more")
    prepare.new_partnership(store, "Harbour")
    async with at_home(store, WIDE) as pilot:
        await press(pilot, "y", "m")
        assert "✗ This was done outside meetings." in shown(pilot)
        await press(pilot, "p")
        assert "History · Harbour" in shown(pilot)
        await press(pilot, "s")
        await press(pilot, "f")
        await burst(pilot, "read MORE\r")
        assert "with “read MORE”" in shown(pilot)
        assert "Add a goal" in shown(pilot)
        assert "Harbour" not in shown(pilot)
        await press(pilot, "escape")
        assert "New partnership · Harbour" in shown(pilot)
        await press(pilot, "down", "m")
        assert "History · Check-in" in shown(pilot)
        assert "Add a goal" not in shown(pilot)
        await press(pilot, "f")
        await burst(pilot, "nowhere\r")
        assert "no act has these words" in shown(pilot)


async def test_only_what_is_shown_is_read(store: Store, partnership_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.write("a goal"):
        goal = store.goals.add(partnership_id, "Read more")
    for number in range(2 * PAGE):
        with store.write(f"change {number}"):
            store.goals.update(goal, why=str(number))
    async with at_home(store) as pilot:
        read = counted_reads(store, monkeypatch)
        await press(pilot, "y")
        assert f"change {2 * PAGE - 1} " in shown(pilot)
        loads = sum("FROM act a" in sql for sql in read)  # on a slow machine it looks again meanwhile
        assert 0 < len(read) < 4 * PAGE * loads
        await press(pilot, "end")
        assert "older acts: Enter shows them" in shown(pilot)
        assert f"change {PAGE} " in shown(pilot)
        await press(pilot, "enter", "end")
        assert "change 0 " in shown(pilot)


async def test_the_sheet_of_a_meeting(store: Store) -> None:
    async with in_meeting(store) as pilot:
        await burst(pilot, "@ana buses stop at four\r~ she is worried\r/history\r")
        text = shown(pilot)
        assert "HISTORY  Check-in" in text
        assert "note “she is worried”" in text  # private lines too: it is the facilitator's file
        await press(pilot, "tab", "u")
        assert "Taken back: note “she is worried”" in shown(pilot)
        assert [it.text for it in store.notes.of_meeting(store.meetings.all()[0].id)] == ["buses stop at four"]
        await press(pilot, "r")
        assert len(store.notes.of_meeting(store.meetings.all()[0].id)) == 2
        await press(pilot, "enter")
        assert "visibility            private" in shown(pilot)
        await press(pilot, "q", "p")
        assert "HISTORY  Northside Works" in shown(pilot)
        await press(pilot, "s")
        assert "HISTORY  everything" in shown(pilot)
        await press(pilot, "f")
        await burst(pilot, "buses\r")
        assert "remark “buses stop at four”" in shown(pilot)
        assert "note “she is worried”" not in shown(pilot)
        await press(pilot, "escape")
        assert "HISTORY" not in shown(pilot)


async def test_the_privacy_screen_covers_it(store: Store) -> None:
    async with in_meeting(store) as pilot:
        await burst(pilot, "~ she is worried\r")
        await press(pilot, "escape", "y", "tab", "f8")
        assert "worried" not in shown(pilot)
        await press(pilot, "f8")
        assert "worried" in shown(pilot)


async def test_the_close_is_taken_back_in_the_history_and_not_by_undo(store: Store) -> None:
    meeting_id = store.meetings.all()[0].id
    run.enter(store, meeting_id)
    close.close(store, meeting_id)
    async with in_meeting(store) as pilot:
        await burst(pilot, "/undo\r")
        assert "/reopen REASON" in shown(pilot)
        await burst(pilot, "\x15/history\r")
        await press(pilot, "tab", "u")
        assert "Taken back: close the meeting" in shown(pilot)
        assert run.meeting_of(store, meeting_id).state == "running"
    events = store.rows("SELECT event, reason FROM meeting_event ORDER BY id")
    assert events == [("closed", ""), ("reopened", "“close the meeting” was taken back")]


async def test_home_takes_the_close_back_by_name(store: Store) -> None:
    meeting_id = store.meetings.all()[0].id
    run.enter(store, meeting_id)
    async with at_home(store) as pilot:
        await press(pilot, "u")
        assert "“open the meeting” was done in a meeting: open that meeting, or the history (y)" in " ".join(
            shown(pilot).split()
        )
        close.close(store, meeting_id)
        await press(pilot, "u")
        assert "Taken back: close the meeting" in shown(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_shown_as_they_are(store: Store, partnership_id: str, size: tuple[int, int]) -> None:
    for words in filter(None, HOSTILE.values()):
        with store.write(words):
            store.goals.add(partnership_id, words)
    with store.write("all of them again"):
        for words in filter(None, HOSTILE.values()):
            store.goals.add(partnership_id, words, why=words)
    async with at_home(store, size) as pilot:
        await press(pilot, "y", "down", "enter", "end")
        await press(pilot, "q", "home", "enter")
        assert "all of them again" in shown(pilot)
        await press(pilot, "end", "q", "end")
        assert "\x1b" not in shown(pilot)
        assert top(pilot) == "HistoryScreen"


async def test_it_is_in_the_help_and_the_palette(store: Store) -> None:
    async with at_home(store, NARROW) as pilot:
        await press(pilot, "h")
        assert "who did what and when; takes any act back" in shown(pilot)
