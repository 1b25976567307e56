"""What may leave of a meeting or a partnership, read as records: the very rows of the CSV bundle, in memory.

Minutes, slips, briefs and calendars are all made from it, so that they say no more than the CSV files do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from facilitator.exports.columns import Level
from facilitator.exports.package import Notice
from facilitator.exports.rows import Rows, Source
from facilitator.exports.tables import TABLES
from facilitator.frozen import frozen

Record = Mapping[str, str]
"""The cells of one row, by the names of the bundle's columns; empty where there is nothing."""


@frozen
class Extract:
    """The record of one meeting or partnership at one level of names.

    `records` holds the files of the bundle by name. `history` has all readings of the goals in it, by goal and in
    order. `notices` name words that may be names.
    """

    level: Level
    records: Mapping[str, tuple[Record, ...]]
    history: Mapping[str, tuple[tuple[date, float], ...]]
    notices: tuple[Notice, ...]
    revisions: Mapping[str, tuple[int, datetime]]
    """How often each meeting and promise was changed, and when last."""
    private_lines: int
    """Lines in it that leave only with `full`."""

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
    for table in TABLES:
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


def several(cell: str) -> tuple[str, ...]:
    r"""The values in a cell that holds several: `library; Smith\; Sons`."""
    found, value, marks = [], "", iter(cell)
    for mark in marks:
        if mark == "\\":
            value += next(marks, "")
        elif mark == ";":
            found.append(value)
            value = ""
            next(marks, "")  # the blank behind it
        else:
            value += mark
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
