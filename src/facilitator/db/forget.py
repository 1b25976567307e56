"""Takes a person's name out of the record and out of its history; the caller brings the words that stand instead.

Everything happens inside an open act. What the journal's triggers write about it is thrown away again: else the old
words would stand in the history of the very act that took them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from facilitator.db import words
from facilitator.db.words import NOT_WORDS

if TYPE_CHECKING:
    from facilitator.db.store import Store

Change = Callable[[str], str]
"""Gives the words that stand instead; the very same text where nothing is to be changed."""

_CLEARED = {"name": None, "email": "", "role": ""}
"""Fields of a person and what the history holds in their place; None: the label."""
_STAYS = ("is_active", "may_be_named", "organisation_id", "group_key")
"""Fields of a person whose change by this act stays in the history: they hold no words."""
_ROWS = 5_000


def forget_person(store: Store, person_id: str, label: str, *, organisation_id: str | None, group: str) -> None:
    """Makes a label of a person's row and empties what is said about them; earlier values go from the history too."""
    store.update(
        "person",
        person_id,
        name=label,
        role="",
        email="",
        may_be_named=None,
        is_active=False,
        organisation_id=organisation_id,
        group_key=group or None,
    )
    store.execute("UPDATE consent SET by_whom = '' WHERE person_id = ? AND by_whom <> ''", person_id)
    store.execute("DELETE FROM draft WHERE instr(place, ?)", person_id)
    for field, value in _CLEARED.items():
        store.execute(
            "UPDATE change SET old = iif(old IS NULL, NULL, ?1), new = iif(new IS NULL, NULL, ?1)"
            " WHERE tbl = 'person' AND row = ?2 AND field = ?3",
            label if value is None else value,
            person_id,
            field,
        )
    store.execute(
        "UPDATE change SET old = iif(old IS NULL, NULL, ''), new = iif(new IS NULL, NULL, '')"
        " WHERE tbl = 'consent' AND field = 'by_whom' AND (row IN (SELECT id FROM consent WHERE person_id = ?1)"
        " OR row IN (SELECT row FROM change WHERE tbl = 'consent' AND field = 'person_id' AND (old = ?1 OR new = ?1)))",
        person_id,
    )


def rewrite(store: Store, change: Change, change_act: Change) -> None:
    """Puts other words in the place of all that `change` knows: every table, then the history. One pass each.

    `change_act` does so with the names of acts.
    """
    for table, columns in words.word_columns(store).items():
        changes = (change_act, change) if table == "act" else (change,) * len(columns)
        for row in words.rows(store, table, columns):
            new = {
                column: changed
                for column, text, by in zip(columns, row.words, changes, strict=True)
                if text and (changed := by(text)) is not text
            }
            if new:
                sets = ", ".join(f"{column} = ?" for column in new)
                store.execute(f"UPDATE {table} SET {sets} WHERE rowid = ?", *new.values(), row.rowid)
    for number, _, _, old, new_value in history(store):
        values = [change(it) if isinstance(it, str) else it for it in (old, new_value)]
        if values != [old, new_value]:
            store.execute("UPDATE change SET old = ?, new = ? WHERE id = ?", *values, number)


def leave_a_trace(store: Store, person_id: str, label: str) -> None:
    """Throws away what the journal wrote about this act, but for the fields without words and that it was done."""
    act = store.value("SELECT act FROM act_open")
    stays = ", ".join(f"'{field}'" for field in _STAYS)
    store.execute(
        f"DELETE FROM change WHERE act = ? AND NOT (tbl = 'person' AND row = ? AND field IN ({stays}))", act, person_id
    )
    store.execute(
        "INSERT INTO change (act, op, tbl, row, field, old, new) VALUES (?1, 'update', 'person', ?2, 'name', ?3, ?3)",
        act,
        person_id,
        label,
    )


def history(store: Store) -> Iterator[tuple[int, str, str, Any, Any]]:
    """Earlier versions of people's words: number, table, row, old, new. In the order they were written."""
    plain = {table: set(columns.split()) for table, columns in NOT_WORDS.items()}
    last = 0
    while True:
        found = store.rows(
            "SELECT id, tbl, row, field, old, new FROM change WHERE id > ?"
            f" AND (typeof(old) = 'text' OR typeof(new) = 'text') ORDER BY id LIMIT {_ROWS}",
            last,
        )
        for number, table, row, field, old, new in found:
            if field not in plain.get(table, ()) and field != "id" and not field.endswith("_id"):
                yield number, table, row, old, new
        if len(found) < _ROWS:
            return
        last = found[-1][0]


def next_number(store: Store, partnership_id: str, group: str) -> int:
    """The number that the next label of a group would get; it is not given yet."""
    last = store.value(
        "SELECT last FROM number_given WHERE partnership_id = ? AND kind = 'minor' AND detail = ?",
        partnership_id,
        group,
    )
    return (last or 0) + 1


def links(store: Store, person_id: str) -> dict[str, int]:
    """How many rows of each table belong to a person: all of them show the label from then on."""
    found: dict[str, int] = {}
    for table, column in store.rows(
        'SELECT t.name, k."from" FROM pragma_table_list t, pragma_foreign_key_list(t.name) k'
        " WHERE t.schema = 'main' AND t.type = 'table' AND k.\"table\" = 'person' ORDER BY t.name"
    ):
        count = store.value(f"SELECT count(*) FROM {table} WHERE {column} = ?", person_id)
        if count:
            found[table] = found.get(table, 0) + count
    return found


def colleagues(store: Store, organisation_id: str | None, person_id: str) -> int:
    """How many others speak for an organisation, or did."""
    count: int = store.value(
        "SELECT count(*) FROM person WHERE organisation_id = ? AND id <> ?", organisation_id, person_id
    )
    return count


def other_names(store: Store, person_id: str) -> tuple[list[str], list[str]]:
    """The names of everybody else: people of the file, and those only written down (facilitators, guardians)."""
    people = store.rows("SELECT name FROM person WHERE id <> ?", person_id)
    written = store.rows(
        "SELECT facilitator FROM meeting WHERE facilitator <> '' UNION"
        " SELECT by_whom FROM consent WHERE by_whom <> '' AND person_id <> ?",
        person_id,
    )
    return [r[0] for r in people], [r[0] for r in written]
