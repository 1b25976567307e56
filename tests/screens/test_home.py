"""The home screen, driven by keys and judged by what stands in the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from facilitator.app import FacilitatorApp
from facilitator.db import Store
from facilitator.model.people import Party
from facilitator.screens.home import HomeScreen
from facilitator.services import prepare, run, templates
from facilitator.settings import Fault, Settings, load
from home_program import NARROW, SIZES, WIDE, HomeApp, at_home, burst, counted_reads, opened, press, shown, top
from hostile import HOSTILE
from support import FixedClock, make_meeting, make_partnership, make_store

TODAY = date(2026, 11, 21)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with make_store(tmp_path, clock, origin="screen") as made:
        yield made


def plan(store: Store, partnership_id: str, days: int, title: str = "", state: str = "ready") -> str:
    """A meeting so many days from today, at three o'clock."""
    at = datetime(2026, 11, 21, 15, 0) + timedelta(days=days)
    meeting_id = prepare.new_meeting(store, partnership_id, templates.find("check_in", None), title=title, at=at)
    with store.write("its state"):
        store.meetings.update(meeting_id, state=state)
    return meeting_id


def promise(store: Store, partnership_id: str, text: str, days: int, owner: Party | None = None) -> str:
    with store.write("a promise"):
        return store.actions.add(partnership_id, text, owner=owner, due=TODAY + timedelta(days=days))


# A day that was agreed


@pytest.mark.parametrize("key", ["enter", "n"])
async def test_an_agreed_day_is_planned_from_home(store: Store, key: str) -> None:
    partnership_id = make_partnership(store)
    held = plan(store, partnership_id, -7, "last time", "closed")
    with store.write("the next date"):
        store.meetings.update(held, next_meeting_on=date(2026, 12, 3))
    plan(store, make_partnership(store), 30, "of others")
    async with at_home(store) as pilot:
        (row,) = (line for line in shown(pilot).splitlines() if "agreed, not planned yet" in line)
        assert " ".join(row.split()) == "› COMING Thu 3 Dec agreed, not planned yet Northside Works n plans it"
        await press(pilot, "home", key)
        assert "2026-12-03" in shown(pilot)
        await burst(pilot, "check\r\x13")
        (planned,) = (it for it in store.meetings.all(partnership_id) if it.state == "ready")
        assert planned.planned_start == datetime(2026, 12, 3, 15, 0, tzinfo=UTC)
        assert "not planned yet" not in shown(pilot)


# Settings


@pytest.mark.parametrize("has_meeting", [False, True])
async def test_a_bad_setting_is_said_when_home_opens(store: Store, tmp_path: Path, has_meeting: bool) -> None:
    if has_meeting:
        make_meeting(store)
    (tmp_path / "config.toml").write_text("theme = '[/]'\nthemes = 1\ndayfirst = true\nday_first = true")
    async with at_home(store, settings=load(tmp_path / "config.toml")) as pilot:
        text = " ".join(shown(pilot).split())
        assert "✗ settings: theme cannot be '[/]'; there is no setting 'themes'" in text
        assert "and 1 more. Defaults hold; “facilitator config” says what to write" in text
        assert pilot.app.theme == "textual-dark"


async def test_a_bad_setting_is_said_when_a_meeting_opens(store: Store) -> None:
    settings = Settings(faults=(Fault("theme is no text", "write text in quotes"),))
    app = FacilitatorApp(store, settings, make_meeting(store).id)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "settings: theme is no text" in shown(pilot)
        assert [str(note.message) for note in app._notifications] == []


# The first minute


