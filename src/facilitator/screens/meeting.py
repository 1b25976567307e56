"""The meeting screen: one screen from the first step to the close."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from textual import events
from textual.app import ComposeResult
from textual.timer import Timer

from facilitator.clock import zone_of
from facilitator.commands import BY_LETTER, MEETING, Command
from facilitator.db import Store
from facilitator.errors import FacilitatorError
from facilitator.model.echo import echo, placeholder
from facilitator.model.line import Line, LineContext, LineKind, parse
from facilitator.model.notes import Item
from facilitator.model.text import LINE_LIMIT
from facilitator.screens import meeting_view as view_of
from facilitator.screens.base import BaseScreen
from facilitator.screens.completion import complete
from facilitator.screens.meeting_board import Board
from facilitator.screens.meeting_keeper import Keeper
from facilitator.screens.meeting_view import MeetingView
from facilitator.screens.meeting_words import (
    EDITING,
    command_list,
    hints,
    letters,
    lists_commands,
    under_line,
)
from facilitator.screens.mending import MENDING, mend
from facilitator.screens.navigation import LeaveScreen
from facilitator.screens.panels.base import Complete, Panel, Says, panel_for
from facilitator.screens.sheets import HelpSheet, Sheet, ways_pieces
from facilitator.services import record, run
from facilitator.settings import Settings
from facilitator.widgets.line_field import LineField
from facilitator.widgets.quiet import Piece, Tone

FIRST_LINES = 200
"""So many of a step's newest lines are read for the first frame, all of them a moment later."""
A_MOMENT_SECONDS = 0.3
MARKS_TO_LEAVE = frozenset("@<?¿+!=>~/\\")
"""Typed in a list they return to the line and start it."""
A_FRAME_SECONDS = 0.02
DRAFT_SECONDS = 0.5
"""A half-typed line is in the file at most this long after its last key."""
DRAFT_DUE_SECONDS = 0.25
"""From here on it is written right after a key's frame: the next key is then further off than at any other moment."""


