"""The safety copies of the data file: look, make one now, go back to one."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from facilitator.clock import spoken
from facilitator.commands import Command
from facilitator.db import Store
from facilitator.errors import FacilitatorError
from facilitator.model.backups import REASONS
from facilitator.screens.home_commands import BACK, HELP
from facilitator.screens.navigation import RestoreBackup
from facilitator.screens.records import RecordScreen
from facilitator.services import backups
from facilitator.services.backups import Listed
from facilitator.settings import Settings
from facilitator.widgets.panel_list import PanelRow
from facilitator.widgets.plain import fit, wrap
from facilitator.widgets.quiet import BREAK, FILL, Piece

NOTHING = "No backups yet; n makes one. They are also made by themselves, at the start and at the end of a meeting."
QUESTION = (
    "Put the file back as it was on {when}? What was written since is not in it; the present file is kept beside it."
    " y puts it back, any other key leaves all as it is."
)
QUESTION_ROWS = 4
YES = "y"


class BackupScreen(RecordScreen):
    """Backups, the one made last first. What takes long is done in a thread, so that the keys never wait."""

    table = (
        Command("put_back", "", "Put back", "makes the backup under the cursor the data file; asks first", "enter"),
        Command("make", "", "Make one now", "makes a verified copy of the file as it stands", "n"),
        BACK,
        HELP,
    )

    @dataclass
    class Looked(Message):
        """The backups were looked through."""

        found: list[Listed]

    @dataclass
    class Made(Message):
        """A backup was made, or not."""

        said: str
        is_error: bool

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self._found: list[Listed] | None = None
        self._asked: Listed | None = None
        """The backup that is put back when the next key is a yes."""

    # Reading and showing

    def load(self) -> None:
        """Looks through the backups once; afterwards only when one was made."""
        self._show_head()
        if self._found is None:
            self._look()
        self.show_rows()
        self.show_keys()

    def _show_head(self) -> None:
        count = str(len(self._found)) if self._found is not None else ""
        self.head.show((" Backups", "strong"), (f"   of {self.store.path}", "muted"), FILL, (f"{count} ", "muted"))

    def _look(self) -> None:
        path, clock = self.store.path, self.store.clock
        self.run_worker(lambda: self.post_message(self.Looked(backups.listed(path, clock))), thread=True)

    def on_backup_screen_looked(self, message: Looked) -> None:
        """Shows what was found."""
        self._found = message.found
        self._show_head()
        self.show_rows()

    def show_rows(self) -> None:
        """When, why, how large, whether it is good and how long it is kept."""
        if self._found is None:
            rows: list[PanelRow] = [("", (("one moment …", "muted"),))]
        elif not self._found:
            rows = [("", ((NOTHING, "muted"),))]
        else:
            rows = [(it.backup.name, self._pieces(it)) for it in self._found]
        self.list.show(rows)

    def _pieces(self, it: Listed) -> list[Piece]:
        state: Piece = ("good    ", "good") if it.is_good else ("DAMAGED ", "error")
        return [
            (fit(spoken(it.backup.made_at, self.store.clock), 22), "strong"),
            (fit(REASONS[it.backup.reason], 19), ""),
            state,
            (f"{it.backup.size / 1e6:>6,.1f} MB", "muted"),
            FILL,
            (f"to {it.until.day} {it.until:%b %Y} ", "muted"),
        ]

    # Commands

    def press(self, key: str, row_id: str | None) -> bool:
        """A key of the rows; after the question, the answer."""
        asked, self._asked = self._asked, None
        if asked is None:
            return super().press(key, row_id)
        if key == YES:
            self.say(1, ((" one moment …", "muted"),))
            self.post_message(RestoreBackup(asked.backup.name))
        else:
            self.tell("Nothing was changed.")
        return True

    def do_put_back(self, row_id: str) -> None:
        """Asks whether the file is to be the backup under the cursor."""
        found = next((it for it in self._found or () if it.backup.name == row_id), None)
        if found is None:
            return
        if not found.is_good:
            self.tell("This backup is damaged; choose another one.", is_error=True)
            return
        when = spoken(found.backup.made_at, self.store.clock)
        lines = wrap(QUESTION.format(when=when), max(20, self.width - 2))[:QUESTION_ROWS]
        pieces: list[Piece] = []
        for line in lines:
            pieces += [BREAK, (f" {line}", "warning")]
        self.say(len(lines), pieces[1:])
        self._asked = found

    def do_make(self, _: str) -> None:
        """Makes one now."""
        if self.store.is_thrown_away:
            self.tell("this is the sample; no backups are made of it", is_error=True)
            return
        self.say(1, ((" one moment …", "muted"),))
        self.run_worker(lambda: self.post_message(self._make()), thread=True)

    def _make(self) -> Made:
        try:
            made = backups.make(self.store)
        except FacilitatorError as error:
            return self.Made(str(error), is_error=True)
        return self.Made(f"Made: {made.path}", is_error=False)

    def on_backup_screen_made(self, message: Made) -> None:
        """Says how it went."""
        self.tell(message.said, is_error=message.is_error)
        self._look()
