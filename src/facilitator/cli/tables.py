"""Rows as an aligned plain table, as CSV, or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple
from unicodedata import category, east_asian_width

from facilitator.model.text import one_line

Value = str | bool | int | float | date | datetime | tuple[str, ...] | None
"""What a field of a record can be; a moment is a datetime."""

Record = Mapping[str, Value]

_NARROWEST = 20
"""Columns that a cut text keeps at least."""


class Heading(NamedTuple):
    """A column of a table: numbers stand `right`; the `flexible` one is cut where the terminal is too narrow."""

    name: str
    right: bool = False
    flexible: bool = False


def table(headings: Sequence[Heading], rows: Sequence[Sequence[str]]) -> str:
    """The rows under their headings, aligned, two blanks between columns.

    On a terminal a flexible column is cut to its width; in a file or a pipe nothing is.
    """
    cells = [[heading.name for heading in headings], *([one_line(cell) for cell in row] for row in rows)]
    widths = [max(width(row[place]) for row in cells) for place in range(len(headings))]
    _narrow(widths, headings)
    lines = (
        "  ".join(
            _filled(cell, wide, heading.right) for cell, wide, heading in zip(row, widths, headings, strict=True)
        ).rstrip()
        for row in cells
    )
    return "".join(f"{line}\n" for line in lines)


def csv_text(columns: Sequence[str], records: Sequence[Record]) -> str:
    """The records as CSV (RFC 4180, LF), text that a spreadsheet would run as a formula guarded by an apostrophe."""
    from facilitator.exports.cells import lines

    return lines([[column, *(_csv_cell(record[column]) for record in records)] for column in columns], "\n")


def json_text(records: Sequence[Record]) -> str:
    """The records as a JSON array: moments in UTC and days as ISO text, several values as arrays, none as null."""
    import json

    plain = [{key: _json_value(value) for key, value in record.items()} for record in records]
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def width(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(letter) in ("Mn", "Me", "Cf") else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )


def _narrow(widths: list[int], headings: Sequence[Heading]) -> None:
    """Takes what is too wide for the terminal from the flexible column."""
    if sys.stdout is None or not sys.stdout.isatty():
        return
    try:
        room = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        return
    over = sum(widths) + 2 * (len(widths) - 1) - room
    for place, heading in enumerate(headings):
        if heading.flexible and over > 0 and room:
            widths[place] = min(widths[place], max(_NARROWEST, widths[place] - over))


def _filled(cell: str, wide: int, right: bool) -> str:
    """The cell in exactly `wide` columns, cut with an ellipsis where it is longer."""
    if width(cell) > wide:
        while width(cell) >= wide:
            cell = cell[:-1]
        cell += "…"
    blanks = " " * (wide - width(cell))
    return blanks + cell if right else cell + blanks


def _csv_cell(value: Value) -> str:
    from facilitator.exports import cells

    match value:
        case None | bool():
            return cells.boolean(value)
        case int() | float():
            return cells.number(value)
        case tuple():
            return cells.text(cells.several(value))
        case date():
            return _iso(value)
        case str():
            return cells.text(value)


def _json_value(value: Value) -> object:
    if isinstance(value, date):
        return _iso(value)
    return list(value) if isinstance(value, tuple) else value


def _iso(value: date) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value.isoformat()
