"""The backups of one data file: a folder of verified copies, each with a manifest beside it.

The manifests are the truth: what has none is no backup. The folder is never that of the data file.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from facilitator import paths
from facilitator.beside import made_in
from facilitator.clock import Clock, local, spoken
from facilitator.db import safe_copy
from facilitator.db.driver import errors, sqlite3
from facilitator.errors import BackupFailed, DamagedFile, FacilitatorError, FileBusy, FileTrouble
from facilitator.frozen import frozen
from facilitator.model.backups import REASONS, Backup, superfluous

MANIFEST = ".json"
_STALE = timedelta(hours=1)
"""A half-made copy older than this belongs to a program that was killed."""
_ATTEMPT = "last-attempt"
_ATTEMPT_BYTES = 512
"""The note about the last attempt always has this size, so that it can be written where the disk is full."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_RIGHTS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST})


@frozen
class Failure:
    """The last attempt to make a backup failed: when, and why in a few words."""

    at: datetime
    why: str


class Backups:
    """The backups of the data file at `data_file`. An encrypted file needs its raw `key`, which they share."""

    def __init__(self, data_file: Path, clock: Clock, key: str | None = None) -> None:
        self.data_file = data_file
        self._key = key
        self.folder = paths.backups_folder(data_file)
        self._clock = clock

    # Looking

    def all(self) -> list[Backup]:
        """Those whose manifest can be read and whose copy is there in its size, the one made last first."""
        found = []
        for copy in self._copies():
            backup = read_manifest(copy)
            with contextlib.suppress(OSError):
                if backup is not None and backup.path.stat().st_size == backup.size:
                    found.append(backup)
        return sorted(found, key=lambda it: (it.number, it.made_at), reverse=True)

    def newest_good(self) -> Backup | None:
        """The one made last whose bytes are still those that were verified."""
        return next((it for it in self.all() if is_intact(it)), None)

    def damaged(self) -> list[Path]:
        """The copies that are there and not what they were when they were verified."""
        good = {it.path for it in self.all() if is_intact(it)}
        return sorted({it for it in self._copies() if it.exists()} - good)

    def is_blank(self) -> bool:
        """Nothing of the record was ever written to the data file."""
        try:
            with safe_copy.reading(self.data_file, self._key) as conn:
                return not safe_copy.written(conn)
        except troubles():
            return False

    def failure(self) -> Failure | None:
        """What the last attempt failed of; None when it succeeded or there was none."""
        try:
            noted = json.loads((self.folder / _ATTEMPT).read_bytes())
            return Failure(datetime.fromisoformat(noted["at"]), str(noted["failed"])) if noted["failed"] else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _copies(self) -> list[Path]:
        """The copies that have a manifest."""
        with contextlib.suppress(OSError):
            return [manifest.with_suffix("") for manifest in sorted(self.folder.glob(f"*.db{MANIFEST}"))]
        return []

    # Making

    def make(self, reason: str, conn: sqlite3.Connection | None = None, *, anyway: bool = False) -> Backup | None:
        """Makes a verified copy and thins out the older ones; `conn` reads the data file, else one of its own does.

        When nothing of the record was written since the newest good one, that one is returned, and None when nothing
        was ever written; but `anyway` makes one, and so does an upgrade, which knows no marks of older formats.

        Raises:
            BackupFailed: it cannot be written; nothing is left of it, and the failure is noted for `failure`.
            DamagedFile: the data file itself is damaged.
        """
        with contextlib.ExitStack() as stack, self._explained():
            if conn is None:
                conn = stack.enter_context(safe_copy.reading(self.data_file, self._key))
            known = self.all()
            written = safe_copy.written(conn)
            if anyway or reason == "migration":
                is_due = True
            elif not written:
                return None
            else:
                is_due = not known or known[0].written != written or not is_intact(known[0])
            made = self._made(reason, conn, known) if is_due else known[0]
            if is_due:
                self._thin_out([made, *known])
            self._note("")
            return made

    def _made(self, reason: str, conn: sqlite3.Connection, known: list[Backup]) -> Backup:
        self._ready_folder()
        at = self._clock.now()
        while (place := self.folder / f"{_stamp(at)}-{reason}.db").exists():
            at += timedelta(milliseconds=1)
        with made_in(self.folder) as part:
            made = _copied(conn, self._key, part, place, known[0].number + 1 if known else 1, at, reason)
            _put(part, made, self.data_file)
        return made

    def _ready_folder(self) -> None:
        top = self.folder.parent.parent
        top.parent.mkdir(parents=True, exist_ok=True)
        for folder in (top, self.folder.parent, self.folder):
            folder.mkdir(mode=0o700, exist_ok=True)
        note = self.folder / "data-file.txt"
        if not note.exists():
            _write(note, f"{self.data_file.resolve()}\n".encode("utf-8", "surrogateescape"))

    def _thin_out(self, newest_first: list[Backup]) -> None:
        """Removes what need not be kept, and what killed programs left half-made."""
        zone = self._clock.zone_name()
        now = self._clock.now()
        days = [local(it.made_at, zone).date() for it in newest_first]
        for place in superfluous(days, local(now, zone).date()):
            _remove(newest_first[place].path)
        for path in self.folder.iterdir():
            made_at = stamped_at(path.name)
            is_left_over = path.suffix == ".db" and not manifest_of(path).exists()
            if made_at and is_left_over and abs(now - made_at) > _STALE:
                _remove(path)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Notes a failure and says it in words, with the moment of the last good backup."""
        try:
            yield
        except troubles() as error:
            why = why_failed(error, self.data_file)
            self._note(why)
            good = self.newest_good()
            last = (
                f"the last good one is of {spoken(good.made_at, self._clock)}" if good else "there is none from before"
            )
            if why == DAMAGED:
                raise DamagedFile(
                    f"{self.data_file} is damaged, so no backup of it was made ({error}); {last}"
                ) from error
            raise BackupFailed(
                f"no backup could be made in {self.folder}: {why}; {last}; mend that, then run: facilitator backup",
                why,
            ) from error

    def _note(self, why: str) -> None:
        """Writes down how the last attempt ended, as far as the disk lets it."""
        text = json.dumps({"at": self._clock.now().isoformat(), "failed": why}).encode()
        with contextlib.suppress(OSError):
            handle = os.open(self.folder / _ATTEMPT, os.O_WRONLY | os.O_CREAT, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(text[:_ATTEMPT_BYTES].ljust(_ATTEMPT_BYTES))


def copy_to(data_file: Path, place: Path, clock: Clock, key: str | None = None, *, force: bool = False) -> Backup:
    """Makes a verified copy at `place` with its manifest beside it; with `force` it replaces the file there.

    Raises BackupFailed or DamagedFile.
    """
    _refuse_place(data_file, place, force)
    try:
        with safe_copy.reading(data_file, key) as conn, made_in(place.parent) as part:
            made = _copied(conn, key, part, place, 1, clock.now(), "asked")
            _put(part, made, data_file)
        return made
    except troubles() as error:
        why = why_failed(error, data_file)
        if why == DAMAGED:
            raise DamagedFile(f"{data_file} is damaged, so no backup of it was made ({error})") from error
        raise BackupFailed(f"no backup could be made at {place}: {why}", why) from error


def _refuse_place(data_file: Path, place: Path, force: bool) -> None:
    if not place.parent.is_dir():
        raise FileTrouble(f"the folder {place.parent} does not exist; make it first")
    for path in (place, manifest_of(place)):
        if os.path.lexists(path) and not path.is_file():
            raise FileTrouble(f"{path} is no file that can be replaced; name another")
        if os.path.lexists(path) and not force:
            raise FileTrouble(f"{path} is there already; name another file, or replace it with --force")
    if place.exists() and place.samefile(data_file):
        raise FileTrouble(f"{place} is the data file itself; name another file")


def manifest_of(copy: Path) -> Path:
    """Where the manifest of a copy stands."""
    return copy.with_name(copy.name + MANIFEST)


def read_manifest(copy: Path) -> Backup | None:
    """What the manifest beside a copy says of it; None when there is none that can be read."""
    try:
        said: dict[str, Any] = json.loads(manifest_of(copy).read_bytes())
        return Backup(
            path=copy,
            number=int(said["number"]),
            made_at=datetime.fromisoformat(said["made_at"]).astimezone(UTC),
            reason=said["reason"] if said["reason"] in REASONS else "asked",
            size=int(said["bytes"]),
            sha256=str(said["sha256"]),
            format=int(said["format"]),
            written=str(said["written"]),
            counts=tuple(sorted((str(name), int(count)) for name, count in said["rows"].items())),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_intact(backup: Backup) -> bool:
    """Whether the copy's bytes are those that were verified when it was made."""
    try:
        return safe_copy.sha256(backup.path) == backup.sha256
    except FacilitatorError:
        return False


