"""What the file holds about one person, a query for each sort of record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facilitator.db.store import Store

_IN = " JOIN meeting m ON m.id = t.meeting_id"
_MET = "substr(m.planned_start, 1, 10) || ' ' || m.title"
SECTIONS: tuple[tuple[str, str], ...] = (
    (
        "Consents",
        "SELECT t.on_date || ': ' || t.scope || ' ' || t.answer || iif(t.by_whom <> '', ', by ' || t.by_whom, '')"
        " || iif(t.until IS NOT NULL, ', until ' || t.until, '') FROM consent t WHERE t.person_id = ?1 ORDER BY t.id",
    ),
    (
        "Attendance",
        f"SELECT {_MET} || ': ' || t.status || iif(t.mode = 'remote', ', remote', '') FROM attendance t{_IN}"
        " WHERE t.person_id = ?1 ORDER BY m.planned_start, t.id",
    ),
    (
        "What they said",
        f"SELECT {_MET} || ': ' || iif(t.kind = 'said', '', t.kind || ' ') || '“' || t.text || '”'"
        " || iif(t.correction <> '', ', corrected: “' || t.correction || '”', '')"
        " || iif(t.visibility <> 'shared', ' (' || t.visibility || ')', '')"
        f" FROM note t{_IN} WHERE t.speaker_person_id = ?1 ORDER BY m.planned_start, t.id",
    ),
    (
        "Turns counted for them in meetings that still run",
        f"SELECT {_MET} || ': ' || sum(t.turns) FROM turn t{_IN} WHERE t.person_id = ?1 GROUP BY m.id",
    ),
    (
        "Speaking queue",
        f"SELECT {_MET} || iif(t.called_at IS NULL, ': waits', ': was called') FROM queue_entry t{_IN}"
        " WHERE t.speaker_person_id = ?1 ORDER BY m.planned_start, t.id",
    ),
    (
        "Questions they asked",
        f"SELECT {_MET} || ': ' || t.number || ' “' || t.text || '” (' || t.state || ')'"
        " || iif(t.answer <> '', ' “' || t.answer || '”', '')"
        f" FROM question t{_IN} WHERE t.asker_person_id = ?1 ORDER BY t.number",
    ),
    (
        "Promises",
        "SELECT t.number || ' “' || t.text || '” (' || t.state || coalesce(', due ' || t.due, '') || ')'"
        " || iif(t.reason <> '', ', ' || t.reason, '') FROM action t WHERE t.owner_person_id = ?1 ORDER BY t.number",
    ),
    (
        "Promises they help with",
        "SELECT t.number || ' “' || t.text || '” (' || t.state || ')' FROM action t"
        " JOIN action_helper h ON h.action_id = t.id WHERE h.helper_person_id = ?1 ORDER BY t.number",
    ),
    (
        "Topics they raised",
        f"SELECT {_MET} || ': “' || t.text || '”' FROM parked t{_IN} WHERE t.raiser_person_id = ?1"
        " ORDER BY m.planned_start, t.id",
    ),
    (
        "Thanks to them",
        f"SELECT {_MET} || ': “' || t.text || '”' FROM appreciation t{_IN} WHERE t.receiver_person_id = ?1"
        " ORDER BY m.planned_start, t.id",
    ),
)
"""Headings with the query that gives their lines; `?1` is the person's id."""


def lines(store: Store, query: str, person_id: str) -> list[str]:
    """The lines of one section."""
    return [str(row[0]) for row in store.rows(query, person_id)]


def is_active(store: Store, person_id: str) -> bool:
    """Whether the person still takes part."""
    return bool(store.value("SELECT is_active FROM person WHERE id = ?", person_id))


def changes(store: Store, person_id: str) -> int:
    """How many entries of the history are about the person's own row and their consents."""
    count: int = store.value(
        "SELECT count(*) FROM change WHERE (tbl = 'person' AND row = ?1)"
        " OR (tbl = 'consent' AND row IN (SELECT id FROM consent WHERE person_id = ?1))",
        person_id,
    )
    return count
