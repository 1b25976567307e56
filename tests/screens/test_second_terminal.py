"""Two terminals on one meeting, both driven by keys and judged by the file they share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from facilitator.app import FacilitatorApp
from facilitator.db import Store, open_store
from facilitator.screens import base
from facilitator.screens.home import HomeScreen
from facilitator.screens.meeting import MeetingScreen
from facilitator.screens.taken import TakenScreen
from facilitator.services import close, presence, run
from facilitator.settings import Settings
from home_program import burst, press, shown
from support import FixedClock, make_meeting, make_store

SIZE = (100, 30)


@pytest.fixture(autouse=True)
def _no_timers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked up but when a test asks for it: what comes between would be chance."""
    monkeypatch.setattr(base, "POLL_SECONDS", 3600)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """The first terminal, in a meeting."""
    with make_store(tmp_path, clock) as made:
        meeting = make_meeting(made)
        assert presence.arrive(made, meeting.id) is None
        presence.settle(made)
        run.enter(made, meeting.id)
        yield made


@pytest.fixture
def other(store: Store, clock: FixedClock) -> Iterator[Store]:
    """Another terminal, which has not said yet what it is."""
    with open_store(store.path, clock=clock, origin="screen") as opened:
        yield opened


@asynccontextmanager
async def terminal(
    store: Store, *, is_home: bool = False, asks: bool = False, size: tuple[int, int] = SIZE
) -> AsyncIterator[Pilot[int]]:
    """The program on the meeting, or at home; with `asks` it begins with the question."""
    meeting_id = None if is_home else the_meeting(store)
    taken_by = presence.first_screen(store) if asks else None
    app = FacilitatorApp(store, Settings(), meeting_id, taken_by=taken_by)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


@asynccontextmanager
async def both(store: Store, other: Store) -> AsyncIterator[tuple[Pilot[int], Pilot[int]]]:
    """The first and the second terminal on the meeting."""
    presence.join(other, "second", the_meeting(other))
    presence.settle(other)
    async with AsyncExitStack() as stack:
        yield (await stack.enter_async_context(terminal(store)), await stack.enter_async_context(terminal(other)))


def the_meeting(store: Store) -> str:
    return store.meetings.all()[0].id


def texts(store: Store) -> list[str]:
    return [note.text for note in store.notes.of_meeting(the_meeting(store))]


def at(pilot: Pilot[int]) -> MeetingScreen:
    screen = pilot.app.screen
    assert isinstance(screen, MeetingScreen)
    return screen


async def look(pilot: Pilot[int]) -> str:
    """What stands there once it has looked whether others wrote."""
    await inside(pilot, at(pilot)._poll)
    return shown(pilot)


async def inside(pilot: Pilot[int], call: Callable[[], object]) -> None:
    """Calls it as the program itself does: there are two of them here."""
    pilot.app.call_later(call)
    await pilot.pause()
    await pilot.pause()


# The question


async def test_it_says_who_has_the_meeting_open_and_n_opens_it_beside(
    store: Store, other: Store, clock: FixedClock
) -> None:
    clock.forward(minutes=20)
    async with terminal(other, asks=True) as pilot:
        text = shown(pilot)
        assert "Check-in of Northside Works is open in another terminal since 15:00." in text
        assert "Second terminal of the meeting" in text
        assert other.screens.all() == store.screens.all() == [store.screen]
        await burst(pilot, "n")
        assert "second terminal · Northside Works" in shown(pilot)
        assert "Away from" not in shown(pilot)
        assert [(it.role, it.meeting_id) for it in store.screens.all()] == [
            ("first", the_meeting(store)),
            ("second", the_meeting(store)),
        ]
        await burst(pilot, "a line of the second\r")
        assert texts(store) == ["a line of the second"]
        await burst(pilot, "/quit\r")
        assert pilot.app.return_code == 0


async def test_r_only_reads_and_sees_what_the_others_write(store: Store, other: Store) -> None:
    async with terminal(other, asks=True) as pilot:
        await press(pilot, "r")
        assert "read only · Northside Works" in shown(pilot)
        before = store.path.read_bytes()
        await burst(pilot, "this goes nowhere\r")
        assert "Not saved: This terminal only reads" in shown(pilot)
        assert at(pilot).line.value == "this goes nowhere"
        await inside(pilot, at(pilot).flush)
        await inside(pilot, at(pilot)._tick)
        assert store.path.read_bytes() == before
        with store.write("note", the_meeting(store)):
            step_id = store.meetings.all()[0].current_step_id
            assert step_id
            store.notes.add(the_meeting(store), step_id, "note", "seen at once")
        assert "seen at once" in await look(pilot)
        assert at(pilot).line.value == "this goes nowhere"


