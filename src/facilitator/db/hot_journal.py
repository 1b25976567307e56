"""Whose the journal beside a data file is.

What a killed program leaves behind is a journal that SQLite plays back when the file is opened again. It goes by the
name alone: where the file was replaced since (by a copy from before, say), the wrong one would get it. Both carry
SQLite's change counter, which tells. Layout: https://www.sqlite.org/fileformat.html#the_rollback_journal
"""

from __future__ import annotations

from pathlib import Path

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER = 28
_COUNTER = slice(24, 28)
"""Where page 1 keeps the change counter."""


def is_of_another_file(path: Path) -> bool:
    """Whether a journal waits beside the data file that was not written for it.

    A program that writes at this moment has a journal too; one that is there, the same, before and after the file was
    looked at was there all the while.
    """
    journal = path.with_name(f"{path.name}-journal")
    before = _page_1(journal)
    if before is None:
        return False
    try:
        with path.open("rb") as file:
            now = file.read(100)
    except OSError:
        return False
    if _page_1(journal) != before:
        return False
    counted, written = (int.from_bytes(page[_COUNTER]) for page in (before, now))
    return written not in (counted, (counted + 1) & 0xFFFFFFFF)


def _page_1(journal: Path) -> bytes | None:
    """The head of the file's first page as it was before the interrupted write; None where nothing would be played."""
    try:
        with journal.open("rb") as file:
            header = file.read(_HEADER)
            if len(header) < _HEADER or header[:8] != _MAGIC:
                return None
            sector, record = (int.from_bytes(header[at : at + 4]) for at in (20, 24))
            record += 8  # its number before the page, a checksum after it
            at = 0
            while header[:8] == _MAGIC and sector:
                for number in range(int.from_bytes(header[8:12])):
                    file.seek(at + sector + number * record)
                    head = file.read(4 + 100)
                    if len(head) < 104:
                        return None
                    if int.from_bytes(head[:4]) == 1:
                        return head[4:]
                # A large write has several parts, each on a sector of its own.
                end = at + sector + int.from_bytes(header[8:12]) * record
                at = -(-end // sector) * sector
                file.seek(at)
                header = file.read(_HEADER)
    except OSError:
        return None
    return None
