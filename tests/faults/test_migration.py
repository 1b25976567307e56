"""A migration, or the making of a new file, that is killed: the old file or the new one, whole."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from facilitator.db import open_store
from facilitator.db.schema import VERSION
from fault_tools import SOAK, Say, assert_sound, fault, under_strace

FILES = Path(__file__).parent.parent / "fixtures" / "files"
OLDER = [it for it in sorted(FILES.glob("v*.db")) if int(it.stem[1:]) < VERSION]
CALLS = ["pwrite64", "fdatasync", "unlink", "link"]
STEP = 1 if SOAK else 23
"""Every so many writes one is tried; making a file has some 170."""


def version(file: Path) -> int:
    with closing(sqlite3.connect(file)) as conn:
        found: int = conn.execute("PRAGMA user_version").fetchone()[0]
        return found


def content(file: Path) -> list[tuple[object, ...]]:
    """What every release has: the acts, and the partnerships."""
    with closing(sqlite3.connect(file)) as conn:
        return [
            *conn.execute("SELECT id, name, at FROM act ORDER BY id"),
            *conn.execute("SELECT id, name FROM partnership ORDER BY id"),
        ]


def open_it(file: Path, say: Say) -> None:
    open_store(file, create=True).close()
    say("opened")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("released", OLDER, ids=lambda it: it.stem)
def test_a_killed_migration_leaves_the_old_file_or_the_new_one(tmp_path: Path, released: Path, call: str) -> None:
    file = tmp_path / "p.db"
    when = 1
    while True:
        shutil.copy(released, file)
        said, status = under_strace(lambda say: open_it(file, say), *fault(call, "signal=SIGKILL", str(when)))
        if status == 0:
            break
        assert status == -signal.SIGKILL, said
        assert version(file) in (int(released.stem[1:]), VERSION)
        assert_sound(file)
        assert content(file) == content(released)
        open_store(file).close()
        assert version(file) == VERSION
        when += STEP if call == "pwrite64" else 1
    assert version(file) == VERSION
    assert when > 1 or call == "link"


@pytest.mark.parametrize("call", CALLS)
def test_a_killed_making_leaves_no_file_or_a_whole_one(tmp_path: Path, call: str) -> None:
    file = tmp_path / "new.db"
    when = 1
    while True:
        said, status = under_strace(lambda say: open_it(file, say), *fault(call, "signal=SIGKILL", str(when)))
        if status == 0:
            break
        assert status == -signal.SIGKILL, said
        if file.exists():
            assert_sound(file)
            assert version(file) == VERSION
            file.unlink()
        assert not os.path.lexists(f"{file}-journal")
        when += STEP if call == "pwrite64" else 1
    assert_sound(file)
    assert when > 1


@pytest.mark.parametrize("call", ["pwrite64", "fdatasync", "unlink"])
@pytest.mark.parametrize("released", OLDER, ids=lambda it: it.stem)
def test_a_migration_on_a_failing_disk_leaves_the_old_file(tmp_path: Path, released: Path, call: str) -> None:
    file = tmp_path / "p.db"
    shutil.copy(released, file)
    said, status = under_strace(lambda say: open_it(file, say), *fault(call, "error=ENOSPC", "1+"))
    # The first to fail is the backup made before.
    assert (status, any(it in said for it in ("BackupFailed", "DiskTrouble", "FileTrouble"))) == (70, True), said
    assert_sound(file)
    assert content(file) == content(released)
