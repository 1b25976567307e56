"""The folder of backups: what is made, kept, found again and found damaged."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.db.backup import Backups, copy_to, is_intact, manifest_of, read_manifest
from facilitator.db.safe_copy import NotSound, verify
from facilitator.errors import BackupFailed, DamagedFile, FileTrouble
from support import FixedClock, make_partnership


@pytest.fixture
def backups(store: Store, clock: FixedClock) -> Backups:
    make_partnership(store)
    return Backups(store.path, clock)


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(it.stat().st_mode) for it in folder.iterdir()}


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x04
    path.write_bytes(data)


def test_a_backup_is_a_verified_copy_away_from_the_file_for_its_owner_alone(
    store: Store, backups: Backups, state_folder: Path
) -> None:
    made = backups.make("start")
    assert made is not None
    assert state_folder in made.path.parents
    assert store.path.parent not in made.path.parents
    assert verify(made.path).counts == made.counts
    assert dict(made.counts)["person"] == 3
    assert read_manifest(made.path) == made
    assert is_intact(made)
    assert made.name.startswith("20261121T150000.000Z-start")
    if os.name == "posix":
        assert modes(backups.folder) == {0o600}
        assert {stat.S_IMODE(it.stat().st_mode) for it in (backups.folder, backups.folder.parent)} == {0o700}
    assert (backups.folder / "data-file.txt").read_text("utf-8") == f"{store.path.resolve()}\n"
    assert json.loads(manifest_of(made.path).read_text())["data_file"] == str(store.path.resolve())


def test_nothing_new_no_new_backup(store: Store, backups: Backups, clock: FixedClock) -> None:
    first = backups.make("start")
    clock.forward(hours=1)
    assert backups.make("close") == first
    store.drafts.save("a", "half typed", 3)
    assert backups.make("close") == first
    with store.write("one more"):
        store.people.add_partnership("Harbor")
    second = backups.make("close")
    assert second is not None
    assert [it.number for it in backups.all()] == [2, 1]
    assert second.name.endswith("-close")
    third = backups.make("asked", anyway=True)
    assert third is not None
    assert third.number == 3


def test_a_backup_that_was_damaged_since_does_not_count(backups: Backups, clock: FixedClock) -> None:
    first = backups.make("start")
    assert first is not None
    flip(first.path, 9000)
    clock.forward(minutes=1)
    second = backups.make("start")
    assert second is not None
    assert second != first
    assert backups.newest_good() == second
    assert backups.damaged() == [first.path]


def test_nothing_written_yet_nothing_to_keep(store: Store, clock: FixedClock) -> None:
    assert Backups(store.path, clock).make("start") is None
    assert Backups(store.path, clock).is_blank()
    assert Backups(store.path, clock).all() == []


def test_the_file_that_goes_back_and_on_differently_is_backed_up(
    store: Store, backups: Backups, clock: FixedClock, tmp_path: Path
) -> None:
    """Acts are numbered from the file: after going back, another act has the same number."""
    shutil.copy(store.path, tmp_path / "before.db")
    with store.write("one"):
        store.people.add_partnership("One")
    backups.make("close")
    store.close()
    shutil.copy(tmp_path / "before.db", store.path)
    clock.forward(minutes=1)
    from support import make_store

    with make_store(tmp_path, clock) as again, again.write("two"):
        again.people.add_partnership("Two")
    made = backups.make("close")
    assert made is not None
    assert made.number == 2


def test_every_bit_counts(backups: Backups) -> None:
    """A flipped bit in plain text is no damage to SQLite; the hash sees it."""
    made = backups.make("asked")
    assert made is not None
    at = made.path.read_bytes().index("Parents’ Council".encode()) + 3
    flip(made.path, at)
    assert verify(made.path).counts == made.counts
    assert not is_intact(made)
    assert backups.newest_good() is None
    flip(made.path, at)
    assert is_intact(made)


def test_a_manifest_that_cannot_be_read_makes_no_backup(backups: Backups) -> None:
    made = backups.make("asked")
    assert made is not None
    for text in ("", "{", "[]", '{"rows": 3}', "\0\0"):
        manifest_of(made.path).write_text(text)
        assert backups.all() == []
        assert backups.damaged() == [made.path]


def test_old_ones_are_thinned_out(store: Store, backups: Backups, clock: FixedClock) -> None:
    for number in range(6):
        with store.write("more"):
            store.people.add_partnership(f"P {number}")
        backups.make("start")
        clock.forward(hours=30 if number > 2 else 1)
    found = backups.all()
    assert [it.number for it in found] == [6, 5, 4]
    assert {it.name for it in backups.folder.iterdir()} == {"data-file.txt", "last-attempt"} | {
        name for it in found for name in (it.path.name, manifest_of(it.path).name)
    }


def test_what_a_killed_program_left_goes_after_a_while(backups: Backups, clock: FixedClock) -> None:
    backups.make("start")
    old = backups.folder / "20261121T120000.000Z-start.db"
    new = backups.folder / "20261121T145959.000Z-start.db"
    strange = backups.folder / "mine.db"
    for path in (old, new, strange):
        path.write_bytes(b"x")
    backups.make("asked", anyway=True)
    assert not old.exists()
    assert new.exists()
    assert strange.exists()


def test_a_clock_set_back_does_not_change_which_is_the_newest(
    store: Store, backups: Backups, clock: FixedClock
) -> None:
    backups.make("start")
    with store.write("more"):
        store.people.add_partnership("Later")
    clock.forward(days=-400)
    made = backups.make("close")
    assert backups.newest_good() == made


def test_two_in_the_same_moment_have_two_names(backups: Backups) -> None:
    names = {made.name for made in (backups.make("asked", anyway=True) for _ in range(3)) if made}
    assert len(names) == 3


def test_a_damaged_data_file_makes_no_backup_and_leaves_the_good_ones(store: Store, backups: Backups) -> None:
    good = backups.make("start")
    store.close()
    data = bytearray(store.path.read_bytes())
    data[20 * 4096 : 60 * 4096] = bytes(40 * 4096)
    store.path.write_bytes(data)
    with pytest.raises(DamagedFile, match="no backup of it was made"):
        backups.make("asked", anyway=True)
    assert store.path.read_bytes() == data
    assert backups.all() == [good]
    assert not [it for it in backups.folder.iterdir() if it.name.startswith(".facilitator")]


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(
    store: Store, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_partnership(store)
    (tmp_path / "taken").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "taken"))
    with pytest.raises(BackupFailed, match="there is none from before") as caught:
        Backups(store.path, clock).make("start")
    assert "cannot be written" in caught.value.why


def test_a_failure_is_remembered_until_one_succeeds(store: Store, backups: Backups, clock: FixedClock) -> None:
    backups.make("start")
    for path in (backups.folder, backups.folder.parent):
        assert path.is_dir()
    real = backups.folder.rename(backups.folder.with_name("moved"))
    backups.folder.write_text("in the way")
    with store.write("more"):
        store.people.add_partnership("Later")
    with pytest.raises(BackupFailed):
        backups.make("close")
    backups.folder.unlink()
    real.rename(backups.folder)
    # The note could not be written where there was no folder; one that could is kept.
    backups._note("the disk is full")
    failure = backups.failure()
    assert failure is not None
    assert (failure.at, failure.why) == (clock.now(), "the disk is full")
    backups.make("close")
    assert backups.failure() is None


def test_a_writer_does_not_wait_and_the_copy_shows_one_moment(store: Store, backups: Backups) -> None:
    """Pairs of rows are written all the time by another thread's connection; no copy holds half a pair."""
    stop = threading.Event()
    conn = sqlite3.connect(store.path, isolation_level=None, timeout=5)
    conn.execute("CREATE TABLE a (x)")
    conn.execute("CREATE TABLE b (x)")
    conn.close()

    def write() -> None:
        writer = sqlite3.connect(store.path, isolation_level=None, timeout=5)
        while not stop.wait(0.002):
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("INSERT INTO a VALUES (randomblob(3000))")
            writer.execute("INSERT INTO b VALUES (randomblob(3000))")
            writer.execute("COMMIT")
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(2):
            made = backups.make("asked", anyway=True)
            assert made is not None
            rows = dict(made.counts)
            assert rows["a"] == rows["b"]
    finally:
        stop.set()
        thread.join()


