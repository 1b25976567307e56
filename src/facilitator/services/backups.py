"""Safety copies as acts of the user: made when due, shown, and put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.beside import sweep
from facilitator.clock import Clock, SystemClock, local, spoken, today
from facilitator.db.backup import Backups, copy_to, is_intact
from facilitator.db.connection import is_encrypted
from facilitator.errors import BackupFailed, DamagedFile, FileTrouble, NeedsPassphrase, NotFound, WrongPassphrase
from facilitator.frozen import frozen
from facilitator.model.backups import Backup, last_days
from facilitator.paths import conflict_copies, synced_by

if TYPE_CHECKING:
    from facilitator.db import Store
    from facilitator.db.passphrase import Passphrase

LATEST = "latest"


def before(store: Store, reason: str) -> Backup | None:
    """Makes sure that a good copy of the record as it stands exists; None where there is nothing to keep.

    `reason` is a key of `model.backups.REASONS`. For what cannot be taken back: whoever calls this stops when it fails.

    Raises:
        BackupFailed: it cannot be made; the sentence says why, and of when the last good one is.
        DamagedFile: the data file itself is damaged.
    """
    return None if store.is_thrown_away else Backups(store.path, store.clock, store.raw_key).make(reason)


def attempt(path: Path, clock: Clock, reason: str, key: str | None = None) -> str:
    """As `before`, for what goes on without it; may be called in another thread, an encrypted file's with `raw_key`.

    What killed programs have left beside the file goes first. Returns what to say: nothing, or a line with the reason
    and the moment of the last good one.
    """
    sweep(path.resolve().parent)
    try:
        Backups(path, clock, key).make(reason)
    except BackupFailed as error:
        return failed(path, clock, error.why)
    except DamagedFile:
        return failed(path, clock, "the file is damaged, see facilitator check")
    except FileTrouble as error:
        return str(error)
    return ""


def failed(path: Path, clock: Clock, why: str) -> str:
    """One calm line about a backup that could not be made."""
    good = Backups(path, clock).newest_good()
    since = f"since {spoken(good.made_at, clock)}" if good else "yet"
    return f"No backup {since}: {why}"


def about_the_place(path: Path, clock: Clock, key: str | None = None) -> str:
    """What is strange about where the data file is, one line; empty when nothing is."""
    backups = Backups(path, clock, key)
    if backups.is_blank() and (good := backups.newest_good()):
        at = spoken(good.made_at, clock)
        return f"This file is new; of the one that was here there is a backup of {at}: facilitator restore {LATEST}"
    said = []
    if service := synced_by(path):
        said.append(f"Kept in {service}, which may copy it in mid-write: better keep it outside")
    if count := len(conflict_copies(path)):
        files = "1 file" if count == 1 else f"{count} files"
        said.append(f"{files} beside it may hold other versions of it: facilitator check names them")
    return ". ".join(said)


def make(store: Store, place: Path | None = None, *, force: bool = False) -> Backup:
    """Makes one now, in the folder of backups or at `place`.

    Raises BackupFailed, DamagedFile, or FileTrouble where something stands at `place` and not `force`.
    """
    if place is not None:
        return copy_to(store.path, place, store.clock, store.raw_key, force=force)
    made = Backups(store.path, store.clock, store.raw_key).make("asked", anyway=True)
    assert made is not None
    return made


@frozen
class Listed:
    """A backup as a list shows it."""

    backup: Backup
    is_good: bool
    """Its bytes are those that were verified."""
    until: date
    """It is kept until then when backups go on being made."""


def listed(path: Path, clock: Clock | None = None) -> list[Listed]:
    """The backups of a data file, the one made last first."""
    clock = clock or SystemClock()
    found = Backups(path, clock).all()
    days = [local(it.made_at, clock.zone_name()).date() for it in found]
    return [Listed(it, is_intact(it), until) for it, until in zip(found, last_days(days, today(clock)), strict=True)]


def offer(path: Path, clock: Clock | None = None) -> str:
    """What to do where the data file cannot be used: names the newest good backup; nothing where there is none."""
    clock = clock or SystemClock()
    good = Backups(path, clock).newest_good()
    if good is None:
        return ""
    keeps = " and keeps this file beside it" if path.exists() else ""
    at = spoken(good.made_at, clock)
    return f"the newest good backup is of {at}: facilitator restore {LATEST} puts it in its place{keeps}"


def offer_on_screen(path: Path, clock: Clock) -> str:
    """As `offer` for a file that a screen has open, short enough for one row of it."""
    good = Backups(path, clock).newest_good()
    return f"File damaged; leave, then: facilitator restore {LATEST} ({spoken(good.made_at, clock)})" if good else ""


def erasing(store: Store) -> Callable[[], object]:
    """What an erasure does first: makes a backup, or raises."""
    return lambda: before(store, "erase")


def kept(store: Store) -> list[tuple[Path, date]]:
    """The backups of a store's file, and the day until which each is kept."""
    return [(it.backup.path, it.until) for it in listed(store.path, store.clock)]


