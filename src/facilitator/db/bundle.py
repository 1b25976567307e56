"""What a CSV bundle is read from: a private copy of the data file, and one SELECT for each file of the bundle.

The copy is made by the database in one step, so all files show the same moment, rows can be streamed, and a meeting
that runs in another terminal is never kept waiting.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from facilitator.db import restricted
from facilitator.db.bundle_queries import (
    ACTIONS_GONE,
    GOAL_HISTORY,
    IN_THE_BUNDLE,
    LINES_HELD_BACK,
    MEETINGS_GONE,
    NOTES_IN_ORDER,
    OF_A_MEETING,
    QUERIES,
    RAN_OUT,
    REVISIONS,
    STATE_CHANGES,
    STORIES,
)
from facilitator.db.connection import copy_target, explained
from facilitator.model.people import Group, Organisation, Person
from facilitator.model.revisions import Gone, Revision

if TYPE_CHECKING:
    import sqlite3

    from facilitator.db.store import Store

_AT_A_TIME = 250
"""Rows fetched in one go: few enough to stay near the processor until they are written."""


@contextlib.contextmanager
def snapshot(
    store: Store, *, partnership_id: str | None, meeting_id: str | None, everything: bool
) -> Iterator[Snapshot]:
    """A copy of the record as it is now, of one partnership or one meeting or all of it.

    With `everything` private and restricted lines are in it; else what restricted meetings did to other records is
    undone in the copy. Raises FileBusy, FileTrouble or DiskTrouble.
    """
    with explained(store.path):
        conn = copy_target(None, store.passphrase)
    try:
        store.fill(conn)
        with explained(store.path):
            changes = restricted.changes_of(conn)
            restricted.note_reworded(conn, changes)
            if not everything:
                restricted.take_back(conn, changes)
        yield Snapshot(store, conn, partnership_id, meeting_id, everything)
    finally:
        conn.close()


class Snapshot:
    """One moment of the record, cut down to what belongs in the bundle."""

    def __init__(
        self,
        store: Store,
        conn: sqlite3.Connection,
        partnership_id: str | None,
        meeting_id: str | None,
        everything: bool,
    ) -> None:
        self._path = store.path
        self._conn = conn
        self._values = {
            "partnership": partnership_id,
            "meeting": meeting_id,
            "everything": int(everything),
        }
        with explained(self._path):
            for statement in IN_THE_BUNDLE:
                conn.execute(statement, self._values)

    def rows(self, file: str) -> tuple[tuple[str, ...], Iterator[Sequence[tuple[Any, ...]]]]:
        """The names of the columns and, piece by piece, the rows of one file of the bundle in their stable order."""
        is_long = file == "notes" and self._values["meeting"] is None
        with explained(self._path):
            cursor = self._conn.execute(NOTES_IN_ORDER if is_long else QUERIES[file], self._values)
        return tuple(column[0] for column in cursor.description), self._fetched(cursor)

    def stories(self, today: date) -> tuple[tuple[str, ...], Iterator[Sequence[tuple[Any, ...]]]]:
        """Like `rows`, of the notes that are stories: told in a step for them by people who agreed to that."""
        with explained(self._path):
            cursor = self._conn.execute(STORIES, self._values | {"today": today.isoformat()})
        return tuple(column[0] for column in cursor.description), self._fetched(cursor)

    def _fetched(self, cursor: sqlite3.Cursor) -> Iterator[Sequence[tuple[Any, ...]]]:
        while True:
            with explained(self._path):
                rows = cursor.fetchmany(_AT_A_TIME)
            if not rows:
                return
            yield rows

    def size(self) -> int:
        """About how many rows the bundle has: those that belong to meetings."""
        is_all = self._values["partnership"] is self._values["meeting"] is None
        where = "" if is_all else "WHERE meeting_id IN told"
        return sum(self._all(f"SELECT count(*) FROM {table} {where}")[0][0] for table in OF_A_MEETING)

    def goal_history(self) -> dict[str, tuple[tuple[date, float], ...]]:
        """All values of the goals in the bundle, read up to the day of the meeting, the oldest first.

        Those read in a meeting whose lines do not leave are left out.
        """
        found: dict[str, tuple[tuple[date, float], ...]] = {}
        for goal_id, on, value in self._all(GOAL_HISTORY, **self._values):
            found[goal_id] = (*found.get(goal_id, ()), (date.fromisoformat(on), value))
        return found

    def revisions(self, today: date) -> dict[str, Revision]:
        """How often each meeting (its agenda too) and each promise was changed, names in them too, and when; by id."""
        states = {r[0]: datetime.fromisoformat(r[1]) for r in self._all(STATE_CHANGES)}
        ran_out = self._all(RAN_OUT, today=today.isoformat())[0][0]
        return {
            r[0]: Revision(r[1] + ran_out, datetime.fromisoformat(r[2]), states.get(r[0])) for r in self._all(REVISIONS)
        }

    def gone(self, today: date) -> tuple[Gone, ...]:
        """Meetings and promises that stood in a calendar which left the file, and are not in the record any more.

        Promises of meetings whose lines do not leave are left out.
        """
        ran_out = self._all(RAN_OUT, today=today.isoformat())[0][0]
        partnerships = {r[0] for r in self._all("SELECT id FROM in_partnership")}
        hidden = {r[0] for r in self._all("SELECT id FROM meeting WHERE id NOT IN told")}
        meetings = (
            Gone(
                "meeting",
                r[0],
                r[3],
                Revision(r[1] + ran_out, datetime.fromisoformat(r[2])),
                datetime.fromisoformat(r[4]),
                time_zone=r[5],
                minutes=r[6],
            )
            for r in self._all(MEETINGS_GONE)
        )
        actions = (
            Gone("action", r[0], r[3], Revision(r[1] + ran_out, datetime.fromisoformat(r[2])), number=r[4])
            for r in self._all(ACTIONS_GONE)
            if r[5] not in hidden
        )
        return tuple(it for it in (*meetings, *actions) if it.partnership_id in partnerships)

    def lines_held_back(self) -> int:
        """How many lines there are that leave only with everything: private ones, and all of repair meetings.

        Goals, agreements, promises and other records that were made or reworded there count as one line each.
        """
        return int(self._all(LINES_HELD_BACK, **self._values)[0][0])

    def setting(self, key: str) -> str | None:
        """A setting of the data file."""
        found = self._all("SELECT value FROM setting WHERE key = :key", key=key)
        return str(found[0][0]) if found else None

    # Whose names there are, of the whole data file: words can name people of another partnership too

    def people(self) -> list[Person]:
        """Everybody, those who no longer take part too."""
        return [
            Person(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], bool(r[8]), r[9])
            for r in self._all(
                "SELECT p.id, p.partnership_id, p.name, p.organisation_id, coalesce(o.name, ''), p.role,"
                " coalesce(p.group_key, o.group_key, ''), p.email, p.is_minor, coalesce(p.may_be_named, '')"
                " FROM person p LEFT JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id"
            )
        ]

    def organisations(self) -> list[Organisation]:
        """Every organisation."""
        return [
            Organisation(r[0], r[1], r[2], r[3])
            for r in self._all("SELECT id, partnership_id, name, coalesce(group_key, '') FROM organisation ORDER BY id")
        ]

    def groups(self) -> list[Group]:
        """The stakeholder groups in their order."""
        return [
            Group(r[0], r[1], r[2], r[3], bool(r[4]), bool(r[5]))
            for r in self._all(
                "SELECT key, label, plural, position, is_family, is_student FROM stakeholder_group"
                " ORDER BY position, key"
            )
        ]

    def people_in_the_bundle(self) -> frozenset[str]:
        """The ids of the people who have a row in it."""
        return frozenset(r[0] for r in self._all("SELECT id FROM in_person"))

    def unwilling(self, today: date) -> frozenset[str]:
        """The ids of people who said no to standing on attendance lists or in notes, or whose yes has run out.

        The latest answer of each scope counts; a no to notes gives way to a yes that was noted with the person since.
        """
        return frozenset(
            r[0]
            for r in self._all(
                "SELECT c.person_id FROM (SELECT person_id, scope, answer, until, row_number() OVER"
                " (PARTITION BY person_id, scope ORDER BY on_date DESC, id DESC) AS latest"
                " FROM consent WHERE scope IN ('attendance', 'notes')) c JOIN person p ON p.id = c.person_id"
                " WHERE c.latest = 1 AND (c.until < :today"
                " OR (c.answer <> 'given' AND (c.scope = 'attendance' OR p.may_be_named IS NOT 'yes')))",
                today=today.isoformat(),
            )
        )

    def names_as_typed(self) -> frozenset[str]:
        """Names in lines for which nobody was found."""
        return frozenset(
            r[0]
            for r in self._all(
                "SELECT speaker_text FROM note WHERE speaker_text <> '' UNION SELECT asker_text FROM question"
                " UNION SELECT owner_text FROM action UNION SELECT helper_text FROM action_helper"
                " UNION SELECT raiser_text FROM parked UNION SELECT receiver_text FROM appreciation"
            )
            if r[0]
        )

    def facilitators(self) -> frozenset[str]:
        """The names of those who run the meetings, as typed."""
        return frozenset(r[0] for r in self._all("SELECT DISTINCT facilitator FROM meeting") if r[0])

    def heads(self) -> dict[tuple[str, str], int]:
        """How many of each group were there, by meeting and group, those counted by heads too."""
        return {
            (r[0], r[1]): r[2]
            for r in self._all(
                "SELECT a.meeting_id, coalesce(a.group_key, p.group_key, o.group_key, ''),"
                " sum(coalesce(a.head_count, 1))"
                " FROM attendance a LEFT JOIN person p ON p.id = a.person_id"
                " LEFT JOIN organisation o ON o.id = p.organisation_id"
                " WHERE a.status IN ('present', 'late', 'left', 'guest') GROUP BY 1, 2"
            )
        }

    def _all(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        with explained(self._path):
            return self._conn.execute(sql, values).fetchall()
