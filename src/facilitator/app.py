"""The program on the screen: opens the store, shows a screen, leaves without losing a word."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual.app import App
from textual.message import Message

from facilitator.clock import Clock
from facilitator.db import Store, open_store
from facilitator.errors import FacilitatorError
from facilitator.model.screens import OpenScreen
from facilitator.screens.base import BaseScreen, Warned
from facilitator.screens.navigation import (
    LeaveScreen,
    MeetingClosed,
    OpenAbout,
    OpenExport,
    OpenHistory,
    OpenList,
    OpenMeeting,
    OpenMinutes,
    OpenRetention,
    OpenSample,
    RestoreBackup,
    TakePlace,
)
from facilitator.services import presence
from facilitator.settings import Settings

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver
    from textual.screen import Screen

    from facilitator.db.passphrase import Passphrase

SEEN_SECONDS = 30
"""How often the file is told that the screen is still open."""
LAST_RESORT_SECONDS = 0.8
"""After a signal the program ends by itself within this; then it is ended."""
BACKUP_JOIN_SECONDS = 5.0
"""A backup that is being made when the program is left gets so long; what is left of it is thrown away later."""
GARBAGE_THRESHOLD = 2_000
"""So many new objects before Python looks for garbage among them, once the first frame stands: less than a
millisecond's work."""


@runtime_checkable
class KeepsWords(Protocol):
    """A screen or dialog with half-typed words."""

    def flush(self) -> None:
        """Writes them to the file at once."""


def _palette() -> type[Provider]:
    from facilitator.screens.palette import CommandProvider

    return CommandProvider


def _driver() -> type[Driver] | None:
    """Our reader of keys where there is one; Textual's own on Windows."""
    if sys.platform == "win32":
        return None
    from facilitator.terminal import TerminalDriver

    return TerminalDriver


