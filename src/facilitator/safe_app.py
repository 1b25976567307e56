"""A program on the screen that ends without losing a word: when it is left, by a signal, and by its own errors."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.app import App

if TYPE_CHECKING:
    from textual.driver import Driver

LAST_RESORT_SECONDS = 0.8
"""After a signal the program ends by itself within this; then it is ended."""


@runtime_checkable
class KeepsWords(Protocol):
    """A screen or dialog with half-typed words."""

    def flush(self) -> None:
        """Writes them to the file at once."""


def _driver() -> type[Driver] | None:
    """Our reader of keys where there is one; Textual's own on Windows."""
    if sys.platform == "win32":
        return None
    from facilitator.terminal import TerminalDriver

    return TerminalDriver


class SafeApp(App[int]):
    """Keeps half-typed words however it ends, and prints none of them."""

    def __init__(self) -> None:
        super().__init__(driver_class=_driver())
        self.failure: Exception | None = None
        """The first error nobody foresaw; it ends the program."""

    def flush(self) -> None:
        """Writes every half-typed word to the file."""
        for screen in self.screen_stack:
            if isinstance(screen, KeepsWords):
                screen.flush()

    def let_go(self) -> None:
        """What else is done at once after a signal, before the program ends."""

    async def action_quit(self) -> None:
        """Leaves the program from wherever one is; nothing half-typed is lost."""
        self.flush()
        self.exit(0)

    # Signals

    def on_mount(self) -> None:
        """Catches the signals that end a terminal program, and errors outside the messages."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self._failed_aside(context.get("exception")))

        def thread_failed(what: threading.ExceptHookArgs) -> None:
            loop.call_soon_threadsafe(self._failed_aside, what.exc_value)

        threading.excepthook = thread_failed
        if sys.platform != "win32":
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self._end)

    def _end(self) -> None:
        """The terminal is gone or the program is asked to end: keep the words, then go, whatever happens."""
        net = threading.Timer(LAST_RESORT_SECONDS, os._exit, [0])
        net.daemon = True
        net.start()
        self.flush()
        self.let_go()
        self.exit(0)

    # What nobody foresaw. Textual would print every local variable, and with them what people said.

    def _handle_exception(self, error: Exception) -> None:
        """Keeps half-typed words; then the program ends, and whoever runs it finds the error in `failure`."""
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