@pytest.mark.parametrize("keys", ["q", "\x11"])
async def test_q_leaves_everything_as_it_is(store: Store, other: Store, keys: str) -> None:
    async with terminal(other, asks=True) as pilot:
        await burst(pilot, keys)
        assert pilot.app.return_code == 0
    assert store.screens.all() == [store.screen]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (38, 9)])
async def test_the_question_can_be_read_at_every_size(store: Store, other: Store, size: tuple[int, int]) -> None:
    async with terminal(other, asks=True, size=size) as pilot:
        text = shown(pilot)
        for words in ("Check-in of Northside Works", "15:00.", "n  Second", "r  Read only", "q  Quit"):
            assert words in text


async def test_from_home_n_is_the_meeting_that_is_on_and_o_is_home(store: Store, other: Store) -> None:
    async with terminal(other, is_home=True, asks=True) as pilot:
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "second terminal" in shown(pilot)
        await burst(pilot, "q")
        assert pilot.app.return_code == 0


async def test_where_no_meeting_is_on_n_is_home(store: Store, other: Store) -> None:
    presence.shows(store, None)
    async with terminal(other, is_home=True, asks=True) as pilot:
        assert "This data file is open in another terminal" in shown(pilot)
        assert "Second terminal of the meeting" not in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert other.origin == "second"


async def test_when_the_other_is_closed_meanwhile_there_is_nothing_to_ask(store: Store, other: Store) -> None:
    async with terminal(other, asks=True) as pilot:
        presence.leave(store)
        screen = pilot.app.screen
        assert isinstance(screen, TakenScreen)
        for _ in range(2):
            pilot.app.call_later(screen._tick)
        await inside(pilot, screen._tick)
        assert at(pilot).badge == ""
        assert len(pilot.app.screen_stack) == 2
        assert [(it.role, it.origin) for it in store.screens.all()] == [("first", "screen")]


# Side by side


