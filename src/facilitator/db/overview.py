"""Reads for the home screen and the plain lists: a handful of queries, each with a limit, whatever the file holds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from facilitator.db import retention
from facilitator.db.repository import Repository
from facilitator.db.values import day, moment
from facilitator.model.overview import (
    AgreedGlance,
    GoalGlance,
    MeetingGlance,
    Overview,
    PartnershipGlance,
    PromiseGlance,
    QuietGroup,
)

SOON_DAYS = 7
"""A promise due within so many days is shown before it is late."""

_MOST = 6
"""Promises and goals on the home screen."""

LIST_LIMIT = 500
"""Rows of a plain list that are read; more are found by narrowing to a partnership."""

_MEETING = (
    "m.id, m.partnership_id, p.name, m.title, m.state, m.planned_start, m.time_zone, m.planned_minutes, m.started_at,"
    " m.ended_at, (SELECT count(*) FROM step s WHERE s.meeting_id = m.id),"
    " (SELECT count(*) FROM step s, step c WHERE c.id = m.current_step_id AND s.meeting_id = m.id"
    "   AND s.position <= c.position),"
    " (SELECT coalesce(sum(s.planned_minutes), 0) FROM step s WHERE s.meeting_id = m.id AND s.state <> 'skipped')"
)
_PARTS = (
    ("running", "state IN ('running', 'paused')", "started_at DESC", 5),
    ("today", "state IN ('draft', 'ready') AND planned_start >= ?1 AND planned_start < ?2", "planned_start", 8),
    ("coming", "state IN ('draft', 'ready') AND planned_start >= ?2", "planned_start", 4),
    ("earlier", "state IN ('draft', 'ready') AND planned_start < ?1", "planned_start DESC", 3),
    ("closed", "state = 'closed'", "planned_start DESC", 2),
)
_ON = " UNION ALL ".join(
    f"SELECT id, '{part}' AS part FROM (SELECT id FROM meeting WHERE {where} ORDER BY {order}, id LIMIT {limit})"
    for part, where, order, limit in _PARTS
)
# The partnership first and the promises through their index: few are open, most are done.
_DUE = "FROM partnership p CROSS JOIN action a ON a.partnership_id = p.id AND a.state = 'open' AND a.due <= ?1"
_PROMISE = (
    "SELECT a.id, a.number, a.text, coalesce(pp.name, oo.name, gg.label, a.owner_text), a.due, a.due_words, a.state,"
    " p.name"
)
_OWNER = (
    " LEFT JOIN person pp ON pp.id = a.owner_person_id LEFT JOIN organisation oo ON oo.id = a.owner_organisation_id"
    " LEFT JOIN stakeholder_group gg ON gg.key = a.owner_group "
)
_GOAL = (
    "SELECT g.id, g.statement, g.state, g.unit, g.baseline, (SELECT r.value FROM goal_reading r WHERE r.goal_id = g.id"
    " AND r.value IS NOT NULL ORDER BY r.on_date DESC, r.id DESC LIMIT 1), g.target, g.due, g.next_review, p.name"
    " FROM goal g JOIN partnership p ON p.id = g.partnership_id"
)
_TO_LOOK_AT = (
    "g.state IN ('off_track', 'at_risk')"
    " OR (g.state IN ('proposed', 'on_track') AND (g.next_review <= ?1 OR g.due < ?1))"
)

_AGREED = (
    "SELECT p.id, p.name, m.next_meeting_on, m.planned_start, m.time_zone FROM partnership p JOIN meeting m ON m.id ="
    " (SELECT x.id FROM meeting x WHERE x.partnership_id = p.id AND x.state = 'closed'"
    "  ORDER BY x.planned_start DESC, x.id DESC LIMIT 1)"
    " WHERE m.next_meeting_on >= ?1 AND NOT EXISTS (SELECT 1 FROM meeting n WHERE n.partnership_id = p.id"
    "  AND (n.state IN ('running', 'paused') OR (n.state IN ('draft', 'ready') AND n.planned_start >= ?2)))"
    " ORDER BY m.next_meeting_on, p.name COLLATE NOCASE LIMIT 4"
)
_LAST_TWO = (
    "SELECT m.id, m.partnership_id FROM partnership p JOIN meeting m ON m.partnership_id = p.id AND m.state = 'closed'"
    " AND m.planned_start >= (SELECT x.planned_start FROM meeting x WHERE x.partnership_id = p.id"
    "  AND x.state = 'closed' ORDER BY x.planned_start DESC LIMIT 1 OFFSET 1)"
    " WHERE EXISTS (SELECT 1 FROM turn WHERE meeting_id = m.id)"
)
_THERE = (
    "SELECT l.partnership_id, coalesce(a.group_key, pe.group_key, o.group_key) AS grp FROM last l"
    " JOIN attendance a ON a.meeting_id = l.id AND a.status IN ('present', 'late', 'left', 'guest')"
    " LEFT JOIN person pe ON pe.id = a.person_id LEFT JOIN organisation o ON o.id = pe.organisation_id"
    " GROUP BY 1, 2 HAVING count(DISTINCT l.id) = 2"
)


class OverviewRepository(Repository):
    """Glances over the whole file."""

    def home(self, today: date, start: datetime, end: datetime) -> Overview:
        """What is on. `start` and `end` are the moments at which `today` begins and ends where the user lives."""
        partnerships, meetings = self._store.row(
            "SELECT (SELECT count(*) FROM partnership), EXISTS (SELECT 1 FROM meeting)"
        ) or (0, 0)
        if not meetings and not partnerships:
            return Overview(partnerships, False)
        parts = self._meetings_on(start, end)
        promises, promise_count = self._due(today + timedelta(days=SOON_DAYS))
        goals, goal_count = self._to_look_at(today)
        return Overview(
            partnerships,
            bool(meetings),
            running=tuple(parts["running"]),
            today=tuple(parts["today"]),
            coming=tuple(parts["coming"]),
            agreed=self._agreed(today, start) if parts["closed"] else (),
            earlier=tuple(parts["earlier"]),
            closed=tuple(parts["closed"]),
            promises=promises,
            promise_count=promise_count,
            goals=goals,
            goal_count=goal_count,
            quiet=self._quiet(),
            old=retention.due(self._store, today),
        )

    def _meetings_on(self, start: datetime, end: datetime) -> dict[str, list[MeetingGlance]]:
        found: dict[str, list[MeetingGlance]] = defaultdict(list)
        for part, *row in self._store.rows(
            f"SELECT part, {_MEETING} FROM ({_ON}) o JOIN meeting m ON m.id = o.id"
            " JOIN partnership p ON p.id = m.partnership_id ORDER BY m.planned_start, m.id",
            start,
            end,
        ):
            found[part].append(_meeting(tuple(row)))
        found["closed"].reverse()
        return found

    def _agreed(self, today: date, start: datetime) -> tuple[AgreedGlance, ...]:
        """Days to come that the latest closed meeting of a partnership agreed on, where nothing is planned since."""
        return tuple(
            AgreedGlance(r[0], r[1], date.fromisoformat(r[2]), _sure(moment(r[3])), r[4])
            for r in self._store.rows(_AGREED, today, start)
        )

    def _due(self, soon: date) -> tuple[tuple[PromiseGlance, ...], int]:
        """The first promises due until `soon`, and how many there are."""
        rows = self._store.rows(f"{_PROMISE} {_DUE} {_OWNER} ORDER BY a.due, a.id LIMIT {_MOST}", soon)
        count = len(rows) if len(rows) < _MOST else self._store.value(f"SELECT count(*) {_DUE}", soon)
        return tuple(_promise(r) for r in rows), count

    def _to_look_at(self, today: date) -> tuple[tuple[GoalGlance, ...], int]:
        """The first goals that need a look, the worst first, and how many there are."""
        rows = self._store.rows(
            f"{_GOAL} WHERE {_TO_LOOK_AT} ORDER BY g.state = 'off_track' DESC, g.state = 'at_risk' DESC,"
            f" coalesce(g.next_review, g.due), g.id LIMIT {_MOST}",
            today,
        )
        count = len(rows)
        if count == _MOST:
            count = self._store.value(f"SELECT count(*) FROM goal g WHERE {_TO_LOOK_AT}", today)
        return tuple(_goal(r) for r in rows), count

    def _quiet(self) -> tuple[QuietGroup, ...]:
        """Groups that were at the last two closed meetings of a partnership, both with turns counted, and had none."""
        return tuple(
            QuietGroup(*r)
            for r in self._store.rows(
                f"WITH last AS MATERIALIZED ({_LAST_TWO})"
                f" SELECT p.id, p.name, g.plural FROM ({_THERE}) t JOIN partnership p ON p.id = t.partnership_id"
                " JOIN stakeholder_group g ON g.key = t.grp WHERE NOT EXISTS"
                "  (SELECT 1 FROM last l JOIN turn u ON u.meeting_id = l.id"
                "   WHERE l.partnership_id = t.partnership_id AND u.group_key = t.grp)"
                " ORDER BY p.name COLLATE NOCASE, g.position LIMIT 3"
            )
        )

    def partnerships(self) -> list[PartnershipGlance]:
        """All partnerships by name."""
        return self._partnerships("1 = 1")

    def partnership(self, partnership_id: str) -> PartnershipGlance | None:
        """One partnership."""
        found = self._partnerships("p.id = ?1", partnership_id)
        return found[0] if found else None

    def _partnerships(self, where: str, *parameters: object) -> list[PartnershipGlance]:
        of_it = "WHERE t.partnership_id = p.id"
        return [
            PartnershipGlance(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], moment(r[8]), moment(r[9]))
            for r in self._store.rows(
                "SELECT p.id, p.name, p.cadence,"
                f" (SELECT count(*) FROM person t {of_it} AND t.is_active),"
                f" (SELECT count(*) FROM organisation t {of_it} AND t.left_on IS NULL),"
                f" (SELECT count(*) FROM goal t {of_it} AND t.state NOT IN ('reached', 'retired')),"
                f" (SELECT count(*) FROM action t {of_it} AND t.state = 'open'),"
                f" (SELECT count(*) FROM meeting t {of_it}),"
                f" (SELECT t.planned_start FROM meeting t {of_it} AND t.state IN ('draft', 'ready')"
                "   AND t.planned_start >= ?2 ORDER BY t.planned_start LIMIT 1),"
                f" (SELECT t.planned_start FROM meeting t {of_it} AND t.state = 'closed'"
                "   ORDER BY t.planned_start DESC LIMIT 1)"
                f" FROM partnership p WHERE {where} ORDER BY p.name COLLATE NOCASE, p.id",
                parameters[0] if parameters else None,
                self._store.now(),
            )
        ]

    def meetings(self, partnership_id: str | None = None) -> list[MeetingGlance]:
        """Meetings, those that come last first; at most `LIST_LIMIT`."""
        return [
            _meeting(r)
            for r in self._store.rows(
                f"SELECT {_MEETING} FROM meeting m JOIN partnership p ON p.id = m.partnership_id WHERE m.id IN"
                " (SELECT id FROM meeting WHERE ?1 IS NULL OR partnership_id = ?1"
                f"  ORDER BY planned_start DESC, id DESC LIMIT {LIST_LIMIT})"
                " ORDER BY m.planned_start DESC, m.id DESC",
                partnership_id,
            )
        ]

    def promises(self, partnership_id: str | None = None, *, is_all: bool = False) -> list[PromiseGlance]:
        """Open promises, the earliest due first, those without a date last; with `is_all` every one, newest first.

        At most `LIST_LIMIT`.
        """
        which = "1 = 1" if is_all else "a.state = 'open'"
        order = "a.id DESC" if is_all else "a.due IS NULL, a.due, a.id"
        return [
            _promise(r)
            for r in self._store.rows(
                f"{_PROMISE} FROM partnership p CROSS JOIN action a ON a.partnership_id = p.id AND {which} {_OWNER}"
                f" WHERE ?1 IS NULL OR p.id = ?1 ORDER BY {order} LIMIT {LIST_LIMIT}",
                partnership_id,
            )
        ]

    def goals(self, partnership_id: str | None = None) -> list[GoalGlance]:
        """Goals still looked at, then those reached or retired, in the order they were made; at most `LIST_LIMIT`."""
        return [
            _goal(r)
            for r in self._store.rows(
                f"{_GOAL} WHERE ?1 IS NULL OR p.id = ?1"
                f" ORDER BY g.state IN ('reached', 'retired'), p.name COLLATE NOCASE, g.id LIMIT {LIST_LIMIT}",
                partnership_id,
            )
        ]


def _meeting(r: tuple[Any, ...]) -> MeetingGlance:
    return MeetingGlance(
        r[0], r[1], r[2], r[3], r[4], _sure(moment(r[5])), r[6], r[7], moment(r[8]), moment(r[9]), r[10], r[11], r[12]
    )


def _sure(found: datetime | None) -> datetime:
    assert found is not None
    return found


def _promise(r: tuple[Any, ...]) -> PromiseGlance:
    return PromiseGlance(r[0], r[1], r[2], r[3], day(r[4]), r[5], r[6], r[7])


def _goal(r: tuple[Any, ...]) -> GoalGlance:
    return GoalGlance(r[0], r[1], r[2], r[3], r[4], r[5], r[6], day(r[7]), day(r[8]), r[9])
