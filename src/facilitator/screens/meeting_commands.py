"""The commands that concern the meeting screen alone; what changes the record is in `services.slash`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from facilitator.screens.navigation import LeaveScreen, MeetingClosed, OpenExport, OpenMinutes
from facilitator.screens.sheets import HelpSheet, readback_sheet, ways_pieces

if TYPE_CHECKING:
    from facilitator.screens.meeting import MeetingScreen


class ScreenCommands:
    """Opens and leaves what covers the screen: the privacy screen, help, read-back, ways out, export, copy."""

    def __init__(self, screen: MeetingScreen) -> None:
        self._screen = screen

    def run(self, name: str, words: str) -> bool:
        """Does a command of the screen; False when it is one for the record. Raises FacilitatorError."""
        does = SCREEN_COMMANDS.get(name)
        if does is None or (name == "fit" and words):
            return False
        does(self, words)
        return True

    def blank(self, _: str = "") -> None:
        """The privacy screen, or back from it."""
        screen = self._screen
        screen.board.blank(not screen.board.is_blank)
        screen.set_focus(screen.line)
        screen.show_keys()

    def fit(self, _: str = "") -> None:
        """The ways out of a late meeting, on the shelf over the line."""
        from facilitator.services import run

        screen = self._screen
        ways = run.options_when_late(screen.store, screen.meeting_id)
        if not ways:
            screen.say("The meeting is on time; there is nothing to fit.")
            return
        screen.offer_ways(list(ways_pieces(screen.view, ways, screen.store.now(), screen.size.width)))

    def gap(self, _: str = "") -> None:
        """The time nobody looked becomes a pause."""
        screen = self._screen
        if not screen.keeper.count_gap():
            screen.say("There is no gap to count.", "warning")
            return
        screen.load()
        screen.say("The gap is a pause now.")

    def help(self, _: str = "") -> None:
        """The help page, or back from it."""
        if isinstance(self._screen.sheet, HelpSheet):
            self._screen.close_sheet()
        else:
            self._screen.open_sheet(HelpSheet())

    def history(self, words: str) -> None:
        """What was done in this meeting, or that of it with these words."""
        from facilitator.screens.history_sheet import HistorySheet

        self._screen.open_sheet(HistorySheet(self._screen.store, self._screen.meeting_id, words))

    def recap(self, _: str = "") -> None:
        """The read-back, without closing."""
        self._open_readback(closes=False)

    def end(self, _: str = "") -> None:
        """The read-back that Enter closes the meeting from; from there, the close."""
        sheet = self._screen.sheet
        if sheet is not None and sheet.closes:
            self.close_meeting()
        else:
            self._open_readback(closes=self._screen.view.meeting.is_open)

    def close_meeting(self) -> None:
        """Locks the record and shows what stands in it."""
        from facilitator.services import close

        screen = self._screen
        close.close(screen.store, screen.meeting_id)
        screen.post_message(MeetingClosed())
        screen.keeper.gap = None
        self.recap()
        screen.load()
        screen.say("Closed. The record is locked; /minutes shows the minutes, /quit leaves.")

    def export(self, words: str) -> None:
        """The CSV files, looked at first."""
        self._screen.post_message(OpenExport(self._screen.meeting_id, words))

    def minutes(self, words: str) -> None:
        """The minutes, looked at first. Raises Refused for a meeting that has not begun."""
        from facilitator.services.minutes import begun

        begun(self._screen.store, self._screen.meeting_id)
        self._screen.post_message(OpenMinutes(self._screen.meeting_id, words))

    def copy(self, words: str) -> None:
        """The whole record into a new file, the half-typed words too."""
        from facilitator.services.copies import save_copy

        screen = self._screen
        half_typed = (screen.line.value, screen.line.cursor_position)
        is_words = half_typed[0] and not half_typed[0].startswith("/")
        copy = save_copy(screen.store, words, {screen.keeper.place: half_typed} if is_words else {})
        screen.say(f"Copied: {copy.name} in {copy.parent} holds everything up to here.")

    def quit(self, _: str = "") -> None:
        """Leaves the meeting running."""
        self._screen.post_message(LeaveScreen())

    def _open_readback(self, *, closes: bool) -> None:
        screen = self._screen
        screen.open_sheet(readback_sheet(screen.store, screen.meeting_id, screen.view, closes=closes))


SCREEN_COMMANDS: dict[str, Callable[[ScreenCommands, str], None]] = {
    "blank": ScreenCommands.blank,
    "copy": ScreenCommands.copy,
    "end": ScreenCommands.end,
    "export": ScreenCommands.export,
    "minutes": ScreenCommands.minutes,
    "fit": ScreenCommands.fit,
    "gap": ScreenCommands.gap,
    "help": ScreenCommands.help,
    "history": ScreenCommands.history,
    "quit": ScreenCommands.quit,
    "recap": ScreenCommands.recap,
}
"""What does each of them, by its name without the slash (`fit` with a number is one for the record)."""
