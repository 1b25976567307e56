"""Tells whether the process that wrote a row is still the one that runs.

A process id alone tells nothing: after a restart another program has it. On Linux the start of the laptop, the
namespace in which process ids count, and the start of the process name it for good (proc(5), field 22 of `stat`).
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from facilitator.model.screens import OpenScreen

UNSEEN_SECONDS = 180
"""A screen that cannot be looked at from here and has given no sign for so long is gone."""


def own_token() -> str:
    """What names this process beside its id: laptop start, namespace, process start; empty where none can be told."""
    place, started = _place(), _started(os.getpid())
    return f"{place}/{started}" if place and started else ""


def is_running(screen: OpenScreen, device: str, now: datetime) -> bool:
    """Whether the screen is still open, asked on the laptop called `device`."""
    is_fresh = now - screen.seen_at < timedelta(seconds=UNSEEN_SECONDS)
    place, _, started = screen.process.rpartition("/")
    here = _place()
    if place and here:
        if place == here:
            return _started(screen.pid) == started
        if place.partition("/")[0] == here.partition("/")[0]:
            return is_fresh  # the same laptop through the wall of a container
        # Another start of the laptop: on this one it ended then.
        return screen.device != device and is_fresh
    if screen.device != device:
        return is_fresh
    return is_fresh and _exists(screen.pid)


def _place() -> str:
    """This start of the laptop, and where process ids count; empty where the system does not tell."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}/{os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def _started(pid: int) -> str:
    """When a process began, in ticks since the laptop did; empty when it does not run."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return ""
    # The second field is the program's name in brackets and may hold blanks and brackets itself.
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state in "ZX" else fields[18]


def _exists(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # asking there would end it; how long ago it was seen has to do
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True
