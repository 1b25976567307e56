"""Opening the data file: what is refused is left as it was, byte for byte."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.db import Store, connection, open_store
from facilitator.db.driver import sqlite3
from facilitator.db.schema import APPLICATION_ID, VERSION
from facilitator.errors import DamagedFile, DiskTrouble, FileBusy, FileTrouble, NewerFile
from support import FixedClock, make_partnership, make_store

NOBODY = 65534


@pytest.fixture
def path(store: Store) -> Path:
    """A closed data file with something in it."""
    make_partnership(store)
    store.close()
    return store.path


def refused(path: Path, error: type[FileTrouble], words: str, *, create: bool = False) -> None:
    """Opening fails with exactly this error, and changes nothing in the folder."""
    before = {it: it.read_bytes() for it in path.parent.iterdir() if it.is_file()}
    with pytest.raises(FileTrouble, match=words) as caught:
        open_store(path, create=create)
    assert type(caught.value) is error
    assert {it: it.read_bytes() for it in path.parent.iterdir() if it.is_file()} == before


def patched(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "delete"),
        ("synchronous", 3),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),
        ("application_id", APPLICATION_ID),
        ("user_version", VERSION),
    ],
)
def test_how_the_file_is_opened(path: Path, pragma: str, value: object) -> None:
    with open_store(path) as store:
        assert store.value(f"PRAGMA {pragma}") == value


def test_a_missing_file_is_made_only_when_asked(tmp_path: Path) -> None:
    refused(tmp_path / "new.db", FileTrouble, "facilitator new partnership")
    assert list(tmp_path.iterdir()) == []
    with open_store(tmp_path / "new.db", create=True) as store:
        assert store.people.partnerships() == []
    assert [it.name for it in tmp_path.iterdir()] == ["new.db"]


def test_opening_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with open_store(path, create=True) as store:
        store.people.people()
    assert path.read_bytes() == before


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_its_owner_may_read_it(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with make_store(tmp_path) as store:
            make_partnership(store)
            store._conn.execute("BEGIN IMMEDIATE")
            store._conn.execute("DELETE FROM draft")
            assert {it.stat().st_mode & 0o777 for it in tmp_path.iterdir()} == {0o600}
            store._conn.execute("ROLLBACK")
    finally:
        os.umask(before)


def test_the_folder_of_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="make it first"):
        open_store(tmp_path / "no" / "such" / "a.db", create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    refused(tmp_path, FileTrouble, "is a folder", create=True)


def test_a_name_no_disk_takes(tmp_path: Path) -> None:
    refused(tmp_path / ("x" * 300), DiskTrouble, "cannot be reached", create=True)


def test_an_empty_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    refused(tmp_path / "a.db", DamagedFile, "is empty", create=True)


def test_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.db").symlink_to(tmp_path / "gone.db")
    refused(tmp_path / "a.db", DiskTrouble, "cannot be read", create=True)


@pytest.mark.parametrize("data", [b"x", b"SQLite format 3\x00", b"name,role\nAna,principal\n" * 20, bytes(8192)])
def test_another_kind_of_file_is_left_alone(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.db").write_bytes(data)
    refused(tmp_path / "a.db", DamagedFile, "no facilitator file", create=True)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_programs_database_is_left_alone(tmp_path: Path, mode: str) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        conn.execute(f"PRAGMA journal_mode = {mode}")
        conn.execute("CREATE TABLE t (x)")
        conn.commit()
    refused(tmp_path / "a.db", FileTrouble, "another program", create=True)


def test_a_newer_file_is_left_alone(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA user_version = {VERSION + 1}")
        conn.execute("CREATE TABLE from_the_future (x)")
        conn.commit()
    refused(path, NewerFile, "install the newer version", create=True)


def test_a_file_with_a_damaged_head_is_left_alone(path: Path) -> None:
    patched(path, 16, b"\xff" * 40)
    refused(path, DamagedFile, "left as it was|damaged")


def test_a_file_cut_short_is_left_alone(path: Path) -> None:
    os.truncate(path, 4096 * 2 + 100)
    refused(path, DamagedFile, "damaged")


def test_a_file_whose_list_of_tables_is_damaged_is_left_alone(path: Path) -> None:
    patched(path, 100, b"\xa5" * 3996)
    refused(path, DamagedFile, "damaged")


def test_a_damaged_page_is_named_when_it_is_read(path: Path) -> None:
    with open_store(path) as store:
        page = store.value("SELECT rootpage FROM sqlite_master WHERE name = 'person'")
        size = store.value("PRAGMA page_size")
    patched(path, (page - 1) * size, b"\xa5" * size)
    with open_store(path) as store, pytest.raises(DamagedFile, match="damaged"):
        store.people.people()


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("BEGIN EXCLUSIVE")
        yield
        conn.execute("ROLLBACK")


def test_a_file_that_is_locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    with locked(path):
        refused(path, FileBusy, "in use")


def test_a_file_that_is_locked_later(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    with open_store(path) as store:
        with locked(path):
            with pytest.raises(FileBusy), store.write("a partnership"):
                pass
            with pytest.raises(FileBusy):
                store.people.people()
            with pytest.raises(FileBusy):
                store.undo()
            assert not store.changed_elsewhere()
        make_partnership(store, "Southside Works")


def test_a_disk_without_links_holds_a_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    with make_store(tmp_path) as store:
        make_partnership(store)
    assert [it.name for it in tmp_path.iterdir()] == ["test.db"]


def test_a_file_made_meanwhile_by_another_program_is_kept(path: Path, tmp_path: Path) -> None:
    connection._create(path)
    with open_store(path) as store:
        assert [it.name for it in store.people.partnerships()] == ["Northside Works"]
    assert [it.name for it in tmp_path.iterdir()] == ["test.db"]


def what_is_said(path: Path, create: bool) -> str:
    try:
        open_store(path, create=create).close()
    except FileTrouble as error:
        return f"{type(error).__name__} {error}"
    return "opened"


def as_nobody(path: Path, *, create: bool = False) -> str:
    """What a user without rights is told; the error's type first. Root may do everything, so it becomes another."""
    if os.geteuid() != 0:
        return what_is_said(path, create)
    come, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.write(go, what_is_said(path, create).encode())
        os._exit(0)
    os.close(go)
    os.waitpid(child, 0)
    with os.fdopen(come) as pipe:
        return pipe.read()


@pytest.fixture
def shared(blank: Path) -> Iterator[Path]:
    """A folder anybody can look into, with a data file nobody may write to."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.db").write_bytes(blank.read_bytes())
        (folder / "a.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are other there")
def test_without_rights_it_is_refused_plainly(shared: Path) -> None:
    before = (shared / "a.db").read_bytes()
    assert as_nobody(shared / "a.db").startswith("DiskTrouble ")
    assert "cannot be written to, and a screen writes" in as_nobody(shared / "a.db")
    assert as_nobody(shared / "new.db", create=True).startswith("DiskTrouble ")
    (shared / "a.db").chmod(0o000)
    assert "cannot be read" in as_nobody(shared / "a.db")
    shared.chmod(0o000)
    assert as_nobody(shared / "a.db").startswith("DiskTrouble ")
    shared.chmod(0o755)
    assert [it.name for it in shared.iterdir()] == ["a.db"]
    assert (shared / "a.db").read_bytes() == before


def test_the_clock_and_the_place_are_kept(path: Path) -> None:
    clock = FixedClock()
    with open_store(path, clock=clock, origin="home") as store:
        assert (store.now(), store.origin, store.path) == (clock.now(), "home", path)
