"""The files of a bundle open right in the programs people have: the sqlite3 shell, pandas, LibreOffice."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from every_record import Filled, fill
from facilitator.exports.tables import TABLES
from facilitator.model.text import clean
from facilitator.services.export import export_bundle
from fault_tools import need
from hostile import HOSTILE

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    it = fill(tmp_path)
    with it.store.write("hostile words"):
        for words in (*HOSTILE.values(), "=1+1", 'say "x", or\nnot', "00123", "1e5", "TRUE", "3/4", "NA"):
            if cleaned := clean(words):
                it.store.notes.add(it["closed"], it["round"], "note", cleaned)
    yield it
    it.store.close()


def cells(path: Path) -> list[list[str]]:
    """The header and the rows."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))


def test_in_the_sqlite3_shell(filled: Filled, tmp_path: Path) -> None:
    need("sqlite3")
    export_bundle(filled.store, tmp_path / "out", level="full", exact=True)
    for table in TABLES:
        script = (
            f'.import --csv "{tmp_path / "out" / table.file}" {table.name}\n.mode json\nSELECT * FROM {table.name};\n'
        )
        done = subprocess.run(["sqlite3", "-batch", ":memory:"], input=script.encode(), capture_output=True, check=True)
        header, *rows = cells(tmp_path / "out" / table.file)
        assert done.stderr == b""
        assert json.loads(done.stdout or b"[]") == [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("excel", [False, True])
def test_in_pandas(filled: Filled, tmp_path: Path, excel: bool) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: pip install pandas")
    export_bundle(filled.store, tmp_path / "out", level="full", excel=excel)
    for table in TABLES:
        path = tmp_path / "out" / table.file
        header, *rows = cells(path)
        text = pandas.read_csv(path, dtype=str, keep_default_na=False)
        assert list(text.columns) == header
        assert text.to_numpy().tolist() == rows
        moments = [column.name for column in table.columns if column.kind in ("moment", "date")]
        typed = pandas.read_csv(path, parse_dates=moments)
        assert len(typed) == len(rows)
        for column in table.columns:
            if rows and column.kind == "moment" and typed[column.name].notna().any():
                assert str(typed[column.name].dtype).endswith("UTC]")
            if rows and column.kind == "boolean" and typed[column.name].notna().all():
                assert str(typed[column.name].dtype) == "bool"


def test_in_libreoffice(filled: Filled, tmp_path: Path) -> None:
    """Words come as they are in the file, with the apostrophe that guards them, and nothing is a formula."""
    need("soffice")
    if not (Path(shutil.which("soffice") or "").resolve().parent / "libsclo.so").exists():
        need("libreoffice-calc-nogui")  # LibreOffice is there without its spreadsheet
    export_bundle(filled.store, tmp_path / "out", level="full", excel=True)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    options = ["--infilter=CSV:44,34,UTF8,1", "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    command = ["soffice", profile, "--headless", *options]  # the filter says what the dialogue sees: commas, UTF-8
    done = subprocess.run([*command, str(tmp_path / "out" / "notes.csv")], capture_output=True, timeout=120, check=True)
    assert (tmp_path / "notes.xlsx").exists(), done.stderr
    header, *rows = cells(tmp_path / "out" / "notes.csv")
    found = sheet(tmp_path / "notes.xlsx")
    assert [found[0][place] for place in range(len(header))] == header
    assert len(found) == len(rows) + 1
    for name in ("id", "kind", "speaker", "organisation"):
        place = header.index(name)
        assert [row.get(place, "") for row in found[1:]] == [row[place] for row in rows]
    place = header.index("text")
    for row, shown in zip(rows, found[1:], strict=True):
        if any(letter.isalpha() for letter in row[place]) and row[place] not in ("1e5", "TRUE"):
            assert shown.get(place, "") == row[place]


def sheet(path: Path) -> list[dict[int, str]]:
    """The rows of the first sheet: cells by column. Fails where one is a formula."""
    with zipfile.ZipFile(path) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(it.itertext()) for it in strings.iter(f"{_SHEET}si")]
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(root.iter(f"{_SHEET}f"))
    rows = []
    for row in root.iter(f"{_SHEET}row"):
        found = {}
        for cell in row.iter(f"{_SHEET}c"):
            value = cell.findtext(f"{_SHEET}v") or ""
            found[column_of(cell.get("r", ""))] = shared[int(value)] if cell.get("t") == "s" else value
        rows.append(found)
    return rows


def column_of(reference: str) -> int:
    """`A1` is 0, `AB7` is 27."""
    number = 0
    for letter in reference:
        if letter.isalpha():
            number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
