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

from facilitator.db import hot_journal, schema
from facilitator.db.driver import errors, sqlite3
from facilitator.db.guard import Guard, damaged
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
    path: Path,
    *,
    create: bool,
    passphrase: Passphrase | None = None,
    clock: Clock | None = None,
    may_be_read_only: bool = False,
    guard: Guard | None = None,
) -> sqlite3.Connection:
    """Opens the data file at `path`, made new when `create` and there is none, upgraded when it is older.

    Only an encrypted file needs the `passphrase`. Before an upgrade a backup is made; without it there is no upgrade.
    With `may_be_read_only` a file that cannot be written to is opened for reading. The `guard` watches over it from
    then on.

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
    is_read_only = not can_be_written(path)
    if is_read_only and not may_be_read_only:
        raise DiskTrouble(
            f"{path} cannot be written to, and a screen writes: make the file and its folder writable, or copy it and"
            " open the copy; facilitator list, agenda, minutes and export read it as it is"
        )
    guard = guard or Guard(path)
    with explained(path):
        guard.begin()
        conn = _open(path, passphrase, is_read_only=is_read_only)
        try:
            version = _version(conn, path)
            if version < schema.VERSION:
                if is_read_only:
                    raise DiskTrouble(f"{path} is of an older format and cannot be written to; work on a copy of it")
                guard.refuse_damaged(conn)
                _back_up(conn, path, clock, passphrase)
                schema.migrate(conn)
        except BaseException:
            conn.close()
            raise
    return conn


def can_be_written(path: Path) -> bool:
    """Whether the rights of the file and of its folder allow to write to it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def one_more(path: Path, raw_key: str | None) -> sqlite3.Connection:
    """One more connection to a data file this process has open, to read by; an encrypted one with its key."""
    if raw_key is None:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    from facilitator.db.encryption import connect_cipher

    return connect_cipher(path, raw_key, BUSY_SECONDS)


def one_more_to_write(path: Path, raw_key: str | None) -> sqlite3.Connection:
    """One more connection to a data file this process has open, as the first one; an encrypted one with its key."""
    if raw_key is None:
        return _open(path)
    from facilitator.db.encryption import connect_cipher

    return _set_up(connect_cipher(path, raw_key, BUSY_SECONDS))


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
    extended = getattr(error, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if code == sqlite3.SQLITE_CONSTRAINT and "FOREIGN KEY" in str(error):  # SQLCipher's module knows no finer codes
        return Conflict("It cannot be done: another record belongs to it, or what it belongs to is not there any more.")
    if code == sqlite3.SQLITE_CONSTRAINT and "UNIQUE" in str(error):
        return Conflict("It cannot be done: something else stands in its place already.")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return FileBusy(f"{path} is in use by another program; close it there and try again")
    if code == sqlite3.SQLITE_FULL:
        return DiskTrouble(f"the disk is full, nothing was saved; make room and try again ({path})")
    if extended == sqlite3.SQLITE_READONLY_ROLLBACK:
        return DiskTrouble(
            f"an interrupted write waits beside {path}, and the file cannot be written to;"
            " open it where it and its folder may be written to"
        )
    if code == sqlite3.SQLITE_READONLY:
        return DiskTrouble(f"{path} cannot be written to; check its rights, or whether it was moved or replaced")
    if code == sqlite3.SQLITE_IOERR:
        return DiskTrouble(f"the disk refused to write, nothing was saved; restart and check the disk ({path})")
    if code == sqlite3.SQLITE_CANTOPEN:
        return DiskTrouble(f"{path} cannot be opened; check that its folder exists and may be written to")
    # Python's own complaint about text that is no text has no code.
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) or "Could not decode" in str(error):
        return damaged(path)
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
    return is_encrypted


