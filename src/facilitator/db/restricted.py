"""Undoes, in a private copy of the record, what was done in restricted meetings to what is not of that meeting alone.

What hangs on such a meeting is left out by its meeting. Here is the rest: an agreement made there, a goal reworded, a
promise of another meeting moved with a reason. The journal knows what each act of a meeting put in and changed.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from facilitator.db.journal import journalled

if TYPE_CHECKING:
    import sqlite3

_STAYS = frozenset(
    {"meeting", "person", "organisation", "stakeholder_group", "consent", "attendance", "setting", "tag"}
)
"""Tables that stand as they are: who there is and what they said yes to, and that the meeting was held."""
_STAYS_OF_A_STEP = frozenset({"state", "started_at", "ended_at", "planned_minutes", "floor_minutes"})
"""Fields of a step that are no words: how the meeting went."""

_RESTRICTED = "SELECT id FROM meeting WHERE is_restricted"
_STANDS = "{0}.undone_by IS NULL AND {0}.kind <> 'undo'"
"""An act taken back and the undo that did so cancel each other out; a redo does it again."""

_DONE = f"""
    SELECT c.op, c.tbl, c.row, c.field, c.old, c.field IS NOT NULL AND EXISTS (
        SELECT 1 FROM change later JOIN act other ON other.id = later.act
        WHERE later.tbl = c.tbl AND later.row = c.row AND later.field = c.field AND later.id > c.id
          AND later.op = 'update' AND {_STANDS.format("other")}
          AND coalesce(other.meeting_id, '') NOT IN ({_RESTRICTED}))
    FROM act a JOIN change c ON c.act = a.id
    WHERE a.meeting_id IN ({_RESTRICTED}) AND {_STANDS.format("a")} ORDER BY c.id DESC"""
"""What was done in restricted meetings, the newest first, and whether the field was changed outside of them since."""


_WHERE = {
    "goal": "SELECT partnership_id, NULL FROM goal WHERE id = ?",
    "norm": "SELECT partnership_id, NULL FROM norm WHERE id = ?",
    "partnership": "SELECT id, NULL FROM partnership WHERE id = ?",
    "action": "SELECT partnership_id, coalesce(meeting_id, '') FROM action WHERE id = ?",
    "goal_reading": "SELECT g.partnership_id, coalesce(x.meeting_id, '') FROM goal_reading x"
    " JOIN goal g ON g.id = x.goal_id WHERE x.id = ?",
    **{
        table: f"SELECT m.partnership_id, m.id FROM {table} x JOIN meeting m ON m.id = x.meeting_id WHERE x.id = ?"
        for table in ("step", "note", "question", "decision", "parked", "feedback", "appreciation")
    },
}
"""Of which partnership and meeting a record is that people read; goals and agreements are of no meeting."""

Changes = list[tuple[Any, ...]]
"""Each: `insert`, `update` or `delete`, table, row, field, old value, and whether the field changed elsewhere since."""


def changes_of(conn: sqlite3.Connection) -> Changes:
    """What was done in restricted meetings to what does not stand as it is, the newest first."""
    if conn.execute(f"{_RESTRICTED} LIMIT 1").fetchone() is None:
        return []
    return [it for it in conn.execute(_DONE).fetchall() if it[1] not in _STAYS]


def note_reworded(conn: sqlite3.Connection, changes: Changes) -> None:
    """Notes in a temporary table which records were made or reworded there, but for lines of those meetings alone."""
    conn.execute("CREATE TEMP TABLE reworded (tbl TEXT, id TEXT, partnership_id TEXT, meeting_id TEXT)")
    met = {(table, row) for op, table, row, field, _, since in changes if _rewords(op, table, field, since)}
    own = {row[0] for row in conn.execute(_RESTRICTED)} if met else set()
    for table, row in sorted(met):
        for partnership, meeting in conn.execute(_WHERE[table], [row]).fetchall():
            if meeting not in own or table in ("step", "goal_reading"):
                conn.execute("INSERT INTO reworded VALUES (?, ?, ?, ?)", [table, row, partnership, meeting])


def _rewords(op: str, table: str, field: str | None, is_changed_since: int) -> bool:
    if table not in _WHERE or op == "delete":
        return False
    return op == "insert" or not (is_changed_since or (table == "step" and field in _STAYS_OF_A_STEP))


def take_back(conn: sqlite3.Connection, changes: Changes) -> None:
    """Undoes them in `conn`, a copy of the record without foreign keys switched on, whose journal ends with that."""
    if not changes:
        return
    for (trigger,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        conn.execute(f"DROP TRIGGER {trigger}")
    tables = journalled(conn)
    own = {table: _own_rows(conn, table, *tables[table]) for table in {it[1] for it in changes}}
    gone: dict[str, set[str]] = {}
    for (op, table, row), group in groupby(changes, key=lambda it: (it[0], it[1], it[2])):
        if row in own[table]:
            continue
        key, fields = tables[table][0], list(group)
        if op == "insert":
            conn.execute(f"DELETE FROM {table} WHERE {key} = ?", [row])
            gone.setdefault(table, set()).add(row)
        elif op == "update":
            for _, _, _, field, old, is_changed_since in fields:
                if not is_changed_since and not (table == "step" and field in _STAYS_OF_A_STEP):
                    conn.execute(f"UPDATE {table} SET {field} = ? WHERE {key} = ?", [old, row])
        else:
            _put_back(conn, table, {field: old for _, _, _, field, old, _ in fields})
            gone.get(table, set()).discard(row)
    _let_go(conn, tables, gone)


def _own_rows(conn: sqlite3.Connection, table: str, key: str, columns: tuple[str, ...]) -> frozenset[str]:
    """The rows that are left out by their meeting; of its steps it is the agenda that leaves."""
    if table == "step" or "meeting_id" not in columns:
        return frozenset()
    return frozenset(
        row[0] for row in conn.execute(f"SELECT {key} FROM {table} WHERE meeting_id IN ({_RESTRICTED})").fetchall()
    )


def _put_back(conn: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    """Puts a row back that was taken out; not one that is left out by its meeting anyway."""
    is_own = conn.execute(f"SELECT ? IN ({_RESTRICTED})", [values.get("meeting_id")]).fetchone()[0]
    if table == "step" or not is_own:
        marks = ", ".join("?" * len(values))
        conn.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))


def _let_go(
    conn: sqlite3.Connection, tables: dict[str, tuple[str, tuple[str, ...]]], gone: dict[str, set[str]]
) -> None:
    """Takes out what hangs on rows that are gone; what only points at them points nowhere.

    Rows of a meeting that hang on its step stay: they are left out by their meeting, and counted.
    """
    while gone:
        parent, rows = gone.popitem()
        for child, (key, columns) in tables.items():
            for column, is_needed in _links(conn, child, parent):
                which = f"{column} IN (SELECT value FROM json_each(?))"
                values = [json.dumps(sorted(rows))]
                if not is_needed:
                    conn.execute(f"UPDATE {child} SET {column} = NULL WHERE {which}", values)
                elif "meeting_id" not in columns or parent != "step":
                    found = conn.execute(f"SELECT {key} FROM {child} WHERE {which}", values).fetchall()
                    conn.execute(f"DELETE FROM {child} WHERE {which}", values)
                    if found:
                        gone.setdefault(child, set()).update(row[0] for row in found)


def _links(conn: sqlite3.Connection, child: str, parent: str) -> list[tuple[str, bool]]:
    """The columns of a table that name a row of another, and whether they must."""
    return [
        (column, bool(is_needed))
        for column, is_needed in conn.execute(
            'SELECT k."from", c."notnull" FROM pragma_foreign_key_list(?1) k, pragma_table_info(?1) c'
            ' WHERE k."table" = ?2 AND c.name = k."from"',
            [child, parent],
        ).fetchall()
    ]
