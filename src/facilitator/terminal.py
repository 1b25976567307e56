"""Reads the terminal's keys exactly as they came, where Textual's own reader does not.

Textual's parser gathers up to 32 characters behind an Esc before it gives them out, and after more than that the Esc
has become a `^`; an Esc inside a paste makes it type the rest of the paste, Enter included; and a byte that is not
UTF-8 ends the program.
"""

from __future__ import annotations

import codecs
import os
import re
import select
from collections.abc import Generator, Iterable, Iterator

from textual import constants, events
from textual._time import get_time
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

ESC = "\x1b"
_OWN = re.compile(re.escape(BRACKETED_PASTE_START) + f"|{ESC}([a-z0-9])")
"""What is taken out before Textual's parser sees it: pastes, and Alt with a letter (which arrives as Esc, letter)."""
_CHECK_SECONDS = 0.02
"""How often a lone Esc is looked at again, to tell it from the start of a sequence."""


class KeyParser(XTermParser):
    """Textual's parser, with whole pastes and Alt with a letter taken out before it sees them."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._held = ""
        """The end of what came, when it may be the first half of a marker."""
        self._held_until = 0.0
        self._pasted: list[str] | None = None
        """The pieces of the paste that is under way."""

    def feed(self, data: str) -> Iterable[Message]:
        """The messages that `data` completes; the empty string is the end of the input."""
        if not data:
            yield from super().feed(data)
            return
        data, self._held = self._held + data, ""
        while data:
            if self._pasted is not None:
                data = yield from self._feed_paste(data)
            elif own := _OWN.search(data):
                yield from self._feed_rest(data[: own.start()])
                yield from self._finish_sequence()
                if letter := own[1]:
                    yield events.Key(f"alt+{letter}", letter)
                else:
                    self._pasted = []
                data = data[own.end() :]
            else:
                data = self._hold(data, BRACKETED_PASTE_START)
                yield from self._feed_rest(data)
                return

    def tick(self) -> Iterable[Message]:
        """The messages that are due because nothing more has come for a while."""
        if self._held and self._pasted is None and get_time() >= self._held_until:
            held, self._held = self._held, ""
            yield from super().feed(held)
            if held == ESC:
                yield from self._finish_sequence()
        yield from super().tick()

    @property
    def is_in_sequence(self) -> bool:
        """Whether something waits for the rest of an escape sequence."""
        return bool(self._held) or self._timeout_time is not None

    def _feed_rest(self, data: str) -> Iterator[Message]:
        if data:
            yield from super().feed(data)

    def _feed_paste(self, data: str) -> Generator[Message, None, str]:
        """Gathers the paste; returns what came after its end."""
        assert self._pasted is not None
        text, end, rest = data.partition(BRACKETED_PASTE_END)
        self._pasted.append(text if end else self._hold(data, BRACKETED_PASTE_END))
        if end:
            yield events.Paste("".join(self._pasted))
            self._pasted = None
        return rest

    def _finish_sequence(self) -> Iterator[Message]:
        """Ends the wait for the rest of an escape sequence."""
        if self._timeout_time is not None:
            self._timeout_time = 0.0
            yield from super().tick()

    def _hold(self, data: str, marker: str) -> str:
        """Keeps back the end of `data` that `marker` could begin with; returns what is before it."""
        size = next((n for n in range(len(marker) - 1, 0, -1) if data.endswith(marker[:n])), 0)
        self._held = data[len(data) - size :]
        self._held_until = get_time() + constants.ESCAPE_DELAY
        return data[: len(data) - size]


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS with this module's way of reading; while nothing comes, it sleeps."""

    _stop_signal: tuple[int, int] | None = None
    """Both ends of a pipe that ends the reading."""

    def start_application_mode(self) -> None:
        """Takes the terminal over and begins to read."""
        self._close_stop_signal()
        self._stop_signal = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def disable_input(self) -> None:
        """Ends the reading."""
        if self._stop_signal:
            os.write(self._stop_signal[1], b"x")
        super().disable_input()
        self._close_stop_signal()

    def run_input_thread(self) -> None:
        """Reads keys until the program ends or the terminal is gone."""
        assert self._stop_signal
        stop = self._stop_signal[0]
        parser = KeyParser(self._debug)
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        while True:
            ready, _, _ = select.select([self.fileno, stop], [], [], _CHECK_SECONDS if parser.is_in_sequence else None)
            if stop in ready:
                return
            if ready:
                try:
                    data = os.read(self.fileno, 65536)
                except OSError:  # the terminal was closed; SIGHUP says so to the program
                    return
                if not data:
                    return
                if text := decode(data):
                    self._send(parser.feed(text))
            self._send(parser.tick())

    def _send(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _close_stop_signal(self) -> None:
        if self._stop_signal:
            for end in self._stop_signal:
                os.close(end)
            self._stop_signal = None
