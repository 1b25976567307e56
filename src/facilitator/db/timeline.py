"""A step's record as one list, whatever tables its lines stand in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from facilitator.db import parties
from facilitator.db.repository import Repository
from facilitator.db.values import moment
from facilitator.model.notes import Item
from facilitator.model.when import full_date

RECORDS = ("note", "question", "action", "decision", "parked", "appreciation", "feedback")
"""Tables whose rows are lines of a step."""

PREFIX = {
    "note": "speaker",
    "question": "asker",
    "action": "owner",
    "parked": "raiser",
    "appreciation": "receiver",
}
"""Which columns say whose a record is, by table."""

_COLUMNS = {
    "note": "t.kind, t.text, t.visibility, NULL, coalesce(t.confirmed, ''), t.tags, t.is_open_question, t.correction",
    "question": "'asked', t.text, 'shared', t.number, t.state, t.answer, NULL, ''",
    "action": "'action', t.text, 'shared', t.number, t.state, t.due, t.due_words, t.reason",
    "decision": "'decision', t.text, 'shared', t.number, t.result, t.method, t.tally, coalesce(t.review_on, '')",
    "parked": "'parked', t.text, 'shared', NULL, t.state, '', NULL, ''",
    "appreciation": "'appreciation', t.text, 'shared', NULL, '', '', NULL, ''",
    "feedback": "t.kind, t.text, 'shared', NULL, t.state, '', NULL, ''",
}
_AT = {"action": "t.created_at"}


class TimelineRepository(Repository):
    """Lines of a step in the order they were written."""

    def of_step(self, step_id: str, newest: int | None = None) -> list[Item]:
        """Everything written down in a step, or so many of the newest lines."""
        where = "t.step_id = ?"
        if newest is not None:
            where = f"t.id IN (SELECT id FROM {{table}} WHERE step_id = ? ORDER BY id DESC LIMIT {newest})"
        found = [item for table in RECORDS for item in self._items(table, where.format(table=table), step_id)]
        found.sort(key=lambda item: item.id)
        return found if newest is None else found[-newest:]

    def get(self, table: str, record_id: str) -> Item | None:
        """One line."""
        found = self._items(table, "t.id = ?", record_id)
        return found[0] if found else None

    def unknown_names(self, meeting_id: str) -> list[Item]:
        """Lines of a meeting whose name nobody was found for, the oldest first."""
        found = []
        for table, prefix in PREFIX.items():
            found += self._items(table, f"t.meeting_id = ? AND t.{prefix}_text <> ''", meeting_id)
        return sorted(found, key=lambda item: item.id)

    def count(self, meeting_id: str) -> int:
        """How many records were made from the line in a meeting."""
        parts = " + ".join(
            f"(SELECT count(*) FROM {table} WHERE meeting_id = ?1{' AND goal_id IS NULL' if table == 'parked' else ''})"
            for table in RECORDS
            if table != "feedback"
        )
        total: int = self._store.value(f"SELECT {parts}", meeting_id)
        return total

    def open_ends(self, meeting_id: str) -> tuple[int, int, int]:
        """How many topics are parked, promises made and questions still open in a meeting."""
        row = self._store.row(
            "SELECT (SELECT count(*) FROM parked WHERE meeting_id = ?1 AND state = 'parked'),"
            " (SELECT count(*) FROM action WHERE meeting_id = ?1),"
            " (SELECT count(*) FROM question WHERE meeting_id = ?1 AND state = 'open')",
            meeting_id,
        )
        assert row is not None
        return row[0], row[1], row[2]

    def latest(self, meeting_id: str) -> Item | None:
        """The note written last in a meeting on this screen, or before its restart; else on any."""
        found = self._items(
            "note",
            "t.id = (SELECT note.id FROM note"
            " LEFT JOIN change ON change.tbl = 'note' AND change.row = note.id AND change.op = 'insert'"
            " LEFT JOIN act ON act.id = change.act AND act.origin = ?"
            " WHERE note.meeting_id = ? ORDER BY act.id IS NULL, note.id DESC LIMIT 1)",
            self._store.origin,
            meeting_id,
        )
        return found[0] if found else None

    def _items(self, table: str, where: str, *parameters: str) -> list[Item]:
        prefix = PREFIX.get(table)
        whose = f", {parties.select('t', prefix)}" if prefix else ""
        joins = parties.joins("t", prefix) if prefix else ""
        at = _AT.get(table, "t.at")
        rows = self._store.rows(
            f"SELECT t.id, t.step_id, {at}, {_COLUMNS[table]}{whose} FROM {table} t {joins}"
            f" WHERE {where} ORDER BY t.id",
            *parameters,
        )
        word = _WORDS[table]
        return [_item(table, row, word) for row in rows]


def _item(table: str, r: tuple[Any, ...], word: Callable[[tuple[Any, ...]], tuple[str, bool]]) -> Item:
    at = moment(r[2])
    assert at is not None
    party = parties.read(r[11:]) if len(r) > 11 else None
    shown, waiting = word(r[3:])
    unknown = party is not None and party.kind == "unknown"
    return Item(
        table=table,
        id=r[0],
        step_id=r[1] or "",
        at=at,
        kind=r[3],
        text=r[4],
        party=party,
        visibility=r[5],
        number=r[6],
        word=shown or ("who?" if unknown else ""),
        is_waiting=waiting or unknown,
    )


def _note_word(r: tuple[Any, ...]) -> tuple[str, bool]:
    kind, _, visibility, _, confirmed, tags, is_open, _ = r[:8]
    if kind == "paraphrase" and not confirmed:
        return "waiting", True
    words = [confirmed] if confirmed else []
    if kind == "question" and is_open is not None:
        words.append("open" if is_open else "closed")
    if visibility == "restricted":
        words.append(visibility)
    return " ".join([*words, *tags.split()]), False


def _action_word(r: tuple[Any, ...]) -> tuple[str, bool]:
    _, _, _, _, state, due, words, _ = r[:8]
    owner = parties.read(r[8:])
    if state != "open":
        return state, False
    if owner is None or owner.kind == "unknown":
        return "no owner" if owner is None else "who?", True
    if owner.kind != "person":
        return "needs a person", True
    if due:
        return full_date(date.fromisoformat(due)), False
    return words or "no date", not words


_WORDS: dict[str, Callable[[tuple[Any, ...]], tuple[str, bool]]] = {
    "note": _note_word,
    "question": lambda r: ("answered", False) if r[4] == "answered" else ("unanswered", True),
    "action": _action_word,
    "decision": lambda r: (str(r[4]).replace("_", " "), False),
    "parked": lambda r: ("" if r[4] == "parked" else str(r[4]), False),
    "appreciation": lambda _: ("", False),
    "feedback": lambda _: ("", False),
}
