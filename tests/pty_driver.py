"""Runs a command in a real pseudo-terminal and says what a person would see on its screen.

Every wait looks at output and has a deadline; nothing sleeps. Linux and macOS.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte
from wcwidth import wcwidth

import facilitator

_UNREADABLE = re.compile(
    r"\x1b\[[<=>][0-9;]*[a-zA-Z]"  # keyboard protocol
    r"|\x1b\[\??[0-9;]*\$[a-zA-Z]"  # mode queries
    r"|\x1b[P_^X][^\x1b]*\x1b\\"  # device control and application strings
)
"""Sequences that pyte would draw or take for others."""
_UNFINISHED = re.compile(r"\x1b(\[[<=>?0-9;$]*|[P_^X\]][^\x1b\x07]*\x1b?)?$")
_QUERY = re.compile(rb"\x1b\[\?(\d+)\$p|\x1b\[(c|5n|6n)")
_SYNCHRONISED_OUTPUT = b"2026"


class _Screen(pyte.Screen):
    def draw(self, data: str) -> None:
        """Draws characters without width as nothing; pyte would drop what follows them."""
        super().draw("".join(c for c in data if wcwidth(c) > 0 or unicodedata.combining(c)))


class PtyProgram:
    """One run of a command in a terminal of `size` (columns, rows).

    `home` becomes HOME and the parent of all XDG folders; of this process's environment only PATH stays.
    `raw` is everything the program has written.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        home: Path,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.raw = bytearray()
        self._screen = _Screen(*size)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._unanswered = b""
        self._master, slave = pty.openpty()
        self._set_size(*size)
        os.set_blocking(self._master, False)
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=home,
            env=_environment(home) | dict(env or {}),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    @classmethod
    def python(
        cls, *arguments: str, home: Path, size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None
    ) -> PtyProgram:
        """This Python with `arguments`, such as `-m`, `facilitator`, `demo`."""
        return cls([sys.executable, *arguments], home=home, size=size, env=env)

    def __enter__(self) -> PtyProgram:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process id of the command."""
        return self._process.pid

    def send(self, keys: str | bytes, seconds: float = 20.0) -> None:
        """Writes `keys` as the terminal would: in one write as far as the terminal's buffer takes them.

        Reads meanwhile, so that a program whose output stalls cannot stall its input.
        """
        data = memoryview(keys.encode() if isinstance(keys, str) else keys)
        deadline = time.monotonic() + seconds
        while data:
            readable, writable, _ = select.select(
                [self._master], [self._master], [], max(0.0, deadline - time.monotonic())
            )
            if writable:
                data = data[os.write(self._master, data) :]
            elif readable:
                self._read()
            else:
                raise AssertionError(f"the program took no keys for {seconds} s\n{self.text()}")

    def write_blind(self, keys: str) -> None:
        """Writes a few keys without reading what the program draws."""
        os.write(self._master, keys.encode())

    def wait_blind(self, test: Callable[[], bool], seconds: float = 20.0) -> None:
        """Waits until `test` is true without reading what the program draws."""
        deadline = time.monotonic() + seconds
        while not test():
            assert time.monotonic() < deadline, "it never came"

    def text(self) -> str:
        """What the screen shows, trailing blanks included."""
        return "\n".join(self._screen.display)

    def lines(self) -> list[str]:
        """The rows of the screen without their trailing blanks."""
        return [row.rstrip() for row in self._screen.display]

    def wait_for(self, pattern: str, seconds: float = 20.0) -> re.Match[str]:
        """Waits until the screen shows something that `pattern` finds."""
        found: list[re.Match[str]] = []

        def shows() -> bool:
            found.extend(re.finditer(pattern, self.text(), re.MULTILINE))
            return bool(found)

        self.wait_until(shows, seconds, f"the screen never showed {pattern!r}")
        return found[0]

    def wait_until(self, test: Callable[[], bool], seconds: float = 20.0, otherwise: str = "it never came") -> None:
        """Waits until `test` is true; it is asked again after every output and at the latest every 50 ms."""
        deadline = time.monotonic() + seconds
        while not test():
            left = deadline - time.monotonic()
            is_over = left <= 0 or not (self._pump(min(left, 0.05)) or self._process.poll() is None)
            if is_over and not test():
                raise AssertionError(f"{otherwise}; exit code {self._process.poll()}; the screen:\n{self.text()}")

    def resize(self, columns: int, rows: int) -> None:
        """Gives the terminal another size; the program gets SIGWINCH."""
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)

    def hang_up(self, seconds: float = 10.0) -> int:
        """Closes the terminal under the program and returns its exit code (negative: the signal that ended it)."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1
        return self._process.wait(seconds)

    def wait_exit(self, seconds: float = 20.0) -> int:
        """Waits until the program ends by itself and returns its exit code."""
        self.wait_until(lambda: self._process.poll() is not None, seconds, "the program did not end")
        self._pump(0)
        return self._process.wait(0)

    @property
    def has_ended(self) -> bool:
        """Whether the program runs no more."""
        return self._process.poll() is not None

    def read_rest(self) -> None:
        """Reads everything that a program that has ended had still written."""
        while self._pump(0):
            pass

    def signal(self, number: int) -> None:
        """Sends a signal to the program."""
        self._process.send_signal(number)

    def close(self) -> None:
        """Ends the program if it still runs, and closes the terminal."""
        try:
            self.hang_up(2.0)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self._process.wait(5.0)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _pump(self, seconds: float) -> bool:
        readable, _, _ = select.select([self._master], [], [], seconds)
        return bool(readable) and self._read()

    def _read(self) -> bool:
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says so when the last process has left the terminal
            return False
        self.raw += data
        self._answer(data)
        text = self._rest + self._decoder.decode(data)
        unfinished = _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        self._rest, text = text[cut:], text[:cut]
        self._stream.feed(_UNREADABLE.sub("", text))
        return bool(data)

    def _answer(self, data: bytes) -> None:
        data = self._unanswered + data
        end = 0
        for query in _QUERY.finditer(data):
            end = query.end()
            mode, report = query.groups()
            if mode:
                answer = b"\x1b[?%s;%d$y" % (mode, 2 if mode == _SYNCHRONISED_OUTPUT else 0)
            elif report == b"6n":
                answer = b"\x1b[%d;%dR" % (self._screen.cursor.y + 1, self._screen.cursor.x + 1)
            else:
                answer = b"\x1b[?62;22c" if report == b"c" else b"\x1b[0n"
            os.write(self._master, answer)
        self._unanswered = data[end:][-12:]


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(Path(facilitator.__file__).parents[1]),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }
