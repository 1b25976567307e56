"""Promises with their owners and helpers."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from facilitator.db import parties
from facilitator.db.repository import Repository
from facilitator.db.values import day, moment
from facilitator.model.actions import Action
from facilitator.model.people import Party

_ACTION = (
    "SELECT a.id, a.partnership_id, a.meeting_id, a.step_id, a.number, a.text, a.created_at, a.goal_id, a.due_first,"
    f" a.due, a.due_words, a.state, a.done_on, a.reason, pa.name, {parties.select('a', 'owner')}"
    f" FROM action a JOIN partnership pa ON pa.id = a.partnership_id {parties.joins('a', 'owner')}"
)


class ActionRepository(Repository):
    """Promises of a partnership."""

    def all(self, partnership_id: str | None = None) -> list[Action]:
        """Every promise by number."""
        return self._actions("?1 IS NULL OR a.partnership_id = ?1", "pa.name, a.number", partnership_id)

    def open(self, partnership_id: str | None = None) -> list[Action]:
        """Open promises, the earliest due first, those without a date last."""
        return self._actions(
            "a.state = 'open' AND (?1 IS NULL OR a.partnership_id = ?1)",
            "a.due IS NULL, a.due, a.id",
            partnership_id,
        )

    def of_meeting(self, meeting_id: str) -> list[Action]:
        """Promises made in a meeting."""
        return self._actions("a.meeting_id = ?1", "a.id", meeting_id)

    def by_number(self, partnership_id: str, number: int) -> Action | None:
        """A promise by its number."""
        found = self._actions("a.partnership_id = ?1 AND a.number = ?2", "a.id", partnership_id, number)
        return found[0] if found else None

    def get(self, action_id: str) -> Action | None:
        """One promise."""
        found = self._actions("a.id = ?1", "a.id", action_id)
        return found[0] if found else None

    def _actions(self, where: str, order: str, *parameters: object) -> list[Action]:
        helpers: dict[str, list[Party]] = defaultdict(list)
        for r in self._store.rows(
            f"SELECT h.action_id, {parties.select('h', 'helper')} FROM action_helper h"
            f" JOIN action a ON a.id = h.action_id {parties.joins('h', 'helper')} WHERE {where}"
            " ORDER BY h.action_id, h.position",
            *parameters,
        ):
            party = parties.read(r[1:])
            if party:
                helpers[r[0]].append(party)
        return [
            _action(r, tuple(helpers[r[0]]))
            for r in self._store.rows(f"{_ACTION} WHERE {where} ORDER BY {order}", *parameters)
        ]

    def add(
        self,
        partnership_id: str,
        text: str,
        *,
        owner: Party | None = None,
        helpers: tuple[Party, ...] = (),
        **values: object,
    ) -> str:
        """Adds a promise with the partnership's next number; returns its id."""
        action_id = self._store.insert(
            "action",
            partnership_id=partnership_id,
            text=text,
            number=self._store.next_number(partnership_id, "action"),
            created_at=values.pop("created_at", self._store.now()),
            **parties.values("owner", owner),
            **values,
        )
        self.set_helpers(action_id, helpers)
        return action_id

    def update(self, action_id: str, **values: object) -> None:
        """Changes fields of a promise."""
        self._store.update("action", action_id, **values)

    def set_owner(self, action_id: str, owner: Party | None) -> None:
        """Says who owns a promise."""
        self._store.update("action", action_id, **parties.values("owner", owner))

    def set_helpers(self, action_id: str, helpers: tuple[Party, ...]) -> None:
        """Says who helps, in place of those before."""
        for (helper_id,) in self._store.rows("SELECT id FROM action_helper WHERE action_id = ?", action_id):
            self._store.delete("action_helper", helper_id)
        for position, helper in enumerate(helpers, start=1):
            self._store.insert(
                "action_helper", action_id=action_id, position=position, **parties.values("helper", helper)
            )

    def delete(self, action_id: str) -> None:
        """Takes a promise out; the journal keeps it."""
        self.set_helpers(action_id, ())
        self._store.delete("action", action_id)


def _action(r: tuple[Any, ...], helpers: tuple[Party, ...]) -> Action:
    created = moment(r[6])
    assert created is not None
    return Action(
        id=r[0],
        partnership_id=r[1],
        meeting_id=r[2],
        step_id=r[3],
        number=r[4],
        text=r[5],
        created_at=created,
        owner=parties.read(r[15:]),
        helpers=helpers,
        goal_id=r[7],
        due_first=day(r[8]),
        due=day(r[9]),
        due_words=r[10],
        state=r[11],
        done_on=day(r[12]),
        reason=r[13],
        partnership=r[14],
    )
