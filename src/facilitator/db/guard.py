"""Watches over the data file while it is open: that its name still leads to it, and that it is sound before a write."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

from facilitator.db import schema
from facilitator.db.driver import sqlite3
from facilitator.errors import DamagedFile, MovedFile, NewerFile

Identity = tuple[int, int]
"""Device and inode of a file."""


def damaged(path: Path) -> DamagedFile:
    """The error for a file whose pages do not hold together."""
    return DamagedFile(
        f"the file is damaged and was left as it is: go back to a copy from before, or work on a copy of it ({path})"
    )


def identity_of(path: Path) -> Identity | None:
    """Which file the name leads to, None where it leads to none.

    By name: opening and closing the file once more would drop the locks this process holds on it.
    """
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


class Guard:
    """Keeps the promises that SQLite leaves to the program, for one open data file."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._identity: Identity | None = None
        self._lock = Lock()
        self._is_sound: bool | None = None

    def begin(self) -> None:
        """Remembers which file the name leads to, right before it is opened."""
        self._identity = identity_of(self._path)

    def refuse_moved(self) -> None:
        """Raises MovedFile when the name leads to another file, or to none.

        A file that was deleted or renamed still takes writes, which nobody would find again. Asked after a commit, a
        file that is in its place holds it.
        """
        if identity_of(self._path) != self._identity:
            raise MovedFile(f"the file was deleted, moved or replaced; Ctrl+P “copy” saves it ({self._path})")

    def refuse_strange_journal(self) -> None:
        """Raises MovedFile before a read that might play the journal of another file into the one that is open."""
        if identity_of(self._path) != self._identity and os.path.lexists(f"{self._path}-journal"):
            self.refuse_moved()

    def refuse_damaged(self, conn: sqlite3.Connection) -> None:
        """Raises DamagedFile when the pages of the file do not hold together. Looks once; before the first write.

        `quick_check` and not `integrity_check`: it finds every page that was zeroed, cut off or became another kind.
        Without the rules of the tables, which no such page keeps from showing and which take three quarters of the
        time (0.2 s for 200,000 notes are left): `facilitator check` looks at those.
        """
        with self._lock:
            if self._is_sound is None:
                conn.execute("PRAGMA ignore_check_constraints = ON")
                try:
                    self._is_sound = conn.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]
                finally:
                    conn.execute("PRAGMA ignore_check_constraints = OFF")
        if not self._is_sound:
            raise damaged(self._path)

    def refuse_newer(self, conn: sqlite3.Connection) -> None:
        """Raises NewerFile when a newer program has changed the tables while the file was open."""
        if conn.execute("PRAGMA user_version").fetchone()[0] > schema.VERSION:
            raise NewerFile(f"{self._path} was changed by a newer facilitator meanwhile; leave, and open it with that")