class FacilitatorApp(App[int]):
    """Shows the home screen, or one meeting."""

    TITLE = "facilitator"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_palette}  # noqa: RUF012 (Textual's own name and type)
    NOTIFICATION_TIMEOUT: ClassVar[float] = 6
    BACKUP_SECONDS: ClassVar[float] = 0.5
    """So long after the first frame the first backup is made, when the first keys are through."""

    class BackedUp(Message):
        """A backup was tried in a thread: what to say, nothing when all is well."""

        def __init__(self, warned: Warned) -> None:
            super().__init__()
            self.warned = warned

    def __init__(
        self,
        store: Store,
        settings: Settings,
        meeting_id: str | None = None,
        when_ready: Callable[[], None] = lambda: None,
        said: str = "",
        notices: tuple[str, ...] = (),
        taken_by: OpenScreen | None = None,
    ) -> None:
        super().__init__(driver_class=_driver())
        self._when_ready = when_ready
        self._notices = notices
        self.failure: Exception | None = None
        """The first error nobody foresaw; it ends the program."""
        self._taken_by = taken_by
        """The screen that has the file open already: it is asked first what this one is to be."""
        self._bottom = 1
        """So many screens are left when leaving one more leaves the program: the question is nothing to go back to."""
        self.store = store
        self.settings = settings
        self.theme = settings.theme
        self.animation_level = "none"
        self._meeting_id = meeting_id
        self._said = said
        self._warned = Warned()
        self._backing_up: threading.Thread | None = None
        self.backup_to_restore = ""
        """The user left to go back to this backup: the program is to open again with it."""
        self._sample: tuple[Store, TemporaryDirectory[str]] | None = None
        """The user's own store and the sample's folder, while the sample is open."""

    def on_ready(self) -> None:
        """The first frame stands: now there is time to look whether the file is sound, before anything is written."""
        self._when_ready()
        if self._said:
            self._tell(self._said)
        for notice in self._notices:
            self._tell(notice, is_error=True)
        if self.settings.faults:
            self._tell(self.settings.notice, is_error=True)
        self._looking = asyncio.create_task(self._look_for_damage())
        self.set_timer(self.BACKUP_SECONDS, lambda: self._back_up("start"))

    async def _look_for_damage(self) -> None:
        try:
            await asyncio.to_thread(self.store.look_for_damage)
        except FacilitatorError as error:
            self._tell(str(error), is_error=True)
        if not presence.settle(self._own_store):
            self._tell("Another terminal opened this file at the same moment; this one is the second.")

    def _tell(self, text: str, *, is_error: bool = False) -> None:
        """Says something on the screen in front, over a dialog as a notice."""
        if isinstance(self.screen, BaseScreen):
            self.screen.tell(text, is_error=is_error)
        else:
            self.notify(text, markup=False, severity="error" if is_error else "information")

    # Backups

    def _back_up(self, reason: str) -> None:
        """In a thread with a connection of its own, one after the other."""
        if self.store.is_thrown_away:
            return
        from facilitator.services import backups

        path, clock, key, before = self.store.path, self.store.clock, self.store.raw_key, self._backing_up

        def work() -> None:
            if before is not None:
                before.join()
            said = backups.attempt(path, clock, reason, key)
            self.post_message(self.BackedUp(Warned(said, backups.about_the_place(path, clock, key))))

        self._backing_up = threading.Thread(target=work, daemon=True)
        self._backing_up.start()

    def on_facilitator_app_backed_up(self, message: BackedUp) -> None:
        """Tells every screen what is wrong, or that it is mended."""
        self._warned = message.warned
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.warn(message.warned)

    def on_meeting_closed(self, _: MeetingClosed) -> None:
        """A meeting is over: its record is kept twice."""
        self._back_up("close")

    def on_restore_backup(self, message: RestoreBackup) -> None:
        """The program ends and opens again with the backup; other screens would go on in the file that it replaces."""
        if presence.others(self._own_store) and isinstance(self.screen, BaseScreen):
            self.screen.tell("Another terminal has this file open; close it there, then go back.", is_error=True)
            return
        self.flush()
        self.backup_to_restore = message.name
        self.exit(0)

    def _knowing(self, screen: BaseScreen[None]) -> BaseScreen[None]:
        screen.warn(self._warned)
        return screen

    def on_mount(self) -> None:
        """Catches the signals that end a terminal program."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self._failed_aside(context.get("exception")))

        def thread_failed(what: threading.ExceptHookArgs) -> None:
            loop.call_soon_threadsafe(self._failed_aside, what.exc_value)

        threading.excepthook = thread_failed
        if sys.platform != "win32":
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self._end)
        self.set_interval(SEEN_SECONDS, lambda: presence.see(self._own_store))

    def get_default_screen(self) -> Screen[None]:
        """The first screen, in place of Textual's empty one: that would be styled, laid out and painted too."""
        if self._taken_by is not None:
            screen = self._question(self._taken_by, self._meeting_id)
        else:
            screen = self._first_screen(self._meeting_id)
        for path in screen.css_path:
            self.stylesheet.read(path)
        return screen

    @property
    def _own_store(self) -> Store:
        """The user's file, the sample's aside."""
        return self._sample[0] if self._sample else self.store

    def _question(self, first: OpenScreen, meeting_id: str | None) -> Screen[None]:
        from facilitator.screens.taken import TakenScreen

        return TakenScreen(self.store, self.settings, first, meeting_id)

    def _first_screen(self, meeting_id: str | None) -> Screen[None]:
        return self._home() if meeting_id is None else self._meeting(meeting_id)

    def on_take_place(self, message: TakePlace) -> None:
        """It is said what this screen is to be beside another one; or the other one was closed meanwhile."""
        if self._bottom > 1:
            return  # it was said already
        if message.role == "first":
            first = presence.arrive(self.store, message.meeting_id)
            if first is not None:
                return  # somebody else was quicker; it is asked again
        else:
            presence.join(self.store, message.role, message.meeting_id)
        presence.settle(self.store)
        self.push_screen(self._first_screen(message.meeting_id))
        self._bottom = len(self.screen_stack)

    def _home(self, about: str = "") -> Screen[None]:
        from facilitator.screens.home import HomeScreen

        return self._knowing(HomeScreen(self.store, self.settings, about))

    def _meeting(self, meeting_id: str) -> Screen[None]:
        from facilitator.screens.meeting import MeetingScreen

        return self._knowing(MeetingScreen(self.store, self.settings, meeting_id))

    def _show_screen(self, made: Callable[[], Screen[None]]) -> None:
        """Opens a screen, or says why the file cannot be read for it now."""
        try:
            self.push_screen(made())
        except FacilitatorError as error:
            self._tell(str(error), is_error=True)

    def on_open_meeting(self, message: OpenMeeting) -> None:
        """A screen asks for a meeting."""
        if not self._sample:
            presence.shows(self.store, message.meeting_id)
        self._show_screen(lambda: self._meeting(message.meeting_id))

    def on_open_list(self, message: OpenList) -> None:
        """A screen asks for a plain list."""
        if message.what == "backups":
            from facilitator.screens.backups import BackupScreen

            self._show_screen(lambda: BackupScreen(self.store, self.settings))
            return
        from facilitator.screens.lists import ListScreen

        self._show_screen(lambda: ListScreen(self.store, self.settings, message.what, message.partnership_id))

    def on_open_minutes(self, message: OpenMinutes) -> None:
        """A screen asks for the minutes of a meeting."""
        from facilitator.screens.minutes_leaving import MinutesScreen

        self.push_screen(MinutesScreen(self.store, self.settings, message.meeting_id, message.target))

    def on_open_export(self, message: OpenExport) -> None:
        """A screen asks for the CSV files."""
        from facilitator.screens.exporting import ExportScreen

        self.push_screen(ExportScreen(self.store, self.settings, message.meeting_id, message.folder))

    def on_open_about(self, message: OpenAbout) -> None:
        """A screen asks what is kept about a person."""
        from facilitator.screens.about_person import AboutPersonScreen

        self._show_screen(lambda: AboutPersonScreen(self.store, self.settings, message.person_id))

    def on_open_retention(self, message: OpenRetention) -> None:
        """A screen asks for the older meetings of a partnership."""
        from facilitator.screens.retention import RetentionScreen

        self._show_screen(lambda: RetentionScreen(self.store, self.settings, message.partnership_id))

    def on_open_history(self, message: OpenHistory) -> None:
        """A screen asks for a history."""
        from facilitator.screens.history import HistoryScreen

        self._show_screen(lambda: HistoryScreen(self.store, self.settings, message.scope))

    def on_leave_screen(self, _: LeaveScreen) -> None:
        """A screen is done: the one before shows again, or the program ends."""
        self.flush()
        if len(self.screen_stack) > self._bottom:
            self.pop_screen()
            if not self._sample:
                presence.shows(self.store, None)
            if self._sample and getattr(self.screen, "store", None) is self._sample[0]:
                self._close_sample()
        else:
            self.exit(0)

    def on_open_sample(self, _: OpenSample) -> None:
        """A screen asks for the sample: it opens in a file of its own, thrown away when it is left."""
        if self._sample:
            return
        from facilitator import sample
        from facilitator.screens.home import HomeScreen

        folder = TemporaryDirectory(prefix="facilitator-sample-")
        try:
            store = open_store(Path(folder.name) / "sample.db", create=True, clock=self.store.clock, origin="screen")
            store.is_thrown_away = True
            sample.build(store, store.now())
        except FacilitatorError as error:
            folder.cleanup()
            self.notify(str(error), markup=False, severity="error")
            return
        self._sample = (self.store, folder)
        self.store = store
        self.push_screen(HomeScreen(store, self.settings, "a sample, thrown away when you leave it"))

    def on_unmount(self) -> None:
        """The sample goes with the program; a backup is finished."""
        self._close_sample()
        if self._backing_up is not None:
            self._backing_up.join(BACKUP_JOIN_SECONDS)

    def _close_sample(self) -> None:
        if self._sample:
            (own, folder), self._sample = self._sample, None
            self.store.close()
            self.store = own
            folder.cleanup()

    def save_copy(self) -> None:
        """Writes the whole record into a new file, and says where it is."""
        from facilitator.services.copies import save_copy

        try:
            copy = save_copy(self.store)
        except FacilitatorError as error:
            self._tell(str(error), is_error=True)
        else:
            self._tell(f"Copied: {copy.name} in {copy.parent} holds everything up to here.")

    async def action_quit(self) -> None:
        """Leaves the program from wherever one is; nothing half-typed is lost."""
        self.flush()
        self.exit(0)

    def flush(self) -> None:
        """Writes every half-typed word to the file."""
        for screen in self.screen_stack:
            if isinstance(screen, KeepsWords):
                screen.flush()

    # What nobody foresaw. Textual would print every local variable, and with them what people said.

    def _handle_exception(self, error: Exception) -> None:
        """Keeps half-typed words; then the program ends, and `run_app` raises the error."""
        if self.failure is None:
            self.failure = error
            # What is broken may be what keeps the words.
            with contextlib.suppress(Exception):
                self.flush()
        super()._handle_exception(error)

    def _failed_aside(self, error: BaseException | None) -> None:
        """An error outside the messages: in a thread, or in a callback."""
        if isinstance(error, Exception):
            self._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()

    def _end(self) -> None:
        """The terminal is gone or the program is asked to end: keep the words, then go, whatever happens."""
        net = threading.Timer(LAST_RESORT_SECONDS, os._exit, [0])
        net.daemon = True
        net.start()
        self.flush()
        presence.leave(self._own_store)
        self.exit(0)


