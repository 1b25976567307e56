"""Another screen has the file open: says which and since when, and asks what this one is to be."""

from __future__ import annotations

from datetime import datetime

from facilitator.clock import local
from facilitator.commands import Command
from facilitator.db import Store
from facilitator.model.meeting import Meeting
from facilitator.model.screens import OpenScreen
from facilitator.screens.home_commands import HELP, hints, key_of
from facilitator.screens.navigation import LeaveScreen, TakePlace
from facilitator.screens.records import ROOMY_ROWS, RecordScreen
from facilitator.services import presence
from facilitator.settings import Settings
from facilitator.widgets.panel_list import PanelRow
from facilitator.widgets.plain import wrap
from facilitator.widgets.quiet import Piece

_READ = Command("read", "", "Read only", "look on; nothing can be changed", "r")
_QUIT = Command("quit", "", "Quit", "leave it to the other terminal", "q")
_HOME = Command("home", "", "Home, as a second screen", "plan beside the meeting", "o")


class TakenScreen(RecordScreen):
    """Asks once, when the program starts. When the other screen is closed meanwhile, this one takes its place."""

    def __init__(self, store: Store, settings: Settings, first: OpenScreen, meeting_id: str | None) -> None:
        super().__init__(store, settings)
        self._first = first
        self._wanted = meeting_id
        meeting = store.meetings.get(meeting_id or first.meeting_id or "")
        self._meeting: Meeting | None = meeting if meeting_id or (meeting and meeting.state != "closed") else None
        """What a second terminal opens; home where no meeting is on."""
        if self._meeting:
            label, what = "Second terminal of the meeting", "both write; own line, own undo"
        else:
            label, what = "A second screen beside it", "both write; each with its own undo"
        second = Command("second", "", label, what, "n")
        beside = (_HOME,) if self._meeting and meeting_id is None else ()
        self.table = (second, *beside, _READ, _QUIT, HELP)

    # Showing

    def load(self) -> None:
        """Says who has it open; when nobody has it any more there is nothing to ask."""
        first = presence.first_screen(self.store)
        if first is None:
            self.post_message(TakePlace("first", self._wanted))
            return
        self._first = first
        self.head.show((" facilitator", "strong"))
        self.show_rows()
        self.show_keys()

    def _tick(self) -> None:
        """Looks whether the other screen is still open."""
        if self._is_in_front:
            with self.reporting():
                self.load()

    def show_rows(self) -> None:
        """What is the matter, then the choices; with little room nothing else."""
        width, is_tight = max(30, self.width - 8), 0 < self.size.height < ROOMY_ROWS
        rows: list[PanelRow] = [("", ((line, "strong"),)) for line in wrap(self._who(), width)]
        if not is_tight:
            rows += [("", ((line, "muted"),)) for line in wrap(f"The file: {self.store.path}", width)]
            rows.append(("", ()))
        choices = [command for command in self.table if command is not HELP]
        column = max(len(command.label) for command in choices) + 3
        for command in choices:
            label: list[Piece] = [(f"{key_of(command)}  ", "accent"), (f"{command.label:<{column}}", "")]
            has_room = 3 + column + len(command.help) <= width
            rows.append((command.slash, [*label, (command.help, "muted")] if has_room else label))
            if not has_room and not is_tight:
                rows.append(("", ((f"   {command.help}", "muted"),)))
        self.list.show(rows)

    def _who(self) -> str:
        first = self._first
        shown = self.store.meetings.get(first.meeting_id) if first.meeting_id else None
        what = f"{shown.title} of {shown.partnership}" if shown else "This data file"
        where = "in another terminal" if first.device == self.store.device else f"on the laptop {first.device}"
        return f"{what} is open {where} since {self._moment(first.since)}."

    def _moment(self, at: datetime) -> str:
        zone = self.store.clock.zone_name()
        then, now = local(at, zone), local(self.store.now(), zone)
        return f"{then:%H:%M}" if then.date() == now.date() else f"{then:%a} {then.day} {then:%b}, {then:%H:%M}"

    def show_keys(self) -> None:
        """The choices again, for the eye that looks there first."""
        pairs = [("Enter", "takes the row"), *((key_of(c), c.label.lower()) for c in self.table if c is not HELP)]
        self.keys.show(*hints(pairs, self.width))

    # Commands

    def press(self, key: str, row_id: str | None) -> bool:
        """A letter, or Enter on a row."""
        chosen = next((command for command in self.table if key == "enter" and command.slash == row_id), None)
        if chosen is None:
            return super().press(key, row_id)
        self.run_command(chosen)
        return True

    def do_second(self, _: str) -> None:
        """Beside the other screen."""
        self.post_message(TakePlace("second", self._meeting.id if self._meeting else None))

    def do_home(self, _: str) -> None:
        """Beside the other screen, at home."""
        self.post_message(TakePlace("second"))

    def do_read(self, _: str) -> None:
        """Only to look."""
        self.post_message(TakePlace("reader", self._wanted))

    def do_quit(self, _: str) -> None:
        """Out of the program."""
        self.post_message(LeaveScreen())
