"""A new data file that comes to its place with a record in it, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facilitator.db.connection import made_beside, make
from facilitator.db.safe_copy import sync_folder
from facilitator.db.store import Store, open_store
from facilitator.errors import FileTrouble


@contextmanager
def new_store(path: Path, *, origin: str = "cli") -> Iterator[Store]:
    """A store on a data file that is at `path` when the block ends, and nowhere when the block fails.

    A program that is killed in the block leaves nothing at `path` either. Raises FileTrouble when something stands
    there by then, DiskTrouble when it cannot be made.
    """
    try:
        with made_beside(path) as made:
            make(made, path)
            with open_store(made, origin=origin) as store:
                store.path = path  # which is what errors are to name
                yield store
    except FileExistsError as error:
        raise FileTrouble(f"{path} was made by another program meanwhile; name another file with --file") from error
    sync_folder(path.parent)
