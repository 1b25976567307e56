"""Whether the cells of a bundle are what their columns say, and what is wrong where they are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from facilitator.errors import Invalid
from facilitator.exports.cells import several as joined
from facilitator.exports.columns import Column
from facilitator.exports.extract import several
from facilitator.model.template import shown
from facilitator.model.text import are_clean, clean, one_line
from facilitator.services.unbundle.limits import LARGEST_COUNT, LARGEST_NUMBER, YEARS, range_of

SHOWN_PROBLEMS = 20
"""Bad cells that fit into one message; more of them have one cause."""

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
_SHAPES = str.maketrans("123456789abcdef", "0" * 15)
_ID_SHAPE = "00000000-0000-0000-0000-000000000000"
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_REMEMBERED = 10_000
_TEXTS = frozenset({"words", "key", "texts"})
_FREE = frozenset({"words", "key"})
_LISTS = frozenset({"keys", "groups", "counts", "texts", "parties"})
_SHORT_WORDS = frozenset({"key", "fixed_start", "name", "label"})
"""Texts of which not only the characters are looked at."""


class Problems:
    """What is wrong with a bundle, cell by cell."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._count = 0
        self.lost: set[str] = set()
        """Files with rows whose keys are not known: what refers to such a row is not wrong by itself."""

    def __bool__(self) -> bool:
        return self._count > 0

    def lose(self, file: str, row: int, column: str, reason: str) -> None:
        """Remembers a row whose key is not known, because it cannot be read or is wrong."""
        self.lost.add(file)
        self.add(file, row, column, reason)

    def add(self, file: str, row: int, column: str, reason: str) -> None:
        """Remembers one; `column` is empty where the whole row is wrong."""
        self._count += 1
        if len(self._found) < SHOWN_PROBLEMS:
            self._found.append(f"{file} row {row}{f', {column}' if column else ''}: {reason}")

    def refuse(self) -> None:
        """Raises Invalid (`file`) where there is any."""
        if self._count:
            more = f"; and {self._count - len(self._found)} more" if self._count > len(self._found) else ""
            raise Invalid(
                "file", f"nothing was imported: {'; '.join(self._found)}{more}. Put it right, or export again"
            )


def all_sound(column: Column) -> Callable[[Sequence[str]], bool]:
    """What tells whether all cells of the column are right: the same as `checker` of each, at one look."""
    check, good = checker(column), set[str]()
    if column.kind in _FREE and column.name not in _SHORT_WORDS:
        return lambda cells: (not column.required or all(cells)) and are_clean(cells)
    if column.name == "id":
        return lambda cells: _are_ids(cells) or not any(map(check, cells))

    def are_sound(cells: Sequence[str]) -> bool:
        new = set(cells).difference(good)
        if any(map(check, new)):
            return False
        if len(good) < _REMEMBERED:
            good.update(new)
        return True

    return are_sound


def checker(column: Column) -> Callable[[str], str]:
    """What tells the reason why a cell of the column is wrong; empty where it is right."""
    look = _look_at(column)

    def check(cell: str) -> str:
        if not cell:
            return "it is empty and must not be" if column.required else ""
        return look(cell)

    return check


def _look_at(column: Column) -> Callable[[str], str]:
    name = column.name
    if column.choices:
        return lambda cell: "" if cell in column.choices else f"{shown(cell)} is none of {' '.join(column.choices)}"
    match column.type:
        case "boolean":
            return lambda cell: "" if cell in ("true", "false") else f"{shown(cell)} is neither true nor false"
        case "integer":
            return _whole_in(*range_of(column))
        case "number":
            return _why_no_number
        case "date":
            return lambda cell: "" if _is_day(cell) else f"{shown(cell)} is no date like 2027-06-30"
        case "datetime":
            return _why_no_moment
    if column.kind == "counts":
        return lambda cell: "" if _are_counts(cell) else f"{shown(cell)} are no counts like 0; 0; 0; 4; 2; 1"
    if column.kind in _LISTS:
        return lambda cell: "" if _is_list(cell) else f"{shown(cell)} does not keep its values apart by “; ”"
    if name == "key":
        return lambda cell: "" if _is_word(cell) else f"{shown(cell)} is not one word"
    if name in ("name", "label"):
        return lambda cell: "" if one_line(cell) == cell else f"{shown(cell)} is not one line of text"
    if name == "fixed_start":
        return lambda cell: "" if _is_clock_time(cell) else f"{shown(cell)} is no time of day like 15:30"
    if column.kind == "id" or name.endswith(("_person_id", "_organisation_id")):
        return lambda cell: "" if _ID.fullmatch(cell) else f"{shown(cell)} is no id"
    return lambda cell: "" if clean(cell) == cell else f"{shown(cell)} holds characters that text cannot have"


def _are_ids(cells: Sequence[str]) -> bool:
    """Whether none is empty and all have the shape of an id: seen at one look."""
    return "\n".join(cells).translate(_SHAPES) == "\n".join([_ID_SHAPE] * len(cells))


def _is_day(cell: str) -> bool:
    try:
        return bool(_DAY.fullmatch(cell) and date.fromisoformat(cell))
    except ValueError:
        return False


def _is_list(cell: str) -> bool:
    return clean(cell) == cell and joined(several(cell)) == cell


def _are_counts(cell: str) -> bool:
    return _is_list(cell) and all(_WHOLE.fullmatch(it) and 0 <= int(it) <= LARGEST_COUNT for it in several(cell))


def _is_word(cell: str) -> bool:
    return clean(cell) == cell and cell.split() == [cell]


def _is_clock_time(cell: str) -> bool:
    try:
        return time.fromisoformat(cell).strftime("%H:%M") == cell
    except ValueError:
        return False


def _why_no_moment(cell: str) -> str:
    try:
        at = datetime.fromisoformat(cell) if _MOMENT.fullmatch(cell) else None
    except ValueError:
        at = None
    if at is None:
        return f"{shown(cell)} is no moment like 2027-06-30T14:00:00.000Z"
    return "" if at.year in YEARS else f"{shown(cell)} is too far away: look at the year"


def _whole_in(least: int, most: int) -> Callable[[str], str]:
    def why_not(cell: str) -> str:
        if not _WHOLE.fullmatch(cell):
            return f"{shown(cell)} is no whole number"
        return "" if least <= int(cell) <= most else f"{shown(cell)} is not from {least} to {most}"

    return why_not


def _why_no_number(cell: str) -> str:
    if not _NUMBER.fullmatch(cell):
        return f"{shown(cell)} is no number"
    return "" if abs(float(cell)) <= LARGEST_NUMBER else f"{shown(cell)} is too large a number"


def is_guarded(column: Column) -> bool:
    """Whether its cells have a guard against formulas, in a bundle that is not exact."""
    return column.kind in _TEXTS or bool(column.whose) or bool(column.if_named)
