"""Widgets that hand out what they drew before as long as nothing about them has changed.

To paint one cell Textual asks every widget around it for its rows, and puts colours, borders and filters of each
together anew, though the rows themselves are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget as _Mixin
else:
    _Mixin = object  # were it a widget, its styles would stand in for those of the class it is mixed into


class Still(_Mixin):
    """Stands before the class of widget that it makes still."""

    _drawn: tuple[Region, list[Strip]] | None = None

    def _set_dirty(self, *regions: Region) -> None:
        """Textual's note that something must be painted anew: a refresh, another size, other styles."""
        self._drawn = None
        super()._set_dirty(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows within `crop`, drawn when they are new."""
        if self._drawn is None or self._drawn[0] != crop:
            self._drawn = crop, self.draw_lines(crop)
        return self._drawn[1]

    def draw_lines(self, crop: Region) -> list[Strip]:
        """Draws the rows within `crop`."""
        return super().render_lines(crop)
