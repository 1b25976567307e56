"""A terminal that shrinks, stalls or stops."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from fault_tools import SOAK, assert_sound, meeting, notes

pytestmark = pytest.mark.pty


@pytest.mark.parametrize("seed", range(11, 12 + SOAK))
def test_a_storm_of_resizes_leaves_it_alive(file: Path, seed: int) -> None:
    seeded = random.Random(seed)
    with meeting(file, size=(120, 40)) as screen:
        screen.wait_for("AGENDA")
        for _ in range(30):
            screen.resize(seeded.randint(1, 150), seeded.randint(1, 50))
        screen.resize(1, 1)
        screen.resize(100, 30)
        screen.send("after the storm\r")
        screen.wait_for("Saved · 1 line ")
    assert notes(file) == ["after the storm"]


def test_a_small_terminal_keeps_the_line_and_a_tiny_one_still_takes_words(file: Path) -> None:
    with meeting(file) as screen:
        screen.wait_for("F1 help")
        screen.resize(60, 12)
        screen.send("in a small one")
        screen.wait_for("in a small one")
        screen.wait_for("min|:")
        screen.send("\r")
        screen.wait_for("Saved · 1 line")
        screen.resize(30, 6)
        screen.wait_for("too small")
        screen.send("in a tiny one\r")
        screen.resize(1, 1)
        screen.send("in one cell\r")
        screen.wait_until(lambda: len(notes(file)) == 3)
        screen.resize(80, 24)
        screen.wait_for("Saved · 3 lines")
    assert notes(file) == ["in a small one", "in a tiny one", "in one cell"]


def test_a_terminal_that_is_not_read_loses_nothing_and_catches_up(file: Path) -> None:
    """Nobody reads what the program draws: its output stalls, what it took is on the disk, then it is all shown."""
    lines = [f"stalled {number} " + "x" * 60 for number in range(40)]
    with meeting(file, size=(120, 40)) as screen:
        screen.wait_for("F1 help")
        for line in lines:
            screen.write_blind(f"{line}\r")
        # Without a look at the screen: the file alone says how far it is, and it is exact.
        screen.wait_blind(lambda: len(notes(file)) > 0)
        found = notes(file)
        assert found == lines[: len(found)]
        screen.wait_for("Saved · 40 lines")
        screen.wait_for("stalled 39")
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    assert notes(file) == lines
    assert_sound(file)


def test_killed_while_its_output_stalls_what_was_shown_is_there(file: Path) -> None:
    with meeting(file) as screen:
        screen.wait_for("F1 help")
        screen.send("shown\r")
        screen.wait_for("Saved · 1 line ")
        for number in range(20):
            screen.write_blind(f"blind {number}\r")
        screen.signal(signal.SIGKILL)
        screen.wait_exit()
    found = notes(file)
    assert found == ["shown", *(f"blind {number}" for number in range(20))][: len(found)]
    assert found
    assert_sound(file)


def test_stopped_and_continued_it_goes_on_where_it_was(file: Path) -> None:
    """A laptop that sleeps, or Ctrl+Z of a shell: words sent meanwhile arrive when it wakes."""
    with meeting(file) as screen:
        screen.wait_for("F1 help")
        screen.send("before\r")
        screen.wait_for("Saved · 1 line ")
        screen.signal(signal.SIGSTOP)
        screen.write_blind("while it slept\rhalf")
        assert notes(file) == ["before"]
        screen.signal(signal.SIGCONT)
        screen.wait_for("Saved · 2 lines")
        screen.wait_for("› half")
    assert notes(file) == ["before", "while it slept"]
    assert_sound(file)
