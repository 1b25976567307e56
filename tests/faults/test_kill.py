"""A program that is killed, or whose terminal goes away, keeps all it said was saved, and nearly all the rest."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from facilitator.safe_app import LAST_RESORT_SECONDS
from fault_tools import (
    SOAK,
    assert_sound,
    draft,
    failing,
    fault,
    meeting,
    need_strace,
    notes,
    saved,
    type_lines,
    under_strace,
)
from pty_driver import PtyProgram

pytestmark = pytest.mark.pty

LINES = [f"line {number}" for number in range(30)]


def test_killed_while_typing_nothing_said_is_lost(file: Path) -> None:
    seeded = random.Random(7)
    with meeting(file) as program:
        program.wait_for("F1 help")
        count = seeded.randint(3, 9)
        program.send("".join(f"{line}\r" for line in LINES[:count]))
        program.wait_for(f"Saved · {count} lines")
        program.send("half a thought")
        # Half a second after the last key the words are in the file.
        program.wait_until(lambda: draft(file) == "half a thought")
        program.signal(signal.SIGKILL)
        program.wait_exit()
    assert notes(file) == LINES[:count]
    with meeting(file) as program:
        program.wait_for("half a thought")
        program.wait_for("Away from .* counts it as a pause")
        program.send("\r")
        program.wait_for(f"Saved · {count + 1} lines")
    assert notes(file)[-1] == "half a thought"


def is_whole(file: Path, acknowledged: int) -> None:
    """All lines that were acknowledged are there, and after them at most the one that was under way."""
    assert_sound(file)
    found = notes(file)
    assert found == LINES[: len(found)]
    assert acknowledged <= len(found) <= acknowledged + 1, (acknowledged, found)


@pytest.mark.parametrize("seed", range(4 + SOAK))
def test_killed_at_a_random_moment_of_a_burst(file: Path, seed: int) -> None:
    seeded = random.Random(seed)
    with meeting(file) as program:
        program.wait_for("F1 help")
        at = seeded.randint(1, 25)
        least = max(1, at - seeded.randint(0, 3))
        program.send("".join(f"{line}\r" for line in LINES[: at + 5]))
        program.wait_until(lambda: saved(program) >= least)
        program.signal(signal.SIGKILL)
        program.wait_exit()
        program.read_rest()
        acknowledged = saved(program)
    assert_sound(file)
    found = notes(file)
    assert found == LINES[: len(found)]
    assert len(found) >= acknowledged > 0


@pytest.mark.parametrize("when", [1, 7, 20, 50, 51, 90])
def test_killed_at_a_write_of_the_screen(file: Path, when: int) -> None:
    need_strace()
    with meeting(file, under=failing("pwrite64", "signal=SIGKILL", str(when))) as program:
        program.wait_until(lambda: "F1 help" in program.text() or program.has_ended)
        for line in LINES[:4]:
            before = saved(program)
            if not program.has_ended:
                program.send(f"{line}\r")
                program.wait_until(lambda before=before: saved(program) > before or program.has_ended)  # type: ignore[misc]
        program.wait_until(lambda: program.has_ended)
        program.read_rest()
        acknowledged = saved(program)
    is_whole(file, acknowledged)


@pytest.mark.parametrize("call", ["pwrite64", "fdatasync", "unlink"])
def test_killed_at_every_call_that_changes_the_disk(file: Path, prepared: bytes, call: str) -> None:
    """At every fourth of the writes, at every one of the rest; the soak tries all."""
    when, step = 1, 4 if call == "pwrite64" and not SOAK else 1
    while True:
        options = fault(call, "signal=SIGKILL", str(when))
        said, status = under_strace(lambda say: type_lines(file, 2, say), *options)
        if status == 0:
            break
        assert status == -signal.SIGKILL, said
        is_whole(file, int((said.split() or ["0"])[-1]))
        file.write_bytes(prepared)
        when += step
    assert notes(file) == LINES[:2]
    assert when > 4


HANGS = """
import threading
from facilitator import app, cli
app.FacilitatorApp.let_go = lambda self: threading.Event().wait()
cli.main()
"""
"""The program, which for ever waits for something while it is left."""


@pytest.mark.parametrize("how", [signal.SIGHUP, signal.SIGTERM, None], ids=["SIGHUP", "SIGTERM", "closed terminal"])
@pytest.mark.parametrize("code", ["", HANGS], ids=["", "hanging"])
def test_leaving_by_signal_or_closed_terminal_keeps_the_words(
    file: Path, how: signal.Signals | None, code: str
) -> None:
    """Every letter is kept, and the process ends by itself within a second, whatever it waits for."""
    start = ["-c", code] if code else ["-m", "facilitator"]
    with PtyProgram.python(*start, "--file", str(file), "run", home=file.parent) as program:
        program.wait_for("F1 help")
        program.send("not yet said")
        program.wait_for("not yet said")
        if how is None:
            assert program.hang_up() >= 0, "a signal ended it"
        else:
            program.signal(how)
            assert program.wait_exit() == 0
    assert draft(file) == "not yet said"
    assert LAST_RESORT_SECONDS < 1, "from the signal on; then it is ended"


def test_a_form_keeps_its_words_when_the_terminal_is_closed(file: Path) -> None:
    with PtyProgram.python("-m", "facilitator", "--file", str(file), home=file.parent) as program:
        program.wait_for("F1 help")
        program.send("p")
        program.wait_for("^ Partnerships")
        program.send("n")
        program.wait_for("New partnership")
        program.send("Southside Works")
        program.wait_for("Southside Works")
        program.hang_up(3)
    assert "Southside Works" in draft(file)
