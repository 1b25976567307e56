"""The meeting screen: one screen from the first step to the close."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult

from facilitator.clock import zone_of
from facilitator.commands import BY_LETTER, MEETING, Command
from facilitator.db import Store
from facilitator.errors import FacilitatorError
from facilitator.model.echo import placeholder
from facilitator.model.line import LineContext
from facilitator.model.meeting import Step
from facilitator.model.notes import Item
from facilitator.model.text import LINE_LIMIT
from facilitator.screens.aside import Came
from facilitator.screens.base import BaseScreen
from facilitator.screens.completion import complete
from facilitator.screens.meeting_board import Board
from facilitator.screens.meeting_commands import ScreenCommands
from facilitator.screens.meeting_drafts import Drafts
from facilitator.screens.meeting_elsewhere import Elsewhere
from facilitator.screens.meeting_entry import Entry
from facilitator.screens.meeting_keeper import Keeper
from facilitator.screens.meeting_keys import keys_of
from facilitator.screens.meeting_lists import Lists
from facilitator.screens.meeting_look import Look
from facilitator.screens.meeting_view import MeetingView
from facilitator.screens.meeting_words import EDITING, command_list, letters, lists_commands, under_line
from facilitator.screens.panels.base import Panel, panel_for
from facilitator.screens.sheets import HelpSheet, Sheet
from facilitator.settings import Settings
from facilitator.steps.kinds import kind_of
from facilitator.widgets.line_field import LineField
from facilitator.widgets.quiet import Piece, Tone

FIRST_LINES = 200
"""So many of a step's newest lines are read for the first frame, all of them a moment later."""
A_FRAME_SECONDS = 0.02
A_MOMENT_SECONDS = 0.3
LOCKED = "locked · / commands"
READING = "read only: what the others write shows here · /quit leaves"


