"""Causes real faults: kills at a system call, disks that fail, power cuts; and looks at what was left behind."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from facilitator.db import open_store
from facilitator.model.line import parse
from facilitator.services import record, run
from pty_driver import PtyProgram

ALL = bool(os.environ.get("FACILITATOR_TEST_ALL"))
"""`make test-all`: a tool that is missing fails the test instead of skipping it."""
SOAK = int(os.environ.get("FACILITATOR_SOAK", "0"))
"""`make soak`: so many random trials more, and the seed of the first one is its own number."""
STRACE = ("strace", "-f", "-qq", "-o", os.devnull)


def need(*tools: str) -> None:
    """Skips the test where a tool of apt-packages.txt is missing; with `make test-all` it fails."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing and ALL:
        pytest.fail(f"{', '.join(missing)} is needed: apt-get install $(cat apt-packages.txt)")
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed (see apt-packages.txt)")


def need_strace() -> None:
    """Skips the test where strace is missing, or may not trace here."""
    need("strace")
    if trouble := _strace_trouble():
        pytest.skip(f"strace may not trace here: {trouble}")


@cache
def _strace_trouble() -> str:
    done = subprocess.run([*STRACE, "true"], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr.strip() or f"exit code {done.returncode}"


def fault(call: str, what: str, when: str) -> list[str]:
    """Options of strace with which a system call fails: `fault("pwrite64", "error=ENOSPC", "3+")`."""
    return ["-e", f"trace={call}", "-e", f"inject={call}:{what}:when={when}"]


def failing(call: str, what: str, when: str) -> list[str]:
    """A prefix of a command under which a system call fails."""
    return [*STRACE, *fault(call, what, when)]


Say = Callable[[str], None]


def under_strace(work: Callable[[Say], None], *options: str) -> tuple[str, int]:
    """Does `work` in a child process that strace watches from its first step; returns what it said, and how it ended.

    The status is an exit code, or the negative number of the signal that ended it. An error of the work is 70.
    """
    need_strace()
    (start, go), (come, out) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _let_anybody_trace()
        os.read(start, 1)
        try:
            with os.fdopen(out, "w", buffering=1, closefd=False) as pipe:
                work(lambda text: print(text, end="", file=pipe, flush=True))
        except BaseException as error:
            os.write(out, f"{type(error).__name__}: {error}".encode())
            os._exit(70)
        os._exit(0)
    os.close(start)
    os.close(out)
    with (
        subprocess.Popen(["strace", "-f", "-p", str(child), *options], stderr=subprocess.PIPE, text=True) as strace,
        os.fdopen(come) as pipe,
    ):
        assert strace.stderr is not None
        attached = strace.stderr.readline()
        os.write(go, b"x")
        os.close(go)
        said = pipe.read()
        _, status = os.waitpid(child, 0)
        strace.stderr.read()
    assert "attached" in attached, attached
    return said, os.waitstatus_to_exitcode(status)


def _let_anybody_trace() -> None:
    """Where the kernel lets only a parent trace its child (Yama), the child must allow its sibling."""
    set_ptracer, anybody = 0x59616D61, ctypes.c_ulong(-1)
    ctypes.CDLL(None).prctl(set_ptracer, anybody, 0, 0, 0)


def command(file: Path, *arguments: str) -> list[str]:
    """The program with a data file."""
    return [sys.executable, "-m", "facilitator", "--file", str(file), *arguments]


def meeting(file: Path, *, under: Sequence[str] = (), size: tuple[int, int] = (80, 24)) -> PtyProgram:
    """The meeting of a data file in a terminal, `under` another program such as strace."""
    return PtyProgram([*under, *command(file, "run")], home=file.parent, size=size)


def notes(file: Path) -> list[str]:
    """The lines of the file's first meeting."""
    with open_store(file) as store:
        return [note.text for note in store.notes.of_meeting(store.meetings.all()[0].id)]


def type_lines(file: Path, lines: int, say: Say) -> None:
    """Types `line 0`, `line 1` … without a screen, half first; says `1`, `2` … once each is saved."""
    with open_store(file, origin="screen") as store:
        [meeting] = store.meetings.all()
        run.enter(store, meeting.id)
        for number in range(lines):
            store.drafts.save("line", f"line {number}", 3)
            context = record.context(store, run.meeting_of(store, meeting.id))
            record.save(store, meeting.id, parse(f"line {number}", context), typed_in="line")
            say(f"{number + 1} ")


def draft(file: Path) -> str:
    """The half-typed words in the file."""
    with open_store(file) as store:
        return str(store.value("SELECT text FROM draft") or "")


def saved(program: PtyProgram) -> int:
    """How many lines the screen says are saved."""
    found = re.search(r"Saved · (\d+) line", program.text())
    return int(found[1]) if found else 0


def assert_sound(file: Path) -> None:
    """The file is a whole database; what an interrupted write left is taken back by opening it."""
    with closing(sqlite3.connect(file)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert conn.execute("SELECT count(*) FROM act_open").fetchone() == (0,)