async def test_a_newcomer_gets_to_a_meeting_with_three_answers(store: Store) -> None:
    async with at_home(store) as pilot:
        assert "Nothing here yet. A meeting in one minute:" in shown(pilot)
        await burst(pilot, "Northside Works\rAna Ruiz, Northside High, school\rBen O'Connor, Harbor Print\r\r\r")
        (partnership,) = store.people.partnerships()
        assert partnership.name == "Northside Works"
        people = {it.name: (it.organisation, it.group) for it in store.people.people()}
        assert people == {"Ana Ruiz": ("Northside High", "school"), "Ben O'Connor": ("Harbor Print", "")}
        (meeting,) = store.meetings.all()
        assert (meeting.template, meeting.state, meeting.planned_minutes) == ("check_in", "ready", 60)
        assert len(store.meetings.attendance(meeting.id)) == 2
        assert opened(pilot) == [meeting.id]


async def test_the_kind_is_chosen_by_moving_or_by_typing(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "Northside Works\r\r")
        assert "▸ Regular check-in" in shown(pilot)
        await press(pilot, "down")
        assert "▸ Goal review" in shown(pilot)
        await burst(pilot, "cel\r")
        assert store.meetings.all()[0].template == "celebration"


async def test_what_no_kind_is_called_stays_to_be_mended(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "Northside Works\r\rzzz\r")
        assert store.meetings.all() == []
        assert "no kind has such a word" in shown(pilot)
        await burst(pilot, "renewal\r")
        assert store.meetings.all()[0].template == "renewal"


async def test_backspace_on_nothing_goes_back_to_the_people(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "Northside Works\r\r\x7fAna Ruiz\r\r\r")
        assert [it.name for it in store.people.people()] == ["Ana Ruiz"]
        assert len(store.meetings.all()) == 1


async def test_people_may_come_in_one_paste_or_from_a_file(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "our people.csv"
    file.write_text("name,organisation,group\nMaría Silva,Parents’ Council,family\n", "utf-8")
    async with at_home(store) as pilot:
        await burst(pilot, "Northside Works\r")
        await burst(pilot, "\x1b[200~Ana Ruiz, Northside High, school\r\nBen O'Connor\n\x1b[201~\r")
        await burst(pilot, f"'{file}'\r")
        assert {it.name for it in store.people.people()} == {"Ana Ruiz", "Ben O'Connor", "María Silva"}
        assert "1 added" in shown(pilot)


async def test_a_file_that_is_not_there_is_said_and_the_place_stays(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "Northside Works\r/nowhere/people.csv\r")
        assert "✗" in shown(pilot)
        assert "/nowhere/people.csv" in shown(pilot)


async def test_a_childs_name_is_not_kept(store: Store, tmp_path: Path) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "Northside Works\rKim Secretname, student, minor\r")
        assert [it.name for it in store.people.people()] == ["student 1"]
    store.close()
    assert b"Secretname" not in (tmp_path / "test.db").read_bytes()


async def test_the_guide_goes_on_where_it_was_left(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "Northside Works\rAna Ruiz\rBen O")
        await press(pilot, "ctrl+q")
    async with at_home(store) as pilot:
        assert "✓ Northside Works" in shown(pilot)
        assert "1 person: Ana Ruiz" in shown(pilot)
        await burst(pilot, "'Connor\r")
        assert {it.name for it in store.people.people()} == {"Ana Ruiz", "Ben O'Connor"}
        assert store.drafts.draft("home:first") is None or store.drafts.draft("home:first") == ("Ben O", 5)


async def test_undo_takes_an_answer_back(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "Northside Works\rAna Ruiz\r")
        await press(pilot, "ctrl+z")
        assert store.people.people() == []
        assert "Taken back: Add people" in shown(pilot)
        await press(pilot, "ctrl+z")
        assert store.people.partnerships() == []
        assert "Nothing here yet" in shown(pilot)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_hostile_answers_are_kept_or_refused_and_shown_plainly(
    store: Store, text: str, size: tuple[int, int]
) -> None:
    async with at_home(store, size) as pilot:
        await burst(pilot, f"\x1b[200~{text}\x1b[201~\r")
        if not store.people.partnerships():
            assert "is empty" in shown(pilot)
            await burst(pilot, "Northside\r")
        await burst(pilot, f"\x1b[200~{text}\x1b[201~\r\r\r")
        (partnership,) = store.people.partnerships()
        assert partnership.name
        assert not set(shown(pilot)) & set("\x1b\x07\x9b\u202e\u2067\u061c")
    async with at_home(store, size) as pilot:
        assert not set(shown(pilot)) & set("\x1b\x07\x9b\u202e\u2067\u061c")


