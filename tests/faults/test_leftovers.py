"""A program that is killed while it makes a file beside its place: the next one removes what is left, nothing else."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import program
from encrypted_files import SECRET, needs_cipher
from facilitator.clock import SystemClock
from facilitator.db import open_store
from facilitator.db.connection import is_encrypted
from facilitator.db.convert import convert
from facilitator.db.safe_copy import verify
from facilitator.services import backups
from fault_tools import SOAK, Say, assert_sound, fault, under_strace
from pty_driver import PtyProgram

CALLS = ["pwrite64", "fsync", "unlink", "rename", "link"]
STEP = 1 if SOAK else 60
"""Every so many writes of a page one is tried; of the other calls there are few."""
STRANGERS = [".facilitator-mine.new", ".p.db-notes.new", "p.db.new"]
WORDS = b"Northside Works"


def restore(file: Path) -> None:
    backups.restore(file, str(file.with_name("copy.db")))


def copy(file: Path) -> None:
    with open_store(file) as store:
        backups.make(store, file.with_name("second.db"))


def encrypt(file: Path) -> None:
    convert(file, None, SECRET)


def decrypt(file: Path) -> None:
    if not is_encrypted(file):
        convert(file, None, SECRET)
    convert(file, SECRET, None)


Act = Callable[[Path], None]


@pytest.fixture
def home(tmp_path: Path, prepared: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data file, a copy of it with more in it, and what others have put beside them."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    tmp_path.chmod(0o700)
    file = tmp_path / "p.db"
    file.write_bytes(prepared)
    file.chmod(0o600)
    with open_store(file) as store, store.write("more"):
        store.people.add_partnership("Southside Works")
    with open_store(file) as store:
        backups.make(store, tmp_path / "copy.db")
    for name in STRANGERS:
        (tmp_path / name).write_text("mine")
    return tmp_path


def left(home: Path) -> list[Path]:
    return [it for it in home.rglob(".facilitator-*") if it.name not in STRANGERS]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("act", [restore, copy], ids=lambda it: it.__name__)
def test_killed_at_a_call_that_changes_the_disk(home: Path, prepared: bytes, call: str, act: Act) -> None:
    file, when, found = home / "p.db", 1, 0

    def work(say: Say) -> None:
        act(file)
        say("done")

    while True:
        file.write_bytes(prepared)
        said, status = under_strace(work, *fault(call, "signal=SIGKILL", str(when)))
        if status == 0:
            break
        assert status == -signal.SIGKILL, said
        assert_sound(file)
        assert dict(verify(file).counts)["partnership"] in (1, 2 if act is restore else 1)
        half = [it for it in left(home) if it.parent == home]
        found += len(left(home))
        checked = program(home, "check", "--file", file, XDG_STATE_HOME=str(home / "state"))
        assert checked.err.count("was left half-made by a program that was killed; it was removed\n") == len(half)
        assert not any(it.exists() for it in half)
        assert all((home / it).read_text() == "mine" for it in STRANGERS)
        for name in ("second.db", "second.db.json", *(it.name for it in home.glob("p.replaced-*"))):
            (home / name).unlink(missing_ok=True)
        when += STEP if call == "pwrite64" else 1
    assert when > 1 or (act is copy and call == "link"), "it was never killed"
    assert found or call in ("link", "unlink"), "nothing was ever left"
    assert left(home) == []


@needs_cipher
@pytest.mark.pty
@pytest.mark.parametrize("act", [encrypt, decrypt], ids=lambda it: it.__name__)
def test_the_next_start_removes_it_and_a_running_one_is_left_alone(home: Path, act: Act) -> None:
    """A plain file that a killed decrypting has left holds every word of an encrypted one."""
    file = home / "p.db"
    _, status = under_strace(lambda _: act(file), *fault("rename", "signal=SIGKILL", "1" if act is encrypt else "2"))
    assert status == -signal.SIGKILL
    [half] = left(home)
    assert (WORDS in half.read_bytes()) == (act is decrypt)
    with PtyProgram.python("-m", "facilitator", "--file", str(file), home=home) as screen:
        if is_encrypted(file):
            screen.wait_for("Passphrase of p.db")
            screen.send("correct horse battery\r")
        screen.wait_for("F1 help")
        screen.wait_until(lambda: not half.exists())
    assert left(home) == []
    assert all((home / it).read_text() == "mine" for it in STRANGERS)


def test_two_that_make_something_at_once_leave_each_other_alone(home: Path) -> None:
    """While one is stopped in the middle of going back, another one starts, checks and makes a backup."""
    file = home / "p.db"

    def work(say: Say) -> None:
        backups.restore(file, str(home / "copy.db"))
        say(f"{len(left(home))} left")

    others: list[int] = []
    beside = threading.Thread(
        target=lambda: others.extend(
            program(home, *it, "--file", home / "other.db").code
            for it in (("new", "partnership", "Other"), ("check",), ("backup", home / "third.db"), ("check",))
        )
    )
    beside.start()
    # Every fsync takes a while, so that the others come in between.
    said, status = under_strace(work, *fault("fsync", "delay_enter=300000", "1+"))
    beside.join()
    assert (said, status, others) == ("0 left", 0, [0, 0, 0, 0])
    with open_store(file, clock=SystemClock()) as store:
        assert len(store.people.partnerships()) == 2