def test_a_copy_anywhere_has_its_manifest_beside_it(store: Store, backups: Backups, tmp_path: Path) -> None:
    place = tmp_path / "stick" / "copy.db"
    with pytest.raises(FileTrouble, match="does not exist"):
        copy_to(store.path, place, store.clock)
    place.parent.mkdir()
    made = copy_to(store.path, place, store.clock)
    assert read_manifest(place) == made
    assert sorted(it.name for it in place.parent.iterdir()) == ["copy.db", "copy.db.json"]
    with pytest.raises(FileTrouble, match="--force"):
        copy_to(store.path, place, store.clock)
    with store.write("more"):
        store.people.add_partnership("Later")
    assert is_intact(copy_to(store.path, place, store.clock, force=True))
    with pytest.raises(FileTrouble, match="the data file itself"):
        copy_to(store.path, store.path, store.clock, force=True)
    with pytest.raises(FileTrouble, match="no file that can be replaced"):
        copy_to(store.path, place.parent, store.clock, force=True)
    assert Backups(store.path, store.clock).all() == []


def test_what_is_not_sound_is_told(tmp_path: Path, store: Store) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(NotSound, match="not a database"):
        verify(tmp_path / "x.db")
    with sqlite3.connect(tmp_path / "y.db") as conn:
        conn.execute("CREATE TABLE t (x)")
    conn.close()
    with pytest.raises(NotSound, match="no facilitator file"):
        verify(tmp_path / "y.db")
    with sqlite3.connect(store.path) as conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("DROP TRIGGER journal_norm_insert")
        conn.execute("INSERT INTO norm VALUES ('n', 'none', 1, 'x', '2026-11-21', NULL)")
    conn.close()
    with pytest.raises(NotSound, match="norm points to a missing partnership"):
        verify(store.path)
