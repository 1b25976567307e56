"""The history as rows: the acts, newest first, and what one of them changed. Home, lists and the meeting show these."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from facilitator.clock import local
from facilitator.db import Store
from facilitator.errors import Refused
from facilitator.model.history import (
    KINDS,
    Changed,
    ChangedRecord,
    Deed,
    Scope,
    Value,
    field_label,
    is_yes_or_no,
    origin_words,
)
from facilitator.model.text import one_line
from facilitator.model.when import full_date
from facilitator.screens.panels.base import Row
from facilitator.services import history
from facilitator.widgets.plain import fit, wrap
from facilitator.widgets.quiet import FILL, Piece

PAGE = 50
"""So many acts are read at a time."""
MOST_CHANGES = 300
"""So many changes of one act are shown; an import has thousands."""
MORE = "more"
_WHERE_CELLS = 15
_LABEL_CELLS = 20
_MADE = {"insert": "added", "update": "changed", "delete": "taken away"}


class HistoryView:
    """What of the history is looked at: which acts, with which words in them, or one act opened."""

    def __init__(self, store: Store, scope: Scope) -> None:
        self._store = store
        self.scope = scope
        self.words = ""
        self.opened: int | None = None
        self._limit = PAGE

    # Reading

    def rows(self, width: int) -> list[Row]:
        """The rows of the list, or of the act that is open."""
        if self.opened is not None:
            return list(self._act_rows(history.deed_of(self._store, self.opened), width))
        return list(self._list_rows(width))

    @property
    def title(self) -> str:
        """Whose history it is."""
        scope, called = self.scope, self._store.history.called
        if scope.kind == "all":
            return "everything"
        return called(scope.table or scope.kind, scope.id)

    def _list_rows(self, width: int) -> Iterator[Row]:
        deeds = self._store.history.page(self.scope, self.words, self._limit + 1)
        if not deeds:
            said = "no act has these words" if self.words else "nothing was done yet"
            yield Row("", ((said, "muted"),))
        day: date | None = None
        for deed in deeds[: self._limit]:
            at = self._local(deed.at)
            if at.date() != day:
                day = at.date()
                yield Row("", ((full_date(day), "strong"),))
            yield Row(str(deed.id), self._deed_pieces(deed, at, width))
        if len(deeds) > self._limit:
            yield Row(MORE, (("older acts: Enter shows them", "muted"),))

    def _deed_pieces(self, deed: Deed, at: datetime, width: int) -> tuple[Piece, ...]:
        note = ""
        if deed.taken_back is not None:
            note = f"taken back {self._local(deed.taken_back):%H:%M}"
        elif deed.meeting and self.scope.kind != "meeting":
            note = fit(deed.meeting, min(24, width // 4)).rstrip()
        left = width - 8 - _WHERE_CELLS - (len(note) + 2 if note else 0)
        name = f"{deed.name} · {deed.about}" if deed.about else deed.name
        return (
            (f"{at:%H:%M}  ", "muted"),
            (fit(self._where(deed.origin, deed.device), _WHERE_CELLS) + "  ", "muted"),
            (fit(name, max(10, left)).rstrip(), "muted" if deed.taken_back else ""),
            FILL,
            (note + " ", "warning" if deed.taken_back else "muted"),
        )

    def _act_rows(self, deed: Deed, width: int) -> Iterator[Row]:
        records, left_out = self._store.history.changes(deed.id, MOST_CHANGES)
        first, *more = wrap(deed.name, width) or [""]
        yield Row(str(deed.id), ((first, "strong"),))  # the cursor stays with the act
        for line in more:
            yield _row((line, "strong"))
        at = self._local(deed.at)
        about = (
            f"{full_date(at.date())}, {at:%H:%M:%S}",
            self._where(deed.origin, deed.device, long=True),
            deed.meeting,
        )
        yield _row((" · ".join(part for part in about if part), "muted"))
        for turn in self._store.history.turns(deed.id):
            at = self._local(turn.at)
            done = "taken back" if turn.is_undo else "done again"
            where = self._where(turn.origin, turn.device, long=True)
            yield _row((f"{done} {full_date(at.date())}, {at:%H:%M:%S} · {where}", "warning"))
        if deed.is_final:
            yield _row(("cannot be taken back: what it forgot is gone", "warning"))
        for record in records:
            yield _row()
            yield from self._record_rows(record, width)
        if left_out:
            yield _row()
            yield _row((f"and {left_out:,} more changes", "muted"))

    def _record_rows(self, record: ChangedRecord, width: int) -> Iterator[Row]:
        kind = KINDS.get(record.table, record.table.replace("_", " "))
        made = _MADE[record.op]
        called = fit(one_line(record.called), max(10, width - len(kind) - len(made) - 6)).rstrip()
        name = f" “{called}” " if called else " "
        yield _row((kind, "accent"), (name, ""), (made, "muted"))
        for changed in record.fields:
            yield from self._field_rows(record.op, changed, width)

    def _field_rows(self, op: str, changed: Changed, width: int) -> Iterator[Row]:
        text = self._words(changed.field, changed.new if op == "insert" else changed.old)
        if op == "update":
            text = f"{text} → {self._words(changed.field, changed.new)}"
        label = field_label(changed.field)
        for line in wrap(text, max(20, width - _LABEL_CELLS - 4)):
            yield _row((f"  {fit(label, _LABEL_CELLS)}  ", "muted"), (line, ""))
            label = ""

    def _words(self, field: str, value: Value) -> str:
        """A value as people read it."""
        if value is None or value == "":
            return "nothing"
        if is_yes_or_no(field):
            return "yes" if value else "no"
        if isinstance(value, float):
            return f"{value:g}"
        text = str(value)
        if field == "at" or field.endswith("_at") or field == "planned_start":
            at = self._local(datetime.fromisoformat(text))
            return f"{full_date(at.date())}, {at:%H:%M}"
        if _is_day(text):
            return full_date(date.fromisoformat(text))
        return text.replace("_", " ") if text.islower() and " " not in text else text

    def _where(self, origin: str, device: str, *, long: bool = False) -> str:
        words = origin_words(origin, self._store.origin)
        return f"{words} · {device}" if long or device != self._store.device else words

    def _local(self, at: datetime) -> datetime:
        return local(at, self._store.clock.zone_name())

    # Doing

    def open(self, row_id: str) -> None:
        """Opens the act of a row, or reads on."""
        if row_id == MORE:
            self._limit += PAGE
        elif row_id:
            self.opened = int(row_id)

    def back(self) -> bool:
        """Closes the act that is open; False when none is."""
        was, self.opened = self.opened, None
        return was is not None

    def take_back(self, row_id: str) -> str:
        """Takes the act under the cursor back; returns what to say. Raises as the service."""
        return f"Taken back: {history.take_back(self._store, self._chosen(row_id))}. r does it again."

    def do_again(self, row_id: str) -> str:
        """Does it again; returns what to say. Raises as the service."""
        return f"Done again: {history.do_again(self._store, self._chosen(row_id))}."

    def only_meeting(self, row_id: str) -> str:
        """Shows the acts of the chosen act's meeting only; returns what to say. Raises Refused without one."""
        deed = history.deed_of(self._store, self._chosen(row_id))
        if deed.meeting_id is None:
            raise Refused("This was done outside meetings.")
        return self.look_at(Scope("meeting", deed.meeting_id))

    def only_partnership(self, row_id: str) -> str:
        """Shows the acts of the chosen act's partnership only; returns what to say. Raises Refused without one."""
        found = self._store.history.partnership_of(self._chosen(row_id))
        if found is None:
            raise Refused("This was done to no partnership.")
        return self.look_at(Scope("partnership", found))

    def look_at(self, scope: Scope) -> str:
        """Shows the acts of `scope`; returns what to say."""
        self.scope, self.opened, self._limit = scope, None, PAGE
        return f"History of {self.title}."

    def find(self, words: str) -> None:
        """Shows the acts with these words only."""
        self.words, self.opened, self._limit = words, None, PAGE

    def _chosen(self, row_id: str) -> int:
        if not row_id.isdigit():
            raise Refused("Choose an act first.")
        return int(row_id)


def _row(*pieces: Piece) -> Row:
    return Row("", pieces)


def _is_day(text: str) -> bool:
    if len(text) != 10:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
