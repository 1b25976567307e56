"""Whether the data file is sound, and what stands around it: for `facilitator check`."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator import paths
from facilitator.clock import spoken
from facilitator.db import replay, safe_copy, schema
from facilitator.db.backup import Backups
from facilitator.db.connection import explained, is_encrypted
from facilitator.db.driver import sqlite3
from facilitator.db.plain_backups import plain_backups
from facilitator.frozen import frozen

if TYPE_CHECKING:
    from facilitator.db.store import Store

_MOST = 20
"""Faults of one sort that are named; a damaged file can have thousands."""
_LARGE = 8 * 1024 * 1024
"""From so many bytes on a copy is looked at, so that a meeting that runs need not wait."""
_GO_BACK = "facilitator backup --list names the copies from before"


@frozen
class Examined:
    """What was found, a sentence each: what is as it should be, what is good to know, and what is wrong.

    With `is_damaged` pages of the file do not hold together.
    """

    good: tuple[str, ...]
    notes: tuple[str, ...]
    wrong: tuple[str, ...]
    is_damaged: bool


def examine(store: Store, *, folder_is_ours: bool = False) -> Examined:
    """Looks at the pages of the file, its links, its schema, its journal, its backups, and who may read it.

    `folder_is_ours` asks the folder, too, to be readable by its owner alone.
    """
    journal_before = _journal_of(store.path).exists()
    backups = Backups(store.path, store.clock, store.raw_key)
    with explained(store.path), _quiet(store) as conn, _new_file() as fresh:
        looks = [
            ("the pages and indexes of the file are sound", damage := _pages(store, conn)),
            ("every link between records leads somewhere", _links(conn)),
            (f"the tables are those of format {schema.VERSION}", _tables(conn, fresh)),
            ("the record is what the journal says was written", _journalled(conn, fresh)),
        ]
    looks += [
        ("the file is for its owner alone", _rights(store.path, folder_is_ours)),
        ("nothing half-written stands beside it", _left_over(store.path, journal_before)),
        (_kept(store, backups), _backups(store, backups)),
    ]
    return Examined(
        tuple(good for good, wrong in looks if good and not wrong),
        tuple(_notes(store, backups)),
        tuple(fault for _, wrong in looks for fault in wrong),
        bool(damage),
    )


@contextlib.contextmanager
def _quiet(store: Store) -> Iterator[sqlite3.Connection]:
    """The file itself, or a copy of it when reading it would take long."""
    if store.path.stat().st_size < _LARGE:
        yield store._conn
        return
    with safe_copy.aside(store._conn, store.raw_key) as copy:
        yield copy


@contextlib.contextmanager
def _new_file() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        schema.migrate(conn)
        yield conn


def _pages(store: Store, conn: sqlite3.Connection) -> list[str]:
    found: list[str] = _pages_that_do_not_verify(store) if store.passphrase else []
    found = found or [str(row[0]) for row in conn.execute(f"PRAGMA integrity_check({_MOST})").fetchall()]
    if found == ["ok"]:
        return []
    return [f"the file is damaged ({fault}); {_GO_BACK}" for fault in found]


def _pages_that_do_not_verify(store: Store) -> list[str]:
    """The pages of an encrypted file whose checks fail; those that nothing uses are looked at too."""
    store.rows("BEGIN")
    try:
        store.rows("SELECT count(*) FROM sqlite_master")  # holds off who writes meanwhile
        return [str(row[0]) for row in store.rows("PRAGMA cipher_integrity_check")][:_MOST]
    finally:
        store.rows("ROLLBACK")


def _links(conn: sqlite3.Connection) -> list[str]:
    found = conn.execute(
        'SELECT "table", "parent", count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ?', [_MOST]
    ).fetchall()
    return [f"{table}: {count} point to a missing {parent}" for table, parent, count in found]


def _tables(conn: sqlite3.Connection, fresh: sqlite3.Connection) -> list[str]:
    due = {(r[0], r[1]): r[2] for r in fresh.execute(_OBJECTS).fetchall()}
    there = {(r[0], r[1]): r[2] for r in conn.execute(_OBJECTS).fetchall()}
    named = [f"{kind} {name} is missing" for kind, name in sorted(due.keys() - there.keys())]
    named += [f"{kind} {name} is none of ours" for kind, name in sorted(there.keys() - due.keys())]
    named += [
        f"{kind} {name} was changed"
        for kind, name in sorted(due.keys() & there.keys())
        if due[kind, name] != there[kind, name]
    ]
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version != schema.VERSION:
        named.append(f"file says format {version}, this program writes {schema.VERSION}")
    return [f"the {fault}" for fault in named[:_MOST]]


_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def _journalled(conn: sqlite3.Connection, fresh: sqlite3.Connection) -> list[str]:
    return [f"{fault}: it was changed around the program; {_GO_BACK}" for fault in replay.faults(conn, fresh)[:_MOST]]


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


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _left_over(path: Path, was_before: bool) -> list[str]:
    """SQLite has played back what it could when the file was opened; a short write of a meeting is over by now."""
    if not (was_before and _journal_of(path).exists()):
        return []
    return [
        f"{_journal_of(path)} was left by a write that did not end; close the program everywhere and run facilitator"
        " check again, and if it stays move it away"
    ]


# Backups and surroundings


def _kept(store: Store, backups: Backups) -> str:
    known = backups.all()
    if not known:
        return ""
    count = "one backup" if len(known) == 1 else f"{len(known)} backups"
    return f"{count}, the newest of {spoken(known[0].made_at, store.clock)}, as verified when made"


def _backups(store: Store, backups: Backups) -> list[str]:
    found = []
    good = backups.newest_good()
    if failure := backups.failure():
        last = f"the last good one is of {spoken(good.made_at, store.clock)}" if good else "there is none from before"
        found.append(
            f"the last backup failed on {spoken(failure.at, store.clock)} ({failure.why}); {last}; mend that, then run:"
            " facilitator backup"
        )
    found += [
        f"the backup {it.name} is not what it was when it was verified; do not rely on it, remove {it}"
        for it in backups.damaged()
    ]
    if good is not None and _can_be_opened(good.path, store.raw_key):
        try:
            key = store.raw_key if is_encrypted(good.path) else None
            if safe_copy.verify(good.path, key).counts != good.counts:
                found.append(f"the backup {good.name} has other rows than its manifest says; remove {good.path}")
        except safe_copy.NotSound as error:
            found.append(f"the backup {good.name} is damaged ({error}); remove {good.path}")
    if os.name == "posix" and backups.folder.is_dir():
        inside = [backups.folder, backups.folder.parent, *backups.folder.iterdir()]
        if any(stat.S_IMODE(it.stat().st_mode) & 0o077 for it in inside):
            found.append(f"others may look into the backups; run: chmod -R go= {backups.folder.parent}")
    return found + _room(store.path, backups.folder)


def _can_be_opened(copy: Path, key: str | None) -> bool:
    """Not one of before the passphrase was changed or taken off; of such a copy its hash says enough."""
    if not is_encrypted(copy):
        return True
    from facilitator.db.encryption import fits

    return key is not None and fits(key, copy)


def _room(path: Path, folder: Path) -> list[str]:
    """Whether one more backup would fit, as far as that can be told without making one."""
    place = next(it for it in (folder, *folder.parents) if it.exists())
    if not place.is_dir() or not os.access(place, os.W_OK):
        return [f"no backup can be made in {folder}: {place} cannot be written; check what it is and its rights"]
    if shutil.disk_usage(place).free < path.stat().st_size:
        return [f"no backup can be made in {folder}: the disk is full; make room"]
    return []


def _notes(store: Store, backups: Backups) -> Iterator[str]:
    if not backups.all():
        yield "there is no backup yet; the next start makes one, or now: facilitator backup"
    if store.passphrase is not None and (plain := plain_backups(backups.folder)):
        count = "a backup" if len(plain) == 1 else f"{len(plain)} backups"
        yield (
            f"{count} from before the file was encrypted can be read by anybody; to put an encrypted one in their"
            " place: facilitator encrypt --replace-backups"
        )
    if service := paths.synced_by(store.path):
        yield (
            f"the file seems to be in a folder of {service}, which may copy it in the middle of a write; better keep it"
            " outside and put backups there: facilitator backup FILE"
        )
    if copies := paths.conflict_copies(store.path):
        yield (
            "beside the file stand what may be other versions of it, left by a sync service when two laptops wrote:"
            f" {', '.join(it.name for it in copies)}; look into each with: facilitator list meetings --file NAME"
        )
