"""Faults around backups, really caused: a full disk, a flipped bit, a kill in the middle."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import facilitator
from command_line import Said, program
from encrypted_files import SECRET, needs_cipher
from facilitator.clock import SystemClock, spoken
from facilitator.db import open_store
from facilitator.db.backup import Backups
from facilitator.db.connection import is_encrypted
from facilitator.db.convert import convert
from facilitator.db.encryption import raw_key
from facilitator.db.plain_backups import replace
from facilitator.db.safe_copy import verify
from facilitator.errors import FacilitatorError
from fault_tools import SOAK, Say, fault, notes, under_strace
from pty_driver import PtyProgram

SEED = 20261121

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from facilitator.cli import main
sys.argv = ["facilitator", *sys.argv[1:]]
sys.exit(main())
"""
"""The program where no file can grow over 100 kB."""

AGAIN_AND_AGAIN = """
import sys
from pathlib import Path
from facilitator.clock import SystemClock, spoken
from facilitator.db.backup import Backups
from facilitator.services import backups
path, way = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
while True:
    if way == "backup":
        Backups(path, SystemClock()).make("asked", anyway=True)
    else:
        for copy in sys.argv[3:]:
            kept = backups.restore(path, copy).kept
            kept.unlink()
"""
"""Makes backups, or puts copies back in turn, until it is killed."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    program(tmp_path, "new", "partnership", "Northside Works")
    return tmp_path


def copies(home: Path) -> list[Path]:
    return sorted(home.glob(".local/**/backups/*/*.db"))


def limited(home: Path, *arguments: str) -> Said:
    return program(home, *arguments, code=LIMITED)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes there")
def test_a_full_disk_leaves_nothing_half_made_and_is_loud(home: Path) -> None:
    good = Path(program(home, "backup").out.strip())
    before = (home / "meetings.db").read_bytes()
    said = limited(home, "backup")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("facilitator: no backup could be made in ")
    assert "the disk is full; the last good one is of " in said.err
    assert copies(home) == [good]
    assert not [it for it in good.parent.iterdir() if it.name.startswith(".facilitator")]
    assert (home / "meetings.db").read_bytes() == before
    checked = program(home, "check")
    assert checked.code == 1
    assert "the last backup failed on" in checked.out
    assert program(home, "backup").code == 0
    assert program(home, "check").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes there")
def test_a_full_disk_while_going_back_leaves_the_file_as_it_is(home: Path) -> None:
    program(home, "backup", home / "copy.db")
    before = (home / "meetings.db").read_bytes()
    said = limited(home, "restore", "copy.db")
    assert said.code == 1
    assert "was left as it is" in said.err
    assert (home / "meetings.db").read_bytes() == before
    assert sorted(it.name for it in home.iterdir() if it.is_file()) == ["copy.db", "copy.db.json", "meetings.db"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root")
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_fills_up_keeps_the_backups_it_holds(home: Path, small_disk: Path) -> None:
    state = {"XDG_STATE_HOME": str(small_disk)}
    first = program(home, "backup", **state)
    assert first.code == 0
    second = program(home, "backup", **state)
    assert second.code == 1
    assert "the disk is full; the last good one is of " in second.err
    assert "the last backup failed on" in program(home, "check", **state).out
    (home / "people.csv").write_text("name\nOlu Ade\n")
    imported = program(home, "import", "people", home / "people.csv", "--partnership", "Northside", **state)
    assert imported.code == 0
    (home / "people.csv").write_text("name\nAna Ruiz\n")
    imported = program(home, "import", "people", home / "people.csv", "--partnership", "Northside", **state)
    assert imported.code == 0
    assert imported.err.startswith("No backup since ")
    assert ": the disk is full\n" in imported.err
    assert verify(Path(first.out.strip())).counts


@pytest.mark.pty
def test_a_meeting_says_that_no_backup_could_be_made_and_goes_on(
    file: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On its screen, with the date of the last good one, until one is made again."""
    home, state = file.parent, {"XDG_STATE_HOME": str(small_disk)}
    monkeypatch.setenv("XDG_STATE_HOME", str(small_disk))
    assert program(home, "backup", "--file", file, **state).code == 0
    made = spoken(Backups(file, SystemClock()).all()[0].made_at, SystemClock())
    (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with PtyProgram.python("-m", "facilitator", "--file", str(file), "run", home=home, env=state) as screen:
        screen.wait_for(f"No backup since {made}: the disk is full")
        screen.send("the room talks about buses\r")
        screen.wait_for("Saved · 1 line ")
        screen.send("/next\r")
        screen.send("and shifts\r")
        screen.wait_for("Saved · 2 lines")
        screen.wait_for(f"No backup since {made}: the disk is full")
        subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
        screen.send("/end\r")
        screen.wait_for("WE AGREED")
        screen.send("/end\r")
        screen.wait_for("Closed")
        screen.wait_until(lambda: "No backup" not in screen.text())
        screen.send("/quit\r")
        assert screen.wait_exit() == 0
    assert notes(file) == ["the room talks about buses", "and shifts"]
    assert verify(Backups(file, SystemClock()).all()[0].path).counts


def test_a_flipped_bit_is_found_wherever_it_is(home: Path) -> None:
    program(home, "backup", home / "copy.db")
    whole = (home / "copy.db").read_bytes()
    before = (home / "meetings.db").read_bytes()
    chance = random.Random(SEED)
    for _ in range(4):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (home / "copy.db").write_bytes(data)
        said = program(home, "restore", "copy.db")
        assert said.code == 1
        assert "its hash differs" in said.err
    assert (home / "meetings.db").read_bytes() == before


def test_a_flipped_bit_in_a_kept_backup_is_found_by_check(home: Path) -> None:
    kept = Path(program(home, "backup").out.strip())
    data = bytearray(kept.read_bytes())
    data[data.index(b"Northside Works")] ^= 1
    kept.write_bytes(data)
    checked = program(home, "check")
    assert checked.code == 1
    assert kept.stem in checked.err
    assert "DAMAGED" in program(home, "backup", "--list").out


def killed(home: Path, way: str, after: float, *more: Path) -> None:
    """Runs `AGAIN_AND_AGAIN` and kills it so many seconds after it began."""
    process = subprocess.Popen(
        [sys.executable, "-c", AGAIN_AND_AGAIN, str(home / "meetings.db"), way, *map(str, more)],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(facilitator.__file__).parents[1]),
            "HOME": str(home),
        },
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    with process, process.stdout:
        assert process.stdout.readline() == b"ready\n"
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_kill_leaves_whole_backups_only(home: Path) -> None:
    chance = random.Random(SEED)
    before = (home / "meetings.db").read_bytes()
    for _ in range(4):
        killed(home, "backup", chance.uniform(0.02, 0.25))
        assert (home / "meetings.db").read_bytes() == before
    listed = program(home, "backup", "--list").out
    assert "good" in listed
    assert "DAMAGED" not in listed


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_kill_while_going_back_leaves_the_old_file_or_the_new_one(home: Path) -> None:
    one, two = home / "one.db", home / "two.db"
    program(home, "backup", one)
    program(home, "new", "partnership", "Harbor")
    program(home, "backup", two)
    contents = [verify(it) for it in (one, two)]
    chance = random.Random(SEED)
    for _ in range(5):
        killed(home, "restore", chance.uniform(0.02, 0.25), one, two)
        assert verify(home / "meetings.db") in contents
        assert not (home / "meetings.db-journal").exists()
        with closing(sqlite3.connect(home / "meetings.db")) as conn:
            assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# Plain backups of an encrypted file


