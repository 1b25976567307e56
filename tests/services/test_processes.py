"""Whether the process behind a row still runs, asked of real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from facilitator.model.screens import OpenScreen
from facilitator.processes import started
from facilitator.services import processes
from facilitator.services.processes import is_running, own_token
from support import NOW

OWN = OpenScreen("i", "first", "screen", None, "laptop", os.getpid(), own_token(), NOW, NOW)
LATER = NOW + timedelta(days=1)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def screen_of(process: subprocess.Popen[bytes]) -> OpenScreen:
    """The row that the process would have written."""
    place, _, _ = own_token().rpartition("/")
    return replace(OWN, pid=process.pid, process=f"{place}/{started(process.pid)}")


@linux
def test_a_process_is_known_however_long_ago_it_was_seen(child: subprocess.Popen[bytes]) -> None:
    assert is_running(OWN, "laptop", LATER)
    assert is_running(screen_of(child), "laptop", LATER)
    assert is_running(screen_of(child), "renamed meanwhile", LATER)


@linux
def test_one_that_was_stopped_is_still_there(child: subprocess.Popen[bytes]) -> None:
    child.send_signal(signal.SIGSTOP)
    assert is_running(screen_of(child), "laptop", LATER)


@linux
def test_one_that_was_killed_is_gone_at_once(child: subprocess.Popen[bytes]) -> None:
    killed = screen_of(child)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert Path(f"/proc/{child.pid}").exists()  # nobody has fetched its exit code yet
    assert not is_running(killed, "laptop", NOW)
    child.wait()
    assert not is_running(killed, "laptop", NOW)


@linux
def test_a_number_used_again_deceives_nobody(child: subprocess.Popen[bytes]) -> None:
    assert not is_running(replace(OWN, pid=child.pid), "laptop", NOW)


@linux
def test_before_the_last_start_of_this_laptop_nothing_runs() -> None:
    boot, _, rest = own_token().partition("/")
    earlier = replace(OWN, process=f"{boot[::-1]}/{rest}")
    assert not is_running(earlier, "laptop", NOW)
    assert is_running(earlier, "another laptop", NOW + timedelta(seconds=179))
    assert not is_running(earlier, "another laptop", NOW + timedelta(seconds=181))


@linux
def test_through_the_wall_of_a_container_its_age_tells() -> None:
    boot, _, _ = own_token().partition("/")
    inside = replace(OWN, process=f"{boot}/pid:[1]/77", device="container")
    assert is_running(inside, "laptop", NOW + timedelta(seconds=179))
    assert not is_running(inside, "laptop", NOW + timedelta(seconds=181))


def test_where_the_system_does_not_tell_process_and_age_do(
    monkeypatch: pytest.MonkeyPatch, child: subprocess.Popen[bytes]
) -> None:
    monkeypatch.setattr(processes, "place", lambda: "")
    assert own_token() == ""
    plain = replace(OWN, process="", pid=child.pid)
    assert is_running(plain, "laptop", NOW)
    assert not is_running(plain, "laptop", NOW + timedelta(seconds=181))
    child.kill()
    child.wait()
    assert not is_running(plain, "laptop", NOW)
    assert is_running(plain, "another laptop", NOW)
