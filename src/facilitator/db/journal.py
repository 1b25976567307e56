"""The journal: every change of a record, by field, written by triggers in the same transaction.

An act is what a user did, by name. An insert leaves one row without values (they stand in the record itself, or in the
first later `old`), an update one row a changed field, a delete one row a field. No act open, no write: the triggers
abort.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from facilitator.db.driver import integrity_errors, sqlite3
from facilitator.errors import Conflict
from facilitator.frozen import frozen

NOT_JOURNALLED = frozenset(
    {"act", "change", "act_open", "draft", "presence", "screen", "export_log", "number_given", "_sqlite_migrations"}
)
"""Tables that are no record of the users': the journal itself, drafts, open screens, logs, counters."""

TRACES = frozenset({"closed", "reopened"})
"""Events of a meeting that stay in its history, even when the act that left them is taken back."""


def journalled(conn: sqlite3.Connection) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The journalled tables: name → (primary key, all columns)."""
    names = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    found = {}
    for (name,) in names:
        if name not in NOT_JOURNALLED:
            columns = conn.execute("SELECT name, pk FROM pragma_table_info(?)", [name]).fetchall()
            found[name] = (next(c for c, pk in columns if pk), tuple(c for c, _ in columns))
    return found


def trigger_statements(conn: sqlite3.Connection) -> Iterator[str]:
    """The statements that drop and make the journal's triggers, to run after every migration.

    One statement for all columns of a table, not one each: SQLite reads their text whenever a file is opened.
    """
    for table, (key, columns) in journalled(conn).items():
        guard = "SELECT RAISE(ABORT, 'no act is open') WHERE NOT EXISTS (SELECT 1 FROM act_open);"
        inserts = f"INSERT INTO change (act, op, tbl, row) SELECT act, 'insert', '{table}', NEW.{key} FROM act_open;"
        first, *others = columns
        pairs = "".join(f", ('{c}', OLD.{c}, NEW.{c})" for c in others).replace(",", " UNION ALL VALUES", 1)
        updates = (
            "INSERT INTO change (act, op, tbl, row, field, old, new) "
            f"SELECT act, 'update', '{table}', OLD.{key}, f, o, n FROM act_open,"
            f" (SELECT '{first}' AS f, OLD.{first} AS o, NEW.{first} AS n{pairs}) WHERE o IS NOT n;"
        )
        values = "".join(f", ('{c}', OLD.{c})" for c in others).replace(",", " UNION ALL VALUES", 1)
        deletes = (
            "INSERT INTO change (act, op, tbl, row, field, old)"
            f" SELECT act, 'delete', '{table}', OLD.{key}, f, o FROM act_open,"
            f" (SELECT '{first}' AS f, OLD.{first} AS o{values});"
        )
        for event, body in (("insert", inserts), ("update", updates), ("delete", deletes)):
            yield f"DROP TRIGGER IF EXISTS {_trigger(table, event)}"
            yield f"CREATE TRIGGER {_trigger(table, event)} AFTER {event.upper()} ON {table} BEGIN {guard} {body} END"


def insert_trigger(table: str) -> str:
    """The name of the trigger that journals rows put into a table."""
    return _trigger(table, "insert")


def _trigger(table: str, event: str) -> str:
    return f"journal_{table}_{event}"


@frozen
class Act:
    """One thing a user did, as undo and the history show it."""

    id: int
    name: str
    meeting_id: str | None
    is_final: bool
    is_undo: bool = False


def latest(conn: sqlite3.Connection, origin: str, meeting_id: str | None = None) -> Act | None:
    """The newest act of `origin` (and of one meeting) that is not taken back yet; None when there is none."""
    return _newest(conn, "kind <> 'undo'", origin, meeting_id)


def latest_undo(conn: sqlite3.Connection, origin: str, meeting_id: str | None = None) -> Act | None:
    """The newest undo that can be redone: nothing new was done since."""
    return _newest(
        conn,
        "kind = 'undo' AND NOT EXISTS (SELECT 1 FROM act later WHERE later.origin = act.origin"
        " AND later.kind = 'do' AND later.id > act.id)",
        origin,
        meeting_id,
    )


def standing(conn: sqlite3.Connection, act_id: int) -> Act | None:
    """What stands of an act now: the act itself, the undo that took it back, or the redo that did it again."""
    row = conn.execute(
        "WITH RECURSIVE since (id, undone_by) AS (SELECT id, undone_by FROM act WHERE id = ?1 UNION ALL"
        " SELECT act.id, act.undone_by FROM act JOIN since ON act.id = since.undone_by)"
        " SELECT act.id, act.name, act.meeting_id, act.is_final, act.kind FROM act"
        " WHERE id = (SELECT id FROM since WHERE undone_by IS NULL)",
        [act_id],
    ).fetchone()
    return Act(row[0], row[1], row[2], bool(row[3]), row[4] == "undo") if row else None


def opened_or_closed(conn: sqlite3.Connection, act_id: int) -> list[tuple[str, bool]]:
    """The meetings that an act locked (True) or opened again (False) and did not take out of the file."""
    rows = conn.execute(
        "SELECT row, new = 'closed' FROM change WHERE act = ? AND tbl = 'meeting' AND field = 'state'"
        " AND op = 'update' AND 'closed' IN (old, new) AND row IN (SELECT id FROM meeting) ORDER BY id",
        [act_id],
    ).fetchall()
    return [(row, bool(is_closed)) for row, is_closed in rows]


def is_followed_by_final(conn: sqlite3.Connection, act: Act) -> bool:
    """Whether the journal of the act's meeting was rewritten since, so that it may not hold the whole act any more."""
    return (
        conn.execute(
            "SELECT 1 FROM act WHERE id > ? AND meeting_id = ? AND is_final = 1 LIMIT 1", [act.id, act.meeting_id]
        ).fetchone()
        is not None
    )


