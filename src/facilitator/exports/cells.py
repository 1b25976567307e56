"""Values as the cells of a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from facilitator.model.formula import guarded
from facilitator.model.text import clean

_WHOLE_BELOW = 1e16
"""Every whole number under this is written with all its digits; `repr` writes larger ones with an exponent."""

_BOOLEANS = {0: "false", 1: "true", None: ""}


def text(value: str | None) -> str:
    """Text that a spreadsheet shows and does not run."""
    return guarded(clean(value)) if value else ""


def exact_text(value: str | None) -> str:
    """Text as it was typed; like all text in the data file without what could drive a terminal."""
    return clean(value) if value else ""


def number(value: float | None) -> str:
    """A number that reads back as the same one: `84`, `0.5`, nothing for None."""
    if value is None:
        return ""
    if value != value or value in (float("inf"), float("-inf")):
        return {"inf": "INF", "-inf": "-INF"}.get(repr(float(value)), "NaN")
    if value == int(value) and abs(value) < _WHOLE_BELOW:
        return str(int(value))
    return repr(float(value))


def boolean(value: int | None) -> str:
    """`true`, `false`, or nothing where it is not known."""
    return _BOOLEANS[value]


def several(values: Iterable[str]) -> str:
    """Several values in one cell: `library; Smith\\; Sons`."""
    return "; ".join(value.replace("\\", "\\\\").replace(";", "\\;") for value in values)


def lines(rows: Sequence[Sequence[Any]], end: str) -> str:
    """Rows as RFC 4180 records, each ended by `end`."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=end).writerows(rows)
    return buffer.getvalue()
