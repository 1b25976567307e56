"""Meetings with their steps, clocks, attendance, turns and speaking queue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from facilitator.db import parties
from facilitator.db.repository import Repository
from facilitator.db.values import moment
from facilitator.model.meeting import Meeting, Step, Stretch
from facilitator.model.people import Attendee, Party

_MEETING = (
    "SELECT m.id, m.partnership_id, p.name, m.title, m.template_key, m.state, m.mode, m.place, m.facilitator,"
    " m.planned_start, m.time_zone, m.planned_minutes, m.started_at, m.ended_at, m.purpose, p.vision,"
    " m.counts_by_person, m.is_restricted, m.current_step_id"
    " FROM meeting m JOIN partnership p ON p.id = m.partnership_id"
)
_STEP = (
    "SELECT s.id, s.meeting_id, s.position, s.kind, s.title, s.prompt, s.planned_minutes, s.floor_minutes, s.state,"
    " s.fixed_start, s.started_at, s.ended_at,"
    " coalesce((SELECT round(sum(julianday(ended_at) - julianday(started_at)) * 86400, 3) FROM stretch"
    "   WHERE step_id = s.id AND ended_at IS NOT NULL), 0),"
    " (SELECT started_at FROM stretch WHERE step_id = s.id AND ended_at IS NULL)"
    " FROM step s"
)
_BY_STEP = ("note", "question", "action", "decision", "parked", "appreciation", "feedback")
_LEFT = {table: f"SELECT 1 FROM {table} WHERE step_id = ?1 AND ?2 <> '' LIMIT 1" for table in _BY_STEP} | {
    "attendance": "SELECT 1 FROM attendance WHERE ?1 <> '' AND meeting_id = ?2 AND status <> 'expected' LIMIT 1",
    "goal_reading": "SELECT 1 FROM goal_reading WHERE ?1 <> '' AND meeting_id = ?2 LIMIT 1",
    "goal_change": "SELECT 1 FROM goal_change WHERE ?1 <> '' AND meeting_id = ?2 LIMIT 1",
    "consent": "SELECT 1 FROM consent c JOIN person p ON p.id = c.person_id JOIN meeting m"
    " ON m.partnership_id = p.partnership_id WHERE ?1 <> '' AND m.id = ?2 LIMIT 1",
    "norm": "SELECT 1 FROM norm n JOIN meeting m ON m.partnership_id = n.partnership_id"
    " WHERE ?1 <> '' AND m.id = ?2 AND n.until IS NULL LIMIT 1",
}


class MeetingRepository(Repository):
    """Meetings and how they go."""

    def all(self, partnership_id: str | None = None) -> list[Meeting]:
        """Meetings by planned start, the earliest first."""
        return [
            _meeting(r)
            for r in self._store.rows(
                f"{_MEETING} WHERE ?1 IS NULL OR m.partnership_id = ?1 ORDER BY m.planned_start, m.id",
                partnership_id,
            )
        ]

    def get(self, meeting_id: str) -> Meeting | None:
        """One meeting."""
        row = self._store.row(f"{_MEETING} WHERE m.id = ?", meeting_id)
        return _meeting(row) if row else None

    def running(self) -> Meeting | None:
        """The meeting that runs or is paused; the one started last if there are several."""
        row = self._store.row(
            f"{_MEETING} WHERE m.state IN ('running', 'paused') ORDER BY m.started_at DESC, m.id DESC LIMIT 1"
        )
        return _meeting(row) if row else None

    def latest_closed(self, partnership_id: str, before: datetime | None = None) -> Meeting | None:
        """The partnership's last closed meeting (planned before a moment)."""
        row = self._store.row(
            f"{_MEETING} WHERE m.partnership_id = ?1 AND m.state = 'closed' AND (?2 IS NULL OR m.planned_start < ?2)"
            " ORDER BY m.planned_start DESC, m.id DESC LIMIT 1",
            partnership_id,
            before,
        )
        return _meeting(row) if row else None

    def next_planned(self, partnership_id: str, after: datetime, but: str = "") -> Meeting | None:
        """The partnership's next planned meeting after a moment, leaving one out."""
        row = self._store.row(
            f"{_MEETING} WHERE m.partnership_id = ? AND m.id <> ? AND m.state IN ('draft', 'ready')"
            " AND m.planned_start > ? ORDER BY m.planned_start, m.id LIMIT 1",
            partnership_id,
            but,
            after,
        )
        return _meeting(row) if row else None

    def add(self, **values: object) -> str:
        """Adds a meeting; returns its id."""
        return self._store.insert("meeting", **values)

    def update(self, meeting_id: str, **values: object) -> None:
        """Changes fields of a meeting."""
        self._store.update("meeting", meeting_id, **values)

    def add_event(self, meeting_id: str, event: str, reason: str = "") -> None:
        """Writes into the meeting's own history: closed, reopened, gap."""
        self._store.insert("meeting_event", meeting_id=meeting_id, at=self._store.now(), event=event, reason=reason)

    def was_gap_counted(self, meeting_id: str, since: datetime) -> bool:
        """Whether a gap was counted as a pause since then."""
        return bool(
            self._store.value(
                "SELECT EXISTS (SELECT 1 FROM meeting_event WHERE meeting_id = ? AND event = 'gap' AND at >= ?)",
                meeting_id,
                since,
            )
        )

    # Steps and their clocks

    def steps(self, meeting_id: str) -> list[Step]:
        """The agenda in order, with the time each step has run."""
        return [
            _step(r) for r in self._store.rows(f"{_STEP} WHERE s.meeting_id = ? ORDER BY s.position, s.id", meeting_id)
        ]

    def step(self, step_id: str) -> Step | None:
        """One step."""
        row = self._store.row(f"{_STEP} WHERE s.id = ?", step_id)
        return _step(row) if row else None

    def add_step(self, meeting_id: str, position: int, **values: object) -> str:
        """Puts a step at a position and moves the later ones on; returns its id."""
        later = self._store.rows(
            "SELECT id, position FROM step WHERE meeting_id = ? AND position >= ? ORDER BY position DESC",
            meeting_id,
            position,
        )
        for step_id, at in later:
            self._store.update("step", step_id, position=at + 1)
        return self._store.insert("step", meeting_id=meeting_id, position=position, **values)

    def left_record(self, step: Step, tables: tuple[str, ...]) -> bool:
        """Whether a step left a row in one of the tables; some are kept by meeting, not by step."""
        return any(self._store.value(_LEFT[table], step.id, step.meeting_id) for table in tables)

    def update_step(self, step_id: str, **values: object) -> None:
        """Changes fields of a step."""
        self._store.update("step", step_id, **values)

    def reorder(self, step_ids: list[str]) -> None:
        """Numbers the steps in the order given."""
        for position, step_id in enumerate(step_ids, start=1):
            self._store.update("step", step_id, position=position)

    def open_stretch(self, meeting_id: str, step_id: str, at: datetime) -> None:
        """Starts a step's clock."""
        self._store.insert("stretch", meeting_id=meeting_id, step_id=step_id, started_at=at)

    def stretches(self, meeting_id: str) -> list[Stretch]:
        """When the clocks of a meeting ran, in order."""
        found = []
        for r in self._store.rows(
            "SELECT id, step_id, started_at, ended_at FROM stretch WHERE meeting_id = ? ORDER BY started_at, id",
            meeting_id,
        ):
            started = moment(r[2])
            assert started is not None
            found.append(Stretch(r[0], r[1], started, moment(r[3])))
        return found

    def replace_stretches(self, meeting_id: str, old: Sequence[Stretch], new: Sequence[Stretch]) -> None:
        """Writes what became of a meeting's stretches; those with an empty id are new."""
        kept = {stretch.id: stretch for stretch in new if stretch.id}
        for stretch in old:
            if stretch.id not in kept:
                self._store.delete("stretch", stretch.id)
            elif kept[stretch.id] != stretch:
                changed = kept[stretch.id]
                self._store.update("stretch", stretch.id, started_at=changed.started_at, ended_at=changed.ended_at)
        for stretch in new:
            if not stretch.id:
                self._store.insert(
                    "stretch",
                    meeting_id=meeting_id,
                    step_id=stretch.step_id,
                    started_at=stretch.started_at,
                    ended_at=stretch.ended_at,
                )

    def close_stretch(self, meeting_id: str, at: datetime) -> None:
        """Stops the clock that runs in a meeting; nothing happens when none does."""
        row = self._store.row(
            "SELECT id, started_at FROM stretch WHERE meeting_id = ? AND ended_at IS NULL", meeting_id
        )
        if row:
            started = moment(row[1])
            assert started is not None
            self._store.update("stretch", row[0], ended_at=max(at, started))

    # Attendance

    def attendance(self, meeting_id: str) -> list[Attendee]:
        """Who is expected or there, people by name, then head-counts by group."""
        return [
            Attendee(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], moment(r[9]), moment(r[10]), bool(r[11]))
            for r in self._store.rows(
                "SELECT a.id, a.meeting_id, a.person_id, coalesce(p.name, g.plural, g.label), coalesce(o.name, ''),"
                " coalesce(a.group_key, p.group_key, o.group_key, ''), a.status, a.mode, a.head_count,"
                " a.arrived_at, a.left_at, a.heard"
                " FROM attendance a LEFT JOIN person p ON p.id = a.person_id"
                " LEFT JOIN organisation o ON o.id = p.organisation_id"
                " LEFT JOIN stakeholder_group g ON g.key = a.group_key"
                " WHERE a.meeting_id = ? ORDER BY a.person_id IS NULL, p.name COLLATE NOCASE, a.id",
                meeting_id,
            )
        ]

    def attendee(self, meeting_id: str, person_id: str) -> tuple[str, str] | None:
        """The id and status of a person's attendance."""
        row = self._store.row(
            "SELECT id, status FROM attendance WHERE meeting_id = ? AND person_id = ?", meeting_id, person_id
        )
        return (row[0], row[1]) if row else None

    def add_attendance(self, meeting_id: str, **values: object) -> str:
        """Adds a person or a head-count to a meeting; returns the id."""
        return self._store.insert("attendance", meeting_id=meeting_id, **values)

    def update_attendance(self, attendance_id: str, **values: object) -> None:
        """Changes somebody's attendance."""
        self._store.update("attendance", attendance_id, **values)

    def head_count(self, meeting_id: str, group: str) -> str | None:
        """The id of a group's head-count in a meeting."""
        found: str | None = self._store.value(
            "SELECT id FROM attendance WHERE meeting_id = ? AND group_key = ? AND person_id IS NULL",
            meeting_id,
            group,
        )
        return found

    def uninvited(self, meeting_id: str) -> list[str]:
        """People of the partnership who are not on the meeting's list yet."""
        return [
            r[0]
            for r in self._store.rows(
                "SELECT p.id FROM person p JOIN meeting m ON m.partnership_id = p.partnership_id"
                " WHERE m.id = ?1 AND p.is_active AND NOT EXISTS"
                " (SELECT 1 FROM attendance a WHERE a.meeting_id = ?1 AND a.person_id = p.id) ORDER BY p.name, p.id",
                meeting_id,
            )
        ]

    # Turns and the queue

    def add_turn(self, meeting_id: str, step_id: str, group: str, person_id: str | None) -> None:
        """Counts one turn for a group, and for a person where the room agreed."""
        self._store.insert("turn", meeting_id=meeting_id, step_id=step_id, group_key=group or None, person_id=person_id)

    def turns(self, meeting_id: str) -> list[tuple[str, str, str | None, int]]:
        """Turns by step, group and person: step id, group key or '', person id or None, count."""
        return [
            (r[0], r[1], r[2], r[3])
            for r in self._store.rows(
                "SELECT t.step_id, coalesce(t.group_key, ''), t.person_id, sum(t.turns)"
                " FROM turn t JOIN step s ON s.id = t.step_id WHERE t.meeting_id = ?"
                " GROUP BY t.step_id, t.group_key, t.person_id ORDER BY s.position, t.group_key, t.person_id",
                meeting_id,
            )
        ]

    def has_counted_by_person(self, meeting_id: str) -> bool:
        """Whether turns were ever counted by person, even if that was stopped or taken back."""
        return bool(
            self._store.value(
                "SELECT counts_by_person OR EXISTS (SELECT 1 FROM change WHERE tbl = 'meeting' AND row = ?1"
                " AND field = 'counts_by_person') FROM meeting WHERE id = ?1",
                meeting_id,
            )
        )

    def forget_who_spoke(self, meeting_id: str) -> None:
        """Makes group totals of the counts by person, and takes out of the journal who spoke and who was heard."""
        totals = self._store.rows(
            "SELECT step_id, group_key, sum(turns) FROM turn WHERE meeting_id = ? GROUP BY step_id, group_key",
            meeting_id,
        )
        for (turn_id,) in self._store.rows("SELECT id FROM turn WHERE meeting_id = ?", meeting_id):
            self._store.delete("turn", turn_id)
        for step_id, group, turns in totals:
            self._store.insert("turn", meeting_id=meeting_id, step_id=step_id, group_key=group, turns=turns)
        for table, field in (("turn", "person_id"), ("attendance", "heard")):
            # Rows that were undone are gone from their table; what the journal kept of them names their meeting.
            self._store.execute(
                f"DELETE FROM change WHERE tbl = ?1 AND field = ?2 AND (row IN (SELECT id FROM {table} WHERE"
                " meeting_id = ?3) OR row IN (SELECT row FROM change WHERE tbl = ?1 AND field = 'meeting_id'"
                " AND old = ?3))",
                table,
                field,
                meeting_id,
            )

    def queue(self, meeting_id: str) -> list[tuple[str, Party]]:
        """Who waits to speak, in order: entry id and party."""
        found = []
        for r in self._store.rows(
            f"SELECT q.id, {parties.select('q', 'speaker')} FROM queue_entry q {parties.joins('q', 'speaker')}"
            " WHERE q.meeting_id = ? AND q.called_at IS NULL ORDER BY q.position, q.id",
            meeting_id,
        ):
            party = parties.read(r[1:])
            if party:
                found.append((str(r[0]), party))
        return found

    def called(self, meeting_id: str, step_id: str) -> Party | None:
        """Who was called from the queue last since the step began."""
        row = self._store.row(
            f"SELECT {parties.select('q', 'speaker')} FROM queue_entry q {parties.joins('q', 'speaker')}"
            " WHERE q.meeting_id = ? AND q.called_at >= (SELECT started_at FROM step WHERE id = ?)"
            " ORDER BY q.called_at DESC, q.id DESC LIMIT 1",
            meeting_id,
            step_id,
        )
        return parties.read(row) if row else None

    def join_queue(self, meeting_id: str, party: Party) -> str:
        """Puts somebody at the end of the speaking queue; returns the entry's id."""
        last = self._store.value("SELECT coalesce(max(position), 0) FROM queue_entry WHERE meeting_id = ?", meeting_id)
        return self._store.insert(
            "queue_entry", meeting_id=meeting_id, position=last + 1, **parties.values("speaker", party)
        )

    def call(self, entry_id: str) -> None:
        """Gives somebody the word: they leave the queue."""
        self._store.update("queue_entry", entry_id, called_at=self._store.now())

    # After the close

    def save_measures(
        self, meeting_id: str, measures: list[tuple[str, float | None, float | None, float | None]]
    ) -> None:
        """Keeps the figures of a closed meeting, in place of earlier ones: name, numerator, denominator, value."""
        for (measure_id,) in self._store.rows("SELECT id FROM measure WHERE meeting_id = ?", meeting_id):
            self._store.delete("measure", measure_id)
        for position, (name, numerator, denominator, value) in enumerate(measures, start=1):
            self._store.insert(
                "measure",
                meeting_id=meeting_id,
                position=position,
                measure=name,
                numerator=numerator,
                denominator=denominator,
                value=value,
            )

    def measures(self, meeting_id: str) -> list[tuple[str, float | None, float | None, float | None]]:
        """The figures of a closed meeting: name, numerator, denominator, value."""
        return [
            (r[0], r[1], r[2], r[3])
            for r in self._store.rows(
                "SELECT measure, numerator, denominator, value FROM measure WHERE meeting_id = ? ORDER BY position",
                meeting_id,
            )
        ]

    def next_date(self, meeting_id: str) -> date | None:
        """The next date agreed at the close."""
        found: str | None = self._store.value("SELECT next_meeting_on FROM meeting WHERE id = ?", meeting_id)
        return date.fromisoformat(found) if found else None


def _meeting(r: tuple[Any, ...]) -> Meeting:
    start = moment(r[9])
    assert start is not None
    return Meeting(
        r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], start, r[10], r[11], moment(r[12]), moment(r[13]),
        r[14], r[15], bool(r[16]), bool(r[17]), r[18],
    )  # fmt: skip


def _step(r: tuple[Any, ...]) -> Step:
    return Step(
        r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], moment(r[10]), moment(r[11]), float(r[12]),
        moment(r[13]),
    )  # fmt: skip
