"""What can still be read by anybody after the data file was encrypted."""

from __future__ import annotations

import os
import re
from pathlib import Path

from facilitator.db import Store
from facilitator.db.backup import Backups
from facilitator.db.plain_backups import plain_backups
from facilitator.db.restore import is_plain_record
from facilitator.model.places import is_conflict_copy


def readable_copies(store: Store) -> list[Path]:
    """The exports that left this file and still are where they were written, each once, the newest first."""
    places = dict.fromkeys(Path(path) for _, _, _, _, path in store.drafts.exports())
    return [place for place in places if place.exists()]


def readable_backups(store: Store) -> list[Path]:
    """The backups of this file that are not encrypted."""
    return plain_backups(Backups(store.path, store.clock).folder)


def readable_beside(path: Path) -> list[Path]:
    """Copies of the data file beside it: those that going back, “copy” or a sync service left there."""
    path = path.resolve()
    ours = re.compile(
        rf"{re.escape(path.stem)}(\.replaced-\d{{8}}T\d{{6}}(-\d+)?|-copy-[-\d]+)(\.db|{re.escape(path.suffix)})"
    )
    named = (
        path.with_name(it)
        for it in sorted(os.listdir(path.parent))
        if ours.fullmatch(it) or is_conflict_copy(it, path.stem, path.suffix)
    )
    return [it for it in named if it.is_file() and is_plain_record(it)]
