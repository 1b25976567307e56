"""Runs a program in a real terminal and says when its screen came to show something.

A thread reads, stamps what it read, and does nothing else; the emulator gets the bytes only when the terminal has
fallen quiet. So a stamp is the moment the bytes arrived, whatever drawing them costs here. Linux.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

COLUMNS, ROWS = 120, 36

_OURS_TO_ANSWER = re.compile(rb"\x1b\[\?(\d+)\$p|\x1b\[(c|5n|6n)")
_SYNCHRONISED = b"2026"
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"
"""Between these a terminal shows nothing of what it is sent."""
_FOREIGN = re.compile(r"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-zA-Z]|\x1b[P_^X][^\x1b]*\x1b\\")
"""What the emulator would take for something else."""
_CUT_OFF = re.compile(r"\x1b(\[[<=>?0-9;$]*|[P_^X\]][^\x1b\x07]*\x1b?)?$")


class Terminal:
    """One run of a command at 120 columns and 36 rows, in a home of its own."""

    def __init__(self, command: Sequence[str], home: Path, env: Mapping[str, str] | None = None) -> None:
        self.bytes_read = 0
        self._unseen: deque[tuple[int, bytes]] = deque()
        self._shown_at = 0
        self._is_held = False
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._cut_off = ""
        self._unanswered = b""
        self._came = threading.Condition()
        self._last_read = 0
        self._has_ended = False
        self._watched: bytes | None = None
        self._tail = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._reader = threading.Thread(target=self._read, daemon=True)
        self.started = time.monotonic_ns()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=home,
            env=environment(home) | dict(env or {}),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Keys and what they lead to; moments are nanoseconds of the monotonic clock

    def send(self, keys: str) -> int:
        """Types `keys` in as few writes as the terminal takes; returns the moment before the first."""
        data = memoryview(keys.encode())
        sent = time.monotonic_ns()
        while data:
            data = data[os.write(self._master, data) :]
        return sent

    def wait_bytes(self, marker: bytes, seconds: float = 30.0) -> None:
        """Returns at once when `marker` has been read since the last call; it must be drawn in one style."""
        deadline = time.monotonic() + seconds
        with self._came:
            self._watched = marker
            while marker not in self._tail:
                if self._has_ended or not self._came.wait(deadline - time.monotonic()):
                    raise TimeoutError(f"{marker!r} never came; the screen:\n{self._draw_all()}")
            self._watched, self._tail = None, b""

    def settle(self, quiet: float = 0.4, seconds: float = 30.0) -> None:
        """Waits until nothing has been read for `quiet` seconds, and draws it all."""
        self._wait_quiet(quiet, time.monotonic() + seconds)
        self._draw_all()

    def moment(self, shows: Callable[[str], bool], quiet: float = 0.03, seconds: float = 20.0) -> int:
        """When the screen first showed what `shows` is true of; text drawn before the last `settle` counts as then.

        Raises TimeoutError with the screen.
        """
        deadline = time.monotonic() + seconds
        while True:
            self._wait_quiet(quiet, deadline)
            while not shows(self.text()):
                if not self._draw_next():
                    break
            else:
                return self._shown_at
            if time.monotonic() >= deadline or self._process.poll() is not None:
                raise TimeoutError(f"the screen never showed it:\n{self.text()}")

    def text(self) -> str:
        """The screen as drawn so far, row by row."""
        return "\n".join(self._screen.display)

    # What it takes

    def cpu_seconds(self) -> float:
        """CPU time of the process and all its threads so far."""
        # The clock's number, as clock_getcpuclockid(3) makes it on Linux.
        return time.clock_gettime((~self._process.pid << 3) | 2)

    def peak_memory(self) -> int:
        """The most memory it ever held, in KiB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        return int(status.partition("VmHWM:")[2].split()[0])

    def close(self) -> None:
        """Closes the terminal, and ends the program should that not end it."""
        if self._master < 0:
            return
        self._process.terminate()
        try:
            self._process.wait(3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(3)
        self._reader.join(3)
        os.close(self._master)
        self._master = -1

    # Reading, in its own thread

    def _read(self) -> None:
        while data := self._read_once():
            now = time.monotonic_ns()
            self._answer(data)
            with self._came:
                self.bytes_read += len(data)
                self._last_read = now
                self._unseen.append((now, data))
                self._tail += data
                if self._watched is None:
                    self._tail = self._tail[-4096:]
                elif self._watched in self._tail:
                    self._came.notify()
        with self._came:
            self._has_ended = True
            self._came.notify()

    def _read_once(self) -> bytes:
        try:
            return os.read(self._master, 65536)
        except OSError:  # the last process has left the terminal
            return b""

    def _answer(self, data: bytes) -> None:
        """Answers as a modern terminal does."""
        data = self._unanswered + data
        end = 0
        for query in _OURS_TO_ANSWER.finditer(data):
            end = query.end()
            mode, report = query.groups()
            if mode:
                os.write(self._master, b"\x1b[?%s;%d$y" % (mode, 2 if mode == _SYNCHRONISED else 0))
            else:
                os.write(self._master, {b"c": b"\x1b[?62;22c", b"5n": b"\x1b[0n", b"6n": b"\x1b[1;1R"}[report])
        self._unanswered = data[end:][-12:]

    # Drawing, in the caller's thread

    def _wait_quiet(self, quiet: float, deadline: float) -> None:
        began = time.monotonic()
        while (now := time.monotonic()) < deadline:
            left = max(self._last_read / 1e9, began) + quiet - now
            if left <= 0:
                return
            time.sleep(min(left, deadline - now))

    def _draw_next(self) -> bool:
        """Draws up to the next moment at which the terminal would have shown something; False when all is drawn."""
        while self._unseen:
            with self._came:
                at, data = self._unseen.popleft()
                next_frame = data.find(_BEGIN, data.find(_END)) if _END in data else -1
                if next_frame > 0:
                    self._unseen.appendleft((at, data[next_frame:]))
                    data = data[:next_frame]
            if _BEGIN in data or _END in data:
                self._is_held = data.rfind(_BEGIN) > data.rfind(_END)
            text = self._cut_off + self._decode(data)
            unfinished = _CUT_OFF.search(text)
            cut = unfinished.start() if unfinished else len(text)
            self._cut_off, text = text[cut:], text[:cut]
            self._stream.feed(_FOREIGN.sub("", text))
            if not self._is_held:
                self._shown_at = at
                return True
        return False

    def _draw_all(self) -> str:
        while self._draw_next():
            pass
        return self.text()


def environment(home: Path) -> dict[str, str]:
    """A clean environment whose folders are all in `home`; the program measured is the one Python would find here."""
    return {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ} | {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }
