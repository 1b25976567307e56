"""Opens the data file: the only place that connects to SQLite.

A journal of rollbacks (`DELETE`) with `synchronous=EXTRA` keeps every acknowledged commit through a power cut, which
write-ahead logging with `NORMAL` does not; both leave one file at rest.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from facilitator.db import schema
from facilitator.db.driver import sqlite3
from facilitator.errors import Conflict, DiskTrouble, FacilitatorError, FileBusy, FileTrouble, NewerFile

BUSY_SECONDS = 1.0
"""How long a write waits for another program before it says so."""

PRAGMAS = (
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
)


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Opens the data file at `path`, made new when `create` and there is none, upgraded when it is older.

    Raises FileTrouble, FileBusy, NewerFile or DiskTrouble with a sentence for the user; a file that is
    not ours is never written to.
    """
    try:
        is_new, has_folder = not path.exists(), path.parent.is_dir()
    except OSError as error:
        raise DiskTrouble(f"{path} cannot be reached: {error.strerror}; check the name and its rights") from error
    if is_new:
        if not create:
            raise FileTrouble(
                f'there is no data file at {path}; make one with: facilitator new partnership "NAME"'
                " (or name another with --file)"
            )
        if not has_folder:
            raise FileTrouble(f"the folder {path.parent} does not exist; make it first")
        _create(path)
    _refuse_foreign(path)
    with explained(path):
        conn = _open(path)
        try:
            version = _version(conn, path)
            if version < schema.VERSION:
                schema.migrate(conn)
        except BaseException:
            conn.close()
            raise
    return conn


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours, in words that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(error, path) from error


def _in_words(error: sqlite3.Error, path: Path) -> FacilitatorError:
    extended = getattr(error, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if extended == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return Conflict("It cannot be done: another record belongs to it, or what it belongs to is not there any more.")
    if extended in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
        return Conflict("It cannot be done: something else stands in its place already.")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return FileBusy(f"{path} is in use by another program; close it there and try again")
    if code == sqlite3.SQLITE_FULL:
        return DiskTrouble(f"the disk is full, nothing was saved; make room and try again ({path})")
    if code == sqlite3.SQLITE_READONLY:
        return DiskTrouble(f"{path} cannot be written to; check its rights, or whether it was moved or replaced")
    if code == sqlite3.SQLITE_IOERR:
        return DiskTrouble(f"the disk refused to write, nothing was saved; restart and check the disk ({path})")
    if code == sqlite3.SQLITE_CANTOPEN:
        return DiskTrouble(f"{path} cannot be opened; check that its folder exists and may be written to")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return FileTrouble(f"{path} is damaged or no facilitator file; it was left as it is: open a copy of it instead")
    return FileTrouble(f"{path}: {error}")


def _refuse_foreign(path: Path) -> None:
    """Looks at the first bytes before SQLite may touch anything."""
    try:
        if path.is_dir():
            raise FileTrouble(f"{path} is a folder; name a file in it")
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise DiskTrouble(f"{path} cannot be read: {error.strerror}; check its rights") from error
    if not head:
        raise FileTrouble(f"{path} is empty (0 bytes), no facilitator file; it was left as it is: move it away first")
    if head[:16] != b"SQLite format 3\x00" or len(head) < 100:
        raise FileTrouble(f"{path} is no facilitator file; it was left as it is: name another with --file")
    if int.from_bytes(head[68:72]) != schema.APPLICATION_ID:
        raise FileTrouble(f"{path} is another program's database; it was left as it is: name another with --file")
    version = int.from_bytes(head[60:64])
    if version > schema.VERSION:
        raise NewerFile(
            f"{path} was written by a newer facilitator (format {version}, this one knows {schema.VERSION});"
            " it was left as it is: install the newer version"
        )
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise DiskTrouble(f"{path} cannot be written to; check the rights of the file and of its folder")


def _create(path: Path) -> None:
    """Makes a new file beside its place and moves it there whole, so that no half-made file is ever found."""
    import tempfile  # with what it imports a tenth of the time of a command

    try:
        handle, name = tempfile.mkstemp(prefix=".facilitator-", suffix=".new", dir=path.parent)
    except OSError as error:
        raise DiskTrouble(f"{path} cannot be made: {error.strerror}; check the rights of its folder") from error
    os.close(handle)
    made = Path(name)
    try:
        with explained(path):
            conn = _open(made)
            try:
                schema.migrate(conn)
            finally:
                conn.close()
        try:
            # A link, not a rename: it fails where another program made the file meanwhile.
            os.link(made, path)
        except FileExistsError:
            pass
        except OSError:
            # USB sticks and some network folders know no links.
            made.rename(path)
    except OSError as error:
        raise DiskTrouble(f"{path} cannot be made: {error.strerror}; check the rights of its folder") from error
    finally:
        made.unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        for pragma in PRAGMAS:
            conn.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        conn.close()
        raise
    return conn


def _version(conn: sqlite3.Connection, path: Path) -> int:
    version: int = conn.execute("PRAGMA user_version").fetchone()[0]
    if version > schema.VERSION:
        raise NewerFile(f"{path} was written by a newer facilitator; install the newer version")
    return version
