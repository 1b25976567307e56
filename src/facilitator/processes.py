"""Which process is meant by a process id: the system gives it to another program once the first has ended.

On Linux the start of the laptop, the namespace in which process ids count, and the start of the process name it for
good (proc(5), field 22 of `stat`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def place() -> str:
    """This start of the laptop, and where process ids count; empty where the system does not tell."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}/{os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def started(pid: int) -> str:
    """When a process began, in ticks since the laptop did; empty when it does not run, or the system does not tell."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return ""
    # The second field is the program's name in brackets and may hold blanks and brackets itself.
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state in "ZX" else fields[18]


def exists(pid: int) -> bool:
    """Whether some process has this id; True where asking is not possible."""
    if sys.platform == "win32":
        return True  # asking there would end it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True
