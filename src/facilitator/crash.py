"""What becomes of an error nobody foresaw: a report that holds none of the user's words.

Python's own account of an error shows the lines of the program and the error's message, Textual's the values of all
variables too; each can hold what people said in confidence. A report names types, files, line numbers and functions.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType

from facilitator.clock import SystemClock

KEPT = 10
"""So many reports are kept, the newest ones."""
_PACKAGES = ("facilitator", "textual", "rich", "sqlite-utils", "click")


def in_words(error: BaseException) -> str:
    """Writes the report and returns one line for the user: that the record is safe, and what to send."""
    said = "something went wrong inside the program. Your record is safe: what was called Saved is on the disk"
    report = write(error)
    if report is None:
        return f"{said}; no report could be written ({_place(error)})"
    return f"{said}. Please send this report, which holds none of your words, to whoever looks after it: {report}"


def write(error: BaseException) -> Path | None:
    """Writes the report into the user's state folder, for its owner alone; None where that cannot be."""
    from facilitator.paths import state_folder

    try:
        folder = state_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        path = folder / f"crash-{SystemClock().now():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text(error))
        for old in sorted(folder.glob("crash-*.txt"))[:-KEPT]:
            old.unlink()
    except Exception:  # a report that fails must not hide that the record is safe
        return None
    return path


def text(error: BaseException) -> str:
    """The report."""
    lines = ["facilitator crash report. It holds no names and nothing that was typed.", ""]
    lines += [f"{name} {_version(name)}" for name in _PACKAGES]
    sqlite = sys.modules.get("sqlite3")
    lines += [f"python {platform.python_version()}", f"sqlite {getattr(sqlite, 'sqlite_version', 'not loaded')}"]
    lines += [f"system {platform.platform()}", ""]
    for each in _chain(error):
        lines += [_name(each), *(f"  {place}" for place in _places(each.__traceback__)), ""]
    return "\n".join(lines)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the last one first."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or at.__context__


def _name(error: BaseException) -> str:
    """The type, with the system's or SQLite's own code where there is one; never the message."""
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    code = getattr(error, "sqlite_errorname", None) or (error.errno if isinstance(error, OSError) else None)
    return f"{name} ({code})" if code else name


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{_short(code.co_filename)}:{trace.tb_lineno}:{code.co_name}"
        trace = trace.tb_next


def _place(error: BaseException) -> str:
    return " ".join([_name(error), *list(_places(error.__traceback__))[-1:]])


def _short(file: str) -> str:
    """A file by its place in its package: the folders above can hold the user's name."""
    parts = Path(file).parts
    for root in ("site-packages", "dist-packages", "src", "lib"):
        if root in parts[:-1]:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    return "/".join(parts[-2:]) if "facilitator" in parts else parts[-1] if parts else file


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
