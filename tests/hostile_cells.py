"""Cells that somebody may have written into a bundle: for each sort of column what could bring a reader down."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from command_line import Said
from facilitator.cli.program import run
from facilitator.exports.columns import LEVELS, Column
from facilitator.exports.tables import TABLES

WORDS = ("", " ", "Mars/Base", "a b", "7", "'=1", "two\nlines", "a; b", ";", "\\", "x" * 9_000, "[/]{{ m }}<b>")
BY_TYPE: Mapping[str, Sequence[str]] = {
    "integer": ("", "0", "-1", "1", "007", "5000", "100000", "999999999", "999999999999999999", "1_000", "7.0"),
    "number": (
        "",
        "0",
        "-1",
        "0.10",
        "1e999",
        "-1e999",
        "nan",
        "NaN",
        "inf",
        "INF",
        "-INF",
        "1e308",
        "1e100",
        "1e-320",
    ),
    "date": ("", "0001-01-01", "1969-12-31", "2026-12-03", "9999-12-31", "2027-02-30", "20270203"),
    "datetime": (
        "",
        "0001-01-01T00:00:00.000Z",
        "1970-01-01T00:00:00.000Z",
        "2026-12-03T13:00:00.000Z",
        "2030-01-01T00:00:00.000Z",
        "2999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999Z",
        "2026-12-03T24:00:00.000Z",
    ),
    "boolean": ("", "true", "false", "yes"),
}
SEVERAL = (
    "",
    ";",
    "; ",
    "a",
    "a; a",
    "a b; c",
    "need;idea",
    "1; x; 3",
    "1; 2; 3",
    "-1; 0; 0; 0; 0; 0",
    "0; 0; 0; 0; 0; 0",
)
COUNTS = ("1; 1; 1; 1; 1; 1", "1; 1; 1; 1; 1; 1; 1; 1", "9999999; 1; 1; 1; 1; 1")
NOBODY = "00000000-0000-7000-8000-000000000000"

Rows = dict[str, list[dict[str, str]]]
"""The rows of a bundle by file, the header aside."""


@dataclass(frozen=True)
class Trial:
    """One cell; the header is row 1."""

    file: str
    row: int
    column: str
    cell: str


def rows_of(folder: Path) -> Rows:
    return {
        table.name: list(csv.DictReader(io.StringIO((folder / table.file).read_text("utf-8"), newline="")))
        for table in TABLES
    }


def hostile(column: Column, rows: Rows, file: str) -> Sequence[str]:
    """What may be written into a column: bad cells, and those of other rows."""
    others = tuple(dict.fromkeys(row[column.name] for row in rows[file]))
    if column.to:
        target, key = column.to.split(".")
        return "", NOBODY, "xx", *(row[key] for row in rows[target])
    if column.choices:
        return *column.choices, "", "zzz"
    if column.kind in ("keys", "groups", "counts", "texts", "parties"):
        return *SEVERAL, *(COUNTS if column.kind == "counts" else ()), *others
    if column.name == "id":
        return NOBODY, "", "xx", *others[:3]
    return *BY_TYPE.get(column.type, WORDS), *others[:4]


def trials(rows: Rows) -> Iterator[Trial]:
    """Every cell of every column, in one row after the other, as anybody may change it."""
    for table in TABLES:
        for column in table.columns:
            for at, row in enumerate(rows[table.name], start=2):
                for cell in dict.fromkeys(hostile(column, rows, table.name)):
                    if cell != row[column.name]:
                        yield Trial(table.file, at, column.name, cell)


def change(folder: Path, it: Trial) -> None:
    path = folder / it.file
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    rows[it.row - 1][rows[0].index(it.column)] = it.cell
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), "utf-8")


def said_by(file: Path, *arguments: object) -> Said:
    """What a command says, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run([*map(str, arguments), "--file", str(file)])
        out.flush()
        err.flush()
    return Said(code, *(it.buffer.getvalue().decode() for it in (out, err)))


def readings(file: Path, folder: Path) -> Iterator[tuple[object, ...]]:
    """Commands that between them read all of a record."""
    meetings = [it["id"] for it in json.loads(said_by(file, "list", "meetings", "--json").out)]
    partnerships = [it["id"] for it in json.loads(said_by(file, "list", "partnerships", "--json").out)]
    for what in ("meetings", "actions", "goals", "people", "partnerships"):
        yield "list", what
    for meeting in meetings:
        yield "agenda", meeting
        yield from (("minutes", meeting, "--names", level) for level in ("full", "anonymous"))
    for partnership in partnerships:
        yield "year", partnership, "--names", "full"
    yield "calendar", folder / "c.ics", "--force"
    yield from (("export", folder / level, "--names", level, "--force") for level in LEVELS)
    yield ("check",)
