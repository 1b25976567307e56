"""Keys and pastes that still waited at a widget when an earlier key moved the focus: they belong where it went."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


def focus_elsewhere(widget: Widget) -> Widget | None:
    """Where keys that arrive at `widget` belong when it has lost the focus: the focused widget, or the dialog in front.

    None when it still has the focus, or when nothing else could take them.
    """
    front = widget.app.screen
    if front.focused is widget:
        return None
    return front.focused or (None if front is widget.screen else front)


def hand_on(event: events.Key | events.Paste, target: Widget) -> None:
    """Gives a key or a paste, as a copy made for it, to another widget."""
    event._set_forwarded()
    target.post_message(event)
