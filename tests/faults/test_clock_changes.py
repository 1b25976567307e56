"""The clock is set back or on, the time zone changes, summer time begins or ends: durations and dates stay right."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from command_line import program
from facilitator.app import FacilitatorApp
from facilitator.clock import zone_of
from facilitator.db import Store, open_store
from facilitator.screens.meeting import MeetingScreen
from facilitator.services import presence
from facilitator.settings import Settings
from fault_tools import assert_sound, notes
from home_program import shown
from pty_driver import PtyProgram
from support import FixedClock, make_meeting, make_store


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with make_store(tmp_path, clock, origin="screen") as made:
        make_meeting(made)
        yield made


@asynccontextmanager
async def screen_of(store: Store) -> AsyncIterator[Pilot[int]]:
    app = FacilitatorApp(store, Settings(), store.meetings.all()[0].id)
    async with app.run_test(size=(120, 40)) as pilot:
        await second(pilot)
        yield pilot


def at(pilot: Pilot[int]) -> MeetingScreen:
    assert isinstance(pilot.app.screen, MeetingScreen)
    return pilot.app.screen


async def second(pilot: Pilot[int]) -> None:
    """What the program does every second."""
    pilot.app.call_later(at(pilot)._tick)
    await pilot.pause()


async def pass_time(pilot: Pilot[int], clock: FixedClock, seconds: int) -> None:
    """Time goes by as it does, in pieces too short to be a gap."""
    for _ in range(seconds // 60):
        clock.forward(seconds=60)
        await second(pilot)


async def line(pilot: Pilot[int], text: str) -> None:
    at(pilot).line.put(text)
    await pilot.press("enter")
    await pilot.pause()


def minutes(store: Store) -> list[float]:
    """How long each step has run."""
    steps = store.meetings.steps(store.meetings.all()[0].id)
    return [round(step.active_seconds(store.now()) / 60, 2) for step in steps]


async def test_set_back_in_a_meeting_every_step_keeps_its_time_and_every_line_its_place(
    store: Store, clock: FixedClock
) -> None:
    async with screen_of(store) as pilot:
        await line(pilot, "one")
        await pass_time(pilot, clock, 240)
        clock.forward(minutes=-62)
        await second(pilot)
        assert "The clock was set back from 15:04 to 14:02; the steps keep the time they took." in shown(pilot)
        assert minutes(store) == [4, 0, 0, 0]
        await pass_time(pilot, clock, 60)
        assert "5:00 of 5" in shown(pilot)
        await line(pilot, "two")
        assert "was set back" not in shown(pilot)
        await line(pilot, "/next")
        await line(pilot, "three")
        await pass_time(pilot, clock, 120)
        clock.forward(minutes=-10)
        await second(pilot)
        await pass_time(pilot, clock, 180)
        assert minutes(store) == [5, 5, 0, 0]
        await line(pilot, "four")
        await line(pilot, "/end")
        await line(pilot, "/end")
        assert minutes(store) == [5, 5, 0, 0]
    assert notes(store.path) == ["one", "two", "three", "four"]
    assert_sound(store.path)


async def test_set_forward_and_back_again_nothing_is_counted_twice(store: Store, clock: FixedClock) -> None:
    async with screen_of(store) as pilot:
        await pass_time(pilot, clock, 120)
        clock.forward(minutes=60)
        await second(pilot)
        assert "60 min; the clocks went on" in shown(pilot)
        await pilot.press("escape", "z")
        assert minutes(store) == [2, 0, 0, 0]
        clock.forward(minutes=-60)
        await second(pilot)
        await pass_time(pilot, clock, 60)
        assert minutes(store) == [3, 0, 0, 0]
        # A gap in the hour that was there before takes out itself only.
        clock.forward(minutes=70)
        await second(pilot)
        assert minutes(store) == [73, 0, 0, 0]
        await pilot.press("escape", "z")
        assert minutes(store) == [3, 0, 0, 0]
    assert_sound(store.path)


async def test_set_back_a_little_is_named_and_less_than_that_is_nothing(store: Store, clock: FixedClock) -> None:
    async with screen_of(store) as pilot:
        await pass_time(pilot, clock, 60)
        acts = store.value("SELECT count(*) FROM act")
        clock.forward(seconds=-2)
        await second(pilot)
        assert store.value("SELECT count(*) FROM act") == acts
        clock.forward(seconds=-20)
        await second(pilot)
        assert "set back from 15:00:58 to 15:00:38" in shown(pilot)
        assert minutes(store)[0] == 0.97


async def test_set_back_while_it_is_paused_or_waits_changes_nothing(store: Store, clock: FixedClock) -> None:
    async with screen_of(store) as pilot:
        await pass_time(pilot, clock, 60)
        await line(pilot, "/pause")
        clock.forward(minutes=-30)
        await second(pilot)
        await pass_time(pilot, clock, 60)
        await line(pilot, "/resume")
        await pass_time(pilot, clock, 60)
        assert minutes(store) == [2, 0, 0, 0]


async def test_two_terminals_see_it_and_the_time_is_kept_once(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    meeting_id = store.meetings.all()[0].id
    with make_store(tmp_path, clock, origin="screen") as other:
        presence.arrive(store, meeting_id)
        presence.settle(store)
        async with screen_of(store) as one:
            await pass_time(one, clock, 120)
            presence.join(other, "second", meeting_id)
            presence.settle(other)
            async with screen_of(other) as two:
                clock.forward(minutes=-30)
                for pilot in (one, two):
                    await second(pilot)
                    assert "was set back" in shown(pilot)
                assert minutes(store) == [2, 0, 0, 0]
    assert store.value("SELECT count(*) FROM act WHERE name LIKE 'the clock was set back%'") == 1


async def test_set_back_while_the_program_is_away(store: Store, clock: FixedClock) -> None:
    async with screen_of(store) as pilot:
        await line(pilot, "one")
        await pass_time(pilot, clock, 120)
        at(pilot).line.put("half")
        at(pilot).flush()
    clock.forward(minutes=-90)
    for _ in range(3):
        async with screen_of(store) as pilot:
            assert minutes(store)[0] == 2
            await second(pilot)
            assert "half" in shown(pilot)
    async with screen_of(store) as pilot:
        await pass_time(pilot, clock, 60)
        await line(pilot, " a thought")
        assert minutes(store)[0] == 3
    assert_sound(store.path)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [("2027-03-28", "00:50", "02:10"), ("2026-10-25", "01:50", "01:10")],
    ids=["spring", "autumn"],
)
async def test_summer_time_begins_or_ends_in_a_meeting(tmp_path: Path, day: str, before: str, after: str) -> None:
    """The clocks of Lisbon change at 01:00 UTC: no time passes, none comes back, nothing is named."""
    clock = FixedClock(datetime.fromisoformat(f"{day}T00:50:00+00:00"))
    with make_store(tmp_path, clock, origin="screen") as store:
        make_meeting(store)
        async with screen_of(store) as pilot:
            assert f" {before} " in shown(pilot)
            await line(pilot, "before")
            await pass_time(pilot, clock, 1200)
            assert f" {after} " in shown(pilot)
            assert "20:00 of 5" in shown(pilot)
            assert "Away" not in shown(pilot)
            assert "set back" not in shown(pilot)
            await line(pilot, "after")
            assert minutes(store) == [20, 0, 0, 0]
    assert notes(tmp_path / "test.db") == ["before", "after"]


# In a real terminal, and from the command line

MOVED = """
from datetime import timedelta
from pathlib import Path
from facilitator import cli, clock

