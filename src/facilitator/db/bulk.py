"""Many rows for a journalled table, put in without its trigger: the journal gets the same rows, in half the time.

SQLite keeps a copy of every page that a statement with triggers changes, and works the trigger out for each row. So
the trigger is taken away, and each batch of rows journalled by one statement. All of it happens inside the open act:
what ends in the middle leaves the table, its trigger and the journal as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from facilitator.db.driver import integrity_errors, sqlite3
from facilitator.db.journal import insert_trigger
from facilitator.errors import Conflict, RowRefused

_BATCH = 100
"""Rows in one statement: half the time of one each, and no slower than a thousand."""
_MAY_BE_EMPTY = "SELECT name FROM pragma_table_info(?) WHERE NOT pk AND (NOT \"notnull\" OR type <> 'TEXT')"
_OR_NULL = "nullif(?, '')"
"""Python takes half a microsecond to hand a None over, a third of the time of a row with a few of them."""


class Bulk:
    """Takes rows for one table. An empty text is NULL in columns that are no text or may be NULL."""

    def __init__(self, conn: sqlite3.Connection, act: int, table: str, key: str, columns: Sequence[str]) -> None:
        self._conn = conn
        self._act = act
        empties = {row[0] for row in conn.execute(_MAY_BE_EMPTY, [table])}
        self._marks = f"({', '.join(_OR_NULL if name in empties else '?' for name in columns)})"
        self._insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
        self._note_down = (
            "INSERT INTO change (act, op, tbl, row)"
            f" SELECT ?, 'insert', '{table}', {key} FROM {table} WHERE rowid > ? ORDER BY rowid"
        )
        self._last: int = conn.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0]

    def add(self, rows: Sequence[Sequence[object]]) -> None:
        """Adds rows, the values of each in the order of the columns.

        Raises RowRefused for the first that does not fit; the act has to be given up then.
        """
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            try:
                self._conn.execute(self._insert + ",".join([self._marks] * len(batch)), list(chain(*batch)))
            except integrity_errors() as error:
                self._name_the_row(batch, start)
                raise Conflict(str(error)) from error
        self._conn.execute(self._note_down, [self._act, self._last])
        self._last += len(rows)

    def _name_the_row(self, batch: Sequence[Sequence[object]], start: int) -> None:
        for place, row in enumerate(batch, start=start):
            try:
                self._conn.execute(self._insert + self._marks, row)
            except integrity_errors() as error:
                raise RowRefused(place, str(error)) from error


@contextmanager
def filling(conn: sqlite3.Connection, act: int, table: str, key: str, columns: Sequence[str]) -> Iterator[Bulk]:
    """Rows for the columns `columns`, the `key` among them, of a table, in an open act and a savepoint."""
    name = insert_trigger(table)
    (statement,) = conn.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", [name]).fetchone()
    conn.execute(f"DROP TRIGGER {name}")
    yield Bulk(conn, act, table, key, columns)
    conn.execute(statement)
