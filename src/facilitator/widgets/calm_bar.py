"""A scroll bar that is drawn anew only where it would look otherwise."""

from __future__ import annotations

from math import ceil

from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.strip import Strip

_PARTS = 8
"""Textual draws the ends of the thumb in eighths of a cell."""


class CalmBar(ScrollBar):
    """A vertical bar. In a long list one more line changes nothing about it, and drawing it takes as long as a key."""

    _drawn_for: tuple[object, ...] = ()
    _drawn: list[Strip]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Its rows; the same as before as long as the thumb, the height and the colours are the same."""
        look = (*self._thumb(), crop, self.mouse_over, self.grabbed, *self._colours())
        if look != self._drawn_for:
            self._drawn_for = look
            self._styles_cache.clear()
            self._drawn = super().render_lines(crop)
        return self._drawn

    def _thumb(self) -> tuple[int, int]:
        """Where the thumb begins and how long it is, in eighths of a cell; as Textual draws it."""
        height, rows, page = self.size.height, ceil(self.window_virtual_size), ceil(self.window_size)
        if not height or not page or page >= rows:
            return 0, 0
        length = max(1, page * height / rows)
        return int((height - length) * self.position / (rows - page) * _PARTS), ceil(length * _PARTS)

    def _colours(self) -> tuple[object, ...]:
        assert self.parent is not None
        styles = self.parent.styles
        return (
            self.app.theme,
            self.background_colors,
            styles.scrollbar_color,
            styles.scrollbar_color_hover,
            styles.scrollbar_color_active,
            styles.scrollbar_background,
            styles.scrollbar_background_hover,
            styles.scrollbar_background_active,
        )
