"""A program that ends while it writes CSV files, minutes or a sample to keep: nothing half-made stays for good."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

import facilitator
from command_line import program
from facilitator.beside import sweep
from facilitator.db import open_store
from facilitator.db.safe_copy import verify
from facilitator.services import minutes
from facilitator.services.export import export_bundle
from fault_tools import SOAK, Say, command, failing, fault, need_strace, under_strace

STRANGER = ".facilitator-mine.new"


@pytest.fixture
def home(tmp_path: Path, file: Path) -> Path:
    """The folder of a data file, and a stranger's folder in it."""
    file.with_name(STRANGER).mkdir()
    return tmp_path


def export(file: Path) -> None:
    with open_store(file) as store:
        export_bundle(store, file.with_name("out"), force=True)


def write_minutes(file: Path) -> None:
    with open_store(file) as store:
        minutes.keep(store, b"what was agreed", minutes.Asked(), file.with_name("minutes.md"), force=True)


def left(home: Path) -> list[Path]:
    return [it for it in home.rglob(".facilitator-*") if it.name != STRANGER]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(it.relative_to(folder)): it.read_bytes() for it in folder.rglob("*") if it.is_file()}


@pytest.mark.parametrize("call", ["mkdir", "fsync", "rename", "unlinkat"])
@pytest.mark.parametrize("there", ["nothing", "an empty folder", "an earlier one"])
def test_killed_while_csv_files_are_written(home: Path, there: str, call: str) -> None:
    """The next export into the same place is whole; what else the user keeps there is as it was."""
    file, out, when, found = home / "p.db", home / "out", 1, 0
    export(file)
    whole = tree(out)
    while True:
        shutil.rmtree(out)
        if there != "nothing":
            out.mkdir()
        if there == "an earlier one":
            for name in (*whole, "mine.txt"):
                (out / name).write_text("old")
            (out / STRANGER).mkdir()
        before = set(tree(out))
        said, status = under_strace(lambda _: export(file), *fault(call, "signal=SIGKILL", str(when)))
        if status == 0:
            break
        assert status == -signal.SIGKILL, said
        found += len(left(home))
        if there == "an earlier one":
            sweep(out)
            assert before <= set(tree(out)), "a file that was to be replaced is gone, and no other one came"
        export(file)
        assert left(home) == []
        assert tree(out) == {**whole, **({"mine.txt": b"old"} if there == "an earlier one" else {})}
        assert (home / STRANGER).is_dir()
        when += 1 if SOAK or call == "mkdir" else 13
    assert found or call in ("mkdir", "unlinkat"), "nothing was ever left"


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_killed_while_minutes_are_written(home: Path, call: str) -> None:
    file = home / "p.db"
    _, status = under_strace(lambda _: write_minutes(file), *fault(call, "signal=SIGKILL", "1"))
    assert status == -signal.SIGKILL
    assert len(left(home)) == 1
    write_minutes(file)
    assert left(home) == []
    assert (home / "minutes.md").read_bytes() == b"what was agreed"


def test_a_folder_that_holds_a_killed_exports_leavings_alone_counts_as_empty(home: Path) -> None:
    (home / "out").mkdir()
    _, status = under_strace(lambda _: export(home / "p.db"), *fault("fsync", "signal=SIGKILL", "3"))
    assert status == -signal.SIGKILL
    assert len(left(home / "out")) == 1
    assert program(home, "export", "out", "--file", home / "p.db").code == 0
    assert left(home) == []


def test_two_exports_at_once_leave_each_other_alone(home: Path) -> None:
    file, others = home / "p.db", list[int]()

    def work(say: Say) -> None:
        export(file)
        say("done")

    beside = threading.Thread(
        target=lambda: others.extend(
            program(home, "export", home / name, "--file", file).code for name in ("another", "third", "fourth")
        )
    )
    beside.start()
    # Every fsync takes a while, so that the others come in between.
    said, status = under_strace(work, *fault("fsync", "delay_enter=50000", "1+"))
    beside.join()
    assert (said, status, others) == ("done", 0, [0, 0, 0])
    assert tree(home / "out") == tree(home / "another")
    assert left(home) == []


def begun(home: Path, *arguments: str, under: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """A command of the program that has made a folder, and a file in it."""
    process = subprocess.Popen(
        [*under, *command(home / "p.db", *arguments)],
        env={**os.environ, "PYTHONPATH": str(Path(facilitator.__file__).parents[1])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not [it for it in left(home) if it.is_dir() and os.listdir(it)]:
        assert process.poll() is None, "it ended before it was begun"
    return process


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=["SIGHUP", "SIGTERM"])
@pytest.mark.parametrize("what", ["demo", "export"])
def test_ended_by_its_terminal_or_the_system_it_takes_its_own_away(
    home: Path, what: str, number: signal.Signals
) -> None:
    if what == "demo":
        process = begun(home, "demo", "--keep", str(home / "new"))
        os.kill(process.pid, number)
    else:
        need_strace()
        process = begun(home, "export", str(home / "new"), under=failing("fsync", "delay_enter=100000", "1+"))
        [child] = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(child), number)
    assert process.wait(60) == 128 + number
    assert left(home) == []
    assert not (home / "new").exists()


def test_a_sample_to_keep_that_was_killed_is_taken_away_by_the_next(home: Path) -> None:
    process = begun(home, "demo", "--keep", str(home / "new.db"))
    process.kill()
    process.wait()
    assert len(left(home)) >= 1
    assert not (home / "new.db").exists()
    assert program(home, "demo", "--keep", home / "new.db").code == 0
    assert left(home) == []
    assert verify(home / "new.db").counts