async def test_a_lone_d_opens_the_sample_and_a_name_may_begin_with_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("facilitator.app.FacilitatorApp.on_open_sample", lambda *_: asked.append("sample"))
    async with at_home(store) as pilot:
        await burst(pilot, "d\r")
        assert asked == ["sample"]
        await burst(pilot, "downtown partners\r")
        assert [it.name for it in store.people.partnerships()] == ["downtown partners"]
        assert asked == ["sample"]


async def test_the_sample_opens_in_a_file_of_its_own_and_is_gone_when_it_is_left(store: Store) -> None:
    async with at_home(store, WIDE) as pilot:
        app = pilot.app
        assert isinstance(app, HomeApp)
        await burst(pilot, "d\r")
        await pilot.pause()
        place = app.store.path
        assert place != store.path
        assert place.is_file()
        assert "a sample, thrown away when you leave it" in shown(pilot)
        assert "Northside Works" in shown(pilot)
        await press(pilot, "p")
        assert "Harbor Mentoring" in shown(pilot)
        await press(pilot, "q", "q")
        assert app.store is store
        assert "Nothing here yet" in shown(pilot)
        assert not place.exists()
        assert store.people.partnerships() == []


async def test_help_and_commands_are_there_while_one_types(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "North")
        await press(pilot, "f1")
        assert "each with its people, goals and meetings" in shown(pilot)
        await press(pilot, "q")
        assert "› North" in shown(pilot)


async def test_the_palette_offers_every_command(store: Store) -> None:
    make_meeting(store)
    async with at_home(store, WIDE) as pilot:
        await press(pilot, "ctrl+p")
        await burst(pilot, "partnerships")
        await pilot.app.workers.wait_for_complete()
        await press(pilot, "enter")
        await pilot.pause()
        assert top(pilot) == "ListScreen"


async def test_esc_and_a_letter_is_a_command_while_one_types(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "North\x1bp")
        assert top(pilot) == "ListScreen"
        await press(pilot, "escape")
        assert "› North" in shown(pilot)


# What is on


async def test_shows_what_runs_and_what_comes(store: Store) -> None:
    partnership_id = make_partnership(store)
    running = plan(store, partnership_id, 0, "Autumn check-in")
    run.enter(store, running)
    plan(store, partnership_id, 12, "Winter check-in", state="draft")
    plan(store, partnership_id, -9, "Forgotten")
    plan(store, partnership_id, -60, "September", state="closed")
    later = prepare.new_meeting(
        store, partnership_id, templates.find("goal_review", None), at=datetime(2026, 11, 21, 19, 30)
    )
    async with at_home(store, WIDE) as pilot:
        text = shown(pilot)
        rows = [line.split() for line in text.splitlines()]
        assert ["RUNNING", "since", "15:00", "Northside"] in [row[1:5] for row in rows]
        assert "step 1 of 9" in text
        assert "TODAY      19:30" in text
        assert "COMING     Thu 3 Dec 15:00" in text
        assert "draft, 9 steps, 60 min" in text
        assert "NOT HELD   Thu 12 Nov 15:00" in text
        assert "LAST       Tue 22 Sep" in text
        await burst(pilot, "\r")
        assert opened(pilot) == [running]
        await press(pilot, "down", "enter")
        assert opened(pilot) == [running, later]


