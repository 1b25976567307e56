"""Backups as acts: before an import, offered, put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from facilitator.db import Store, open_store
from facilitator.db.backup import Backups, manifest_of
from facilitator.errors import BackupFailed, FileBusy, FileTrouble, Invalid, NewerFile, NotFound
from facilitator.services import backups, importing
from support import FixedClock, make_partnership, make_store


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with make_store(tmp_path, clock) as made:
        make_partnership(made)
        yield made


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """There is a file where the folder of backups should be."""
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "taken"))
    return tmp_path / "taken"


def names(path: Path, clock: FixedClock) -> list[str]:
    with open_store(path, clock=clock) as opened:
        return [it.name for it in opened.people.partnerships()]


def add(store: Store, name: str) -> None:
    with store.write("a partnership"):
        store.people.add_partnership(name)


def people_file(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text("name\nOlu Ade\n")
    return tmp_path / "people.csv"


def test_before_an_import_one_is_made(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    partnership_id = store.people.partnerships()[0].id
    importing.people(store, partnership_id, people_file(tmp_path))
    made = Backups(store.path, clock).all()
    assert [(it.reason, dict(it.counts)["person"]) for it in made] == [("import", 3)]


def test_a_bad_list_makes_none(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "people.csv").write_text("name,is_minor\nx,perhaps\n")
    with pytest.raises(Invalid, match="line"):
        importing.people(store, store.people.partnerships()[0].id, tmp_path / "people.csv")
    assert Backups(store.path, clock).all() == []


def test_an_import_goes_on_without_one_and_says_so(store: Store, tmp_path: Path, no_room: Path) -> None:
    done = importing.people(store, store.people.partnerships()[0].id, people_file(tmp_path))
    assert done.added == 1
    assert done.notices[0] == "No backup yet: its folder cannot be written"


def test_an_erasure_does_not(store: Store, no_room: Path) -> None:
    with pytest.raises(BackupFailed, match="cannot be written"):
        backups.before(store, "erase")


def test_a_failure_names_the_last_good_one(store: Store, clock: FixedClock) -> None:
    made = backups.before(store, "erase")
    assert made is not None
    assert made.reason == "erase"
    add(store, "Harbor")
    clock.forward(days=1)
    said = backups.failed(store.path, clock, "the disk is full")
    assert said == "No backup since Sat 21 Nov 15:00: the disk is full"


def test_a_damaged_file_is_said_in_one_line(store: Store, clock: FixedClock) -> None:
    store.close()
    data = bytearray(store.path.read_bytes())
    data[20 * 4096 : 60 * 4096] = bytes(40 * 4096)
    store.path.write_bytes(data)
    said = backups.attempt(store.path, clock, "start")
    assert said == "No backup yet: the file is damaged, see facilitator check"
    store.path.unlink()
    assert "cannot be opened" in backups.attempt(store.path, clock, "start")
    assert not store.path.exists()


def test_nothing_is_kept_of_what_is_thrown_away(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    store.is_thrown_away = True
    assert backups.before(store, "erase") is None
    importing.people(store, store.people.partnerships()[0].id, people_file(tmp_path))
    assert backups.listed(store.path, clock) == []


def test_the_list_says_until_when_each_is_kept(store: Store, clock: FixedClock) -> None:
    backups.make(store)
    add(store, "Harbor")
    backups.make(store)
    first, second = backups.listed(store.path, clock)
    assert (first.is_good, second.is_good) == (True, True)
    assert (second.until, first.until) == (date(2026, 11, 23), date(2026, 12, 5))


def test_the_offer_names_the_newest_good_one(store: Store, clock: FixedClock) -> None:
    assert backups.offer(store.path, clock) == ""
    backups.make(store)
    clock.forward(hours=2)
    add(store, "Harbor")
    newer = backups.make(store)
    newer.path.write_bytes(newer.path.read_bytes()[:-1])
    assert backups.offer(store.path, clock).startswith(
        "the newest good backup is of Sat 21 Nov 15:00: facilitator restore"
    )


def test_going_back_keeps_the_file_it_replaces_and_its_state(store: Store, clock: FixedClock) -> None:
    backups.make(store)
    add(store, "Harbor")
    store.close()
    before = store.path.read_bytes()
    done = backups.restore(store.path, "latest", clock)
    assert names(store.path, clock) == ["Northside Works"]
    assert done.kept is not None
    assert done.kept.read_bytes() == before
    assert done.kept.name == "test.replaced-20261121T150000.db"
    assert done.kept.stat().st_mode & 0o777 == store.path.stat().st_mode & 0o777 == 0o600
    assert [it.backup.reason for it in backups.listed(store.path, clock)] == ["restore", "asked"]
    again = backups.restore(store.path, "latest", clock)
    assert again.kept == store.path.with_name("test.replaced-20261121T150000-2.db")
    assert names(store.path, clock) == ["Harbor", "Northside Works"]


@pytest.mark.parametrize("how", ["zeroed", "empty", "missing", "cut", "text", "page"])
def test_going_back_from_a_damaged_file(store: Store, clock: FixedClock, how: str) -> None:
    backups.make(store)
    store.close()
    data = store.path.read_bytes()
    bad = {
        "zeroed": bytes(len(data)),
        "empty": b"",
        "cut": data[:5000],
        "text": b"name,role\n" * 500,
        "page": data[: 8 * 4096] + bytes(4096 * 40) + data[48 * 4096 :],
    }
    store.path.unlink()
    if how in bad:
        store.path.write_bytes(bad[how])
    done = backups.restore(store.path, "latest", clock)
    assert names(store.path, clock) == ["Northside Works"]
    if how in bad:
        assert done.kept is not None
        assert done.kept.read_bytes() == bad[how]
    else:
        assert done.kept is None


def test_a_journal_that_was_left_goes_aside_with_its_file(store: Store, clock: FixedClock) -> None:
    backups.make(store)
    store.close()
    store.path.write_bytes(b"")
    journal = store.path.with_name("test.db-journal")
    journal.write_bytes(b"left over")
    done = backups.restore(store.path, "latest", clock)
    assert not journal.exists()
    assert done.kept is not None
    assert done.kept.with_name(f"{done.kept.name}-journal").read_bytes() == b"left over"


def test_what_is_not_sound_is_never_put_back(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    place = tmp_path / "copy.db"
    backups.make(store, place)
    store.close()
    whole, before = place.read_bytes(), sorted(it.name for it in tmp_path.iterdir())
    at = whole.index(b"Ana Ruiz")
    for spoilt, words in (
        (whole[:at] + b"B" + whole[at + 1 :], "its hash differs"),
        (whole[:-4096], "its hash differs"),
        (b"", "its hash differs"),
    ):
        place.write_bytes(spoilt)
        with pytest.raises(FileTrouble, match=words):
            backups.restore(store.path, str(place), clock)
    manifest_of(place).write_text("{")
    with pytest.raises(FileTrouble, match="cannot be read"):
        backups.restore(store.path, str(place), clock)
    manifest_of(place).unlink()
    for spoilt in (b"", b"text" * 999, whole[:4000], whole[: 9 * 4096] + bytes(40 * 4096) + whole[49 * 4096 :]):
        place.write_bytes(spoilt)
        with pytest.raises(FileTrouble):
            backups.restore(store.path, str(place), clock)
    with closing(sqlite3.connect(place)) as conn:
        place.write_bytes(whole)
        conn.execute("PRAGMA user_version = 999")
    with pytest.raises(NewerFile):
        backups.restore(store.path, str(place), clock)
    assert names(store.path, clock) == ["Northside Works"]
    assert sorted(it.name for it in tmp_path.iterdir()) == [name for name in before if name != "copy.db.json"]


def test_a_copy_without_a_manifest_is_looked_through_and_taken(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    backups.make(store, tmp_path / "copy.db")
    manifest_of(tmp_path / "copy.db").unlink()
    add(store, "Harbor")
    store.close()
    backups.restore(store.path, str(tmp_path / "copy.db"), clock)
    assert names(store.path, clock) == ["Northside Works"]


def test_a_file_in_use_is_left(store: Store, clock: FixedClock) -> None:
    backups.make(store)
    with store.write("a long act"):
        store.people.add_partnership("Harbor")
        with pytest.raises(FileBusy, match="in use"):
            backups.restore(store.path, "latest", clock)
    assert [it.name for it in store.people.partnerships()] == ["Harbor", "Northside Works"]


def test_without_a_backup_of_the_present_it_stops_unless_forced(
    store: Store, clock: FixedClock, tmp_path: Path, no_room: Path
) -> None:
    backups.make(store, tmp_path / "copy.db")
    add(store, "Harbor")
    store.close()
    with pytest.raises(BackupFailed, match="--force"):
        backups.restore(store.path, str(tmp_path / "copy.db"), clock)
    assert names(store.path, clock) == ["Harbor", "Northside Works"]
    done = backups.restore(store.path, str(tmp_path / "copy.db"), clock, force=True)
    assert names(store.path, clock) == ["Northside Works"]
    assert done.kept is not None
    assert "cannot be written" in done.remarks[0]


def test_latest_passes_over_damaged_ones(store: Store, clock: FixedClock) -> None:
    backups.make(store)
    add(store, "Harbor")
    damaged = backups.make(store)
    store.close()
    data = bytearray(damaged.path.read_bytes())
    data[-100] ^= 1
    damaged.path.write_bytes(data)
    done = backups.restore(store.path, "latest", clock)
    assert done.remarks == (f"the backup {damaged.name} is damaged and was passed over",)
    assert names(store.path, clock) == ["Northside Works"]


def test_a_backup_is_found_by_its_name_and_a_stranger_is_not(store: Store, clock: FixedClock) -> None:
    with pytest.raises(NotFound, match="no good backup"):
        backups.restore(store.path, "latest", clock)
    made = backups.make(store)
    store.close()
    assert backups.restore(store.path, made.name, clock).copy == made.path
    assert backups.restore(store.path, made.path.name, clock).copy == made.path
    with pytest.raises(NotFound, match="--list"):
        backups.restore(store.path, "20200101", clock)
    with pytest.raises(FileTrouble, match="the data file itself"):
        backups.restore(store.path, str(store.path), clock)


def test_a_link_stays_a_link(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    backups.make(store, tmp_path / "copy.db")
    store.close()
    (tmp_path / "elsewhere").mkdir()
    real = store.path.rename(tmp_path / "elsewhere" / "real.db")
    store.path.symlink_to(real)
    done = backups.restore(store.path, str(tmp_path / "copy.db"), clock)
    assert store.path.is_symlink()
    assert done.kept is not None
    assert done.kept.parent == real.parent


def test_what_is_strange_about_the_place(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    assert backups.about_the_place(store.path, clock) == ""
    backups.make(store)
    store.close()
    store.path.unlink()
    make_store(tmp_path, clock).close()
    assert "there is a backup of Sat 21 Nov 15:00" in backups.about_the_place(store.path, clock)
    synced = tmp_path / "OneDrive - School"
    synced.mkdir()
    make_store(synced, clock).close()
    assert "OneDrive" in backups.about_the_place(synced / "test.db", clock)
    (tmp_path / "plain" / ".stfolder").mkdir(parents=True)
    assert "Syncthing" in backups.about_the_place(tmp_path / "plain" / "x.db", clock)
