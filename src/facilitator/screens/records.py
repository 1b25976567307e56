"""What home and the plain lists share: a header, rows with a cursor, one key each, forms, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from facilitator.commands import Command
from facilitator.db import Store
from facilitator.screens.base import BaseScreen
from facilitator.screens.home_commands import HELP, hints, key_of
from facilitator.screens.navigation import LeaveScreen
from facilitator.settings import Settings
from facilitator.widgets.panel_list import PanelList
from facilitator.widgets.plain import wrap
from facilitator.widgets.quiet import BREAK, Piece, QuietLine

if TYPE_CHECKING:
    from facilitator.dialogs.form import Form

_MORE_KEYS = {"ctrl+z": "undo", "ctrl+y": "redo", "f1": "help", "escape": "back"}
SAID_ROWS = 3
"""The most rows that something said takes."""
ROOMY_ROWS = 18
"""With fewer rows on the screen there are no blank ones."""


class RecordScreen(BaseScreen[None]):
    """Rows of records. Each command of `table` is a method `do_…`, which is told the id of the row under the cursor."""

    CSS_PATH: ClassVar[str] = "records.tcss"
    table: tuple[Command, ...] = ()

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self.head = QuietLine(classes="head")
        self.list = PanelList(classes="list")
        self.said = QuietLine(classes="said")
        self.keys = QuietLine(classes="keys")
        self._minute = -1
        self._said_rows = 1
        self.width = 0

    def compose(self) -> ComposeResult:
        """Header, rows, what was said last, keys."""
        yield self.head
        yield from self.compose_body()
        yield self.said
        yield self.keys

    def compose_body(self) -> Iterable[Widget]:
        """What stands between header and keys."""
        return (self.list,)

    def on_mount(self) -> None:
        """The rows have the focus."""
        self.list.on_key = self.press
        self.list.on_leave = self._leave_list
        self.set_focus(self.list)
        self.set_interval(1, self._tick)

    def _tick(self) -> None:
        """Another minute: what is late and what is today may be others."""
        minute = self.store.now().minute
        if self.is_current and minute != self._minute:
            self._minute = minute
            with self.reporting():
                self.load()

    # Commands

    def commands(self) -> Iterable[Command]:
        """For the palette."""
        return self.table

    def run_command(self, command: Command) -> None:
        """Does a command to the row under the cursor."""
        self.say(1, ())
        with self.reporting():
            do: Callable[[str], None] = getattr(self, f"do_{command.slash}")
            do(self.list.row_id or "")

    def press(self, key: str, _row_id: str | None) -> bool:
        """A key of the rows."""
        name = _MORE_KEYS.get(key)
        for command in self.table:
            if command.letter == key or (name and command.slash == name):
                self.run_command(command)
                return True
        return False

    def _leave_list(self, text: str) -> None:
        if text:
            self.tell(f"{text[:20]} means nothing here; F1 shows the keys", is_error=True)
        else:
            self.press("escape", None)

    def key_f1(self) -> None:
        """Help, wherever the focus is."""
        self.press("f1", None)

    def key_ctrl_z(self) -> None:
        """Undo, wherever the focus is."""
        self.press("ctrl+z", None)

    def key_ctrl_y(self) -> None:
        """Redo, wherever the focus is."""
        self.press("ctrl+y", None)

    def show_keys(self) -> None:
        """The keys that fit."""
        self.keys.show(*hints(((key_of(c), c.label.lower()) for c in self.table if c is not HELP), self.width))

    def do_undo(self, _: str) -> None:
        """Takes the latest act back."""
        from facilitator.services import history

        name = history.undo(self.store)
        self.load()
        self.tell(f"Taken back: {name}. Ctrl+Y does it again.")

    def do_redo(self, _: str) -> None:
        """Does it again."""
        from facilitator.services import history

        name = history.redo(self.store)
        self.load()
        self.tell(f"Done again: {name}.")

    def do_help(self, _: str) -> None:
        """Every key with what it does."""
        from facilitator.dialogs.text import TextDialog

        rows: list[list[Piece]] = [
            [(f"{key_of(c):<8}", "accent"), (f"{c.label:<18}", "strong"), (c.help, "")] for c in self.table
        ]
        more = (("↑ ↓", "move the cursor, also k and j; PgUp, PgDn, Home, End"), ("Ctrl+P", "every command by name"))
        rows += [[]] + [[(f"{key:<8}", "accent"), (what, "")] for key, what in more]
        self.app.push_screen(TextDialog("Keys", rows))

    def do_back(self, _: str) -> None:
        """Back to the screen before."""
        self.post_message(LeaveScreen())

    # Messages and forms

    def tell(self, text: str, *, is_error: bool = False) -> None:
        """Says something in the row above the keys, until the next key."""
        lines = wrap(f"{'✗' if is_error else '✓'} {text}", max(20, self.width - 2))[:SAID_ROWS]
        pieces: list[Piece] = []
        for line in lines:
            pieces += [BREAK, (f" {line}", "error" if is_error else "good")]
        self.say(len(lines), pieces[1:])

    def say(self, rows: int, pieces: Sequence[Piece]) -> None:
        """Shows `pieces` in so many rows above the keys."""
        if self._said_rows != rows:
            self._said_rows = rows
            self.said.styles.height = rows
        self.said.show(*pieces)

    def ask(self, form: Form, after: Callable[[], None] | None = None) -> None:
        """Opens a form, and says what saving it said; `after` is done once it was saved."""
        from facilitator.dialogs.form import FormDialog, Values

        dialog = FormDialog(form)

        def ended(values: Values | None) -> None:
            if values is not None:
                if dialog.said:
                    self.tell(dialog.said)
                if after:
                    after()

        self.app.push_screen(dialog, ended)

    def ask_partnership(self, then: Callable[[str], None], partnership_id: str | None = None) -> None:
        """Does `then` with the partnership that is meant: the one given, the only one, or the one that is asked for."""
        from facilitator.screens import forms

        known = [partnership_id] if partnership_id else [it.id for it in self.store.people.partnerships()]
        if len(known) == 1:
            then(known[0])
        elif known:
            chosen: list[str] = []
            self.ask(forms.which_partnership(self.store, chosen.append), lambda: self._reported(then, chosen[0]))
        else:
            self.tell("first the partnership")
            self.ask(forms.partnership(self.store))

    def _reported(self, then: Callable[[str], None], partnership_id: str) -> None:
        self.say(1, ())
        with self.reporting():
            then(partnership_id)

    def on_resize(self, _: events.Resize) -> None:
        """Fits the rows into the new size."""
        self.width, height = self.app.size
        self.set_class(height < ROOMY_ROWS, "-tight")
        self.show_keys()
        self.show_rows()

    def show_rows(self) -> None:
        """Draws what was read last."""
