"""Whether the record is what the journal says was written: what the last act left must still stand there."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.db.driver import sqlite3
from facilitator.db.journal import journalled


def faults(conn: sqlite3.Connection, fresh: sqlite3.Connection) -> list[str]:
    """What differs, a sentence each. `fresh` is a new data file: what stands in that one too needs no act.

    Tables that are not as they should be are left out.
    """
    found: list[str] = []
    if not all(_columns(conn, it) == _columns(fresh, it) for it in ("act", "change", "act_open")):
        return found
    for table, (key, columns) in journalled(fresh).items():
        if _columns(conn, table) != list(columns):
            continue
        found += _values(conn, table, key, columns)
        found += _rows(conn, table, key)
        found += _unknown(conn, table, key, _keys(fresh, table, key))
    if conn.execute("SELECT 1 FROM act_open").fetchone():
        found.append("an act was left open, so changes around the program would not be noticed")
    return found


def _values(conn: sqlite3.Connection, table: str, key: str, columns: tuple[str, ...]) -> Iterator[str]:
    """Each field changed since its row was put in has the value written last."""
    differs = " ".join(f"WHEN '{it}' THEN record.{it} IS NOT last.new" for it in columns)
    yield from (
        f"{table}: {field} is not what was written last ({_times(count, 'record')})"
        for field, count in conn.execute(
            "SELECT last.field, count(*) FROM (SELECT row, field, new, max(id) AS id FROM change"
            " WHERE tbl = ?1 AND op = 'update' GROUP BY row, field) last"
            f" JOIN {table} record ON record.{key} = last.row"
            " WHERE last.id > coalesce((SELECT max(id) FROM change put WHERE put.tbl = ?1 AND put.row = last.row"
            f" AND put.op = 'insert'), 0) AND CASE last.field {differs} ELSE 0 END GROUP BY 1 ORDER BY 1",
            [table],
        ).fetchall()
    )


def _rows(conn: sqlite3.Connection, table: str, key: str) -> Iterator[str]:
    """What was put in last stands there, what was taken out last does not."""
    words = {"insert": "went missing", "delete": "are there although they were taken out"}
    yield from (
        f"{table}: {_times(count, 'record')} {words[op]}"
        for op, count in conn.execute(
            "SELECT op, count(*) FROM (SELECT row, op, max(id) FROM change WHERE tbl = ?1 AND op <> 'update'"
            f" GROUP BY row) last LEFT JOIN {table} record ON record.{key} = last.row"
            f" WHERE (op = 'insert') <> (record.{key} IS NOT NULL) GROUP BY op",
            [table],
        ).fetchall()
    )


def _unknown(conn: sqlite3.Connection, table: str, key: str, seeded: set[object]) -> Iterator[str]:
    """No row came in without an act."""
    strange = {
        row[0]
        for row in conn.execute(
            f"SELECT {key} FROM {table} record WHERE NOT EXISTS"
            f" (SELECT 1 FROM change WHERE tbl = ?1 AND row = record.{key} AND op = 'insert')",
            [table],
        ).fetchall()
    } - seeded
    if strange:
        yield f"{table}: the journal does not know where {_times(len(strange), 'record')} came from"


def _keys(conn: sqlite3.Connection, table: str, key: str) -> set[object]:
    return {row[0] for row in conn.execute(f"SELECT {key} FROM {table}").fetchall()}


def _columns(conn: sqlite3.Connection, table: str) -> list[str]:
    return [row[0] for row in conn.execute("SELECT name FROM pragma_table_info(?)", [table]).fetchall()]


def _times(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
