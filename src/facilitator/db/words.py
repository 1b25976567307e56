"""Where people's words stand in the file, and a walk through all of them, a table at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from facilitator.db.store import Store

NOT_WORDS: dict[str, str] = {
    "setting": "key",
    "tag": "key",
    "stakeholder_group": "key",
    "partnership": "vision_affirmed_on state started_on review_on",
    "number_given": "kind detail",
    "organisation": "joined_on left_on",
    "person": "name may_be_named",
    "consent": "scope answer on_date until",
    "norm": "from_date until",
    "meeting": "template_key state mode planned_start time_zone started_at ended_at next_meeting_on",
    "meeting_event": "at event",
    "step": "kind fixed_start state started_at ended_at",
    "stretch": "started_at ended_at",
    "attendance": "status mode arrived_at left_at",
    "queue_entry": "called_at",
    "note": "at kind confirmed visibility tags orid",
    "question": "at state answered_at",
    "goal": "due state started_on agreed_on next_review",
    "goal_reading": "on_date status",
    "goal_change": "at field",
    "decision": "at method tally result groups_present groups_absent review_on",
    "decision_concern": "at",
    "action": "due_first due due_words state done_on created_at",
    "parked": "at state",
    "feedback": "at kind state told_back_on",
    "rating": "instrument",
    "appreciation": "at",
    "measure": "measure",
    "draft": "place at",
    "presence": "seen_at",
    "screen": "role origin process since seen_at",
    "export_log": "at what level path",
    "act": "at origin kind",
    "change": "op tbl row field",
    "_sqlite_migrations": "migration_set name applied_at",
}
"""Text that is not looked through for names: keys, closed lists, moments and days, where files went, and the names of
people, each of which belongs to its row. Any other text is people's words: a column added later is looked through until
somebody says that it need not be. Columns that refer to a row are known by their foreign key."""

_WHEN = ("at", "created_at", "on_date", "planned_start")
_BEFORE_ALL = -(2**63)
_ROWS = 5_000
"""Rows read at once: a file of any size is walked through in the same memory."""


class Row(NamedTuple):
    """The words of one row: its rowid, its key, the day it is of (empty where there is none), and its words."""

    rowid: int
    key: str
    day: str
    words: tuple[str | None, ...]


def word_columns(store: Store) -> dict[str, tuple[str, ...]]:
    """The columns of people's words by table, in order. The history, `change`, is no part of it.

    A search index would be a virtual table: it has no words of its own, and is made anew from these.
    """
    found = {}
    for table in _tables(store):
        refers = {row[0] for row in store.rows('SELECT "from" FROM pragma_foreign_key_list(?)', table)} | set(
            NOT_WORDS.get(table, "").split()
        )
        columns = tuple(
            name
            for name, sort in store.rows("SELECT name, type FROM pragma_table_info(?)", table)
            if sort in ("TEXT", "ANY") and name not in refers and name != "id" and not name.endswith("_id")
        )
        if columns and table != "change":
            found[table] = columns
    return found


def all_text(store: Store) -> dict[str, tuple[str, ...]]:
    """Every column that can hold text, by table, keys and closed lists too."""
    found = {}
    for table in _tables(store):
        rows = store.rows("SELECT name FROM pragma_table_info(?) WHERE type IN ('TEXT', 'ANY')", table)
        found[table] = tuple(name for (name,) in rows)
    return {table: columns for table, columns in found.items() if columns}


def rows(store: Store, table: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Every row of a table, in the order it was written, with the words in `columns`."""
    names = {r[0]: r[1] for r in store.rows("SELECT name, pk FROM pragma_table_info(?)", table)}
    key = next((name for name, is_key in names.items() if is_key), "rowid")
    day = next((f"substr({name}, 1, 10)" for name in _WHEN if name in names), "''")
    listed = ", ".join(f'iif(typeof("{column}") = \'text\', "{column}", NULL)' for column in columns)
    last = _BEFORE_ALL
    while True:
        found = store.rows(
            f"SELECT rowid, {key}, {day}, {listed} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {_ROWS}",
            last,
        )
        for rowid, row_key, on, *words in found:
            yield Row(rowid, str(row_key), on or "", tuple(words))
        if len(found) < _ROWS:
            return
        last = found[-1][0]


def _tables(store: Store) -> list[str]:
    return [
        row[0]
        for row in store.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        )
    ]