def opens(backup: Path) -> bool:
    """Whether a copy holds the record whole, plain or encrypted."""
    passphrase = SECRET if is_encrypted(backup) else None
    try:
        with open_store(backup, passphrase=passphrase) as store:
            return bool(store.people.partnerships())
    except FacilitatorError:
        return False


@needs_cipher
@pytest.mark.parametrize("call", ["pwrite64", "fsync", "unlink", "rename"])
def test_killed_while_plain_backups_are_replaced_a_good_one_is_there(
    home: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every moment; done again, no file in the state folder holds a word of the record."""
    file, state, kept = home / "meetings.db", home / ".local", home / "kept"
    for _ in range(2):
        assert program(home, "backup").code == 0
    convert(file, None, SECRET)
    key = raw_key(file, SECRET)
    shutil.copytree(state, kept)
    when, step = 1, 1 if SOAK or call != "pwrite64" else 40

    monkeypatch.setenv("XDG_STATE_HOME", str(state / "state"))

    def work(say: Say) -> None:
        replace(Backups(file, SystemClock(), key), key)
        say("done")

    while True:
        shutil.rmtree(state)
        shutil.copytree(kept, state)
        said, status = under_strace(work, *fault(call, "signal=SIGKILL", str(when)))
        if status == 0:
            break
        assert status == -signal.SIGKILL, said
        assert any(opens(it) for it in copies(home)), when
        work(lambda _: None)
        assert_wordless(state)
        when += step
    assert when > 1
    assert_wordless(state)


def assert_wordless(folder: Path) -> None:
    files = [it for it in folder.rglob("*") if it.is_file()]
    assert any(is_encrypted(it) for it in files)
    assert not [it for it in files if b"Northside" in it.read_bytes()]
