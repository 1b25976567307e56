"""Has a screen painted whole after its layout changed.

Textual paints where a new layout differs from the one before. When a hidden widget has something new to show, it notes
that its map of the screen is out of date; asked for a place between a change and the layout that follows, it makes the
map anew, and the layout finds no difference to paint: what was hidden stays on the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget as _Mixin
else:
    _Mixin = object  # were it a widget, its styles would stand in for those of the class it is mixed into


class Repainted(_Mixin):
    """Stands before the class of screen that is painted so."""

    def on_layout(self) -> None:
        """Something is to be laid out anew: all is painted with it."""
        self.refresh()