class MeetingScreen(BaseScreen[None]):
    """Runs one meeting: the agenda, the step in hand, the line, the voices, the read-back."""

    CSS_PATH = "meeting.tcss"
    has_line = True

    def __init__(self, store: Store, settings: Settings, meeting_id: str) -> None:
        super().__init__(store, settings)
        self.meeting_id = meeting_id
        self.keeper = Keeper(store, meeting_id)
        self.look = Look(store, settings, meeting_id)
        self.panel: Panel | None = None
        self.sheet: Sheet | None = None
        self.editing: Item | None = None
        """The earlier line whose words stand in the line, as it was when its editing began."""
        self.entry = Entry(self)
        self._offers_ways = False
        """The shelf shows the ways out of a late meeting; Esc and a number takes one."""
        self.refused = ""
        """A line that was given back: its reason stays under it until it is changed."""
        self.own_commands = ScreenCommands(self)
        self.elsewhere = Elsewhere(self)
        self._lists = Lists(self)
        self._notes_of: str | None = None
        self._has_first_lines = False
        self._shown_in: tuple[object, ...] = ()
        self._said_of_place = ""

    def compose(self) -> ComposeResult:
        """The board holds every part."""
        yield Board()

    def on_mount(self) -> None:
        """Goes on exactly where the meeting stands."""
        self.board = self.query_one(Board)
        self.line, self.notes, self.panel_list = self.board.line, self.board.notes, self.board.panel
        self._said_of_place = self.warned.place  # on home
        self.line.on_enter = self.entry.take
        self.line.on_edit = self._edited
        self.line.complete = self._complete
        self.line.on_panel = self._lists.enter
        self.line.on_escape = self._escape
        self.line.on_prefix = self._prefix
        self.line.history = self.entry.recall
        self.panel_list.on_key, self.panel_list.on_leave = self._lists.panel_key, self._lists.leave
        self.board.sheet.on_key, self.board.sheet.on_leave = self._lists.sheet_key, self._lists.leave
        self._drafts = Drafts(self, self.keeper, self.line, self._not_kept)
        self.set_focus(self.line)
        with self.reporting():
            before = self.keeper.arrive()
            self.notes.zone = zone_of(before.time_zone)
            if words := self.keeper.half_typed():
                self.line.put(*words)
            if before.state == "closed":
                self.own_commands.recap()
        self.store.listen(self.look.changed)
        self.set_interval(1, self._tick)

    # Reading and showing

    @property
    def view(self) -> MeetingView:
        """The meeting as it stands."""
        return self.look.view

    @property
    def context(self) -> LineContext:
        """What the meaning of a line depends on."""
        return self.look.context

    def _read_context(self) -> None:
        """Right after a frame, so that the next key need not wait for it.

        By a timer: what is posted to the screen lets it paint before all widgets have told it what changed.
        """
        with self.reporting():
            _ = self.context

    def load(self) -> None:
        """Reads everything anew, the notes too."""
        self.look.forget()
        self._notes_of = None
        self.load_but_notes()

    def load_from_elsewhere(self) -> None:
        """Another terminal changed the record: shows it, and says what concerns what one is at."""
        self.elsewhere.load()

    def load_but_notes(self) -> None:
        """Shows the record as it stands; the notes only when another step is in hand."""
        view = self.view
        step = view.step
        step_id = step.id if step else None
        if step_id != self._notes_of:
            self._notes_of = step_id
            self._show_notes(step_id)
        self.line.placeholder = self._placeholder(step)
        if step and (self.panel is None or self.panel.step.id != step.id):
            self.panel = panel_for(self.store, self.meeting_id, step, day_first=self.settings.day_first)
        self.board.show(view)
        self._show_time()
        self._show_panel()
        self.show_warning()
        self.show_keys()
        self._shown_in = self._room()
        self.set_timer(A_FRAME_SECONDS, self._read_context)

    def show_after_line(self) -> None:
        """What a line changes; where it changed more than that, everything."""
        before, view = self.look.last, self.view
        if before is None or view.steps is not before.steps:
            self.load_but_notes()
            return
        self.board.show(view)
        self.board.show_glance(view, self.store.now())
        self._show_panel()
        self.show_warning()
        self.set_timer(A_FRAME_SECONDS, self._read_context)

    def _placeholder(self, step: Step | None) -> str:
        if self.store.is_reader:
            return READING
        if self.view.meeting.state == "closed":
            return LOCKED
        return placeholder(kind_of(step.kind).marks) if step else ""

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
        self.board.badge = self.badge
        self.board.show_time(self.view, self.store.now())

    def show_warning(self) -> None:
        """Above the line, unless a gap is named there; what is strange about the place once, under it."""
        self.board.warn(self.warned.backup)
        if self.warned.place != self._said_of_place and not self.line.value:
            self._said_of_place = self.warned.place
            self.say(self.warned.place, "warning")
        self.board.show_gap(self.keeper.gap, self.keeper.set_back)

    def _show_panel(self) -> None:
        with self.reporting():
            if self.panel is not None:
                self.panel.width = self.board.panel_width
                self.board.show_panel([(row.id, row.pieces) for row in self.panel.rows()])
            if self.sheet is not None:
                self.sheet.width = self.board.sheet_width
                self.board.sheet.show([(row.id, row.pieces) for row in self.sheet.rows()])

    def show_keys(self) -> None:
        """Names the keys that matter now in the footer."""
        self.board.keys.show(*keys_of(self))

    def offer_ways(self, pieces: list[Piece]) -> None:
        """Shows the ways out over the line; Esc and a number takes one."""
        self.board.show_shelf(pieces)
        self._offers_ways = True

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
        try:
            self._show_time()
            self.keeper.see(self.view.meeting)
            self.board.show_gap(self.keeper.gap, self.keeper.set_back)
        except FacilitatorError as error:
            if not self.refused:  # why a line came back matters more
                self.tell(str(error), is_error=True)

    def _edited(self, text: str) -> None:
        """Shows how the line is understood, and keeps it as a draft soon."""
        self._drafts.keep_soon()
        if not text:
            if not self._offers_ways:
                self.hide_shelf()
        elif text != self.refused:
            self.refused = ""
            with self.reporting():
                self._show_echo()

    def _not_kept(self, trouble: str) -> None:
        """Says why half-typed words are not in the file: not over what became of a line that came back for it."""
        if not self.refused:
            self.say(trouble, "error")

    def on_line_field_cut(self, message: LineField.Cut) -> None:
        """The line is full."""
        self.say(f"A line holds {LINE_LIMIT:,} characters; {message.dropped:,} did not go in.", "warning")

    def on_came(self, message: Came) -> None:
        """How it went with words that a thread wrote."""
        message.do()

    def flush(self) -> None:
        """Half-typed words and the moment of leaving go to the file."""
        with self.reporting():
            self._drafts.keep()
            self.keeper.see(self.view.meeting, at_once=True)

    # The line

    def _show_echo(self) -> None:
        text = self.line.value
        if self.editing is not None:
            self.board.echo.show(EDITING)
            return
        if lists_commands(text):
            self.board.show_shelf(command_list(text))
        else:
            self.hide_shelf()
        self.board.echo.show(*under_line(text, self.line.cursor_position, self.context))

    def hide_shelf(self) -> None:
        """Takes away what stands over the line: the commands, the letters, the ways out."""
        self._offers_ways = False
        self.board.hide_shelf()

    def _complete(self, text: str, cursor: int) -> tuple[str, int] | None:
        with self.reporting():
            return complete(text, cursor, self.context)
        return None

    def stop_editing(self) -> None:
        """The line is for new words again."""
        self.editing = None

    def offer(self, text: str) -> bool:
        """Puts words into the line to be completed, unless somebody's words stand there already."""
        self.set_focus(self.line)
        if self.line.value:
            self.say("Enter saves what stands in the line first.", "warning")
            return False
        self.line.put(text)
        return True

    # Commands

    def commands(self) -> Iterable[Command]:
        """For the palette."""
        return MEETING

    def run_command(self, command: Command) -> None:
        """Does a command chosen by a key or from the palette; one that needs words goes into the line."""
        with self.reporting():
            if command.needs_words:
                self.offer(f"/{command.slash} ")
            else:
                self.entry.do(command.slash, "")
        self.set_focus(self.line)

    def _prefix(self, letter: str) -> bool:
        if self._offers_ways and letter in "123":
            with self.reporting():
                self.entry.do("fit", letter)
            return True
        command = BY_LETTER.get(letter)
        if command is None and not letter.isalpha():
            return False  # a mark: whoever pressed Esc out of habit goes on typing
        if command is None:
            self.say(f"Esc {letter} means nothing here; Esc shows the letters.", "warning")
        else:
            self.run_command(command)
        return True

    def _escape(self) -> bool:
        """Esc leaves what is open: the privacy screen, a sheet, the editing of an earlier line."""
        if self.board.is_blank:
            self.own_commands.blank()
        elif self.sheet is not None:
            self.close_sheet()
        elif self.editing is not None:
            self.stop_editing()
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
            self.hide_shelf()

    def key_f1(self) -> None:
        """Help, or back from it."""
        if isinstance(self.sheet, HelpSheet):
            self.close_sheet()
        else:
            self.own_commands.help()

    def key_f8(self) -> None:
        """The privacy screen."""
        self.own_commands.blank()

    def key_pageup(self) -> None:
        """Turns a sheet back by a page."""
        self._turn_page(-1)

    def key_pagedown(self) -> None:
        """Turns a sheet on by a page."""
        self._turn_page(1)

    def _turn_page(self, direction: int) -> None:
        if self.sheet is not None:
            self.board.sheet.turn_page(direction)

    # Sheets, panel, notes

    def open_sheet(self, sheet: Sheet) -> None:
        """Covers the body of the screen; the line stays."""
        self.sheet = sheet
        self.board.add_class("-sheet")
        self.call_after_refresh(self._show_panel)
        self.show_keys()

    def close_sheet(self) -> None:
        """Shows the body again."""
        self.sheet = None
        self.board.remove_class("-sheet")
        self.show_keys()

    def on_key(self, event: events.Key) -> None:
        """Keys of the notes list."""
        if self.notes.has_focus:
            event.stop()
            self._lists.notes_key(event)

    def edit(self, item: Item) -> None:
        """Puts an earlier line's words into the line to be changed."""
        if self.offer(item.text):
            self.editing = item
            self._show_echo()

    def on_descendant_focus(self) -> None:
        """The footer shows the keys of what has the focus, and the panel gets more room."""
        if self.look.last is not None:
            with self.reporting():
                self._show_panel()
                self.show_keys()

    def on_board_resized(self) -> None:
        """The board has another size: what depends on it is shown anew."""
        if self.look.last is not None and self._room() != self._shown_in:
            with self.reporting():
                self.load_but_notes()

    def _room(self) -> tuple[object, ...]:
        """What the rows shown depend on besides the record."""
        return self.app.size, self.board.panel_width, self.board.sheet_width if self.sheet else 0
