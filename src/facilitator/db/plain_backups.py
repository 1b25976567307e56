"""Backups from before a data file was encrypted: anybody can read them until an encrypted one takes their place."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from facilitator.beside import sweep
from facilitator.db import safe_copy
from facilitator.db.backup import Backups, is_intact, manifest_of, stamped_at
from facilitator.db.connection import is_encrypted
from facilitator.db.wipe import overwrite
from facilitator.errors import BackupFailed
from facilitator.frozen import frozen
from facilitator.model.backups import Backup


@frozen
class Replaced:
    """What was done: the encrypted backup, the plain ones that are `gone`, and those that could not be removed."""

    made: Backup
    gone: tuple[Path, ...]
    left: tuple[Path, ...]


def plain_backups(folder: Path) -> list[Path]:
    """The backups in a folder of ours that are not encrypted, half-made ones too; files of strangers aside."""
    with contextlib.suppress(OSError):
        return [
            folder / name
            for name in sorted(os.listdir(folder))
            if name.endswith(".db") and stamped_at(name) and not is_encrypted(folder / name)
        ]
    return []


def replace(backups: Backups, key: str) -> Replaced:
    """Makes an encrypted backup, verifies it as it stands on the disk, and only then removes the plain ones.

    `key` is the raw key of the encrypted data file. Raises BackupFailed or DamagedFile; then the plain ones are there.
    """
    sweep(backups.folder)
    made = backups.make("asked", anyway=True)
    assert made is not None
    try:
        is_sound = is_encrypted(made.path) and is_intact(made)
        is_sound = is_sound and safe_copy.verify(made.path, key).counts == made.counts
    except safe_copy.NotSound:
        is_sound = False
    if not is_sound:
        raise BackupFailed(
            f"{made.path} is not what was written; check the disk", "the disk does not keep what it is given"
        )
    gone, left = [], []
    for path in plain_backups(backups.folder):
        try:
            _remove(path)
            gone.append(path)
        except OSError:
            left.append(path)
    safe_copy.sync_folder(backups.folder)
    return Replaced(made, tuple(gone), tuple(left))


def _remove(path: Path) -> None:
    """The bytes first, unless the file has another name under which somebody wants to keep it."""
    if path.lstat().st_nlink == 1 and not path.is_symlink():
        with path.open("r+b", buffering=0) as file:
            overwrite(file)
    path.unlink()
    manifest_of(path).unlink(missing_ok=True)
