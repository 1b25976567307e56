"""The rows of a panel: drawn line by line, with a cursor on the rows that can be acted on.

Like the line field it does every key inside its key handler, and asks its screen by plain calls, so that what a key
leads to has happened before the next key is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from facilitator.model.text import one_line
from facilitator.widgets.handing_on import focus_elsewhere, hand_on
from facilitator.widgets.plain import cells, steady
from facilitator.widgets.quiet import FILL, Piece, Tone, lay_out
from facilitator.widgets.still import Still
from facilitator.widgets.tones import Tones

PanelRow = tuple[str, Sequence[Piece]]
"""A row's id, empty for one that is only read, and its pieces."""

MARK, NO_MARK = "› ", "  "
"""What stands before each row: the cursor is seen without colour too."""


class PanelList(Still, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of pieces, one line each, with a cursor that passes over rows without an id.

    What a screen sets, each called inside the key handler:

    - `on_key(key, row_id)`: any key but those that move; `row_id` is None when no row can be acted on. Returns
      whether it meant something. A double click is Enter.
    - `on_leave(text)`: Tab, Shift+Tab or Esc with nothing; a printable character that meant nothing, or a paste, with
      it. The screen puts it into the line and focuses that (with `Screen.set_focus`, which is immediate): keys that
      still wait here follow it there.

    Alt and a letter leaves, too, and is then a key of the line. All other keys bubble.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "panel--cursor",
    }
    DEFAULT_CSS = """
    PanelList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        &>.panel--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.on_key: Callable[[str, str | None], bool] | None = None
        self.on_leave: Callable[[str], None] | None = None
        self._rows: list[tuple[str, list[Piece]]] = []
        self._cursor: int | None = None
        self._tones = Tones(self)

    # What a screen calls

    def show(self, rows: Sequence[PanelRow]) -> None:
        """Shows `rows` instead. The cursor stays on its record, or else near where it was."""
        row_id, at = self.row_id, self._cursor
        old, self._rows = self._rows, [(id_, _steady(pieces)) for id_, pieces in rows]
        if old == self._rows:
            return
        self._cursor = next((y for y, (id_, _) in enumerate(self._rows) if row_id and id_ == row_id), None)
        if self._cursor is None:
            self._cursor = self._near(at or 0)
        if len(old) == len(self._rows) and self._cursor == at:
            for y, (before, now) in enumerate(zip(old, self._rows, strict=True)):
                if before != now:
                    self.refresh(Region(0, y - self.scroll_offset.y, self.size.width, 1))
            return
        if len(old) != len(self._rows):
            self.virtual_size = Size(0, len(self._rows))
        self._see_cursor()
        self.refresh()

    @property
    def row_id(self) -> str | None:
        """The id of the row under the cursor."""
        return None if self._cursor is None else self._rows[self._cursor][0]

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def row_width(self) -> int:
        """How many cells a row may take: the width without the cursor's mark and a scroll bar."""
        return max(0, self.content_size.width - cells(MARK) - self.styles.scrollbar_size_vertical)

    # Keys, pastes, mouse

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        if target := focus_elsewhere(self):
            event.stop()
            hand_on(event.copy(), target)
        elif self._press(event):
            event.stop()

    def _press(self, event: events.Key) -> bool:
        key, character = event.key, event.character
        if move := _MOVES.get(key):
            move(self)
        elif key in ("escape", "tab", "shift+tab"):
            self._leave("")
        elif key.startswith("alt+"):
            self._leave("")
            if target := focus_elsewhere(self):
                hand_on(event.copy(), target)
        elif self._act(key):
            pass
        elif character and event.is_printable:
            self._leave(character)
        else:
            return False
        return True

    def _act(self, key: str) -> bool:
        self._see_cursor()  # nothing is done to a row that was scrolled away
        return self.on_key is not None and self.on_key(key, self.row_id)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if target := focus_elsewhere(self):
            hand_on(events.Paste(event.text), target)
        else:
            self._leave(one_line(event.text))

    def _leave(self, text: str) -> None:
        if self.on_leave:
            self.on_leave(text)

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor to the row under the mouse; a double click is Enter."""
        y = self.scroll_offset.y + event.y
        if 0 <= y < len(self._rows) and self._rows[y][0]:
            self._move_to(y)
            if event.chain > 1:
                self._act("enter")

    def on_focus(self) -> None:
        """Shows the cursor, and the rows around it."""
        self._see_cursor()
        self._refresh_cursor()

    def on_blur(self) -> None:
        """Hides the cursor."""
        self._refresh_cursor()

    # Moving

    def _move(self, direction: int) -> None:
        """To the next row that can be acted on; without one the rows scroll."""
        start = -1 if self._cursor is None else self._cursor
        found = self._next(start, direction)
        if found is not None:
            self._move_to(found)
        else:
            self._scroll_rows(direction)

    def turn_page(self, direction: int) -> None:
        """Scrolls by a page, back or on; one row stays in sight."""
        self._scroll_rows(direction * self._page)

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def _move_page(self, direction: int) -> None:
        page = self._page
        if self._cursor is None:
            self.turn_page(direction)
            return
        wanted = max(0, min(self._cursor + direction * page, len(self._rows) - 1))
        self._move_to(self._near(wanted) or 0)
        if wanted in (0, len(self._rows) - 1):
            self._scroll_rows(direction * page)

    def _move_to_end(self, direction: int) -> None:
        found = self._next(len(self._rows) if direction > 0 else -1, -direction)
        if found is not None:
            self._move_to(found)
        self._scroll_rows(direction * len(self._rows))

    def _move_to(self, y: int) -> None:
        self._refresh_cursor()
        self._cursor = y
        self._refresh_cursor()
        self._see_cursor()

    def _next(self, y: int, direction: int) -> int | None:
        end = len(self._rows) if direction > 0 else -1
        return next((at for at in range(y + direction, end, direction) if self._rows[at][0]), None)

    def _near(self, y: int) -> int | None:
        """The row nearest to `y` that can be acted on, below rather than above."""
        able = [at for at, (id_, _) in enumerate(self._rows) if id_]
        return min(able, key=lambda at: (abs(at - y), at < y), default=None)

    def _see_cursor(self) -> None:
        """Scrolls so that the cursor is on view, with the rows above the first one that can be acted on."""
        page = self.scrollable_content_region.height
        if self._cursor is None or not page:
            return
        top = self.scroll_offset.y
        if self._cursor < top:
            shows_head = self._cursor < page and self._next(self._cursor, -1) is None
            self._scroll_rows((0 if shows_head else self._cursor) - top)
        elif self._cursor >= top + page:
            self._scroll_rows(self._cursor - page + 1 - top)

    def _scroll_rows(self, count: int) -> None:
        self.scroll_y = self.validate_scroll_y(self.scroll_offset.y + count)

    def _refresh_cursor(self) -> None:
        if self._cursor is not None:
            self.refresh(Region(0, self._cursor - self.scroll_offset.y, self.size.width, 1))

    def on_resize(self) -> None:
        """Keeps the cursor on view in the new height."""
        self._see_cursor()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Row `y` of what is on view."""
        width = self.scrollable_content_region.width
        at = self.scroll_offset.y + y
        if at >= len(self._rows):
            return Strip.blank(width, self._tones[""])
        is_cursor = at == self._cursor and self.has_focus
        mark: Piece = (MARK if is_cursor else NO_MARK, "accent")
        pieces = lay_out([mark, *self._rows[at][1]], width)
        return Strip([Segment(text, self._style(tone, is_cursor=is_cursor)) for text, tone in pieces], width)

    def _style(self, tone: Tone, *, is_cursor: bool) -> Style:
        if is_cursor:
            return self.get_component_rich_style("panel--cursor")
        return self._tones[tone]

    def notify_style_update(self) -> None:
        """Forgets the old colours."""
        super().notify_style_update()
        self._tones.forget()


def _steady(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece if piece is FILL else (steady(one_line(piece[0])), piece[1]) for piece in pieces]


_MOVES: dict[str, Callable[[PanelList], None]] = {
    "up": lambda panel: panel._move(-1),
    "k": lambda panel: panel._move(-1),
    "down": lambda panel: panel._move(1),
    "j": lambda panel: panel._move(1),
    "pageup": lambda panel: panel._move_page(-1),
    "pagedown": lambda panel: panel._move_page(1),
    "home": lambda panel: panel._move_to_end(-1),
    "end": lambda panel: panel._move_to_end(1),
}
