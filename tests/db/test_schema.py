"""The shape of the file: strict tables, sound relations, every trigger, and the whole of it as a stored text."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from facilitator.db import Store, open_store
from facilitator.db.journal import journalled
from facilitator.db.schema import GROUPS, TAGS, VERSION, statements
from facilitator.errors import FacilitatorError
from file_schema import GOLDEN, schema_of, tables
from rows import ROWS

FIXTURES = Path(__file__).parents[1] / "fixtures" / "files"
CONTRACT = {
    ("meeting", "state"): "draft ready running paused closed",
    ("step", "state"): "waiting running done skipped moved",
    ("attendance", "status"): "expected present late left apologies absent guest",
    ("attendance", "mode"): "room remote",
    ("note", "kind"): "note said paraphrase summary question",
    ("note", "confirmed"): "yes corrected",
    ("note", "visibility"): "shared private restricted",
    ("question", "state"): "open answered dropped",
    ("action", "state"): "open done dropped",
    ("goal", "state"): "proposed on_track at_risk off_track reached retired",
    ("decision", "method"): "consent gradients fist majority noted",
    ("decision", "result"): "agreed not_agreed open",
    ("feedback", "kind"): "plus delta concern",
    ("parked", "state"): "parked scheduled closed",
    ("person", "may_be_named"): "yes no",
    ("export_log", "level"): "full consented roles anonymous chatham",
}


def test_the_whole_schema_is_the_stored_one(store: Store) -> None:
    """After a wanted change: FACILITATOR_GOLDEN=1 pytest -n0 tests/db/test_schema.py"""
    if os.environ.get("FACILITATOR_GOLDEN"):
        GOLDEN.write_text(schema_of(store), encoding="utf-8")
    assert schema_of(store) == GOLDEN.read_text(encoding="utf-8")


def test_every_table_is_strict(store: Store) -> None:
    loose = store.rows("SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND schema = 'main'")
    assert {name for (name,) in loose} <= {"sqlite_schema", "sqlite_sequence", "_sqlite_migrations"}


def test_every_relation_leads_somewhere(store: Store) -> None:
    found = tables(store)
    for table in found:
        for target, column in store.rows('SELECT "table", "to" FROM pragma_foreign_key_list(?)', table):
            assert column in {it.name for it in found[target] if it.is_key}
    assert store.rows("PRAGMA foreign_key_check") == []


def test_every_relation_can_be_looked_up(store: Store) -> None:
    """Whose id names another record refers to it; only the journal's act outlives what it speaks of."""
    for table, columns in tables(store).items():
        loose = {it.name for it in columns if it.name.endswith("_id") and not it.refers}
        assert loose <= {"act": {"meeting_id"}, "number_given": {"partnership_id"}}.get(table, set())


def test_every_journalled_table_has_its_three_triggers(store: Store) -> None:
    names = {name for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    wanted = {f"journal_{table}_{event}" for table in ROWS for event in ("insert", "update", "delete")}
    assert names == wanted
    assert set(journalled(store._conn)) == set(ROWS)


def test_every_column_says_what_it_holds(store: Store) -> None:
    for columns in tables(store).values():
        for column in columns:
            assert column.meaning.strip() == column.meaning != ""


@pytest.mark.parametrize(("place", "words"), CONTRACT.items())
def test_closed_lists_are_those_of_the_contract(store: Store, place: tuple[str, str], words: str) -> None:
    column = next(it for it in tables(store)[place[0]] if it.name == place[1])
    assert set(column.values) == set(words.split())


def test_every_closed_list_is_kept(store: Store) -> None:
    """A value off the list is refused by the file itself."""
    with store.write("fill"):
        for table, row in ROWS.items():
            store.insert(table, **row)
    for table in ROWS:
        first = str(next(iter(ROWS[table].values())))
        for column in tables(store)[table]:
            if column.values or column.is_flag:
                with pytest.raises(FacilitatorError), store.write("a wrong value"):
                    store.update(table, first, **{column.name: 7 if column.is_flag else "nonsense"})


def test_a_new_file_has_its_groups_and_tags(store: Store) -> None:
    assert [(it.key, it.label, it.plural) for it in store.people.groups()] == list(GROUPS)
    assert [it.key for it in store.people.groups() if it.is_family or it.is_student] == ["student", "family"]
    assert store.people.tags() == TAGS
    assert store.rows("SELECT * FROM act") == []


def test_views_read_a_full_record(store: Store) -> None:
    with store.write("fill"):
        for table, row in ROWS.items():
            store.insert(table, **row)
    for (view,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'view'"):
        assert len(store.rows(f"SELECT * FROM {view}")) == 1


def test_statements_are_cut_where_they_end() -> None:
    script = "-- one; two\nCREATE TABLE a (x); -- more\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;\n"
    assert [re.sub(r"\s+", " ", it) for it in statements(script)] == [
        "-- one; two CREATE TABLE a (x); -- more",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;",
    ]


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_file_of_every_version_opens(tmp_path: Path, store: Store, version: int) -> None:
    """tests/fixtures/make_file.py wrote them, each with the program of its time."""
    path = tmp_path / "old.db"
    shutil.copy(FIXTURES / f"v{version}.db", path)
    with open_store(path) as old:
        assert schema_of(old) == schema_of(store)
        assert old.rows("PRAGMA integrity_check") == [("ok",)]
        assert old.rows("PRAGMA foreign_key_check") == []
        for table in ROWS:
            assert old.value(f"SELECT count(*) FROM {table}") > 0
        assert old.undo() == "one of each"
        assert old.redo() == "one of each"
        assert old.people.partnerships()[0].name == "P"
