"""The journal is held against the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from facilitator import sample
from facilitator.db import Store, schema
from facilitator.db.replay import faults
from support import make_meeting, make_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as opened:
        make_meeting(opened)
        person = opened.people.people()[0]
        with opened.write("another name"):
            opened.update("person", person.id, name="Amina Sow")
        with opened.write("and back"):
            opened.update("person", person.id, name="Amina Diallo")
        yield opened


def look(store: Store, *around: str) -> list[str]:
    """What is found after changes made around the program, its triggers asleep."""
    with (
        closing(sqlite3.connect(store.path)) as conn,
        closing(sqlite3.connect(":memory:", isolation_level=None)) as new,
    ):
        for table in ("person", "tag", "setting"):
            for event in ("insert", "update", "delete"):
                conn.execute(f"DROP TRIGGER journal_{table}_{event}")
        for statement in around:
            conn.execute(statement)
        conn.commit()
        schema.migrate(new)
        return faults(conn, new)


def test_what_the_program_wrote_agrees(store: Store) -> None:
    assert look(store) == []


def test_a_year_of_meetings_agrees(tmp_path: Path) -> None:
    with make_store(tmp_path, name="sample.db") as made:
        sample.build(made, made.now())
        assert look(made) == []


def test_undo_redo_and_a_key_used_again_agree(store: Store) -> None:
    for value in ("1", "2"):
        with store.write("a setting"):
            store.insert("setting", key="k", value=value)
        with store.write("changed"):
            store.update("setting", "k", value=value + "!")
        with store.write("gone"):
            store.delete("setting", "k")
        store.undo()
        store.redo()
    with store.write("a setting"):
        store.insert("setting", key="k", value="3")
    assert look(store) == []


def test_a_changed_field(store: Store) -> None:
    assert look(store, "UPDATE person SET name = 'Mallory' WHERE name = 'Amina Diallo'") == [
        "person: name is not what was written last (1 record)"
    ]


def test_a_missing_row_and_one_from_nowhere(store: Store) -> None:
    assert look(
        store,
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM person WHERE name <> 'Amina Diallo'",
        "INSERT INTO tag VALUES ('strange', 'strange', 9)",
    ) == [
        "person: 2 records went missing",
        "tag: the journal does not know where 1 record came from",
    ]


def test_a_row_that_was_taken_out_is_back(store: Store) -> None:
    with store.write("a tag"):
        store.insert("tag", key="x", label="x", position=9)
    with store.write("no tag"):
        store.delete("tag", "x")
    assert look(store, "INSERT INTO tag VALUES ('x', 'x', 9)") == [
        "tag: 1 record are there although they were taken out"
    ]


def test_an_act_left_open(store: Store) -> None:
    assert look(store, "INSERT INTO act_open SELECT 1, max(id) FROM act") == [
        "an act was left open, so changes around the program would not be noticed"
    ]


def test_strange_and_missing_tables_are_somebody_elses_business(store: Store) -> None:
    assert look(store, "CREATE TABLE mine (x)", "DROP TABLE tag", "ALTER TABLE setting ADD COLUMN mine TEXT") == []
    assert look_without_journal(store) == []


def look_without_journal(store: Store) -> list[str]:
    with (
        closing(sqlite3.connect(":memory:")) as empty,
        closing(sqlite3.connect(":memory:", isolation_level=None)) as new,
    ):
        schema.migrate(new)
        return faults(empty, new)