def _copied(
    conn: sqlite3.Connection, key: str | None, part: Path, place: Path, number: int, at: datetime, reason: str
) -> Backup:
    found = safe_copy.copy(conn, part, key)
    size, sha256 = part.stat().st_size, safe_copy.sha256(part)
    return Backup(place, number, at, reason, size, sha256, found.format, found.written, found.counts)


def _put(part: Path, made: Backup, data_file: Path) -> None:
    """Moves a copy to its place, then its manifest: only with both it is a backup."""
    said = {
        "data_file": str(data_file.resolve()),
        "number": made.number,
        "made_at": made.made_at.isoformat(),
        "reason": made.reason,
        "bytes": made.size,
        "sha256": made.sha256,
        "format": made.format,
        "written": made.written,
        "rows": dict(made.counts),
    }
    place = manifest_of(made.path)
    with made_in(part.parent) as manifest:
        _write(manifest, json.dumps(said, indent=1, ensure_ascii=True).encode())
        place.unlink(missing_ok=True)
        part.replace(made.path)
        manifest.replace(place)
    safe_copy.sync_folder(place.parent)


def _write(place: Path, data: bytes) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _remove(copy: Path) -> None:
    """The manifest last: a copy without one would be taken for half-made only after a while."""
    with contextlib.suppress(OSError):
        copy.unlink(missing_ok=True)
        manifest_of(copy).unlink(missing_ok=True)


