"""The keys the meeting screen's footer names: those that matter where the focus is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.screens.meeting_words import hints
from facilitator.screens.mending import MENDING
from facilitator.widgets.quiet import Piece

if TYPE_CHECKING:
    from facilitator.screens.meeting import MeetingScreen


def keys_of(screen: MeetingScreen) -> tuple[Piece, ...]:
    """Keys and what they do, for the footer."""
    board, sheet = screen.board, screen.sheet
    if board.is_blank:
        return hints([("F8", "or Esc brings the screen back")])
    if board.panel.has_focus and screen.panel is not None:
        return hints([*((k.shown, k.label) for k in screen.panel.keys), ("Tab", "line")])
    if board.notes.has_focus:
        return hints([*MENDING, ("Tab", "line")])
    if sheet is not None and board.sheet.has_focus:
        return hints([*sheet.keys, ("Tab", "line")])
    if screen.view.meeting.state == "closed":
        leaves = [("/minutes", "look, then write"), ("/export", "CSV files")]
        return hints([*leaves, ("/reopen", "with a reason"), ("/quit", "leave"), ("F1", "help")])
    if sheet is not None:
        return hints([*sheet.hints, ("Esc", "back")])
    if screen.store.is_reader:
        return hints([("Tab", "notes and panel"), ("/quit", "leave"), ("F1", "help")])
    enter = "save" if screen.view.meeting.is_open else "start"
    panel = "panel" if board.panel.row_count else "notes"
    usual = [("/", "commands"), ("Esc n", "next step"), ("Esc", "more"), ("F1", "help")]
    if not board.has_class("-narrow"):
        usual += [("Shift+Tab", "mend a line"), ("F8", "hide")]
    return hints([("Enter", enter), ("Tab", panel), *usual])