async def test_each_sees_the_others_lines_and_keeps_its_own_words(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(first, "half a thou")
        at(first).line.cursor_position = 4
        await burst(second, "@ana buses stop at four\r")
        assert "buses stop at four" in await look(first)
        assert (at(first).line.value, at(first).line.cursor_position) == ("half a thou", 4)
        assert first.app.focused is at(first).line
        await inside(first, at(first).flush)
        assert at(second).line.value == ""
        await burst(second, "also mine")
        await inside(second, at(second).flush)
        drafts = dict(store.rows("SELECT place, text FROM draft"))
        assert sorted(drafts.values()) == ["also mine", "half a thou"]


async def test_next_on_one_moves_both_and_twice_is_once(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(first, "/next\r")
        await burst(second, "/next\r")
        assert "Another terminal was quicker: News and concerns is the step in hand now." in shown(second)
        step = store.meetings.step(store.meetings.all()[0].current_step_id or "")
        assert step is not None
        assert step.title == "News and concerns"
        assert at(second).view.step == at(first).view.step == step
        await burst(second, "\x15")
        await burst(first, "\x1bj")
        assert "Another terminal went on to: Arrive" in await look(second)


async def test_each_takes_back_its_own(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(first, "one of the first\r")
        await burst(second, "one of the second\r")
        await burst(first, "\x1bu")
        assert texts(store) == ["one of the second"]
        await burst(first, "\x1br")
        await burst(second, "\x1bu")
        assert texts(store) == ["one of the first"]


async def test_what_the_other_reworded_since_is_not_taken_back(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(first, "the bus leaves at four\r")
        await look(second)
        await press(second, "shift+tab", "e")
        await burst(second, " sharp\r")
        await burst(first, "\x1bu")
        assert "It cannot be taken back: it was changed since" in shown(first)
        assert texts(store) == ["the bus leaves at four sharp"]


async def test_private_is_for_the_note_made_here(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(first, "she cried\r")
        await burst(second, "coffee at ten\r")
        await burst(first, "/private\r")
        assert "Private: “she cried”" in shown(first)
        private = [it.text for it in store.notes.of_meeting(the_meeting(store)) if it.visibility == "private"]
        assert private == ["she cried"]


async def test_a_panel_keeps_focus_and_cursor(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await press(first, "tab", "down")
        row = at(first).panel_list.row_id
        await burst(second, "/here amina\r")
        await look(first)
        assert at(first).panel_list.has_focus
        assert at(first).panel_list.row_id == row
        await burst(second, "/next\r")
        await look(first)
        assert first.app.focused is at(first).line


async def test_words_edited_on_both_are_never_replaced_unseen(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(first, "the bus leaves at four\r")
        await look(second)
        for pilot in (first, second):
            await press(pilot, "shift+tab", "e")
        await burst(second, " sharp\r")
        assert texts(store) == ["the bus leaves at four sharp"]
        assert "Changed on another terminal to “the bus leaves at four sharp”" in await look(first)
        await burst(first, " thirty\r")
        assert "Not saved: now it reads “the bus leaves at four sharp”. Enter again replaces it." in shown(first)
        assert at(first).line.value == "the bus leaves at four thirty"
        assert texts(store) == ["the bus leaves at four sharp"]
        await burst(first, "\r")
        assert texts(store) == ["the bus leaves at four thirty"]
        await burst(first, "\x1bu")
        assert texts(store) == ["the bus leaves at four sharp"]


async def test_a_line_taken_away_while_it_is_edited_becomes_a_new_one(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(first, "only mine\r")
        await look(second)
        await press(first, "shift+tab", "e")
        await press(second, "shift+tab", "d")
        assert texts(store) == []
        await burst(first, " after all\r")
        assert "Not saved: that line was taken away on another terminal." in shown(first)
        assert at(first).line.value == "only mine after all"
        await burst(first, "\r")
        assert texts(store) == ["only mine after all"]


async def test_a_key_on_a_line_that_reads_differently_by_now_does_nothing(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(first, "cafeteria menu\r")
        await look(second)
        await press(second, "shift+tab", "e")
        await burst(second, " in May\r")
        await press(first, "shift+tab", "d")
        assert "was changed on another terminal, to “cafeteria menu in May”" in shown(first)
        assert texts(store) == ["cafeteria menu in May"]
        await press(first, "d")
        assert texts(store) == []


async def test_a_yes_for_a_paraphrase_that_was_corrected_meanwhile_is_given_back(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(first, "@ana no bus\r< so nobody stays\r")
        await look(second)
        await burst(second, "n some walk\r")
        await burst(first, "y\r")
        assert "Not saved: on another terminal it was corrected meanwhile: some walk" in shown(first)
        assert at(first).line.value == "y"
        (note,) = [it for it in store.notes.of_meeting(the_meeting(store)) if it.kind == "paraphrase"]
        assert (note.confirmed, note.correction) == ("corrected", "some walk")


async def test_closing_on_one_is_said_on_the_other_and_its_words_are_kept(store: Store, other: Store) -> None:
    async with both(store, other) as (first, second):
        await burst(second, "not said yet")
        await burst(first, "/end\r\r")
        assert store.meetings.all()[0].state == "closed"
        assert "Closed on another terminal. Your words are kept: /reopen REASON, then Up." in await look(second)
        assert at(second).line.value == "not said yet"
        await burst(second, "\x15/reopen one more thing\r")
        await press(second, "up", "up", "enter")
        assert texts(store) == ["not said yet"]


async def test_what_was_closed_elsewhere_cannot_be_taken_back_around_it(store: Store, other: Store) -> None:
    async with both(store, other) as (_, second):
        await burst(second, "in the record\r")
        close.close(store, the_meeting(store))
        await burst(second, "\x1bu")
        assert "This meeting is closed and locked" in shown(second)
        assert texts(store) == ["in the record"]


async def test_a_gap_counted_on_one_is_none_on_the_other(store: Store, other: Store, clock: FixedClock) -> None:
    async with both(store, other) as (first, second):
        await inside(first, at(first)._tick)
        await inside(second, at(second)._tick)
        clock.forward(minutes=12)
        await inside(first, at(first)._tick)
        await inside(second, at(second)._tick)
        assert at(first).keeper.gap is not None
        await burst(first, "\x1bz")
        await look(second)
        assert at(second).keeper.gap is None
        assert store.value("SELECT count(*) FROM meeting_event WHERE event = 'gap'") == 1