def _put_start_aside() -> None:
    """Keeps what the start has made out of every later search for garbage: going through it would hold up a key."""
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)


def run_app(
    path: Path,
    settings: Settings,
    *,
    meeting_id: str | None = None,
    create: bool = True,
    clock: Clock | None = None,
    passphrase: Passphrase | None = None,
    is_thrown_away: bool = False,
    notices: tuple[str, ...] = (),
    second: bool = False,
) -> int:
    """Opens the data file and runs the program until it is left; returns the exit code.

    Where another screen has it open it asks what this one is to be; `second` answers that: beside it. An encrypted
    file needs its `passphrase`. When the user goes back to a backup, the program opens again with it. A file that
    `is_thrown_away` afterwards has no backups. `notices` are said once the screen stands.

    Raises FacilitatorError when the file cannot be opened, and what nobody foresaw once the terminal is as it was.
    """
    said = ""
    while True:
        with open_store(path, create=create, clock=clock, origin="screen", passphrase=passphrase) as store:
            store.is_thrown_away = is_thrown_away
            taken_by = None
            if second:
                presence.join(store, "second", meeting_id)
            else:
                taken_by = presence.arrive(store, meeting_id)
            app = FacilitatorApp(store, settings, meeting_id, _put_start_aside, said, notices, taken_by)
            try:
                app.run()
            finally:
                presence.leave(store)
        if app.failure is not None:
            raise app.failure
        if not app.backup_to_restore:
            return app.return_code or 0
        said, meeting_id = _restored(path, app.backup_to_restore, store.clock, passphrase), None


def _restored(path: Path, name: str, clock: Clock, passphrase: Passphrase | None) -> str:
    from facilitator.services import backups

    try:
        done = backups.restore(path, name, clock, passphrase_of=lambda _: passphrase)
    except FacilitatorError as error:
        return str(error)
    return " ".join((f"The file is back; the one it replaced is kept as {done.kept}.", *done.remarks))
