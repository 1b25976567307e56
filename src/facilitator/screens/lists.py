"""A plain list of records: look, narrow, add, change, take back."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from facilitator.db import Store
from facilitator.db.overview import LIST_LIMIT
from facilitator.model.history import Scope
from facilitator.model.text import folded_words
from facilitator.screens.listed.base import Record
from facilitator.screens.listed.kinds import KINDS
from facilitator.screens.listed.plans import Promises
from facilitator.screens.navigation import OpenAbout, OpenHistory, OpenList, OpenMeeting, OpenMinutes
from facilitator.screens.records import RecordScreen
from facilitator.settings import Settings
from facilitator.widgets.keyed_field import KeyedField
from facilitator.widgets.line_field import LineField
from facilitator.widgets.panel_list import PanelRow
from facilitator.widgets.quiet import FILL

MOST = f"only {LIST_LIMIT} are shown; f finds among them"


class ListScreen(RecordScreen):
    """The list `what` of one partnership, or of all."""

    def __init__(self, store: Store, settings: Settings, what: str, partnership_id: str | None = None) -> None:
        super().__init__(store, settings)
        self.what = what
        self.partnership_id = partnership_id
        self.kind = KINDS[what](store, settings, partnership_id)
        self.table = self.kind.table
        self.field = KeyedField(placeholder="words to look for", id="filter")
        self.field.display = False
        self._records: list[Record] = []

    def compose_body(self) -> Iterable[Widget]:
        """The filter, then the rows."""
        return (self.field, self.list)

    def on_mount(self) -> None:
        """Enter in the filter goes to the rows, Esc shows all again."""
        super().on_mount()
        self.field.on_enter = self._narrowed
        self.field.keys = {"escape": self._stop_filter, "down": self._to_rows, "up": self._to_rows}

    # Reading and showing

    def load(self) -> None:
        """Reads the rows."""
        known = self.store.people.partnership(self.partnership_id) if self.partnership_id else None
        self._records = self.kind.records()
        if self.what == "partnership":
            title = known.name if known else ""
        else:
            title = f"{self.kind.title} · {known.name}" if known else self.kind.title
        count = "" if self.what == "partnership" else str(len(self._records))
        self.head.show((f" {title}", "strong"), (f"   {self.badge}", "warning"), FILL, (f"{count} ", "muted"))
        self.show_rows()
        self.show_keys()

    def show_rows(self) -> None:
        """Draws the rows with the words looked for."""
        parts = folded_words(self.field.value)
        found = [it for it in self._records if _has(it.words, parts)] if parts else self._records
        rows: list[PanelRow] = [(it.id, it.pieces) for it in found]
        if not self._records:
            rows = [("", ((self.kind.nothing, "muted"),))]
        elif not found:
            rows = [("", (("nothing has these words; Esc shows all", "muted"),))]
        elif len(self._records) == LIST_LIMIT:
            rows.append(("", ((MOST, "muted"),)))
        self.list.show(rows)

    # Narrowing

    def do_filter(self, _: str) -> None:
        """Opens the filter."""
        self.field.display = True
        self.set_focus(self.field)

    def on_line_field_edited(self, _: LineField.Edited) -> None:
        """Narrows while one types."""
        self.show_rows()

    def _narrowed(self, text: str) -> None:
        self.field.put(text)
        self._to_rows()

    def _to_rows(self) -> None:
        self.show_rows()
        self.field.display = bool(self.field.value)
        self.set_focus(self.list)

    def _stop_filter(self) -> None:
        self.field.put("")
        self._to_rows()

    def do_back(self, row_id: str) -> None:
        """First out of the filter, then back."""
        if self.field.display:
            self._stop_filter()
        else:
            super().do_back(row_id)

    # Commands; each is told the id of the row under the cursor

    def do_open(self, row_id: str) -> None:
        """Into a meeting or a partnership; else a form."""
        where, _, what = row_id.partition(":")
        if where == "list":
            self.post_message(OpenList(what, self.partnership_id))
        elif row_id and self.what == "meetings":
            self.post_message(OpenMeeting(row_id))
        elif row_id and self.what == "partnerships":
            self.post_message(OpenList("partnership", row_id))
        else:
            self.do_change(row_id)

    def do_change(self, row_id: str) -> None:
        """A form for the row."""
        if row_id or self.what == "partnership":
            self.ask(self.kind.change(row_id))

    def do_new(self, _: str) -> None:
        """A form for one more."""
        if self.what == "partnerships":
            self.ask(self.kind.new(""))
        else:
            self.ask_partnership(lambda known: self.ask(self.kind.new(known)), self.partnership_id)

    def do_import(self, _: str) -> None:
        """People from a CSV file."""
        from facilitator.screens import forms

        self.ask_partnership(lambda known: self.ask(forms.import_people(self.store, known)), self.partnership_id)

    def do_end(self, row_id: str) -> None:
        """Somebody, or an organisation, no longer takes part."""
        if row_id:
            said = self.kind.end(row_id)
            self.load()
            self.tell(f"{said} Ctrl+Z takes it back.")

    def do_minutes(self, row_id: str) -> None:
        """The minutes of a meeting that has begun."""
        from facilitator.services.minutes import begun

        if row_id:
            self.post_message(OpenMinutes(begun(self.store, row_id).id))

    def do_about(self, row_id: str) -> None:
        """What is kept about somebody."""
        if row_id:
            self.post_message(OpenAbout(row_id))

    def do_done(self, row_id: str) -> None:
        """A promise is kept."""
        from facilitator.services import edit_records, promises

        if row_id:
            kept = promises.done(self.store, edit_records.promise_of(self.store, row_id))
            self.load()
            self.tell(f"Kept: promise {kept.number}. Ctrl+Z takes it back.")

    def do_all(self, _: str) -> None:
        """Promises done and dropped, too."""
        assert isinstance(self.kind, Promises)
        self.kind.is_all = not self.kind.is_all
        self.load()

    def do_history(self, row_id: str) -> None:
        """What was done to the record under the cursor; without one, to the partnership."""
        if row_id and self.what != "partnership":
            self.post_message(OpenHistory(self.kind.scope(row_id)))
        elif self.partnership_id:
            self.post_message(OpenHistory(Scope("partnership", self.partnership_id)))
        else:
            self.post_message(OpenHistory(Scope()))

    def do_meetings(self, _: str) -> None:
        """The meetings of the partnership."""
        self.post_message(OpenList("meetings", self.partnership_id))

    def do_people(self, _: str) -> None:
        """The people of the partnership."""
        self.post_message(OpenList("people", self.partnership_id))

    def do_organisations(self, _: str) -> None:
        """The organisations of the partnership."""
        self.post_message(OpenList("organisations", self.partnership_id))

    def do_goals(self, _: str) -> None:
        """The goals of the partnership."""
        self.post_message(OpenList("goals", self.partnership_id))

    def do_actions(self, _: str) -> None:
        """The promises of the partnership."""
        self.post_message(OpenList("actions", self.partnership_id))


def _has(words: str, parts: tuple[str, ...]) -> bool:
    """Each of `parts` begins one of the words."""
    found = folded_words(words)
    return all(any(word.startswith(part) for word in found) for part in parts)
