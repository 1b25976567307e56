"""The act: a whole bundle into an empty data file, or nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from facilitator.db import Store
from facilitator.errors import Refused, RowRefused
from facilitator.exports.columns import Column, Table
from facilitator.exports.tables import TABLES
from facilitator.frozen import frozen
from facilitator.model.formula import unguarded
from facilitator.model.template import shown
from facilitator.services.cycles import no_search_for_cycles
from facilitator.services.progress import Progress, counted, silent
from facilitator.services.unbundle.cells import Problems, all_sound, checker, is_guarded
from facilitator.services.unbundle.limits import columns_of
from facilitator.services.unbundle.package import Lines, Package, Piece, open_package
from facilitator.services.unbundle.plausible import look
from facilitator.services.unbundle.targets import OF_THE_MEETING, TARGETS, Cells, Target

_BY_NAME = {table.name: table for table in TABLES}
_KEYS = {
    "groups": ("key",),
    "numbers": ("partnership_id", "kind", "group"),
    "turns": ("meeting_id", "step_id", "group", "person_id"),
}
"""What tells the rows of a file apart where it is not an id, and the data file would not find it twice."""
_REFERRED_TO = frozenset(column.to.split(".")[0] for table in TABLES for column in table.columns if column.to)
"""Files whose keys are kept in mind; of the others, such as notes, the data file finds a key that is there twice."""
_LATER = {"meetings": ("steps",)}
"""References to rows that come in a later file."""


@frozen
class Read:
    """What was read from a bundle."""

    rows: int
    files: int


@no_search_for_cycles()
def import_bundle(store: Store, folder: Path, *, force: bool = False, progress: Progress = silent) -> Read:
    """Reads a bundle of level `full` into a data file that holds no partnership yet.

    Every cell is looked at before anything is kept. `force` takes files, too, that were changed since the export.
    `progress` is told how many bytes are read, of how many.

    Raises Refused for a data file with a record in it, FileTrouble for a folder that is no bundle, Invalid with file,
    row, column and reason for bad cells; then nothing is imported. Files that were changed are looked at more closely.
    """
    if store.people.partnerships():
        raise Refused(
            f"{store.path} holds a record already; name a new file: facilitator --file NEW.db import bundle …"
        )
    package = open_package(folder)
    changed = package.changed_files()
    problems = Problems()
    check = _Check(package, problems, counted(progress, package.size()))
    count = 0
    with store.write("Import a bundle"):
        for target in TARGETS:
            count += _keep(store, target, check.rows(_BY_NAME[target.file]), problems)
        check.later()
        count += _keep_numbers(store, check, problems)
        problems.refuse()
        look(store, package, changed, problems)
        problems.refuse()
        if changed and not force:
            raise Refused(
                f"{', '.join(changed)} changed since the export, so it may not be whole; export the bundle again, or"
                " read it as it is with --force"
            )
    return Read(count, len(TARGETS) + 1)


class _Check:
    """Looks at the rows of one file after another, a thousand at a time; only where one is wrong at each of them."""

    def __init__(self, package: Package, problems: Problems, told: Callable[[int], object]) -> None:
        self._package = package
        self._problems = problems
        self._told = told
        self._known: dict[str, set[Any]] = defaultdict(set)
        self._later: list[tuple[str, int, str, str, str]] = []
        self._partnership_of: dict[str, str] = {}

    def rows(self, table: Table) -> Iterator[tuple[Sequence[int], Cells]]:
        """The sound rows of a file: pieces of their numbers, and their cells by column."""
        names = [column.name for column in table.columns]
        for numbers, rows in self._pieces(table):
            if not self._are_linked(table, rows):
                numbers, rows = self._linked(table, numbers, rows)
            if not rows:
                continue
            cells: dict[str, Sequence[str]] = dict(zip(names, zip(*rows, strict=True), strict=True))
            if table.name == "meetings":
                self._partnership_of |= zip(cells["id"], cells["partnership_id"], strict=True)
            if table.name in OF_THE_MEETING:
                cells["partnership_id"] = [self._partnership_of.get(it, "") for it in cells["meeting_id"]]
            yield numbers, cells

    def later(self) -> None:
        """Looks at what refers to rows of a later file."""
        for file, number, column, to, cell in self._later:
            if self._is_to_be_named(to, cell):
                self._problems.add(file, number, column, f"{shown(cell)} is not in {to}.csv")

    def _is_to_be_named(self, to: str, cell: str) -> bool:
        """Whether a row is referred to and not there; once, and not where it may be one that is refused itself."""
        is_new = cell not in self._known[to] and f"{to}.csv" not in self._problems.lost
        self._known[to].add(cell)
        return is_new

    def _pieces(self, table: Table) -> Iterator[Piece]:
        """The rows of a file whose cells are what their columns say."""
        columns_due = columns_of(table)
        sound = [all_sound(column) for column in columns_due]
        checks = [(place, column.name, checker(column)) for place, column in enumerate(columns_due)]
        guarded = [place for place, column in enumerate(table.columns) if is_guarded(column)]
        for numbers, rows in self._package.rows(table, self._problems, self._told):
            columns = zip(*rows, strict=True)
            if not all(are_sound(cells) for are_sound, cells in zip(sound, columns, strict=True)):
                numbers, rows = self._sound(table, checks, numbers, rows)
            if not self._package.is_exact:
                for row in rows:
                    for place in guarded:
                        row[place] = unguarded(row[place])
            yield numbers, rows

    def _sound(
        self, table: Table, checks: list[tuple[int, str, Callable[[str], str]]], numbers: Sequence[int], rows: Lines
    ) -> Piece:
        key, kept = _key_of(table), []
        names = [name for _, name, _ in checks]
        for number, row in zip(numbers, rows, strict=True):
            bad = {name: reason for place, name, check in checks if (reason := check(row[place]))}
            for name, reason in bad.items():
                self._problems.add(table.file, number, name, reason)
            if not bad:
                kept.append((number, row))
            elif any(names[place] in bad for place in key):
                self._problems.lost.add(table.file)
            elif key:
                self._known[table.name].add(_cells_at(key, row))
        return [number for number, _ in kept], [row for _, row in kept]

    def _are_linked(self, table: Table, rows: Lines) -> bool:
        """Whether no key is there twice and everything that is referred to is there; then the keys are noted."""
        if table.name in _LATER or not rows:
            return False
        key, columns = _key_of(table), list(zip(*rows, strict=True))
        for column, cells in zip(table.columns, columns, strict=True):
            if column.to and not self._known[_target(column)].issuperset(filter(None, set(cells))):
                return False
        if key:
            known = self._known[table.name]
            keys: set[Any] = set(columns[key[0]] if len(key) == 1 else zip(*(columns[it] for it in key), strict=True))
            if len(keys) < len(rows) or not known.isdisjoint(keys):
                return False
            known |= keys
        return True

    def _linked(self, table: Table, numbers: Sequence[int], rows: Lines) -> Piece:
        key, kept = _key_of(table), []
        for number, row in zip(numbers, rows, strict=True):
            if key:
                found = _cells_at(key, row)
                if found in self._known[table.name]:
                    name, cell = table.columns[key[-1]].name, row[key[-1]]
                    said = shown(cell) if len(key) == 1 else "what it is about"
                    self._problems.lose(table.file, number, name, f"{said} is there twice")
                    continue
                self._known[table.name].add(found)
            is_sound = True
            for column, cell in zip(table.columns, row, strict=True):
                if column.to and cell:
                    to = _target(column)
                    if to in _LATER.get(table.name, ()):
                        self._later.append((table.file, number, column.name, to, cell))
                    elif cell not in self._known[to]:
                        is_sound = False
                        if not self._is_to_be_named(to, cell):
                            continue
                        self._problems.add(table.file, number, column.name, f"{shown(cell)} is not in {to}.csv")
            if is_sound:
                kept.append((number, row))
        return [number for number, _ in kept], [row for _, row in kept]


def _key_of(table: Table) -> tuple[int, ...]:
    """The places of the columns that tell the rows apart; none where nothing refers to them by it."""
    names = [column.name for column in table.columns]
    key = _KEYS.get(table.name, ("id",) if table.name in _REFERRED_TO else ())
    return tuple(map(names.index, key))


def _cells_at(key: tuple[int, ...], row: Sequence[str]) -> str | tuple[str, ...]:
    return row[key[0]] if len(key) == 1 else tuple(row[place] for place in key)


def _target(column: Column) -> str:
    return column.to.split(".")[0]


def _keep(store: Store, target: Target, pieces: Iterator[tuple[Sequence[int], Cells]], problems: Problems) -> int:
    """Puts the rows of a file into their table; returns how many there were."""
    columns = [*(["id"] if target.has_own_id else []), *target.fields, *([target.counts] if target.counts else [])]
    at: dict[str, int] = defaultdict(int)
    count = 0
    if target.replaces:
        store.empty(target.table)
    with store.bulk(target.table, columns) as table:
        for numbers, cells in pieces:
            made: list[Sequence[Any]] = [[store.new_id() for _ in numbers]] if target.has_own_id else []
            made += [make(cells) for make in target.fields.values()]
            if target.counts:
                made.append([_next(at, meeting_id) for meeting_id in cells["meeting_id"]])
            count += len(numbers)
            if problems:
                continue  # nothing is kept, and what comes later may belong to a row that is not there
            try:
                table.add(list(zip(*made, strict=True)))
            except RowRefused as error:
                problems.add(f"{target.file}.csv", numbers[error.place], *_reason(target, str(error)))
    return count


def _next(at: dict[str, int], key: str) -> int:
    at[key] += 1
    return at[key]


def _reason(target: Target, said: str) -> tuple[str, str]:
    """The column and the reason why the data file refuses a row."""
    fields = {field: field for field in target.fields} | {"template_key": "template", "on_date": "on"}
    named = [fields[word] for word in re.findall(r"[a-z_]+", said) if word in fields]
    is_twice = said.startswith("UNIQUE")
    return (named[-1] if named else ""), "it is there twice" if is_twice else f"the data file refuses it ({said})"


def _keep_numbers(store: Store, check: _Check, problems: Problems) -> int:
    """The highest numbers ever given, which are no record of their own."""
    count = 0
    for numbers, cells in check.rows(_BY_NAME["numbers"]):
        for row in zip(*(cells[name] for name in ("partnership_id", "kind", "group", "last")), strict=True):
            partnership_id, kind, detail, last = row
            if not problems:
                store.set_number(partnership_id, kind, detail, int(last))
        count += len(numbers)
    return count