_STAMPED = re.compile(r"(\d{8}T\d{6}\.\d{3})Z-")


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}.{at.microsecond // 1000:03d}Z"


def stamped_at(name: str) -> datetime | None:
    """When a backup was made, by the name of its file; None where that is none of ours."""
    found = _STAMPED.match(name)
    return datetime.strptime(found[1] + "000+0000", "%Y%m%dT%H%M%S.%f%z") if found else None


def troubles() -> tuple[type[Exception], ...]:
    """What making a copy can raise, for `except troubles() as error`; `why_failed` puts it in words."""
    return (OSError, safe_copy.NotSound, FileBusy, *errors())


DAMAGED = "the data file is damaged"


def why_failed(error: Exception, data_file: Path) -> str:
    """In a few words; the caller says which file and what to do."""
    if isinstance(error, OSError):
        if error.errno in _FULL:
            return "the disk is full"
        if error.errno in _NO_RIGHTS:
            return "its folder cannot be written"
        return (error.strerror or str(error)).lower()
    if isinstance(error, safe_copy.NotSound):
        return DAMAGED
    code = getattr(error, "sqlite_errorcode", 0)
    if isinstance(error, FileBusy) or code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "the file is in use by another program"
    if code & 0xFF == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_WRITE:
        return "the disk is full"
    if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return DAMAGED
    if code & 0xFF == sqlite3.SQLITE_CANTOPEN:
        return f"{data_file} cannot be opened"
    return f"the disk refused it ({error})"