async def test_shows_promises_and_goals_that_need_somebody(store: Store) -> None:
    partnership_id = make_partnership(store)
    make_meeting(store, partnership_id)
    ana = store.people.people()[1]
    promise(store, partnership_id, "send the route map", -9, Party("person", ana.id, ana.name))
    promise(store, partnership_id, "find a driver", 1)
    promise(store, partnership_id, "far away", 40)
    off = prepare.add_goal(store, partnership_id, "Thirty internships", baseline=4, target=30)
    due = prepare.add_goal(store, partnership_id, "Raise attendance")
    prepare.add_goal(store, partnership_id, "Nothing to look at")
    with store.write("states"):
        store.goals.update(off, state="off_track")
        store.goals.update(due, state="on_track", next_review=TODAY)
    async with at_home(store, WIDE) as pilot:
        text = shown(pilot)
        assert "OVERDUE    9 days late       Ana Ruiz" in text
        assert "DUE SOON   tomorrow          nobody yet" in text
        assert "far away" not in text
        assert "off track         Thirty internships" in text
        assert "due for review" in text
        assert "Nothing to look at" not in text


@pytest.mark.parametrize("size", SIZES)
async def test_every_row_fits_and_the_keys_stay_at_every_size(store: Store, size: tuple[int, int]) -> None:
    partnership_id = make_partnership(store, "A partnership with quite a long name, longer than any column")
    for days in range(1, 8):
        plan(store, partnership_id, days, "A title that goes on and on " * 5)
        promise(store, partnership_id, "a promise that goes on " * 10, -days)
    async with at_home(store, size) as pilot:
        lines = shown(pilot).splitlines()
        assert len(lines) == size[1]
        assert all(len(line) <= size[0] for line in lines)
        assert "F1 help" in lines[-1]
        assert "and 1 more promises" in shown(pilot) or size == NARROW


