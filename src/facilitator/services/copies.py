"""A copy of the record, for the moment when its file can no longer be trusted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from facilitator.clock import local
from facilitator.db import Store
from facilitator.db.copying import Drafts, copy_to
from facilitator.errors import DiskTrouble, FileTrouble


def save_copy(store: Store, place: str = "", drafts: Drafts | None = None) -> Path:
    """Writes the whole record and half-typed words into a new file, and returns where it is.

    Without a place it lies beside the data file, or in the home folder where that cannot be or the file is thrown away
    when it is closed; its name holds the moment.
    Raises FileTrouble when something stands there, DiskTrouble when it cannot be written, DamagedFile.
    """
    if place:
        path = Path(os.path.expanduser(place)).absolute()
        if not path.parent.is_dir():
            raise FileTrouble(f"the folder {path.parent} does not exist; make it first, or name another file")
        copy_to(store, path, drafts or {})
        return path
    trouble: DiskTrouble | None = None
    for path in _places(store):
        try:
            copy_to(store, path, drafts or {})
        except DiskTrouble as error:
            trouble = trouble or error
        else:
            return path
    assert trouble is not None
    raise trouble


def _places(store: Store) -> Iterator[Path]:
    name = f"{store.path.stem}-copy-{local(store.now(), store.clock.zone_name()):%Y-%m-%d-%H%M%S}.db"
    if not store.is_thrown_away:
        yield store.path.absolute().parent / name
    yield Path.home() / name