def _newest(conn: sqlite3.Connection, where: str, origin: str, meeting_id: str | None) -> Act | None:
    row = conn.execute(
        f"SELECT id, name, meeting_id, is_final, kind FROM act WHERE origin = ?1 AND (?2 IS NULL OR meeting_id = ?2)"
        f" AND undone_by IS NULL AND {where} ORDER BY id DESC LIMIT 1",
        [origin, meeting_id],
    ).fetchone()
    return Act(row[0], row[1], row[2], bool(row[3]), row[4] == "undo") if row else None


def reverse(conn: sqlite3.Connection, act_id: int) -> set[str]:
    """Takes the changes of an act back, newest first, inside the open transaction. Returns the tables touched.

    That a meeting was closed or reopened stays in its history. Raises Conflict when a later act changed the same field
    or row: taking it back would lose those words.
    """
    conn.execute("PRAGMA defer_foreign_keys = ON")
    keys = journalled(conn)
    rows = conn.execute(
        "SELECT op, tbl, row, field, old, new FROM change WHERE act = ? ORDER BY id DESC", [act_id]
    ).fetchall()
    for table, row in _left_standing(rows):
        _guard_untouched(conn, act_id, table, keys[table][0], row)
    for (op, table, row), fields in groupby(rows, key=lambda r: (r[0], r[1], r[2])):
        key = keys[table][0]
        if op == "insert":
            if not (table == "meeting_event" and _is_trace(conn, row, rows)) and not _is_one(
                conn.execute(f"DELETE FROM {table} WHERE {key} = ?", [row])
            ):
                raise _changed_since(conn, act_id, table, row)
        elif op == "update":
            for _, _, _, field, old, new in fields:
                sql = f"UPDATE {table} SET {field} = ? WHERE {key} = ? AND {field} IS ?"
                if not _is_one(conn.execute(sql, [old, row, new])):
                    raise _changed_since(conn, act_id, table, row)
        else:
            values: dict[str, Any] = {field: old for _, _, _, field, old, _ in fields}
            names, marks = ", ".join(values), ", ".join("?" * len(values))
            try:
                conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))
            except integrity_errors() as error:
                raise Conflict("It cannot be brought back: something else stands in its place now.") from error
    return {table for _, table, *_ in rows}


def _is_trace(conn: sqlite3.Connection, row: str, rows: list[tuple[Any, ...]]) -> bool:
    """The event stays: it says when a meeting was closed or reopened, and the meeting is not taken away with it."""
    found = conn.execute("SELECT event, meeting_id FROM meeting_event WHERE id = ?", [row]).fetchone()
    return found is not None and found[0] in TRACES and ("insert", "meeting", found[1]) not in {r[:3] for r in rows}


def _left_standing(rows: list[tuple[Any, ...]]) -> list[tuple[str, str]]:
    """The rows an act put in and did not take out again, given its changes, newest first."""
    last: dict[tuple[str, str], str] = {}
    for op, table, row, *_ in rows:
        last.setdefault((table, row), op)
    put_in = dict.fromkeys((table, row) for op, table, row, *_ in rows if op == "insert")
    return [place for place in put_in if last[place] != "delete"]


def _guard_untouched(conn: sqlite3.Connection, act_id: int, table: str, key: str, row: str) -> None:
    """The row stands as the act left it: what was changed since was changed back."""
    later = conn.execute(
        "SELECT change.field, change.old, act.name FROM change JOIN act ON act.id = change.act WHERE change.tbl = ?"
        " AND change.row = ? AND change.act > ? AND change.act <> (SELECT act FROM act_open)"
        " AND change.field IS NOT NULL ORDER BY change.id",
        [table, row, act_id],
    ).fetchall()
    if not later:
        return
    then: dict[str, Any] = {}
    for field, old, _ in later:
        then.setdefault(field, old)
    now = conn.execute(f"SELECT {', '.join(then)} FROM {table} WHERE {key} = ?", [row]).fetchone()
    if now != tuple(then.values()):
        raise Conflict(f"It cannot be taken back: it was changed since ({later[-1][2]}).")


def _is_one(cursor: sqlite3.Cursor) -> bool:
    return cursor.rowcount == 1


def _changed_since(conn: sqlite3.Connection, act_id: int, table: str, row: str) -> Conflict:
    """Names the act that changed the row last."""
    found = conn.execute(
        "SELECT act.name FROM change JOIN act ON act.id = change.act WHERE change.tbl = ? AND change.row = ?"
        " AND change.act > ? AND change.act <> (SELECT act FROM act_open) ORDER BY change.id DESC LIMIT 1",
        [table, row, act_id],
    ).fetchone()
    return Conflict(f"It cannot be taken back: it was changed since{f' ({found[0]})' if found else ''}.")
