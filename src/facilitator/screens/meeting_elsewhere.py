"""What another terminal did, on this one: shown without moving the focus or touching half-typed words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.errors import LineChanged, LineGone
from facilitator.model.meeting import Meeting
from facilitator.widgets.plain import fit

if TYPE_CHECKING:
    from facilitator.screens.meeting import MeetingScreen

_SHOWN_CELLS = 28
"""Cells of the other's words in a message, so that what to do stands behind them on the narrowest screen."""


class Elsewhere:
    """Takes in changes of the record that were made on another terminal."""

    def __init__(self, screen: MeetingScreen) -> None:
        self._screen = screen

    def load(self) -> None:
        """Shows them; the step in hand, the close and a line being edited are said in words, too."""
        screen = self._screen
        before, panel = screen.view.meeting, screen.panel
        screen.keeper.look_again()
        screen.load()
        after = screen.view.meeting
        if screen.panel is not panel and screen.panel_list.has_focus:
            # Another step is in hand: what is typed next is words, not keys of its panel.
            screen.set_focus(screen.line)
        elif screen.panel_list.has_focus and not screen.panel_list.row_count:
            screen.set_focus(screen.line)
        self._say(before, after)

    def _say(self, before: Meeting, after: Meeting) -> None:
        screen = self._screen
        if "closed" in (before.state, after.state) and before.state != after.state:
            self._closed_or_opened(is_closed=after.state == "closed")
        elif screen.editing is not None:
            self._look_at_edited()
        elif before.current_step_id != after.current_step_id and not screen.line.value:
            step = screen.view.step
            screen.say(f"Another terminal went on to: {step.title}" if step else "", "muted")

    def _closed_or_opened(self, *, is_closed: bool) -> None:
        screen = self._screen
        if screen.sheet is not None and screen.sheet.closes:
            screen.close_sheet()
            screen.set_focus(screen.line)
        screen.show_keys()
        if not is_closed:
            screen.say("The meeting was opened again on another terminal; what you type is saved.")
        elif words := screen.line.value:
            screen.entry.remember(words)
            screen.say("Closed on another terminal. Your words are kept: /reopen REASON, then Up.", "warning")
        else:
            screen.say("The meeting was closed on another terminal; the record is locked.", "warning")

    def _look_at_edited(self) -> None:
        from facilitator.services import edit

        screen = self._screen
        assert screen.editing is not None
        now = edit.as_it_stands(screen.store, screen.editing)
        if now is None:
            screen.stop_editing()
            screen.say("That line was taken away on another terminal; Enter saves your words anew.", "warning")
        elif now.text != screen.editing.text:
            screen.say(f"Changed on another terminal to “{_shown(now.text)}”", "warning")

    def give_back(self, text: str, error: LineChanged | LineGone) -> None:
        """An earlier line was changed or taken away while its words were edited here: they stay in the line."""
        from facilitator.services import edit

        screen = self._screen
        now = edit.as_it_stands(screen.store, screen.editing) if screen.editing else None
        screen.load()
        screen.refused = text
        screen.line.put(text)
        if now is None:
            screen.stop_editing()
            screen.say(f"Not saved: {error}. Enter saves your words anew.", "warning")
        else:
            screen.editing = now
            screen.say(f"Not saved: now it reads “{_shown(now.text)}”. Enter again replaces it.", "warning")


def _shown(text: str) -> str:
    return fit(text, _SHOWN_CELLS).rstrip()
