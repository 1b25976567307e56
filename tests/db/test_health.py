import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.db.health import examine
from support import make_meeting, make_store


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
    assert len(found.good) == 4


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
