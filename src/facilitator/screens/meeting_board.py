"""The board of the meeting screen: every part that is drawn, and how they share the room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from facilitator.screens import meeting_view as view_of
from facilitator.screens.meeting_view import MeetingView
from facilitator.screens.meeting_words import SHELF_ROWS
from facilitator.widgets.ground import Columns, Framed, Rows, ground
from facilitator.widgets.line_field import LineField
from facilitator.widgets.notes_list import NotesList
from facilitator.widgets.panel_list import PanelList, PanelRow
from facilitator.widgets.quiet import FILL, ClockBar, Piece, QuietLine, QuietText
from facilitator.widgets.still import Still

WIDE_COLUMNS = 104
TINY_ROWS, TINY_COLUMNS = 12, 40
LEAST_ROWS, LEAST_COLUMNS = 10, 40
"""With less room one line says so; keys still reach the line."""
PROMPT_ROWS = 3
LEAST_PANEL_ROWS = 3
GAP_KEY: Piece = ("Esc z counts it as a pause", "strong")


class Board(Still, Widget):
    """Header, agenda, the step with its clock, prompt, panel and notes, voices, the line with what stands around it."""

    class Resized(Message):
        """The board has another size and has arranged itself."""

    _warning = ""
    _shown: MeetingView | None = None
    badge = ""
    """What this screen is beside another one; it stands in the header."""

    def compose(self) -> ComposeResult:
        """The parts, top to bottom."""
        self._fit(self.app.size)
        yield QuietLine((f"too small: {LEAST_COLUMNS} × {LEAST_ROWS} at least", "warning"), id="small")
        yield QuietLine(id="header")
        with Columns(id="body"):
            yield QuietLine(id="agenda")
            with Rows(id="centre"):
                yield QuietLine(id="step")
                yield ClockBar(id="clock")
                yield QuietText(PROMPT_ROWS, "strong", id="prompt")
                yield QuietLine(id="around")
                yield PanelList(id="panel")
                yield NotesList(id="notes")
            yield QuietLine(id="voices")
        yield PanelList(id="sheet")
        yield QuietLine(id="banner")
        yield QuietLine(id="shelf")
        with Framed(id="foot"):
            yield QuietLine(id="glance")
            with Columns(id="typing"):
                yield QuietLine((" › ", "accent"), id="mark")
                yield LineField(id="line")
                yield QuietLine(id="saved")
            yield QuietLine(id="echo")
        yield QuietLine(id="keys")

    def draw_lines(self, crop: Region) -> list[Strip]:
        """The ground under the parts."""
        return ground(super().draw_lines, crop)

    def on_mount(self) -> None:
        """Finds the parts once."""
        self.header, self.agenda, self.voices = self._quiet("header", "agenda", "voices")
        self.step, self.around = self._quiet("step", "around")
        self.prompt = self.query_one(QuietText)
        self.banner, self.shelf, self.glance = self._quiet("banner", "shelf", "glance")
        self.saved, self.echo, self.keys = self._quiet("saved", "echo", "keys")
        self.clock = self.query_one(ClockBar)
        self.line = self.query_one(LineField)
        self.notes = self.query_one(NotesList)
        self.panel, self.sheet = (self.query_one(f"#{id_}", PanelList) for id_ in ("panel", "sheet"))

    def _quiet(self, *ids: str) -> list[QuietLine]:
        return [self.query_one(f"#{id_}", QuietLine) for id_ in ids]

    # What changes with the record

    def show(self, view: MeetingView) -> None:
        """Shows what changes when something is written down."""
        self.prompt.show_text(view.step.prompt if view.step else "")
        self.saved.show(FILL, (view_of.saved(view.lines) + " ", "good"))
        if self._shown is None or _around(self._shown) != _around(view):
            self.voices.show(*view_of.voices(view))
            self.around.show(*view_of.around(view))
        self._shown = view
        self._zone = view.meeting.time_zone

    def show_panel(self, rows: Sequence[PanelRow]) -> None:
        """Shows a panel; with the focus it may take half the screen, else a third."""
        most = max(LEAST_PANEL_ROWS, self.app.size.height // (2 if self.panel.has_focus else 3))
        wanted = min(len(rows), most)
        if self.panel.styles.height is None or self.panel.styles.height.value != wanted:
            self.panel.styles.height = wanted
            self.panel.display = bool(rows)
        self.panel.show(rows)

    @property
    def panel_width(self) -> int:
        """Cells a row of the panel has."""
        return max(20, self.panel.row_width or self.prompt.content_size.width or self._likely_width)

    @property
    def _likely_width(self) -> int:
        """How wide the middle will be, before there is a layout; near enough for one."""
        columns = 0 if self.has_class("-narrow") else view_of.AGENDA_COLUMNS + view_of.VOICES_COLUMNS
        return self.app.size.width - columns - 4

    @property
    def sheet_width(self) -> int:
        """Cells a row of the sheet has."""
        return max(20, self.sheet.row_width or self.size.width - 6)

    def warn(self, text: str) -> None:
        """What stands in the banner while there is no gap."""
        self._warning = text

    def show_gap(self, gap: tuple[datetime, datetime] | None, set_back: tuple[datetime, datetime] | None) -> None:
        """Names the time nobody had the meeting open, and the key that makes it a pause; or a clock set back."""
        self.banner.display = gap is not None or set_back is not None or bool(self._warning)
        if set_back is not None:
            self.banner.show((f" {view_of.set_back_words(set_back, self._zone)} ", "warning"))
        elif gap is not None:
            self.banner.show((f" {view_of.gap_words(gap, self._zone)} ", ""), GAP_KEY)
        elif self._warning:
            self.banner.show((f" {self._warning}", "warning"))

    # What changes with time

    def show_time(self, view: MeetingView, now: datetime) -> None:
        """Moves the clocks; rows that stay the same are not drawn again."""
        self.header.show(*view_of.header(view, now, self.badge))
        self.agenda.show_fitting(lambda size: view_of.agenda(view, now, size.height))
        self.step.show(*view_of.step_line(view, is_narrow=self.has_class("-narrow")))
        self.clock.show_clock(view.clock(now))
        self.show_glance(view, now)

    def show_glance(self, view: MeetingView, now: datetime) -> None:
        """What the eyes come back for."""
        self.glance.show(*view_of.glance(view, now))

    # What changes with keys

    def show_shelf(self, pieces: list[Piece]) -> None:
        """Shows some rows right above the line."""
        self.shelf.styles.height = SHELF_ROWS + 1
        self.shelf.display = True
        self.shelf.show(*pieces)

    def hide_shelf(self) -> None:
        """Takes them away."""
        if self.shelf.display:
            self.shelf.display = False

    @property
    def is_blank(self) -> bool:
        """The privacy screen is up."""
        return self.has_class("-blank")

    def blank(self, is_blank: bool) -> None:
        """Hides everything but the clocks and the line, or brings it back."""
        self.set_class(is_blank, "-blank")
        self.line.masked = is_blank

    def on_resize(self, event: events.Resize) -> None:
        """Less when there is less room, never broken."""
        self._fit(event.size)
        self.call_after_refresh(self.post_message, self.Resized())

    def _fit(self, size: Size) -> None:
        self.set_class(size.width < WIDE_COLUMNS, "-narrow")
        self.set_class(size.height < TINY_ROWS or size.width < TINY_COLUMNS, "-tiny")
        self.set_class(size.height < LEAST_ROWS or size.width < LEAST_COLUMNS, "-too-small")


def _around(view: MeetingView) -> tuple[object, ...]:
    """What the voices depend on."""
    open_ends = view.parked, view.promises, view.questions
    return view.attendance, view.groups, view.turns, view.queue, open_ends