@frozen
class Restored:
    """What was put back: `copy`, and where the file it replaced is `kept`. `remarks` are sentences for the user."""

    copy: Path
    kept: Path | None
    remarks: tuple[str, ...]


def restore(
    path: Path,
    what: str,
    clock: Clock | None = None,
    *,
    force: bool = False,
    passphrase_of: Callable[[Path], Passphrase | None] = lambda _: None,
) -> Restored:
    """Puts a backup in the place of the data file at `path` and keeps the replaced file beside it.

    `what` is `latest`, a file, or the name of a backup; `passphrase_of` knows what opens it when it is encrypted. The
    present state is backed up first where the file is sound and the same passphrase opens it; `force` goes on when that
    fails. No other part of this program may have the data file open.

    Raises:
        NotFound: there is no such backup.
        NeedsPassphrase, WrongPassphrase: the backup is encrypted.
        BackupFailed: the present state cannot be backed up.
        FileBusy, FileTrouble, DiskTrouble: nothing was changed.
    """
    from facilitator.db.restore import key_for
    from facilitator.db.restore import restore as put_back

    clock = clock or SystemClock()
    chosen, remarks = _chosen(Backups(path, clock), what)
    passphrase = passphrase_of(chosen)
    key, present_key = key_for(chosen, passphrase), None
    try:
        present_key = key_for(path, passphrase)
    except (NeedsPassphrase, WrongPassphrase):
        remarks.append(f"the file that was at {path} has another passphrase; it is kept as it is, and no backup")
    except FileTrouble:
        remarks.append(_DAMAGED.format(path=path))
    if key is None and is_encrypted(path):
        remarks.append(f"the backup is a plain file, so {path} is one now; lock it with: facilitator encrypt")
    backups = Backups(path, clock, present_key)

    def save_present() -> None:
        try:
            backups.make("restore")
        except DamagedFile:
            remarks.append(_DAMAGED.format(path=path))
        except BackupFailed as error:
            if not force:
                raise BackupFailed(f"nothing was restored: {error}; or add --force", error.why) from error
            remarks.append(str(error))

    kept = put_back(chosen, path, clock.now(), save_present, (key, present_key))
    return Restored(chosen, kept, tuple(remarks))


_DAMAGED = "the file that was at {path} is damaged; it is kept as it is, and no backup"


def _chosen(backups: Backups, what: str) -> tuple[Path, list[str]]:
    known = backups.all()
    if what == LATEST:
        remarks: list[str] = []
        for it in known:
            if is_intact(it):
                return it.path, remarks
            remarks.append(f"the backup {it.name} is damaged and was passed over")
        raise NotFound(f"there is no good backup of {backups.data_file} in {backups.folder}")
    named = Path(what).expanduser()
    if named.exists():
        return named, []
    for it in known:
        if what in (it.name, it.path.name):
            return it.path, []
    raise NotFound(f"there is no file and no backup called {what}; facilitator backup --list names them")
