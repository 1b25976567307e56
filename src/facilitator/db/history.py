"""What the journal tells: who did what when, and each record before and after."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from typing import Any

from facilitator.db import journal
from facilitator.db.repository import Repository
from facilitator.db.values import moment
from facilitator.model.history import Changed, ChangedRecord, Deed, Scope, Turn, Value
from facilitator.model.text import fold

_SPEAKER = ("speaker_person_id", "speaker_organisation_id", "speaker_group", "speaker_text")
CALLED = {
    "action": ("text",),
    "action_helper": ("helper_person_id", "helper_organisation_id", "helper_group", "helper_text"),
    "appreciation": ("text",),
    "attendance": ("person_id", "group_key"),
    "consent": ("person_id",),
    "decision": ("text",),
    "decision_concern": ("text",),
    "feedback": ("text",),
    "goal": ("statement",),
    "goal_change": ("goal_id",),
    "goal_owner": ("organisation_id",),
    "goal_reading": ("goal_id",),
    "measure": ("measure",),
    "meeting": ("title",),
    "meeting_event": ("event",),
    "norm": ("text",),
    "note": ("text",),
    "organisation": ("name",),
    "parked": ("text",),
    "partnership": ("name",),
    "person": ("name",),
    "question": ("text",),
    "queue_entry": _SPEAKER,
    "rating": ("instrument",),
    "setting": ("key",),
    "stakeholder_group": ("label",),
    "step": ("title",),
    "stretch": ("step_id",),
    "tag": ("label",),
    "turn": ("person_id", "group_key"),
}
"""The columns a record is called by; the first one that holds something counts."""

_PARTS = {
    "action": {"action_helper": "action_id"},
    "decision": {"decision_concern": "decision_id"},
    "goal": {"goal_owner": "goal_id", "goal_reading": "goal_id", "goal_change": "goal_id"},
    "person": {"consent": "person_id"},
}
"""Tables whose rows are parts of a record, and the column that says of which."""

_OUTSIDE_MEETINGS = ("organisation", "person", "norm", "goal", "action", "meeting")
"""What a partnership has that is changed outside meetings, too."""
_ABOUT = ("partnership", "goal", "action", "meeting", "person", "organisation", "norm", "stakeholder_group", "consent")
"""What an act is about, the weightiest first."""
_ENOUGH = 200
"""So many changes of an act are looked at to say what it was about."""
_FOUND_BY_NAME = ("person", "organisation", "partnership", "goal", "meeting")
_TOUCHING = " UNION ALL ".join(
    f"SELECT c.act FROM {table} r JOIN change c ON c.tbl = '{table}' AND c.row = r.id"
    f" WHERE instr(folded(r.{CALLED[table][0]}), ?)"
    for table in _FOUND_BY_NAME
)
"""The acts that touched a record whose name holds a word."""
_SILENT = frozenset({"id", "partnership_id"})
_SILENT_WHEN_WHOLE = _SILENT | {"meeting_id", "step_id", "position", "at", "created_at"}


class HistoryRepository(Repository):
    """Acts newest first, and what each changed."""

    # Which acts

    def page(self, scope: Scope, words: str = "", limit: int = 50) -> list[Deed]:
        """The newest acts of `scope`, of those whose name or record holds all of `words`, at most `limit`.

        Acts that take back or do again are no acts of their own here: `Deed.taken_back` tells of them.
        """
        where, values = self._within(scope)
        if words:
            self._store._conn.create_function("folded", 1, _folded, deterministic=True)
        for word in _folded(words).split():
            where += f" AND (instr(folded(a.name), ?) OR a.id IN ({_TOUCHING}))"
            values += [word] * (1 + len(_FOUND_BY_NAME))
        return self._deeds(f"{where} ORDER BY a.id DESC LIMIT {limit}", values)

    def deed(self, act_id: int) -> Deed | None:
        """One act."""
        found = self._deeds("a.id = ?", [act_id])
        return found[0] if found else None

    def next_undo(self) -> journal.Act | None:
        """The act that undo would take back on this screen."""
        return journal.latest(self._store._conn, self._store.origin)

    def next_redo(self) -> journal.Act | None:
        """The undo that redo would take back on this screen."""
        return journal.latest_undo(self._store._conn, self._store.origin)

    def standing(self, act_id: int) -> journal.Act | None:
        """What stands of an act now: itself, the undo that took it back, or the redo that did it again."""
        return journal.standing(self._store._conn, act_id)

    def opened_or_closed(self, act_id: int) -> list[tuple[str, bool]]:
        """The meetings that an act locked (True) or opened again (False)."""
        return journal.opened_or_closed(self._store._conn, act_id)

    def locked(self, act_id: int) -> list[tuple[str, str]]:
        """Id and title of each closed meeting that an act was done in or changed, but did not bring into the file."""
        return self._store.rows(
            "SELECT id, title FROM meeting WHERE state = 'closed' AND (id = (SELECT meeting_id FROM act WHERE id = ?1)"
            " OR id IN (SELECT row FROM change WHERE act = ?1 AND tbl = 'meeting'))"
            " AND id NOT IN (SELECT row FROM change WHERE act = ?1 AND tbl = 'meeting' AND op = 'insert')",
            act_id,
        )

    def turns(self, act_id: int) -> list[Turn]:
        """When an act was taken back and done again since, the oldest first."""
        rows = self._store.rows(
            "WITH RECURSIVE since (id) AS (SELECT undone_by FROM act WHERE id = ? UNION ALL"
            " SELECT act.undone_by FROM act JOIN since ON act.id = since.id WHERE act.undone_by IS NOT NULL)"
            " SELECT act.at, act.origin, act.device, act.kind = 'undo' FROM since JOIN act ON act.id = since.id"
            " ORDER BY act.id",
            act_id,
        )
        return [Turn(moment(r[0]) or self._store.now(), r[1], r[2], bool(r[3])) for r in rows]

    def partnership_of(self, act_id: int) -> str | None:
        """The id of the partnership an act was about; None where it was about none or is not known."""
        found = self._store.value(
            "SELECT partnership_id FROM meeting WHERE id = (SELECT meeting_id FROM act WHERE id = ?)", act_id
        )
        if found:
            return str(found)
        return next((it for it in (self._owner(*place) for place in self._first_rows(act_id)) if it), None)

    def _deeds(self, where: str, values: list[object]) -> list[Deed]:
        rows = self._store.rows(
            "SELECT a.id, a.name, a.at, a.origin, a.device, a.meeting_id, coalesce(m.title, ''), a.undone_by,"
            f" a.is_final FROM act a LEFT JOIN meeting m ON m.id = a.meeting_id WHERE a.kind = 'do' AND {where}",
            *values,
        )
        return [self._deed(r) for r in rows]

    def _deed(self, r: tuple[Any, ...]) -> Deed:
        turns = self.turns(r[0]) if r[7] else []
        at = moment(r[2])
        assert at is not None
        about = "" if r[5] else self._about(r[0])
        return Deed(
            id=r[0],
            name=r[1],
            at=at,
            origin=r[3],
            device=r[4],
            meeting_id=r[5],
            meeting=r[6],
            about="" if about in r[1] else about,
            taken_back=turns[-1].at if turns and turns[-1].is_undo else None,
            is_final=bool(r[8]),
        )

    def _about(self, act_id: int) -> str:
        """What the weightiest record of an act is called."""
        places = [place for place in self._first_rows(act_id) if place[0] in _ABOUT]
        return self.called(*min(places, key=lambda place: _ABOUT.index(place[0]))) if places else ""

    def _first_rows(self, act_id: int) -> Iterable[tuple[str, str]]:
        rows = self._store.rows(f"SELECT tbl, row FROM change WHERE act = ? ORDER BY id LIMIT {_ENOUGH}", act_id)
        return dict.fromkeys((table, row) for table, row in rows)

    def _owner(self, table: str, row: str) -> str | None:
        """The partnership of a record, looked for over what the record belongs to."""
        if table == "partnership":
            return row
        refs = self._references(table)
        for column in ("partnership_id", "person_id", "goal_id", "action_id", "decision_id", "meeting_id"):
            if column in refs and (target := self._values(table, row, (column,))[0]):
                return self._owner(refs[column], str(target))
        return None

    # Where to look

    def _within(self, scope: Scope) -> tuple[str, list[object]]:
        if scope.kind == "all":
            return "1", []
        if scope.kind == "meeting":
            of_record = "SELECT act FROM change WHERE tbl = 'meeting' AND row = ?"
            return f"(a.meeting_id = ? OR a.id IN ({of_record}))", [scope.id, scope.id]
        if scope.kind == "record":
            acts = ["SELECT act FROM change WHERE tbl = ? AND row = ?"]
            acts += [_acts_of(part, column, "= ?") for part, column in _PARTS.get(scope.table, {}).items()]
            return f"a.id IN ({' UNION ALL '.join(acts)})", [
                scope.table,
                *[scope.id] * (1 + 2 * (len(acts) - 1)),
            ]
        acts = ["SELECT act FROM change WHERE tbl = 'partnership' AND row = ?"]
        for table in _OUTSIDE_MEETINGS:
            acts.append(_acts_of(table, "partnership_id", "= ?"))
            for part, column in _PARTS.get(table, {}).items():
                acts.append(_acts_of(part, column, f"IN (SELECT id FROM {table} WHERE partnership_id = ?)"))
        count = 1 + 2 * (len(acts) - 1)
        in_meetings = "a.meeting_id IN (SELECT id FROM meeting WHERE partnership_id = ?)"
        return f"({in_meetings} OR a.id IN ({' UNION ALL '.join(acts)}))", [scope.id] * (1 + count)

    # What they changed

    def changes(self, act_id: int, limit: int) -> tuple[list[ChangedRecord], int]:
        """What an act changed, in order, from its first `limit` changes, and how many more there are."""
        rows = self._store.rows(
            "SELECT id, op, tbl, row, field, old, new FROM change WHERE act = ? ORDER BY id LIMIT ?", act_id, limit
        )
        total: int = self._store.value("SELECT count(*) FROM change WHERE act = ?", act_id)
        found = []
        for (op, table, row), group in groupby(rows, key=lambda r: (r[1], r[2], r[3])):
            fields = self._fields(op, table, row, list(group))
            found.append(ChangedRecord(table, op, self.called(table, row), fields))
        return found, total - len(rows)

    def _fields(self, op: str, table: str, row: str, changes: list[tuple[Any, ...]]) -> tuple[Changed, ...]:
        if op == "update":
            return tuple(
                Changed(field, self._shown(table, field, old), self._shown(table, field, new))
                for _, _, _, _, field, old, new in changes
                if field not in _SILENT
            )
        if op == "delete":
            values = {field: old for _, _, _, _, field, old, _ in changes}
        else:
            values = self._inserted(table, row, changes[0][0])
        shown = {
            field: self._shown(table, field, value)
            for field, value in values.items()
            if value not in (None, "", 0) and field not in _SILENT_WHEN_WHOLE
        }
        return tuple(Changed(f, v, None) if op == "delete" else Changed(f, None, v) for f, v in shown.items())

    def _inserted(self, table: str, row: str, change_id: int) -> dict[str, Value]:
        """A row as it was put in: as the first later change of each field found it, else as it stands now."""
        key, columns = self._store._columns[table]
        then: dict[str, Value] = {}
        for field, old in self._store.rows(
            "SELECT field, old FROM change WHERE tbl = ? AND row = ? AND id > ? AND field IS NOT NULL ORDER BY id",
            table,
            row,
            change_id,
        ):
            then.setdefault(field, old)
        now = self._store.row(f"SELECT {', '.join(columns)} FROM {table} WHERE {key} = ?", row)
        return {column: then.get(column, now[at] if now else None) for at, column in enumerate(columns)}

    def _shown(self, table: str, field: str, value: Value) -> Value:
        """A value, a reference as what it points at is called."""
        target = self._references(table).get(field)
        return self.called(target, str(value)) or "something that is gone" if target and value else value

    def called(self, table: str, row: str) -> str:
        """What a record is called, as it stands or stood when it was taken away; empty where nothing is kept of it."""
        columns = CALLED.get(table, ())
        for column, value in zip(columns, self._values(table, row, columns), strict=True):
            if value not in (None, ""):
                target = self._references(table).get(column)
                return self.called(target, str(value)) if target else str(value)
        return ""

    def _values(self, table: str, row: str, columns: tuple[str, ...]) -> tuple[Value, ...]:
        """Fields of a row, of one that is gone as the journal kept them."""
        if not columns:
            return ()
        key, _ = self._store._columns[table]
        found = self._store.row(f"SELECT {', '.join(columns)} FROM {table} WHERE {key} = ?", row)
        if found:
            return found
        kept = dict(
            self._store.rows(
                "SELECT field, old FROM change WHERE tbl = ? AND row = ? AND op = 'delete' ORDER BY id", table, row
            )
        )
        return tuple(kept.get(column) for column in columns)

    def _references(self, table: str) -> dict[str, str]:
        return self._all_references.get(table, {})

    @cached_property
    def _all_references(self) -> dict[str, dict[str, str]]:
        """The columns of each table that point at another one, and at which."""
        rows = self._store.rows(
            'SELECT m.name, f."from", f."table" FROM sqlite_master m, pragma_foreign_key_list(m.name) f'
            " WHERE m.type = 'table'"
        )
        return {table: {r[1]: r[2] for r in group} for table, group in groupby(rows, key=lambda r: r[0])}


def _folded(name: str) -> str:
    """As `fold`, but quickly for names of acts, which have quotation marks around words and hundreds of thousands."""
    return fold(name.replace("“", "").replace("”", "").replace("…", ""))


def _acts_of(table: str, column: str, which: str) -> str:
    """The acts that touched rows of a table whose `column` is `which`, rows that are gone too."""
    return (
        f"SELECT c.act FROM {table} r JOIN change c ON c.tbl = '{table}' AND c.row = r.id WHERE r.{column} {which}"
        f" UNION ALL SELECT c.act FROM change d JOIN change c ON c.tbl = '{table}' AND c.row = d.row"
        f" WHERE d.tbl = '{table}' AND d.op = 'delete' AND d.field = '{column}' AND d.old {which}"
    )
