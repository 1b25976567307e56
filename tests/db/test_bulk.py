"""Many rows at once leave what the same rows leave one by one: in the tables, in the journal and in the schema."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from every_record import Filled, fill
from facilitator.db import Store
from facilitator.db.journal import journalled
from facilitator.errors import RowRefused
from rows import ROWS
from support import FixedClock, make_store

SEEDED = ("tag", "stakeholder_group")


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    (tmp_path / "source").mkdir()
    it = fill(tmp_path / "source")
    yield it
    it.store.close()


@pytest.fixture
def pair(blank: Path, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two new data files."""
    for name in ("one", "many"):
        (tmp_path / name).mkdir()
        shutil.copy(blank, tmp_path / name)
    with (
        make_store(tmp_path / "one", FixedClock()) as one,
        make_store(tmp_path / "many", FixedClock()) as many,
    ):
        yield one, many


def source(filled: Filled) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """The rows of every journalled table, after 250 notes more, in an order the relations allow."""
    with filled.store.write("many"):
        for number in range(250):
            filled.store.notes.add(filled["closed"], filled["round"], "note", f"line {number}")
    found = {}
    for table in ROWS:
        columns = [name for (name,) in filled.store.rows("SELECT name FROM pragma_table_info(?)", table)]
        found[table] = columns, filled.store.rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid")
    return found


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    tables = (*journalled(store.database.conn), "act", "change", "act_open")
    return {
        **{table: store.rows(f"SELECT rowid, * FROM {table} ORDER BY rowid") for table in tables},
        "schema": store.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"),
    }


def test_the_journal_is_that_of_the_triggers(filled: Filled, pair: tuple[Store, Store]) -> None:
    one, many = pair
    rows = source(filled)
    assert set(rows) == set(journalled(one.database.conn))
    for store in pair:
        with store.write("fill it"):
            for table, (columns, values) in rows.items():
                if table in SEEDED:
                    store.empty(table)
                if store is one:
                    for row in values:
                        store.insert(table, **dict(zip(columns, row, strict=True)))
                else:
                    with store.bulk(table, columns) as target:
                        target.add([["" if value is None else value for value in row] for row in values])
    found, due = everything(many), everything(one)
    assert sum(map(len, due.values())) > 600
    for table in due:
        assert found[table] == due[table], table


def test_many_pieces_are_journalled_once_each(filled: Filled, pair: tuple[Store, Store]) -> None:
    _, store = pair
    with store.write("tags"), store.bulk("tag", ("key", "label", "position")) as tags:
        for start in range(0, 600, 150):
            tags.add([(f"k{number}", "K", number) for number in range(start, start + 150)])
    journal = store.rows("SELECT op, tbl, row FROM change ORDER BY id")
    assert journal == [("insert", "tag", f"k{number}") for number in range(600)]


def test_after_it_every_row_is_journalled_by_itself_again(pair: tuple[Store, Store]) -> None:
    _, store = pair
    with store.write("two ways"):
        with store.bulk("setting", ("key", "value")) as settings:
            settings.add([("a", "1")])
        store.insert("setting", key="b", value="2")
    assert store.rows("SELECT row FROM change ORDER BY id") == [("a",), ("b",)]
    assert store.undo() == "two ways"
    assert store.rows("SELECT * FROM setting") == []


@pytest.mark.parametrize("place", [0, 99, 100, 149])
def test_the_row_that_does_not_fit_is_named_and_nothing_stays(pair: tuple[Store, Store], place: int) -> None:
    _, store = pair
    before = everything(store)
    rows: list[tuple[object, ...]] = [(f"k{number}", "K", number) for number in range(150)]
    rows[place] = (f"k{place}", "K", "many")

    def fill_it() -> None:
        with store.write("tags"), store.bulk("tag", ("key", "label", "position")) as tags:
            tags.add(rows)

    with pytest.raises(RowRefused, match=r"tag\.position") as refused:
        fill_it()
    assert refused.value.place == place
    assert everything(store) == before


def test_a_part_that_fails_inside_an_act_that_goes_on(pair: tuple[Store, Store]) -> None:
    """The trigger is back, and journals what comes after it in the same act."""
    _, store = pair
    before = everything(store)["schema"]

    def fill_it() -> None:
        with store.bulk("setting", ("key", "value")) as settings:
            settings.add([("a", "1"), ("a", "2")])

    with store.write("settings"):
        with pytest.raises(RowRefused):
            fill_it()
        store.insert("setting", key="b", value="2")
    assert store.rows("SELECT key FROM setting") == [("b",)]
    assert store.rows("SELECT row FROM change") == [("b",)]
    assert everything(store)["schema"] == before


def test_without_an_act_nothing_is_taken(pair: tuple[Store, Store]) -> None:
    _, store = pair
    before = everything(store)

    def fill_it() -> None:
        with store.bulk("setting", ("key", "value")) as settings:
            settings.add([("a", "1")])

    with pytest.raises(TypeError, match="no act is open"):
        fill_it()
    assert everything(store) == before
