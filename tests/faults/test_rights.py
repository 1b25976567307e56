"""A file or folder that may not be written to can be read; ours are for their owner alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import Said, program
from fault_tools import command, fault, need, notes, type_lines, under_strace
from pty_driver import PtyProgram

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights are other there")


def ordinary() -> list[str]:
    """A prefix under which root, too, may write only where the rights say so."""
    if os.geteuid() != 0:
        return []
    need("setpriv")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.fixture
def shared(file: Path) -> Iterator[Path]:
    """The folder of a data file."""
    folder = file.parent / "shared"
    folder.mkdir()
    file.rename(folder / "p.db")
    yield folder
    folder.chmod(0o700)


def run(folder: Path, *arguments: str) -> Said:
    """Runs a command as an ordinary user does."""
    done = subprocess.run(
        [*ordinary(), *command(folder / "p.db", *arguments)],
        env={"PATH": os.environ["PATH"], "HOME": str(folder.parent), "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(("mode", "folder_mode"), [(0o444, 0o755), (0o444, 0o555), (0o644, 0o555)])
def test_a_read_only_file_is_read_and_never_written(shared: Path, mode: int, folder_mode: int) -> None:
    (shared / "p.db").chmod(mode)
    shared.chmod(folder_mode)
    before = (shared / "p.db").read_bytes()
    assert "Northside Works" in run(shared, "list", "partnerships").out
    assert run(shared, "templates").code == 0
    exported = run(shared, "export", "out")
    assert (exported.code, exported.err.count("is not in its log")) == (0, 1), exported
    agenda = run(shared, "agenda", "next")
    assert (agenda.code, agenda.err.count("is not in its log")) == (0, 1), agenda
    calendar = run(shared, "calendar", "c.ics")
    assert (calendar.code, calendar.err.count("is not in its log")) == (0, 1), calendar
    assert "sound" in run(shared, "check").out
    refused = run(shared, "new", "partnership", "X").refusal
    assert "cannot be written to; check" in refused
    assert (shared / "p.db").read_bytes() == before
    assert [it.name for it in shared.iterdir()] == ["p.db"]


def test_an_interrupted_write_beside_a_read_only_file_is_refused_not_passed_over(shared: Path) -> None:
    """Without taking it back, what is read would be half of an act."""
    _, status = under_strace(
        lambda say: type_lines(shared / "p.db", 3, say), *fault("fdatasync", "signal=SIGKILL", "9")
    )
    assert status < 0
    before = {it.name: it.read_bytes() for it in shared.iterdir()}
    assert len(before) == 2
    for it in shared.iterdir():
        it.chmod(0o444)
    shared.chmod(0o555)
    refused = run(shared, "list", "partnerships").refusal
    assert "interrupted write" in refused
    assert {it.name: it.read_bytes() for it in shared.iterdir()} == before


@pytest.mark.pty
def test_a_screen_refuses_a_read_only_file_plainly(shared: Path) -> None:
    """It says what still reads it, and what to do so that a meeting can be run."""
    (shared / "p.db").chmod(0o444)
    for arguments in ([], ["run"]):
        with PtyProgram([*ordinary(), *command(shared / "p.db", *arguments)], home=shared.parent) as screen:
            assert screen.wait_exit() == 1
            screen.read_rest()
            said = "".join(screen.text().split())  # a long path makes the sentence wrap anywhere
        for words in (
            "cannot be written to, and a screen writes: make the file and its folder writable",
            "or copy it and open the copy; facilitator list, agenda, minutes and export read it as it is",
        ):
            assert words.replace(" ", "") in said
    for readable in (["list", "meetings"], ["agenda", "next"], ["export", "out"]):
        assert run(shared, *readable).code == 0


@pytest.fixture
def default(tmp_path: Path) -> Path:
    """The data file in the user's default folder."""
    assert program(tmp_path, "new", "partnership", "X", FACILITATOR_FILE="").code == 0
    [file] = tmp_path.rglob("facilitator.db")
    return file


def test_the_default_file_is_narrowed_at_the_start_and_that_is_said(tmp_path: Path, default: Path) -> None:
    default.chmod(0o644)
    default.parent.chmod(0o755)
    said = program(tmp_path, "list", "partnerships", FACILITATOR_FILE="")
    assert said.code == 0
    assert said.err.count("others on this computer could use") == 2
    assert default.stat().st_mode & 0o777 == 0o600
    assert default.parent.stat().st_mode & 0o777 == 0o700
    assert program(tmp_path, "list", "partnerships", FACILITATOR_FILE="").err == ""


@pytest.mark.pty
def test_a_screen_says_who_else_may_use_the_file(file: Path) -> None:
    file.chmod(0o644)
    with PtyProgram.python("-m", "facilitator", "--file", str(file), "run", home=file.parent) as screen:
        screen.wait_for("others on this computer may use")
    assert file.stat().st_mode & 0o777 == 0o644


@pytest.mark.pty
@pytest.mark.parametrize("mask", ["000", "022"])
def test_what_a_meeting_leaves_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path, mask: str) -> None:
    python = f"{sys.executable} -m facilitator"
    line = f"umask {mask}; {python} new partnership X && {python} new meeting --partnership X && exec {python} run"
    with PtyProgram(["sh", "-c", line], home=tmp_path) as screen:
        screen.wait_for("F1 help")
        screen.send("a line\r")
        screen.wait_for("Saved · 1 line ")
        screen.send("/export\r")
        screen.wait_for("partnerships.csv")
        screen.send("\r")
        screen.wait_for("✓ Written")
        screen.send("\x1b")
        screen.wait_for("Enter save")
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    [file] = tmp_path.rglob("facilitator.db")
    assert notes(file) == ["a line"]
    for place in (file.parent, *file.parent.rglob("*")):
        assert place.stat().st_mode & 0o077 == 0, place
