"""The store: one connection, named acts, undo, and a repository for each aggregate."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from facilitator.clock import Clock, SystemClock
from facilitator.db import journal
from facilitator.db.connection import can_be_written, connect, explained, one_more, one_more_to_write
from facilitator.db.driver import errors, sqlite3
from facilitator.db.guard import Guard
from facilitator.db.repositories import Repositories
from facilitator.db.values import cell
from facilitator.errors import FileBusy, MovedFile, Refused
from facilitator.model.screens import PROGRAM

if TYPE_CHECKING:
    from sqlite_utils import Database

    from facilitator.db.bulk import Bulk
    from facilitator.db.ids import Ids
    from facilitator.db.passphrase import Passphrase
    from facilitator.model.screens import OpenScreen

Listener = Callable[[frozenset[str]], None]
"""Told after each commit which tables changed."""


def open_store(
    path: Path,
    *,
    create: bool = False,
    clock: Clock | None = None,
    origin: str = "cli",
    passphrase: Passphrase | None = None,
    may_be_read_only: bool = False,
) -> Store:
    """Opens the data file, an encrypted one with its `passphrase`.

    `origin` names the screen or command whose acts undo takes back. With `may_be_read_only` a file that cannot be
    written to is opened too; then only writing fails.
    """
    guard = Guard(path)
    conn = connect(
        path, create=create, clock=clock, passphrase=passphrase, may_be_read_only=may_be_read_only, guard=guard
    )
    try:
        with explained(path):
            return Store(conn, path, clock or SystemClock(), origin, passphrase, guard)
    except BaseException:
        conn.close()
        raise


class Store(Repositories):
    """The record. Reads go through the repositories; every write happens inside `with store.write("Add a note")`."""

    def __init__(
        self,
        conn: sqlite3.Connection,
        path: Path,
        clock: Clock,
        origin: str,
        passphrase: Passphrase | None,
        guard: Guard,
    ) -> None:
        self.path = path
        self.is_read_only = not can_be_written(path)
        self.passphrase = None if isinstance(conn, sqlite3.Connection) else passphrase
        """What opens the file once more; None when it is a plain one."""
        self.clock = clock
        self.origin = origin
        self.is_thrown_away = False
        """The file goes when it is left, as the sample does: no backups are made of it."""
        self.screen: OpenScreen | None = None
        """The screen this store is opened for, once it has said so in the file (`services.presence`)."""
        self.is_reader = False
        """Every write is refused."""
        self.turn = Lock()
        """Held while this store writes, or the thread that writes its drafts: they wait for each other here, and not
        for the locks on the file, which are polled."""
        self._conn = conn
        self._guard = guard
        self._act: int | None = None
        self._listeners: list[Listener] = []
        self._before_close: list[Callable[[], None]] = []
        self._data_version = self._read_data_version()
        self._newest_act: int | None = None
        """The newest act there was when another connection had last written."""
        self._own_acts = 0
        """How many acts were done here since then."""

    def close(self) -> None:
        """Lets go of the file."""
        for do in self._before_close:
            do()
        self._conn.close()

    def before_close(self, do: Callable[[], None]) -> None:
        """Has something done before the file is let go of."""
        self._before_close.append(do)

    def beside(self) -> Store:
        """The same file over a connection of its own, for work in a thread, which closes it.

        Raises MovedFile where the name leads to another file by now.
        """
        key = self.raw_key
        self._guard.refuse_moved()
        with explained(self.path):
            conn = one_more_to_write(self.path, key)
            try:
                self._guard.refuse_moved()
                return Store(conn, self.path, self.clock, self.origin, self.passphrase, self._guard)
            except BaseException:
                conn.close()
                raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def device(self) -> str:
        """The name of this laptop, written beside every act."""
        import platform

        return platform.node() or "laptop"

    @cached_property
    def raw_key(self) -> str | None:
        """The key of an encrypted file, for a connection in another thread; None for a plain one.

        Asked of the database: opening the file once more would drop the locks this process holds on it.
        """
        if self.passphrase is None:
            return None
        from facilitator.db.encryption import raw_key_of

        return raw_key_of(self._conn, self.passphrase)

    @cached_property
    def database(self) -> Database:
        """The same connection as a sqlite-utils Database, for what looks at the schema."""
        from sqlite_utils import Database

        return Database(self._conn, strict=True, execute_plugins=False)

    # Reading

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """All rows of a SELECT. Read whole, because an unfinished one would block another program's commit."""
        self._guard.refuse_strange_journal()
        try:
            return self._read(sql, parameters)
        except FileBusy:
            if self._conn.in_transaction or not self.turn.locked():
                raise
        # It is a draft of this program that keeps the file, on a slow disk.
        with self.turn:
            return self._read(sql, parameters)

    def _read(self, sql: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        with explained(self.path):
            return self._conn.execute(sql, [cell(p) for p in parameters]).fetchall()

    def row(self, sql: str, *parameters: object) -> tuple[Any, ...] | None:
        """The first row of a SELECT."""
        found = self.rows(sql, *parameters)
        return found[0] if found else None

    def value(self, sql: str, *parameters: object) -> Any:
        """The first cell of a SELECT, None when there is no row."""
        found = self.row(sql, *parameters)
        return found[0] if found else None

    def now(self) -> datetime:
        """The present moment of the store's clock."""
        return self.clock.now()

    def changed_elsewhere(self) -> bool:
        """Whether the record was changed by others since this was last asked; False while it cannot be told.

        Half-typed words and the like change the file, but not the record. While they are being written it is not
        waited for: the file cannot be read for as long as the disk takes.
        """
        if self.turn.locked():
            return False
        try:
            self._guard.refuse_strange_journal()
            version = self._read_data_version()
            if version == self._data_version:
                return False
            newest, count = self._conn.execute(
                "SELECT coalesce(max(id), ?1), count(*) FROM act WHERE id > ?1", [self._newest_act or 0]
            ).fetchone()
        except MovedFile:
            return False
        except errors():
            return False
        changed = self._newest_act is None or count != self._own_acts
        self._data_version, self._newest_act, self._own_acts = version, newest, 0
        return changed

    def _read_data_version(self) -> int:
        version: int = self._conn.execute("PRAGMA data_version").fetchone()[0]
        return version

    def look_for_damage(self) -> None:
        """Looks through the pages of the file, by a connection of its own: in a thread, beside a screen.

        The first write does it too, unless it was done. Raises DamagedFile, FileBusy or DiskTrouble.
        """
        self._guard.refuse_moved()
        with explained(self.path):
            conn = one_more(self.path, self.raw_key)
            try:
                self._guard.refuse_damaged(conn)
            finally:
                conn.close()

    def fill(self, other: sqlite3.Connection) -> None:
        """Makes `other` a copy of the record as it is now. Raises FileBusy where another program holds the file."""
        self._guard.refuse_strange_journal()
        with explained(self.path):
            # Python's backup waits for ever for a file that is locked; inside a transaction it never has to.
            self._conn.execute("BEGIN")
            try:
                self._conn.execute("SELECT count(*) FROM sqlite_master").fetchall()
                self._conn.backup(other)
            finally:
                self._conn.execute("ROLLBACK")

    # Writing

    def read_only(self, is_reader: bool) -> None:
        """Refuses every write from now on, by the connection itself too; or takes them again."""
        with explained(self.path):
            self._conn.execute(f"PRAGMA query_only = {int(is_reader)}")
        self.is_reader = is_reader

    def new_id(self) -> str:
        """A fresh id, later in order than all in the file, even when the clock was set back."""
        return self._ids.new(self.now())

    @cached_property
    def _columns(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The journalled tables, looked up before the first write only: name → (primary key, all columns)."""
        with explained(self.path):
            return journal.journalled(self._conn)

    @cached_property
    def _ids(self) -> Ids:
        """Looked up before the first write only: most commands just read."""
        from facilitator.db.ids import Ids

        keyed = [table for table, (key, _) in self._columns.items() if key == "id"]
        newest = " UNION ALL ".join(f"SELECT max(id) AS id FROM {table}" for table in keyed)
        return Ids(self.value(f"SELECT max(id) FROM ({newest})") or "")

    @contextlib.contextmanager
    def write(
        self, name: str, meeting_id: str | None = None, *, final: bool = False, by_program: bool = False
    ) -> Iterator[None]:
        """One act, one transaction: all of it is on disk when the block ends, or nothing is.

        `name` is what undo calls it; a `final` act cannot be taken back. A block inside a block is a part of the outer
        act, which is final when one of its parts is. An act that changes nothing leaves no trace. What is done
        `by_program`, unasked, undo passes by.
        """
        if self._act is not None:
            with self._savepoint():
                if final:
                    self.execute("UPDATE act SET is_final = 1 WHERE id = ?", self._act)
                yield
        else:
            with self._transaction(name, meeting_id, final=final, origin=PROGRAM if by_program else ""):
                yield

    @contextlib.contextmanager
    def write_aside(self) -> Iterator[None]:
        """A transaction outside the journal, for drafts, presence, open screens and the export log."""
        if self._conn.in_transaction:
            yield
        else:
            with self._commit():
                yield

    @contextlib.contextmanager
    def _commit(self) -> Iterator[None]:
        """One transaction; when it ends without an error it is on disk, in the file that the name leads to."""
        if self.is_reader:
            raise Refused("This terminal only reads; to write: facilitator run --second")
        with self.turn:
            self._guard.refuse_moved()
            with explained(self.path):
                self._guard.refuse_damaged(self._conn)
                try:
                    self._conn.execute("BEGIN IMMEDIATE")
                    self._guard.refuse_newer(self._conn)
                    yield
                    self._guard.refuse_moved()
                    self._conn.execute("COMMIT")
                except BaseException as error:
                    if self._conn.in_transaction:
                        # A disk that fails may fail here too; SQLite ends the transaction all the same.
                        with contextlib.suppress(*errors()):
                            self._conn.execute("ROLLBACK")
                    if isinstance(error, errors()):
                        self._guard.refuse_moved()
                    raise
            self._guard.refuse_moved()

    @contextlib.contextmanager
    def _transaction(
        self,
        name: str,
        meeting_id: str | None,
        *,
        kind: str = "do",
        final: bool = False,
        undoes: int | None = None,
        origin: str = "",
    ) -> Iterator[None]:
        tables: frozenset[str] = frozenset()
        try:
            with self._commit():
                self._act = self._begin_act(name, meeting_id, kind, final, undoes, origin)
                yield
                tables = self._end_act()
        finally:
            self._act = None
        if tables:
            self._own_acts += 1
            for listener in tuple(self._listeners):
                listener(tables)

    def execute(self, sql: str, *parameters: object) -> int:
        """Runs one statement of a write; returns how many rows it touched."""
        return self._conn.execute(sql, [cell(p) for p in parameters]).rowcount

    def insert(self, table: str, **values: object) -> str:
        """Adds a row to a journalled table and returns its key; a missing `id` is made."""
        key, columns = self._columns[table]
        if key == "id" and "id" not in values:
            values = {"id": self.new_id(), **values}
        self._check(table, columns, values)
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        self.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", *values.values())
        return str(values[key])

    @contextlib.contextmanager
    def bulk(self, table: str, columns: Sequence[str]) -> Iterator[Bulk]:
        """Takes many rows with the same columns, the key among them, for a journalled table, in an open act."""
        from facilitator.db.bulk import filling

        key, known = self._columns[table]
        self._check(table, known, dict.fromkeys(columns))
        if self._act is None:
            raise TypeError("no act is open")
        with self._savepoint(), filling(self._conn, self._act, table, key, columns) as rows:
            yield rows

    def empty(self, table: str) -> None:
        """Takes every row out of a journalled table."""
        key, _ = self._columns[table]
        self.execute(f"DELETE FROM {table} WHERE {key} IS NOT NULL")

    def update(self, table: str, row: str, **values: object) -> None:
        """Changes fields of one row of a journalled table."""
        key, columns = self._columns[table]
        self._check(table, columns, values)
        sets = ", ".join(f"{name} = ?" for name in values)
        if self.execute(f"UPDATE {table} SET {sets} WHERE {key} = ?", *values.values(), row) != 1:
            raise Refused("That record is not there any more; look again and repeat it.")

    def delete(self, table: str, row: str) -> None:
        """Takes one row out of a journalled table; the journal keeps it."""
        key, _ = self._columns[table]
        if self.execute(f"DELETE FROM {table} WHERE {key} = ?", row) != 1:
            raise Refused("That record is not there any more; look again and repeat it.")

    def next_number(self, partnership_id: str, kind: str, detail: str = "") -> int:
        """The next number of a kind within a partnership; given once, never reused, not even after undo."""
        self.execute(
            "INSERT INTO number_given (partnership_id, kind, detail, last) VALUES (?, ?, ?, 1)"
            " ON CONFLICT DO UPDATE SET last = last + 1",
            partnership_id,
            kind,
            detail,
        )
        last: int = self.value(
            "SELECT last FROM number_given WHERE partnership_id = ? AND kind = ? AND detail = ?",
            partnership_id,
            kind,
            detail,
        )
        return last

    def set_number(self, partnership_id: str, kind: str, detail: str, last: int) -> None:
        """Says which number of a kind was given last, when a record is read back."""
        self.execute(
            "INSERT INTO number_given (partnership_id, kind, detail, last) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET last = excluded.last",
            partnership_id,
            kind,
            detail,
            last,
        )

    @staticmethod
    def _check(table: str, columns: tuple[str, ...], values: dict[str, object]) -> None:
        unknown = values.keys() - set(columns)
        if unknown:
            raise TypeError(f"table {table} has no column {', '.join(sorted(unknown))}")

    def _begin_act(
        self, name: str, meeting_id: str | None, kind: str, final: bool, undoes: int | None, origin: str
    ) -> int:
        cursor = self._conn.execute(
            "INSERT INTO act (name, at, clock, device, origin, meeting_id, kind, is_final, undoes)"
            " VALUES (?, ?, coalesce((SELECT clock FROM act ORDER BY id DESC LIMIT 1), 0) + 1, ?, ?, ?, ?, ?, ?)",
            [name, cell(self.now()), self.device, origin or self.origin, meeting_id, kind, final, undoes],
        )
        act = cursor.lastrowid
        assert act is not None
        self._conn.execute("INSERT INTO act_open (one, act) VALUES (1, ?)", [act])
        return act

    def _end_act(self) -> frozenset[str]:
        self._conn.execute("DELETE FROM act_open")
        tables = frozenset(
            row[0] for row in self._conn.execute("SELECT DISTINCT tbl FROM change WHERE act = ?", [self._act])
        )
        if not tables:
            # An undo that finds nothing left to take back stands all the same: its act is marked as undone by it.
            self._conn.execute("DELETE FROM act WHERE id = ? AND kind = 'do'", [self._act])
        return tables

    @contextlib.contextmanager
    def _savepoint(self) -> Iterator[None]:
        self._conn.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            # A full disk makes SQLite roll the whole act back by itself; then there is no part any more.
            if self._conn.in_transaction:
                self._conn.execute("ROLLBACK TO part")
                self._conn.execute("RELEASE part")
            raise
        self._conn.execute("RELEASE part")

    # The whole file

    def vacuum(self) -> None:
        """Writes the file anew from what is in it, so that nothing taken out stays in its pages. Outside of any act.

        Raises FileBusy or DiskTrouble; the file is then as it was.
        """
        with self.turn, explained(self.path):
            self._conn.execute("PRAGMA secure_delete = ON").fetchall()
            self._conn.execute("VACUUM")

    def content(self) -> bytes | None:
        """The bytes of the file, None where the database driver cannot give them.

        They come through the connection: opening the file beside it would drop the locks that it holds.
        """
        if not hasattr(self._conn, "serialize"):
            return None
        with explained(self.path):
            content: bytes = self._conn.serialize()
        return content

    # Undo

    def undo(self, meeting_id: str | None = None) -> str:
        """Takes back the newest act of this origin (in one meeting) and returns its name.

        Raises Refused when there is none, Conflict when it was changed since by somebody else.
        """
        with explained(self.path):
            act = journal.latest(self._conn, self.origin, meeting_id)
        if act is None:
            raise Refused("There is nothing to undo.")
        return self._reverse(act)

    def redo(self, meeting_id: str | None = None) -> str:
        """Does the newest undone act again and returns its name. Raises Refused or Conflict."""
        with explained(self.path):
            act = journal.latest_undo(self._conn, self.origin, meeting_id)
        if act is None:
            raise Refused("There is nothing to redo.")
        return self._reverse(act)

    def reverse(self, act_id: int) -> str:
        """Takes any act back, whoever did it, or does one that was taken back again; returns its name.

        Raises Refused or Conflict, as `undo`.
        """
        with explained(self.path):
            act = journal.standing(self._conn, act_id)
        if act is None:
            raise Refused("That act is not in the file any more.")
        return self._reverse(act)

    def _reverse(self, act: journal.Act) -> str:
        done = "done again" if act.is_undo else "taken back"
        if act.is_final:
            raise Refused(f"“{act.name}” cannot be {done}.")
        with self._transaction(act.name, act.meeting_id, kind="redo" if act.is_undo else "undo", undoes=act.id):
            if act.meeting_id and journal.is_followed_by_final(self._conn, act):
                raise Refused(f"“{act.name}” cannot be {done}: the meeting has forgotten since who spoke.")
            journal.reverse(self._conn, act.id)
            self.execute("UPDATE act SET undone_by = ? WHERE id = ?", self._act, act.id)
            assert self._act is not None
            for meeting_id, is_closed in journal.opened_or_closed(self._conn, self._act):
                reason = "" if is_closed else f"“{act.name}” was {done}"
                self.meetings.add_event(meeting_id, "closed" if is_closed else "reopened", reason)
        return act.name

    # Notices

    def listen(self, listener: Listener) -> None:
        """Calls `listener` after each commit of this store with the tables that changed."""
        self._listeners.append(listener)
