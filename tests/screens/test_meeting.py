"""The meeting screen, driven by keys and judged by what stands in the file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from facilitator.app import FacilitatorApp
from facilitator.db import Store
from facilitator.screens.meeting import MeetingScreen
from facilitator.services import run
from facilitator.settings import Settings
from home_program import burst
from support import FixedClock, make_meeting, make_store

WIDE, NARROW = (120, 40), (80, 24)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with make_store(tmp_path, clock, origin="screen") as made:
        make_meeting(made)
        yield made


@asynccontextmanager
async def meeting(store: Store, size: tuple[int, int] = WIDE) -> AsyncIterator[Pilot[int]]:
    app = FacilitatorApp(store, Settings(), store.meetings.all()[0].id)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


async def line(pilot: Pilot[int], text: str) -> None:
    """Types a line and Enter, as one burst of keys."""
    await burst(pilot, f"{text}\r")


def screen_of(pilot: Pilot[int]) -> MeetingScreen:
    screen = pilot.app.screen
    assert isinstance(screen, MeetingScreen)
    return screen


def shown(pilot: Pilot[int]) -> str:
    """The screen as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def pass_minutes(pilot: Pilot[int], clock: FixedClock, minutes: int) -> None:
    """Time goes by while the screen looks on."""
    for _ in range(minutes):
        clock.forward(minutes=1)
        screen_of(pilot)._tick()


def the_meeting(store: Store) -> str:
    return store.meetings.all()[0].id


async def test_starts_when_it_is_time_and_saves_every_kind_of_line(store: Store) -> None:
    async with meeting(store) as pilot:
        assert store.meetings.all()[0].state == "running"
        for text in (
            "room went quiet",
            "@ana buses stop at four :need",
            "< so nobody can stay late",
            "? what would help",
            "?@amina who pays",
            "+@ben found two drivers",
            "!@ben draft the agreement by fri",
            "= pilot two late buses",
            "> cafeteria menu",
        ):
            await line(pilot, text)
        items = store.timeline.of_step(screen_of(pilot).view.steps[0].id)
        kinds = [item.kind for item in items]
        assert kinds == [
            "note", "said", "paraphrase", "question", "asked", "appreciation", "action", "decision", "parked",
        ]  # fmt: skip
        assert "Saved · 9 lines" in shown(pilot)
        assert "Fri 27 Nov 2026" in shown(pilot)


@pytest.mark.parametrize("size", [WIDE, NARROW, (200, 60)])
async def test_shows_time_prompt_line_and_glance_at_every_size(store: Store, size: tuple[int, int]) -> None:
    async with meeting(store, size) as pilot:
        text = shown(pilot)
        assert "Arrive" in text
        assert "0:00 of 5" in text
        assert "5 min left" in text
        assert "F1 help" in text


async def test_line_remains_when_the_terminal_is_tiny(store: Store) -> None:
    async with meeting(store, (38, 8)) as pilot:
        await line(pilot, "still here")
        assert [note.text for note in store.notes.of_meeting(the_meeting(store))] == ["still here"]


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (20, 5), (24, 2)])
async def test_below_forty_by_ten_one_line_says_so(store: Store, size: tuple[int, int]) -> None:
    async with meeting(store, size) as pilot:
        assert "too small" in shown(pilot)
        await line(pilot, "still here")
        assert [note.text for note in store.notes.of_meeting(the_meeting(store))] == ["still here"]
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "too small" not in shown(pilot)
        assert "still here" in shown(pilot)


async def test_a_jump_of_the_clock_is_named_and_can_become_a_pause(store: Store, clock: FixedClock) -> None:
    async with meeting(store) as pilot:
        screen_of(pilot)._tick()
        clock.forward(minutes=12)
        screen_of(pilot)._tick()
        await pilot.pause()
        assert "12 min; the clocks went on" in shown(pilot)
        await pilot.press("escape", "z")
        [step] = [s for s in store.meetings.steps(the_meeting(store)) if s.state == "running"]
        assert step.active_seconds(clock.now()) == pytest.approx(0, abs=1)