def _refuse_foreign(path: Path, head: bytes) -> None:
    """Refuses a plain file by its head: another format, another program's, or a newer version's."""
    if head[:16] != b"SQLite format 3\x00" or len(head) < 100:
        raise DamagedFile(f"{path} is no facilitator file; it was left as it is: name another with --file")
    _refuse_version(path, int.from_bytes(head[68:72]), int.from_bytes(head[60:64]))
    if hot_journal.is_of_another_file(path):
        raise FileTrouble(
            f"{path}-journal is left from a write to another file, and would be played into {path};"
            f" it was left as it is: move {path.name}-journal away, then open the file again"
        )
    if _is_cut_short(path, head):
        raise damaged(path)


def _is_cut_short(path: Path, head: bytes) -> bool:
    """Whether the file is shorter than its head says.

    Not while a journal lies beside it: the pages may just be on their way, or be put back from there.
    """
    page_size = int.from_bytes(head[16:18])
    least = int.from_bytes(head[28:32]) * (65536 if page_size == 1 else page_size)
    is_counted = head[24:28] == head[92:96]

    def is_short() -> bool:
        return path.stat().st_size < least

    # The second look is for a write that ended between the first and the question for its journal.
    return is_counted and is_short() and not os.path.lexists(f"{path}-journal") and is_short()


def _refuse_version(path: Path, application_id: int, version: int) -> None:
    if application_id != schema.APPLICATION_ID:
        raise FileTrouble(f"{path} is another program's database; it was left as it is: name another with --file")
    if version > schema.VERSION:
        raise NewerFile(
            f"{path} was written by a newer facilitator (format {version}, this one knows {schema.VERSION});"
            " it was left as it is: install the newer version"
        )


def _create(path: Path) -> None:
    """Makes a new file. One that another program made meanwhile is kept."""
    with contextlib.suppress(FileExistsError), made_beside(path) as made:
        make(made, path)


def make(made: Path, path: Path) -> None:
    """Makes the empty file `made` a data file with no record in it; errors name its later place `path`."""
    with explained(path):
        conn = _open(made)
        try:
            schema.migrate(conn)
        finally:
            conn.close()


@contextlib.contextmanager
def made_beside(path: Path) -> Iterator[Path]:
    """An empty file to fill, moved to `path` whole when the block ends, so that no half-made file is ever found there.

    Raises FileExistsError when something stands there by then, DiskTrouble when it cannot be made.
    """
    from facilitator.beside import made_in

    try:
        with made_in(path.parent) as made:
            yield made
            try:
                # A link, not a rename: it fails where another program made the file meanwhile.
                os.link(made, path)
            except FileExistsError:
                raise
            except OSError:
                # USB sticks and some network folders know no links.
                made.rename(path)
    except FileExistsError:
        raise
    except OSError as error:
        raise DiskTrouble(f"{path} cannot be made: {error.strerror}; check the rights of its folder") from error


def copy_target(path: Path | None, passphrase: Passphrase | None) -> sqlite3.Connection:
    """An empty database for the backup API to copy an open data file into; without a `path` one that is thrown away.

    With the passphrase of an encrypted file: it can be copied only into another encrypted one.
    """
    if passphrase is None:
        # An empty name is a database of its own in memory that goes to an unnamed file when it grows large.
        return sqlite3.connect(path or "", isolation_level=None, check_same_thread=False)
    from facilitator.db.encryption import connect_cipher, new_raw_key

    return connect_cipher(path or ":memory:", new_raw_key(passphrase))


def _open(path: Path, passphrase: Passphrase | None = None, *, is_read_only: bool = False) -> sqlite3.Connection:
    if passphrase is None:
        place = f"{path.absolute().as_uri()}?mode=ro" if is_read_only else path
        conn = sqlite3.connect(
            place, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=is_read_only
        )
    else:
        from facilitator.db.encryption import open_encrypted

        conn = open_encrypted(path, passphrase, BUSY_SECONDS)
    return _set_up(conn)


def _set_up(conn: sqlite3.Connection) -> sqlite3.Connection:
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
