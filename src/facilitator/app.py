"""The program on the screen: shows screens one over the other, and leaves them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.message import Message

from facilitator.backing_up import BackingUp
from facilitator.db import Store
from facilitator.errors import DamagedFile, FacilitatorError
from facilitator.first_things import QUIET_SECONDS, FirstThings, Quiet
from facilitator.model.screens import OpenScreen
from facilitator.opening import Wish, screen_for
from facilitator.safe_app import SafeApp
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
    from textual.screen import Screen

    from facilitator.sample.file import SampleFile

SEEN_SECONDS = 30
"""How often the file is told that the screen is still open."""


def _palette() -> type[Provider]:
    from facilitator.screens.palette import CommandProvider

    return CommandProvider


class FacilitatorApp(SafeApp):
    """Shows the home screen, or one meeting."""

    TITLE = "facilitator"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_palette}  # noqa: RUF012 (Textual's own name and type)
    NOTIFICATION_TIMEOUT: ClassVar[float] = 6
    QUIET_SECONDS: ClassVar[float] = QUIET_SECONDS
    """So long nobody types before the first backup is made."""

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
        super().__init__()
        self._when_ready = when_ready
        self._notices = notices
        self._taken_by = taken_by
        """The screen that has the file open already: it is asked first what this one is to be."""
        self._bottom = 1
        """So many screens are left when leaving one more leaves the program: the question is nothing to go back to."""
        self._own_store = store
        self._sample: SampleFile | None = None
        """The sample, while it is open over the user's own file."""
        self.settings = settings
        self.theme = settings.theme
        self.animation_level = "none"
        self._meeting_id = meeting_id
        self._said = said
        self._warned = Warned()
        self.backups = BackingUp(lambda warned: self.post_message(self.BackedUp(warned)))
        self._quiet = Quiet(self.QUIET_SECONDS)
        self._first_things = FirstThings(self._look_for_damage, self._settle, self._make_first_backup, self._quiet)
        self.backup_to_restore = ""
        """The user left to go back to this backup: the program is to open again with it."""

    def on_ready(self) -> None:
        """The first frame stands: now there is time to look whether the file is sound, before anything is written."""
        self._when_ready()
        if self._said:
            self._tell(self._said)
        for notice in self._notices:
            self._tell(notice, is_error=True)
        if self.settings.faults:
            self._tell(self.settings.notice, is_error=True)
        self._first_things.begin()

    async def on_event(self, event: events.Event) -> None:
        """Notes every key and click: what can wait does so until nobody is at it."""
        if isinstance(event, events.InputEvent | events.Paste):
            self._quiet.end()
        await super().on_event(event)

    async def _look_for_damage(self) -> None:
        try:
            await asyncio.to_thread(self._own_store.look_for_damage)
        except DamagedFile as error:
            from facilitator.services.backups import offer_on_screen

            offered = await asyncio.to_thread(offer_on_screen, self._own_store.path, self._own_store.clock)
            self._tell(offered or str(error), is_error=True)
        except FacilitatorError as error:
            self._tell(str(error), is_error=True)

    def _settle(self) -> None:
        if not presence.settle(self._own_store):
            self._tell("Another terminal opened this file at the same moment; this one is the second.")

    def _tell(self, text: str, *, is_error: bool = False) -> None:
        """Says something on the screen in front, over a dialog as a notice."""
        if isinstance(self.screen, BaseScreen):
            self.screen.tell(text, is_error=is_error)
        else:
            self.notify(text, markup=False, severity="error" if is_error else "information")

    # Backups

    def _make_first_backup(self) -> None:
        self.backups.begin(self._own_store, "start")

    def on_facilitator_app_backed_up(self, message: BackedUp) -> None:
        """Tells every screen what is wrong, or that it is mended."""
        self._warned = message.warned
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.warn(message.warned)

    def on_meeting_closed(self, _: MeetingClosed) -> None:
        """A meeting is over: its record is kept twice."""
        self.backups.begin(self.store, "close")

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
        """Says now and then that the screen is still open."""
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
    def store(self) -> Store:
        """The file that is worked on: the user's own, or the sample."""
        return self._sample.store if self._sample else self._own_store

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

    @on(OpenAbout)
    @on(OpenExport)
    @on(OpenHistory)
    @on(OpenList)
    @on(OpenMinutes)
    @on(OpenRetention)
    def open_wish(self, wish: Wish) -> None:
        """A screen asks for another one."""
        self._show_screen(lambda: screen_for(wish, self.store, self.settings))

    def on_leave_screen(self, _: LeaveScreen) -> None:
        """A screen is done: the one before shows again, or the program ends."""
        self.flush()
        if len(self.screen_stack) > self._bottom:
            self.pop_screen()
            if not self._sample:
                presence.shows(self.store, None)
            if self._sample and getattr(self.screen, "store", None) is self._own_store:
                self._close_sample()
        else:
            self.exit(0)

    def on_open_sample(self, _: OpenSample) -> None:
        """A screen asks for the sample: it opens in a file of its own, thrown away when it is left."""
        if self._sample:
            return
        from facilitator.sample.file import SampleFile
        from facilitator.screens.home import HomeScreen

        try:
            self._sample = SampleFile(self.store.clock)
        except FacilitatorError as error:
            self.notify(str(error), markup=False, severity="error")
            return
        self.push_screen(HomeScreen(self.store, self.settings, "a sample, thrown away when you leave it"))

    def on_unmount(self) -> None:
        """The sample goes with the program; a backup that waits or is being made is finished."""
        self._close_sample()
        self._first_things.catch_up()
        self.backups.finish()

    def let_go(self) -> None:
        """After a signal: the file says at once that the screen is gone, and no backup is begun any more."""
        self._first_things.stop()
        presence.leave(self._own_store)

    def _close_sample(self) -> None:
        if self._sample:
            sample, self._sample = self._sample, None
            sample.close()

    def save_copy(self) -> None:
        """Writes the whole record into a new file, and says where it is."""
        from facilitator.services.copies import save_copy

        try:
            copy = save_copy(self.store)
        except FacilitatorError as error:
            self._tell(str(error), is_error=True)
        else:
            self._tell(f"Copied: {copy.name} in {copy.parent} holds everything up to here.")
