"""Copies of a data file made by the database, and whether a copy is sound.

A live file is never opened but through SQLite: closing any other handle on it would drop the locks that SQLite holds
for the whole process.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from facilitator.db.driver import errors, sqlite3
from facilitator.db.schema import APPLICATION_ID, VERSION
from facilitator.errors import FileBusy, FileTrouble, NewerFile
from facilitator.frozen import frozen

_STEP_PAGES = 1024
"""So many pages (4 MiB) are copied before a writer gets its turn."""
_STEPS_FOR_ONE = 3
"""A copy that starts over because somebody writes may take so many times its steps; then it is made in one go."""
_BUSY_TRIES = 2
BUSY_SECONDS = 5.0
"""So long a copy waits for its turn; nobody waits for the copy."""
_PAUSE_SECONDS = 0.002
_SMALL_CACHE = "PRAGMA cache_size = -512"
"""In KiB: a copy is written and looked through page after page; with more kept, no other act takes as much memory."""


class NotSound(Exception):
    """A copy that cannot be relied on; the text says what is wrong with it."""


@frozen
class Contents:
    """What a sound copy holds."""

    format: int
    written: str
    counts: tuple[tuple[str, int], ...]


@contextlib.contextmanager
def reading(path: Path, key: str | None, busy_seconds: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    """A connection of its own to a data file that is there, with the raw key of an encrypted one.

    For another thread, or beside an open store.
    """
    if key is None:
        conn = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=busy_seconds, isolation_level=None
        )
    else:
        path.stat()  # SQLCipher would make a new file
        conn = _cipher(path, key, busy_seconds)
    try:
        conn.execute("PRAGMA trusted_schema = OFF").fetchall()
        yield conn
    finally:
        conn.close()


def _cipher(path: Path | None, key: str, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    from facilitator.db.encryption import connect_cipher

    return connect_cipher(path or ":memory:", key, busy_seconds)


def copy(source: sqlite3.Connection, target: Path, key: str | None) -> Contents:
    """Copies the database of `source` into the empty file `target`, verifies the copy and brings it to the disk.

    `key` is the raw key of an encrypted source; the copy has the same.

    A meeting that goes on meanwhile never waits for it: the copy is made in steps, unless somebody writes all the
    time. Raises NotSound, sqlite3.Error, FileBusy or OSError.
    """
    with _copied(source, target, key) as (_, counts):
        pass
    source.execute("PRAGMA shrink_memory").fetchall()  # the pages it kept while it was read
    found = verify(target, key)
    if found.counts != counts:
        raise NotSound("the copy has other rows than the file")
    sync_file(target)
    return found


@contextlib.contextmanager
def aside(source: sqlite3.Connection, key: str | None) -> Iterator[sqlite3.Connection]:
    """A private copy, sound or not, for what reads so long that a meeting would have to wait for it."""
    with _copied(source, None, key) as (made, _):
        yield made


Counts = tuple[tuple[str, int], ...]


@contextlib.contextmanager
def _copied(
    source: sqlite3.Connection, target: Path | None, key: str | None
) -> Iterator[tuple[sqlite3.Connection, Counts]]:
    """A copy in a file that is there, or in an unnamed one, and the rows of the source at the moment it shows."""
    for way in (_in_steps, _in_steps, _at_once):
        if target is not None:
            os.truncate(target, 0)
        # An empty name is a database of its own in memory that goes to an unnamed file when it grows large.
        with contextlib.closing(
            _cipher(target, key) if key else sqlite3.connect(target or "", isolation_level=None)
        ) as made:
            # It is nobody's file yet: what is left of it after a crash is thrown away.
            made.execute("PRAGMA journal_mode = OFF").fetchall()
            made.execute("PRAGMA synchronous = OFF").fetchall()
            if target is not None:
                made.execute(_SMALL_CACHE).fetchall()
            counts = way(source, made)
            if counts is not None:
                yield made, counts
                return


def _in_steps(source: sqlite3.Connection, made: sqlite3.Connection) -> Counts | None:
    """Between the steps others may write; None when they did."""
    before = _version(source)
    try:
        source.backup(made, pages=_STEP_PAGES, progress=_Patience(), sleep=_PAUSE_SECONDS)
    except _Restless:
        return None
    counts = _counts(source)
    return counts if _version(source) == before else None


def _at_once(source: sqlite3.Connection, made: sqlite3.Connection) -> Counts:
    source.execute("BEGIN")
    try:
        counts = _counts(source)
        source.backup(made)
        return counts
    finally:
        source.execute("ROLLBACK")


class _Restless(Exception):
    """The copy starts over again and again."""


class _Patience:
    """Ends a copy that does not get on: `progress` is called after every step."""

    def __init__(self) -> None:
        self.steps = self.busy = 0

    def __call__(self, status: int, _left: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            self.busy += 1
            if self.busy > _BUSY_TRIES:
                raise FileBusy("the file is in use by another program all the time; try again")
        self.steps += 1
        if self.steps > _STEPS_FOR_ONE * (total // _STEP_PAGES + 1):
            raise _Restless


def _version(conn: sqlite3.Connection) -> int:
    version: int = conn.execute("PRAGMA data_version").fetchone()[0]
    return version


def _counts(conn: sqlite3.Connection) -> Counts:
    names = conn.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    if not names:
        return ()
    each = ['(SELECT count(*) FROM "{}")'.format(name.replace('"', '""')) for (name,) in names]
    row = conn.execute(f"SELECT {', '.join(each)}").fetchone()
    return tuple((name, count) for (name,), count in zip(names, row, strict=True))


def written(conn: sqlite3.Connection) -> str:
    """Which act is the newest: as long as it is the same, nothing of the record was written; empty before the first."""
    if not conn.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'act'").fetchone():
        return ""
    row = conn.execute("SELECT id, at, device FROM act ORDER BY id DESC LIMIT 1").fetchone()
    return " ".join(map(str, row)) if row else ""


def verify(path: Path, key: str | None = None) -> Contents:
    """Opens a file that nobody writes to and looks through all of it; an encrypted one with its raw key.

    Raises:
        NotSound: it is no facilitator file, or damaged.
        NewerFile: a newer facilitator wrote it.
    """
    try:
        with contextlib.closing(
            _cipher(path, key)
            if key
            else sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        ) as conn:
            return _verified(conn, path, is_encrypted=key is not None)
    except errors() as error:
        raise NotSound(str(error)) from error


def _verified(conn: sqlite3.Connection, path: Path, *, is_encrypted: bool) -> Contents:
    conn.execute("PRAGMA trusted_schema = OFF").fetchall()
    application: int = conn.execute("PRAGMA application_id").fetchone()[0]
    version: int = conn.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise NotSound("it is no facilitator file")
    if version > VERSION:
        raise NewerFile(f"{path} was written by a newer facilitator (format {version}); install that one")
    conn.execute(_SMALL_CACHE).fetchall()
    fault = conn.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if fault != "ok":
        raise NotSound(" ".join(str(fault).split()))
    if is_encrypted and (bad := conn.execute("PRAGMA cipher_integrity_check").fetchall()):
        raise NotSound(str(bad[0][0]))
    lost = conn.execute('SELECT "table", parent FROM pragma_foreign_key_check LIMIT 1').fetchone()
    if lost:
        raise NotSound(f"{lost[0]} points to a missing {lost[1]}")
    return Contents(version, written(conn), _counts(conn))


def sha256(path: Path) -> str:
    """The hash of a file that nobody has open, in hexadecimal."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileTrouble(f"{path} cannot be read: {error.strerror}; check the name and its rights") from error


def sync_file(path: Path) -> None:
    """Brings a file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk."""
    with contextlib.suppress(PermissionError):  # a folder that may be written to but not listed, and Windows
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
