"""Has painted what became of a screen, whoever asked first where its widgets are now.

Textual paints where a new layout differs from the one before. When a hidden widget has something new to show, it notes
that its map of the screen is out of date; asked for a place between a change and the layout that follows, it makes the
map anew, and the layout finds no difference to paint: what was hidden stays on the terminal.
"""

from __future__ import annotations

from textual._compositor import Compositor, CompositorMap


class Repainted(Compositor):
    """Notes for painting what differs when it makes its map anew."""

    @property
    def full_map(self) -> CompositorMap:
        """Where every widget is."""
        if not self._full_map_invalidated:
            return super().full_map
        before = self._full_map
        now = super().full_map
        places = (it.clip.intersection(it.region) for _, it in before.items() ^ now.items())
        self._dirty_regions.update(place for place in places if place)
        return now
