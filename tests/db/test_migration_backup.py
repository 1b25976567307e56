"""Before a file of an older format is upgraded it is backed up, and without that it is left as it is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from facilitator.db import open_store
from facilitator.db.backup import Backups
from facilitator.db.safe_copy import verify
from facilitator.db.schema import APPLICATION_ID, VERSION
from facilitator.errors import BackupFailed
from support import FixedClock, make_store

FILES = sorted((Path(__file__).parents[1] / "fixtures" / "files").glob("v*.db"))
OLDER = [it for it in FILES if int(it.stem[1:]) < VERSION]


@pytest.fixture(params=["v0", *OLDER], ids=lambda it: it if isinstance(it, str) else it.stem)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file from before this format; `v0` is one of ours that holds no table yet."""
    path = tmp_path / "test.db"
    if isinstance(request.param, Path):
        shutil.copy(request.param, path)
    else:
        with closing(sqlite3.connect(path)) as conn:
            conn.execute("CREATE TABLE old (x TEXT PRIMARY KEY)")
            conn.execute("INSERT INTO old VALUES ('from before')")
            conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            conn.commit()
    return path


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as conn:
        found: int = conn.execute("PRAGMA user_version").fetchone()[0]
    return found


def test_an_upgrade_makes_a_backup_first(older: Path) -> None:
    before, contents = version_of(older), verify(older)
    with open_store(older, clock=FixedClock()):
        pass
    assert version_of(older) == VERSION
    (made,) = Backups(older, FixedClock()).all()
    assert (made.reason, made.format) == ("migration", before)
    assert verify(made.path) == contents


def test_without_a_backup_the_file_is_left_as_it_is(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "taken"))
    before = older.read_bytes()
    with pytest.raises(BackupFailed, match="was left as it is, because no backup could be made"):
        open_store(older)
    assert older.read_bytes() == before


def test_a_new_file_needs_none(tmp_path: Path, state_folder: Path) -> None:
    with make_store(tmp_path) as store:
        assert Backups(store.path, store.clock).all() == []
