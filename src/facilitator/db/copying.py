"""A copy of the whole record in a new file, made by the database from the open connection.

It needs no name that leads to the open file: a file that was deleted or replaced under the program is copied too.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from facilitator.db.connection import copy_target, explained, made_beside
from facilitator.db.guard import Guard
from facilitator.db.store import Store
from facilitator.db.values import cell
from facilitator.errors import FileTrouble

Drafts = Mapping[str, tuple[str, int]]
"""Half-typed words by their place, with the cursor."""


def copy_to(store: Store, path: Path, drafts: Drafts) -> None:
    """Writes the whole record to the new file `path`, with half-typed words; never over a file that is there.

    Raises FileTrouble, DamagedFile (the record itself is damaged, no copy is left) or DiskTrouble.
    """
    try:
        with made_beside(path) as made, explained(path):
            conn = copy_target(made, store.passphrase)
            try:
                conn.execute("PRAGMA synchronous = EXTRA")
                store.fill(conn)
                Guard(store.path).refuse_damaged(conn)
                for place, (text, cursor) in drafts.items():
                    conn.execute(
                        "INSERT OR REPLACE INTO draft (place, text, cursor, at) VALUES (?, ?, ?, ?)",
                        [place, text, cursor, cell(store.now())],
                    )
            finally:
                conn.close()
    except FileExistsError as error:
        raise FileTrouble(f"{path} is there already; name another file") from error
