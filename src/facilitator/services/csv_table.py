"""Reads a CSV file that people made in a spreadsheet, and names each row that is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from facilitator.errors import Invalid
from facilitator.frozen import frozen
from facilitator.model.formula import unguarded
from facilitator.model.text import LINE_LIMIT, one_line

LARGEST_BYTES = 64 * 1024 * 1024
"""A list of people or goals is never larger."""

SHOWN_PROBLEMS = 50
"""Bad rows that fit into one message; more of them have one cause."""

_SAVE_AS = (
    "save it again as UTF-8 (in Excel: Save as, “CSV UTF-8”; in LibreOffice: Save as, “Edit filter settings”,"
    " “Unicode (UTF-8)”)"
)
_BREAK = re.compile("\r\n|\r|\n")


@frozen
class Row:
    """One record: the line of the file it begins on, and its cells by column, empty where there is none."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@frozen
class Table:
    """What a file holds. `problems` are the rows that could not be read, by line, with the reason."""

    rows: tuple[Row, ...]
    problems: tuple[tuple[int, str], ...]
    ignored: tuple[str, ...]
    """Columns of the file that mean nothing here."""


def read(path: Path, columns: Sequence[str], needed: str) -> Table:
    """The rows of the CSV file at `path`, for the known `columns`, of which `needed` must be there.

    UTF-8 with or without byte order mark; comma, semicolon or tab, whichever gives the header the most known
    columns; header names in any case. Blank rows are left out.

    Raises:
        Invalid: (`file`) the file cannot be read, is in another encoding, or has no usable header.
    """
    text = _text(path)
    delimiter, header = _header(text, columns)
    places = {name: place for place, name in enumerate(header) if name in columns}
    if needed not in places:
        raise Invalid(
            "file",
            f"{path.name} has no column {needed}: its first line must name the columns, {needed} and optionally"
            f" {', '.join(name for name in columns if name != needed)}",
        )
    twice = [name for name in places if header.count(name) > 1]
    if twice:
        raise Invalid("file", f"{path.name} has the column {twice[0]} twice: take one away")
    rows: list[Row] = []
    problems: list[tuple[int, str]] = []
    for line, cells in _records(text, delimiter, problems):
        if line == 0 or not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            problems.append((line, "it has more cells than the header; a text with a separator in it needs quotes"))
        elif any(len(cell) > LINE_LIMIT for cell in cells):
            problems.append((line, f"a cell is too long, over {LINE_LIMIT} characters"))
        else:
            found = {name: unguarded(cells[place]).strip() for name, place in places.items() if place < len(cells)}
            rows.append(Row(line, found))
    ignored = tuple(dict.fromkeys(name for name in header if name and name not in columns))
    return Table(tuple(rows), tuple(problems), ignored)


def refuse(path: Path, problems: Iterable[tuple[int, str]]) -> None:
    """Raises Invalid (`file`) that names each bad row by its line; nothing happens when there is none."""
    ordered = sorted(problems)
    if not ordered:
        return
    named = "; ".join(f"line {line}: {reason}" for line, reason in ordered[:SHOWN_PROBLEMS])
    more = f"; and {len(ordered) - SHOWN_PROBLEMS} more" if len(ordered) > SHOWN_PROBLEMS else ""
    raise Invalid("file", f"nothing was imported from {path.name}: {named}{more}. Mend the file and import it again")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as trouble:
        raise Invalid("file", f"{path} cannot be read: {trouble.strerror}; check its name and its rights") from trouble
    if len(data) > LARGEST_BYTES:
        raise Invalid("file", f"{path.name} is too large for a list: over {LARGEST_BYTES // 1024**2} MiB")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Invalid("file", f"{path.name} is UTF-16 (“Unicode text”), not UTF-8: {_SAVE_AS}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        line = 1 + len(_BREAK.findall(data[: mistake.start].decode("latin-1")))
        raise Invalid("file", f"{path.name} is not UTF-8 (line {line} shows it): {_SAVE_AS}") from mistake
    if "\0" in text:
        line = 1 + len(_BREAK.findall(text[: text.index("\0")]))
        raise Invalid("file", f"{path.name} is no plain text (line {line} holds a null character): {_SAVE_AS}")
    if not text.strip():
        raise Invalid("file", f"{path.name} is empty: its first line must name the columns")
    return text


def _header(text: str, columns: Sequence[str]) -> tuple[str, list[str]]:
    """The separator and the column names, in the form of `columns`; with two that know as many, more cells tell."""
    found: list[tuple[str, list[str]]] = []
    for delimiter in (",", ";", "\t"):
        first = next(_records(text, delimiter, []), (0, []))[1]
        found.append((delimiter, [re.sub(r"[\s-]+", "_", one_line(name).strip().lower()) for name in first]))
    delimiter, header = max(found, key=lambda it: (sum(name in columns for name in it[1]), len(it[1])))
    return delimiter, header


def _records(text: str, delimiter: str, problems: list[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on, the header with 0; what cannot be read goes to `problems`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    is_header = True
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append((line, _reason(error)))
            continue
        if is_header and not any(cell.strip() for cell in cells):
            continue
        yield 0 if is_header else line, cells
        is_header = False


def _reason(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end" in words:
        return "a quotation mark is opened and never closed"
    if "expected after" in words:
        return "text follows a closing quotation mark; a quotation mark inside a text is written twice"
    if "field limit" in words:
        return f"a cell is too long, over {LINE_LIMIT} characters"
    return words
