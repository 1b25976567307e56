"""Files that nobody should import: all of one is taken or nothing, each bad row is named, and no error escapes."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_line import Said
from every_record import fill
from facilitator.cli.program import run
from facilitator.db import open_store
from facilitator.db.health import examine
from facilitator.exports.tables import TABLES
from facilitator.model.formula import unguarded
from facilitator.model.text import fold, tidy
from facilitator.services.export import export_bundle
from facilitator.services.importing import GOAL_COLUMNS, PEOPLE_COLUMNS
from fault_tools import SOAK
from hostile import HOSTILE
from support import make_partnership, make_store

COLUMNS = {"people": PEOPLE_COLUMNS, "goals": GOAL_COLUMNS}
TABLE = {"people": "person", "goals": "goal"}
WORDS = {"people": "person|people", "goals": "goals?"}
OF_THE_FILE = (
    r"has no column|has the column|is not UTF-8|is UTF-16|no plain text|is empty|cannot be read|nothing was imp"
)

fuzzed = settings(
    max_examples=40 + SOAK * 40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def said_by(file: Path, *arguments: object) -> Said:
    """What a command says; in this process, because hypothesis asks often."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run([*map(str, arguments), "--file", str(file)])
        out.flush()
        err.flush()
    return Said(code, *(it.buffer.getvalue().decode() for it in (out, err)))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A data file with a partnership."""
    folder = tmp_path_factory.mktemp("whole")
    with make_store(folder) as store:
        make_partnership(store)
    return (folder / "test.db").read_bytes()


CELLS = st.one_of(
    st.sampled_from(["", "Ana Ruiz", "Northside High", "yes", "no", "1", "0", "true", "perhaps", "student", "elders"]),
    st.sampled_from(["2027-06-30", "30.6.2027", "2027-02-30", "84", "84,5", "1e999", "nan", "-1", "x@y.org"]),
    st.sampled_from(["=1+1", '+HYPERLINK("http://x")', "@SUM(A1)", "-2", "'=1", "\t=1", "＝1", "a; b\\; c\\", ";;"]),
    st.sampled_from(["two\nlines", "two\r\nlines", 'a "quoted" word', "x" * 10_000, "x" * 10_001, "x" * 140_000]),
    st.sampled_from(sorted(HOSTILE.values())),
    st.text(max_size=20),
)


@st.composite
def lists(draw: st.DrawFn, columns: Sequence[str]) -> bytes:
    """A CSV file as a spreadsheet writes it, more or less."""
    header = draw(st.lists(st.sampled_from([*columns, columns[0], columns[0].upper(), "Notes", "", " "]), max_size=9))
    header = draw(st.sampled_from([[columns[0], *header], header, list(columns)]))
    cells = st.lists(CELLS, min_size=len(header), max_size=len(header))
    rows = draw(st.lists(draw(st.sampled_from([cells, st.lists(CELLS, max_size=11)])), max_size=6))
    text = io.StringIO(newline="")
    ends = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    writer = csv.writer(text, delimiter=draw(st.sampled_from(",;\t")), lineterminator=ends)
    writer = draw(st.sampled_from([writer, csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator=ends)]))
    writer.writerows([header, *rows])
    encoding = draw(st.sampled_from(["utf-8"] * 5 + ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "koi8-r"]))
    return spoilt(draw, text.getvalue().encode(encoding, "replace"))


def spoilt(draw: st.DrawFn, data: bytes) -> bytes:
    """As it is, cut short, or with bytes in it that do not belong there."""
    how = draw(st.sampled_from(["whole", "whole", "whole", "cut", "put in", "put in"]))
    at = draw(st.integers(0, len(data)))
    if how == "cut":
        return data[:at]
    if how == "put in":
        put = draw(st.sampled_from([b"\0", b'"', b"\r", b"\n", b"\xff", b"\xc3", b"\x1b[2J", b",,,,", b"\xef\xbb\xbf"]))
        return data[:at] + put + data[at:]
    return data


def check_refusal(said: Said, name: str) -> None:
    """One line that names the file and where it is wrong, and no sign of an error that nobody foresaw."""
    assert "inside the program" not in said.err, said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said.err), said
    refusal = said.refusal
    assert name in refusal or "holds no bundle" in refusal or "bundle" in refusal, said
    assert re.search(rf"line \d+|row \d+|{OF_THE_FILE}", refusal) or "bundle" in refusal, said


def names(file: Path, what: str) -> list[str]:
    column = COLUMNS[what][0]
    with closing(sqlite3.connect(file)) as conn:
        return [row[0] for row in conn.execute(f"SELECT {column} FROM {TABLE[what]} ORDER BY id")]


@pytest.mark.parametrize("what", COLUMNS)
def test_a_list_is_taken_whole_or_not_at_all(tmp_path: Path, whole: bytes, what: str) -> None:
    file, listed = tmp_path / "p.db", tmp_path / "list.csv"

    @fuzzed
    @given(st.one_of(lists(COLUMNS[what]), lists(COLUMNS[what]), st.binary(max_size=200)))
    def trial(data: bytes) -> None:
        file.write_bytes(whole)
        file.chmod(0o600)
        listed.write_bytes(data)
        before = names(file, what)
        said = said_by(file, "import", what, listed, "--partnership", "Northside")
        if said.code:
            check_refusal(said, "list.csv")
            assert file.read_bytes() == whole
            return
        found = re.fullmatch(rf"(\d+) (?:{WORDS[what]}) added, (\d+) there already\n", said.out)
        assert found, said
        after = names(file, what)
        assert after[: len(before)] == before
        assert len(after) == len(before) + int(found[1])
        check_all_there(data, what, after, int(found[1]) + int(found[2]))
        assert said_by(file, "import", what, listed, "--partnership", "Northside").out.startswith("0 ")
        check_sound(file)

    trial()


def check_all_there(data: bytes, what: str, after: list[str], count: int) -> None:
    """Everybody whom another reading of the file finds in it is in the record, minors without a name."""
    text = data.decode("utf-8-sig")
    [delimiter] = [it for it in ",;\t" if it in text.lstrip("\r\n ,;\t")[:4000].partition("\n")[0]][:1] or [","]
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(map(str.strip, row))]
    header = [it.strip().lower() for it in rows[0]] if rows else []
    column = COLUMNS[what][0]
    if column not in header:  # another separator was meant
        return
    assert len(rows) - 1 == count
    known = {fold(it) for it in after}
    for row in rows[1:]:
        cells = dict(zip(header, row, strict=False))
        if cells.get("is_minor", "").strip().lower() not in ("yes", "true", "1"):
            assert fold(tidy(unguarded(cells[column]))) in known, row


def check_sound(file: Path) -> None:
    with open_store(file) as store:
        assert [it for it in examine(store).wrong if "backup" not in it] == []


# A bundle


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of every kind of record."""
    folder = tmp_path_factory.mktemp("bundle")
    with fill(folder).store as store:
        export_bundle(store, folder / "out", level="full", exact=True)
    return folder / "out"


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A data file with nothing in it."""
    place = tmp_path_factory.mktemp("blank") / "blank.db"
    open_store(place, create=True).close()
    return place.read_bytes()


@st.composite
def changes(draw: st.DrawFn, bundle: Path) -> tuple[str, bytes | None]:
    """One file of the bundle by its name, and what stands in it instead; None for nothing."""
    name = draw(st.sampled_from(sorted(it.name for it in bundle.iterdir() if it.name != "README.txt")))
    data = (bundle / name).read_bytes()
    how = draw(st.sampled_from(["cell", "cell", "cell", "row", "header", "bytes", "gone", "noise", "encoding"]))
    if how == "gone":
        return name, None
    if how == "noise":
        return name, draw(st.binary(max_size=200))
    if how == "encoding":
        return name, data.decode().encode(draw(st.sampled_from(["utf-16", "utf-8-sig", "cp1252"])), "replace")
    if how == "bytes" or name.endswith(".json"):
        return name, spoilt(draw, data)
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    at = draw(st.integers(0, len(rows) - 1))
    if how == "row":
        extra = draw(
            st.sampled_from([rows[at], rows[at][:-1], [*rows[at], "more"], [], draw(st.lists(CELLS, max_size=9))])
        )
        rows.insert(draw(st.integers(1, len(rows))), extra)
    elif how == "header":
        rows[0][draw(st.integers(0, len(rows[0]) - 1))] = draw(st.sampled_from([rows[0][0], "", "more", "ID"]))
    else:
        place = draw(st.integers(0, len(rows[at]) - 1))
        others = st.sampled_from([cell for row in rows[1:] for cell in row] or [""])
        rows[at][place] = draw(st.one_of(CELLS, others))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return name, text.getvalue().encode("utf-8", "replace")


@pytest.mark.parametrize("force", [False, True])
def test_a_bundle_is_taken_whole_or_not_at_all(tmp_path: Path, bundle: Path, blank: bytes, force: bool) -> None:
    file, folder = tmp_path / "p.db", tmp_path / "out"
    shutil.copytree(bundle, folder)
    hashed = {table.file for table in TABLES}

    @fuzzed
    @given(changes(bundle))
    def trial(change: tuple[str, bytes | None]) -> None:
        name, data = change
        file.write_bytes(blank)
        file.chmod(0o600)
        if data is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(data)
        try:
            said = said_by(file, "import", "bundle", folder, *["--force"] * force)
        finally:
            shutil.copy(bundle / name, folder / name)
        if said.code:
            check_refusal(said, name)
            assert file.read_bytes() == blank
            return
        is_same = data == (bundle / name).read_bytes()
        assert is_same or force or name not in hashed, said
        check_sound(file)
        if name in hashed:
            assert data is not None
            check_rows(file, name, data)

    trial()


def check_rows(file: Path, name: str, data: bytes) -> None:
    """The file holds as many rows as the bundle's file says."""
    again = file.with_name("again")
    with open_store(file) as store:
        export_bundle(store, again, level="full", exact=True)
    due, there = (
        [row for row in csv.reader(io.StringIO(it.decode("utf-8-sig"), newline="")) if row][1:]
        for it in (data, (again / name).read_bytes())
    )
    shutil.rmtree(again)
    assert len(due) == len(there), name


def test_the_largest_cell_there_is_takes_no_time(tmp_path: Path, whole: bytes) -> None:
    """Ten million characters in one cell, quoted and not, with a break in it."""
    file, listed = tmp_path / "p.db", tmp_path / "list.csv"
    file.write_bytes(whole)
    for cell in ("x" * 10_000_000, '"' + "x\n" * 2_000_000 + '"', '"' + "x" * 10_000_000):
        listed.write_text(f"name,role\nAna,{cell}\nBen,chair\n")
        assert re.search(r"line 2: ", said_by(file, "import", "people", listed, "--partnership", "Northside").refusal)
        assert file.read_bytes() == whole
