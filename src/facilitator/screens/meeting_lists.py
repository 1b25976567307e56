"""The lists of the meeting screen: what keys do in the panel, in a sheet and among the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from facilitator.errors import Conflict, FacilitatorError
from facilitator.model.notes import Item
from facilitator.screens.mending import MENDING, mend
from facilitator.screens.panels.base import Complete, Panel, Says
from facilitator.screens.sheets import Sheet

if TYPE_CHECKING:
    from facilitator.screens.meeting import MeetingScreen

MARKS_TO_LEAVE = frozenset("@<?¿+!=>~/\\")
"""Typed in a list they return to the line and start it."""


class Lists:
    """Takes the keys of the lists; Tab, Esc and a mark go back to the line."""

    def __init__(self, screen: MeetingScreen) -> None:
        self._screen = screen

    def enter(self) -> None:
        """The focus goes into the list that matters: the sheet, the panel, or the notes."""
        screen = self._screen
        if screen.sheet is not None:
            screen.set_focus(screen.board.sheet)
        elif screen.panel_list.row_count:
            screen.set_focus(screen.panel_list)
        else:
            screen.set_focus(screen.notes)

    def leave(self, text: str) -> None:
        """Leaves a list: with a mark it starts the line, a paste goes there; a letter without a meaning stays out."""
        screen = self._screen
        if len(text) == 1 and text not in MARKS_TO_LEAVE:
            screen.say(f"“{text}” means nothing on this row; Tab goes to the line.", "warning")
            return
        screen.set_focus(screen.line)
        if text:
            screen.line.put(screen.line.value + text)

    def panel_key(self, key: str, row_id: str | None) -> bool:
        """A key in the step's panel."""
        return self._press(self._screen.panel, key, row_id)

    def sheet_key(self, key: str, row_id: str | None) -> bool:
        """A key in what covers the body."""
        return self._press(self._screen.sheet, key, row_id)

    def _press(self, panel: Panel | Sheet | None, key: str, row_id: str | None) -> bool:
        screen = self._screen
        if panel is None:
            return False
        try:
            outcome = panel.press(key, row_id)
        except FacilitatorError as error:
            self._refused(error)
            return True
        if outcome is None:
            return False
        if isinstance(outcome, Complete):
            screen.offer(outcome.text)
        elif isinstance(outcome, Says):
            screen.load()
            if isinstance(panel, Panel) and panel is not screen.panel:
                # Another step is in hand: what is typed next is words, not keys of its panel.
                screen.set_focus(screen.line)
            screen.say(outcome.text)
        return True

    def notes_key(self, event: events.Key) -> None:
        """A key among the notes: mending, and back to the line."""
        screen = self._screen
        item = screen.notes.selected
        if event.key in ("tab", "escape"):
            screen.set_focus(screen.line)
        elif event.character and item is not None and event.character in dict(MENDING):
            self._mend(event.character, item)
        elif event.character and event.is_printable:
            self.leave(event.character)

    def _mend(self, key: str, item: Item) -> None:
        screen = self._screen
        try:
            if key == "e":
                screen.edit(item)
                return
            said = mend(screen.store, screen.meeting_id, item, key)
        except FacilitatorError as error:
            self._refused(error)
            return
        screen.load()
        screen.say(said)

    def _refused(self, error: FacilitatorError) -> None:
        if isinstance(error, Conflict):
            self._screen.load()
        self._screen.say(str(error), "error")
