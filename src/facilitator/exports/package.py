"""The CSV bundle: one file for each kind of record, `datapackage.json` and `README.txt`.

The descriptor follows Frictionless Data's Tabular Data Package (https://specs.frictionlessdata.io/), so that programs
can check types and links between files. Nothing in a bundle tells when it was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from facilitator.exports import cells, writer
from facilitator.exports.columns import Column, Level, Table
from facilitator.exports.notices import Notice, Notices
from facilitator.exports.readme import readme
from facilitator.exports.rows import Cells, Rows, Source
from facilitator.exports.tables import TABLES
from facilitator.frozen import frozen

FORMAT = 1
"""The bundle's layout, raised when a reader of the old one could not read the new one."""

_BOM = b"\xef\xbb\xbf"


@frozen
class Form:
    """How a bundle is written. `scope` says in words whose record it holds; `language` is that of people's words."""

    level: Level
    scope: str
    language: str = "en"
    exact: bool = False
    excel: bool = False

    @property
    def line_end(self) -> str:
        """What ends a record."""
        return "\r\n" if self.excel else "\n"


@frozen
class Written:
    """What a bundle holds: its rows all told, its files, and the words in it that may be names."""

    rows: int
    files: tuple[str, ...]
    notices: tuple[Notice, ...]


@frozen
class _File:
    table: Table
    rows: int
    size: int
    sha256: str


def write(
    folder: Path, form: Form, rows: Rows, read: Callable[[str], Source], told: Callable[[int], object]
) -> Written:
    """Writes every file of the bundle into an empty folder; `read` gives the rows of one file of the data file.

    `told` is told, piece by piece, how many rows more are written.
    """
    notices = Notices()
    files = []
    for table in TABLES:

        def notice(row: int, word: str, file: str = table.file) -> None:
            notices.add(file, row, word)

        with writer.file_in(folder, table.file) as out:
            pieces = rows.of(table, read(table.name), notice)
            files.append(_write_table(out, table, form, pieces, told))
    described = {
        "datapackage.json": json.dumps(_descriptor(form, files), ensure_ascii=False, indent=2) + "\n",
        "README.txt": readme(
            form.level, form.scope, [(it.table, it.rows) for it in files], language=form.language, exact=form.exact
        ),
    }
    for name, content in described.items():
        with writer.file_in(folder, name) as out:
            out.write(content.encode())
    names = (*(it.table.file for it in files), *described)
    return Written(sum(it.rows for it in files), names, notices.all())


def _write_table(
    out: BinaryIO, table: Table, form: Form, pieces: Iterable[Cells], told: Callable[[int], object]
) -> _File:
    size, count, digest, mark = 0, 0, hashlib.sha256(), _BOM if form.excel else b""
    header: Cells = [[column.name] for column in table.columns]
    for columns in chain([header], pieces):
        data = mark + cells.lines(columns, form.line_end).encode()
        out.write(data)
        digest.update(data)
        rows = len(columns[0]) if columns is not header else 0
        size, count, mark = size + len(data), count + rows, b""
        told(rows)
    return _File(table, count, size, digest.hexdigest())


def _descriptor(form: Form, files: list[_File]) -> dict[str, Any]:
    text = "exact" if form.exact else "guarded"
    return {
        "profile": "tabular-data-package",
        "name": "facilitator-bundle",
        "title": "Record of school–community partnership meetings",
        "description": form.scope,
        "facilitator": {"format": FORMAT, "names": form.level, "text": text, "language": form.language},
        "resources": [_resource(form, file) for file in files],
    }


def _resource(form: Form, file: _File) -> dict[str, Any]:
    return {
        "name": file.table.name,
        "path": file.table.file,
        "profile": "tabular-data-resource",
        "description": file.table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if form.excel else "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": form.line_end,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(file.table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    links = [(column.name, *column.to.split(".")) for column in table.columns if column.to]
    if links:
        schema["foreignKeys"] = [
            {
                "fields": [name],
                "reference": {"resource": "" if resource == table.name else resource, "fields": [field]},
            }
            for name, resource, field in links
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.meaning}
    if column.unit:
        field["unit"] = column.unit
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if constraints:
        field["constraints"] = constraints
    return field
