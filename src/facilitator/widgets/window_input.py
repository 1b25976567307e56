"""A one-line input that draws and measures only what is on view, and whose keys ask for no layout.

Textual's Input measures its whole text on every key and gives the screen a new layout whenever the width changes.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual.geometry import Offset
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets._input import Selection

from facilitator.widgets.plain import cells, fit, steady
from facilitator.widgets.still import Still

DOT = "•"
"""What every character shows as while the field is masked."""
JOINER = "\u200d"
"""Zero width joiner: makes one picture of two emoji."""


class WindowInput(Still, Input, inherit_bindings=False):
    """An Input of one row without blinking, suggestions or validators; what is seen as one character is one step."""

    DEFAULT_CSS = """
    WindowInput {
        height: 1;
        padding: 0;
        border: none;
        &:focus { border: none; background-tint: initial; }
        &>.input--placeholder { color: $text-muted; }
    }
    """

    cursor_blink = reactive(False, init=False)
    masked: reactive[bool] = reactive(False)
    """Show dots; the value stays what it is."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            placeholder=placeholder, select_on_focus=False, name=name, id=id, classes=classes, disabled=disabled
        )
        self._first = 0
        """Index of the leftmost character on view."""
        self.set_reactive(WindowInput.value, value)
        self.set_reactive(WindowInput.selection, Selection.cursor(len(value)))

    def action_cursor_left(self, select: bool = False) -> None:
        """Moves the cursor one character to the left, or to the start of the selection."""
        start, end = self.selection
        if select or start == end:
            end = step(self.value, end, -1)
            self.selection = Selection(start if select else end, end)
        else:
            self.cursor_position = min(start, end)

    def action_cursor_right(self, select: bool = False) -> None:
        """Moves the cursor one character to the right, or to the end of the selection."""
        start, end = self.selection
        if select or start == end:
            end = step(self.value, end, 1)
            self.selection = Selection(start if select else end, end)
        else:
            self.cursor_position = max(start, end)

    def delete_towards(self, direction: int) -> None:
        """Deletes the selection, or one character to the left (-1) or right (1) of the cursor."""
        if self.selection.is_empty:
            cursor = self.cursor_position
            self.delete(*sorted((cursor, step(self.value, cursor, direction))))
        else:
            self.delete_selection()

    def _watch_value(self, value: str) -> None:  # noqa: ARG002
        self.selection = self.selection  # clamps it to the new length

    def _watch_selection(self, selection: Selection) -> None:
        """Nothing: the cursor is brought into view when the line is drawn."""

    def _glyph(self, character: str) -> str:
        return DOT if self.masked else steady(character)

    def _cells(self, character: str) -> int:
        return 1 if self.masked else cells(character)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is on the screen; input methods open their window there."""
        x, y, _width, _height = self.content_region
        return Offset(x + sum(map(self._cells, self.value[self._first : self.cursor_position])), y)

    def _cell_offset_to_index(self, offset: int) -> int:
        for index in range(self._first, len(self.value)):
            offset -= self._cells(self.value[index])
            if offset < 0:
                return index
        return len(self.value)

    def render_line(self, y: int) -> Strip:
        """The part of the line around the cursor, as much as there is room for."""
        width = self.content_size.width
        if y or not width:
            return Strip.blank(width, self.rich_style)
        self._first = first_on_view(self.value, self.cursor_position, self._first, width, self._cells)
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset
        parts = self._parts(width) if self.value else self._placeholder_parts(width)
        segments = [Segment(text, self.get_component_rich_style(part) if part else None) for text, part in parts]
        return Strip(segments).adjust_cell_length(width).apply_style(self.rich_style)

    def _parts(self, width: int) -> list[tuple[str, str]]:
        """What is on view, cut where its style changes, each part with the component class that styles it."""
        start, end = sorted(self.selection) if self.has_focus else (0, 0)
        cursor = self.cursor_position if self.has_focus else -1
        runs: list[tuple[str, str]] = []
        room = width
        for index in range(self._first, len(self.value)):
            glyph = self._glyph(self.value[index])
            size = self._cells(self.value[index])
            room -= size
            if room < 0:
                break
            part = "input--cursor" if index == cursor else "input--selection" if start <= index < end else ""
            if runs and (size == 0 or runs[-1][1] == part):
                runs[-1] = (runs[-1][0] + glyph, runs[-1][1])
            else:
                runs.append((glyph, part))
        if cursor == len(self.value):
            runs.append((" ", "input--cursor"))
        return runs

    def _placeholder_parts(self, width: int) -> list[tuple[str, str]]:
        text = fit(self.placeholder, width)
        under_cursor = 1 if self.has_focus else 0
        return [(text[:under_cursor], "input--cursor"), (text[under_cursor:], "input--placeholder")]


def first_on_view(value: str, cursor: int, first: int, width: int, cells_of: Callable[[str], int]) -> int:
    """The index of the leftmost character to show in `width` cells, so that the cursor is on view.

    It moves away from `first`, where it was, as little as it can; a text that fits is shown from its start, and no
    room is wasted at the end. `cells_of` gives the width of one character.
    """
    cursor_cells = max(1, cells_of(value[cursor])) if cursor < len(value) else 1
    first = min(first, cursor, _fill_back(value, len(value), width - 1, cells_of))
    first = max(first, _fill_back(value, cursor, width - cursor_cells, cells_of))
    while first < cursor and cells_of(value[first]) == 0:
        first += 1
    return first


def _fill_back(value: str, end: int, width: int, cells_of: Callable[[str], int]) -> int:
    """Where a text begins that ends before the index `end` and fills at most `width` cells."""
    start = end
    while start > 0:
        width -= cells_of(value[start - 1])
        if width < 0:
            break
        start -= 1
    return start


def step(value: str, index: int, direction: int) -> int:
    """The next place of the cursor: before or behind a whole character with its marks and joined parts."""
    index += direction
    while 0 < index < len(value) and (cells(value[index]) == 0 or value[index - 1] == JOINER):
        index += direction
    return max(0, min(index, len(value)))
