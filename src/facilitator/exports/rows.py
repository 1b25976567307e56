"""Rows of the data file as the cells of a bundle, at one level of names.

Cells are made column by column in pieces of some thousand rows: what a piece does not need (cleaning, a guard, a name
taken out) is seen by one look at it, and who said something is worked out once for each person.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from facilitator.exports import cells, small
from facilitator.exports.columns import Column, Table
from facilitator.exports.names import Naming, Shown
from facilitator.frozen import frozen

Cells = list[Sequence[str]]
"""The columns of some rows."""
Source = tuple[tuple[str, ...], Iterable[Sequence[tuple[Any, ...]]]]
"""The names of the columns read, and the rows in pieces. Whose a record is stands in four columns with one prefix."""
Notice = Callable[[int, str], None]
"""Told the row (as a spreadsheet numbers it, the header is row 1) and a word in it that may be a name."""
_Values = Sequence[Any]
_Convert = Callable[[_Values], Sequence[Any]]
_Find = Callable[[Sequence[str]], Iterator[tuple[int, str, tuple[str, ...]]]]
_Who = tuple[Any, ...]
_Keep = Callable[[Iterable[list[Any]]], Iterable[Sequence[Any]]]

_PARTY = 4
"""How many columns say whose a record is."""
_REMEMBERED = 65_536


@frozen
class _Shown:
    """The cells at `places` that show a party, whose four columns begin at `first`."""

    first: int
    places: tuple[int, ...]
    show: Callable[[Sequence[_Who]], Sequence[Sequence[str]]]


class Rows:
    """Makes the cells of one file after another."""

    def __init__(self, naming: Naming, heads: Mapping[tuple[str, str], int], least: int, *, exact: bool) -> None:
        """`heads` says how many of a group were at a meeting; counts under `least` stay hidden at `anonymous`."""
        self._naming = naming
        self._heads = heads
        self._least = least
        self._text = cells.exact_text if exact else cells.text
        self._texts = cells.exact_texts if exact else cells.texts
        self._words = self._texts if naming.level == "full" else partial(self._redacted, find=naming.texts)
        self._whole = small.Whole()
        self._met: dict[int, list[str]] = defaultdict(list)
        """Words that may be names, by the place of their row in the piece in hand."""

    def of(self, table: Table, source: Source, notice: Notice) -> Iterator[Cells]:
        """The columns of a file, piece by piece; none at a level at which the file has its header only."""
        if self._naming.level not in table.levels:
            return
        names, pieces = source
        if table.name == "measures" and self._naming.level != "full":
            raw = chain.from_iterable(pieces)
            pieces = [list(small.figures(raw, self._heads, self._naming.level, self._least, self._whole))]
        made = self._converted(table, names, (piece for piece in pieces if piece), notice)
        if keep := self._keeper(table):
            rows = keep(list(row) for columns in made for row in zip(*columns, strict=True))
            kept = list(zip(*rows, strict=True))
            made = iter([kept] if kept else [])
        numbers = [place for place, column in enumerate(table.columns) if column.kind == "integer"]
        for columns in made:
            for place in numbers:
                columns[place] = ["" if value is None else str(value) for value in columns[place]]
            yield columns

    def _keeper(self, table: Table) -> _Keep | None:
        """What leaves out or merges rows for unnamed people and small numbers; None where all rows stay."""
        least, noted = self._least, self._whole.noted
        match table.name, self._naming.level:
            case "turns", "consented" | "roles":
                return lambda rows: small.turns(rows, self._heads)
            case "turns", "anonymous":
                return lambda rows: noted(
                    "turns", small.hidden(small.turns(rows, self._heads), 4, (0, 1), least), (0,), (2, 4)
                )
            case "attendance", "anonymous":
                return lambda rows: noted(
                    "attendance", small.hidden(small.by_group(rows), 7, (0,), least), (0,), (4, 7)
                )
            case "decisions", "anonymous":
                tally = next(place for place, column in enumerate(table.columns) if column.name == "tally")
                return lambda rows: noted("decisions", rows, (1, 3), (tally,))
            case "ratings", "anonymous":
                return lambda rows: noted("ratings", small.ratings(rows, least, self._naming.group), (0, 1, 2), (5,))
            case "ratings", "chatham":
                return lambda rows: (row for row in rows if not row[3])
        return None

    def _converted(
        self, table: Table, names: tuple[str, ...], pieces: Iterable[_Values], notice: Notice
    ) -> Iterator[list[Any]]:
        """The columns of each piece: those that are made of their own values, then those that show a party.

        Numbers are left as they are, for what merges rows.
        """

        def is_raw(column: Column) -> bool:
            return table.name == "ratings" and column.name == "group"  # what is hidden is told by it

        converters = [
            (place, names.index(column.name), self._texts if is_raw(column) else self._converter(column))
            for place, column in enumerate(table.columns)
            if not column.whose
        ]
        small_groups = [
            (place, names.index(column.name))
            for place, column in enumerate(table.columns)
            if column.kind == "groups" or (column.name == "group" and not column.whose and not is_raw(column))
        ]
        parties = list(self._parties(table, names))
        hidden = [
            (place, names.index(f"{column.if_named}_person_id"))
            for place, column in enumerate(table.columns)
            if column.if_named
        ]
        in_meeting = self._naming.level == "anonymous" and "meeting_id" in names and table.name != "actions"
        row = 2
        for piece in pieces:
            raw = list(zip(*piece, strict=True))
            # A group of which few were at a meeting tells who spoke there; a promise is kept long after it.
            meetings = [[it or "" for it in raw[names.index("meeting_id")]]] if in_meeting else []
            columns: list[Any] = [()] * len(table.columns)
            for place, at, convert in converters:
                columns[place] = convert(raw[at])
            for place, at in small_groups if in_meeting else ():
                columns[place] = list(map(self._groups, raw[at], meetings[0]))
            for it in parties:
                shown = it.show(list(zip(*raw[it.first : it.first + _PARTY], *meetings, strict=True)))
                for place, column in zip(it.places, shown, strict=True):
                    columns[place] = column
            for place, first in hidden:
                who = zip(*raw[first : first + _PARTY], strict=True)
                named = (self._naming.party(*it).is_named for it in who)
                columns[place] = [
                    cell if is_named else "" for cell, is_named in zip(columns[place], named, strict=True)
                ]
            yield columns
            for place in sorted(self._met):
                for word in dict.fromkeys(self._met[place]):
                    notice(row + place, word)
            self._met.clear()
            row += len(piece)

    def _parties(self, table: Table, names: tuple[str, ...]) -> Iterator[_Shown]:
        shown = sorted((column.whose, place) for place, column in enumerate(table.columns) if column.whose)
        for prefix, group in groupby(shown, key=lambda it: it[0]):
            places = tuple(place for _, place in group)
            shower = self._shower([table.columns[place] for place in places])
            yield _Shown(names.index(f"{prefix}_person_id"), places, shower)

    def _shower(self, columns: Sequence[Column]) -> Callable[[Sequence[_Who]], Sequence[Sequence[str]]]:
        """What makes the cells of some columns out of the four columns of one party."""
        party, makers = self._naming.party, [self._maker(column) for column in columns]
        known: dict[_Who, tuple[str, ...]] = {}

        def show(whose: Sequence[_Who]) -> Sequence[Sequence[str]]:
            if len(known) > _REMEMBERED:
                known.clear()
            for who in set(whose).difference(known):
                shown = party(*who)
                known[who] = tuple(make(shown) for make in makers)
            return list(zip(*map(known.__getitem__, whose), strict=True))

        return show

    def _maker(self, column: Column) -> Callable[[Shown], str]:
        """What makes a cell of a party as it may leave."""
        text, part = self._text, column.part
        if part == "speaker" and self._naming.level == "chatham":
            return lambda _: ""
        get: Callable[[Shown], str] = attrgetter({"speaker": "name", "doer": "name", "person": "name"}.get(part, part))
        return lambda shown: text(get(shown)) if part != "person" or shown.is_person else ""

    def _converter(self, column: Column) -> _Convert:
        """What makes the cells of a column."""
        naming, text = self._naming, self._text
        match column:
            case Column(name="facilitator"):
                return _once(lambda value: text(naming.facilitator(value)))
            case Column(name="role"):
                return partial(self._redacted, find=naming.roles)
            case Column(name="by"):
                return _once(lambda value: text(naming.answerer(value)))
            case Column(name="group", to="groups.key"):
                return _once(lambda value: text(naming.group(value)) if value else "")
            case Column(kind="number"):
                return _each(cells.number)
            case Column(kind="boolean"):
                return _once(cells.boolean)
            case Column(kind="key"):
                return self._texts
            case Column(kind="words"):
                return self._words
            case Column(kind="texts"):
                return self._several_texts
            case Column(kind="keys"):
                return _once(lambda value: text(cells.several(value.split())) if value else "")
            case Column(kind="groups"):
                return _once(self._groups)
            case Column(kind="parties", part="speaker") if naming.level == "chatham":
                return _each(lambda _: "")
            case Column(kind="parties"):
                return _each(lambda value: text(cells.several(naming.party(*who).name for who in json.loads(value))))
            case Column(kind="counts"):
                return _once(self._tally)
            case Column(kind="integer") | Column(required=True):
                return lambda values: values
        return cells.filled

    def _redacted(self, values: _Values, *, find: _Find) -> Sequence[str]:
        given = cells.filled(values)
        found = [*given]
        for place, words, may_be_names in find(given):
            found[place] = words
            if may_be_names:
                self._met[place] += may_be_names
        return self._texts(found)

    def _several_texts(self, values: _Values) -> Sequence[str]:
        found = []
        for place, value in enumerate(values):
            told = [self._naming.text(words) for words in json.loads(value)]
            if may_be_names := [word for _, met in told for word in met]:
                self._met[place] += may_be_names
            found.append(self._text(cells.several(words for words, _ in told)))
        return found

    def _groups(self, keys: str | None, meeting_id: str = "") -> str:
        shown = (self._naming.group(key, meeting_id) for key in (keys or "").split())
        return self._text(cells.several(filter(None, shown)))

    def _tally(self, value: str) -> str:
        counts = value.split()
        is_small = self._naming.level == "anonymous" and any(0 < int(count) < self._least for count in counts)
        return "" if is_small else cells.several(counts)


def _each(convert: Callable[[Any], str]) -> _Convert:
    return lambda values: [convert(value) for value in values]


def _once(convert: Callable[[Any], str]) -> _Convert:
    """For columns in which few values come again and again."""

    def converted(values: _Values) -> Sequence[str]:
        known = {value: convert(value) for value in set(values)}
        return [known[value] for value in values]

    return converted