async def test_undo_does_not_open_a_closed_meeting(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "one")
        await line(pilot, "/end")
        await line(pilot, "/end")
        await line(pilot, "/undo")
        assert store.meetings.all()[0].state == "closed"
        assert [event for (event,) in store.rows("SELECT event FROM meeting_event")] == ["closed"]


async def test_a_step_moved_at_the_end_stays_moved(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "/goto 4")
        await line(pilot, "/defer")
        await pilot.press("escape")
        await line(pilot, "/goto 2")
        assert store.meetings.steps(the_meeting(store))[3].state == "moved"


async def test_paraphrase_waits_until_its_yes(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "@ana buses stop at four")
        await line(pilot, "< nobody can stay late")
        assert "waiting: yes from Ana?" in shown(pilot)
        await line(pilot, "y")
        [paraphrase] = [n for n in store.notes.of_meeting(the_meeting(store)) if n.kind == "paraphrase"]
        assert paraphrase.confirmed == "yes"
        assert "waiting" not in shown(pilot)
        assert "Saved · 2 lines" in shown(pilot)


async def test_command_that_cannot_be_done_stays_selected_with_its_reason(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "/done 7")
        field = screen_of(pilot).line
        assert field.value == "/done 7"
        assert "no promise 7" in shown(pilot)
        await line(pilot, "a plain note")
        assert [note.text for note in store.notes.of_meeting(the_meeting(store))] == ["a plain note"]


async def test_escape_and_a_letter_moves_between_steps(store: Store) -> None:
    async with meeting(store) as pilot:
        await pilot.press("escape", "n")
        assert [s.state for s in store.meetings.steps(the_meeting(store))][:2] == ["done", "running"]
        await pilot.press("escape", "j")
        assert [s.state for s in store.meetings.steps(the_meeting(store))][:2] == ["running", "waiting"]
        await pilot.press("escape", "u")
        assert [s.state for s in store.meetings.steps(the_meeting(store))][:2] == ["done", "running"]
        assert screen_of(pilot).line.has_focus


async def test_b_in_the_panel_of_a_break_goes_on_and_the_next_words_go_into_the_line(store: Store) -> None:
    first = store.meetings.steps(the_meeting(store))[0]
    with store.write("a break, then the round, whose panel has keys of its own"):
        store.meetings.update_step(first.id, kind="break")
    async with meeting(store) as pilot:
        assert "goes on at 15:05" in shown(pilot)
        await pilot.press("tab", "b", *"ontime")
        await pilot.pause()
        assert [s.state for s in store.meetings.steps(the_meeting(store))][:2] == ["done", "running"]
        assert screen_of(pilot).line.value == "ontime"
        assert screen_of(pilot).line.has_focus


async def test_enter_on_the_empty_line_does_nothing_in_a_running_step(store: Store) -> None:
    async with meeting(store) as pilot:
        before = store.meetings.steps(the_meeting(store))
        await pilot.press("enter")
        assert store.meetings.steps(the_meeting(store)) == before


async def test_an_early_meeting_waits_and_takes_lines_until_enter(store: Store, clock: FixedClock) -> None:
    clock.forward(minutes=-30)
    async with meeting(store) as pilot:
        assert store.meetings.all()[0].state == "ready"
        assert "starts in 30:00" in shown(pilot)
        await line(pilot, "chairs are out")
        assert store.meetings.all()[0].state == "ready"
        await pilot.press("enter")
        assert store.meetings.all()[0].state == "running"


async def test_undo_and_redo_by_name(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "first")
        await line(pilot, "second")
        await line(pilot, "/undo")
        assert [n.text for n in store.notes.of_meeting(the_meeting(store))] == ["first"]
        assert "second" in shown(pilot)  # it names what was undone
        await line(pilot, "/redo")
        assert [n.text for n in store.notes.of_meeting(the_meeting(store))] == ["first", "second"]


