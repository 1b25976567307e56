"""The SQLite module, chosen in one place.

A plain file uses the module that sqlite-utils uses, in the same order of choice. An encrypted one uses SQLCipher's,
which is imported for such a file alone. Both raise errors of their own types: catch `errors()`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

_CIPHER = "sqlcipher3.dbapi2"

__all__ = ["errors", "integrity_errors", "sqlite3"]


def errors() -> tuple[type[sqlite3.Error], ...]:
    """What any statement can raise, for `except errors() as error`."""
    cipher = sys.modules.get(_CIPHER)
    return (sqlite3.Error, cipher.Error) if cipher else (sqlite3.Error,)


def integrity_errors() -> tuple[type[sqlite3.IntegrityError], ...]:
    """What a statement raises that breaks a rule of the tables."""
    cipher = sys.modules.get(_CIPHER)
    return (sqlite3.IntegrityError, cipher.IntegrityError) if cipher else (sqlite3.IntegrityError,)
