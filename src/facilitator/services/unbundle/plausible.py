"""Whether what was read is a record that the program could have written.

Files that are as they were exported are hardly asked: the program's own record always comes back, on a laptop that
knows fewer time zones, too, and where a group was called otherwise since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC
from itertools import count

from facilitator.clock import zone_of
from facilitator.db import Store
from facilitator.db.read_back import Oddity, as_exported, counts_that_do_not_fit, oddities
from facilitator.exports import cells
from facilitator.exports.columns import Column, Table
from facilitator.exports.rows import Rows
from facilitator.exports.tables import TABLES
from facilitator.model.formula import unguarded
from facilitator.model.template import shown
from facilitator.services.export import naming
from facilitator.services.forget import NO_GROUP
from facilitator.services.unbundle.cells import SHOWN_PROBLEMS, Problems, is_guarded
from facilitator.services.unbundle.package import Package

_BY_NAME = {table.name: table for table in TABLES}
_Row = tuple[str, ...]


def look(store: Store, package: Package, changed: Collection[str], problems: Problems) -> None:
    """Looks at what was read in the open act; what cannot be goes to `problems`.

    Every row of a changed file has to come back as it stands, or the change would be lost silently.
    """
    found = [*_names_of_minors(store, changed), *counts_that_do_not_fit(store)]
    if changed:
        found += [*oddities(store), *_unknown_zones(store, changed)]
    for file in dict.fromkeys(it.file for it in found):
        _add(package, _BY_NAME[file], [it for it in found if it.file == file], problems)
    if problems or not changed:
        return
    with as_exported(store) as record:
        made = Rows(naming(store, record, "full"), record.heads(), 0, exact=True)
        for table in TABLES:
            if table.file in changed:
                pieces = made.of(table, record.rows(table.name), lambda *_: None)
                _compare(package, table, [row for piece in pieces for row in zip(*piece, strict=True)], problems)


def _names_of_minors(store: Store, changed: Collection[str]) -> Iterator[Oddity]:
    """Of a minor no name is kept: a label stands for it, the group's and a number."""
    groups = store.people.groups()
    labels = {it.label for it in groups} | {NO_GROUP}
    called = {it.key: it.label for it in groups}
    everybody = store.people.everybody()
    names = {it.name for it in everybody}
    for person in everybody:
        label, _, number = person.name.rpartition(" ")
        is_label = bool(label) and number.isascii() and number.isdecimal()
        if person.is_minor and not (is_label and (label in labels or "people.csv" not in changed)):
            group = called.get(person.group, NO_GROUP)
            free = next(it for place in count(1) if (it := f"{group} {place}") not in names)
            reason = f"the name of a minor is not kept: write the group and a number instead, such as {free}"
            yield Oddity("people", {"id": person.id}, "name", reason)


def _unknown_zones(store: Store, changed: Collection[str]) -> Iterator[Oddity]:
    if "meetings.csv" not in changed:
        return
    for meeting in store.meetings.all():
        if zone_of(meeting.time_zone) is UTC:
            reason = f"there is no time zone {shown(meeting.time_zone)}; write one like Europe/Lisbon"
            yield Oddity("meetings", {"id": meeting.id}, "time_zone", reason)


def _add(package: Package, table: Table, found: Sequence[Oddity], problems: Problems) -> None:
    """Gives each its row, by the cells that tell it."""
    names = [column.name for column in table.columns]
    for number, row in _rows(package, table):
        there = dict(zip(names, row, strict=True))
        for it in found:
            if it.row.items() <= there.items():
                problems.add(table.file, number, it.column, it.reason)


def _rows(package: Package, table: Table) -> Iterator[tuple[int, _Row]]:
    """The rows of a file as they would be exported exactly: no guards, numbers written as usual."""
    usual = [_usual(column, is_exact=package.is_exact) for column in table.columns]
    for numbers, rows in package.rows(table, Problems(), lambda _: None):
        for number, row in zip(numbers, rows, strict=True):
            yield number, tuple(write(cell) if cell else "" for write, cell in zip(usual, row, strict=True))


def _usual(column: Column, *, is_exact: bool) -> Callable[[str], str]:
    match column.kind:
        case "number":
            return lambda cell: cells.number(float(cell))
        case "integer":
            return lambda cell: str(int(cell))
    return str if is_exact or not is_guarded(column) else unguarded


def _compare(package: Package, table: Table, there: Sequence[_Row], problems: Problems) -> None:
    """Rows of a file that would come back otherwise."""
    left = Counter(there)
    missing: list[tuple[int, _Row]] = []
    for number, row in _rows(package, table):
        if left[row]:
            left[row] -= 1
        else:
            missing.append((number, row))
    others = list(left.elements())
    for number, row in missing[:SHOWN_PROBLEMS]:
        other = max(others, key=lambda it: sum(map(str.__eq__, it, row)), default=row)
        for column, cell, kept in zip(table.columns, row, other, strict=True):
            if cell != kept:
                reason = f"{shown(cell)} would come back as {shown(kept)}: the rest of the bundle says so"
                problems.add(table.file, number, column.name, reason)
        if other == row:
            problems.add(table.file, number, "", "it is there twice")
    for number, _ in missing[SHOWN_PROBLEMS:]:
        problems.add(table.file, number, "", "it would come back otherwise")
