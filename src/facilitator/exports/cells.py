"""Values as the cells of a CSV file, one by one or a column at a time.

A bundle of a million rows is made in columns: most hold nothing that has to be cleaned, guarded or quoted, and one look
at a column tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from facilitator.model.formula import guarded, hold_formulas
from facilitator.model.text import are_clean, clean

_WHOLE_BELOW = 1e16
"""Every whole number under this is written with all its digits; `repr` writes larger ones with an exponent."""

_QUOTED = '",\r\n'
"""A cell with one of these stands in quotes."""
_BOOLEANS = {0: "false", 1: "true", None: ""}


def text(value: str | None) -> str:
    """Text that a spreadsheet shows and does not run."""
    return guarded(clean(value)) if value else ""


def exact_text(value: str | None) -> str:
    """Text as it was typed; like all text in the data file without what could drive a terminal."""
    return clean(value) if value else ""


def texts(values: Sequence[str | None]) -> Sequence[str]:
    """`text` of each."""
    if not any(values):
        return [""] * len(values)
    found = exact_texts(values)
    return [guarded(cell) for cell in found] if hold_formulas(found) else found


def exact_texts(values: Sequence[str | None]) -> Sequence[str]:
    """`exact_text` of each."""
    found = filled(values)
    return found if are_clean(found) else [clean(value) for value in found]


def filled(values: Sequence[str | None]) -> Sequence[str]:
    """Each, with empty text in place of None."""
    return cast("Sequence[str]", values) if all(values) else [value or "" for value in values]


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


def lines(columns: Sequence[Sequence[str]], end: str) -> str:
    """Columns of equal length, two or more, as RFC 4180 records, each ended by `end`; nothing for no rows."""
    rows = end.join(map(",".join, zip(*map(_quoted, columns), strict=True)))
    return f"{rows}{end}" if rows else ""


def _quoted(column: Sequence[str]) -> Sequence[str]:
    together = "".join(column)
    if not any(mark in together for mark in _QUOTED):
        return column
    return [
        '"{}"'.format(cell.replace('"', '""')) if "," in cell or '"' in cell or "\n" in cell or "\r" in cell else cell
        for cell in column
    ]
