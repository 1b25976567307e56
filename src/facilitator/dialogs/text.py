"""Something to read, over the screen; any of Esc, Enter, q and F1 leaves."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from facilitator.widgets.panel_list import PanelList
from facilitator.widgets.quiet import FILL, Piece, QuietLine

_AROUND_ROWS = 4
_LEAVING = ("enter", "q", "f1", "space")


class TextDialog(ModalScreen[None]):
    """Rows to read; longer ones scroll."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    TextDialog {
        align: center middle;
        background: $background 70%;

        #text {
            width: 100%;
            max-width: 100;
            height: auto;
            max-height: 100%;
            background: $surface;
            border: round $surface-lighten-3;
            padding: 0 1;
        }
        #text-rows { height: auto; background: $surface; }
    }
    """

    def __init__(self, title: str, rows: Sequence[Sequence[Piece]]) -> None:
        super().__init__()
        self._title = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        """The title, then the rows."""
        with Vertical(id="text"):
            yield QuietLine((self._title, "strong"), FILL, ("Esc", "strong"), (" back", "muted"))
            yield PanelList(id="text-rows")

    def on_mount(self) -> None:
        """Shows the rows; keys that do not scroll leave."""
        rows = self.query_one(PanelList)
        rows.show([("", row) for row in self._rows])
        rows.on_key = lambda key, _: self._leave(key)
        rows.on_leave = lambda text: None if text else self._end()
        self.set_focus(rows)

    def _leave(self, key: str) -> bool:
        if key in _LEAVING:
            self._end()
        return key in _LEAVING

    def _end(self) -> None:
        if self.is_current:
            self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        """As many rows as there is room for."""
        self.query_one(PanelList).styles.height = max(1, min(len(self._rows), event.size.height - _AROUND_ROWS))