async def test_half_typed_words_come_back_and_the_gap_can_become_a_pause(store: Store, clock: FixedClock) -> None:
    async with meeting(store) as pilot:
        clock.forward(minutes=1)
        await line(pilot, "noted")
        await pilot.press(*"half")
        screen_of(pilot).flush()
    clock.forward(minutes=14)
    async with meeting(store) as pilot:
        assert screen_of(pilot).line.value == "half"
        assert "14 min" in shown(pilot)
        [step] = [s for s in store.meetings.steps(the_meeting(store)) if s.state == "running"]
        assert step.active_seconds(clock.now()) == pytest.approx(15 * 60)
        await pilot.press("escape", "z")
        [step] = [s for s in store.meetings.steps(the_meeting(store)) if s.state == "running"]
        assert step.active_seconds(clock.now()) == pytest.approx(60, abs=1)
        assert screen_of(pilot).line.value == "half"


async def test_running_late_shows_ways_out_and_one_key_takes_one(store: Store, clock: FixedClock) -> None:
    async with meeting(store) as pilot:
        clock.forward(minutes=9)
        await line(pilot, "/fit")
        assert "Shrink" in shown(pilot)
        assert "End later" in shown(pilot)
        await pilot.press("escape", "3")
        assert store.meetings.all()[0].planned_minutes == 23 + 4
        assert "on time" in shown(pilot)


async def test_privacy_screen_hides_the_notes_and_masks_the_line(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "~about her job")
        await pilot.press("f8", *"secret")
        await pilot.pause()
        assert "about her job" not in shown(pilot)
        assert "secret" not in shown(pilot)
        await pilot.press("enter", "f8")
        assert "secret" in shown(pilot)
        assert [n.text for n in store.notes.of_meeting(the_meeting(store))] == ["about her job", "secret"]


async def test_end_reads_back_and_enter_closes(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "= pilot two late buses")
        await line(pilot, "/end")
        assert "pilot two late buses" in shown(pilot)
        assert store.meetings.all()[0].state == "running"
        await pilot.press("enter")
        closed = store.meetings.all()[0]
        assert closed.state == "closed"
        assert [s.state for s in store.meetings.steps(closed.id)] == ["done", "skipped", "skipped", "skipped"]
        await line(pilot, "one more thing")
        assert store.notes.of_meeting(closed.id) == []
        assert screen_of(pilot).line.value == "one more thing"


async def test_end_twice_closes_and_reopening_leaves_a_trace(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "/end")
        await line(pilot, "/end")
        assert store.meetings.all()[0].state == "closed"
        assert screen_of(pilot).line.placeholder == "locked · / commands"
        await line(pilot, "/reopen Ana was missing")
        assert store.meetings.all()[0].state == "paused"
        assert screen_of(pilot).line.placeholder.startswith("@who said · ")
        events = store.rows("SELECT event, reason FROM meeting_event ORDER BY id")
        assert events == [("closed", ""), ("reopened", "Ana was missing")]


async def test_slash_lists_commands_and_narrows(store: Store) -> None:
    async with meeting(store) as pilot:
        await pilot.press("slash")
        await pilot.pause()
        assert "ends this step and begins the next" in shown(pilot)
        await pilot.press("u")
        await pilot.pause()
        assert "takes back the latest act" in shown(pilot)
        assert "ends this step" not in shown(pilot)


async def test_tab_completes_a_name_and_a_command(store: Store) -> None:
    async with meeting(store) as pilot:
        await pilot.press("at", *"ami", "tab")
        assert screen_of(pilot).line.value == "@amina "
        await pilot.press("ctrl+u", "slash", *"und", "tab")
        assert screen_of(pilot).line.value == "/undo "


async def test_up_brings_earlier_lines_back(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "one")
        await line(pilot, "two")
        await pilot.press("up", "up")
        assert screen_of(pilot).line.value == "one"
        await pilot.press("down", "down")
        assert screen_of(pilot).line.value == ""


