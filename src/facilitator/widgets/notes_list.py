"""The list of what was written down: newest at the bottom, wrapped as far as somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from facilitator.model.notes import Item
from facilitator.widgets.calm_bar import CalmBar
from facilitator.widgets.measured import Measured
from facilitator.widgets.notes_rows import Row, height, rows
from facilitator.widgets.still import Still

_ITEMS_KEPT, _STRIPS_KEPT = 128, 512
"""So much of what was drawn is kept, to scroll without wrapping again."""


class NotesList(Still, ScrollView, can_focus=True, inherit_bindings=False):
    """The lines of a meeting's record in columns: time, who, words, state.

    It keeps to the newest line unless somebody scrolled up. Items are measured from the bottom, as far as they were
    looked at; those above count as one row each until then. With the focus, `j k`, arrows, `g G`, Home, End and the
    page keys move a cursor and Enter picks; all other keys bubble.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "notes--time",
        "notes--who",
        "notes--text",
        "notes--word",
        "notes--waiting",
        "notes--private",
        "notes--cursor",
    }
    DEFAULT_CSS = """
    NotesList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        &>.notes--time { color: $text-muted; }
        &>.notes--who { text-style: bold; }
        &>.notes--word { color: $text-muted; }
        &>.notes--waiting { color: $text-warning; text-style: bold; }
        &>.notes--private { color: $text-accent; text-style: italic; }
        &>.notes--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    blank: reactive[bool] = reactive(False)
    """Show nothing; the list stays as it is."""

    class Picked(Message):
        """Enter was pressed on an item, or it was clicked."""

        def __init__(self, notes_list: NotesList, item: Item) -> None:
            super().__init__()
            self.notes_list = notes_list
            self.item = item

        @property
        def control(self) -> NotesList:
            """The list, for selectors."""
            return self.notes_list

    def __init__(
        self,
        zone: tzinfo = UTC,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.zone = zone
        """The time zone whose wall clock the first column shows."""
        self._items: list[Item] = []
        self._cursor: int | None = None
        self._measured = Measured(lambda index: height(self._items[index], self._width))
        self._follows = True
        """Shows the newest line; False once somebody scrolled up."""
        self._is_arranging = False
        self._width = 0
        self._rows: LRUCache[int, list[Row]] = LRUCache(_ITEMS_KEPT)
        self._strips: LRUCache[tuple[int, int, bool], Strip] = LRUCache(_STRIPS_KEPT)
        self._styles: dict[str, Style] = {}

    # What a screen calls

    def show(self, items: Sequence[Item]) -> None:
        """Lists `items`, oldest first. Cursor and place stay where they were, by record."""
        top = self._top()
        selected = self.selected
        self._items = list(items)
        self._cursor = self._find(selected) if selected else None
        self._measure_again(None if self._follows else top)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The bar at the right."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = CalmBar(name="vertical", thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def append(self, item: Item) -> None:
        """Adds the newest item."""
        self._items.append(item)
        if self._width:
            self._measured.append(len(self._items) - 1)
            self._resize_content(follow=self._follows)

    def replace(self, item: Item) -> None:
        """Shows `item` instead of the one of the same record; without one it does nothing."""
        index = self._find(item)
        if index is None:
            return
        is_same_height = not self._width or height(item, self._width) == height(self._items[index], self._width)
        top = self._top()
        self._items[index] = item
        if is_same_height:
            self._forget_drawn()
            self.refresh()
        else:
            self._measure_again(None if self._follows else top)

    @property
    def selected(self) -> Item | None:
        """The item under the cursor."""
        return None if self._cursor is None else self._items[self._cursor]

    def page(self, direction: int) -> None:
        """Scrolls one page up (-1) or down (1); for screens whose focus is elsewhere."""
        self._scroll_to_row(self.scroll_offset.y + direction * max(1, self._page_rows - 1))

    # Measuring

    def _measure_again(self, top: tuple[Item, int] | None) -> None:
        """Forgets all heights and measures what is on view: the bottom, or the place of `top`."""
        self._forget_drawn()
        self._measured.reset(len(self._items))
        if not self._width:
            return
        index = self._find(top[0]) if top else None
        if index is not None:
            self._measured.measure_item(index)
        self._measured.measure_rows(3 * self._page_rows)
        self._resize_content(follow=index is None)
        if index is not None and top is not None:
            self._scroll_to_row(self._measured.start_of(index) + top[1])

    def _measure_above(self, y: int) -> None:
        """Measures two pages above the row `y`, before anybody scrolls there."""
        was_measured = y >= self._measured.unmeasured
        grown = self._measured.measure_item(y - 2 * self._page_rows)
        if grown:
            self._resize_content(follow=False)
            if was_measured:
                self._scroll_to_row(y + grown)

    def _resize_content(self, *, follow: bool) -> None:
        """Tells the scroll bar the new height. A layout is not needed: the bar is always there."""
        size = Size(self._width, max(self._measured.total, self._page_rows))
        self._is_arranging = True
        self.set_reactive(NotesList.virtual_size, size)
        self._scroll_update(size)
        if follow:
            self._scroll_to_row(self.max_scroll_y)
        self._is_arranging = False
        self.refresh()

    @property
    def _page_rows(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def _top(self) -> tuple[Item, int] | None:
        """The item in the topmost row on view, and which of its rows that is."""
        found = self._measured.at(self.scroll_offset.y)
        return None if found is None else (self._items[found[0]], found[1])

    def _find(self, item: Item) -> int | None:
        for index in range(len(self._items) - 1, -1, -1):
            if self._items[index].id == item.id and self._items[index].table == item.table:
                return index
        return None

    def on_resize(self) -> None:
        """Wraps anew when the width has changed; keeps to the bottom, or to the item that is topmost."""
        top = self._top()
        width = self.scrollable_content_region.width
        if width != self._width:
            self._width = width
            self._measure_again(None if self._follows else top)
        else:
            self._measure_above(self.scroll_offset.y)
            self._resize_content(follow=self._follows)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measures ahead."""
        super().watch_scroll_y(old_value, new_value)
        if not self._is_arranging:
            self._follows = round(new_value) >= self.max_scroll_y
        if self._measured.unmeasured:
            self._measure_above(round(new_value))

    # Moving

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        if act := _KEYS.get(event.key):
            event.stop()
            act(self)

    def on_focus(self) -> None:
        """Puts the cursor on the lowest item on view. Nothing scrolls: it may be a click on another one."""
        if self._cursor is None:
            found = self._measured.at(min(self.scroll_offset.y + self._page_rows, self._measured.total) - 1)
            self._cursor = found[0] if found else None

    def on_click(self, event: events.Click) -> None:
        """Picks the item under the mouse."""
        found = self._measured.at(self.scroll_offset.y + event.y)
        if found:
            self._move_to(found[0])
            self._pick()

    def _pick(self) -> None:
        if self.selected and not self.blank:
            self.post_message(self.Picked(self, self.selected))

    def _move(self, items: int) -> None:
        self._move_to((len(self._items) if self._cursor is None else self._cursor) + items)

    def _move_page(self, direction: int) -> None:
        """Puts the cursor on the item one page away, or at least on the next one."""
        if self._cursor is None:
            self._move(-1)
            return
        y = self._measured.start_of(self._cursor) + direction * max(1, self._page_rows - 1)
        found = self._measured.at(max(0, min(y, self._measured.total - 1)))
        there = found[0] if found else self._cursor
        self._move_to(there if there != self._cursor else self._cursor + direction)

    def _move_to(self, index: int) -> None:
        if not self._items:
            return
        self._cursor = max(0, min(index, len(self._items) - 1))
        self._measured.measure_item(self._cursor)
        self._resize_content(follow=False)
        first = self._measured.start_of(self._cursor)
        behind = first + height(self._items[self._cursor], self._width)
        y = self.scroll_offset.y
        if first < y or behind - first > self._page_rows:
            self._scroll_to_row(first)
        elif behind > y + self._page_rows:
            self._scroll_to_row(behind - self._page_rows)

    def _scroll_to_row(self, y: int) -> None:
        self.scroll_target_y = self.scroll_y = self.validate_scroll_y(y)

    # Drawing

    def draw_lines(self, crop: Region) -> list[Strip]:
        """What is on view; wrapped first where the width is new, so that already the first frame is whole."""
        if self._width != self.scrollable_content_region.width:
            self.on_resize()
        background = self.background_colors[1]
        filters = self.get_line_filters()
        strips = []
        # Without border and padding there is nothing that Textual would put around the rows, one by one.
        for y in crop.line_range:
            strip = self.render_line(y)
            for it in filters:
                strip = strip.apply_filter(it, background)
            strips.append(strip.crop(crop.x, crop.right) if strip.cell_length != crop.width else strip)
        return strips

    def render_line(self, y: int) -> Strip:
        """Row `y` of what is on view."""
        found = None if self.blank else self._measured.at(self.scroll_offset.y + y)
        if found is None or not self._width:
            return Strip.blank(self._width, self._style(""))
        index, row = found
        is_selected = index == self._cursor and self.has_focus
        strip = self._strips.get((index, row, is_selected))
        if strip is None:
            strip = self._strip(self._rows_of(index)[row], is_selected)
            self._strips[index, row, is_selected] = strip
        return strip

    def _rows_of(self, index: int) -> list[Row]:
        found = self._rows.get(index)
        if found is None:
            found = self._rows[index] = rows(self._items[index], self._width, self.zone)
        return found

    def _strip(self, row: Row, is_selected: bool) -> Strip:
        parts = [(text, "cursor" if is_selected else part) for text, part in row if text]
        return Strip([Segment(text, self._style(part)) for text, part in parts], self._width)

    def _style(self, part: str) -> Style:
        """How a part of a row looks; Textual would put it together anew for each word."""
        style = self._styles.get(part)
        if style is None:
            style = self.get_component_rich_style(f"notes--{part}") if part else self.rich_style
            self._styles[part] = style
        return style

    def _forget_drawn(self) -> None:
        self._rows.clear()
        self._strips.clear()

    def notify_style_update(self) -> None:
        """Forgets what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()


_KEYS: dict[str, Callable[[NotesList], None]] = {
    "up": lambda notes: notes._move(-1),
    "k": lambda notes: notes._move(-1),
    "down": lambda notes: notes._move(1),
    "j": lambda notes: notes._move(1),
    "pageup": lambda notes: notes._move_page(-1),
    "pagedown": lambda notes: notes._move_page(1),
    "home": lambda notes: notes._move_to(0),
    "g": lambda notes: notes._move_to(0),
    "end": lambda notes: notes._move_to(len(notes._items) - 1),
    "G": lambda notes: notes._move_to(len(notes._items) - 1),
    "enter": NotesList._pick,
}
