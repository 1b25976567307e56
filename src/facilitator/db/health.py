"""Whether the data file is sound: for `facilitator check`."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.db import schema
from facilitator.db.driver import sqlite3
from facilitator.frozen import frozen

if TYPE_CHECKING:
    from facilitator.db.store import Store

_MOST = 20
"""Faults of one sort that are named; a damaged file can have thousands."""


@frozen
class Examined:
    """What was found, a sentence each: what is as it should be, and what is not."""

    good: tuple[str, ...]
    wrong: tuple[str, ...]


def examine(store: Store, *, folder_is_ours: bool = False) -> Examined:
    """Looks at the pages of the file, its links, its schema, and who may read it.

    `folder_is_ours` asks the folder, too, to be readable by its owner alone.
    """
    looks = (
        ("the pages and indexes of the file are sound", _pages(store)),
        ("every link between records leads somewhere", _links(store)),
        (f"the tables are those of format {schema.VERSION}", _tables(store)),
        ("the file is for its owner alone", _rights(store.path, folder_is_ours)),
    )
    return Examined(
        tuple(good for good, wrong in looks if not wrong), tuple(fault for _, wrong in looks for fault in wrong)
    )


def _pages(store: Store) -> list[str]:
    found: list[str] = _pages_that_do_not_verify(store) if store.passphrase else []
    found = found or [str(row[0]) for row in store.rows(f"PRAGMA integrity_check({_MOST})")]
    if found == ["ok"]:
        return []
    return [f"the file is damaged ({fault}); keep it, and go back to a copy from before" for fault in found]


def _pages_that_do_not_verify(store: Store) -> list[str]:
    """The pages of an encrypted file whose checks fail; those that nothing uses are looked at too."""
    store.rows("BEGIN")
    try:
        store.rows("SELECT count(*) FROM sqlite_master")  # holds off who writes meanwhile
        return [str(row[0]) for row in store.rows("PRAGMA cipher_integrity_check")][:_MOST]
    finally:
        store.rows("ROLLBACK")


def _links(store: Store) -> list[str]:
    found = store.rows(
        'SELECT "table", "parent", count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ?', _MOST
    )
    return [f"{table}: {count} point to a missing {parent}" for table, parent, count in found]


def _tables(store: Store) -> list[str]:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    try:
        schema.migrate(conn)
        due = {(r[0], r[1]): r[2] for r in conn.execute(_OBJECTS).fetchall()}
    finally:
        conn.close()
    there = {(r[0], r[1]): r[2] for r in store.rows(_OBJECTS)}
    named = [f"{kind} {name} is missing" for kind, name in sorted(due.keys() - there.keys())]
    named += [f"{kind} {name} is none of ours" for kind, name in sorted(there.keys() - due.keys())]
    named += [
        f"{kind} {name} was changed"
        for kind, name in sorted(due.keys() & there.keys())
        if due[kind, name] != there[kind, name]
    ]
    return [f"the {fault}" for fault in named[:_MOST]]


_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def _rights(path: Path, folder_is_ours: bool) -> list[str]:
    if os.name != "posix":
        return []
    found = []
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        found.append(f"others on this computer may use the file (its rights are {mode:04o}); run: chmod 600 {path}")
    folder = path.absolute().parent
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o022 and not mode & stat.S_ISVTX:
        found.append(f"others may replace the file (the rights of {folder} are {mode:04o}); run: chmod go-w {folder}")
    elif folder_is_ours and mode & 0o077:
        found.append(f"others may look into {folder} (its rights are {mode:04o}); run: chmod 700 {folder}")
    return found
