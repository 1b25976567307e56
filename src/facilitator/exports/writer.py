"""The one writer of what leaves the data file: a file or a folder, complete in its place or not there at all.

Everything is made beside its place, brought to the disk, and moved. Files are readable by their owner only. What a
killed program has left of an earlier one in the same place goes first.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from facilitator.beside import folder_for_replaced, folder_made_in, made_in, sweep
from facilitator.errors import DiskTrouble, FacilitatorError, FileTrouble, Refused

_RECORDS = (b"SQLite format 3\0", b"\x8efac")
"""How data files and backups begin, plain and encrypted ones."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_RIGHTS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextlib.contextmanager
def new_folder(target: Path, record: Path, *, force: bool = False) -> Iterator[Path]:
    """An empty folder to write into; when the block ends its files are in `target`, and when it fails nothing is.

    `target` is made, or may be an empty folder. With `force` it may hold files: those of the same names are replaced,
    all others stay. The data file in hand, `record`, and any other one are never replaced. Raises Refused, FileTrouble
    or DiskTrouble.
    """
    with _in_words(target):
        for place in (target.parent, target):
            sweep(place)
        is_there = _look_at_folder(target, force)
        with folder_made_in(target if is_there else target.parent) as made:
            yield made
            _sync(made)
            if is_there:
                _move_files(made, target, record)
            else:
                _move_folder(made, target)


@contextlib.contextmanager
def new_file(target: Path, record: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A new file; when the block ends it is in its place whole, and when it fails nothing is there that was not.

    With `force` it replaces a file of that name, but never a data file: neither the one in hand, `record`, nor another.
    Raises Refused, FileTrouble or DiskTrouble.
    """
    with _in_words(target):
        _look_at_file(target, record, force)
        with made_in(target.parent) as made:
            with made.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if force:
                made.replace(target)
            else:
                _link(made, target)
            _sync(target.parent)


@contextlib.contextmanager
def file_in(folder: Path, name: str) -> Iterator[BinaryIO]:
    """A new file in a folder of `new_folder`, brought to the disk when the block ends."""
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _look_at_folder(target: Path, force: bool) -> bool:
    """Whether the folder is there. Refuses what must not be written to."""
    if target.is_dir():
        if not force and any(target.iterdir()):
            raise Refused(f"{target} already holds files; name an empty or a new folder, or add --force")
        return True
    if target.exists() or target.is_symlink():
        raise Refused(f"{target} is a file; name a folder")
    _look_at_parent(target)
    return False


def _look_at_file(target: Path, record: Path, force: bool) -> None:
    if target.is_dir():
        raise Refused(f"{target} is a folder; name a file in it")
    if os.path.lexists(target) and not force:
        raise Refused(f"{target} is there already; name another file, or replace it with --force")
    _spare_records(target, record)
    _look_at_parent(target)


def _spare_records(target: Path, record: Path) -> None:
    """Refuses to replace the data file in hand, what SQLite keeps beside it, another data file or a backup.

    The one in hand is known by its place: opened and closed once more, it would lose the locks of this process.
    """
    beside = {record.absolute().with_name(f"{record.name}-{it}") for it in ("journal", "wal", "shm")}
    is_one = target.absolute() in beside
    with contextlib.suppress(OSError):  # one of the two is not there
        is_one = is_one or target.samefile(record)
    if not is_one and target.is_file():
        with target.open("rb") as file:
            is_one = file.read(16).startswith(_RECORDS)
    if is_one:
        raise Refused(f"{target} holds a record of meetings and is not replaced; name another file")


def _link(made: Path, target: Path) -> None:
    """Puts a file in a place that must be free: somebody may have taken it meanwhile."""
    try:
        os.link(made, target)
    except FileExistsError as error:
        raise Refused(f"{target} is there already; name another file, or replace it with --force") from error
    except OSError:
        # USB sticks and some network folders know no links.
        made.rename(target)


def _look_at_parent(target: Path) -> None:
    if not target.parent.is_dir():
        raise FileTrouble(f"the folder {target.parent} does not exist; make it first")


def _move_folder(made: Path, target: Path) -> None:
    made.rename(target)
    try:
        _sync(target.parent)
    except BaseException:
        target.rename(made)
        raise


def _move_files(made: Path, target: Path, record: Path) -> None:
    """Moves all files, in the order of their names, into a folder that is there; all of them or none.

    The files they replace wait in a folder aside until the last one is in its place.
    """
    aside = folder_for_replaced(target)
    moved: list[str] = []
    replaced: list[str] = []
    try:
        for name in sorted(os.listdir(made)):
            if (target / name).is_dir():
                raise Refused(f"{target / name} is a folder and stands where a file is to be; move it away")
            _spare_records(target / name, record)
            if os.path.lexists(target / name):
                os.rename(target / name, aside / name)
                replaced.append(name)
            os.rename(made / name, target / name)
            moved.append(name)
        _sync(target)
    except BaseException:
        for name in moved:
            os.replace(target / name, made / name)
        for name in replaced:
            os.rename(aside / name, target / name)
        aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Brings the names in a folder to the disk."""
    with contextlib.suppress(PermissionError):  # a folder that may be written to but not listed, and Windows
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _trouble(error, target) from error


def _trouble(error: OSError, target: Path) -> FacilitatorError:
    if error.errno in _FULL:
        return DiskTrouble(f"the disk is full, nothing was written to {target}; make room and try again")
    if error.errno in _NO_RIGHTS:
        return DiskTrouble(f"{target} cannot be written; check the rights of its folder, or name another place")
    if error.errno == errno.EIO:
        return DiskTrouble(f"the disk refused to write {target}; check the disk, or name another place")
    return DiskTrouble(f"{target} cannot be written ({error.strerror or error}); name another place")
