"""The rows of a screen without a line: keys that wait here follow to the dialog an earlier key has opened."""

from __future__ import annotations

from textual import events

from facilitator.widgets.panel_list import PanelList


class RecordList(PanelList):
    """A `PanelList` whose keys never act on a screen that is covered."""

    async def _on_key(self, event: events.Key) -> None:
        self._follow(event, event.copy())

    def _on_paste(self, event: events.Paste) -> None:
        self._follow(event, events.Paste(event.text))

    def _follow(self, event: events.Event, copy: events.Key | events.Paste) -> None:
        # Textual calls the handler of PanelList next, unless the default is prevented.
        screen = self.app.screen
        if screen is not self.screen:
            event.prevent_default()
            event.stop()
            copy._set_forwarded()
            (screen.focused or screen).post_message(copy)
