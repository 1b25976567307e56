"""The folder of a bundle: what it says of itself, and the rows of its files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from facilitator.errors import FileTrouble, Invalid
from facilitator.exports.columns import Table
from facilitator.exports.package import FORMAT
from facilitator.exports.tables import TABLES
from facilitator.frozen import frozen
from facilitator.services.unbundle.cells import Problems

DESCRIPTION = "datapackage.json"
_LARGEST_DESCRIPTION = 10_000_000
_LONGEST_CELL = 10_000_000
_AT_A_TIME = 1000

Lines = list[list[str]]
Piece = tuple[Sequence[int], Lines]
"""Numbers of rows, the header is row 1, and their cells."""


@frozen
class Package:
    """A bundle's folder. `is_exact` says that its text stands as it was typed, without a guard against formulas."""

    folder: Path
    is_exact: bool
    hashes: dict[str, str]

    def rows(self, table: Table, problems: Problems, told: Callable[[int], object]) -> Iterator[Piece]:
        """The rows of a file, piece by piece; what cannot be read goes to `problems`.

        `told` is told, piece by piece, how many bytes more are read.
        """
        path = self.folder / table.file
        names = [column.name for column in table.columns]
        try:
            with path.open("rb") as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
                before = 0
                for piece in _rows(file, table, names, problems):
                    yield piece
                    told(raw.tell() - before)
                    before = raw.tell()
        except OSError as error:
            raise FileTrouble(f"{path} cannot be read: {error.strerror}; the bundle is not whole") from error
        except UnicodeDecodeError as error:
            raise Invalid(
                "file", f"{table.file} is not UTF-8; nothing was imported: export the bundle again"
            ) from error

    def size(self) -> int:
        """How many bytes its files have, those that are there."""
        return sum(path.stat().st_size for table in TABLES if (path := self.folder / table.file).is_file())

    def changed_files(self) -> list[str]:
        """Files that are not as they were exported, or of which the description does not say how they were."""
        return [it.file for it in TABLES if self.hashes.get(it.file, "") != _hash(self.folder / it.file)]


def open_package(folder: Path) -> Package:
    """Reads what a bundle says of itself.

    Raises FileTrouble or Invalid where the folder holds no bundle, one of another level than `full`, or one that a
    newer program wrote.
    """
    place = folder / DESCRIPTION
    try:
        if place.stat().st_size > _LARGEST_DESCRIPTION:
            raise Invalid("folder", f"{place} is too large for the description of a bundle")
        about: Any = json.loads(place.read_text("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileTrouble(
            f"{folder} holds no bundle: there is no {DESCRIPTION} in it; name the folder of one"
        ) from error
    except OSError as error:
        raise FileTrouble(f"{place} cannot be read: {error.strerror}; check its rights") from error
    except (ValueError, RecursionError) as error:
        raise Invalid("folder", f"{place} is damaged; export the bundle again") from error
    ours = about.get("facilitator") if isinstance(about, dict) else None
    if not isinstance(ours, dict) or not isinstance(ours.get("format"), int):
        raise Invalid(
            "folder", f"{folder} is a data package of another program; only facilitator's own can be read back"
        )
    if ours["format"] > FORMAT:
        raise Invalid("folder", f"{folder} was written by a newer facilitator; install the newer version")
    if ours.get("names") != "full":
        raise Invalid(
            "folder",
            f"{folder} was exported with the names {ours.get('names')}, so much of the record is not in it; only a"
            " bundle exported with --names full can be read back",
        )
    return Package(folder, ours.get("text") == "exact", _hashes(about))


def _hashes(about: dict[str, Any]) -> dict[str, str]:
    known = {table.file for table in TABLES}
    found = {}
    for resource in about.get("resources") or ():
        if isinstance(resource, dict) and resource.get("path") in known:
            found[str(resource["path"])] = str(resource.get("hash") or "").removeprefix("sha256:")
    return found


def _hash(path: Path) -> str | None:
    """None for a file that cannot be read, which is said when its rows are wanted."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _rows(file: io.TextIOBase, table: Table, names: list[str], problems: Problems) -> Iterator[Piece]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(file, strict=True)
    header, failure = _some(reader, 1)
    if header and header != [names]:
        problems.lose(table.file, 1, "", f"the header is not {','.join(names)}")
        return
    if not header and not failure:
        problems.lose(table.file, 1, "", "the file is empty, its header is missing")
    number = 2 if header else 1
    while not failure:
        found, failure = _some(reader, _AT_A_TIME)
        if not found and not failure:
            return
        wrong = {place for place, cells in enumerate(found) if len(cells) != len(names)}
        for place in sorted(wrong):
            problems.lose(table.file, number + place, "", f"{len(found[place])} cells where {len(names)} belong")
        sound = [place for place in range(len(found)) if place not in wrong]
        if sound:
            yield [number + place for place in sound], [found[place] for place in sound] if wrong else found
        number += len(found)
    problems.lose(table.file, number, "", f"cannot be read ({failure}); a quotation mark is not closed, perhaps")


def _some(reader: Iterator[list[str]], most: int) -> tuple[list[list[str]], str]:
    """The next rows, and why no more can be read; empty where they can."""
    found: list[list[str]] = []
    try:
        found.extend(islice(reader, most))  # keeps what came before a failure
    except csv.Error as error:
        return found, str(error)
    return found, ""
