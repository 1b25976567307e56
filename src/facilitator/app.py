"""The program on the screen: opens the store, shows a screen, leaves without losing a word."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App

from facilitator.clock import Clock
from facilitator.db import Store, open_store
from facilitator.screens.base import BaseScreen
from facilitator.screens.navigation import LeaveScreen, OpenList, OpenMeeting
from facilitator.settings import Settings

if TYPE_CHECKING:
    from textual.command import Provider

LAST_RESORT_SECONDS = 0.8
"""After a signal the program ends by itself within this; then it is ended."""


def _palette() -> type[Provider]:
    from facilitator.screens.palette import CommandProvider

    return CommandProvider


class FacilitatorApp(App[int]):
    """Shows the home screen, or one meeting."""

    TITLE = "facilitator"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_palette}  # noqa: RUF012 (Textual's own name and type)
    NOTIFICATION_TIMEOUT: ClassVar[float] = 6

    def __init__(self, store: Store, settings: Settings, meeting_id: str | None = None) -> None:
        super().__init__()
        self.store = store
        self.settings = settings
        self.theme = settings.theme
        self.animation_level = "none"
        self._meeting_id = meeting_id

    def on_mount(self) -> None:
        """Catches the signals that end a terminal program, then shows the first screen."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._end)
        if self._meeting_id is None:
            from facilitator.screens.home import HomeScreen

            self.push_screen(HomeScreen(self.store, self.settings))
        else:
            self._show_meeting(self._meeting_id)

    def _show_meeting(self, meeting_id: str) -> None:
        from facilitator.screens.meeting import MeetingScreen

        self.push_screen(MeetingScreen(self.store, self.settings, meeting_id))

    def on_open_meeting(self, message: OpenMeeting) -> None:
        """A screen asks for a meeting."""
        self._show_meeting(message.meeting_id)

    def on_open_list(self, message: OpenList) -> None:
        """A screen asks for a plain list."""
        from facilitator.screens.lists import ListScreen

        self.push_screen(ListScreen(self.store, self.settings, message.what, message.partnership_id))

    def on_leave_screen(self, _: LeaveScreen) -> None:
        """A screen is done: the one before shows again, or the program ends."""
        self.flush()
        if len(self.screen_stack) > 2:
            self.pop_screen()
        else:
            self.exit(0)

    async def action_quit(self) -> None:
        """Leaves the program from wherever one is; nothing half-typed is lost."""
        self.flush()
        self.exit(0)

    def flush(self) -> None:
        """Writes every half-typed word to the file."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.flush()

    def _end(self) -> None:
        """The terminal is gone or the program is asked to end: keep the words, then go, whatever happens."""
        net = threading.Timer(LAST_RESORT_SECONDS, os._exit, [0])
        net.daemon = True
        net.start()
        self.flush()
        self.exit(0)


def run_app(
    path: Path,
    settings: Settings,
    *,
    meeting_id: str | None = None,
    create: bool = True,
    clock: Clock | None = None,
) -> int:
    """Opens the data file and runs the program until it is left; returns the exit code.

    Raises FacilitatorError when the file cannot be opened.
    """
    with open_store(path, create=create, clock=clock, origin="screen") as store:
        app = FacilitatorApp(store, settings, meeting_id)
        app.run()
        return app.return_code or 0
