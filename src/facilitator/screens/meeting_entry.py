"""Enter on the meeting's line: the words are saved, the command is done, or they stay with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.errors import Conflict, FacilitatorError, LineChanged, LineGone
from facilitator.model.echo import echo
from facilitator.model.line import Line, LineKind, parse
from facilitator.model.notes import Item
from facilitator.screens.sheets import HelpSheet
from facilitator.services import record

if TYPE_CHECKING:
    from facilitator.screens.meeting import MeetingScreen


class Entry:
    """Takes what is entered on one screen, and remembers it for the arrows."""

    def __init__(self, screen: MeetingScreen) -> None:
        self._screen = screen
        self._entered: list[str] = []
        self._recalled = 0

    def remember(self, text: str) -> None:
        """The arrow up brings these words back."""
        self._entered.append(text)

    def recall(self, direction: int) -> str | None:
        """The lines entered on this screen, latest first."""
        place = self._recalled + direction
        if not self._entered or place > 0 or -place > len(self._entered):
            return None
        self._recalled = place
        return self._entered[place] if place else ""

    def take(self, text: str) -> str | None:
        """Takes the line: saved on disk before this returns, or back in the field with the reason."""
        screen = self._screen
        screen.hide_shelf()
        is_command = False
        try:
            line = parse(text, screen.context)
            is_command = line.kind is LineKind.COMMAND
            if text.strip():
                self.remember(text)
                self._recalled = 0
            if line.kind is LineKind.EMPTY:
                self._take_nothing()
            elif is_command:
                screen.stop_editing()
                self.do(line.command, line.arguments)
            elif screen.editing is not None and line.kind is LineKind.NOTE:
                self._reword(screen.editing, text)
            else:
                # A line with a mark is a new one: nobody's earlier words are replaced by it.
                screen.stop_editing()
                self._save(line)
        except (LineChanged, LineGone) as error:
            screen.elsewhere.give_back(text, error)
        except FacilitatorError as error:
            if isinstance(error, Conflict):
                screen.load()
            screen.say(str(error) if is_command else f"Not saved: {error}", "error")
            screen.refused = text
            if is_command or screen.view.meeting.state == "closed":
                return text
            screen.line.put(text)
        return None

    def do(self, name: str, words: str) -> None:
        """Does a command. Raises FacilitatorError."""
        from facilitator.services import slash

        screen = self._screen
        screen.hide_shelf()
        screen.say("")
        if screen.own_commands.run(name, words.strip()):
            return
        before = screen.view.meeting
        said = slash.execute(screen.store, before, name, words, screen.context)
        screen.load()
        after = screen.view.meeting
        if name in ("next", "skip", "defer") and before.is_open and after.current_step_id == before.current_step_id:
            screen.own_commands.end()
        elif after.current_step_id != before.current_step_id or after.state != before.state:
            screen.close_sheet()
        screen.say(said)

    def _save(self, line: Line) -> None:
        screen = self._screen
        saved = record.save(screen.store, screen.meeting_id, line, typed_in=screen.keeper.place)
        screen.keeper.go_on()
        if isinstance(screen.sheet, HelpSheet):
            screen.close_sheet()
        if saved.is_new:
            screen.notes.append(saved.item)
        else:
            screen.notes.replace(saved.item)
        screen.show_after_line()
        number = f" · number {saved.item.number}" if saved.item.number else ""
        screen.say(f"✓ {echo(line)}{number}", "warning" if line.hints else "good")

    def _take_nothing(self) -> None:
        screen = self._screen
        with screen.reporting():
            if screen.editing is not None:
                screen.stop_editing()
                screen.say("The earlier line stays as it was.", "muted")
            elif screen.sheet is not None and screen.sheet.closes:
                screen.own_commands.close_meeting()
            elif not screen.view.meeting.is_open and screen.view.meeting.state != "closed":
                self.do("start", "")

    def _reword(self, item: Item, text: str) -> None:
        from facilitator.services import edit

        screen = self._screen
        changed = edit.reword(screen.store, screen.meeting_id, item, text)
        screen.stop_editing()
        screen.notes.replace(changed)
        screen.load_but_notes()
        screen.say("✓ changed")
