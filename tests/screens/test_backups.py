"""Backups on the screen: the list, making one, going back, and what is said when one fails."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from facilitator.app import FacilitatorApp
from facilitator.db import Store
from facilitator.db.backup import Backups
from facilitator.services import backups, presence
from facilitator.settings import Settings
from home_program import NARROW, SIZES, press, shown, top
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
def no_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder of backups should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "taken"))


class SoonApp(FacilitatorApp):
    """The program, which makes its first backup at once."""

    QUIET_SECONDS = 0


@asynccontextmanager
async def at_start(
    store: Store, size: tuple[int, int] = NARROW, meeting_id: str | None = None
) -> AsyncIterator[Pilot[int]]:
    """The program once its first backup was tried."""
    async with SoonApp(store, Settings(), meeting_id).run_test(size=size) as pilot:
        while app_of(pilot).backups.latest is None:
            await pilot.pause(0.001)
        await settled(pilot)
        yield pilot


def app_of(pilot: Pilot[int]) -> FacilitatorApp:
    assert isinstance(pilot.app, FacilitatorApp)
    return pilot.app


async def settled(pilot: Pilot[int]) -> None:
    """What threads do is done and shown."""
    await pilot.pause()
    if thread := app_of(pilot).backups.latest:
        thread.join()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def test_the_start_makes_one_and_a_second_start_none(store: Store, clock: FixedClock) -> None:
    for _ in range(2):
        async with at_start(store) as pilot:
            assert "backup" not in shown(pilot)
        assert [it.reason for it in Backups(store.path, clock).all()] == ["start"]


async def test_leaving_at_once_leaves_nothing_half_made(store: Store, clock: FixedClock) -> None:
    async with SoonApp(store, Settings()).run_test() as pilot:
        await press(pilot, "q")
    folder = Backups(store.path, clock).folder
    assert not folder.exists() or not [it for it in folder.iterdir() if it.name.startswith(".facilitator")]


async def test_the_end_of_a_meeting_makes_one(store: Store, clock: FixedClock) -> None:
    meeting_id = store.overview.meetings(None)[0].id
    async with at_start(store, meeting_id=meeting_id) as pilot:
        for key in ("/", "e", "n", "d", "enter", "enter"):
            await press(pilot, key)
        assert "Closed" in shown(pilot)
        await settled(pilot)
    assert [it.reason for it in Backups(store.path, clock).all()] == ["close", "start"]


@pytest.mark.parametrize("size", SIZES)
async def test_one_that_fails_is_one_calm_line_and_the_meeting_goes_on(
    store: Store, clock: FixedClock, no_room: None, size: tuple[int, int]
) -> None:
    async with at_start(store, size) as pilot:
        assert "No backup yet: its folder cannot be written" in shown(pilot)
        app_of(pilot).push_screen(app_of(pilot)._meeting(store.overview.meetings(None)[0].id))
        await pilot.pause()
        assert "No backup yet: its folder cannot be written" in shown(pilot)
        for key in ("h", "i", "enter"):
            await press(pilot, key)
        assert "Saved · 1 line" in shown(pilot)


async def test_who_leaves_before_a_quiet_moment_has_a_backup_all_the_same(store: Store, clock: FixedClock) -> None:
    presence.arrive(store)
    async with FacilitatorApp(store, Settings()).run_test(size=NARROW) as pilot:
        while store.screens.all() == []:  # the look is done and the place is taken
            await pilot.pause(0.001)
        await press(pilot, "j")
        assert Backups(store.path, clock).all() == []
    assert [it.reason for it in Backups(store.path, clock).all()] == ["start"]


async def test_after_a_signal_none_is_begun(store: Store, clock: FixedClock) -> None:
    async with FacilitatorApp(store, Settings()).run_test(size=NARROW) as pilot:
        await pilot.pause()
        app_of(pilot).let_go()
    assert Backups(store.path, clock).all() == []


async def test_the_line_goes_when_it_is_mended(store: Store) -> None:
    good = backups.make(store)
    folder = good.path.parent
    folder.rename(folder.with_name("away"))
    folder.write_text("in the way")
    async with at_start(store) as pilot:
        assert "No backup yet: " in shown(pilot)
        folder.unlink()
        folder.with_name("away").rename(folder)
        app_of(pilot).backups.begin(store, "close")
        await settled(pilot)
        assert "No backup" not in shown(pilot)


async def test_a_sync_folder_is_named_on_home_alone(tmp_path: Path) -> None:
    (tmp_path / "Nextcloud").mkdir()
    with make_store(tmp_path / "Nextcloud", origin="screen") as store:
        make_meeting(store)
        async with at_start(store) as pilot:
            assert "Kept in Nextcloud" in shown(pilot)
            await press(pilot, "p")
            assert "Nextcloud" not in shown(pilot)
            await press(pilot, "q", "enter")
            assert "Nextcloud" not in shown(pilot)


async def test_a_new_file_in_the_place_of_an_old_one_says_so(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    backups.make(store)
    store.close()
    store.path.unlink()
    with make_store(tmp_path, clock, origin="screen") as new:
        async with at_start(new) as pilot:
            assert "there is a backup of Sat 21 Nov 15:00: facilitator restore" in " ".join(shown(pilot).split())


@pytest.mark.parametrize("size", SIZES)
async def test_backups_are_listed_and_made(store: Store, clock: FixedClock, size: tuple[int, int]) -> None:
    async with at_start(store, size) as pilot:
        clock.forward(hours=1)
        await press(pilot, "b")
        await settled(pilot)
        assert top(pilot) == "BackupScreen"
        assert "Sat 21 Nov 15:00      at the start       good" in shown(pilot)
        await press(pilot, "n")
        await settled(pilot)
        assert "Sat 21 Nov 16:00      asked for          good" in shown(pilot)
        assert "✓ Made:" in shown(pilot)
        assert "to 5 Dec 2026" in shown(pilot)
    assert [it.reason for it in Backups(store.path, clock).all()] == ["asked", "start"]


async def test_without_any_it_says_how_to_make_one(store: Store) -> None:
    async with FacilitatorApp(store, Settings()).run_test(size=NARROW) as pilot:
        await press(pilot, "b")
        await settled(pilot)
        assert "No backups yet; n makes one" in shown(pilot)
        await press(pilot, "enter", "q")
        assert top(pilot) == "HomeScreen"


async def test_going_back_is_asked_once_and_no_is_the_easy_answer(store: Store) -> None:
    async with at_start(store) as pilot:
        await press(pilot, "b")
        await settled(pilot)
        await press(pilot, "enter")
        assert "Put the file back as it was on Sat 21 Nov 15:00?" in shown(pilot)
        await press(pilot, "enter")
        assert "Nothing was changed." in shown(pilot)
        await press(pilot, "y")
        assert top(pilot) == "BackupScreen"
        assert app_of(pilot).backup_to_restore == ""
        await press(pilot, "enter", "y")
    assert app_of(pilot).backup_to_restore.endswith("-start")
    assert app_of(pilot).return_code == 0


async def test_a_damaged_one_is_marked_and_not_put_back(store: Store, clock: FixedClock) -> None:
    made = backups.make(store)
    data = bytearray(made.path.read_bytes())
    data[-1] ^= 1
    made.path.write_bytes(data)
    async with FacilitatorApp(store, Settings()).run_test(size=NARROW) as pilot:
        await press(pilot, "b")
        await settled(pilot)
        assert "DAMAGED" in shown(pilot)
        await press(pilot, "enter")
        assert "This backup is damaged" in shown(pilot)
        await press(pilot, "y")
    assert app_of(pilot).backup_to_restore == ""


async def test_none_is_made_of_the_sample(store: Store, clock: FixedClock) -> None:
    store.is_thrown_away = True
    async with FacilitatorApp(store, Settings()).run_test(size=NARROW) as pilot:
        app_of(pilot).backups.begin(store, "start")
        await press(pilot, "b")
        await settled(pilot)
        await press(pilot, "n")
        await settled(pilot)
        assert "no backups are made of it" in shown(pilot)
    assert Backups(store.path, clock).all() == []


@pytest.mark.parametrize("size", SIZES)
async def test_in_a_meeting_the_line_goes_when_the_close_makes_one(store: Store, size: tuple[int, int]) -> None:
    good = backups.make(store)
    folder = good.path.parent
    folder.rename(folder.with_name("away"))
    folder.write_text("in the way")
    async with at_start(store, size, meeting_id=store.overview.meetings(None)[0].id) as pilot:
        assert "No backup yet: " in shown(pilot)
        folder.unlink()
        folder.with_name("away").rename(folder)
        for key in ("/", "e", "n", "d", "enter", "enter"):
            await press(pilot, key)
        await settled(pilot)
        assert "Closed" in shown(pilot)
        assert "No backup" not in shown(pilot)
