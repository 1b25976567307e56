"""Decisions with their tallies and concerns."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from facilitator.db.repository import Repository
from facilitator.db.values import day, moment
from facilitator.model.decisions import Decision

_DECISION = (
    "SELECT d.id, d.partnership_id, d.meeting_id, d.step_id, d.number, d.at, d.text, d.method, d.tally, d.result,"
    " d.reason, d.groups_present, d.groups_absent, d.review_on FROM decision d"
)


class DecisionRepository(Repository):
    """Decisions of a partnership."""

    def all(self, partnership_id: str | None = None) -> list[Decision]:
        """Every decision in the order made."""
        return self._decisions("?1 IS NULL OR d.partnership_id = ?1", partnership_id)

    def of_meeting(self, meeting_id: str) -> list[Decision]:
        """Decisions of a meeting."""
        return self._decisions("d.meeting_id = ?1", meeting_id)

    def of_step(self, step_id: str) -> list[Decision]:
        """Decisions of a step."""
        return self._decisions("d.step_id = ?1", step_id)

    def get(self, decision_id: str) -> Decision | None:
        """One decision."""
        found = self._decisions("d.id = ?1", decision_id)
        return found[0] if found else None

    def _decisions(self, where: str, parameter: str | None) -> list[Decision]:
        concerns: dict[str, list[str]] = defaultdict(list)
        for decision_id, text in self._store.rows(
            "SELECT c.decision_id, c.text FROM decision_concern c JOIN decision d ON d.id = c.decision_id"
            f" WHERE {where} ORDER BY c.id",
            parameter,
        ):
            concerns[decision_id].append(text)
        return [
            _decision(r, tuple(concerns[r[0]]))
            for r in self._store.rows(f"{_DECISION} WHERE {where} ORDER BY d.id", parameter)
        ]

    def add(self, partnership_id: str, meeting_id: str, step_id: str, text: str, **values: object) -> str:
        """Adds a decision with the partnership's next number; returns its id."""
        return self._store.insert(
            "decision",
            partnership_id=partnership_id,
            meeting_id=meeting_id,
            step_id=step_id,
            text=text,
            number=self._store.next_number(partnership_id, "decision"),
            at=self._store.now(),
            **values,
        )

    def update(self, decision_id: str, **values: object) -> None:
        """Changes fields of a decision; `tally` as counts."""
        if "tally" in values:
            tally = values["tally"]
            assert isinstance(tally, tuple)
            values["tally"] = " ".join(str(count) for count in tally)
        self._store.update("decision", decision_id, **values)

    def add_concern(self, decision_id: str, text: str) -> str:
        """Adds a concern, word for word; returns its id."""
        return self._store.insert("decision_concern", decision_id=decision_id, at=self._store.now(), text=text)

    def delete(self, decision_id: str) -> None:
        """Takes a decision and its concerns out; the journal keeps them."""
        for (concern_id,) in self._store.rows("SELECT id FROM decision_concern WHERE decision_id = ?", decision_id):
            self._store.delete("decision_concern", concern_id)
        self._store.delete("decision", decision_id)


def _decision(r: tuple[Any, ...], concerns: tuple[str, ...]) -> Decision:
    at = moment(r[5])
    assert at is not None
    return Decision(
        id=r[0],
        partnership_id=r[1],
        meeting_id=r[2],
        step_id=r[3],
        number=r[4],
        at=at,
        text=r[6],
        method=r[7],
        tally=tuple(int(count) for count in r[8].split()),
        result=r[9],
        reason=r[10],
        concerns=concerns,
        groups_present=tuple(r[11].split()),
        groups_absent=tuple(r[12].split()),
        review_on=day(r[13]),
    )
