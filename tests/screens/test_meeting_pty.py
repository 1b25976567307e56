"""A meeting in a real terminal: bursts, kills, hang-ups, resizes."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from facilitator.clock import SystemClock
from facilitator.db import open_store
from pty_driver import PtyProgram
from support import make_meeting

pytestmark = pytest.mark.pty


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A data file with one meeting, planned for now by the laptop's own clock."""
    path = tmp_path / "p.db"
    with open_store(path, create=True, clock=SystemClock()) as store:
        make_meeting(store)
    return path


def run(file: Path, size: tuple[int, int] = (80, 24)) -> PtyProgram:
    return PtyProgram.python("-m", "facilitator", "--file", str(file), "run", home=file.parent, size=size)


def notes(file: Path) -> list[str]:
    with open_store(file) as store:
        return [note.text for note in store.notes.of_meeting(store.meetings.all()[0].id)]


def test_a_burst_of_lines_arrives_exact_and_in_order(file: Path) -> None:
    lines = [f"line {number} of a quick hand" for number in range(60)]
    with run(file) as program:
        program.wait_for("F1 help")
        program.send("".join(f"{line}\r" for line in lines))
        program.wait_for("Saved · 60 lines")
        program.send("/quit\r")
        assert program.wait_exit() == 0
    assert notes(file) == lines


def test_a_paste_never_runs_anything(file: Path) -> None:
    with run(file) as program:
        program.wait_for("F1 help")
        program.send("\x1b[200~one\n/next\ntwo\x1b[201~")
        program.wait_for("one /next two")
        program.send("\r")
        program.wait_for("Saved · 1 line ")
    assert notes(file) == ["one /next two"]


def test_what_was_saved_survives_a_kill_and_the_meeting_goes_on(file: Path) -> None:
    seeded = random.Random(7)
    with run(file) as program:
        program.wait_for("F1 help")
        count = seeded.randint(3, 9)
        for number in range(count):
            program.send(f"said {number}\r")
        program.wait_for(f"Saved · {count} lines")
        program.send("half a thought")
        # Half a second after the last key the words are in the file.
        program.wait_until(lambda: draft(file) == "half a thought")
        program.signal(signal.SIGKILL)
        program.wait_exit()
    assert notes(file) == [f"said {number}" for number in range(count)]
    with run(file) as program:
        program.wait_for("half a thought")
        program.wait_for("Away from .* counts it as a pause")
        program.send("\r")
        program.wait_for(f"Saved · {count + 1} lines")
    assert notes(file)[-1] == "half a thought"


def draft(file: Path) -> str:
    with open_store(file) as store:
        found = store.value("SELECT text FROM draft")
    return str(found or "")


@pytest.mark.parametrize("how", [signal.SIGHUP, signal.SIGTERM, None], ids=["SIGHUP", "SIGTERM", "closed terminal"])
def test_leaving_by_signal_or_closed_terminal_keeps_the_words(file: Path, how: signal.Signals | None) -> None:
    with run(file) as program:
        program.wait_for("F1 help")
        program.send("not yet said")
        program.wait_for("not yet said")
        if how is None:
            program.hang_up(3)
        else:
            program.signal(how)
            assert program.wait_exit(3) == 0
    assert draft(file) == "not yet said"


def test_a_storm_of_resizes_leaves_it_alive(file: Path) -> None:
    seeded = random.Random(11)
    with run(file, (120, 40)) as program:
        program.wait_for("AGENDA")
        for _ in range(30):
            program.resize(seeded.randint(1, 150), seeded.randint(1, 50))
        program.resize(1, 1)
        program.resize(100, 30)
        program.send("after the storm\r")
        program.wait_for("Saved · 1 line ")
    assert notes(file) == ["after the storm"]


def test_hostile_text_never_drives_the_terminal(file: Path) -> None:
    with run(file) as program:
        program.wait_for("F1 help")
        program.send("\x1b[200~[/] \x1b]0;owned\x07 \x9b31m end\x1b[201~\r")
        program.wait_for("Saved · 1 line ")
        assert b"owned\x07" not in bytes(program.raw)
    assert "\x1b" not in notes(file)[0]


def test_the_file_is_for_its_owner_alone(file: Path) -> None:
    assert os.stat(file).st_mode & 0o777 == 0o600
