"""Containers that are nothing but ground under other widgets: all their rows are alike and drawn once."""

from __future__ import annotations

from collections.abc import Callable

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip

from facilitator.widgets.still import Still


def ground(render_lines: Callable[[Region], list[Strip]], crop: Region) -> list[Strip]:
    """The rows of a widget without content and border, from one of them; Textual would style each of them."""
    return render_lines(Region(crop.x, crop.y, crop.width, 1)) * crop.height


class Columns(Still, Horizontal):
    """Widgets side by side, without a border."""

    def draw_lines(self, crop: Region) -> list[Strip]:
        """Rows of ground."""
        return ground(super().draw_lines, crop)


class Rows(Still, Vertical):
    """Widgets one under the other, without a border."""

    def draw_lines(self, crop: Region) -> list[Strip]:
        """Rows of ground."""
        return ground(super().draw_lines, crop)


class Framed(Still, Vertical):
    """Widgets one under the other, with a border."""
