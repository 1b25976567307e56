"""A discussion: the prompt is enough, and four levels for those who want them."""

from __future__ import annotations

from facilitator.screens.panels.base import Panel, Row


class DiscussPanel(Panel):
    """Shows nothing of its own: the prompt, the line and the notes carry it."""

    def rows(self) -> list[Row]:
        """No rows."""
        return []
