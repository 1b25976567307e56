"""Rows of the data file as rows of cells, at one level of names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any

from facilitator.exports import cells, small
from facilitator.exports.columns import Column, Table
from facilitator.exports.names import Naming, Shown

Row = list[Any]
Source = tuple[tuple[str, ...], Iterable[tuple[Any, ...]]]
"""The names of the columns read, and the rows. Whose a record is stands in four columns with one prefix."""
Notice = Callable[[int, str], None]
"""Told the row (as a spreadsheet numbers it, the header is row 1) and a word in it that may be a name."""
_Convert = Callable[[Any], Any]
_Show = Callable[[Shown], str]

_PARTY = 4
"""How many columns say whose a record is."""
_REMEMBERED = 65_536


class Rows:
    """Makes the cells of one file after another."""

    def __init__(self, naming: Naming, heads: Mapping[tuple[str, str], int], least: int, *, exact: bool) -> None:
        """`heads` says how many of a group were at a meeting; counts under `least` stay hidden at `anonymous`."""
        self._naming = naming
        self._heads = heads
        self._least = least
        self._text = cells.exact_text if exact else cells.text
        self._words = self._text if naming.level == "full" else self._redacted
        self._met: list[str] = []

    def of(self, table: Table, source: Source, notice: Notice) -> Iterator[Row]:
        """The rows of a file; none at a level at which the file has its header only."""
        if self._naming.level not in table.levels:
            return
        columns, raw = source
        if table.name == "measures" and self._naming.level != "full":
            raw = small.figures(raw, self._heads, self._naming.level, self._least)
        rows = self._kept(table, self._cells(table, columns, raw))
        for number, row in enumerate(rows, start=2):
            yield row
            if self._met:
                for word in dict.fromkeys(self._met):
                    notice(number, word)
                self._met.clear()

    def _kept(self, table: Table, rows: Iterator[Row]) -> Iterable[Row]:
        """What unnamed people and small numbers leave of the rows."""
        match table.name, self._naming.level:
            case "turns", "consented" | "roles":
                return small.merged(rows, count=4)
            case "turns", "anonymous":
                return small.hidden(small.merged(rows, count=4), 4, (0, 1), self._least)
            case "attendance", "anonymous":
                return small.hidden(small.by_group(rows), 7, (0,), self._least)
            case "ratings", "anonymous":
                return small.hidden(rows, 5, (0, 1, 2), self._least)
            case "ratings", "chatham":
                return (row for row in rows if not row[3])
        return rows

    def _cells(self, table: Table, columns: tuple[str, ...], raw: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
        """The cells of each row: values as they come, then those that are converted, then those that show a party."""
        take = itemgetter(*(0 if column.whose else columns.index(column.name) for column in table.columns))
        converted = [
            (place, convert)
            for place, column in enumerate(table.columns)
            if not column.whose and (convert := self._converter(column))
        ]
        shown = [
            (place, columns.index(f"{whose}_person_id"), self._shower(column))
            for place, column in enumerate(table.columns)
            if (whose := column.whose or column.if_named)
        ]
        for values in raw:
            row = list(take(values))
            for place, convert in converted:
                row[place] = convert(row[place])
            for place, first, show in shown:
                row[place] = show(values[first : first + _PARTY], row[place])
            yield row

    def _shower(self, column: Column) -> Callable[[tuple[Any, ...], Any], Any]:
        """What makes a cell of the four columns of a party and of the cell's own value."""
        party, text, part = self._naming.party, self._text, column.part
        if column.if_named:
            return lambda who, value: value if party(*who).is_named else ""
        if part == "speaker" and self._naming.level == "chatham":
            return lambda *_: ""
        get: _Show = attrgetter({"speaker": "name", "doer": "name", "person": "name"}.get(part, part))

        @lru_cache(_REMEMBERED)
        def cell(who: tuple[Any, ...]) -> str:
            shown = party(*who)
            return text(get(shown)) if part != "person" or shown.is_person else ""

        return lambda who, _: cell(who)

    def _converter(self, column: Column) -> _Convert | None:
        """What makes a cell of a value; None where the value is a cell already."""
        naming, text = self._naming, self._text
        match column:
            case Column(name="facilitator"):
                return lambda value: text(naming.facilitator(value))
            case Column(name="by"):
                return lambda value: text(naming.answerer(value))
            case Column(name="group", to="groups.key"):
                return lambda value: text(naming.group(value)) if value else ""
            case Column(kind="number"):
                return cells.number
            case Column(kind="boolean"):
                return cells.boolean
            case Column(kind="key"):
                return text
            case Column(kind="words"):
                return self._words
            case Column(kind="texts"):
                return lambda value: text(cells.several(map(self._plain, json.loads(value))))
            case Column(kind="keys"):
                return lambda value: text(cells.several(value.split())) if value else ""
            case Column(kind="groups"):
                return lambda value: text(cells.several(filter(None, map(naming.group, value.split()))))
            case Column(kind="parties", part="speaker") if naming.level == "chatham":
                return lambda _: ""
            case Column(kind="parties"):
                return lambda value: text(cells.several(naming.party(*who).name for who in json.loads(value)))
            case Column(kind="counts"):
                return self._tally
        return None

    def _redacted(self, value: str | None) -> str:
        return self._text(self._plain(value)) if value else ""

    def _plain(self, value: str) -> str:
        words, may_be_names = self._naming.text(value)
        self._met += may_be_names
        return words

    def _tally(self, value: str) -> str:
        counts = value.split()
        is_small = self._naming.level == "anonymous" and any(0 < int(count) < self._least for count in counts)
        return "" if is_small else cells.several(counts)