async def test_follows_a_resize_and_stays_alive_when_tiny(store: Store) -> None:
    make_meeting(store)
    async with at_home(store, WIDE) as pilot:
        for size in ((40, 10), (1, 1), (80, 24), (200, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert "Northside Works · Check-in" in shown(pilot)
        assert "w people" in shown(pilot)


async def test_another_programs_change_shows_by_itself(store: Store, tmp_path: Path) -> None:
    partnership_id = make_partnership(store)
    make_meeting(store, partnership_id)
    async with at_home(store, WIDE) as pilot:
        with make_store(tmp_path, origin="other") as other:
            promise(other, partnership_id, "bring the key", -1)
        screen = pilot.app.screen
        assert isinstance(screen, HomeScreen)
        screen._tick()
        await pilot.pause()
        assert "bring the key" in shown(pilot)


async def test_a_file_in_use_is_no_empty_file(store: Store, tmp_path: Path) -> None:
    make_meeting(store)
    with closing(sqlite3.connect(tmp_path / "test.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with at_home(store) as pilot:
            assert "Nothing here yet" not in shown(pilot)
            assert "in use by another program" in " ".join(shown(pilot).split())
            other.execute("ROLLBACK")
            await press(pilot, "p", "q")
            assert "Northside Works" in shown(pilot)


async def test_an_unknown_letter_after_esc_is_not_typed(store: Store) -> None:
    async with at_home(store) as pilot:
        await burst(pilot, "North\x1by\r")
        assert [it.name for it in store.people.partnerships()] == ["North"]


async def test_reads_are_few_and_no_more_for_many_meetings(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    partnership_id = make_partnership(store)
    read = counted_reads(store, monkeypatch)

    def look() -> int:
        read.clear()
        store.overview.home(TODAY, store.now(), store.now() + timedelta(hours=9))
        return len(read)

    make_meeting(store, partnership_id)
    assert look() <= 7
    for days in range(-15, 15):
        plan(store, partnership_id, days, state="closed" if days < 0 else "ready")
        promise(store, partnership_id, f"promise {days}", days)
    assert look() <= 8


async def test_a_new_meeting_is_planned_with_a_form_and_undone(store: Store) -> None:
    make_meeting(store)
    async with at_home(store) as pilot:
        await burst(pilot, "n")
        await burst(pilot, "goal rev\rWinter review\rthu\r16:30\r80\rLibrary\r")
        assert top(pilot) == "HomeScreen"
        made = store.meetings.all()[-1]
        assert (made.title, made.template, made.place) == ("Winter review", "goal_review", "Library")
        assert made.planned_start.isoformat() == "2026-11-26T16:30:00+00:00"
        assert sum(step.planned_minutes for step in store.meetings.steps(made.id)) == made.planned_minutes == 80
        assert "Winter review" in shown(pilot)
        await press(pilot, "ctrl+z")
        assert [it.title for it in store.meetings.all()] == ["Check-in"]
        assert "Taken back: New meeting" in shown(pilot)
        await press(pilot, "ctrl+y")
        assert len(store.meetings.all()) == 2


async def test_what_was_done_in_a_meeting_is_not_undone_from_home(store: Store) -> None:
    meeting = make_meeting(store)
    run.enter(store, meeting.id)
    async with at_home(store) as pilot:
        await press(pilot, "u")
        assert "open that meeting" in shown(pilot)
        assert store.meetings.all()[0].state == "running"


async def test_every_key_of_the_table_means_something(store: Store) -> None:
    make_meeting(store)
    for key, front in (
        ("p", "ListScreen"), ("w", "ListScreen"), ("g", "ListScreen"), ("a", "ListScreen"), ("m", "ListScreen"),
        ("e", "ExportScreen"), ("x", "ListScreen"), ("n", "FormDialog"),
        ("c", "FormDialog"), ("f1", "TextDialog"), ("h", "TextDialog"),
    ):  # fmt: skip
        async with at_home(store) as pilot:
            await press(pilot, key)
            assert top(pilot) == front, key
            await press(pilot, "escape")
            assert top(pilot) == "HomeScreen", key


async def test_a_key_without_meaning_says_so(store: Store) -> None:
    make_meeting(store)
    async with at_home(store) as pilot:
        await press(pilot, "z")
        assert "z means nothing here; F1 shows the keys" in shown(pilot)


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaves(store: Store, key: str) -> None:
    make_meeting(store)
    async with at_home(store) as pilot:
        await press(pilot, key)
        assert pilot.app.return_code == 0


async def test_esc_does_not_leave_the_program(store: Store) -> None:
    make_meeting(store)
    async with at_home(store) as pilot:
        await press(pilot, "escape")
        assert pilot.app.return_code is None


async def test_exports_the_csv_files(store: Store, tmp_path: Path) -> None:
    make_meeting(store)
    folder = tmp_path / "out"
    async with at_home(store, WIDE) as pilot:
        await burst(pilot, "e")
        await burst(pilot, "w")
        await burst(pilot, f"\x15{folder}\r")
        assert not folder.exists()
        await burst(pilot, "\r")
        assert (folder / "meetings.csv").is_file()
        assert "rows in" in shown(pilot)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_records_are_shown_plainly(store: Store, text: str) -> None:
    words = text.strip() or "x"
    with store.write("hostile"):
        partnership_id = store.people.add_partnership(words)
        store.people.add_person(partnership_id, words)
    meeting = make_meeting(store, partnership_id, words)
    run.enter(store, meeting.id)
    promise(store, partnership_id, words, -1, Party("unknown", "", words))
    off = store.goals
    with store.write("hostile"):
        off.add(partnership_id, words, state="off_track")
    async with at_home(store) as pilot:
        for keys in (("down",), ("down",), ("c", "escape"), ("p", "enter", "w", "enter", "escape"), ("f1",)):
            await press(pilot, *keys)
            assert not set(shown(pilot)) & set("\x1b\x07\x9b\u202e\u2067\u061c")
