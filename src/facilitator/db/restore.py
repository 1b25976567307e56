"""Puts a copy in the place of the data file, whole or not at all, and keeps the file it replaces."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.beside import made_in
from facilitator.db import safe_copy
from facilitator.db.backup import DAMAGED, is_intact, manifest_of, read_manifest, troubles, why_failed
from facilitator.db.connection import BUSY_SECONDS, explained, is_encrypted
from facilitator.db.driver import errors, sqlite3
from facilitator.db.schema import APPLICATION_ID
from facilitator.errors import DiskTrouble, FileBusy, FileTrouble, NeedsPassphrase

if TYPE_CHECKING:
    from facilitator.db.passphrase import Passphrase

_HEAD = 100


def restore(
    copy: Path, data_file: Path, now: datetime, before: Callable[[], object], keys: tuple[str | None, str | None]
) -> Path | None:
    """Puts `copy` in the place of `data_file`; returns where the replaced file is kept, None where there was none.

    `keys` are the raw keys of the copy and of the present file, where these are encrypted.
    `before` is called once it is sure that nobody uses the present file, where that can be opened at all.

    Raises:
        FileTrouble: the copy is not sound, or not what its manifest says.
        FileBusy: another program uses the data file.
        FileTrouble, DiskTrouble: something cannot be read or written; the data file is as it was.
    """
    data_file = data_file.resolve()
    if data_file.is_dir():
        raise FileTrouble(f"{data_file} is a folder; name a file in it")
    if not copy.is_file():
        raise FileTrouble(f"there is no file at {copy}; facilitator backup --list names the backups")
    if data_file.exists() and copy.samefile(data_file):
        raise FileTrouble(f"{copy} is the data file itself; name a copy of it")
    if not data_file.parent.is_dir():
        raise FileTrouble(f"the folder {data_file.parent} does not exist; make it first")
    try:
        with _fresh(copy, keys[0], data_file) as fresh, _alone_with(data_file, keys[1], before):
            kept = _swap(fresh, data_file, now)
    except OSError as error:
        raise DiskTrouble(
            f"{data_file} was left as it is: the copy cannot be put there ({error.strerror or error});"
            " make room, or check the rights of the folder"
        ) from error
    return kept


@contextlib.contextmanager
def _fresh(copy: Path, key: str | None, data_file: Path) -> Iterator[Path]:
    """A verified copy of the copy, beside the place where it is to go."""
    manifest = manifest_of(copy)
    said = read_manifest(copy)
    if said is None and manifest.exists():
        raise FileTrouble(f"the manifest {manifest} cannot be read; nothing was changed: choose another backup")
    if said is not None and not is_intact(said):
        raise FileTrouble(
            f"{copy} is not what it was when it was verified (its hash differs from the one in {manifest});"
            " nothing was changed: choose another backup",
        )
    with made_in(data_file.parent) as fresh:
        try:
            with _reading_copy(copy, key) as source:
                found = safe_copy.copy(source, fresh, key)
        except troubles() as error:
            why = why_failed(error, copy)
            if why == DAMAGED:
                raise FileTrouble(f"{copy} is damaged ({error}); nothing was changed: choose another backup") from error
            raise DiskTrouble(f"{data_file} was left as it is: the copy cannot be put there ({why})") from error
        if said is not None and found.counts != said.counts:
            raise FileTrouble(f"{copy} has other rows than {manifest} says; nothing was changed: choose another")
        yield fresh


@contextlib.contextmanager
def _reading_copy(copy: Path, key: str | None) -> Iterator[sqlite3.Connection]:
    if copy.with_name(f"{copy.name}-journal").exists():
        raise FileTrouble(
            f"{copy} was not closed properly (its -journal is there); run once: facilitator check --file {copy}"
        )
    with safe_copy.reading(copy, key) as source:
        yield source


@contextlib.contextmanager
def _alone_with(data_file: Path, key: str | None, before: Callable[[], object]) -> Iterator[None]:
    """Keeps everybody else from the present file. One that cannot be opened is nobody's.

    Raises FileBusy when somebody uses it.
    """
    if key is None and not is_plain_record(data_file):
        yield
        return
    with safe_copy.reading(data_file, key, BUSY_SECONDS) as conn:
        try:
            conn.execute("BEGIN EXCLUSIVE")
            conn.execute("ROLLBACK")
            before()
            conn.execute("BEGIN EXCLUSIVE")
        except errors() as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise FileBusy(
                    f"{data_file} is in use by another program; leave it there, then restore again"
                ) from error
        yield


def is_plain_record(data_file: Path) -> bool:
    """Whether it is a data file of ours that is not encrypted, by its head.

    Never asked of a file that this process has open: that would drop SQLite's locks on it.
    """
    with contextlib.suppress(FileNotFoundError), data_file.open("rb") as file:
        head = file.read(_HEAD)
        return head[:16] == b"SQLite format 3\x00" and head[68:72] == APPLICATION_ID.to_bytes(4)
    return False


def _swap(fresh: Path, data_file: Path, now: datetime) -> Path | None:
    """At every moment there is a whole file in the place, the one before or the one after."""
    aside = _aside(data_file, now)
    # What an interrupted write left beside the old file stays with it, and is never played back into the new one.
    journal, journal_aside = (it.with_name(f"{it.name}-journal") for it in (data_file, aside))
    is_there = os.path.lexists(data_file)
    try:
        if is_there:
            _link(data_file, aside)
        if os.path.lexists(journal):
            journal.rename(journal_aside)
        fresh.replace(data_file)
        if is_there:
            aside.chmod(0o600)
    except OSError:
        if os.path.lexists(journal_aside):
            journal_aside.rename(journal)
        if os.path.lexists(aside):
            aside.replace(data_file)
        raise
    safe_copy.sync_folder(data_file.parent)
    return aside if is_there else None


def _aside(data_file: Path, now: datetime) -> Path:
    stem = f"{data_file.stem}.replaced-{now:%Y%m%dT%H%M%S}"
    numbers = ("", *(f"-{number}" for number in range(2, 1000)))
    return next(
        place
        for number in numbers
        if not os.path.lexists(place := data_file.with_name(f"{stem}{number}{data_file.suffix}"))
    )


def _link(data_file: Path, kept: Path) -> None:
    try:
        os.link(data_file, kept)
    except OSError:
        # USB sticks and some network folders know no links.
        data_file.rename(kept)


def key_for(path: Path, passphrase: Passphrase | None) -> str | None:
    """The raw key of a file that nobody here has open, tried on it; None for a plain file, or none.

    Raises NeedsPassphrase, WrongPassphrase, or FileTrouble where it is damaged.
    """
    if not is_encrypted(path):
        return None
    if passphrase is None:
        raise NeedsPassphrase(f"{path} is encrypted; facilitator restore asks for its passphrase")
    from facilitator.db.encryption import open_encrypted, raw_key

    with explained(path):
        open_encrypted(path, passphrase, BUSY_SECONDS).close()
    return raw_key(path, passphrase)
