"""Files that are made beside their place, to be moved there whole, and what a killed program has left of one.

The name of such a file says which process makes it, so that another one can tell later whether that still runs.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from facilitator.clock import SystemClock
from facilitator.db.processes import exists, place, started

_NAME = re.compile(r"\.facilitator-([0-9a-f]{12})-([0-9a-f]{12})-(\d+)-(\d*)-[0-9a-f]{12}\.new(-journal)?")
"""Laptop, its start, process id, start of the process, chance."""
_FORGOTTEN_SECONDS = 86_400
"""What another laptop makes in a shared folder is done or given up by then."""


@contextlib.contextmanager
def made_in(folder: Path) -> Iterator[Path]:
    """An empty file in `folder` for its owner alone, gone at the end unless it was moved; what was left before goes.

    Raises OSError.
    """
    sweep(folder)
    made = folder / f"{_prefix()}-{os.urandom(6).hex()}.new"
    os.close(os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield made
    finally:
        made.unlink(missing_ok=True)


def sweep(folder: Path) -> list[Path]:
    """Removes what processes of this program that run no more have left in `folder`; returns what is gone.

    Nothing is touched that is of a running process, of somebody else, or called otherwise.
    """
    gone = []
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(folder)):
            found = _NAME.fullmatch(name)
            if found and _is_left_over(folder / name, found):
                (folder / name).unlink()
                gone.append(folder / name)
    return gone


def _is_left_over(path: Path, name: re.Match[str]) -> bool:
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode) or (hasattr(os, "geteuid") and about.st_uid != os.geteuid()):
        return False
    laptop, start, pid, began = name.group(1, 2, 3, 4)
    if laptop != _laptop():
        return abs(SystemClock().now().timestamp() - about.st_mtime) > _FORGOTTEN_SECONDS
    if start != _hash(place()):
        return True  # before the laptop started anew, or in a container that has ended
    return started(int(pid)) != began if began else not exists(int(pid))


def _prefix() -> str:
    pid = os.getpid()
    return f".facilitator-{_laptop()}-{_hash(place())}-{pid}-{started(pid)}"


def _laptop() -> str:
    """The laptop, and where process ids count on it."""
    import platform

    return _hash(f"{platform.node()}/{place().partition('/')[2]}")


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]