async def test_mending_an_earlier_line(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "ask the library")
        await pilot.press("shift+tab", "up", "a")
        await pilot.pause()
        [promise] = store.actions.of_meeting(the_meeting(store))
        assert promise.text == "ask the library"
        await pilot.press("escape", "escape", "u")
        assert store.actions.of_meeting(the_meeting(store)) == []
        assert [n.text for n in store.notes.of_meeting(the_meeting(store))] == ["ask the library"]


@pytest.mark.parametrize(
    "typed", ["@ana buses stop at four", "< so nobody stays", "! call the city", "5 people", "/help"]
)
async def test_a_stray_escape_takes_no_mark_from_the_line(store: Store, typed: str) -> None:
    """Only letters are commands after it."""
    async with meeting(store) as pilot:
        await pilot.press("escape", *typed)
        assert screen_of(pilot).line.value == typed
        await pilot.press("ctrl+u", "escape", "?")
        assert screen_of(pilot).line.value == "?"


@pytest.mark.parametrize("opened", ["/help", "/recap"])
async def test_a_sheet_is_turned_page_by_page_while_the_line_has_the_focus(store: Store, opened: str) -> None:
    async with meeting(store) as pilot:
        for number in range(30):
            await line(pilot, f"! promise {number}")
        await line(pilot, opened)
        first = shown(pilot)
        assert "PgDn" in first
        await pilot.press("pagedown")
        await pilot.pause()
        assert shown(pilot) != first
        assert screen_of(pilot).focused is screen_of(pilot).line
        await pilot.press("pageup")
        await pilot.pause()
        assert shown(pilot) == first


@pytest.mark.parametrize("opened", ["/help", "/recap", "/end"])
async def test_escape_leaves_a_sheet_and_is_no_prefix_then(store: Store, opened: str) -> None:
    async with meeting(store) as pilot:
        await line(pilot, opened)
        assert "0:00 of 5" not in shown(pilot)
        await pilot.press("escape", "n")
        await pilot.pause()
        assert "0:00 of 5" in shown(pilot)
        assert screen_of(pilot).line.value == "n"
        await pilot.press("enter", "enter")
        assert store.meetings.all()[0].state == "running"


async def test_f1_opens_help_and_leaves_it(store: Store) -> None:
    async with meeting(store) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert "MARKS" in shown(pilot)
        await pilot.press("f1")
        await pilot.pause()
        assert "MARKS" not in shown(pilot)


async def test_editing_is_left_by_escape_and_by_a_command(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "ask the library")
        for leave in (["escape"], ["ctrl+u", "slash", *"pause", "enter"]):
            await pilot.press("shift+tab", "up", "e")
            await pilot.pause()
            assert screen_of(pilot).line.value
            await pilot.press(*leave)
            await pilot.pause()
            await line(pilot, "new words")
        texts = [note.text for note in store.notes.of_meeting(the_meeting(store))]
        assert texts == ["ask the library", "new words", "new words"]
        assert store.meetings.all()[0].state == "paused"


async def test_half_typed_words_are_never_replaced_by_editing(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "ask the library")
        await pilot.press(*"precious", "shift+tab", "up", "e")
        await pilot.pause()
        assert screen_of(pilot).line.value == "precious"
        assert "Enter saves what stands in the line first" in shown(pilot)


async def test_a_gap_counted_after_moving_on_leaves_every_clock_right(store: Store, clock: FixedClock) -> None:
    async with meeting(store) as pilot:
        clock.forward(minutes=1)
        await line(pilot, "noted")
        screen_of(pilot).flush()
    clock.forward(minutes=20)
    async with meeting(store) as pilot:
        pass_minutes(pilot, clock, 5)
        await line(pilot, "/next")
        pass_minutes(pilot, clock, 5)
        await pilot.press("escape", "z")
        await pilot.pause()
        ran = [round(s.active_seconds(clock.now()) / 60) for s in store.meetings.steps(the_meeting(store))]
        assert ran == [6, 5, 0, 0]
        await line(pilot, "/undo")
        ran = [round(s.active_seconds(clock.now()) / 60) for s in store.meetings.steps(the_meeting(store))]
        assert ran == [26, 5, 0, 0]


