"""What a killed program left beside a file goes; what a running one makes, or a stranger, stays."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator import beside
from facilitator.beside import folder_for_replaced, folder_made_in, made_in, sweep

MAKE = """
import sys
from pathlib import Path
from facilitator.beside import made_in
with made_in(Path(sys.argv[1])) as made:
    made.write_bytes(b"half")
    print(made.name, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def maker(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, in the middle of making a file; its first line is the name of it."""
    command = [sys.executable, "-c", MAKE, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def name(maker: subprocess.Popen[str]) -> str:
    assert maker.stdout is not None
    return maker.stdout.readline().strip()


def test_it_is_for_its_owner_alone_and_gone_at_the_end(tmp_path: Path) -> None:
    with made_in(tmp_path) as one, made_in(tmp_path) as two:
        assert one.stat().st_mode & 0o777 == 0o600
        assert sweep(tmp_path) == []
        assert sorted(tmp_path.iterdir()) == sorted([one, two])
        two.rename(tmp_path / "kept")
    assert [it.name for it in tmp_path.iterdir()] == ["kept"]


def test_of_a_running_process_it_stays_and_of_a_killed_one_it_goes(
    tmp_path: Path, maker: subprocess.Popen[str]
) -> None:
    left = tmp_path / name(maker)
    maker.send_signal(signal.SIGSTOP)
    assert sweep(tmp_path) == []
    maker.kill()
    maker.wait()
    assert sweep(tmp_path) == [left]
    assert list(tmp_path.iterdir()) == []


def test_the_next_one_sweeps(tmp_path: Path, maker: subprocess.Popen[str]) -> None:
    left = tmp_path / name(maker)
    maker.kill()
    maker.wait()
    with made_in(tmp_path) as made:
        assert not left.exists()
        assert made.exists()


@pytest.fixture
def left(tmp_path: Path, maker: subprocess.Popen[str]) -> Path:
    """What a killed process has left."""
    found = tmp_path / name(maker)
    maker.kill()
    maker.wait()
    return found


def test_another_process_with_the_same_id_does_not_keep_it(left: Path) -> None:
    """The system gives the id of a process that has ended to another one."""
    reused = left.rename(left.with_name(re.sub(r"-\d+-(\d*-[0-9a-f]{12}\.new)", rf"-{os.getpid()}-\1", left.name)))
    assert sweep(left.parent) == [reused]


def test_before_the_laptop_started_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with made_in(tmp_path) as own:
        monkeypatch.setattr(beside, "place", lambda: f"another start/{os.readlink('/proc/self/ns/pid')}")
        assert sweep(tmp_path) == [own]


def test_of_another_laptop_in_a_shared_folder_it_goes_after_a_day(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "another")
    assert sweep(left.parent) == []
    at = left.stat().st_mtime - 90_000
    os.utime(left, (at, at))
    assert sweep(left.parent) == [left]


def test_where_the_system_does_not_tell_the_process_id_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "place", lambda: "")
    monkeypatch.setattr(beside, "started", lambda _: "")
    with made_in(tmp_path) as own:
        gone = own.with_name(own.name.replace(f"-{os.getpid()}-", "-4194304-"))
        gone.touch()
        assert sweep(tmp_path) == [gone]
        assert own.exists()


def test_what_a_stranger_made_stays(left: Path) -> None:
    folder = left.parent
    folder.joinpath("target").touch()
    link = folder / left.name.replace(".new", ".new-journal")
    link.symlink_to(folder / "target")
    for stranger in (f"my{left.name}", f"{left.name}~", left.name.upper(), ".facilitator-abc.new", ".facilitator"):
        (folder / stranger).write_text("mine")
    before = set(folder.iterdir())
    assert sweep(folder) == [left]
    assert set(folder.iterdir()) == before - {left}


def test_somebody_elses_stays(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: left.stat().st_uid + 1)
    assert sweep(left.parent) == []


def test_a_folder_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    assert sweep(tmp_path / "nowhere") == []


MAKE_FOLDERS = """
import os, signal, sys
from pathlib import Path
from facilitator.beside import folder_for_replaced, folder_made_in
folder = Path(sys.argv[1])
with folder_made_in(folder) as made:
    (made / "half").mkdir()
    (made / "half/words").write_bytes(b"half")
    aside = folder_for_replaced(folder)
    (aside / "replaced").write_bytes(b"old")
    (aside / "not yet").write_bytes(b"old")
    (folder / "replaced").write_bytes(b"new")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_of_folders_all_goes_but_what_nothing_has_replaced(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", MAKE_FOLDERS, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 3
    assert len(sweep(tmp_path)) == 2
    assert {it.name: it.read_bytes() for it in tmp_path.iterdir()} == {"replaced": b"new", "not yet": b"old"}


def test_folders_of_a_running_process_stay_and_are_its_owners_alone(tmp_path: Path) -> None:
    with folder_made_in(tmp_path) as made:
        aside = folder_for_replaced(tmp_path)
        assert sweep(tmp_path) == []
        assert {it.stat().st_mode & 0o777 for it in (made, aside)} == {0o700}
        (made / "words").touch()
    assert list(tmp_path.iterdir()) == [aside]
