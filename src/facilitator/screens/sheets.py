"""What covers the body of the meeting screen for a while: help, the read-back, the ways out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from facilitator.clock import local
from facilitator.commands import MEETING
from facilitator.db import Store
from facilitator.model.agenda import WayOut, changes, to_minute
from facilitator.model.echo import MARKS
from facilitator.screens.meeting_view import MeetingView
from facilitator.screens.panels.base import Complete, Panel, Row, Says
from facilitator.widgets.plain import wrap
from facilitator.widgets.quiet import BREAK, FILL, Piece


class Sheet(Protocol):
    """Rows over the whole body; the line stays."""

    closes: bool
    """Enter on the empty line closes the meeting."""
    hints: tuple[tuple[str, str], ...]
    """Keys while the line has the focus."""
    keys: tuple[tuple[str, str], ...]
    """Keys while the sheet has it."""
    width: int

    def rows(self) -> list[Row]:
        """What to draw."""
        ...

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Does what a key means on a row."""
        ...


WIDE_HELP = 110
"""With fewer cells an entry of the help page takes two rows."""


class HelpSheet:
    """All marks, commands and keys, from the declarations that make them work."""

    closes = False
    hints: tuple[tuple[str, str], ...] = (("Tab", "scroll"), ("PgDn", "reads on"))
    keys: tuple[tuple[str, str], ...] = (("↑ ↓", "scroll"),)
    width = 80

    def rows(self) -> list[Row]:
        """Marks, then commands, then keys."""
        return list(self._rows())

    def _rows(self) -> Iterator[Row]:
        yield _head("MARKS", "the line begins with one, or with nothing for a note")
        for mark in MARKS:
            if self.width < WIDE_HELP:
                yield Row("", ((f"  {mark.mark:<8}", "accent"), (mark.records, "")))
                yield Row("", ((f"  {'':<8}", ""), (mark.example, "muted")))
            else:
                yield Row("", ((f"  {mark.mark:<8}", "accent"), (f"{mark.records:<59}", ""), (mark.example, "muted")))
        yield Row("", ())
        yield _head("COMMANDS", "Esc and the letter, Alt and the letter, or typed with a slash")
        for command in MEETING:
            usage = f"/{command.slash} {command.usage}".strip()
            letter = f"Esc {command.letter}" if command.letter else ""
            if self.width < WIDE_HELP or len(usage) > 33:
                yield Row("", ((f"  {letter:<7}", "strong"), (usage, "accent")))
                yield Row("", ((f"  {'':<7}", ""), (f"  {command.help}", "")))
            else:
                yield Row("", ((f"  {letter:<7}", "strong"), (f"{usage:<34}", "accent"), (command.help, "")))
        yield Row("", ())
        yield _head("KEYS", "")
        for key, what in KEYS:
            yield Row("", ((f"  {key:<16}", "strong"), (what, "")))

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:  # noqa: ARG002
        """Nothing to press."""
        return None


KEYS = (
    ("Enter", "saves the line; on the empty line starts a waiting meeting, and closes it from the read-back"),
    ("Tab", "completes @who, #goal and /command; on the empty line goes into the step's panel, and back"),
    ("Shift+Tab", "goes to the notes: e edits a line, d takes it away, a letter makes it another kind"),
    ("Up, Down", "the lines entered before"),
    ("PgUp, PgDn", "scroll the notes"),
    ("y, n", "alone on the line: the paraphrase is confirmed, or not (n what they meant)"),
    ("F1", "this page"),
    ("F8", "the privacy screen"),
    ("Ctrl+P", "every command by name"),
)
"""Keys that are no commands."""


class ReadbackSheet:
    """The read-back, gaps first."""

    def __init__(self, panel: Panel, *, closes: bool) -> None:
        self._panel = panel
        self.closes = closes
        self.width = 80
        closing = (("Enter", "close the meeting"),) if closes else ()
        self.hints = (*closing, ("Tab", "mend"), ("PgDn", "reads on"))
        self.keys = tuple((key.shown, key.label) for key in panel.keys)

    def rows(self) -> list[Row]:
        """What is read aloud."""
        self._panel.width = self.width
        return self._panel.rows()

    def press(self, key: str, row_id: str | None) -> Says | Complete | None:
        """Mends a gap in place."""
        return self._panel.press(key, row_id)


def readback_sheet(store: Store, meeting_id: str, view: MeetingView, *, closes: bool) -> ReadbackSheet:
    """The read-back of a meeting that has a step."""
    from facilitator.screens.panels.readback import ReadbackPanel

    return ReadbackSheet(ReadbackPanel(store, meeting_id, view.step or view.steps[0]), closes=closes)


def ways_pieces(view: MeetingView, ways: tuple[WayOut, ...], now: datetime, width: int) -> tuple[Piece, ...]:
    """The ways out of a late meeting, with the clock times each leads to: rows for the shelf over the line."""
    zone = view.meeting.time_zone
    going = view.pace(now)
    ends = local(to_minute(going.projected_end), zone)
    planned = local(going.planned_end, zone)
    pieces: list[Piece] = [
        (f"   {-going.ahead_minutes} min over. ", "warning"),
        (f"As it goes the meeting ends at {ends:%H:%M} instead of {planned:%H:%M}.", ""),
    ]
    for way in ways:
        what = changes(way, view.steps) or ("" if way.planned_minutes else "nothing left to take")
        first, *more = wrap(what, max(20, width - 32)) or [""]
        pieces += [BREAK, (f"   {way.number}  {way.name:<11}", "accent"), (first, "")]
        pieces += [FILL, (f"ends {local(to_minute(way.ends_at), zone):%H:%M}   ", "strong")]
        for row in more[:1]:
            pieces += [BREAK, (" " * 17 + row, "")]
    pieces += [BREAK, ("   /fit 1, 2 or 3, or Esc and the number · nothing changes until you choose", "muted")]
    return tuple(pieces)


def _head(title: str, words: str) -> Row:
    return Row("", ((title, "strong"), (f"   {words}", "muted")))
