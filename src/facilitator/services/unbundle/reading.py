"""The act: a whole bundle into an empty data file, or nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from facilitator.db import Store
from facilitator.errors import Refused, RowRefused
from facilitator.exports.columns import Table
from facilitator.exports.tables import TABLES
from facilitator.frozen import frozen
from facilitator.model.template import shown
from facilitator.services.unbundle.cells import Problems, as_typed, checker
from facilitator.services.unbundle.package import Package, open_package
from facilitator.services.unbundle.targets import OF_THE_MEETING, TARGETS, Cells, Target

_AT_A_TIME = 1000
_BY_NAME = {table.name: table for table in TABLES}
_KEYS = {"groups": "key"}
"""How rows are referred to where it is not by id."""


@frozen
class Read:
    """What was read from a bundle."""

    rows: int
    files: int


def import_bundle(store: Store, folder: Path, *, force: bool = False) -> Read:
    """Reads a bundle of level `full` into a data file that holds no partnership yet.

    Every cell is looked at before anything is kept. `force` takes files, too, that were changed since the export.

    Raises Refused for a data file with a record in it, FileTrouble for a folder that is no bundle, Invalid with file,
    row, column and reason for bad cells; then nothing is imported.
    """
    if store.people.partnerships():
        raise Refused(
            f"{store.path} holds a record already; name a new file: facilitator --file NEW.db import bundle …"
        )
    package = open_package(folder)
    problems = Problems()
    known: dict[str, set[str]] = defaultdict(set)
    later: list[tuple[str, int, str, str, str]] = []
    count = 0
    with store.write("Import a bundle"):
        partnership_of: dict[str, str] = {}
        for target in TARGETS:
            rows = _checked(package, target, known, later, problems, partnership_of)
            count += _keep(store, target, rows, problems)
        for file, number, column, to, cell in later:
            if cell not in known[to]:
                problems.add(file, number, column, f"{shown(cell)} is not in {to}.csv")
        count += _keep_numbers(store, package, known, problems)
        problems.refuse()
        if not force and (changed := package.changed_files()):
            raise Refused(
                f"{', '.join(changed)} changed since the export, so it may not be whole; export the bundle again, or"
                " read it as it is with --force"
            )
    return Read(count, len(TARGETS) + 1)


def _checked(
    package: Package,
    target: Target,
    known: dict[str, set[str]],
    later: list[tuple[str, int, str, str, str]],
    problems: Problems,
    partnership_of: dict[str, str],
) -> Iterator[tuple[int, Cells]]:
    """The sound rows of a file with their numbers, as cells by column."""
    table = _BY_NAME[target.file]
    key = _KEYS.get(table.name, "id" if table.key == ("id",) else "")
    for number, cells in _rows_of(package, table, problems):
        row = dict(zip((column.name for column in table.columns), cells, strict=True))
        if key:
            if row[key] in known[table.name]:
                problems.add(table.file, number, key, f"{shown(row[key])} is there twice")
                continue
            known[table.name].add(row[key])
        is_sound = True
        for column in table.columns:
            if column.to and (cell := row[column.name]):
                to = column.to.split(".")[0]
                if to in _LATER.get(table.name, ()):
                    later.append((table.file, number, column.name, to, cell))
                elif cell not in known[to]:
                    problems.add(table.file, number, column.name, f"{shown(cell)} is not in {to}.csv")
                    is_sound = False
        if table.name == "meetings":
            partnership_of[row["id"]] = row["partnership_id"]
        if table.name in OF_THE_MEETING:
            row["partnership_id"] = partnership_of.get(row["meeting_id"], "")
        if is_sound:
            yield number, row


_LATER = {"meetings": ("steps",)}
"""References to rows that come in a later file."""


def _rows_of(package: Package, table: Table, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file whose cells are what their columns say."""
    checks = [(place, column.name, checker(column)) for place, column in enumerate(table.columns)]
    typed = [
        (place, turn)
        for place, column in enumerate(table.columns)
        if (turn := as_typed(column, is_exact=package.is_exact)) is not None
    ]
    for number, cells in package.rows(table, problems):
        bad = [(name, reason) for place, name, check in checks if (reason := check(cells[place]))]
        for name, reason in bad:
            problems.add(table.file, number, name, reason)
        if not bad:
            for place, turn in typed:
                cells[place] = turn(cells[place])
            yield number, cells


def _keep(store: Store, target: Target, rows: Iterator[tuple[int, Cells]], problems: Problems) -> int:
    """Puts the rows of a file into their table; returns how many there were."""
    columns = [*(["id"] if target.has_own_id else []), *target.fields, *([target.counts] if target.counts else [])]
    makers = tuple(target.fields.values())
    at: dict[str, int] = defaultdict(int)
    count = 0
    if target.replaces:
        store.empty(target.table)
    while piece := list(islice(rows, _AT_A_TIME)):
        made: list[list[Any]] = []
        for _, cells in piece:
            values: list[Any] = [store.new_id()] if target.has_own_id else []
            values += [make(cells) for make in makers]
            if target.counts:
                at[cells["meeting_id"]] += 1
                values.append(at[cells["meeting_id"]])
            made.append(values)
        try:
            store.insert_many(target.table, columns, made)
        except RowRefused as error:
            problems.add(f"{target.file}.csv", piece[error.place][0], *_reason(target, str(error)))
        count += len(piece)
    return count


def _reason(target: Target, said: str) -> tuple[str, str]:
    """The column and the reason why the data file refuses a row."""
    fields = {field: field for field in target.fields} | {"template_key": "template", "on_date": "on"}
    named = [fields[word] for word in re.findall(r"[a-z_]+", said) if word in fields]
    is_twice = said.startswith("UNIQUE")
    return (named[-1] if named else ""), "it is there twice" if is_twice else f"the data file refuses it ({said})"


def _keep_numbers(store: Store, package: Package, known: dict[str, set[str]], problems: Problems) -> int:
    """The highest numbers ever given, which are no record of their own."""
    table = _BY_NAME["numbers"]
    count = 0
    for number, (partnership_id, kind, detail, last) in _rows_of(package, table, problems):
        if partnership_id not in known["partnerships"]:
            problems.add(table.file, number, "partnership_id", f"{shown(partnership_id)} is not in partnerships.csv")
            continue
        store.set_number(partnership_id, kind, detail, int(last))
        count += 1
    return count
