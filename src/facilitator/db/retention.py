"""Records older than a partnership keeps them: which there are, and taking their words out."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from facilitator.db.values import moment
from facilitator.model.overview import OldRecords

if TYPE_CHECKING:
    from facilitator.db.store import Store

ASKED = "retention_asked:"
"""The key of the setting that says when somebody last answered, before the partnership's id."""
ASK_AGAIN = "-1 year"

ERASED = ("note", "question", "feedback", "appreciation", "queue_entry")
"""Tables whose rows are words said in a meeting; decisions, promises, goals and parked topics stay."""
ACT_NAME = "words erased"
"""What acts of an erased meeting are called: their names repeat its words."""

_THERE = "('present', 'late', 'left', 'guest')"
_HAS_WORDS = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE meeting_id = m.id)" for table in ERASED)
_OLDER = (
    "m.state = 'closed' AND m.planned_start < date(?1, '-' || p.retention_months || ' months')"
    f" AND ({_HAS_WORDS} OR EXISTS (SELECT 1 FROM attendance WHERE meeting_id = m.id AND person_id IS NOT NULL))"
)


class OldMeeting(NamedTuple):
    """A closed meeting older than its partnership keeps records, with how many words and names it holds."""

    id: str
    title: str
    planned_start: datetime
    time_zone: str
    notes: int
    questions: int
    others: int
    """Feedback and thanks."""
    names: int
    """People on its attendance list."""


def due(store: Store, today: date) -> tuple[OldRecords, ...]:
    """Partnerships with older meetings about which nobody was asked for a year."""
    return tuple(
        OldRecords(*row)
        for row in store.rows(
            "SELECT p.id, p.name, p.retention_months, count(*) FROM partnership p JOIN meeting m"
            f" ON m.partnership_id = p.id WHERE p.retention_months IS NOT NULL AND {_OLDER}"
            f" AND NOT EXISTS (SELECT 1 FROM setting WHERE key = '{ASKED}' || p.id AND value > date(?1, '{ASK_AGAIN}'))"
            " GROUP BY p.id ORDER BY p.name COLLATE NOCASE",
            today,
        )
    )


def older(store: Store, partnership_id: str, today: date) -> list[OldMeeting]:
    """The meetings of a partnership that are older than it keeps records and still hold words, oldest first."""
    counts = ", ".join(f"(SELECT count(*) FROM {it} WHERE meeting_id = m.id)" for it in ("note", "question"))
    found = []
    for row in store.rows(
        f"SELECT m.id, m.title, m.planned_start, m.time_zone, {counts},"
        " (SELECT count(*) FROM feedback WHERE meeting_id = m.id) + (SELECT count(*) FROM appreciation"
        " WHERE meeting_id = m.id),"
        " (SELECT count(*) FROM attendance WHERE meeting_id = m.id AND person_id IS NOT NULL)"
        f" FROM meeting m JOIN partnership p ON p.id = m.partnership_id WHERE p.id = ?2 AND {_OLDER}"
        " ORDER BY m.planned_start, m.id",
        today,
        partnership_id,
    ):
        start = moment(row[2])
        assert start is not None
        found.append(OldMeeting(row[0], row[1], start, *row[3:]))
    return found


def answered(store: Store, partnership_id: str, today: date) -> None:
    """Keeps that somebody answered today; inside an act."""
    key = f"{ASKED}{partnership_id}"
    if store.value("SELECT 1 FROM setting WHERE key = ?", key):
        store.update("setting", key, value=today)
    else:
        store.insert("setting", key=key, value=today)


def erase(store: Store, meeting_ids: list[str]) -> None:
    """Takes the words of closed meetings out of the record and of its history; inside an act.

    Attendance becomes head-counts by group. What the journal wrote about this act goes, too, but for one line a
    meeting.
    """
    for meeting_id in meeting_ids:
        for table in ERASED:
            store.execute(f"DELETE FROM {table} WHERE meeting_id = ?", meeting_id)
        _count_heads(store, meeting_id)
        store.execute("DELETE FROM draft WHERE instr(place, ?)", meeting_id)
    act = store.value("SELECT act FROM act_open")
    wanted = frozenset(meeting_ids)
    for table in (*ERASED, "attendance"):
        # Each row taken out, now or earlier, names its meeting in the history.
        gone = store.rows("SELECT row, old FROM change WHERE tbl = ? AND op = 'delete' AND field = 'meeting_id'", table)
        for row, meeting_id in gone:
            if meeting_id in wanted:
                store.execute("DELETE FROM change WHERE tbl = ? AND row = ?", table, row)
    for meeting_id in meeting_ids:
        store.execute(
            "UPDATE act SET name = ?, is_final = 1 WHERE meeting_id = ? AND id <> ?", ACT_NAME, meeting_id, act
        )
        store.execute(
            "INSERT INTO change (act, op, tbl, row, field, old, new)"
            " VALUES (?, 'update', 'meeting', ?, 'state', 'closed', 'closed')",
            act,
            meeting_id,
        )


def _count_heads(store: Store, meeting_id: str) -> None:
    heads = store.rows(
        "SELECT coalesce(a.group_key, p.group_key, o.group_key), count(*) FROM attendance a"
        " JOIN person p ON p.id = a.person_id LEFT JOIN organisation o ON o.id = p.organisation_id"
        f" WHERE a.meeting_id = ? AND a.status IN {_THERE} GROUP BY 1",
        meeting_id,
    )
    store.execute("DELETE FROM attendance WHERE meeting_id = ? AND person_id IS NOT NULL", meeting_id)
    for group, count in heads:
        if group is None:
            continue  # a head-count is of a group
        known = store.row(
            "SELECT id, head_count FROM attendance WHERE meeting_id = ? AND group_key IS ?", meeting_id, group
        )
        if known:
            store.update("attendance", known[0], head_count=known[1] + count)
        else:
            store.insert("attendance", meeting_id=meeting_id, group_key=group, head_count=count, status="present")