class MeetingScreen(BaseScreen[None]):
    """Runs one meeting: the agenda, the step in hand, the line, the voices, the read-back."""

    CSS_PATH = "meeting.tcss"
    has_line = True

    def __init__(self, store: Store, settings: Settings, meeting_id: str) -> None:
        super().__init__(store, settings)
        self.meeting_id = meeting_id
        self._keeper = Keeper(store, meeting_id)
        self._view: MeetingView | None = None
        self._line_context: LineContext | None = None
        self._panel: Panel | None = None
        self._sheet: Sheet | None = None
        self._editing: Item | None = None
        self._history: list[str] = []
        self._recalled = 0
        self._offers_ways = False
        """The shelf shows the ways out of a late meeting; Esc and a number takes one."""
        self._refused = ""
        """A line that was given back: its reason stays under it until it is changed."""
        self._draft_timer: Timer | None = None
        self._draft_due: datetime | None = None
        self._notes_of: str | None = None
        self._has_first_lines = False
        self._is_stale = False

    def compose(self) -> ComposeResult:
        """The board holds every part."""
        yield Board()

    def on_mount(self) -> None:
        """Goes on exactly where the meeting stands."""
        self.board = self.query_one(Board)
        self.line, self.notes, self.panel_list = self.board.line, self.board.notes, self.board.panel
        self.line.on_enter = self._enter
        self.line.on_edit = self._edited
        self.line.complete = self._complete
        self.line.on_panel = self._into_panel
        self.line.on_escape = self._escape
        self.line.on_prefix = self._prefix
        self.line.history = self._recall
        self.panel_list.on_key, self.panel_list.on_leave = self._panel_key, self._back_to_line
        self.board.sheet.on_key, self.board.sheet.on_leave = self._sheet_key, self._back_to_line
        self.set_focus(self.line)
        with self.reporting():
            before = self._keeper.arrive()
            self.notes.zone = zone_of(before.time_zone)
            if words := self._keeper.half_typed():
                self.line.put(*words)
            if before.state == "closed":
                self._do_recap("")
        self.store.listen(self._changed)
        self.set_interval(1, self._tick)

    # Reading and showing

    def _changed(self, _: frozenset[str]) -> None:
        self._is_stale = True

    @property
    def view(self) -> MeetingView:
        """The latest look at the meeting."""
        if self._view is None or self._is_stale:
            self._is_stale = False
            self._view = view_of.read(self.store, self.meeting_id)
            self._line_context = None
        return self._view

    @property
    def context(self) -> LineContext:
        """What the meaning of a line depends on; read when the record has changed and a line is looked at."""
        meeting = self.view.meeting
        if self._line_context is None:
            self._line_context = record.context(self.store, meeting, day_first=self.settings.day_first)
        return self._line_context

    def _read_context(self) -> None:
        """Right after a frame, so that the next key need not wait for it.

        By a timer: what is posted to the screen lets it paint before all widgets have told it what changed.
        """
        with self.reporting():
            _ = self.context

    def load(self) -> None:
        """Reads everything anew, the notes too."""
        self._is_stale = True
        self._notes_of = None
        self._show()

    def _show(self) -> None:
        """Shows the record as it stands; the notes only when another step is in hand."""
        view = self.view
        step = view.step
        step_id = step.id if step else None
        if step_id != self._notes_of:
            self._notes_of = step_id
            self._show_notes(step_id)
            self.line.placeholder = placeholder(step.kind) if step else ""
        if step and (self._panel is None or self._panel.step.id != step.id):
            self._panel = panel_for(self.store, self.meeting_id, step, day_first=self.settings.day_first)
        self.board.show(view)
        self._show_time()
        self._show_panel()
        self.board.show_gap(self._keeper.gap)
        self._show_keys()
        self.set_timer(A_FRAME_SECONDS, self._read_context)

    def _show_notes(self, step_id: str | None) -> None:
        newest = None if self._has_first_lines else FIRST_LINES
        self._has_first_lines = True
        items = self.store.timeline.of_step(step_id, newest) if step_id else []
        self.notes.show(items)
        if newest is not None and len(items) == newest:
            self.set_timer(A_MOMENT_SECONDS, self._show_older_notes)

    def _show_older_notes(self) -> None:
        with self.reporting():
            self._show_notes(self._notes_of)

    def _show_time(self) -> None:
        self.board.show_time(self.view, self.store.now())

    def _show_panel(self) -> None:
        with self.reporting():
            if self._panel is not None:
                self._panel.width = self.board.panel_width
                self.board.show_panel([(row.id, row.pieces) for row in self._panel.rows()])
            if self._sheet is not None:
                self._sheet.width = self.board.sheet_width
                self.board.sheet.show([(row.id, row.pieces) for row in self._sheet.rows()])

    def _show_keys(self) -> None:
        self.board.keys.show(*self._key_hints())

    def _key_hints(self) -> tuple[Piece, ...]:
        if self.board.is_blank:
            return hints([("F8", "or Esc brings the screen back")])
        if self.panel_list.has_focus and self._panel is not None:
            return hints([*((k.shown, k.label) for k in self._panel.keys), ("Tab", "line")])
        if self.notes.has_focus:
            return hints([*MENDING, ("Tab", "line")])
        if self._sheet is not None and self.board.sheet.has_focus:
            return hints([*self._sheet.keys, ("Tab", "line")])
        if self.view.meeting.state == "closed":
            return hints([("/export", "CSV files"), ("/reopen", "with a reason"), ("/quit", "leave"), ("F1", "help")])
        if self._sheet is not None:
            return hints([*self._sheet.hints, ("Esc", "back")])
        enter = "save" if self.view.meeting.is_open else "start"
        panel = "panel" if self.panel_list.row_count else "notes"
        usual = [("/", "commands"), ("Esc n", "next step"), ("Esc", "more"), ("F1", "help")]
        if not self.board.has_class("-narrow"):
            usual += [("Shift+Tab", "mend a line"), ("F8", "hide")]
        return hints([("Enter", enter), ("Tab", panel), *usual])

    def say(self, text: str, tone: Tone = "good") -> None:
        """Says something in the row under the line, until the next key."""
        self.board.echo.show((text, tone))

    def tell(self, text: str, *, is_error: bool = False) -> None:
        """Messages stand under the line here; nothing pops up while people speak."""
        self.say(text, "error" if is_error else "good")

    # Time

    def _tick(self) -> None:
        if not self.is_current:
            return
        if self.store.changed_elsewhere():
            with self.reporting():
                self.load()
        with self.reporting():
            self._show_time()
            self._keeper.see(self.view.meeting)
            self.board.show_gap(self._keeper.gap)

    def _edited(self, text: str) -> None:
        """Shows how the line is understood, and keeps it as a draft soon."""
        self._keep_soon()
        if not text:
            if not self._offers_ways:
                self._hide_shelf()
        elif text != self._refused:
            self._refused = ""
            self._show_echo()

    def _keep_soon(self) -> None:
        now = self.store.now()
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DRAFT_SECONDS, self._save_draft)
            self._draft_due = now + timedelta(seconds=DRAFT_DUE_SECONDS)
        elif self._draft_due is not None and now >= self._draft_due:
            self._draft_timer.stop()
            self._draft_timer = self.set_timer(A_FRAME_SECONDS, self._save_draft)
            self._draft_due = None

    def on_line_field_cut(self, message: LineField.Cut) -> None:
        """The line is full."""
        self.say(f"A line holds {LINE_LIMIT:,} characters; {message.dropped:,} did not go in.", "warning")

    def _save_draft(self) -> None:
        self._draft_timer = None
        try:
            self._keeper.keep(self.line.value, self.line.cursor_position)
        except FacilitatorError as error:
            self.say(f"Not saved: {error}", "error")

    def flush(self) -> None:
        """Half-typed words and the moment of leaving go to the file."""
        with self.reporting():
            self._keeper.keep(self.line.value, self.line.cursor_position)
            self._keeper.see(self.view.meeting, at_once=True)

    # The line

    def _show_echo(self) -> None:
        text = self.line.value
        if self._editing is not None:
            self.board.echo.show(EDITING)
            return
        if lists_commands(text):
            self.board.show_shelf(command_list(text))
        else:
            self._hide_shelf()
        self.board.echo.show(*under_line(text, self.line.cursor_position, self.context))

    def _hide_shelf(self) -> None:
        self._offers_ways = False
        self.board.hide_shelf()

    def _complete(self, text: str, cursor: int) -> tuple[str, int] | None:
        return complete(text, cursor, self.context)

    def _recall(self, direction: int) -> str | None:
        """The lines entered on this screen, latest first."""
        place = self._recalled + direction
        if not self._history or place > 0 or -place > len(self._history):
            return None
        self._recalled = place
        return self._history[place] if place else ""

    def _enter(self, text: str) -> str | None:
        """Takes the line: saved on disk before this returns, or back in the field with the reason."""
        self._hide_shelf()
        is_command = False
        try:
            line = parse(text, self.context)
            is_command = line.kind is LineKind.COMMAND
            if text.strip():
                self._history.append(text)
                self._recalled = 0
            if line.kind is LineKind.EMPTY:
                self._enter_on_empty()
            elif is_command:
                self._stop_editing()
                self._do(line.command, line.arguments)
            elif self._editing is not None and line.kind is LineKind.NOTE:
                self._reword(self._editing, text)
            else:
                # A line with a mark is a new one: nobody's earlier words are replaced by it.
                self._stop_editing()
                self._save(line)
        except FacilitatorError as error:
            self.say(str(error) if is_command else f"Not saved: {error}", "error")
            self._refused = text
            if is_command or self.view.meeting.state == "closed":
                return text
            self.line.put(text)
        return None

    def _save(self, line: Line) -> None:
        saved = record.save(self.store, self.meeting_id, line, typed_in=self._keeper.place)
        self._keeper.pass_short_gap()
        if isinstance(self._sheet, HelpSheet):
            self._close_sheet()
        if saved.is_new:
            self.notes.append(saved.item)
        else:
            self.notes.replace(saved.item)
        self._show()
        number = f" {saved.item.number}" if saved.item.number else ""
        self.say(f"✓ {echo(line)}{f' · number{number}' if number else ''}", "warning" if line.hints else "good")

    def _do(self, name: str, words: str) -> None:
        """Does a command. Raises FacilitatorError."""
        from facilitator.services import slash

        self._hide_shelf()
        self.say("")
        if name in slash.SCREEN_ONLY and not (name == "fit" and words):
            getattr(self, f"_do_{name}")(words.strip())
            return
        before = self.view.meeting
        said = slash.execute(self.store, before, name, words, self.context)
        self.load()
        after = self.view.meeting
        if name in ("next", "skip", "defer") and before.is_open and after.current_step_id == before.current_step_id:
            self._do_end("")
        elif after.current_step_id != before.current_step_id or after.state != before.state:
            self._close_sheet()
        self.say(said)

    def _enter_on_empty(self) -> None:
        with self.reporting():
            if self._editing is not None:
                self._stop_editing()
                self.say("The earlier line stays as it was.", "muted")
            elif self._sheet is not None and self._sheet.closes:
                self._close_meeting()
            elif not self.view.meeting.is_open and self.view.meeting.state != "closed":
                self._do("start", "")

    def _reword(self, item: Item, text: str) -> None:
        from facilitator.services import edit

        changed = edit.reword(self.store, self.meeting_id, item, text)
        self._stop_editing()
        self.notes.replace(changed)
        self._show()
        self.say("✓ changed")

    def _stop_editing(self) -> None:
        """The line is for new words again."""
        self._editing = None

    def _offer(self, text: str) -> bool:
        """Puts words into the line to be completed, unless somebody's words stand there already."""
        self.set_focus(self.line)
        if self.line.value:
            self.say("Enter saves what stands in the line first.", "warning")
            return False
        self.line.put(text)
        return True

    # Commands of the screen

    def commands(self) -> Iterable[Command]:
        """For the palette."""
        return MEETING

    def run_command(self, command: Command) -> None:
        """Does a command chosen by a key or from the palette; one that needs words goes into the line."""
        with self.reporting():
            if command.needs_words:
                self._offer(f"/{command.slash} ")
            else:
                self._do(command.slash, "")
        self.set_focus(self.line)

    def _prefix(self, letter: str) -> bool:
        if self._offers_ways and letter in "123":
            with self.reporting():
                self._do("fit", letter)
            return True
        command = BY_LETTER.get(letter)
        if command is None:
            self.say(f"Esc {letter} means nothing here; Esc shows the letters.", "warning")
        else:
            self.run_command(command)
        return True

    def _escape(self) -> bool:
        """Esc leaves what is open: the privacy screen, a sheet, the editing of an earlier line."""
        if self.board.is_blank:
            self._do_blank("")
        elif self._sheet is not None:
            self._close_sheet()
        elif self._editing is not None:
            self._stop_editing()
            self.line.put("")
            self.say("The earlier line stays as it was.", "muted")
        else:
            return False
        return True

    def on_line_field_escaped(self, message: LineField.Escaped) -> None:
        """Esc shows what the letters do; the ways out of a late meeting stay, their numbers count."""
        if self._offers_ways:
            return
        if message.is_waiting:
            self.board.show_shelf(letters(self.size.width))
        else:
            self._hide_shelf()

    def key_f1(self) -> None:
        """Help, or back from it."""
        if isinstance(self._sheet, HelpSheet):
            self._close_sheet()
        else:
            self._do_help("")

    def key_f8(self) -> None:
        """The privacy screen."""
        self._do_blank("")

    def _do_blank(self, _: str) -> None:
        self.board.blank(not self.board.is_blank)
        self.set_focus(self.line)
        self._show_keys()

    def _do_fit(self, _: str) -> None:
        ways = run.options_when_late(self.store, self.meeting_id)
        if not ways:
            self.say("The meeting is on time; there is nothing to fit.")
            return
        self.board.show_shelf(list(ways_pieces(self.view, ways, self.store.now(), self.size.width)))
        self._offers_ways = True

    def _do_gap(self, _: str) -> None:
        if not self._keeper.count_gap():
            self.say("There is no gap to count.", "warning")
            return
        self.load()
        self.say("The gap is a pause now.")

    def _do_help(self, _: str) -> None:
        self._open_sheet(HelpSheet())

    def _do_recap(self, _: str) -> None:
        from facilitator.screens.sheets import readback_sheet

        self._open_sheet(readback_sheet(self.store, self.meeting_id, self.view, closes=False))

    def _do_end(self, _: str) -> None:
        from facilitator.screens.sheets import readback_sheet

        if self._sheet is not None and self._sheet.closes:
            self._close_meeting()
        else:
            closes = self.view.meeting.is_open
            self._open_sheet(readback_sheet(self.store, self.meeting_id, self.view, closes=closes))

    def _do_export(self, words: str) -> None:
        from facilitator.screens.exporting import export

        self.say(export(self.store, self.settings, self.view.meeting, words))

    def _do_quit(self, _: str) -> None:
        self.post_message(LeaveScreen())

    def _close_meeting(self) -> None:
        from facilitator.services import close

        close.close(self.store, self.meeting_id)
        self._keeper.gap = None
        self._do_recap("")
        self.load()
        self.say("Closed. The record is locked; /export writes the CSV files, /quit leaves.")

    # Sheets, panel, notes

    def _open_sheet(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.board.add_class("-sheet")
        self.call_after_refresh(self._show_panel)
        self._show_keys()

    def _close_sheet(self) -> None:
        self._sheet = None
        self.board.remove_class("-sheet")
        self._show_keys()

    def _into_panel(self) -> None:
        if self._sheet is not None:
            self.set_focus(self.board.sheet)
        elif self.panel_list.row_count:
            self.set_focus(self.panel_list)
        else:
            self.set_focus(self.notes)

    def _back_to_line(self, text: str) -> None:
        """Leaves a list: with a mark it starts the line, a paste goes there; a letter without a meaning stays out."""
        if len(text) == 1 and text not in MARKS_TO_LEAVE:
            self.say(f"“{text}” means nothing on this row; Tab goes to the line.", "warning")
            return
        self.set_focus(self.line)
        if text:
            self.line.put(self.line.value + text)

    def _panel_key(self, key: str, row_id: str | None) -> bool:
        return self._press(self._panel, key, row_id)

    def _sheet_key(self, key: str, row_id: str | None) -> bool:
        return self._press(self._sheet, key, row_id)

    def _press(self, panel: Panel | Sheet | None, key: str, row_id: str | None) -> bool:
        if panel is None:
            return False
        try:
            outcome = panel.press(key, row_id)
        except FacilitatorError as error:
            self.say(str(error), "error")
            return True
        if outcome is None:
            return False
        if isinstance(outcome, Complete):
            self._offer(outcome.text)
        elif isinstance(outcome, Says):
            self.load()
            if isinstance(panel, Panel) and panel is not self._panel:
                # Another step is in hand: what is typed next is words, not keys of its panel.
                self.set_focus(self.line)
            self.say(outcome.text)
        return True

    def on_key(self, event: events.Key) -> None:
        """Keys of the notes list: mending, and back to the line."""
        if not self.notes.has_focus:
            return
        event.stop()
        item = self.notes.selected
        if event.key in ("tab", "escape"):
            self.set_focus(self.line)
        elif event.character and item is not None and event.character in dict(MENDING):
            self._mend(event.character, item)
        elif event.character and event.is_printable:
            self._back_to_line(event.character)

    def _mend(self, key: str, item: Item) -> None:
        try:
            if key == "e":
                if self._offer(item.text):
                    self._editing = item
                    self._show_echo()
                return
            said = mend(self.store, self.meeting_id, item, key)
        except FacilitatorError as error:
            self.say(str(error), "error")
            return
        self.load()
        self.say(said)

    def on_descendant_focus(self) -> None:
        """The footer shows the keys of what has the focus, and the panel gets more room."""
        if self._view is not None:
            with self.reporting():
                self._show_panel()
                self._show_keys()

    def on_board_resized(self) -> None:
        """The board has another size: what depends on it is shown anew."""
        if self._view is not None:
            with self.reporting():
                self._show()
