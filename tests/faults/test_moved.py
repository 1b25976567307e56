"""The data file is deleted, renamed or replaced under an open program."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from facilitator.db import Store, open_store
from facilitator.errors import FileTrouble, MovedFile
from facilitator.services.copies import save_copy
from fault_tools import assert_sound, draft, fault, meeting, notes, saved, type_lines, under_strace
from pty_driver import PtyProgram
from support import make_meeting, make_partnership

pytestmark = pytest.mark.pty

Fault = Callable[[Path, bytes], None]


def delete(file: Path, _: bytes) -> None:
    file.unlink()


def rename(file: Path, _: bytes) -> None:
    file.rename(file.with_name("elsewhere.db"))


def replace(file: Path, other: bytes) -> None:
    fresh = file.with_name("fresh.db")
    fresh.write_bytes(other)
    os.replace(fresh, file)


def rename_folder(file: Path, _: bytes) -> None:
    file.parent.rename(file.parent.with_name("other folder"))


FAULTS = [delete, rename, replace, rename_folder]


@pytest.fixture
def file(tmp_path: Path, prepared: bytes) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "p.db").write_bytes(prepared)
    (tmp_path / "data" / "p.db").chmod(0o600)
    return tmp_path / "data" / "p.db"


@pytest.mark.parametrize("fault", FAULTS)
def test_it_is_noticed_at_the_next_save_and_a_copy_holds_everything(
    file: Path, tmp_path: Path, prepared: bytes, fault: Fault
) -> None:
    command = ("-m", "facilitator", "--file", str(file), "run")
    with PtyProgram.python(*command, home=tmp_path) as program:
        program.wait_for("F1 help")
        program.send("said before\r")
        program.wait_for("Saved · 1 line ")
        fault(file, prepared)
        program.send("said after\r")
        program.wait_for("Not saved: the file was deleted, moved or replaced; Ctrl\\+P “copy” saves it")
        program.wait_for("› said after")
        assert saved(program) == 1
        program.send("\x10")
        program.wait_for("Search for commands")
        program.send("save a copy")
        program.wait_for("writes the whole record")
        program.send("\r")
        name = program.wait_for(r"Copied: (p-copy-[-\d]+\.db) in ")[1]
        program.wait_for("› said after")
        program.send("\x1bl")
        assert program.wait_exit() == 0
    [copy] = [it for it in (*tmp_path.glob("data/*"), *tmp_path.glob("*")) if it.name == name]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert notes(copy) == ["said before"]
    assert draft(copy) == "said after"
    assert_sound(copy)
    if fault is replace:
        assert file.read_bytes() == prepared


def test_a_form_offers_the_copy_too(file: Path, tmp_path: Path) -> None:
    with PtyProgram.python("-m", "facilitator", "--file", str(file), home=tmp_path, size=(100, 30)) as program:
        program.wait_for("F1 help")
        program.send("p")
        program.wait_for("^ Partnerships")
        program.send("n")
        program.wait_for("New partnership")
        file.unlink()
        program.send("Southside Works\x13")
        program.wait_for("Not saved: the file was deleted")
        program.send("\x10")
        program.wait_for("Save a copy")
        program.send("copy\r")
        program.wait_until(lambda: bool(list(file.parent.glob("p-copy-*.db"))))
        program.wait_for("Copied: p-copy")
        program.wait_for("Southside Works")


def test_back_in_its_place_it_takes_words_again(file: Path, tmp_path: Path) -> None:
    with meeting(file) as program:
        program.wait_for("F1 help")
        file.rename(tmp_path / "away.db")
        program.send("is it there\r")
        program.wait_for("Not saved")
        (tmp_path / "away.db").rename(file)
        program.send("\r")
        program.wait_for("Saved · 1 line ")
    assert notes(file) == ["is it there"]


def add_and(store: Store, then: Callable[[], None]) -> None:
    store.people.add_partnership("Southside Works")
    then()


@pytest.mark.parametrize("fault", FAULTS)
def test_moved_in_the_middle_of_a_write_it_is_not_called_saved(file: Path, prepared: bytes, fault: Fault) -> None:
    with open_store(file) as store:
        with pytest.raises(MovedFile), store.write("an act"):
            add_and(store, lambda: fault(file, prepared))
        assert store.value("SELECT count(*) FROM partnership") == 1


def test_moved_while_the_commit_runs_it_is_not_called_saved(file: Path) -> None:
    """The last moment there is: between the question whether the file is in its place and the end of the commit."""

    class Moves:
        """Deletes the file when the commit looks at it; SQLite calls it inside COMMIT."""

        def __init__(self) -> None:
            self.is_due = False

        def __call__(self) -> int:
            if self.is_due:
                file.unlink()
                self.is_due = False
            return 0

    moves = Moves()
    with open_store(file) as store:
        store._conn.set_progress_handler(moves, 1)
        original = store._guard.refuse_moved
        asked: list[bool] = []

        def last_look() -> None:
            original()
            asked.append(True)
            moves.is_due = len(asked) == 2

        store._guard.refuse_moved = last_look  # type: ignore[method-assign]
        with pytest.raises(MovedFile), store.write("an act"):
            store.people.add_partnership("Southside Works")
    assert not file.exists()


def test_a_copy_goes_where_it_is_told_and_never_over_a_file(file: Path, tmp_path: Path) -> None:
    with open_store(file) as store:
        make_partnership(store, "Southside Works")
        place = tmp_path / "copy.db"
        assert save_copy(store, str(place)) == place
        with pytest.raises(FileTrouble, match="there already"):
            save_copy(store, str(place))
        with pytest.raises(FileTrouble, match="make it first"):
            save_copy(store, str(tmp_path / "nowhere" / "copy.db"))
    assert [it.name for it in tmp_path.iterdir()].count("copy.db") == 1
    with open_store(place) as copy:
        assert len(copy.people.partnerships()) == 2


def test_a_copy_of_a_file_that_is_thrown_away_is_kept(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with open_store(file) as store:
        store.is_thrown_away = True
        assert save_copy(store).parent == tmp_path / "home"


# The journal of another file


def interrupted(file: Path) -> Path:
    """Kills a typist in the middle of a commit; returns the journal that is left."""
    _, status = under_strace(lambda say: type_lines(file, 3, say), *fault("fdatasync", "signal=SIGKILL", "9"))
    assert status == -signal.SIGKILL
    journal = Path(f"{file}-journal")
    assert journal.read_bytes()[:8] == bytes.fromhex("d9d505f920a163d7")
    return journal


def test_the_journal_of_another_file_is_not_played_into_this_one(file: Path, tmp_path: Path) -> None:
    journal = interrupted(file)
    with open_store(tmp_path / "other.db", create=True) as store:
        for number in range(9):
            make_partnership(store, f"Partnership {number}")
        make_meeting(store)
    os.replace(tmp_path / "other.db", file)
    before, left = file.read_bytes(), journal.read_bytes()
    with pytest.raises(FileTrouble, match=re.escape(f"move {journal.name} away")):
        open_store(file)
    assert (file.read_bytes(), journal.read_bytes()) == (before, left)
    journal.unlink()
    with open_store(file) as store:
        assert len(store.people.partnerships()) == 10


def test_its_own_journal_is_played_back(file: Path) -> None:
    interrupted(file)
    assert_sound(file)


def test_a_program_whose_file_was_replaced_leaves_the_journal_of_the_new_one_alone(file: Path, prepared: bytes) -> None:
    with open_store(file) as store:
        rename(file, b"")
        file.write_bytes(prepared)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute(
                "INSERT INTO draft (place, text, cursor, at) VALUES ('x', 'y', 0, '2026-01-01T00:00:00.000Z')"
            )
            journal = Path(f"{file}-journal")
            assert journal.exists()
            with pytest.raises(MovedFile):
                store.people.partnerships()
            assert not store.changed_elsewhere()
            assert journal.exists()
            other.execute("COMMIT")
        assert len(store.people.partnerships()) == 1
    assert draft(file) == "y"