async def test_leaving_the_last_step_opens_the_read_back(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "/goto 4")
        await line(pilot, "/skip")
        assert "close the meeting" in shown(pilot)


async def test_minutes_and_csv_files_are_looked_at_before_they_are_written(store: Store, tmp_path: Path) -> None:
    async with meeting(store, (200, 40)) as pilot:
        for command, place in (("/minutes", tmp_path / "m.html"), ("/export", tmp_path / "out")):
            await line(pilot, f"{command} {place}")
            await pilot.pause()
            assert "WHAT LEAVES" in shown(pilot)
            assert not place.exists()
            await pilot.press("enter")
            await pilot.pause()
            assert place.exists()
            assert f"Written: {place}" in shown(pilot)
            await pilot.press("q")
            await pilot.pause()
            assert screen_of(pilot).line.has_focus


async def test_an_export_to_nobodys_home_is_no_crash(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "/export ~nobody-at-all/x")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.return_code is None


async def test_an_empty_enter_or_a_marked_line_ends_editing(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "the children need a corner")
        await pilot.press("shift+tab", "up", "e", "ctrl+u", "enter")
        await pilot.pause()
        await pilot.press("shift+tab", "up", "e", "ctrl+u")
        await line(pilot, "@ana we can lend bean bags")
        assert [note.text for note in store.notes.of_meeting(the_meeting(store))] == [
            "the children need a corner",
            "we can lend bean bags",
        ]


async def test_a_letter_without_a_meaning_stays_out_of_the_line_and_a_mark_starts_it(store: Store) -> None:
    async with meeting(store) as pilot:
        await pilot.press("tab", "5", "v")
        await pilot.pause()
        assert screen_of(pilot).line.value == ""
        assert "means nothing on this row" in shown(pilot)
        await pilot.press("at", "a")
        assert screen_of(pilot).line.value == "@a"


async def test_a_line_written_elsewhere_appears(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    async with meeting(store) as pilot:
        with make_store(tmp_path, clock, origin="second") as other, other.write("note", the_meeting(store)):
            step_id = store.meetings.all()[0].current_step_id
            assert step_id
            other.notes.add(the_meeting(store), step_id, "note", "from the other laptop")
        screen_of(pilot)._poll()
        await pilot.pause()
        assert "from the other laptop" in shown(pilot)


HOSTILE = ("[/] [bold]x", "\x1b]0;owned\x07", "a" * 10_000, "👩‍👩‍👧 family", "שלום", "e\u0301", "<3", "=1+1")


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_kept_and_shown_as_text(store: Store, text: str) -> None:
    async with meeting(store, NARROW) as pilot:
        field = screen_of(pilot).line
        field.put(text)
        await pilot.press("enter")
        await pilot.pause()
        [note] = store.notes.of_meeting(the_meeting(store))
        assert note.text
        assert "\x1b" not in note.text
        assert "\x1b" not in shown(pilot)


async def test_a_full_disk_keeps_the_words_in_the_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from facilitator.errors import DiskTrouble

    async with meeting(store) as pilot:

        def full(*_: object, **__: object) -> None:
            raise DiskTrouble("the disk is full")

        monkeypatch.setattr("facilitator.services.record.save", full)
        await line(pilot, "precious words")
        assert screen_of(pilot).line.value == "precious words"
        assert "Not saved" in shown(pilot)
        monkeypatch.undo()
        await pilot.press("enter")
        assert [n.text for n in store.notes.of_meeting(the_meeting(store))] == ["precious words"]


async def test_quit_leaves_the_meeting_running(store: Store) -> None:
    async with meeting(store) as pilot:
        await line(pilot, "/quit")
    assert run.meeting_of(store, the_meeting(store)).state == "running"
