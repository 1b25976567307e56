"""What may leave of a meeting or a partnership, read as records: the very rows of the CSV bundle, in memory.

Minutes, slips, briefs and calendars are all made from it, so that they say no more than the CSV files do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from facilitator.exports.columns import Level, Table
from facilitator.exports.notices import Notice
from facilitator.exports.rows import Rows, Source
from facilitator.exports.tables import STORIES, TABLES
from facilitator.frozen import frozen
from facilitator.model.revisions import Gone, Revision

Record = Mapping[str, str]
"""The cells of one row, by the names of the bundle's columns; empty where there is nothing."""

THERE = frozenset({"present", "late", "left", "guest"})
"""Statuses of attendance of those who were at a meeting."""

_WHOSE = ("actions", "action_helpers", "questions", "parked", "appreciations", "stories")
"""Files whose rows are told apart by whose they are."""

Piece = Sequence[tuple[Any, ...]]
"""Some rows of the data file."""


@frozen
class Whose:
    """Whose a record is, by ids alone, whether or not they may be named; empty where it is nobody's."""

    person_id: str = ""
    organisation_id: str = ""


@frozen
class Held:
    """What of a record does not leave: lines that leave only with `full`, and people of it who are not named."""

    lines: int
    people: int


@frozen
class Extract:
    """The record of one meeting or partnership at one level of names.

    `records` holds the files of the bundle by name, and `stories` where they were asked for. `history` has all readings
    of the goals in it, by goal and in order. `notices` name words that may be names.
    """

    level: Level
    records: Mapping[str, tuple[Record, ...]]
    history: Mapping[str, tuple[tuple[date, float], ...]]
    notices: tuple[Notice, ...]
    revisions: Mapping[str, Revision]
    """How often each meeting and promise was changed, and when last; empty where it was not asked for."""
    gone: tuple[Gone, ...]
    """Meetings and promises that stood in a calendar which left, and are not in the record any more; as `revisions`."""
    private_lines: int
    """Lines in it that leave only with `full`."""
    whose: Mapping[tuple[str, str], tuple[Whose, ...]]
    """Whose a promise, a question, a parked topic or thanks are, by record id and prefix such as `owner`, `helper`.

    It sorts records onto papers for one person or partner and is never printed. Empty where only groups leave.
    """
    named: frozenset[str]
    """The ids of the people and organisations whose names leave."""
    held_back: Held

    def of(self, file: str, **cells: str) -> list[Record]:
        """The rows of a file whose cells are as given."""
        return [it for it in self.records[file] if all(it[name] == value for name, value in cells.items())]

    def label(self, group: str) -> str:
        """How one of a stakeholder group is called; the key itself where the file does not know it."""
        return self._group(group, "label")

    def plural(self, group: str) -> str:
        """How several of a stakeholder group are called."""
        return self._group(group, "plural")

    def _group(self, key: str, column: str) -> str:
        return next((it[column] for it in self.records["groups"] if it["key"] == key), key)


def records(rows: Rows, source: Mapping[str, Source]) -> tuple[dict[str, tuple[Record, ...]], tuple[Notice, ...]]:
    """Makes the records of the rows of the data file, by file, and names the words in them that may be names.

    `rows` knows whose names may leave.
    """
    notices: list[Notice] = []
    found: dict[str, tuple[Record, ...]] = {}
    for table in (*TABLES, STORIES):
        if table.name not in source:
            continue

        def notice(row: int, word: str, file: str = table.file) -> None:
            notices.append(Notice(file, row, word))

        names = [column.name for column in table.columns]
        pieces = rows.of(table, source[table.name], notice)
        found[table.name] = tuple(
            dict(zip(names, row, strict=True)) for columns in pieces for row in zip(*columns, strict=True)
        )
    return found, tuple(notices)


def noting_whose(source: Mapping[str, Source], whose: dict[tuple[str, str], tuple[Whose, ...]]) -> Mapping[str, Source]:
    """The same rows; while they are read, `whose` is filled with whose each of them is."""

    def noted(table: Table, columns: tuple[str, ...], pieces: Iterable[Piece]) -> Iterator[Piece]:
        own = columns.index("id" if "id" in columns else "action_id")
        places = {it.whose: columns.index(f"{it.whose}_person_id") for it in table.columns if it.whose}
        for piece in pieces:
            for row in piece:
                for prefix, first in places.items():
                    key = (row[own], prefix)
                    whose[key] = (*whose.get(key, ()), Whose(row[first] or "", row[first + 1] or ""))
            yield piece

    tables = {table.name: table for table in (*TABLES, STORIES) if table.name in _WHOSE}
    return {name: (rows[0], noted(tables[name], *rows)) if name in tables else rows for name, rows in source.items()}


def several(cell: str) -> tuple[str, ...]:
    r"""The values in a cell that holds several: `library; Smith\; Sons`."""
    found, value, marks, is_after = [], "", iter(cell), False
    for mark in marks:
        if mark == ";":
            found.append(value)
            value = ""
        elif not (mark == " " and is_after):
            value += next(marks, "") if mark == "\\" else mark
        is_after = mark == ";"
    return (*found, value) if cell else ()


def day_of(cell: str) -> date | None:
    """The date in a cell."""
    return date.fromisoformat(cell) if cell else None


def moment_of(cell: str) -> datetime | None:
    """The moment in a cell, UTC."""
    return datetime.fromisoformat(cell) if cell else None


def number_of(cell: str) -> float | None:
    """The number in a cell."""
    return float(cell) if cell else None
