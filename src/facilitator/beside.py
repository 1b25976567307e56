"""Files and folders that are made beside their place, to be moved there whole, and what a killed program has left.

The name of each says which process makes it, so that another one can tell later whether that still runs.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Literal

from facilitator.clock import SystemClock
from facilitator.processes import exists, place, started

_NAME = re.compile(r"\.facilitator-([0-9a-f]{12})-([0-9a-f]{12})-(\d+)-(\d*)-[0-9a-f]{12}\.(new|new-journal|replaced)")
"""Laptop, its start, process id, start of the process, chance, what it is."""
_FORGOTTEN_SECONDS = 86_400
"""What another laptop makes in a shared folder is done or given up by then."""


@contextlib.contextmanager
def made_in(folder: Path) -> Iterator[Path]:
    """An empty file in `folder` for its owner alone, gone at the end unless it was moved; what was left before goes.

    Raises OSError.
    """
    sweep(folder)
    made = _named(folder, "new")
    try:
        os.close(os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        yield made
    finally:
        made.unlink(missing_ok=True)


@contextlib.contextmanager
def folder_made_in(folder: Path) -> Iterator[Path]:
    """As `made_in` an empty folder, which goes with all that is in it."""
    sweep(folder)
    made = _named(folder, "new")
    try:
        made.mkdir(0o700)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def folder_for_replaced(folder: Path) -> Path:
    """An empty folder in `folder` for files of its own that others are about to replace; the caller takes it away.

    Of a killed program's the next `sweep` puts back what nothing has replaced yet. Raises OSError.
    """
    made = _named(folder, "replaced")
    made.mkdir(0o700)
    return made


def sweep(folder: Path) -> list[Path]:
    """Removes what processes of this program that run no more have left in `folder`; returns what is gone.

    Nothing is touched that is of a running process, of somebody else, or called otherwise.
    """
    gone = []
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(folder)):
            found = _NAME.fullmatch(name)
            if found and _is_left_over(folder / name, found):
                _remove(folder / name, was_replaced=found[5] == "replaced")
                gone.append(folder / name)
    return gone


def _is_left_over(path: Path, name: re.Match[str]) -> bool:
    about = path.lstat()
    is_one = stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)
    if not is_one or (hasattr(os, "geteuid") and about.st_uid != os.geteuid()):
        return False
    laptop, start, pid, began = name.group(1, 2, 3, 4)
    if laptop != _laptop():
        return abs(SystemClock().now().timestamp() - about.st_mtime) > _FORGOTTEN_SECONDS
    if start != _hash(place()):
        return True  # before the laptop started anew, or in a container that has ended
    return started(int(pid)) != began if began else not exists(int(pid))


def _remove(left: Path, *, was_replaced: bool) -> None:
    if not left.is_dir():
        left.unlink()
        return
    if was_replaced:
        for name in os.listdir(left):
            if not os.path.lexists(left.with_name(name)):
                (left / name).rename(left.with_name(name))
    shutil.rmtree(left)


def _named(folder: Path, what: Literal["new", "replaced"]) -> Path:
    pid = os.getpid()
    return folder / f".facilitator-{_laptop()}-{_hash(place())}-{pid}-{started(pid)}-{os.urandom(6).hex()}.{what}"


def _laptop() -> str:
    """The laptop, and where process ids count on it."""
    import platform

    return _hash(f"{platform.node()}/{place().partition('/')[2]}")


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]