now = clock.SystemClock.now
def moved(self):
    place = Path("moved")
    return now(self) + timedelta(seconds=float(place.read_text()) if place.exists() else 0)
clock.SystemClock.now = moved
cli.main()
"""
"""The program on a laptop whose clock is as many seconds off as the file `moved` says."""


def move(home: Path, seconds: float) -> None:
    (home / "fresh").write_text(str(seconds))
    (home / "fresh").replace(home / "moved")


def terminal(file: Path, zone: str = "Europe/Lisbon") -> PtyProgram:
    return PtyProgram.python(
        "-c", MOVED, "--file", str(file), "run", home=file.parent, size=(120, 40), env={"TZ": zone}
    )


@pytest.mark.pty
def test_in_a_terminal_the_clock_goes_forward_and_back_and_back_again(file: Path) -> None:
    with terminal(file) as screen:
        screen.wait_for("F1 help")
        screen.send("one\r")
        screen.wait_for("Saved · 1 line ")
        move(file.parent, 1800)
        screen.wait_for("30 min; the clocks went on")
        screen.send("\x1bztwo\r")
        screen.wait_for("Saved · 2 lines")
        move(file.parent, -3600)
        screen.wait_for(r"The clock was set back from \d\d:\d\d to \d\d:\d\d")
        screen.send("three\r/next\r")
        screen.wait_for("Saved · 3 lines")
        screen.wait_for("News and concerns")
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    move(file.parent, -9000)
    with terminal(file) as screen:
        screen.wait_for(r"The clock was set back from \d\d:\d\d to \d\d:\d\d")
        screen.send("four\r/end\r/end\r")
        screen.wait_for("The record is locked")
        screen.signal(15)
        assert screen.wait_exit() == 0
    assert notes(file) == ["one", "two", "three", "four"]
    with open_store(file) as store:
        # Jumps of 30, 90 and 90 minutes; the test itself takes seconds.
        assert all(0 <= took < 10 for took in minutes(store)), minutes(store)
    assert_sound(file)


def told(home: Path, zone: str, *arguments: object) -> str:
    """What a command says on a laptop in another zone."""
    said = program(home, *arguments, TZ=zone)
    assert said.code == 0, said
    return said.out


@pytest.mark.pty
def test_the_time_zone_changes_between_two_starts_of_a_running_meeting(tmp_path: Path) -> None:
    file, lisbon, tokyo = tmp_path / "meetings.db", "Europe/Lisbon", "Asia/Tokyo"
    told(tmp_path, lisbon, "new", "partnership", "Northside Works")
    told(tmp_path, lisbon, "new", "meeting", "--partnership", "Northside", "--title", "Now")
    at_three = ("--title", "Later", "--at", "2031-12-03 15:00")
    told(tmp_path, lisbon, "new", "meeting", "--partnership", "Northside", *at_three)
    with terminal(file, lisbon) as screen:
        screen.wait_for("F1 help")
        screen.send("!draft the agreement by 2031-12-03\r")
        screen.wait_for("Saved · 1 line ")
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    lists = [("list", what, "--json") for what in ("meetings", "actions")] + [("agenda", "Later", "--format", "txt")]
    before = [told(tmp_path, lisbon, *it) for it in lists]
    with terminal(file, tokyo) as screen:
        screen.wait_for("Saved · 1 line ")
        now = datetime.now(zone_of(lisbon))
        hours = {f"{it:%H}" for it in (now - timedelta(minutes=1), now)}
        assert re.search(rf" ({'|'.join(hours)}):\d\d +ends ", screen.text())
        assert "set back" not in screen.text()
        screen.send("second\r")
        screen.wait_for("Saved · 2 lines")
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    assert [told(tmp_path, tokyo, *it) for it in lists] == before
    assert '"2031-12-03"' in before[1]
    assert "15:00" in before[2]
    with open_store(file) as store:
        assert all(0 <= took < 10 for took in minutes(store))
    assert_sound(file)


def test_meetings_planned_across_a_change_of_the_clocks(tmp_path: Path) -> None:
    """In Lisbon 01:30 is not there in spring, and there twice in autumn: then the first one is meant."""
    zone = "Europe/Lisbon"
    told(tmp_path, zone, "new", "partnership", "Northside Works")
    add = ("new", "meeting", "--partnership", "Northside", "--minutes", "90", "--title")
    assert (
        "there is no 2027-03-28 01:30: take 02:30"
        in program(tmp_path, *add, "Gap", "--at", "2027-03-28 01:30", TZ=zone).refusal
    )
    told(tmp_path, zone, *add, "Spring", "--at", "2027-03-28 00:30")
    told(tmp_path, zone, *add, "Autumn", "--at", "2026-10-25 01:30")
    with open_store(tmp_path / "meetings.db") as store:
        starts = {it.title: it.planned_start for it in store.meetings.all()}
    assert starts == {
        "Autumn": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        "Spring": datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
    }
    for laptop in (zone, "America/Bogota"):
        spring = told(tmp_path, laptop, "agenda", "Spring", "--format", "txt")
        assert "00:30 to 03:00" in spring
        assert not re.search(r"\b01:\d\d", spring)
        autumn = told(tmp_path, laptop, "agenda", "Autumn", "--format", "txt")
        assert "01:30 to 02:00" in autumn
        told(tmp_path, laptop, "calendar", "out.ics", "--force")
        days = (tmp_path / "out.ics").read_text("utf-8")
        assert "DTSTART;TZID=Europe/Lisbon:20270328T003000\nDTEND;TZID=Europe/Lisbon:20270328T030000" in days.replace(
            "\r", ""
        )
