"""A screen of rows on which one act cannot be taken back: a word is typed in a line below the rows, then it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.widget import Widget

from facilitator.db import Store
from facilitator.model.text import fold
from facilitator.screens.records import RecordScreen
from facilitator.settings import Settings
from facilitator.widgets.keyed_field import KeyedField


class ConfirmingScreen(RecordScreen):
    """Rows, and a line that asks for a word."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self.field = KeyedField(id="confirm")
        self.field.display = False
        self._word = ""
        self._then: Callable[[], None] = lambda: None

    def compose_body(self) -> Iterable[Widget]:
        """The rows, then the line."""
        return (self.list, self.field)

    def on_mount(self) -> None:
        """Enter in the line does it when the word is right, Esc leaves everything as it is."""
        super().on_mount()
        self.field.on_enter = self._typed
        self.field.keys = {"escape": self._stop}

    def ask_word(self, word: str, then: Callable[[], None]) -> None:
        """Asks for `word`, and does `then` when it was typed."""
        self._word, self._then = word, then
        self.field.placeholder = f"type {word} and Enter; it cannot be taken back. Esc leaves everything as it is"
        self.field.put("")
        self.field.display = True
        self.set_focus(self.field)

    def _typed(self, text: str) -> None:
        if fold(text.strip()) != self._word:
            self.field.put(text)
            self.tell(f"type {self._word}, or Esc to leave everything as it is", is_error=True)
            return
        self._stop()
        with self.reporting():
            self._then()

    def _stop(self) -> None:
        self.field.put("")
        self.field.display = False
        self.set_focus(self.list)

    def do_back(self, row_id: str) -> None:
        """First out of the line, then back."""
        if self.field.display:
            self._stop()
        else:
            super().do_back(row_id)
