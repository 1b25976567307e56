"""The power goes: what was called saved is on the disk."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import re
import shutil
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.db import open_store
from facilitator.errors import FileTrouble
from facilitator.services import run
from fault_tools import SOAK, Say, assert_sound, need, notes, type_lines, under_strace

EXT4_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
"""What is not on the disk at this moment is lost, the file system's own journal too."""


def run_tool(*arguments: str | Path) -> str:
    """Runs a tool of the system; returns what it complained about."""
    return subprocess.run(arguments, capture_output=True, text=True, check=False).stderr.strip()


class Disk:
    """An ext4 disk in a file, which can lose its power."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.image = image
        self.folder = folder

    def plug_in(self) -> str:
        """Mounts it; returns why that cannot be."""
        return run_tool("mount", "-o", "loop", self.image, self.folder)

    def pull_the_plug(self) -> None:
        """Everything that is not on the disk is gone; then it is plugged in again."""
        self.cut()
        self.plug_in_again()

    def cut(self) -> None:
        """From now on nothing reaches the disk."""
        handle = os.open(self.folder, os.O_RDONLY)
        fcntl.ioctl(handle, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        os.close(handle)

    def plug_in_again(self) -> None:
        """Back with what it holds."""
        assert run_tool("umount", self.folder) == ""
        assert self.plug_in() == ""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    need("mkfs.ext4", "mount")
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    made = Disk(tmp_path / "disk.img", tmp_path / "disk")
    made.folder.mkdir()
    with made.image.open("wb") as file:
        file.truncate(16 << 20)
    assert run_tool("mkfs.ext4", "-q", "-F", made.image) == ""
    if trouble := made.plug_in():
        pytest.skip(f"a disk in a file cannot be mounted here: {trouble}")
    yield made
    run_tool("umount", made.folder)


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_a_power_cut_loses_no_saved_line(disk: Disk, prepared: bytes, lines: int) -> None:
    file = disk.folder / "p.db"
    file.write_bytes(prepared)
    os.sync()
    said: list[str] = []
    type_lines(file, lines, said.append)
    disk.pull_the_plug()
    assert_sound(file)
    assert notes(file) == [f"line {number}" for number in range(len(said))]


@pytest.mark.parametrize("seed", range(3 + SOAK))
def test_a_power_cut_at_a_random_moment(disk: Disk, prepared: bytes, seed: int) -> None:
    """Everything that was called saved before the disk went away is there, and at most the line under way."""
    seeded = random.Random(seed)
    file = disk.folder / "p.db"
    file.write_bytes(prepared)
    os.sync()
    said: list[str] = []
    enough, least = threading.Event(), seeded.randint(1, 40)

    def say(text: str) -> None:
        said.append(text)
        if len(said) >= least:
            enough.set()

    def type_on() -> None:
        with contextlib.suppress(FileTrouble):
            type_lines(file, 10_000, say)

    typist = threading.Thread(target=type_on)
    typist.start()
    assert enough.wait(30)
    disk.cut()
    typist.join(30)
    acknowledged = len(said)
    disk.plug_in_again()
    assert_sound(file)
    found = notes(file)
    assert found == [f"line {number}" for number in range(len(found))]
    assert acknowledged <= len(found) <= acknowledged + 1


def test_a_power_cut_in_the_middle_of_a_write(disk: Disk, prepared: bytes) -> None:
    """The act under way is gone as a whole, everything before it is there."""
    file = disk.folder / "p.db"
    file.write_bytes(prepared)
    os.sync()
    type_lines(file, 2, lambda _: None)
    store = open_store(file)
    with contextlib.suppress(Exception), store, store.write("a long act"):
        [meeting] = store.meetings.all()
        for number in range(500):
            step = meeting.current_step_id or ""
            store.notes.add(meeting.id, step, "note", f"half {number} " * 1000)
        disk_copy = disk.image.with_name("cut.img")
        shutil.copy(disk.image, disk_copy)
        raise RuntimeError("the copy is what the disk held at this moment")
    cut = Disk(disk_copy, disk.folder.with_name("cut"))
    cut.folder.mkdir()
    assert cut.plug_in() == ""
    try:
        there = cut.folder / "p.db"
        assert (cut.folder / "p.db-journal").stat().st_size > 0
        assert notes(there) == ["line 0", "line 1"]
        assert_sound(there)
    finally:
        run_tool("umount", cut.folder)


def test_a_new_file_survives_a_power_cut_once_a_line_is_saved(disk: Disk) -> None:
    with open_store(disk.folder / "new.db", create=True) as store, store.write("a partnership"):
        store.people.add_partnership("Northside Works")
    disk.pull_the_plug()
    assert_sound(disk.folder / "new.db")
    with open_store(disk.folder / "new.db") as store:
        assert [it.name for it in store.people.partnerships()] == ["Northside Works"]


def test_the_order_in_which_one_line_reaches_the_disk(file: Path, tmp_path: Path) -> None:
    """What a power cut relies on, wherever no disk can be mounted to try it.

    The old pages are on the disk before a page of the file is overwritten, the new ones before the old are let go, and
    that the old are gone is on the disk before the line is called saved.
    """
    type_lines(file, 1, lambda _: None)
    log = tmp_path / "log"
    calls = "pwrite64,fdatasync,fsync,unlink,write"
    said, status = under_strace(lambda say: go_on(file, say), "-y", "-e", f"trace={calls}", "-o", str(log))
    assert (said, status) == ("saved", 0)
    steps = [_step(line, file) for line in log.read_text().splitlines()]
    order = re.sub(r"(\S+ )\1+", r"\1", "".join(f"{step} " for step in steps if step))
    assert order == "write:journal sync:journal sync:folder write:journal sync:journal write:file sync:file " + (
        "unlink:journal sync:folder say "
    )


def go_on(file: Path, say: Say) -> None:
    """One act, and the word that it is saved."""
    with open_store(file) as store:
        [meeting] = store.meetings.all()
        run.go_next(store, meeting.id)
        say("saved")


def _step(line: str, file: Path) -> str:
    found = re.search(r"\b(pwrite64|fdatasync|fsync|unlink|write)\((?:\d+<([^>]*)>|\"([^\"]*)\")", line)
    if not found:
        return ""
    call, place = found[1], Path(found[2] or found[3])
    names = {file: "file", Path(f"{file}-journal"): "journal", file.parent: "folder"}
    if call == "write":
        return "say" if '"saved"' in line else ""
    name = names.get(place)
    verb = {"pwrite64": "write", "fdatasync": "sync", "fsync": "sync", "unlink": "unlink"}[call]
    return f"{verb}:{name}" if name else ""
