"""Goals with their readings and changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from facilitator.db.repository import Repository
from facilitator.db.values import day, moment
from facilitator.model.goals import Goal, GoalChange, Reading

_GOAL = (
    "SELECT g.id, g.partnership_id, g.statement, g.why, g.measure, g.unit, g.baseline, g.target, g.due, g.state,"
    " g.started_on, g.agreed_on, g.next_review FROM goal g"
)


class GoalRepository(Repository):
    """Shared goals."""

    def all(self, partnership_id: str | None = None) -> list[Goal]:
        """Goals in the order they were made, with owners and readings."""
        return self._goals("?1 IS NULL OR g.partnership_id = ?1", partnership_id)

    def get(self, goal_id: str) -> Goal | None:
        """One goal."""
        found = self._goals("g.id = ?1", goal_id)
        return found[0] if found else None

    def _goals(self, where: str, parameter: str | None) -> list[Goal]:
        readings: dict[str, list[Reading]] = defaultdict(list)
        for reading in self._readings(f"goal_id IN (SELECT g.id FROM goal g WHERE {where})", parameter):
            readings[reading.goal_id].append(reading)
        owners: dict[str, list[str]] = defaultdict(list)
        for goal_id, name in self._store.rows(
            "SELECT w.goal_id, o.name FROM goal_owner w JOIN organisation o ON o.id = w.organisation_id"
            f" JOIN goal g ON g.id = w.goal_id WHERE {where} ORDER BY w.id",
            parameter,
        ):
            owners[goal_id].append(name)
        return [
            _goal(r, tuple(owners[r[0]]), tuple(readings[r[0]]))
            for r in self._store.rows(f"{_GOAL} WHERE {where} ORDER BY g.id", parameter)
        ]

    def _readings(self, where: str, *parameters: object) -> list[Reading]:
        return [
            Reading(r[0], r[1], r[2], date.fromisoformat(r[3]), r[4], r[5], r[6])
            for r in self._store.rows(
                "SELECT id, goal_id, meeting_id, on_date, value, status, note FROM goal_reading"
                f" WHERE {where} ORDER BY on_date, id",
                *parameters,
            )
        ]

    def add(self, partnership_id: str, statement: str, **values: object) -> str:
        """Adds a goal; returns its id."""
        return self._store.insert("goal", partnership_id=partnership_id, statement=statement, **values)

    def update(self, goal_id: str, **values: object) -> None:
        """Changes fields of a goal."""
        self._store.update("goal", goal_id, **values)

    def add_owner(self, goal_id: str, organisation_id: str) -> None:
        """Names an organisation that carries the goal."""
        self._store.insert("goal_owner", goal_id=goal_id, organisation_id=organisation_id)

    def set_owners(self, goal_id: str, organisation_ids: tuple[str, ...]) -> None:
        """Names the organisations that carry the goal, in place of those before."""
        known = {
            organisation_id: owner_id
            for owner_id, organisation_id in self._store.rows(
                "SELECT id, organisation_id FROM goal_owner WHERE goal_id = ?", goal_id
            )
        }
        for organisation_id, owner_id in known.items():
            if organisation_id not in organisation_ids:
                self._store.delete("goal_owner", owner_id)
        for organisation_id in organisation_ids:
            if organisation_id not in known:
                self.add_owner(goal_id, organisation_id)

    def add_reading(
        self,
        goal_id: str,
        on: date,
        value: float | None,
        *,
        meeting_id: str | None = None,
        status: str = "",
        note: str = "",
    ) -> str:
        """Adds a reading; returns its id."""
        return self._store.insert(
            "goal_reading",
            goal_id=goal_id,
            meeting_id=meeting_id,
            on_date=on,
            value=value,
            status=status,
            note=note,
        )

    def add_change(
        self, goal_id: str, field: str, old: str, new: str, reason: str, meeting_id: str | None = None
    ) -> str:
        """Adds to the goal's history; returns the id."""
        return self._store.insert(
            "goal_change",
            goal_id=goal_id,
            meeting_id=meeting_id,
            at=self._store.now(),
            field=field,
            old=old,
            new=new,
            reason=reason,
        )

    def changes(self, goal_id: str) -> list[GoalChange]:
        """What was changed about a goal, the oldest first."""
        found = []
        for r in self._store.rows(
            "SELECT id, goal_id, meeting_id, at, field, old, new, reason FROM goal_change"
            " WHERE goal_id = ? ORDER BY id",
            goal_id,
        ):
            at = moment(r[3])
            assert at is not None
            found.append(GoalChange(r[0], r[1], r[2], at, r[4], r[5], r[6], r[7]))
        return found


def _goal(r: tuple[Any, ...], owners: tuple[str, ...], readings: tuple[Reading, ...]) -> Goal:
    values = [reading.value for reading in readings if reading.value is not None]
    return Goal(
        id=r[0],
        partnership_id=r[1],
        statement=r[2],
        why=r[3],
        owners=owners,
        measure=r[4],
        unit=r[5],
        baseline=r[6],
        target=r[7],
        current=values[-1] if values else None,
        due=day(r[8]),
        state=r[9],
        started_on=day(r[10]),
        agreed_on=day(r[11]),
        next_review=day(r[12]),
        readings=readings,
    )
