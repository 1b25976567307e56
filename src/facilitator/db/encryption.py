"""Encrypted data files: how one is recognised, opened, and told from a damaged one.

An encrypted file is one of SQLCipher 4 with its default settings; every page carries a check (HMAC) that only the right
key verifies. The first 16 bytes of such a file are the salt of its key and the only ones in plain. Ours begin with
`schema.ENCRYPTED_MARK`, by which the file is recognised; the other 12 are random.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facilitator.db.driver import errors
from facilitator.db.passphrase import Passphrase
from facilitator.db.schema import ENCRYPTED_MARK
from facilitator.errors import DamagedFile, FileTrouble, WrongPassphrase

if TYPE_CHECKING:
    import sqlite3

SALT_BYTES = 16
PAGE_BYTES = 4096
NOT_A_DATABASE = 26
"""SQLITE_NOTADB: the check of the first page failed."""

HOW_TO_INSTALL = (
    "pip install 'facilitator[encrypted]' (or: pipx inject facilitator sqlcipher3;"
    " or: uv tool install 'facilitator[encrypted]')"
)


def cipher_module() -> Any:
    """SQLCipher's module, ready and silent. Raises FileTrouble where it is not installed."""
    try:
        from sqlcipher3 import dbapi2 as module
    except ImportError as error:
        raise FileTrouble(f"encrypted files need SQLCipher, which is not installed: {HOW_TO_INSTALL}") from error
    conn = module.connect(":memory:")
    try:
        # Both hold for the whole process. It would write its own lines to the terminal beside our words.
        conn.execute("PRAGMA cipher_log_level = NONE").fetchall()
        conn.execute("PRAGMA cipher_default_compatibility = 4").fetchall()
    finally:
        conn.close()
    return module


def connect_cipher(name: str | Path, raw_key: str | None, timeout: float = 1.0) -> sqlite3.Connection:
    """A connection of SQLCipher to the database `name`; a plain one without a key."""
    conn: sqlite3.Connection = cipher_module().connect(
        str(name), timeout=timeout, isolation_level=None, check_same_thread=False
    )
    if raw_key is not None:
        conn.set_key(raw_key)  # type: ignore[attr-defined]  # not as SQL text: that could end up in a message
    return conn


def new_raw_key(passphrase: Passphrase) -> str:
    """The key of a file yet to be made, with a salt of its own."""
    return _raw_key(passphrase, ENCRYPTED_MARK + os.urandom(SALT_BYTES - len(ENCRYPTED_MARK)))


def raw_key(path: Path, passphrase: Passphrase) -> str:
    """The key of the encrypted file at `path`."""
    with path.open("rb") as file:
        return _raw_key(passphrase, file.read(SALT_BYTES).ljust(SALT_BYTES, b"\0"))


def raw_key_of(conn: sqlite3.Connection, passphrase: Passphrase) -> str:
    """The key of the encrypted file that `conn` has open; the file itself is not opened once more."""
    return _raw_key(passphrase, bytes.fromhex(conn.execute("PRAGMA cipher_salt").fetchone()[0]))


def fits(key: str, path: Path) -> bool:
    """Whether the file at `path`, which nobody here has open, has the salt that is in the raw key."""
    with path.open("rb") as file:
        return key.endswith(f"{file.read(SALT_BYTES).hex()}'")


def _raw_key(passphrase: Passphrase, salt: bytes) -> str:
    return f"x'{passphrase.key(salt).hex()}{salt.hex()}'"


def open_encrypted(path: Path, passphrase: Passphrase, timeout: float) -> sqlite3.Connection:
    """Connects to an encrypted file and makes sure that the passphrase opens it.

    Raises WrongPassphrase, or FileTrouble for a file that the passphrase fits and that is damaged. Errors of SQLite
    are left to the caller.
    """
    conn = connect_cipher(path, raw_key(path, passphrase), timeout)
    try:
        conn.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except errors() as error:
        conn.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == NOT_A_DATABASE:
            raise _wrong_or_damaged(path, passphrase) from error
        raise
    except BaseException:
        conn.close()
        raise
    return conn


def _wrong_or_damaged(path: Path, passphrase: Passphrase) -> FileTrouble:
    """The first page does not verify. Where another one does, the passphrase is right and the page is damaged."""
    pages = path.stat().st_size // PAGE_BYTES
    if not pages:
        return DamagedFile(f"{path} is cut short; it was left as it is: go back to a copy from before")
    if len(bad_pages(path, passphrase)) < pages:
        return DamagedFile(
            f"{path} is damaged, its first page cannot be read; the passphrase is right."
            " It was left as it is: go back to a copy from before"
        )
    return WrongPassphrase(
        f"this passphrase does not open {path}; mind capitals and the keyboard's language."
        " If it is surely right, the first bytes of the file are damaged: go back to a copy from before"
    )


def bad_pages(path: Path, passphrase: Passphrase) -> list[str]:
    """What is wrong with the pages of an encrypted file, a line each, by their checks.

    Looked at over a connection of its own: after a page that does not verify, a connection reads no more.
    """
    conn = connect_cipher(path, raw_key(path, passphrase))
    try:
        return [str(row[0]) for row in conn.execute("PRAGMA cipher_integrity_check").fetchall()]
    finally:
        conn.close()
