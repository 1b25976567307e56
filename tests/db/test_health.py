import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.db import Store, health
from facilitator.db.backup import Backups
from facilitator.db.health import examine
from support import make_meeting, make_store

FILES = Path(__file__).parents[1] / "fixtures" / "files"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    tmp_path.chmod(0o700)
    with make_store(tmp_path) as opened:
        make_meeting(opened)
        yield opened


def spoil(store: Store, *statements: str) -> None:
    """Changes the file as another program could."""
    with sqlite3.connect(store.path) as conn:
        for statement in statements:
            conn.execute(statement)
    conn.close()


def test_a_sound_file_has_nothing_wrong(store: Store) -> None:
    found = examine(store, folder_is_ours=True)
    assert found.wrong == ()
    assert len(found.good) == 6
    assert [note for note in found.notes if "no backup yet" in note] == list(found.notes)


def test_a_record_that_leads_nowhere(store: Store) -> None:
    spoil(store, "PRAGMA foreign_keys = OFF", "DROP TRIGGER journal_organisation_delete", "DELETE FROM organisation")
    wrong = examine(store).wrong
    assert "person: 3 point to a missing organisation" in wrong
    assert "the trigger journal_organisation_delete is missing" in wrong


def test_a_strange_table_and_a_changed_one(store: Store) -> None:
    spoil(store, "CREATE TABLE mine (x)", "ALTER TABLE tag ADD COLUMN mine TEXT")
    assert examine(store).wrong == ("the table mine is none of ours", "the table tag was changed")


def test_an_index_that_misses_rows(store: Store) -> None:
    # The rows of an index taken away behind SQLite's back.
    spoil(
        store,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'decision_step')"
        " WHERE name = 'step_meeting'",
    )
    store.close()
    with make_store(store.path.parent) as again:
        wrong = examine(again).wrong
    assert any("damaged" in fault and "step_meeting" in fault for fault in wrong)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are kept otherwise there")
def test_who_else_may_read_or_replace_the_file(store: Store) -> None:
    folder = store.path.parent
    store.path.chmod(0o644)
    folder.chmod(0o755)
    assert [fault.split("; run: ")[1] for fault in examine(store).wrong] == [f"chmod 600 {store.path}"]
    store.path.chmod(0o600)
    assert examine(store).wrong == ()
    assert [fault.split("; run: ")[1] for fault in examine(store, folder_is_ours=True).wrong] == [f"chmod 700 {folder}"]
    folder.chmod(0o777)
    assert [fault.split("; run: ")[1] for fault in examine(store).wrong] == [f"chmod go-w {folder}"]
    folder.chmod(0o1777)
    assert examine(store).wrong == ()
    folder.chmod(0o700)


def test_what_was_changed_around_the_program(store: Store) -> None:
    with store.write("a name"):
        store.update("person", store.people.people()[0].id, name="Amina Sow")
    spoil(store, "DROP TRIGGER journal_person_update", "UPDATE person SET name = 'Mallory' WHERE name = 'Amina Sow'")
    wrong = examine(store).wrong
    assert any(fault.startswith("person: name is not what was written last (1 record)") for fault in wrong)
    assert any("facilitator backup --list" in fault for fault in wrong)


def test_a_large_file_is_looked_at_in_a_copy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LARGE", 1)
    assert examine(store).wrong == ()
    spoil(store, "CREATE TABLE mine (x)")
    assert "the table mine is none of ours" in examine(store).wrong


def test_backups_are_counted_and_each_is_still_what_it_was(store: Store) -> None:
    made = Backups(store.path, store.clock).make("start")
    assert made is not None
    found = examine(store)
    assert "one backup, the newest of Sat 21 Nov 15:00, as verified when made" in found.good
    assert (found.notes, found.wrong) == ((), ())
    data = bytearray(made.path.read_bytes())
    data[data.index(b"Ana Ruiz")] ^= 1
    made.path.write_bytes(data)
    assert [fault for fault in examine(store).wrong if made.name in fault]


def test_a_failed_backup_stays_a_fault_until_one_succeeds(store: Store) -> None:
    backups = Backups(store.path, store.clock)
    backups.make("start")
    backups._note("the disk is full")
    assert [fault for fault in examine(store).wrong if "failed on Sat 21 Nov 15:00 (the disk is full)" in fault]
    backups.make("asked", anyway=True)
    assert examine(store).wrong == ()


def test_a_place_where_no_backup_can_be_made(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "taken"))
    assert [fault for fault in examine(store).wrong if f"{tmp_path / 'taken'} cannot be written" in fault]


@pytest.mark.skipif(os.name != "posix", reason="rights of files are kept otherwise there")
def test_who_else_may_look_into_the_backups(store: Store) -> None:
    made = Backups(store.path, store.clock).make("start")
    assert made is not None
    made.path.chmod(0o640)
    assert [fault for fault in examine(store).wrong if "chmod -R go=" in fault]


def test_a_journal_that_nobody_writes_to(store: Store) -> None:
    left = store.path.with_name(f"{store.path.name}-journal")
    left.write_bytes(bytes(512))
    assert [fault for fault in examine(store).wrong if str(left) in fault]


def test_a_sync_folder_and_its_conflict_copies_are_notes(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir(mode=0o700)
    (folder / "test (conflicted copy 2026-11-21).db").write_bytes(b"")
    (folder / "test-LAPTOP.db").write_bytes(b"")
    with make_store(folder) as opened:
        make_meeting(opened)
        Backups(opened.path, opened.clock).make("start")
        found = examine(opened)
    assert found.wrong == ()
    assert "Dropbox" in found.notes[0]
    assert "test (conflicted copy 2026-11-21).db, test-LAPTOP.db" in found.notes[1]


@pytest.mark.parametrize("path", sorted(FILES.glob("v*.db")), ids=lambda it: it.stem)
def test_a_file_of_every_release_is_sound_once_it_is_opened(path: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    shutil.copy(path, tmp_path / "test.db")
    (tmp_path / "test.db").chmod(0o600)
    with make_store(tmp_path) as opened:
        assert examine(opened).wrong == ()
