"""A line with keys of its own, for fields that stand in a form or a guide."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from facilitator.widgets.line_field import LineField


class KeyedField(LineField):
    """A `LineField` whose `keys` are done at once, before the next key is looked at.

    `keys` are Textual's names; one whose function gives False is the line's own after all. `reshape_paste` changes
    what is pasted before it goes in.
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=placeholder, id=id)
        self.keys: dict[str, Callable[[], bool | None]] = {}
        self.reshape_paste: Callable[[str], str] | None = None

    async def _on_key(self, event: events.Key) -> None:
        # Textual calls the handlers of both classes, this one first, unless the default is prevented.
        act = self.keys.get(event.key)
        has_focus = self.app.screen is self.screen and self.screen.focused is self
        if act and has_focus and act() is not False:
            event.prevent_default()
            event.stop()

    def _on_paste(self, event: events.Paste) -> None:
        if self.reshape_paste:
            event.text = self.reshape_paste(event.text)
