"""Looks whether the file still holds a name: in every cell, and in its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from facilitator.db import words
from facilitator.frozen import frozen

if TYPE_CHECKING:
    from facilitator.db.store import Store

SHORTEST_IN_BYTES = 4
"""Fewer bytes stand by chance somewhere in a large file; of such a word only the cells are looked through."""


@frozen
class Traces:
    """What was still found: columns (`export_log.path`) with how many cells, and words whose bytes stand elsewhere.

    `too_short` are words that were looked for in the cells alone; `are_bytes_read` is False where the database driver
    cannot give the bytes.
    """

    cells: tuple[tuple[str, int], ...]
    bytes: tuple[str, ...]
    too_short: tuple[str, ...]
    are_bytes_read: bool


def look_for(store: Store, holds: Callable[[str], bool], spellings: Sequence[str]) -> Traces:
    """Looks for a name in every cell of every table, then for its spellings in the bytes of the file.

    A word that stands inside others (`Ann` in `Annual`) is in the bytes for them, too: there its occurrences are
    counted and compared with those in the cells.
    """
    needles = {word: _in_bytes(word) for word in spellings if len(word.encode()) >= SHORTEST_IN_BYTES}
    in_cells: dict[str, int] = {}
    explained_by = dict.fromkeys(needles, 0)
    for table, columns in words.all_text(store).items():
        copies = _copies(store, table)
        for row in words.rows(store, table, columns):
            # The cells of a row stand side by side in the file: `open` and `Arrive` hold `penA`.
            side_by_side = "".join(filter(None, row.words)).encode()
            for word, needle in needles.items():
                explained_by[word] += len(needle.findall(side_by_side))
                for column, text in zip(columns, row.words, strict=True):
                    if text and column in copies:
                        explained_by[word] += len(needle.findall(text.encode())) * copies[column]
            if holds("\n".join(filter(None, row.words))):
                for column, text in zip(columns, row.words, strict=True):
                    if text and holds(text):
                        in_cells[f"{table}.{column}"] = in_cells.get(f"{table}.{column}", 0) + 1
    for (sql,) in store.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"):
        for word, needle in needles.items():
            explained_by[word] += len(needle.findall(sql.encode()))
    content = store.content()
    left = [
        word
        for word, needle in needles.items()
        if content is not None and len(needle.findall(content)) > explained_by[word]
    ]
    return Traces(
        tuple(sorted(in_cells.items())),
        tuple(left),
        tuple(word for word in spellings if word not in needles),
        content is not None,
    )


def _in_bytes(word: str) -> re.Pattern[bytes]:
    """The word as it is, in capitals and in small letters."""
    forms = {word, word.lower(), word.upper(), word.title()}
    return re.compile(b"|".join(sorted((re.escape(form.encode()) for form in forms), reverse=True)))


def _copies(store: Store, table: str) -> dict[str, int]:
    """In how many indexes a column's text stands once more."""
    found: dict[str, int] = {}
    for (column,) in store.rows(
        "SELECT i.name FROM pragma_index_list(?) l, pragma_index_info(l.name) i WHERE i.name IS NOT NULL", table
    ):
        found[column] = found.get(column, 0) + 1
    return found
