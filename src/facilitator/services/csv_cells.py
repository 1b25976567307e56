"""What the cells of an imported row mean. Every mistake is Invalid with a reason that fits behind the line number."""

from __future__ import annotations

import re
from datetime import date
from math import isfinite

from facilitator.errors import Invalid
from facilitator.model.template import shown
from facilitator.services.csv_table import Row

_BOOLEANS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def boolean(row: Row, column: str) -> bool | None:
    """`yes no true false 1 0` in any case; None for an empty cell."""
    cell = row[column].lower()
    if cell and cell not in _BOOLEANS:
        raise Invalid(column, f"{column} is {shown(row[column])}, write yes or no")
    return _BOOLEANS.get(cell)


def number(row: Row, column: str) -> float | None:
    """A number with a decimal point and no thousands mark; None for an empty cell."""
    cell = row[column]
    if not cell:
        return None
    if not _NUMBER.fullmatch(cell) or not isfinite(float(cell)):
        raise Invalid(column, f"{column} {shown(cell)} is no number, write it like 84 or 84.5")
    return float(cell)


def day(row: Row, column: str) -> date | None:
    """A day as year, month, day: other orders mean different days to different people. None for an empty cell."""
    cell = row[column]
    found = _DAY.fullmatch(cell)
    if not cell:
        return None
    try:
        if found is None:
            raise ValueError(cell)
        return date(*map(int, found.groups()))
    except ValueError as mistake:
        raise Invalid(column, f"{column} {shown(cell)} is no day, write it like 2027-06-30") from mistake


def parts(cell: str) -> list[str]:
    """The values of a cell that holds several, separated by `;`; `\\;` and `\\\\` are meant as they are."""
    found, escaped = [""], False
    for letter in cell:
        if letter == ";" and not escaped:
            found.append("")
        elif letter == "\\" and not escaped:
            escaped = True
            continue
        else:
            found[-1] += letter if not escaped or letter in ";\\" else f"\\{letter}"
        escaped = False
    return [*found[:-1], found[-1] + "\\"] if escaped else found
