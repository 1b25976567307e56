"""Opens the data file: the only place that connects to SQLite.

A journal of rollbacks (`DELETE`) with `synchronous=EXTRA` keeps every acknowledged commit through a power cut, which
write-ahead logging with `NORMAL` does not; both leave one file at rest.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.db import schema
from facilitator.db.driver import errors, sqlite3
from facilitator.errors import (
    BackupFailed,
    Conflict,
    DamagedFile,
    DiskTrouble,
    FacilitatorError,
    FileBusy,
    FileTrouble,
    NeedsPassphrase,
    NewerFile,
)

if TYPE_CHECKING:
    from facilitator.clock import Clock
    from facilitator.db.passphrase import Passphrase

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


def connect(
    path: Path, *, create: bool, passphrase: Passphrase | None = None, clock: Clock | None = None
) -> sqlite3.Connection:
    """Opens the data file at `path`, made new when `create` and there is none, upgraded when it is older.

    Only an encrypted file needs the `passphrase`. Before an upgrade a backup is made; without it there is no upgrade.

    Raises FileTrouble, FileBusy, DamagedFile, NewerFile, NeedsPassphrase, WrongPassphrase, BackupFailed or DiskTrouble
    with a sentence for the user; a file that is not ours is never written to.
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
    if not _looks_encrypted(path):
        passphrase = None
    elif passphrase is None:
        raise NeedsPassphrase(f"{path} is encrypted; its passphrase opens it")
    with explained(path):
        conn = _open(path, passphrase)
        try:
            version = _version(conn, path)
            if version < schema.VERSION:
                _back_up(conn, path, clock, passphrase)
                schema.migrate(conn)
        except BaseException:
            conn.close()
            raise
    return conn


def is_encrypted(path: Path) -> bool:
    """Whether the file at `path` says that it is an encrypted data file; False where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(schema.ENCRYPTED_MARK)) == schema.ENCRYPTED_MARK
    except OSError:
        return False


def _back_up(conn: sqlite3.Connection, path: Path, clock: Clock | None, passphrase: Passphrase | None) -> None:
    from facilitator.clock import SystemClock
    from facilitator.db.backup import Backups

    key = None
    if passphrase is not None:
        from facilitator.db.encryption import raw_key_of

        key = raw_key_of(conn, passphrase)
    try:
        Backups(path, clock or SystemClock(), key).make("migration", conn)
    except BackupFailed as error:
        raise BackupFailed(
            f"{path} is to be brought to a newer format and was left as it is, because {error}", error.why
        ) from error


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours, in words that say what to do."""
    try:
        yield
    except errors() as error:
        raise _in_words(error, path) from error


def _in_words(error: sqlite3.Error, path: Path) -> FacilitatorError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_CONSTRAINT and "FOREIGN KEY" in str(error):  # SQLCipher's module knows no finer codes
        return Conflict("It cannot be done: another record belongs to it, or what it belongs to is not there any more.")
    if code == sqlite3.SQLITE_CONSTRAINT and "UNIQUE" in str(error):
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
        return DamagedFile(f"{path} is damaged; it was left as it is: go back to a copy from before")
    return FileTrouble(f"{path}: {error}")


def _looks_encrypted(path: Path) -> bool:
    """Looks at the first bytes before SQLite may touch anything, and refuses what is none of ours."""
    try:
        if path.is_dir():
            raise FileTrouble(f"{path} is a folder; name a file in it")
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise DiskTrouble(f"{path} cannot be read: {error.strerror}; check its rights") from error
    if not head:
        raise DamagedFile(f"{path} is empty (0 bytes), no facilitator file; it was left as it is: move it away first")
    is_encrypted = head.startswith(schema.ENCRYPTED_MARK)
    if not is_encrypted:
        _refuse_foreign(path, head)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise DiskTrouble(f"{path} cannot be written to; check the rights of the file and of its folder")
    return is_encrypted


def _refuse_foreign(path: Path, head: bytes) -> None:
    """Refuses a plain file by its head: another format, another program's, or a newer version's."""
    if head[:16] != b"SQLite format 3\x00" or len(head) < 100:
        raise DamagedFile(f"{path} is no facilitator file; it was left as it is: name another with --file")
    _refuse_version(path, int.from_bytes(head[68:72]), int.from_bytes(head[60:64]))


def _refuse_version(path: Path, application_id: int, version: int) -> None:
    if application_id != schema.APPLICATION_ID:
        raise FileTrouble(f"{path} is another program's database; it was left as it is: name another with --file")
    if version > schema.VERSION:
        raise NewerFile(
            f"{path} was written by a newer facilitator (format {version}, this one knows {schema.VERSION});"
            " it was left as it is: install the newer version"
        )


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


def copy_target(path: Path | None, passphrase: Passphrase | None) -> sqlite3.Connection:
    """An empty database for the backup API to copy an open data file into; without a `path` one that is thrown away.

    With the passphrase of an encrypted file: it can be copied only into another encrypted one.
    """
    if passphrase is None:
        # An empty name is a database of its own in memory that goes to an unnamed file when it grows large.
        return sqlite3.connect(path or "", isolation_level=None, check_same_thread=False)
    from facilitator.db.encryption import connect_cipher, new_raw_key

    return connect_cipher(path or ":memory:", new_raw_key(passphrase))


def _open(path: Path, passphrase: Passphrase | None = None) -> sqlite3.Connection:
    if passphrase is None:
        conn = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    else:
        from facilitator.db.encryption import open_encrypted

        conn = open_encrypted(path, passphrase, BUSY_SECONDS)
    try:
        for pragma in PRAGMAS:
            conn.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        conn.close()
        raise
    return conn


def _version(conn: sqlite3.Connection, path: Path) -> int:
    version: int = conn.execute("PRAGMA user_version").fetchone()[0]
    _refuse_version(path, conn.execute("PRAGMA application_id").fetchone()[0], version)
    return version
