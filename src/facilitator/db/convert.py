"""Encrypts, decrypts, or encrypts anew: the whole data file is written once more and takes the place of the old one.

The new file is made beside the old one, compared with it row by row, brought to the disk and moved over it. Whatever
stops this half-way leaves the old file as it was. Meanwhile the old one is locked for writing. A program that waits
for that lock, or has the file open, then finds that the file was replaced.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.beside import made_in
from facilitator.db import schema
from facilitator.db.connection import connect, explained
from facilitator.db.driver import errors
from facilitator.db.encryption import connect_cipher, new_raw_key, raw_key
from facilitator.db.wipe import overwrite
from facilitator.errors import DiskTrouble, FileTrouble
from facilitator.frozen import frozen

if TYPE_CHECKING:
    import sqlite3

    from facilitator.db.passphrase import Passphrase


@frozen
class Converted:
    """What became of the old file."""

    is_wiped: bool
    """Overwritten with zeros; else its bytes may still stand on the disk."""
    other_names: int
    """Further names (hard links) under which the old file still can be opened."""


def convert(path: Path, old: Passphrase | None, new: Passphrase | None) -> Converted:
    """Writes the file that `old` opens (None: a plain one) once more for `new` (None: as a plain one).

    Raises FileTrouble, FileBusy, WrongPassphrase or DiskTrouble; then the file is as it was.
    """
    path = path.resolve()  # behind a symbolic link the file itself, not the link
    connect(path, create=False, passphrase=old).close()  # ours, whole enough to open, and of this version
    try:
        return _convert(path, old, new)
    except OSError as error:
        raise DiskTrouble(
            f"{path} was left as it was: {error.strerror or error}; make room, or check the rights of its folder"
        ) from error


def _convert(path: Path, old: Passphrase | None, new: Passphrase | None) -> Converted:
    old_key = None if old is None else raw_key(path, old)
    # From here to the end nothing else may open the old file in this process: closing it would drop SQLite's lock.
    with explained(path), contextlib.ExitStack() as held:
        lock = held.enter_context(contextlib.closing(_locked(path, old_key)))
        made = held.enter_context(made_in(path.parent))
        _write(path, old_key, made, new)
        if os.name == "nt":  # no open file can be replaced there
            lock.close()
        return _take_place(made, path, wipe=old is None and os.name != "nt")


def _locked(path: Path, key: str | None) -> sqlite3.Connection:
    """Until this is closed nobody writes to the file."""
    conn = connect_cipher(path, key)
    try:
        conn.execute("BEGIN IMMEDIATE")
    except BaseException:
        conn.close()
        raise
    return conn


def _write(path: Path, old_key: str | None, made: Path, new: Passphrase | None) -> None:
    """Writes everything into `made` and makes sure that it is there."""
    new_key = "" if new is None else new_raw_key(new)
    conn = connect_cipher(path, old_key)
    try:
        conn.execute("PRAGMA temp_store = MEMORY").fetchall()
        conn.execute("PRAGMA trusted_schema = OFF").fetchall()
        _refuse_unsound(conn, "main", path)
        conn.execute("ATTACH ? AS made KEY ?", [str(made), new_key])
        # It is no file anybody knows until it is whole.
        conn.execute("PRAGMA made.journal_mode = OFF").fetchall()
        _export(conn, path)
        conn.execute(f"PRAGMA made.application_id = {schema.APPLICATION_ID}")
        conn.execute(f"PRAGMA made.user_version = {schema.VERSION}")
        _refuse_different(conn, path)
    finally:
        conn.close()
    # Once more as it will be opened, from the disk.
    conn = connect(made, create=False, passphrase=new)
    try:
        _refuse_unsound(conn, "main", path, is_encrypted=new is not None)
    finally:
        conn.close()


def _export(conn: sqlite3.Connection, path: Path) -> None:
    try:
        conn.execute("SELECT sqlcipher_export('made')").fetchall()
    except errors() as error:  # without a code that would say more than its words
        raise DiskTrouble(
            f"{path} was left as it was: the new file could not be written beside it ({error}); make room and try again"
        ) from error


def _refuse_unsound(conn: sqlite3.Connection, database: str, path: Path, *, is_encrypted: bool = False) -> None:
    checks = ["integrity_check(1)", "foreign_key_check"] + ["cipher_integrity_check"] * is_encrypted
    for check in checks:
        found = conn.execute(f"PRAGMA {database}.{check}").fetchall()
        if found not in ([], [("ok",)]):
            raise FileTrouble(f"{path} was left as it was: it is not sound; facilitator check says more")


def _refuse_different(conn: sqlite3.Connection, path: Path) -> None:
    """Every table, index, view and trigger, and every row of every table, is in both files."""
    tables = [row[0] for row in conn.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()]
    different = _differ(conn, "sqlite_master", "type, name, tbl_name, sql") or any(
        _differ(conn, f'"{table}"', "*") for table in tables
    )
    if different:
        raise FileTrouble(f"{path} was left as it was: the new file did not hold the same; check the disk, try again")


def _differ(conn: sqlite3.Connection, table: str, columns: str) -> bool:
    counts = conn.execute(
        f"SELECT (SELECT count(*) FROM main.{table}), (SELECT count(*) FROM made.{table}),"
        f" (SELECT count(*) FROM (SELECT {columns} FROM main.{table} EXCEPT SELECT {columns} FROM made.{table}))"
    ).fetchone()
    return bool(counts[0] != counts[1] or counts[2])


def _take_place(made: Path, path: Path, *, wipe: bool) -> Converted:
    """Brings `made` to the disk and moves it over `path`; with `wipe` the bytes of the old file are overwritten."""
    with made.open("r+b") as file:
        os.fsync(file.fileno())
    other_names = path.stat().st_nlink - 1
    with path.open("r+b", buffering=0) if wipe else contextlib.nullcontext() as replaced:
        os.replace(made, path)
        # Only when the new file is surely in its place, and nobody has given the old one a second name.
        is_wiped = _sync_folder(path.parent) and replaced is not None and not other_names and overwrite(replaced)
    return Converted(is_wiped, other_names)


def _sync_folder(folder: Path) -> bool:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # a folder that may not be listed, and Windows
        return False
    try:
        os.fsync(handle)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
