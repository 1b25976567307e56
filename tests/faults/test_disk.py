"""The disk is full, or refuses to write: nothing is called saved, the words stay, and it works again when it can."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import program
from facilitator.db import open_store
from facilitator.errors import DiskTrouble
from facilitator.model.line import parse
from facilitator.services import record, run
from fault_tools import (
    Say,
    assert_sound,
    draft,
    failing,
    fault,
    meeting,
    need,
    need_strace,
    notes,
    saved,
    type_lines,
    under_strace,
)
from pty_driver import PtyProgram

pytestmark = pytest.mark.pty

TEXTS = ("one", "two", "three", "four", "five")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MiB that can be filled."""
    need("mount")
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=False)


def fill(folder: Path) -> Path:
    """Takes all the room there is."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        room = shutil.disk_usage(folder).free
        file.write(bytes(room))
    assert shutil.disk_usage(folder).free == 0
    return ballast


def test_a_full_disk_keeps_the_words_and_saves_them_when_there_is_room(small_disk: Path, prepared: bytes) -> None:
    file = small_disk / "p.db"
    file.write_bytes(prepared)
    file.chmod(0o600)
    with PtyProgram.python(*("-m", "facilitator", "--file", str(file), "run"), home=small_disk.parent) as screen:
        screen.wait_for("F1 help")
        screen.send("there is room\r")
        screen.wait_for("Saved · 1 line ")
        ballast = fill(small_disk)
        screen.send("no room for this")
        screen.wait_for("Not saved: the disk is full")
        screen.send(" at all\r")
        screen.wait_for("Not saved: the disk is full")
        screen.wait_for("no room for this at all")
        assert saved(screen) == 1
        screen.send("\x1bn")
        screen.wait_for("the disk is full, nothing was saved")
        ballast.unlink()
        screen.send("\r")
        screen.wait_for("Saved · 2 lines")
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    assert notes(file) == ["there is room", "no room for this at all"]
    assert_sound(file)


def test_a_form_on_a_full_disk_keeps_its_words(small_disk: Path, prepared: bytes) -> None:
    file = small_disk / "p.db"
    file.write_bytes(prepared)
    with PtyProgram.python("-m", "facilitator", "--file", str(file), home=small_disk.parent) as screen:
        screen.wait_for("F1 help")
        screen.send("p")
        screen.wait_for("^ Partnerships")
        screen.send("n")
        screen.wait_for("New partnership")
        ballast = fill(small_disk)
        screen.send("Southside Works\x13")
        screen.wait_for("Not saved: the disk is full")
        screen.wait_for("Southside Works")
        ballast.unlink()
        screen.send("\x13")
        screen.wait_for("New partnership: Southside Works")
        screen.send("\x11")
        assert screen.wait_exit() == 0
    assert "Southside Works" in program(small_disk, "list", "partnerships", "--file", file).out


def test_a_command_on_a_full_disk_says_so_in_one_line(small_disk: Path, prepared: bytes) -> None:
    file = small_disk / "p.db"
    file.write_bytes(prepared)
    ballast = fill(small_disk)
    before = file.read_bytes()
    for arguments in (["new", "partnership", "X"], ["export", "out"]):
        assert "disk is full" in program(small_disk, *arguments, "--file", file).refusal
    assert "disk is full" in program(small_disk, "new", "partnership", "X", "--file", small_disk / "new.db").refusal
    assert file.read_bytes() == before
    assert sorted(it.name for it in small_disk.iterdir()) == ["ballast", "p.db"]
    ballast.unlink()
    assert program(small_disk, "new", "partnership", "X", "--file", file).code == 0


def test_a_file_that_may_not_grow(file: Path) -> None:
    """Another answer of the system than a full disk: a limit on the size of files."""
    wrapper = f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({file.stat().st_size}, resource.RLIM_INFINITY))
sys.argv = ["facilitator", "--file", {str(file)!r}, "run"]
runpy.run_module("facilitator", run_name="__main__")
"""
    long = "many words " * 400
    with PtyProgram.python("-c", wrapper, home=file.parent) as screen:
        screen.wait_for("F1 help")
        for _ in range(30):
            before = saved(screen)
            screen.send(f"\x1b[200~{long}\x1b[201~\r")
            screen.wait_until(lambda before=before: saved(screen) > before or "Not saved" in screen.text())  # type: ignore[misc]
            if "Not saved" in screen.text():
                break
        screen.wait_for("Not saved: the disk refused to write")
        screen.wait_for("many words")
        acknowledged = saved(screen)
        resource.prlimit(screen.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        screen.send("\r")
        screen.wait_for(f"Saved · {acknowledged + 1} line")
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    assert len(notes(file)) == acknowledged + 1
    assert_sound(file)


@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EDQUOT"])
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync", "unlink"])
def test_no_line_is_called_saved_that_is_not(file: Path, prepared: bytes, call: str, error: str) -> None:
    """The n-th call fails once, for many n: what follows is saved again, and the file stays sound."""
    for when in (1, 2, 3, 5, 8, 13, 40):
        options = fault(call, f"error={error}", str(when))
        said, status = under_strace(lambda say: type_lines_on(file, say), *options)
        assert status == 0, said
        found = notes(file)
        assert all(line in found for line in said.split()), (said, found)
        assert len(said.split()) >= len(TEXTS) - 1
        assert_sound(file)
        file.write_bytes(prepared)


def type_lines_on(file: Path, say: Say) -> None:
    """Types lines without a screen whatever happens to the one before; says those that are saved."""
    with open_store(file, origin="screen") as store:
        [it] = store.meetings.all()
        for text in TEXTS:
            try:
                run.enter(store, it.id)
                store.drafts.save("line", text, 3)
                record.save(store, it.id, parse(text, record.context(store, run.meeting_of(store, it.id))))
            except DiskTrouble:
                continue
            say(f"{text} ")


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        ("fdatasync", "EIO", "the disk refused to write, nothing was saved; restart and check"),
        ("pwrite64", "ENOSPC", "the disk is full"),
        ("pwrite64", "EIO", "the disk refused to write"),
    ],
)
def test_a_failing_disk_under_a_meeting(file: Path, call: str, error: str, words: str) -> None:
    """Every write from the start on fails: the program stays up and says each time that it is not saved."""
    need_strace()
    type_lines(file, 1, lambda _: None)
    with meeting(file, under=failing(call, f"error={error}", "1+")) as screen:
        screen.wait_for("F1 help")
        screen.send("not kept\r")
        screen.wait_for(f"Not saved: {words}")
        screen.wait_for("not kept")
        for keys in ("\x1bn", "\x1bu", "\x1bp", "\x1bx", "\x1bz"):
            screen.send(keys)
            screen.wait_for("is full|refused to write")
        screen.wait_for("› not kept")
        screen.send("\x1be")
        screen.wait_for("nothing was saved")
        screen.send("\x1bl")
        assert screen.wait_exit() == 0
    assert notes(file) == ["line 0"]
    assert draft(file) != "not kept"
    assert_sound(file)
