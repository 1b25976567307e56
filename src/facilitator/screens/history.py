"""The history screen: who did what when, and any act taken back."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from facilitator.commands import Command
from facilitator.db import Store
from facilitator.model.history import Scope
from facilitator.screens.history_view import HistoryView
from facilitator.screens.home_commands import BACK, HELP
from facilitator.screens.records import RecordScreen
from facilitator.settings import Settings
from facilitator.widgets.keyed_field import KeyedField
from facilitator.widgets.quiet import FILL

KEYS = (
    Command("open", "", "What changed", "shows each change of the act under the cursor", "enter"),
    Command("undo", "", "Take back", "takes the act under the cursor back (also Ctrl+Z)", "u"),
    Command("redo", "", "Do again", "does an act that was taken back again (also Ctrl+Y)", "r"),
    Command("filter", "", "Find", "shows the acts with the words you type", "f"),
    Command("meeting", "", "This meeting", "only the meeting of the act under the cursor", "m"),
    Command("partnership", "", "This partnership", "only the partnership of the act under the cursor", "p"),
    Command("all", "", "Everything", "all acts of the file", "s"),
    BACK,
    HELP,
)


class HistoryScreen(RecordScreen):
    """The acts of `scope`, newest first."""

    table = KEYS

    def __init__(self, store: Store, settings: Settings, scope: Scope) -> None:
        super().__init__(store, settings)
        self.view = HistoryView(store, scope)
        self.field = KeyedField(placeholder="words to look for, then Enter", id="filter")
        self.field.display = False

    def compose_body(self) -> Iterable[Widget]:
        """The words looked for, then the rows."""
        return (self.field, self.list)

    def on_mount(self) -> None:
        """Enter looks for the words, Esc shows all again."""
        super().on_mount()
        self.field.on_enter = self._found
        self.field.keys = {"escape": self._stop_finding, "down": self._to_rows, "up": self._to_rows}

    def load(self) -> None:
        """Reads what is shown."""
        self.head.show((f" History · {self.view.title}", "strong"), FILL, (self._looked_for, "muted"))
        self.show_rows()
        self.show_keys()

    @property
    def _looked_for(self) -> str:
        return f"with “{self.view.words}” " if self.view.words else ""

    def show_rows(self) -> None:
        """Draws the acts, or the one that is open."""
        if self.width:
            with self.reporting():
                self.list.show([(it.id, it.pieces) for it in self.view.rows(max(20, min(self.width, 132) - 6))])

    # Finding

    def do_filter(self, _: str) -> None:
        """Asks for the words."""
        self.field.display = True
        self.set_focus(self.field)

    def _found(self, text: str) -> None:
        self.field.put(text)
        self.view.find(text)
        self._to_rows()

    def _stop_finding(self) -> None:
        self.field.put("")
        self.view.find("")
        self._to_rows()

    def _to_rows(self) -> None:
        self.field.display = bool(self.field.value)
        self.set_focus(self.list)
        self.load()

    # Commands; each is told the id of the row under the cursor

    def do_open(self, row_id: str) -> None:
        """What the act changed, and back."""
        if not self.view.back():
            self.view.open(row_id)
        self.load()

    def do_undo(self, row_id: str) -> None:
        """Takes it back."""
        said = self.view.take_back(row_id)
        self.load()
        self.tell(said)

    def do_redo(self, row_id: str) -> None:
        """Does it again."""
        said = self.view.do_again(row_id)
        self.load()
        self.tell(said)

    def do_meeting(self, row_id: str) -> None:
        """Its meeting only."""
        self.tell(self.view.only_meeting(row_id))
        self.load()

    def do_partnership(self, row_id: str) -> None:
        """Its partnership only."""
        self.tell(self.view.only_partnership(row_id))
        self.load()

    def do_all(self, _: str) -> None:
        """All acts."""
        self.tell(self.view.look_at(Scope()))
        self.load()

    def do_back(self, row_id: str) -> None:
        """Out of the act, out of the words, then back."""
        if self.view.back():
            self.load()
        elif self.field.display or self.view.words:
            self._stop_finding()
        else:
            super().do_back(row_id)
